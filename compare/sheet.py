"""Coding by people: sheets with the machine's answers, read back as a second coder; agreement; corrections that stay.

A sheet is CSV or XLSX with the columns `COLUMNS`; a reader changes `answer`, `pinpoint`, `evidence` and puts a name
into `coder`.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from compare.coder import ABSENT, NOT_CODED, NOT_FOUND, PRESENT, UNCLEAR, Code, Coded, Evidence
from compare.view import Article
from corpus.concepts import concept as concept_of
from corpus.errors import CorpusError, QueryError

COLUMNS = (
    "source", "article", "language", "concept", "element", "question", "answer", "pinpoint", "evidence", "coder",
    "machine_answer", "machine_evidence", "text_sha256",
)  # fmt: skip
_NEEDED = ("source", "article", "concept", "element", "answer")
ANSWERS = (PRESENT, ABSENT, UNCLEAR, NOT_FOUND, NOT_CODED)
Key = tuple[str, str, str, str]  # source, article, concept, element


def sheet_rows(source: str, number: str, view: Article, coded: Coded) -> Iterator[dict[str, str]]:
    """One row an element, with the machine's answer both to be changed and to be compared with."""
    for element in concept_of(coded.concept).elements:
        code = coded.codes[element.id]
        place, words = (code.evidence.place, code.evidence.text) if code.evidence else ("", "")
        if element.id == "penalty.imprisonment":
            continue
        yield {
            "source": source,
            "article": number,
            "language": coded.language,
            "concept": coded.concept,
            "element": element.id,
            "question": element.question,
            "answer": code.answer,
            "pinpoint": place,
            "evidence": words,
            "coder": code.coder,
            "machine_answer": code.answer,
            "machine_evidence": words,
            "text_sha256": view.sha256,
        }


def read(file: Path) -> dict[Key, dict[str, str]]:
    """A sheet (CSV, XLSX) or coded articles in JSON, by source, article, concept and element.

    Raises:
        QueryError: If it cannot be read, lacks a column, or gives an answer that is none.
    """
    try:
        rows = list(_rows(file))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise QueryError(str(file), f"no sheet that can be read ({error})", "CSV, XLSX or JSON in UTF-8") from error
    out: dict[Key, dict[str, str]] = {}
    for line, row in enumerate(rows, start=2):
        for name in _NEEDED:
            if name not in row:
                found = ", ".join(str(k) for k in row if k)
                raise QueryError(str(file), f"no column {name!r} among {found}", f"columns {', '.join(_NEEDED)}")
        answer = (row["answer"] or "").strip().lower()
        if answer == "contested":
            continue
        if answer not in ANSWERS:
            raise QueryError(f"{file}, line {line}", f"the answer {row['answer']!r}", f"one of {', '.join(ANSWERS)}")
        concept_of(row["concept"]).element(row["element"])
        out[row["source"], str(row["article"]), row["concept"], row["element"]] = {**row, "answer": answer}
    if not out:
        raise QueryError(str(file), "no rows", "a coding sheet with at least one row")
    return out


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    if file.suffix.lower() == ".json":
        data = json.loads(file.read_text(encoding="utf-8-sig"))
        for unit in data if isinstance(data, list) else [data]:
            head = {k: unit.get(k, "") for k in ("source", "article", "concept", "language")}
            for element, code in unit["codes"].items():
                yield {**head, "element": element, **code}
        return
    if file.suffix.lower() == ".xlsx":
        from openpyxl import load_workbook

        lines = load_workbook(file, read_only=True, data_only=True).worksheets[0].iter_rows(values_only=True)
        names = [str(value or "") for value in next(lines, ())]
        for line in lines:
            yield {n: "" if value is None else str(value) for n, value in zip(names, line, strict=False) if n}
        return
    with file.open(encoding="utf-8-sig", newline="") as stream:
        yield from csv.DictReader(stream)


# Agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How two coders agree on an element: units coded by both, share of equal answers, Cohen's kappa (or none)."""

    element: str
    units: int
    agreed: float
    kappa: float | None


def agreement(one: dict[Key, dict[str, str]], other: dict[Key, dict[str, str]]) -> tuple[list[Agreement], list[Key]]:
    """Agreement by element and over all (`all`, first), and the codes on which they differ."""
    shared = [k for k in one if k in other]
    differ = [k for k in shared if one[k]["answer"] != other[k]["answer"]]
    by_element: dict[str, list[tuple[str, str]]] = {}
    for key in shared:
        by_element.setdefault(key[3], []).append((one[key]["answer"], other[key]["answer"]))
    whole = [pair for pairs in by_element.values() for pair in pairs]
    made = [_agreement("all", whole)] if whole else []
    return made + [_agreement(name, pairs) for name, pairs in by_element.items()], differ


def _agreement(element: str, pairs: list[tuple[str, str]]) -> Agreement:
    count = len(pairs)
    agreed = sum(a == b for a, b in pairs) / count
    chance = sum(
        (sum(a == x for a, _ in pairs) / count) * (sum(b == x for _, b in pairs) / count)
        for x in {answer for pair in pairs for answer in pair}
    )
    kappa = None if chance >= 1 else (agreed - chance) / (1 - chance)
    return Agreement(element=element, units=count, agreed=agreed, kappa=kappa)


# Corrections


def correct(home: Path, rows: Iterable[dict[str, str]], coder: str) -> int:
    """Keep the answers that differ from the machine's, with coder, date and digest of the text; returns how many."""
    kept = corrections(home)
    count = 0
    for row in rows:
        if row["answer"] == row.get("machine_answer") and row.get("evidence") == row.get("machine_evidence"):
            continue
        key = "|".join((row["source"], str(row["article"]), row["concept"], row["element"]))
        kept[key] = {
            "answer": row["answer"],
            "pinpoint": row.get("pinpoint") or "",
            "evidence": row.get("evidence") or "",
            "coder": coder or row.get("coder") or "unnamed",
            "date": datetime.now(UTC).date().isoformat(),
            "text_sha256": row.get("text_sha256") or "",
        }
        count += 1
    file = _file(home)
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
    fresh.replace(file)
    return count


def _file(home: Path) -> Path:
    return home / "corrections.json"


def corrections(home: Path) -> dict[str, dict[str, str]]:
    """All corrections kept beside the store, by `source|article|concept|element`.

    Raises:
        CorpusError: If the file is damaged.
    """
    try:
        found: dict[str, dict[str, str]] = json.loads(_file(home).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise CorpusError(str(_file(home)), f"no JSON ({error})", "the corrections", "Mend it or move it") from error
    return found


def apply(coded: Coded, source: str, number: str, digest: str, kept: dict[str, dict[str, str]]) -> Coded:
    """An article's codes with the corrections of people put over them.

    A correction of an earlier text is shown with the coder's name and "(of an earlier text)".
    """
    codes = dict(coded.codes)
    for name, code in codes.items():
        made = kept.get("|".join((source, number, coded.concept, name)))
        if made is not None:
            codes[name] = _corrected(code, made, digest)
    return replace(coded, codes=codes)


def _corrected(code: Code, made: dict[str, str], digest: str) -> Code:
    stale = bool(made["text_sha256"]) and made["text_sha256"] != digest
    coder = f"{made['coder']} {made['date']}{' (of an earlier text)' if stale else ''}"
    evidence = None
    if made["evidence"]:
        evidence = Evidence(
            text=made["evidence"], eid=code.evidence.eid if code.evidence else "", place=made["pinpoint"],
            role="corrected", rule="", gloss="given by the coder", segment="", start=0, end=0,
        )  # fmt: skip
    return Code(element=code.element, answer=made["answer"], evidence=evidence, coder=coder)
