"""A law kept as a Logseq page: an outline of bullets, with properties, references, notes and comments of its keeper.

    title:: Moon Code
    - ## TITLE One - CRIMES AGAINST THE MOON
      id:: 6303-...                                        <- property
    \t- **Art. 7.** *Theft of the Moon.*[^1]
    \t\t- The thief of the ~~whole~~ Moon shall be punished.^{(As amended by M.A. No. 2)}
    \t\t\t- 1. by night;
    \t\t\t- [^1]: _{A note of the keeper.}
    \t- ~~**Art. 8.** *Moonlight.*~~                         <- struck out: repealed
    \t- id:: 64bd-...                      <- a block whose heading is lost: art. 9, told by its neighbours

Ignores: `properties`, `block_reference`, `annotation` (footnotes, comments, pictures, tags of the keeper),
`footnote_mark`, `struck_out` (words that a later law took out).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.records import Expression, Level, Source, Status
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Law, clean
from ingest.grammar import Grammar
from ingest.markdown import plain
from ingest.reader import Line, Reader

VERSION = "1"
_BULLET = re.compile(r"(?P<tabs>\t*)-(?:\s(?P<text>.*))?$")
_PROPERTY = re.compile(r"[\w-]+::(?:\s.*)?$")
_ARTICLE = re.compile(
    r"(?P<gone>~~)?\*\*(?P<word>Art(?:icle)?|ARTICLE|ART)\.?\s+(?P<num>\d+(?:-[A-Z])?)\*?\.?\*{0,2}\.?\s*(?P<heading>.*)$"
)
_CREDIT = re.compile(r"\^\{+(?P<braced>[^{}]*)\}+|\^\[(?P<bracketed>[^\[\]]*)\]")
_MARK = re.compile(r"\[\^\w+\]")
_ANNOTATION = re.compile(
    r"\[\^\w+\]:|(?:#+\s*)?\**(?:COMMENTS?|NOTES?)\b|\[\[Comments\]\]|#\+BEGIN|#\w|!\[|\{\{|\(\([0-9a-f-]{20,}\)\)"
)
_TAG = re.compile(r"\s#(?:\[\[[^\]]*\]\]|[\w/]+)")
_REFERENCE = re.compile(r"\(\(\(?[0-9a-f]{8}-[0-9a-f-]{20,}\)?\)\)")
_STRUCK = re.compile(r"~~(.*?)~~")
_LABEL = re.compile(r"(?P<struck>~~)(?P<label>\(?[0-9a-z]{1,3}[.)])\s+")


@dataclass(slots=True)
class _Block:
    """One bullet: its lines of text, its properties, the bullets below it."""

    texts: list[str] = field(default_factory=list)
    properties: list[str] = field(default_factory=list)
    children: list["_Block"] = field(default_factory=list)

    def walk(self) -> Iterator["_Block"]:
        """The block and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def parse(raw: bytes, source: Source) -> Expression:
    """Read one page.

    Raises:
        ParseError: If the file is no UTF-8 text or holds no article.
    """
    grammar = grammars.load(source.grammar or "en-ph")
    law = Law()
    root = _outline(text_of(raw, source))
    for block in root.walk():
        for entry in block.properties:
            law.ignore("properties", entry)
    page = _Page(law, grammar)
    page.read(root)
    Reader(grammar, law).read(page.numbered())
    for article in law.articles:
        if article.num in page.gone:
            article.status = Status.REPEALED
    return assemble(source, law, dialect="logseq", version=VERSION)


def _outline(text: str) -> _Block:
    root = _Block()
    path = [root]
    for line in text.split("\n"):
        if match := _BULLET.match(line):
            depth = len(match["tabs"])
            del path[depth + 1 :]
            block = _Block()
            path[-1].children.append(block)
            path.append(block)
            line = match["text"] or ""
        bare = line.strip()
        if bare:
            (path[-1].properties if _PROPERTY.match(bare) else path[-1].texts).append(bare)
    return root


