"""A section of a common-law code from its explicit parts: subsections and items that carry their whole path of labels.

    text       "—(1) Whoever — ( a ) steals; or ( b ) sells the moon, is fined. (2) …"       (the parts again)
    subsection ""         "—(1) Whoever — ( a ) steals; or ( b ) sells the moon, is fined."  (with its items again)
    item       "(a)"      "steals; or"
    item       "(3)(a)(i)" "by night"
    explanation "1"       "Explanation 1.—Night is dark."
    heading "" "Illustrations"        raw "" "A steals the moon. A is fined."

Illustrations and exceptions are law, but no numbered units of the section: they stand as unnumbered units after it.
"""

import re
from dataclasses import dataclass
from typing import Any

from corpus import numbering
from corpus.errors import ParseError
from corpus.records import Level, NoteKind, Status
from ingest.draft import Draft, Law, clean, letters

_PATH = re.compile(r"\((\w{1,6})\)")
# "—(1) Any person", "(1A) Any man", "( a ) steals"
_LEAD = re.compile(r"^[—–-]?\s*\(\s*\w{1,5}\s*\)\s*")
_EXPLANATION = re.compile(r"^Explanation\s*(?P<num>\d+)?\s*[.,:]?\s*[-–—]*\s*")
_EXCEPTION = re.compile(r"^(?:\w+ )?Exceptions?\s*(?:\d+)?")
_HISTORY = re.compile(r"^\[?(?:Act )?\d+[ /]of \d{4}|^\[\d+/\d{4}\]")
_DELETED = re.compile(r"^\[\s*(?:Deleted|Repealed|Omitted)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a section as the file gives it."""

    kind: str
    label: str
    text: str


def parts_of(entries: list[dict[str, Any]]) -> list[Part]:
    """The parts of a section, their blanks inside brackets (`( a )`) taken out."""
    out = []
    for entry in entries:
        if not (isinstance(entry, dict) and {"kind", "label", "text"} <= entry.keys()):
            raise ParseError(
                "sub_items", repr(entry)[:60], '{"kind": …, "label": …, "text": …}', "Fetch the file again"
            )
        out.append(Part(str(entry["kind"]), clean(str(entry["label"])), tidy(str(entry["text"]))))
    return out


def tidy(text: str) -> str:
    """`( a ) A ’s coat , and` as `(a) A’s coat, and`."""
    text = re.sub(r"\(\s+(\w{1,6})\s+\)", r"(\1)", clean(text))
    return re.sub(r"(?<=\w)\s+(?=’s\b)|\s+(?=[,;.](?:\s|$))", "", text)


class SectionTree:
    """Builds one section."""

    def __init__(self, section: Draft, law: Law) -> None:
        self.section = section
        self.law = law
        self.units: dict[tuple[str, ...], Draft] = {}
        self.current: tuple[str, ...] = ()
        self.extra: Draft | None = None
        self.note: list[str] | None = None

    def build(self, text: str, parts: list[Part]) -> None:
        """Read all parts; `text` is the section's own running text, which repeats them.

        Args:
            text: The running text, tidied.
            parts: The parts in their order, tidied.
        """
        whole: dict[tuple[str, ...], str] = {(): text}
        for part in parts:
            self._take(part, whole)
        self._end_note()
        if any(p.kind == "subsection" for p in parts):
            self.law.ignore("repeated_text", whole.pop(()))
        for path in whole:
            self._say_around(path, whole)

    def _take(self, part: Part, whole: dict[tuple[str, ...], str]) -> None:
        if part.kind == "subsection":
            self._subsection(part, whole)
        elif part.kind == "item" and part.label.startswith("("):
            self._item(part, whole)
        elif part.kind == "explanation":
            self._explanation(part.text)
        elif part.kind == "exception":
            match = _EXCEPTION.match(part.text)
            self._open_extra(part.text, num=match[0] if match else "Exception")
        elif part.kind == "heading" and _HISTORY.match(part.text):
            self.section.note(NoteKind.EDITORIAL, part.text)
        elif part.kind == "heading":
            self._open_extra("", heading=part.text)
        else:
            self._more(part.text)

    def _subsection(self, part: Part, whole: dict[tuple[str, ...], str]) -> None:
        self._end_note()
        self.extra = None
        match = _LEAD.match(part.text)
        label = numbering.label(part.label or (match[0] if match else "1"))
        unit = self.section.add(Draft(Level.PARAGRAPH, num=f"({label})", label=label))
        self.current = (label,)
        self.units[self.current] = unit
        whole[self.current] = part.text[match.end() :] if match else part.text

    def _item(self, part: Part, whole: dict[tuple[str, ...], str]) -> None:
        self._end_note()
        self.extra = None
        path = tuple(_PATH.findall(part.label))
        # The items of the first subsection are printed without its number.
        if self.units and path[:1] not in self.units and self.current:
            path = (*self.current[:1], *path)
        parent = self._parent(path)
        unit = parent.add(Draft(Level.POINT, num=f"({path[-1]})", label=path[-1]))
        self.law.labelled(part.label, f"({path[-1]})")
        self.units[path] = unit
        whole[path] = _LEAD.sub("", part.text) if part.text.startswith(f"({path[-1]})") else part.text

    def _parent(self, path: tuple[str, ...]) -> Draft:
        for depth in range(len(path) - 1, 0, -1):
            if path[:depth] in self.units:
                return self.units[path[:depth]]
        return self.section

    def _explanation(self, text: str) -> None:
        self._end_note()
        self.extra = None
        match = _EXPLANATION.match(text)
        self.note = [(match["num"] or "") if match else "", text[match.end() :] if match else text]
        self.law.labelled(match[0] if match else "", self.note[0])

    def _end_note(self) -> None:
        if self.note:
            self.section.note(NoteKind.NORMATIVE, " ".join(self.note[1:]), self.note[0])
        self.note = None

    def _open_extra(self, text: str, *, num: str = "", heading: str = "") -> None:
        self._end_note()
        self.extra = self.section.add(Draft(Level.SUBPARAGRAPH, num=num, heading=heading))
        self.extra.say(text.removeprefix(num).lstrip(" .—–-:"))

    def _more(self, text: str) -> None:
        """Words without a path belong to the explanation or the unit opened last."""
        if self.note:
            self.note.append(text)
        elif self.extra is not None:
            self.extra.say(text)
        else:
            self.units.get(self.current, self.section).say(text)

    def _say_around(self, path: tuple[str, ...], whole: dict[tuple[str, ...], str]) -> None:
        """Give a unit its own words out of text in which its items stand again."""
        unit = self.units[path] if path else self.section
        words = whole[path]
        start, end = len(words), 0
        for child, body in whole.items():
            if len(child) != len(path) + 1 or child[: len(path)] != path:
                continue
            found = words.find(f"({child[-1]})", end)
            at = words.find(body, found) if found >= 0 and body else -1
            if at >= 0:
                self.law.ignore("repeated_text", words[found : at + len(body)])
                start, end = min(start, found), at + len(body)
        intro, after = words[:start].strip(), words[end:].strip() if end else ""
        if _DELETED.match(intro) and not end:
            unit.status = Status.REPEALED
            unit.note(NoteKind.EDITORIAL, intro)
            return
        unit.words_before[:0] = [intro] if intro else []
        unit.words_after.extend([after] if letters(after) else [])
