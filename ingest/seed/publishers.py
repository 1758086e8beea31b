"""Habits of single publishers in section-list JSON, undone before the sections are read.

The option `publisher` of a source names the functions below, parted by blanks; they run in that order. Each takes all
sections and returns all sections; what it leaves out it adds to `Section.ignored` under a named rule, what it takes
for a label or a repeated heading to `Section.printed`.
"""

import re
from collections.abc import Callable

from corpus.errors import SourceError
from corpus.records import Level, Source
from ingest.reader import Line
from ingest.seed.colombia import gestor_normativo
from ingest.seed.english import india_code, justice_laws, uscode, zimlii
from ingest.seed.section import Section
from ingest.seed.sweden import sfs
from ingest.seed.turkey import mevzuat

# "samtykke\u200b2 kan gis": a footnote mark after a zero-width blank.
_ZERO_WIDTH_MARK = re.compile("\u200b(\\d{1,2})\\b")
# "\n§ 8 første ledd": an item of a list without labels, on a line of its own.
_HANGING = re.compile(r"\n(?=(?:§|[-–]) )")
# "... er strafbar. Stk. 2. Forsøg": the second paragraph of a Danish section.
_STK = re.compile(r"\s(?=Stk\. \d{1,2}\.\s)")


def mend(sections: list[Section], source: Source) -> list[Section]:
    """Undo the habits that the option `publisher` of a source names.

    Raises:
        SourceError: If it names one that does not exist.
    """
    for name in source.option("publisher").split():
        if name not in PUBLISHERS:
            raise SourceError(f"{source.id}, option publisher", repr(name), "one of " + ", ".join(sorted(PUBLISHERS)))
        sections = PUBLISHERS[name](sections)
    return sections


def _egov(sections: list[Section]) -> list[Section]:
    """`73:76`: one record for a run of repealed articles; a colon would mean chapter 73, article 76."""
    for section in sections:
        section.num = section.num.replace(":", "–")
    return sections


def _lovdata(sections: list[Section]) -> list[Section]:
    """Footnote marks, lists without labels, chapters that the scraper could not number."""
    known = ""
    for index, section in enumerate(sections):
        section.ignored.extend(("footnote_mark", mark) for mark in _ZERO_WIDTH_MARK.findall(section.text))
        section.text = _HANGING.sub(" ", _ZERO_WIDTH_MARK.sub("", section.text))
        if section.chapter:
            known = section.chapter
            continue
        # Sections without chapter between chapters 11 and 13 stand in chapter 12.
        later = next((s.chapter for s in sections[index:] if s.chapter), "")
        if known.isdigit() and later.isdigit() and int(later) - int(known) == 2:
            section.chapter = str(int(known) + 1)
    return sections


def _retsinformation(sections: list[Section]) -> list[Section]:
    """Sections of amending acts, printed after the law's own chapters, count from low numbers again."""
    chapters = any(s.chapter for s in sections)
    for section in sections:
        section.text = _STK.sub("\n", section.text)
        if chapters and not section.chapter:
            section.prefix = "amending"
            section.before = [Line("", "container", level=Level.TRANSITIONAL, rank=0)]
    return sections


PUBLISHERS: dict[str, Callable[[list[Section]], list[Section]]] = {
    "egov": _egov,
    "gestor_normativo": gestor_normativo,
    "india_code": india_code,
    "justice_laws": justice_laws,
    "lovdata": _lovdata,
    "mevzuat": mevzuat,
    "retsinformation": _retsinformation,
    "sfs": sfs,
    "uscode": uscode,
    "zimlii": zimlii,
}
