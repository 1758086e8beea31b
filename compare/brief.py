"""One document on how a country defines a concept: every sentence built from coded cells, with the pinpoints.

A document is a list of blocks: ("h1" | "h2", text), ("p", text), ("li", text), ("table", rows with a head).
"""

from collections.abc import Callable, Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any

from compare.accuracy import accuracy
from compare.coder import PRESENT
from compare.find import BROAD, NARROW, Member
from compare.gap import gaps
from compare.table import Cell, Comparison, Finding
from corpus import jurisdictions
from corpus.concepts import concept as concept_of
from corpus.errors import QueryError
from corpus.library import Library

Block = tuple[str, Any]
Ask = Callable[[str, str], Comparison]  # concepts, sense
_FAMILIES = (
    ("act.", "Acts", "what is done"),
    ("means.", "Means", "how"),
    ("purpose.", "Purposes", "why"),
    ("object.", "Objects", "organs, tissues, cells and the like"),
    ("rule.", "Further rules", "consent, aggravation, exemptions"),
)
_AXES = (
    ("consent", "rule.consent_irrelevant", "rule.consent_irrelevant"),
    ("means", "means.in_basic_offence", "means.any"),
    ("exploitation", "purpose.exploitation_generic", "purpose.exploitation_generic"),
    ("border", "rule.cross_border", "rule.cross_border"),
    ("gain", "", "rule.financial_benefit_required"),
)
_ROLES = {
    "element": "an element of the basic offence",
    "alternative": "needed in one form of the basic offence and not in another",
    "aggravating": "no part of the basic offence; they raise the penalty",
    "absent": "not named",
}
_DEALS = {
    "bare": "other transactions over a person are punished without a word that qualifies them",
    "qualified": "only unlawful transactions over a person are punished",
}


def blocks(ask: Ask, concept: str, own: str, library: Library) -> Iterator[Block]:
    """The document on one jurisdiction.

    Raises:
        QueryError: If it holds no text, or no article of the concept.
    """
    narrow = ask(concept, NARROW)
    members = _members(narrow, own, concept)
    name = jurisdictions.name(own)
    if not members:
        raise QueryError(own, f"no article that defines {concept}", "a jurisdiction that has one: 'delicti compare'")
    yield "h1", f"{concept_of(concept).name[:1].upper()}{concept_of(concept).name[1:]}: {name}"
    if library.is_digest:
        yield "p", "Made from the built-in digest: our own plain-English re-telling, not the laws' words."
    others = [j for j in narrow.jurisdictions if j != own]
    yield "p", f"Compared with: {', '.join(others) or 'none'}. Every statement gives the place of its words."
    yield from _senses(narrow, ask(concept, BROAD), own, concept)
    yield from _families(narrow, own)
    if concept == "trafficking":
        yield from _means(members)
        yield from _against_smuggling(narrow, ask("smuggling", NARROW), own)
    yield from _penalties(members)
    yield from _instruments(library)
    yield from _lacking(members[0], narrow, own)
    yield from _texts(narrow, concept)


def _members(made: Comparison, own: str, concept: str) -> list[Member]:
    return [
        m
        for s in made.surveyed
        if s.concept == concept and s.edition.work.jurisdiction == own
        for m in s.members
        if m.has(made.sense)
    ]


def _senses(narrow: Comparison, broad: Comparison, own: str, concept: str) -> Iterator[Block]:
    yield "h2", "Narrow and broad sense"
    for made in (narrow, broad):
        yield "p", f"In the {made.sense} sense:"
        for member in _members(made, own, concept):
            grounds = "; ".join(f"{g.basis}: {g.why}, {''.join(g.below)}".rstrip(", ") for g in member.grounds)
            title = f" {member.heading}" if member.heading else ""
            yield "li", f"{member.coded.pinpoint}{title} ({grounds})"


def _families(made: Comparison, own: str) -> Iterator[Block]:
    for prefix, title, gloss in _FAMILIES:
        yield "h2", f"{title}: {gloss}"
        silent = []
        for concept, element in made.elements:
            if not element.id.startswith(prefix):
                continue
            cell = made.cell(concept.id, element.id, own)
            told = [f for f in cell.findings if f.evidence and f.answer in (PRESENT, "via", "unclear")]
            if not told:
                silent.append(f"{element.name} ({cell.answer.replace('_', ' ')})")
            for one in told[:4]:
                yield "li", f"{element.name}: {_said(one)}"
        if silent:
            yield "p", f"Not in the words of these articles: {', '.join(silent)}."


def _said(finding: Finding) -> str:
    evidence = finding.evidence
    assert evidence is not None
    how = {"via": ", by a definition in the same law", "unclear": ", unclear"}.get(finding.answer, "")
    return f"{finding.pinpoint} “{evidence.text}” ({evidence.gloss}; {evidence.role}{how})"


def _means(members: Iterable[Member]) -> Iterator[Block]:
    yield "h2", "The role of the means"
    for member in members:
        role = member.coded.means_role
        if role:
            yield "li", f"{member.coded.pinpoint}: the means are {_ROLES[role]}."
        if deals := _DEALS.get(member.coded.other_transactions):
            yield "li", f"{member.coded.pinpoint}: {deals}."


