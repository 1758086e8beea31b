"""A Whoosh index of the articles held, one document an article.

The words of a query are found in any part of an article; each hit is then resolved to the smallest provisions that hold
them, so that what is shown can be cited. Over the digest the index lives in memory. Over a store it is a folder beside
it, made once for each state of the store: built under another name, then renamed, so that no reader sees half of it.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh import fields, qparser
from whoosh.analysis import LowercaseFilter, RegexTokenizer
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.query import Or, Query, Term

from corpus import export, pinpoint
from corpus.errors import QueryError
from corpus.library import Edition
from corpus.records import Expression, Provision

VERSION = "2"
# Chinese, Japanese signs are words one by one: their texts have no blanks, and several in a row are a phrase.
_SIGN = "\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_SIGN}]|[^\W{_SIGN}]+(?:[-'’][^\W{_SIGN}]+)*")
_SCHEMA = fields.Schema(
    key=fields.ID(stored=True),
    expression=fields.ID(stored=True),
    text=fields.TEXT(analyzer=RegexTokenizer(_WORD) | LowercaseFilter(), multitoken_query="phrase"),
    units=fields.STORED,
)
Tell = Callable[[int], None]
_SIZES = "sizes.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One provision that holds words of the query: `matched` maps each query word to the forms printed.

    `facts` are the columns that must stand beside it (language, kind, date and basis, addresses, hash).
    """

    pinpoint: str
    heading: str
    text: str
    matched: dict[str, tuple[str, ...]]
    facts: dict[str, str]

    @property
    def forms(self) -> tuple[str, ...]:
        """The words found, as printed, each once."""
        return tuple(dict.fromkeys(form for forms in self.matched.values() for form in forms))


class Searcher:
    """An index over editions; `index` is a Whoosh index made by `build`."""

    def __init__(self, index: Any) -> None:
        self._index = index

    def search(self, text: str, expressions: frozenset[str]) -> list[Hit]:
        """The provisions that hold the query's words, ordered by jurisdiction, expression and position.

        Args:
            text: Words, `"phrases"`, `AND`, `OR`, `NOT`, prefixes such as `organ*`.
            expressions: The ids of the expressions to look in.

        Raises:
            QueryError: If the query has no word.
        """
        query = qparser.QueryParser("text", _SCHEMA).parse(text)
        words = query_words(query)
        if not words:
            raise QueryError("query", repr(text), "at least one word")
        allowed = Or([Term("expression", e) for e in sorted(expressions)])
        with self._index.searcher() as searcher:
            numbers = sorted(searcher.docs_for_query(query & allowed))
            found = [hit for n in numbers for hit in _resolve(searcher.stored_fields(n)["units"], words)]
        return sorted(found, key=lambda h: (h.facts["jurisdiction"], h.facts["work"], h.facts["language"]))


def in_memory(editions: Iterable[Edition]) -> Searcher:
    """An index that lives as long as the process."""
    index = RamStorage().create_index(_SCHEMA)
    build(index, editions)
    return Searcher(index)


def on_disk(folder: Path, editions: Iterable[Edition], state: str, tell: Tell = lambda done: None) -> Searcher:
    """The index under `folder` of the editions held; made anew when the state of the store has changed.

    Args:
        folder: Where indexes are kept.
        editions: Everything held.
        state: A text that changes whenever what is held changes.
        tell: Called with the number of editions done while an index is being made.
    """
    name = hashlib.sha256(f"{VERSION} {state}".encode()).hexdigest()[:16]
    target = folder / name
    if not _whole(target):
        shutil.rmtree(target, ignore_errors=True)  # cut short or damaged: made anew from the store
        building = folder / f"{name}.{os.getpid()}.building"
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(parents=True)
        build(FileStorage(str(building)).create_index(_SCHEMA), editions, tell)
        (building / _SIZES).write_text(json.dumps(_sizes(building)), encoding="utf-8")
        if not target.is_dir():
            building.rename(target)
        for old in folder.iterdir():
            if old != target:
                shutil.rmtree(old, ignore_errors=True)
    return Searcher(FileStorage(str(target)).open_index())


def _whole(folder: Path) -> bool:
    """True when every file of an index has the size it had when the index was made."""
    listed = folder / _SIZES
    if not listed.is_file():
        return False
    try:
        wanted = json.loads(listed.read_text(encoding="utf-8"))
    except ValueError:
        return False
    return bool(wanted == _sizes(folder))


def _sizes(folder: Path) -> dict[str, int]:
    return {p.name: p.stat().st_size for p in sorted(folder.iterdir()) if p.name != _SIZES}


def build(index: Any, editions: Iterable[Edition], tell: Tell = lambda done: None) -> None:
    """Fill an empty index; every article of every edition is a document of it, checked by count."""
    writer = index.writer(limitmb=256)
    count = 0
    for done, edition in enumerate(editions, 1):
        expression = edition.load()
        facts = export.shared(expression)
        for units in _articles(expression):
            count += 1
            writer.add_document(
                key=f"{expression.id}#{units[0].eid}",
                expression=expression.id,
                text="\n".join(_text(u) for u in units),
                units=json.dumps([facts, units[0].heading, [_cited(expression, u, units[0].num) for u in units]]),
            )
        tell(done)
    writer.commit()
    with index.searcher() as searcher:
        assert searcher.doc_count() == count, "documents were lost while indexing"


def _cited(expression: Expression, unit: Provision, num: str) -> list[str]:
    return [pinpoint.cite(expression.work, unit.eid, num), _text(unit)]


def _resolve(stored: str, words: dict[str, re.Pattern[str]]) -> Iterator[Hit]:
    facts, heading, units = json.loads(stored)
    for cited, text in units:
        matched = {word: tuple(dict.fromkeys(m[0] for m in pattern.finditer(text))) for word, pattern in words.items()}
        matched = {word: forms for word, forms in matched.items() if forms}
        if matched:
            yield Hit(pinpoint=cited, heading=heading, text=text, matched=matched, facts=facts)


def query_words(query: Query) -> dict[str, re.Pattern[str]]:
    """The words, prefixes and phrases of a query, in their order, each with a pattern for the forms it finds."""
    out: dict[str, re.Pattern[str]] = {}
    for leaf in query.leaves():
        if phrase := getattr(leaf, "words", None):
            signs = all(re.fullmatch(rf"[{_SIGN}]", w) for w in phrase)
            shown = "".join(phrase) if signs else " ".join(phrase)
            gap = r"\W*" if signs else r"\W+"
            out[shown] = re.compile(_bounded(gap.join(map(re.escape, phrase))), re.IGNORECASE)
            continue
        text = getattr(leaf, "text", "")
        if isinstance(text, str) and text.strip("*? "):
            star = "*" if type(leaf).__name__ == "Prefix" else ""
            core = "".join(r"\w*" if c == "*" else r"\w" if c == "?" else re.escape(c) for c in text + star)
            out[text + star] = re.compile(_bounded(core), re.IGNORECASE)
    return out


def _bounded(core: str) -> str:
    """A pattern that begins and ends at a word's edge; signs have none."""
    return rf"(?:(?<![^\W{_SIGN}])|(?=[{_SIGN}])){core}(?:(?![^\W{_SIGN}])|(?<=[{_SIGN}]))"


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
