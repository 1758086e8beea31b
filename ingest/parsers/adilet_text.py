"""Text of an adilet.zan.kz page: headings at the margin, paragraphs indented by five blanks or more.

    РАЗДЕЛ 1. УГОЛОВНЫЙ ЗАКОН
    Статья 7. Похищение луны
          1. Похищение луны –

          наказывается штрафом.

          Сноска. Статья 7 с изменением, внесенным Законом РК от 01.02.2021
    № 3-VII
     (вводится в действие с 01.03.2021).

Every link of the page may stand on a line of its own; a line that neither heads anything nor is indented goes on with
the paragraph before it.

Ignores: `page_head` (contents and notes of the publisher before the law begins), `signature` (place, date, president).
"""

import re

from corpus.records import Expression, Source
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Law
from ingest.reader import Line, Reader

VERSION = "1"
_INDENT = re.compile(r"[ \u00a0]{5}")
# "173. Незаконное вмешательство": a heading that lost its word «Статья».
_BARE_HEADING = re.compile(r"(?P<num>\d+(?:-\d+)?)\.\s+(?P<heading>[А-Я].*)")
_EDITOR = re.compile(r"\s*(?:Примечание ИЗПИ|Для удобства)")
_HEAD = re.compile(
    r"\s?(?:[СC]татья\s+(?P<num>\d+)(?:-\d+)?\s*\.|РАЗДЕЛ|Раздел\s+\d|ГЛАВА|Глава\s+\d|ПАРАГРАФ|Параграф\s+\d|"
    r"ПОДРАЗДЕЛ|Подраздел\s+\d|(?:ОБЩАЯ|ОСОБЕННАЯ|Общая|Особенная) (?:ЧАСТЬ|часть)\s*$|ЗАКЛЮЧИТЕЛЬНЫЕ ПОЛОЖЕНИЯ)"
)
_SIGNATURE = re.compile(r"\s*Президент\s*(?:Республики\s+Казахстан|$)")


def parse(raw: bytes, source: Source) -> Expression:
    """Read one edition.

    Raises:
        ParseError: If the file is no UTF-8 text or holds no article.
    """
    grammar = grammars.load(source.grammar or "ru-kz")
    law = Law()
    reader = Reader(grammar, law)
    reader.read(_lines(text_of(raw, source), law))
    return assemble(source, law, dialect="adilet_text", version=VERSION)


def _lines(text: str, law: Law) -> list[Line]:
    blocks = _blocks(text)
    start = next((i for i, (kind, _) in enumerate(blocks) if kind == "head"), 0)
    end = next((i for i in range(len(blocks) - 1, start, -1) if _SIGNATURE.match(blocks[i][1])), len(blocks))
    for _, block in blocks[:start]:
        law.ignore("page_head", block)
    for _, block in blocks[end:]:
        law.ignore("signature", block)
    out = []
    for kind, block in blocks[start:end]:
        if kind == "head" and (match := _BARE_HEADING.fullmatch(block)):
            out.append(Line(block, "article", num=match["num"], heading=match["heading"]))
        else:
            out.append(Line(block))
    return out


def _blocks(text: str) -> list[tuple[str, str]]:
    """Paragraphs and headings, the broken lines inside them mended."""
    out: list[tuple[str, str]] = []
    fresh = True
    last_number = 0
    for line in text.split("\n"):
        if not line.strip():
            fresh = True
            continue
        bare = _BARE_HEADING.fullmatch(line.strip())
        if _INDENT.match(line):
            out.append(("text", line))
        elif match := _HEAD.match(line):
            last_number = int(match["num"] or last_number)
            out.append(("head", line.strip()))
        elif bare and bare["num"] == str(last_number + 1) and (fresh or out[-1][1].rstrip().endswith(".")):
            last_number += 1
            out.append(("head", line.strip()))
        elif fresh or not out or _EDITOR.match(out[-1][1]):
            out.append(("text", line))
        else:
            # Inside a paragraph the pieces carry their own blanks; a broken heading needs one.
            kind, last = out[-1]
            out[-1] = (kind, f"{last} {line.strip()}" if kind == "head" else last + line)
        fresh = False
    return out
