"""An Indian code as a JSON list of sections whose text has lost its labels (collection `civictech-India`).

    [{"chapter": 16, "chapter_title": "theft", "Section": "7A", "section_title": "Theft of the moon",
      "section_desc": "Whoever takes the moon1 by\\nusing a rope,\\ncommits theft. Explanations\\n1. A stair is …"}]

The first title under a chapter's number is the chapter's own, later ones are headings inside it.

A footnote mark is glued to its word, «moon1». Ignores: `repeated_heading` (the title of the chapter in every section).
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
_FIELDS = ("chapter", "chapter_title", "Section", "section_title", "section_desc")
_MARKED = re.compile(r"\b([A-Za-z]+)\d(?=[\s.,;:]|$)")
_EXPLANATIONS = re.compile(r"(?:^|(?<=[.;:])\s)(?=Explanations?\s*$)")
_NUMBERED = re.compile(r"\d+\.\s")


def parse(raw: bytes, source: Source) -> Expression:
    """Read one code.

    Raises:
        ParseError: If the file is no JSON of this shape or holds no section.
    """
    law = Law()
    Reader(grammars.load(source.grammar or "en-ipc"), law).read(_lines(_sections(raw, source), law))
    return assemble(source, law, dialect="civictech_json", version=VERSION)


def _sections(raw: bytes, source: Source) -> list[dict[str, Any]]:
    place = f"{source.id}/{source.file}"
    data = json_of(raw, source, "a list of sections")
    if not isinstance(data, list):
        raise ParseError(place, f"a JSON {type(data).__name__}", f"a list of objects with {', '.join(_FIELDS)}")
    for number, entry in enumerate(data, 1):
        if not isinstance(entry, dict) or any(name not in entry for name in _FIELDS):
            raise ParseError(f"{place}, section {number}", "an entry of another shape", ", ".join(_FIELDS))
    return data


def _lines(sections: list[dict[str, Any]], law: Law) -> list[Line]:
    out: list[Line] = []
    chapter = title = ""
    for section in sections:
        number, heading = str(section["chapter"]), clean(str(section["chapter_title"]))
        if number != chapter:
            out.append(Line(heading, "container", num=number, heading=heading, level=Level.CHAPTER, rank=1))
        elif heading != title:
            out.append(Line(heading, "container", heading=heading, level=Level.HEADING, rank=2))
        else:
            law.ignore("repeated_heading", heading)
        chapter, title = number, heading
        num, name = str(section["Section"]), clean(str(section["section_title"]))
        out.append(Line(name, "article", num=num, heading=name))
        out.extend(Line(text, "para") for text in _paragraphs(str(section["section_desc"]), law))
    return out


def _paragraphs(text: str, law: Law) -> list[str]:
    """The lines of a section; numbered explanations come last, the law that is printed after them before them."""
    for match in _MARKED.finditer(text):
        law.labelled(match[0])  # the word with its footnote mark is one word of the file
    text = _MARKED.sub(r"\1", text)
    lines = [part for line in text.split("\n") for part in _EXPLANATIONS.split(line) if part.strip()]
    start = next((i for i, line in enumerate(lines) if _EXPLANATIONS.match(line)), len(lines))
    end = start + 1
    while end < len(lines) and _NUMBERED.match(lines[end]):
        end += 1
    return lines if end == start + 1 else lines[:start] + lines[end:] + lines[start:end]
