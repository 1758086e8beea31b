"""The bundestag/gesetze Markdown of gesetze-im-internet.de: `§` headings of any depth, hard-wrapped paragraphs.

    ---
    Title: Mondgesetz
    ---
    # Mondgesetz (MondG)
    Ausfertigungsdatum
    :   1900-01-01
    ## Besonderer Teil -
    #### § 7 Mondraub
    (1) Wer den Mond raubt, wird
    bestraft.
    1.  allein
        a)  nachts

The footnote to the title, a reference definition above the first heading, becomes an editorial note of the law.

Ignores: `metadata` (the definition list of dates and amending acts under the title; a title above the front matter).
"""

import re

from corpus.records import Expression, Level, Note, NoteKind, Source
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Law, clean
from ingest.grammar import Grammar
from ingest.markdown import Row, front_matter, rows
from ingest.reader import Line, Reader

VERSION = "1"
# "[^f770910]:     Dieses Gesetz dient …": the words of a footnote, their lines indented
_FOOTNOTE = re.compile(r"^\[\^\w+\]:", re.MULTILINE)
_INDENT = "    "
_LABEL = re.compile(r"^\s*(?:\(?\d+[a-z]?\)|\d+[a-z]?\.|[a-z]{1,2}\)|\*|-)\s")


def parse(raw: bytes, source: Source) -> Expression:
    """Read one law.

    Raises:
        ParseError: If the file is no UTF-8 text or holds no article.
    """
    grammar = grammars.load(source.grammar or "de-gesetze")
    law = Law()
    text = text_of(raw, source)
    _, body = front_matter(text)
    if not text.startswith("---"):
        law.ignore("metadata", text[: len(text) - len(body)])
    body = _FOOTNOTE.sub(_INDENT, body)
    Reader(grammar, law).read(_lines(rows(body), grammar, law))
    return assemble(source, law, dialect="gesetze", version=VERSION)


def _lines(all_rows: list[Row], grammar: Grammar, law: Law) -> list[Line]:
    start = next((i for i, r in enumerate(all_rows) if r.depth > 1 or (r.depth and "§" in r.text)), 0)
    for row in all_rows[:start]:
        if not row.raw.startswith(_INDENT):
            law.ignore("metadata", row.text)
    if footnote := clean(" ".join(r.text for r in all_rows[:start] if r.raw.startswith(_INDENT))):
        law.editorial.append(Note(kind=NoteKind.EDITORIAL, text=footnote))
    out: list[Line] = []
    fresh = True
    for row in all_rows[start:]:
        if not row.text:
            fresh = True
        elif row.depth:
            out.append(_heading(row.text, grammar))
            fresh = True
        elif fresh or _LABEL.match(row.raw):
            out.append(Line(row.text.removeprefix("* "), "para"))
            fresh = False
        else:
            out[-1].text = f"{out[-1].text} {row.text}"
    return out


def _heading(text: str, grammar: Grammar) -> Line:
    text = text.rstrip(" -")
    if any(p.match(text) for p in grammar.article) or any(c.pattern.match(text) for c in grammar.containers):
        return Line(text, "heading")
    return Line(text, "container", heading=text, level=Level.HEADING, rank=99)
