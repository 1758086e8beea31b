"""Against other programs: SQLite's full-text search for words, phrases, AND, OR, NOT; plain trying for connectors.

SQLite is fed with the very words our tokeniser gives, each under a number, so that only the searching is compared.
"""

import random
import sqlite3
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest

from corpus import digest
from corpus.library import _from_expression
from corpus.records import Expression
from ingest.pipeline import parse_source
from ingest.source import read_source
from search import shard, syntax
from search.documents import documents
from search.evaluate import Evaluation
from search.patterns import BREAK
from search.tokens import paired, tokeniser
from tests.laws import evaluation, indexed, law

SEED = 20240705
QUERIES = 500


def typed(phrase: list[str]) -> str:
    """A phrase as it is typed: pairs of signs that overlap are one run (`首要`, `要分` -> `首要分`)."""
    out = phrase[0]
    for before, form in pairwise(phrase):
        out += form[1] if paired(before) and paired(form) and before[1] == form[0] else f" {form}"
    return out


class Oracle:
    """SQLite FTS5 with a row an article, and one shard of ours, over the same articles."""

    def __init__(self, expressions: Iterable[Expression]) -> None:
        chosen = list(expressions)
        made = shard.build(None, [_from_expression(e) for e in chosen], {})
        assert made is not None
        self.evaluation = Evaluation(made, [(0, made.count)])
        reader = tokeniser(made.language)
        self.streams = [forms for e in chosen for _, forms in documents(e, reader)]
        self.numbers = {BREAK: "break"}
        for forms in self.streams:
            for form in forms:
                self.numbers.setdefault(form, f"t{len(self.numbers)}")
        # What a query can name: a form that is read as itself (not half a pair of signs).
        self.words = sorted(
            f for f in self.numbers if f != BREAK and reader.query(f) == [f] and (f.isascii() or len(f) > 1)
        )
        self.db = sqlite3.connect(":memory:")
        self.db.execute("CREATE VIRTUAL TABLE article USING fts5(text, tokenize = 'ascii')")
        rows = ((at, " ".join(self.numbers[f] for f in forms)) for at, forms in enumerate(self.streams, 1))
        self.db.executemany("INSERT INTO article (rowid, text) VALUES (?, ?)", rows)
        self.db.execute("CREATE VIRTUAL TABLE place USING fts5vocab(article, instance)")

    def theirs(self, asked: str) -> set[int]:
        return {row - 1 for (row,) in self.db.execute("SELECT rowid FROM article WHERE article MATCH ?", (asked,))}

    def ours(self, asked: str) -> set[int]:
        return set(self.evaluation.scores(syntax.parse(asked)))

    def times(self, phrase: list[str]) -> int:
        """How often SQLite holds a phrase: its words' places joined."""
        joins = " ".join(
            f"JOIN place p{n} ON p{n}.doc = p0.doc AND p{n}.offset = p0.offset + {n} AND p{n}.term = ?"
            for n in range(1, len(phrase))
        )
        terms = [self.numbers[f] for f in phrase]
        (count,) = self.db.execute(
            f"SELECT count(*) FROM place p0 {joins} WHERE p0.term = ?", [*terms[1:], terms[0]]
        ).fetchone()
        return int(count)

    def phrase(self, dice: random.Random) -> list[str]:
        """Words in a row from a random place; now and then of two segments, which no phrase may join."""
        known = set(self.words)
        while True:
            forms = dice.choice(self.streams)
            if dice.random() < 0.1 and BREAK in forms:
                at = dice.choice([n for n, f in enumerate(forms) if f == BREAK])
                found = [*forms[at - 1 : at], *forms[at + 1 : at + 2]]
            else:
                at, length = dice.randrange(max(1, len(forms))), dice.randint(2, 4)
                found = forms[at : at + length]
            if len(found) > 1 and known.issuperset(found):
                return found

    def pair(self, dice: random.Random, depth: int = 0) -> tuple[str, str]:
        """A random query, in our words and in SQLite's."""
        kind = dice.random()
        if depth == 2 or kind < 0.25:
            # As often from the texts as from the list: common words and rare ones.
            word = dice.choice(self.words)
            if dice.random() < 0.5 and (near := [f for f in self.phrase(dice) if f in self.numbers]):
                word = near[0]
            return f"={word}", f'"{self.numbers[word]}"'
        if kind < 0.45:
            found = self.phrase(dice)
            return f'="{typed(found)}"', f'"{" ".join(self.numbers[f] for f in found)}"'
        left, right = self.pair(dice, depth + 1), self.pair(dice, depth + 1)
        ours, theirs = dice.choice([(" AND ", " AND "), (" ", " AND "), (" OR ", " OR "), (" NOT ", " NOT ")])
        return f"({left[0]}{ours}{right[0]})", f"({left[1]}{theirs}{right[1]})"


