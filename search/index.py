"""A Whoosh index of the articles held, in memory, one document an article.

The words of a query are found in any part of an article; each hit is then resolved to the smallest provisions that hold
them, so that what is shown can be cited.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import translate

from whoosh import fields, qparser
from whoosh.analysis import LowercaseFilter, RegexTokenizer
from whoosh.filedb.filestore import RamStorage
from whoosh.index import Index
from whoosh.query import Query

from corpus import pinpoint
from corpus.errors import QueryError
from corpus.records import Expression, Provision

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_SCHEMA = fields.Schema(
    key=fields.ID(stored=True),
    text=fields.TEXT(analyzer=RegexTokenizer(_WORD) | LowercaseFilter()),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One provision that holds words of the query: `matched` maps each query word to the forms printed."""

    pinpoint: str
    heading: str
    text: str
    matched: dict[str, tuple[str, ...]]
    expression: Expression

    @property
    def forms(self) -> tuple[str, ...]:
        """The words found, as printed, each once."""
        return tuple(dict.fromkeys(form for forms in self.matched.values() for form in forms))


class Searcher:
    """An index over the given expressions."""

    def __init__(self, expressions: Iterable[Expression]) -> None:
        self._articles: dict[str, tuple[Expression, list[Provision]]] = {}
        self._index: Index = RamStorage().create_index(_SCHEMA)
        writer = self._index.writer()
        for expression in expressions:
            for units in _articles(expression):
                key = f"{expression.id}#{units[0].eid}"
                self._articles[key] = (expression, units)
                writer.add_document(key=key, text="\n".join(_text(u) for u in units))
        writer.commit()

    def search(self, text: str) -> list[Hit]:
        """The provisions that hold the query's words, ordered by jurisdiction, expression and position.

        Args:
            text: Words, `"phrases"`, `AND`, `OR`, `NOT`, prefixes such as `organ*`.

        Raises:
            QueryError: If the query has no word.
        """
        query = qparser.QueryParser("text", _SCHEMA).parse(text)
        words = query_words(query)
        if not words:
            raise QueryError("query", repr(text), "at least one word")
        with self._index.searcher() as searcher:
            keys = {hit["key"] for hit in searcher.search(query, limit=None)}
        found = [hit for key in self._articles if key in keys for hit in self._resolve(key, words)]
        return sorted(found, key=lambda h: (h.expression.work.jurisdiction, h.expression.id))

    def _resolve(self, key: str, words: dict[str, re.Pattern[str]]) -> Iterator[Hit]:
        expression, units = self._articles[key]
        for unit in units:
            printed = _WORD.findall(_text(unit))
            matched = {
                word: tuple(dict.fromkeys(p for p in printed if pattern.fullmatch(p.lower())))
                for word, pattern in words.items()
            }
            matched = {word: forms for word, forms in matched.items() if forms}
            if matched:
                yield Hit(
                    pinpoint=pinpoint.cite(expression.work, unit.eid, units[0].num),
                    heading=units[0].heading,
                    text=_text(unit),
                    matched=matched,
                    expression=expression,
                )


def query_words(query: Query) -> dict[str, re.Pattern[str]]:
    """The words and prefixes of a query, in their order, each with a pattern for the forms it finds."""
    out: dict[str, re.Pattern[str]] = {}
    for leaf in query.leaves():
        for text in getattr(leaf, "words", None) or [getattr(leaf, "text", "")]:
            if isinstance(text, str) and text.strip("*? "):
                star = "*" if type(leaf).__name__ == "Prefix" else ""
                out[text + star] = re.compile(translate(text.lower() + star))
    return out


def _articles(expression: Expression) -> Iterator[list[Provision]]:
    units: list[Provision] = []
    for provision in expression.provisions:
        if provision.parent_eid is None and units:
            yield units
            units = []
        units.append(provision)
    if units:
        yield units


def _text(unit: Provision) -> str:
    notes = [n.text for n in unit.notes if n.eid]
    return " ".join(x for x in (unit.heading, unit.words, *notes) if x)
