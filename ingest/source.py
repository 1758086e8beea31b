"""Source records: `source.json` beside a statute file, read as it stands, joined with what the project knows of it.

Source: the field list of the record format in `docs/ARCHITECTURE.md`.
"""

import hashlib
import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from corpus.errors import SourceError
from corpus.records import AsOfBasis, Completeness, Fidelity, Role, Source, TextKind, TextState, Work
from ingest import expectations

RECORD = "source.json"
_REQUIRED = ("jurisdiction", "title", "language", "file")


def find_records(paths: list[Path]) -> list[Path]:
    """The record folders at or below the given paths, sorted.

    Raises:
        SourceError: If a path does not exist or holds no record.
    """
    out: list[Path] = []
    for path in paths:
        if not path.exists():
            raise SourceError(str(path), "no such file or folder", f"a folder with {RECORD}")
        folder = path.parent if path.name == RECORD else path
        found = sorted({p.parent for p in folder.rglob(RECORD)} | set(_orphans(folder)))
        if not found:
            raise SourceError(
                str(path), f"no {RECORD} at or below it", f"a statute file with its {RECORD}", "Write the record first"
            )
        out.extend(p for p in found if p not in out)
    return out


def _orphans(folder: Path) -> list[Path]:
    """Folders of statute files whose record is missing: they count as sources, so that they fail aloud."""
    known = {".txt", ".md", ".json", ".xml", ".html", ".htm", ".docx"}
    groups = {p.parent for p in folder.rglob("*") if p.suffix.lower() in known and p.name != "catalog.json"}
    records = {p.parent for p in folder.rglob(RECORD)}
    return [g for g in groups if g not in records and any(r.parent.parent == g.parent.parent for r in records)]


def source_id(folder: Path) -> str:
    """The id of a record: the last two parts of its folder, `kz/criminal-code-2014-ru`."""
    return "/".join(folder.resolve().parts[-2:])


def read_source(folder: Path) -> Source:
    """Read a record and join it with the project's own facts about the source.

    Raises:
        SourceError: If the record is missing, is no JSON object, lacks a mandatory field, or names no file that exists.
    """
    name = source_id(folder)
    path = folder / RECORD
    record = _json(path, name)
    for key in _REQUIRED:
        if not isinstance(record.get(key), str) or not record[key].strip():
            raise SourceError(f"{name}/{RECORD}, {key}", repr(record.get(key)), "a text", "Fill the field in")
    raw = folder / record["file"]
    if not _inside(raw, folder):
        raise SourceError(f"{name}/{RECORD}, file", repr(record["file"]), "the name of a file in the same folder")
    if not raw.is_file():
        raise SourceError(f"{name}/{record['file']}", "no such file", "the file that the record names")
    return _join(name, record, raw)


def _json(path: Path, name: str) -> dict[str, Any]:
    if not path.is_file():
        raise SourceError(f"{name}/{RECORD}", "no record", "a JSON object", "Write the record beside the statute file")
    try:
        record = json.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SourceError(f"{name}/{RECORD}", f"a byte that is no UTF-8 at offset {error.start}", "UTF-8") from error
    except (json.JSONDecodeError, RecursionError) as error:
        where = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise SourceError(f"{name}/{RECORD}{where}", "broken JSON", "a JSON object", "Mend the record") from error
    if not isinstance(record, dict):
        raise SourceError(f"{name}/{RECORD}", f"a JSON {type(record).__name__}", "a JSON object")
    return record


def _inside(path: Path, folder: Path) -> bool:
    return path.resolve().parent == folder.resolve()


