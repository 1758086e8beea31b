"""Akoma Ntoso (OASIS LegalDocML), of any tool: version 3.0 and its drafts, any namespace prefix, `eId` or old `id`.

No real file of another tool was at hand: the reading follows the standard and its published schema.

    <akomaNtoso><act name="act"><meta>…</meta><preface>…</preface><preamble>…</preamble>
      <body><chapter><num>Chapter 7</num><heading>Theft</heading>
        <article><num>Article 7</num><heading>Theft of the moon</heading>
          <paragraph><num>(1)</num><list><intro><p>Whoever takes</p></intro>
              <point><num>(a)</num><content><p>the moon<authorialNote>…</authorialNote>,</p></content></point>
              <wrapUp><p>is punished.</p></wrapUp></list></paragraph></article></chapter></body>
      <attachments>…</attachments></act></akomaNtoso>

The unit of the law is the `article`; where there is none, the `section`, then the `rule`, and so on. A document that we
wrote ourselves is read back as it was (see `ingest.akn_own`).

Ignores: `metadata`, `document_title` (preface, cover), `signature` (conclusions), `empty_container`, `deleted_wording`,
`footnote_mark`.

Source: Akoma Ntoso Version 1.0 parts 1 and 2 (OASIS Standard, 29 August 2018).
"""

import re

from corpus.errors import ParseError
from corpus.records import Container, Expression, Level, Note, NoteKind, Source, Status
from ingest.akn_own import is_own, periods, read_own
from ingest.akn_words import Words
from ingest.assemble import assemble
from ingest.draft import Draft, Law, clean
from ingest.explicit import lone_alinea, place, tell_apart
from ingest.xml import Node, named, root_of, text_of

VERSION = "1"
_BODIES = ("body", "mainBody", "portionBody", "amendmentBody", "collectionBody", "fragmentBody")
_IGNORED = {"preface": "document_title", "coverPage": "document_title", "conclusions": "signature"}
_DOCUMENTS = ("act", "bill", "doc", "portion", "statement", "amendment", "documentCollection", "fragment")
_QUOTES = {"quotedStructure", "embeddedStructure"}
# What may be the unit of a law, the likeliest first.
_BASIC = ("article", "section", "rule", "clause", "paragraph", "subsection", "level", "point", "hcontainer")
_LEVELS = {
    "book": Level.BOOK, "tome": Level.BOOK, "part": Level.PART, "subpart": Level.SUBDIVISION, "title": Level.TITLE,
    "subtitle": Level.SUBDIVISION, "division": Level.DIVISION, "subdivision": Level.SUBDIVISION,
    "chapter": Level.CHAPTER, "subchapter": Level.SUBCHAPTER, "section": Level.SECTION, "subsection": Level.SUBSECTION,
    "transitional": Level.TRANSITIONAL,
}  # fmt: skip
_SUB = {
    "paragraph", "subparagraph", "point", "indent", "alinea", "clause", "subclause", "subrule", "proviso", "list",
    "sublist", "level", "rule",
}  # fmt: skip
_OUTERMOST = {"article", "rule", "hcontainer", "mainBody"}
_HIERARCHY = set(_LEVELS) | _SUB | {"article", "hcontainer"}
# «Article 7.» · «§ 7 a» · «Статья 7»
_UNIT_NUM = re.compile(
    r"^(?:(?:art(?:icle|ikel|ikkel|ículo|iculo|igo|icolo|icolul)?|section|sec|s|rule|regulation|reg|paragraph|para|clause|"
    r"статья|стаття|член|čl(?:ánek)?|članak)\b\.?|§+)\s*(?=\S)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\w")
# «Chapter 7», «TITLE IV», «Part A» · «7. Kapitel:»
_GROUP_NUM = re.compile(r"^[^\W\d_]{2,}\.?\s+(?P<num>\d[\w.-]*|[IVXLC]+|[A-Z])[.:]?$")
_NUM_GROUP = re.compile(r"^(?P<num>\d+[a-z]?|[IVXLC]+)\.?\s+[^\W\d_]{2,}[.:]?$")


