"""The imprisonment an article sets: for the basic offence, and the lowest and highest in it. Years."""

from dataclasses import dataclass

from compare.lexicon import YEARS, Lexicon
from compare.view import Article
from search.patterns import Found


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalty:
    """Years of imprisonment: of the basic offence, `None` where it sets none; the words, their place; the extremes."""

    min: float | None
    max: float | None
    evidence: str
    place: str
    lowest: float | None
    highest: float | None


_LONGEST = 60  # years: a larger number without a unit is a sum of money
_NONE = Penalty(min=None, max=None, evidence="", place="", lowest=None, highest=None)


def penalty(view: Article) -> Penalty:
    """The penalty of an article: that of the first sanction of its basic offence."""
    if view.lexicon is None:
        return _NONE
    terms = _terms(view)
    if not terms:
        return _NONE
    values = [v for _, least, most in terms for v in (least, most) if v is not None]
    basic = [t for t in terms if view.role(t[0].start) == "basic"]
    first = next((t for t in basic if _otherwise(view, t[0])), basic[0] if basic else None)
    lowest, highest = min(values, default=None), max(values, default=None)
    if first is None:
        return Penalty(min=None, max=None, evidence="", place="", lowest=lowest, highest=highest)
    found, least, most = first
    segment, start, end = view.evidence(found.start, found.end)
    return Penalty(
        min=least,
        max=most,
        evidence=segment.text[start:end],
        place=view.place(found.start),
        lowest=lowest,
        highest=highest,
    )


def _otherwise(view: Article, term: Found) -> bool:
    """Is this the ordinary penalty, named after a graver one ("in any other case")?"""
    here = view.segment(term.start)
    return any(view.segment(o.start) == here for o in view.named.get("otherwise", ()))


def _terms(view: Article) -> list[tuple[Found, float | None, float | None]]:
    """Every term of imprisonment: its words, least and most years, in the order of the article."""
    assert view.lexicon is not None
    terms = [f for f in view.named.get("term", ()) if all(unit or value <= _LONGEST for _, value, unit in f.slots)]
    all_terms = sorted(terms, key=lambda f: (f.start, f.start - f.end))
    out = []
    for noun in sorted(view.named.get("noun", ()), key=lambda f: f.start):
        best = _nearest(view.lexicon, noun, all_terms)
        same = [s for s in view.named.get("same", ()) if -3 <= s.start - noun.end <= 3]
        if same and (earlier := [t for t in all_terms if t.end <= noun.start]):
            best = earlier[-1]
        if best is not None and view.segment(best.start) == view.segment(noun.start):
            out.append((best, *_years(best)))
    return out


def _nearest(words: Lexicon, noun: Found, terms: list[Found]) -> Found | None:
    """The term that belongs to a noun: on the side where the language puts it, the nearest where it may be both."""
    behind = ahead = None
    if words.place in ("before", "both"):
        near = [t for t in terms if 0 <= noun.start - t.end <= words.reach]
        behind = max(near, key=lambda t: (t.end, len(t.slots), t.end - t.start), default=None)
    if words.place in ("after", "both"):
        near = [t for t in terms if 0 <= t.start - noun.end <= words.reach]
        ahead = min(near, key=lambda t: (t.start, -len(t.slots), t.start - t.end), default=None)
    if behind is not None and ahead is not None:
        return behind if noun.start - behind.end <= min(2, ahead.start - noun.end) else ahead
    return behind or ahead


def _years(found: Found) -> tuple[float | None, float | None]:
    """Least and most years of a term; a number without a unit has that of the next one, or years."""
    values: dict[str, float] = {}
    unit = "year"
    for name, value, own in reversed(found.slots):
        unit = own or unit
        values[name] = round(value * YEARS[unit], 4)
    if "n" in values:
        return values.get("min"), values["n"]
    return values.get("min"), values.get("max")
