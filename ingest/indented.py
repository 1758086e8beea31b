"""From the indented rows of one article to its tree of units: for layouts whose indentation shows the nesting.

    4  (1) In this Act,---               part 1
    4  moon means---                     an unnumbered unit of part 1: it leads a list in
    8      (a) the satellite; and        point (a) of it
    8      (b) its light                 point (b)
    4  (2) The penalty is a fine.        part 2

What stands deeper belongs to the unit above; words at a unit's own column, after deeper rows, are its closing words.
"""

import re
from dataclasses import dataclass

from corpus import numbering
from corpus.records import Level, NoteKind, Status
from ingest.draft import Draft, Law, clean
from ingest.grammar import Grammar

# "(1A) ", "(a) ", "(iv) ", "(AA) "
_LABEL = re.compile(r"\((?P<num>\d+[A-Z]{0,3}|[a-z]{1,5}|[A-Z]{1,4})\)\s*(?=\S|$)")


@dataclass(slots=True)
class Row:
    """A printed row: the column at which its words begin, 0-based, and its words; `heading` is printed above it."""

    column: float
    text: str
    heading: str = ""


@dataclass(slots=True)
class _Open:
    unit: Draft
    column: float


def indent(article: Draft, rows: list[Row], grammar: Grammar, law: Law) -> None:
    """Fill `article` with the units of its rows.

    Args:
        article: The empty unit; numbered, headed, contained.
        rows: Its body in order, heading left out.
        grammar: Its notes, editorial and normative, and its words for repeal.
        law: Where the words of labels are told.
    """
    _Tree(article, grammar, law).read(rows)


class _Tree:
    """The open units, outermost first, each with its column."""

    def __init__(self, article: Draft, grammar: Grammar, law: Law) -> None:
        self.article = article
        self.grammar = grammar
        self.law = law
        self.open: list[_Open] = [_Open(article, -1)]

    def read(self, rows: list[Row]) -> None:
        """Read the whole article."""
        index = 0
        while index < len(rows):
            row = rows[index]
            index += 1
            if self.grammar.is_editorial(row.text):
                self._editorial(row.text)
            elif match := next((m for p in self.grammar.normative if (m := p.match(row.text))), None):
                inside = [row.text[match.end() :]]
                while index < len(rows) and rows[index].column > row.column:
                    inside.append(rows[index].text)
                    index += 1
                self._note(match, " ".join(inside))
            elif match := _LABEL.match(row.text):
                self._unit(row, match)
            else:
                self._words(row, self._leads(row, rows[index:]))

    def _leads(self, row: Row, rest: list[Row]) -> bool:
        """True when a list stands below a row: the next row that is no note is deeper."""
        notes = (*self.grammar.editorial, *self.grammar.normative)
        note: float | None = None
        for below in rest:
            if any(p.match(below.text) for p in notes):
                note = below.column
            elif note is None or below.column <= note:  # not an item of the note
                return below.column > row.column
        return False

    def _close(self, column: float) -> Draft:
        """Close what lies at or right of a column; the unit that is open then."""
        while self.open[-1].column >= column:
            self.open.pop()
        return self.open[-1].unit

    def _unit(self, row: Row, match: re.Match[str]) -> None:
        parent = self._close(row.column)
        num = match[0].strip()
        label = numbering.label(num)
        if any(c.label == label for c in parent.children):
            parent = self._second_list(parent, row.column)
        level = Level.PARAGRAPH if label[0].isdigit() else Level.POINT
        unit = parent.add(Draft(level, num=num, label=label, heading=row.heading))
        self.open.append(_Open(unit, row.column))
        rest = row.text[match.end() :]
        if any(p.match(rest) for p in self.grammar.repealed_unit):
            unit.status = Status.REPEALED
            unit.note(NoteKind.EDITORIAL, rest)
        elif inner := _LABEL.match(rest):
            self._unit(Row(row.column + 0.5, rest), inner)
        else:
            unit.say(rest)

    def _second_list(self, parent: Draft, column: float) -> Draft:
        """A second list under one parent hangs under an unnumbered unit, which takes the words that lead it in."""
        holder = parent.add(Draft(Level.SUBPARAGRAPH))
        if parent.words_after:
            holder.say(parent.words_after.pop())
        self.open.append(_Open(holder, column - 0.5))
        return holder

    def _words(self, row: Row, leads: bool) -> None:
        """Words without a label belong to the unit at their column; those that lead a further list in are a unit."""
        while self.open[-1].column > row.column:
            self.open.pop()
        owner = self.open[-1].unit
        listed = bool(owner.children) and owner.children[-1].level is Level.SUBPARAGRAPH
        if listed or (leads and (owner.words_before or owner.children)):
            unit = owner.add(Draft(Level.SUBPARAGRAPH))
            unit.say(row.text)
            self.open.append(_Open(unit, row.column + 0.5))
        else:
            owner.say(row.text)

    def _note(self, match: re.Match[str], text: str) -> None:
        num = (match.groupdict().get("num") or "").strip()
        self.law.labelled(match[0], num)
        parts = [o.unit for o in self.open if o.unit.level is Level.PARAGRAPH]
        (parts[-1] if parts else self.article).note(NoteKind.NORMATIVE, text, num)

    def _editorial(self, text: str) -> None:
        self.article.note(NoteKind.EDITORIAL, clean(text))
        self.article.amended_by.extend(self.grammar.acts(text))
        if any(p.search(text) for p in self.grammar.repealed):
            self.article.status = Status.REPEALED
