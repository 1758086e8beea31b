"""A code as a JSON list of flat objects, one an article, its text in one running line, its headings in fields.

    [{"article_number": "7.1", "article_name": "Кража луны", "article": "1. Кража луны - наказывается штрафом. 2. …",
      "part_name": "ОСОБЕННАЯ", "section_number": "I", "section_name": "…", "chapter_number": "1", "chapter_name": "…"}]

Ignores: `repeated_heading`: the headings of parts, sections and chapters stand again in every article.
"""

import re
from typing import Any

from corpus.errors import ParseError
from corpus.records import Expression, Level, Source
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import json_of
from ingest.draft import Law, clean
from ingest.reader import Line, Reader

VERSION = "1"
_FIELDS = ("article_number", "article_name", "article")
_CONTAINERS = (
    (Level.PART, "", "part_name"),
    (Level.SECTION, "section_number", "section_name"),
    (Level.CHAPTER, "chapter_number", "chapter_name"),
)
_PART = "ЧАСТЬ"  # part: the field holds only «ОБЩАЯ» (general) or «ОСОБЕННАЯ» (special)
# A note that is law begins a paragraph of its own, and so does a point after the stop of the one before it: «; в) …»
_EDITOR = "КонсультантПлюс: примечание"
_BREAK = re.compile(rf"\s+(?={_EDITOR})|(?<=[.!?])\s+(?=Примечани[ея]\s*\.)|(?<=[;:])\s+(?=[а-яё](?:\.\d)?\)\s)")
_PART_FOLLOWS = re.compile(r"(?<=[.)])\s+(?=\d{1,2}\.\s[А-ЯЁ])")
# the heading of an inserted chapter, left at the end of the article before it: «… государства. Глава 7.1. ТЕНЬ ЛУНЫ»
_GLUED = re.compile(r"\s+Глава (?P<num>\d+\.\d+)\. (?P<heading>[А-ЯЁ ,-]+)$")


def parse(raw: bytes, source: Source) -> Expression:
    """Read one code.

    Raises:
        ParseError: If the file is no JSON of this shape or holds no article.
    """
    law = Law()
    Reader(grammars.load(source.grammar or "ru-rf-running"), law).read(_lines(_entries(raw, source), law))
    return assemble(source, law, dialect="flat_json", version=VERSION)


def _entries(raw: bytes, source: Source) -> list[dict[str, Any]]:
    place = f"{source.id}/{source.file}"
    data = json_of(raw, source, "a list of articles")
    if not isinstance(data, list):
        raise ParseError(place, f"a JSON {type(data).__name__}", f"a list of objects with {', '.join(_FIELDS)}")
    for number, entry in enumerate(data, 1):
        if not isinstance(entry, dict) or not all(isinstance(entry.get(name), str) for name in _FIELDS):
            raise ParseError(f"{place}, entry {number}", "an entry of another shape", ", ".join(_FIELDS))
    return data


def _lines(entries: list[dict[str, Any]], law: Law) -> list[Line]:
    out: list[Line] = []
    open_now: list[tuple[str, str]] = []
    for entry in entries:
        found = [(_field(entry, number), _field(entry, name)) for _, number, name in _CONTAINERS]
        for rank, (num, heading) in enumerate(found):
            if not heading or open_now[: rank + 1] == found[: rank + 1]:
                law.ignore("repeated_heading", heading)
                continue
            level = _CONTAINERS[rank][0]
            printed = f"{heading} {_PART}" if level is Level.PART else heading
            out.append(Line(f"{num} {heading}", "container", num=num, heading=printed, level=level, rank=rank))
        open_now = found
        num, heading, text = (clean(entry[name]) for name in _FIELDS)
        out.append(Line(f"{num} {heading}", "article", num=num, heading=heading))
        glued = _GLUED.search(text)
        out.extend(Line(part, "para") for part in _paragraphs(text[: glued.start()] if glued else text))
        if glued:
            head = glued["heading"]
            out.append(Line(glued[0], "container", num=glued["num"], heading=head, level=Level.CHAPTER, rank=2))
    return out


def _field(entry: dict[str, Any], name: str) -> str:
    return clean(str(entry.get(name) or ""))


def _paragraphs(text: str) -> list[str]:
    """An article's line cut where a paragraph was; an editor's note ends before the next part."""
    out: list[str] = []
    for part in _BREAK.split(text):
        out.extend(_PART_FOLLOWS.split(part, maxsplit=1) if part.startswith(_EDITOR) else [part])
    return out