def _against_smuggling(trafficking: Comparison, smuggling: Comparison, own: str) -> Iterator[Block]:
    yield "h2", "Trafficking against smuggling of migrants"
    rows = [["axis", "trafficking", "smuggling"]]
    for axis, one, other in _AXES:
        left = _axis(trafficking.cells.get(("trafficking", one, own)))
        rows.append([axis, left, _axis(smuggling.cells.get(("smuggling", other, own)))])
    yield "table", rows


def _axis(cell: Cell | None) -> str:
    if cell is None:
        return "not asked of this concept"
    told = list(dict.fromkeys(f.pinpoint for f in cell.findings if f.answer == cell.answer and f.evidence))
    return f"{cell.answer.replace('_', ' ')}{': ' + ', '.join(told[:4]) if told else ''}{cell.why and f' ({cell.why})'}"


def _penalties(members: Iterable[Member]) -> Iterator[Block]:
    yield "h2", "Imprisonment (years)"
    rows = [["article", "basic offence, least", "most", "lowest in it", "highest in it", "words"]]
    for member in members:
        p = member.coded.penalty
        numbers = ["none set" if v is None else f"{v:g}" for v in (p.min, p.max, p.lowest, p.highest)]
        rows.append([member.coded.pinpoint, *numbers, f"{p.place} “{p.evidence}”" if p.evidence else ""])
    yield "table", rows


def _instruments(library: Library) -> Iterator[Block]:
    yield "h2", "International instruments"
    held = sorted({e.work.title_en or e.work.title for e in library.editions if e.work.jurisdiction in ("INTL", "EU")})
    yield "p", f"Held: {'; '.join(held) or 'none'}."
    yield "p", "An instrument that is not in this list is not held; whether a state is bound by one is not said here."


def _lacking(member: Member, made: Comparison, own: str) -> Iterator[Block]:
    others = Comparison(
        sense=made.sense,
        elements=made.elements,
        jurisdictions=[j for j in made.jurisdictions if j != own],
        surveyed=made.surveyed,
        cells=made.cells,
        is_digest=made.is_digest,
        left_out=made.left_out,
    )
    yield "h2", f"What others name and {member.coded.pinpoint} does not"
    for one in gaps(member.coded, member.via, others):
        words = "; ".join(f"{f.pinpoint} “{f.evidence.text}”" for f in one.found[:2] if f.evidence)
        codes = ", ".join(f.edition.work.jurisdiction for f in one.found)
        yield "li", f"{one.element.name}: {len(one.found)} of {one.of} ({codes}), for example {words}"


def _texts(made: Comparison, concept: str) -> Iterator[Block]:
    yield "h2", "Texts"
    for e in made.sources:
        date = f"text of {e.as_of} ({e.as_of_basis.value})" if e.as_of else "date of the text not known"
        yield (
            "li",
            (
                f"{e.work.name}, {e.work.title_en or e.work.title}; {e.language}; {e.text_kind.value}; {date}; "
                f"{e.official_url or 'no official address known'}; sha256 {e.raw_sha256}; "
                f"measured accuracy: {accuracy(concept, e.language)}"
            ),
        )


# Forms


def as_markdown(made: Iterable[Block]) -> str:
    """The document in Markdown."""
    out: list[str] = []
    for kind, value in made:
        if kind in ("h1", "h2"):
            out += ["", f"{'#' * int(kind[1])} {_plain(value)}", ""]
        elif kind == "li":
            out.append(f"- {_plain(value)}")
        elif kind == "p":
            out += ["", _plain(value), ""]
        else:
            head, *body = value
            out += ["", _row(head), "|" + "---|" * len(head), *(_row(line) for line in body), ""]
    text = "\n".join(out).strip() + "\n"
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text


def _plain(text: str) -> str:
    return " ".join(text.replace("*", "\\*").replace("<", "&lt;").split())


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(_plain(c).replace("|", "\\|") for c in cells) + " |"


def as_html(made: Iterable[Block]) -> str:
    """The document as one self-contained page."""
    out = ['<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Delicti brief</title><style>']
    out.append("body{font:16px/1.5 Georgia,serif;max-width:52rem;margin:2rem auto;padding:0 1rem}")
    out.append("table{border-collapse:collapse}th,td{border:1px solid #bbb;padding:.3rem;text-align:left}</style>")
    out.append("</head><body>")
    for kind, value in made:
        if kind == "table":
            head, *body = value
            out.append("<table><tr>" + "".join(f"<th>{escape(c)}</th>" for c in head) + "</tr>")
            out += ["<tr>" + "".join(f"<td>{escape(c)}</td>" for c in line) + "</tr>" for line in body]
            out.append("</table>")
        else:
            tag = kind if kind != "li" else "p"
            out.append(f"<{tag}>{'• ' if kind == 'li' else ''}{escape(value)}</{tag}>")
    return "\n".join([*out, "</body></html>", ""])


def as_docx(made: Iterable[Block], file: Path) -> None:
    """Write the document for a word processor.

    Raises:
        CorpusError: If python-docx is missing or the file cannot be written.
    """
    from compare.office import document, save

    paper = document()
    for kind, value in made:
        if kind in ("h1", "h2"):
            paper.add_heading(value, level=int(kind[1]))
        elif kind == "table":
            table = paper.add_table(rows=0, cols=len(value[0]))
            table.style = "Table Grid"
            for line in value:
                for cell, text in zip(table.add_row().cells, line, strict=True):
                    cell.text = text
        else:
            paper.add_paragraph(value, style="List Bullet" if kind == "li" else None)
    save(paper, file)
