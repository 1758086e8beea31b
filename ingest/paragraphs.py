"""The paragraphs of a raw file of any common kind: plain text, Markdown, HTML or DOCX.

Marks and tags are taken off, no visible word is lost; a raised figure after a figure becomes `160^1`. Hard-wrapped
text is mended: where blank lines part the paragraphs, the lines between them are one.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree
from lxml import html as lxml_html

from corpus.records import Source
from ingest.decode import text_of
from ingest.docx import word_paragraphs
from ingest.draft import clean
from ingest.markdown import front_matter, rows


@dataclass(slots=True)
class Paragraph:
    """One printed paragraph: its heading depth (0: none); `part` names page furniture such as a navigation bar."""

    text: str
    depth: int = 0
    part: str = ""


Heads = Callable[[str], bool]
_MARKDOWN = re.compile(r"^(?:#{1,6}\s*\S|---\s*$|\s{0,3}\*\*\S)", re.MULTILINE)
_HTML = re.compile(r"<(?:!doctype\s+html|html|body|head|div|p|table|h[1-6])\b", re.IGNORECASE)
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "br", "center", "dd", "div", "dl", "dt", "fieldset", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre",
    "section", "table", "tbody", "tfoot", "thead", "tr", "ul",
}  # fmt: skip
_UNSEEN = {"script", "style", "head", "noscript", "template", "iframe", "svg"}
_FURNITURE = {"nav": "navigation", "footer": "page_foot", "form": "form", "button": "form", "select": "form"}
_LABELLED = re.compile(r"^\s*\(?[^\W_]{1,6}[.)]")
_RULE = re.compile(r"^[\s=_*~—–-]{3,}$")


def kind_of(raw: bytes, name: str) -> str:
    """What a file is: `docx`, `html`, `markdown` or `text`, by its content first and its name second."""
    if raw.startswith(b"PK\x03\x04"):
        return "docx"
    ending = name.rpartition(".")[2].lower()
    if ending in ("html", "htm") or _HTML.search(raw[:4096].decode("utf-8", "ignore")):
        return "html"
    if ending in ("md", "markdown"):
        return "markdown"
    head = raw[:65536].decode("utf-8", "ignore")
    return "markdown" if ending not in ("txt", "text") and len(_MARKDOWN.findall(head)) > 3 else "text"


def paragraphs_of(raw: bytes, source: Source, heads: Heads) -> list[Paragraph]:
    """The paragraphs of a file in their order.

    Args:
        raw: The file.
        source: Its record: the name and the declared encoding count.
        heads: Tells whether a line begins a paragraph of its own (a heading, a label), for hard-wrapped text.

    Raises:
        ParseError: If the file cannot be decoded or unpacked.
    """
    kind = kind_of(raw, source.file)
    if kind == "docx":
        return [Paragraph(clean(p.text), p.depth) for p in word_paragraphs(raw, f"{source.id}/{source.file}")]
    text = text_of(raw, source)
    if kind == "html":
        found = _of_html(text)
    elif kind == "markdown":
        found = _of_markdown(text, heads)
    else:
        found = [Paragraph(t) for t in _mended(text.split("\n"), heads)]
    return [p for p in found if p.text and not _RULE.match(p.text)]


def _of_markdown(text: str, heads: Heads) -> list[Paragraph]:
    _, body = front_matter(text)
    out: list[Paragraph] = []
    gathered: list[str] = []
    for row in rows(body):
        if row.depth:
            out.extend(Paragraph(t) for t in _mended(gathered, heads))
            gathered.clear()
            out.append(Paragraph(clean(row.text), row.depth))
        else:
            gathered.append(re.sub(r"^\s*(?:>\s*)*(?:[-*+•]\s+)?", "", row.text))
    out.extend(Paragraph(t) for t in _mended(gathered, heads))
    return out


def _mended(lines: list[str], heads: Heads) -> list[str]:
    """Lines to paragraphs: each its own, unless the text is hard-wrapped."""
    wrapped = _wrapped(lines)
    out: list[str] = []
    fresh = True
    for line in lines:
        text = clean(re.sub(r"(?<=\d)[⁰¹²³⁴-⁹]+", lambda m: "^" + unicodedata.normalize("NFKC", m[0]), line))
        if not text:
            fresh = True
            continue
        if wrapped and not fresh and not heads(text):
            out[-1] = out[-1][:-1] + text if _broken(out[-1], text) else f"{out[-1]} {text}"
        else:
            out.append(text)
        # A heading keeps to its line unless it breaks off.
        fresh = wrapped and heads(text) and len(text) < 60
    return out


def _broken(before: str, after: str) -> bool:
    return bool(re.search(r"[^\W\d_]-$", before)) and after[:1].islower()


def _wrapped(lines: list[str]) -> bool:
    """True when lines of nearly one width break off inside sentences, and the next line goes on in small letters."""
    full = [line.rstrip() for line in lines]
    printed = sorted(len(line) for line in full if line)
    if len(printed) < 12 or "" not in full:
        return False
    width = printed[int(len(printed) * 0.95)]
    breaks = sum(
        1
        for line, after in pairwise(full)
        if len(line) > 0.7 * width and re.search(r"[\w,)-]$", line) and after.lstrip()[:1].islower()
    )
    return 40 <= width <= 130 and breaks > 0.2 * len(printed)


def _of_html(text: str) -> list[Paragraph]:
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    root = lxml_html.document_fromstring(text, parser=parser)
    walk = _HtmlWalk()
    walk.enter(root, 0, "")
    walk.flush(0, "")
    return walk.out


class _HtmlWalk:
    """Gathers the words between block elements."""

    def __init__(self) -> None:
        self.out: list[Paragraph] = []
        self.words: list[str] = []

    def flush(self, depth: int, part: str) -> None:
        """End the paragraph being gathered."""
        if text := clean("".join(self.words)):
            self.out.append(Paragraph(text, depth, part))
        self.words.clear()

    def enter(self, node: etree._Element, depth: int, part: str) -> None:
        """Read an element and what is below it; `depth` and `part` are those of the blocks around it."""
        tag = str(node.tag) if isinstance(node.tag, str) else ""
        if not tag or tag in _UNSEEN:
            return
        inner_part = part or _FURNITURE.get(tag, "")
        inner = int(tag[1]) if re.fullmatch(r"h[1-6]", tag) else depth
        if tag in _BLOCKS:
            self.flush(depth, part)
            self.words.append(_item_number(node) if tag == "li" else "")
        elif tag in ("td", "th"):
            self.words.append(" ")
        text = node.text or ""
        raised = tag == "sup" and text.strip()[:1].isdigit() and "".join(self.words)[-1:].isdigit()
        self.words.append(f"^{text.strip()}" if raised else text)
        for child in node:
            self.enter(child, inner, inner_part)
            self.words.append(child.tail or "")
        if tag in _BLOCKS:
            self.flush(inner, inner_part)


def _item_number(node: etree._Element) -> str:
    """`<ol><li>` is printed with a number that stands nowhere in the file."""
    parent = node.getparent()
    if parent is None or parent.tag != "ol" or _LABELLED.match("".join(str(t) for t in node.itertext())):
        return ""
    place = sum(1 for n in node.itersiblings("li", preceding=True)) + int(parent.get("start") or 1)
    style = parent.get("type") or "1"
    number = chr(96 + place) if style in ("a", "A") and place < 27 else str(place)
    return f"{number.upper() if style == 'A' else number}. "
