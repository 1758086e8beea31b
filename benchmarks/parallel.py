"""Whether parallel texts give the same codes: one law held in several languages or scripts.

    python benchmarks/parallel.py --statutes DIR [--home DIR] [--wrong] [--json]

Every work of which texts in two languages (or scripts) answer; of it the articles that define a concept in either
text, matched by number. Printed: the share of elements with the same answer (present or not), by pair and in all.
"""

import argparse
import json
import sys
from itertools import combinations
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from compare.coder import NOT_CODED, PRESENT, code
from compare.find import NARROW
from compare.survey import survey
from compare.view import article
from corpus.library import Edition, Library
from corpus.records import Expression
from corpus.store import Store
from ingest.pipeline import ingest_all
from search.documents import families

CONCEPTS = ("trafficking", "smuggling", "organ_removal")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statutes", type=Path, required=True)
    parser.add_argument("--home", type=Path, default=Path("build/benchmarks/home"), help="where the store is kept")
    parser.add_argument("--wrong", action="store_true", help="name the codes that differ")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    ingest_all([options.statutes], Store(options.home), jobs=2)
    found = measure(Library.open(options.home))
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for name, one in found["pairs"].items():
        print(f"{name:60} {one['same']:4} of {one['of']:4}  {one['same'] / one['of']:.3f}")
    print(f"{'all':60} {found['same']:4} of {found['of']:4}  {found['same'] / max(1, found['of']):.3f}")
    if options.wrong:
        print("\n".join(found["wrong"]))


def measure(library: Library) -> dict[str, Any]:
    """All figures."""
    works: dict[tuple[str, str], list[Edition]] = {}
    for edition in library.current():
        works.setdefault((edition.work.jurisdiction, edition.work.slug), []).append(edition)
    pairs: dict[str, dict[str, int]] = {}
    wrong: list[str] = []
    for editions in works.values():
        for one, other in combinations(editions, 2):
            if one.volume == other.volume and one.language != other.language:
                same, of = _agreement(library, one, other, wrong)
                if of:
                    pairs[f"{one.work.name} {one.language} / {other.language}"] = {"same": same, "of": of}
    return {
        "pairs": pairs,
        "same": sum(p["same"] for p in pairs.values()),
        "of": sum(p["of"] for p in pairs.values()),
        "wrong": wrong,
    }


def _agreement(library: Library, one: Edition, other: Edition, wrong: list[str]) -> tuple[int, int]:
    texts = one.load(), other.load()
    same = of = 0
    for concept in CONCEPTS:
        found = survey(library, [one, other], concept)
        eids = {m.eid for s in found for m in s.members if any(g.sense == NARROW for g in m.grounds)}
        for eid in sorted(eids):
            coded = [_codes(text, eid, concept) for text in texts]
            if coded[0] is None or coded[1] is None:
                continue
            for element, answer in coded[0].items():
                if NOT_CODED not in (answer, coded[1][element]):
                    equal = (answer == PRESENT) == (coded[1][element] == PRESENT)
                    same, of = same + equal, of + 1
                    if not equal:
                        wrong.append(f"{one.work.name} {eid} {concept} {element}: {one.language} {answer}, "
                                     f"{other.language} {coded[1][element]}")  # fmt: skip
    return same, of


def _codes(text: Expression, eid: str, concept: str) -> dict[str, str] | None:
    units = next((f for f in families(text) if f[0].eid == eid), None)
    if units is None:
        return None
    return {k: c.answer for k, c in code(article(text.work, text.language, units), concept).codes.items()}


if __name__ == "__main__":
    main()
