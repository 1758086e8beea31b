"""Machine OCR of the Gazette of Pakistan as Markdown: headings of sections stand, their numbers are lost.

    # ACT NO. I OF 2018
    An Act to prevent theft of the moon
    # THE GAZETTE OF PAKISTAN EXTRA, JUNE 2018
    # Theft of the moon
    (1) Whoever steals the moon ...
    Abetment of theft (1) Any person who ...       <- a heading run into its section

Sections are numbered by their order, in brackets (`[3]`) as supplied: the Act's own references (to "section 3") agree.
Only printed labels make numbered units; a paragraph whose label is lost is an unnumbered unit.

Ignores: `front_matter` (the Gazette's), `page_head`, `page_furniture` (price and print notes), `signature`.
"""

import re

from corpus.records import Expression, Level, NoteKind, Source
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Draft, Law
from ingest.grammar import Grammar
from ingest.markdown import Row, rows

VERSION = "1"
_ACT = re.compile(r"^ACT NO\b")
_PAGE_HEAD = re.compile(r"^THE GAZETTE OF PAKISTAN")
_FURNITURE = re.compile(r"^(?:Price\s[\d.]+|\[\d+\(\d{4}\)[^\]]*\])$")
_SIGNATURE = re.compile(r"^[A-Z][A-Z ]+,$|^PRINTED BY")
_NO_HEADING = re.compile(r"^In this\b")
# "Abetment of theft (1) Any person who", "Victims of theft - A victim shall", "x: Aggravating circumstances Where an"
_RUN_IN = re.compile(
    r"^(?P<lost>\w+:\s+)?(?P<heading>[A-Z][a-z]+(?: [a-z]+){1,6})\s+(?:[-–]\s+)?"
    r"(?P<rest>(?:\(1\)|Where\b|A\b|Any\b).*)$"
)
_LABEL = re.compile(r"^\((?P<num>\d+|[a-z]{1,3})\)\s+")
_BULLET = re.compile(r"^[-•]\s+")


def parse(raw: bytes, source: Source) -> Expression:
    """Read one Act.

    Raises:
        ParseError: If the file is no UTF-8 text or holds no section.
    """
    law = Law()
    found = [r for r in rows(text_of(raw, source)) if r.text]
    start = next((i for i, r in enumerate(found) if r.depth and _ACT.match(r.text)), -1) + 1
    end = next((i for i in range(start, len(found)) if _SIGNATURE.match(found[i].text)), len(found))
    for index, row in enumerate(found):
        if index < start:
            law.ignore("front_matter", row.text)
        elif index >= end:
            law.ignore("signature", row.text)
    _read(found[start:end], grammars.load(source.grammar or "en-pk-ocr"), law)
    return assemble(source, law, dialect="gazette_ocr", version=VERSION)


def _read(found: list[Row], grammar: Grammar, law: Law) -> None:
    unit = Draft(Level.PREAMBLE)
    law.articles.append(unit)
    for row in found:
        text = row.text
        if _PAGE_HEAD.match(text):
            law.ignore("page_head", text)
        elif _FURNITURE.match(text):
            law.ignore("page_furniture", text)
        elif row.depth and not _NO_HEADING.match(text):
            unit = _section(text, law)
        elif match := _RUN_IN.match(text):
            if match["lost"]:
                law.issue(unit.num, "words out of their place", match["lost"])
            unit = _section(match["heading"], law)
            _paragraph(unit, match["rest"], grammar, law)
        else:
            _paragraph(unit, _BULLET.sub("", text), grammar, law)


def _section(heading: str, law: Law) -> Draft:
    """The next section: its number is its place."""
    count = sum(d.level is Level.ARTICLE for d in law.articles) + 1
    unit = Draft(Level.ARTICLE, num=f"[{count}]", heading=heading.rstrip(" :"))
    law.articles.append(unit)
    return unit


def _paragraph(unit: Draft, text: str, grammar: Grammar, law: Law) -> None:
    if note := next((m for p in grammar.normative if (m := p.match(text))), None):
        law.labelled(note[0], note["num"])
        unit.note(NoteKind.NORMATIVE, text[note.end() :], note["num"])
    elif unit.level is not Level.ARTICLE or not (unit.words_before or unit.children or _LABEL.match(text)):
        unit.say(text)
    elif match := _LABEL.match(text):
        level = Level.PARAGRAPH if match["num"].isdigit() else Level.POINT
        unit.add(Draft(level, num=match[0].strip(), label=match["num"])).say(text[match.end() :])
    else:
        unit.add(Draft(Level.SUBPARAGRAPH)).say(text)
