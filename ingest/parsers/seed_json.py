"""Section-list ("seed") JSON: a flat list of sections, each with its number and one string of text.

    {"id": "zz-law", "provisions": [
      {"provision_ref": "art7", "section": "7", "chapter": "Part II", "title": "Article 7. Theft of the moon",
       "content": "1. Whoever steals the moon – ...\\n2. The same act: ..."}]}

What stands where differs by country; the record's options say it, as data:
`number` (field of the number, default `section`), `text` (default `content`), `title` (a pattern with `num` and
`heading` for the title field), `lead` (a pattern cut off the front of the text; its `num` and `heading` are used),
`chapter` = "ignore" where the field is wrong or repeats the text.
"""

import json
import re
from typing import Any

from corpus.errors import ParseError
from corpus.records import Expression, Level, Source
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Law, clean
from ingest.grammar import Grammar
from ingest.reader import Line, Reader

VERSION = "1"


def parse(raw: bytes, source: Source) -> Expression:
    """Read one law.

    Raises:
        ParseError: If the file is no JSON of this shape or holds no section.
    """
    grammar = grammars.load(source.grammar)
    law = Law()
    reader = Reader(grammar, law)
    reader.read(_lines(records(raw, source), source, grammar))
    return assemble(source, law, dialect="seed_json", version=VERSION)


def records(raw: bytes, source: Source) -> list[dict[str, Any]]:
    """The section records of a seed file, in their order.

    Raises:
        ParseError: If the file is no JSON, or has no list of sections.
    """
    place = f"{source.id}/{source.file}"
    try:
        data = json.loads(text_of(raw, source))
    except (json.JSONDecodeError, RecursionError) as error:
        where = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise ParseError(place + where, "broken JSON", "a JSON object with provisions", "Fetch the file again") from error
    found = data.get("provisions") if isinstance(data, dict) else data
    if not isinstance(found, list) or not all(isinstance(r, dict) for r in found):
        raise ParseError(place, "no list of provisions", '"provisions": [{"section": …, "content": …}, …]')
    return found


def _lines(found: list[dict[str, Any]], source: Source, grammar: Grammar) -> list[Line]:
    out: list[Line] = []
    chapter = ""
    for record in found:
        new = clean(str(record.get("chapter") or ""))
        if new and new != chapter and source.option("chapter") != "ignore":
            out.extend(_containers(new, grammar))
        chapter = new or chapter
        out.extend(_section(record, source))
    return out


def _containers(chapter: str, grammar: Grammar) -> list[Line]:
    """`Partea II | Titlul I - Furtul lunii`: each piece a container by the grammar, else a heading."""
    pieces = [p for p in re.split(r"\s*\|\s*", chapter) if p]
    return [
        Line(p, "heading")
        if any(c.pattern.match(p) for c in grammar.containers)
        else Line(p, "container", heading=p, level=Level.HEADING, rank=99)
        for p in pieces
    ]


def _section(record: dict[str, Any], source: Source) -> list[Line]:
    text = str(record.get(source.option("text") or "content") or "")
    title = clean(str(record.get("title") or ""))
    num = clean(str(record.get(source.option("number") or "section") or ""))
    heading = title
    if (pattern := source.option("title")) and (match := re.match(pattern, title)):
        groups = match.groupdict()
        num, heading = groups.get("num") or num, groups.get("heading") or ""
    printed = title
    if (pattern := source.option("lead")) and (match := re.match(pattern, text)):
        groups = match.groupdict()
        printed = f"{printed} {match[0]}"
        num, heading = groups.get("num") or num, groups.get("heading") or heading
        text = text[match.end() :]
    out = [Line(printed or num, "article", num=num, heading=clean(heading))]
    out.extend(Line(part, "para") for part in text.split("\n") if part.strip())
    return out
