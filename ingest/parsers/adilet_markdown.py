"""Markdown made from adilet.zan.kz pages: `#` headings for parts, chapters and articles, a paragraph to each line.

    # Ай кодексi
    # Жалпы бөлік
    ## 1-БӨЛІМ. АЙ ЗАҢЫ
    ### 7-бап. Айды ұрлау
    1. Айды ұрлау –
    айыппұл салуға жазаланады.
    Ескерту. 7-бапқа өзгеріс енгізілді - ҚР 27.12.2019 № 292-VІ Заңымен.

In an extract the headings above an article are known only where the numbers run on from the last heading: after a gap
the containers are unknown, and none is given. The record's option `truncated` names articles of which only the first
points are there: what follows their last label belongs to that point, it is no wrap-up of the list.

Ignores: `document_title`, the first heading.
"""

from corpus import numbering
from corpus.records import Completeness, Container, Expression, Level, Source
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Draft, Law
from ingest.grammar import Grammar
from ingest.markdown import front_matter, rows
from ingest.reader import Line, Reader

VERSION = "1"
_GRAMMARS = {"ru": "ru-kz", "kk": "kk-kz", "en": "en-kz"}


def parse(raw: bytes, source: Source) -> Expression:
    """Read one edition or extract.

    Raises:
        ParseError: If the file is no UTF-8 text or holds no article.
    """
    grammar = grammars.load(source.grammar or _GRAMMARS.get(source.language or source.languages[0], "kk-kz"))
    law = Law()
    _, body = front_matter(text_of(raw, source))
    Reader(grammar, law).read(_lines(body, grammar, law))
    if source.completeness is Completeness.EXTRACT:
        _forget_containers(law.articles)
    _end_open_lists(law.articles, source.option("truncated").split())
    return assemble(source, law, dialect="adilet_markdown", version=VERSION)


def _lines(body: str, grammar: Grammar, law: Law) -> list[Line]:
    out: list[Line] = []
    for number, row in enumerate(r for r in rows(body) if r.text):
        if not row.depth:
            out.append(Line(row.text, "para"))
        elif _heads(row.text, grammar):
            out.append(Line(row.text, "heading"))
        elif number == 0:
            law.ignore("document_title", row.text)
        elif out and out[-1].role in ("heading", "title"):
            out.append(Line(row.text, "title"))
        else:
            out.append(Line(row.text, "container", heading=row.text, level=Level.HEADING, rank=99))
    return out


def _heads(text: str, grammar: Grammar) -> bool:
    return any(p.match(text) for p in grammar.article) or any(c.pattern.match(text) for c in grammar.containers)


def _forget_containers(articles: list[Draft]) -> None:
    """Take away headings that stand before a gap in the numbers: they head what was left out, too."""
    seen: tuple[Container, ...] = ()
    known: tuple[Container, ...] = ()
    last = 0
    for article in articles:
        number = numbering.key(article.num)[0][1]
        fresh = article.containers[_common(seen, article.containers) :]
        seen = article.containers
        if number > last + 1:
            known = fresh
        elif fresh:
            known = (*known, *fresh) if known else fresh
        last = number
        article.containers = known


def _end_open_lists(articles: list[Draft], truncated: list[str]) -> None:
    for article in articles:
        if article.num in truncated and article.children:
            article.children[-1].words_before.extend(article.words_after)
            article.words_after.clear()


def _common(one: tuple[Container, ...], other: tuple[Container, ...]) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
