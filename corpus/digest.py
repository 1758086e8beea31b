"""The built-in corpus: our own plain-English digest, never the law's words.

One TOML file a jurisdiction under `corpus/data/digest/`. A unit's `path` is its printed labels, outermost first
(`2/7`, `note/1`, `nn_2` for an unnumbered paragraph), as in `numbering.unit_path`.
"""

import hashlib
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any

from corpus import numbering
from corpus.errors import CorpusError
from corpus.records import (
    AsOfBasis,
    Completeness,
    Expression,
    Fidelity,
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

NOTICE = "digest: our own plain-English re-telling, not the law's own words"
_FOLDER = "data/digest"


def names() -> list[str]:
    """The jurisdictions' files of the digest, without their ending."""
    return sorted(
        p.name.removesuffix(".toml") for p in files("corpus").joinpath(_FOLDER).iterdir() if p.name.endswith(".toml")
    )


@lru_cache(maxsize=1)
def expressions() -> tuple[Expression, ...]:
    """The whole digest, one expression a work."""
    return tuple(e for name in names() for e in read(name))


def read(name: str) -> Iterator[Expression]:
    """The expressions of one jurisdiction's file.

    Raises:
        CorpusError: If the file is broken.
    """
    raw = files("corpus").joinpath(f"{_FOLDER}/{name}.toml").read_bytes()
    try:
        tables = tomllib.loads(raw.decode("utf-8"))["work"]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise CorpusError(f"digest {name}.toml", str(error), "a list of [[work]] tables") from error
    for table in tables:
        yield _expression(name.upper(), table, hashlib.sha256(raw).hexdigest())


def source_of(expression: Expression) -> str:
    """The record that a digest expression was told from, such as `kz/criminal-code-2014-ru`."""
    return expression.obtained_from.partition("told from ")[2].partition(" ")[0]


def _expression(jurisdiction: str, table: dict[str, Any], sha256: str) -> Expression:
    work = Work(
        jurisdiction=jurisdiction,
        slug=table["work"],
        title=table["title"],
        title_en=table["title_en"],
        short=table["short"],
        unit=table.get("unit", "art."),
        role=Role(table.get("role", "principal")),
        main=table["work"] == "criminal-code",
    )
    provisions: list[Provision] = []
    for article in table["article"]:
        provisions.extend(_article(article, len(provisions), f"digest {jurisdiction} {table['work']}"))
    return Expression(
        id=f"digest/{jurisdiction.lower()}-{table['work']}",
        source_id=f"digest/{jurisdiction.lower()}-{table['work']}",
        work=work,
        language="en",
        text_kind=TextKind.DIGEST,
        text_state=TextState.POINT_IN_TIME if "as_of" in table else TextState.UNKNOWN,
        as_of=table.get("as_of"),
        as_of_basis=AsOfBasis(table.get("as_of_basis", "unknown")),
        official_url=table.get("official_url", ""),
        obtained_from=f"delicti digest, told from {table['source']} ({table['language']})",
        fidelity=Fidelity.RETYPED,
        completeness=Completeness.EXTRACT,
        defects="",
        volume="",
        licence="MIT",
        licence_basis="written for this project",
        retrieved=None,
        sha256=sha256,
        dialect="digest",
        dialect_version="1",
        provisions=tuple(provisions),
    )


def _article(article: dict[str, Any], start: int, place: str) -> list[Provision]:
    units = article["units"]
    notes = [u for u in units if "note" in u["path"].split("/")]
    body = [u for u in units if u not in notes]
    level = Level(article.get("level", "article"))
    root = numbering.root_eid(level, article["num"], article.get("prefix", ""))
    own: dict[str, Any] = next((u for u in body if u["path"] == ""), {})
    out = [_provision(root, None, article["num"], own, start, article, _notes(notes, root))]
    eids = {"": root}
    for unit in body:
        path = unit["path"]
        if not path:
            continue
        parent, _, last = path.rpartition("/")
        if parent not in eids:
            raise CorpusError(f"{place} {article['num']}", f"the unit {path!r} before its parent", "parents first")
        below = Level.PARAGRAPH if not parent else Level.POINT
        number = "" if last.startswith("nn_") else last
        eids[path] = f"{eids[parent]}__{last if not number else numbering.eid_part(below, number)}"
        unit = {"status": article["status"], **unit} if "status" in article else unit
        out.append(_provision(eids[path], eids[parent], number, unit, start + len(out), None, ()))
    return out


def _notes(units: list[dict[str, Any]], root: str) -> tuple[Note, ...]:
    grouped: dict[str, list[str]] = {}
    for unit in units:
        tail = unit["path"].split("/")[unit["path"].split("/").index("note") + 1 :]
        number = tail[0] if tail and not tail[0].startswith("nn_") else ""
        grouped.setdefault(number, []).append(unit["text"])
    return tuple(
        Note(
            kind=NoteKind.NORMATIVE,
            text=" ".join(texts),
            num=number,
            eid=f"{root}__note" + (f"_{numbering.label(number)}" if number else ""),
        )
        for number, texts in grouped.items()
    )


def _provision(
    eid: str,
    parent: str | None,
    num: str,
    unit: dict[str, Any],
    position: int,
    article: dict[str, Any] | None,
    notes: tuple[Note, ...],
) -> Provision:
    level = Level((article or {}).get("level", "article")) if parent is None else Level.SUBPARAGRAPH
    if parent is not None and num:
        level = Level.PARAGRAPH if "para_" in eid.rpartition("__")[2] else Level.POINT
    status = unit.get("status") or (article or {}).get("status", "in_force")
    return Provision(
        eid=eid,
        level=level,
        num=num,
        heading=article["heading"] if article else "",
        intro=unit.get("text", "") if status != "repealed" else "",
        wrap_up=unit.get("wrap_up", ""),
        parent_eid=parent,
        position=position,
        containers=(),
        status=Status(status),
        notes=notes,
    )
