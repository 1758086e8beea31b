"""A comparison as a workbook (openpyxl) and as a memo that a lawyer can edit (python-docx)."""

from pathlib import Path
from typing import Any

from compare.render import legend, sources
from compare.table import COLUMNS, Comparison, places, rows, wide
from corpus.errors import CorpusError

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDE, _LINE = 40, 10_000


def _needs(extra: str, module: str) -> CorpusError:
    return CorpusError(f"--{extra}", f"the library {module} is not installed", "it", f"pip install 'delicti[{extra}]'")


def workbook(comparison: Comparison, file: Path) -> None:
    """Write three sheets: the matrix, the evidence (one row a finding), the sources.

    Raises:
        CorpusError: If openpyxl is missing or the file cannot be written.
    """
    try:
        from openpyxl import Workbook
        from openpyxl.styles import Alignment, Font
        from openpyxl.utils import get_column_letter
    except ImportError as error:
        raise _needs("xlsx", "openpyxl") from error
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "matrix"
    for line in wide(comparison):
        first.append([_harmless(v) for v in line])
    evidence = book.create_sheet("evidence")
    evidence.append(list(COLUMNS))
    for row in rows(comparison):
        evidence.append([_harmless(row[c]) for c in COLUMNS])
    texts = book.create_sheet("sources")
    head = ("jurisdiction", "work", "language", "text_kind", "as_of", "as_of_basis", "fidelity", "url", "sha256")
    texts.append(head)
    for e in comparison.sources:
        texts.append(
            [
                e.work.jurisdiction,
                e.work.short,
                e.language,
                e.text_kind.value,
                str(e.as_of or ""),
                e.as_of_basis.value,
                e.fidelity,
                e.official_url,
                e.raw_sha256,
            ]
        )
    for told in legend(comparison, _LINE):
        texts.append([_harmless(told)])
    for sheet in (first, evidence, texts):
        sheet.freeze_panes = "C2" if sheet is first else "A2"
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for number, column in enumerate(sheet.iter_cols(values_only=True), start=1):
            longest = max((len(str(value or "")) for value in column), default=0)
            sheet.column_dimensions[get_column_letter(number)].width = min(_WIDE, longest + 2)
        for cells in sheet.iter_rows(min_row=2):
            for cell in cells:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    save(book, file)


def table_book(rows: list[dict[str, str]], columns: tuple[str, ...], file: Path) -> None:
    """Write rows as a workbook of one sheet.

    Raises:
        CorpusError: If openpyxl is missing or the file cannot be written.
    """
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise _needs("xlsx", "openpyxl") from error
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(columns)
    for row in rows:
        sheet.append([_harmless(row[c]) for c in columns])
    sheet.freeze_panes = "A2"
    save(book, file)


def _harmless(value: Any) -> Any:
    """A text that a spreadsheet will not take for a formula, without the characters that it cannot hold."""
    if not isinstance(value, str):
        return value
    text = "".join(c for c in value if c >= " " or c in "\n\t")
    return f"'{text}" if text.startswith(_FORMULA) else text


def document() -> Any:
    """A new document for a word processor.

    Raises:
        CorpusError: If python-docx is missing.
    """
    try:
        from docx import Document
    except ImportError as error:
        raise _needs("docx", "python-docx") from error
    return Document()


def memo(comparison: Comparison, file: Path) -> None:
    """Write the comparison as a document: a table, the quotations with their pinpoints, the sources.

    Raises:
        CorpusError: If python-docx is missing or the file cannot be written.
    """
    paper = document()
    section = paper.sections[0]
    section.orientation = 1  # landscape
    section.page_width, section.page_height = section.page_height, section.page_width
    names = ", ".join(dict.fromkeys(c.name for c, _ in comparison.elements))
    paper.add_heading(f"{names[:1].upper()}{names[1:]}: how each law says it", level=1)
    for line in legend(comparison, _LINE):
        paper.add_paragraph(line)
    codes = comparison.jurisdictions
    for first in range(0, len(codes), 6):
        page = codes[first : first + 6]
        table = paper.add_table(rows=1, cols=1 + len(page))
        table.style = "Table Grid"
        for cell, text in zip(table.rows[0].cells, ["", *page], strict=True):
            cell.text = text
        for concept, element in comparison.elements:
            cells = table.add_row().cells
            cells[0].text = element.name
            for cell, code in zip(cells[1:], page, strict=True):
                found = comparison.cell(concept.id, element.id, code)
                cell.text = "\n".join([found.answer.replace("_", " "), *places(found)])
        paper.add_paragraph()
    paper.add_heading("The words", level=2)
    for concept, element in comparison.elements:
        paper.add_heading(f"{element.name} ({concept.id} {element.id})", level=3)
        for code in codes:
            for one in comparison.cell(concept.id, element.id, code).findings:
                if one.evidence is not None:
                    paragraph = paper.add_paragraph(style="List Bullet")
                    paragraph.add_run(f"{one.pinpoint}: ").bold = True
                    paragraph.add_run(_clean(f"“{one.evidence.text}”"))
                    paragraph.add_run(f" ({one.evidence.gloss}; {one.answer}; {one.edition.language})").italic = True
    paper.add_heading("Sources", level=2)
    for line in sources(comparison, _LINE):
        paper.add_paragraph(_clean(line.strip()), style="List Bullet")
    save(paper, file)


def _clean(text: str) -> str:
    return "".join(c for c in text if c >= " " or c == "\n")


def save(made: Any, file: Path) -> None:
    """Write a workbook or a document.

    Raises:
        CorpusError: If the file cannot be written.
    """
    try:
        made.save(str(file))
    except OSError as error:
        raise CorpusError(str(file), f"a file that cannot be written ({error.strerror})", "a writable place") from error
