"""The words of a shard that a typed word stands for: its forms, a pattern's words, those a few letters away."""

import re
from fnmatch import translate

from corpus.errors import QueryError
from search import syntax
from search.lemmas import lemmatiser
from search.lexicon import Entry
from search.shard import Shard
from search.tokens import tokeniser

MOST_FORMS = 5000


def forms_of(shard: Shard, word: syntax.Word, *, dictionary: bool = False) -> list[str] | list[tuple[str, ...]]:
    """What a typed word stands for in a shard: forms held, or one tuple of forms in a row.

    Raises:
        QueryError: If a pattern stands for too many forms.
    """
    reader = tokeniser(shard.language)
    if word.language not in ("", shard.language):
        return []
    if word.how == "wildcard":
        return [e.form for e in _wild(shard, word)]
    typed = reader.query(word.text)
    if len(typed) > 1:
        return [tuple(typed)]
    if not typed:
        return []
    if _is_sign(shard, typed[0]):
        return [e.form for e in shard.lexicon.beginning(typed[0])]
    if word.how == "exact":
        return typed
    if word.how == "fuzzy":
        return fuzzy(shard, typed[0], word.slack)
    return [e.form for e in _family(shard, typed[0], dictionary=dictionary and not word.language)]


def _is_sign(shard: Shard, form: str) -> bool:
    """True for one Chinese or Japanese sign: the texts hold it as the first of a pair."""
    return len(form) == 1 and form >= "\u3005" and tokeniser(shard.language).signs == "bigram"


def spellings(shard: Shard, form: str, how: str) -> list[str]:
    """What one of several forms in a row stands for: `купля` in `купля-продажа` for купли too."""
    if _is_sign(shard, form):
        return [e.form for e in shard.lexicon.beginning(form)]
    return [form] if how == "exact" else [e.form for e in shard.lexicon.family(form)]


def _family(shard: Shard, form: str, *, dictionary: bool) -> list[Entry]:
    """The forms held of a word; when the one typed is not among them, its lemma is looked for (if that may be
    or takes no dictionary)."""
    if found := shard.lexicon.family(form):
        return found
    known = lemmatiser(shard.language)
    return shard.lexicon.of_lemma(known.lemma(form)) if dictionary or known.light else []


def _wild(shard: Shard, word: syntax.Word) -> list[Entry]:
    fold = tokeniser(shard.language).fold
    pieces = re.split(r"([*?])", word.text)
    typed = "".join(p if p in "*?" else fold(p) for p in pieces)
    prefix = re.split(r"[*?]", typed)[0]
    entries = shard.lexicon.beginning(prefix) if prefix else shard.lexicon.all()
    if typed != prefix + "*":
        wanted = re.compile(translate(typed.replace("[", "[[]")))  # without the backtracking of `.*`
        entries = [e for e in entries if wanted.match(e.form)]
    if len(entries) > MOST_FORMS:
        found = f"{word.text!r}, which stands for {len(entries):,} words of {shard.language}"
        raise QueryError(f"query, character {word.at + 1}", found, f"{MOST_FORMS:,} at most", "Give more letters")
    return entries


def fuzzy(shard: Shard, form: str, slack: int) -> list[str]:
    """The forms held that are at most `slack` letters away (inserted, left out, changed or swapped)."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    held = shard.lexicon.long(len(form) - slack, len(form) + slack)
    return sorted(f for f, _, _ in process.extract(form, held, scorer=OSA.distance, score_cutoff=slack, limit=None))


def width_of(shard: Shard, word: syntax.Word) -> int:
    """How many positions a word takes: several when it is several words of the text."""
    return tokeniser(shard.language).width(word.text) if word.how not in ("wildcard", "fuzzy") else 1
