"""A query over one shard: which articles satisfy it, how well, and which of their provisions hold what was asked.

Scores are BM25 over the articles of the shard, summed term by term; all forms of a word count as one term, and a word
in the article's heading counts as three.
"""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from corpus import numbering
from corpus.errors import NumberingError, QueryError
from search import syntax
from search.concepts import CONCEPTS
from search.documents import HEADING, Document, sentences
from search.forms import forms_of, spellings, width_of
from search.shard import Shard, idf, places
from search.tokens import tokeniser

K1, B, HEADING_COUNTS = 1.2, 0.75, 2
Ranges = list[tuple[int, int]]
Span = tuple[int, int]


@dataclass(slots=True)
class _Leaf:
    """A word in this shard: the forms it stands for, and where each article holds one."""

    forms: tuple[str, ...]
    held: dict[int, list[bytes]]


@dataclass(slots=True)
class Evaluation:
    """One query over one shard; what it has read of the index it keeps until it is thrown away.

    `concept` narrows every word to its sense in that concept: readings that its vocabulary excludes do not count.
    `dictionary` lets the language's dictionary be loaded for a word that no text holds in the form typed.
    """

    shard: Shard
    ranges: Ranges
    concept: str = ""
    dictionary: bool = False
    _leaves: dict[tuple[str, syntax.Word], _Leaf] = field(default_factory=dict)
    _sayable: dict[int, tuple[syntax.Or, list[syntax.Node]]] = field(default_factory=dict)
    _phrases: dict[tuple[str, syntax.Phrase], dict[int, list[Span]]] = field(default_factory=dict)
    _excluded: dict[int, "array[int]"] | None = None

    # Articles and scores

    def scores(self, node: syntax.Node, name: str = "text") -> dict[int, float]:
        """Every article that satisfies a node, with its score."""
        match node:
            case syntax.Word():
                return self._weigh(self._times(self.leaf(node, name).held))
            case syntax.Phrase():
                return self._weigh(self._counted(node, name))
            case syntax.Near():
                return self._weigh(self._counted(node, name))
            case syntax.And():
                return self._all(node, name)
            case syntax.Or():
                return _summed([self.scores(part, name) for part in self._parts(node)])
            case syntax.InField():
                return self.scores(node.part, node.field)
            case syntax.Where():
                return self._where(node)
            case syntax.Not():
                without = self.scores(node.part, name)
                return {doc: 0.0 for a, b in self.ranges for doc in range(a, b) if doc not in without}

    def _parts(self, node: syntax.Or) -> list[syntax.Node]:
        """Alternatives that this shard can hold: an expansion binds each to one language, and may have hundreds."""
        known = self._sayable.get(id(node))
        if known is None:
            found = [p for p in node.parts if syntax.language_of(p) in ("", self.shard.language)]
            known = self._sayable[id(node)] = (node, found)  # the node is kept, so that no other gets its id
        return known[1]

    def _all(self, node: syntax.And, name: str) -> dict[int, float]:
        wanted = [part for part in node.parts if not isinstance(part, syntax.Not)]
        unwanted = [part.part for part in node.parts if isinstance(part, syntax.Not)]
        if not wanted:
            found = {doc: 0.0 for a, b in self.ranges for doc in range(a, b)}
        else:
            each = [self.scores(part, name) for part in wanted]
            each.sort(key=len)
            common = set(each[0]).intersection(*each[1:])
            found = {doc: sum(one[doc] for one in each) for doc in common}
        for part in unwanted:
            if found:
                without = self.scores(part, name)
                found = {doc: score for doc, score in found.items() if doc not in without}
        return found

    def _counted(self, node: syntax.Phrase | syntax.Near, name: str) -> dict[int, float]:
        if isinstance(node, syntax.Phrase):
            return {doc: float(len(found)) for doc, found in self._rows(node, name).items()}
        docs = self._candidates(node, name)
        return {doc: float(len(found)) for doc in docs if (found := self.spans(node, doc, name))}

    def _candidates(self, node: syntax.Node, name: str) -> set[int]:
        """Articles that may satisfy a node, found without looking at positions."""
        match node:
            case syntax.Phrase():
                return set(self._rows(node, name))
            case syntax.Near():
                return self._candidates(node.left, name) & self._candidates(node.right, name)
            case syntax.And():
                return set.intersection(*(self._candidates(p, name) for p in node.parts))
            case syntax.Or():
                return set().union(*(self._candidates(p, name) for p in self._parts(node)))
            case syntax.Word():
                return set(self.leaf(node, name).held)
            case syntax.InField():
                return self._candidates(node.part, node.field)
            case _:
                return set(self.scores(node, name))

    def _times(self, held: dict[int, list[bytes]]) -> dict[int, float]:
        """How often each article holds a word; its heading counts for more."""
        headings = self.shard.headings
        return {
            doc: sum(map(len, packed)) / 4
            + (HEADING_COUNTS if any(int.from_bytes(p[:4], "little") < headings[doc] for p in packed) else 0)
            for doc, packed in held.items()
        }

    def _weigh(self, times: dict[int, float]) -> dict[int, float]:
        if not times:
            return {}
        shard = self.shard
        weight = idf(shard.count, min(shard.count, len(times))) * (K1 + 1)
        lengths = shard.lengths
        scale = K1 * B / shard.mean
        least = K1 * (1 - B)
        return {doc: weight * n / (n + least + scale * lengths[doc]) for doc, n in times.items()}

    def _where(self, node: syntax.Where) -> dict[int, float]:
        shard = self.shard
        if node.name == "concept":
            if node.value.lower() not in CONCEPTS:
                place = f"query, character {node.at + 1}"
                raise QueryError(place, f"the concept {node.value!r}", f"one of {', '.join(CONCEPTS)}")
            return self.concept_scores(node.value.lower())
        if node.name == "num":
            try:
                value = numbering.label(node.value).lower()
            except NumberingError:
                value = node.value.lower()
            return {doc: 0.0 for doc, _ in shard.postings("num", value, self.ranges)}
        wanted = node.value.lower()
        tests: dict[str, Callable[[int], bool]] = {
            "jur": lambda i: shard.held[i].facts["jurisdiction"].lower() == wanted,
            "lang": lambda i: wanted in (shard.held[i].facts["language"].lower(), shard.language.lower()),
            "work": lambda i: wanted in (shard.held[i].slug.lower(), shard.held[i].short.lower()),
        }
        kept = [(h.first, h.end) for i, h in enumerate(shard.held) if tests[node.name](i)]
        return {doc: 0.0 for a, b in overlaps(kept, self.ranges) for doc in range(a, b)}

    def concept_scores(self, concept: str) -> dict[int, float]:
        """Articles that speak of a concept, and how strongly."""
        return {doc: places(p)[0] / 1000 for doc, p in self.shard.postings("concept", concept, self.ranges)}

    # Words

    def leaf(self, word: syntax.Word, name: str) -> _Leaf:
        """The forms of a word that this shard holds, and the articles that hold them."""
        key = (name, word)
        if key not in self._leaves:
            forms = forms_of(self.shard, word, dictionary=self.dictionary)
            held: dict[int, list[bytes]] = {}
            if len(forms) == 1 and isinstance(forms[0], tuple):
                held = self._joined(forms[0], name, word.how)
            else:
                for form in forms:
                    for doc, packed in self.shard.postings(name, str(form), self.ranges):
                        if doc in held:
                            held[doc].append(packed)
                        else:
                            held[doc] = [packed]
            if self.concept and name == "text":
                held = self._in_sense(held)
            flat = tuple(str(f) if isinstance(f, str) else " ".join(f) for f in forms)
            self._leaves[key] = _Leaf(flat, held)
        return self._leaves[key]

    def _joined(self, forms: tuple[str, ...], name: str, how: str) -> dict[int, list[bytes]]:
        """A typed word that is several words of the text (signs, hyphens): where they stand in a row."""
        each: list[dict[int, list[bytes]]] = []
        for form in forms:
            held: dict[int, list[bytes]] = {}
            for spelling in spellings(self.shard, form, how):
                for doc, packed in self.shard.postings(name, spelling, self.ranges):
                    held.setdefault(doc, []).append(packed)
            each.append(held)
        out = {}
        for doc in set(each[0]).intersection(*each[1:]):
            first, *rest = ({p for packed in one[doc] for p in places(packed)} for one in each)
            starts = sorted(p for p in first if all(p + n in one for n, one in enumerate(rest, 1)))
            if starts:
                out[doc] = [array("I", starts).tobytes()]
        return out

    def _in_sense(self, held: dict[int, list[bytes]]) -> dict[int, list[bytes]]:
        if self._excluded is None:
            self._excluded = {d: places(p) for d, p in self.shard.postings("excluded", self.concept, self.ranges)}
        out = {}
        for doc, packed in held.items():
            flat = self._excluded.get(doc)
            if flat is None:
                out[doc] = packed
                continue
            taken = {p for a, b in _pairs(flat) for p in range(a, b)}
            if kept := [p for one in packed for p in places(one) if p not in taken]:
                out[doc] = [array("I", sorted(kept)).tobytes()]
        return out

    # Places

    def spans(self, node: syntax.Node, doc: int, name: str = "text") -> list[Span]:
        """Where an article holds a node: positions, end not included, in order."""
        match node:
            case syntax.Word():
                packed = self.leaf(node, name).held.get(doc, ())
                width = width_of(self.shard, node)
                return sorted((p, p + width) for one in packed for p in places(one))
            case syntax.Phrase():
                return self._rows(node, name).get(doc, [])
            case syntax.Or():
                return sorted({s for part in self._parts(node) for s in self.spans(part, doc, name)})
            case syntax.And():
                each = [self.spans(part, doc, name) for part in node.parts if not isinstance(part, syntax.Not)]
                return sorted({s for one in each for s in one}) if all(each) else []
            case syntax.InField():
                return self.spans(node.part, doc, node.field)
            case syntax.Near():
                return [(min(a[0], b[0]), max(a[1], b[1])) for a, b in self.pairs(node, doc, name)]
            case _:
                return []

    def _rows(self, node: syntax.Phrase, name: str) -> dict[int, list[Span]]:
        """Every article that holds a phrase, and where; the rarest word is read first, the others only beside it."""
        key = (name, node)
        if key not in self._phrases:
            rarest = min(node.words, key=lambda w: self._frequency(w))
            docs = sorted(self.leaf(rarest, name).held)
            beside = Evaluation(self.shard, [(d, d + 1) for d in docs], self.concept, self.dictionary)
            beside._leaves = {(n, w): leaf for (n, w), leaf in self._leaves.items() if n == name}
            found: dict[int, list[Span]] = {}
            for doc in docs if all(beside.leaf(w, name).held for w in node.words) else ():
                if spans := beside._in_a_row(node, doc, name):
                    found[doc] = spans
            self._phrases[key] = found
        return self._phrases[key]

    def _frequency(self, word: syntax.Word) -> int:
        """In how many articles of the shard a word stands, at most."""
        forms = forms_of(self.shard, word, dictionary=self.dictionary)
        if forms and isinstance(forms[0], tuple):
            return 0  # several forms in a row: rare
        entries = (self.shard.lexicon.entry(str(form)) for form in forms)
        return sum(e.articles for e in entries if e)

    def _in_a_row(self, node: syntax.Phrase, doc: int, name: str) -> list[Span]:
        ends = self.spans(node.words[0], doc, name)
        for word in node.words[1:]:
            following = dict(self.spans(word, doc, name))
            ends = [(start, following[end]) for start, end in ends if end in following]
            if not ends:
                return []
        return ends

    def pairs(self, node: syntax.Near, doc: int, name: str) -> list[tuple[Span, Span]]:
        """The pairs that satisfy a connector: for each place of the left side the nearest of the right, and back."""
        left, right = self.spans(node.left, doc, name), self.spans(node.right, doc, name)
        if not left or not right:
            return []
        fits = self._test(node, doc)
        found = set()
        for one in left:
            near = min(
                (b for b in right if b != one and fits(one, b)), key=lambda b: (abs(b[0] - one[0]), b), default=None
            )
            if near:
                found.add((one, near))
        for one in right:
            near = min(
                (a for a in left if a != one and fits(a, one)), key=lambda a: (abs(a[0] - one[0]), a), default=None
            )
            if near:
                found.add((near, one))
        return sorted(found)

    def _test(self, node: syntax.Near, doc: int) -> Callable[[Span, Span], bool]:
        if node.how in ("w", "pre"):
            ordered = node.how == "pre"
            return lambda a, b: _apart(a, b, ordered) <= node.most
        if node.how == "a":
            return lambda a, b: True
        document = self.shard.document(doc)
        if node.how == "p":
            return lambda a, b: _part(document, a) == _part(document, b)
        reader = tokeniser(self.shard.language)
        begins = sorted({s for segment in document.segments for s in sentences(segment, reader)})
        return lambda a, b: bisect_right(begins, a[0]) == bisect_right(begins, b[0])

    # Provisions

    def units(self, node: syntax.Node, doc: int, document: Document) -> dict[int, set[Span]]:
        """The smallest provisions of an article that satisfy the query: unit index -> the places to be marked there.

        A heading that says it stands for its unit only where nothing below it says it too.
        """
        anchored, _ = self._holding(node, doc, document, "text")
        if not anchored:
            return {0: set()}
        titled = {u for u, spans in anchored.items() if spans and all(_in_heading(document, u, s) for s in spans)}
        below = _closure(document, (document.units[u].parent for u in anchored if u not in titled))
        return {u: spans for u, spans in sorted(anchored.items()) if u not in titled or u not in below}

    def _holding(
        self, node: syntax.Node, doc: int, document: Document, name: str
    ) -> tuple[dict[int, set[Span]], set[int] | None]:
        """Units in which a node is anchored (with its places), and all units that hold it; `None` for all of them."""
        match node:
            case syntax.Not() | syntax.Where():
                return {}, None
            case syntax.InField(field="container"):  # above the article, so in everything below it
                return ({0: set()}, None) if self.spans(node, doc) else ({}, None)
            case syntax.InField():
                return self._holding(node.part, doc, document, node.field)
            case syntax.And():
                return self._holding_all(node, doc, document, name)
            case syntax.Or():
                anchored: dict[int, set[Span]] = {}
                held: set[int] = set()
                for part in self._parts(node):
                    own, holds = self._holding(part, doc, document, name)
                    for unit, spans in own.items():
                        anchored.setdefault(unit, set()).update(spans)
                    held |= holds or set()
                return anchored, held
            case syntax.Near():
                anchored = {}
                for a, b in self.pairs(node, doc, name):
                    first, last = min(a[0], b[0]), max(a[1], b[1]) - 1
                    anchored.setdefault(_smallest(document, first, last), set()).update((a, b))
                return anchored, _closure(document, anchored)
            case _:
                anchored = {}
                for span in self.spans(node, doc, name):
                    anchored.setdefault(_smallest(document, span[0], span[1] - 1), set()).add(span)
                return anchored, _closure(document, anchored)

    def _holding_all(
        self, node: syntax.And, doc: int, document: Document, name: str
    ) -> tuple[dict[int, set[Span]], set[int] | None]:
        parts = [self._holding(p, doc, document, name) for p in node.parts]
        bound = [(own, holds) for own, holds in parts if holds is not None]
        if not bound:
            return {}, None
        both = set.intersection(*(holds for _, holds in bound))
        parents = {document.units[u].parent for u in both}
        smallest = {u for u in both if u not in parents}
        together = set.intersection(*(set(own) for own, _ in bound)) & both
        out: dict[int, set[Span]] = {}
        for unit in smallest | together:
            start, end = document.units[unit].start, document.units[unit].end
            if unit in smallest:
                out[unit] = {s for own, _ in bound for spans in own.values() for s in spans if start <= s[0] < end}
            else:
                out[unit] = {s for own, _ in bound for s in own[unit]}
        return out, both


