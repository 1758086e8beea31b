"""Danish acts in LexDania 2.1 XML, as retsinformation.dk publishes them.

    <Dokument><Meta/><TitelGruppe/><DokumentIndhold><Indledning/>
      <Bog><Afsnit><Rubrica>Særlig del</Rubrica>
        <Kapitel><Explicatus>7. kapitel</Explicatus><Rubrica>Tyveri</Rubrica><ParagrafGruppe>
          <Paragraf><Explicatus>§ 7 a.</Explicatus>
            <Stk><Exitus><Linea><Char>Den, der tager månen,</Char></Linea></Exitus>             <- part 1, unlabelled
              <Exitus><Index><Indentatio><Explicatus>1)</Explicatus><Exitus>…</Exitus></Indentatio></Index></Exitus></Stk>
            <Stk><Explicatus>Stk. 2.</Explicatus>…</Stk></Paragraf>
      <Ikraft><Exitus>Lov nr. 5 af …</Exitus><IkraftCentreretParagraf>…</IkraftCentreretParagraf></Ikraft>

Commencement rules of amending acts (`Ikraft`) become transitional units, one an act.

Ignores: `metadata`, `document_title`, `contents` (an annex that is a table of contents), `signature`, `footnote_mark`.
"""

import re

from corpus.records import Container, Expression, Level, NoteKind, Source, Status
from ingest.assemble import assemble
from ingest.draft import Draft, Law, clean
from ingest.explicit import implicit_first, lone_alinea, place
from ingest.xml import Node, child_text, day, named, root_of, text_of

VERSION = "1"
_CONTAINERS = {"Bog": Level.BOOK, "Afsnit": Level.PART, "Kapitel": Level.CHAPTER, "Afdeling": Level.DIVISION}
_GROUPS = {"ParagrafGruppe", "DokumentIndhold", "BilagIndhold", "TekstGruppe"}
_BREAKS = {"Linea", "Exitus", "Explicatus", "Rubrica", "Stk", "Indentatio", "Td", "Tr", "TekstGruppe", "Paragraf"}
_IGNORED = {"Meta": "metadata", "TitelGruppe": "document_title", "UnderskriftGruppe": "signature"}
# § 7 a. · §§ 28-30. · Stk. 2. · Stk. 2-8. · 7. kapitel · 1)
_BARE = re.compile(r"^(?:§§?|Stk\.)?\s*(.*?)\s*(?:\.?\s*kapitel)?[.):]*$", re.IGNORECASE)
_REPEALED = re.compile(r"^\((?:Ophævet|Ophæves|Udgår)\)\.?$", re.IGNORECASE)  # "repealed", "lapses"
_CONTENTS = re.compile(r"^Indholdsfortegnelse$", re.IGNORECASE)  # "table of contents"
_ACT = re.compile(r"[Ll]ov nr\.\s*(\d+)\s+af\s+\d+\.\s+\w+\s+(\d{4})")  # "Lov nr. 438 af 31. maj 2000"


def parse(raw: bytes, source: Source) -> Expression:
    """Read one act or consolidation.

    Raises:
        ParseError: If the file is no XML, or holds no Paragraf.
    """
    root = root_of(raw, source)
    law = Law()
    reader = _Reader(law, child_text(root, "Meta/StartDate"))
    for part in root:
        if part.tag in _IGNORED:
            law.ignore(_IGNORED[part.tag], _plain(part))
        elif part.tag == "Bilag":
            reader.annex(part)
        else:
            reader.contents(part, ())
    return assemble(source, law, dialect="lexdania", version=VERSION)


def _plain(node: Node) -> str:
    return text_of(node, breaks={e.tag for e in node.iter()})


