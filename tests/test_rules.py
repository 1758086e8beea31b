"""Every rule matches the sentence it must and leaves alone the one it must not; every file of rules can be read."""

from importlib.resources import files

import pytest

from compare.lexicon import lexicon
from compare.rules import Rule, RuleSet, rules
from corpus.concepts import CONCEPTS, concept
from search.patterns import Found, words_of

LANGUAGES = sorted(
    {
        path.name.removesuffix(".toml")
        for folder in (*CONCEPTS, "shared")
        for path in files("corpus").joinpath(f"data/concepts/{folder}").iterdir()
        if path.name.endswith(".toml") and path.name != "concept.toml"
    }
)


def matches(found: RuleSet, number: int, text: str) -> list[tuple[int, int]]:
    """Where one rule matches in a plain sentence (characters); roles and negation play no part."""
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
        if near and not longer:
            out.append((tokens[match.start].start, tokens[match.end - 1].end))
    return out


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
        assert sentence.count("[") == sentence.count("]") == 1, f"{rule.id}: {sentence}"
        start, end = sentence.index("["), sentence.index("]") - 1
        plain = sentence.replace("[", "").replace("]", "")
        if not any(a < end and start < b for a, b in matches(found, number, plain)):
            out.append(f"{found.concept} {rule.id} does not match {sentence!r}")
    for sentence in rule.no:
        if hits := matches(found, number, sentence):
            out.append(f"{found.concept} {rule.id} matches {sentence[hits[0][0] : hits[0][1]]!r} in {sentence!r}")
    return out


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_with_rules_has_a_lexicon(language: str) -> None:
    assert lexicon(language) is not None


def test_rules_are_only_for_elements_that_can_be_read_off() -> None:
    for name in CONCEPTS:
        computed = {e.id for e in concept(name).elements if e.computed}
        for language in LANGUAGES:
            found = rules(name, language)
            assert not computed & {r.element for r in (found.rules if found else ())}, f"{name} {language}"
