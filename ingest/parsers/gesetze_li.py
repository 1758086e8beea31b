"""A law of gesetze.li as HTML: one `div.art` to each §, its parts and points in `div`s of their own.

    <div class="tit1m">1. Abschnitt</div><div class="tit1">Vom Mond</div>
    <div class="art">&sect; 7a<a href="#fn3"><sup>3</sup></a><div class="sacht">Mondraub</div>
    <div class="abs">1) Wer den Mond raubt,<div class="ziff">1. allein oder</div>
    <div class="ab">ist zu bestrafen.<a href="#fn4"><sup>4</sup></a></div></div></div>
    <div class="fntext"><a name="fn3">3</a> § 7a eingefügt durch LGBl. 1900 Nr. 1.</div>

After the law stand the transitional rules of its amending acts, each under the head of its gazette. Footnotes are
amendment history; each goes to the § in which its mark stands.

Ignores: `contents`, `title_block` (gazette head and title), `signature`.
"""

import re

from corpus.records import Expression, Note, NoteKind, Source
from ingest import grammar as grammars
from ingest import web
from ingest.assemble import assemble
from ingest.draft import Law
from ingest.reader import Line, Reader
from ingest.web import Element

VERSION = "1"
_CONTENTS = ("inheintrag",)
_SIGNATURE = ("gezf", "gezr")
_ACT_HEAD = ("table", "htit1", "vom", "htit2")  # gazette, «Gesetz», its date, its title
_ARTICLE = re.compile(r"§\s*(?P<num>\d+[a-z]*)\s*")
_FOOTNOTE = re.compile(r"#fn(\d+)$")
_TRANSITIONAL = "Übergangs- und Inkrafttretensbestimmungen"  # transitional rules and rules on entry into force


def parse(raw: bytes, source: Source) -> Expression:
    """Read one law.

    Raises:
        ParseError: If the page holds no law (an error or login page), or no §.
    """
    root = web.page(raw, source)
    bodies = web.select(root, "//body[.//div[@class='art']]")
    body = web.require(bodies, root, f"{source.id}/{source.file}", "a body with div.art")
    law = Law()
    notes = _footnotes(body, law)
    reader = Reader(grammars.load(source.grammar or "de-li"), law)
    reader.read(_lines(body, notes, law))
    for number in sorted(notes, key=lambda n: (int(n) if n.isdecimal() else 0, n)):
        law.editorial.append(Note(kind=NoteKind.EDITORIAL, text=notes[number]))
    return assemble(source, law, dialect="gesetze_li", version=VERSION)


def _footnotes(body: Element, law: Law) -> dict[str, str]:
    """The footnotes under the law by their numbers; they are taken out of the page."""
    out: dict[str, str] = {}
    for node in web.select(body, "//div[@class='fntext']"):
        text = web.words_in(node)
        number, _, rest = text.partition(" ")
        out[number] = rest
        law.ignore("footnote_mark", number)
        web.remove(node)
    return out


def _mark(node: Element) -> str:
    if node.tag == "a" and (match := _FOOTNOTE.search(node.get("href") or "")):
        return f"fn{match[1]}"
    return ""


def _class(node: Element) -> str:
    """The class of the line's own block; a cell of a table is `table`."""
    if any(n.tag == "table" for n in (node, *node.iterancestors())):
        return "table"
    return next((name for n in (node, *node.iterancestors()) if (name := n.get("class"))), "")


def _lines(body: Element, notes: dict[str, str], law: Law) -> list[Line]:
    out: list[Line] = []
    head: list[str] = []
    started = tail = False
    for printed in web.printed(body, _mark):
        kind = _class(printed.element)
        marks = {mark for _, marks in printed.pieces for mark in marks}
        text = printed.without(*marks)
        law.ignore("footnote_mark", " ".join(printed.only(mark) for mark in sorted(marks)))
        started = started or kind in ("tits", "art", "einl")
        tail = tail or text == _TRANSITIONAL
        if kind in _CONTENTS or (kind == "tit1" and not started):
            law.ignore("contents", text)
        elif kind in _SIGNATURE:
            law.ignore("signature", text)
        elif tail and kind in (*_ACT_HEAD, "tit1", "tit1ue"):
            head.append(text)
        elif kind in _ACT_HEAD or (tail and kind == "tit2"):
            law.ignore("title_block", text)
        elif kind == "einl" and tail:
            law.ignore("enacting_formula", text)
        elif re.search(r"\w", text):
            if head:
                out.append(Line(" ".join(head), "heading"))
                head = []
            out.append(_line(kind, text))
        for number in sorted((mark.removeprefix("fn") for mark in marks), key=int):
            if number in notes:
                out.append(Line(notes.pop(number), "editorial"))
    return out


def _line(kind: str, text: str) -> Line:
    if kind == "art" and (match := _ARTICLE.fullmatch(text)):
        return Line(text, "article", num=match["num"])
    if kind == "sacht" or kind == "tit1":
        return Line(text, "title")
    return Line(text, "heading" if kind in ("tits", "tit1m", "tit2") else "para")
