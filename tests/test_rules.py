"""Every rule matches the sentence it must and leaves alone the one it must not; every file of rules can be read."""

from importlib.resources import files

import pytest

from compare.lexicon import lexicon
from compare.rules import Rule, RuleSet, rules
from corpus.concepts import CONCEPTS, Unit, concept
from search.patterns import Found, Words, words_of

LANGUAGES = sorted(
    {
        path.name.removesuffix(".toml")
        for folder in (*CONCEPTS, "shared")
        for path in files("corpus").joinpath(f"data/concepts/{folder}").iterdir()
        if path.name.endswith(".toml") and path.name != "concept.toml"
    }
)


def matches(found: RuleSet, number: int, text: str) -> list[tuple[int, int]]:
    """Where one rule matches in a plain sentence (characters); roles play no part."""
    words, tokens = words_of(text, found.language)
    rule = found.rules[number]
    kinds: dict[str, list[Found]] = {}
    for match in found.patterns.find(words):
        if match.key[0] == number:
            kinds.setdefault(match.key[1], []).append(match)
    out = []
    for match in kinds.get("match", ()):
        longer = any(n.start < match.end and match.start < n.end for n in kinds.get("not", ()))
        near = not rule.near or any(_distance(match, n) < rule.within for n in kinds.get("near", ()))
        if near and not longer and _unnegated(rule, match, words):
            out.append((tokens[match.start].start, tokens[match.end - 1].end))
    return out


def _unnegated(rule: Rule, match: Found, words: Words) -> bool:
    shared = lexicon(words_language(rule))
    turned = shared.find(words).get("negation", []) if shared else []
    negated = any(0 <= match.start - n.end < 3 for n in turned)
    return rule.negation == "ignore" or negated == (rule.negation == "require")


def words_language(rule: Rule) -> str:
    """The language of a rule, the first part of its id."""
    return rule.id.partition(".")[0]


def _distance(one: Found, other: Found) -> int:
    return max(0, other.start - one.end, one.start - other.end)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_matches_its_own_sentence_and_not_the_other(language: str) -> None:
    wrong = []
    for name in CONCEPTS:
        found = rules(name, language)
        for number, rule in enumerate(found.rules if found else ()):
            wrong += _wrong(found, number, rule) if found else []
    assert not wrong, "\n".join(wrong)


def _wrong(found: RuleSet, number: int, rule: Rule) -> list[str]:
    out = []
    for sentence in rule.yes:
        plain, wanted = _brackets(sentence)
        assert wanted, f"{rule.id}: no brackets in {sentence!r}"
        found_there = matches(found, number, plain)
        for start, end in wanted:
            if not any(a < end and start < b for a, b in found_there):
                out.append(f"{found.concept} {rule.id} does not match {plain[start:end]!r} in {sentence!r}")
    for sentence in rule.no:
        if hits := matches(found, number, sentence):
            out.append(f"{found.concept} {rule.id} matches {sentence[hits[0][0] : hits[0][1]]!r} in {sentence!r}")
    return out


def _brackets(sentence: str) -> tuple[str, list[tuple[int, int]]]:
    """A sentence without its brackets, and where each stood (characters)."""
    plain, spans, start = "", [], 0
    for char in sentence:
        if char == "[":
            start = len(plain)
        elif char == "]":
            spans.append((start, len(plain)))
        else:
            plain += char
    return plain, spans


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_with_rules_for_articles_has_a_lexicon(language: str) -> None:
    asked = any(rules(c, language) for c in CONCEPTS if concept(c).unit is Unit.ARTICLE)
    assert lexicon(language) is not None or not asked


def test_rules_are_only_for_elements_that_can_be_read_off() -> None:
    for name in CONCEPTS:
        computed = {e.id for e in concept(name).elements if e.computed}
        for language in LANGUAGES:
            found = rules(name, language)
            assert not computed & {r.element for r in (found.rules if found else ())}, f"{name} {language}"
