"""HTML pages as the publishers print them: a hardened parse, and the printed lines of a page with their marks.

    <p id="z1"><b>Part 7.</b> Whoever <a href="x">steals</a><br>is fined.</p>

gives two lines, "Part 7. Whoever steals" and "is fined."; the first has the pieces "Part 7." (marked `b`), " Whoever "
and "steals" (marked `a`). What a mark is called is for the parser to say.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree, html

from corpus.errors import ParseError
from corpus.records import Source
from ingest.decode import text_of
from ingest.draft import clean

Element = etree._Element
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
Marker = Callable[[Element], str]

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure"),
        *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"),
        *("section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_UNSEEN = frozenset(("head", "noscript", "script", "style", "template", "title"))
# Titles of pages that a server sends in place of a law.
_NO_LAW = re.compile(
    r"\b(?:40[0-9]|50[0-9])\b|not found|forbidden|denied|error|captcha|just a moment|sign in|log ?in|"
    r"ошибка|не найден|войти|вход в систему|қате|erro\b|erreur|fehler|خطأ|تسجيل الدخول",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Printed:
    """One printed line: the block element that it stands in and its pieces, each with the marks on it."""

    element: Element
    pieces: list[tuple[str, frozenset[str]]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All its words."""
        return clean("".join(text for text, _ in self.pieces))

    def wholly(self, mark: str) -> bool:
        """True when every printed word of the line carries the mark."""
        worded = [marks for text, marks in self.pieces if re.search(r"\w", text)]
        return bool(worded) and all(mark in marks for marks in worded)

    def only(self, mark: str) -> str:
        """The words that carry the mark."""
        return clean("".join(text for text, marks in self.pieces if mark in marks))

    def without(self, *marks: str) -> str:
        """The words that carry none of the marks."""
        return clean("".join(text for text, own in self.pieces if own.isdisjoint(marks)))


def page(raw: bytes, source: Source) -> Element:
    """Parse a page without network, entities from outside or oversized trees.

    Raises:
        ParseError: If the bytes are no text, or hold no HTML element.
    """
    return fragment(text_of(raw, source), f"{source.id}/{source.file}")


def fragment(text: str, place: str) -> Element:
    """Parse decoded HTML, whole page or part of one.

    Raises:
        ParseError: If it holds no HTML element.
    """
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_pis=True, recover=True)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ParseError(place, f"no HTML ({error})", "a page of the law", "Fetch the file again") from error
    return root


def select(node: Element, path: str) -> list[Element]:
    """The elements that an XPath selects below a node."""
    found = node.xpath(path)
    return [n for n in found if isinstance(n, etree._Element)] if isinstance(found, list) else []


def words_in(node: Element) -> str:
    """All words of an element and of what is in it."""
    return clean("".join(str(text) for text in node.itertext()))


def remove(node: Element) -> None:
    """Take an element out of its page, what follows it left in its place."""
    parent = node.getparent()
    if parent is None:
        return
    before = node.getprevious()
    if before is None:
        parent.text = _settable((parent.text or "") + (node.tail or ""))
    else:
        before.tail = _settable((before.tail or "") + (node.tail or ""))
    parent.remove(node)


def require(found: list[Element], root: Element, place: str, what: str) -> Element:
    """The one element that holds the law.

    Raises:
        ParseError: If there is none or more than one; a page that a server sends instead of a law is named as such.
    """
    if len(found) == 1:
        return found[0]
    title = clean(" ".join(words_in(node) for node in select(root, "//head/title | //h1")))[:80]
    if select(root, "//input[@type='password']") or _NO_LAW.search(title):
        do = "The server sent an error or login page in place of the law; fetch the file again"
        raise ParseError(place, f"the page {title!r}", what, do)
    count = "no" if not found else str(len(found))
    do = "Is it the layout that the record names?"
    raise ParseError(place, f"{count} such element in the page {title!r}", what, do)


def printed(root: Element, marker: Marker, skip: Callable[[Element], bool] | None = None) -> Iterator[Printed]:
    """The printed lines under an element, in order, cut at block elements and line breaks; empty ones left out.

    Args:
        root: The element that holds the law.
        marker: Names the mark that an element puts on all words in it, "" for none.
        skip: Elements (with all in them) that are not printed at all, besides scripts and styles.
    """
    marks: list[str] = []
    blocks: list[Element] = [root]
    line = Printed(root)
    unseen: Element | None = None
    for event, node in etree.iterwalk(root, events=("start", "end", "comment")):
        if unseen is not None:
            if event == "end" and node is unseen:
                unseen = None
                line.pieces.append((node.tail or "", frozenset(marks)))
            continue
        if event == "comment":
            line.pieces.append((node.tail or "", frozenset(marks)))
            continue
        tag = node.tag.lower() if isinstance(node.tag, str) else ""
        if event == "start":
            if tag in _UNSEEN or (skip and skip(node)):
                unseen = node
                continue
            mark = marker(node)
            if tag in _BLOCKS and node is not root:
                yield from _ready(line)
                blocks.append(node)
                line = Printed(node)
            if mark:
                marks.append(mark)
            line.pieces.append((node.text or "", frozenset(marks)))
            continue
        if marker(node):
            marks.pop()
        if tag in _BLOCKS and node is not root:
            yield from _ready(line)
            blocks.pop()
            line = Printed(blocks[-1])
        elif tag == "br":
            yield from _ready(line)
            line = Printed(blocks[-1])
        if node is not root:
            line.pieces.append((node.tail or "", frozenset(marks)))
    yield from _ready(line)


def _ready(line: Printed) -> list[Printed]:
    return [line] if line.text else []


def _settable(text: str) -> str:
    """Text that lxml lets be set: an HTML page may hold control characters, which an XML tree may not."""
    return _CONTROL.sub("\ufffd", text)
