"""Numbers in a law's words: digits, number words, the numerals of Chinese, each with the unit that follows."""

from collections.abc import Mapping
from dataclasses import dataclass

from search.patterns import Words

_CJK = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2, "壹": 1, "貳": 2, "參": 3}
_MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Numbers:
    """The number words of a language (lemma or form to value) and what stands between them (`und`, `and`)."""

    values: Mapping[str, int]
    joiners: frozenset[str] = frozenset()

    def read(self, words: Words, at: int) -> tuple[float, int] | None:
        """The number that begins at a position, and the position after it; `None` when there is none.

        Tens and units that stand side by side are one number (`двадцать пять`, `on beş`).
        """
        forms = words.forms
        if at >= len(forms):
            return None
        form = forms[at]
        if form[:1].isdecimal():
            try:
                return float(form), at + 1
            except ValueError:
                return None
        if form in _CJK or form in "十百":
            return self._signs(words, at)
        total, end, last = 0, at, 10**6
        while end < len(forms) and end - at < _MOST_WORDS:
            value = self.values.get(forms[end], self.values.get(words.lemmas[end]))
            if value is None:
                if end > at and forms[end] in self.joiners and end + 1 < len(forms):
                    value = self.values.get(forms[end + 1], self.values.get(words.lemmas[end + 1]))
                    if (
                        value is not None
                        and total + value != total
                        and value != last
                        and ((value % 10 == 0 and total < 10) or (value < 10 and last >= 20 and last % 10 == 0))
                    ):
                        return float(total + value), end + 2  # fünf und zwanzig, vinte e cinco
                break
            if end > at and not (last >= 10 and last % 10 == 0 and value < 10):
                break
            total, last, end = total + value, value, end + 1
        if end > at and end < len(forms) and forms[end] == str(total):
            end += 1  # six (6)
        return (float(total), end) if end > at else None

    @staticmethod
    def _signs(words: Words, at: int) -> tuple[float, int] | None:
        total, digit, end, seen = 0, -1, at, False
        while end < len(words.forms):
            sign = words.forms[end]
            if sign in _CJK:
                digit = _CJK[sign]
            elif sign in ("十", "百"):
                total += (1 if digit < 0 else digit) * (10 if sign == "十" else 100)
                digit = -1
            else:
                break
            seen, end = True, end + 1
        return (float(total + max(0, digit)), end) if seen else None
