"""Federal Acts of Canada in the XML of the Department of Justice (LIMS), as laws-lois.justice.gc.ca publishes them.

    <Statute><Identification>…</Identification><Introduction>…</Introduction>
      <Body><Heading level="1"><Label>PART 1</Label><TitleText>Theft</TitleText></Heading>    <- a sibling of sections
        <Section lims:inforce-start-date="2003-01-01"><MarginalNote>Theft of the moon</MarginalNote><Label>7</Label>
          <Subsection><Label>(1)</Label><Text>No person</Text><Paragraph><Label>(a)</Label>…</Paragraph></Subsection>
          <HistoricalNote>…</HistoricalNote></Section></Body>
      <Schedule id="RelatedProvs">…</Schedule></Statute>

The law's own schedules become schedules; the publisher's two, on related provisions and on amendments not in force,
become transitional units. Sections that an amending section quotes stay words of that section.

Ignores: `metadata` (Identification: title, chapter, bill history).

Source: the LIMS schemas in github.com/justicecanada/laws-lois-xml.
"""

import re

from corpus.records import Expression, Level, Note, NoteKind, Source, Status
from ingest.assemble import assemble
from ingest.draft import Draft, Law, clean
from ingest.explicit import Containers
from ingest.xml import Node, attribute, child_text, day, root_of, text_of

VERSION = "1"
_UNITS = {
    "Subsection": Level.PARAGRAPH,
    "Paragraph": Level.POINT,
    "Subparagraph": Level.POINT,
    "Clause": Level.POINT,
    "Subclause": Level.POINT,
    "Subsubclause": Level.POINT,
    "Provision": Level.POINT,
    "Definition": Level.SUBPARAGRAPH,
}
# What a heading's label begins with, in English and French.
_LEVELS = {
    "PART": Level.PART,
    "PARTIE": Level.PART,
    "DIVISION": Level.DIVISION,
    "SECTION": Level.DIVISION,
    "SUBDIVISION": Level.SUBDIVISION,
    "SOUS-SECTION": Level.SUBDIVISION,
    "CHAPTER": Level.CHAPTER,
    "CHAPITRE": Level.CHAPTER,
}
_BREAKS = {"Text", "Label", "MarginalNote", "Section", "TitleText", "row", "entry", "Item", "SectionPiece", *_UNITS}
# The publisher's own schedules: not part of the law as such.
_ADDED = {"RelatedProvs": Status.IN_FORCE, "NifProvs": Status.NOT_YET_IN_FORCE}
# (2) and (3) · (3) to (5) · c) et d)
_RANGE = re.compile(r"\(?([\w.]+)\)\s*(?:and|to|et|à)\s*\(?([\w.]+)\)")
# 2001, c. 27, s. 2; 2012, c. 17, s. 2, c. 19, s. 700 · 2015, ch. 36, art. 170
_YEAR = re.compile(r"\b((?:R\.S\.|L\.R\.\s*\(\d{4}\)|R\.S\.C\.)?,?\s*\d{4})\b")
_CHAPTER = re.compile(r"\bch?\.\s*([A-Z\d.-]*\d)")


def parse(raw: bytes, source: Source) -> Expression:
    """Read one Act.

    Raises:
        ParseError: If the file is no XML, or holds no section.
    """
    root = root_of(raw, source)
    law = Law()
    reader = _Reader(law, child_text(root, "Identification/Chapter/AnnualStatuteId/YYYY"), root)
    for part in root:
        if part.tag == "Body":
            reader.body(part)
        elif part.tag == "Schedule":
            reader.schedule(part)
        elif part.tag == "Introduction":
            reader.preamble(part)
        elif part.tag == "RecentAmendments":
            law.editorial.extend(_note(text_of(a, breaks=("AmendmentDate",))) for a in part)
        else:
            law.ignore("metadata", text_of(part, breaks={e.tag for e in part.iter()}))
    return assemble(source, law, dialect="lims", version=VERSION)


def _note(text: str) -> Note:
    return Note(kind=NoteKind.EDITORIAL, text=clean(text))