def overlaps(one: Iterable[tuple[int, int]], other: Iterable[tuple[int, int]]) -> Ranges:
    """The parts that two lists of ranges have in common."""
    return sorted((max(a, c), min(b, d)) for a, b in one for c, d in other if max(a, c) < min(b, d))


def _summed(each: list[dict[int, float]]) -> dict[int, float]:
    out: dict[int, float] = {}
    for one in each:
        for doc, score in one.items():
            out[doc] = out.get(doc, 0.0) + score
    return out


def _pairs(flat: "array[int]") -> Iterator[Span]:
    return zip(flat[::2], flat[1::2], strict=True)


def _apart(a: Span, b: Span, ordered: bool) -> int:
    """How many words away `b` is from `a`: 1 when it is the next; far when it must follow and does not."""
    if a[0] <= b[0]:
        return max(1, b[0] - a[1] + 1)
    return 10**9 if ordered else max(1, a[0] - b[1] + 1)


def _part(document: Document, span: Span) -> int:
    """The unit right under the article that holds a span; -1 for the article's own words."""
    unit = document.segment_at(span[0]).unit
    found = -1
    while unit > 0:
        found, unit = unit, document.units[unit].parent
    return found


def _smallest(document: Document, first: int, last: int) -> int:
    """The smallest unit that holds two positions and all between."""
    unit = document.segment_at(first).unit
    while unit > 0 and not document.units[unit].start <= last < document.units[unit].end:
        unit = document.units[unit].parent
    return unit


def _in_heading(document: Document, unit: int, span: Span) -> bool:
    segment = document.segment_at(span[0])
    return segment.unit == unit and segment.role == HEADING


def _closure(document: Document, units: Iterable[int]) -> set[int]:
    out = set()
    for start in units:
        unit = start
        while unit >= 0 and unit not in out:
            out.add(unit)
            unit = document.units[unit].parent
    return out
