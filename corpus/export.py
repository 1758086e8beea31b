"""The corpus as rows: one a provision, with everything that must stand beside the words for them to be cited."""

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from corpus import pinpoint
from corpus.records import Expression, Level, NoteKind, Provision

COLUMNS = (
    "jurisdiction",
    "work",
    "pinpoint",
    "eid",
    "level",
    "num",
    "heading",
    "path",
    "text",
    "notes",
    "status",
    "language",
    "text_kind",
    "text_state",
    "as_of",
    "as_of_basis",
    "fidelity",
    "official_url",
    "obtained_from",
    "sha256",
)
LEVELS = frozenset(level.value for level in Level) | {"note"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows(expressions: Iterable[Expression], levels: frozenset[str] = frozenset()) -> Iterator[dict[str, str]]:
    """One row a provision, in the order of the law; notes that are law get rows of their own (level `note`).

    Args:
        expressions: What to export.
        levels: Only these levels; empty for all.
    """
    for expression in expressions:
        common = shared(expression)
        num = ""
        for p in expression.provisions:
            num = p.num if p.parent_eid is None else num
            for row in _provision_rows(expression, p, num):
                if not levels or row["level"] in levels:
                    yield {**dict.fromkeys(COLUMNS, ""), **common, **row}


def shared(expression: Expression) -> dict[str, str]:
    """The columns that are the same for every row of an expression."""
    return {
        "jurisdiction": expression.work.jurisdiction,
        "work": expression.work.short,
        "language": expression.language,
        "text_kind": expression.text_kind.value,
        "text_state": expression.text_state.value,
        "as_of": expression.as_of.isoformat() if expression.as_of else "",
        "as_of_basis": expression.as_of_basis.value,
        "fidelity": expression.fidelity.value,
        "official_url": expression.official_url,
        "obtained_from": expression.obtained_from,
        "sha256": expression.sha256,
    }


def _provision_rows(expression: Expression, p: Provision, num: str) -> Iterator[dict[str, str]]:
    path = " > ".join(" ".join(x for x in (c.level.value, c.num, c.heading) if x) for c in p.containers)
    editorial = " | ".join(n.text for n in p.notes if n.kind is NoteKind.EDITORIAL)
    yield {
        "pinpoint": pinpoint.cite(expression.work, p.eid, num),
        "eid": p.eid,
        "level": p.level.value,
        "num": p.num,
        "heading": p.heading,
        "path": path,
        "text": p.words,
        "notes": editorial,
        "status": p.status.value,
    }
    for note in p.notes:
        if note.eid:
            yield {
                "pinpoint": pinpoint.cite(expression.work, note.eid, num),
                "eid": note.eid,
                "level": "note",
                "num": note.num,
                "path": path,
                "text": note.text,
                "status": p.status.value,
            }


def write_csv(
    found: Iterable[dict[str, str]],
    out: TextIO,
    *,
    excel: bool = False,
    delimiter: str = ",",
    columns: tuple[str, ...] = COLUMNS,
) -> int:
    """Write rows as RFC 4180 CSV with CRLF line ends; returns how many.

    Args:
        found: The rows.
        out: A text stream opened with `newline=""`.
        excel: Begin with a byte order mark, and put a quote before text cells that a spreadsheet would run as formulas.
        delimiter: One character.
        columns: The columns, in order.
    """
    if excel:
        out.write("\ufeff")
    writer = csv.DictWriter(out, fieldnames=columns, delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    count = 0
    for row in found:
        writer.writerow({k: neutral(v) for k, v in row.items()} if excel else row)
        count += 1
    return count


def neutral(cell: Any) -> Any:
    """A text cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if not isinstance(cell, str) or not cell.startswith(_FORMULA):
        return cell
    try:
        float(cell)
    except ValueError:
        return "'" + cell
    return cell


def write_jsonl(found: Iterable[dict[str, str]], out: TextIO) -> int:
    """Write rows as JSON Lines; returns how many."""
    count = 0
    for row in found:
        out.write(json.dumps(row, ensure_ascii=False) + "\n")
        count += 1
    return count
