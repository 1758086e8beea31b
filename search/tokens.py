"""Words of a text with their places: one tokeniser, and for each language its own folding of spellings.

A number keeps its parts (`128-1`, `177 bis`, `143^1`, `225-4-1`). A word keeps its apostrophes, except where one parts
two words (`l'organe`). Soft hyphens, stress marks and invisible signs are dropped, look-alike letters of another
alphabet inside a word are mapped to its own. Chinese and Japanese are read in pairs of signs, Korean by syllables.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

_SIGN = "\u3005\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_SYLLABLE = "\uac00-\ud7a3"
# Dropped: soft hyphen, combining accents left after composing, Arabic vowel signs and tatweel, zero-width and
# direction marks.
_MARK = (
    "\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0640\u064b-\u065f\u0670"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
)
_LETTER = rf"(?:[^\W_{_SIGN}{_SYLLABLE}]|[{_MARK}])"
_APOSTROPHE = "'\u2019\u2018\u02bc\u02bb`\u00b4\u2032"
_LATIN_NUMBER = "bis|ter|quater|quinquies|sexies|septies|octies|novies|decies|undecies|duodecies"
_HYPHEN = "-\u2010\u2011"
_TOKEN = re.compile(
    rf"(?P<number>\d+(?:[{_HYPHEN}.^/:]\d+)*[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]*"
    rf"(?:[{_HYPHEN}]?[^\W\d_{_SIGN}{_SYLLABLE}](?!{_LETTER}))?"
    rf"(?:[ \u00a0]?(?i:{_LATIN_NUMBER})(?!{_LETTER})(?![ \u00a0]+\d))?)"  # but "1 bis 5 Jahre"
    rf"|(?P<sign>[{_SIGN}])|(?P<syllable>[{_SYLLABLE}])"
    rf"|{_LETTER}+(?:[{_APOSTROPHE}]{_LETTER}+)*[{_APOSTROPHE}]?"
)
_PAIR = re.compile(f"[{_SIGN}]{{2}}")
_DROPPED = re.compile(f"[{_MARK}]")
_ANY_APOSTROPHE = re.compile(f"[{_APOSTROPHE}]")
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

_CYRILLIC_LIKE = "авекмнорстухіјѕһԁԛԝ"
_LATIN_LIKE = "abekmhopctyxijshdqw"
_TO_LATIN = str.maketrans(_CYRILLIC_LIKE, _LATIN_LIKE)
# In lower case only shapes that are alike in lower or upper case: `H` is like `Н`, so `h` maps to `н`.
_TO_CYRILLIC = str.maketrans(_LATIN_LIKE[:-4], _CYRILLIC_LIKE[:-4])
_GREEK_TO_LATIN = str.maketrans("αβεζηικμνορτυχ", "abezhikmnoptyx")


@dataclass(frozen=True, slots=True)
class Token:
    """One word: its form as searched, and where it stands (characters, 0-based, end not included)."""

    form: str
    start: int
    end: int


class Tokeniser:
    """Reads words in one language; what it has read once it remembers."""

    def __init__(self, language: str) -> None:
        self.language = base(language)
        settings = analysers().get(self.language, {})
        self.signs: str = settings.get("signs", "bigram")
        self._elide = frozenset(settings.get("elide", ()))
        self._folds = [_FOLDS[name] for name in settings.get("fold", ())]
        self._dotted = "dotted-i" in settings.get("fold", ())
        self._known: dict[str, tuple[tuple[str, int, int], ...]] = {}

    def tokens(self, text: str) -> list[Token]:
        """The words of a text in their order."""
        out: list[Token] = []
        pair: Token | None = None  # a sign that waits for the next one
        for match in _TOKEN.finditer(text):
            start = match.start()
            if match["sign"]:
                sign = Token(match[0], start, match.end())
                if pair is not None:
                    out[-1] = _joined(pair, sign, text)
                pair = sign
                out.append(sign)
                continue
            pair = None
            raw = match[0]
            known = self._known.get(raw)
            if known is None:
                known = self._known[raw] = tuple(self._split(match))
            out.extend(Token(form, start + a, start + b) for form, a, b in known)
        return out

    def forms(self, text: str) -> list[str]:
        """The forms of a text's words in their order, without their places."""
        out: list[str] = []
        known = self._known
        before = -2
        for match in _TOKEN.finditer(text):
            raw = match[0]
            if match.lastgroup == "sign":
                if before >= 0 and not text[before : match.start()].strip():
                    out[-1] += raw
                before = match.end()
                out.append(raw)
                continue
            before = -2
            found = known.get(raw)
            if found is None:
                found = known[raw] = tuple(self._split(match))
            out.extend([f for f, _, _ in found])
        return out

    def query(self, word: str) -> list[str]:
        """The forms that a typed word stands for: one, or several in a row; signs in pairs, without the last half."""
        forms = self.forms(_DROPPED.sub("", unicodedata.normalize("NFC", word)))
        if len(forms) > 1 and re.fullmatch(f"[{_SIGN}]", forms[-1]) and paired(forms[-2]):
            forms.pop()
        return forms

    def width(self, word: str) -> int:
        """How many words of a text a typed word takes: one, or as many as it has signs or parts."""
        return max(1, len(self.forms(_DROPPED.sub("", unicodedata.normalize("NFC", word)))))

    def _split(self, match: re.Match[str]) -> Iterator[tuple[str, int, int]]:
        raw = match[0]
        if match["number"]:
            yield _number(raw), 0, len(raw)
            return
        if self._elide and (cut := _ANY_APOSTROPHE.search(raw)) and raw[: cut.start()].casefold() in self._elide:
            yield self.fold(raw[: cut.start()]), 0, cut.start()
            if form := self.fold(raw[cut.end() :]):
                yield form, cut.end(), len(raw)
            return
        if form := self.fold(raw):
            yield form, 0, len(raw)

    def fold(self, word: str) -> str:
        """The form of a word: composed, lower case, spellings of the language made one."""
        word = _DROPPED.sub("", unicodedata.normalize("NFC", word))
        if self._dotted:
            word = word.replace("I", "ı").replace("İ", "i")
        word = _ANY_APOSTROPHE.sub("'", word.casefold()).strip("'")
        if word.isascii():
            return word
        word = _one_alphabet(unicodedata.normalize("NFC", _DROPPED.sub("", word)))
        for fold in self._folds:
            word = fold(word)
        return word


