"""An expression as Akoma Ntoso 3.0: valid against the schema of the standard, and read back to the same provisions.

    <akomaNtoso><act name="act" contains="singleVersion">
      <meta>…FRBR work, expression, manifestation; lifecycle; references; editorial notes…</meta>
      <preface><longTitle><p><docTitle>Criminal Code</docTitle></p></longTitle></preface>
      <body><chapter class="container" eId="chp_1"><num>1</num><heading>Theft</heading>
        <article eId="art_7"><num>7</num><heading>Theft of the moon</heading>
          <intro><p>Whoever</p></intro><point eId="art_7__point_1">…</point>
          <hcontainer name="note" eId="art_7__note">…</hcontainer><wrapUp><p>is punished.</p></wrapUp></article>

Notes that are law stand in the body; editorial notes stand in `meta/notes`, each with the eId of its provision in
`placementBase`. What the standard has no word for (a status other than `removed`, amending acts, our metadata) is kept
in attributes of a namespace of our own.

Source: Akoma Ntoso Version 1.0 parts 1 and 2, and its naming convention (OASIS Standard, 29 August 2018).
"""

import re
from collections import defaultdict
from xml.etree import ElementTree as ET

from corpus import numbering
from corpus.akn_meta import SOURCE, Periods, write_identification, write_origin, write_references
from corpus.errors import NumberingError
from corpus.records import Container, Expression, Level, Note, NoteKind, Provision, Role, Status, TextState

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN_NAMESPACE = "https://delicti.invalid/ns/akn"
# Levels with an element of their own; the others become <hcontainer name="…">.
ELEMENTS = {level: level.value for level in Level if level not in (Level.HEADING, Level.PREAMBLE, Level.SCHEDULE)}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def to_akn(expression: Expression) -> bytes:
    """The whole expression as one Akoma Ntoso document, UTF-8.

    Characters that XML cannot hold (control characters) become U+FFFD.
    """
    return _Writer(expression).document()