class _Reader:
    """The open headings, and the units made so far."""

    def __init__(self, law: Law, year: str, root: Node) -> None:
        self.law = law
        chapter = child_text(root, "Identification/Chapter/AnnualStatuteId/AnnualStatuteNumber")
        self.enacted_as = f"{clean(year)}, c. {clean(chapter)}"
        self.containers = Containers()

    def preamble(self, part: Node) -> None:
        unit = Draft(Level.PREAMBLE, in_force_from=day(attribute(part, "inforce-start-date")))
        for block in part:
            for child in block if block.tag in ("Preamble", "Enacts") else (block,):
                self._child(unit, child)
        self.law.articles.append(unit)

    def body(self, body: Node) -> None:
        for node in body:
            if node.tag == "Heading":
                self._heading(node)
            elif node.tag == "Section":
                self.law.articles.append(self._section(node))
            else:
                words = text_of(node, breaks=_BREAKS)
                self.law.issue(f"line {node.sourceline}", f"<{node.tag}> among the sections", words)

    def _heading(self, node: Node) -> None:
        printed = clean(child_text(node, "Label"))
        word, _, num = printed.rpartition(" ")
        level = _LEVELS.get(word.upper(), Level.PART if num else Level.HEADING)
        heading = clean(child_text(node, "TitleText", breaks=("LineBreak",)))
        self.law.labelled(printed, num)
        self.containers.enter(int(node.get("level") or 1), level, num, heading)

    def _section(self, node: Node) -> Draft:
        unit = self._unit(node, Level.ARTICLE)
        unit.containers = self.containers.now()
        return unit

    def schedule(self, node: Node) -> None:
        """A schedule of the law, or one of the publisher's two lists of provisions of other Acts."""
        added = _ADDED.get(node.get("id") or "")
        head = node.find("ScheduleFormHeading")
        printed = clean(child_text(head, "Label")) if head is not None else ""
        word, _, num = printed.partition(" ")
        unit = Draft(Level.SCHEDULE if added is None else Level.TRANSITIONAL, num=num)
        if added is not None:
            unit.label, unit.status = node.get("id") or "", added
        elif any(r.level is Level.SCHEDULE and r.num == num for r in self.law.articles):
            unit.label = f"{num or 'nn'}-{sum(r.level is Level.SCHEDULE for r in self.law.articles) + 1}"
        unit.in_force_from = day(attribute(node, "inforce-start-date"))
        self.law.labelled(word)
        if head is not None:
            unit.heading = clean(" ".join(text_of(e) for e in head if e.tag != "Label"))
        for child in node:
            if child.tag == "BillPiece":
                self._other_acts(unit, child)
            elif child.tag != "ScheduleFormHeading":
                self._child(unit, child)
        self.law.articles.append(unit)

    def _other_acts(self, unit: Draft, piece: Node) -> None:
        """`— 2008, c. 3, s. 7` and the section that it names, a unit for each."""
        for entry in piece:
            holder = unit.add(Draft(Level.SUBPARAGRAPH, status=unit.status))
            for node in entry:
                if node.tag == "Heading":
                    holder.heading = clean(f"{holder.heading} {text_of(node)}").lstrip("— ")
                elif node.tag == "Section":
                    holder.add(self._unit(node, Level.ARTICLE, unit.status))
                else:
                    self._child(holder, node)

    def _unit(self, node: Node, level: Level, status: Status = Status.IN_FORCE) -> Draft:
        """A labelled unit with all that stands in it."""
        unit = Draft(level, status=status, in_force_from=day(attribute(node, "inforce-start-date")))
        for child in node:
            self._child(unit, child)
        return unit

    def _child(self, unit: Draft, node: Node) -> None:
        """Give one element to the unit in which it stands."""
        if node.tag == "Label":
            unit.num = clean(text_of(node, drop=("FootnoteRef",)))
            unit.label = _RANGE.sub(r"\1-\2", unit.num) if _RANGE.search(unit.num) else ""
        elif node.tag == "MarginalNote":
            unit.heading = clean(f"{unit.heading} {text_of(node, drop=('HistoricalNote',))}")
            for note in node.iter("HistoricalNote"):
                self._history(unit, note)
        elif node.tag == "Provision" and all(child.tag == "Text" for child in node):
            unit.say(text_of(node, breaks=_BREAKS))
        elif node.tag in _UNITS:
            unit.add(self._unit(node, _UNITS[node.tag], unit.status))
        elif node.tag == "HistoricalNote":
            self._history(unit, node)
        elif node.tag == "Footnote":
            unit.note(NoteKind.EDITORIAL, child_text(node, "Text"))
        elif node.tag in ("DocumentInternal", "Group"):
            self._group(unit, node)
        elif node.find("Repealed") is not None:
            self._repealed(unit, node)
        else:
            unit.say(text_of(node, breaks=_BREAKS))

    def _group(self, unit: Draft, node: Node) -> None:
        """Headed groups of a schedule: `E`, `F` and their points stand under the group's own heading."""
        for child in node:
            if child.tag == "Group":
                self._group(unit.add(Draft(Level.SUBPARAGRAPH, in_force_from=unit.in_force_from)), child)
            elif child.tag == "GroupHeading":
                unit.heading = clean(text_of(child, breaks=_BREAKS))
            else:
                self._child(unit, child)

    def _history(self, unit: Draft, note: Node) -> None:
        for item in note.findall("HistoricalNoteSubItem") or [note]:
            text = clean(text_of(item))
            unit.note(NoteKind.EDITORIAL, text)
            unit.amended_by.extend(a for a in _acts(text) if a.replace("ch.", "c.") != self.enacted_as)

    def _repealed(self, unit: Draft, node: Node) -> None:
        """`<Text><Repealed>[Repealed, 2015, c. 36, s. 170]</Repealed></Text>`: the words are history, not law."""
        text = clean(text_of(node, breaks=_BREAKS))
        unit.status = Status.REPEALED
        unit.note(NoteKind.EDITORIAL, text)
        unit.amended_by.extend(_acts(text))


def _acts(note: str) -> list[str]:
    """`2012, c. 17, s. 2, c. 19, s. 700` names two Acts of one year."""
    out: list[str] = []
    for piece in note.split(";"):
        year = _YEAR.search(piece)
        word = "ch." if "ch." in piece else "c."
        if year:
            out.extend(f"{year[1].strip(', ')}, {word} {m[1]}" for m in _CHAPTER.finditer(piece))
    return out
