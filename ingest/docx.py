"""The paragraphs of a Word file (DOCX), read with zipfile and lxml alone; hostile archives are refused.

Superscript figures after a figure become `160^1`; deleted text of tracked changes is left out; automatic list numbers,
which are no text of the file, are counted and written out, as a reader sees them.

Source: ECMA-376 part 1, sections 17.3 (paragraphs), 17.9 (numbering).
"""

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from corpus.errors import ParseError

_MAX_ENTRIES = 3000
_MAX_PART = 64 * 1024 * 1024  # bytes of one unpacked part
_MAX_RATIO = 250  # unpacked to packed bytes
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|berschrift|заголовок|titre|titulo)\s*(\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """One paragraph; `depth` is its heading level, 0 for running text."""

    text: str
    depth: int


def word_paragraphs(raw: bytes, place: str) -> list[WordParagraph]:
    """The paragraphs of a DOCX file in their order, empty ones left out.

    Raises:
        ParseError: If it is no DOCX file, or an archive made to exhaust the memory.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            body = _part(archive, "word/document.xml", place)
            numbering = _part(archive, "word/numbering.xml", place) if _has(archive, "word/numbering.xml") else None
    except (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, EOFError, ValueError, OSError) as error:
        raise ParseError(
            place, f"a broken archive ({error})", "a DOCX file", "Save the law again as DOCX or text"
        ) from error
    lists = _Lists(numbering)
    out = []
    for node in body.iter(f"{_W}p"):
        for piece in _text(node).split("\n"):
            if text := f"{lists.label(node)} {piece}".strip() if piece.strip() else "":
                out.append(WordParagraph(text, _depth(node)))
    return out


def _has(archive: zipfile.ZipFile, name: str) -> bool:
    return name in archive.namelist()


def _part(archive: zipfile.ZipFile, name: str, place: str) -> etree._Element:
    entries = archive.infolist()
    info = next((e for e in entries if e.filename == name), None)
    if info is None:
        raise ParseError(place, f"an archive without {name}", "a DOCX file", "Save the law as DOCX, HTML or text")
    ratio = info.file_size / max(info.compress_size, 1)
    if len(entries) > _MAX_ENTRIES or info.file_size > _MAX_PART or ratio > _MAX_RATIO:
        raise ParseError(
            place,
            f"an archive of {len(entries):,} parts, {info.file_size:,} bytes unpacked ({ratio:.0f} to 1)",
            f"at most {_MAX_ENTRIES:,} parts, {_MAX_PART:,} bytes, {_MAX_RATIO} to 1",
            "The file is damaged or made to do harm; do not open it",
        )
    data = archive.read(info)
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
        raise ParseError(place, f"a document type declaration in {name}", "plain XML", "The file is made to do harm")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ParseError(place, f"broken XML in {name} ({error})", "a DOCX file") from error


def _text(paragraph: etree._Element) -> str:
    out: list[str] = []
    for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if node.tag == f"{_W}t":
            text = node.text or ""
            raised = _raised(node) and text.strip()[:1].isdigit() and "".join(out)[-1:].isdigit()
            out.append(f"^{text.strip()}" if raised else text)
        else:
            out.append({f"{_W}tab": " ", f"{_W}noBreakHyphen": "-"}.get(str(node.tag), "\n"))
    return "".join(out)


def _raised(node: etree._Element) -> bool:
    run = node.getparent()
    mark = run.find(f"{_W}rPr/{_W}vertAlign") if run is not None else None
    return mark is not None and mark.get(f"{_W}val") == "superscript"


def _depth(paragraph: etree._Element) -> int:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    match = _HEADING.search(style.get(f"{_W}val", "")) if style is not None else None
    return int(match[1]) if match else 0


class _Lists:
    """The automatic numbers: counts each list and level on, and starts the deeper levels anew."""

    def __init__(self, numbering: etree._Element | None) -> None:
        self.abstract: dict[str, etree._Element] = {}
        self.counts: dict[tuple[str, int], int] = {}
        if numbering is None:
            return
        styles = {a.get(f"{_W}abstractNumId"): a for a in numbering.iter(f"{_W}abstractNum")}
        for num in numbering.iter(f"{_W}num"):
            target = num.find(f"{_W}abstractNumId")
            if target is not None and (style := styles.get(target.get(f"{_W}val"))) is not None:
                self.abstract[num.get(f"{_W}numId", "")] = style

    def label(self, paragraph: etree._Element) -> str:
        """The number that Word prints before a paragraph, "" when it prints none or a bullet."""
        listed = paragraph.find(f"{_W}pPr/{_W}numPr/{_W}numId")
        if listed is None or (name := listed.get(f"{_W}val", "")) not in self.abstract:
            return ""
        at = paragraph.find(f"{_W}pPr/{_W}numPr/{_W}ilvl")
        depth = int(at.get(f"{_W}val", "0")) if at is not None else 0
        levels = {int(v.get(f"{_W}ilvl", "0")): v for v in self.abstract[name].iter(f"{_W}lvl")}
        if depth not in levels or _value(levels[depth], "numFmt") == "bullet":
            return ""
        self.counts[name, depth] = self.counts.get((name, depth), int(_value(levels[depth], "start") or 1) - 1) + 1
        for key in [k for k in self.counts if k[0] == name and k[1] > depth]:
            del self.counts[key]
        return re.sub(r"%(\d)", lambda m: self._number(name, levels, int(m[1]) - 1), _value(levels[depth], "lvlText"))

    def _number(self, name: str, levels: dict[int, etree._Element], depth: int) -> str:
        count = self.counts.get((name, depth), 1)
        return _printed(count, _value(levels[depth], "numFmt") if depth in levels else "decimal")


def _value(level: etree._Element, name: str) -> str:
    node = level.find(f"{_W}{name}")
    return node.get(f"{_W}val", "") if node is not None else ""


def _printed(count: int, style: str) -> str:
    if style in ("lowerLetter", "upperLetter"):
        letter = chr(97 + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if style == "upperLetter" else letter
    if style in ("lowerRoman", "upperRoman"):
        out = ""
        for value, sign in ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
            while count >= value:
                out, count = out + sign, count - value
        return out.upper() if style == "upperRoman" else out
    return str(count)
