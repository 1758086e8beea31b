"""A comparison: concepts and elements by jurisdiction, as rows (one a finding) and as cells (one a jurisdiction)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from compare.accuracy import accuracy, measured
from compare.coder import ABSENT, NOT_CODED, NOT_FOUND, NOT_HELD, PRESENT, UNCLEAR, Code, Evidence
from compare.find import BROAD, NARROW, Ground, Member
from compare.refer import spaced
from compare.survey import Surveyed, survey
from corpus.concepts import Concept, Element, Unit
from corpus.library import Edition, Library
from corpus.records import Role

COLUMNS = (
    "concept", "sense", "basis", "element", "jurisdiction", "work", "article", "pinpoint", "answer", "place",
    "evidence", "gloss", "start", "end", "via", "rule", "coder", "language", "accuracy", "text_kind", "text_state",
    "as_of", "as_of_basis", "fidelity", "official_url", "sha256",
)  # fmt: skip
SENSES = (NARROW, BROAD)
LEGEND = {
    PRESENT: "the article's own words say it; the place is given",
    "via": "the article does not say it, but a definition in the same law that it uses does",
    UNCLEAR: "words were found, but a guard of the rule failed",
    ABSENT: "not in the words of the articles found; general parts of the law may supply it",
    NOT_FOUND: "nothing found, in a language or by rules whose recall nobody has measured",
    NOT_CODED: "there are no rules for this language",
    NOT_HELD: "no text of this jurisdiction is held",
}
SIGNS = {PRESENT: "+", "via": "v", UNCLEAR: "?", ABSENT: "-", NOT_FOUND: "0", NOT_CODED: "n", NOT_HELD: "x"}
_ORDER = (PRESENT, "via", UNCLEAR, ABSENT, NOT_FOUND, NOT_CODED, NOT_HELD)
_LEFT_OUT = frozenset((Role.SUPERSEDED, Role.BILL))


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one article says of one element; `evidence` is empty unless `answer` is present, unclear or `via`."""

    concept: str
    element: str
    edition: Edition
    member: Member
    ground: Ground
    answer: str
    evidence: Evidence | None
    coder: str = "machine"

    @property
    def pinpoint(self) -> str:
        """The citation of the words, or of the article where there are none."""
        if self.evidence is None:
            return self.member.coded.pinpoint
        if self.answer == "via" or not self.member.eid:
            return self.evidence.place
        return f"{self.member.coded.pinpoint}{spaced(self.evidence.place)}"


@dataclass(slots=True, kw_only=True)
class Cell:
    """One element in one jurisdiction: the union over its articles."""

    answer: str
    findings: list[Finding] = field(default_factory=list)
    why: str = ""


@dataclass(slots=True, kw_only=True)
class Comparison:
    """A comparison laid out; `cells` by (concept, element, jurisdiction), columns in the order asked for."""

    sense: str
    elements: list[tuple[Concept, Element]]
    jurisdictions: list[str]
    surveyed: list[Surveyed]
    cells: dict[tuple[str, str, str], Cell]
    is_digest: bool
    left_out: list[Edition]

    def cell(self, concept: str, element: str, jurisdiction: str) -> Cell:
        """One cell."""
        return self.cells[concept, element, jurisdiction]

    @property
    def sources(self) -> list[Edition]:
        """The editions that have an article in the comparison, in the order of the columns."""
        used = {s.edition.id: s.edition for s in self.surveyed if any(m.has(self.sense) for m in s.members)}
        return sorted(used.values(), key=lambda e: (self.jurisdictions.index(e.work.jurisdiction), e.id))


def compare(
    library: Library,
    editions: Iterable[Edition],
    asked: list[tuple[Concept, tuple[Element, ...]]],
    *,
    jurisdictions: list[str],
    sense: str = NARROW,
    tell: Callable[[str], None] = lambda name: None,
) -> Comparison:
    """Lay concepts out over jurisdictions.

    Args:
        library: What is held.
        editions: Those that are asked; drafts (bills) and superseded laws among them are left out and named.
        asked: Each concept with the elements wanted of it.
        jurisdictions: The columns; one that holds no text has `not_held` in every cell.
        sense: `narrow` for the offence itself, `broad` for all that belongs to it.
        tell: Called with the name of each edition that has to be read.
    """
    chosen = list(editions)
    kept = [e for e in chosen if e.work.role not in _LEFT_OUT]
    surveyed: list[Surveyed] = []
    cells: dict[tuple[str, str, str], Cell] = {}
    for concept, elements in asked:
        found = survey(library, kept, concept.id, tell)
        surveyed += found
        for element in elements:
            for code in jurisdictions:
                own = [s for s in found if s.edition.work.jurisdiction == code]
                cells[concept.id, element.id, code] = _cell(concept, element, own, sense)
    return Comparison(
        sense=sense,
        elements=[(c, e) for c, elements in asked for e in elements],
        jurisdictions=jurisdictions,
        surveyed=surveyed,
        cells=cells,
        is_digest=library.is_digest,
        left_out=[e for e in chosen if e.work.role in _LEFT_OUT],
    )


