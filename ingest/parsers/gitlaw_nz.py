"""gitlaw-nz Markdown of legislation.govt.nz reprints: linked contents, `#####` sections, nested bullets.

    # Moon Act 1961Public Act1961 No 43
    ## Contents
    [1][2][][2][Short Title][2]
    ---
    An Act about the moon
    ## Part 5
    Moon theft                                   <- the title of the Part, on the next line
    ##### 98D Theft of the moon
    *   (1) Every one commits an offence who---
        *   (a) steals the [moon][7]; or
        (2) The penalty is a fine.
        Section 98D: inserted, on 18 June 2002, by section 5 of the Moon Amendment Act 2002 (2002 No 20).
    ## Schedule 1
    # Moon Amendment Act 1985Public Act1985 No 160   <- transitional sections of an amending Act, numbered anew
    ##### Reprints notes

Ignores: `front_matter` (the title page), `contents`, `page_furniture` (dates of assent and pointers to the commencement
section under the title of an annexed Act), `repeated_annex` (sections of an Act annexed twice, the second time),
`reprint_notes` (the publisher's notes at the end).
"""

import re
from collections.abc import Iterator

from corpus.records import Expression, Level, Source
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Law
from ingest.grammar import ContainerRule, Grammar
from ingest.indented import Row as Column
from ingest.indented import indent
from ingest.markdown import Row, rows
from ingest.reader import Line, Reader

VERSION = "1"
# "*   (a) …"; in quoted amendments "> * …" and "> ##### …"
_BULLET = re.compile(r"^(?:\s*(?:[*>]|#{1,6})\s+)+")
_MARGIN = re.compile(r"(?:\s|[*>]\s|#{1,6}\s)*")
_RULE = re.compile(r"^-{3,}$")
_END = re.compile(r"^(?:Reprints? notes|Notes|Contents)$")
_FURNITURE = re.compile(r"^(?:Date of assent|Commencement\s*(?:see|\d))")


def parse(raw: bytes, source: Source) -> Expression:
    """Read one reprint.

    Raises:
        ParseError: If the file is no UTF-8 text or holds no section.
    """
    grammar = grammars.load(source.grammar or "en-nz")
    law = Law()
    found = rows(text_of(raw, source))
    start, end = _body(found, law)
    reader = Reader(grammar, law)
    reader.read(_feed(_lines(found[start:end], grammar), reader))
    return assemble(source, law, dialect="gitlaw_nz", version=VERSION)


def _feed(lines: list[tuple[int, Line]], reader: Reader) -> Iterator[Line]:
    """Hand the headings to the reader and fill each section it opens from the indentation of its rows."""
    for chunk in _chunks(lines):
        (_, head), body = chunk[0], chunk[1:]
        yield head
        if head.role == "heading" and reader.container_rule(head.text) is None:
            rows_below = [Column(column, line.text) for column, line in body if line.role == "para"]
            indent(reader.law.articles[-1], rows_below, reader.grammar, reader.law)
            yield from (line for _, line in body if line.role != "para")
        else:
            yield from (line for _, line in body)


def _chunks(lines: list[tuple[int, Line]]) -> list[list[tuple[int, Line]]]:
    """The lines cut before every heading."""
    out: list[list[tuple[int, Line]]] = [[]]
    for column, line in lines:
        if line.role in ("heading", "container") and out[-1]:
            out.append([])
        out[-1].append((column, line))
    return [chunk for chunk in out if chunk]


def _body(found: list[Row], law: Law) -> tuple[int, int]:
    """Where the law begins and ends: after the contents' closing rule, before the publisher's notes."""
    contents = next((i for i, r in enumerate(found) if r.depth and r.text == "Contents"), 0)
    start = next((i for i in range(contents, len(found)) if _RULE.match(found[i].text)), 0)
    end = next((i for i in range(start, len(found)) if found[i].depth and _END.match(found[i].text)), len(found))
    for index, row in enumerate(found):
        if index < start:
            law.ignore("front_matter" if index < contents else "contents", row.text)
        elif index >= end:
            law.ignore("reprint_notes", row.text)
    return start, end


def _lines(found: list[Row], grammar: Grammar) -> list[tuple[int, Line]]:
    """The lines of the law, each with the column at which its words begin."""
    out: list[tuple[int, Line]] = []
    annexed = _Annexed()
    schedule = False
    for above, row in zip([*found[:1], *found[:-1]], found, strict=True):
        text = _BULLET.sub("", row.text)
        if not text or _RULE.match(text):
            continue
        if row.depth:
            rule = next((c for c in grammar.containers if c.pattern.match(text)), None)
            schedule = (schedule and not (rule and rule.restarts)) or bool(rule and rule.unit)
            line = _heading(text, rule is not None, schedule, grammar)
            annexed.head(text, rule)
        elif _FURNITURE.match(text):
            line = Line(text, "ignored", rule="page_furniture")
        elif above.depth and out and out[-1][1].role == "heading":
            # A line right under a heading, no blank line between, is the heading's title.
            line = Line(text, "title")
        else:
            line = Line(text, "para")
        if annexed.repeats:
            line = Line(text, "ignored", rule="repeated_annex")
        out.append((_column(row.raw), line))
    return out


def _column(raw: str) -> int:
    """Where the words begin: bullets stand in the margin of theirs."""
    return len(_MARGIN.match(raw)[0])  # type: ignore[index]


class _Annexed:
    """The sections of annexed Acts seen so far: an Act annexed twice repeats its first sections word for word."""

    def __init__(self) -> None:
        self.act = ""
        self.repeats = False
        self.seen: set[tuple[str, str]] = set()

    def head(self, text: str, rule: ContainerRule | None) -> None:
        """Take note of a heading."""
        if rule:
            self.act = text if rule.level is Level.TRANSITIONAL else self.act
            self.repeats = False
        elif self.act:
            self.repeats = (self.act, text) in self.seen
            self.seen.add((self.act, text))


def _heading(text: str, container: bool, schedule: bool, grammar: Grammar) -> Line:
    """Containers and sections by the grammar; else a cross-heading, in a schedule words of its own."""
    if container or any(p.match(text) for p in grammar.article):
        return Line(text, "heading")
    if schedule:
        return Line(text, "para")
    return Line(text, "container", heading=text, level=Level.HEADING, rank=99)
