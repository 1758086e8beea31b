"""Which dialect a file is in: every made-up law is told as its own, and what is no law is refused with a reason."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import ParseError
from corpus.records import Source, Work
from ingest import sniff
from ingest.pipeline import dialects
from ingest.source import read_source

LAYOUTS = Path(__file__).parent / "layouts"
CASES = sorted(p.parent for p in LAYOUTS.glob("*/*/source.json"))
WORK = Work(jurisdiction="ZZ", slug="moon-act", title="Moon Act", title_en="Moon Act", short="MA")


def source(file: str, *languages: str) -> Source:
    """A record that says nothing of the dialect."""
    return Source(
        id="zz/moon-act", jurisdiction="ZZ", title="Moon Act", title_en="", languages=languages or ("en",), file=file,
        official_url="", obtained_from="", work=WORK,
    )  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_made_up_law_is_told_as_its_own_dialect(case: Path) -> None:
    record = replace(read_source(case), dialect="")
    assert sniff.dialect_of((case / record.file).read_bytes(), record) == case.parent.name


def test_every_dialect_has_a_mark_and_every_mark_a_dialect() -> None:
    marked = {mark.dialect for mark in sniff.MARKS}
    assert marked | {sniff.PLAIN} == set(dialects())


def test_text_that_no_mark_fits_is_plain() -> None:
    assert sniff.dialect_of(b"Article 1. Theft\nWhoever steals the moon.\n", source("act.txt")) == "plain"


def test_a_web_page_of_no_known_publisher_is_plain() -> None:
    page = "<!DOCTYPE html><html><body><h1>Moon Act</h1><p>Article 1. Theft</p></body></html>"
    assert sniff.dialect_of(page.encode(), source("act.html")) == "plain"


def test_a_word_file_is_plain_and_another_archive_is_refused() -> None:
    assert sniff.dialect_of(_archive("word/document.xml"), source("act.docx")) == "plain"
    with pytest.raises(ParseError, match="ZIP or DOCX"):
        sniff.dialect_of(_archive("readme.txt"), source("act.docx"))


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "an empty file"),
        (b"  \n\n ", "an empty file"),
        (b"%PDF-1.7\n1 0 obj", "a PDF file"),
        (b"{\\rtf1 Article 1}", "an RTF file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word file"),
        (b"Article 1\x00\x01\x02", "a NUL byte"),
    ],
)
def test_a_file_that_is_no_text_is_refused_by_what_it_is(raw: bytes, says: str) -> None:
    with pytest.raises(ParseError, match=says):
        sniff.dialect_of(raw, source("act.txt"))


@pytest.mark.parametrize(
    "page",
    [
        "<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>",
        "<html><head><title>Just a moment...</title></head><body><script>var a;</script></body></html>",
        "<html><body><h1>403 Forbidden</h1><hr>nginx</body></html>",
        "<html><body><p>Please solve the captcha to continue.</p></body></html>",
        "<html><body><form>Sign in to continue <input type=password></form></body></html>",
        "<!DOCTYPE html><html><body><h1>503 Service Unavailable</h1></body></html>",
        "<html><head><title>Страница не найдена</title></head><body>404</body></html>",
    ],
)
def test_an_error_page_saved_as_a_law_is_refused(page: str) -> None:
    with pytest.raises(ParseError, match="an error page that says"):
        sniff.dialect_of(page.encode(), source("act.html"))


def test_a_law_on_captchas_is_no_error_page() -> None:
    law = "".join(
        f"<p>Article {n}. Whoever breaks a captcha shall pay a fine of {n} stars and more.</p>" for n in range(1, 120)
    )
    assert sniff.dialect_of(f"<html><body>{law}</body></html>".encode(), source("act.html")) == "plain"


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b'<?xml version="1.0"?><moon><star/></moon>', "XML with the root <moon>"),
        (b'{"moon": {"star": 1}}', "JSON with the keys 'moon', 'star'"),
    ],
)
def test_an_unknown_shape_is_named_and_never_read_as_text(raw: bytes, says: str) -> None:
    with pytest.raises(ParseError, match=says):
        sniff.dialect_of(raw, source("act.xml"))


def _archive(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "<w:document/>")
    return out.getvalue()
