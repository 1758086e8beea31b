"""Precision, recall and F1 of citable units against articles read by eye.

    python benchmarks/structure.py --gold ../shared/gold/structure.json --statutes ../shared/statutes [--json]

A unit is its path of printed labels (`2/7/a`, `note/1`); unnumbered units are left out on both sides.
"""

import argparse
import json
import sys
import unicodedata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus import numbering
from corpus.errors import CorpusError
from corpus.records import Expression, Provision, Source
from ingest.pipeline import parse_source
from ingest.source import read_source


def plain(path: str) -> str:
    """A unit path as both sides write it: NFC, lower case, no blanks."""
    return unicodedata.normalize("NFC", path).replace(" ", "").lower()


def find(expressions: tuple[Expression, ...], number: str) -> tuple[Expression, Provision] | None:
    """The article of that printed number, in the main numbering of the first language first."""
    wanted = numbering.label(number).lower()
    for prefixed in (False, True):
        for expression in expressions:
            for article in expression.articles:
                chapter, _, rest = wanted.rpartition(":")
                if ("art_" in article.eid.split("__")[0]) == prefixed and not chapter:
                    continue
                if numbering.label(article.num).lower() == wanted:
                    return expression, article
                if rest != wanted and article.eid == numbering.eid_part(article.level, number):
                    return expression, article
    return None


def units(expression: Expression, article: Provision) -> set[str]:
    """The paths of all numbered units of an article."""
    out = set()
    for provision in expression.provisions:
        if provision.eid == article.eid or provision.eid.startswith(f"{article.eid}__"):
            out.add(numbering.unit_path(provision.eid))
            out.update(numbering.unit_path(n.eid) for n in provision.notes if n.eid)
    # A note's own frame counts where it is printed: numbered notes imply no unit "note" of their own.
    return {plain(p) for p in out if p}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--statutes", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = []
    cache: dict[str, tuple[Expression, ...] | str] = {}
    for entry in json.loads(options.gold.read_text(encoding="utf-8")):
        gold = {plain(u["path"]) for u in entry["units"]}
        name = entry["source"]
        if name not in cache:
            try:
                source: Source = read_source(options.statutes / name)
                cache[name] = parse_source(source, (options.statutes / name / source.file).read_bytes())
            except CorpusError as error:
                cache[name] = str(error)
        held = cache[name]
        found = set()
        note = held if isinstance(held, str) else ""
        if not isinstance(held, str):
            hit = find(held, entry["article"])
            found = units(*hit) if hit else set()
            note = "" if hit else "article not found"
        rows.append(
            {
                "source": name,
                "article": entry["article"],
                "gold": len(gold),
                "found": len(found),
                "right": len(gold & found),
                "missing": sorted(gold - found),
                "extra": sorted(found - gold),
                "error": note,
            }
        )
    right, found_all, gold_all = (sum(int(r[k]) for r in rows) for k in ("right", "found", "gold"))
    precision = right / found_all if found_all else 0.0
    recall = right / gold_all if gold_all else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    if options.json:
        print(json.dumps({"precision": precision, "recall": recall, "f1": f1, "articles": rows}, ensure_ascii=False))
        return 0
    for row in rows:
        mark = "ok" if not row["missing"] and not row["extra"] and not row["error"] else "--"
        print(f"{mark} {row['source']} {row['article']}: {row['right']}/{row['gold']}", end="")
        for key in ("missing", "extra", "error"):
            if row[key]:
                print(f"  {key}: {row[key]}", end="")
        print()
    print(f"precision {precision:.4f}  recall {recall:.4f}  F1 {f1:.4f}  ({len(rows)} articles, {gold_all} units)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
