"""Numbers that lost their superscript: `1601` after `160` is art. 160¹, told by the sequence they stand in.

Text saved from a word processor or a web page loses the raised figure of inserted articles and parts. A number that is
the one before it with a figure appended, and after which smaller numbers come again, was such a one.

    159, 160, 1601, 1602, 161    ->    159, 160, 160-1, 160-2, 161
"""

import re
from collections.abc import Sequence

_HIGHEST = 40  # the highest raised number that a law is known to reach is 26
_AHEAD = 40  # numbers to look ahead for a smaller one
_LABEL = re.compile(r"\s*(?P<num>\d{1,5})(?P<mark>[.)])(?=\s|$|[^\W\d_])")


def mend(numbers: Sequence[str]) -> list[str]:
    """The article numbers of a law in their order, lost superscripts written as `160-1`."""
    out: list[str] = []
    base = last = 0
    for index, printed in enumerate(numbers):
        raised = _raised(printed, base, last) if _comes_back(printed, numbers[index + 1 :]) else None
        if raised:
            last = raised
            out.append(f"{base}-{raised}")
            continue
        match = re.match(r"(\d+)(?:\D(\d+))?", printed)
        base, last = (int(match[1]), int(match[2] or 0)) if match else (base, last)
        out.append(printed)
    return out


def mend_labels(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs of one article; `11.` right after `1.`, or `51)` after `5)`, is the inserted `1-1.`, `5-1)`."""
    out: list[str] = []
    open_at: dict[str, tuple[int, int]] = {}
    for text in paragraphs:
        match = _LABEL.match(text)
        if match:
            mark = match["mark"]
            base, last = open_at.get(mark, (0, 0))
            if raised := _raised(match["num"], base, last):
                open_at[mark] = (base, raised)
                text = f"{base}-{raised}{text[match.end('num') :].lstrip()}"
            else:
                open_at[mark] = (int(match["num"]), 0)
        out.append(text)
    return out


def _raised(printed: str, base: int, last: int) -> int | None:
    """The raised figure of a number after `base` (whose last raised figure was `last`), None when it is plain."""
    if not base or not printed.isdigit() or int(printed) == base + 1 or not printed.startswith(str(base)):
        return None
    rest = printed[len(str(base)) :]
    if not rest or rest.startswith("0") or not last < int(rest) <= min(_HIGHEST, last + 9):
        return None
    return int(rest)


def _comes_back(printed: str, later: Sequence[str]) -> bool:
    """True when smaller numbers follow; of the very last numbers of a law only large ones can be told."""
    if not printed.isdigit():
        return False
    following = [int(m[0]) for n in later[:_AHEAD] if (m := re.match(r"\d+", n))]
    if not following:
        return len(printed) > 3
    return any(n < int(printed) for n in following)
