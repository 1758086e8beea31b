"""Files of every dialect made worse: nothing but a `CorpusError` comes out, eids stay unique, no number takes long."""

import random
import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.monsters import MONSTERS, made
from benchmarks.mutations import seeds, worse
from corpus.errors import CorpusError
from corpus.records import Expression, Source
from ingest.pipeline import dialects, parse_source

LAWS = {dialect: seeds(dialect) for dialect in dialects()}


def test_every_dialect_has_a_law_to_be_made_worse() -> None:
    assert [dialect for dialect, laws in LAWS.items() if not laws] == []


@pytest.mark.parametrize("dialect", LAWS)
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(seed=st.integers(0, 2**32))
def test_a_damaged_file_is_read_or_refused(dialect: str, seed: int) -> None:
    dice = random.Random(seed)
    source, raw = dice.choice(LAWS[dialect])
    begun = time.monotonic()
    found = _read(source, worse(raw, dice))
    assert time.monotonic() - begun < 5
    for expression in found:
        eids = [p.eid for p in expression.provisions]
        assert len(eids) == len(set(eids))


@pytest.mark.parametrize("name", MONSTERS)
@pytest.mark.parametrize("dialect", LAWS)
def test_a_monster_ends_soon(dialect: str, name: str) -> None:
    """50 KB of it within 2 seconds; benchmarks/monsters.py reads a megabyte of each."""
    source, raw = LAWS[dialect][0]
    begun = time.monotonic()
    _read(source, made(name, 50_000, source, raw))
    assert time.monotonic() - begun < 2


def _read(source: Source, raw: bytes) -> tuple[Expression, ...]:
    """What is made of a file: nothing where it is refused, which must be in one line."""
    said = ""
    try:
        return parse_source(replace(source, sha256=""), raw)
    except CorpusError as error:
        said = str(error)
    assert said
    assert "\n" not in said
    return ()
