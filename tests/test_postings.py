"""Postings read block by block are the postings that the index gives one by one."""

import random
from collections.abc import Iterator

import pytest

from corpus.library import Library
from search.evaluate import Ranges
from search.index import Index


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    made = Index(Library.open(tmp_path_factory.mktemp("home"), digest_only=True))
    made.index()
    yield made
    made.close()


def one_by_one(index: Index, form: str, ranges: Ranges) -> list[tuple[int, bytes]]:
    matcher = index.shard("en")._reader.postings("text", form.encode())
    out = []
    while matcher.is_active():
        if any(a <= matcher.id() < b for a, b in ranges):
            out.append((matcher.id(), matcher.value()))
        matcher.next()
    return out


@pytest.mark.parametrize("form", ["the", "of", "person", "organs", "tissues", "cells"])
@pytest.mark.parametrize("seed", range(20))
def test_blocks_give_what_single_steps_give(index: Index, form: str, seed: int) -> None:
    shard = index.shard("en")
    dice = random.Random(seed)
    cuts = sorted(dice.sample(range(shard.count + 1), 2 * dice.randint(1, 12)))
    ranges: Ranges = [(0, shard.count)] if seed == 0 else list(zip(cuts[::2], cuts[1::2], strict=True))
    assert list(shard.postings("text", form, ranges)) == one_by_one(index, form, ranges)
    assert shard.lexicon.entry("the").articles > 128, "the test needs a form that fills more than one block"  # type: ignore[union-attr]
