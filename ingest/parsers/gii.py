"""German federal law in the XML of gesetze-im-internet.de (gii-norm 1.01).

No real file was at hand: the reading follows the published document type definition.

    <dokumente><norm><metadaten><jurabk>MondG</jurabk><langue>Mondgesetz</langue></metadaten>…</norm>
      <norm><metadaten><gliederungseinheit><gliederungskennzahl>010</gliederungskennzahl>
          <gliederungsbez>Erster Abschnitt</gliederungsbez><gliederungstitel>Mondraub</gliederungstitel>…</norm>
      <norm><metadaten><enbez>§ 7</enbez><titel>Raub</titel></metadaten><textdaten><text><Content>
          <P>(1) Wer <DL><DT>1.</DT><DD><LA>den Mond,</LA></DD></DL>raubt, wird bestraft.</P></Content></text>
          <fussnoten><Content><P>Neu gefasst.</P></Content></fussnoten></textdaten></norm></dokumente>

Every norm is a heading, a section or an annex; three digits of the `gliederungskennzahl` make one level. Absatz numbers
stand in the words, list labels in `DT`; words behind a list in the same `P` close it.

Ignores: `metadata`, `contents`, `signature`, `sentence_number`, `footnote_mark`.

Source: http://www.gesetze-im-internet.de/dtd/1.01/gii-norm.dtd
"""

import re

from corpus.records import Expression, Level, Note, NoteKind, Source, Status
from ingest.assemble import assemble
from ingest.draft import Draft, Law, clean
from ingest.explicit import Containers, place
from ingest.xml import Node, child_text, root_of, text_of

VERSION = "1"
# § 7 · §§ 4 bis 6 · Art 3 · (XXXX) §§ 8 und 9
_SECTION = re.compile(r"^(?:\(X+\)\s*)?(?:§§?|Art(?:ikel)?\b\.?)\s*(?P<num>\d.*)$")
# (1) · (2a)
_PART = re.compile(r"^\((?P<num>\d+[a-z]{0,2})\)\s*")
_REPEALED = re.compile(r"^\(?\s*(?:weggefallen|aufgehoben)\s*\)?\.?$|^[-–]$")  # "lapsed", "repealed"
_CONTENTS = re.compile(r"^Inhalts(?:übersicht|verzeichnis)")
_PREAMBLE = re.compile(r"^(?:Eingangsformel|Präambel|Vorspruch)")
_SIGNATURE = re.compile(r"^Schlu(?:ß|ss)formel")
# Erster Abschnitt · Abschnitt 1 · Allgemeiner Teil (a heading without a number)
_GROUP = re.compile(
    r"^(?:(?P<word>\S+)\s+)?(?P<kind>Buch|Teil|Kapitel|Unterkapitel|Abschnitt|Unterabschnitt|Titel|Untertitel)"
    r"(?:\s+(?P<num>\S+))?$"
)
_UNNUMBERED = {"Allgemeiner", "Besonderer"}  # "general", "special" part
_LEVELS = {
    "Buch": Level.BOOK, "Teil": Level.PART, "Kapitel": Level.CHAPTER, "Unterkapitel": Level.SUBCHAPTER,
    "Abschnitt": Level.SECTION, "Unterabschnitt": Level.SUBSECTION, "Titel": Level.TITLE,
    "Untertitel": Level.SUBCHAPTER,
}  # fmt: skip
_BREAKS = {"P", "BR", "LA", "DL", "DT", "DD", "row", "entry", "Title", "Subtitle", "tgroup", "Revision", "pre"}


def parse(raw: bytes, source: Source) -> Expression:
    """Read one law.

    Raises:
        ParseError: If the file is no XML, or holds no norm with a § or Article.
    """
    root = root_of(raw, source)
    law = Law()
    reader = _Reader(law)
    for norm in root.iter("norm"):
        reader.norm(norm)
    return assemble(source, law, dialect="gii", version=VERSION)


def _flat(node: Node) -> str:
    return text_of(node, breaks={e.tag for e in node.iter()})


