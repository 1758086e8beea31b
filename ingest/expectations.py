"""Facts about each known source, kept as plain data and checked on every ingest.

`ingest/data/expectations/<jurisdiction>/<slug>.toml` says of one source: which dialect and grammar read it, which work
it is an edition of, how many articles it holds, its first and last, its known gaps and oddities, and why a count
differs from the one in the source's own record.
"""

import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from corpus import numbering
from corpus.errors import ParseError, SourceError
from corpus.records import Expression

KEYS = {
    "dialect", "grammar", "work", "short", "unit", "main", "role", "title_en", "language", "languages", "text_kind",
    "text_state", "as_of", "as_of_basis", "completeness", "articles", "first", "last", "gaps", "why", "repeated",
    "ignored_cap", "unresolved", "options", "encoding", "coverage_floor", "volume", "translations",
    "languages_articles",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What a source should turn out to be; empty fields are not checked."""

    articles: int | None = None
    first: str = ""
    last: str = ""
    gaps: tuple[str, ...] = ()
    ignored_cap: float = 0.25
    coverage_floor: float = 0.0
    unresolved: dict[str, str] = field(default_factory=dict)
    why: str = ""
    languages_articles: dict[str, int] = field(default_factory=dict)


_ROOT = files("ingest").joinpath("data/expectations")


@lru_cache(maxsize=512)
def facts(source_id: str) -> dict[str, Any]:
    """The raw table of a source, empty when the project knows nothing of it.

    Raises:
        SourceError: If the table has a key that means nothing.
    """
    place = _ROOT.joinpath(f"{source_id}.toml")
    if not place.is_file():
        return {}
    table = tomllib.loads(place.read_text(encoding="utf-8"))
    unknown = set(table) - KEYS
    if unknown:
        raise SourceError(f"expectations {source_id}.toml", f"the unknown key {min(unknown)!r}", "a known key")
    return table


def known() -> list[str]:
    """The ids of all sources that the project knows, sorted."""
    out = []
    for folder in _ROOT.iterdir():
        if folder.is_dir():
            out += [
                f"{folder.name}/{p.name.removesuffix('.toml')}" for p in folder.iterdir() if p.name.endswith(".toml")
            ]
    return sorted(out)


def expectation(source_id: str) -> Expectation:
    """What the project knows that this source should turn out to be."""
    table = facts(source_id)
    return Expectation(
        articles=table.get("articles"),
        first=str(table.get("first", "")),
        last=str(table.get("last", "")),
        gaps=tuple(table.get("gaps", ())),
        ignored_cap=float(table.get("ignored_cap", 0.25)),
        coverage_floor=float(table.get("coverage_floor", 0.0)),
        unresolved=dict(table.get("unresolved", {})),
        why=str(table.get("why", "")),
        languages_articles=dict(table.get("languages_articles", {})),
    )


def gaps(expression: Expression) -> list[str]:
    """The whole numbers that no article of the main numbering has, between its first and its last."""
    held = set()
    for article in expression.articles:
        found = re.match(r"\d+", numbering.label(article.num))
        if article.eid.startswith("art_") and found:
            held.add(int(found[0]))
    return [str(n) for n in range(min(held), max(held)) if n not in held] if held else []


def _spread(declared: list[object]) -> list[str]:
    """`["2", "4-6"]` as 2, 4, 5, 6."""
    out: list[str] = []
    for entry in map(str, declared):
        first, _, last = entry.partition("-")
        out += [str(n) for n in range(int(first), int(last or first) + 1)]
    return out


def check(expression: Expression) -> None:
    """Compare an expression with what is known of its source.

    Raises:
        ParseError: With the first difference: another count, another first or last article.
    """
    known_facts = expectation(expression.source_id)
    articles = expression.articles
    place = expression.id
    declared = facts(expression.source_id).get("gaps")
    if declared is not None and (found := gaps(expression)) != (known := _spread(declared)):
        odd = sorted(set(found) ^ set(known), key=numbering.key)
        raise ParseError(
            place, f"gaps in the numbers that differ from those known ({', '.join(odd[:8])})", "the known ones"
        )
    wanted = known_facts.languages_articles.get(expression.language, known_facts.articles)
    if wanted is not None and len(articles) != wanted:
        raise ParseError(
            place,
            f"{len(articles)} articles",
            f"{wanted}",
            "Is it another edition? Then give it a record of its own; else the parser or the expectation is wrong",
        )
    if expression.language not in known_facts.languages_articles:
        for name, article, label in (
            ("first", articles[0], known_facts.first),
            ("last", articles[-1], known_facts.last),
        ):
            if label and numbering.label(article.num).lower() != numbering.label(label).lower():
                raise ParseError(
                    place, f"the {name} article {article.num}", label, "Is the file the law that its record names?"
                )
