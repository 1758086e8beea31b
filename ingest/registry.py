"""Where each jurisdiction publishes its law: `ingest/data/registry/<code>.toml`, plain data that a lawyer can mend.

An address stands there with the evidence for it and how far it was tried: `never`, `replay` (only against the local
replay server of the tests) or `live DATE`. Where none is known, the work has none.

    [[work]]                 slug, short, title, title_en, role, unit, main, about, licence, licence_basis
    [[work.address]]         language, url (or front_page, where only the site is known), dated, history, dialect,
                             grammar, text_kind, first, last, evidence, pattern_evidence, tried
    [[work.collection]]      an open collection that carries it: source, repository, commit, path, file, sha256, as_of
"""

import tomllib
from dataclasses import dataclass, fields
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from corpus.errors import QueryError, SourceError
from corpus.jurisdictions import resolve

_ROOT = files("ingest").joinpath("data/registry")
RAW_HOST = "raw.githubusercontent.com"  # serves one file of a public repository at one commit


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """A site that publishes law; `terms` says what is known of its terms of use."""

    name: str
    host: str
    terms: str = "not looked at"
    robots: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a publisher has a work in one language; `dated` is a pattern with {YYYY}, {MM}, {DD}."""

    language: str
    evidence: str
    tried: str
    url: str = ""
    front_page: str = ""
    dated: str = ""
    history: str = ""
    dialect: str = ""
    grammar: str = ""
    text_kind: str = ""
    first: str = ""
    last: str = ""
    pattern_evidence: str = ""

    def at(self, day: date) -> str:
        """The address of the edition of a day, "" where the publisher has no such addresses."""
        return self.dated.format(YYYY=f"{day:%Y}", MM=f"{day:%m}", DD=f"{day:%d}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A file of an open law-as-data repository at one commit; `source` is the id under which it is kept."""

    source: str
    language: str
    title: str
    repository: str
    commit: str
    path: str
    file: str
    evidence: str
    tried: str
    sha256: str = ""
    as_of: str = ""
    completeness: str = ""
    defects: str = ""
    official_url: str = ""

    @property
    def url(self) -> str:
        """The address of the file at that commit."""
        return f"https://{RAW_HOST}/{self.repository}/{self.commit}/{quote(self.path)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A work that the registry names, with its addresses (none where none is known)."""

    jurisdiction: str
    slug: str
    title: str = ""
    title_en: str = ""
    short: str = ""
    role: str = ""
    unit: str = ""
    main: bool = False
    about: tuple[str, ...] = ()
    licence: str = ""
    licence_basis: str = ""
    addresses: tuple[Address, ...] = ()
    collections: tuple[Collection, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """All that the registry says of a jurisdiction."""

    code: str
    name: str
    note: str
    publishers: tuple[Publisher, ...]
    works: tuple[Registered, ...]

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts that redirects may lead to."""
        return frozenset(p.host for p in self.publishers)


def codes(home: Path | None = None) -> list[str]:
    """The codes of all jurisdictions registered, sorted; those under `<home>/registry` with them."""
    names = {p.name for p in _ROOT.iterdir()} | {p.name for p in _own(home)}
    return sorted(name.removesuffix(".toml").upper() for name in names if name.endswith(".toml"))


def _own(home: Path | None) -> list[Path]:
    return sorted((home / "registry").glob("*.toml")) if home else []


def entry(text: str, home: Path | None = None) -> Entry:
    """The entry of a jurisdiction, typed as code or English name; one of the user's own goes before the project's.

    Raises:
        QueryError: If it is not registered.
        SourceError: If its file has a field that means nothing.
    """
    code = resolve(text, codes(home))
    own = [p for p in _own(home) if p.stem.upper() == code]
    place = own[0] if own else _ROOT.joinpath(f"{code.lower()}.toml")
    if not place.is_file():
        do = "Save its text and use 'delicti add'"
        raise QueryError("registry", f"no entry for {code}", f"one of {', '.join(codes(home))}", do)
    try:
        return read(code, tomllib.loads(place.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(str(place), f"no TOML ({error})", "an entry as in docs/ADDING_A_JURISDICTION.md") from error


def read(code: str, table: dict[str, Any]) -> Entry:
    """An entry from its table.

    Raises:
        SourceError: If a field means nothing, or a mandatory one is missing.
    """
    return Entry(
        code=code,
        name=table.get("name", code),
        note=table.get("note", ""),
        publishers=tuple(_record(Publisher, p, code) for p in table.get("publisher", ())),
        works=tuple(_work(code, w) for w in table.get("work", ())),
    )


def _work(code: str, table: dict[str, Any]) -> Registered:
    rest = {k: v for k, v in table.items() if k not in ("address", "collection", "about")}
    work: Registered = _record(
        Registered,
        {
            **rest,
            "jurisdiction": code,
            "about": tuple(table.get("about", ())),
            "addresses": tuple(_record(Address, a, code) for a in table.get("address", ())),
            "collections": tuple(_record(Collection, c, code) for c in table.get("collection", ())),
        },
        code,
    )
    return work


def _record(kind: Any, table: dict[str, Any], code: str) -> Any:
    known = {f.name for f in fields(kind)}
    if unknown := sorted(set(table) - known):
        raise SourceError(
            f"registry {code}, {kind.__name__.lower()}", f"the key {unknown[0]!r}", ", ".join(sorted(known))
        )
    try:
        return kind(**table)
    except TypeError as error:
        raise SourceError(f"registry {code}, {kind.__name__.lower()}", f"a field missing ({error})", "it") from error


def works(found: Entry, wanted: str) -> tuple[Registered, ...]:
    """The works named in a comma list of slugs or short names; all of them for an empty one.

    Raises:
        QueryError: If a name is none of them.
    """
    out: list[Registered] = []
    for name in filter(None, (part.strip().lower() for part in wanted.split(","))):
        fitting = [w for w in found.works if name in (w.slug.lower(), w.short.lower())]
        if not fitting:
            raise QueryError(f"{found.code}, work", repr(name), f"one of {', '.join(w.slug for w in found.works)}")
        out += fitting
    return tuple(out) or found.works


def host(url: str) -> str:
    """The host of an address, "" when it has none."""
    return urlsplit(url).hostname or ""
