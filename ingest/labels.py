"""Labels in the paragraphs of an article: cutting them out, and telling which of their readings goes on with a list.

A label may read in several ways: "(i)" is the ninth letter or the first Roman number. Which reading holds is decided by
what is open and by what comes next, never by the label alone.
"""

import re
from dataclasses import dataclass, field

from corpus import numbering
from ingest.draft import Draft, clean
from ingest.grammar import Grammar, Rung

LOOKAHEAD = 60  # labels to look ahead for the second of a list
_STOP = re.compile(r"(?:^|[.;:!?—–\-)\]»”\"’…,]|[。；：])$")


@dataclass(slots=True)
class Reading:
    """One way to read a label: its rung (place in the ladder), its order key, its print."""

    rung: int
    key: tuple[int, ...]
    num: str


@dataclass(slots=True)
class Token:
    """A piece of the article: a label with its readings, or text; `opens` marks the start of a paragraph."""

    text: str
    kind: str = "text"  # text | label | decimal | editorial
    readings: list[Reading] = field(default_factory=list)
    opens: bool = False
    before: str = ""
    glued: bool = False  # no blank stands between it and the token before


class Tokens:
    """Cuts paragraphs into labels and text."""

    def __init__(self, article: Draft, grammar: Grammar) -> None:
        self.grammar = grammar
        self.decimal = _decimal_label(article) if grammar.decimal and (article.label or article.num) else None

    def of(self, text: str) -> list[Token]:
        """The tokens of one paragraph; at least one, the first of them opening it."""
        out: list[Token] = []
        rest = text
        while rest.strip():
            if self.decimal and (match := self.decimal.match(rest)):
                out.append(Token(match["path"], "decimal"))
                rest = rest[match.end() :]
                continue
            found = self._start_label(rest)
            if not found:
                break
            token, end = found
            token.before = out[-1].text if out else ""
            out.append(token)
            rest = rest[end:]
        out.extend(self._inline(rest))
        out[0].opens = True
        return out

    def _start_label(self, text: str) -> tuple[Token, int] | None:
        readings: list[Reading] = []
        end = 0
        for index, rung in enumerate(self.grammar.rungs):
            match = rung.start.match(text)
            if not match or match.end() < end or not (key := _key(rung, match["num"])):
                continue
            if match.end() > end:
                readings.clear()
            end = match.end()
            readings.append(Reading(index, key, match[0].strip()))
        return (Token(text[:end].strip(), "label", readings), end) if readings else None

    def _inline(self, text: str) -> list[Token]:
        spots: dict[int, tuple[int, list[Reading]]] = {}
        quoted = [m.span() for pattern in self.grammar.quoted_inline for m in pattern.finditer(text)]
        for index, rung in enumerate(self.grammar.rungs):
            if rung.inline is None:
                continue
            for match in rung.inline.finditer(text):
                if any(start < match.start() < end for start, end in quoted):
                    continue
                if not self._may_stand(rung, text, match) or not (key := _key(rung, match["num"])):
                    continue
                end, readings = spots.get(match.start(), (0, []))
                if match.end() < end:
                    continue
                if match.end() > end:
                    readings = []
                readings.append(Reading(index, key, match[0].strip()))
                spots[match.start()] = (match.end(), readings)
        out: list[Token] = []
        last = 0
        for start in sorted(spots):
            if start < last:
                continue
            end, readings = spots[start]
            out.append(Token(text[last:start], glued=_glued(text, last)))
            before = text[max(0, start - 60) : start]
            out.append(Token(text[start:end].strip(), "label", readings, before=before, glued=_glued(text, start)))
            last = end
        out.append(Token(text[last:], glued=_glued(text, last)))
        return [t for t in out if t.readings or t.text.strip()]

    def _may_stand(self, rung: Rung, text: str, match: re.Match[str]) -> bool:
        before = text[max(0, match.start() - 60) : match.start()].rstrip()
        if self.grammar.ref_before and self.grammar.ref_before.search(before):
            return False
        after = text[match.end() : match.end() + 40]
        if self.grammar.ref_after and self.grammar.ref_after.match(after):
            return False
        if (rung.not_after and rung.not_after.search(before)) or (rung.not_before and rung.not_before.match(after)):
            return False
        return not rung.after_stop or bool(_STOP.search(before))


