"""Argentine laws in Legalize Markdown, made from InfoLEG pages: every printed line is a paragraph of its own.

    **ARTICULO 7º.-** El que robare la

    luna será reprimido conforme al

    ##### artículo 9, con:             <- a line that begins with a small letter heads nothing

    a) Multa;

    *(Artículo sustituido por art. 1° de la*[Ley

    N° 1](http://example.org)*B.O. 1/1/1900)***ARTICULO 8º.-** Derogado.

    **Antecedentes Normativos**

A line ends a paragraph when it closes a sentence or the next begins a list item, an article, a division or a note.

Ignores: `document_title`, `page_head` (title block and index before the first division), `contents` (the index after
the law), `signature`, `repeated_number`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.records import Expression, Note, NoteKind, Source
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Law, clean
from ingest.grammar import Grammar
from ingest.markdown import front_matter, plain
from ingest.reader import Line, Reader

VERSION = "1"
_LONGEST, _NOTE_LENGTH = 50_000, 3_000  # characters of a paragraph that goes on, of a note in it
_HEADING = re.compile(r"^#{1,6}\s+")
# A new article or division in the midst of a line, after the note of the one before: "…2012)***ARTICULO 2º.-**".
_GLUED = re.compile(r"(?<=\S)\s*(?=\*{2,3}\s?(?:ART[IÍ]CULO\s+\d|TITULO\s+[IVX]))")
_LABEL = re.compile(
    r"^(?:[a-zñ]{1,2}\)|\d{1,2}(?:º|°)?\s?[.)]|\d{1,2}\s?[º°]|[IVX]{1,4}[.)]|[ivx]{1,4}\))\s*[-–]?\s*\S"
)
_NOTE = re.compile(
    r"\((?:Art[ií]culos?|Nota|Cap[ií]tulo|T[ií]tulo|[Ii]nciso|P[áa]rrafos?|Denominaci[óo]n|Ep[ií]grafe|R[úu]brica|"
    r"Numeraci|Segundo|Primer|Tercer|Cuarto|[ÚU]ltim|Anteúltim|Apartado|Expresi|Texto|Punto|Multa|Monto|Plazo|Frase|"
    r"Ver |Por art|Lo |Nombre)"
)
_ANTECEDENTS = re.compile(r"^Antecedentes Normativos")
_SIGNATURE = re.compile(r"^(?:DAD[AO] EN LA SALA|—? ?REGISTRAD[AO] BAJO)")
# A division's title that goes on in the next line: "TITULO V Comité para la Lucha contra la Trata y Explotación de".
_UNFINISHED = re.compile(r"[a-záéíóú] (?:de|del|la|las|los|el|y|en|a|para|por|contra|con)$", re.IGNORECASE)
_TABLE = re.compile(r"^\|")
_REPEATED = re.compile(r"^Art[ií]culo\s+\d+[º°]?(?:\s(?:bis|ter|qu[aá]ter))?\s*[:.—-]+\s*")
_QUOTED_ARTICLE = re.compile(r"^[\"“«]?Art[ií]culo\s+\d+")


@dataclass(slots=True)
class _Row:
    """One printed line: its words, and whether it carries the mark of a heading or stands in bold."""

    text: str
    marked: bool


def parse(raw: bytes, source: Source) -> Expression:
    """Read one law.

    Raises:
        ParseError: If the file is no UTF-8 text or holds no article.
    """
    grammar = grammars.load(source.grammar or "es-ar")
    law = Law()
    _, body = front_matter(text_of(raw, source))
    rows = _without_margins(_rows(body, law), grammar, law)
    Reader(grammar, law).read(_lines(_paragraphs(rows, grammar), grammar))
    return assemble(source, law, dialect="legalize_ar", version=VERSION)


def _rows(body: str, law: Law) -> list[_Row]:
    out = []
    # A link may be broken over several lines: its address goes before the lines are told apart.
    body = re.sub(r"\]\((?:[^()\s]|\([^()]*\))*\)", "] ", body)
    for line in body.split("\n"):
        for piece in _GLUED.split(line.strip()):
            text = _HEADING.sub("", piece)
            if _TABLE.match(text):
                law.ignore("contents", text)
            elif words := _words(text):
                out.append(_Row(words, text != piece or piece.startswith("**")))
    return out


def _words(text: str) -> str:
    """The words of a line without stars and brackets of links; what the stars stood between stays apart."""
    text = clean(plain(re.sub(r"\*+", " ", text.replace("[", " ").replace("]", " "))))
    return re.sub(r"\s+([.,;:)])", r"\1", re.sub(r"\(\s+", "(", text))


def _without_margins(rows: list[_Row], grammar: Grammar, law: Law) -> list[_Row]:
    """Cut off the title block before the first division, and the amendment history after the law."""
    first = next((i for i, r in enumerate(rows) if _is_article(r, grammar)), 0)
    start = first
    while start and _heads(rows[start - 1], grammar):
        start -= 1
    start = next((i for i in range(start, first) if _is_division(rows[i], grammar)), first)
    end = next((i for i in range(len(rows) - 1, first, -1) if _ANTECEDENTS.match(rows[i].text)), len(rows))
    for at, row in enumerate(rows[:start]):
        law.ignore("page_head" if at else "document_title", row.text)
    for row in rows[end:]:
        law.editorial.append(Note(kind=NoteKind.EDITORIAL, text=row.text))
    return rows[start:end]


def _heads(row: _Row, grammar: Grammar) -> bool:
    """True for a division over the first article, and for its title."""
    title = row.text[:1].isupper() and len(row.text) < 60 and not row.text.endswith((":", "."))
    return title or _is_division(row, grammar)


def _is_article(row: _Row, grammar: Grammar) -> bool:
    return any(p.match(row.text) for p in grammar.article)


def _is_division(row: _Row, grammar: Grammar) -> bool:
    shown = row.marked or row.text.isupper()
    return shown and len(row.text) < 160 and any(c.pattern.match(row.text) for c in grammar.containers)


def _paragraphs(rows: list[_Row], grammar: Grammar) -> list[_Row]:
    """The paragraphs that the printed lines make up."""
    out: list[_Row] = []
    for row in rows:
        if out and _goes_on(out[-1], row, grammar):
            out[-1].text = f"{out[-1].text} {row.text}"
        else:
            out.append(row)
    return out


def _goes_on(before: _Row, row: _Row, grammar: Grammar) -> bool:
    if len(before.text) > _LONGEST:
        return False
    if _open_note(before.text):
        return True
    if _is_article(row, grammar) or _is_division(row, grammar) or _NOTE.match(row.text) or _SIGNATURE.match(row.text):
        return False
    if _is_division(before, grammar):
        return row.text[:1].islower() or bool(_UNFINISHED.search(before.text[-80:]))
    if before.text.endswith((".", ":", ";")) or _ends_with_note(before.text):
        return row.text[:1].islower() and not _LABEL.match(row.text)
    if row.marked and _QUOTED_ARTICLE.match(row.text):
        return False
    return not (_LABEL.match(row.text) and re.search(r"(?:[,)]|\b[oye])$", before.text[-9:]))


def _open_note(text: str) -> bool:
    """True inside an amendment note whose bracket is not closed."""
    text = text[-_NOTE_LENGTH:]
    spots = [m.start() for m in _NOTE.finditer(text)]
    note = re.sub(r"\b[a-zñ]\)", "", text[spots[-1] :]) if spots else ""  # "inciso a)" closes no bracket
    return note.count("(") > note.count(")")


def _ends_with_note(text: str) -> bool:
    spots = _NOTE.search(text[-_NOTE_LENGTH:])
    return bool(spots) and text.endswith(")") and not _open_note(text)


def _lines(rows: list[_Row], grammar: Grammar) -> Iterator[Line]:
    for row in rows:
        if _is_article(row, grammar):
            yield from _article(row.text, grammar)
        elif _is_division(row, grammar):
            yield Line(row.text, "heading")
        elif _SIGNATURE.match(row.text):
            yield Line(row.text)
        else:
            yield Line(row.text, "para")


def _article(text: str, grammar: Grammar) -> Iterator[Line]:
    """`ARTICULO 7º — Robo de la luna. El que ...`: number, title where the law prints titles, words."""
    match = next(m for p in grammar.article if (m := p.match(text)))
    # "148: bis", "268 (1)"
    num = re.sub(r"[:º°]\s*(?=bis|ter|qu)", " ", match["num"])
    num = re.sub(r"\s*\((\d)\)$", r"-\1", num)
    head = text[: match.start("rest")] if match["rest"] else text
    yield Line(head, "article", num=clean(num))
    rest = match["rest"]
    if again := _REPEATED.match(rest):
        # "ARTICULO 7º— Artículo 7º: El que": the number came along from the law that brought the wording.
        yield Line(again[0], "ignored", rule="repeated_number")
        rest = rest[again.end() :]
    epigraph = re.match(str(grammar.words.get("epigraph", r"(?!)")), rest)
    if epigraph:
        yield Line(epigraph["heading"], "title")
        rest = rest[epigraph.end() :]
    if rest.strip():
        yield Line(rest, "para")
