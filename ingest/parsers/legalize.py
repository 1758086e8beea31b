"""Legalize Markdown: front matter, `#####` headings for articles, list items for points.

    ---
    title: "Zákon o měsíci"
    ---
    ## ČÁST PRVNÍ
    ##### § 7
    #### Krádež měsíce            <- the title of § 7, one level above its number
    (1) Kdo ukradne měsíc
    - a) sám, nebo
    - b) s jiným,
    bude potrestán.

Ignores: the front matter is metadata; `document_title` the title line above the law.
"""

import re

from corpus.records import Expression, Level, Source
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Law
from ingest.grammar import Grammar
from ingest.markdown import front_matter, rows
from ingest.reader import Line, Reader

VERSION = "1"
_ITEM = re.compile(r"^\s*[-*•]\s+")


def parse(raw: bytes, source: Source) -> Expression:
    """Read one law.

    Raises:
        ParseError: If the file is no UTF-8 text or holds no article.
    """
    grammar = grammars.load(source.grammar)
    law = Law()
    _, body = front_matter(text_of(raw, source))
    Reader(grammar, law).read(_lines(body, grammar, law, source))
    return assemble(source, law, dialect="legalize", version=VERSION)


def _lines(body: str, grammar: Grammar, law: Law, source: Source) -> list[Line]:
    # Some converters leave article headings as plain lines: the record says so with `headings = "plain"`.
    body_role = "text" if source.option("headings") == "plain" else "para"
    out: list[Line] = []
    for row in rows(body):
        if not row.text:
            continue
        if not row.depth:
            out.append(Line(_ITEM.sub("", row.text), body_role))
        elif row.depth == 1 and not out:
            law.ignore("document_title", row.text)
        else:
            out.append(_heading(row.text, grammar, out))
    return out


def _heading(text: str, grammar: Grammar, out: list[Line]) -> Line:
    """A heading is an article or a container by the grammar, else the title of what it follows, else a cross-heading."""
    if any(p.match(text) for p in grammar.article) or any(c.pattern.match(text) for c in grammar.containers):
        return Line(text, "heading")
    if out and out[-1].role in ("heading", "title"):
        return Line(text, "title")
    return Line(text, "container", heading=text, level=Level.HEADING, rank=99)