def parse(raw: bytes, source: Source) -> Expression:
    """Read one document.

    Raises:
        ParseError: If the file is no XML, no Akoma Ntoso, or holds no unit of law.
    """
    root = root_of(raw, source)
    document = next((node for node in root.iter(*_DOCUMENTS) if any(node.find(b) is not None for b in _BODIES)), None)
    if root.tag != "akomaNtoso" or document is None:
        wanted = "<akomaNtoso> with an act, bill or doc that has a body"
        raise ParseError(f"{source.id}/{source.file}", f"<{root.tag}>", wanted)
    law = Law()
    for meta in root.iter("meta"):
        law.ignore("metadata", text_of(meta, drop=("notes",), breaks={e.tag for e in meta.iter()}))
    if is_own(document):
        law.ignore("document_title", "".join(text_of(node) for node in named(document, "preface")))
        read_own(document, law)
    else:
        _Reader(document, law).read(root)
    return assemble(source, law, dialect="akn", version=VERSION)


class _Reader:
    """One document: its basic unit, its notes, the units made so far."""

    def __init__(self, document: Node, law: Law) -> None:
        self.document = document
        self.law = law
        self.periods = periods(document)
        found = document.iterfind("meta/notes/note")
        self.words = Words(law, {f"#{n.get('eId') or n.get('id')}": clean(text_of(n)) for n in found})
        self.basic = next((name for name in _BASIC if self._occurs(name)), "")

    def _occurs(self, name: str) -> bool:
        for body in named(self.document, *_BODIES):
            for node in body.iter(name):
                around = [a for a in node.iterancestors() if a.tag in _QUOTES or _is_schedule(a)]
                if not around and not _is_schedule(node):
                    return True
        return False

    def read(self, root: Node) -> None:
        """Read all parts of the document, and the notes that no mark refers to."""
        for part in self.document:
            if part.tag in _IGNORED:
                self.law.ignore(_IGNORED[part.tag], text_of(part, breaks={e.tag for e in part.iter()}))
            elif part.tag == "preamble":
                unit = Draft(Level.PREAMBLE)
                self.words.say(unit, part)
                self.law.articles.append(unit)
            elif part.tag in _BODIES:
                self._contents(part, ())
            elif part.tag in ("attachments", "components"):
                self._attached(part)
        for part in named(root, "components"):
            self._attached(part)
        for name, text in self.words.notes.items():
            if name not in self.words.used:
                self.law.editorial.append(Note(kind=NoteKind.EDITORIAL, text=text))
        tell_apart(self.law.articles)

    def _contents(self, node: Node, above: tuple[Container, ...]) -> None:
        group: tuple[Container, ...] = ()
        for child in node:
            if child.tag == "crossHeading" or _is_cross_heading(child):
                group = (Container(level=Level.HEADING, num="", heading=clean(text_of(child))),)
            elif child.tag in ("num", "heading", "subheading", "componentRef"):
                continue
            elif child.tag == "hcontainer" and _has_schedules(child):
                self.law.labelled(" ".join(self._labels(Draft(Level.HEADING), child)))
                self._contents(child, ())
            elif child.tag in _HIERARCHY and not _is_schedule(child) and self._holds_units(child):
                self._contents(child, (*above, *group, self._container(child)))
            elif child.tag in _HIERARCHY:
                self._root(child, (*above, *group))
            else:
                self._loose(child, (*above, *group))

    def _holds_units(self, node: Node) -> bool:
        if node.tag == self.basic:
            return False
        return any(not any(a.tag in _QUOTES for a in unit.iterancestors()) for unit in node.iterdescendants(self.basic))

    def _container(self, node: Node) -> Container:
        holder = Draft(Level.HEADING)
        num, heading = self._labels(holder, node)
        self.law.editorial.extend(holder.notes)
        return Container(level=_group_level(node), num=self._bare(num), heading=heading)

    def _bare(self, printed: str) -> str:
        """The number of a group or note without its word."""
        match = _GROUP_NUM.match(printed) or _NUM_GROUP.match(printed)
        self.law.labelled(printed, match["num"] if match else printed)
        return match["num"] if match else printed

    def _labels(self, unit: Draft, node: Node) -> tuple[str, str]:
        num = " ".join(self.words.line(unit, n) for n in named(node, "num"))
        heading = " ".join(self.words.line(unit, n) for n in named(node, "heading", "subheading"))
        return clean(num), clean(heading)

    def _root(self, node: Node, above: tuple[Container, ...]) -> None:
        """A unit directly under the law, or a heading with nothing under it."""
        if node.tag == self.basic:
            unit = Draft(Level.ARTICLE)
        else:
            unit = Draft(Level.SCHEDULE if _is_schedule(node) else _group_level(node))
        unit.containers = above
        self._fill(unit, node)
        if unit.level is Level.ARTICLE or unit.children or unit.words_before or unit.notes:
            if unit.level is Level.ARTICLE:
                printed = unit.num
                unit.num = _UNIT_NUM.sub("", printed).rstrip(".:–- ") or printed
                self.law.labelled(printed, unit.num)
            else:
                unit.num = self._bare(unit.num)
            self.law.articles.append(unit)
        else:
            self.law.ignore("empty_container", f"{unit.num} {unit.heading}")

    def _loose(self, node: Node, above: tuple[Container, ...]) -> None:
        """Blocks without a hierarchy around them, as in the body of a doc: words of the unit before, or a new one's."""
        last = self.law.articles[-1] if self.law.articles else None
        if last is None or last.containers != above or last.level is Level.ARTICLE:
            last = Draft(Level.TRANSITIONAL if self.basic else Level.ARTICLE, containers=above)
            self.law.articles.append(last)
        self.words.say(last, node)

    def _fill(self, unit: Draft, node: Node) -> None:
        unit.num, unit.heading = self._labels(unit, node)
        unit.in_force_from = self.periods.get(node.get("period") or "")
        if node.get("status") == "removed":
            unit.status = Status.REPEALED
        for child in node:
            if child.tag in ("num", "heading", "subheading", "componentRef"):
                continue
            self._part(unit, child)
        lone_alinea(unit)

    def _part(self, unit: Draft, node: Node) -> None:
        """A piece of a unit: words, a list (which only wraps), a note that is law, a smaller unit."""
        if node.tag not in _HIERARCHY:
            self.words.say(unit, node)
        elif node.tag == "hcontainer" and node.get("name") == "note":
            note = Draft(Level.SUBPARAGRAPH)
            self._fill(note, node)
            unit.note(NoteKind.NORMATIVE, " ".join(note.words_before), self._bare(note.num))
        elif node.tag in ("list", "sublist") and node.find("num") is None:
            for child in node:
                self._part(unit, child)
        else:
            part = Draft(Level.SUBPARAGRAPH)
            self._fill(part, node)
            if _LABEL.search(part.num):
                part.level = _sub_level(node)
                place(unit, part)
            else:
                part.num = ""
                unit.add(part)

    def _attached(self, node: Node) -> None:
        """Each attachment or component is a schedule."""
        for number, holder in enumerate(named(node, "attachment", "component"), 1):
            unit = Draft(Level.SCHEDULE)
            unit.num, unit.heading = self._labels(unit, holder)
            for document in holder:
                for part in document:
                    if part.tag in _BODIES:
                        for child in part:
                            self._part(unit, child)
                    elif part.tag == "preface" and not unit.heading:
                        unit.heading = clean(text_of(part, breaks={e.tag for e in part.iter()}))
                    elif part.tag in ("preface", "conclusions", "coverPage"):
                        self.law.ignore(_IGNORED[part.tag], text_of(part, breaks={e.tag for e in part.iter()}))
                    elif part.tag == "preamble":
                        self.words.say(unit, part)
            if unit.children or unit.words_before:
                unit.label = unit.num or str(number)
                self.law.articles.append(unit)