def _joined(first: Token, second: Token, text: str) -> Token:
    """The pair of two signs, when nothing but blanks stands between them."""
    if text[first.end : second.start].strip():
        return first
    return Token(first.form + second.form, first.start, second.end)


def _number(raw: str) -> str:
    word = unicodedata.normalize("NFC", raw).casefold().translate(_TO_LATIN).translate(_GREEK_TO_LATIN)
    word = re.sub(rf"[{_HYPHEN}]", "-", word).replace("\u00a0", " ")
    word = re.sub(r"(?<=\d)[⁰¹²³⁴-⁹]+", lambda m: "^" + m[0].translate(_SUPERSCRIPT), word)
    return re.sub(rf"[ ]?({_LATIN_NUMBER})$", r" \1", word)


def _one_alphabet(word: str) -> str:
    """`opган` with Latin o and p: the letters that look alike are mapped to the alphabet that most letters have."""
    cyrillic = sum("\u0400" <= c <= "\u052f" for c in word)
    latin = sum(c.isascii() and c.isalpha() for c in word)
    if not cyrillic or not latin:
        return word
    return word.translate(_TO_CYRILLIC if cyrillic >= latin else _TO_LATIN)


def paired(form: str) -> bool:
    """True for a pair of Chinese or Japanese signs, which begins at the place of its first sign."""
    return _PAIR.fullmatch(form) is not None


def base(language: str) -> str:
    """The language of a tag: `uz-Latn` and `uz-Cyrl` are both `uz`."""
    return language.partition("-")[0].lower()


@lru_cache(maxsize=1)
def analysers() -> dict[str, dict[str, Any]]:
    """The settings of every language, as listed in `search/data/languages.toml`."""
    return tomllib.loads(files("search").joinpath("data/languages.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def tokeniser(language: str) -> Tokeniser:
    """The one tokeniser of a language."""
    return Tokeniser(language)


# Spellings that count as one

_ARABIC = str.maketrans("أإآٱىة", "اااايه")
_SERBIAN = {"љ": "lj", "њ": "nj", "џ": "dž"} | dict(
    zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True)
)
_UZBEK = {
    "ё": "yo", "ю": "yu", "я": "ya", "ш": "sh", "ч": "ch", "ў": "o'", "ғ": "g'", "ъ": "'", "ь": "", "щ": "sh",
    "ц": "s", "э": "e", "ж": "j", "қ": "q", "ҳ": "h", "х": "x",
} | dict(zip("абвгдезийклмнопрстуфы", "abvgdeziyklmnoprstufi", strict=True))  # fmt: skip


def _tonos(word: str) -> str:
    """Greek capitals are printed without accents: none counts."""
    bare = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(c for c in bare if not unicodedata.combining(c)))


def _uzbek(word: str) -> str:
    """`эксплуатация`, `ekspluatatsiya`; е is `ye` at the start and after a vowel, ц is `ts` between vowels."""
    if word.isascii():
        return word
    word = re.sub(r"(?:^|(?<=[аеёиоуўэюя]))е", "ye", word)
    word = re.sub(r"(?<=[аеёиоуўэюя])ц", "ts", word)
    return "".join(_UZBEK.get(c, c) for c in word).strip("'")  # as in Latin, where no apostrophe ends a word


_FOLDS: dict[str, Callable[[str], str]] = {
    "arabic": lambda w: w.translate(_ARABIC),
    "cedilla": lambda w: w.replace("ş", "ș").replace("ţ", "ț"),
    "dotted-i": lambda w: w.replace("i̇", "i"),  # NFC leaves i + dot above as two signs
    "serbian-latin": lambda w: "".join(_SERBIAN.get(c, c) for c in w),
    "tonos": _tonos,
    "uzbek-latin": _uzbek,
    "yo": lambda w: w.replace("ё", "е"),
}
