"""A difference of wordings: side by side on the terminal, as a page, and as a document with tracked changes."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from compare.diff import ADDED, REMOVED, SAME, Op, Row, Unit
from corpus.screen import safe, width, wrap

Mark = tuple[str, str]
_GAP = " │ "
_STYLE = (
    "body{font:16px/1.5 Georgia,serif;margin:1.5rem}table{border-collapse:collapse;width:100%}"
    "td,th{border:1px solid #bbb;padding:.35rem .5rem;vertical-align:top;text-align:left;width:50%}"
    "del{background:#fbd5d5}ins{background:#d4f0d8;text-decoration:none;border-bottom:2px solid #2a7a3a}"
    "small{color:#555}"
)


def side_by_side(
    rows: Iterable[Row], columns: int, gone: Mark = ("[-", "-]"), new: Mark = ("{+", "+}")
) -> Iterator[str]:
    """The rows in two columns; marks stand around what is gone and what is new."""
    half = (columns - len(_GAP)) // 2
    for row in rows:
        if row.note or row.kind in (ADDED, REMOVED):
            yield f"-- {row.note or row.kind}"
        left = _lines(row.left, _side(row.words, gone, left=True), half)
        right = _lines(row.right, _side(row.words, new, left=False), half)
        for n in range(max(len(left), len(right))):
            one = left[n] if n < len(left) else ""
            other = right[n] if n < len(right) else ""
            yield f"{one}{' ' * max(0, half - width(one))}{_GAP}{other}".rstrip()
        yield ""


def _side(words: Iterable[Op], mark: Mark, *, left: bool) -> str:
    out = []
    for op, a, b in words:
        text = safe(a if left else b)
        if text:
            out.append(text if op == "equal" else f"{mark[0]}{text}{mark[1]}")
    return "".join(out)


def _lines(unit: Unit | None, text: str, columns: int) -> list[str]:
    if unit is None:
        return []
    label = f"({unit.label}) " if unit.label else ""
    return wrap(f"{label}{text}", columns).splitlines()


def html(rows: Iterable[Row], title: str, left: list[str], right: list[str]) -> Iterator[str]:
    """The page, piece by piece; `left` and `right` say what each side is."""
    yield f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
    yield f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1><table><tr>"
    for side in (left, right):
        yield f"<th>{'<br>'.join(escape(line) for line in side)}</th>"
    yield "</tr>"
    for row in rows:
        note = f"<br><small>{escape(row.note or row.kind)}</small>" if row.note or row.kind != SAME else ""
        yield f'<tr class="{row.kind}"><td dir="auto">{_marked(row.left, row.words, "del", left=True)}{note}</td>'
        yield f'<td dir="auto">{_marked(row.right, row.words, "ins", left=False)}</td></tr>'
    yield "</table></body></html>\n"


def _marked(unit: Unit | None, words: Iterable[Op], tag: str, *, left: bool) -> str:
    if unit is None:
        return ""
    out = [f"<strong>({escape(unit.label)})</strong> "] if unit.label else []
    for op, a, b in words:
        if text := escape(a if left else b):
            out.append(text if op == "equal" else f"<{tag}>{text}</{tag}>")
    return "".join(out)


def docx(rows: Iterable[Row], title: str, about: list[str], file: Path) -> None:
    """Write one text with tracked changes: deletions and insertions that a word processor accepts or rejects.

    Raises:
        CorpusError: If python-docx is missing or the file cannot be written.
    """
    from compare.office import document, save

    paper = document()
    paper.add_heading(title, level=1)
    for line in about:
        paper.add_paragraph(line)
    number = 0
    for row in rows:
        paragraph = paper.add_paragraph()
        unit = row.right or row.left
        if unit and unit.label:
            paragraph.add_run(f"({unit.label}) ").bold = True
        for op, a, b in row.words:
            if op == "equal":
                paragraph.add_run(a)
            for tag, text in (("del", a), ("ins", b)):
                if op != "equal" and text:
                    number += 1
                    paragraph._p.append(_tracked(tag, text, number))
    save(paper, file)


def _tracked(tag: str, text: str, number: int) -> object:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    change, run = OxmlElement(f"w:{tag}"), OxmlElement("w:r")
    change.set(qn("w:id"), str(number))
    change.set(qn("w:author"), "Delicti")
    change.set(qn("w:date"), datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    words = OxmlElement("w:delText" if tag == "del" else "w:t")
    words.set(qn("xml:space"), "preserve")
    words.text = "".join(c for c in text if c >= " " or c in "\n\t")
    run.append(words)
    change.append(run)
    return change
