"""Codes of e-qanun.az, converted from PDF to Markdown: broken headings and words, footnote marks, decimal labels.

    ## BİRİNCİ BÖLMƏ
    ## AY ƏLEYHİN Ə C İ NAY Ə TL Ə R
    ## M a d d ə   7 . Ayı oğurlama [3]           <- letter-spaced; footnote mark
    7.1. Ayı oğurlama -
    cərimə ilə cəzalandırılır.
    - 7.2.1. gec ə tör ə dildikd ə -              <- blanks inside words
    ## Qeyd:
    1. Bu maddədə Ay dedikdə ...
    ## İSTİFADƏ OLUNMUŞ MƏNBƏ SƏNƏDLƏRİNİN SİYAHISI      <- list of sources, then footnotes with old wordings

A decimal label opens its article where the heading was lost. What the blanks broke is mended by the file's own words.

Ignores: `contents`, `footnote_mark`, `sources_and_old_wordings` (all from the list of source acts on).
"""

import re

from corpus import numbering
from corpus.records import Expression, Level, Source
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.blanks import Mender
from ingest.decode import text_of
from ingest.draft import Law, clean
from ingest.grammar import Grammar
from ingest.reader import Line, Reader

VERSION = "1"
# "## M a d d ə   1 4 5 . …", "Madd ə 137. …", "## 167-3. …": the word may be broken, the figures apart.
_HEADING = re.compile(
    r"(?:#+\s*|-\s+)?(?:M\s*a\s*d\s*d(?:\s*ə)?\s*|(?<=#\s))(?P<num>\d(?:\s?\d)*(?:\s?-\s?\d(?:\s?\d)*)?)\s*\.\s*(?P<heading>\D.*|)$"
)
_LABEL = re.compile(
    r"(?P<num>\d+(?:\s?[-–]\s?\d+)?)\.(?P<path>\d++(?:-\d++)?+(?:\.\d++(?:-\d++)?+)*+)\.?+(?!-?\w\w|\d)"
)
_MARK = re.compile(r"\s{0,40}\[\s?\d(?:\s?\d){0,3}\s?\]\s*|\s{0,40}\bKMQ?\s?\d{1,2}\b(?:\s*\.)?(?=\s|$)")
_END = re.compile(r"(?:#+\s*)?İSTİFADƏ OLUNMUŞ MƏNBƏ SƏNƏDLƏRİNİN SİYAHISI")
_TITLE = re.compile(r"[A-ZÇƏӘĞİÖŞÜI\s.,()-]{8,}$")
_LONGEST = 50_000  # characters of a paragraph that goes on
_UNFINISHED = re.compile(r"[^.;:\-–—]$")
_PREAMBLE = 150  # characters; a longer sentence above the first heading is the preamble
_APART = "əşğİƏŞĞ"


def parse(raw: bytes, source: Source) -> Expression:
    """Read one code.

    Raises:
        ParseError: If the file is no UTF-8 text or holds no article.
    """
    grammar = grammars.load(source.grammar or "az")
    law = Law()
    Reader(grammar, law).read(_Rows(text_of(raw, source), grammar, law).lines())
    return assemble(source, law, dialect="e_qanun", version=VERSION)


