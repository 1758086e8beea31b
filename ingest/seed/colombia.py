"""Section-list JSON from Colombia's Gestor Normativo: number, credits and heading run into the first words of the text.

ARTÍCULO 7A. Adicionado por el art. 2, Ley 9 de 2002 . Hurto de la luna . El que hurte la luna ...

NOTA: Artículo declarado EXEQUIBLE ...
Texto Anterior
ARTÍCULO 7A. ...                         the wording before the last amendment
DEL HURTO DE ASTROS                      heading of the chapter of the next article
"""

import re

from corpus.records import Level
from ingest.draft import clean
from ingest.reader import Line
from ingest.seed.section import Section

_LEAD = re.compile(
    r"\s*ART[ÍI]CULO\s+(?:transitorio\s+)?(?P<num>\d+(?:-\d+|[A-Za-z]\b|\s[A-Z]\b(?=\s?[.°º]))?)\s*[°º]?\s*\.?\s*", re.I
)
# "Modificado por el art. 3, Ley 985 de 2005 ,"
_CREDIT = re.compile(
    r"\s*\(?(?:Modificad|Adicionad|Derogad|Corregid|Subrogad|Sustituid|Suspendid|Reglamentad|Declarad)[oa](?:\s\w+)?\s+(?:por|mediante)\b"
    r".{0,90}?\b\d{1,4}\s+de\s+\d{4}\s*\)?\s*[.,]?\s*"
)
_HEADING = re.compile(r"(?P<heading>[A-ZÁÉÍÓÚÑ][^.\n]{2,150}?)(?P<blank>\s*)\.\s*(?=[\"A-ZÁÉÍÓÚÑ(\n])")
# The first word of a sentence that is law, not heading.
_SENTENCE = re.compile(
    r"(?:El que|La que|Los que|Quien|La presente|Modif[ií]quese|Adici[oó]nese|En el|Las? instituci|Se\b)"
)
_SUPERSEDED = re.compile(r"^\s*(?:Norma|Texto)\s+anterior\b", re.I | re.M)
_SIGNATURE = re.compile(r"^\s*(?:El|La)\s+president[ea]\s+del\s+honorable", re.I | re.M)
_TRANSITIONAL = re.compile(r"^ART[ÍI]CULO\s+transitorio\s+\d+\.", re.M)
_CONTAINER = re.compile(r"(?P<level>LIBRO|T[ÍI]TULO|CAP[ÍI]TULO)\s+(?P<num>[\w-]+(?:\s+BIS)?)\.?", re.I)
_LEVELS = {"L": (Level.BOOK, 0), "T": (Level.TITLE, 1), "C": (Level.CHAPTER, 2)}


def gestor_normativo(sections: list[Section]) -> list[Section]:
    """Take the leads, the superseded wordings and the headings of later chapters out of the texts."""
    out: list[Section] = []
    chapter = ""
    waiting: list[str] = []
    for section, later in zip(sections, [*sections[1:], None][: len(sections)], strict=True):
        section.before = _containers(section.chapter, chapter, waiting)
        chapter, section.chapter = section.chapter or chapter, ""
        _cut(section, _SIGNATURE, "signature")
        waiting = _trailing_headings(section, bool(later and later.chapter and later.chapter != chapter))
        _cut(section, _SUPERSEDED, "superseded_wording")
        pieces = [section, *_transitional(section)]
        for piece in pieces:
            _lead(piece)
        if later and _rank(section.num) > _rank(later.num):
            section.prefix = "amended"
        out.extend(pieces)
    return out


def _lead(section: Section) -> None:
    match = _LEAD.match(section.text)
    if match is None:
        return
    section.num = re.sub(r"\s", "", match["num"])
    rest = _credits(section, section.text[match.end() :].lstrip())
    section.printed, section.heading = f"{section.printed} {match[0]}", ""
    heading = _HEADING.match(rest)
    words = len(heading["heading"].split()) if heading else 0
    if heading and not _SENTENCE.match(rest) and (heading["blank"] or words <= 14) and rest[heading.end() :].strip():
        section.heading = clean(heading["heading"])
        section.printed = f"{section.printed} {section.heading}"
        rest = _credits(section, rest[heading.end() :].lstrip())
    section.text = rest


def _credits(section: Section, text: str) -> str:
    while match := _CREDIT.match(text):
        section.notes.append(clean(match[0]))
        text = text[match.end() :]
    return text


def _cut(section: Section, pattern: re.Pattern[str], rule: str) -> None:
    if match := pattern.search(section.text):
        section.ignored.append((rule, section.text[match.start() :]))
        section.text = section.text[: match.start()]


def _transitional(section: Section) -> list[Section]:
    """An article that the scraper left in the text of the one before it."""
    match = _TRANSITIONAL.search(section.text)
    if match is None:
        return []
    text, section.text = section.text[match.start() :], section.text[: match.start()]
    return [Section(ref="transitorio", num="", heading="", printed="", text=text)]


def _trailing_headings(section: Section, chapter_follows: bool) -> list[str]:
    """Take the headings of the next containers off the end of a text: capitals, or a line without a stop."""
    lines = [line.strip() for line in section.text.split("\n") if line.strip()]
    found: list[str] = []
    while len(lines) > 1:
        last = lines[-1]
        capitals = last.upper() == last and sum(c.isalpha() for c in last) > 4 and not _LEAD.match(last)
        if not capitals and not (chapter_follows and not found and len(last) < 90 and last[-1].isalpha()):
            break
        found.insert(0, lines.pop())
    section.text = "\n".join(lines)
    return found


def _containers(chapter: str, last: str, headings: list[str]) -> list[Line]:
    """`CAPÍTULO PRIMERO` with the headings that stood before it: of the book, the title and the chapter."""
    if not headings and (not chapter or chapter == last):
        return []
    out: list[Line] = []
    match = _CONTAINER.match(chapter)
    if match is None:
        return [Line(h, "container", heading=h, level=Level.TITLE, rank=1) for h in headings]
    level, rank = _LEVELS[match["level"][0].upper()]
    first = match["num"].upper().rstrip(".") in ("PRIMERO", "UNICO", "ÚNICO", "I")
    books = [h for h in headings if h.upper().startswith("LIBRO")]
    rest = [h for h in headings if h not in books]
    own = rest.pop() if rest and (len(rest) > 1 or not first or rank < 2) else ""
    for book in books:
        num = book.split()[-1]
        text = " ".join(rest[:-1])
        rest = rest[-1:]
        out.append(Line(f"{book} {text}", "container", num=num, heading=text, level=Level.BOOK, rank=0))
    if rest:
        title = " ".join(rest)
        out.append(Line(title, "container", heading=title, level=Level.TITLE, rank=1))
    out.append(Line(f"{chapter} {own}", "container", num=match["num"], heading=own, level=level, rank=rank))
    return out


def _rank(num: str) -> int:
    match = re.match(r"\d+", num)
    return int(match[0]) if match else 0
