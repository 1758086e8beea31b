"""What other laws name and a draft does not; and how each law words an element."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from compare.coder import PRESENT, UNCLEAR, Coded, Evidence, code
from compare.rules import rules
from compare.table import Comparison, Finding
from compare.view import Article, article
from corpus.concepts import Element
from corpus.errors import QueryError
from corpus.records import Level, Provision, Work

GAP_COLUMNS = ("element", "name", "draft", "laws", "of", "jurisdictions", "pinpoint", "evidence", "gloss", "language")
WORDING_COLUMNS = (
    "concept", "element", "jurisdiction", "pinpoint", "evidence", "gloss", "place", "answer", "language", "text_kind",
    "as_of", "official_url", "sha256",
)  # fmt: skip
_POINT = ("(", ")", ".", "-", "–")
_LARGEST = 2_000_000  # characters of a draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """An element that a draft lacks: its own answer, and the findings of the laws that have it, one a jurisdiction."""

    element: Element
    draft: str
    found: tuple[Finding, ...]
    of: int


def gaps(coded: Coded, via: dict[str, Evidence], against: Comparison) -> list[Missing]:
    """The elements that a draft and the definitions of its own law do not name, most widely named first.

    Args:
        coded: The draft.
        via: What the definitions of its own law add.
        against: The laws it is held against.
    """
    out = []
    for concept, element in against.elements:
        own = coded.codes.get(element.id)
        if element.id == "penalty.imprisonment" or own is None or own.answer == PRESENT or element.id in via:
            continue
        found, looked = [], 0
        for jurisdiction in against.jurisdictions:
            cell = against.cell(concept.id, element.id, jurisdiction)
            looked += bool(cell.findings)
            best = next((f for f in cell.findings if f.answer == PRESENT), None)
            if best is not None:
                found.append(best)
        if found:
            out.append(Missing(element=element, draft=own.answer, found=tuple(found), of=looked))
    return sorted(out, key=lambda m: -len(m.found))


def gap_rows(missing: Iterable[Missing]) -> Iterator[dict[str, Any]]:
    """One row for each law that names what the draft lacks."""
    for one in missing:
        for finding in one.found:
            assert finding.evidence is not None
            yield {
                "element": one.element.id,
                "name": one.element.name,
                "draft": one.draft,
                "laws": len(one.found),
                "of": one.of,
                "jurisdictions": " ".join(f.edition.work.jurisdiction for f in one.found),
                "pinpoint": finding.pinpoint,
                "evidence": finding.evidence.text,
                "gloss": finding.evidence.gloss,
                "language": finding.edition.language,
            }


def wording_rows(comparison: Comparison) -> Iterator[dict[str, Any]]:
    """How each law says an element, in its own words: one row a different wording of a provision."""
    seen = set()
    for concept, element in comparison.elements:
        for jurisdiction in comparison.jurisdictions:
            for one in comparison.cell(concept.id, element.id, jurisdiction).findings:
                if one.evidence is None or one.answer == UNCLEAR:
                    continue
                key = (concept.id, element.id, one.pinpoint, one.evidence.text, one.edition.id)
                if key in seen:
                    continue
                seen.add(key)
                yield {
                    "concept": concept.id,
                    "element": element.id,
                    "jurisdiction": jurisdiction,
                    "pinpoint": one.pinpoint,
                    "evidence": one.evidence.text,
                    "gloss": one.evidence.gloss,
                    "place": one.evidence.role,
                    "answer": one.answer,
                    "language": one.edition.language,
                    "text_kind": one.edition.text_kind.value,
                    "as_of": str(one.edition.as_of or ""),
                    "official_url": one.edition.official_url,
                    "sha256": one.edition.raw_sha256,
                }


def draft(file: Path, language: str, concept: str) -> Article:
    """A draft in a text file (UTF-8): a line a part; a line that begins with a number or letter in brackets, a point.

    Raises:
        QueryError: If it cannot be read, is empty, or its language is not declared or has no rules.
    """
    if not language:
        raise QueryError(str(file), "a draft in a language that is not named", "--lang with its code, e.g. --lang ru")
    if rules(concept, language) is None:
        raise QueryError(str(file), f"the language {language!r}", f"one that has rules for {concept}")
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise QueryError(str(file), f"no file that can be read ({error.strerror})", "a text file") from error
    except UnicodeDecodeError as error:
        raise QueryError(str(file), f"bytes that are not UTF-8 at {error.start}", "a text file in UTF-8") from error
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or len(text) > _LARGEST:
        raise QueryError(str(file), "no words" if not lines else f"{len(text):,} characters", "the text of one article")
    work = Work(jurisdiction="draft", slug="draft", title=file.name, title_en=file.name, short=file.name)
    return article(work, language, list(_units(lines)))


def _units(lines: list[str]) -> Iterator[Provision]:
    """A made-up article of the lines of a draft; a short first line without a stop is its heading."""
    title = lines[0] if len(lines) > 1 and len(lines[0]) < 120 and lines[0][-1] not in ".;:," else ""

    def unit(eid: str, level: Level, num: str, intro: str, parent: str | None, position: int) -> Provision:
        return Provision(
            eid=eid, level=level, num=num, heading=title if parent is None else "", intro=intro, wrap_up="",
            parent_eid=parent, position=position, containers=(), in_force_from=_NO_DATE,
        )  # fmt: skip

    yield unit("art_draft", Level.ARTICLE, "", "", None, 0)
    parent = "art_draft"
    for number, line in enumerate(lines[1:] if title else lines, start=1):
        eid = f"art_draft__para_{number}"
        if _is_point(line) and parent != "art_draft":
            yield unit(f"{parent}__point_{number}", Level.POINT, "", line, parent, number)
        else:
            yield unit(eid, Level.PARAGRAPH, "", line, "art_draft", number)
            parent = eid


_NO_DATE: date | None = None


def _is_point(line: str) -> bool:
    head = line.lstrip("(")[:4]
    label = head.rstrip(")").partition(")")[0]
    return ")" in head and label.isalnum() and len(label) <= 3


def coded_draft(file: Path, language: str, concept: str) -> Coded:
    """A draft in a text file, coded."""
    return code(draft(file, language, concept), concept)
