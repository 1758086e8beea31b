"""How to cite a provision: by the styles that lawyers and reference managers use, always with the date of the text.

A digest is cited as what it is. ELI only where the address the publisher gives is one; Akoma Ntoso URIs everywhere.

Source: OSCOLA 4th ed. 2.8; The Bluebook 21st ed. rule 20.5; GOST R 7.0.5-2008 (electronic resources); CSL-JSON
(type `legislation`); BibTeX (`@misc`, as BibTeX knows no statutes); RIS (type `STAT`); ELI (OJ C 441, 22.12.2017);
Akoma Ntoso Naming Convention 1.0.
"""

import json
import re
from datetime import date

from corpus import jurisdictions
from corpus.akn_meta import expression_uri
from corpus.errors import QueryError
from corpus.pinpoint import cite as pinpoint
from corpus.records import AsOfBasis, Expression, Provision, TextKind

STYLES = ("oscola", "bluebook", "gost", "csl-json", "bibtex", "ris", "eli", "akn")
_ELI = re.compile(r"https?://[^\s]*/eli/[^\s]+")
_KINDS = {
    TextKind.OFFICIAL: "official text",
    TextKind.OFFICIAL_TRANSLATION: "official translation",
    TextKind.UNOFFICIAL_TRANSLATION: "unofficial translation",
    TextKind.DIGEST: "digest by Delicti, not the law's words",
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def cite(expression: Expression, provision: Provision, num: str, style: str, accessed: date) -> str:
    """The citation of a provision.

    Args:
        expression: The edition.
        provision: What is cited.
        num: The printed number of its article.
        style: One of `STYLES`.
        accessed: The day on which the text was looked at.

    Raises:
        QueryError: If the style is unknown, or ELI is asked for where the publisher has none.
    """
    makers = {
        "oscola": _oscola, "bluebook": _bluebook, "gost": _gost, "csl-json": _csl, "bibtex": _bibtex, "ris": _ris,
        "eli": _eli, "akn": _akn,
    }  # fmt: skip
    if style not in makers:
        raise QueryError("--style", repr(style), "one of " + ", ".join(STYLES))
    return makers[style](expression, provision, num, accessed)


def _where(e: Expression, p: Provision, num: str) -> str:
    """The pinpoint without jurisdiction and short name: `art. 128(2)(7)`."""
    return pinpoint(e.work, p.eid, num).removeprefix(e.work.name).strip()


def _title(e: Expression) -> str:
    return e.work.title_en or e.work.title


def _dated(e: Expression) -> str:
    if e.as_of is None:
        return "date of the text not known"
    if e.as_of_basis is AsOfBasis.COMMIT_DATE:
        return f"text as a collection had it on {_day(e.as_of)}"
    return f"text as of {_day(e.as_of)}"


def _day(day: date | None) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else "n.d."


def _seen(e: Expression, accessed: date) -> str:
    return f" <{e.official_url}> accessed {_day(accessed)}" if e.official_url else ""


def _oscola(e: Expression, p: Provision, num: str, accessed: date) -> str:
    place = jurisdictions.name(e.work.jurisdiction)
    kind = _KINDS[e.text_kind]
    where = _where(e, p, num).replace("art. ", "art ")
    return f"{_title(e)} ({place}), {where} ({_dated(e)}; {e.language}; {kind}){_seen(e, accessed)}"


def _bluebook(e: Expression, p: Provision, num: str, accessed: date) -> str:
    place = jurisdictions.name(e.work.jurisdiction)
    original = "" if e.work.title == _title(e) else f"{e.work.title} [{_title(e)}]"
    visited = f", {e.official_url} (last visited {_MONTHS[accessed.month - 1][:3]}. {accessed.day}, {accessed.year})"
    tail = visited if e.official_url else ""
    return f"{original or _title(e)} {_where(e, p, num)} ({place}) ({_dated(e)}; {_KINDS[e.text_kind]}){tail}."


def _gost(e: Expression, p: Provision, num: str, accessed: date) -> str:
    state = f"ред. от {e.as_of:%d.%m.%Y}" if e.as_of else "дата редакции не известна"
    where = _where(e, p, num).replace("art. ", "ст. ")
    tail = f" — URL: {e.official_url} (дата обращения: {accessed:%d.%m.%Y})." if e.official_url else ""
    kind = "" if e.text_kind is TextKind.OFFICIAL else f" [{_KINDS[e.text_kind]}]"
    return f"{e.work.title}{kind} : {where} ({state}). — Текст : электронный.{tail}"


def _csl(e: Expression, p: Provision, num: str, accessed: date) -> str:
    item = {
        "id": f"{e.id}#{p.eid}",
        "type": "legislation",
        "title": e.work.title,
        "title-short": e.work.short,
        "jurisdiction": e.work.jurisdiction.lower(),
        "section": _where(e, p, num),
        "language": e.language,
        "URL": e.official_url,
        "note": f"{_dated(e)}; {_KINDS[e.text_kind]}",
        "accessed": {"date-parts": [[accessed.year, accessed.month, accessed.day]]},
    }
    if e.as_of:
        item["issued"] = {"date-parts": [[e.as_of.year, e.as_of.month, e.as_of.day]]}
    return json.dumps([{k: v for k, v in item.items() if v}], ensure_ascii=False, indent=1)


def _bibtex(e: Expression, p: Provision, num: str, accessed: date) -> str:
    key = re.sub(r"[^A-Za-z0-9]+", "-", f"{e.work.name}-{p.eid}").strip("-").lower()
    fields = {
        "title": f"{{{_tex(e.work.title)}}}",
        "howpublished": _tex(_where(e, p, num)),
        "note": _tex(f"{jurisdictions.name(e.work.jurisdiction)}; {_dated(e)}; {_KINDS[e.text_kind]}"),
        "language": e.language,
        "url": e.official_url,
        "urldate": accessed.isoformat(),
        "year": str(e.as_of.year) if e.as_of else "",
    }
    body = ",\n".join(f"  {k} = {{{v}}}" for k, v in fields.items() if v)
    return f"@misc{{{key},\n{body}\n}}"


def _tex(text: str) -> str:
    return re.sub(r"([&%$#_{}])", r"\\\1", text.replace("\\", r"\textbackslash "))


def _ris(e: Expression, p: Provision, num: str, accessed: date) -> str:
    rows = [
        ("TY", "STAT"),
        ("TI", e.work.title),
        ("SE", _where(e, p, num)),
        ("CY", jurisdictions.name(e.work.jurisdiction)),
        ("DA", f"{e.as_of:%Y/%m/%d}" if e.as_of else ""),
        ("LA", e.language),
        ("UR", e.official_url),
        ("Y2", f"{accessed:%Y/%m/%d}"),
        ("N1", f"{_dated(e)}; {_KINDS[e.text_kind]}"),
    ]
    return "".join(f"{tag}  - {' '.join(v.split())}\r\n" for tag, v in rows if v) + "ER  - \r\n"


def _eli(e: Expression, p: Provision, num: str, accessed: date) -> str:
    if not (found := _ELI.fullmatch(e.official_url)):
        do = "Use --style akn, which every text has"
        raise QueryError(e.id, "no ELI: the publisher's address is none", "an address with /eli/", do)
    return found.group()


def _akn(e: Expression, p: Provision, num: str, accessed: date) -> str:
    return f"{expression_uri(e).rstrip('@')}/~{p.eid}"
