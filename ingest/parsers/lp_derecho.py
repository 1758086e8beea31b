"""A Peruvian code as lpderecho.pe publishes it, saved as Markdown: a web page with articles in bold headings.

    # Código Lunar                                   <- page head, ignored by name
    LIBRO PRIMERO
    ## **TÍTULO I: ****DE LA LUNA**
    #### **Artículo 7-A.- Hurto de la luna***         <- the asterisk points to the publisher's note
    El que hurta la luna:
    **a)** de noche.
    ** Artículo incorporado por la **Ley 99**, publicada el 1 de enero de 2001 (link: lpd.pe/x).*
    *1. Ley 100, publicada el 2 de enero de 2002 (link: lpd.pe/y).*
    **                                                <- debris

Ignores: `page_head`, `page_foot` (news and lists of the site around the code).
"""

import html
import re

from corpus.records import Expression, Level, Source, Status
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Draft, Law, clean
from ingest.grammar import Grammar
from ingest.markdown import front_matter
from ingest.reader import Line, Reader

VERSION = "1"
_BEGIN = re.compile(r"TÍTULO PRELIMINAR$")
_END = re.compile(r"Comentarios:")
_HEADING = re.compile(r"Artículo\s+(?P<num>(?:\d+|[IVX]+)(?:-\s?[A-ZÑ]\b)?)[°º]?\s*(?:[.–-]+\s*)*(?P<heading>.*)$")
# "*1. Ley 26309, publicada el … (link: …).*", "** Artículo modificado por …", "*Finalmente, fue derogado por …"
_NOTE = re.compile(
    r"\(link:|publicad[oa]s? (?:en El Peruano )?el \d|"
    r"^(?:Rótulo|Artículo|Capítulo|Título|Sección|Disposición) [^.]{0,60}(?:modific|incorpor|derog|sustitu|reubic)"
)
_GONE = re.compile(r"derogad|Reubicado (?:al|en el)|dejad[oa] sin efecto", re.IGNORECASE)
_STARS = re.compile(r"\*+")


def parse(raw: bytes, source: Source) -> Expression:
    """Read one code.

    Raises:
        ParseError: If the file is no UTF-8 text or holds no article.
    """
    grammar = grammars.load(source.grammar or "es-pe")
    law = Law()
    _, body = front_matter(text_of(raw, source))
    Reader(grammar, law).read(_lines(body.split("\n"), grammar, law))
    for article in law.articles:
        _mark_gone(article)
    return assemble(source, law, dialect="lp_derecho", version=VERSION)


def _plain(row: str) -> str:
    text = html.unescape(_STARS.sub("", row.strip().lstrip("#")))
    return clean(re.sub(r"^\s*(?:-\s+|>\s*)", "", text))


def _lines(rows: list[str], grammar: Grammar, law: Law) -> list[Line]:
    start = next((i for i, row in enumerate(rows) if _BEGIN.match(_plain(row))), 0)
    end = next((i for i, row in enumerate(rows) if i > start and _END.match(row)), len(rows))
    for row in rows[:start]:
        law.ignore("page_head", row)
    for row in rows[end:]:
        law.ignore("page_foot", row)
    out: list[Line] = []
    kept = [(row, text) for row in rows[start:end] if (text := _plain(row))]
    for index, (row, text) in enumerate(kept):
        if row.startswith("- ") and index + 1 < len(kept) and kept[index + 1][1].startswith("2."):
            # The first item of a numbered list was saved as a bullet.
            text = f"1. {text}"
        out.append(_line(row, text, grammar, out))
    return out


def _line(row: str, text: str, grammar: Grammar, out: list[Line]) -> Line:
    marked = row.startswith(("#", "**"))
    if marked and (match := _HEADING.match(text)) and not _NOTE.search(text):
        num = match["num"].replace(" ", "")
        if "Derogado" in match["heading"] and next((x.num for x in reversed(out) if x.role == "article"), "") == num:
            # The number was given to a second article, since repealed: only history of the one that stands.
            return Line(text, "editorial")
        return Line(text, "article", num=num, heading=match["heading"])
    if row.startswith("***Art."):
        # The wording that a note quotes of a repealed article.
        return Line(text, "editorial")
    if _NOTE.search(text) and (row.startswith("*") or re.match(r"(?:\d+\.|-)\s", row)):
        return Line(text, "editorial")
    if any(c.pattern.match(text) for c in grammar.containers):
        return Line(text, "heading")
    if text == "FALTAS":
        return Line(text, "container", level=Level.BOOK, heading=text, rank=0)
    if marked and text.isupper() and out and out[-1].role in ("heading", "title", "container"):
        return Line(text, "title")
    return Line(text, "para")


def _mark_gone(article: Draft) -> None:
    """A number that stands empty with a note that it was repealed, or moved to another number, is no law any more."""
    empty = not (article.words_before or article.children)
    if "Derogado" in article.heading or (empty and any(_GONE.search(note.text) for note in article.notes)):
        article.status = Status.REPEALED
