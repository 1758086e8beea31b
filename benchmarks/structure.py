"""Precision, recall and F1 of citable units against articles read by eye.

    python benchmarks/structure.py --gold ../shared/gold/structure.json --statutes ../shared/statutes [--json]

A unit is its path of printed labels (`2/7/a`, `note/1`); unnumbered units are left out on both sides.
"""

import argparse
import contextlib
import json
import re
import sys
import unicodedata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus import numbering
from corpus.errors import CorpusError, NumberingError
from corpus.records import Expression, Level, Provision, Source
from ingest.pipeline import parse_source
from ingest.source import read_source


def plain(path: str) -> str:
    """A unit path as both sides write it: NFC, lower case, no blanks, 2의2 and 2^2 as 2-2."""
    path = unicodedata.normalize("NFC", path).replace(" ", "").lower()
    return re.sub(r"(?<=\d)[의^_](?=\d)", "-", path)


def find(expressions: tuple[Expression, ...], number: str) -> tuple[Expression, Provision] | None:
    """The article of that printed number: the first language first, the main numbering before prefixed ones."""
    wanted = plain(numbering.label(number))
    chapter, _, section = wanted.rpartition(":")
    exact = [r for e in expressions for r in _roots(e) if r[2] == wanted]
    by_eid = [r for e in expressions for r in _roots(e) if r[1].eid == numbering.eid_part(Level.ARTICLE, number)]
    # "14:108" where sections run through the whole law: the chapter is only said.
    loose = [r for e in expressions for r in _roots(e) if chapter and r[2] == section]
    found = sorted(exact, key=lambda r: (expressions.index(r[0]), r[1].eid.count("__"))) or by_eid or loose
    return found[0][:2] if found else None


def _roots(expression: Expression) -> list[tuple[Expression, Provision, str]]:
    out = []
    for root in expression.roots:
        with contextlib.suppress(NumberingError):
            out.append((expression, root, plain(numbering.label(root.num))))
    return out


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
