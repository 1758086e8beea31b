"""A Brazilian code as a JSON object of articles, each with its title and one string of clean text.

    {"art7A": {"titulo": "Art. 7º-A.", "texto": "Furtar a lua:\\n\\nI – de dia;\\nPena - multa.\\n\\n§ 1º. …"}}

Neither parts nor rubrics are given. Inserted parts are printed "§ 4º. A A pena …" beside a "§ 4º. …": § 4º-A.

Ignores: `signature` and `publisher_note`, which stand at the end of the last article.
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
_TITLE = re.compile(r"Art\.\s*(?P<num>\d+\s?[º°]?(?:-[A-Z]{1,2})?)\s*\.?")
# "§ 4º. A A pena", "§ 2º. B. Se": the letter of an inserted part, set apart
_INSERTED = re.compile(r"(?P<part>§\s*\d+º?)\.\s+(?P<letter>[A-Z])(?=\.\s|\s-\s|\s+[A-ZÀ-Ý])\.?")
_TAIL = (
    (re.compile(r"(?:Rio de Janeiro|Brasília),\s+(?:em\s+)?\d"), "signature"),
    (re.compile(r"Este texto não substitui"), "publisher_note"),
)


def parse(raw: bytes, source: Source) -> Expression:
    """Read one code.

    Raises:
        ParseError: If the file is no JSON of this shape or holds no article.
    """
    law = Law()
    grammar = grammars.load(source.grammar or "pt-br")
    place = f"{source.id}/{source.file}"
    articles = _articles(raw, source)
    Reader(grammar, law).read(line for key, entry in articles.items() for line in _lines(entry, f"{place}, {key}"))
    return assemble(source, law, dialect="vademecum_json", version=VERSION)


def _articles(raw: bytes, source: Source) -> dict[str, Any]:
    place = f"{source.id}/{source.file}"
    data = json_of(raw, source, "an object of articles")
    if not isinstance(data, dict) or not data:
        raise ParseError(
            place, f"a JSON {type(data).__name__}", 'an object such as {"art7": {"titulo": …, "texto": …}}'
        )
    return data


def _lines(entry: Any, place: str) -> list[Line]:
    title, words = (entry.get("titulo"), entry.get("texto")) if isinstance(entry, dict) else (None, None)
    if not isinstance(title, str) or not isinstance(words, str):
        raise ParseError(place, "an entry of another shape", '{"titulo": …, "texto": …}')
    match = _TITLE.fullmatch(title.strip())
    if not match:
        raise ParseError(f"{place}, titulo", repr(title), "a title such as 'Art. 7º-A.'")
    out = [Line(title, "article", num=match["num"])]
    rule = ""
    for line in words.split("\n"):
        match = _INSERTED.match(line)
        if match and len(re.findall(rf"^{re.escape(match['part'])}\.", words, re.MULTILINE)) > 1:
            line = f"{match['part']}-{match['letter']} {line[match.end() :]}"
        rule = next((name for pattern, name in _TAIL if pattern.match(line.strip())), rule)
        out.append(Line(line, "ignored", rule=rule) if rule else Line(line, "para"))
    return [line for line in out if line.text.strip()]
