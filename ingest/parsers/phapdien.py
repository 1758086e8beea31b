"""A topic of the Pháp điển, Vietnam's official codification, as Markdown: a law with the decrees that carry it out.

    ## VĂN BẢN
    # Mặt trăng
    Chương I
    NHỮNG QUY ĐỊNH CHUNG
    Điều 9.1.LQ.7. Tội trộm mặt trăng                              <- article 7 of the law
    (Điều 7 Luật số 1/1900/QH1, có hiệu lực ..., được sửa đổi bởi Điều 1 Luật số 2/1901/QH1 ...)
    1. Người nào trộm mặt trăng thì bị phạt.Điều 9.1.LQ.8. Ánh trăng <- a heading glued to the text
    (Điều này có nội dung liên quan đến Điều 9.2.LQ.1. ...)          <- cross-reference of the publisher
    Điều 9.1.NĐ.1.1. Phạm vi điều chỉnh                             <- a decree: another law
    ## Danh sách điều khoản                                         <- every heading again

Ignores: `front_matter`, `other_act` (articles of decrees, circulars, resolutions), `cross_references`,
`list_of_provisions`.
"""

import re
import unicodedata

from corpus.records import Expression, Source
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Law, clean
from ingest.grammar import Grammar
from ingest.reader import Line, Reader

VERSION = "1"
_BEGIN = re.compile(r"## VĂN BẢN\s*$")
_END = re.compile(r"## Danh sách điều khoản")
# Điều <topic>.<LQ law | NĐ decree | TT circular | NQ resolution | QĐ decision>.<number>. <heading>
_HEADING = re.compile(r"Điều\s+\d+\.\d+\.(?P<kind>[A-ZĐ]+)\.(?P<num>\d[\d.]*[a-zđ]*)\.")
_GLUED = re.compile(
    r"(?<=[^\s(])(?=Điều\s+\d+\.\d+\.[A-ZĐ]+\.\d)|"
    r"(?=\((?:Điều|Mục|Chương|Phần) này có nội dung liên quan)|"
    r"(?<=[.)])\s*(?=(?:Chương|Mục|Phần)\s[IVXL\d]+$)"
)
_RELATED = re.compile(r"\((?:Điều|Mục|Chương|Phần) này có nội dung liên quan")


def parse(raw: bytes, source: Source) -> Expression:
    """Read the law of one topic.

    Raises:
        ParseError: If the file is no UTF-8 text or holds no article of a law.
    """
    grammar = grammars.load(source.grammar or "vi-phapdien")
    law = Law()
    Reader(grammar, law).read(_lines(unicodedata.normalize("NFC", text_of(raw, source)), grammar, law))
    return assemble(source, law, dialect="phapdien", version=VERSION)


def _lines(text: str, grammar: Grammar, law: Law) -> list[Line]:
    rows = text.split("\n")
    start = next((i + 1 for i, row in enumerate(rows) if _BEGIN.match(row)), 0)
    while start < len(rows) and (not rows[start].strip() or rows[start].startswith("# ")):
        start += 1
    end = next((i for i in range(start, len(rows)) if _END.match(rows[i])), len(rows))
    for row in rows[:start]:
        law.ignore("front_matter", row)
    for row in rows[end:]:
        law.ignore("list_of_provisions", row)
    out: list[Line] = []
    foreign = False
    for row in rows[start:end]:
        for piece in _GLUED.split(row.replace("*", "")):
            if not (words := clean(piece)):
                continue
            heading = _HEADING.match(words)
            container = any(c.pattern.match(words) and len(words) < 40 for c in grammar.containers)
            foreign = (heading["kind"] != "LQ") if heading else foreign and not container
            out.append(_line(words, foreign=foreign, heading=bool(heading), container=container))
    return out


def _line(words: str, *, foreign: bool, heading: bool, container: bool) -> Line:
    if foreign:
        return Line(words, "ignored", rule="other_act")
    if _RELATED.match(words):
        return Line(words, "ignored", rule="cross_references")
    return Line(words, "heading" if heading or container else "para")
