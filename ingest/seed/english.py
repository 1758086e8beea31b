"""Section-list JSON of laws in English: United States Code, Canada's Justice Laws, India Code, ZimLII.

{"section": "7", "title": "Theft of the moon", "content": "1[7. Theft of 2[moons].-- (1) Whoever ...
 \\n\\n[Footnote] 1. Subs. by Act 9 of 1999"}                                                 India Code
{"section_number": "§ 7", "text": "(a) ForfeitureThe court shall—(1) seize ..."}             United States Code
{"section": "7", "content": "7 (1) ... ( lune ) warden warden means ... Previous Version"}     Justice Laws
{"section": "7", "content": "7. Theft of the moon (1) Any person ... “ moon ” means ..."}      ZimLII
"""

import re

from corpus.numbering import eid_part
from corpus.records import Level
from ingest.draft import HEADING_END, words
from ingest.seed.section import Section

# "\n\n[Footnote] 1. Subs. by Act 9 of 1999 ... 2. Ins. by ...": the footnotes of a section, at its end.
_FOOTNOTES = re.compile(r"\s*\[Footnote\]\s*")
_FOOTNOTE = re.compile(r"(?:^|(?<=\s))(\d{1,2})(?:\s?\.\s*(?=\S)|\s+(?=[A-Z]))")
# "1[moons] of date2 as": marks that open an amended passage, or stand after a word.
_MARK = re.compile(
    r"(?<![\w.])(?P<a>\d{1,2})\s?(?:\[|\]|\*(?:\s?\*)+)|(?<=[a-z,;.)])(?P<b>\d{1,2})\[|(?<=[a-z])(?P<c>\d{1,2})(?=[\s.,;])"
)
# "1[7. Theft of 2[moons].-- (1)": number and heading of the section again, in front of its text.
_AGAIN = re.compile(r"\s*(?:\d+[A-Z]*\.\s*)?(?P<heading>.{4,300}?)\.?\s?[-–—]{1,3}\s?(?=\S)")
_EXPLANATION = re.compile(r"\s+(?=Explanation\s*(?:\d+|[IVX]+)?\s*[.,:]\s*[-–—A-Z])")

# A section of another Act, quoted in a note under a section of the Code: "§ 2", "FINDINGS." or "Section 2".
_QUOTED_NOTE = re.compile(r"Section \d+[A-Z]?|[^a-z]+")
_NARROW_MARK = re.compile("\u202f(\\d{1,2})(?!\\d)")
# "means—(1) any": the first label of a list, glued to the words that announce it.
_US_GLUED = re.compile(r"(?<=[—:])(?=\((?:a|1|A|i|I|aa)\))")
# "(b) Seizure(1) In generalAny ship", "(f) Protection.—Any", "(A) In general\nThe person": labels, then a heading.
_US_LABELS = re.compile(r"(?:\([A-Za-z0-9]{1,5}\)\s?)+")
_US_HEADING = re.compile(
    r"(?P<heading>[A-Z“][^.:—\n]{1,260}?)"
    r"(?:\.—\s?|\n|(?<=[a-z)’”])(?=[A-Z“][a-z’ ])|(?<=[a-z])(?=\((?:1|A|i|I)\)(?: |\(|[A-Z])))"
)

# "( loi ) warden warden means": the other language's word ends a definition; the next begins with its term twice.
_FRENCH_TERM = re.compile(r"(\( [^\W\dA-Z][^()]{1,90} \)) (?=\S)")
_TERM_TWICE = re.compile(
    r"(?:^|(?<=[,.—] ))(?P<term>[^\W_][^.;:()]{1,80}?) (?=(?P=term)(?: \w+){0,6}? (?:means|includes?|has|have|,))", re.M
)
# "Definition of warden (3) In this section": the heading of subsection (3).
_HEADED_DEFINITION = re.compile(r"(?<=[.)\]] )(Definitions? of [^.()]{2,90}?) (\(\d+(?:\.\d+)?\)) ")
# "under subsection (2) (a) if he ...": references are glued, so that a label after a blank begins a list.
_AFTER_REFERENCE = re.compile(r"((?:section|paragraph|clause)s? (?:\d[\d.]*)?(?:\([^\s()]+\))*) (?=\((?:a|i|A)\) )")
_PAGE_ARTEFACT = re.compile(r"\s*Previous Version\b")

# "“ moon ” means", "the moon ; and", "the person ’s": blanks that links left around marks.
_QUOTE_BLANKS = re.compile(r"“\s+([^“”]{1,90}?)\s+”")
_MARK_BLANKS = re.compile(r" (?=[,.;:](?:\s|$)|’s\b)")
# "; “night” means", "— “Part VII Theft": a definition, or a quoted law, begins.
_DEFINITION = re.compile(r"(?<=[;.\]]) (?=“[^”]{1,90}”(?:,| in relation| means| includes| has| bears| when| or “))")
_QUOTED_LAW = re.compile(r"(?<=[—:]) (?=“(?:Part|Chapter|\d+[A-Z]*\.) )")


def india_code(sections: list[Section]) -> list[Section]:
    """Footnotes and their marks, the heading repeated in the text, Explanations that run on in it."""
    for section in sections:
        body, *tail = _FOOTNOTES.split(section.text, maxsplit=1)
        notes = _numbered(tail[0]) if tail else {}
        section.notes.extend(notes.values())
        section.printed += " Footnote" * len(tail)
        body = _without_marks(body, set(notes), section)
        section.text = _EXPLANATION.sub("\n", _without_heading(body, section))
    return sections


