"""The pattern language of the vocabulary: what each construct matches, and that nonsense is refused."""

import random

import pytest

from corpus.errors import CorpusError
from search.patterns import BREAK, PatternSet, Words, single, words_of


def found(language: str, pattern: str, text: str) -> list[str]:
    """The parts of a text that a pattern matches, as printed."""
    patterns = PatternSet(language)
    patterns.add("key", pattern)
    words, tokens = words_of(text, language)
    return [text[tokens[f.start].start : tokens[f.end - 1].end] for f in patterns.find(words)]


@pytest.mark.parametrize(
    ("pattern", "text", "parts"),
    [
        ("organ", "the organs of an organ", ["organs", "organ"]),
        ("=organ", "the organs of an Organ", ["Organ"]),
        ("organ", "organised organisation", []),
        ("organ*", "organised organ", ["organised", "organ"]),
        ("human organ", "a human organ, human organs; humans and organs", ["human organ", "human organs"]),
        ("(organ|tissue|human cell)", "organ, tissues, cells, human cells", ["organ", "tissues", "human cells"]),
        ("(human|) organ", "human organs", ["human organs", "organs"]),
        ("remove (an|the|) organ", "remove the organ, remove organs", ["remove the organ", "remove organs"]),
        ("remove .. organ", "remove an organ; remove one of his organs", ["remove an organ", "remove one of his organs"]),  # noqa: E501
        ("remove .. organ", "remove one two three four organs", []),
        ("remove ..4 organ", "remove one two three four organs", ["remove one two three four organs"]),
        ("remove ..0 organ", "remove an organ, remove organs", ["remove organs"]),
        ("remove ..8 organ", "remove organs or other organs", ["remove organs"]),  # the nearest end
        ("remove ..1 (organ|tissue ..1 blood)", "remove the tissue and blood", ["remove the tissue and blood"]),
        ("((human|animal) |) organ", "animal organ", ["animal organ", "organ"]),
        ("128-1", "article 128-1", ["128-1"]),
    ],
)  # fmt: skip
def test_a_pattern_matches_what_it_says(pattern: str, text: str, parts: list[str]) -> None:
    assert found("en", pattern, text) == parts


@pytest.mark.parametrize(
    ("language", "pattern", "text", "parts"),
    [
        ("ru", "торговля человек", "о торговле людьми", ["торговле людьми"]),
        ("ru", "=органов", "органы органов", ["органов"]),
        ("zh", "器官 移植", "人体器官移植条例", ["器官移植"]),
        ("zh", "摘取 ..4 器官", "摘取他人的器官", ["摘取他人的器官"]),
        ("zh", "摘取 ..2 器官", "摘取他人的器官", []),
        ("zh", "第12条", "第12条", ["第12条"]),
        ("ja", "臓器", "臓器の売買", ["臓器"]),
        ("ko", "장기 ..2 적출", "장기를 적출", ["장기를 적출"]),
        ("fr", "l'organe", "prélever l'organe", ["l'organe"]),
        ("de", "Organ*", "Organe, Organhandel", ["Organe", "Organhandel"]),
        ("tr", "=İNSAN", "insan", ["insan"]),
    ],
)
def test_patterns_read_words_as_the_texts_are_read(language: str, pattern: str, text: str, parts: list[str]) -> None:
    assert found(language, pattern, text) == parts


@pytest.mark.parametrize(
    "pattern",
    ["", "   ", "( organ", "organ )", "(organ|tissue", "()", "(organ|)", ".. organ", "(|organ) ..", "—", "=", "*",
     "=organ*", "(..|organ)"],
)  # fmt: skip
def test_a_pattern_that_cannot_be_read_or_could_match_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(CorpusError, match="pattern"):
        PatternSet("en").add("key", pattern)


def test_many_patterns_are_found_in_one_pass_each_with_its_key() -> None:
    patterns = PatternSet("en", lemma=str)
    for key in ("a b", "b", "b*", "a (b|c)", "x"):
        patterns.add(key, key)
    words = Words(["a", "b", "c", "bc"], ["a", "b", "c", "bc"])
    assert sorted((f.key, f.start, f.end) for f in patterns.find(words)) == [
        ("a (b|c)", 0, 2), ("a b", 0, 2), ("b", 1, 2), ("b*", 1, 2), ("b*", 3, 4),
    ]  # fmt: skip


def test_no_word_is_equal_to_a_break() -> None:
    patterns = PatternSet("en", lemma=str)
    patterns.add("key", "a b")
    assert patterns.find(Words(["a", BREAK, "b"], ["a", BREAK, "b"])) == []


def test_pairs_of_signs_are_cut_to_one_sign_in_the_same_places() -> None:
    assert single("zh", ["器官", "官移", "植", "12", "ab"]) == ["器", "官", "植", "12", "ab"]
    assert single("ja-JP", ["臓器", "器"]) == ["臓", "器"]
    assert single("ko", ["장", "기"]) == ["장", "기"]


@pytest.mark.parametrize("seed", range(100))
def test_the_matcher_finds_what_trying_every_place_finds(seed: int) -> None:
    """Against all ends reached by trying: a word, a gap of n, another word or one of two."""
    dice = random.Random(seed)
    words = [dice.choice("abcd") for _ in range(30)]
    gap = dice.randint(0, 4)
    patterns = PatternSet("en", lemma=str)
    patterns.add("key", f"a ..{gap} (b|c d)")
    expected = []
    for at, word in enumerate(words):
        ends = [
            at + 2 + skip + wide
            for skip in range(gap + 1)
            for wide, tail in ((0, ["b"]), (1, ["c", "d"]))
            if word == "a" and words[at + 1 + skip : at + 2 + skip + wide] == tail
        ]
        expected += [(at, min(ends))] if ends else []
    assert [(f.start, f.end) for f in patterns.find(Words(words, words))] == expected, f"seed {seed}"
