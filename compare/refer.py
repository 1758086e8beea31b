"""What an article says of other provisions of its law: the articles it names, the lists it opens, what it defines."""

from collections.abc import Iterable, Iterator

from compare.coder import Tried
from compare.view import Article
from corpus import numbering
from corpus.errors import NumberingError

_LEAST_LISTED = 3  # numbers that make a list
_OPENING = 8  # words in which a list, or a definition, says what it is of
Paths = dict[str, list[str]]


def label(num: str) -> str:
    """A printed number as it stands among the words of a text; "" when it is none."""
    try:
        return numbering.label(num).lower() if num else ""
    except NumberingError:
        return num.lower()


def mentions(view: Article, labels: Iterable[str], *, within: int | None = None) -> dict[str, int]:
    """Articles that are named by number: label -> the position of its first mention.

    Args:
        labels: The numbers looked for; that of the article itself is left out.
        within: Only among so many words of the body.
    """
    wanted = set(labels) - {label(view.document.num)}
    forms = view.words.forms
    begin = next((start for start, role in view.roles if role != "heading"), 0)
    out: dict[str, int] = {}
    for at in range(begin, len(forms) if within is None else min(len(forms), begin + within)):
        if forms[at] in wanted and forms[at] not in out and view.is_number(at):
            out[forms[at]] = at
    return out


def lists(view: Article, concept: str) -> Iterator[tuple[str, Paths]]:
    """Lists by number of the offences that belong to a concept: the pinpoint, and article label -> paths below it.

    A list names the concept in its first words and gives at least three numbers of articles.
    """
    for found in view.named.get(f"list_{concept}", ()):
        segment = view.document.segments[view.segment(found.start)]
        if found.start - segment.start > _OPENING:
            continue
        end = segment.start + len(view.segment_words(view.segment(found.start)))
        numbers = _numbers(view, found.end, end)
        if len(numbers) >= _LEAST_LISTED:
            yield f"{view.pinpoint}{spaced(view.place(found.start))}", numbers


def _numbers(view: Article, start: int, end: int) -> Paths:
    """The article numbers in a run of words, each with the paths that follow it: `125 (point 2) part three)`."""
    assert view.lexicon is not None
    shared, forms, lemmas = view.lexicon, view.words.forms, view.words.lemmas
    out: Paths = {}
    current, level = "", ""
    path: dict[str, str] = {}

    def close() -> None:
        if current:
            below = "".join(f"({path[k]})" for k in ("part", "point") if k in path)
            out.setdefault(current, []).append(below)

    for at in range(start, end):
        kind = next((k for k in ("point", "part") if lemmas[at] in shared.words[k] or forms[at] in shared.words[k]), "")
        value = forms[at] if forms[at][:1].isdigit() else str(shared.ordinals.get(lemmas[at], "") if level else "")
        if kind:
            level = kind
        elif value and level:
            path[level], level = value, ""
        elif value:
            close()
            current, path = value, {}
    close()
    return out


def definitions(view: Article, tried: Iterable[Tried]) -> dict[str, tuple[str, list[Tried]]]:
    """Provisions that say what a word means: the element the word states -> (article, what it names).

    A definition opens with the word, in an article that sets no penalty.
    """
    if view.penal:
        return {}
    good = [t for t in tried if t.why_not in ("", "stands in heading")]
    out: dict[str, tuple[str, list[Tried]]] = {}
    for index, unit in enumerate(view.document.units):
        own = [s for s in view.document.segments if s.unit == index]
        if not own:
            continue
        inside = [t for t in good if unit.start <= t.at < unit.end]
        for one in inside:
            families = _DEFINED.get(one.element, ())
            opens = own[0].start <= one.at <= own[0].start + _OPENING and unit.end - unit.start <= _LONGEST
            rest = [t for t in inside if t.at > one.at and t.element.startswith(families)] if families else []
            if opens and len({t.element for t in rest}) >= 2:
                out.setdefault(one.element, (view.pinpoint, rest))
    return out


def spaced(place: str) -> str:
    """A place below an article as it follows the article's pinpoint."""
    return place if place.startswith("(") or not place else f" {place}"


def articles_named(view: Article) -> int:
    """How many articles are named by number: a catalogue of offences names many."""
    forms = view.words.forms
    return len({forms[at] for at in range(len(forms)) if forms[at][:1].isdigit() and view.is_number(at)})


# What the definition of a word adds: the element that the word states -> the families its definition can name.
_DEFINED = {"purpose.exploitation_generic": ("purpose.", "object.")}
_LONGEST = 400  # words of a definition
