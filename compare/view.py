"""An article as the coder sees it: its words with their places, and what each part of it is to the offence.

The parts of an article have roles: its `heading`; the `basic` offence; `aggravated` forms, which refer back and raise
the penalty; a `definition`; a `note` that is law. A point has the role of the part it stands in.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from compare.lexicon import Lexicon, lexicon
from corpus import pinpoint
from corpus.records import Expression, Level, Provision, Work
from search.documents import HEADING, NOTE, Document, Segment, Unit, document, families, sentences
from search.lemmas import lemmatiser
from search.patterns import BREAK, Found, Words, single, words_of
from search.tokens import Token, base, tokeniser

_POINTS = frozenset((Level.POINT,))
_EARLY, _BESIDE, _LEAD = 12, 12, 2  # words
_QUOTES = ("„", "“", "«", "”")
_AMENDMENTS = 3
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
    roles: list[tuple[int, str]] = field(default_factory=list)
    _tokens: dict[int, list[Token]] = field(default_factory=dict)

    def segment(self, position: int) -> int:
        """The index of the segment that holds a position."""
        found = 0
        for index, segment in enumerate(self.document.segments):
            if segment.start > position:
                break
            found = index
        return found

    def segment_words(self, index: int) -> list[str]:
        """The words of a segment."""
        return self.words.forms[self.document.segments[index].start : self._after(index)]

    def role(self, position: int) -> str:
        """What the part that holds a position is to the offence."""
        return self.roles[max(0, bisect_right(self.roles, position, key=lambda r: r[0]) - 1)][1]

    @property
    def sha256(self) -> str:
        """A digest of the words of the article, so that what was said of an earlier text is known to be."""
        return hashlib.sha256("\n".join(s.text for s in self.document.segments).encode()).hexdigest()

    def is_number(self, position: int) -> bool:
        """Is a word the number of an article: digits beside a word for article, or after a section sign?"""
        forms, lemmas = self.words.forms, self.words.lemmas
        if not forms[position][:1].isdigit() or self.lexicon is None:
            return False
        words = self.lexicon.words["article"]
        beside = [p for p in range(position - 2, position + 3) if 0 <= p < len(forms)]
        if any(forms[p] in words or lemmas[p] in words for p in beside):
            return True
        segment, start, _ = self.evidence(position, position + 1)
        return "§" in segment.text[max(0, start - 12) : start]

    @property
    def penal(self) -> bool:
        """Does it set a term of imprisonment? (Words for imprisonment alone may only describe.)"""
        return bool(self.named.get("noun")) and any(self.named.get(kind) for kind in ("term", "same"))

    def begins(self, position: int) -> bool:
        """Does a provision, a line or a sentence begin at most two words before a position?"""
        segment = self.document.segments[self.segment(position)]
        starts = [*sentences(segment, tokeniser(base(self.language)))]
        return any(0 <= position - s <= _LEAD for s in starts)

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
    made, forms = document(units, tokeniser(base(language)))
    return _view(work, language, made, forms)


def from_document(work: Work, language: str, made: Document) -> Article:
    """An article read back from the index, ready to be coded."""
    reader = tokeniser(base(language))
    forms: list[str] = []
    for segment in made.segments:
        if forms:
            forms.append(BREAK)
        forms.extend(reader.forms(segment.text))
    return _view(work, language, made, forms)


def amendments(made: Document) -> list[Document]:
    """The parts of an article that puts new wordings into another law, each as an article; else the article itself.

    Such an article has at least three units that open a quotation; each is cut off with all below it.
    """
    holds = [i for i, _ in enumerate(made.units) if any(q in t for t in _texts(made, i) for q in _QUOTES)]
    smallest = [i for i in holds if i and not any(made.units[j].parent == i for j in holds)]
    return [_cut(made, i) for i in smallest] if len(smallest) >= _AMENDMENTS else [made]


def _texts(made: Document, unit: int) -> list[str]:
    end = made.units[unit].end
    return [s.text for s in made.segments if made.units[unit].start <= s.start < end]


def _cut(made: Document, unit: int) -> Document:
    """One unit of an article with all below it, as a document of its own; eids stay."""
    top = made.units[unit]
    inside = [i for i, u in enumerate(made.units) if top.start <= u.start and u.end <= top.end and i >= unit]
    new = {old: number for number, old in enumerate(inside)}
    own = [s for s in made.segments if s.unit in new]
    first = own[0].start
    return Document(
        eid=top.eid,
        num=made.num,
        heading="",
        level=made.level,
        status=made.status,
        containers=made.containers,
        in_force_from=made.in_force_from,
        units=[
            Unit(u.eid, u.level, new.get(u.parent, -1), max(0, u.start - first), u.end - first)
            for i, u in enumerate(made.units)
            if i in new
        ],
        segments=[Segment(new[s.unit], s.role, s.start - first, s.text) for s in own],
        length=top.end - first,
    )


def _view(work: Work, language: str, made: Document, forms: list[str]) -> Article:
    code = base(language)
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
    return -1 if found > 0 and made.units[found].level in _POINTS else found


def _roles(view: Article) -> list[tuple[int, str]]:
    """From which position on the article has which role.

    A heading and a note have the role of what they are. A part is read sentence by sentence: from the one that refers
    back and raises the penalty the rest of the part is aggravated, with its points; the first part only from its
    second sentence on, unless it refers to the offence of another article or the heading says that it aggravates.
    """
    segments = view.document.segments
    groups: dict[int, list[int]] = {}
    for index, segment in enumerate(segments):
        if segment.role not in (HEADING, NOTE):
            groups.setdefault(_part(view.document, segment), []).append(index)
    marks = {i: "note" if s.role == NOTE else "heading" for i, s in enumerate(segments) if s.role in (HEADING, NOTE)}
    out = [(segments[i].start, role) for i, role in marks.items()]
    titled = any(marks.get(view.segment(f.start)) == "heading" for f in view.named.get("aggravated_heading", ()))
    for order, part in enumerate(groups):
        out += _part_roles(view, groups[part], first=order == 0, titled=titled)
    return sorted(out)


def _part_roles(view: Article, indexes: list[int], *, first: bool, titled: bool) -> list[tuple[int, str]]:
    """The roles inside one part, given by the segments it consists of."""
    segments = view.document.segments
    reader = tokeniser(base(view.language))
    begins = [s for i in indexes for s in sentences(segments[i], reader)]
    kinds: list[set[str]] = [set() for _ in begins]
    inside = set(indexes)
    for kind in ("aggravation", "definition", "noun"):
        for found in view.named.get(kind, ()):
            if view.segment(found.start) in inside:
                kinds[bisect_right(begins, found.start) - 1].add(kind)
    whole = set().union(*kinds)
    role = "basic"
    if (
        titled
        or ("aggravation" in kinds[0] and first and _refers(view, begins))
        or ("aggravation" in whole and not first and not any("noun" in k for k in _until(kinds, "aggravation")))
    ):
        role = "aggravated"
    elif "definition" in whole and "noun" not in whole:
        role = "definition"
    out = [(segments[i].start, role) for i in indexes]
    if role != "basic":
        return out
    penal = False
    for at, own in zip(begins, kinds, strict=True):
        if "aggravation" in own and penal:
            return [(p, r) for p, r in out if p < at] + [(at, "aggravated")] + [
                (segments[i].start, "aggravated") for i in indexes if segments[i].start > at
            ]  # fmt: skip
        if "definition" in own and "noun" not in own and penal:
            out += [(at, "definition")]
            following = begins[begins.index(at) + 1 :]
            out += [(following[0], "basic")] if following else []
        penal = penal or "noun" in own
    return out


def _until(kinds: list[set[str]], kind: str) -> list[set[str]]:
    """The sentences before the first that holds a kind."""
    return kinds[: next((i for i, k in enumerate(kinds) if kind in k), 0)]


def _refers(view: Article, begins: list[int]) -> bool:
    """Does the first sentence punish the offence of another article, and not one that it describes itself?"""
    end = begins[1] if len(begins) > 1 else view.document.length
    for found in view.named.get("aggravation", ()):
        if begins[0] <= found.start < min(end, begins[0] + _EARLY):
            return any(
                view.words.forms[at] != view.document.num.lower() and view.is_number(at)
                for at in range(found.start, min(end, found.end + _BESIDE))
            )
    return False
