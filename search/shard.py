"""One shard of the index: all articles held in one language, in a Whoosh index, with its table of forms beside it.

    <shard>/*.trm *.pst …     the Whoosh index: a document an article, postings with positions
    <shard>/lexicon.sqlite    form -> lemma, articles, times
    <shard>/shard.json        the editions with the first and last document of each, the length of every document

Whoosh is used as what it is best at here: a store of postings with positions. Scores are summed term by term
(`search/evaluate.py`), which is several times faster than its matchers for many words at once.
"""

import json
import math
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from whoosh import fields, formats
from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.reading import TermNotFound

from corpus import export, numbering
from corpus.concepts import CONCEPTS as COMPARED
from corpus.errors import NumberingError
from corpus.library import Edition
from search.concepts import Marker, vocabulary
from search.documents import HEADING, NOTE, Document, documents
from search.lemmas import Lemmatiser
from search.lexicon import NAME, Entry, Lexicon, write
from search.patterns import BREAK, Words, single
from search.tokens import base, tokeniser

HEAD = "shard.json"
_TEXT = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_SIGNS = re.compile(r"\{\w+\}|[()|=*\[\]]|\.\.\d*")
FIELDS = {"text": "", "heading": HEADING, "note": NOTE, "container": ""}


class _Places(formats.Format):  # type: ignore[misc]
    """A posting's value: the positions, as little-endian 32-bit numbers."""

    def __init__(self) -> None:
        super().__init__(field_boost=1.0)


