"""A law rendered as the page that adilet.zan.kz would show of it: the other half of the round trip.

h3 with anchors for headings (two in one, with a line break), <p><b><a name> for inserted articles, <p id="z12"> with
five hard blanks for parts and points, bare <span class="note"> and links outside <p> for notes, <p class="note"> for
excluded articles.
"""

import html
import re
from collections import defaultdict
from dataclasses import dataclass, field

from corpus.records import Container, Expression, Level, Note, NoteKind, Provision, Status

_BLANKS = "\n&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; "
# article, section, chapter, subchapter, note, notes, president
_WORDS = {
    "ru": (
        "Статья {num}.",
        "РАЗДЕЛ {num}.",
        "Глава {num}.",
        "Параграф {num}.",
        "Примечание.",
        "Примечания.",
        "Президент",
    ),
    "kk": ("{num}-бап.", "{num}-БӨЛІМ.", "{num}-тарау.", "{num}-параграф.", "Ескерту.", "Ескерту.", "Президенті"),
    "en": (
        "Article {num}.",
        "SECTION {num}.",
        "Chapter {num}.",
        "Paragraph {num}.",
        "Note.",
        "Notes.",
        "The President",
    ),
}
_PLACES = {Level.SECTION: 1, Level.CHAPTER: 2, Level.SUBCHAPTER: 3}
_PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8" /><title>{title} - ИПС &quot;Әділет&quot;</title></head>
<body class="no-js"><div id="container"><ul class="right"><li><a href="/kaz/docs/K0">ҚАЗ</a></li></ul>
<div class="slogan"><h1>{title}</h1></div>
<div class="container_gamma text"><div class="gs_12">
<article>{body}
<br>
<p>
<table border="0"><tr><td align="left"><i>{blanks}{president}</i></td><td><i>Н. ЛУНЕВ</i></td></tr></table></p>
</article></div></div>
<div class="widget"><ul><li>Всего документов: <span>447741</span></li></ul></div></div></body></html>
"""


def render(expression: Expression) -> str:
    """The page of a law, in its language."""
    page = _Page(expression, _WORDS[expression.language])
    page.law()
    president = page.words[6]
    return _PAGE.format(
        title=html.escape(expression.work.title), body="".join(page.out), blanks=_BLANKS, president=president
    )


@dataclass
class _Page:
    expression: Expression
    words: tuple[str, ...]
    out: list[str] = field(default_factory=list)
    anchor: int = 0

    def law(self) -> None:
        """All of it, from the notes on the whole law to the last article."""
        self.children: dict[str | None, list[Provision]] = defaultdict(list)
        for provision in self.expression.provisions:
            self.children[provision.parent_eid].append(provision)
        self.out.append("<p>")
        for note in self.expression.editorial:
            self.out.append(_bare(note.text))
        self.out.append("</p>\n")
        above: tuple[Container, ...] = ()
        for root in self.expression.roots:
            self.headings(root.containers, above)
            above = root.containers
            self.article(root)

    def headings(self, containers: tuple[Container, ...], above: tuple[Container, ...]) -> None:
        """The headings that stand new above an article, in one h3."""
        same = next(
            (i for i, (a, b) in enumerate(zip(containers, above, strict=False)) if a != b),
            min(len(containers), len(above)),
        )
        lines = []
        for container in containers[same:]:
            word = self.words[_PLACES[container.level]] if container.num else ""
            lines.append(html.escape(f"{word.format(num=container.num)} {container.heading}".strip()))
        if lines:
            self.out.append(
                f'<h3 id="{self.next_anchor()}"> ' + f'<br><a name="{self.next_anchor()}"></a>'.join(lines) + "</h3>"
            )

    def article(self, article: Provision) -> None:
        """Its heading, its words, its units, its notes."""
        if article.level is Level.ARTICLE:
            heading = html.escape(f"{self.words[0].format(num=article.num)} {article.heading}".strip())
            if "-" in article.num:
                self.out.append(f'<p><b><a name="{self.next_anchor()}"></a>{heading}</b></p>')
            else:
                self.out.append(f'<h3 id="{self.next_anchor()}"> {heading}</h3>')
        self.unit(article, "")

    def unit(self, unit: Provision, num: str) -> None:
        """One unit with all below it; its notes that are law come before its amendment history."""
        if unit.status is Status.REPEALED and num:
            first, *others = unit.notes
            self.out.append(_bare(f"{num} {first.text}"))
        else:
            others = list(unit.notes)
            if num or unit.intro:
                self.paragraph(f"{num} {unit.intro}".strip())
        for child in self.children[unit.eid]:
            self.unit(child, child.num)
        if unit.wrap_up:
            self.paragraph(unit.wrap_up)
        self.normative([note for note in others if note.kind is NoteKind.NORMATIVE])
        for note in others:
            if note.kind is NoteKind.EDITORIAL:
                excluded = unit.status is Status.REPEALED and not num
                self.out.append(_excluded(note.text, self.next_anchor()) if excluded else _bare(note.text))

    def normative(self, notes: list[Note]) -> None:
        """«Примечание. …», or «Примечания. 1. …» with its items in paragraphs of their own."""
        for index, note in enumerate(notes):
            lead = self.words[5] if note.num and index == 0 else self.words[4] if not note.num else ""
            self.paragraph(" ".join(part for part in (lead, note.num, note.text) if part))

    def paragraph(self, text: str) -> None:
        """A numbered part has an anchor, other paragraphs have none."""
        anchor = f' id="{self.next_anchor()}"' if re.match(r"\d+\.", text) else ""
        self.out.append(f"<p{anchor}>{_BLANKS}{html.escape(text)}</p>\n")

    def next_anchor(self) -> str:
        """`z1`, `z2`, …"""
        self.anchor += 1
        return f"z{self.anchor}"


def _linked(text: str, before: str, after: str) -> str:
    """The numbers of acts as links, which interrupt what stands around them."""
    pieces = re.split(r"(№\s?[\dIVXІ-]+)", text)
    return "".join(
        f'{after}<a href="/rus/docs/Z1">{html.escape(piece)}</a>{before}'
        if index % 2
        else html.escape(piece, quote=False)
        for index, piece in enumerate(pieces)
    )


def _bare(text: str) -> str:
    span = '<span class="note">'
    return f"{span}{_BLANKS.strip()} {_linked(text, span, '</span>')}</span><br>\n"


def _excluded(text: str, anchor: str) -> str:
    return f'<p class="note" id="{anchor}">{_BLANKS}{_linked(text, "", "")}</p>\n'
