"""Printed numbers of every script: their canonical label, their order, their part of an eid.

A *label* is the printed number without the words and punctuation around it: `第二百三十四条之一` gives `234-1`,
`§ 262 a.` gives `262a`, `177 bis` gives `177bis`, `(1)` gives `1`. A *key* is a tuple that sorts as the law does:
art. 128-1 stands between 128 and 129.

Source: the eId rules of Akoma Ntoso 3.0 naming convention, section 5.
"""

import re
import unicodedata

from corpus.errors import NumberingError
from corpus.records import Level

Key = tuple[tuple[int, int], ...]

# Order of the letters that laws use to count, by the name that a grammar gives the system.
ALPHABETS: dict[str, str] = {
    "latin": "abcdefghijklmnopqrstuvwxyz",
    "letter": "abcdefghijklmnopqrstuvwxyz",
    "cyrillic": "абвгдежзийклмнопрстуфхцчшщэюя",
    "ukrainian": "абвгґдеєжзиіїйклмнопрстуфхцчшщюя",
    "kazakh": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщыіэюя",
    "bulgarian": "абвгдежзийклмнопрстуфхцчшщюя",
    "georgian": "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "uzbek": "abvgdejziyklmnoprstufx",
    "vietnamese": "abcdđeghiklmnopqrstuvxy",
    "turkish": "abcçdefgğhıijklmnoöprsştuüvyz",
    "czech": "abcdefghijklmnopqrstuvwxyz",
    "spanish": "abcdefghijklmnopqrstuvwxyz",
    "hangul": "가나다라마바사아자차카타파하",
    "arabic": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
}
# fmt: off
GREEK = [
    "α", "β", "γ", "δ", "ε", "στ", "ζ", "η", "θ", "ι", "ια", "ιβ", "ιγ", "ιδ", "ιε", "ιστ", "ιζ", "ιη",
    "ιθ", "κ", "κα", "κβ", "κγ", "κδ", "κε", "κστ", "κζ", "κη", "κθ", "λ", "λα", "λβ", "λγ", "λδ", "λε",
]
# fmt: on
# The numerals go on: λστ 36, μ 40, ο 70, ϟ is not used in laws.
GREEK += [tens + unit for tens in "λμνξοπ" for unit in ("", *GREEK[:9]) if tens + unit not in GREEK]
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵"
CJK_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
CJK_UNITS = {"十": 10, "百": 100, "千": 1000}
LATIN_ORDINALS = {
    "bis": 2,
    "ter": 3,
    "quater": 4,
    "quáter": 4,
    "quinquies": 5,
    "quinque": 5,
    "quinto": 5,
    "quinquiès": 5,
    "sexies": 6,
    "septies": 7,
    "octies": 8,
    "novies": 9,
    "nonies": 9,
    "decies": 10,
    "undecies": 11,
    "duodecies": 12,
    "terdecies": 13,
    "quaterdecies": 14,
    "quinquiesdecies": 15,
    "quindecies": 15,
    "sexiesdecies": 16,
    "sexdecies": 16,
    "septiesdecies": 17,
    "septdecies": 17,
    "octiesdecies": 18,
    "octodecies": 18,
    "noviesdecies": 19,
    "vicies": 20,
}
# Systems whose numbers may carry a Latin ordinal (`3bis`, `1° bis`, `a ter`), each with the system of its stem.
_ORDINAL_TAILS = {"decbis": "dec", "degree": "dec", "incise": "dec", "ROMANbis": "ROMAN", "letterbis": "spanish"}
_ORDINAL_TAIL = re.compile(r"(.+?)(bis|ter|quater|quáter|quinquies|sexies|septies|octies)([A-C])?")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_ROMAN_SHAPE = re.compile(r"m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
# The words around a number: «Статья 128.», «§ 232», "Articolul 182", "128-бап", "第…條", "제…조".
_AROUND = re.compile(
    r"^(?:art(?:icle|icolul|ículo|iculo|igo|ikel|ikkel)?s?\b\.?|§+|section\b|sec\.|s\.|стат(?:ья|тя|ьи)\b|ст\.|чл(?:ан|ен)?\b\.?|"
    r"článek|čl\.|člen\b|članak\b|madde\b|maddə\b|modda\b|точка|мухли|მუხლი|άρθρο\b|điều\b|المادة|مادة|pants?\b|straipsnis\b|第|제)\s*",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*(?:-?\s*(?:бап|модда|modda|статья)\b|\.?\s*(?:§|pants|straipsnis|cikk)|条|條|조)\.?", re.IGNORECASE
)


def roman(text: str) -> int | None:
    """The value of a Roman numeral of either case, None when it is none."""
    low = text.lower()
    if not low or not _ROMAN_SHAPE.fullmatch(low):
        return None
    values = [_ROMAN[c] for c in low]
    return sum(-v if v < max(values[i + 1 :], default=0) else v for i, v in enumerate(values))


def cjk(text: str) -> int | None:
    """The value of a Chinese or Japanese numeral below 10,000 (`二百三十四` is 234), None when it is none."""
    if not text or any(c not in CJK_DIGITS and c not in CJK_UNITS for c in text):
        return None
    if not any(c in CJK_UNITS for c in text):
        return int("".join(str(CJK_DIGITS[c]) for c in text))
    total = digit = 0
    for char in text:
        if char in CJK_UNITS:
            total += (digit or 1) * CJK_UNITS[char]
            digit = 0
        else:
            digit = CJK_DIGITS[char]
    return total + digit


def ordinal(system: str, text: str) -> tuple[int, ...] | None:
    """The place of `text` in a counting system, as a tuple that sorts (`2-1` is (2, 1)); None when it is not of it.

    Args:
        system: `dec`, `deca`, `roman`, `ROMAN`, `romana`, `clause`, `fraction`, `latin`, `LATIN`, `double`,
            `pair`, `greek`, `circled`, `cjk` or an alphabet.
        text: The bare number, without brackets or dots.
    """
    if system in ("dec", "deca"):
        return _decimal(text)
    if system in _ORDINAL_TAILS:
        match = _ORDINAL_TAIL.fullmatch(text)
        found = ordinal(_ORDINAL_TAILS[system], (match[1] if match else text).rstrip("°º"))
        if not match or not found:
            return found
        rank = LATIN_ORDINALS[match[2]]
        # `4° bis A` was put in before `4° bis`.
        return (*found, rank - 1, _letter_rank(match[3].lower())) if match[3] else (*found, rank)
    if system in ("roman", "ROMAN"):
        value = roman(text) if text == (text.upper() if system == "ROMAN" else text.lower()) else None
        return (value,) if value and value < 60 else None
    if system == "fraction":  # 2 < 2.01 < 2.02 < 2.1 < 2.11 < 3
        whole, _, part = text.partition(".")
        return (int(whole), *map(int, part)) if whole.isdigit() and (not part or part.isdigit()) else None
    if system in ("clause", "romana"):
        return _inserted(system, text)
    if system == "ordinal":  # 1º, 2º-A
        return _decimal(re.sub("[°º]", "", text))
    if system == "ROMANA":  # II, II-A
        stem, _, branch = text.partition("-")
        found = ordinal("ROMAN", stem)
        return (*found, _letter_rank(branch.lower())) if found and branch else found
    if system == "unico":  # «único»: the only one
        return (1,)
    if system == "circled":
        return (CIRCLED.index(text) + 1,) if text and text in CIRCLED else None
    if system == "cjk":
        value = cjk(text)
        return (value,) if value else None
    if system == "greek":
        low = text.lower()
        return (GREEK.index(low) + 1,) if low in GREEK else None
    if system == "greekpair":  # αα, ββ and αα, αβ alike: the last letter counts
        tail = text[1:].lower()
        return (GREEK.index(tail) + 1,) if len(text) > 1 and tail in GREEK else None
    if system == "pair":  # ab, bc; ა.ბ: the letter of the point above comes first
        alphabet = ALPHABETS["georgian" if "." in text else "latin"]
        return (alphabet.index(text[-1]) + 1,) if text[-1:] and text[-1] in alphabet and len(text) > 1 else None
    if system == "double":
        return (ord(text[0]) - 96,) if len(text) == 2 and text[0] == text[1] and "a" <= text[0] <= "z" else None
    return _letters(system, text)


def _inserted(system: str, text: str) -> tuple[int, ...] | None:
    """Common-law labels with their insertions: `a`, `a.1`, `aa` (put in after a); `iv`, `iv.1`, `iva`."""
    stem, _, branch = text.partition(".")
    rank: tuple[int, ...] = tuple(map(int, branch)) if branch.isdigit() else ()  # a.01 < a.02 < a.1
    if system == "clause":
        counts_roman = len(stem) == 2 and set(stem) <= set("ivx")
        value = _letter_rank(stem[0]) if stem.islower() and len(stem) <= 2 and not counts_roman else None
        rank = rank or ((_letter_rank(stem[1]),) if len(stem) == 2 else ())
    else:
        value = roman(stem)
        if value is None and stem[-1:] in tuple("abcde"):
            value, rank = roman(stem[:-1]), (_letter_rank(stem[-1]),)
    if not value or (system == "romana" and value >= 80):
        return None
    return (value, *rank)


def _decimal(text: str) -> tuple[int, ...] | None:
    match = re.fullmatch(r"(\d+)(?:[-–^./](\d+))?(?:[-–^./](\d+))?(?:[-\s]?([a-z]+|[а-яё]))?", text, re.IGNORECASE)
    if not match:
        return None
    key = tuple(int(g) for g in match.groups()[:3] if g)
    tail = (match[4] or "").lower()
    if not tail:
        return key
    return (*key, LATIN_ORDINALS.get(tail) or sum(_letter_rank(c) for c in tail))


def _letter_rank(char: str) -> int:
    for alphabet in ("latin", "cyrillic"):
        if char in ALPHABETS[alphabet]:
            return ALPHABETS[alphabet].index(char) + 1
    return 99


def _letters(system: str, text: str) -> tuple[int, ...] | None:
    name = system.lower()
    alphabet = ALPHABETS.get(name)
    if alphabet is None:
        raise NumberingError("counting system", repr(system), "one of " + ", ".join(sorted(ALPHABETS)))
    match = re.fullmatch(r"([^\W\d_]+)(?:[-^.]?(\d+))?", text)
    if not match or (system.isupper() != match[1].isupper() and match[1].upper() != match[1].lower()):
        return None
    low = match[1].lower().replace("ـ", "")  # «هـ»: the Arabic letter with its stroke
    tail = (int(match[2]),) if match[2] else ()
    if name == "czech" and low == "ch":
        return (8, 50, *tail)
    if name == "spanish" and low == "ñ":  # some lists have it, some go from n to o
        return (14, 50)
    if len(low) > 1 and len(set(low)) == 1:  # aa, bb: the second round of a long list
        return (len(alphabet) * (len(low) - 1) + alphabet.find(low[0]) + 1, *tail)
    if len(low) == 2 and low[0] in alphabet and low[1] in alphabet:
        # za, zb after z; ab after aa: both continue the alphabet
        first = alphabet.index(low[0]) + 1
        return (len(alphabet) * first + alphabet.index(low[1]) + 1, *tail)
    if len(low) != 1 or low not in alphabet:
        return None
    return (alphabet.index(low) + 1, *tail)


def label(num: str) -> str:
    """The canonical label of a printed number: no words, no outer punctuation, no blanks, NFC.

    Letters keep their case and script; superscripts are written with `^`, Chinese article numbers in digits.

    Raises:
        NumberingError: If nothing that counts is left.
    """
    text = unicodedata.normalize("NFC", num).strip()
    text = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda m: "^" + m[0].translate(_SUPERSCRIPTS), text)
    if len(text) == 1 and text in CIRCLED:
        return str(CIRCLED.index(text) + 1)
    text = unicodedata.normalize("NFKC", text) if not re.search(r"[ªº]", text) else text
    text = _cjk_article(text) or text
    text = _AFTER.sub("", _AROUND.sub("", text))
    text = re.sub(r"(?<=\d)\s*[ºª°]|[ºª°]", "", text)
    text = re.sub(r"\s*([-\u2010-\u2015\u2212:/^])\s*", r"\1", text)
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text)
    text = re.sub(r"(?<=\d)_(?=\d)", "-", text)  # e-Gov writes 226_2 for 第二百二十六条の二
    text = re.sub(r"(?<=\d)\s*의\s*(?=\d)", "-", text)  # Korean 2의2 is 2-2
    text = re.sub(r"^([A-Z])\.\s*(?=\d)", r"\1", text)  # French "L. 823-1" is L823-1
    text = text.strip(" .,:;()[]{}«»\"'*_~°ʼ’—-\u3000（）、，．。§")
    text = re.sub(r"\s+", "", text)
    if not text:
        raise NumberingError("number", repr(num), "a printed number such as 128, 177 bis, 143^1")
    return text


