"""Hits as rows, as a table for the terminal, and as lines of keywords in context."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from corpus.screen import safe, width, wrap
from search.engine import Answer, Hit, Passage

COLUMNS = (
    "rank",
    "score",
    "jurisdiction",
    "work",
    "pinpoint",
    "eid",
    "heading",
    "language",
    "text_kind",
    "text_state",
    "as_of",
    "snippet",
    "matched",
    "official_url",
    "sha256",
)
KWIC_COLUMNS = ("jurisdiction", "work", "pinpoint", "language", "text_kind", "as_of", "left", "keyword", "right")
SNIPPET = 160
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
Mark = tuple[str, str]
_SIGNS = ("\ue000", "\ue001")  # stand for the marks while lines are broken; each counts as one column


def rows(hits: Iterable[Hit], *, full: bool = False) -> Iterator[dict[str, Any]]:
    """One row a hit, with everything needed to cite it; `snippet` is the whole text when `full`."""
    for hit in hits:
        own = {
            "rank": hit.rank,
            "score": f"{hit.score:.4f}",
            "pinpoint": hit.pinpoint,
            "eid": hit.eid,
            "heading": hit.heading,
            "snippet": hit.text if full else snippet(hit),
            "matched": "; ".join(hit.matched),
        }
        yield {column: own.get(column, hit.facts.get(column, "")) for column in COLUMNS}


def snippet(hit: Hit, characters: int = SNIPPET, mark: Mark = ("", "")) -> str:
    """The words around the marks of the passage that has most different ones; `mark` stands around each."""
    passage = max(
        hit.passages, key=lambda p: len({p.text[a:b].casefold() for a, b in p.marks}), default=Passage("", ())
    )
    text = passage.text
    first = passage.marks[0][0] if passage.marks else 0
    last = max((b for _, b in passage.marks if b - first <= characters), default=first)
    start = max(0, min(first - (characters - (last - first)) // 2, len(text) - characters))
    end = min(len(text), max(start + characters, passage.marks[0][1] if passage.marks else 0))
    while start and not text[start - 1].isspace() and start > first - 20 and start < first and text[start].isalnum():
        start += 1
    out, at = [], start
    for a, b in passage.marks:
        if a >= start and b <= end:
            out += [text[at:a], mark[0], text[a:b], mark[1]]
            at = b
    out.append(text[at:end])
    return ("…" if start else "") + " ".join("".join(out).split()) + ("…" if end < len(text) else "")


def table(hits: Iterable[Hit], columns: int, mark: Mark) -> Iterator[str]:
    """Each hit in two or three lines: its place, heading, language and date; below it the words found, in context.

    Args:
        hits: What was found.
        columns: The width of the terminal.
        mark: What stands before and after each word found: two stars, or signs that make it bold.
    """
    for hit in hits:
        facts = hit.facts
        kind = "" if facts["text_kind"] == "official" else f", {facts['text_kind'].replace('_', ' ')}"
        about = f"[{facts['language']}{kind}, {facts['as_of'] or 'undated'}]"
        place = f"{hit.rank:>3}  {hit.pinpoint}"
        room = columns - width(place) - width(about) - 4
        heading = _cut(safe(hit.heading), room) if room > 8 else ""
        yield f"{place}  {heading}{' ' * max(1, room - width(heading) + 2)}{about}".rstrip()
        room = (columns - 5) * 2 - 12
        for line in wrap(snippet(hit, room if _narrow(hit) else room // 2, _SIGNS), columns - 5).split("\n"):
            yield "     " + line.replace(_SIGNS[0], mark[0]).replace(_SIGNS[1], mark[1])


def _narrow(hit: Hit) -> bool:
    text = hit.passages[0].text[:50] if hit.passages else ""
    return width(text) <= len(text)


def _cut(text: str, columns: int) -> str:
    if width(text) <= columns:
        return text
    out = ""
    for char in text:
        if width(out + char) >= columns:
            break
        out += char
    return out + "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One keyword with the words on either side of it (in the order they are read)."""

    hit: Hit
    left: str
    keyword: str
    right: str


def lines(hits: Iterable[Hit], words: int, order: str) -> list[Line]:
    """Every place of every hit in context.

    Args:
        hits: What was found.
        words: How many words to keep on either side.
        order: `left` or `right` sorts by that context, outwards from the keyword; `place` keeps the order of the hits.
    """
    out, seen = [], set()
    for hit in hits:
        for passage in hit.passages:
            for a, b in passage.marks:
                key = (hit.article, hit.facts["sha256"], passage.text, a)
                if key not in seen:  # a place inside several hits is one line
                    seen.add(key)
                    out.append(_line(hit, passage, a, b, words))
    if order == "left":
        out.sort(key=lambda x: ([w.casefold() for w in reversed(_units(x.left))], x.hit.pinpoint))
    elif order == "right":
        out.sort(key=lambda x: ([w.casefold() for w in _units(x.right)], x.hit.pinpoint))
    return out


