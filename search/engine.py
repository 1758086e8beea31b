"""What the rest of the program asks of an index, and the answers it gets.

`Engine` is the door: the command line and the comparison know nothing of what stands behind it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from search.syntax import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked: `node` is the parsed text (`None`: everything about `concept`), `editions` the ids to look in."""

    text: str
    node: Node | None
    editions: frozenset[str]
    concept: str = ""
    levels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of a hit's text, and the parts of it to be marked (characters, 0-based, end not included)."""

    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A provision that holds what was asked: the smallest one of its article.

    `passages` are its words in reading order, `article` the pinpoint of its article, `place` where it stands in its law
    (the article's number in the index, the unit's in the article), `facts` what must stand beside it (language, kind,
    date and basis, addresses, hash).
    """

    rank: int
    score: float
    pinpoint: str
    article: str
    eid: str
    level: str
    heading: str
    place: tuple[int, int]
    passages: tuple[Passage, ...]
    facts: dict[str, str]

    @property
    def matched(self) -> tuple[str, ...]:
        """The words found, as printed, each once."""
        return tuple(dict.fromkeys(p.text[a:b] for p in self.passages for a, b in p.marks))

    @property
    def text(self) -> str:
        """All words of the provision."""
        return " ".join(p.text for p in self.passages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What a query word came to in one language: the forms held, and in how many articles looked in."""

    word: str
    language: str
    forms: tuple[str, ...]
    articles: int


@dataclass(slots=True, kw_only=True)
class Answer:
    """Hits in their order, the number of articles that satisfy the query, and what its words came to."""

    hits: list[Hit] = field(default_factory=list)
    articles: int = 0
    uses: list[Use] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A form of a word: where it is held, in how many articles, how often."""

    jurisdiction: str
    work: str
    language: str
    lemma: str
    form: str
    articles: int
    times: int


class Engine(Protocol):
    """An index of everything held."""

    def index(self, codes: frozenset[str] | None = None) -> None:
        """Bring the index up to what is held, at least for some languages."""

    def search(self, query: Query, limit: int | None = None) -> Answer:
        """The provisions that satisfy a query, best first; those of the best `limit` articles at most."""

    def count(self, query: Query) -> int:
        """The number of provisions that `search` without a limit gives."""

    def facets(self, query: Query) -> list[tuple[str, str, int, int]]:
        """Facet (jurisdiction, language, work, concept), value, articles, provisions."""

    def terms(self, word: str, editions: Iterable[str]) -> list[Term]:
        """The forms of a word that the editions hold."""

    def nearest(self, word: str, editions: Iterable[str]) -> dict[str, list[str]]:
        """For each language in which a word is not held, the words held that are most like it."""
