"""Penal codes as JSON in the collection `gongahkia/yuho`: a list of sections, each with its text and its parts.

    {"sections": [{"number": "7A", "marginal_note": "Theft of the moon", "amendments": [{"marker": "[1/1900]"}],
      "text": "is guilty of theft.", "sub_items": [
        {"kind": "subsection", "label": "1", "text": "Whoever takes the moon, by---"},
        {"kind": "item", "label": "a", "text": "using a rope; or"},
        {"kind": "explanation", "label": "1", "text": "Explanation 1.---A ladder is a rope."}]}]}

Three styles stand under that one layout, told by the labels of each section's own parts: whole paths of labels, `(2)(a)`
(`section_tree`); bare labels, `a`, the text holding what is left over; none, the text holding all in one line.

Ignores: `repeated_text`, `repeated_heading` (the heading again before the text), `footnote_mark`.
"""

import json
import re
from difflib import SequenceMatcher
from typing import Any

from corpus.errors import ParseError
from corpus.records import Expression, Level, Source
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Draft, Law, clean
from ingest.reader import Line, Reader
from ingest.section_tree import Part, SectionTree, parts_of, tidy

VERSION = "1"
_FIELDS = ("number", "marginal_note", "text", "sub_items")
_MARKER = (
    r"(?:Explanation|EXPLANATION)[sS]?\s*\.?\s*(?:\d+\b)?\s*[.—–:_-]|(?:Illustration|ILLUSTRATION)[sS]?\b(?!\s+(?:to|of|which)\b)|"
    r"(?:Exception|EXCEPTION)[sS]?(?:\s+\d+)?\s*[.—–:]|(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth)\s+Exception\b"
)
# the start of an explanation, illustration or exception inside running text
_SPLIT = re.compile(rf"(?<=[.;:,\])”\"’‖])\s+\d?\[?(?={_MARKER})|(?<=^)(?={_MARKER})")
_EXTRA = re.compile(r"(?P<head>(?:Illustration|ILLUSTRATION)[sS]?)\b\.?|(?P<num>(?:\w+ )?(?:Exception|EXCEPTION)[sS]?(?:\s+\d+)?)\b")
# "1Subs. by Act II of 1997, s. 7. 2Ins. by …": footnotes of the printed page, to their last one
_FOOTNOTES = re.compile(
    r"(?<![\w(])\d{1,2}\s?(?:Subs|Sub\.|subs|Ins|Omitted|Added|Rep\.|Section \d|See |This section|Certain |The (?:words|original|Pakistan|figure)|"
    r"Clause|Re-numbered|Proviso added|S\. \d|ss?\.\s?\d|For (?:such|'c))"
    r".*?(?:$|(?=(?<=[\d‖)\"’]\.)\s+[a-z]{2})|(?=(?<=[\d‖).,])\s+(?:\([a-z0-9]{1,5}\)\s|(?:Provided|Proviso|CHAPTER|OF)\b|" + _MARKER + r")))"
)
_MARK = re.compile(r"(?<![\w(.,])\d{1,2}(?=\[|\s?\*)|(?:(?<=[\s\]])|^)\*(?:\s\*)+")
# the heading of what follows, left at the end of the text: «… liable to fine. Hostage-Taking», «… CHAPTER XXI OF DEFAMATION»
_GLUED = re.compile(r"(?<=[.\]”\"’‖])\s+(?P<chapter>CHAPTER\s+(?P<num>[IVXLA-Z]+)\s+)?(?P<heading>[A-Z][^.;:()]{2,110})$")
_GLUED_NOTE = re.compile(r"(?<=[.])\s+(?P<heading>Of [A-Z][^.;:()]{2,90})$")


def parse(raw: bytes, source: Source) -> Expression:
    """Read one code.

    Raises:
        ParseError: If the file is no JSON of this shape or holds no section.
    """
    law = Law()
    lines: list[Line] = []
    later: list[tuple[str, list[Part] | None, list[str]]] = []
    for section in _sections(raw, source):
        lines.extend(_section(section, later, law))
    Reader(grammars.load(source.grammar or "en-penal"), law).read(lines)
    sections = [draft for draft in law.articles if draft.level is Level.ARTICLE]
    for draft, (text, parts, extras) in zip(sections, later, strict=True):
        if parts is not None:
            SectionTree(draft, law).build(text, parts)
        for extra in extras:
            _add_extra(draft, extra)
    return assemble(source, law, dialect="gongahkia", version=VERSION)


def _sections(raw: bytes, source: Source) -> list[dict[str, Any]]:
    place = f"{source.id}/{source.file}"
    try:
        data = json.loads(text_of(raw, source))
    except (json.JSONDecodeError, RecursionError) as error:
        where = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise ParseError(place + where, "broken JSON", "an object with sections", "Fetch the file again") from error
    found = data.get("sections") if isinstance(data, dict) else None
    if not isinstance(found, list):
        raise ParseError(place, "no list of sections", f'"sections": [{{{", ".join(_FIELDS)}}}]')
    for number, entry in enumerate(found, 1):
        if not isinstance(entry, dict) or any(name not in entry for name in _FIELDS):
            raise ParseError(f"{place}, section {number}", "an entry of another shape", ", ".join(_FIELDS))
    return found


