"""How well the coder reads articles off: precision, recall and F1 on present codes against a gold of coded articles.

    python benchmarks/coding.py --gold FILE --statutes DIR [--home DIR] [--language ru] [--concept C] [--wrong] [--json]

`contested` codes are left out, as are articles the text held does not have (they are named). Printed for all, by
concept, by element family and by language; with it the share of evidence that overlaps the gold's, and of penalties
that are exact (least and most years both). `--wrong` lists every code that differs. For a language with two
jurisdictions among the units, each is measured again with only the rules that fire in another jurisdiction's law too.
"""

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from compare.coder import PRESENT, Coded, code
from compare.survey import survey
from compare.units import view_of
from compare.view import Article
from corpus.errors import QueryError
from corpus.library import Library
from corpus.store import Store
from ingest.pipeline import ingest_all
from search.tokens import base

ACCURACY = Path(__file__).resolve().parent.parent / "corpus" / "data" / "accuracy.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--statutes", type=Path, required=True)
    parser.add_argument("--home", type=Path, default=Path("build/benchmarks/home"), help="where the store is kept")
    parser.add_argument("--language", default="")
    parser.add_argument("--concept", default="")
    parser.add_argument("--write", action="store_true", help="write the figures of each language for the program")
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    ingest_all([options.statutes], Store(options.home), jobs=2)
    units = json.loads(options.gold.read_text(encoding="utf-8"))
    chosen = [
        u
        for u in units
        if (not options.language or u["language"] in options.language.split(","))
        and (not options.concept or u["concept"] == options.concept)
    ]
    library = Library.open(options.home)
    found = measure(chosen, library)
    found["left_out"] = left_out(chosen, library)
    if options.write:
        write(chosen, library)
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    _print(found, wrong=options.wrong)


def _print(found: dict[str, Any], *, wrong: bool) -> None:
    print(f"{'':26} {'P':>6} {'R':>6} {'F1':>6} {'present':>8} {'evidence':>9} {'penalty':>8}")
    rows = [
        ("all", found),
        *((f"  {name}", one) for kind in ("concept", "family", "language") for name, one in found[kind].items()),
    ]
    for name, one in rows:
        print(
            f"{name:26} {one['precision']:6.3f} {one['recall']:6.3f} {one['f1']:6.3f} {one['present']:8} "
            f"{one['evidence']:9.3f} {one['penalties']:>8}"
        )
    for name, one in found["left_out"].items():
        print(f"{name:26} {one['precision']:6.3f} {one['recall']:6.3f} {one['f1']:6.3f} {one['present']:8}")
    for line in found["missing"]:
        print("not held:", line)
    if wrong:
        for line in found["wrong"]:
            print(line)


