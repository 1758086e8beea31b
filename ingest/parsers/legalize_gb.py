"""Legalize Markdown of acts from legislation.gov.uk: a section's title stands above its bare number.

    ## PART 1 — Offences
    ### Moon offences
    #### Theft of the moon
    ##### 7
    - (1) A person commits an offence if—
    - (a) the person takes the moon, or
    *By night*2The moon is taken by night—abefore twelve, orbafter twelve.
    - (3) After section 8 insert—
    > (8A) The moon is not for sale.

Subsections with a title of their own come with all labels run into the words, as the third line from below shows.

Ignores: `document_title` the title line above the act.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from corpus.records import Expression, Level, Source
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Law
from ingest.grammar import Grammar
from ingest.markdown import Row, front_matter, rows
from ingest.reader import Line, Reader

VERSION = "1"
_ITEM = re.compile(r"^\s*[-*]\s+")
# "*By night*2The moon is taken": title, number of the subsection, words.
_RUN_IN = re.compile(r"^\*(?P<title>[^*]+)\*(?P<num>\d+[A-Z]?)(?P<rest>[A-Z].*)$")
# What may stand before a label that is run into the words: "—a", ", orb", ",c".
_BEFORE = r"(?P<before>—|[,;](?: ?(?:or|and))?| (?:or|and))"
_WINDOW = 5_000  # characters in which the next label of a run-in list must stand
_LETTERS = "abcdefghij"
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi")


def parse(raw: bytes, source: Source) -> Expression:
    """Read one act, or the sections of one.

    Raises:
        ParseError: If the file is no UTF-8 text or holds no section.
    """
    grammar = grammars.load(source.grammar or "en-gb")
    law = Law()
    _, body = front_matter(text_of(raw, source))
    Reader(grammar, law).read(_lines(_with_quotations(rows(body)), grammar, law))
    return assemble(source, law, dialect="legalize_gb", version=VERSION)


def _lines(found: list[Row], grammar: Grammar, law: Law) -> Iterator[Line]:
    title = ""
    for at, row in enumerate(found):
        follower = found[at + 1] if at + 1 < len(found) else row
        if row.depth == 1 and not at:
            law.ignore("document_title", row.text)
        elif row.depth and _is_number(follower, grammar) and not _is_number(row, grammar):
            title = row.text
        elif row.depth and _is_number(row, grammar):
            yield Line(f"{title} {row.text}", "article", num=row.text, heading=title)
            title = ""
        elif row.depth:
            yield _container(row.text, grammar)
        else:
            yield from (Line(text, "para") for text in _paragraphs(row, law))


def _with_quotations(found: list[Row]) -> list[Row]:
    """The rows that hold text; a block quotation (words for another act) is put into the paragraph that brings it."""
    out: list[Row] = []
    for row in found:
        if row.raw.startswith(">") and out:
            out[-1] = replace(out[-1], text=f"{out[-1].text} “{row.text.lstrip('> ')}”")
        elif row.text:
            out.append(row)
    return out


def _is_number(row: Row, grammar: Grammar) -> bool:
    return bool(row.depth) and any(p.match(row.text) for p in grammar.article)


def _container(text: str, grammar: Grammar) -> Line:
    if any(c.pattern.match(text) for c in grammar.containers):
        return Line(text, "heading")
    return Line(text, "container", heading=text, level=Level.HEADING, rank=99)


def _paragraphs(row: Row, law: Law) -> Iterator[str]:
    if match := _RUN_IN.match(row.raw.strip()):
        found = list(_split_labels(match["rest"]))
        found[0] = f"({match['num']}) {match['title']} {found[0]}"
        law.labelled(row.text, *found)
        yield from found
    else:
        yield _ITEM.sub("", row.text)


def _split_labels(text: str) -> Iterator[str]:
    """`taken—abefore twelve, orbafter` as `taken—`, `(a) before twelve, or`, `(b) after`."""
    lists: list[tuple[tuple[str, ...], int]] = []
    while True:
        found = _next_label(text, lists)
        if found is None:
            yield text
            return
        match, depth = found
        words = text[: match.end("before")]
        yield words
        labels, at = lists[depth] if depth < len(lists) else (_ROMANS if depth else tuple(_LETTERS), 0)
        lists[depth:] = [(labels, at + 1)]
        text = f"({labels[at]}) {text[match.end() :]}"


def _next_label(text: str, lists: list[tuple[tuple[str, ...], int]]) -> tuple[re.Match[str], int] | None:
    """The next place where the label that continues an open list, or begins one after a dash, meets a word."""
    candidates = [(depth, labels[at]) for depth, (labels, at) in enumerate(lists) if at < len(labels)]
    text, spots = text[:_WINDOW], []
    for depth, label in candidates:
        if match := re.search(rf"{_BEFORE}{label}(?=[a-zA-Z]{{2}})", text):
            spots.append((match.start(), depth, match))
    fresh = "i" if lists else "a"
    if match := re.search(rf"(?P<before>—){fresh}(?=[a-zA-Z]{{2}})", text):
        spots.append((match.start(), len(lists), match))
    if not spots:
        return None
    _, depth, match = min(spots, key=lambda s: s[0])
    return match, depth
