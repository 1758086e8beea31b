"""The words of Akoma Ntoso blocks: paragraphs, lists, tables and quotations, with the notes that stand in them."""

import re

from corpus.records import Level, NoteKind
from ingest.draft import Draft, Law, clean
from ingest.explicit import place
from ingest.xml import Node, text_of

# Names around which words end, whatever they hold.
_BLOCKS = {
    "p", "block", "blockContainer", "blockList", "listIntroduction", "listWrapUp", "listConclusion", "item", "tblock",
    "table", "tr", "td", "th", "caption", "ul", "ol", "li", "div", "toc", "tocItem", "foreign", "container", "formula",
    "citations", "citation", "recitals", "recital", "interstitial", "intro", "content", "wrapUp", "heading",
    "subheading", "crossHeading", "num", "quotedStructure", "embeddedStructure", "longTitle", "br", "eol", "eop",
    "list", "article", "section", "paragraph", "subparagraph", "subsection", "point", "indent", "alinea", "clause",
    "subclause", "chapter", "part", "title", "hcontainer", "level", "rule",
}  # fmt: skip
_LISTED = {"item", "recital", "citation"}
_DIGIT = re.compile(r"^\s*\d")
_LABEL = re.compile(r"\w")


class Words:
    """Reads blocks into units; `notes` are the notes of the metadata by `#` and their eId, `used` those referred to."""

    def __init__(self, law: Law, notes: dict[str, str]) -> None:
        self.law = law
        self.notes = notes
        self.used: set[str] = set()

    def say(self, unit: Draft, node: Node) -> None:
        """Give a unit the words, points and notes of an element that holds blocks, text or both."""
        run = [node.text or ""]
        for child in node:
            if child.tag in _BLOCKS and child.tag not in ("br", "eol", "eop", "quotedStructure", "embeddedStructure"):
                unit.say("".join(run))
                run.clear()
                self._block(unit, child)
            else:
                self._inline(unit, child, run)
            run.append(child.tail or "")
        unit.say("".join(run))

    def line(self, unit: Draft, node: Node) -> str:
        """The running text of a `num` or `heading`, its notes given to the unit."""
        run = [node.text or ""]
        for child in node:
            self._inline(unit, child, run)
            run.append(child.tail or "")
        return clean("".join(run))

    def _block(self, unit: Draft, node: Node) -> None:
        if node.tag in _LISTED:
            self._item(unit, node)
        elif node.tag == "li":
            self.say(unit.add(Draft(Level.SUBPARAGRAPH)), node)
        elif node.tag in ("table", "toc", "tblock", "foreign", "blockContainer"):
            run: list[str] = []
            self._inline(unit, node, run)
            unit.say("".join(run))
        else:
            self.say(unit, node)

    def _item(self, unit: Draft, node: Node) -> None:
        """A numbered piece of a list or preamble: its num and heading are its own, the rest are its words."""
        number = node.find("num")
        point = Draft(Level.SUBPARAGRAPH)
        printed = self.line(point, number) if number is not None else ""
        if _LABEL.search(printed):  # a dash or bullet labels nothing
            point.num, point.level = printed, Level.POINT
        heading = node.find("heading")
        if heading is not None:
            point.heading = self.line(point, heading)
        place(unit, point)
        for child in node:
            if child.tag not in ("num", "heading"):
                self._block(point, child)

    def _inline(self, unit: Draft, node: Node, run: list[str]) -> None:
        """Add the text of an inline element to a run; notes go to the unit, deleted words to the named rule."""
        if node.tag == "authorialNote":
            unit.note(NoteKind.EDITORIAL, text_of(node, breaks=_BLOCKS), node.get("marker") or "")
        elif node.tag == "noteRef":
            self._resolve(unit, node)
        elif node.tag == "remark":
            unit.note(NoteKind.EDITORIAL, text_of(node, breaks=_BLOCKS))
        elif node.tag == "del":
            self.law.ignore("deleted_wording", text_of(node, breaks=_BLOCKS))
        else:
            self._gather(unit, node, run)

    def _gather(self, unit: Draft, node: Node, run: list[str]) -> None:
        apart = node.tag in _BLOCKS
        if apart:
            run.append(" ")
        elif node.tag == "sup" and run and run[-1][-1:].isalnum() and _DIGIT.match(node.text or ""):
            run.append("^")
        run.append(node.text or "")
        for child in node:
            self._inline(unit, child, run)
            run.append(child.tail or "")
        if apart:
            run.append(" ")

    def _resolve(self, unit: Draft, node: Node) -> None:
        mark = node.get("marker") or clean(text_of(node))
        name = node.get("href") or ""
        if text := self.notes.get(name, ""):
            self.used.add(name)
            unit.note(NoteKind.EDITORIAL, text, mark)
            self.law.labelled(text_of(node), mark)
        else:
            self.law.ignore("footnote_mark", text_of(node))
