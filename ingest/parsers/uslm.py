"""United States federal law in United States Legislative Markup, versions 1 and 2: the Code, public laws, bills.

No real file was at hand: the reading follows the published schema and its user guide.

    <uscDoc><meta/><main><title><num value="9">Title 9—</num><heading>THE MOON</heading>
      <chapter><num value="7">CHAPTER 7—</num><heading>THEFT</heading>
        <section status="operational"><num value="71">§ 71.</num><heading>Theft of the moon</heading>
          <subsection><num value="a">(a)</num><heading>In General</heading><chapeau>Whoever—</chapeau>
            <paragraph><num value="1">(1)</num><content>takes the moon,</content></paragraph>
            <continuation>shall be punished.</continuation></subsection>
          <sourceCredit>(Added Pub. L. 1–1)</sourceCredit><notes>…</notes></section></chapter></title></main></uscDoc>

Source credits and notes are editorial; `quotedContent` (a law that another quotes) stays words of its unit.

Ignores: `metadata`, `document_title` (preface), `contents`, `signature`, `page_number`, `empty_container`,
`footnote_mark`.

Source: USLM schema and user guide, github.com/usgpo/uslm
"""

import re

from corpus.records import Container, Expression, Level, Note, NoteKind, Source, Status
from ingest.assemble import assemble
from ingest.draft import Draft, Law, clean
from ingest.explicit import place, tell_apart
from ingest.xml import Node, attribute, day, root_of, text_of

VERSION = "1"
_CONTAINERS = {
    "title": Level.TITLE, "subtitle": Level.SUBDIVISION, "chapter": Level.CHAPTER, "subchapter": Level.SUBCHAPTER,
    "part": Level.PART, "subpart": Level.SUBDIVISION, "division": Level.DIVISION, "subdivision": Level.SUBDIVISION,
    "article": Level.SECTION, "subarticle": Level.SUBSECTION, "level": Level.HEADING, "appendix": Level.HEADING,
    "titleAppendix": Level.HEADING, "reorganizationPlans": Level.HEADING,
}  # fmt: skip
_UNITS = ("section", "courtRule", "reorganizationPlan")
_PARTS = {
    "subsection", "paragraph", "subparagraph", "clause", "subclause", "item", "subitem", "subsubitem", "level", "rule",
}  # fmt: skip
_IGNORED = {
    "meta": "metadata", "preface": "document_title", "coverPage": "document_title", "toc": "contents",
    "signatures": "signature", "endorsement": "signature", "attestation": "signature", "page": "page_number",
}  # fmt: skip
_NOTES = ("sourceCredit", "note", "notes", "editorialNotes", "statutoryNotes", "footnote", "amendMeta", "sidenote")
_PREAMBLE = ("longTitle", "enactingFormula", "resolvingClause", "preamble", "recital")
_REPEALED = {"repealed", "omitted", "transferred", "renumbered", "terminated", "vacant", "expired", "obsolete"}
_PENDING = {"pending", "notinforce", "futureadded"}
_BREAKS = {
    "p", "num", "heading", "chapeau", "continuation", "content", "text", "block", "br", "row", "column", "td", "th",
    "tr", "li", "item", "section", "subsection", "paragraph", "subparagraph", "clause", "subclause", "quotedContent",
    "chapter", "title", "part", "note", "sourceCredit",
}  # fmt: skip
_LAST_TOKEN = re.compile(r"(?P<num>[A-Z0-9][\w.–-]*)\W*$")
# § 71. · SEC. 2. · [§ 72.
_SECTION = re.compile(r"^\[?\s*(?:§+|SEC(?:TION|\.)|Rule)\s*", re.IGNORECASE)
_HISTORY = re.compile(r"^(?:Repealed|Omitted|Transferred|Renumbered|Vacant|Reserved)\b")
_ACT = re.compile(r"Pub\. ?L\. \d+[–-]\d+")


def parse(raw: bytes, source: Source) -> Expression:
    """Read one title, law or bill.

    Raises:
        ParseError: If the file is no XML, or holds no section.
    """
    root = root_of(raw, source)
    law = Law()
    _Reader(law).contents(root, ())
    tell_apart(law.articles)
    return assemble(source, law, dialect="uslm", version=VERSION)


def _flat(node: Node) -> str:
    return clean(text_of(node, breaks=_BREAKS))


