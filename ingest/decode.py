"""Strict decoding of raw files, and refusal of what is no text at all."""

import codecs
import json
import re
from typing import Any

from corpus.errors import ParseError
from corpus.records import Source

MAX_BYTES = 48 * 1024 * 1024
MAX_LINE = 4 * 1024 * 1024  # characters; the longest line of a real statute file held has 0.8 million
_MAGIC = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a ZIP or DOCX file",
    b"\xd0\xcf\x11\xe0": "an old Word file",
    b"\x1f\x8b": "a gzip file",
    b"\x89PNG": "a picture",
    b"{\\rtf": "an RTF file",
}
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def check_bytes(raw: bytes, place: str) -> None:
    """Refuse files that are empty, too large or plainly of another kind.

    Raises:
        ParseError: With what the file is.
    """
    if not raw.strip():
        raise ParseError(place, "an empty file", "the text of a law", "Fetch the file again")
    if len(raw) > MAX_BYTES:
        raise ParseError(place, f"{len(raw):,} bytes", f"at most {MAX_BYTES:,}", "Split the file into its laws")
    for magic, what in _MAGIC.items():
        if raw.startswith(magic):
            raise ParseError(
                place, what, "text, Markdown, HTML, XML or JSON", "Save the law in one of these, or as DOCX"
            )
    if b"\x00" in raw[:4096] and not raw.startswith(_BOMS[1:]):
        offset = raw.index(b"\x00")
        raise ParseError(
            place, f"a NUL byte at offset {offset}", "text", "The file is binary or damaged; fetch it again"
        )


def text_of(raw: bytes, source: Source, *, longest: int = MAX_LINE) -> str:
    """Decode a raw file strictly by the encoding its record declares (UTF-8 unless it says otherwise).

    Line ends become `\\n`, a byte order mark is dropped.

    Raises:
        ParseError: With the offset of the first byte that does not fit, or the line that is too long.
    """
    place = f"{source.id}/{source.file}"
    check_bytes(raw, place)
    try:
        text = raw.decode("utf-8-sig" if source.encoding.lower() in ("utf-8", "utf8") else source.encoding)
    except UnicodeDecodeError as error:
        byte = raw[error.start]
        raise ParseError(
            place,
            f"the byte 0x{byte:02X} at offset {error.start}",
            f"{source.encoding} text",
            "Declare the encoding of the file in its record (encoding = ...), or convert it to UTF-8",
        ) from error
    except LookupError as error:
        raise ParseError(place, f"the encoding {source.encoding!r}", "an encoding that Python knows") from error
    text = re.sub(r"\r\n?|\u2028|\u2029|\x0c", "\n", text)
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > longest:
            raise ParseError(
                f"{place}, line {number}",
                f"a line of {len(line):,} characters",
                f"at most {longest:,}",
                "Break the text into paragraphs",
            )
    return text


def json_of(raw: bytes, source: Source, expected: str) -> Any:
    """Decode a raw file strictly and read it as JSON.

    Args:
        raw: The file.
        source: Its record.
        expected: What the JSON should hold, for the message.

    Raises:
        ParseError: If it is no text of its encoding, or no JSON; with the line.
    """
    try:
        return json.loads(text_of(raw, source))
    except (ValueError, RecursionError) as error:  # ValueError: also a number of thousands of digits
        where = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        place = f"{source.id}/{source.file}{where}"
        raise ParseError(place, "broken JSON", expected, "Fetch the file again") from error


def without_comments(text: str, blank: str = " ") -> str:
    """HTML and Markdown comments taken out; an open one at the end is text. `blank` stands for each line end in one."""
    if "<!--" not in text:
        return text
    out, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        out += [text[at:start], blank if blank != "\n" else "\n" * text.count("\n", start, end)]
        at = end + 3
    return "".join(out) + text[at:]