class _Reader:
    """The law being read; `start` is the date from which this edition is in force."""

    def __init__(self, law: Law, start: str) -> None:
        self.law = law
        self.start = day(start)
        self.acts: set[str] = set()

    def contents(self, node: Node, above: tuple[Container, ...]) -> None:
        """Walk through containers down to the articles."""
        for child in node:
            if child.tag in _CONTAINERS:
                self.contents(child, self._container(child, above))
            elif child.tag in _GROUPS:
                self.contents(child, self._container(child, above) if child.find("Rubrica") is not None else above)
            elif child.tag == "Paragraf":
                unit = self._article(child)
                unit.containers = above
                self.law.articles.append(unit)
            elif child.tag == "Indledning":
                self._preamble(child)
            elif child.tag == "Ikraft":
                self._commencement(child)
            elif child.tag not in ("Explicatus", "Rubrica"):
                self.law.issue(f"line {child.sourceline}", f"<{child.tag}> outside every article", _plain(child))

    def _container(self, node: Node, above: tuple[Container, ...]) -> tuple[Container, ...]:
        printed = clean(child_text(node, "Explicatus"))
        heading = clean(child_text(node, "Rubrica", breaks=_BREAKS))
        if not printed and not heading:  # <Bog> without a title only wraps
            return above
        num = self._bare(printed)
        return (*above, Container(level=_CONTAINERS.get(node.tag, Level.HEADING), num=num, heading=heading))

    def _bare(self, printed: str) -> str:
        match = _BARE.match(printed)
        num = match[1] if match else printed
        self.law.labelled(printed, num)
        return num

    def _preamble(self, node: Node) -> None:
        unit = Draft(Level.PREAMBLE)
        self._words(unit, node)
        self.law.articles.append(unit)

    def _article(self, node: Node) -> Draft:
        unit = Draft(Level.ARTICLE, num=self._bare(clean(child_text(node, "Explicatus"))))
        unit.heading = clean(child_text(node, "Rubrica", breaks=_BREAKS))
        for child in node:
            if child.tag == "Stk":
                self._part(unit, child)
            elif child.tag not in ("Explicatus", "Rubrica"):
                self._block(unit, child)
        lone_alinea(unit)
        implicit_first(unit)
        self._check_repealed(unit)
        return unit

    def _part(self, unit: Draft, node: Node) -> None:
        """A Stk: labelled "Stk. 2.", or the first, which is not."""
        printed = clean(child_text(node, "Explicatus"))
        part = Draft(Level.PARAGRAPH if printed else Level.SUBPARAGRAPH, num=printed)
        if printed and (match := _BARE.match(printed)):
            part.label = match[1]
        self._words(unit.add(part), node)
        self._check_repealed(part)

    def _words(self, unit: Draft, node: Node) -> None:
        for child in node:
            if child.tag not in ("Explicatus", "Rubrica"):
                self._block(unit, child)

    def _block(self, unit: Draft, node: Node) -> None:
        """An Exitus holds lines, lists, tables and footnotes side by side."""
        if node.tag == "Indentatio":
            printed = clean(child_text(node, "Explicatus"))
            point = place(unit, Draft(Level.POINT if printed else Level.SUBPARAGRAPH, num=printed))
            self._words(point, node)
            self._check_repealed(point)
        elif node.tag == "Nota":
            unit.note(NoteKind.EDITORIAL, child_text(node, "Exitus", breaks=_BREAKS), child_text(node, "Explicatus"))
        elif node.tag == "Linea" and node.find("Nota") is None and node.find("Index") is None:
            unit.say(text_of(node))
        elif node.tag in ("Exitus", "Index", "Linea", "Table", "IndentatioGruppe"):
            for child in node:
                self._block(unit, child)
        else:
            unit.say(text_of(node, breaks=_BREAKS))

    def _check_repealed(self, unit: Draft) -> None:
        if not unit.children and len(unit.words_before) == 1 and _REPEALED.match(unit.words_before[0]):
            unit.note(NoteKind.EDITORIAL, unit.words_before.pop())
            unit.status = Status.REPEALED

    def _commencement(self, node: Node) -> None:
        """The commencement rules of one amending act, its §§ as units of it."""
        unit = Draft(Level.TRANSITIONAL)
        for child in node:
            if child.tag in ("IkraftCentreretParagraf", "Paragraf"):
                unit.add(self._article(child))
            else:
                self._block(unit, child)
        act = _ACT.search(" ".join(unit.words_before))
        unit.label = f"{act[1]}-{act[2]}" if act else str(len(self.acts) + 1)
        if unit.label in self.acts:
            unit.label = f"{unit.label}-{len(self.acts) + 1}"
        self.acts.add(unit.label)
        self.law.articles.append(unit)

    def annex(self, node: Node) -> None:
        heading = clean(child_text(node, "Rubrica", breaks=_BREAKS))
        if _CONTENTS.match(heading):
            self.law.ignore("contents", _plain(node))
            return
        printed = clean(child_text(node, "Explicatus"))
        word, _, num = printed.partition(" ")
        self.law.labelled(word)
        unit = Draft(Level.SCHEDULE, num=num, heading=heading)
        for child in named(node, "BilagIndhold"):
            for group in child:
                self._words(unit, group)
        self.law.articles.append(unit)
