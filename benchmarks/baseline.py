"""Compare measured scores with the floors of `benchmarks/baseline.json`; `--write` sets the floors anew.

    python benchmarks/baseline.py --statutes DIR [--home DIR] [--write]

Scores only, never seconds. Each measure carries a digest of its inputs: other inputs, other floors.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import coding, material, retrieval
from corpus.library import Library

FILE = Path(__file__).resolve().parent / "baseline.json"
KEPT = ("recall@1", "recall@5", "recall@10", "mrr", "queries")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statutes", type=Path, required=True)
    parser.add_argument("--home", type=Path, default=Path("build/benchmarks/home"))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found = measured(options.statutes, options.home)
    if options.write:
        FILE.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        return 0
    wrong = below(found, json.loads(FILE.read_text(encoding="utf-8")))
    print("\n".join(wrong) or "No score is below its floor.")
    return 1 if wrong else 0


def measured(statutes: Path, home: Path) -> dict[str, Any]:
    """The scores that have floors, by measure."""
    one = retrieval.measure(statutes, home)
    main_figures: Any = one["main"]
    out = {"retrieval": {"inputs": one["inputs"], **{k: main_figures[k] for k in KEPT}}}
    gold = statutes.parent / "gold"
    library = Library.open(home)
    for name, file, measure, kept in (
        ("coding", "coded_articles.json", coding.measure, ("precision", "recall", "f1", "evidence", "exact_penalties")),
        ("material", "material.json", material.measure, ("precision", "recall", "f1", "exact")),
    ):
        if (gold / file).is_file():
            raw = (gold / file).read_bytes()
            figures: Any = measure(json.loads(raw), library)
            figures = figures.get("all", figures)
            out[name] = {"inputs": hashlib.sha256(raw).hexdigest(), **{k: figures[k] for k in kept}}
    return out


def below(found: dict[str, Any], floors: dict[str, Any]) -> list[str]:
    """What is lower than its floor, or was measured on other inputs."""
    out = []
    for measure, floor in floors.items():
        for name, value in floor.items():
            now = found[measure][name]
            if name == "inputs":
                if now != value:
                    out.append(f"{measure}: measured on other inputs; read the new figures, then --write")
            elif now < value:
                out.append(f"{measure} {name}: found {now}, expected at least {value}")
    return out


if __name__ == "__main__":
    sys.exit(main())
