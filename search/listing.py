"""Hits as rows for a CSV file and for a table on the terminal."""

from collections.abc import Iterator
from typing import Any

from corpus.screen import safe
from search.index import Hit

COLUMNS = (
    "jurisdiction",
    "work",
    "pinpoint",
    "heading",
    "matched",
    "text",
    "language",
    "text_kind",
    "text_state",
    "as_of",
    "as_of_basis",
    "official_url",
    "obtained_from",
    "sha256",
)


def rows(hits: list[Hit]) -> Iterator[dict[str, Any]]:
    """One row a hit, with everything needed to cite it."""
    for hit in hits:
        own = {"pinpoint": hit.pinpoint, "heading": hit.heading, "matched": "; ".join(hit.forms), "text": hit.text}
        yield {column: own.get(column, hit.facts.get(column, "")) for column in COLUMNS}


def table(hits: list[Hit]) -> Iterator[list[str]]:
    """Pinpoint, the words found, and the text around the first of them, 160 characters at most."""
    for hit in hits:
        at = min(hit.text.find(word) for word in hit.forms)
        start = max(0, at - 60)
        snippet = ("…" if start else "") + hit.text[start : start + 160] + ("…" if len(hit.text) > start + 160 else "")
        kind = " (digest)" if hit.facts["text_kind"] == "digest" else ""
        yield [hit.pinpoint + kind, ", ".join(hit.forms), safe(snippet)]


def matrix(hits: list[Hit]) -> tuple[list[str], list[list[str]]]:
    """Query words against jurisdictions: in each cell the first pinpoint and how many more, "–" where none holds it.

    Returns:
        The heads, and one row a jurisdiction in which anything was found.
    """
    queried = dict.fromkeys(word for hit in hits for word in hit.matched)
    column = {w: w[:-1] if w.endswith("s") and w[:-1] in queried else w for w in queried}  # organ, organs: one column
    words = list(dict.fromkeys(column.values()))
    cells: dict[str, dict[str, list[str]]] = {}
    for hit in hits:
        named = cells.setdefault(hit.facts["jurisdiction"], {})
        for word in dict.fromkeys(column[w] for w in hit.matched):
            named.setdefault(word, []).append(hit.pinpoint.partition(" ")[2])
    rows = []
    for code in sorted(cells):
        row = [code]
        for word in words:
            found = cells[code].get(word, [])
            row.append(found[0] + (f" +{len(found) - 1}" if len(found) > 1 else "") if found else "–")
        rows.append(row)
    return ["jur", *words], rows
