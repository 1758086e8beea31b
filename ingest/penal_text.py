"""Running text of penal codes of the Indian family, as it comes out of printed pages: all of a section in one line.

    "Theft of moon. Whoever takes 1[the moon] is fined. Explanation 1.—A ladder is a rope. Illustrations (a) A takes
    the moon. A is fined. 1Subs. by Act II of 1907, s. 7. CHAPTER IV OF THE SUN"

Its heading stands before it again, the footnotes of the page and the heading of the next chapter after it; explanations
(notes that are law), illustrations and exceptions stand inside.
"""

import re
from difflib import SequenceMatcher

from corpus import numbering
from corpus.records import Level
from ingest.draft import Draft, Law, clean
from ingest.reader import Line

_MARKER = (
    r"(?:Explanation|EXPLANATION)[sS]?\s*\.?\s*(?:\d+\b)?\s*[.—–:_-]|"
    r"(?:Illustration|ILLUSTRATION)[sS]?\b(?!\s+(?:to|of|which)\b)|"
    r"(?:Exception|EXCEPTION)[sS]?(?:\s+\d+)?\s*[.—–:]|"
    r"(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth)\s+Exception\b"
)
# the start of an explanation, illustration, exception or definition inside running text
_DEFINITION = r"[“―][^”‖]{2,60}[”‖] (?:means|includes|has the)"
_SPLIT = re.compile(
    rf"(?<=[.;:,\])”\"’‖])\s+\d?\[?(?={_MARKER})|(?<=^)(?={_MARKER})|(?<=[;.])\s+(?={_DEFINITION})|(?<=[—–-])\s+(?={_DEFINITION})"
)
EXTRA = re.compile(
    r"(?P<head>(?:Illustration|ILLUSTRATION)[sS]?)\b\.?|(?P<num>(?:\w+ )?(?:Exception|EXCEPTION)[sS]?(?:\s+\d+)?)\b"
)
# "1Subs. by Act II of 1997, s. 7. 2Ins. by …": footnotes of the printed page, to their last one
_FOOTNOTES = re.compile(
    r"(?<![\w(])\d{1,2}\s?(?:Subs|Sub\.|subs|Ins|Omitted|Added|Rep\.|Section \d|See |"
    r"This section|Certain |The (?:words|original|Pakistan|figure)|"
    r"Clause|Re-numbered|Proviso added|S\. \d|ss?\.\s?\d|For (?:such|'c))"
    r".*?(?:$|(?=(?<=[\d‖)\"’]\.)\s+[a-z]{2})|"
    r"(?=(?<=[\d‖).,])\s+(?:\([a-z0-9]{1,5}\)\s|(?:Provided|Proviso|CHAPTER|OF)\b|" + _MARKER + r")))"
)
_MARK = re.compile(r"(?<![\w(.,])\d{1,2}(?=\[|\s?\*)|(?:(?<=[\s\]])|^)\*(?:\s\*)+")
# What follows the section, left at the end of its text: «… liable to fine. Hostage-Taking», «… CHAPTER II OF LIGHT»,
# «… 53. (Deleted by F.M. Ord. 14 of 1953). 56. (There is no s. 56).»
_CHAPTER = re.compile(
    r"(?<=[.\]”\"’‖)])\s+\d?\[?(?:CHAPTER|Chapter)\s+(?P<num>[IVXL]+(?:\s?[A-Za-z])?)\]?\s+"
    r"(?P<heading>[A-Z][A-Z0-9 ,.\[\]’'-]+?)(?P<rest>\s(?:Of\s)?[A-Z][a-z].*)?$"
)
_GLUED = re.compile(r"(?<=[.\]”\"’‖)])\s+(?P<heading>[A-Z][^.:()]{2,150})$")
GLUED_NOTE = re.compile(r"(?<=[.])\s+(?P<heading>Of [A-Z][^.;:()]{2,90}|[A-Z][A-Z ,]{8,120})$")
_GONE = re.compile(
    r"(?:^|\s)(?P<num>\d+[A-Z]?(?:\s?[—–−-]\s?\d+[A-Z]?)?)\.\s+"
    r"(?P<note>\((?:Deleted|Repealed|Omitted|There (?:is|are) no)[^()]*(?:\([^()]*\)[^()]*)*\))\.?$"
)
_SENTENCE = re.compile(r"\b(?:is|are|was|shall|has|have|which)\b")


