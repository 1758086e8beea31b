"""An article as a reader sees it on a terminal, and as one JSON object."""

import re
import unicodedata
from typing import Any

from corpus import codec, digest, numbering, pinpoint
from corpus.pinpoint import Place
from corpus.records import Expression, Note, NoteKind, Provision, Status

_BASIS = {
    "publisher": "the publisher's date",
    "amendment_note": "the last amendment noted in it",
    "commit_date": "the date of the copy in its collection",
    "unknown": "basis unknown",
}
# Control characters and direction overrides in a law's text must not reach a terminal as such.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def safe(text: str) -> str:
    """Text for a terminal: control characters and direction overrides shown as their code points."""
    return _UNSAFE.sub(lambda m: f"<U+{ord(m[0]):04X}>", text)


def width(text: str) -> int:
    """How many columns a text takes on a terminal."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def wrap(text: str, columns: int, indent: int = 0, hang: int = 0) -> str:
    """Break text into lines of at most `columns`; continuation lines are indented by `hang` more."""
    lines: list[str] = []
    current = " " * indent
    used = indent
    for piece in re.findall(r"\S+", safe(text)):
        for part in _parts(piece, columns - indent - hang):
            need = width(part)
            fresh = not current.strip()
            if not fresh and used + 1 + need > columns:
                lines.append(current)
                current, used, fresh = " " * (indent + hang), indent + hang, True
            current += part if fresh else f" {part}"
            used += need + (0 if fresh else 1)
    lines.append(current)
    return "\n".join(lines)


def _parts(piece: str, columns: int) -> list[str]:
    """A run without blanks, cut where it is wider than a line (Chinese and Japanese have no blanks)."""
    if width(piece) <= columns:
        return [piece]
    out = [""]
    for char in piece:
        if width(out[-1]) + width(char) > columns:
            out.append("")
        out[-1] += char
    return out


def provenance(expression: Expression) -> list[str]:
    """The lines that must stand beside every quotation: kind, language, date and its basis, defects, addresses."""
    date = f"text as of {expression.as_of}" if expression.as_of else "date of the text not known"
    facts = [
        expression.language,
        expression.text_kind.value.replace("_", " "),
        expression.text_state.value.replace("_", " "),
        f"{date} ({_BASIS[expression.as_of_basis.value]})",
    ]
    out = [f"{expression.work.title_en or expression.work.title} · " + " · ".join(facts)]
    if expression.digest:
        out.append(f"{digest.NOTICE[0].upper()}{digest.NOTICE[1:]}.")
    if expression.fidelity.value == "retyped" and not expression.digest:
        out.append("Retyped by hand from a page view: a sample of the layout, no evidence of wording.")
    if expression.completeness and expression.completeness.value != "complete" and not expression.digest:
        out.append(
            f"Only {'an extract' if expression.completeness.value == 'extract' else 'a fragment'} of the law is held."
        )
    if expression.defects:
        out.append(f"Declared defects of the file: {expression.defects}.")
    if expression.official_url:
        out.append(f"Official address: {expression.official_url}")
    out.append(f"Obtained from: {expression.obtained_from}")
    return out


def subtree(expression: Expression, eid: str) -> list[Provision]:
    """A provision and everything below it, in the order of the law."""
    return [p for p in expression.provisions if p.eid == eid or p.eid.startswith(f"{eid}__")]


def root_of(expression: Expression, unit: Provision) -> Provision:
    """The article (or preamble, schedule) that a unit stands in."""
    return next(p for p in expression.roots if unit.eid == p.eid or unit.eid.startswith(f"{p.eid}__"))


def article(expression: Expression, place: Place, columns: int) -> str:
    """A provision with its structure: numbered units indented, notes apart, provenance at the end."""
    shown = place.provision
    units = subtree(expression, shown.eid)
    root = root_of(expression, shown)
    eid = place.note.eid if place.note and place.note.eid else shown.eid
    mark = " [digest, not the law's words]" if expression.digest else ""
    out = [wrap(f"{pinpoint.cite(expression.work, eid, root.num)}  {root.heading}{mark}", columns, hang=2)]
    trail = " > ".join(" ".join(x for x in (c.num, c.heading) if x) for c in root.containers)
    if trail:
        out.append(wrap(trail, columns, hang=2))
    out.append("")
    if place.note:
        out.append(_note(place.note, columns))
    else:
        out.extend(_units(units, shown, columns))
        out.extend(_notes(units, columns))
    out.append("")
    out.extend(wrap(line, columns, hang=2) for line in provenance(expression))
    return "\n".join(out)


def _units(units: list[Provision], top: Provision, columns: int) -> list[str]:
    out: list[str] = []
    open_units: list[Provision] = []

    def close(until: int) -> None:
        while len(open_units) > until:
            unit = open_units.pop()
            if unit.wrap_up:
                out.append(wrap(unit.wrap_up, columns, _indent(unit, top)))

    for unit in units:
        depth = unit.eid.count("__") - top.eid.count("__")
        close(depth)
        open_units.append(unit)
        label = unit.num if unit.parent_eid is not None else ""
        state = {Status.REPEALED: "[repealed] ", Status.NOT_YET_IN_FORCE: "[not yet in force] "}.get(unit.status, "")
        text = f"{label} {state}{unit.intro}".strip()
        if text:
            out.append(wrap(text, columns, _indent(unit, top), min(len(label) + 1, 6) if label else 0))
    close(0)
    return out or ["(The text held gives no words under this number.)"]


def _indent(unit: Provision, top: Provision) -> int:
    return 3 * max(0, unit.eid.count("__") - top.eid.count("__") - (1 if top.parent_eid is None else 0))


def _notes(units: list[Provision], columns: int) -> list[str]:
    law = [n for u in units for n in u.notes if n.kind is NoteKind.NORMATIVE]
    history = [n for u in units for n in u.notes if n.kind is NoteKind.EDITORIAL]
    out: list[str] = []
    if law:
        out += ["", "Notes that are law:", *(_note(n, columns) for n in law)]
    if history:
        out += ["", "Amendment history (not the law's words):", *(wrap(n.text, columns, 2, 2) for n in history)]
    return out


def _note(note: Note, columns: int) -> str:
    return wrap(f"{note.num} {note.text}".strip(), columns, 2, 2)


def as_object(expression: Expression, place: Place) -> dict[str, Any]:
    """A provision as one JSON object: its units, and everything needed to cite them."""
    units = subtree(expression, place.provision.eid)
    num = root_of(expression, place.provision).num
    eid = place.note.eid if place.note and place.note.eid else place.provision.eid
    head = codec.header(expression)
    for bulky in ("editorial", "issues", "ignored", "label_words", "provisions", "articles", "format"):
        head.pop(bulky)
    return {
        "pinpoint": pinpoint.cite(expression.work, eid, num),
        "digest": expression.digest,
        "units": [
            {
                "pinpoint": pinpoint.cite(expression.work, u.eid, num),
                "path": numbering.unit_path(u.eid),
                **codec.provision(u),
            }
            for u in units
        ],
        **head,
    }