def _section(section: dict[str, Any], later: list[tuple[str, list[Part] | None, list[str]]], law: Law) -> list[Line]:
    num, heading = str(section["number"]), clean(str(section["marginal_note"]))
    parts = parts_of(section["sub_items"])
    after: list[Line] = []
    if match := _GLUED_NOTE.search(heading):
        after.append(_heading(match))
        heading = heading[: match.start()]
    out = [Line(f"{num} {heading}", "article", num=num, heading=heading)]
    if any(part.label.startswith("(") or part.kind in ("heading", "raw") for part in parts):
        later.append((tidy(section["text"]), parts, []))
    elif any(part.kind == "subsection" or part.kind == "item" for part in parts):
        extras: list[str] = []
        out.extend(_bare(str(section["text"]), parts, extras))
        later.append(("", None, extras))
    else:
        text = _without_heading(tidy(section["text"]), heading, law)
        body, extras = _running(text, after, out, law)
        for part in parts:
            (extras if part.kind == "exception" else body).append(part.text)
        out.extend(Line(words, "para") for words in body)
        later.append(("", None, extras))
    out.extend(Line(str(a.get("marker") or ""), "editorial") for a in section.get("amendments") or () if a.get("marker"))
    return out + after


def _without_heading(text: str, heading: str, law: Law) -> str:
    """«Theft of moon. Whoever takes …» under the heading «Theft of the moon.»"""
    start = text[: len(heading) + 12]
    end = start.find(". ", max(0, len(heading) - 12)) + 1
    if end and SequenceMatcher(None, start[:end].lower(), heading.lower()).ratio() > 0.8:
        law.ignore("repeated_heading", start[:end])
        return text[end:].strip()
    return text


def _running(text: str, after: list[Line], out: list[Line], law: Law) -> tuple[list[str], list[str]]:
    """The paragraphs and the illustrations and exceptions of a section in one line."""
    out.extend(Line(match[0], "editorial") for match in _FOOTNOTES.finditer(text))
    text = clean(_FOOTNOTES.sub(" ", text))
    if match := _GLUED.search(text):
        after.insert(0, _heading(match))
        text = text[: match.start()]
    for match in _MARK.finditer(text):
        law.ignore("footnote_mark", match[0])
    text = clean(_MARK.sub(" ", text)) if _MARK.search(text) else text
    body: list[str] = []
    extras: list[str] = []
    for piece in _SPLIT.split(text):
        if piece.strip():
            (extras if _EXTRA.match(piece) else body).append(piece)
    return body, extras


def _heading(match: re.Match[str]) -> Line:
    groups = match.groupdict()
    level, rank = (Level.CHAPTER, 1) if groups.get("num") else (Level.HEADING, 9)
    return Line(match[0], "container", num=groups.get("num") or "", heading=groups["heading"], level=level, rank=rank)


def _bare(text: str, parts: list[Part], extras: list[str]) -> list[Line]:
    """The lines of a section whose parts have bare labels; what is left over in its text goes where its shape fits.

    A paragraph in small letters closes the first list that breaks off with a comma; one that ends in a colon or dash
    leads the section in; others are the words of illustrations.
    """
    left = [tidy(p) for p in text.split("\n\n") if p.strip()]
    lead = [left.pop(0)] if left and (left[0].endswith((":", "-", "—", ",")) or parts[0].kind != "subsection") else []
    closing = [p for p in left if p[:1].islower()]
    out = [Line(words, "para") for words in lead]
    tale = False
    for index, part in enumerate(parts):
        following = parts[index + 1] if index + 1 < len(parts) else None
        tale = part.kind == "item" and (tale or _begins_tale(part, parts[index - 1] if index else None))
        if part.kind in ("illustration", "exception") or tale:
            extras.append(f"({part.label}) {part.text}" if tale else part.text)
            continue
        label = f"({part.label}) " if part.kind in ("subsection", "item") else ""
        out.append(Line(label + part.text, "para"))
        breaks_off = part.kind == "item" and not part.text.endswith((".", ";", ":", "-", "—")) and not part.text.endswith((" or", " and"))
        if closing and breaks_off and (following is None or following.kind != "item" or following.label in ("i", "a")):
            out.append(Line(closing.pop(0), "para"))
    out.extend(Line(words, "para") for words in closing)
    extras.extend(p for p in left if not p[:1].islower())
    return out


def _begins_tale(part: Part, before: Part | None) -> bool:
    """True for «a» after an explanation or exception that has ended: illustrations whose heading is lost."""
    ended = before is not None and before.kind in ("explanation", "exception", "illustration", "proviso")
    return ended and before is not None and part.label in ("a", "i") and before.text.rstrip().endswith((".", "”", '"'))


def _add_extra(section: Draft, text: str) -> None:
    """Add an illustration or exception; words without a head of their own go on with the one before."""
    match = _EXTRA.match(text)
    last = section.children[-1] if section.children else None
    if match is None and last is not None and last.level is Level.SUBPARAGRAPH and not last.children and (last.heading or last.num):
        last.say(text)
        return
    unit = section.add(Draft(Level.SUBPARAGRAPH, heading="" if match else "Illustrations"))
    if match:
        unit.num, unit.heading = match["num"] or "", match["head"] or ""
    unit.say(text[match.end() :].lstrip(" .—–-:") if match else text)
