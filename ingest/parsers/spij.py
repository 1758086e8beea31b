"""Laws of SPIJ, the Peruvian state's legal database, as Markdown: every wording of an article, one after the other.

    # LEY LUNAR                                       <- front matter, contents, motives: ignored by name
    **CAPÍTULO I**
         Hurto de la luna                             <- title above the article
    **Artículo 7.-** El que hurta la luna ...(*)
    > (*) Artículo modificado por el Artículo 1 de la Ley Nº 99, ..., cuyo texto es el siguiente:
         "
    **Artículo 7-**A .- Hurto de la luna              <- the bold ends too early
         1. ...(*)
    (*) Numeral modificado por ..., cuyo texto es el siguiente:
         "1. ..."
    CONCORDANCIAS:      D.S. N° 1                      <- references of the publisher

The last wording is the law; the notes between the wordings go with it. In a law that amends others
(option `quotes` = "amended") the quoted articles are text of the article that quotes them.

Ignores: `front_matter`, `contents`, `motives`, `superseded_wording`, `concordances`, `note_mark`, `page_foot`,
`signature`.
"""

import html
import re
from dataclasses import dataclass, field

from corpus.records import Expression, Source, Status
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Law, clean
from ingest.grammar import Grammar
from ingest.markdown import front_matter, plain
from ingest.reader import Line, Reader

VERSION = "1"
_BROKEN = re.compile(r"\*\*((?:Artículo|T[IÍ]TULO|CAP[IÍ]TULO)\s+[\dIVX]+-)\*\*\s?([A-ZÑ])\b")
_HEADING = re.compile(
    r"[\"“”\s]*Artículo\s+(?P<num>(?:\d+|[IVX]+)(?:-\s?[A-ZÑ])?)\s?[°º]?\s*(?:\.\s?-|\.|-(?=\s))\s*(?P<rest>.*)$"
)
_NOTE = re.compile(r"(?:>\s*)?\((?:\*+|\d{1,2})\)\s?\S|>\s*\S")
_MARK = re.compile(r"\s*(?:\((?:\*+|\d{1,2})\)\s*)+(?:RECTIFICADO POR FE DE ERRATAS)?$")
# "Numeral 3 modificado por …, cuyo texto es el siguiente:", "Último párrafo sustituido por …"
_UNIT = re.compile(
    r"(?:(?:\w+\s)?(?:Numeral|Inciso|Literal|párrafo|Párrafo|Texto))\b[^.]{0,40}?\b(?:modificad|sustituid)[oa]\b.*siguiente:?$"
)
_UNIT_GONE = re.compile(r"(?:(?:\w+\s)?(?:Numeral|Inciso|Literal|[Pp]árrafo))\b[^.]{0,20}?\bderogad[oa]\b")
_ARTICLE_GONE = re.compile(r"(?:Artículo (?:derogado|reubicado)|Capítulo \w+ derogado)")
_REFERENCES = re.compile(
    r"(?:CONCORDANCIAS?\b|OTRAS CONCORDANCIAS|PROCESOS CONSTITUCIONALES|JURISPRUDENCIA DE LA CORTE|"
    r"DIARIO DE LOS DEBATES|ENLACE)"
)
_REFERENCE = re.compile(
    r"\[|(?:D\.|R\.|L\.|Ley|LEY|Acuerdo|Const|Directiva|Código|Art|Circular|Convenio|Acta|Oficio|Resoluci|Decreto|C\.|T\.U\.O|\()"
)
_LABEL = re.compile(r"(?P<num>\d{1,2}|[a-zñ])\s?[.)]\s?(?=\S)")
_ANNOUNCED = re.compile(
    r"(?:(?:siguientes? )?(?:términos|texto)(?: siguientes?| es el siguiente)?|redactad[^:]{0,60})\s*:$"
)
_NAMED = re.compile(r"Artículo \d+-[A-ZÑ] (?!-)[a-z]")
_FOOT = re.compile(r"\(VER SEGUNDA|Shell cwd was reset")
_SIGNATURE = re.compile(r"(?:Comuníquese|COMUNÍQUESE|POR TANTO|AL SEÑOR PRESIDENTE)")


@dataclass(slots=True)
class _Article:
    """One article: the wording read last, the notes of all wordings."""

    num: str
    heading: str
    printed: str
    paragraphs: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    gone: bool = False


