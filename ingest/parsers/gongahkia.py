"""Penal codes as JSON in the collection `gongahkia/yuho`: a list of sections, each with its text and its parts.

    {"sections": [{"number": "7A", "marginal_note": "Theft of the moon", "amendments": [{"marker": "[1/1900]"}],
      "text": "is guilty of theft.", "sub_items": [
        {"kind": "subsection", "label": "1", "text": "Whoever takes the moon, by---"},
        {"kind": "item", "label": "a", "text": "using a rope; or"},
        {"kind": "explanation", "label": "1", "text": "Explanation 1.---A ladder is a rope."}]}]}

Three styles stand under that one layout, told by the labels of each section's own parts: whole paths of labels,
`(2)(a)` (`section_tree`); bare labels, `a`, the text holding what is left over; none, the text holding all in one line.

Ignores: `repeated_text`, `repeated_heading` (the heading again before the text, or before its section),
`footnote_mark`, `uncertain_heading` (a chapter of which nobody can tell where it ends: later headings are lost).
"""

import re
from typing import Any

from corpus.errors import ParseError
from corpus.records import Expression, Level, Source
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import json_of
from ingest.draft import Law, clean
from ingest.penal_text import (
    EXTRA,
    GLUED_NOTE,
    add_extra,
    forget_chapters,
    heading_line,
    split_extras,
    without_footnotes,
    without_heading,
    without_tail,
)
from ingest.reader import Line, Reader
from ingest.section_tree import Part, SectionTree, parts_of, tidy

VERSION = "1"
_FIELDS = ("number", "marginal_note", "text", "sub_items")
# the heading and number of an inserted section inside the text of another
_SWALLOWED = re.compile(
    r"(?<=[.;”])\s+(?P<heading>[A-Z](?:etc\.|[^.;]){5,220}?)\s+\*?(?P<num>\d{2,3}\s?[a-z]{1,2})\s?\.\s+(?=\(1\)|[A-Z])"
)
_CHAPTER_ABOVE = re.compile(r"Chapter [IVX]+[a-z]? [A-Z][A-Z ,]+(?=\s[A-Z][a-z])")


def parse(raw: bytes, source: Source) -> Expression:
    """Read one code.

    Raises:
        ParseError: If the file is no JSON of this shape or holds no section.
    """
    law = Law()
    lines: list[Line] = []
    later: list[tuple[str, list[Part] | None, list[str]]] = []
    found = [piece for section in _sections(raw, source) for piece in _apart(section)]
    for section, following in zip(found, [*found[1:], {}], strict=True):
        lines.extend(_section(section, clean(str(following.get("marginal_note") or "")), later, law))
    Reader(grammars.load(source.grammar or "en-penal"), law).read(lines)
    sections = [draft for draft in law.articles if draft.level is Level.ARTICLE]
    forget_chapters(sections, law)
    for draft, (text, parts, extras) in zip(sections, later, strict=True):
        if parts is not None:
            SectionTree(draft, law).build(text, parts)
        for extra in extras:
            add_extra(draft, extra)
    return assemble(source, law, dialect="gongahkia", version=VERSION)


def _sections(raw: bytes, source: Source) -> list[dict[str, Any]]:
    place = f"{source.id}/{source.file}"
    data = json_of(raw, source, "an object with sections")
    found = data.get("sections") if isinstance(data, dict) else None
    if not isinstance(found, list):
        raise ParseError(place, "no list of sections", f'"sections": [{{{", ".join(_FIELDS)}}}]')
    for number, entry in enumerate(found, 1):
        if not isinstance(entry, dict) or any(name not in entry for name in _FIELDS):
            raise ParseError(f"{place}, section {number}", "an entry of another shape", ", ".join(_FIELDS))
        lists = [entry["sub_items"], entry.get("amendments") or []]
        if not isinstance(entry["text"], str) or not all(isinstance(e, list) for e in lists):
            raise ParseError(
                f"{place}, section {number}", "a field of another kind", "text as text, sub_items as a list"
            )
        if not all(isinstance(item, dict) for listed in lists for item in listed):
            raise ParseError(f"{place}, section {number}", "an item of another kind", "JSON objects")
    if not found:
        raise ParseError(place, "an empty list of sections", "a law")
    return found


