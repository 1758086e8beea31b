"""Coded answers kept beside the store, until the text, a rule or the program changes: `<home>/coded/<concept>/`."""

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from compare.coder import Code, Coded, Evidence
from compare.find import Ground, Member
from compare.penalty import Penalty
from corpus.errors import StoreError
from corpus.library import Edition, Library
from corpus.store import write_file
from search.tokens import base


@lru_cache(maxsize=1)
def _program() -> str:
    """A digest of the modules that read articles off, so that their change empties the cache."""
    digest = hashlib.sha256()
    for package, names in (("compare", None), ("search", ("patterns.py", "numbers.py", "documents.py", "lemmas.py"))):
        for path in sorted(files(package).iterdir(), key=lambda p: p.name):
            if path.name.endswith(".py") and (names is None or path.name in names):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@lru_cache(maxsize=256)
def version(concept: str, language: str) -> str:
    """The version of the rules of a concept in a language, with that of the program; "" where there are no rules."""
    code = base(language)
    data = files("corpus").joinpath("data")
    told = [data.joinpath(f"concepts/{folder}/{code}.toml") for folder in (concept, "shared")]
    if not told[0].is_file():
        return ""
    digest = hashlib.sha256(_program().encode())
    for path in (*told, data.joinpath(f"lexicon/{code}.toml")):
        digest.update(path.read_bytes() if path.is_file() else b"-")
    return digest.hexdigest()[:16]


def _file(library: Library, edition: Edition, concept: str) -> Path:
    name = hashlib.sha256(f"{edition.id} {edition.sha256}".encode()).hexdigest()[:24]
    return library.home / "coded" / concept / f"{name}.json"


def cached(library: Library, edition: Edition, concept: str) -> list[Member] | None:
    """What was worked out of an edition before; `None` if nothing was, or not with these rules."""
    if library.is_digest:
        return None
    try:
        data = json.loads(_file(library, edition, concept).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(data, dict) or data.get("version") != version(concept, edition.language):
        return None
    if data.get("sha256") != _digest(data):
        return None  # a byte has changed on the disk: worked out again
    return [_member(m) for m in data["members"]]


def keep(library: Library, edition: Edition, concept: str, found: list[Member]) -> None:
    """Keep what was worked out; nothing is kept of the digest."""
    if library.is_digest:
        return
    file = _file(library, edition, concept)
    listed = [asdict(replace(m, coded=replace(m.coded, tried=()))) for m in found]
    data = {"version": version(concept, edition.language), "edition": edition.id, "members": listed}
    data["sha256"] = _digest(data)
    with suppress(StoreError):  # a folder that cannot be written, a full disk: worked out again next time
        write_file(file, json.dumps(data, ensure_ascii=False).encode())


def _digest(data: dict[str, Any]) -> str:
    held = json.dumps({k: v for k, v in data.items() if k != "sha256"}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(held.encode()).hexdigest()


def _member(data: dict[str, Any]) -> Member:
    coded = data["coded"]
    codes = {
        name: Code(
            element=name,
            answer=one["answer"],
            evidence=Evidence(**one["evidence"]) if one["evidence"] else None,
            others=tuple(Evidence(**e) for e in one["others"]),
            coder=one["coder"],
        )
        for name, one in coded["codes"].items()
    }
    grounds = tuple(Ground(**{**g, "below": tuple(g["below"])}) for g in data["grounds"])
    return Member(
        eid=data["eid"],
        num=data["num"],
        heading=data["heading"],
        grounds=grounds,
        coded=Coded(**{**coded, "codes": codes, "penalty": Penalty(**coded["penalty"]), "tried": ()}),
        text_sha256=data["text_sha256"],
        via={name: Evidence(**e) for name, e in data["via"].items()},
    )
