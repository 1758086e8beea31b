"""A Turkish code as JSON: `maddeler`, an object of articles, each one running string with the next heading at its end.

    {"maddeler": {"madde_7": {"madde_no": 7, "baslik": "Ay hırsızlığı",
      "tam_metin": "(1) Ayı; a) Gece, b) Gündüz, çalan kişi cezalandırılır. İKİNCİ KISIM Güneşe Karşı Suçlar"},
     "madde_8": {"madde_no": 8, "baslik": "Ay satışı", "tam_metin": "(1) … olunur. Ay takibi MADDE 8/A- (1) … Güneş"}}}

An inserted article stands inside the one before it (`MADDE 8/A-`), or has taken its place (`/A-` opens the text). The
headings of books and parts are known from the ends of the texts; the first of each from `yapi`.

Ignores: `next_heading` (printed again as `baslik`), `footnote_mark` (field codes of a word processor), `garbage` (its
bytes read as characters of foreign scripts), `tail`.
"""

import re
from typing import Any

from corpus.errors import ParseError
from corpus.records import Expression, Source
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import json_of
from ingest.draft import Law, clean
from ingest.reader import Line, Reader

VERSION = "1"
_ORDINAL = "(?:BİRİNCİ|İKİNCİ|ÜÇÜNCÜ|DÖRDÜNCÜ|BEŞİNCİ|ALTINCI|YEDİNCİ|SEKİZİNCİ|DOKUZUNCU|ONUNCU)"
# "İKİNCİ KİTAP Özel Hükümler BİRİNCİ KISIM Uluslararası Suçlar"
_CONTAINER = re.compile(rf"{_ORDINAL}\s+(?:KİTAP|KISIM|BÖLÜM)\b")
_INSERTED = re.compile(r"\s*MADDE\s+(?P<num>\d+/[A-Z])\s*[-–]\s*")
_TAKEN_PLACE = re.compile(r"^/(?P<letter>[A-Z])\s*[-–]\s*")
_NOTEREF = re.compile(r"NOTEREF\s+_Ref\d+(?:\s+\\\w)*\s+\d+")
# from the first to the last character of a script that no Turkish text is written in
_GARBAGE = re.compile(r"[\u0370-\u1dff\u2c00-\uffef].*[\u0370-\u1dff\u2c00-\uffef]", re.DOTALL)
# what follows the last full stop or bracket and ends in no stop itself
_AFTER_STOP = re.compile(r"(?<=[.)”\"])\s+(?P<tail>[^.():;]+)$")
# «provisions that could not be worked in»
_UNPLACED = re.compile(r"\s{0,40}(?<!\d)\d{1,9} SAYILI KANUNA İŞLENEMEYEN HÜKÜMLER.*$")


def parse(raw: bytes, source: Source) -> Expression:
    """Read one code.

    Raises:
        ParseError: If the file is no JSON of this shape or holds no article.
    """
    law = Law()
    articles, lines = _articles(raw, source)
    for index, (number, heading, text) in enumerate(articles):
        following = articles[index + 1][1] if index + 1 < len(articles) else ""
        lines.extend(_article(number, heading, text, following, law))
    Reader(grammars.load(source.grammar or "tr-tck"), law).read(lines)
    return assemble(source, law, dialect="madde_json", version=VERSION)


def _articles(raw: bytes, source: Source) -> tuple[list[tuple[str, str, str]], list[Line]]:
    """Number, heading and text of each article; the first headings of the law."""
    place = f"{source.id}/{source.file}"
    data = json_of(raw, source, "an object with maddeler")
    found = data.get("maddeler") if isinstance(data, dict) else None
    if not isinstance(found, dict):
        raise ParseError(place, "no articles", '"maddeler": {"madde_1": {"madde_no": …, "tam_metin": …}}')
    out = []
    for key, entry in found.items():
        names = ("madde_no", "baslik", "tam_metin")
        values = [entry.get(name) for name in names] if isinstance(entry, dict) else [None]
        if None in values:
            raise ParseError(f"{place}, {key}", "an entry of another shape", "madde_no, baslik and tam_metin")
        out.append((str(values[0]), clean(str(values[1])), clean(str(values[2]))))
    return out, _first_headings(data)


def _first_headings(data: dict[str, Any]) -> list[Line]:
    shape = data.get("yapi")
    books = shape.get("kitaplar") if isinstance(shape, dict) else None
    first = next(iter(books.values()), None) if isinstance(books, dict) else None
    if not isinstance(first, dict):
        return []
    parts = first.get("kisimlar") or [""]
    if not isinstance(parts, list) or not parts:
        return []
    return [Line(f"BİRİNCİ KİTAP {first.get('ad') or ''}", "heading"), Line(f"BİRİNCİ KISIM {parts[0]}", "heading")]


def _article(number: str, heading: str, text: str, following: str, law: Law) -> list[Line]:
    for rule, pattern in (("footnote_mark", _NOTEREF), ("garbage", _GARBAGE), ("tail", _UNPLACED)):
        for found in pattern.finditer(text):
            law.ignore(rule, found[0])
        text = clean(pattern.sub(" ", text))
    if match := _TAKEN_PLACE.match(text):
        number, text = f"{number}/{match['letter']}", text[match.end() :]
    pieces = [(number, heading, text)]
    while match := _INSERTED.search(pieces[-1][2]):
        # «… verilir. Israrlı takip MADDE 8/A- …»: the heading begins after the last stop.
        num, title, words = pieces[-1]
        start = max(words.rfind(mark, 0, match.start()) for mark in ".)") + 1
        pieces[-1] = (num, title, words[:start])
        pieces.append((match["num"], words[start : match.start()].strip(), words[match.end() :]))
    body, containers = _without_tail(pieces[-1][2], number, following, law)
    pieces[-1] = (*pieces[-1][:2], body)
    out = []
    for num, title, words in pieces:
        out += [Line(f"{num} {title}", "article", num=num, heading=title), Line(words, "para")]
    return out + [Line(container, "heading") for container in containers]


def _without_tail(text: str, number: str, following: str, law: Law) -> tuple[str, list[str]]:
    """The article's own text, and the headings of books and parts that begin after it."""
    if following and text.endswith(following):
        law.ignore("next_heading", following)
        text = text[: -len(following)].rstrip()
    elif (match := _AFTER_STOP.search(text)) and not _CONTAINER.match(match["tail"]):
        law.issue(number, "a heading whose article is not in the file", match["tail"])
        text = text[: match.start()]
    spots = [match.start() for match in _CONTAINER.finditer(text)]
    if not spots:
        return text, []
    ends = [*spots[1:], len(text)]
    return text[: spots[0]].rstrip(), [text[a:b].strip() for a, b in zip(spots, ends, strict=True)]