def write(units: list[dict[str, Any]], library: Library) -> None:
    """Write what `compare/accuracy.py` tells of each concept and language: measured on these units."""
    made: dict[str, dict[str, Any]] = json.loads(ACCURACY.read_text(encoding="utf-8")) if ACCURACY.is_file() else {}
    for concept in sorted({u["concept"] for u in units}):
        made[concept] = {}
        for language in sorted({u["language"].partition("-")[0] for u in units if u["concept"] == concept}):
            own = [u for u in units if u["concept"] == concept and u["language"].partition("-")[0] == language]
            one = measure(own, library)
            made[concept][language] = {k: one[k] for k in ("precision", "recall", "f1", "present")}
            made[concept][language]["articles"] = len(own) - len(one["missing"])
    ACCURACY.write_text(json.dumps(made, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def left_out(units: list[dict[str, Any]], library: Library) -> dict[str, dict[str, Any]]:
    """For languages with two jurisdictions among the units: the figures of each jurisdiction with only those rules
    that also fire in a law of another jurisdiction held in the language."""
    jurisdictions: dict[str, set[str]] = defaultdict(set)
    for unit in units:
        jurisdictions[base(unit["language"])].add(unit["jurisdiction"])
    out = {}
    for language in sorted(k for k, v in jurisdictions.items() if len(v) > 1):
        editions = [e for e in library.current() if base(e.language) == language]
        fired: dict[str, set[str]] = defaultdict(set)
        for concept in sorted({u["concept"] for u in units if base(u["language"]) == language}):
            for one in survey(library, editions, concept):
                fired[one.edition.work.jurisdiction].update(
                    evidence.rule
                    for member in one.members
                    for code in member.coded.codes.values()
                    for evidence in (*([code.evidence] if code.evidence else []), *code.others)
                )
        for jurisdiction in sorted(jurisdictions[language]):
            allowed = frozenset(rule for code, rules in fired.items() if code != jurisdiction for rule in rules)
            own = [u for u in units if base(u["language"]) == language and u["jurisdiction"] == jurisdiction]
            out[f"{language} without {jurisdiction}"] = measure(own, library, allowed)
    return out


def measure(units: list[dict[str, Any]], library: Library, only: frozenset[str] | None = None) -> dict[str, Any]:
    """All figures for some coded units, with all rules or only some."""
    tallies: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * 7)
    wrong, missing = [], []
    for unit in units:
        view = _view(library, unit)
        if view is None:
            missing.append(f"{unit['source']} {unit['article']}")
            continue
        coded = code(view, unit["concept"], only)
        keys = [("all", ""), ("concept", unit["concept"]), ("language", unit["language"])]
        for element, gold in unit["codes"].items():
            if gold["answer"] == "contested" or element == "penalty.imprisonment":
                continue
            ours = coded.codes.get(element)
            mine, theirs = ours is not None and ours.answer == PRESENT, gold["answer"] == "present"
            overlap = int(mine and theirs and _overlaps(view, coded, element, gold["evidence"]))
            for key in [*keys, ("family", element.split(".")[0])]:
                tally = tallies[key]
                tally[0] += mine and theirs
                tally[1] += mine and not theirs
                tally[2] += theirs and not mine
                tally[3] += overlap
            if mine != theirs:
                said = (
                    ours.evidence.text
                    if mine and ours and ours.evidence
                    else (ours.answer if ours else "no such element")
                )
                wrong.append(
                    f"{'false' if mine else 'MISSED'} {unit['source']} {unit['article']} {unit['concept']} {element}: "
                    f"{said!r}; gold {gold.get('pinpoint', '')} {gold.get('evidence', '')!r}"
                )
            elif mine and not overlap and ours and ours.evidence:
                wrong.append(
                    f"elsewhere {unit['source']} {unit['article']} {element}: {ours.evidence.place} "
                    f"{ours.evidence.text!r}; gold {gold.get('pinpoint', '')} {gold.get('evidence', '')!r}"
                )
        _penalty(unit, coded, tallies, keys, wrong)
    out = {
        kind: {name: _figures(tallies[k, name]) for k, name in sorted(tallies) if k == kind}
        for kind in ("concept", "family", "language")
    }
    return {**_figures(tallies["all", ""]), **out, "wrong": wrong, "missing": missing}


def _penalty(unit: dict[str, Any], coded: Coded, tallies: Any, keys: Any, wrong: list[str]) -> None:
    gold = unit.get("penalty")
    if not gold or gold.get("answer") == "contested":
        return
    exact = all(_same(gold[name], getattr(coded.penalty, name)) for name in ("min", "max"))
    for key in keys:
        tallies[key][4] += exact
        tallies[key][5] += 1
    if not exact:
        mine = coded.penalty
        wrong.append(
            f"penalty {unit['source']} {unit['article']}: {mine.min} to {mine.max} {mine.evidence!r}; "
            f"gold {gold['min']} to {gold['max']} {gold.get('evidence')!r}"
        )


def _same(one: float | None, other: float | None) -> bool:
    return one == other if one is None or other is None else abs(one - other) < 0.01


def _figures(tally: list[int]) -> dict[str, Any]:
    good, false, missed, overlap, exact, penalties, _ = tally
    precision = good / (good + false) if good + false else 0.0
    recall = good / (good + missed) if good + missed else 0.0
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / (precision + recall), 4) if precision + recall else 0.0,
        "present": good + missed,
        "evidence": round(overlap / good, 4) if good else 0.0,
        "penalties": f"{exact}/{penalties}",
        "exact_penalties": round(exact / penalties, 4) if penalties else 1.0,
    }


def _view(library: Library, unit: dict[str, Any]) -> Article | None:
    try:
        return view_of(library, unit["source"], unit["article"], unit["language"])[1]
    except QueryError:
        return None


def _overlaps(view: Article, coded: Coded, element: str, theirs: str) -> bool:
    """Whether our evidence and the gold's share words at the same place."""
    own = coded.codes[element].evidence
    assert own is not None
    ours, gold = " ".join(own.text.split()).casefold(), " ".join(theirs.split()).casefold()
    if ours in gold or gold in ours:
        return True
    whole, at, spans = "", 0, []
    for segment in view.document.segments:
        text = " ".join(segment.text.split())
        eid = view.document.units[segment.unit].eid
        if eid == own.eid and segment.role == own.segment:
            spans.append((at, at + len(text)))
        whole += text.casefold() + " "
        at += len(text) + 1
    for a, b in spans:
        start = whole.find(ours, a, b)
        here = whole.find(gold)
        while here >= 0 and start >= 0:
            if here < start + len(ours) and start < here + len(gold):
                return True
            here = whole.find(gold, here + 1)
    return False


if __name__ == "__main__":
    main()
