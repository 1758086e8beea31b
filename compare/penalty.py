"""The imprisonment an article sets: for the basic offence, and the lowest and highest in it. Years."""

from dataclasses import dataclass

from compare.lexicon import YEARS
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


_NONE = Penalty(min=None, max=None, evidence="", place="", lowest=None, highest=None)


def penalty(view: Article) -> Penalty:
    """The penalty of an article: that of the first sanction of its basic offence."""
    if view.lexicon is None:
        return _NONE
    terms = _terms(view)
    if not terms:
        return _NONE
    values = [v for _, least, most in terms for v in (least, most) if v is not None]
    first = next((t for t in terms if view.role(t[0].start) == "basic"), None)
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


def _terms(view: Article) -> list[tuple[Found, float | None, float | None]]:
    """Every term of imprisonment: its words, least and most years, in the order of the article."""
    assert view.lexicon is not None
    before, reach = view.lexicon.before, view.lexicon.reach
    all_terms = sorted(view.named.get("term", ()), key=lambda f: (f.start, f.start - f.end))
    out = []
    for noun in sorted(view.named.get("noun", ()), key=lambda f: f.start):
        if before:
            near = [t for t in all_terms if 0 <= noun.start - t.end <= reach]
            best = max(near, key=lambda t: (t.end, len(t.slots), t.start - t.end), default=None)
            if best is not None:
                same_end = [t for t in near if t.end == best.end]
                best = max(same_end, key=lambda t: (len(t.slots), t.end - t.start))
        else:
            near = [t for t in all_terms if 0 <= t.start - noun.end <= reach]
            best = min(near, key=lambda t: (t.start, -len(t.slots), t.start - t.end), default=None)
        same = [s for s in view.named.get("same", ()) if 0 <= s.start - noun.end <= 3]
        if same and (earlier := [t for t in all_terms if t.end <= noun.start]):
            best = earlier[-1]
        if best is not None and view.segment(best.start) == view.segment(noun.start):
            out.append((best, *_years(best)))
    return out


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