class NoteFrame:
    """A normative note being read: its own numbered items, apart from the article's."""

    def __init__(self, num: str) -> None:
        self.items: list[tuple[str, list[str]]] = [(num, [])]
        self.fixed = bool(num)
        self.rung: int | None = None
        self.key: tuple[int, ...] = ()
        self.inner: dict[int, tuple[int, ...]] = {}

    def lists(self, token: Token) -> bool:
        """True when the label goes on with a list inside the note: «Note. 1. These are: a) … b) …»."""
        for reading in token.readings:
            if step(self.inner.get(reading.rung, ()), reading.key) == 1:
                self.inner[reading.rung] = reading.key
                return True
        return False

    def takes(self, token: Token) -> bool:
        """Open the note's next item if the label is its next; False when the label belongs elsewhere."""
        if self.fixed:
            return False
        for reading in token.readings:
            fits = (self.rung is None and reading.key == (1,)) or (
                self.rung == reading.rung and step(self.key, reading.key) == 1
            )
            if fits:
                self.rung, self.key = reading.rung, reading.key
                if len(self.items) == 1 and not self.items[0][1]:
                    self.items.clear()
                self.items.append((reading.num, []))
                return True
        return False

    def say(self, text: str, *, glued: bool = False) -> None:
        """Add a run of words to the item being read."""
        runs = self.items[-1][1]
        if glued and runs:
            runs[-1] += clean(text)
        elif text := clean(text):
            runs.append(text)


def _glued(text: str, at: int) -> bool:
    """True when no blank stands in `text` before the offset `at`, nor after it."""
    return 0 < at < len(text) and not text[at - 1].isspace() and not text[at].isspace()


def _key(rung: Rung, num: str) -> tuple[int, ...] | None:
    return numbering.ordinal(rung.system, re.sub(r"\s+", "", num))


def label_of(rung: Rung, num: str) -> str:
    match = rung.start.match(num)
    return numbering.label(match["num"] if match else num)


def second_follows(reading: Reading, ahead: list[Token]) -> bool:
    return any(
        r.rung == reading.rung and step(reading.key, r.key) == 1 for later in ahead[:LOOKAHEAD] for r in later.readings
    )


def skips(token: Token, reading: Reading, ahead: list[Token], part: bool) -> bool:
    """True for a label inside a line that leaves numbers out: "(2) [Repealed] (5)", "; (5) ...; (6)"."""
    before = token.before.rstrip()
    if before.endswith("]") or (part and before.endswith(".")):
        return True
    after = next((r for later in ahead for r in later.readings if r.rung == reading.rung), None)
    return before.endswith((".", ";")) and after is not None and step(reading.key, after.key) == 1


def doubt(reading: Reading, token: Token, ahead: list[Token]) -> float:
    """A bonus for the reading whose successor comes next: tells (i) after (h) from (i) before (ii)."""
    others = [r for r in token.readings if r is not reading]
    if not others:
        return 0.0
    for later in ahead[:12]:
        if any(r.rung == reading.rung and step(reading.key, r.key) == 1 for r in later.readings):
            return 0.9
        if any(r.rung == o.rung and step(o.key, r.key) == 1 for o in others for r in later.readings):
            return -0.9
    return 0.0


def step(last: tuple[int, ...], new: tuple[int, ...]) -> int:
    """1 when `new` follows `last` in a list (2 -> 3, 2 -> 2-1, 2-1 -> 2-2, 2-1 -> 3); more for a gap; 0 for none."""
    if not last or new <= last:
        return 0
    if new[0] == last[0]:
        same_depth = len(new) == len(last) and new[:-1] == last[:-1]
        return new[-1] - last[-1] if same_depth else 1
    return new[0] - last[0]


def _decimal_label(article: Draft) -> re.Pattern[str]:
    number = re.escape(article.label or numbering.label(article.num)).replace(r"\-", r"\s?[-–]\s?")
    path = r"(?P<path>\d++(?:-\d++)?+(?:\.\d++(?:-\d++)*+)*+)"
    # «7.1-ci maddə» (under art. 7.1) is a reference, no label.
    return re.compile(rf"\s*(?:[-–•]\s+)?{number}\.{path}\.?+(?!-[^\W\d_])(?=\s|$|\D)")
