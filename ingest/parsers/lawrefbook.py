"""LawRefBook Markdown of Chinese laws: headings for containers, articles at the start of plain lines.

    # 月亮法
    2001年1月1日 第一届月亮大会通过
    <!-- INFO END -->
    ## 第一章 总则
    第七条之一 偷月亮的，处罚款：
    （一）夜间的；
    偷星星的，依照前款的规定处罚。

Ignores: `document_title`, `promulgation` (the list of adoption and amendment dates above the law).
"""

from corpus.records import Expression, Level, Source
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Law
from ingest.grammar import Grammar
from ingest.markdown import rows
from ingest.reader import Line, Reader

VERSION = "1"
_INFO_END = "<!-- INFO END -->"


def parse(raw: bytes, source: Source) -> Expression:
    """Read one law.

    Raises:
        ParseError: If the file is no UTF-8 text or holds no article.
    """
    grammar = grammars.load(source.grammar or "zh-lawrefbook")
    law = Law()
    head, mark, body = text_of(raw, source).partition(_INFO_END)
    if not mark:
        head, body = "", head
    for row in rows(head):
        law.ignore("document_title" if row.depth else "promulgation", row.text)
    Reader(grammar, law).read(_lines(body, grammar))
    return assemble(source, law, dialect="lawrefbook", version=VERSION)


def _lines(body: str, grammar: Grammar) -> list[Line]:
    out: list[Line] = []
    for row in rows(body):
        if not row.text:
            continue
        if row.depth and not any(c.pattern.match(row.text) for c in grammar.containers):
            out.append(Line(row.text, "container", heading=row.text, level=Level.HEADING, rank=99))
        else:
            out.append(Line(row.text))
    return out