class _Counted(fields.FieldType):  # type: ignore[misc]
    """A field whose value is already counted: form -> positions."""

    indexed, stored, scorable, unique, vector, analyzer = True, False, False, False, None, None
    column_type, multitoken_query, spelling = None, "default", False

    def __init__(self) -> None:
        self.format = _Places()

    def index(self, value: dict[str, list[int]], **kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for form, places in value.items():
            yield form.encode(), len(places), float(len(places)), array("I", places).tobytes()


def _schema() -> fields.Schema:
    """Words by field, the facts of the article and of its edition, and the article itself, stored."""
    facts = ("eid", "num", "level", "status", "in_force_from", "jurisdiction", "work", "language")
    names = dict.fromkeys([*FIELDS, "concept", "excluded"], _Counted())
    ids = {name: fields.ID() for name in (*facts, "text_kind", "text_state", "as_of")}
    return fields.Schema(**{k: _Counted() for k in names}, **ids, document=fields.STORED())


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An edition in a shard: its documents run from `first` to before `end`; `facts` are the columns of every row."""

    id: str
    slug: str
    short: str
    unit: str
    facts: dict[str, str]
    first: int
    end: int


def build(folder: Path | None, editions: Iterable[Edition], known: dict[str, str]) -> "Shard | None":
    """Write a shard into an empty folder, or (without one) into memory.

    Args:
        folder: Where; `None` for memory.
        editions: All of one language.
        known: Forms whose lemma is known already, so that no dictionary is loaded for them.

    Returns:
        The shard when it is in memory, else nothing: open it with `Shard`.
    """
    chosen = list(editions)
    language = base(chosen[0].language)
    reader, lemmas = tokeniser(language), Lemmatiser(language, known)
    marker = Marker(language, lemmas.lemma)
    storage = RamStorage() if folder is None else FileStorage(str(folder))
    index = storage.create_index(_schema())
    writer = index.writer(limitmb=256)
    writer.compound = False
    times: dict[str, list[int]] = {}
    lengths, headings, held = array("I"), array("I"), []
    for edition in chosen:
        expression = edition.load()
        first, shared = len(lengths), export.shared(expression)
        for document, forms in documents(expression, reader):
            lengths.append(len(forms))
            headings.append(_heading(document))
            _add(writer, shared, document, forms, marker, lemmas, times)
        work = expression.work
        if len(lengths) - first != len(expression.roots):
            raise AssertionError(f"{edition.id}: {len(lengths) - first} documents of {len(expression.roots)} articles")
        names = {"slug": work.slug, "short": work.short, "unit": work.unit}
        held.append(Held(id=edition.id, **names, facts=shared, first=first, end=len(lengths)))
    writer.commit()
    with index.searcher() as searcher:
        if searcher.doc_count() != len(lengths):
            raise AssertionError(f"{searcher.doc_count()} documents indexed of {len(lengths)}")
    terms = list(_terms(language, lemmas))
    # Words of the vocabulary and of the rules that no text holds: known, so that nothing needs a dictionary later.
    for phrase in [*(p for _, p, _ in terms), *rule_texts(language)]:
        for form in reader.query(phrase):
            times.setdefault(form, [0, 0])
    entries = (Entry(f, lemmas.lemma(f), n, t) for f, (n, t) in sorted(times.items()))
    if folder is None:
        lexicon = Lexicon(":memory:")
        lexicon.write(entries, terms)
        return Shard(language, index, lexicon, held, lengths, headings)
    write(folder / NAME, entries, terms)
    head = {"language": language, "editions": [_as_json(h) for h in held], "lengths": lengths.tolist()}
    head["headings"] = headings.tolist()
    (folder / HEAD).write_text(json.dumps(head, ensure_ascii=False), encoding="utf-8")
    return None


def rule_texts(language: str) -> Iterator[str]:
    """Every text in the rule files and the lexicon of a language; patterns among them, without their signs."""
    data = files("corpus").joinpath("data")
    for folder in ("lexicon", *(f"concepts/{name}" for name in (*COMPARED, "shared"))):
        file = data.joinpath(f"{folder}/{language}.toml")
        if file.is_file():
            for text in _TEXT.findall(file.read_text(encoding="utf-8")):
                yield _SIGNS.sub(" ", text)


def _terms(language: str, lemmas: Lemmatiser) -> Iterator[tuple[str, str, str]]:
    reader = tokeniser(language)
    for key, phrases in vocabulary(language)["terms"].items():
        for phrase in phrases:
            yield key, phrase, " ".join(lemmas.lemma(f) for f in reader.query(phrase))


def _as_json(held: Held) -> dict[str, Any]:
    return {name: getattr(held, name) for name in Held.__slots__}


def _add(
    writer: Any,
    shared: dict[str, str],
    document: Document,
    forms: list[str],
    marker: Marker,
    lemmas: Lemmatiser,
    times: dict[str, list[int]],
) -> None:
    language = shared["language"]
    places: dict[str, list[int]] = {}
    for at, form in enumerate(forms):
        if form in places:
            places[form].append(at)
        else:
            places[form] = [at]
    places.pop(BREAK, None)
    for form, found in places.items():
        entry = times.setdefault(form, [0, 0])
        entry[0] += 1
        entry[1] += len(found)
    single_forms = single(language, forms)
    lemma = lemmas.lemma
    heading = _heading(document)
    marked = marker.mark(Words(single_forms, [lemma(f) for f in single_forms]), heading)
    writer.add_document(
        text=places,
        heading=_within(places, document, HEADING),
        note=_within(places, document, NOTE),
        container=_counted(tokeniser(language).forms(document.containers)),
        concept={m.concept: [round(m.score * 1000), *_flat(m.spans)] for m in marked if m.spans},
        excluded={m.concept: _flat(m.excluded) for m in marked if m.excluded},
        num=_label(document.num),
        **{name: getattr(document, name) for name in ("eid", "level", "status", "in_force_from")},
        **{n: shared[n] for n in ("jurisdiction", "work", "language", "text_kind", "text_state", "as_of")},
        document=json.dumps(document.packed(), ensure_ascii=False),
    )


def _heading(document: Document) -> int:
    """How many positions the article's heading takes."""
    first = document.segments[0]
    if first.role != HEADING or first.unit:
        return 0
    return document.segments[1].start if len(document.segments) > 1 else document.length


def _label(num: str) -> str:
    try:
        return numbering.label(num).lower() if num else ""
    except NumberingError:
        return num.lower()


def _counted(forms: list[str]) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {}
    for at, form in enumerate(forms):
        out.setdefault(form, []).append(at)
    return out


def _flat(spans: Iterable[tuple[int, int]]) -> list[int]:
    return [at for span in spans for at in span]


def _within(places: dict[str, list[int]], document: Document, role: str) -> dict[str, list[int]]:
    """The places that lie in segments of one role."""
    ranges = []
    for index, segment in enumerate(document.segments):
        if segment.role == role:
            after = document.segments[index + 1].start - 1 if index + 1 < len(document.segments) else document.length
            ranges.append((segment.start, after))
    if not ranges:
        return {}
    out = {}
    for form, found in places.items():
        if kept := [p for p in found if any(a <= p < b for a, b in ranges)]:
            out[form] = kept
    return out


class Shard:
    """A shard opened for reading."""

    def __init__(
        self,
        language: str,
        index: Any,
        lexicon: Lexicon,
        held: list[Held],
        lengths: "array[int]",
        headings: "array[int]",
    ) -> None:
        self.language = language
        self.lexicon = lexicon
        self.held = held
        self.lengths = lengths
        self.headings = headings
        self.count = len(lengths)
        self._reader = index.reader()
        self._last: tuple[int, Document] | None = None
        self._firsts = [h.first for h in held]
        self.mean = sum(lengths) / max(1, len(lengths))

    @classmethod
    def open(cls, folder: Path) -> "Shard":
        """Open a shard that `build` wrote."""
        head = json.loads((folder / HEAD).read_text(encoding="utf-8"))
        held = [Held(**h) for h in head["editions"]]
        index = FileStorage(str(folder)).open_index()
        return cls(
            head["language"],
            index,
            Lexicon(folder / NAME),
            held,
            array("I", head["lengths"]),
            array("I", head["headings"]),
        )

    def edition(self, document: int) -> Held:
        """The edition that a document belongs to."""
        return self.held[bisect_right(self._firsts, document) - 1]

    def postings(self, field: str, form: str, ranges: list[tuple[int, int]]) -> Iterator[tuple[int, bytes]]:
        """The documents of some ranges that hold a form, with its positions packed (`places` reads them)."""
        try:
            matcher = self._reader.postings(field, form.encode())
        except TermNotFound:
            return
        if isinstance(matcher, W3LeafMatcher):
            yield from _blocks(matcher, ranges)
            return
        active, number, value, move = matcher.is_active, matcher.id, matcher.value, matcher.next
        for first, end in ranges:
            if not active():
                return
            if number() < first:
                matcher.skip_to(first)
            while active() and (at := number()) < end:
                yield at, value()
                move()

    def document(self, number: int) -> Document:
        """The article of a number; the last one read is kept."""
        if self._last is None or self._last[0] != number:
            self._last = (number, Document.unpacked(json.loads(self._reader.stored_fields(number)["document"])))
        return self._last[1]

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()
        self.lexicon.close()


def _blocks(matcher: Any, ranges: list[tuple[int, int]]) -> Iterator[tuple[int, bytes]]:
    """Postings block by block: several times faster than one by one, and blocks outside the ranges are not unpacked.

    Reads the matcher's own block fields, which the pinned release of Whoosh has; tests compare it with its public ones.
    """
    wanted = iter(ranges)
    first, end = next(wanted, (0, 0))
    while end:
        while matcher._maxid < first:
            if matcher._lastblock:
                return
            matcher._next_block()
        matcher._read_ids()
        ids, values = matcher._ids, None
        while end and first <= ids[-1]:
            low, high = bisect_left(ids, first), bisect_left(ids, end)
            if low < high:
                if values is None:
                    matcher._read_values()
                    values = matcher._values
                yield from zip(ids[low:high], values[low:high], strict=True)
            if end > ids[-1] + 1:
                break  # the range goes on in the next block
            first, end = next(wanted, (0, 0))
        if matcher._lastblock:
            return
        matcher._next_block()


def places(packed: bytes) -> "array[int]":
    """The positions of a posting."""
    out = array("I")
    out.frombytes(packed)
    return out


def idf(count: int, held: int) -> float:
    """How telling a word is that `held` of `count` documents hold (BM25)."""
    return math.log(1 + (count - held + 0.5) / (held + 0.5))
