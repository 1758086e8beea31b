"""A law of the Belgian database Justel as HTML: one running text in a box, cut by line breaks, its articles by anchors.

    <h2 id="text">Texte</h2> <A NAME='LNK0002'>CHAPITRE I.</A> - DE LA LUNE.<BR>
    <A NAME='Art.7bis' HREF='#Art.7'>Art.</A> <A HREF='#Art.8'> 7bis</A>.<Inséré par L 1900-01-01/10, art. 2>
    § 1er. [<sup>1</sup> Quiconque vole la lune :<BR>1° la nuit;]<sup>1</sup><BR>est puni.<BR>----------<BR>
    (1)<L 1901-01-01/11, art. 3, 096; En vigueur : 02-08-1901><BR>

`<…>` is amendment history; so is what stands under the line of hyphens. `[1 … ]1` marks what a law changed.

Ignores: `contents`, `page_frame`, `footnote_mark`.
"""

import re

from corpus.records import Expression, Level, Source
from ingest import grammar as grammars
from ingest import web
from ingest.assemble import assemble
from ingest.draft import Law, clean, letters
from ingest.grammar import Grammar
from ingest.reader import Line, Reader
from ingest.web import Element, Printed

VERSION = "1"
_ANCHOR = re.compile(r"Art\.\s*(?P<num>\d\S*?)\.?$")
_LEAD = re.compile(r"^(?:Article|Art\.)\s*[\w/]+(?:\s*\.)?\s*")
# <L 2013-04-29/15, art. 2, 096; En vigueur : 02-08-2013>, <Inséré par L …>, a law whose bracket is lost, (NOTE : …)
_HISTORY = re.compile(
    r"<\s*(?:AL|AR\d*|LW|L|Art|Erratum|[Ii]nsérée?s?|[Aa]brogée?s?|[Rr]établie?|[Mm]odifié)\b[^<>]*(?:>|$)|"
    r"[<>](?=\s*$)|"
    r"\b(?:L|AR\d*) (?:\d{4}-\d{2}-\d{2}/\d+|\d{2}-\d{2}-\d{4}), art\.[^<>]*(?:>|$)|"
    r"\(NOTE\s*:[^()]*(?:\([^()]*\)[^()]*)*(?:\)|$)"
)
_REPEALED = re.compile(r"<\s*[Aa]brogé")
_RULE = re.compile(r"-{5,}")
_NAME = re.compile(r"[A-ZÀ-Ý][^.;:<>]{3,220}[^.;:,<>\s]")
# «(1° la réclusion;»: a bracket of an older amendment mark, before a label
_BRACKET = re.compile(r"^[(\[]\s*(?=(?:\d+\w*\s?°|§|[a-z]\))\s)")


def parse(raw: bytes, source: Source) -> Expression:
    """Read one page.

    Raises:
        ParseError: If the page has no box with the text of a law (an error or search page), or no article.
    """
    root = web.page(raw, source)
    boxes = [b for b in web.select(root, "//div[h2[@id='text']]") if web.select(b, ".//a[starts-with(@name, 'Art.')]")]
    box = web.require(boxes, root, f"{source.id}/{source.file}", "a box «Texte» with anchors of articles")
    law = Law()
    for line in web.printed(root, _mark, lambda node: node is box):
        inside = {node.get("id") for node in (line.element, *line.element.iterancestors())}
        law.ignore("contents" if "list-title-2" in inside else "page_frame", line.text)
    grammar = grammars.load(source.grammar or "fr-be")
    lines = _lines(box, grammar, law)
    _name(lines, grammar)
    Reader(grammar, law).read(lines)
    return assemble(source, law, dialect="justel", version=VERSION)


def _mark(node: Element) -> str:
    name = node.get("name") or ""
    if node.tag == "a" and name.startswith("Art."):
        return name
    if node.tag == "a" and name.startswith("LNK"):
        return "heading"
    return {"sup": "sup", "h2": "box_title"}.get(node.tag, "")


def _lines(box: Element, grammar: Grammar, law: Law) -> list[Line]:
    out: list[Line] = []
    history = False
    for line in web.printed(box, _mark):
        marks = {mark for _, marks in line.pieces for mark in marks}
        law.ignore("footnote_mark", re.sub(r"(?<=\d)(?=\d)", " ", line.only("sup")))
        text = _unmarked(line)
        anchor = next((m for mark in marks if (m := _ANCHOR.match(mark))), None)
        if "box_title" in marks:
            law.ignore("page_frame", text)
        elif "heading" in marks:
            history = False
            out.extend(_heading(text, grammar))
        elif anchor:
            history = False
            lead = _LEAD.match(text)
            end = lead.end() if lead else 0
            out.append(Line(text[:end], "article", num=anchor["num"].strip()))
            out.extend(_paragraph(text[end:]))
        elif _RULE.fullmatch(text):
            history = True
        else:
            out.extend([Line(text, "editorial")] if history else _paragraph(text))
    return out


def _name(lines: list[Line], grammar: Grammar) -> None:
    """Articles of newer laws are named: their first line has no stop, and another paragraph follows it."""
    for index, line in enumerate(lines[:-2]):
        first, second = lines[index + 1], lines[index + 2]
        if line.role == "article" and first.role == second.role == "para" and _NAME.fullmatch(first.text):
            labelled = any(rung.start.match(first.text) for rung in grammar.rungs)
            first.role = "para" if labelled else "title"


def _unmarked(line: Printed) -> str:
    """The words of a line without the raised figures of amendments and the brackets that they stand at."""
    pieces: list[str] = []
    for text, marks in line.pieces:
        if "sup" not in marks:
            pieces.append(text)
        elif pieces and pieces[-1].rstrip()[-1:] in ("[", "]"):
            pieces[-1] = pieces[-1].rstrip()[:-1]
    return clean("".join(pieces))


def _paragraph(text: str) -> list[Line]:
    notes = [clean(match[0]) for match in _HISTORY.finditer(text)]
    words = _BRACKET.sub("", clean(_HISTORY.sub(" ", text)))
    if not letters(words) or re.fullmatch(r"§ \d+\w*\.?", words):
        # All that stands here is what repealed the unit.
        gone = [note for note in notes if _REPEALED.match(note)][:1]
        words = " ".join([words, *gone]).strip(" .[]")
        notes = [note for note in notes if note not in gone]
    lines = [Line(words, "para")] if letters(words) else []
    return lines + [Line(note, "editorial") for note in notes if letters(note)]


def _heading(text: str, grammar: Grammar) -> list[Line]:
    notes = [clean(match[0]) for match in _HISTORY.finditer(text)]
    words = clean(_HISTORY.sub(" ", text))
    if any(rule.pattern.match(words) for rule in grammar.containers):
        line = Line(words, "heading")
    else:
        line = Line(words, "container", heading=words.strip("()[]&. "), level=Level.HEADING, rank=99)
    return [line, *(Line(note, "editorial") for note in notes)]
