"""Two wordings beside each other: parts matched to parts and points to points, then compared word by word.

Parts are matched by label and by likeness together, so that a renumbered one is set beside its old self, a moved one is
marked as moved, and only what is new or gone shows as such. The words are compared by the standard library.
"""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from corpus.records import Expression, NoteKind, Provision

SAME, CHANGED, ADDED, REMOVED = "same", "changed", "added", "removed"
_LIKE, _ALIKE = 55.0, 80.0  # of 100: enough with the same label; enough without
_WORD = re.compile(r"\s+|\w+|[^\w\s]")
Op = tuple[str, str, str]  # equal | insert | delete | replace, words of the left, words of the right


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A provision to be compared: its label (`2/7`, `note`; "" for the article), its own words, its level's name."""

    label: str
    text: str
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Two units set beside each other; `note` says moved or renumbered; `words` is the difference, word by word."""

    kind: str
    left: Unit | None
    right: Unit | None
    note: str
    words: tuple[Op, ...]


def units(expression: Expression, eid: str) -> list[Unit]:
    """A provision, everything below it and the notes that are law, in the order of the law."""
    out: list[Unit] = []
    notes: list[Unit] = []
    top = eid.count("__")
    labels: dict[str, str] = {}
    for provision in expression.provisions:
        if provision.eid == eid or provision.eid.startswith(f"{eid}__"):
            above = labels.get(provision.parent_eid or "", "")
            own = "" if provision.eid.count("__") == top else provision.num or "-"
            labels[provision.eid] = label = f"{above}/{own}".strip("/")
            out += _units(provision, label)
            notes += _notes(provision, label)
    return [u for u in (*out, *notes) if u.text]


def _units(provision: Provision, label: str) -> Iterator[Unit]:
    if provision.heading:
        yield Unit(label=label, text=provision.heading, level="heading")
    if provision.words:
        yield Unit(label=label, text=provision.words, level=str(provision.level))


def _notes(provision: Provision, label: str) -> Iterator[Unit]:
    for note in provision.notes:
        if note.kind is NoteKind.NORMATIVE:
            yield Unit(label=f"{label}/note {note.num}".strip("/ "), text=note.text, level="note")


def of_lines(lines: Iterable[str]) -> list[Unit]:
    """A text in lines, a unit a line; a leading number or letter with a bracket or stop is its label."""
    out = []
    part = ""
    for line in lines:
        match = re.match(r"\(?(\d{1,3}(?:-\d+)?|\w)[).]\s+(.*)", line, re.DOTALL)
        if match and match[1].isdigit() and match[0][match.end(1)] == ".":
            part, label, text = match[1], match[1], match[2]
        elif match:
            label, text = f"{part}/{match[1]}".strip("/"), match[2]
        else:
            label, text = "", line
        out.append(Unit(label=label, text=text, level="line"))
    return out


def diff(left: list[Unit], right: list[Unit]) -> list[Row]:
    """The rows of a comparison, in the order of the right side, what is gone where it stood."""
    pairs = _matched(left, right)
    back = {j: i for i, j in pairs.items()}
    moved = _out_of_order(pairs)
    rows: list[Row] = []
    next_left = 0
    for j, unit in enumerate(right):
        i = back.get(j)
        if i is not None and i not in moved:
            rows += [_gone(left[k]) for k in range(next_left, i) if k not in pairs]
            next_left = max(next_left, i + 1)
        if i is None:
            rows.append(Row(kind=ADDED, left=None, right=unit, note="", words=(("insert", "", unit.text),)))
        else:
            rows.append(_beside(left[i], unit, moved=i in moved))
    rows += [_gone(left[k]) for k in range(next_left, len(left)) if k not in pairs]
    shown = {id(r.left) for r in rows if r.left}
    return rows + [_gone(u) for k, u in enumerate(left) if k not in pairs and id(u) not in shown]


def _gone(unit: Unit) -> Row:
    return Row(kind=REMOVED, left=unit, right=None, note="", words=(("delete", unit.text, ""),))


def _matched(left: list[Unit], right: list[Unit]) -> dict[int, int]:
    """Index on the left -> index on the right: the likest first, likeness raised by the same label."""
    scored = []
    for i, one in enumerate(left):
        for j, other in enumerate(right):
            if (one.level == "heading") != (other.level == "heading"):
                continue
            like = fuzz.ratio(one.text, other.text)
            same = one.label == other.label
            if like >= (_LIKE if same else _ALIKE) or (same and one.level == "heading"):
                scored.append((-(like + (15 if same else 0)), abs(i - j), i, j))
            elif same and fuzz.token_set_ratio(one.text, other.text) >= _ALIKE:
                scored.append((-(like + 10), abs(i - j), i, j))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(scored):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _out_of_order(pairs: dict[int, int]) -> set[int]:
    """Those on the left that stand elsewhere on the right: all but a longest run that keeps its order."""
    order = [pairs[i] for i in sorted(pairs)]
    keep = difflib.SequenceMatcher(None, order, sorted(order), autojunk=False).get_matching_blocks()
    kept = {order[k] for block in keep for k in range(block.a, block.a + block.size)}
    return {i for i, j in pairs.items() if j not in kept}


def _beside(left: Unit, right: Unit, *, moved: bool) -> Row:
    words = tuple(compare_words(left.text, right.text))
    note = "moved" if moved else "renumbered" if left.label != right.label else ""
    if note:
        note = f"{note}: {left.label or 'article'} to {right.label or 'article'}"
    kind = SAME if all(op == "equal" for op, _, _ in words) else CHANGED
    return Row(kind=kind, left=left, right=right, note=note, words=words)


def compare_words(left: str, right: str) -> Iterator[Op]:
    """The difference of two texts by words; white space counts as one blank."""
    one, other = (_WORD.findall(" ".join(text.split())) for text in (left, right))
    for op, a, b, c, d in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        yield op, "".join(one[a:b]), "".join(other[c:d])


def changed(rows: Iterable[Row]) -> list[Row]:
    """The rows in which words differ."""
    return [row for row in rows if row.kind != SAME]


def as_object(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The rows as plain objects."""
    return [
        {
            "kind": row.kind,
            "note": row.note,
            "left": {"label": row.left.label, "text": row.left.text} if row.left else None,
            "right": {"label": row.right.label, "text": row.right.text} if row.right else None,
            "words": [{"op": op, "left": a, "right": b} for op, a, b in row.words],
        }
        for row in rows
    ]