def _join(name: str, record: dict[str, Any], raw: Path) -> Source:
    facts = expectations.facts(name)
    languages = tuple(facts.get("languages") or str(facts.get("language") or record["language"]).split("+"))
    as_of = _date(facts.get("as_of") or record.get("consolidated_to"), f"{name}/{RECORD}, consolidated_to")
    basis = AsOfBasis(facts["as_of_basis"]) if "as_of_basis" in facts else _basis(record, as_of)
    obtained = "/".join(str(record[k]) for k in ("github", "path") if record.get(k))
    if record.get("commit"):
        obtained = f"{obtained}@{record['commit']}"
    completeness = facts.get("completeness") or record.get("completeness")
    return Source(
        id=name,
        jurisdiction=str(record["jurisdiction"]).upper(),
        title=str(record["title"]),
        title_en=str(facts.get("title_en") or record.get("title_en") or ""),
        languages=languages,
        file=str(record["file"]),
        official_url=str(record.get("official_url") or ""),
        obtained_from=obtained or str(record.get("obtained_from") or ""),
        work=_work(name, record, facts),
        dialect=str(facts.get("dialect") or record.get("dialect") or ""),
        grammar=str(facts.get("grammar") or record.get("grammar") or ""),
        text_kind=TextKind(facts.get("text_kind") or record.get("text_kind") or "official"),
        text_state=TextState(facts.get("text_state") or record.get("text_state") or _state(as_of)),
        as_of=as_of,
        as_of_basis=basis,
        fidelity=Fidelity(record.get("fidelity") or "as_fetched"),
        completeness=Completeness(completeness) if completeness else None,
        defects=str(record.get("defects") or ""),
        licence=str(record.get("licence") or ""),
        licence_basis=str(record.get("licence_basis") or ""),
        retrieved=_date(record.get("retrieved"), f"{name}/{RECORD}, retrieved"),
        translations=tuple(facts.get("translations") or record.get("translations") or ()),
        volume=str(facts.get("volume") or record.get("volume") or ""),
        encoding=str(facts.get("encoding") or record.get("encoding") or "utf-8"),
        sha256=_declared(record, raw.name),
        notes=str(record.get("notes") or ""),
        section_count=record.get("section_count"),
        key_provisions=_keys(record),
        options=tuple(
            sorted((str(k), str(v)) for k, v in (facts.get("options") or record.get("options") or {}).items())
        ),
    )


def _state(as_of: date | None) -> str:
    return "point_in_time" if as_of else "unknown"


def _basis(record: dict[str, Any], as_of: date | None) -> AsOfBasis:
    note = str(record.get("consolidated_note") or "") + str(record.get("notes") or "")
    if as_of is None:
        return AsOfBasis.UNKNOWN
    if re.search(r"commit date|snapshot", note, re.IGNORECASE):
        return AsOfBasis.COMMIT_DATE
    return AsOfBasis.PUBLISHER


def _date(value: object, place: str) -> date | None:
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise SourceError(place, repr(value), "a date such as 2024-07-05") from error


def _declared(record: dict[str, Any], name: str) -> str:
    for entry in record.get("files") or ():
        if isinstance(entry, dict) and entry.get("name") == name:
            return str(entry.get("sha256") or "")
    return ""


def _keys(record: dict[str, Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = record.get("key_provisions") or {}
    return tuple((str(theme), tuple(str(n) for n in numbers)) for theme, numbers in found.items())


def _work(name: str, record: dict[str, Any], facts: dict[str, Any]) -> Work:
    title_en = str(facts.get("title_en") or record.get("title_en") or "")
    return Work(
        jurisdiction=str(record["jurisdiction"]).upper(),
        slug=str(facts.get("work") or record.get("work") or name.partition("/")[2]),
        title=str(record["title"]),
        title_en=title_en,
        short=str(facts.get("short") or record.get("short") or _initials(title_en or str(record["title"]))),
        unit=str(facts.get("unit") or record.get("unit") or "art."),
        role=Role(facts.get("role") or record.get("role") or "principal"),
        main=bool(facts.get("main") or record.get("main") or False),
    )


def _initials(title: str) -> str:
    words = re.findall(r"[^\W\d_]+", title.partition("(")[0])
    small = {"of", "the", "on", "and", "in", "for", "to", "a", "an", "de", "der", "die", "del", "la"}
    letters = "".join(w[0].upper() for w in words if w.lower() not in small)
    return letters[:6] or "LAW"


def fingerprint(raw: bytes) -> str:
    """The SHA-256 of a raw file, hexadecimal."""
    return hashlib.sha256(raw).hexdigest()


def with_bytes(source: Source, raw: bytes) -> Source:
    """Fix the source to the bytes that were really read.

    Raises:
        SourceError: If the record declares another hash.
    """
    found = fingerprint(raw)
    if source.sha256 and source.sha256 != found:
        raise SourceError(
            f"{source.id}/{source.file}",
            f"SHA-256 {found[:12]}…",
            f"{source.sha256[:12]}… as its record says",
            "The file was changed after the record was written; fetch it again or mend the record",
        )
    return replace(source, sha256=found)
