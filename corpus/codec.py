"""Records to plain JSON values and back: the stored form, byte for byte the same for the same record.

An expression is a header object and then one object a provision. Empty fields are left out; the containers of a unit
below an article are the article's and stand only there.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from corpus.errors import StoreError
from corpus.records import (
    AsOfBasis,
    Completeness,
    Container,
    Expression,
    Fidelity,
    Ignored,
    Issue,
    Level,
    Note,
    NoteKind,
    Provision,
    Role,
    Status,
    TextKind,
    TextState,
    Work,
)

FORMAT = 1


def dumps(value: Any) -> str:
    """One line of JSON: keys in their given order, no blanks, no ASCII escapes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def header(expression: Expression) -> dict[str, Any]:
    """The header object of an expression."""
    work = expression.work
    return {
        "format": FORMAT,
        "id": expression.id,
        "source_id": expression.source_id,
        "work": {
            "jurisdiction": work.jurisdiction,
            "slug": work.slug,
            "title": work.title,
            "title_en": work.title_en,
            "short": work.short,
            "unit": work.unit,
            "role": work.role.value,
            "main": work.main,
        },
        "language": expression.language,
        "text_kind": expression.text_kind.value,
        "text_state": expression.text_state.value,
        "as_of": _iso(expression.as_of),
        "as_of_basis": expression.as_of_basis.value,
        "official_url": expression.official_url,
        "obtained_from": expression.obtained_from,
        "fidelity": expression.fidelity.value,
        "completeness": expression.completeness.value if expression.completeness else None,
        "defects": expression.defects,
        "volume": expression.volume,
        "licence": expression.licence,
        "licence_basis": expression.licence_basis,
        "retrieved": _iso(expression.retrieved),
        "sha256": expression.sha256,
        "dialect": expression.dialect,
        "dialect_version": expression.dialect_version,
        "provisions": len(expression.provisions),
        "articles": len(expression.articles),
        "editorial": [_note(n) for n in expression.editorial],
        "issues": [{"place": i.place, "found": i.found, "text": i.text} for i in expression.issues],
        "ignored": [{"rule": i.rule, "characters": i.characters} for i in expression.ignored],
        "label_words": [list(pair) for pair in expression.label_words],
    }


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _note(note: Note) -> dict[str, Any]:
    out: dict[str, Any] = {"kind": note.kind.value, "text": note.text}
    if note.num:
        out["num"] = note.num
    if note.eid:
        out["eid"] = note.eid
    return out


def provision(p: Provision) -> dict[str, Any]:
    """The object of a provision; empty fields left out."""
    out: dict[str, Any] = {"eid": p.eid, "level": p.level.value}
    optional = {
        "num": p.num,
        "heading": p.heading,
        "intro": p.intro,
        "wrap_up": p.wrap_up,
        "parent": p.parent_eid,
        "status": p.status.value if p.status is not Status.IN_FORCE else None,
        "in_force_from": _iso(p.in_force_from),
        "amended_by": list(p.amended_by),
        "notes": [_note(n) for n in p.notes],
        "containers": [[c.level.value, c.num, c.heading] for c in p.containers] if p.parent_eid is None else None,
    }
    out.update((k, v) for k, v in optional.items() if v)
    return out


def lines(expression: Expression) -> Iterator[str]:
    """The stored lines of an expression: its header, then its provisions; no line ends."""
    yield dumps(header(expression))
    for p in expression.provisions:
        yield dumps(provision(p))


def read_provisions(rows: Iterable[dict[str, Any]]) -> tuple[Provision, ...]:
    """Provision objects back to records."""
    out: list[Provision] = []
    shared: tuple[Container, ...] = ()
    for position, row in enumerate(rows):
        parent = row.get("parent")
        if parent is None:
            shared = tuple(Container(level=Level(c[0]), num=c[1], heading=c[2]) for c in row.get("containers", ()))
        out.append(
            Provision(
                eid=row["eid"],
                level=Level(row["level"]),
                num=row.get("num", ""),
                heading=row.get("heading", ""),
                intro=row.get("intro", ""),
                wrap_up=row.get("wrap_up", ""),
                parent_eid=parent,
                position=position,
                containers=shared,
                status=Status(row.get("status", "in_force")),
                notes=tuple(_read_note(n) for n in row.get("notes", ())),
                in_force_from=_read_date(row.get("in_force_from")),
                amended_by=tuple(row.get("amended_by", ())),
            )
        )
    return tuple(out)


def _read_note(row: dict[str, Any]) -> Note:
    return Note(kind=NoteKind(row["kind"]), text=row["text"], num=row.get("num", ""), eid=row.get("eid"))


def _read_date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def read_work(row: dict[str, Any]) -> Work:
    """A work object back to its record."""
    return Work(
        jurisdiction=row["jurisdiction"],
        slug=row["slug"],
        title=row["title"],
        title_en=row["title_en"],
        short=row["short"],
        unit=row["unit"],
        role=Role(row["role"]),
        main=row["main"],
    )


def read_expression(head: dict[str, Any], provisions: tuple[Provision, ...], place: str) -> Expression:
    """A header object and its provisions back to an expression.

    Raises:
        StoreError: If the header is of another format, or lacks a field.
    """
    if head.get("format") != FORMAT:
        raise StoreError(place, f"format {head.get('format')!r}", str(FORMAT), "Run 'delicti ingest' again")
    try:
        return Expression(
            id=head["id"],
            source_id=head["source_id"],
            work=read_work(head["work"]),
            language=head["language"],
            text_kind=TextKind(head["text_kind"]),
            text_state=TextState(head["text_state"]),
            as_of=_read_date(head["as_of"]),
            as_of_basis=AsOfBasis(head["as_of_basis"]),
            official_url=head["official_url"],
            obtained_from=head["obtained_from"],
            fidelity=Fidelity(head["fidelity"]),
            completeness=Completeness(head["completeness"]) if head["completeness"] else None,
            defects=head["defects"],
            volume=head["volume"],
            licence=head["licence"],
            licence_basis=head["licence_basis"],
            retrieved=_read_date(head["retrieved"]),
            sha256=head["sha256"],
            dialect=head["dialect"],
            dialect_version=head["dialect_version"],
            provisions=provisions,
            editorial=tuple(_read_note(n) for n in head["editorial"]),
            issues=tuple(Issue(place=i["place"], found=i["found"], text=i["text"]) for i in head["issues"]),
            ignored=tuple(Ignored(rule=i["rule"], characters=i["characters"]) for i in head["ignored"]),
            label_words=tuple((w, n) for w, n in head["label_words"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise StoreError(
            place, f"a damaged header ({error})", "a stored expression", "Run 'delicti ingest' again"
        ) from error
