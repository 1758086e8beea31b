"""BillWatcher Markdown of Malaysian bills, made from PDF: marginal notes above clauses, page breaks inside sentences.

    ---
    Title: D.R.01/2007 - Moon Bill 2007
    ---
    ARRANGEMENT OF CLAUSES
    1. Theft of the moon
    -----
    A BILL
    ENACTED by the Parliament of Moonland as follows:
    PART I
    PRELIMINARY
    **Theft of the moon**            <- the marginal note, before the clause that it heads
    **1.** (1) Whoever steals the moon

    with a ladder
    -----
    _Moon Bill_ 2                    <- running head: the sentence goes on below it

    commits an offence.
    EXPLANATORY STATEMENT
    1. This Bill seeks to ...

Ignores: `metadata` (front matter), `contents` (the arrangement of clauses), `document_title`, `running_head`,
`explanatory_statement` (the mover's reasons, no part of the bill).
"""

import re
from collections.abc import Iterator

from corpus.records import Expression, Source
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Law
from ingest.markdown import front_matter, plain
from ingest.reader import Line, Reader

VERSION = "1"
_PAGE = re.compile(r"^-{5,}$")
# "_Bill_", "4 _Bill_", "_Moon_ 3", "# Moon": at the top of a page
_HEAD = re.compile(r"^\d*\s*(?:\*\*)?_(?!\()[^_]*_(?:\*\*)?\s*\d*$|^#\s")
_ENACTED = re.compile(r"^\W*(?:ENACTED|DIPERBUAT)\b")
_TITLE = re.compile(r"^(?:A BILL|RANG UNDANG-UNDANG)$")
_INTITULED = re.compile(r"^_(?:i n t i t u l e d|b ?e ?r ?n ?a ?m ?a)_$|^\[\s*\]$", re.IGNORECASE)
_REASONS = re.compile(r"^(?:EXPLANATORY STATEMENT|HURAIAN)$")
# "**12.** Any person", "**5. (1) The provisions", "**_65._** Jika", "9. (1) Majlis"
_CLAUSE = re.compile(r"^[*_]{0,3}(?P<num>\d+)\.[_*]{0,3}\s+[_*]{0,3}(?=\S)")
_LABEL = re.compile(r"^[_*]{0,3}\(\s?(?:\d+[a-z]?|[a-z]{1,4}|[A-Z]{1,2})\s?\)")
# "under subsection (3) or" at the end of a line: the "(4)" below it is a reference
_REFERENCE = re.compile(r"\b(?:subsections?|subseksyen|paragraphs?|perenggan)(?:\s*\(\w+\)\s*(?:,|or|and|atau|dan))?$")
# "( 1 )" and "fa)": what the PDF made of "(1)" and "(a)"
_SPACED = re.compile(r"(?<=\()\s?(\w{1,2})\s?(?=\))")
_LOST_BRACKET = re.compile(r"(?:^|(?<=\w)-)fa\)\s", re.MULTILINE)
_PART = re.compile(r"^(?:P\s?ART|B\s?AHAGIAN)\s+[IVX]+$")
_CAPITALS = re.compile(r"^[^a-z]{6,}$")
_STOP = re.compile(r"[.;:—–\-”\"’][_*]*$|(?:;|,) (?:and|or|dan|atau)[_*]*$")
_FULL_WIDTH = 45  # characters; a shorter first line is a paragraph's last


def parse(raw: bytes, source: Source) -> Expression:
    """Read one bill.

    Raises:
        ParseError: If the file is no UTF-8 text or holds no clause.
    """
    law = Law()
    _, body = front_matter(text_of(raw, source))
    body = _SPACED.sub(r"\1", _LOST_BRACKET.sub("\n\n(a) ", body))
    lines = _law_lines([line.strip() for line in body.split("\n")], law)
    Reader(grammars.load(source.grammar or "en-my"), law).read(_clauses(_paragraphs(lines, law)))
    return assemble(source, law, dialect="billwatcher", version=VERSION)


