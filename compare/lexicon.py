"""The shared vocabulary of a language: numbers, penalties, and the words that say what a clause is.

`corpus/data/lexicon/<language>.toml`, patterns as in `search/patterns.py`:

    [numbers]                    number words, as lemma or as the form that is printed
    "три" = 3
    [units]                      what a term is counted in
    year = ["год", "лет"]
    month = ["месяц"]
    joiners = ["и"]              words inside a number (fünf und zwanzig); optional
    [penalty]
    noun = ["лишение свобода"]             imprisonment
    term = ["от {min} до {max}", "до {max}"]   {n} is a fixed term
    same = ["на тот же срок"]              the term of the penalty named before
    place = "after"                        or "before", "both": where the term stands, seen from the noun
    reach = 12                             words between them, at most
    otherwise = ["в остальных случаях"]    introduces the ordinary penalty after a graver one; optional
    [clauses]
    aggravation = ["то же деяние"]         a part that refers back and raises the penalty
    aggravated_heading = ["отягчающий обстоятельство"]   an article that only raises the penalty of another
    definition = ["понимается"]            a part that says what a word means
    exception = ["за исключение"]          a part that takes out
    offence = ["commits an offence"]       says that something is an offence, where the penalty may stand elsewhere
    unlawful = ["незаконный"]              qualifies a deal over a person; optional
    negation = ["=не", "без"]              words that turn the next ones round
    [victim]
    child = ["несовершеннолетний"]         whoever is not of age
    [references]
    article = ["статья {n}"]               another article of the same law
    list_trafficking = ["преступление, связанный .. торговля"]   opens a list of the offences that belong to a concept
    point = ["пункт"]                      words before the number of a point, of a part, in such a list
    part = ["часть"]
    [ordinals]                             number words used in references only
    "третий" = 3
"""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from corpus.concepts import CONCEPTS
from corpus.errors import CorpusError
from search.lemmas import lemmatiser
from search.numbers import Numbers
from search.patterns import Found, PatternSet, Words
from search.tokens import base, tokeniser

_TABLES = {
    "numbers": None,
    "units": {"year", "month", "week", "day", "joiners"},
    "penalty": {"noun", "term", "same", "place", "reach", "otherwise"},
    "clauses": {"aggravation", "aggravated_heading", "definition", "exception", "negation", "offence", "unlawful"},
    "victim": {"child"},
    "references": {"article", "point", "part", *(f"list_{c}" for c in CONCEPTS)},
    "ordinals": None,
}
YEARS = {"year": 1.0, "month": 1 / 12, "week": 7 / 365, "day": 1 / 365}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """A language's shared vocabulary, compiled."""

    language: str
    patterns: PatternSet
    numbers: Numbers
    units: dict[str, str]
    place: str
    reach: int
    ordinals: dict[str, int]
    words: dict[str, frozenset[str]]
    kinds: frozenset[str]

    def find(self, words: Words) -> dict[str, list[Found]]:
        """All matches in a text, by kind (`noun`, `term`, `aggravation`, `child` …)."""
        out: dict[str, list[Found]] = {}
        for found in self.patterns.find(words):
            out.setdefault(found.key[0], []).append(found)
        return out

    def knows(self, kind: str) -> bool:
        """Has the language words of this kind?"""
        return kind in self.kinds

    def quantity(self, words: Words, at: int) -> tuple[float, str, int] | None:
        """A number at a position with the unit after it ("" when none follows), and the position after both."""
        read = self.numbers.read(words, at)
        if read is None:
            return None
        value, end = read
        if end < len(words.forms):
            for width in (2, 1):
                unit = self.units.get("".join(words.forms[end : end + width])) or (
                    self.units.get(words.lemmas[end]) if width == 1 else None
                )
                if unit:
                    return value, unit, end + width
        return value, "", end


@lru_cache(maxsize=64)
def lexicon(language: str) -> Lexicon | None:
    """The lexicon of a language; `None` where there is none.

    Raises:
        CorpusError: If the file is broken.
    """
    code = base(language)
    file = files("corpus").joinpath(f"data/lexicon/{code}.toml")
    if not file.is_file():
        return None
    try:
        data: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CorpusError(f"lexicon {code}.toml", str(error), "TOML") from error
    for table, keys in data.items():
        allowed = _TABLES.get(table, set()) if table in _TABLES else set()
        if table not in _TABLES or (allowed is not None and (unknown := set(keys) - allowed)):
            named = table if table not in _TABLES else f"{table}.{sorted(unknown)[0]}"
            raise CorpusError(f"lexicon {code}.toml", f"the key {named!r}", "a key that compare/lexicon.py describes")
    return _compiled(code, data)


def _compiled(code: str, data: dict[str, Any]) -> Lexicon:
    fold, lemma = tokeniser(code).fold, lemmatiser(code).lemma
    values: dict[str, int] = {}
    for word, value in data.get("numbers", {}).items():
        values[fold(word)] = value
        values.setdefault(lemma(fold(word)), value)
    table = data.get("units", {})
    units: dict[str, str] = {}
    for name in YEARS:
        for word in table.get(name, ()):
            units[fold(word)] = name
            units.setdefault(lemma(fold(word)), name)
    numbers = Numbers(values, frozenset(map(fold, table.get("joiners", ()))))
    made: list[Lexicon] = []
    patterns = PatternSet(code, number=lambda words, at: made[0].quantity(words, at))
    references = data.get("references", {})
    for kinds in ("penalty", "clauses", "victim", "references"):
        for kind, listed in data.get(kinds, {}).items():
            if isinstance(listed, list) and kind not in ("point", "part"):
                for number, pattern in enumerate(listed):
                    patterns.add((kind, number), pattern)
    penalty = data.get("penalty", {})
    made.append(
        Lexicon(
            language=code,
            patterns=patterns,
            numbers=numbers,
            units=units,
            place=penalty.get("place", "after"),
            reach=penalty.get("reach", 12),
            kinds=frozenset(data.get("penalty", {}).keys() | data.get("clauses", {}).keys()),
            ordinals={lemma(fold(word)): value for word, value in data.get("ordinals", {}).items()},
            words={
                kind: frozenset(
                    known
                    for pattern in references.get(kind, ())
                    for form in tokeniser(code).forms(re.sub(r"\{\w+\}|[()|=*]", " ", pattern))
                    for known in (form, lemma(form))
                )
                for kind in ("article", "point", "part")
            },
        )
    )
    return made[0]