def without_heading(text: str, heading: str, law: Law) -> str:
    """«Theft of moon. Whoever takes …» under the heading «Theft of the moon.»"""
    start = text[: len(heading) + 12]
    end = start.find(". ", max(0, len(heading) - 12)) + 1
    if end and SequenceMatcher(None, start[:end].lower(), heading.lower()).ratio() > 0.8:
        law.ignore("repeated_heading", start[:end])
        return text[end:].strip()
    return text


def without_footnotes(text: str, out: list[Line]) -> str:
    out.extend(Line(match[0], "editorial") for match in _FOOTNOTES.finditer(text))
    return clean(_FOOTNOTES.sub(" ", text))


def without_tail(text: str, following: str, law: Law) -> tuple[str, list[Line]]:
    """Take off the end what belongs to no section or to the next: headings, sections that were deleted."""
    after: list[Line] = []
    if following and len(following) > 12 and text.endswith(f". {following}"):
        law.ignore("repeated_heading", following)
        text = text.removesuffix(following).strip()
    while True:
        if match := _GONE.search(text):
            gone = match["note"].startswith("(There")
            number = Line(match["num"], "article", num=match["num"])
            after[:0] = (
                [Line(f"{match['num']}. {match['note']}", "editorial")]
                if gone
                else [number, Line(match["note"], "para")]
            )
        elif match := _CHAPTER.search(text):
            rest = (match["rest"] or "").strip()
            after[:0] = [
                heading_line(match["heading"].strip(), match["num"], Level.CHAPTER, match[0].removesuffix(rest))
            ]
            after[1:1] = [heading_line(rest)] if rest else []
        elif (match := _GLUED.search(text)) and not _SENTENCE.search(match["heading"]):
            heading, again = _apart(match["heading"].split(), following)
            law.ignore("repeated_heading", again)
            after[:0] = [heading_line(heading)] if heading else []
        else:
            return text, after
        text = text[: match.start()].strip()


def _apart(words: list[str], following: str) -> tuple[str, str]:
    """«Cheating Theft of any moons» before the section «Theft of any moon»: its heading, printed twice, told apart."""
    length = len(following.split())
    if len(following) > 30:
        for start in range(max(0, len(words) - length - 2), max(0, len(words) - length + 2)):
            again = " ".join(words[start:])
            if SequenceMatcher(None, again.lower(), following.lower()).ratio() > 0.88:
                return " ".join(words[:start]), again
    return " ".join(words), ""


def heading_line(heading: str, num: str = "", level: Level = Level.HEADING, printed: str = "") -> Line:
    rank = 1 if level is Level.CHAPTER else 9
    return Line(printed or heading, "container", num=num, heading=heading, level=level, rank=rank)


def forget_chapters(sections: list[Draft], law: Law) -> None:
    """Take a chapter away where the headings of later ones are lost: from III to XVI nobody can tell where III ends."""
    chapters = [next((c for c in s.containers if c.level is Level.CHAPTER), None) for s in sections]
    numbers = [numbering.roman(c.num.rstrip(" ABCabc")) if c and c.num else None for c in chapters]
    following: int | None = None
    for index in range(len(sections) - 1, -1, -1):
        number, chapter = numbers[index], chapters[index]
        if index + 1 < len(sections) and chapters[index + 1] != chapter:
            following = numbers[index + 1]
        if chapter and number and following and following > number + 1:
            if not index or chapters[index - 1] != chapter:
                law.ignore("uncertain_heading", f"{chapter.num} {chapter.heading}")
            sections[index].containers = tuple(c for c in sections[index].containers if c is not chapter)


def split_extras(text: str, law: Law) -> tuple[list[str], list[str]]:
    """The paragraphs and the illustrations and exceptions of a section in one line."""
    for match in _MARK.finditer(text):
        law.ignore("footnote_mark", match[0])
    text = clean(_MARK.sub(" ", text)) if _MARK.search(text) else text
    body: list[str] = []
    extras: list[str] = []
    for piece in _SPLIT.split(text):
        if piece.strip():
            (extras if EXTRA.match(piece) else body).append(piece)
    return body, extras


def add_extra(section: Draft, text: str) -> None:
    """Add an illustration or exception; words without a head of their own go on with the one before."""
    match = EXTRA.match(text)
    last = section.children[-1] if section.children else None
    if (
        match is None
        and last is not None
        and last.level is Level.SUBPARAGRAPH
        and not last.children
        and (last.heading or last.num)
    ):
        last.say(text)
        return
    unit = section.add(Draft(Level.SUBPARAGRAPH, heading="" if match else "Illustrations"))
    if match:
        unit.num, unit.heading = match["num"] or "", match["head"] or ""
    unit.say(text[match.end() :].lstrip(" .—–-:") if match else text)
