"""An article as the coder sees it: its words with their places, and what each part of it is to the offence.

The parts of an article have roles: its `heading`; the `basic` offence; `aggravated` forms, which refer back and raise
the penalty; a `definition`; a `note` that is law. A point has the role of the part it stands in.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from compare.lexicon import Lexicon, lexicon
from corpus import pinpoint
from corpus.records import Expression, Provision, Work
from search.documents import HEADING, NOTE, Document, Segment, document, families
from search.lemmas import lemmatiser
from search.patterns import Found, Words, single, words_of
from search.tokens import Token, base, tokeniser

ROLES = ("basic", "aggravated", "note", "definition", "exception", "heading")


@dataclass(slots=True, kw_only=True)
class Article:
    """An article ready to be coded; positions are those of `document`."""

    work: Work
    language: str
    document: Document
    words: Words
    lexicon: Lexicon | None
    named: dict[str, list[Found]]
    roles: list[str] = field(default_factory=list)
    _tokens: dict[int, list[Token]] = field(default_factory=dict)

    def segment(self, position: int) -> int:
        """The index of the segment that holds a position."""
        found = 0
        for index, segment in enumerate(self.document.segments):
            if segment.start > position:
                break
            found = index
        return found

    def role(self, position: int) -> str:
        """What the part that holds a position is to the offence."""
        return self.roles[self.segment(position)]

    def part(self, position: int) -> int:
        """The unit right under the article that holds a position; -1 for the article's own words."""
        return _part(self.document, self.document.segments[self.segment(position)])

    def evidence(self, start: int, end: int) -> tuple[Segment, int, int]:
        """The words of a run as printed: the segment and the characters in it; a run over two is cut to one of them."""
        index = self.segment(start)
        segment = self.document.segments[index]
        after = self._after(index)
        if end > after and (other := self.segment(end - 1)) != index:
            tail = self.document.segments[other]
            if end - tail.start > after - start:
                index, segment, start, after = other, tail, tail.start, self._after(other)
        tokens = self._tokens.get(index)
        if tokens is None:
            tokens = self._tokens[index] = words_of(segment.text, self.language)[1]
        last = min(end, after) - segment.start - 1
        return segment, tokens[start - segment.start].start, tokens[min(last, len(tokens) - 1)].end

    def _after(self, index: int) -> int:
        segments = self.document.segments
        return segments[index + 1].start - 1 if index + 1 < len(segments) else self.document.length

    def place(self, position: int) -> str:
        """The pinpoint of the unit that holds a position, below the article: `(2)(7)`, `note`; "" for the article."""
        unit = self.document.units[self.document.segments[self.segment(position)].unit]
        whole = pinpoint.cite(self.work, unit.eid, self.document.num)
        return whole.removeprefix(self.pinpoint).strip(" ,")

    @property
    def pinpoint(self) -> str:
        """The citation of the article."""
        return pinpoint.cite(self.work, self.document.eid, self.document.num)


def articles(expression: Expression) -> Iterable[Article]:
    """Every article of a law, ready to be coded."""
    for units in families(expression):
        yield article(expression.work, expression.language, units)


def article(work: Work, language: str, units: list[Provision]) -> Article:
    """One article (with all below it), ready to be coded."""
    code = base(language)
    made, forms = document(units, tokeniser(code))
    forms = single(code, forms)
    lemma = lemmatiser(code).lemma
    words = Words(forms, [lemma(f) for f in forms])
    shared = lexicon(code)
    out = Article(
        work=work,
        language=language,
        document=made,
        words=words,
        lexicon=shared,
        named=shared.find(words) if shared else {},
    )
    out.roles = _roles(out)
    return out


def _part(made: Document, segment: Segment) -> int:
    unit, found = segment.unit, -1
    while unit > 0:
        found, unit = unit, made.units[unit].parent
    return found


def _roles(view: Article) -> list[str]:
    """The role of every segment: notes and headings by what they are, parts by the words of the lexicon in them."""
    segments = view.document.segments
    parts: dict[int, set[str]] = {}
    for kind in ("aggravation", "definition"):
        for found in view.named.get(kind, ()):
            index = view.segment(found.start)
            if segments[index].role not in (HEADING, NOTE):
                parts.setdefault(_part(view.document, segments[index]), set()).add(kind)
    first = next((_part(view.document, s) for s in segments if s.role not in (HEADING, NOTE)), -1)
    penal = {_part(view.document, segments[view.segment(f.start)]) for f in view.named.get("noun", ())}
    out = []
    for segment in segments:
        part = _part(view.document, segment)
        kinds = parts.get(part, set())
        if segment.role == NOTE:
            role = "note"
        elif segment.role == HEADING:
            role = "heading"
        elif "aggravation" in kinds and part != first:
            role = "aggravated"
        elif "definition" in kinds and part not in penal:
            role = "definition"
        else:
            role = "basic"
        out.append(role)
    return out