def _numbered(text: str) -> dict[str, str]:
    """The footnotes of a section by their numbers, which run on from 1."""
    starts: list[int] = []
    for match in _FOOTNOTE.finditer(text):
        if int(match[1]) == len(starts) + 1:
            starts.append(match.start())
    if not starts:
        return {"": text}
    ends = [*starts[1:], len(text)]
    return {str(n): text[a:b].strip() for n, (a, b) in enumerate(zip(starts, ends, strict=True), 1)}


def _without_marks(text: str, known: set[str], section: Section) -> str:
    """Drop the footnote marks that have a footnote, the brackets that they open, and brackets without a partner."""

    def drop(match: re.Match[str]) -> str:
        number = match["a"] or match["b"] or match["c"]
        if number not in known:
            return match[0]
        section.ignored.append(("footnote_mark", number))
        # What stood at asterisks is omitted: the next label opens a line, for its predecessor may be missing.
        return "\ue000" if "[" in match[0] else "\n" if "*" in match[0] else ""

    text = re.sub("\\s+(?=\ue000?\\s*,)", "", _MARK.sub(drop, text))
    opened: list[int] = []
    dropped: set[int] = set()
    for index, char in enumerate(text):
        if char in "[\ue000":
            opened.append(index)
        elif char == "]" and (not opened or text[opened.pop()] != "["):
            dropped.add(index)
    dropped.update(opened)
    return "".join(c for i, c in enumerate(text) if i not in dropped).replace("\ue000", "")


def _without_heading(text: str, section: Section) -> str:
    match = _AGAIN.match(text)
    if not match:
        return text
    again, heading = set(words(match["heading"])), set(words(section.heading))
    if len(again & heading) * 3 < len(again | heading) * 2:
        return text
    section.printed = f"{section.printed} {match[0]}"
    return text[match.end() :]


def uscode(sections: list[Section]) -> list[Section]:
    """Sections of other Acts quoted in notes; footnote marks; headings of subsections glued to their text."""
    out: list[Section] = []
    for section in sections:
        if out and _QUOTED_NOTE.fullmatch(section.heading):
            out[-1].ignored.append(("quoted_note", f"{section.printed} {section.text}"))
            continue
        section.ignored.extend(("footnote_mark", mark) for mark in _NARROW_MARK.findall(section.text))
        text = _NARROW_MARK.sub("", section.text)
        blocks = _US_GLUED.sub("\n\n", text).split("\n\n")
        section.text = "\n".join(_us_headings(block) for block in blocks)
        out.append(section)
    return out


def _us_headings(block: str) -> str:
    """One paragraph, the heading after each of its leading labels marked off from the text."""
    out: list[str] = []
    while label := _US_LABELS.match(block):
        heading = _US_HEADING.match(block, label.end())
        if heading is None:
            break
        block = block[heading.end() :]
        # "(b) Seizure(1) In general": a label after a heading begins a line.
        out.append(f"{label[0]}{heading['heading']}{HEADING_END}" + ("\n" if block.startswith("(") else " "))
    return "".join(out) + block


def justice_laws(sections: list[Section]) -> list[Section]:
    """Links of the page, definitions that run on, stale headings of repealed sections, forms after the last section."""
    for section in sections:
        artefacts = _PAGE_ARTEFACT.findall(section.text)
        text = _PAGE_ARTEFACT.sub("", section.text)
        section.ignored.extend(("page_artefact", a) for a in artefacts)
        if section.ref.startswith("sched"):
            section.level = Level.SCHEDULE
            section.printed, text = f"{section.printed} {section.num}", text.removeprefix(section.num)
            section.heading = "" if section.heading == section.num else section.heading
        elif text.strip().startswith("[Repealed"):
            section.ignored.append(("stale_heading", section.heading))
            section.printed, section.heading = section.num, ""
        else:
            text = _HEADED_DEFINITION.sub(rf"\n\2 \1{HEADING_END} ", text)
            text = _AFTER_REFERENCE.sub(r"\1\n", text)
            text = _FRENCH_TERM.sub(r"\1\n", text)
            section.ignored.extend(("term_twice", m["term"]) for m in _TERM_TWICE.finditer(text))
            text = _TERM_TWICE.sub("", text)
        section.text = text
    return sections


def zimlii(sections: list[Section]) -> list[Section]:
    """Number and heading in front of the text, schedules between the sections, definitions that run on."""
    kept: list[Section] = []
    for section in sections:
        lead = f"{section.num}. {section.heading}"
        section.printed = f"{section.printed} {lead}"
        text = _QUOTE_BLANKS.sub(r"“\1”", section.text.removeprefix(lead))
        text = _QUOTED_LAW.sub("\n", _DEFINITION.sub("\n", _MARK_BLANKS.sub("", text)))
        section.text = _AFTER_REFERENCE.sub(r"\1\n", text)
        if kept and not section.chapter and any(s.num == section.num and s.chapter for s in sections):
            # A section of another law, quoted in a section before it.
            kept[-1].ignored.append(("quoted_law", f"{section.printed} {section.text}"))
            continue
        if section.chapter.startswith("Schedule"):
            section.prefix = eid_part(Level.SCHEDULE, section.chapter.removeprefix("Schedule"))
        kept.append(section)
    return sorted(kept, key=lambda s: s.prefix)
