"""How well the coder reads what a law means by organ, tissue and cell: against laws coded as a whole.

    python benchmarks/material.py --gold FILE --statutes DIR [--home DIR] [--language xx] [--wrong] [--json]

Printed: precision, recall and F1 on present codes, for definitions and for rules; the share of provisions that are
exactly the gold's (labels without punctuation and without the defined word in quotes).
"""

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from compare.units import coded_source
from corpus.errors import QueryError
from corpus.library import Library
from corpus.store import Store
from ingest.pipeline import ingest_all


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--statutes", type=Path, required=True)
    parser.add_argument("--home", type=Path, default=Path("build/benchmarks/home"), help="where the store is kept")
    parser.add_argument("--language", default="")
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    ingest_all([options.statutes], Store(options.home), jobs=2)
    units = json.loads(options.gold.read_text(encoding="utf-8"))
    found = measure([u for u in units if options.language in ("", u["language"])], Library.open(options.home))
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for name in ("definition", "rule", "all"):
        one = found[name]
        print(
            f"{name:12} P {one['precision']:.3f}  R {one['recall']:.3f}  F1 {one['f1']:.3f}  of {one['present']:3}  "
            f"provisions exact {one['exact']:.3f}"
        )
    if options.wrong:
        print("\n".join(found["wrong"]))


def measure(units: list[dict[str, Any]], library: Library) -> dict[str, Any]:
    """All figures for some coded laws."""
    tallies = {name: [0, 0, 0, 0] for name in ("definition", "rule", "all")}
    wrong = []
    for unit in units:
        try:
            ours = coded_source(library, unit["source"], "human_material", unit["language"])["codes"]
        except QueryError as error:
            wrong.append(f"not held {unit['source']}: {error}")
            continue
        for element, gold in unit["codes"].items():
            if gold["answer"] == "contested":
                continue
            mine = ours.get(element, {"answer": "absent"})
            got, wanted = mine["answer"] == "present", gold["answer"] == "present"
            exact = got and wanted and _labels(mine["provision"]) == _labels(gold["provision"])
            for name in (element.partition(".")[0], "all"):
                tally = tallies[name]
                tally[0] += got and wanted
                tally[1] += got and not wanted
                tally[2] += wanted and not got
                tally[3] += exact
            if got != wanted or (got and not exact):
                kind = "elsewhere" if got == wanted else "false" if got else "MISSED"
                wrong.append(
                    f"{kind} {unit['source']} {element}: {mine.get('provision', '')} {mine.get('evidence', '')!r}; "
                    f"gold {gold.get('provision', '')} {gold.get('evidence', '')!r}"
                )
    return {**{name: _figures(t) for name, t in tallies.items()}, "wrong": wrong}


def _labels(provision: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"[\"“”«»].*$", "", provision).lower())


def _figures(tally: list[int]) -> dict[str, Any]:
    good, false, missed, exact = tally
    precision = good / (good + false) if good + false else 0.0
    recall = good / (good + missed) if good + missed else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
        "present": good + missed,
        "exact": round(exact / good, 4) if good else 0.0,
    }


if __name__ == "__main__":
    main()
