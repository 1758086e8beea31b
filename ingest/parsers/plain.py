"""Any other text of a law: plain text, Markdown, HTML or DOCX, read by a heading grammar of its language.

    ACT ON THE MOON                        <- title block, ignored by name
    Be it enacted as follows.              <- preamble
    Chapter 1. General rules
    Article 7. Theft of the moon
    1. Whoever steals the moon:
    a) at night;
    is punished.
    Article 71. Theft of a part of it      <- 7¹, its raised figure lost: art. 7-1

If the record names no grammar, `generic-<language>` reads it. What a heading is made of and whether an article's first
words are its title or its text is told by the structure: a lone line is the text, a short line above a text the title.

Ignores: `contents` (a list of headings before the law), `title_block` (the lines above the first heading or preamble),
the page furniture of HTML (`navigation`, `page_foot`, `form`), `signature` (below the last
article, up to an annex).
"""

import re
from dataclasses import dataclass

from corpus.errors import ParseError
from corpus.records import Expression, Source
from ingest import grammar as grammars
from ingest import sequence
from ingest.assemble import assemble
from ingest.draft import Law, clean
from ingest.grammar import Grammar
from ingest.paragraphs import Paragraph, paragraphs_of
from ingest.reader import Line, Reader
from ingest.sniff import refuse_error_page

VERSION = "1"
_TITLE = 220  # characters; a longer sentence after an article's number is its text
_SENTENCE = re.compile(r"[.;:,…。；：،]$|[.;:]”?$|[—–-]$")
# "1. Rules ........ 17": a line of a printed table of contents.
_LEADER = re.compile(r"(?:\.\s?){4,}\s*\d*$|…{2,}\s*\d*$|\t\d+$")


@dataclass(slots=True)
class _Block:
    """A paragraph with what it is: `article`, `container`, `title` (on a line of its own), or "" for text."""

    text: str
    depth: int = 0
    part: str = ""
    kind: str = ""
    num: str = ""
    rest: str = ""


def parse(raw: bytes, source: Source) -> Expression:
    """Read one law.

    Raises:
        ParseError: If the file cannot be read, or nothing in it is headed as the grammar's articles are.
    """
    grammar = grammars.for_source(source)
    law = Law()
    patterns = _Patterns(grammar)
    blocks = [patterns.block(p) for p in paragraphs_of(raw, source, patterns.heads)]
    if not any(b.kind == "article" for b in blocks):
        blocks = [patterns.block(Paragraph(b.text, b.depth, b.part), bare=True) for b in blocks]
    if not any(b.kind == "article" for b in blocks):
        refuse_error_page(raw, f"{source.id}/{source.file}", source.encoding)
        raise ParseError(
            f"{source.id}/{source.file}",
            "no article",
            f"headings such as {grammar.words.get('example', 'Article 5. Theft')!r} (grammar {grammar.name})",
            "Name the grammar of the law in its record (grammar = ...), or write one",
        )
    body = _law_itself(blocks, law, grammar)
    _mend_numbers(body)
    Reader(grammar, law).read(_lines(body, grammar))
    return assemble(source, law, dialect="plain", version=VERSION)