def _is_schedule(node: Node) -> bool:
    name = (node.get("name") or "").lower()
    return node.tag == "hcontainer" and name.startswith(("schedule", "annex", "appendix")) and not name.endswith("s")


def _is_cross_heading(node: Node) -> bool:
    """`<hcontainer name="crossheading"><heading>Dogs</heading></hcontainer>` before what it heads."""
    name = (node.get("name") or "").lower()
    return node.tag == "hcontainer" and name == "crossheading" and all(child.tag == "heading" for child in node)


def _has_schedules(node: Node) -> bool:
    """A wrapper of all schedules: `<hcontainer name="schedules">`."""
    return not _is_schedule(node) and any(_is_schedule(child) for child in node)


def _group_level(node: Node) -> Level:
    if node.tag in _LEVELS:
        return _LEVELS[node.tag]
    name = (node.get("name") or "").lower()
    return Level(name) if name in {level.value for level in Level} else Level.HEADING


def _sub_level(node: Node) -> Level:
    """The first rung under the unit is a part (1), what lies deeper or is lettered is a point."""
    above = node.getparent()
    outer = above.tag if above is not None else ""
    if node.tag == "subsection" or (node.tag in ("paragraph", "clause", "subrule") and outer in _OUTERMOST):
        return Level.PARAGRAPH
    return Level.ARTICLE if node.tag == "article" else _LEVELS.get(node.tag, Level.POINT)
