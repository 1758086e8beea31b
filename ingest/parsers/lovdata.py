"""Norwegian acts from Lovdata's open data: HTML5 that is well-formed XML.

    <header class="documentHeader"><dl class="data-document-key-info">…contents…</dl></header>
    <main class="documentBody"><h1>Lov om månen</h1>
      <section class="section" data-name="kap7"><h3>Kapittel 7. Tyveri</h3>
        <article class="legalArticle" data-name="§7"><h4><span class="legalArticleValue">§ 7</span>.
            <span class="legalArticleTitle">Månetyveri</span></h4>
          <article class="legalP">Den som tar<ol><li data-name="a."><article class="listArticle">
              <article class="legalP">månen,</article></article></li></ol>
            <p class="leddfortsettelse">straffes med bot.</p></article>             <- closing words
          <article class="changesToParent">Endret ved lov …</article></article></section></main>

Parts of a section (ledd) print no number: they become unnumbered units. Labels of points stand in `data-name` only.

Ignores: `metadata`, `contents`, `document_title`, `footnote_mark`.
"""

import re

from corpus.records import Container, Expression, Level, Note, NoteKind, Source, Status
from ingest.assemble import assemble
from ingest.draft import Draft, Law, clean
from ingest.explicit import lone_alinea, place
from ingest.xml import Node, root_of, text_of

VERSION = "1"
# Første del. Alminnelige bestemmelser ("part") · Kapittel 8 a. Ungdomsstraff · I. Innledning
_CONTAINERS = (
    (Level.PART, re.compile(r"^(?P<num>\S+) del\b[.:]?\s*(?P<heading>.*)$")),
    (Level.CHAPTER, re.compile(r"^(?:Kapitt?el|Kap\.)\s+(?P<num>[\dIVXL]+(?:\s?[a-zA-Z]\b)?)[.:]?\s*(?P<heading>.*)$")),
    (Level.SUBCHAPTER, re.compile(r"^(?P<num>[IVXL]+)\.\s*(?P<heading>.*)$")),
)
_HEADS = ("h2", "h3", "h4", "h5", "h6")
_REPEALED = re.compile(r"^\W*(?:Opphevet|Opphev(?:a|es))\b", re.IGNORECASE)  # "repealed"
_ACT = re.compile(r"\d{4} nr\.? ?\d+$")  # 19 juni 2009 nr. 74


def parse(raw: bytes, source: Source) -> Expression:
    """Read one act.

    Raises:
        ParseError: If the file is no well-formed XML, or holds no legalArticle.
    """
    root = root_of(raw, source)
    law = Law()
    for node in root.iter("title", "h1"):
        law.ignore("document_title", text_of(node))
    for node in root.iter("dt", "dd"):
        contents = "table-of-contents" in _classes(node)
        law.ignore("contents" if contents else "metadata", text_of(node, breaks=("li", "ul")))
    for main in root.iter("main"):
        _contents(main, (), law)
    return assemble(source, law, dialect="lovdata", version=VERSION)


def _classes(node: Node) -> list[str]:
    return (node.get("class") or "").split()


def _contents(node: Node, above: tuple[Container, ...], law: Law) -> None:
    for child in node:
        classes = _classes(child)
        if child.tag == "section":
            _contents(child, _container(child, above, law), law)
        elif "legalArticle" in classes:
            law.articles.append(_article(child, above, law))
        elif "changesToParent" in classes:
            law.editorial.append(Note(kind=NoteKind.EDITORIAL, text=clean(text_of(child))))
        elif child.tag not in ("h1", *_HEADS):
            _loose(child, above, law)


def _loose(node: Node, above: tuple[Container, ...], law: Law) -> None:
    """Words under a heading that stand in no article: a preamble before the first, else an issue."""
    if law.articles:
        law.issue(f"line {node.sourceline}", "text outside every article", text_of(node, breaks=("li", "p", "article")))
        return
    unit = Draft(Level.PREAMBLE, containers=above)
    _words(unit, node, law)
    law.articles.append(unit)