def _apart(section: dict[str, Any]) -> list[dict[str, Any]]:
    """A section, and the inserted ones that its text has swallowed with their headings: «… fine. Selling 7b. (1) …»."""
    text = str(section["text"])
    out = [section]
    for match in reversed(list(_SWALLOWED.finditer(text))):
        num = match["num"].replace(" ", "").upper()
        if num.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != str(section["number"]).rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
            continue
        above = _CHAPTER_ABOVE.match(match["heading"])
        start = match.start("heading") + (above.end() if above else 0)
        heading = text[start : match.end("heading")].strip()
        out.insert(1, {"number": num, "marginal_note": heading, "text": text[match.end() :], "sub_items": []})
        text = text[:start].strip()
        out[0] = {**section, "text": text}
    return out


def _section(
    section: dict[str, Any], following: str, later: list[tuple[str, list[Part] | None, list[str]]], law: Law
) -> list[Line]:
    num, heading = str(section["number"]), clean(str(section["marginal_note"]))
    parts = parts_of(section["sub_items"])
    after: list[Line] = []
    above = GLUED_NOTE.search(heading)
    if above:
        heading = heading[: above.start()]
    out = [Line(f"{num} {heading}", "article", num=num, heading=heading)]
    if any(part.label.startswith("(") or part.kind in ("heading", "raw") for part in parts):
        later.append((tidy(section["text"]), parts, []))
    elif any(part.kind == "subsection" or part.kind == "item" for part in parts):
        extras: list[str] = []
        out.extend(_bare(str(section["text"]), parts, extras))
        later.append(("", None, extras))
    else:
        text = without_heading(tidy(section["text"]), heading, law)
        text, after = without_tail(without_footnotes(text, out), following, law)
        body, extras = split_extras(text, law)
        for part in parts:
            (extras if part.kind == "exception" else body).append(part.text)
        out.extend(Line(words, "para") for words in body)
        later.append(("", None, extras))
    out.extend(
        Line(str(a.get("marker") or ""), "editorial") for a in section.get("amendments") or () if a.get("marker")
    )
    if above and any(line.heading.startswith(above["heading"]) for line in after):
        law.ignore("repeated_heading", above["heading"])
    elif above:
        level = Level.CHAPTER if above["heading"].startswith("OF OFFENCES") else Level.HEADING
        after.insert(0, heading_line(above["heading"].strip(), level=level))
    # Sections that are only named as deleted have no parts.
    later.extend(("", None, []) for line in after if line.role == "article")
    return out + after


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
        breaks_off = (
            part.kind == "item"
            and not part.text.endswith((".", ";", ":", "-", "—"))
            and not part.text.endswith((" or", " and"))
        )
        if closing and breaks_off and (following is None or following.kind != "item" or following.label in ("i", "a")):
            out.append(Line(closing.pop(0), "para"))
    out.extend(Line(words, "para") for words in closing)
    tales = [p for p in left if not p[:1].islower()]
    for index, extra in enumerate(extras):
        if tales and (match := EXTRA.fullmatch(extra.strip(" .-—"))) and match["head"]:
            extras[index] = f"{extra} {tales.pop(0)}"
    extras.extend(tales)
    return out


def _begins_tale(part: Part, before: Part | None) -> bool:
    """True for «a» after an explanation or exception that has ended: illustrations whose heading is lost."""
    ended = before is not None and before.kind in ("explanation", "exception", "illustration", "proviso")
    return ended and before is not None and part.label in ("a", "i") and before.text.rstrip().endswith((".", "”", '"'))
