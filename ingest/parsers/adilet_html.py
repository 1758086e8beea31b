"""A page of adilet.zan.kz, in Russian, Kazakh or English: one `<article>` of paragraphs and bare notes.

    <article><h3 id="z7"> ОБЩАЯ ЧАСТЬ<br><a name="z1"></a>Глава 1. О ЛУНЕ</h3>
    <p><b><a name="z9"></a>Статья 7-1. Похищение Луны</b></p>
    <p id="z10">      1. Похищение Луны –</p><p>      наказывается штрафом.</p>
    <span class="note">      2. Исключена Законом РЛ от 01.02.2021 </span><a href="/rus/docs/Z1">№ 3-VII</a><br>
    <h3 id="z11"> Статья 8. Клевета</h3><p class="note">      Сноска. Статья 8 исключена Законом РЛ …</p></article>

All three editions share the markup; their words are in the grammars `ru-kz`, `kk-kz`, `en-kz`. A note printed in place
of a part or point («5) исключен …») is that unit, repealed; every other note is amendment history.

Ignores: `page_frame` (menus, title and counters around the law), `contents` (links to a contents list), `signature`.
A fragment's cuts are comments `<!-- CUT … -->`; the record's option `resumes` names, for each, the article that goes on
after it and the labels that are open there: `125, 467 1. 1)`.
"""

import re
from collections.abc import Iterable

from lxml import etree

from corpus.records import Expression, Level, Source
from ingest import grammar as grammars
from ingest import web
from ingest.assemble import assemble
from ingest.draft import Law, clean
from ingest.grammar import Grammar
from ingest.reader import Line, Reader
from ingest.web import Element, Printed

VERSION = "1"
_GRAMMARS = {"ru": "ru-kz", "kk": "kk-kz", "en": "en-kz"}
# <font color="#FF0000">: the publisher's red warnings
_RED = re.compile(r"#?FF0000|red", re.IGNORECASE)
_CUT = re.compile(r"\s*CUT\b")
_HEADING_TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# "Президент Республики Казахстан", "Қазақстан Республикасының Президенті", "The President of the Republic …"
_PRESIDENT = re.compile(r"\b(?:Президент[іi]?|President)\b", re.IGNORECASE)


def parse(raw: bytes, source: Source) -> Expression:
    """Read one page.

    Raises:
        ParseError: If the page holds no law (an error or login page), or no article.
    """
    place = f"{source.id}/{source.file}"
    root = web.page(raw, source)
    article = web.require(_bodies(root), root, place, "one <article> with the text of the law")
    grammar = grammars.load(source.grammar or _GRAMMARS.get(source.language or source.languages[0], "ru-kz"))
    law = Law()
    for line in web.printed(root, _mark, lambda node: node is article):
        law.ignore("page_frame", line.text)
    reader = Reader(grammar, law)
    resumed = [""] + [n.strip() for n in source.option("resumes").split(",")]
    for number, fragment in enumerate(_fragments(article)):
        lines = _lines(fragment, grammar, law)
        reader.open.clear()
        if number < len(resumed) and resumed[number]:
            num, _, labels = resumed[number].partition(" ")
            lines[:0] = [Line("", "article", num=num), Line(labels, "para")]
        reader.read(lines)
    return assemble(source, law, dialect="adilet_html", version=VERSION)


def _bodies(root: Element) -> list[Element]:
    return web.select(root, "//article[not(ancestor::article)]")


def _mark(node: Element) -> str:
    tag = node.tag.lower() if isinstance(node.tag, str) else ""
    if "note" in (node.get("class") or "").split() or (tag == "font" and _RED.fullmatch(node.get("color") or "")):
        return "note"
    if tag in ("b", "strong"):
        return "b"
    return "a" if tag == "a" and node.get("href") else ""


def _fragments(article: Element) -> list[list[Printed]]:
    """The printed lines of the law, cut where the file says that text is left out."""
    for comment in list(article.iter(etree.Comment)):
        if _CUT.match(comment.text or ""):
            cut = etree.Element("hr")
            cut.set("class", "cut")
            cut.text = "CUT"
            comment.addnext(cut)
    out: list[list[Printed]] = [[]]
    for line in web.printed(article, _mark):
        if line.element.get("class") == "cut":
            out.append([])
        else:
            out[-1].append(line)
    return out


def _lines(printed: Iterable[Printed], grammar: Grammar, law: Law) -> list[Line]:
    out: list[Line] = []
    for line in printed:
        text = line.text
        if line.wholly("a") and not any(other.role == "heading" for other in out):
            law.ignore("contents", text)
        elif _signs(line):
            law.ignore("signature", text)
        elif line.element.tag in _HEADING_TAGS:
            out.append(_heading(text, grammar, out))
        elif _is_note(line):
            out.append(Line(text, "para" if _repeals_unit(text, grammar) else "editorial"))
        elif line.wholly("b") and _heads(text, grammar):
            out.append(Line(text, "heading"))
        else:
            out.extend(_paragraph(line, grammar))
    return out


def _signs(line: Printed) -> bool:
    """The president's name and office, in a table or a paragraph of italics of their own."""
    for node in (line.element, *line.element.iterancestors()):
        if node.tag == "article":
            break
        if node.tag == "table" or (node.tag == "p" and _in_italics(node)):
            words = clean(" ".join(str(text) for text in node.itertext()))
            return len(words) < 160 and bool(_PRESIDENT.search(words))
    return False


def _in_italics(node: Element) -> bool:
    own = (node.text or "") + "".join(child.tail or "" for child in node)
    return not clean(own) and any(child.tag == "i" for child in node)


def _heads(text: str, grammar: Grammar) -> bool:
    return any(p.match(text) for p in grammar.article) or any(c.pattern.match(text) for c in grammar.containers)


def _heading(text: str, grammar: Grammar, out: list[Line]) -> Line:
    """A heading by the grammar; else the rest of the heading before it; else a heading of its own."""
    if _heads(text, grammar):
        return Line(text, "heading")
    if out and out[-1].role in ("heading", "title"):
        return Line(text, "title")
    return Line(text, "container", heading=text, level=Level.HEADING, rank=99)


def _is_note(line: Printed) -> bool:
    """True when all words but those of links are marked as the publisher's notes."""
    worded = [marks for text, marks in line.pieces if re.search(r"\w", text) and "a" not in marks]
    return bool(worded) and all("note" in marks for marks in worded)


def _repeals_unit(text: str, grammar: Grammar) -> bool:
    """«5) исключен Законом РК …»: a label, and words that say its unit is no more."""
    for rung in grammar.rungs:
        if match := rung.start.match(text):
            rest = text[match.end() :].lstrip()
            if any(p.match(rest) for p in grammar.repealed_unit):
                return True
    return False


def _paragraph(line: Printed, grammar: Grammar) -> list[Line]:
    """A paragraph; a note printed inside it is taken out, unless nothing but a label would be left."""
    note, rest = line.only("note"), line.without("note")
    if not note or _repeals_unit(line.text, grammar) or not re.search(r"[^\W\d_]{2}", rest):
        return [Line(line.text, "para")]
    return [Line(rest, "para"), Line(note, "editorial")]
