"""Patterns over words: what vocabulary and rules are written in, and the machine that finds them.

    торговля человек      words, matched by lemma, in this order
    =torture              this form exactly
    transplant*           a beginning
    (орган|ткань|)        one of several (each may be several words); an empty one makes it optional
    a .. b    a ..8 b     up to 3 (8) words between
    {min} {max} {n}       a number with its unit of time, if one follows (only where a set is given `slots`)

In Chinese, Japanese and Korean a word is its signs in a row. Nothing is matched across the end of an article.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from corpus.errors import CorpusError
from search.lemmas import lemmatiser
from search.tokens import Token, paired, tokeniser

BREAK = "\n"  # stands between the segments of an article; no word is equal to it
GAP = 3
_ITEM = re.compile(
    r"\s*(?:(?P<gap>\.\.(?P<most>\d*))|(?P<open>\()|(?P<bar>\|)|(?P<close>\))|\{(?P<slot>\w+)\}|(?P<word>[^\s()|{}]+))"
)
Lemma = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Words:
    """A text as the matcher sees it: forms and lemmas, position by position."""

    forms: list[str]
    lemmas: list[str]


@dataclass(frozen=True, slots=True)
class Found:
    """A match: the pattern's key, its words (positions, end not included), its numbers (slot, value, unit or "")."""

    key: Any
    start: int
    end: int
    slots: tuple[tuple[str, float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Slot:
    name: str


@dataclass(frozen=True, slots=True)
class _Word:
    lemma: str
    form: str
    how: str  # lemma | exact | prefix

    def fits(self, words: Words, at: int) -> bool:
        if self.how == "lemma":
            return words.lemmas[at] == self.lemma or words.forms[at] == self.form
        if self.how == "exact":
            return words.forms[at] == self.form
        return words.forms[at].startswith(self.form)


@dataclass(frozen=True, slots=True)
class _OneOf:
    """Single words of which any fits: looked up, not tried one by one."""

    words: tuple[_Word, ...]
    lemmas: frozenset[str]
    forms: frozenset[str]
    prefixes: tuple[str, ...]

    @classmethod
    def of(cls, words: tuple[_Word, ...]) -> "_OneOf":
        return cls(
            words,
            frozenset(w.lemma for w in words if w.how == "lemma"),
            frozenset(w.form for w in words if w.how != "prefix"),
            tuple(w.form for w in words if w.how == "prefix"),
        )

    def fits(self, words: Words, at: int) -> bool:
        form = words.forms[at]
        if form in self.forms or words.lemmas[at] in self.lemmas:
            return True
        return bool(self.prefixes) and form.startswith(self.prefixes)


@dataclass(frozen=True, slots=True)
class _Gap:
    most: int


@dataclass(frozen=True, slots=True)
class _Either:
    options: tuple[tuple["_Item", ...], ...]


_Item = _Word | _OneOf | _Gap | _Either | _Slot
Slots = tuple[tuple[str, float, str], ...]
ReadNumber = Callable[["Words", int], tuple[float, str, int] | None]


class PatternSet:
    """Many patterns of one language, found in one pass over a text."""

    def __init__(self, language: str, lemma: Lemma | None = None, number: ReadNumber | None = None) -> None:
        """Args: lemma: Finds the lemma of a form; by default the language's own lemmatiser.

        number: Reads a number and its unit at a position, for patterns with slots.
        """
        self._number = number
        self._open: list[tuple[Any, tuple[_Item, ...]]] = []  # patterns that begin with a slot
        self.language = language
        self._lemma = lemma or lemmatiser(language).lemma
        self._by_lemma: dict[str, list[tuple[Any, tuple[_Item, ...]]]] = {}
        self._by_form: dict[str, list[tuple[Any, tuple[_Item, ...]]]] = {}
        self._by_prefix: dict[str, list[tuple[Any, tuple[_Item, ...]]]] = {}
        self._lengths: list[int] = []

    def add(self, key: Any, pattern: str) -> None:
        """Compile a pattern; every match of it carries `key`.

        Raises:
            CorpusError: If it cannot be read, or could match nothing at all.
        """
        items = _parse(pattern, self.language, self._lemma)
        if items and isinstance(items[0], _Slot):
            self._open.append((key, items))
            return
        firsts = list(_firsts(items))
        if not firsts or any(f is None for f in firsts):
            raise CorpusError(f"pattern {pattern!r}", "nothing that must begin it", "a word or alternatives first")
        for first in dict.fromkeys(firsts):
            assert first is not None
            entry = (key, items)
            if first.how == "lemma":
                self._by_lemma.setdefault(first.lemma, []).append(entry)
                if first.form != first.lemma:
                    self._by_form.setdefault(first.form, []).append(entry)
            elif first.how == "exact":
                self._by_form.setdefault(first.form, []).append(entry)
            else:
                self._by_prefix.setdefault(first.form, []).append(entry)
        self._lengths = sorted({len(p) for p in self._by_prefix})

    def find(self, words: Words) -> list[Found]:
        """All matches, the shortest at each place for each pattern, in the order of the text."""
        out: dict[tuple[Any, int], Found] = {}
        forms, lemmas = words.forms, words.lemmas
        by_lemma, by_form, by_prefix, lengths = self._by_lemma, self._by_form, self._by_prefix, self._lengths
        for at, form in enumerate(forms):
            entries = by_lemma.get(lemmas[at])
            candidates = list(entries) if entries else []
            if more := by_form.get(form):
                candidates.extend(more)
            for length in lengths:
                if more := by_prefix.get(form[:length]):
                    candidates.extend(more)
            if self._open and self._number is not None and self._number(words, at) is not None:
                candidates.extend(self._open)
            for key, items in candidates:
                if (key, at) not in out:
                    match = next(_ends(items, 0, words, at, self._number), None)
                    if match is not None:
                        out[key, at] = Found(key, at, *match)
        return list(out.values())


def words_of(text: str, language: str) -> tuple[Words, list[Token]]:
    """A text ready for matching, and its tokens; in languages of signs every sign is a word."""
    tokens = tokeniser(language).tokens(text)
    forms = single(language, [t.form for t in tokens])
    tokens = [t if t.form == f else Token(f, t.start, t.start + 1) for t, f in zip(tokens, forms, strict=True)]
    lemma = lemmatiser(language).lemma
    return Words(forms, [lemma(f) for f in forms]), tokens


def single(language: str, forms: list[str]) -> list[str]:
    """Pairs of signs cut to their first sign: the positions stay the same."""
    if language.partition("-")[0] not in ("zh", "ja"):
        return forms
    return [f[0] if paired(f) else f for f in forms]


def _ends(
    items: tuple[_Item, ...], index: int, words: Words, at: int, number: ReadNumber | None = None
) -> Iterator[tuple[int, Slots]]:
    """Where a match of `items[index:]` that begins at `at` may end, the nearest first, and the numbers in it."""
    if index == len(items):
        yield at, ()
        return
    item = items[index]
    if isinstance(item, _Gap):
        after = items[index + 1] if index + 1 < len(items) else None
        quick = after.fits if isinstance(after, _Word | _OneOf) else None
        for skip in range(item.most + 1):
            if at + skip > len(words.forms):
                return
            if quick is not None and (at + skip == len(words.forms) or not quick(words, at + skip)):
                continue
            yield from _ends(items, index + 1, words, at + skip, number)
    elif isinstance(item, _Either):
        for option in item.options:
            for end, slots in _ends(option, 0, words, at, number):
                for last, more in _ends(items, index + 1, words, end, number):
                    yield last, slots + more
    elif isinstance(item, _Slot):
        read = number(words, at) if number is not None else None
        if read is not None:
            value, unit, end = read
            for last, more in _ends(items, index + 1, words, end, number):
                yield last, ((item.name, value, unit), *more)
    elif at < len(words.forms) and item.fits(words, at):
        yield from _ends(items, index + 1, words, at + 1, number)


def _firsts(items: tuple[_Item, ...]) -> Iterator[_Word | None]:
    """The words that a match may begin with; `None` when it could begin with anything."""
    for item in items:
        if isinstance(item, _Word):
            yield item
            return
        if isinstance(item, _OneOf):
            yield from item.words
            return
        if isinstance(item, _Gap | _Slot):
            yield None
            return
        optional = False
        for option in item.options:
            if option:
                yield from _firsts(option)
            else:
                optional = True
        if not optional:
            return
    yield None


@dataclass(slots=True)
class _Reader:
    """Reads a pattern from left to right."""

    pattern: str
    language: str
    lemma: Lemma
    at: int = 0
    depth: int = field(default=0)

    def sequence(self) -> tuple[_Item, ...]:
        items: list[_Item] = []
        while (match := _ITEM.match(self.pattern, self.at)) and not match["bar"] and not match["close"]:
            self.at = match.end()
            if match["gap"]:
                items.append(_Gap(int(match["most"]) if match["most"] else GAP))
            elif match["slot"]:
                items.append(_Slot(match["slot"]))
            elif match["open"]:
                items.append(self.either())
            else:
                items.extend(self.word(match["word"]))
        return tuple(items)

    def either(self) -> "_OneOf | _Either":
        options = []
        self.depth += 1
        while True:
            options.append(self.sequence())
            match = _ITEM.match(self.pattern, self.at)
            if not match:
                raise CorpusError(f"pattern {self.pattern!r}", "an open bracket", "')' at the end")
            self.at = match.end()
            if match["close"]:
                self.depth -= 1
                return _either(options)

    def word(self, typed: str) -> Iterable[_Word]:
        how = "exact" if typed.startswith("=") else "prefix" if typed.endswith("*") else "lemma"
        forms = single(self.language, tokeniser(self.language).forms(typed.strip("=*")))
        if typed.startswith("=") and typed.endswith("*"):
            raise CorpusError(f"pattern {self.pattern!r}", f"{typed!r}", "either = for one form or * for a beginning")
        if not forms:
            raise CorpusError(f"pattern {self.pattern!r}", f"{typed!r}, which holds no word", "words")
        for index, form in enumerate(forms):
            last = index == len(forms) - 1
            if how == "prefix" and not last:
                yield _Word(form, form, "exact")
            elif how == "lemma":
                yield _Word(self.lemma(form), form, how)
            else:
                yield _Word(form, form, how)


def _either(options: list[tuple[_Item, ...]]) -> _OneOf | _Either:
    """Alternatives, the single words among them put together; an empty one stays last: words are tried first."""
    singles = tuple(o[0] for o in options if len(o) == 1 and isinstance(o[0], _Word))
    rest = [o for o in options if not (len(o) == 1 and isinstance(o[0], _Word))]
    if not singles:
        return _Either(tuple(options))
    if not rest:
        return _OneOf.of(singles)
    rest.sort(key=lambda o: not o)
    return _Either((*(o for o in rest if o), (_OneOf.of(singles),), *(o for o in rest if not o)))


def _parse(pattern: str, language: str, lemma: Lemma) -> tuple[_Item, ...]:
    reader = _Reader(pattern, language, lemma)
    items = reader.sequence()
    if reader.at < len(pattern.rstrip()):
        raise CorpusError(f"pattern {pattern!r}", f"{pattern[reader.at]!r} at {reader.at + 1}", "brackets in pairs")
    return items