def _cjk_article(text: str) -> str | None:
    """`第二百三十四条之一` -> `234-1`, `第296-1條` -> `296-1`, `제295조의2` -> `295-2`."""
    match = re.fullmatch(
        r"[第제]\s*([〇零○一二三四五六七八九十百千两\d-]+)\s*[条條조](?:\s*[之의の]\s*([一二三四五六七八九十\d]+))?",
        text,
    )
    if not match:
        return None
    first, branch = (g if g is None or re.fullmatch(r"[\d-]+", g) else str(cjk(g)) for g in match.groups())
    return f"{first}-{branch}" if branch else first


def key(num: str) -> Key:
    """A sort key for article numbers of any shape: 128 < 128-1 < 128 bis < 128A < 129."""
    parts: list[tuple[int, int]] = []
    for token in re.findall(r"\d+|[^\W\d_]+", label(num).lower()):
        if token.isdigit():
            parts.append((1, int(token)))
        elif token in LATIN_ORDINALS:
            parts.append((2, LATIN_ORDINALS[token]))
        elif not parts and (value := roman(token)):
            parts.append((1, value))
        else:
            parts.append((3, _word_rank(token)))
    return tuple(parts)


def _word_rank(token: str) -> int:
    rank = 0
    for char in token[:6]:
        rank = rank * 2000 + (ord(char) if not "a" <= char <= "z" else ord(char) - 96)
    return rank


