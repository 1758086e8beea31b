"""How much of what a reader sees in a raw file is accounted for.

Coverage is the share of the visible letters and digits that stand in a provision, a note, a container heading or a
label, of all visible ones less those that a *named* rule ignores. Words are compared as a bag: text that a parser
repeats or invents does not count, text that it reports as an issue does not count either.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import Container, Expression, Source
from ingest.draft import words
from ingest.visible import visible

OTHER_LANGUAGE = "other_language"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Letters and digits: all visible ones, those accounted for, those ignored by each named rule; `missing` the most
    frequent words that were not accounted for, with their counts."""

    visible: int
    placed: int
    ignored: tuple[tuple[str, int], ...]
    missing: tuple[tuple[str, int], ...]

    @property
    def share(self) -> float:
        """Placed over visible less ignored, 0 to 1."""
        wanted = self.visible - sum(n for _, n in self.ignored)
        return min(1.0, self.placed / wanted) if wanted > 0 else 0.0

    @property
    def ignored_share(self) -> float:
        """Ignored over visible, 0 to 1."""
        return sum(n for _, n in self.ignored) / self.visible if self.visible else 0.0


def measure(raw: bytes, source: Source, expressions: Sequence[Expression]) -> Coverage:
    """Compare the expressions read off a raw file with what is visible in it."""
    seen = Counter(words(visible(raw, source.file, source.encoding)))
    placed: Counter[str] = Counter()
    for expression in expressions:
        placed.update(_words_of(expression))
    ignored: Counter[str] = Counter()
    for expression in expressions:
        for entry in expression.ignored:
            if entry.rule != OTHER_LANGUAGE:
                ignored[entry.rule] = max(ignored[entry.rule], entry.characters)
    missing = seen - placed
    return Coverage(
        visible=sum(len(w) * n for w, n in seen.items()),
        placed=sum(len(w) * min(n, placed[w]) for w, n in seen.items()),
        ignored=tuple(sorted(ignored.items())),
        missing=tuple(sorted(missing.items(), key=lambda item: -len(item[0]) * item[1])[:20]),
    )


def _words_of(expression: Expression) -> Counter[str]:
    out: Counter[str] = Counter()
    last: tuple[Container, ...] = ()
    for provision in expression.provisions:
        pieces = [provision.num, provision.heading, provision.intro, provision.wrap_up]
        for note in provision.notes:
            pieces += [note.num, note.text]
        if provision.parent_eid is None and provision.containers != last:
            for depth, container in enumerate(provision.containers):
                if depth >= len(last) or last[: depth + 1] != provision.containers[: depth + 1]:
                    pieces += [container.num, container.heading]
            last = provision.containers
        out.update(words(" ".join(pieces)))
    for note in expression.editorial:
        out.update(words(note.text))
    for word, count in expression.label_words:
        out[word] += count
    return out
