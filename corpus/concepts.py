"""The concepts that are compared, and their elements: `corpus/data/concepts/<concept>/concept.toml`.

name = "piracy"
about = "Taking a ship by force."
sources = ["UNCLOS 1982, art. 101"]
unit = "article"              what is coded: one article, or one source as a whole

[[element]]
id = "act.boarding"           family and name; the order of the file is the order of the columns
name = "boarding"             the column head, at most 24 characters
question = "Does the article name boarding a ship?"
definition = "Going on board against the will of the master."
source = ""                   the instrument that establishes the element, "" where none does
new = true                    optional: not yet checked against coded articles
computed = true               optional: worked out from other findings, not read off the words alone
"""

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import lru_cache
from importlib.resources import files
from typing import Any

from corpus.errors import CorpusError, QueryError

CONCEPTS: tuple[str, ...] = ("trafficking", "smuggling", "organ_removal", "human_material")
LONGEST_NAME = 24  # characters
_TOP = {"name": str, "about": str, "sources": list, "unit": str, "element": list}
_TEXTS = {"id": str, "name": str, "question": str, "definition": str, "source": str}
_FLAGS = {"new": bool, "computed": bool}


class Unit(StrEnum):
    """What one row of a comparison is."""

    ARTICLE = "article"
    SOURCE = "source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One part of a concept, asked of one unit."""

    id: str
    name: str
    question: str
    definition: str
    source: str
    new: bool = False
    computed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """What is compared; `id` is the name of its folder."""

    id: str
    name: str
    about: str
    sources: tuple[str, ...]
    unit: Unit
    elements: tuple[Element, ...]

    def element(self, element_id: str) -> Element:
        """The element with this id.

        Raises:
            QueryError: With the nearest ids.
        """
        for element in self.elements:
            if element.id == element_id:
                return element
        raise self._unknown(element_id)

    def chosen(self, patterns: str) -> tuple[Element, ...]:
        """The elements that a comma list of ids and globs names, each once and in the order of the concept.

        Args:
            patterns: Such as `object.*,means.force`.

        Raises:
            QueryError: If one of them matches nothing; with the nearest ids.
        """
        wanted = [pattern.strip() for pattern in patterns.split(",")]
        for pattern in wanted:
            if not any(fnmatchcase(e.id, pattern) for e in self.elements):
                raise self._unknown(pattern)
        return tuple(e for e in self.elements if any(fnmatchcase(e.id, p) for p in wanted))

    def _unknown(self, text: str) -> QueryError:
        families = list(dict.fromkeys(f"{e.id.partition('.')[0]}.*" for e in self.elements))
        near = _nearest(text, families if text.endswith("*") else [e.id for e in self.elements])
        return QueryError(
            f"elements of {self.id}",
            repr(text) if text else "an empty name",
            f"an id or a pattern such as {families[0]}",
            f"Nearest: {', '.join(near)}" if near else f"Families: {', '.join(families)}",
        )


@lru_cache(maxsize=len(CONCEPTS))
def concept(name: str) -> Concept:
    """The concept in the folder of this name.

    Raises:
        QueryError: If there is no such concept; with the nearest names.
        CorpusError: If its file is broken.
    """
    if name not in CONCEPTS:
        near = _nearest(name, CONCEPTS)
        do = f"Nearest: {', '.join(near)}" if near else ""
        raise QueryError("concept", repr(name), f"one of {', '.join(CONCEPTS)}", do)
    return read(name, files("corpus").joinpath(f"data/concepts/{name}/concept.toml").read_text(encoding="utf-8"))


def read(name: str, text: str) -> Concept:
    """Read the text of one `concept.toml`.

    Raises:
        CorpusError: If it is no TOML, a key is unknown, missing or of another type, or an id or a name is used twice.
    """
    place = f"concept {name}"
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CorpusError(place, str(error), "TOML") from error
    _check(place, data, _TOP, {})
    if data["unit"] not in list(Unit):
        raise CorpusError(place, f"unit = {data['unit']!r}", f"one of {', '.join(Unit)}")
    if any(not isinstance(source, str) for source in data["sources"]):
        raise CorpusError(place, "a source that is not a text", "texts only")
    elements = tuple(_element(place, number, entry) for number, entry in enumerate(data["element"], start=1))
    _check_unique(place, "id", [e.id for e in elements])
    _check_unique(place, "name", [e.name for e in elements])
    return Concept(
        id=name,
        name=data["name"],
        about=data["about"],
        sources=tuple(data["sources"]),
        unit=Unit(data["unit"]),
        elements=elements,
    )


def _element(concept_place: str, number: int, entry: Any) -> Element:
    if not isinstance(entry, dict):
        raise CorpusError(concept_place, f"element = {entry!r}", "tables headed [[element]]")
    place = f"{concept_place}, element {entry.get('id', number)}"
    _check(place, entry, _TEXTS, _FLAGS)
    if len(entry["name"]) > LONGEST_NAME:
        raise CorpusError(place, f"a name of {len(entry['name'])} characters", f"{LONGEST_NAME} at most")
    return Element(**entry)


def _check(place: str, table: dict[str, Any], needed: Mapping[str, type], optional: Mapping[str, type]) -> None:
    """Every needed key is there and filled (`source` may be empty), none is unknown, each has its type."""
    known = {**needed, **optional}
    for key, value in table.items():
        if key not in known:
            raise CorpusError(place, f"the key {key!r}", f"one of {', '.join(known)}")
        if not isinstance(value, known[key]):
            raise CorpusError(place, f"{key} = {value!r}", f"a value of type {known[key].__name__}")
    for key in needed:
        if key not in table or (not table[key] and key != "source"):
            raise CorpusError(place, f"no {key}", f"{key} with a value")


def _check_unique(place: str, what: str, values: list[str]) -> None:
    if twice := [value for value in dict.fromkeys(values) if values.count(value) > 1]:
        raise CorpusError(place, f"the {what} {twice[0]!r} twice", f"one element to each {what}")


def _nearest(text: str, names: Iterable[str]) -> list[str]:
    return difflib.get_close_matches(text.lower(), names, n=3, cutoff=0.5)