def _container(node: Node, above: tuple[Container, ...], law: Law) -> tuple[Container, ...]:
    head = next((child for child in node if child.tag in _HEADS), None)
    if head is None:
        return above
    printed = clean(text_of(head))
    for level, pattern in _CONTAINERS:
        if match := pattern.match(printed):
            law.labelled(printed, match["num"], match["heading"])
            return (*above, Container(level=level, num=match["num"], heading=match["heading"]))
    return (*above, Container(level=Level.HEADING, num="", heading=printed))


def _article(node: Node, above: tuple[Container, ...], law: Law) -> Draft:
    unit = Draft(Level.ARTICLE, containers=above)
    for child in node:
        classes = _classes(child)
        if "legalArticleHeader" in classes:
            _head(unit, child, law)
        elif "legalP" in classes:
            _words(unit.add(Draft(Level.SUBPARAGRAPH)), child, law)
        elif "changesToParent" in classes:
            _changes(unit, child)
        elif child.tag == "footer":
            for note in child:
                _footnote(unit, note)
        else:
            _words(unit, child, law)
    lone_alinea(unit)
    _check_repealed(unit)
    return unit


def _head(unit: Draft, node: Node, law: Law) -> None:
    for span in node:
        if "legalArticleValue" in _classes(span):
            unit.num = clean(text_of(span)).lstrip("§ ")
        elif "legalArticleTitle" in _classes(span):
            unit.heading = clean(text_of(span, drop=("sup",)))
        elif "footnotereference" not in _classes(span):
            law.issue(f"§ {unit.num}", "words in the heading", text_of(span))
    for mark in node.iter("sup"):
        law.ignore("footnote_mark", text_of(mark))


def _words(unit: Draft, node: Node, law: Law) -> None:
    """Read mixed content: running words, lists, words that go on after a list."""
    run = [node.text or ""]
    for child in node:
        classes = _classes(child)
        if child.tag in ("ol", "ul"):
            unit.say("".join(run))
            run.clear()
            for item in child:
                _point(unit, item, law)
        elif child.tag == "p" or "legalP" in classes or "listArticle" in classes:
            unit.say("".join(run))
            run.clear()
            _words(unit, child, law)
        elif "footnotereference" in classes:
            law.ignore("footnote_mark", text_of(child))
        else:
            run.append(text_of(child, breaks=("tr", "td", "th", "br", "p")))
        run.append(child.tail or "")
    unit.say("".join(run))


def _point(unit: Draft, item: Node, law: Law) -> None:
    num = clean(item.get("data-name") or "")
    numbered = bool(re.search(r"\w", num))
    point = place(unit, Draft(Level.POINT if numbered else Level.SUBPARAGRAPH, num=num if numbered else ""))
    _words(point, item, law)
    _check_repealed(point)


def _check_repealed(unit: Draft) -> None:
    """`<span class="legalArticleTitle">(Opphevet)</span>`, or a point that says no more than that."""
    if unit.children:
        return
    if not unit.words_before and _REPEALED.match(unit.heading):
        unit.notes.insert(0, Note(kind=NoteKind.EDITORIAL, text=unit.heading))
        unit.heading, unit.status = "", Status.REPEALED
    elif len(unit.words_before) == 1 and _REPEALED.match(unit.words_before[0]) and len(unit.words_before[0]) < 40:
        unit.note(NoteKind.EDITORIAL, unit.words_before.pop())
        unit.status = Status.REPEALED


def _changes(unit: Draft, node: Node) -> None:
    unit.note(NoteKind.EDITORIAL, text_of(node))
    for link in node.iter("a"):
        if (link.get("href") or "").startswith("lov/") and _ACT.search(clean(text_of(link))):
            unit.amended_by.append(f"lov {clean(text_of(link))}")


def _footnote(unit: Draft, node: Node) -> None:
    label = clean(" ".join(text_of(s) for s in node if "footnoteLabel" in _classes(s)))
    unit.note(NoteKind.EDITORIAL, text_of(node).strip().removeprefix(label), label)
