"""Every layout, over a made-up law: `tests/layouts/<dialect>/<case>/` holds file, record and golden reading.

A missing golden file is written and the test fails: read it, then commit it.
"""

from pathlib import Path

import pytest

from corpus import codec
from ingest.coverage import measure
from ingest.pipeline import dialects, parse_source
from ingest.source import read_source

ROOT = Path(__file__).parent / "layouts"
CASES = sorted(p.parent for p in ROOT.glob("*/*/source.json"))


@pytest.mark.parametrize("case", CASES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_made_up_law_reads_as_its_golden_file_says(case: Path) -> None:
    source = read_source(case)
    assert source.dialect == case.parent.name
    expressions = parse_source(source, (case / source.file).read_bytes())
    found = "".join(line + "\n" for expression in expressions for line in codec.lines(expression))
    golden = case / "golden.jsonl"
    if not golden.exists():
        golden.write_text(found, encoding="utf-8")
        pytest.fail(f"{golden} was written: read it, then commit it")
    assert found == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_no_visible_word_of_a_made_up_law_is_lost(case: Path) -> None:
    source = read_source(case)
    raw = (case / source.file).read_bytes()
    coverage = measure(raw, source, parse_source(source, raw))
    assert coverage.share >= 0.99, coverage.missing


def test_every_dialect_has_a_made_up_law() -> None:
    assert [d for d in dialects() if not (ROOT / d).is_dir()] == []
