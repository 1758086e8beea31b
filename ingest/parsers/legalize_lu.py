"""Legalize Markdown of Legilux: articles as plain lines or headings, sentences as headings, links on own lines.

    **Chapitre II.** **Du vol de la lune
    (L. 1 mai 1900)**
    Art. 7bis. (
    [L. 2 mai 1900](/eli/loi/1900)
    )
    (1)
    ###### Quiconque vole la lune est puni:
    1. la nuit;
    2. (
    [L. 3 mai 1900](/eli/loi/1900)
    ) le jour.

Heading marks say nothing: an article is what begins with `Art.` and a number, a container what the grammar knows; any
other heading is a sentence. Lines of one block belong together, except numbered ones. The act in brackets before the
words is their amendment note.

Ignores: `document_title` the title line above the law.
"""

import re
from collections.abc import Iterator

from corpus.records import Expression, Level, Source
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Law, clean
from ingest.grammar import Grammar
from ingest.markdown import front_matter, plain, superscripts
from ingest.reader import Line, Reader

VERSION = "1"
# Divisions that lost their heading mark: "Section I. Du vol".
_DIVISIONS = ("Section ", "Chapitre ", "Titre ")
_MARK = re.compile(r"^(#{1,6})\s+")
_ITEM = re.compile(r"^(?:#{1,6}\s+)?(?:[-*]\s+)?(?:\d{1,2}[a-z]{0,6}\.|\d{1,2}°|[a-z]\))\s+\S")
_BULLET = re.compile(r"^[-*]\s+")
# "Du vol de la lune (L. 1 mai 1900; L. 2 mai 1900)": a container's amendment note.
_HEADING_NOTE = re.compile(r"\s*(?P<note>\(\s*\(?L\. [^()]*\)+)\s*\.?$")
# "Art. 7. à Art. 9-2.": a run of repealed articles.
_RUN = re.compile(r"^(?P<from>Art\. \d+)\. à Art\. (?P<to>\d+(?:-\d+)?\.?)$")
# "##### De la concussion": a heading of its own, without a number.
_CROSS_HEADING = re.compile(r"^(?:De la|De l['’]|Des|Du)\s[^.;:,]{3,80}$")


def parse(raw: bytes, source: Source) -> Expression:
    """Read one law.

    Raises:
        ParseError: If the file is no UTF-8 text or holds no article.
    """
    grammar = grammars.load(source.grammar or "fr-lu")
    law = Law()
    _, body = front_matter(text_of(raw, source))
    Reader(grammar, law).read(_lines(_blocks(body, grammar), grammar, law))
    return assemble(source, law, dialect="legalize_lu", version=VERSION)


def _blocks(body: str, grammar: Grammar) -> list[str]:
    """Blocks of lines between blank lines, cut before numbered items; a bare label takes the block after it."""
    out: list[list[str]] = []
    fresh = True
    for line in body.split("\n"):
        if not line.strip():
            fresh = True
        elif fresh or (_ITEM.match(line) and not _open_bracket(out[-1])):
            if out and _bare_label(out[-1], grammar):
                out[-1].append(_MARK.sub("", line.strip()))
            else:
                out.append([line.strip()])
            fresh = False
        else:
            out[-1].append(line.strip())
    return [" ".join(lines) for lines in out]


def _open_bracket(lines: list[str]) -> bool:
    """True inside the brackets of an amending act, whose lines may begin with a number."""
    text = " ".join(lines)
    return text.endswith("(") or text.count("[") > text.count("]")


def _bare_label(lines: list[str], grammar: Grammar) -> bool:
    text = plain(_MARK.sub("", " ".join(lines)))
    return len(text) < 10 and any(rung.start.fullmatch(text) for rung in grammar.rungs)


def _lines(blocks: list[str], grammar: Grammar, law: Law) -> Iterator[Line]:
    for block in blocks:
        marked = _MARK.match(block)
        text = clean(plain(superscripts(_BULLET.sub("", _MARK.sub("", block)))))
        if match := _RUN.match(text):
            law.labelled("Art. à", "à")
            text = f"{match['from']} à {match['to']}"
        if marked and len(marked[1]) == 1:
            law.ignore("document_title", text)
        elif any(p.match(text) for p in grammar.article):
            yield Line(text, "heading")
        elif marked or block.startswith("**") or (len(text) < 200 and text.startswith(_DIVISIONS)):
            yield from _heading(text, grammar)
        elif text:
            yield Line(text, "para")


def _heading(text: str, grammar: Grammar) -> Iterator[Line]:
    """A container, with its amendment note apart; or a sentence that was marked as a heading by mistake."""
    note = _HEADING_NOTE.search(text)
    bare = text[: note.start()] if note else text
    if any(c.pattern.match(bare) for c in grammar.containers):
        yield Line(bare, "heading")
    elif _CROSS_HEADING.match(bare):
        yield Line(bare, "container", heading=bare, level=Level.HEADING, rank=99)
    else:
        note = None
        yield Line(text, "para")
    if note:
        yield Line(note["note"], "editorial")
