"""Akoma Ntoso of our own making, read back exactly: eIds, levels, words and notes stand as they were written.

What `corpus.akn` writes is recognised by the agent that its metadata names. Containers are marked by their class, notes
that are law are `<hcontainer name="note">`, editorial notes stand in the metadata with the eId of their provision.
"""

from collections import defaultdict
from datetime import date

from corpus.akn import ELEMENTS
from corpus.akn_meta import SOURCE
from corpus.records import Container, Level, Note, NoteKind, Status
from ingest.draft import Draft, Law, clean
from ingest.xml import Node, attribute, child_text, day, text_of

_LEVELS = {name: level for level, name in ELEMENTS.items()}
_Placed = list[tuple[int, Note]]


def is_own(document: Node) -> bool:
    """True when `corpus.akn` wrote the document."""
    identification = document.find("meta/identification")
    origin = document.find("meta/proprietary/origin")
    return identification is not None and origin is not None and identification.get("source") == SOURCE


def periods(document: Node) -> dict[str, date]:
    """The first day of each temporal group, by `#` and its eId."""
    days = {f"#{node.get('eId')}": day(node.get("date") or "") for node in document.iterfind("meta/lifecycle/eventRef")}
    out: dict[str, date] = {}
    for group in document.iterfind("meta/temporalData/temporalGroup"):
        starts = [found for i in group if (found := days.get(i.get("start") or ""))]
        if starts:
            out[f"#{group.get('eId')}"] = min(starts)
    return out


def read_own(document: Node, law: Law) -> None:
    """Read a document that we wrote into a law."""
    body = document.find("body")
    if body is not None:
        _Own(document, law).contents(body, ())


class _Own:
    def __init__(self, document: Node, law: Law) -> None:
        self.law = law
        self.periods = periods(document)
        self.notes: dict[str, _Placed] = defaultdict(list)
        for node in document.iterfind("meta/notes/note"):
            note = Note(kind=NoteKind.EDITORIAL, text=clean(text_of(node)), num=node.get("marker") or "")
            if base := node.get("placementBase"):
                self.notes[base].append((int(attribute(node, "at") or 0), note))
            else:
                law.editorial.append(note)

    def contents(self, node: Node, above: tuple[Container, ...]) -> None:
        for child in node:
            if child.get("class") == "container":
                num, heading = clean(child_text(child, "num")), clean(child_text(child, "heading"))
                self.contents(child, (*above, Container(level=_level(child), num=num, heading=heading)))
            elif child.tag not in ("num", "heading"):
                unit = self._unit(child)
                unit.containers = above
                self.law.articles.append(unit)

    def _unit(self, node: Node) -> Draft:
        unit = Draft(_level(node), eid=node.get("eId") or "")
        unit.num, unit.heading = child_text(node, "num"), child_text(node, "heading")
        unit.in_force_from = self.periods.get(node.get("period") or "")
        unit.amended_by = [act for act in attribute(node, "amendedBy").split(" | ") if act]
        if node.get("status") == "removed":
            unit.status = Status.REPEALED
        elif status := attribute(node, "status"):
            unit.status = Status(status)
        notes = list(self.notes[f"#{unit.eid}"])
        for child in node:
            if child.get("name") == "note":
                notes.append((int(attribute(child, "at") or 0), _normative(child)))
            elif child.tag in ("intro", "content", "wrapUp"):
                _words(unit, child)
            elif child.tag not in ("num", "heading"):
                unit.add(self._unit(child))
        unit.notes = [note for _, note in sorted(notes, key=lambda placed: placed[0])]
        return unit


def _level(node: Node) -> Level:
    return _LEVELS[node.tag] if node.tag in _LEVELS else Level(node.get("name") or "")


def _words(unit: Draft, node: Node) -> None:
    for paragraph in node:
        if text := clean(text_of(paragraph)):
            after = node.tag == "wrapUp" or paragraph.get("class") == "wrapUp"
            (unit.words_after if after else unit.words_before).append(text)


def _normative(node: Node) -> Note:
    num, text = clean(child_text(node, "num")), clean(child_text(node, "content"))
    return Note(kind=NoteKind.NORMATIVE, text=text, num=num, eid=node.get("eId"))
