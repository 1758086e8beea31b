"""What brings the forms of a word together: dictionaries, stemmers and short lists, chosen for each language by data.

A lemma here is the name of a class of forms, not always a word: `organ` for organs, `клетка` for клеток. The steps of
a language stand in `search/data/languages.toml`. Dictionaries are slow to load; an index keeps a table of the forms it
holds (`search/lexicon.py`), so that a query needs none.
"""

import re
import tomllib
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from typing import Any

from search.tokens import analysers, base, tokeniser

Step = Callable[[str], str]


class Lemmatiser:
    """Finds the lemma of a form in one language; what it has found once it remembers."""

    def __init__(self, language: str, known: dict[str, str] | None = None) -> None:
        """Args: language: A tag. known: Forms whose lemma is known from elsewhere, so that no dictionary is loaded."""
        self.language = base(language)
        self._known: dict[str, str] = {} if known is None else known
        self._steps: Step | None = None

    @property
    def light(self) -> bool:
        """True when no dictionary has to be loaded (which takes up to three seconds)."""
        steps = analysers().get(self.language, {}).get("lemma", ())
        return not any(name.partition(":")[0] in ("simplemma", "folded") for name in steps)

    def learn(self, known: dict[str, str]) -> None:
        """Take over lemmas found before, as those in the table beside an index, so that no dictionary is loaded."""
        self._known = {**known, **self._known}

    def lemma(self, form: str) -> str:
        """The lemma of a folded form (`Tokeniser.fold`); a number, or what begins with no letter, is its own."""
        found = self._known.get(form)
        if found is None and not form[:1].isalpha():
            found = self._known[form] = form
        if found is None:
            if self._steps is None:
                self._steps = chain(analysers().get(self.language, {}).get("lemma", ()))
            found = self._steps(form) or form
            self._known[form] = found
        return found


@lru_cache(maxsize=64)
def lemmatiser(language: str) -> Lemmatiser:
    """The one lemmatiser of a language."""
    return Lemmatiser(language)


def chain(names: list[str] | tuple[str, ...]) -> Step:
    """The steps of these names, one after the other."""
    rest: Step = str
    for name in reversed(names):
        kind, _, argument = name.partition(":")
        rest = _KINDS[kind](argument, rest)
    return rest


def _simplemma(code: str, rest: Step) -> Step:
    import simplemma

    return lambda form: rest(str(simplemma.lemmatize(form, lang=code)).casefold())


def _folded(code: str, rest: Step) -> Step:
    """A dictionary whose words are folded like the forms, for a language whose folding drops signs it writes."""
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    fold = tokeniser(code).fold
    words: dict[str, str] = {}
    for form, lemma in DefaultDictionaryFactory().get_dictionary(code).items():
        key, value = fold(form), fold(lemma)
        # Of two readings the one that is its own lemma, else the first.
        if key == value or key not in words:
            words[key] = value
    # The lemma may have one in its turn: δότης gives δότρια, its plural δότης.
    return lambda form: rest(words.get(lemma := words.get(form, form), lemma))


def _snowball(name: str, rest: Step) -> Step:
    import Stemmer

    stem: Step = Stemmer.Stemmer(name).stemWord
    return lambda form: rest(stem(form))


def _suffix(name: str, rest: Step) -> Step:
    table = _tables("suffixes")[name]
    least: int = table["stem"]
    keep = frozenset(table.get("keep", ()))
    slots = [(slot, "") if isinstance(slot, str) else (slot[0], slot[1]) for slot in table.get("slots", ())]
    endings = [(re.compile(f"(?:{pattern})$", re.VERBOSE), new) for pattern, new in slots]
    tail = re.compile("".join(f"(?:{pattern})?" for pattern, _ in reversed(slots)), re.VERBOSE)
    beginning = re.compile(table.get("prefix", ""), re.VERBOSE)

    def strip(form: str) -> str:
        if (found := beginning.match(form)) and len(form) - found.end() >= least:
            form = form[found.end() :]
        for end in range(len(form), least - 1, -1):
            if form[:end] in keep and tail.fullmatch(form, end):
                return rest(form[:end])
        for ending, new in endings:
            if match := ending.search(form, least):
                form = form[: match.start()] + match.expand(new)
        return rest(form)

    return strip


def _map(language: str, rest: Step) -> Step:
    words: dict[str, str] = {}
    for lemma, forms in _tables("irregular")[language].items():
        words.update(dict.fromkeys(forms, lemma if lemma in forms else rest(lemma)))

    def look_up(form: str) -> str:
        found = words.get(form)
        return rest(form) if found is None else found

    return look_up


@lru_cache(maxsize=2)
def _tables(name: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("search").joinpath(f"data/{name}.toml").read_text(encoding="utf-8"))


_KINDS: dict[str, Callable[[str, Step], Step]] = {
    "simplemma": _simplemma,
    "folded": _folded,
    "snowball": _snowball,
    "suffix": _suffix,
    "map": _map,
}