class _Patterns:
    """The heading patterns of a grammar; `bare` ones (`5. Theft.`) count only where no other heading is found."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.bare = tuple(re.compile(p) for p in grammar.words.get("bare", ()))

    def heads(self, text: str) -> bool:
        """True when a line begins a paragraph of its own."""
        patterns = [*self.grammar.article, *self.bare, *(c.pattern for c in self.grammar.containers)]
        patterns += [*self.grammar.editorial, *self.grammar.normative]
        return any(p.match(text) for p in patterns) or any(r.start.match(text) for r in self.grammar.rungs)

    def block(self, paragraph: Paragraph, *, bare: bool = False) -> _Block:
        """A paragraph with what it is."""
        block = _Block(paragraph.text, paragraph.depth, paragraph.part)
        for pattern in self.bare if bare else self.grammar.article:
            if match := pattern.match(block.text):
                groups = match.groupdict()
                block.kind, block.num = "article", match["num"]
                block.rest = clean(f"{groups.get('heading') or ''} {groups.get('rest') or ''}")
                return block
        if any(c.pattern.match(block.text) for c in self.grammar.containers):
            block.kind = "container"
        return block


def _law_itself(blocks: list[_Block], law: Law, grammar: Grammar) -> list[_Block]:
    """The blocks of the law: page furniture, contents list and title block left out by name."""
    body = []
    for block in blocks:
        if block.part:
            law.ignore(block.part, block.text)
        else:
            body.append(block)
    start = _contents_end(body)
    for block in body[:start]:
        law.ignore("contents", block.text)
    return _unsigned(_without_title(body[start:], law), law, grammar)


def _unsigned(body: list[_Block], law: Law, grammar: Grammar) -> list[_Block]:
    """The law without its signature: from the line that the grammar knows to the next heading (an annex) or the end."""
    patterns = [re.compile(p) for p in grammar.words.get("signature", ())]
    last = max((i for i, b in enumerate(body) if b.kind == "article"), default=0)
    start = next((i for i in range(last + 1, len(body)) if any(p.match(body[i].text) for p in patterns)), len(body))
    end = next((i for i in range(start, len(body)) if body[i].kind), len(body))
    for block in body[start:end]:
        law.ignore("signature", block.text)
    return body[:start] + body[end:]


def _contents_end(body: list[_Block]) -> int:
    """Where a list of headings before the law ends, 0 when there is none: its first number comes again."""
    heads = [i for i, b in enumerate(body) if b.kind == "article"]
    first = next((i for i in heads[1:] if body[i].num == body[heads[0]].num), None)
    if first is None:
        return 0
    listed = body[heads[0] : first]
    named = sum(1 for b in listed if b.kind or _LEADER.search(b.text) or len(b.text) < 120)
    articles = sum(1 for b in listed if b.kind == "article")
    if named < 0.97 * len(listed) or articles < 0.4 * len(listed) or len(listed) < 3:
        return 0
    while first > heads[0] and body[first - 1].kind != "article" and len(body[first - 1].text) < _TITLE:
        first -= 1
    return first


def _without_title(body: list[_Block], law: Law) -> list[_Block]:
    """The lines above the first heading are the title block up to the first whole sentence, which opens a preamble."""
    for index, block in enumerate(body):
        if block.kind or (len(block.text) > 80 and _SENTENCE.search(block.text)):
            return body[index:]
        law.ignore("title_block", block.text)
    return body


def _mend_numbers(body: list[_Block]) -> None:
    """Raised figures, kept or lost, are written as `160-1`, whichever file they come from."""
    articles = [b for b in body if b.kind == "article"]
    for block, num in zip(articles, sequence.mend([b.num for b in articles]), strict=True):
        block.num = num.replace("^", "-")


def _lines(body: list[_Block], grammar: Grammar) -> list[Line]:
    out: list[Line] = []
    article: list[_Block] = []
    for index, block in enumerate(body):
        if block.kind:
            _flush(article, out)
        if block.kind == "article":
            out.extend(_article(block, body[index + 1 :][:2], grammar))
        elif block.kind == "container":
            out.extend(_container(block.text, grammar))
            if _goes_on(body[index + 1 :][:2]):
                body[index + 1].kind = "title"
                out.append(Line(body[index + 1].text, "title"))
        elif not block.kind:
            article.append(block)
    _flush(article, out)
    return out


def _container(text: str, grammar: Grammar) -> list[Line]:
    """The heading of a container; an amendment credit at its end is no part of it."""
    notes = [match[0] for pattern in grammar.editorial_inline for match in pattern.finditer(text)]
    for pattern in grammar.editorial_inline:
        text = clean(pattern.sub(" ", text))
    return [Line(text, "heading"), *(Line(note, "editorial") for note in notes)]


def _goes_on(after: list[_Block]) -> bool:
    """True for the second line of a container's heading: short, no sentence, straight before the next heading."""
    if len(after) < 2 or after[0].kind or after[1].kind not in ("article", "container"):
        return False
    return len(after[0].text) <= _TITLE and not _SENTENCE.search(after[0].text)


def _flush(article: list[_Block], out: list[Line]) -> None:
    """The gathered paragraphs of one article, their lost superscripts mended."""
    out.extend(Line(text) for text in sequence.mend_labels([b.text for b in article]))
    article.clear()


def _article(block: _Block, after: list[_Block], grammar: Grammar) -> list[Line]:
    """The heading line of an article, and its first words where they are its text or its title on the next line."""
    rest = block.rest
    alone = not after or bool(after[0].kind)
    repealed = any(p.match(rest) for p in grammar.repealed_unit)
    if rest and (repealed or _is_text(rest, grammar, alone=alone)):
        return [Line(block.text[: -len(rest)] or block.num, "article", num=block.num), Line(rest)]
    out = [Line(block.text, "article", num=block.num, heading=rest)]
    if not rest and len(after) == 2 and _is_title(after[0], after[1], grammar):
        after[0].kind = "title"
        out.append(Line(after[0].text, "title"))
    return out


def _is_text(rest: str, grammar: Grammar, *, alone: bool) -> bool:
    """True when the words after an article's number are its text, not its title."""
    if re.search(r"[;:,]$", rest) or re.match(r"\(?1[.)]\s", rest):
        return True
    if alone or grammar.words.get("untitled"):
        return bool(_SENTENCE.search(rest)) and " " in rest
    return bool(re.search(r"[.!?]\s+\S.*[.!?]$", rest)) or (len(rest) > _TITLE and rest.endswith("."))


def _is_title(line: _Block, following: _Block, grammar: Grammar) -> bool:
    text = line.text
    if line.kind or following.kind or len(text) > 150 or _SENTENCE.search(text) or text[:1].islower():
        return False
    special = (*grammar.editorial, *grammar.repealed_unit, *grammar.normative)
    return not any(p.match(text) for p in special) and not any(r.start.match(text) for r in grammar.rungs)