def _cell(concept: Concept, element: Element, surveyed: list[Surveyed], sense: str) -> Cell:
    if not surveyed:
        return Cell(answer=NOT_HELD, why="no text held")
    findings = [
        f for s in surveyed for m in s.members if m.has(sense) for f in _findings(concept, element, s, m, sense)
    ]
    if findings:
        return Cell(answer=min((f.answer for f in findings), key=_ORDER.index), findings=findings)
    if all(not s.version for s in surveyed):
        return Cell(answer=NOT_CODED, why="no rules for its languages")
    what = "offence" if concept.unit is Unit.ARTICLE else "provision"
    return Cell(answer=NOT_FOUND, why=f"no {what} of this kind found in the texts held")


def _findings(concept: Concept, element: Element, one: Surveyed, member: Member, sense: str) -> Iterator[Finding]:
    code = member.coded.codes.get(element.id) or Code(element=element.id, answer=NOT_CODED)
    ground = next((g for g in member.grounds if g.sense == sense), member.grounds[0])
    answer = code.answer
    if answer == ABSENT and measured(concept.id, one.edition.language) is None:
        answer = NOT_FOUND

    def finding(answer: str, evidence: Evidence | None) -> Finding:
        return Finding(
            concept=concept.id, element=element.id, edition=one.edition, member=member, ground=ground, answer=answer,
            evidence=evidence, coder=code.coder,
        )  # fmt: skip

    if element.id == "penalty.imprisonment":
        yield _penalty(finding, member)
        return
    if answer == PRESENT:
        yield from (finding(PRESENT, e) for e in (code.evidence, *code.others))
    elif element.id in member.via:
        yield finding("via", member.via[element.id])
    else:
        yield finding(answer, code.evidence)


def _penalty(finding: Callable[[str, Evidence | None], Finding], member: Member) -> Finding:
    years = member.coded.penalty
    if not years.evidence:
        return finding(ABSENT, None)
    least, most = (f"{v:g}" if v is not None else "" for v in (years.min, years.max))
    evidence = Evidence(
        text=years.evidence, eid=member.eid, place=years.place, role="basic", rule="penalty",
        gloss=f"years of imprisonment: least {least or 'not set'}, most {most or 'not set'}",
        segment="", start=0, end=0,
    )  # fmt: skip
    return finding(PRESENT, evidence)


def rows(comparison: Comparison) -> Iterator[dict[str, Any]]:
    """One row a finding; a cell without one has a row that says why."""
    for concept, element in comparison.elements:
        for code in comparison.jurisdictions:
            cell = comparison.cell(concept.id, element.id, code)
            blank = dict.fromkeys(COLUMNS, "") | {
                "concept": concept.id, "sense": comparison.sense, "element": element.id, "jurisdiction": code,
                "answer": cell.answer, "place": cell.why,
            }  # fmt: skip
            if not cell.findings:
                yield blank
            for finding in cell.findings:
                yield blank | row(finding)


def row(finding: Finding) -> dict[str, Any]:
    """A finding as a row, with everything needed to cite it."""
    edition, member, evidence = finding.edition, finding.member, finding.evidence
    own: dict[str, Any] = {
        "basis": finding.ground.basis,
        "work": edition.work.short,
        "article": member.num,
        "pinpoint": finding.pinpoint if finding.answer != "via" else member.coded.pinpoint,
        "answer": finding.answer if finding.answer != "via" else ABSENT,
        "place": evidence.role if evidence else "",
        "coder": finding.coder,
        "language": edition.language,
        "accuracy": accuracy(finding.concept, edition.language),
        "text_kind": edition.text_kind.value,
        "text_state": edition.text_state.value,
        "as_of": str(edition.as_of or ""),
        "as_of_basis": edition.as_of_basis.value,
        "fidelity": edition.fidelity,
        "official_url": edition.official_url,
        "sha256": edition.raw_sha256,
    }
    if evidence is not None:
        own |= {"gloss": evidence.gloss, "rule": evidence.rule, "start": evidence.start, "end": evidence.end}
        own |= {"via": f"{evidence.place}: {evidence.text}"} if finding.answer == "via" else {"evidence": evidence.text}
    return own


def wide(comparison: Comparison) -> Iterator[list[str]]:
    """The matrix: a head, then one line an element with a cell a jurisdiction (answer and places)."""
    yield ["concept", "element", *comparison.jurisdictions]
    for concept, element in comparison.elements:
        line = [concept.id, element.id]
        for code in comparison.jurisdictions:
            cell = comparison.cell(concept.id, element.id, code)
            line.append(" ".join([cell.answer, "; ".join(places(cell))]).strip())
        yield line


def places(cell: Cell) -> list[str]:
    """The pinpoints of what a cell's best answer rests on, each once, without the jurisdiction."""
    best = [f for f in cell.findings if f.answer == cell.answer and f.evidence]
    return list(dict.fromkeys(f.pinpoint.partition(" ")[2] for f in best))
