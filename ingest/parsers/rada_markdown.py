"""Editions of Ukrainian codes in Markdown made from zakon.rada.gov.ua, by turndown or by pandoc.

    ### Текст документа від 30.06.2022:
    ОСОБЛИВА ЧАСТИНА
    Розділ III
    ЗЛОЧИНИ ПРОТИ МІСЯЦЯ
    Стаття 7. Крадіжка місяця
    1\\. Крадіжка місяця -
    карається штрафом.
    {Стаття 7 в редакції Закону [№ 1-IV від 12.01.2006](/go/1-15)}

Ignores: `page_head` (title block and the list of amending acts), `signature` (from the president's line on).
"""

import re

from corpus.records import Expression, Source
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Law
from ingest.markdown import rows
from ingest.reader import Line, Reader

VERSION = "1"
_BEGIN = re.compile(r"^(?:ЗАГАЛЬНА|З А Г А Л Ь Н А)\s+(?:ЧАСТИНА|Ч А С Т И Н А)")
_SIGNATURE = re.compile(r"^Президент України")
_CONTAINER = re.compile(r"^(?:Розділ|РОЗДІЛ)\s+[IVXLІХ]+")


def parse(raw: bytes, source: Source) -> Expression:
    """Read one edition.

    Raises:
        ParseError: If the file is no UTF-8 text or holds no article.
    """
    law = Law()
    Reader(grammars.load(source.grammar or "uk-rada"), law).read(_lines(text_of(raw, source), law))
    return assemble(source, law, dialect="rada_markdown", version=VERSION)


def _lines(text: str, law: Law) -> list[Line]:
    # pandoc: anchors and fenced divs on lines of their own; a paragraph runs to the next blank line.
    text = re.sub(r"\[\]\{#[^}]*\}|^:::.*$", "", text, flags=re.MULTILINE)
    blocks: list[str] = []
    fresh = True
    for row in rows(text):
        if not row.text or re.fullmatch(r"[=\-*\s]+", row.text):
            fresh = True
        elif fresh or (_CONTAINER.match(blocks[-1]) and blocks[-1].count("\n") == 0):
            blocks.append(row.text)
            fresh = False
        else:
            blocks[-1] = f"{blocks[-1]} {row.text}"
    start = next((i for i, b in enumerate(blocks) if _BEGIN.match(b)), 0)
    end = next((i for i in range(len(blocks) - 1, start, -1) if _SIGNATURE.match(blocks[i])), len(blocks))
    for block in blocks[:start]:
        law.ignore("page_head", block)
    for block in blocks[end:]:
        law.ignore("signature", block)
    return [Line(b) for b in blocks[start:end]]