def parse(raw: bytes, source: Source) -> Expression:
    """Read one law.

    Raises:
        ParseError: If the file is no UTF-8 text or holds no article.
    """
    grammar = grammars.load(source.grammar or "es-pe")
    law = Law()
    _, body = front_matter(text_of(raw, source))
    walk = _Walk(grammar, law, amending=source.option("quotes") == "amended")
    for row in _rows(body, source, grammar, law):
        walk.row(row)
    Reader(grammar, law).read(walk.lines())
    for article in law.articles:
        if article.num in walk.gone:
            article.status = Status.REPEALED
    return assemble(source, law, dialect="spij", version=VERSION)


def _rows(body: str, source: Source, grammar: Grammar, law: Law) -> list[tuple[str, str]]:
    """The rows of the law, raw and plain; what stands before it is left out by name."""
    rows = [(raw, text) for raw in _BROKEN.sub(r"**\1\2", body).split("\n") if (text := _plain(raw))]
    first = _first(rows, source.option("begin"), grammar)
    rule = "front_matter"
    for _, text in rows[:first]:
        rule = {"INDICE": "contents", "EXPOSICION DE MOTIVOS": "motives"}.get(text, rule)
        law.ignore(rule, text)
    return rows[first:]


def _plain(raw: str) -> str:
    # The double asterisk of a note's mark would be taken for bold.
    text = raw.replace("\u00a0", " ").replace("(**)", "(*)").lstrip(" #")
    return clean(html.unescape(plain(text)))


def _first(rows: list[tuple[str, str]], begin: str, grammar: Grammar) -> int:
    """Where the law begins: at the last row that reads `begin`, else at the headings above its first article."""
    if begin:
        return max((i for i, (_, text) in enumerate(rows) if text == begin), default=0)
    first = next((i for i, (_, text) in enumerate(rows) if (m := _HEADING.match(text)) and m["rest"]), 0)
    above = range(max(0, first - 5), first)
    return next((i for i in above if any(c.pattern.match(rows[i][1]) for c in grammar.containers)), first)


