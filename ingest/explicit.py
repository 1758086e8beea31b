"""Small steps shared by parsers that build `Draft` trees from explicit structure (XML) instead of running text."""

import re
from collections import Counter

from corpus import numbering
from corpus.errors import NumberingError
from corpus.records import Container, Level, Status
from ingest.draft import Draft, Law, clean

# A list's closing words stand behind a line break after a dash: "… in a cruel way, – <br/>is punished by …".
_DASHED = re.compile(r"[–—−-]\s*$")
_LABEL = re.compile(r"\w")


class Containers:
    """The containers open at a place in a file whose headings are siblings of the articles, not their parents."""

    def __init__(self) -> None:
        self._open: list[tuple[int, Container]] = []

    def enter(self, rank: int, level: Level, num: str, heading: str) -> None:
        """Open a container; it closes every open one of its rank or deeper (larger)."""
        self._open = [(r, c) for r, c in self._open if r < rank]
        self._open.append((rank, Container(level=level, num=clean(num), heading=clean(heading))))

    def now(self) -> tuple[Container, ...]:
        """The open containers, outermost first."""
        return tuple(container for _, container in self._open)


def lone_alinea(unit: Draft) -> None:
    """Lift the words and children of an only, unnumbered child into its parent: it is the parent itself."""
    only = unit.children
    if len(only) != 1 or unit.words_before or unit.words_after:
        return
    child = only[0]
    if child.num or child.label or child.heading or child.level is not Level.SUBPARAGRAPH:
        return
    unit.words_before, unit.words_after, unit.children = child.words_before, child.words_after, child.children
    unit.notes.extend(child.notes)
    unit.amended_by.extend(child.amended_by)
    unit.status = child.status if unit.status is Status.IN_FORCE else unit.status
    unit.in_force_from = unit.in_force_from or child.in_force_from


def place(parent: Draft, point: Draft) -> Draft:
    """Add a point to its list, and return it.

    A second list under one parent, whose labels begin anew or which words between lead in, hangs under an unnumbered
    unit with these words. A dash or bullet labels nothing.
    """
    if point.num and not _LABEL.search(point.num):
        point.num, point.level = "", Level.SUBPARAGRAPH
    last = parent.children[-1] if parent.children else None
    holds = last is not None and last.level is Level.SUBPARAGRAPH and not last.num and not last.label
    owner = last if last is not None and holds and last.children and not parent.words_after else parent
    label = point.label or point.num
    if parent.words_after or (label and any((c.label or c.num) == label for c in owner.children)):
        owner = parent.add(Draft(Level.SUBPARAGRAPH))
        owner.words_before, parent.words_after = parent.words_after, []
    return owner.add(point)


def implicit_first(unit: Draft) -> None:
    """Give the first of numbered paragraphs the label that is not printed: what stands before "Stk. 2." is part 1."""
    first = unit.children[0] if unit.children else None
    if len(unit.children) > 1 and first is not None and not first.num and not first.label:
        first.label, first.level = "1", Level.PARAGRAPH


def closing_words(parts: list[str]) -> tuple[str, str]:
    """Split the last point of a list, given by its lines, into its own words and the closing words of the list.

    Only a line after one that ends in a dash closes the list; other line breaks are mere layout.
    """
    for index in range(len(parts) - 1, 0, -1):
        if _DASHED.search(parts[index - 1]):
            return clean(" ".join(parts[:index])), clean(" ".join(parts[index:]))
    return clean(" ".join(parts)), ""


def twice(law: Law, printed: str) -> None:
    """Account for a second print of what a field already holds: `<paragrahvNr>7</paragrahvNr>` beside `§ 7.`"""
    law.labelled(printed)


def tell_apart(units: list[Draft]) -> None:
    """Where numbers begin anew in each chapter or part, its own number goes before them; nameless units are counted."""

    def eid(unit: Draft) -> str:
        try:
            return numbering.root_eid(unit.level, unit.label or unit.num, unit.prefix)
        except NumberingError:
            unit.label = str(units.index(unit) + 1)
            return numbering.root_eid(unit.level, unit.label)

    counts = Counter(map(eid, units))
    for unit in units:
        group = next((c for c in reversed(unit.containers) if c.num), None)
        if counts[eid(unit)] > 1 and group is not None:
            unit.prefix = numbering.eid_part(group.level, group.num)
    seen: Counter[str] = Counter()
    for unit in units:
        seen[name := eid(unit)] += 1
        if seen[name] > 1 and unit.level is not Level.ARTICLE:
            named = unit.label or unit.num
            unit.label = f"{named}-{seen[name]}" if named else str(seen[name])