def _line(hit: Hit, passage: Passage, a: int, b: int, words: int) -> Line:
    text = passage.text
    before, after = _units(text[:a])[-words:], _units(text[b:])[:words]
    gap = "" if hit.facts["language"].partition("-")[0] in ("zh", "ja") else " "
    join = gap.join
    left = join(before) + (gap if text[:a].endswith(" ") and before else "")
    right = (gap if text[b:].startswith(" ") and after else "") + join(after)
    return Line(hit=hit, left=left, keyword=" ".join(text[a:b].split()), right=right)


def _units(text: str) -> list[str]:
    """Words; signs one by one where the text has no blanks."""
    parts = text.split()
    if parts and sum(map(width, parts)) > 1.5 * sum(map(len, parts)):
        return [char for part in parts for char in part]
    return parts


def aligned(found: Iterable[Line], columns: int, *, grouped: bool = False) -> Iterator[str]:
    """Keywords under each other, their context cut to the width of the terminal.

    Where a language is written from right to left, what follows the keyword stands to its left, as it is read.

    Args:
        found: What to show.
        columns: The width of the terminal.
        grouped: An article's pinpoint stands above its lines, and beside each only what comes after it.
    """
    chosen = list(found)
    names = [x.hit.pinpoint.removeprefix(x.hit.article).lstrip(", ") if grouped else x.hit.pinpoint for x in chosen]
    places = max(map(width, names), default=0) + 2 * grouped
    keys = min(max((width(x.keyword) for x in chosen), default=0), 20)
    side = max(8, (columns - places - keys - 4) // 2)
    above = ""
    for line, name in zip(chosen, names, strict=True):
        if grouped and line.hit.article != above:
            above = line.hit.article
            facts = line.hit.facts
            yield f"{above}  {_cut(safe(line.hit.heading), max(8, columns - width(above) - 18))}".rstrip() + (
                f"  [{facts['language']}{', digest' if facts['text_kind'] == 'digest' else ''}]"
            )
        left, right = line.left, line.right
        if line.hit.facts["language"].partition("-")[0] in RIGHT_TO_LEFT:
            left, right = _cut(safe(right).strip(), side), _cut_left(safe(left).strip(), side)
        else:
            left, right = _cut_left(safe(left).strip(), side), _cut(safe(right).strip(), side)
        key = _cut(safe(line.keyword), keys)
        place = "  " * grouped + name
        yield (
            f"{place}{' ' * (places - width(place))}  {' ' * (side - width(left))}{left} "
            f"{key}{' ' * (keys - width(key))} {right}"
        ).rstrip()


def _cut_left(text: str, columns: int) -> str:
    if width(text) <= columns:
        return text
    out = ""
    for char in reversed(text):
        if width(char + out) >= columns:
            break
        out = char + out
    return "…" + out


def kwic_rows(found: Iterable[Line]) -> Iterator[dict[str, Any]]:
    """One row a keyword in context."""
    for line in found:
        own = {"pinpoint": line.hit.pinpoint, "left": line.left, "keyword": line.keyword, "right": line.right}
        yield {column: own.get(column, line.hit.facts.get(column, "")) for column in KWIC_COLUMNS}


def matrix(answers: dict[str, Answer]) -> tuple[list[str], list[list[str]]]:
    """Parts of a query against jurisdictions: in each cell the first pinpoint and how many more, "–" for none.

    Args:
        answers: For each part of the query, what was found.

    Returns:
        The heads, and one row a jurisdiction in which anything was found.
    """
    cells: dict[str, dict[str, list[str]]] = {}
    for part, answer in answers.items():
        for hit in sorted(answer.hits, key=lambda h: (h.facts["jurisdiction"], h.facts["work"], h.place)):
            code, _, rest = hit.pinpoint.partition(" ")
            cells.setdefault(code, {}).setdefault(part, []).append(rest)
    out = []
    for code in sorted(cells):
        found = [cells[code].get(part, []) for part in answers]
        out.append([code, *(f"{f[0]}{f' +{len(f) - 1}' if len(f) > 1 else ''}" if f else "–" for f in found)])
    return ["jur", *answers], out
