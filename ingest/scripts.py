"""Is a text in the script of the language that its record names? Catches a file saved under another law's record."""

import re
from collections import Counter

from corpus.errors import ParseError
from corpus.records import Expression

_SCRIPTS = {
    "latin": r"[A-Za-zÀ-ɏḀ-ỿ]",
    "cyrillic": r"[Ѐ-ԯ]",
    "greek": r"[Ͱ-Ͽἀ-῿]",
    "arabic": r"[؀-ۿﭐ-﷿ﹰ-﻿]",
    "georgian": r"[Ⴀ-ჿᲐ-Ჿ]",
    "armenian": r"[԰-֏]",
    "cjk": r"[぀-ヿ㐀-鿿]",
    "hangul": r"[가-힣]",
    "hebrew": r"[֐-׿]",
    "thai": r"[฀-๿]",
    "devanagari": r"[ऀ-ॿ]",
}
_COMPILED = {name: re.compile(pattern) for name, pattern in _SCRIPTS.items()}
_BY_LANGUAGE = {
    "ru": "cyrillic", "uk": "cyrillic", "be": "cyrillic", "bg": "cyrillic", "kk": "cyrillic", "ky": "cyrillic",
    "mk": "cyrillic", "mn": "cyrillic", "tg": "cyrillic", "uz-Cyrl": "cyrillic", "el": "greek", "ar": "arabic",
    "fa": "arabic", "ka": "georgian", "hy": "armenian", "zh": "cjk", "ja": "cjk", "ko": "hangul", "he": "hebrew",
    "th": "thai", "hi": "devanagari",
}  # fmt: skip
# Serbian and a few others are printed in two scripts; the tag says which only if it has a script part.
_EITHER = {"sr", "uz", "kk-Latn", "bs"}
_SAMPLE = 40_000  # characters


def check(expression: Expression) -> None:
    """Refuse an expression whose letters are mostly of another script than its language's.

    Raises:
        ParseError: With both scripts.
    """
    if expression.language in _EITHER:
        return
    wanted = _BY_LANGUAGE.get(expression.language, "latin")
    text = ""
    for provision in expression.provisions:
        text += provision.words
        if len(text) > _SAMPLE:
            break
    counts = Counter({name: len(pattern.findall(text)) for name, pattern in _COMPILED.items()})
    found, most = counts.most_common(1)[0]
    if found != wanted and most > 2 * counts[wanted] and most > 200:
        raise ParseError(
            expression.id,
            f"a text mostly in {found} letters",
            f"{wanted} letters, as its language {expression.language!r} is written",
            "Is it the law that the record names, and is the language right?",
        )
