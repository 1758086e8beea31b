"""An article as a document of the index: its words in reading order, and where each of its units begins and ends.

A document is what stands directly under a law (an article, a preamble, a schedule) with everything below it. Its text
is cut into segments: a heading, the words before a unit's children, those after them, a note that is law. Between two
segments stands one break, so that no phrase runs across them. A position counts words and breaks from 0.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corpus.records import Expression, Provision
from search.patterns import BREAK
from search.tokens import Tokeniser

HEADING, INTRO, WRAP, NOTE = "h", "i", "w", "n"
# A stop, question or exclamation mark followed by a blank and no lower-case letter, or a full stop of Chinese.
_SENTENCE = re.compile(r"(?:[.!?…][)»”\"']*(?=\s+(?P<next>[^\s\d]))|[。！？])")
_ABBREVIATION = re.compile(
    r"(?:(?<!\w)(?:arts?|no|nr|ss?|sec|para|abs|ust|pkt|al|lit|пп|см|лит|бөл)|(?<!\w)[^\W_]|\d)\.$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text: the unit it belongs to (its index), its role, the position of its first word, the text."""

    unit: int
    role: str
    start: int
    text: str


@dataclass(slots=True)
class Unit:
    """A provision inside a document; `start` and `end` are positions, `parent` an index (-1 for the article)."""

    eid: str
    level: str
    parent: int
    start: int
    end: int


@dataclass(slots=True, kw_only=True)
class Document:
    """An article ready to be indexed, or read back from the index; `length` counts its positions."""

    eid: str
    num: str
    heading: str
    level: str
    status: str
    containers: str
    in_force_from: str
    units: list[Unit]
    segments: list[Segment]
    length: int

    def segment_at(self, position: int) -> Segment:
        """The segment that holds a position."""
        found = self.segments[0]
        for segment in self.segments:
            if segment.start > position:
                break
            found = segment
        return found

    def packed(self) -> list[Any]:
        """The document as plain lists, to be stored."""
        units = [[u.eid, u.level, u.parent, u.start, u.end] for u in self.units]
        segments = [[s.unit, s.role, s.start, s.text] for s in self.segments]
        head = [self.eid, self.num, self.heading, self.level, self.status, self.containers, self.in_force_from]
        return [*head, units, segments, self.length]

    @classmethod
    def unpacked(cls, stored: list[Any]) -> "Document":
        """The document that `packed` stored."""
        eid, num, heading, level, status, containers, in_force_from, units, segments, length = stored
        return cls(
            eid=eid,
            num=num,
            heading=heading,
            level=level,
            status=status,
            containers=containers,
            in_force_from=in_force_from,
            units=[Unit(*u) for u in units],
            segments=[Segment(*s) for s in segments],
            length=length,
        )


def documents(expression: Expression, tokeniser: Tokeniser) -> Iterator[tuple[Document, list[str]]]:
    """Every document of an expression in its order, with its forms (breaks among them)."""
    for units in families(expression):
        yield document(units, tokeniser)


def document(units: list[Provision], tokeniser: Tokeniser) -> tuple[Document, list[str]]:
    """A document made of an article and everything below it, in the order of the law."""
    root = units[0]
    children: dict[str | None, list[Provision]] = {}
    for unit in units[1:]:
        children.setdefault(unit.parent_eid, []).append(unit)
    made = Document(
        eid=root.eid,
        num=root.num,
        heading=root.heading,
        level=str(root.level),
        status=str(root.status),
        containers="\n".join(c.heading for c in root.containers if c.heading),
        in_force_from=root.in_force_from.isoformat() if root.in_force_from else "",
        units=[],
        segments=[],
        length=0,
    )
    forms: list[str] = []

    def add(unit: int, role: str, text: str) -> None:
        if found := tokeniser.forms(text):
            if forms:
                forms.append(BREAK)
            made.segments.append(Segment(unit, role, len(forms), text))
            forms.extend(found)

    def walk(unit: Provision, parent: int) -> None:
        index = len(made.units)
        own = Unit(unit.eid, str(unit.level), parent, len(forms), 0)
        made.units.append(own)
        add(index, HEADING, unit.heading)
        add(index, INTRO, unit.intro)
        for child in children.get(unit.eid, ()):
            walk(child, index)
        add(index, WRAP, unit.wrap_up)
        for note in unit.notes:
            if note.eid:
                at = len(made.units)
                made.units.append(Unit(note.eid, "note", index, len(forms), 0))
                add(at, NOTE, note.text)
                made.units[at].end = len(forms)
        own.end = len(forms)

    walk(root, -1)
    made.segments = made.segments or [Segment(0, INTRO, 0, "")]
    made.length = len(forms)
    return made, forms


def families(expression: Expression) -> Iterator[list[Provision]]:
    """Each article with everything below it, in the order of the law."""
    units: list[Provision] = []
    for provision in expression.provisions:
        if provision.parent_eid is None and units:
            yield units
            units = []
        units.append(provision)
    if units:
        yield units


def sentences(segment: Segment, tokeniser: Tokeniser) -> list[int]:
    """The positions at which the sentences of a segment begin; that of the segment itself is the first."""
    out = [segment.start]
    text, last = segment.text, 0
    for match in _SENTENCE.finditer(text):
        if (match["next"] or "").islower():
            continue
        if match.end() < len(text) and not _ABBREVIATION.search(text[max(0, match.start() - 8) : match.start() + 1]):
            out.append(out[-1] + len(tokeniser.forms(text[last : match.end()])))
            last = match.end()
    return out