class _Reader:
    """The open headings and the law so far."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.containers = Containers()
        self.group = ""

    def norm(self, norm: Node) -> None:
        """Read one norm: the law's data sheet, a heading, a section, an annex."""
        metadata = norm.find("metadaten")
        if metadata is None:
            self.law.issue(f"line {norm.sourceline}", "a norm without metadata", _flat(norm))
            return
        number, title = clean(child_text(metadata, "enbez")), clean(child_text(metadata, "titel", breaks=("BR",)))
        self._group(metadata)
        for node in metadata:
            if node.tag not in ("enbez", "titel", "gliederungseinheit"):
                self.law.ignore("metadata", _flat(node))
        if _CONTENTS.match(number) or _SIGNATURE.match(number):
            rule = "contents" if _CONTENTS.match(number) else "signature"
            self.law.ignore(rule, f"{number} {title} {self._body_text(norm)}")
        elif number:
            self._unit(norm, number, title)
        else:
            self._front(norm, title)

    @staticmethod
    def _body_text(norm: Node) -> str:
        data = norm.find("textdaten")
        return "" if data is None else _flat(data)

    def _front(self, norm: Node, title: str) -> None:
        """The law's own data sheet, or a heading: its notes are the law's; words under it stand in no section."""
        self.law.ignore("metadata", title)
        for note in norm.iterfind("textdaten/fussnoten//P"):
            if text := clean(text_of(note, breaks=_BREAKS)):
                self.law.editorial.append(Note(kind=NoteKind.EDITORIAL, text=text))
        for content in norm.iterfind("textdaten/text"):
            if text := clean(_flat(content)):
                self.law.issue(f"line {content.sourceline}", "text outside every section", text)

    def _group(self, metadata: Node) -> None:
        node = metadata.find("gliederungseinheit")
        if node is None:
            return
        key = clean(child_text(node, "gliederungskennzahl"))
        label, title = (clean(child_text(node, f"gliederungs{part}", breaks=("BR",))) for part in ("bez", "titel"))
        self.law.ignore("metadata", key)
        if key == self.group:
            self.law.labelled(f"{label} {title}")
            return
        self.group = key
        match = _GROUP.match(label)
        if match and match["word"] not in _UNNUMBERED and (num := match["num"] or match["word"]):
            self.law.labelled(label, num)
            self.containers.enter(len(key) // 3, _LEVELS[match["kind"]], num, title)
        else:
            level = _LEVELS[match["kind"]] if match else Level.HEADING
            self.containers.enter(len(key) // 3, level, "", f"{label} {title}")

    def _unit(self, norm: Node, printed: str, title: str) -> None:
        match = _SECTION.match(printed)
        if match:
            unit = Draft(Level.ARTICLE, num=match["num"], heading=title)
            self.law.labelled(printed, match["num"])
        elif _PREAMBLE.match(printed):
            unit = Draft(Level.PREAMBLE, heading=title or printed)
        else:  # "Anlage 1", "Anhang EV": annexes, by whatever name
            word, _, num = printed.partition(" ")
            unit = Draft(Level.SCHEDULE, num=num, heading=title)
            self.law.labelled(word)
        unit.containers = () if unit.level is Level.SCHEDULE else self.containers.now()
        for content in norm.iterfind("textdaten/text/*"):
            self._content(unit, content)
        for note in norm.iterfind("textdaten/fussnoten/*"):
            for paragraph in note.iter("P"):
                unit.note(NoteKind.EDITORIAL, text_of(paragraph, breaks=_BREAKS))
        self._check_repealed(unit)
        self.law.articles.append(unit)

    def _check_repealed(self, unit: Draft) -> None:
        if unit.children or len(unit.words_before) > 1:
            return
        text = unit.words_before[0] if unit.words_before else ""
        if (_REPEALED.match(text) or not text) and (_REPEALED.match(unit.heading) or text):
            for words in (unit.heading if _REPEALED.match(unit.heading) else "", text):
                unit.note(NoteKind.EDITORIAL, words)
            unit.heading = "" if _REPEALED.match(unit.heading) else unit.heading
            unit.words_before.clear()
            unit.status = Status.REPEALED

    def _content(self, unit: Draft, content: Node) -> None:
        """The paragraphs of a norm: each either opens a numbered part or goes on with the open one."""
        part = unit
        for block in content:
            match = _PART.match((block.text or "").lstrip()) if block.tag == "P" else None
            if match:
                part = place(unit, Draft(Level.PARAGRAPH, num=f"({match['num']})"))
                block.text = (block.text or "").lstrip()[match.end() :]
            if block.tag in ("Footnotes", "Footnote"):
                unit.note(NoteKind.EDITORIAL, text_of(block, breaks=_BREAKS))
            elif block.tag == "DL":
                self._list(part, block)
            else:
                self._mixed(part, block)
            if part is not unit:
                self._check_repealed(part)

    def _mixed(self, unit: Draft, node: Node) -> None:
        """Words and lists in their order."""
        run = [node.text or ""]
        for child in node:
            if child.tag in ("DL", "P", "LA", "table", "pre"):
                unit.say("".join(run))
                run.clear()
                if child.tag == "DL":
                    self._list(unit, child)
                elif child.tag == "table":
                    unit.say(text_of(child, breaks=_BREAKS))
                else:
                    self._mixed(unit, child)
            elif child.tag == "FnR" or (child.tag == "SUP" and child.get("class") == "Rec"):
                self.law.ignore("footnote_mark" if child.tag == "FnR" else "sentence_number", text_of(child))
            elif child.tag == "SUP" and run and run[-1][-1:].isalnum():
                run.append(f"^{text_of(child)}")
            else:
                run.append(" " if child.tag == "BR" else text_of(child, breaks=_BREAKS))
            run.append(child.tail or "")
        unit.say("".join(run))

    def _list(self, unit: Draft, node: Node) -> None:
        """A definition list: the label in DT, the words and deeper lists in DD."""
        num = ""
        for child in node:
            if child.tag == "DT":
                num = clean(text_of(child))
            elif child.tag == "DD":
                numbered = bool(re.search(r"\w", num))
                point = Draft(Level.POINT if numbered else Level.SUBPARAGRAPH, num=num if numbered else "")
                self._mixed(place(unit, point), child)
                self._check_repealed(point)
                num = ""
            else:
                unit.say(text_of(child, breaks=_BREAKS))
