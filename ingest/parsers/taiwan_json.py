"""Laws of Taiwan's Laws & Regulations Database as JSON, in Chinese or English.

    {"法規名稱": "月球法", "法規內容": [
      {"編章節": "第 一 章 總則"},
      {"條號": "第 7-1 條", "條文內容": "竊取月球者，處罰金：\\r\\n一、夜間。\\r\\n未遂犯罰之。"}]}

Every line of an article is an unlabelled paragraph (項) unless it opens with a label: 一、 or 1. for an item (款),
（一） or (1) for a sub-item (目). A line that is indented goes on with the line before it.
"""

import re
from typing import Any

from corpus.errors import ParseError
from corpus.records import Expression, Source
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import json_of
from ingest.draft import Law
from ingest.reader import Line, Reader

VERSION = "1"
_GRAMMARS = {"zh": "zh-tw", "en": "en-tw"}
_CONTENT, _HEADING, _NUMBER, _WORDS = (
    "法規內容",
    "編章節",
    "條號",
    "條文內容",
)  # law's content, heading, article number, words
# 第 296-1 條, Article 296-1
_ARTICLE = re.compile(r"(?:第|Article)\s*(?P<num>\d+(?:-\d+)*)\s*條?")
_GOES_ON = re.compile(r"[ \u3000]{2,}(?=\S)")


def parse(raw: bytes, source: Source) -> Expression:
    """Read one law in one language.

    Raises:
        ParseError: If the file is no JSON of this shape or holds no article.
    """
    grammar = grammars.load(source.grammar or _GRAMMARS.get(source.language or source.languages[0], "zh-tw"))
    law = Law()
    place = f"{source.id}/{source.file}"
    Reader(grammar, law).read(line for entry in _entries(raw, source) for line in _lines(entry, place))
    return assemble(source, law, dialect="taiwan_json", version=VERSION)


def _entries(raw: bytes, source: Source) -> list[dict[str, Any]]:
    place = f"{source.id}/{source.file}"
    data = json_of(raw, source, "a JSON object with 法規內容")
    found = data.get(_CONTENT) if isinstance(data, dict) else None
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise ParseError(place, f"no list {_CONTENT}", f'"{_CONTENT}": [{{"{_NUMBER}": …, "{_WORDS}": …}}, …]')
    return found


def _lines(entry: dict[str, Any], place: str) -> list[Line]:
    if isinstance(entry.get(_HEADING), str):
        return [Line(entry[_HEADING], "heading")]
    num, words = entry.get(_NUMBER), entry.get(_WORDS)
    if not isinstance(num, str) or not isinstance(words, str):
        raise ParseError(place, f"an entry with {sorted(entry)}", f"{_HEADING}, or {_NUMBER} and {_WORDS}")
    match = _ARTICLE.fullmatch(num.strip())
    if not match:
        raise ParseError(f"{place}, {_NUMBER}", repr(num), "第 7-1 條 or Article 7-1")
    out = [Line(num, "article", num=match["num"])]
    for line in words.split("\n"):
        if _GOES_ON.match(line) and out[-1].role == "para":
            out[-1].text = f"{out[-1].text} {line.strip()}"
        elif line.strip():
            out.append(Line(line, "para"))
    return out
