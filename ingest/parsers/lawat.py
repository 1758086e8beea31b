"""LawAT Markdown of Austrian federal laws: `###` sections, block quotes as deep as the list, labels in back quotes.

    # BG.MondG — Mondgesetz (MondG)
    **Typ:** Bundesgesetz
    ## Inhaltsverzeichnis
    * [§ 7 MondG — Mondraub](#...)
    ## Erster Abschnitt
    ## Allgemeine Bestimmungen          <- the title of the section above
    ### § 7 MondG — Mondraub
    > `(1)` Wer den Mond raubt,
    >> `1.` allein oder
    > ist zu bestrafen.
    \\[ [Permalink](...) | [RIS-Paragraphenansicht](...) \\]

Ignores: `metadata` (the key lines under the title), `contents`, `page_furniture` (the links under each section).
"""

import re

from corpus.records import Expression, Level, Source
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Law
from ingest.grammar import Grammar
from ingest.markdown import Row, plain, rows
from ingest.reader import Line, Reader

VERSION = "1"
_QUOTE = re.compile(r"^\s*>[>\s]*")
_LABEL = re.compile(r"^`([^`]*)`")
# "\[ [🔗 Permalink](…) | … \]", "*(Weitere relevante Bestimmungen finden Sie …)*" (more provisions stand in the RIS)
_FURNITURE = re.compile(r"\\?\[.*Permalink|\*?\(Weitere relevante Bestimmungen")
# emphasis, and the rule above a footnote
_MARKS = re.compile(r"(?<!\\)[*]+|\(?(?:\\_){3,}\)?")
_CONTENTS = "Inhaltsverzeichnis"  # table of contents


def parse(raw: bytes, source: Source) -> Expression:
    """Read one law.

    Raises:
        ParseError: If the file is no UTF-8 text or holds no section.
    """
    grammar = grammars.load(source.grammar or "de-lawat")
    law = Law()
    found = [r for r in rows(text_of(raw, source)) if r.text]
    contents = next((i for i, r in enumerate(found) if r.depth and r.text == _CONTENTS), 0)
    start = next((i for i, r in enumerate(found) if r.depth and i > contents), len(found))
    for index, row in enumerate(found[:start]):
        law.ignore("metadata" if index < contents else "contents", row.text)
    Reader(grammar, law).read(_lines(found[start:], grammar))
    return assemble(source, law, dialect="lawat", version=VERSION)


def _lines(found: list[Row], grammar: Grammar) -> list[Line]:
    out: list[Line] = []
    for row in found:
        if row.depth:
            out.append(_heading(row.text, grammar, out))
        elif _FURNITURE.match(row.raw):
            out.append(Line(row.text, "ignored", rule="page_furniture"))
        elif _QUOTE.match(row.raw):
            words = _LABEL.sub(r"\1", _QUOTE.sub("", row.raw))
            out.append(Line(plain(_MARKS.sub("", words)), "para"))
        elif row.text.strip("-"):
            out.append(Line(row.text, "para"))
    return out


def _heading(text: str, grammar: Grammar, out: list[Line]) -> Line:
    """A section or container by the grammar, else the title of the container just above it."""
    if any(p.match(text) for p in grammar.article) or any(c.pattern.match(text) for c in grammar.containers):
        return Line(text, "heading")
    if out and out[-1].role == "heading":
        return Line(text, "title")
    return Line(text, "container", heading=text, level=Level.HEADING, rank=99)
