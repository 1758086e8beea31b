"""The metadata of an Akoma Ntoso document: what the law is (FRBR), since when it is in force, where it came from."""

from collections.abc import Iterable
from datetime import date
from xml.etree import ElementTree as ET

from corpus.records import Expression, TextKind

SOURCE = "#delicti"
PUBLISHER = "#publisher"
_UNKNOWN_DAY = "0001-01-01"  # the standard demands a date even where none is known
# ISO 639-1 to 639-2/T, the form that the naming convention asks for.
_PAIRS = """
ar:ara az:aze be:bel bg:bul bn:ben bs:bos ca:cat cs:ces da:dan de:deu el:ell en:eng es:spa et:est fa:fas fi:fin fr:fra
ga:gle he:heb hi:hin hr:hrv hu:hun hy:hye id:ind is:isl it:ita ja:jpn ka:kat kk:kaz km:khm ko:kor ky:kir lt:lit lv:lav
mk:mkd mn:mon ms:msa mt:mlt my:mya nb:nob ne:nep nl:nld nn:nno no:nor pl:pol pt:por ro:ron ru:rus sk:slk sl:slv sq:sqi
sr:srp sv:swe tg:tgk th:tha tk:tuk tr:tur uk:ukr ur:urd uz:uzb vi:vie zh:zho
"""
_LANGUAGES = dict(pair.split(":") for pair in _PAIRS.split())


def language_of(code: str) -> str:
    """The three-letter code of a language tag: `kk` gives `kaz`, `uz-Cyrl` gives `uzb`."""
    base = code.partition("-")[0].lower()
    return _LANGUAGES.get(base, base)


def work_uri(expression: Expression) -> str:
    """`/akn/kz/act/criminal-code`."""
    work = expression.work
    kind = "bill" if work.role.value == "bill" else "act"
    return f"/akn/{work.jurisdiction.lower()}/{kind}/{work.slug}"


def expression_uri(expression: Expression) -> str:
    """`/akn/kz/act/criminal-code/rus@2024-07-05`."""
    day = expression.as_of.isoformat() if expression.as_of else ""
    return f"{work_uri(expression)}/{language_of(expression.language)}@{day}"


def write_identification(meta: ET.Element, expression: Expression) -> None:
    """Work, expression and manifestation."""
    identification = ET.SubElement(meta, "identification", source=SOURCE)
    _work(ET.SubElement(identification, "FRBRWork"), expression)
    _expression(ET.SubElement(identification, "FRBRExpression"), expression)
    uri = f"{expression_uri(expression)}.xml"
    _core(ET.SubElement(identification, "FRBRManifestation"), uri, expression.retrieved, "retrieved", SOURCE)
    ET.SubElement(identification[-1], "FRBRformat", value="application/akn+xml")


def _work(element: ET.Element, expression: Expression) -> None:
    work = expression.work
    aliases = {"title": work.title, "titleEnglish": work.title_en, "short": work.short}
    _core(element, work_uri(expression), None, "unknown", PUBLISHER, aliases)
    ET.SubElement(element, "FRBRcountry", value=work.jurisdiction.lower())
    ET.SubElement(element, "FRBRsubtype", value=work.role.value)
    ET.SubElement(element, "FRBRname", value=work.slug)
    ET.SubElement(element, "FRBRauthoritative", value="false")


def _expression(element: ET.Element, expression: Expression) -> None:
    _core(element, expression_uri(expression), expression.as_of, "asOf", PUBLISHER)
    official = expression.text_kind is TextKind.OFFICIAL
    ET.SubElement(element, "FRBRauthoritative", value="true" if official else "false")
    ET.SubElement(element, "FRBRlanguage", language=language_of(expression.language))


def _core(
    element: ET.Element, uri: str, day: date | None, name: str, author: str, aliases: dict[str, str] | None = None
) -> None:
    ET.SubElement(element, "FRBRthis", value=f"{uri}/!main" if not uri.endswith(".xml") else f"{uri[:-4]}/!main.xml")
    ET.SubElement(element, "FRBRuri", value=uri)
    for alias, value in (aliases or {}).items():
        if value:
            ET.SubElement(element, "FRBRalias", name=alias, value=value)
    known = day is not None
    ET.SubElement(element, "FRBRdate", date=day.isoformat() if day else _UNKNOWN_DAY, name=name if known else "unknown")
    ET.SubElement(element, "FRBRauthor", href=author)


class Periods:
    """The days on which provisions came into force, as events and the periods that they begin."""

    def __init__(self, days: Iterable[date | None]) -> None:
        self._days = sorted({day for day in days if day})
        self._number = {day: number for number, day in enumerate(self._days, 1)}

    def reference(self, day: date) -> str:
        """What a provision's `period` says: `#period_3`."""
        return f"#period_{self._number[day]}"

    def write(self, meta: ET.Element) -> None:
        """Write `lifecycle` and `temporalData`, in the schema's order."""
        if not self._days:
            return
        lifecycle = ET.SubElement(meta, "lifecycle", source=SOURCE)
        data = ET.SubElement(meta, "temporalData", source=SOURCE)
        for day, number in self._number.items():
            event = {"eId": f"event_{number}", "date": day.isoformat(), "source": PUBLISHER, "type": "amendment"}
            ET.SubElement(lifecycle, "eventRef", event)
            group = ET.SubElement(data, "temporalGroup", eId=f"period_{number}")
            ET.SubElement(group, "timeInterval", start=f"#event_{number}", refersTo="#inForce")


def write_references(meta: ET.Element, expression: Expression) -> None:
    """Who speaks: this program, and the publisher of the text."""
    references = ET.SubElement(meta, "references", source=SOURCE)
    agents = {"delicti": "Delicti", "publisher": expression.official_url or expression.work.jurisdiction}
    for eid, name in agents.items():
        place = f"/akn/ontology/organization/{expression.work.jurisdiction.lower()}/{eid}"
        ET.SubElement(references, "TLCOrganization", eId=eid, href=place, showAs=name)
    ET.SubElement(references, "TLCConcept", eId="inForce", href="/akn/ontology/concept/inForce", showAs="in force")


def write_origin(meta: ET.Element, expression: Expression) -> None:
    """Where the text came from and how far it may be trusted, in attributes of our own namespace."""
    facts = {
        "id": expression.id,
        "sourceId": expression.source_id,
        "officialUrl": expression.official_url,
        "obtainedFrom": expression.obtained_from,
        "fidelity": expression.fidelity.value,
        "textKind": expression.text_kind.value,
        "textState": expression.text_state.value,
        "asOf": expression.as_of.isoformat() if expression.as_of else "",
        "asOfBasis": expression.as_of_basis.value,
        "completeness": expression.completeness.value if expression.completeness else "",
        "defects": expression.defects,
        "licence": expression.licence,
        "licenceBasis": expression.licence_basis,
        "retrieved": expression.retrieved.isoformat() if expression.retrieved else "",
        "sha256": expression.sha256,
        "dialect": expression.dialect,
        "dialectVersion": expression.dialect_version,
        "issues": str(len(expression.issues)),
    }
    proprietary = ET.SubElement(meta, "proprietary", source=SOURCE)
    ET.SubElement(proprietary, "delicti:origin", {key: value for key, value in facts.items() if value})
