"""The corpus linguist's questions: what stands beside a word, and which words are typical of a law."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from search import syntax
from search.evaluate import Evaluation, Ranges
from search.patterns import BREAK
from search.shard import Shard
from search.tokens import tokeniser

COLLOCATE_COLUMNS = ("language", "word", "lemma", "together", "in_all", "expected", "log_likelihood")
KEYNESS_COLUMNS = (
    "word",
    "lemma",
    "times",
    "per_million",
    "times_against",
    "per_million_against",
    "ratio",
    "log_likelihood",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collocate:
    """A word beside another: how often together, how often at all, how often to be expected, Dunning's G2."""

    language: str
    word: str
    lemma: str
    together: int
    in_all: int
    expected: float
    log_likelihood: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A word in one law and in others: counts, counts per million words, their ratio (log2), Dunning's G2."""

    word: str
    lemma: str
    times: int
    per_million: float
    times_against: int
    per_million_against: float
    ratio: float
    log_likelihood: float


def collocates(evaluation: Evaluation, node: syntax.Node, span: int, least: int = 3) -> list[Collocate]:
    """The lemmas within `span` words of the places of a query, by how telling they are.

    Segments of an article are not crossed; the words of the query itself do not count.

    Args:
        evaluation: The shard and the articles looked in.
        node: What they stand beside.
        span: How many words on either side.
        least: How often a word must stand there to be listed.
    """
    shard = evaluation.shard
    lemmas = shard.lexicon.lemmas()
    own = {lemmas.get(f, f) for w in syntax.words(node) for f in evaluation.leaf(w, "text").forms}
    beside: Counter[str] = Counter()
    for doc in sorted(evaluation.scores(node)):
        forms = _forms(shard, doc)
        taken: set[int] = set()
        for start, end in evaluation.spans(node, doc):
            taken |= set(_around(forms, start, end, span))
        beside.update(lemmas.get(forms[at], forms[at]) for at in taken)
    in_all, shown, total = _counts(shard, evaluation.ranges, lemmas)
    window = sum(beside.values())
    out = []
    for lemma, together in beside.items():
        if together < least or lemma in own or lemma[:1].isdigit():
            continue
        out.append(
            Collocate(
                language=shard.language,
                word=shown[lemma],
                lemma=lemma,
                together=together,
                in_all=in_all[lemma],
                expected=round(in_all[lemma] * window / total, 2),
                log_likelihood=round(log_likelihood(together, window, in_all[lemma] - together, total - window), 2),
            )
        )
    return sorted((c for c in out if c.together > c.expected), key=lambda c: (-c.log_likelihood, c.lemma))


def keyness(shard: Shard, target: Ranges, against: Ranges, least: int = 3) -> list[Key]:
    """The lemmas that stand more often in some articles than in others, the most telling first."""
    lemmas = shard.lexicon.lemmas()
    here, shown, total = _counts(shard, target, lemmas)
    there, _, total_there = _counts(shard, against, lemmas)
    out = []
    for lemma, times in here.items():
        rate, rate_there = times / total, there[lemma] / max(1, total_there)
        if times < least or lemma[:1].isdigit() or rate <= rate_there:
            continue
        out.append(
            Key(
                word=shown[lemma],
                lemma=lemma,
                times=times,
                per_million=round(rate * 1e6, 1),
                times_against=there[lemma],
                per_million_against=round(rate_there * 1e6, 1),
                ratio=round(math.log2(rate / max(rate_there, 0.5 / max(1, total_there))), 2),
                log_likelihood=round(log_likelihood(times, total, there[lemma], total_there), 2),
            )
        )
    return sorted(out, key=lambda k: (-k.log_likelihood, k.lemma))


def log_likelihood(a: int, total_a: int, b: int, total_b: int) -> float:
    """Dunning's G2 of a word that stands `a` times in `total_a` words and `b` times in `total_b` others.

    Source: T. Dunning, Accurate methods for the statistics of surprise and coincidence, 1993 (the two-term form).
    """
    rate = (a + b) / max(1, total_a + total_b)
    return 2 * sum(x * math.log(x / (n * rate)) for x, n in ((a, total_a), (b, total_b)) if x > 0 and n > 0)


def _around(forms: list[str], start: int, end: int, span: int) -> Iterator[int]:
    for at in range(start - 1, max(-1, start - span - 1), -1):
        if forms[at] == BREAK:
            break
        yield at
    for at in range(end, min(len(forms), end + span)):
        if forms[at] == BREAK:
            break
        yield at


def _forms(shard: Shard, doc: int) -> list[str]:
    document = shard.document(doc)
    out = [BREAK] * document.length
    reader = tokeniser(shard.language)
    for segment in document.segments:
        found = reader.forms(segment.text)
        out[segment.start : segment.start + len(found)] = found
    return out


def _counts(shard: Shard, ranges: Ranges, lemmas: dict[str, str]) -> tuple[Counter[str], dict[str, str], int]:
    """How often each lemma stands in some articles, its commonest form there, and the number of words."""
    by_form: Counter[str] = Counter()
    if ranges == [(0, shard.count)]:
        by_form.update({e.form: e.times for e in shard.lexicon.all()})
    else:
        for doc in _documents(ranges):
            by_form.update(_forms(shard, doc))
        del by_form[BREAK]
    in_all: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for form, times in by_form.most_common():
        lemma = lemmas.get(form, form)
        in_all[lemma] += times
        shown.setdefault(lemma, form)
    return in_all, shown, sum(by_form.values())


def _documents(ranges: Iterable[tuple[int, int]]) -> Iterator[int]:
    for first, end in ranges:
        yield from range(first, end)