class _Rows:
    """The rows of the file turned into lines; remembers the article and the label that are open."""

    def __init__(self, text: str, grammar: Grammar, law: Law) -> None:
        self.rows = text.split("\n")
        self.mender = Mender(text, _APART)
        self.grammar = grammar
        self.law = law
        self.num = ""
        self.out: list[Line] = []

    def lines(self) -> list[Line]:
        """All lines of the law, contents and sources left out by name."""
        start, end = self._bounds()
        for row in self.rows[:start]:
            if len(row) > _PREAMBLE and row.rstrip().endswith("."):
                self.out.append(Line(self._unmarked(row)))
            else:
                self.law.ignore("contents", row)
        for row in self.rows[end:]:
            self.law.ignore("sources_and_old_wordings", row)
        for row in self.rows[start:end]:
            if text := self._unmarked(row):
                self._row(text, row.startswith("#"))
        return self.out

    def _bounds(self) -> tuple[int, int]:
        first = next((i for i, row in enumerate(self.rows) if _HEADING.match(row)), 0)
        above = first
        while above and (not self.rows[above - 1].strip() or self._heads(self.rows[above - 1])):
            above -= 1
        start = next((i for i in range(above, first) if self._heads(self.rows[i], numbered=True)), first)
        end = next((i for i, row in enumerate(self.rows) if i > first and _END.match(row)), len(self.rows))
        return start, end

    def _heads(self, row: str, *, numbered: bool = False) -> bool:
        """True for the heading of a part, section or chapter; unless it must be `numbered`, for any title too."""
        text = clean(self.mender.mend(row.strip("# ")))
        return any(c.pattern.match(text) for c in self.grammar.containers) or (
            not numbered and bool(_TITLE.match(text))
        )

    def _unmarked(self, row: str) -> str:
        """The row without Markdown marks and footnote marks, its words mended; what that drops is accounted for."""
        for mark in _MARK.findall(row):
            self.law.ignore("footnote_mark", mark)
        row = _MARK.sub(" ", row).rstrip()
        match = _HEADING.match(row)
        bare = row.strip() if match else re.sub(r"^(?:#+|[-•])(?:\s+|$)", "", row.strip())
        mended = (
            bare[: match.start("heading")] + self.mender.mend(match["heading"]) if match else self.mender.mend(bare)
        )
        if mended != bare:
            self.law.labelled(bare, mended)
        return mended

    def _row(self, text: str, marked: bool) -> None:
        if match := _HEADING.match(text):
            self._open(re.sub(r"\s", "", match["num"]), clean(match["heading"]), text)
        elif any(c.pattern.match(text) for c in self.grammar.containers):
            self.out.append(Line(clean(text), "heading"))
        elif self._heads_on(text, marked):
            self._heading_goes_on(clean(text))
        elif marked and re.fullmatch(r"[A-ZƏ]", text) and self.out and self.out[-1].role == "heading":
            # "ÜÇÜNCÜ BÖLMƏ ƏZA HAQQINDA", then "C": the first letter of the title came last.
            before, gap, after = self.out[-1].text.rpartition("BÖLMƏ ")
            self.out[-1].text = f"{before}{gap}{text}{after}"
        elif (
            _TITLE.match(text)
            and not any(p.match(text) for p in self.grammar.normative)
            and (marked or (self.out and self.out[-1].role in ("heading", "container")))
        ):
            self._title(clean(text))
        else:
            for piece in self._pieces(clean(text)):
                self._text(piece)

    def _heads_on(self, text: str, marked: bool) -> bool:
        """True for the rest of an article's heading, on a row of its own."""
        if not self.out or self.out[-1].role != "article" or _LABEL.match(text):
            return False
        if marked:
            return not any(p.match(text) for p in self.grammar.normative)
        return bool(self.out[-1].heading) and text[:1].islower() and bool(_UNFINISHED.search(text))

    def _heading_goes_on(self, text: str) -> None:
        # "Madd 195-2." and then "ə Daxili …": the letter that stood in another font came last.
        rest = text.removeprefix("ə").lstrip() if not self.out[-1].heading and text.startswith("ə") else text
        last = self.out[-1]
        last.text, last.heading = f"{last.text} {text}", clean(f"{last.heading} {rest}")

    def _title(self, text: str) -> None:
        """The title of the section or chapter just opened; a chapter whose own line was lost is opened by its title."""
        if self.out and self.out[-1].role in ("heading", "container"):
            self.out.append(Line(text, "title"))
        else:
            self.out.append(Line(text, "container", heading=text, level=Level.CHAPTER, rank=2))

    def _open(self, num: str, heading: str, printed: str) -> None:
        self.num = num
        self.out.append(Line(printed, "article", num=num, heading=heading))

    def _pieces(self, text: str) -> list[str]:
        """A row cut before each label of this article and each note inside it: `… cəzalandırılır. 7.2. …`."""
        if not self.num:
            return [text]
        figures = r"\s?".join(map(re.escape, self.num))
        apart = re.compile(
            rf"(^|[;.:–-]\s?){figures}\s?\.\s?(\d+(?:-\d+)?)\s?\.(?:\s?(\d+(?:-\d+)?)\s?\.)?(?=\s|[^\W\d])"
        )
        closed = apart.sub(lambda m: f"{m[1]}{self.num}.{m[2]}." + (f"{m[3]}." if m[3] else ""), text)
        self.law.labelled(text, closed)
        return re.split(rf"(?<=[.;:–-])\s*(?={re.escape(self.num)}\.\d+[\d.-]{{0,40}}\.\s|Qeyd\s*:)", closed)

    def _text(self, text: str) -> None:
        match = _LABEL.match(text)
        if match and (num := re.sub(r"\s", "", match["num"]).replace("–", "-")) != self.num:
            if not self.num or self._later(num, match["path"]):
                self._open(num, self._lost_heading(), "")
            else:
                rest = text[match.end() :]
                text = f"{self.num}.{self._misprinted(match[0], match['path'])}.{rest}"
                self.law.labelled(match[0], text.removesuffix(rest))
        if self.out and self.out[-1].role == "para" and not match and self._goes_on(self.out[-1].text, text):
            self.out[-1].text = f"{self.out[-1].text} {text}"
        else:
            self.out.append(Line(text, "para" if self.num else "text"))

    def _later(self, num: str, path: str) -> bool:
        """True for the first label of a later article, whose heading is lost."""
        return path.partition(".")[0] in ("0", "1") and numbering.key(num) > numbering.key(self.num)

    def _misprinted(self, label: str, path: str) -> str:
        """What a misprinted label means: `14-2.2.2.` inside art. 144-2 is 2.2, `3.11.3.2.` inside art. 311 is 3.2."""
        figures, own = re.sub(r"\D", "", label), re.sub(r"\D", "", self.num)
        return ".".join(figures.removeprefix(own)) if figures.startswith(own) and figures != own else path

    def _lost_heading(self) -> str:
        """What is left of a heading whose number was lost: the words of the row before, if it was marked as one."""
        last = self.out[-1] if self.out else Line("")
        if last.role == "para" and last.rule == "marked":
            return self.out.pop().text
        return ""

    def _goes_on(self, before: str, text: str) -> bool:
        """True for the rest of a sentence that a page break or a footnote mark cut (but not for a numbered note)."""
        if re.match(r"\d+\.\s", text):
            return False
        if len(before) > _LONGEST or not _UNFINISHED.search(before[-1:]):
            return False
        return not text[:1].isupper() and not before.startswith("Qeyd")
