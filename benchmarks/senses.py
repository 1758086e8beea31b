"""How well a concept keeps the wanted sense of an ambiguous word: an organ or cell of the body, not a state or a prison.

`benchmarks/gold/senses.json` holds provisions labelled by reading: `body` or `other` (facts only, no text). Two sets:

    first   the first 20 provisions that the query gave with --concept
    drawn   provisions that the plain query gives, drawn by seed: half of them from works about transplants, tissue and
            health, half from all other works; `about` tells if one speaks of removal, donation, trade or transplants

Printed: the share of `body` among the first 20 of today (what is not labelled is counted and named), and of the drawn
provisions the share of `other` let through and of `body` kept, those `about` the concept apart.

    python benchmarks/senses.py --statutes DIR [--home DIR] [--json] [--show N]
"""

import argparse
import hashlib
import json
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus.library import Library
from corpus.store import Store
from ingest.pipeline import ingest_all
from search import syntax
from search.engine import Hit, Query
from search.index import Index

GOLD = Path(__file__).resolve().parent / "gold" / "senses.json"
CONCEPT = "organ_removal"
QUERIES = {
    "ru": ("орган",),
    "en": ("organ", "cell"),
    "de": ("Organ", "Zelle"),
    "es": ("órgano", "célula"),
}
FIRST, DRAWN, SEED, AIM = 20, 30, 20240501, 0.95
HEALTH = ("transplant", "tissue", "organ", "health", "zdorov", "gewebe", "trasplant", "donac", "medic", "blood", "sanit")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statutes", type=Path, required=True)
    parser.add_argument("--home", type=Path, default=Path("build/benchmarks/home"), help="where store and index are")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    ingest_all([options.statutes], Store(options.home), jobs=2)
    found = measure(Asker(options.home), json.loads(GOLD.read_text(encoding="utf-8")))
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    print(f"{'query':14} {'precision@20':>12} {'body':>5} {'other':>6} {'unlabelled':>11}   (aim {AIM})")
    for name, one in found["first"].items():
        print(f"{name:14} {one['precision']:12.3f} {one['body']:5} {one['other']:6} {len(one['unlabelled']):11}")
    print(f"\n{'drawn':14} {'other let in':>14} {'body kept':>14} {'of those about it':>18}")
    for name, one in found["drawn"].items():
        cells = (f"{kept} of {held}" for kept, held in (one["other"], one["body"], one["about"]))
        print("{:14} {:>14} {:>14} {:>18}".format(name, *cells))
    for name, one in {**found["first"], **found["drawn"]}.items():
        for kind in ("unlabelled", "wrong", "lost", "gone"):
            for pinpoint in one.get(kind, ()):
                print(f"{kind}: {name}: {pinpoint}")


class Asker:
    """Asks one store."""

    def __init__(self, home: Path) -> None:
        self.library = Library.open(home)
        self.index = Index(self.library)
        self.index.index()

    def hits(self, language: str, query: str, concept: str, limit: int | None = None) -> list[tuple[Hit, str]]:
        """Hits in the editions of a language that answer, each with the id of its edition."""
        chosen = {e.id: e for e in self.library.current() if e.language.partition("-")[0] == language}
        node = syntax.parse(query)
        found = self.index.search(Query(text=query, node=node, editions=frozenset(chosen), concept=concept), limit)
        by_hash = {(e.sha256, e.work.jurisdiction): e.id for e in chosen.values()}
        del by_hash
        return [(hit, hit.facts["source_id"]) for hit in found.hits]
