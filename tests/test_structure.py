"""The structure benchmark: it runs, its scores are right, and on the gold it stays above its floor."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYOUTS = ROOT / "tests" / "layouts"


def score(gold: Path, statutes: Path) -> dict[str, object]:
    command = [sys.executable, "benchmarks/structure.py", "--gold", str(gold), "--statutes", str(statutes), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def test_precision_and_recall_are_counted_over_sets_of_paths(tmp_path: Path) -> None:
    entry = {
        "source": "adilet_text/moonland",
        "article": "7",
        "units": [{"path": p} for p in ("1", "2", "2/1", "2/2", "2/3", "note")],
    }
    gold = tmp_path / "gold.json"
    gold.write_text(json.dumps([entry, entry | {"article": "77"}]), encoding="utf-8")
    found = score(gold, LAYOUTS)
    assert found["precision"] == 1.0
    assert found["recall"] == pytest.approx(5 / 12)
    articles = found["articles"]
    assert isinstance(articles, list)
    assert articles[0]["missing"] == ["2/3"]
    assert articles[1]["error"] == "article not found"


@pytest.mark.statutes
@pytest.mark.parametrize("own", [True, False], ids=["ours", "given"])
def test_the_real_articles_read_by_eye_are_read_the_same(statutes: Path, own: bool) -> None:
    gold = (ROOT / "benchmarks" if own else statutes.parent) / "gold" / "structure.json"
    if not gold.is_file():
        pytest.skip(f"no {gold}: only the gold of the project itself is at hand")
    found = score(gold, statutes)
    assert isinstance(found["f1"], float)
    assert found["f1"] >= 0.98, [a for a in found["articles"] if a["missing"] or a["extra"]]  # type: ignore[attr-defined]