def _law_lines(lines: list[str], law: Law) -> list[str]:
    """The lines of the bill itself: from its title before the enacting words to the explanatory statement."""
    enacted = next((i for i, line in enumerate(lines) if _ENACTED.match(line)), 0)
    start = next((i for i in range(enacted, -1, -1) if _TITLE.match(lines[i])), 0)
    end = next((i for i in range(enacted, len(lines)) if _REASONS.match(lines[i])), len(lines))
    metadata = next((i for i in range(start, 0, -1) if lines[i] == "---"), 0)
    for index, line in enumerate(lines):
        if index < metadata:
            law.ignore("metadata", line)
        elif index < start:
            law.ignore("contents", plain(line))
        elif index >= end:
            law.ignore("explanatory_statement", plain(line))
    return lines[start:end]


def _paragraphs(lines: list[str], law: Law) -> list[str]:
    """Printed paragraphs, still with their marks: lines joined over blank lines and pages that cut a sentence."""
    out: list[str] = []
    block: list[str] = []
    alone = True  # the paragraph gathered last is one line long: the PDF puts a blank line after each first line
    paged = top = False
    for line in [*lines, ""]:
        if _PAGE.match(line):
            paged = top = True
        elif top and line and _HEAD.match(line):
            law.ignore("running_head", plain(line))
        elif _TITLE.match(line) or _INTITULED.match(line):
            law.ignore("document_title", plain(line))
        elif line and not (block and _LABEL.match(line) and _STOP.search(block[-1])):
            top = False
            block.append(line)
        elif block:
            alone = _place(" ".join(block), out, alone=alone, paged=paged) and len(block) == 1
            paged = False
            block = [line] if line else []
    return out


def _place(text: str, out: list[str], *, alone: bool, paged: bool) -> bool:
    """Add a block to the paragraph that it goes on with, or as a new one; True when it is new."""
    if out and _goes_on(out[-1], text, alone=alone, paged=paged):
        out[-1] = f"{out[-1]} {text}"
        return False
    out.append(text)
    return True


def _goes_on(last: str, text: str, *, alone: bool, paged: bool) -> bool:
    """True when a block is the rest of the paragraph before it."""
    if last.count("“") > last.count("”"):
        return True  # a quotation runs to its end, its own numbers inside it
    if _CAPITALS.match(last) and _CAPITALS.match(text) and not _PART.match(last):
        return True  # the title of a part over two lines
    if _REFERENCE.search(last):
        return True
    if _is_heading(last) or _is_heading(text) or _CLAUSE.match(text) or _LABEL.match(text) or _STOP.search(last):
        return False
    if text.startswith(('"', "“")):
        return False  # the next definition
    return paged or (alone and len(last) >= _FULL_WIDTH)


def _is_heading(text: str) -> bool:
    bold = text.startswith("**") and not _CLAUSE.match(text) and not _LABEL.match(text)
    return bold or bool(_PART.match(text)) or bool(_CAPITALS.match(text))


def _clauses(paragraphs: list[str]) -> Iterator[Line]:
    """Each clause with the marginal note that stands above it; numbers in sequence, as quoted ones open nothing."""
    last = 0
    note = ""
    for text in paragraphs:
        match = _CLAUSE.match(text)
        if match and int(match["num"]) == last + 1:
            last += 1
            heading = plain(note)
            yield Line(f"{match['num']}. {heading}", "article", num=match["num"], heading=heading)
            note = ""
            if rest := plain(text[match.end() :].strip("*")):
                yield Line(rest, "para")
            continue
        if note:
            yield Line(plain(note), "para")
        note = ""
        if text.startswith("**") and not _LABEL.match(text):
            note = text
        else:
            yield Line(plain(text), "text" if _PART.match(text) else "para")
    if note:
        yield Line(plain(note), "para")