class _Walk:
    """Gathers articles and containers in their order; a later wording takes the place of the earlier."""

    def __init__(self, grammar: Grammar, law: Law, *, amending: bool) -> None:
        self.grammar = grammar
        self.law = law
        self.amending = amending
        self.items: list[_Article | Line] = []
        self.article: _Article | None = None
        self.last = 0
        self.gone: set[str] = set()
        self.quoting = self.references = self.replacing = self.noted = False
        self.tail = ""

    def row(self, row: tuple[str, str]) -> None:
        """Place one row."""
        raw, text = row
        if self.tail or _FOOT.match(text) or (_SIGNATURE.match(text) and self.items):
            self.tail = self.tail or ("page_foot" if _FOOT.match(text) else "signature")
            self.items.append(Line(text, "ignored", rule=self.tail))
        elif _REFERENCES.match(text) or (self.references and self._refers(raw, text)):
            self.references = True
            self.items.append(Line(text, "ignored", rule="concordances"))
        else:
            self.references = False
            self._law(raw, text)

    def _refers(self, raw: str, text: str) -> bool:
        """True for the next line of a list of references: indented deeply, or another citation."""
        deep = len(re.match(r"[\s\u00a0]*", raw)[0]) > 13  # type: ignore[index]
        return (
            (deep or bool(_REFERENCE.match(text))) and not _HEADING.match(text) and not _LABEL.match(text.lstrip('"“ '))
        )

    def _law(self, raw: str, text: str) -> None:
        if raw.startswith(">") or _NOTE.match(text):
            self._note(text.lstrip("> "))
            return
        if self._note_goes_on(text):
            return
        match = _HEADING.match(text)
        if match and not self._quoted(match["num"]):
            self.quoting = False
            self._heading(match)
        elif not self.quoting and any(c.pattern.match(text) for c in self.grammar.containers):
            self.article = None
            self.items.append(Line(self._unmarked(text).strip('"“ '), "heading"))
        elif self.article is None and self.items and self.items[-1].role in ("heading", "title") and text.isupper():  # type: ignore[union-attr]
            self.items.append(Line(self._unmarked(text), "title"))
        else:
            self._words(text)

    def _quoted(self, num: str) -> bool:
        """In an amending law only the next number is its own; the others belong to the laws it amends."""
        if not self.amending or not self.last:
            return False
        match = re.match(r"\d+", num)
        return (
            not match
            or int(match[0]) not in (self.last, self.last + 1)
            or (self.quoting and int(match[0]) == self.last)
        )

    def _heading(self, match: re.Match[str]) -> None:
        num, rest = match["num"].replace(" ", ""), self._unmarked(match["rest"])
        titled = bool(rest) and len(rest) < 200 and not re.search(r"[.;:,]$", rest)
        above = "" if titled and len(rest) < 100 else self._title_above()
        titled = titled and not above
        heading = rest if titled else above
        old = next((i for i in self.items if isinstance(i, _Article) and i.num == num), None)
        new = _Article(num, heading, match[0][: match.start("rest") - match.start()])
        if old:
            for text in (old.printed, old.heading, *old.paragraphs):
                self.law.ignore("superseded_wording", text)
            new.notes = old.notes
            new.heading = heading or old.heading
            self.items.remove(old)
            self.gone.discard(num)
        self.items.append(new)
        self.article = new
        self.last = int(m[0]) if (m := re.match(r"\d+", num)) else 0
        if rest and not titled:
            new.paragraphs.append(rest)

    def _title_above(self) -> str:
        """The short line right above an article whose own line begins with its text."""
        if self.article and self.article.paragraphs:
            last = self.article.paragraphs[-1]
            if len(last) < 200 and not re.search(r"[.;:,”\"]$", last) and not _LABEL.match(last):
                return self.article.paragraphs.pop()
        elif self.article is None and self.items and isinstance(self.items[-1], Line) and self.items[-1].role == "para":
            return self.items.pop().text  # type: ignore[union-attr]
        return ""

    def _note(self, text: str) -> None:
        article = self.article
        if article is None:
            self.items.append(Line(text, "editorial"))
            return
        article.notes.append(text)
        self.noted = True
        bare = re.sub(r"^\((?:\*+|\d+)\)\s*", "", text)
        self.replacing = bool(_UNIT.match(bare))
        if _UNIT_GONE.match(bare):
            self._repeal_unit(article)
        if _ARTICLE_GONE.match(bare):
            self.gone.add(article.num)

    def _note_goes_on(self, text: str) -> bool:
        """True for the rest of a note that broke off before an article's name: «… reubicar el / Artículo 9-A por …»."""
        noted, self.noted = self.noted, False
        if not (noted and self.article and _NAMED.match(text)):
            return False
        self.article.notes[-1] = f"{self.article.notes[-1]} {text}"
        return True

    def _words(self, text: str) -> None:
        if not (text := self._unmarked(text)).strip('"“” '):
            return
        article = self.article
        if article is None:
            self.items.append(Line(re.sub(r'^["“”]\s*|\s*["“”]$', "", text), "para"))
            return
        if self.replacing:
            self._replace(article, text)
        if self.amending and _ANNOUNCED.search(text):
            self.quoting = True
        article.paragraphs.append(text if self.quoting else re.sub(r'^["“”]\s*|\s*["“”]$', "", text))

    def _unmarked(self, text: str) -> str:
        """The text without the marks of notes at its end."""
        if match := _MARK.search(text):
            self.law.ignore("note_mark", match[0])
            return text[: match.start()]
        return text

    def _replace(self, article: _Article, text: str) -> None:
        """Drop the unit of which a new wording follows: the last one of its label, else the last paragraph."""
        self.replacing = False
        label = _LABEL.match(text.lstrip('"“” '))
        start = len(article.paragraphs) - 1
        if label:
            same = [i for i, p in enumerate(article.paragraphs) if (m := _LABEL.match(p)) and m["num"] == label["num"]]
            start = same[-1] if same else len(article.paragraphs)
        for old in article.paragraphs[max(start, 0) :]:
            self.law.ignore("superseded_wording", old)
        del article.paragraphs[max(start, 0) :]

    def _repeal_unit(self, article: _Article) -> None:
        if article.paragraphs:
            old = article.paragraphs.pop()
            self.law.ignore("superseded_wording", old)
            if label := _LABEL.match(old):
                article.paragraphs.append(f"{label[0].strip()} Derogado")

    def lines(self) -> list[Line]:
        """The lines of the law, for the reader."""
        out: list[Line] = []
        for item in self.items:
            if isinstance(item, Line):
                out.append(item)
                continue
            out.append(Line(f"{item.printed} {item.heading}", "article", num=item.num, heading=item.heading))
            out.extend(Line(text, "para") for text in item.paragraphs)
            out.extend(Line(text, "editorial") for text in item.notes)
        return out
