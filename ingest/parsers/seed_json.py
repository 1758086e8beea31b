"""Section-list ("seed") JSON: a flat list of sections, each with its number and one string of text.

    {"id": "zz-law", "provisions": [
      {"provision_ref": "art7", "section": "7", "chapter": "Part II", "title": "Article 7. Theft of the moon",
       "content": "1. Whoever steals the moon – ...\\n2. The same act: ..."}]}

What stands where differs by country; the record's options say it, as data:

* `number` (field of the number, default `section`), `text` (default `content`)
* `title`: a pattern with `num`, `heading` and `note` for the title field
* `lead`: a pattern cut off the front of the text; its `num` and `heading` are used
* `whole` = "yes" where the one record is the whole law and its text heads its own articles
* `body` = "text" where the lines of the text may head containers or articles
* `chapter` = "ignore" where the field is wrong or repeats the text; `chapter_split`: a pattern between its pieces;
  `chapter_level`: the level of chapters whose number is lost
* `empty` = "repealed" where a bare number without words means so
* the repairs of `ingest.seed.repairs` (`rewrites`, `repairs`, `tail`, `annex` ...)
* without a grammar in the record: the generic one of the language, and titles by its headings
* `publisher`: whose habits `ingest.seed.publishers` undoes

Ignores: `record_title` (the title of a record that is a whole law), what `cut` names.
"""

import html
import json
import re
from typing import Any

from corpus.errors import ParseError
from corpus.records import Expression, Level, Source, Status
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Draft, Law, clean
from ingest.grammar import Grammar
from ingest.reader import Line, Reader
from ingest.seed import publishers, repairs
from ingest.seed.section import FUTURE, Section

VERSION = "1"


def parse(raw: bytes, source: Source) -> Expression:
    """Read one law.

    Raises:
        ParseError: If the file is no JSON of this shape or holds no section.
    """
    grammar = grammars.for_source(source)
    law = Law()
    sections = [_section(record, source) for record in records(raw, source)]
    if not source.grammar:
        _by_habit(sections, grammar)
    sections = repairs.mend(publishers.mend(sections, source), source)
    Reader(grammar, law).read(_lines(sections, source, grammar))
    for draft in law.articles:
        if draft.prefix == FUTURE:
            _postpone(draft)
        if source.option("empty") == "repealed":
            _repeal_empty(draft)
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
        wanted = "a JSON object with provisions"
        raise ParseError(place + where, "broken JSON", wanted, "Fetch the file again") from error
    found = data.get("provisions") if isinstance(data, dict) else data
    if not isinstance(found, list) or not found or not all(isinstance(r, dict) for r in found):
        raise ParseError(place, "no list of provisions", '"provisions": [{"section": …, "content": …}, …]')
    return found


def _section(record: dict[str, Any], source: Source) -> Section:
    """One record as a section: its title and the lead of its text taken apart by the options."""
    rules = repairs.rewrites(source)
    text = repairs.rewrite(html.unescape(str(record.get(source.option("text") or "content") or "")), rules)
    title = repairs.rewrite(clean(str(record.get("title") or "")), rules)
    num = clean(str(record.get(source.option("number") or "section") or ""))
    if not source.grammar and not num:
        num = clean(str(record.get("article") or ""))
    heading, note, printed = title, "", title
    if (pattern := source.option("title")) and (match := re.match(pattern, title)):
        groups = match.groupdict()
        num, heading, note = groups.get("num") or num, groups.get("heading") or "", groups.get("note") or ""
    if (pattern := source.option("lead")) and (match := re.match(pattern, text)):
        groups = match.groupdict()
        printed = f"{printed} {match[0]}"
        num, heading = groups.get("num") or num, groups.get("heading") or heading
        text = text[match.end() :]
    return Section(
        ref=str(record.get("provision_ref") or num),
        num=num,
        heading=clean(heading),
        printed=printed.removesuffix(note) or num,
        text=text,
        chapter=clean(str(record.get("chapter") or "")),
        notes=[note] if note else [],
    )


def _by_habit(sections: list[Section], grammar: Grammar) -> None:
    """Titles and texts of a file that nothing is known of: a title such as "Article 7. Theft" is taken apart.

    A record without a number is no section: its text heads its own articles, if it has any.
    """
    for section in sections:
        found = next((m for p in grammar.article if (m := p.match(section.heading))), None)
        if found and found["num"]:
            section.num = section.num if any(map(str.isdigit, section.num)) else found["num"]
            section.heading = clean(found.groupdict().get("heading") or "")
        if not any(map(str.isdigit, section.num)):
            section.whole = True


def _lines(sections: list[Section], source: Source, grammar: Grammar) -> list[Line]:
    """The lines of all sections, containers before the first of their articles."""
    role = source.option("body") or "para"
    splitter = source.option("chapter_split") or r"\s*\|\s*"
    out: list[Line] = []
    chapter: list[str] = []
    for section in sections:
        new = [p for p in re.split(splitter, section.chapter) if p]
        if new and source.option("chapter") != "ignore":
            out.extend(_containers(new, chapter, grammar, source.option("chapter_level")))
        chapter = new or chapter
        out.extend(section.before)
        whole = section.whole or source.option("whole")
        out.append(Line(section.printed, "ignored", rule="record_title") if whole else _head(section))
        out.extend(Line(note, "editorial") for note in section.notes)
        out.extend(Line(part, "text" if section.whole else role) for part in section.text.split("\n") if part.strip())
        out.extend(Line(text, "ignored", rule=rule) for rule, text in section.ignored)
    return out


def _head(section: Section) -> Line:
    return Line(
        section.printed,
        "article",
        num=section.num,
        heading=section.heading,
        level=section.level,
        prefix=section.prefix,
    )


def _postpone(draft: Draft) -> None:
    draft.status = Status.NOT_YET_IN_FORCE
    for child in draft.children:
        _postpone(child)


def _repeal_empty(draft: Draft) -> None:
    """Where a publisher prints the bare number of a repealed unit, a unit without words is repealed."""
    if not draft.words_before and not draft.children:
        draft.status = Status.REPEALED
    for child in draft.children:
        _repeal_empty(child)


def _containers(pieces: list[str], last: list[str], grammar: Grammar, plain: str) -> list[Line]:
    """`Partea II | Titlul I - Furtul lunii`: each new piece a container by the grammar, else one of the level `plain`
    (where the scraper lost its number), else a heading."""
    same = next((i for i, (a, b) in enumerate(zip(pieces, last, strict=False)) if a != b), min(len(pieces), len(last)))
    if same == len(pieces) and len(last) <= same:
        return []
    known = next((c.rank for c in grammar.containers if c.level == plain), 0)
    level = Level(plain or "heading")
    return [
        Line(p, "heading")
        if any(c.pattern.match(p) for c in grammar.containers)
        else Line(p, "container", heading=p, level=level, rank=known if plain else 90 + depth)
        for depth, p in enumerate(pieces)
        if depth >= same
    ]