_PREFIX = {
    Level.ARTICLE: "art",
    Level.PARAGRAPH: "para",
    Level.SUBPARAGRAPH: "nn",
    Level.POINT: "point",
    Level.CHAPTER: "chp",
    Level.SCHEDULE: "sched",
    Level.TRANSITIONAL: "trans",
    Level.PART: "part",
    Level.SECTION: "sec",
    Level.TITLE: "title",
    Level.BOOK: "book",
}


def eid_part(level: Level, num: str) -> str:
    """One segment of an eid: `art_128`, `para_2`, `point_7`; article numbers lower case, others as printed.

    A double number of chapter and section (`4:1 a`) gives two segments: `chp_4__art_1a`.
    """
    text = label(num)
    if level is Level.ARTICLE:
        text = text.lower()
        if ":" in text:
            chapter, _, rest = text.partition(":")
            return f"chp_{_safe(chapter)}__art_{_safe(rest)}"
    return f"{_PREFIX.get(level, level.value)}_{_safe(text)}"


def root_eid(level: Level, num: str, prefix: str = "") -> str:
    """The eid of a unit directly under the law; unnumbered preambles and schedules are named by their level."""
    part = eid_part(level, num) if num else _PREFIX.get(level, level.value)
    return f"{prefix}__{part}" if prefix else part


def _safe(text: str) -> str:
    return re.sub(r"_{2,}", "_", re.sub(r"[/\\:\s]+", "-", text))


_ROOTS = {"art", "preamble", "trans", "sched"}


def unit_path(eid: str) -> str:
    """The labels below the article in an eid, outermost first: `art_128__para_2__point_7` gives `2/7`.

    Unnumbered units (`nn_…`) are left out, as lawyers cite past them.
    """
    labels: list[str] = []
    below = False
    for segment in eid.split("__"):
        prefix, _, rest = segment.partition("_")
        if prefix in _ROOTS:
            below = True
        elif below and prefix == "note":
            labels.extend(["note", rest] if rest else ["note"])
        elif below and prefix != "nn":
            labels.append(rest)
    return "/".join(labels)