class _Page:
    """Turns the outline into lines; remembers which articles are struck out."""

    def __init__(self, law: Law, grammar: Grammar) -> None:
        self.law = law
        self.grammar = grammar
        self.lines: list[Line] = []
        self.gone: set[str] = set()
        self.inside = 0

    def read(self, block: _Block, *, struck: bool = False) -> None:
        """Read the bullets below a block; `struck`: they belong to a repealed article, whose words are kept."""
        for child in block.children:
            first = child.texts[0] if child.texts else ""
            if _ANNOTATION.match(first):
                self._annotation(child)
            elif match := _ARTICLE.match(first):
                self._article(child, match)
            elif first.startswith("#") and not self.inside:
                self._heading(child, first)
            elif not first:
                self._lost(child, struck=struck)
            else:
                for text in child.texts:
                    self._text(text, struck=struck)
                self.read(child, struck=struck)

    def _annotation(self, block: _Block) -> None:
        for below in block.walk():
            for text in below.texts:
                self.law.ignore("annotation", self._bare(text, keep=True))

    def _article(self, block: _Block, match: re.Match[str]) -> None:
        struck = bool(match["gone"])
        if struck:
            self.gone.add(match["num"])
        notes, heading = self._credits(match["heading"])
        heading = self._bare(heading.replace("~~", "")).removesuffix(".")
        self.lines.append(
            Line(f"{match['word']} {match['num']} {heading}", "article", num=match["num"], heading=heading)
        )
        self.lines += [Line(note, "editorial") for note in notes]
        for text in block.texts[1:]:
            self._text(text, struck=struck)
        self._below(block, struck=struck)

    def _below(self, block: _Block, *, struck: bool) -> None:
        """Read the bullets of an article: what looks like a heading there is its text."""
        self.inside += 1
        self.read(block, struck=struck)
        self.inside -= 1

    def _heading(self, block: _Block, first: str) -> None:
        notes, text = self._credits(first.lstrip("# "))
        text = self._bare(text.replace("~~", ""))
        if any(c.pattern.match(text) for c in self.grammar.containers):
            self.lines.append(Line(text, "heading"))
        else:
            self.lines.append(Line(text, "container", heading=text, level=Level.HEADING, rank=8))
        self.lines += [Line(note, "editorial") for note in notes]
        self.read(block, struck="~~" in first)

    def _lost(self, block: _Block, *, struck: bool) -> None:
        """A bullet that has lost its words: an article's heading if running text stands below it."""
        below = next((c.texts[0] for c in block.children if c.texts), "")
        if below and not below.startswith(("#", "**Art", "**ART")) and not self.inside:
            self.lines.append(Line("", "article"))
            self._below(block, struck=struck)
        else:
            self.read(block, struck=struck)

    def _text(self, text: str, *, struck: bool) -> None:
        notes, text = self._credits(text.lstrip("# ") if self.inside else text)
        if re.fullmatch(r"\*\*[^*]+\*\*", text) and not self.inside:
            words = self._bare(text)
            self.lines.append(Line(words, "container", heading=words, level=Level.HEADING, rank=9))
            return
        text = _LABEL.sub(r"\g<label> \g<struck>", text)
        if struck:
            text = text.replace("~~", "")
        elif not re.fullmatch(r"(?:\S{1,4}\s+)?~~[^~]*~~", self._unmarked(text)):
            for words in _STRUCK.findall(text):
                self.law.ignore("struck_out", words)
            text = _STRUCK.sub("", text)
        if words := self._bare(text):
            self.lines.append(Line(words, "para"))
        self.lines += [Line(note, "editorial") for note in notes]

    def _credits(self, text: str) -> tuple[list[str], str]:
        """The amendment credits of a text (`^{(As amended by …)}`), and the text without them."""
        found = [clean(plain(m["braced"] or m["bracketed"] or "")) for m in _CREDIT.finditer(text)]
        return [note for note in found if note], _CREDIT.sub("", text)

    def _unmarked(self, text: str) -> str:
        return _TAG.sub("", _MARK.sub("", text)).strip()

    def _bare(self, text: str, *, keep: bool = False) -> str:
        """The words alone: marks, tags, references taken off, each by its rule unless the whole is ignored anyway."""
        if not keep:
            for rule, pattern in (("footnote_mark", _MARK), ("annotation", _TAG), ("block_reference", _REFERENCE)):
                for match in pattern.finditer(text):
                    self.law.ignore(rule, match[0])
            text = _TAG.sub("", _MARK.sub("", text))
        text = re.sub(r"\]\(\[\[[^\]]*\]\]\)", "]", text)
        text = re.sub(r"\[([^\[\]]*)\](?=\(\(\()", r"\1", _REFERENCE.sub("", text).replace("]()", "]"))
        text = re.sub(r"\[\[([^\[\]]*)\]\]|\[([^\[\]]*)\](?!\()", r"\1\2", text)
        return clean(plain(text.replace("==", "")))

    def numbered(self) -> list[Line]:
        """The lines, lost article numbers filled in where the numbers around them leave no other."""
        heads = [i for i, line in enumerate(self.lines) if line.role == "article"]
        for start, first in enumerate(heads):
            if self.lines[first].num or not start or not self.lines[heads[start - 1]].num:
                continue
            end = next((e for e in range(start, len(heads)) if self.lines[heads[e]].num), len(heads))
            before = self.lines[heads[start - 1]].num
            after = self.lines[heads[end]].num if end < len(heads) else ""
            certain = before.isdigit() and after.isdigit() and int(after) - int(before) - 1 == end - start
            for place, index in enumerate(heads[start:end], 1):
                line = self.lines[index]
                if certain:
                    line.num = str(int(before) + place)
                else:
                    line.role, line.text = "para", ""
                    self.law.issue(f"after art. {before}", "an article without number and heading")
        return [line for line in self.lines if line.text or line.role == "article"]
