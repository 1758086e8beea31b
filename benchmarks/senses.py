"""How well a concept keeps one sense of an ambiguous word: an organ or cell of the body, not a state body or a prison.

`benchmarks/gold/senses.json` holds provisions labelled by reading: `body` or `other` (facts only, no text). Three sets:

    first   the first 20 provisions that the query gave with --concept
    drawn   provisions that the plain query gives, drawn by seed: half of them hold another word of medicine, half none;
            `about` tells if its article speaks of removal, donation, trade or transplants
    else    all further provisions outside the laws on transplants and tissue that hold the word in the other sense, in
            English and German, where few were drawn

Printed: the share of `body` among the first 20 of today (what is not labelled is counted and named), and of the drawn
provisions the share of `other` let through and of `body` kept, those `about` the concept apart.

    python benchmarks/senses.py --statutes DIR [--home DIR] [--json] [--unlabelled]
"""

import argparse
import hashlib
import json
import random
import re
import sys
from contextlib import closing
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
CUES = {  # beginnings of words that often stand near the wanted sense; what is drawn does not depend on the vocabulary
    "ru": ("ткан", "донор", "трансплант", "здоровь", "тел"),
    "en": ("tissue", "donor", "donat", "transplant", "bod", "human"),
    "de": ("gewebe", "spende", "transplant", "körper", "mensch", "blut"),
    "es": ("tejido", "donante", "donac", "trasplant", "cuerpo", "human"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statutes", type=Path, required=True)
    parser.add_argument("--home", type=Path, default=Path("build/benchmarks/home"), help="where store and index are")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--unlabelled", action="store_true", help="print what is to be read and labelled, with text")
    options = parser.parse_args()
    ingest_all([options.statutes], Store(options.home), jobs=2)
    gold = json.loads(GOLD.read_text(encoding="utf-8")) if GOLD.is_file() else {"first": [], "drawn": [], "else": []}
    if options.unlabelled:
        with closing(Asker(options.home)) as asker:
            for entry in unlabelled(asker, gold):
                print(json.dumps(entry, ensure_ascii=False))
        return
    with closing(Asker(options.home)) as asker:
        found = measure(asker, gold)
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

    def close(self) -> None:
        self.index.close()

    def hits(self, language: str, query: str, concept: str, limit: int | None = None) -> list[tuple[Hit, str]]:
        """Hits in the editions of a language that answer, each with the id of its edition."""
        chosen = {e.id for e in self.library.current() if e.language.partition("-")[0] == language}
        node = syntax.parse(query)
        found = self.index.search(Query(text=query, node=node, editions=frozenset(chosen), concept=concept), limit)
        names = {h.facts["sha256"]: h.id for h in self.index.shard(language).held if h.id in chosen}
        return [(hit, names[hit.facts["sha256"]]) for hit in found.hits]

    def drawn(self, language: str) -> list[tuple[str, Hit, str]]:
        """Query, hit and edition of provisions drawn by seed; in the order of their edition and place."""
        held = [(q, h, e) for q in QUERIES[language] for h, e in self.hits(language, q, "")]
        held.sort(key=lambda x: (x[0], x[2], x[1].eid))
        draw = random.Random(f"{SEED} {language}")
        cue = re.compile(rf"\b(?:{'|'.join(CUES[language])})", re.IGNORECASE)
        near = [x for x in held if cue.search(x[1].text)]
        rest = [x for x in held if not cue.search(x[1].text)]
        found = draw.sample(near, min(len(near), DRAWN // 2))
        return found + draw.sample(rest, min(len(rest), DRAWN - len(found)))


def text_hash(hit: Hit) -> str:
    """The hash of all words of a hit's provision."""
    return hashlib.sha256(hit.text.encode()).hexdigest()


def measure(asker: Asker, gold: dict[str, list[dict[str, object]]]) -> dict[str, dict[str, dict[str, object]]]:
    """The figures of both sets; a label counts for the same words of the same edition, wherever they stand."""
    labels = {(g["query"], g["edition"], g["sha256"]): str(g["label"]) for one in gold.values() for g in one}
    found: dict[str, dict[str, dict[str, object]]] = {"first": {}, "drawn": {}}
    for language, queries in QUERIES.items():
        kept: dict[str, set[tuple[str, str]]] = {}
        held: dict[str, set[tuple[str, str]]] = {}
        for query in queries:
            hits = asker.hits(language, query, CONCEPT)
            found["first"][f"{language} {query}"] = _precision(query, hits[:FIRST], labels)
            kept[query] = {(edition, text_hash(hit)) for hit, edition in hits}
            held[query] = {(edition, text_hash(hit)) for hit, edition in asker.hits(language, query, "")}
        found["drawn"][language] = _recall(
            [g for g in (*gold["drawn"], *gold["else"]) if g["language"] == language], kept, held
        )
    return found


def _precision(
    query: str, hits: list[tuple[Hit, str]], labels: dict[tuple[object, object, object], str]
) -> dict[str, object]:
    named: dict[str, list[str]] = {"body": [], "other": [], "unlabelled": []}
    for hit, edition in hits:
        named[labels.get((query, edition, text_hash(hit)), "unlabelled")].append(f"{edition}: {hit.pinpoint}")
    body, other = len(named["body"]), len(named["other"])
    return {
        "precision": body / (body + other) if body + other else 0.0,
        "body": body,
        "other": other,
        "unlabelled": named["unlabelled"],
        "wrong": named["other"],
    }


def _recall(
    gold: list[dict[str, object]], kept: dict[str, set[tuple[str, str]]], held: dict[str, set[tuple[str, str]]]
) -> dict[str, object]:
    """Pairs of how many provisions were let through, and how many of the kind are labelled and still held."""
    out: dict[str, list[str]] = {"wrong": [], "lost": [], "gone": []}
    counts = {"other": [0, 0], "body": [0, 0], "about": [0, 0]}
    for g in gold:
        key, query = (str(g["edition"]), str(g["sha256"])), str(g["query"])
        name = f"{g['edition']}: {g['pinpoint']}"
        if key not in held[query]:
            out["gone"].append(name)
            continue
        for kind in (str(g["label"]), *(["about"] if g["about"] else [])):
            counts[kind][0] += key in kept[query]
            counts[kind][1] += 1
        if g["label"] == "other" and key in kept[query]:
            out["wrong"].append(name)
        if g["about"] and key not in kept[query]:
            out["lost"].append(name)
    return {**counts, **out}


def unlabelled(asker: Asker, gold: dict[str, list[dict[str, object]]]) -> list[dict[str, object]]:
    """What is still to be read: an entry without a label for each, and `context`, the words around each place found."""
    done = {(name, g["query"], g["edition"], g["sha256"]) for name, one in gold.items() for g in one}
    out = []
    for language, queries in QUERIES.items():
        wanted = [("first", q, h, e) for q in queries for h, e in asker.hits(language, q, CONCEPT, FIRST)]
        wanted += [("drawn", q, h, e) for q, h, e in asker.drawn(language)]
        for name, query, hit, edition in wanted:
            if (name, query, edition, text_hash(hit)) not in done:
                context = [p.text[max(0, a - 110) : b + 110] for p in hit.passages for a, b in p.marks]
                concept = CONCEPT if name == "first" else ""
                entry = {"set": name, "query": query, "concept": concept, "language": language}
                entry |= {"pinpoint": hit.pinpoint, "edition": edition, "sha256": text_hash(hit)}
                out.append({**entry, "heading": hit.heading, "context": context})
    return out


if __name__ == "__main__":
    main()
