"""Whether the articles that define a concept are found: against the provisions that the source records list as key.

    python benchmarks/finding.py --statutes DIR [--home DIR] [--concept C] [--source S] [--extra] [--json]

For every source with `key_provisions` that is law in force and whose language has rules: of the listed articles, how
many are found in the narrow and in the broad sense; and the narrow articles that are not listed, per 1,000 articles of
the law, named by `--extra` (each must be read: a list of key provisions need not be whole).
"""

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from compare.find import NARROW
from compare.survey import survey
from corpus import pinpoint
from corpus.errors import QueryError
from corpus.library import Edition, Library
from corpus.screen import root_of
from corpus.store import Store
from ingest.pipeline import ingest_all

NAMES = {"trafficking": "trafficking", "smuggling": "smuggling", "organ_removal": "organs"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statutes", type=Path, required=True)
    parser.add_argument("--home", type=Path, default=Path("build/benchmarks/home"), help="where the store is kept")
    parser.add_argument("--concept", default="")
    parser.add_argument("--source", default="", help="comma list of sources")
    parser.add_argument("--extra", action="store_true", help="name what was missed and what was found beyond the lists")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    ingest_all([options.statutes], Store(options.home), jobs=2)
    library = Library.open(options.home)
    wanted = set(options.source.split(",")) - {""}
    out: dict[str, Any] = {}
    for concept in [options.concept] if options.concept else NAMES:
        out[concept] = measure(library, options.statutes, concept, wanted)
    if options.json:
        print(json.dumps(out, ensure_ascii=False, indent=1))
        return
    print(f"{'':16} {'texts':>6} {'listed':>7} {'narrow':>7} {'broad':>7} {'beyond':>7} {'per 1,000':>10}")
    for concept, one in out.items():
        print(
            f"{concept:16} {one['texts']:6} {one['listed']:7} {one['narrow']:7.3f} {one['broad']:7.3f} "
            f"{len(one['extra']):7} {one['per_1000']:10.2f}"
        )
    if options.extra:
        for concept, one in out.items():
            print("\n".join(f"{kind} {concept} {line}" for kind in ("missed", "extra") for line in one[kind]))


def measure(library: Library, statutes: Path, concept: str, wanted: set[str]) -> dict[str, Any]:
    """The figures of one concept."""
    editions = [e for e in library.current() if not wanted or e.source_id in wanted]
    counted: dict[str, int] = defaultdict(int)
    missed, extra = [], []
    for one in survey(library, editions, concept):
        listed = _listed(one.edition, statutes, NAMES[concept])
        if not one.version or not listed:
            continue
        narrow = {m.eid: m for m in one.members if any(g.sense == NARROW for g in m.grounds)}
        broad = {m.eid for m in one.members}
        counted["texts"] += 1
        counted["listed"] += len(listed)
        counted["narrow"] += len(listed & narrow.keys())
        counted["broad"] += len(listed & broad)
        counted["articles"] += one.edition.articles
        missed += [f"{one.edition.source_id} {eid}" for eid in sorted(listed - broad)]
        extra += [
            f"{one.edition.source_id} {m.coded.pinpoint} {m.heading[:60]} ({m.grounds[-1].why})"
            for eid, m in narrow.items()
            if eid not in listed
        ]
    whole = max(1, counted["listed"])
    return {
        "texts": counted["texts"],
        "listed": counted["listed"],
        "narrow": counted["narrow"] / whole,
        "broad": counted["broad"] / whole,
        "per_1000": 1000 * len(extra) / max(1, counted["articles"]),
        "missed": missed,
        "extra": extra,
    }


def _listed(edition: Edition, statutes: Path, name: str) -> set[str]:
    record = statutes / edition.source_id / "source.json"
    if not record.is_file():
        return set()
    listed = json.loads(record.read_text(encoding="utf-8")).get("key_provisions") or {}
    expression = edition.load()
    out = set()
    for number in listed.get(name, ()):
        try:
            out.add(root_of(expression, pinpoint.find(expression, str(number)).provision).eid)
        except QueryError:
            continue
    return out


if __name__ == "__main__":
    main()