class _Writer:
    """The document being written, with the eIds given so far."""

    def __init__(self, expression: Expression) -> None:
        self.expression = expression
        self.taken = {p.eid for p in expression.provisions}
        self.taken.update(n.eid for p in expression.provisions for n in p.notes if n.eid)
        self.children: dict[str, list[Provision]] = defaultdict(list)
        for provision in expression.provisions:
            if provision.parent_eid is not None:
                self.children[provision.parent_eid].append(provision)
        self.periods = Periods(p.in_force_from for p in expression.provisions)
        self.notes: list[ET.Element] = []

    def document(self) -> bytes:
        """Build and serialise."""
        root = ET.Element("akomaNtoso", {"xmlns": NAMESPACE, "xmlns:delicti": OWN_NAMESPACE})
        kind = "bill" if self.expression.work.role is Role.BILL else "act"
        enacted = self.expression.text_state is TextState.AS_ENACTED
        act = ET.SubElement(root, kind, name=kind, contains="originalVersion" if enacted else "singleVersion")
        meta = ET.SubElement(act, "meta")
        preface = ET.SubElement(ET.SubElement(ET.SubElement(act, "preface"), "longTitle"), "p")
        ET.SubElement(preface, "docTitle").text = self.expression.work.title
        self._body(ET.SubElement(act, "body", {"xml:lang": self.expression.language}))
        for note in self.expression.editorial:
            self._editorial(note, None, 0)
        self._meta(meta)
        for element in root.iter():
            _keep_to_xml(element)
        ET.indent(root)
        return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"

    def _meta(self, meta: ET.Element) -> None:
        write_identification(meta, self.expression)
        self.periods.write(meta)
        write_references(meta, self.expression)
        if self.notes:
            ET.SubElement(meta, "notes", source=SOURCE).extend(self.notes)
        write_origin(meta, self.expression)

    def _body(self, body: ET.Element) -> None:
        """Nest the roots into their containers; neighbours with the same containers share the elements."""
        open_now: list[tuple[Container, ET.Element]] = []
        for root in self.expression.roots:
            shared = 0
            for (held, _), wanted in zip(open_now, root.containers, strict=False):
                if held != wanted:
                    break
                shared += 1
            del open_now[shared:]
            for container in root.containers[shared:]:
                above = open_now[-1][1] if open_now else body
                open_now.append((container, self._container(above, container)))
            self._provision(open_now[-1][1] if open_now else body, root)

    def _container(self, above: ET.Element, container: Container) -> ET.Element:
        try:
            own = numbering.eid_part(container.level, container.num) if container.num else container.level.value
        except NumberingError:
            own = container.level.value
        outer = above.get("eId")
        element = _hierarchical(above, container.level, self._fresh(f"{outer}__{own}" if outer else own))
        element.set("class", "container")
        _line(element, "num", container.num)
        _line(element, "heading", container.heading)
        return element

    def _fresh(self, eid: str) -> str:
        """An eId that nothing else has: `chp_3`, then `chp_3_2`."""
        count = 2
        found = eid
        while found in self.taken:
            found = f"{eid}_{count}"
            count += 1
        self.taken.add(found)
        return found

    def _provision(self, above: ET.Element, provision: Provision) -> None:
        element = _hierarchical(above, provision.level, provision.eid)
        self._state(element, provision)
        num = _line(element, "num", provision.num)
        heading = _line(element, "heading", provision.heading)
        law = [(at, n) for at, n in enumerate(provision.notes) if n.kind is NoteKind.NORMATIVE]
        intro = self._words(element, provision, bool(law))
        for at, note in enumerate(provision.notes):
            if note.kind is NoteKind.EDITORIAL:
                place = next((e for e in (num, heading, intro) if e is not None), None)
                self._editorial(note, provision.eid, at, place)
        for child in self.children[provision.eid]:
            self._provision(element, child)
        for at, note in law:
            self._normative(element, note, at)
        if provision.wrap_up and element.find("content") is None:
            _paragraph(ET.SubElement(element, "wrapUp"), provision.wrap_up)

    def _words(self, element: ET.Element, provision: Provision, has_notes: bool) -> ET.Element | None:
        """The words before the children; of a unit without any, all its words."""
        if self.children[provision.eid] or has_notes:
            return _paragraph(ET.SubElement(element, "intro"), provision.intro) if provision.intro else None
        content = ET.SubElement(element, "content")
        intro = _paragraph(content, provision.intro)
        if provision.wrap_up:
            _paragraph(content, provision.wrap_up).set("class", "wrapUp")
        return intro

    def _state(self, element: ET.Element, provision: Provision) -> None:
        if provision.status is Status.REPEALED:
            element.set("status", "removed")
        elif provision.status is not Status.IN_FORCE:
            element.set("delicti:status", provision.status.value)
        if provision.in_force_from:
            element.set("period", self.periods.reference(provision.in_force_from))
        if provision.amended_by:
            element.set("delicti:amendedBy", " | ".join(act for act in provision.amended_by))

    def _normative(self, above: ET.Element, note: Note, at: int) -> None:
        """A note that is law is part of the body; `delicti:at` is its place among the notes, from 0."""
        eid = note.eid or self._fresh(f"{above.get('eId')}__note")
        element = ET.SubElement(above, "hcontainer", name="note", eId=eid)
        element.set("delicti:at", str(at))
        _line(element, "num", note.num)
        _paragraph(ET.SubElement(element, "content"), note.text)

    def _editorial(self, note: Note, base: str | None, at: int, place: ET.Element | None = None) -> None:
        """A note of the publisher is metadata, with a mark where it belongs."""
        element = ET.Element("note", eId=self._fresh(f"note_{len(self.notes) + 1}"))
        if base is not None:
            element.set("placementBase", f"#{base}")
            element.set("delicti:at", str(at))
        if note.num:
            element.set("marker", note.num)
        _paragraph(element, note.text)
        self.notes.append(element)
        if place is not None:
            ET.SubElement(place, "noteRef", href=f"#{element.get('eId')}")


def _keep_to_xml(element: ET.Element) -> None:
    """Replace what XML cannot hold."""
    if element.text:
        element.text = _FORBIDDEN.sub("\ufffd", element.text)
    for key, value in element.attrib.items():
        element.set(key, _FORBIDDEN.sub("\ufffd", value))


def _hierarchical(above: ET.Element, level: Level, eid: str) -> ET.Element:
    if level in ELEMENTS:
        return ET.SubElement(above, ELEMENTS[level], eId=eid)
    return ET.SubElement(above, "hcontainer", name=level.value, eId=eid)


def _line(above: ET.Element, name: str, text: str) -> ET.Element | None:
    if not text:
        return None
    element = ET.SubElement(above, name)
    element.text = text
    return element


def _paragraph(above: ET.Element, text: str) -> ET.Element:
    element = ET.SubElement(above, "p")
    element.text = text
    return element
