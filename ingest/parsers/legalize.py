"""Legalize Markdown: front matter, headings for containers and articles, list items for points.

    ---
    title: "Zákon o měsíci"
    ---
    ## ČÁST PRVNÍ
    ##### § 7
    #### Krádež měsíce            <- the title of § 7, one level above its number
    (1)                           <- a label may stand on a line of its own
    Kdo ukradne
    měsíc                         <- lines may be broken; a blank line ends a paragraph
    - a) sám, nebo
    bude potrestán.

What only some countries do is said by `words` of their grammar: `epigraph` (a title run into the first paragraph),
`editorial_from` (the heading from which on all is the publisher's notes), `plain_container` (container lines that lost
their heading marks), `range` (a heading over a run of articles, with `from` and `to`, that may repeal them all),
`footnote_mark` (marks in the text), `annexed` (the eid prefix of articles of other acts printed after the law).

Ignores: the front matter is metadata; `document_title` the title line above the law; `footnote_mark`.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from corpus import numbering
from corpus.records import Expression, Level, Source, Status
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Law, clean
from ingest.grammar import Grammar
from ingest.markdown import Row, front_matter, rows
from ingest.reader import Line, Reader

VERSION = "2"
_NOTE = -1
_ITEM = re.compile(r"^\s*[-*•]\s+")
_QUOTED = re.compile(r"^[\"“„«»‟]")


@dataclass(slots=True)
class Block:
    """A heading (`depth` 1 to 6), a paragraph (0) or an amendment note (-1) of the file, its broken lines mended."""

    depth: int
    text: str


def parse(raw: bytes, source: Source) -> Expression:
    """Read one law.

    Raises:
        ParseError: If the file is no UTF-8 text or holds no article.
    """
    grammar = grammars.for_source(source)
    law = Law()
    _, body = front_matter(text_of(raw, source))
    found = blocks(rows(body), grammar)
    ranges = _repealed_ranges(found, grammar)
    Reader(grammar, law).read(lines(found, grammar, law, source))
    for match in ranges:
        _repeal(law, match)
    _tell_apart(law, grammar)
    return assemble(source, law, dialect="legalize", version=VERSION)


def blocks(all_rows: list[Row], grammar: Grammar) -> list[Block]:
    """Headings and paragraphs: broken lines joined, and labels that stand alone joined with their words."""
    out: list[Block] = []
    fresh = True
    for row in all_rows:
        if not row.text:
            fresh = True
        elif row.depth:
            out.append(Block(row.depth, row.text))
            fresh = False
        else:
            text = _ITEM.sub("", row.text)
            item = text != row.text or _starts_unit(text, grammar)
            waiting = bool(out) and not out[-1].depth and _bare_label(out[-1].text, grammar)
            if out and ((waiting and not _bare_label(text, grammar)) or (not fresh and not item)):
                out[-1].text = f"{out[-1].text} {text}"
            else:
                out.append(Block(0, text))
            fresh = False
    return out


def _starts_unit(text: str, grammar: Grammar) -> bool:
    return any(rung.start.match(text) for rung in grammar.rungs) or grammar.is_editorial(text)


def _bare_label(text: str, grammar: Grammar) -> bool:
    return len(text) < 12 and any(rung.start.fullmatch(text) for rung in grammar.rungs)


def lines(all_blocks: list[Block], grammar: Grammar, law: Law, source: Source) -> list[Line]:
    """The lines of the law, each with the role that its heading mark or its words give it."""
    # Some converters leave article headings as plain lines: the record says so with `headings = "plain"`.
    body_role = "text" if source.option("headings") == "plain" else "para"
    editorial_from = _word(grammar, "editorial_from")
    plain_container = _word(grammar, "plain_container")
    out: list[Line] = []
    notes = running = False
    for block in (b for b in all_blocks if b.text):
        notes = notes or bool(block.depth and editorial_from and editorial_from.match(block.text))
        rule = next((c for c in grammar.containers if c.pattern.match(block.text)), None)
        if notes or block.depth == _NOTE:
            out.append(Line(block.text, "editorial"))
        elif block.depth == 1 and not out:
            law.ignore("document_title", block.text)
        elif any(p.match(block.text) for _, p in grammar.stop):
            out.append(Line(block.text))
        elif plain_container and plain_container.match(block.text):
            out.append(Line(block.text, "heading"))
            running = bool(rule and rule.unit)
        elif _is_heading(block, grammar, running, bool(rule)):
            out.append(_heading(block.text, grammar, out))
            running = bool(rule and rule.unit)
        else:
            # Inside a quoted article or a schedule headings are words of the text.
            running = running or bool(block.depth)
            out.extend(_paragraph(_unmarked(block.text, grammar, law), body_role, grammar, out))
    return out


def _is_heading(block: Block, grammar: Grammar, running: bool, contains: bool) -> bool:
    """True for a heading of the law itself; `running`: within a quoted article or a schedule."""
    own = contains or not running or _heads_article(block.text, grammar)
    return bool(block.depth) and not _QUOTED.match(block.text) and own


def _unmarked(text: str, grammar: Grammar, law: Law) -> str:
    """The text without the marks of footnotes."""
    mark = _word(grammar, "footnote_mark")
    if mark is None or grammar.is_editorial(text):
        return text
    law.ignore("footnote_mark", " ".join(mark.findall(text)))
    return mark.sub("", text)


def _heading(text: str, grammar: Grammar, out: list[Line]) -> Line:
    """An article or a container by the grammar, else the title of what it follows, else a cross-heading."""
    if _heads_article(text, grammar) or any(c.pattern.match(text) for c in grammar.containers):
        return Line(text, "heading")
    if out and out[-1].role in ("heading", "title"):
        return Line(text, "title")
    return Line(text, "container", heading=text, level=Level.HEADING, rank=99)


def _heads_article(text: str, grammar: Grammar) -> bool:
    return any(p.match(text) for p in grammar.article)


def _paragraph(text: str, role: str, grammar: Grammar, out: list[Line]) -> Iterator[Line]:
    """`(Theft of the moon). Whoever ...`: the words before are the title of the article just headed."""
    epigraph = _word(grammar, "epigraph")
    headed = bool(out) and out[-1].role == "heading" and _is_article(out[-1].text, grammar)
    if epigraph and headed and (match := epigraph.match(text)):
        yield Line(match["heading"], "title")
        text = text[match.end() :]
    if text.strip():
        yield Line(text, role)


def _is_article(text: str, grammar: Grammar) -> bool:
    return any((m := p.match(text)) and not clean(m.groupdict().get("heading") or "") for p in grammar.article)


def _word(grammar: Grammar, name: str) -> re.Pattern[str] | None:
    pattern = grammar.words.get(name)
    return re.compile(pattern) if pattern else None


def _repealed_ranges(all_blocks: list[Block], grammar: Grammar) -> list[re.Match[str]]:
    """`Artículos 7 a 9.` over `(Derogados)`: the heading and the word become one note; the articles are repealed."""
    pattern = _word(grammar, "range")
    out: list[re.Match[str]] = []
    for at, block in enumerate(all_blocks[:-1]):
        follower = all_blocks[at + 1].text
        match = pattern.match(block.text) if pattern and block.depth else None
        if match and any(p.match(follower) for p in grammar.repealed_unit):
            out.append(match)
            all_blocks[at] = Block(_NOTE, f"{block.text} {follower}")
            all_blocks[at + 1].text = ""
    return out


def _repeal(law: Law, match: re.Match[str]) -> None:
    low, high = numbering.key(match["from"]), numbering.key(match["to"])
    for draft in law.articles:
        if draft.level is Level.ARTICLE and low <= numbering.key(draft.num)[:1] <= high:
            draft.status = Status.REPEALED


def _tell_apart(law: Law, grammar: Grammar) -> None:
    """Units of amending acts printed after the law: their numbers begin anew, or stand more than once."""
    seen: Counter[tuple[str, Level, str]] = Counter()
    for draft in law.articles:
        key = (draft.prefix, draft.level, draft.num)
        seen[key] += 1
        if seen[key] > 1 and draft.level is not Level.ARTICLE:
            draft.label = f"{numbering.label(draft.num)}-{seen[key]}" if draft.num else str(seen[key])
        elif seen[key] > 1 and grammar.words.get("annexed"):
            draft.prefix = str(grammar.words["annexed"])
