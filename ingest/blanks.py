"""Blanks that a PDF converter put inside words, taken out by the well-printed words of the same file.

Letters that stand in another font than the rest (Azerbaijani `ə`, `ş`, `ğ`, `İ`) come out as words of their own:

    c ə zanın t ə yin edilm ə si    ->    cəzanın təyin edilməsi

Only blanks beside such a letter may go. Where the next word begins is told by the words that stand unbroken elsewhere;
a doubled blank (justified lines) always parts words.
"""

import re
from functools import lru_cache

_TOKENS = re.compile(r"\w+|\W+")
_LONGEST = 16  # fragments of one word
_UNKNOWN = 3.0  # cost of a word that stands nowhere unbroken, beside 1 for one that does; a long one costs much more
_LONG = 0.1
_STRAY = 16.0  # cost of leaving one or two letters as a word


class Mender:
    """Joins the fragments of words; built once for a file."""

    def __init__(self, text: str, letters: str) -> None:
        """Read the words of `text` that stand unbroken; `letters` are those that come out apart."""
        self.apart = re.compile(rf"[{letters}]+")
        self.lexicon: set[str] = set()
        for line in text.split("\n"):
            found = re.findall(r"[^\W\d_]+", line)
            if not any(self.apart.fullmatch(word) for word in found):
                self.lexicon.update(lower(word) for word in found if len(word) > 1)

    def mend(self, line: str) -> str:
        """The line with its broken words whole."""
        tokens = _TOKENS.findall(line)
        if not any(self.apart.fullmatch(token) for token in tokens):
            return line
        out: list[str] = []
        group: list[str] = []
        for index, token in enumerate(tokens):
            if token == " " and group and self._soft(tokens, index):
                continue
            if token[0].isalpha() and (not group or tokens[index - 1] == " "):
                group.append(token)
                continue
            out.extend(self._words(group))
            group = [token] if token[0].isalpha() else []
            out.extend([] if group else [token])
        return re.sub(r" (?=[,;.:)])", "", "".join([*out, *self._words(group)]))

    def _soft(self, tokens: list[str], index: int) -> bool:
        """True when the blank at `index` may stand inside a word."""
        around = [t for t in (tokens[index - 1], tokens[index + 1] if index + 1 < len(tokens) else "") if t]
        return len(around) == 2 and around[1][0].isalpha() and any(self.apart.fullmatch(t) for t in around)

    def _words(self, group: list[str]) -> list[str]:
        """The cheapest way to read the fragments as words, parted by blanks."""
        best: list[tuple[float, tuple[str, ...]]] = [(0.0, ())]
        for end in range(1, len(group) + 1):
            options = []
            for start in range(max(0, end - _LONGEST), end):
                word = "".join(group[start:end])
                cost, before = best[start]
                options.append((cost + self._cost(word), (*before, word)))
            best.append(min(options))
        return [" ".join(best[-1][1])] if group else []

    def _cost(self, word: str) -> float:
        if lower(word) in self.lexicon:
            return 1.0
        return _STRAY if len(word) < 3 else _UNKNOWN + _LONG * len(word) ** 1.5


@lru_cache(maxsize=65536)
def lower(word: str) -> str:
    """Lower case as Turkic languages have it: `İ` to `i`, `I` to `ı`."""
    return word.replace("İ", "i").replace("I", "ı").lower()
