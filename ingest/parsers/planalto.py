"""A page of planalto.gov.br inside JSON (`conteudo`), with the wordings of all times: what is struck out is history.

    <p><b>TÍTULO I</b></p><p><b>DOS CRIMES CONTRA A LUA</b></p>
    <p><b>Furto da lua</b></p>                                                   (rubric: the heading of what follows)
    <p><del>Art. 7 - Furtar a lua:</del></p>                                     (superseded)
    <p>Art. 7<sup><u>o</u></sup> Furtar a lua, à noite: <a href="x">(Redação dada pela Lei nº 1, de 1950)</a></p>
    <p>Pena - multa.</p><p>Aumento de pena</p><p>§ 1º - Se o furto é:</p><p>I - de dia;</p>
    <p><del>II - de manhã.</del> (Revogado pela Lei nº 2, de 1960)</p>           (point II, repealed)

Which wording is in force: `ingest.wordings`. Of the JSON only the page is read, its other fields are a scraper's own.

Ignores: `superseded`, `title_block`, `signature`, `publisher_note`.
"""

import json
import re

from corpus.errors import ParseError
from corpus.records import Expression, Source
from ingest import grammar as grammars
from ingest import web
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Draft, Law, clean, letters
from ingest.reader import Line, Reader
from ingest.web import Element
from ingest.wordings import ARTICLE, Entry, entry_of, in_force

VERSION = "1"
_PREAMBLE = re.compile(r"(?:O|A) PRESIDENTE")
_SIGNATURE = re.compile(r"(?:Rio de Janeiro|Brasília),\s+(?:em\s+)?\d")
_PUBLISHER = re.compile(r"Este texto não substitui")


def parse(raw: bytes, source: Source) -> Expression:
    """Read one page.

    Raises:
        ParseError: If the file is no JSON with a page in `conteudo`, or the page holds no article.
    """
    law = Law()
    body = web.fragment(_content(raw, source), f"{source.id}/{source.file}")
    entries = in_force(_entries(body, law), law)
    rubrics: list[tuple[int, str, str]] = []
    Reader(grammars.load(source.grammar or "pt-br"), law).read(_lines(entries, rubrics))
    articles = [article for article in law.articles if article.num]
    for number, start, rubric in (r for r in rubrics if -len(articles) <= r[0] < len(articles)):
        _head(articles[number], start, rubric, law)
    return assemble(source, law, dialect="planalto", version=VERSION)


def _content(raw: bytes, source: Source) -> str:
    place = f"{source.id}/{source.file}"
    try:
        data = json.loads(text_of(raw, source))
    except (json.JSONDecodeError, RecursionError) as error:
        where = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise ParseError(place + where, "broken JSON", 'an object with the page in "conteudo"') from error
    page = data.get("conteudo") if isinstance(data, dict) else None
    if not isinstance(page, str) or not page.strip():
        raise ParseError(place, "no page", 'an object with the page in "conteudo"', "Fetch the file again")
    return page


def _mark(node: Element) -> str:
    return "del" if node.tag in ("del", "strike", "s") else ""


def _entries(body: Element, law: Law) -> list[Entry]:
    out: list[Entry] = []
    rule = "title_block"
    for line in web.printed(body, _mark):
        text = line.text
        if rule == "title_block" and not _PREAMBLE.match(text):
            law.ignore(rule, text)
            continue
        ended = rule in ("signature", "publisher_note")
        if _PUBLISHER.match(text) or _SIGNATURE.match(text):
            rule = "publisher_note" if _PUBLISHER.match(text) else "signature"
        elif not ended:
            rule = ""
        if rule:
            law.ignore(rule, text)
        elif letters(text):
            out.append(entry_of(line, law))
    return out


def _lines(entries: list[Entry], rubrics: list[tuple[int, str, str]]) -> list[Line]:
    """The lines for the reader; a rubric inside an article is kept apart with the number of the article."""
    out: list[Line] = []
    rubric = ""
    number = -1
    for entry in entries:
        if entry.kind == "container":
            out.append(Line(entry.words, "heading"))
        elif entry.kind == "free" and not any(line.role == "heading" for line in out):
            out.append(Line(entry.words, "para"))
        elif entry.kind == "free" and _goes_on(entry, out):
            out.append(Line(entry.words, "title"))
        elif entry.kind == "free":
            rubric = clean(f"{rubric} {entry.words}")
        elif entry.kind == "article":
            out.extend(_article(entry, rubric))
            number, rubric = number + 1, ""
        elif entry.kind != "history":
            words = entry.stub if entry.gone else entry.words
            if rubric:
                rubrics.append((number, words, rubric))
            out.append(Line(words, "para"))
            rubric = ""
        told = not entry.gone or entry.kind in ("free", "history")  # a stub tells its history itself
        out.extend(Line(note, "editorial") for note in entry.history if told)
    return out


def _goes_on(entry: Entry, out: list[Line]) -> bool:
    """True for the words under «CAPÍTULO I»: the first line after it, and further lines in capitals."""
    before = [line.role for line in out if line.role != "editorial"][-1:]
    return before == ["heading"] or (before == ["title"] and entry.words.isupper())


def _article(entry: Entry, rubric: str) -> list[Line]:
    match = ARTICLE.match(entry.words)
    assert match
    printed = clean(f"{rubric} {entry.words[: match.start('rest')]}")
    rest = " ".join(entry.history) if entry.gone else match["rest"]
    return [Line(printed, "article", num=match["num"].rstrip(" ."), heading=rubric), Line(rest, "para")]


def _head(article: Draft, start: str, rubric: str, law: Law) -> None:
    """Give the rubric to the unit that begins with these words."""
    queue = list(article.children)
    while queue:
        unit = queue.pop(0)
        words = " ".join(unit.words_before) or " ".join(note.text for note in unit.notes)
        rest = clean(start[len(unit.num) :]) if unit.num and start.startswith(unit.num) else ""
        if rest and not unit.heading and rest.lstrip(" -–—.)").startswith(words.lstrip(" -–—.)")[:20]):
            unit.heading = rubric
            return
        queue[:0] = unit.children
    law.issue(article.num, "a rubric before words without a label", rubric)
