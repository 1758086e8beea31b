"""A comparison on the terminal: pages of columns, signs with their legend, and the words behind them."""

from collections.abc import Iterator

from tabulate import tabulate

from compare.accuracy import accuracy
from compare.table import LEGEND, SIGNS, Cell, Comparison, places
from corpus.screen import safe, width, wrap

_CELL = 12  # columns of a cell
_NAME = 22
DIGEST_LINE = "Digest: our own plain-English re-telling of each provision, not the law's words."
_FEW = 5  # elements that fit across, when there are more jurisdictions than columns


def matrix(comparison: Comparison, columns: int) -> Iterator[str]:
    """The lines of the matrix, its legend and its sources; no line is wider than `columns`."""
    across = max(1, (columns - _NAME) // (_CELL + 2))
    down = len(comparison.elements) <= min(_FEW, across) and len(comparison.jurisdictions) > across
    yield from _down(comparison) if down else _pages(comparison, across)
    yield ""
    yield from legend(comparison, columns)


def _down(comparison: Comparison) -> Iterator[str]:
    """Jurisdictions down the page, elements across."""
    many = len({c.id for c, _ in comparison.elements}) > 1
    head = ["", *(f"{c.id[:12]} {e.name}" if many else e.name for c, e in comparison.elements)]
    body = [
        [code, *(_text(comparison.cell(c.id, e.id, code)) for c, e in comparison.elements)]
        for code in comparison.jurisdictions
    ]
    yield from _table(body, head)


def _pages(comparison: Comparison, across: int) -> Iterator[str]:
    codes = comparison.jurisdictions
    for first in range(0, len(codes), across):
        page = codes[first : first + across]
        if first:
            yield ""
        concept = ""
        body: list[list[str]] = []
        for one, element in comparison.elements:
            if one.id != concept and len({c.id for c, _ in comparison.elements}) > 1:
                concept = one.id
                body.append([f"[{concept}]", *[""] * len(page)])
            body.append([element.name, *(_text(comparison.cell(one.id, element.id, code)) for code in page)])
        yield from _table(body, ["", *page])


def _table(body: list[list[str]], head: list[str]) -> Iterator[str]:
    wide = [_NAME, *[_CELL] * (len(head) - 1)]
    lines = tabulate(body, headers=head, maxcolwidths=wide, maxheadercolwidths=wide, tablefmt="simple").splitlines()
    yield from (line.rstrip() for line in lines)


def _text(cell: Cell) -> str:
    """The sign of a cell and the places it rests on, as many as fit three lines."""
    found = [_short(p) for p in places(cell)]
    room, out = 3 * _CELL - 6, [SIGNS[cell.answer]]
    for n, place in enumerate(found):
        if width(" ".join([*out, place])) > room and n:
            out.append(f"+{len(found) - n}")
            break
        out.append(place)
    return safe(" ".join(out))


def _short(place: str) -> str:
    """A pinpoint without what every lawyer supplies: `CC art. 128(2)(7)` as `128(2)(7)` is still found."""
    for mark in (" art. ", " § ", " s. ", " sec. "):
        if mark in place:
            work, number = place.split(mark, 1)
            return f"{'future ' if work.endswith(' future') else ''}{number.replace(' ', '')}"
    return place.replace(" ", "")


def legend(comparison: Comparison, columns: int) -> Iterator[str]:
    """What the signs mean, how well each language was measured, and which texts answered."""
    used = {c.answer for c in comparison.cells.values()}
    for answer, meaning in LEGEND.items():
        if answer in used:
            yield wrap(f"{SIGNS[answer]} {answer.replace('_', ' ')}: {meaning}", columns, 0, 2)
    concepts = list(dict.fromkeys(c.id for c, _ in comparison.elements))
    yield wrap(f"Articles in the {comparison.sense} sense. Places are those of the words found.", columns)
    for concept in concepts:
        by_figure: dict[str, list[str]] = {}
        for edition in comparison.sources:
            languages = by_figure.setdefault(accuracy(concept, edition.language), [])
            if edition.language not in languages:
                languages.append(edition.language)
        told = "; ".join(f"{', '.join(sorted(names))}: {figure}" for figure, names in sorted(by_figure.items()))
        if told:
            yield wrap(f"Measured for {concept}: {told}.", columns, 0, 2)
    if comparison.is_digest:
        yield wrap(DIGEST_LINE, columns)
    for edition in comparison.left_out:
        yield wrap(f"Left out: {edition.work.name} ({edition.work.role.value}), {edition.source_id}.", columns, 0, 2)


def evidence(comparison: Comparison, columns: int) -> Iterator[str]:
    """The words behind the cells, with a short English gloss, by element and jurisdiction."""
    for concept, element in comparison.elements:
        yield f"{concept.id}: {element.id}"
        for code in comparison.jurisdictions:
            cell = comparison.cell(concept.id, element.id, code)
            told = [f for f in cell.findings if f.evidence]
            if not told:
                yield wrap(
                    f"{code}: {cell.answer.replace('_', ' ')}{f' ({cell.why})' if cell.why else ''}", columns, 2, 4
                )
            for one in told:
                assert one.evidence is not None
                said = "" if one.answer == "present" else f" [{one.answer}]"
                kind = "" if one.edition.text_kind.value == "official" else f", {one.edition.text_kind.value}"
                date = one.edition.as_of or "date not known"
                line = (
                    f"{one.pinpoint}{said}: {safe(one.evidence.text)} ({one.evidence.gloss}; {one.evidence.role}; "
                    f"{one.edition.language}{kind}, {date})"
                )
                yield wrap(line, columns, 2, 4)
        yield ""


def sources(comparison: Comparison, columns: int) -> Iterator[str]:
    """The texts that answered: work, language, kind, date with its basis, address."""
    for edition in comparison.sources:
        date = f"{edition.as_of} ({edition.as_of_basis.value})" if edition.as_of else "date not known"
        text = f"{edition.work.name}, {edition.language}, {edition.text_kind.value}, {date}. {edition.official_url}"
        yield wrap(text, columns, 2, 4)
