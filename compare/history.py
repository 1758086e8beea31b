"""The wording of a provision over the editions held, and what its amendment notes name beyond them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from compare.diff import Row, Unit, changed, diff, units
from corpus import pinpoint
from corpus.errors import QueryError
from corpus.library import Edition, Library
from corpus.records import Expression, NoteKind
from corpus.screen import root_of, subtree

COLUMNS = ("as_of", "as_of_basis", "source", "state", "change", "pinpoint", "before", "after", "sha256")
_DATE = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One edition: `state` is first, same, changed or missing; `rows` are what differs from the one before."""

    edition: Edition
    state: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An amending act that the notes name: its words, its date, and whether an edition since then is held."""

    text: str
    day: date | None
    held: bool


def history(library: Library, reference: str, language: str = "") -> tuple[list[Step], list[Named]]:
    """The editions of a provision in the order of their dates, undated ones last; and the acts its notes name.

    Raises:
        QueryError: If nothing of it is held.
    """
    expression, place = library.resolve(reference, (language,) if language else ())[0]
    work, number = expression.work, _number(expression, place)
    editions = [
        e
        for e in library.editions
        if (e.work.jurisdiction, e.work.slug) == (work.jurisdiction, work.slug) and e.language == expression.language
    ]
    editions.sort(key=lambda e: (e.as_of is None, e.as_of or date.min, e.id))
    steps: list[Step] = []
    before: list[Unit] | None = None
    named: dict[str, date | None] = {}
    for edition in editions:
        own = edition.load()
        try:
            found = pinpoint.find(own, number)
        except QueryError:
            steps.append(Step(edition=edition, state="missing", rows=()))
            continue
        now = units(own, found.provision.eid)
        found_rows = changed(diff(before, now)) if before is not None else []
        state = "first" if before is None else "changed" if found_rows else "same"
        steps.append(Step(edition=edition, state=state, rows=tuple(found_rows)))
        before = now
        for text in _acts(own, found.provision.eid):
            named.setdefault(text, _day(text))
    return steps, [Named(text=t, day=d, held=_held(d, editions)) for t, d in named.items()]


def _number(expression: Expression, place: pinpoint.Place) -> str:
    """The number of the provision, to be looked up in another edition."""
    root = root_of(expression, place.provision)
    whole = pinpoint.cite(expression.work, place.provision.eid, root.num)
    return whole.removeprefix(expression.work.name).strip()


def _acts(expression: Expression, eid: str) -> Iterator[str]:
    for unit in subtree(expression, eid):
        yield from unit.amended_by
        if not unit.amended_by:
            yield from (n.text for n in unit.notes if n.kind is NoteKind.EDITORIAL)


def _day(text: str) -> date | None:
    match = _DATE.search(text)
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else None
    except ValueError:
        return None


def _held(day: date | None, editions: list[Edition]) -> bool:
    """Is the wording after this act held apart: an edition of its day or later, and one before it?"""
    dated = [e.as_of for e in editions if e.as_of]
    return day is not None and any(d >= day for d in dated) and any(d < day for d in dated)


def rows(steps: list[Step]) -> Iterator[dict[str, Any]]:
    """One row a change; one for an edition without any."""
    for step in steps:
        edition = step.edition
        blank = dict.fromkeys(COLUMNS, "") | {
            "as_of": str(edition.as_of or ""), "as_of_basis": edition.as_of_basis.value, "source": edition.source_id,
            "state": step.state, "sha256": edition.raw_sha256,
        }  # fmt: skip
        if not step.rows:
            yield blank
        for row in step.rows:
            unit = row.right or row.left
            yield blank | {
                "change": row.note or row.kind,
                "pinpoint": unit.label if unit else "",
                "before": row.left.text if row.left else "",
                "after": row.right.text if row.right else "",
            }
