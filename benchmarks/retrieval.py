"""How well a concept's name finds the articles that a source record lists for it.

For every source with `key_provisions`, one query a concept, filtered to that source: all its articles that speak of the
concept, best first. Printed: the share of the listed articles among the first 1, 5 and 10 (mean over queries), and the
mean reciprocal rank of the first listed article found; for all queries, by language and by concept.

    python benchmarks/retrieval.py --statutes DIR [--home DIR] [--json] [--missed]
"""

import argparse
import hashlib
import json
import sys
from collections import defaultdict
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus import pinpoint
from corpus.errors import QueryError
from corpus.library import Edition, Library
from corpus.store import Store
from ingest.pipeline import ingest_all
from search.engine import Query
from search.index import Index

CONCEPTS = {
    "trafficking": "trafficking",
    "smuggling": "smuggling",
    "organs": "organ_removal",
    "prostitution": "prostitution",
    "kidnapping": "kidnapping",
    "slavery_forced_labour": "slavery_forced_labour",
}
MAIN = ("trafficking", "smuggling", "organs")
DEPTHS = (1, 5, 10)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statutes", type=Path, required=True)
    parser.add_argument(
        "--home", type=Path, default=Path("build/benchmarks/home"), help="where store and index are kept"
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--missed", action="store_true", help="name what was not among the first ten")
    options = parser.parse_args()
    found = measure(options.statutes, options.home)
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    print(f"{'':34} {'@1':>6} {'@5':>6} {'@10':>6} {'MRR':>6} {'queries':>8}")
    for name, one in [("trafficking, smuggling, organs", found["main"]), ("all six concepts", found), *(
        (f"  {kind} {key}", value) for kind in ("concept", "language") for key, value in found[kind].items()
    )]:  # fmt: skip
        shares = " ".join(f"{one[f'recall@{k}']:6.3f}" for k in DEPTHS)
        print(f"{name:34} {shares} {one['mrr']:6.3f} {one['queries']:8}")
    print(f"Listed numbers that name no article of the text held: {len(found['unresolved'])}.")
    if options.missed:
        for line in found["missed"]:
            print("missed", line)
        for line in found["unresolved"]:
            print("unresolved", line)


def measure(statutes: Path, home: Path) -> dict[str, object]:
    """All figures; `inputs` is a digest of the listed numbers and of the texts they were looked for in."""
    store = Store(home)
    ingest_all([statutes], store, jobs=2)
    library = Library.open(home)
    with closing(Index(library)) as index:
        index.index()
        return _measured(index, library, statutes)


def _measured(index: Index, library: Library, statutes: Path) -> dict[str, object]:
    results: list[dict[str, object]] = []
    missed: list[str] = []
    unresolved: list[str] = []
    inputs = hashlib.sha256()
    for edition in sorted(library.editions, key=lambda e: e.id):
        record = statutes / edition.source_id / "source.json"
        if not record.is_file():
            continue
        listed = json.loads(record.read_text(encoding="utf-8")).get("key_provisions") or {}
        for name, concept in CONCEPTS.items():
            wanted = _eids(edition, listed.get(name, []), unresolved)
            if not wanted:
                continue
            inputs.update(f"{edition.id} {edition.load().sha256} {name} {sorted(wanted)}".encode())
            ranked = _ranked(index, edition, concept)
            ranks = {eid: ranked.index(eid) + 1 if eid in ranked else 0 for eid in wanted}
            missed += [f"{edition.id} {name} {e} ({r or 'not marked'})" for e, r in ranks.items() if not 0 < r <= 10]
            best = min((r for r in ranks.values() if r), default=0)
            results.append(
                {
                    "concept": name,
                    "language": edition.language,
                    "mrr": 1 / best if best else 0.0,
                    **{f"recall@{k}": sum(0 < r <= k for r in ranks.values()) / len(ranks) for k in DEPTHS},
                }
            )
    by_language, by_concept = defaultdict(list), defaultdict(list)
    for result in results:
        by_language[str(result["language"])].append(result)
        by_concept[str(result["concept"])].append(result)
    return {
        **_mean(results),
        "main": _mean([r for r in results if r["concept"] in MAIN]),
        "concept": {k: _mean(v) for k, v in by_concept.items()},
        "language": {k: _mean(v) for k, v in sorted(by_language.items())},
        "missed": missed,
        "unresolved": unresolved,
        "inputs": inputs.hexdigest(),
    }


def _mean(results: list[dict[str, object]]) -> dict[str, float]:
    names = ("mrr", *(f"recall@{k}" for k in DEPTHS))
    count = max(1, len(results))
    return {**{n: round(sum(float(str(r[n])) for r in results) / count, 4) for n in names}, "queries": len(results)}


def _eids(edition: Edition, numbers: list[object], unresolved: list[str]) -> set[str]:
    """The articles that listed numbers name; what names none is added to `unresolved`."""
    if not numbers:
        return set()
    expression = edition.load()
    found = set()
    for number in numbers:
        text = str(number).split("(")[0].strip() or str(number)
        try:
            place = pinpoint.find(expression, text)
        except QueryError:
            unresolved.append(f"{edition.id} {number}")
            continue
        root = place.provision
        by_eid = {p.eid: p for p in expression.provisions}
        while root.parent_eid is not None:
            root = by_eid[root.parent_eid]
        found.add(root.eid)
    return found


def _ranked(index: Index, edition: Edition, concept: str) -> list[str]:
    query = Query(text="", node=None, editions=frozenset({edition.id}), concept=concept)
    roots = {p.eid: p.eid for p in edition.load().roots}
    out: dict[str, None] = {}
    for hit in index.search(query).hits:
        eid = hit.eid
        while eid not in roots:
            eid = eid.rpartition("__")[0]
        out[eid] = None
    return list(out)


if __name__ == "__main__":
    main()
