"""Swiss laws and treaties in Legalize Markdown, made from the PDF-A of Fedlex.

    ##### **Art. 7** Verbot des
    Mondraubs
    <sup>1</sup> Es ist verboten:            <- paragraph 1
    - a. den Mond zu rau-
    <sup>4</sup> ben;                        <- footnote 4: the line goes on
    <sup>5</sup> Art. 8 Strafen              <- footnote 5, and an article that lost its heading mark
    (1) Wer raubt. (2) Wer hilft. 2. Abschnitt: Schluss
    ###### Fussnoten
    [^4]: Fassung gemäss Ziff. I des BG vom 1. Jan. 1900.

A raised number opens a paragraph where it is the article's next; else it is the mark of the document's next footnote,
which the converter put before the line it stands in; else it is a number of the text. Footnotes become notes of the
article that bears their mark.

Ignores: `document_title`, `footnote_mark`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.records import Expression, Source
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Law
from ingest.grammar import Grammar
from ingest.markdown import front_matter, plain
from ingest.reader import Line, Reader

VERSION = "1"
_FOOTNOTES = "###### Fussnoten"
_HEADING = re.compile(r"^(#{1,6})\s+(.*)$")
_ARTICLE = re.compile(r"^(?:#+\s+)?(?:\*\*)?Art\.\s\d")
_FOOTNOTE = re.compile(r"^\[\^(\d+)\]:\s*(.*)$")
_RAISED = re.compile(r"<sup>\s*(\d+)\s*</sup>\s*")
_MARK = re.compile(r"\[\^(\d+)\]")
_ITEM = re.compile(r"^-\s+(?=\S)")
# "<sup>3</sup> a . Abschnitt: Aufsicht": the number of a division taken for a raised one.
_RAISED_DIVISION = re.compile(r"^<sup>(\d+)</sup>\s+([a-z])\s\.\s(?=(?:Abschnitt|Kapitel):)")
# "ist; a. sie mündig": the end of a line whose footnote the converter moved to the front, then the line.
_MOVED = re.compile(r"^(?P<tail>(?:[^\s.;]+ ){0,2}[^\s.;]+;?) (?P<line>(?:[a-z]\.|Art\. \d+[a-z]?) .*)$", re.DOTALL)
# "… bestraft. 2. Abschnitt: Schluss", "… übereingekommen: I. Allgemeines", "… werden. Kapitel III Strafen"
_DIVISION = re.compile(
    r"(?<=[.:;)]) (?=(?:\d+[a-z]?\. (?:Abschnitt|Kapitel): |Kapitel [IVX]+ [A-ZÄÖÜ]|[IVX]+\. [A-ZÄÖÜ][^.;:]{3,90}$))"
)
# "3bis Die Anfrage" inside a paragraph.
_INSERTED = re.compile(r"(?<=[.;:]) (?=\d{1,2}(?:bis|ter|quater) [A-ZÄÖÜ])")
# "des Übereinkommens (1) Dieses Protokoll": the end of the heading runs into the first paragraph.
_HEADING_TAIL = re.compile(r"^(?P<heading>[^.:;()]{3,110}?) (?=\(1\) )")
# "Weiterbildung des Personals Der Bund kann": a capital article within a sentence begins the next.
_HEADING_END = re.compile(r"(?<=[a-zäöü]) (?=(?:Der|Die|Das|Wer|Es|Jede|Jeder) [A-Za-zÄÖÜäöü])")


@dataclass(slots=True)
class _Paragraph:
    """A paragraph: its words, whether it is a heading, and the footnotes whose marks stand in it."""

    text: str
    heading: bool = False
    footnotes: list[int] = field(default_factory=list)


def parse(raw: bytes, source: Source) -> Expression:
    """Read one law or treaty.

    Raises:
        ParseError: If the file is no UTF-8 text or holds no article.
    """
    grammar = grammars.load(source.grammar or "de-ch")
    law = Law()
    _, body = front_matter(text_of(raw, source))
    rows = [line.strip() for line in body.split("\n") if line.strip()]
    notes = [match for row in rows if (match := _FOOTNOTE.match(row))]
    rows = [row for row in rows if not _FOOTNOTE.match(row)]
    if rows and rows[0].startswith("# "):
        law.ignore("document_title", plain(rows.pop(0)))
    if _FOOTNOTES in rows:
        rows.remove(_FOOTNOTES)
        law.ignore("footnote_mark", plain(_FOOTNOTES))
    found = _Marks(law, {int(note[1]) for note in notes}).paragraphs(rows)
    Reader(grammar, law).read(_lines(found, notes, grammar))
    return assemble(source, law, dialect="legalize_ch", version=VERSION)


class _Marks:
    """Tells raised numbers apart: the next paragraph of the article, the next footnote, a number of the text."""

    def __init__(self, law: Law, footnotes: set[int]) -> None:
        self.law = law
        self.footnotes = footnotes
        self.started = False
        self.paragraph = 0
        self.footnote = 0

    def paragraphs(self, rows: list[str]) -> list[_Paragraph]:
        """The rows as paragraphs, marks of footnotes taken off, broken lines mended."""
        out: list[_Paragraph] = []
        for at, row in enumerate(rows):
            row = _RAISED_DIVISION.sub(r"#### \1\2. ", row)
            if match := _HEADING.match(row):
                self.started = self.started or bool(_ARTICLE.match(row))
                self.paragraph = 0
                out.append(self._taken(_Paragraph("", heading=True), match[2]))
            elif match := _RAISED.match(row):
                self._raised(int(match[1]), row[match.end() :], rows[at + 1 :], out)
            else:
                out.append(self._taken(_Paragraph(""), _ITEM.sub("", row)))
        return out

    def _raised(self, number: int, rest: str, ahead: list[str], out: list[_Paragraph]) -> None:
        words = rest[:1].isupper() or rest[:1] in tuple("«(…<")
        is_next = self.started and number == self.paragraph + 1 and words and not _ARTICLE.match(rest)
        if is_next and not (self._is_footnote(number) and _stands_later(number, ahead)):
            self.paragraph = number
            out.append(self._taken(_Paragraph(""), f"{number} {rest}"))
        elif self._is_footnote(number):
            self._footnote(number, rest, out)
        elif out:
            out[-1] = self._taken(out[-1], f"{number} {rest}")
        else:
            out.append(self._taken(_Paragraph(""), f"{number} {rest}"))

    def _is_footnote(self, number: int) -> bool:
        near = number <= self.footnote + 3 or not self.started
        return number in self.footnotes and self.footnote < number and near

    def _footnote(self, number: int, rest: str, out: list[_Paragraph]) -> None:
        """The line goes on after its mark, or the mark hides the heading of an article, a point or a paragraph."""
        self._marked(number)
        tail = ""
        if match := _MOVED.match(rest):
            tail, rest = match["tail"], match["line"]
        if _ARTICLE.match(rest):
            self.paragraph = 0
            heading, body = _split_heading(f"{rest} {tail}".strip())
            out.append(_Paragraph(heading, heading=True, footnotes=[number]))
            if body:
                out.append(self._taken(_Paragraph(""), body))
        elif tail or re.match(r"[a-z]\.\s|…|\(\d+\) ", rest) or not out or out[-1].heading:
            out.append(self._taken(_Paragraph("", footnotes=[number]), f"{rest} {tail}".strip()))
        else:
            out[-1].footnotes.append(number)
            out[-1] = self._taken(out[-1], rest)

    def _marked(self, number: int) -> None:
        self.footnote = number
        self.law.ignore("footnote_mark", str(number))

    def _taken(self, paragraph: _Paragraph, words: str) -> _Paragraph:
        """Add words to a paragraph, taking off the marks inside them."""

        def mark(match: re.Match[str]) -> str:
            number = int(match[1])
            if match.re is _RAISED and not self._is_footnote(number):
                return f"{number} "
            self._marked(number)
            paragraph.footnotes.append(number)
            return ""

        words = plain(_MARK.sub(mark, _RAISED.sub(mark, words)))
        if re.search(r"[a-zäöü]-$", paragraph.text) and words[:1].islower():
            # The halves of a mended word are read, though no field holds them.
            self.law.labelled(f"{paragraph.text.split()[-1]} {words.split()[0]}")
            paragraph.text = paragraph.text[:-1] + words
        else:
            paragraph.text = f"{paragraph.text} {words}".strip()
        return paragraph


def _stands_later(number: int, ahead: list[str]) -> bool:
    """True when the same raised number opens another line of the article, with a capital."""
    for row in ahead:
        if row.startswith("#"):
            return False
        match = _RAISED.match(row)
        if match and int(match[1]) == number and row[match.end() : match.end() + 1].isupper():
            return True
    return False


def _split_heading(text: str) -> tuple[str, str]:
    match = _HEADING_END.search(text) or re.search(r"(?<=^Art\. \d\d) (?=Der )", text)
    return (text[: match.start()], text[match.end() :]) if match else (text, "")


def _lines(found: list[_Paragraph], notes: list[re.Match[str]], grammar: Grammar) -> Iterator[Line]:
    """The lines of the law; footnotes without a mark come first, as notes of the whole."""
    by_number = {int(note[1]): note for note in notes}
    used = {n for p in found for n in p.footnotes if n in by_number}
    for note in notes:
        if int(note[1]) not in used or note is not by_number[int(note[1])]:
            yield Line(plain(note[0]), "editorial")
    for at, paragraph in enumerate(found):
        before = found[at - 1] if at else paragraph
        after = found[at + 1] if at + 1 < len(found) else None
        if paragraph.heading:
            body = [Line(paragraph.text, "heading")]
        else:
            body = list(_body(paragraph.text, before if at else None, after))
        own = [line for line in body if paragraph.heading or line.role != "heading"]
        footnotes = [Line(plain(by_number[n][0]), "editorial") for n in paragraph.footnotes if n in by_number]
        yield from (*own, *footnotes, *body[len(own) :])


def _body(text: str, before: _Paragraph | None, after: _Paragraph | None) -> Iterator[Line]:
    headed = before is not None and before.heading and re.match(r"Art\. \d+(?: [a-z])? \S", before.text)
    if headed and (match := _HEADING_TAIL.match(text)):
        yield Line(match["heading"], "title")
        text = text[match.end() :]
    elif headed and after and after.text.startswith("1 ") and len(text) < 110 and text[-1] not in ".:;":
        yield Line(text, "title")
        return
    divisions = [""]
    if after is None or after.heading:
        text, *divisions = _DIVISION.split(text) or [text]
    for part in _INSERTED.split(text):
        yield Line(part, "para")
    for division in divisions:
        if division:
            yield Line(division, "heading")
