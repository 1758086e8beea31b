"""Repairs of section-list JSON files whose publisher prints more than the wording in force: the footnotes of the
whole page, units printed twice, ranges of repealed numbers, wordings of a later date.

    1. Whoever steals the moon is punished.
    [1. Whoever steals the moon or a part of it is punished. (in force from 1 September 2090)]

Ignores: `page_script` (the script of the publisher's page), `repeated_unit` (the first of two equal copies).
"""

import re

from corpus.records import Source
from ingest.seed.section import FUTURE, Section

# "(1) … (2) … (1) … (2) …": where the count begins anew, line by line
_FIRST = re.compile(r"^1\. ", re.MULTILINE)
# "(3) Whoever steals the moon is punished. (3) Whoever steals the moon is punished.", "a) by night, a) by night,"
_DOUBLED = re.compile(r"(?P<unit>(?:\(\d+[a-z]?\)|\b[a-z]{1,2}\)) .{3,}?[.,;]) (?=(?P=unit))")
# "(2)–(3) (4) Whoever …", "b)–d) e) by night": the bare numbers of repealed units, in front of the next one.
_RANGE = re.compile(r"(?P<open>\(?)\b(?P<first>\d+|[a-z])\)–\(?(?P<last>\d+|[a-z])\)(?= \(?\w{1,2}\))")


def future_wording(sections: list[Section], source: Source) -> None:
    """A wording of a later date becomes a unit of its own with the prefix `future`, marked as not yet in force.

    The option `future` is the publisher's mark of it. Before the mark stands a bracket with whole articles (found by
    the pattern `future_article`, groups `num` and `heading`), with single parts or points, or, where the opening
    bracket was lost, everything from the second count from 1 on.
    """
    mark = source.option("future")
    block = re.compile(rf"\[(?P<words>[^\[\]]*{mark})")
    unopened = re.compile(rf"{mark}\s*\Z")
    article = re.compile(source.option("future_article"))
    out: list[Section] = []
    for section in sections:
        later = [m["words"] for m in block.finditer(section.text)]
        section.text = block.sub("\n", section.text)
        starts = [m.start() for m in _FIRST.finditer(section.text)]
        if len(starts) > 1 and unopened.search(section.text):
            later.append(section.text[starts[1] :])
            section.text = section.text[: starts[1]]
        out.append(section)
        out.extend(_later(section, later, article))
    sections[:] = out


def _later(section: Section, texts: list[str], article: re.Pattern[str]) -> list[Section]:
    """The later wordings of one section: whole articles each by itself, the rest together under its own number."""
    whole = [(text, match) for text in texts if (match := article.match(text))]
    parts = [text for text in texts if not article.match(text)]
    out = []
    if parts:
        words = "\n".join(parts)
        out.append(Section(section.ref, section.num, section.heading, "", words, section.chapter, prefix=FUTURE))
    for text, match in whole:
        num = re.sub(r"\D+", "^", match["num"].strip())
        new = Section(section.ref, num, match["heading"], match[0], text[match.end() :], section.chapter, prefix=FUTURE)
        out.append(new)
    return out


def publisher_footnotes(sections: list[Section], source: Source) -> None:
    """The footnotes of the whole page and its script stand inside one section; each note goes where it says.

    `footnotes` is a pattern with the groups `notes` and `script`; a note `12 A 7. § (2) bekezdése …` belongs to § 7,
    one that names no section stays with the section that held them.
    """
    block = re.compile(source.option("footnotes"))
    for section in sections:
        if match := block.search(section.text):
            section.text = f"{section.text[: match.start()]} {section.text[match.end() :]}"
            section.ignored.append(("page_script", match["script"]))
            for note in _numbered(match["notes"]):
                named = re.match(source.option("footnote_of"), note)
                owner = next((s for s in sections if named and s.num == named["num"]), section)
                owner.notes.append(note)


def _numbered(text: str) -> list[str]:
    """`1 First note. 2 Second note.` cut where the next number stands."""
    out: list[str] = []
    start, number = 0, 1
    while match := re.compile(rf"\s{number + 1}\s(?=[^\W\d_])").search(text, start):
        out.append(text[start : match.start()])
        start, number = match.start(), number + 1
    return [*out, text[start:]]


def doubled_units(sections: list[Section], source: Source) -> None:
    """The publisher's page holds some units twice, word for word: the first copy is left out."""
    for section in sections:
        section.ignored.extend(("repeated_unit", m["unit"]) for m in _DOUBLED.finditer(section.text))
        section.text = _DOUBLED.sub("", section.text)


def repealed_ranges(sections: list[Section], source: Source) -> None:
    """A range of repealed units becomes its single numbers."""
    for section in sections:
        section.text = _RANGE.sub(_spelled_out, section.text)


def _spelled_out(match: re.Match[str]) -> str:
    first, last = match["first"], match["last"]
    if first.isdigit() != last.isdigit():
        return match[0]
    if first.isdigit():
        numbers = [str(n) for n in range(int(first), int(last) + 1)]
    else:
        numbers = [chr(n) for n in range(ord(first), ord(last) + 1)]
    return " ".join(f"{match['open']}{n})" for n in numbers)
