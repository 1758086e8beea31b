"""gitlaw-au Markdown of ComLaw compilations: bulleted contents, `#####` sections, bullets indented by their rank.

    # Moon Act 1995
    ## Contents
              * 7.1<TAB>Theft of the moon<TAB>97
    ### An Act about the moon
    ##### 7.1  Theft of the moon
        * By night                          <- a heading above subsection (1)
        * (1) A person commits an offence if:
         * (a) the person steals the moon.
          * Penalty: Imprisonment for 2 years.
            * Note: See also section 8.

The indentation shows the nesting: four blanks a subsection, five a paragraph, six a subparagraph or a penalty, eight a
note, nine the items of a note.

Ignores: `front_matter` (the title page and the notes on the compilation), `contents`, `endnotes` (the publisher's),
`schedule_pointer` (the section that gives the Schedule effect, named under its heading).
"""

import re
from collections.abc import Iterator

from corpus.errors import ParseError
from corpus.records import Expression, Level, Source
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Law
from ingest.indented import Row as Column
from ingest.indented import indent
from ingest.markdown import Row, plain, rows
from ingest.reader import Line, Reader

VERSION = "1"
_MARGIN = re.compile(r"^(\s*)(?:[*]\s+)?")
_MARKS = re.compile(r"[*_]+")
_SUBSECTION = re.compile(r"^\(\d+[A-Z]*\)\s")
_PENALTY = re.compile(r"^(?:Maximum )?[Pp]enalty\b")
_SENTENCE_END = re.compile(r"[.;:,]$|\b(?:and|or)$")
_SUBSECTION_COLUMN, _PENALTY_COLUMN = 4, 6
_FIRST = re.compile(r"^(?:An Act\b|Schedule--)")
# "* Section 3" under the heading of the Schedule: the section that gives it effect
_POINTER = re.compile(r"^\W*Section \d+$")
_LAST = re.compile(r"^Endnotes?\b")


def parse(raw: bytes, source: Source) -> Expression:
    """Read one volume of a compilation.

    Raises:
        ParseError: If the file is no UTF-8 text or holds no section.
    """
    law = Law()
    found = rows(text_of(raw, source))
    reader = Reader(grammars.load(source.grammar or "en-au"), law)
    reader.read(_feed(_body(found, law), reader))
    return assemble(source, law, dialect="gitlaw_au", version=VERSION)


def _body(found: list[Row], law: Law) -> list[Row]:
    """The rows of the law: after the contents, before the endnotes."""
    contents = next((i for i, r in enumerate(found) if r.depth and r.text == "Contents"), 0)
    start = next((i for i in range(contents, len(found)) if found[i].depth and _FIRST.match(found[i].text)), 0)
    end = next((i for i in range(start, len(found)) if found[i].depth and _LAST.match(found[i].text)), len(found))
    for index, row in enumerate(found):
        if index < start:
            law.ignore("front_matter" if index < contents else "contents", row.text)
        elif index >= end:
            law.ignore("endnotes", row.text)
    return [r for r in found[start:end] if r.text]


def _feed(body: list[Row], reader: Reader) -> Iterator[Line]:
    """Hand the headings to the reader and fill each unit it opens from the indentation of its rows."""
    starts = [i for i, row in enumerate(body) if row.depth]
    for start, end in zip(starts, [*starts[1:], len(body)][: len(starts)], strict=True):
        text, columns = _MARKS.sub("", body[start].text), _columns(body[start + 1 : end])
        rule = reader.container_rule(text)
        known = rule is not None or any(p.match(text) for p in reader.grammar.article)
        if _FIRST.match(text) and rule is None:
            yield Line(text, "para")
            known = True
        elif known:
            yield Line(text, "heading")
        else:
            yield Line(text, "container", heading=text, level=Level.HEADING, rank=99)
        if rule is None or rule.unit:
            if rule:
                reader.begin("", "", level=Level(rule.unit))
            if not reader.law.articles:
                raise ParseError("section " + text[:40], "columns before the first section", "a heading of a section")
            indent(reader.law.articles[-1], columns, reader.grammar, reader.law)
        else:
            for row in columns:
                pointer = bool(_POINTER.match(row.text))
                yield Line(row.text, "ignored", rule="schedule_pointer") if pointer else Line(row.text, "para")


def _columns(found: list[Row]) -> list[Column]:
    """The rows by their column; headings above subsections joined to them, penalties set where the subsection ends."""
    out: list[Column] = []
    heading = ""
    for index, row in enumerate(found):
        column, text = _column(row), _words(row)
        after = _words(found[index + 1]) if index + 1 < len(found) else ""
        if column == _SUBSECTION_COLUMN and _is_heading(text, after):
            heading = text
            continue
        if column == _PENALTY_COLUMN and _PENALTY.match(text):
            column = _SUBSECTION_COLUMN
        out.append(Column(column, text, heading))
        heading = ""
    return out


def _column(row: Row) -> int:
    match = _MARGIN.match(row.raw)
    return len(match[1]) if match else 0


def _words(row: Row) -> str:
    """A row without its bullet and marks: the emphasis is broken ("(the_ **_owner_**_)") and shows nothing."""
    return plain(_MARKS.sub("", _MARGIN.sub("", row.raw)))


def _is_heading(text: str, after: str) -> bool:
    """ "Entry into Australia" above "(1) A person …": words without an end, right before a subsection."""
    return not _SUBSECTION.match(text) and not _SENTENCE_END.search(text) and bool(_SUBSECTION.match(after))
