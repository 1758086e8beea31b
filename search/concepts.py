"""The search vocabulary of concepts: plain data in `corpus/data/vocabulary/<language>.toml`.

    [terms]                      one entry a term of `corpus/data/vocabulary/terms.toml`: how the language says it
    organ = ["орган"]
    [concepts.organ_removal]
    strong = ["изъятие .. орган"]      a pattern that marks the concept by itself
    weak = ["донор", "трансплантация"] two different ones within 40 words mark it
    exclude = ["государственный орган"] words in such a match mean something else and count for nothing

Patterns are those of `search/patterns.py`.
"""

import math
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from corpus.errors import CorpusError
from search.tokens import base

if TYPE_CHECKING:
    from search.patterns import Found, Lemma, Words

CONCEPTS = (
    "trafficking",
    "smuggling",
    "organ_removal",
    "human_material",
    "prostitution",
    "kidnapping",
    "slavery_forced_labour",
)
_KINDS = ("strong", "weak", "exclude")
_WEIGHT = {"strong": 3.0, "weak": 1.0}
_NEAR = 40
_HEADING = 3.0
_LENGTH = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Where an article speaks of a concept: the words that say so, those that only seem to, and how strongly."""

    concept: str
    spans: tuple[tuple[int, int], ...]
    excluded: tuple[tuple[int, int], ...]
    score: float


@lru_cache(maxsize=64)
def vocabulary(language: str) -> dict[str, Any]:
    """The vocabulary of a language; empty where there is none.

    Raises:
        CorpusError: If the file is broken or names something unknown.
    """
    name = f"{base(language)}.toml"
    file = files("corpus").joinpath(f"data/vocabulary/{name}")
    if not file.is_file():
        return {"terms": {}, "concepts": {}}
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CorpusError(f"vocabulary {name}", str(error), "TOML") from error
    unknown = (data.keys() - {"terms", "concepts"}) | (data.get("concepts", {}).keys() - set(CONCEPTS))
    unknown |= {k for c in data.get("concepts", {}).values() for k in c.keys() - set(_KINDS)}
    unknown |= data.get("terms", {}).keys() - terms().keys()
    if unknown:
        raise CorpusError(
            f"vocabulary {name}", f"the key {sorted(unknown)[0]!r}", "terms and concepts that are defined"
        )
    return {"terms": data.get("terms", {}), "concepts": data.get("concepts", {})}


@lru_cache(maxsize=1)
def terms() -> dict[str, str]:
    """Every term that vocabularies translate: its key and what it means, in English."""
    text = files("corpus").joinpath("data/vocabulary/terms.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text))


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The languages that have a vocabulary."""
    folder = files("corpus").joinpath("data/vocabulary")
    found = (p.name.removesuffix(".toml") for p in folder.iterdir() if p.name.endswith(".toml"))
    return tuple(sorted(n for n in found if n != "terms"))


class Marker:
    """Marks the concepts of articles in one language."""

    def __init__(self, language: str, lemma: "Lemma | None" = None) -> None:
        from search.patterns import PatternSet  # not needed by a search without senses

        self._patterns = PatternSet(language, lemma)
        for concept, kinds in vocabulary(language)["concepts"].items():
            for kind, patterns in kinds.items():
                for pattern in patterns:
                    self._patterns.add((concept, kind, pattern), pattern)

    def mark(self, words: "Words", heading: int) -> list[Marked]:
        """The concepts an article speaks of.

        Args:
            words: The article's words, its heading first.
            heading: How many of them are the heading.
        """
        found: dict[str, list[Found]] = {}
        for match in self._patterns.find(words):
            found.setdefault(match.key[0], []).append(match)
        return [
            m for concept in CONCEPTS if concept in found and (m := _marked(concept, found[concept], words, heading))
        ]


def _marked(concept: str, found: "list[Found]", words: "Words", heading: int) -> Marked | None:
    excluded = [(f.start, f.end) for f in found if f.key[1] == "exclude"]
    taken = {p for a, b in excluded for p in range(a, b)}
    strong = [f for f in found if f.key[1] == "strong" and f.start not in taken and f.end - 1 not in taken]
    weak = [f for f in found if f.key[1] == "weak" and f.start not in taken]
    kept = strong + [f for f in weak if strong or _has_company(f, weak)]
    spans = tuple(sorted({(f.start, f.end) for f in kept}))
    if not spans and not excluded:
        return None
    return Marked(
        concept=concept,
        spans=spans,
        excluded=tuple(sorted(set(excluded))),
        score=_score(kept, len(words.forms), heading),
    )


def _has_company(one: "Found", weak: "Iterable[Found]") -> bool:
    return any(
        other.key[2] != one.key[2]
        and (other.end <= one.start or one.end <= other.start)
        and abs(other.start - one.start) <= _NEAR
        for other in weak
    )


def _score(kept: "list[Found]", length: int, heading: int) -> float:
    """More patterns, in the heading, in a shorter article: a higher score; each further match of one counts less."""
    by_pattern: dict[tuple[str, str], tuple[int, int]] = {}
    for f in kept:
        title, body = by_pattern.get(f.key[1:], (0, 0))
        by_pattern[f.key[1:]] = (title + 1, body) if f.start < heading else (title, body + 1)
    total = 0.0
    for (kind, _), (title, body) in by_pattern.items():
        total += _WEIGHT[kind] * ((_HEADING if title else 0) + math.log2(1 + body))
    return total / (1 + 0.5 * math.log2(1 + length / _LENGTH)) if total else 0.0
