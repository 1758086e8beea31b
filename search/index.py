"""The engine over Whoosh shards: opens those that a query needs, asks each, and puts their answers in one order."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from corpus import pinpoint
from corpus.library import Library
from corpus.records import Work
from search import syntax
from search.documents import Document
from search.engine import Answer, Hit, Passage, Query, Term, Use
from search.evaluate import Evaluation, Ranges, Span
from search.generation import Generation
from search.shard import Held, Shard, build, places
from search.tokens import base, paired, tokeniser

Tell = Callable[[str, int], None]


class Index:
    """Everything held, by language; shards are opened when they are first needed and stay open."""

    def __init__(self, library: Library, *, jobs: int = 2, tell: Tell = lambda language, done: None) -> None:
        self._library = library
        self._jobs, self._tell = jobs, tell
        self._folders: dict[str, Path] = {}
        self._open: dict[str, Shard] = {}
        self._kept = ExitStack()
        self._languages = {e.id: base(e.language) for e in library.editions}

    def index(self, codes: frozenset[str] | None = None) -> None:
        """Bring the index up to what is held: on disk beside a store, in memory for the digest.

        Args:
            codes: The languages that will be asked, so that only their shards are looked at; `None` for all.
        """
        if self._library.is_digest:
            by_language: dict[str, list[object]] = {}
            for edition in self._library.editions:
                by_language.setdefault(base(edition.language), []).append(edition)
            for code, editions in by_language.items():
                if made := build(None, editions, {}):  # type: ignore[arg-type]
                    self._open[code] = made
            return
        generation = Generation(self._library.home)
        self._kept.enter_context(generation.reading())
        found = generation.folders(self._library.editions, codes)
        if found is None:
            self._kept.close()
            found = generation.update(self._library, self._jobs, self._tell)
            self._kept.enter_context(generation.reading())
        self._folders = found

    def close(self) -> None:
        """Let go of the shards."""
        for shard in self._open.values():
            shard.close()
        self._open.clear()
        self._kept.close()

    def shard(self, code: str) -> Shard:
        """The shard of a language, opened when it is first asked for."""
        if code not in self._open and code not in self._folders:
            self._kept.close()
            self.index()
        if code not in self._open:
            self._open[code] = Shard.open(self._folders[code])
        return self._open[code]

    # Asking

    def search(self, query: Query, limit: int | None = None) -> Answer:
        """The provisions that satisfy a query, best first; ties in the order of jurisdiction, work and eid."""
        asked = list(self._asked(query))
        ranked: list[tuple[float, str, str, str, Evaluation, int]] = []
        uses: list[Use] = []
        for evaluation, scores in asked:
            uses.extend(_uses(query, evaluation))
            for doc, score in scores.items():
                held = evaluation.shard.edition(doc)
                ranked.append((-round(score, 4), held.facts["jurisdiction"], held.slug, held.id, evaluation, doc))
        ranked.sort(key=lambda r: (r[:4], r[5]))
        answer = Answer(articles=len(ranked), uses=uses)
        for score, *_, evaluation, doc in ranked:
            if limit is not None and len(answer.hits) >= limit:
                break
            answer.hits.extend(self._hits(query, evaluation, doc, -score, len(answer.hits)))
        if limit is not None:
            del answer.hits[limit:]
        return answer

    def count(self, query: Query) -> int:
        """The number of provisions that satisfy a query."""
        return sum(len(self._units(query, e, doc)) for e, scores in self._asked(query) for doc in scores)

    def facets(self, query: Query) -> list[tuple[str, str, int, int]]:
        """How many articles and provisions satisfy a query, by jurisdiction, language, work and concept."""
        counted: dict[tuple[str, str], list[int]] = {}
        for evaluation, scores in self._asked(query):
            about = _concepts(evaluation)
            for doc in scores:
                provisions = len(self._units(query, evaluation, doc))
                held = evaluation.shard.edition(doc)
                facts = held.facts
                values = [("jurisdiction", facts["jurisdiction"]), ("language", facts["language"])]
                values.append(("work", f"{facts['jurisdiction']} {held.short}"))
                values += [("concept", name) for name, docs in about.items() if doc in docs]
                for key in values:
                    both = counted.setdefault(key, [0, 0])
                    both[0] += 1
                    both[1] += provisions
        order = ("jurisdiction", "language", "work", "concept")
        rows = sorted(counted.items(), key=lambda kv: (order.index(kv[0][0]), -kv[1][0], kv[0][1]))
        return [(facet, value, articles, provisions) for (facet, value), (articles, provisions) in rows]

    def terms(self, word: str, editions: Iterable[str]) -> list[Term]:
        """The forms of a word that the editions hold, and how often each, by work."""
        out: dict[tuple[str, str, str, str, str], list[int]] = {}
        node = syntax.parse(word)
        for evaluation in self.evaluations(frozenset(editions)):
            shard = evaluation.shard
            for form in dict.fromkeys(f for w in syntax.words(node) for f in evaluation.leaf(w, "text").forms):
                entry = shard.lexicon.entry(form)
                lemma = entry.lemma if entry else form
                for doc, packed in shard.postings("text", form, evaluation.ranges):
                    held = shard.edition(doc)
                    key = (held.facts["jurisdiction"], held.short, held.facts["language"], lemma, form)
                    both = out.setdefault(key, [0, 0])
                    both[0] += 1
                    both[1] += len(packed) // 4
        rows = sorted(out.items(), key=lambda kv: (kv[0][:4], -kv[1][1], kv[0][4]))
        return [
            Term(jurisdiction=j, work=w, language=c, lemma=le, form=f, articles=a, times=t)
            for (j, w, c, le, f), (a, t) in rows
        ]

    def nearest(self, word: str, editions: Iterable[str]) -> dict[str, list[str]]:
        """For each language looked in, the forms held that are most like a word (at most five, best first)."""
        from rapidfuzz import process
        from rapidfuzz.distance import JaroWinkler

        out = {}
        for evaluation in self.evaluations(frozenset(editions)):
            shard = evaluation.shard
            typed = tokeniser(shard.language).fold(word)
            times = {e.form: e.articles for e in shard.lexicon.all() if not e.form[0].isdigit()}
            found = process.extract(typed, times.keys(), scorer=JaroWinkler.similarity, score_cutoff=0.82, limit=12)
            best = sorted(found, key=lambda f: (-round(f[1], 2), -times[f[0]], f[0]))
            if best:
                out[shard.language] = [f[0] for f in best[:5]]
        return out

    # Below

    def evaluations(self, editions: frozenset[str], concept: str = "") -> Iterator[Evaluation]:
        """One evaluation for each language of some editions."""
        codes = sorted({self._languages[e] for e in editions if e in self._languages})
        for code in codes:
            shard = self.shard(code)
            ranges: Ranges = _joined((h.first, h.end) for h in shard.held if h.id in editions and h.first < h.end)
            yield Evaluation(shard, ranges, concept, dictionary=len(codes) == 1)

    def _asked(self, query: Query) -> Iterator[tuple[Evaluation, dict[int, float]]]:
        for evaluation in self.evaluations(query.editions, query.concept):
            scores = {} if query.node is None else evaluation.scores(query.node)
            if query.concept:
                about = evaluation.concept_scores(query.concept)
                if query.node is None:
                    scores = about
                else:
                    scores = {doc: score + about[doc] for doc, score in scores.items() if doc in about}
                    scores = {d: s for d, s in scores.items() if self._units(query, evaluation, d)}
            elif query.levels:
                scores = {d: s for d, s in scores.items() if self._units(query, evaluation, d)}
            yield evaluation, scores

    def _units(self, query: Query, evaluation: Evaluation, doc: int) -> dict[int, set[Span]]:
        document = evaluation.shard.document(doc)
        if query.node is None:
            found: dict[int, set[Span]] = {}
            for span in _concept_spans(evaluation, query.concept, doc):
                found.setdefault(document.segment_at(span[0]).unit, set()).add(span)
        else:
            found = evaluation.units(query.node, doc, document)
            if query.concept:
                spans = _concept_spans(evaluation, query.concept, doc)
                found = {u: s for u, s in found.items() if _about(document, u, spans)}
        if query.levels:
            found = {u: s for u, s in found.items() if document.units[u].level in query.levels}
        return found

    def _hits(self, query: Query, evaluation: Evaluation, doc: int, score: float, before: int) -> Iterator[Hit]:
        document, held = evaluation.shard.document(doc), evaluation.shard.edition(doc)
        work = _work(held)
        for rank, (index, spans) in enumerate(sorted(self._units(query, evaluation, doc).items()), before + 1):
            unit = document.units[index]
            yield Hit(
                rank=rank,
                score=round(score, 4),
                pinpoint=pinpoint.cite(work, unit.eid, document.num),
                article=pinpoint.cite(work, document.eid, document.num),
                eid=unit.eid,
                level=unit.level,
                heading=document.heading,
                place=(doc, index),
                passages=passages(document, index, spans, evaluation.shard.language),
                facts=held.facts,
            )


def passages(document: Document, index: int, spans: Iterable[Span], language: str) -> tuple[Passage, ...]:
    """The words of a unit and of all below it, with the places to be marked turned into characters."""
    unit = document.units[index]
    reader = tokeniser(language)
    wanted = sorted(spans)
    out = []
    for number, segment in enumerate(document.segments):
        if not unit.start <= segment.start < unit.end:
            continue
        after = document.segments[number + 1].start if number + 1 < len(document.segments) else document.length + 1
        here = [(a, b) for a, b in wanted if a < after and b > segment.start]
        marks: list[tuple[int, int]] = []
        if here:
            tokens = reader.tokens(segment.text)
            for a, b in here:
                first = max(0, a - segment.start)
                last = min(len(tokens), b - segment.start) - 1
                if first <= last:
                    end = tokens[last].start + 1 if paired(tokens[last].form) else tokens[last].end
                    marks.append((tokens[first].start, end))
        out.append(Passage(segment.text, tuple(_merged(marks))))
    return tuple(out)


def _merged(marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for a, b in sorted(set(marks)):
        if out and a < out[-1][1]:
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        else:
            out.append((a, b))
    return out


def _joined(ranges: Iterable[tuple[int, int]]) -> Ranges:
    out: Ranges = []
    for a, b in sorted(ranges):
        if out and out[-1][1] == a:
            out[-1] = (out[-1][0], b)
        else:
            out.append((a, b))
    return out


def _work(held: Held) -> Work:
    return Work(
        jurisdiction=held.facts["jurisdiction"], slug=held.slug, title="", title_en="", short=held.short, unit=held.unit
    )


def _uses(query: Query, evaluation: Evaluation) -> Iterator[Use]:
    if query.node is None:
        return
    for word in dict.fromkeys(syntax.words(query.node)):
        if word.language not in ("", evaluation.shard.language):
            continue
        leaf = evaluation.leaf(word, "text")
        yield Use(word=word.text, language=evaluation.shard.language, forms=leaf.forms, articles=len(leaf.held))


def _concepts(evaluation: Evaluation) -> dict[str, set[int]]:
    from search.concepts import CONCEPTS

    return {c: {doc for doc, _ in evaluation.shard.postings("concept", c, evaluation.ranges)} for c in CONCEPTS}


def _concept_spans(evaluation: Evaluation, concept: str, doc: int) -> list[Span]:
    for found, packed in evaluation.shard.postings("concept", concept, [(doc, doc + 1)]):
        if found == doc:
            flat = places(packed)
            return list(zip(flat[1::2], flat[2::2], strict=True))
    return []


def _about(document: Document, unit: int, spans: Iterable[Span]) -> bool:
    """A unit speaks of a concept when it, a unit below it or the lead-in of one above it does."""
    above = set()
    at = unit
    while at >= 0:
        above.add(at)
        at = document.units[at].parent
    own = document.units[unit]
    return any(own.start <= a < own.end or document.segment_at(a).unit in above for a, _ in spans)