def agree(oracle: Oracle, queries: int) -> None:
    dice = random.Random(SEED)
    print(f"seed {SEED}")
    answered = 0
    for _ in range(queries):
        ours, theirs = oracle.pair(dice)
        found = oracle.theirs(theirs)
        assert oracle.ours(ours) == found, f"seed {SEED}: {ours}"
        answered += bool(found)
    assert answered > queries / 2


def agree_on_phrases(oracle: Oracle, phrases: int) -> None:
    dice = random.Random(SEED)
    print(f"seed {SEED}")
    for _ in range(phrases):
        found = oracle.phrase(dice)
        node = syntax.parse(f'="{typed(found)}"')
        count = sum(len(oracle.evaluation.spans(node, doc)) for doc in oracle.evaluation.scores(node))
        assert count == oracle.times(found), f"seed {SEED}: {found}"


@pytest.fixture(scope="module")
def told() -> Oracle:
    """The digest's English articles."""
    return Oracle(digest.expressions())


def test_the_digest_has_the_articles_that_sqlite_has(told: Oracle) -> None:
    agree(told, QUERIES)


def test_the_digest_has_the_phrases_that_sqlite_has(told: Oracle) -> None:
    agree_on_phrases(told, 100)


STATUTES = (
    "kz/criminal-code-2014-ru",
    "ua/kku-2341-14-2019-01-01",
    "de/tpg",
    "cn/criminal-law",
)


@pytest.mark.statutes
@pytest.mark.parametrize("name", STATUTES)
def test_a_real_statute_has_what_sqlite_has(name: str, statutes: Path) -> None:
    folder = statutes / name
    source = read_source(folder)
    oracle = Oracle(parse_source(source, (folder / source.file).read_bytes())[:1])
    agree(oracle, 200)
    agree_on_phrases(oracle, 40)


# Connectors, against trying every two places


@pytest.mark.parametrize("seed", range(60))
def test_connectors_find_what_trying_every_two_places_finds(seed: int) -> None:
    dice = random.Random(seed)
    units: dict[str, str] = {}
    for number in range(1, 9):
        units[f"{number}"] = "x"
        for part in range(1, dice.randint(2, 4)):
            units[f"{number}/{part}"] = " ".join(dice.choice("abcdefgh") for _ in range(dice.randint(1, 9)))
    made = law(units)
    streams = [forms for _, forms in documents(made, tokeniser("en"))]
    found = evaluation(indexed(made))
    for _ in range(12):
        left, right, most = dice.choice("abcdefgh"), dice.choice("abcdefgh"), dice.randint(1, 12)
        ordered = dice.random() < 0.5
        asked = f"={left} {'pre' if ordered else 'w'}/{most} ={right}"
        expected: dict[int, set[tuple[int, int]]] = {}
        for doc, forms in enumerate(streams):
            lefts = [n for n, f in enumerate(forms) if f == left]
            rights = [n for n, f in enumerate(forms) if f == right]
            near = {(a, b) for a in lefts for b in rights if a != b and (0 if ordered else -most) <= b - a <= most}
            if near:
                expected[doc] = near
        node = syntax.parse(asked)
        assert set(found.scores(node)) == set(expected), f"seed {seed}: {asked}"
        assert isinstance(node, syntax.Near)
        for doc, near in expected.items():
            pairs = {(a[0], b[0]) for a, b in found.pairs(node, doc, "text")}
            # Not every pair is marked, only the nearest; but every place that has a partner is, and no other.
            assert pairs <= near, f"seed {seed}: {asked}"
            assert {a for a, _ in pairs} | {b for _, b in pairs} == {a for a, _ in near} | {b for _, b in near}, seed