class _Reader:
    """The law so far."""

    def __init__(self, law: Law) -> None:
        self.law = law

    def contents(self, node: Node, above: tuple[Container, ...]) -> None:
        """Walk through the document and its containers down to the sections."""
        for child in node:
            if child.tag in _IGNORED:
                self.law.ignore(_IGNORED[child.tag], _flat(child))
            elif child.tag in _UNITS:
                self._section(child, above)
            elif child.tag in _CONTAINERS and any(True for _ in child.iterdescendants(*_UNITS)):
                self.contents(child, (*above, self._container(child)))
            elif child.tag in _CONTAINERS:
                self._without_sections(child, above)
            elif child.tag in _NOTES:
                self._law_note(child)
            elif child.tag in _PREAMBLE:
                unit = Draft(Level.PREAMBLE)
                unit.say(_flat(child))
                if self.law.articles and self.law.articles[-1].level is Level.PREAMBLE:
                    self.law.articles[-1].words_before.extend(unit.words_before)
                else:
                    self.law.articles.append(unit)
            elif child.tag not in ("num", "heading", "subheading"):
                self._other(child, above)

    def _other(self, node: Node, above: tuple[Container, ...]) -> None:
        """A wrapper (main, body) is walked through; loose words are reported."""
        if any(True for _ in node.iterdescendants(*_UNITS)) or node.find("longTitle") is not None:
            self.contents(node, above)
        elif _flat(node):
            self.law.issue(f"line {node.sourceline}", f"<{node.tag}> outside every section", _flat(node))

    def _law_note(self, node: Node) -> None:
        for note in node if node.tag in ("notes", "editorialNotes", "statutoryNotes") else (node,):
            if text := _flat(note):
                self.law.editorial.append(Note(kind=NoteKind.EDITORIAL, text=text))

    def _container(self, node: Node) -> Container:
        printed, heading = self._labels(node)
        match = _LAST_TOKEN.search(printed)
        num = match["num"] if match else printed
        self.law.labelled(printed, num)
        return Container(level=_CONTAINERS[node.tag], num=num, heading=heading)

    @staticmethod
    def _labels(node: Node) -> tuple[str, str]:
        num, heading = (clean(" ".join(_flat(n) for n in node if n.tag == tag)) for tag in ("num", "heading"))
        return num, heading

    def _without_sections(self, node: Node, above: tuple[Container, ...]) -> None:
        """A container that holds no section: only a heading («repealed»), or loose words."""
        for child in node:
            if child.tag in ("num", "heading"):
                self.law.ignore("empty_container", _flat(child))
        self.contents(node, above)

    def _section(self, node: Node, above: tuple[Container, ...]) -> None:
        unit = Draft(Level.ARTICLE, containers=above)
        self._fill(unit, node)
        printed = unit.num
        unit.num = _SECTION.sub("", printed).rstrip(" .—–-")
        self.law.labelled(printed, unit.num)
        if unit.status is Status.REPEALED and not unit.children:
            for words in (unit.heading if _HISTORY.match(unit.heading) else "", *unit.words_before):
                unit.note(NoteKind.EDITORIAL, words)
            unit.heading = "" if _HISTORY.match(unit.heading) else unit.heading
            unit.words_before.clear()
        self.law.articles.append(unit)

    def _fill(self, unit: Draft, node: Node) -> None:
        unit.num, unit.heading = self._labels(node)
        unit.in_force_from = day(attribute(node, "startPeriod"))
        status = (node.get("status") or "").lower()
        unit.status = Status.REPEALED if status in _REPEALED else unit.status
        unit.status = Status.NOT_YET_IN_FORCE if status in _PENDING else unit.status
        for child in node:
            if child.tag in ("num", "heading", "subheading"):
                for mark in child.iter("footnote"):
                    unit.note(NoteKind.EDITORIAL, _flat(mark))
            else:
                self._part(unit, child)

    def _part(self, unit: Draft, node: Node) -> None:
        """A piece of a unit: a smaller unit, words before or after it, a note."""
        if node.tag in _IGNORED:
            self.law.ignore(_IGNORED[node.tag], _flat(node))
        elif node.tag in _NOTES:
            self._note(unit, node)
        elif node.tag in _PARTS:
            part = Draft(Level.PARAGRAPH if node.tag == "subsection" else Level.POINT)
            self._fill(part, node)
            if not part.num:
                part.level = Level.SUBPARAGRAPH
            place(unit, part)
        else:
            self._words(unit, node)

    def _words(self, unit: Draft, node: Node) -> None:
        """Running words; units inside a content, footnotes and page numbers are taken out of them."""
        run = [node.text or ""]
        for child in node:
            if child.tag in _NOTES or child.tag in _IGNORED:
                self._part(unit, child)
            elif child.tag in _PARTS:
                unit.say("".join(run))
                run.clear()
                self._part(unit, child)
            elif child.tag in ("p", "block", "chapeau", "continuation", "content", "text"):
                unit.say("".join(run))
                run.clear()
                self._words(unit, child)
            elif child.tag == "ref" and "footnoteRef" in (child.get("class") or ""):
                self.law.ignore("footnote_mark", _flat(child))
            else:
                run.append(text_of(child, breaks=_BREAKS))
            run.append(child.tail or "")
        unit.say("".join(run))

    def _note(self, unit: Draft, node: Node) -> None:
        if node.tag in ("notes", "editorialNotes", "statutoryNotes"):
            for child in node:
                self._note(unit, child)
            return
        text = _flat(node)
        unit.note(NoteKind.EDITORIAL, text)
        if node.tag == "sourceCredit":
            unit.amended_by.extend(dict.fromkeys(_ACT.findall(text)))
