"""No measured score falls below the floor that was set for it."""

import json
from pathlib import Path

import pytest

from benchmarks import baseline


@pytest.mark.statutes
def test_no_score_is_below_its_floor(statutes: Path, tmp_path: Path) -> None:
    floors = json.loads(baseline.FILE.read_text(encoding="utf-8"))
    assert baseline.below(baseline.measured(statutes, tmp_path), floors) == []


def test_a_lower_score_and_other_inputs_are_told() -> None:
    floors = {"retrieval": {"inputs": "a", "mrr": 0.9}}
    assert baseline.below({"retrieval": {"inputs": "a", "mrr": 0.91}}, floors) == []
    assert len(baseline.below({"retrieval": {"inputs": "b", "mrr": 0.8}}, floors)) == 2
