"""Section-list JSON of Swedish statutes: sections cut at every line that happened to begin with «7 §».

    {"provision_ref": "4:3", "content": "… enligt 6 kap. 1 eller"}
    {"provision_ref": "4:10", "content": ", döms till böter. Lag (2001:9). 4 § Den som hotar … 10 § För försök …"}

A text that goes on in the next record («… 1 eller» + «10 §» + «, döms …») is joined, sections that stand inside another
one are set free. The heading of the next sections trails at the end of a text; what comes after the word for
transitional rules («Övergångsbestämmelser») is a unit for each amending act.
"""

import re
from itertools import pairwise

from corpus.records import Level
from ingest.reader import Line
from ingest.seed.section import Section

# "4 a § Den som", "17 § har upphävts": a section inside another one, perhaps with the heading before it.
_INSIDE = re.compile(
    r"(?:^|(?<=[.)] ))(?P<heading>[/A-ZÅÄÖ][^.§]{2,150}? )?"
    r"(?P<num>\d+(?: [a-z])?)(?:\s?[-–]\s?\d+)? §§? (?=[A-ZÅÄÖ/]|har upph)"
)
# "3 a kap. Rätt till månsken Inledande bestämmelser 1 § Med": a chapter that the scraper did not know for one.
_CHAPTER = re.compile(r"(?:^|(?<=[.)] ))(?P<num>\d+ [a-z]) kap\. (?P<heading>[A-ZÅÄÖ].{3,160}?)(?= 1 §)")
_TRAILING = re.compile(r"(?:(?<=[.!?)] )|(?<=m\.m\. ))(?P<heading>[/A-ZÅÄÖ][^;:!?]{2,230})$")
# The end of a sentence that the scraper broke off: "... med stöd av".
_BROKEN = re.compile(r"(?:\b(?:enligt|eller|och|i|av|med|som|för|till|på|17)|[,§\d-])$")
_DIVISION = re.compile(r"(?P<num>[A-ZÅÄÖ]+) AVDELNINGEN\s+(?P<heading>.+)$")
# A line of the text that the scraper took for a heading.
_NO_HEADING = re.compile(r"§|\.$|\b(?:döms|får|har|ska|avses|finns|gäller|sägs)\b")
_TRANSITIONAL = "Övergångsbestämmelser"
_ACT = re.compile(r"(?:^|(?<=[.)] ))(?P<num>\d{4}:\d+) (?=\d+\. |[A-ZÅÄÖ])")


def sfs(sections: list[Section]) -> list[Section]:
    """Put the sections together again; see the module."""
    whole: list[Section] = []
    broken: set[int] = set()
    chapter = ""
    for section in sections:
        section.num = section.ref
        if section.heading and _NO_HEADING.search(section.heading) and whole:
            whole[-1].text = f"{whole[-1].text} {section.heading}"
            broken.add(id(whole[-1]))
            section.printed, section.heading = section.num, ""
        if whole and re.match(r"[,;§(a-zåäö]", section.text):
            _join(whole[-1], section)
        if not chapter.startswith(f"{section.chapter} "):
            chapter = section.chapter
        for piece in _chapters(section, chapter):
            chapter = piece.chapter or chapter
            whole.extend(_split(piece))
    out = [piece for section in whole for piece in _transitional(section)]
    for section, later in pairwise(out):
        if id(section) not in broken:
            _trailing_heading(section, later)
    for section in out:
        if section.level is Level.ARTICLE and section.heading:
            line = Line(section.heading, "container", heading=section.heading, level=Level.HEADING, rank=95)
            section.before.append(line)
            section.printed, section.heading = section.num, ""
    return out


def _join(last: Section, section: Section) -> None:
    """Give the words before the first section inside a record to the one that they go on with."""
    own = section.num.rpartition(":")[2]
    match = _INSIDE.search(section.text)
    end = match.start() if match else len(section.text)
    blank = "" if last.text.endswith("-") else " "
    after = "" if section.text[:1] in ",;§" else " "
    last.text = f"{last.text}{blank}{own} §{after}{section.text[:end]}".rstrip()
    section.text = section.text[end:]


def _chapters(section: Section, chapter: str) -> list[Section]:
    """Cut a record at the chapters inside it; `chapter` is the one that its first words stand in."""
    if section.chapter:
        number, short = section.num.rpartition(":")[2], chapter.partition(" kap.")[0]
        section.num, section.chapter = f"{short}:{number}", chapter
    matches = list(_CHAPTER.finditer(section.text))
    if not matches:
        return [section] if section.text else []
    out = [section]
    text, section.text = section.text, section.text[: matches[0].start()].strip()
    for match, later in zip(matches, [*matches[1:], None], strict=True):
        title = f"{match['num']} kap. {match['heading']}"
        body = text[match.end() : later.start() if later else len(text)].strip()
        out.append(Section(ref="", num=f"{match['num']}:0", heading="", printed="", text=body, chapter=title))
    return out


def _split(section: Section) -> list[Section]:
    """The sections that stand in one record; a repealed one of the same number is history of the one in force."""
    matches = list(_INSIDE.finditer(section.text))
    if not matches:
        return [section]
    prefix = section.num.rpartition(":")[0]
    head = section.text[: matches[0].start()].strip()
    pieces = [section] if head else []
    section.text = head
    for match, later in zip(matches, [*matches[1:], None], strict=True):
        num = f"{prefix}:{match['num']}" if prefix else match["num"]
        text = section_text(match, later)
        heading = (match["heading"] or "").strip()
        if pieces and pieces[-1].num == num:
            pieces[-1].notes.append(pieces[-1].text)
            pieces[-1].text = text
            continue
        pieces.append(Section(ref=num, num=num, heading=heading, printed=match[0], text=text, chapter=section.chapter))
    return pieces


def section_text(match: re.Match[str], later: re.Match[str] | None) -> str:
    """What stands between the starts of two sections in one string."""
    return match.string[match.end() : later.start() if later else len(match.string)].strip()


def _transitional(section: Section) -> list[Section]:
    if _TRANSITIONAL not in section.text:
        return [section]
    section.text, _, tail = section.text.partition(_TRANSITIONAL)
    tail = tail.strip()
    matches = list(_ACT.finditer(tail))
    out = [section]
    for match, later in zip(matches, [*matches[1:], None], strict=True):
        text = section_text(match, later)
        out.append(Section(ref=match["num"], num=match["num"], heading="", printed=match["num"], text=text))
        out[-1].level = Level.TRANSITIONAL
    if len(out) > 1:
        out[1].before = [Line(_TRANSITIONAL, "container", heading=_TRANSITIONAL, level=Level.TRANSITIONAL, rank=0)]
    return out


def _trailing_heading(section: Section, later: Section) -> None:
    match = _TRAILING.search(section.text)
    if match is None or section.level is Level.TRANSITIONAL or _BROKEN.search(match["heading"]):
        return
    heading = match["heading"].strip()
    ended = heading.endswith((".", ")", "”"))
    if ended or re.search(r"[a-zåäö§)]\. [A-ZÅÄÖ]", heading) or heading.startswith("Lag ("):
        return
    section.text = section.text[: match.start()].rstrip()
    if division := _DIVISION.match(heading):
        num, text = division["num"], division["heading"]
        part = Line(heading, "container", num=num, heading=text, level=Level.PART, rank=-1)
        # A part closes the chapter that stands above it in the list of lines; it is opened again below the part.
        later.before = [part, Line(later.chapter, "heading")]
    else:
        later.heading = f"{heading} {later.heading}".strip()
