"""The generic reader: a lawyer's own file, whatever it was saved as, and five lines of record."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from corpus.errors import ParseError
from corpus.numbering import unit_path
from corpus.records import Expression
from ingest import sequence
from ingest.coverage import measure
from ingest.paragraphs import kind_of
from ingest.pipeline import parse_source
from ingest.source import read_source

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def read(folder: Path, name: str, raw: bytes, language: str = "en") -> Expression:
    """The law in a record of five lines that names neither dialect nor grammar."""
    folder.mkdir(parents=True, exist_ok=True)
    record = {"jurisdiction": "ZZ", "title": "Moon Act", "language": language, "file": name}
    (folder / name).write_bytes(raw)
    (folder / "source.json").write_text(json.dumps(record), encoding="utf-8")
    source = read_source(folder)
    (expression,) = parse_source(source, raw)
    assert measure(raw, source, (expression,)).share > 0.95
    return expression


def paths(expression: Expression) -> list[str]:
    """Articles and the numbered units below them, in their order."""
    return [f"{p.eid.split('__')[0]}/{unit_path(p.eid)}".rstrip("/") for p in expression.provisions]


def word(*paragraphs: str, numbering: str = "") -> bytes:
    """A Word file of these paragraphs, each given as its runs."""
    out = io.BytesIO()
    body = "".join(f"<w:p>{p if p.startswith('<') else f'<w:r><w:t>{p}</w:t></w:r>'}</w:p>" for p in paragraphs)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
        if numbering:
            archive.writestr("word/numbering.xml", f'<w:numbering xmlns:w="{W}">{numbering}</w:numbering>')
    return out.getvalue()


def test_plain_text_of_an_unknown_code_is_read_by_the_grammar_of_its_language(tmp_path: Path) -> None:
    law = read(
        tmp_path / "zz" / "a",
        "act.txt",
        b"Article 1. Theft\n(1) Whoever steals:\n(a) by night;\n(b) by day,\nshall be punished.\n",
    )
    assert (law.dialect, law.articles[0].heading) == ("plain", "Theft")
    assert paths(law) == ["art_1", "art_1/1", "art_1/1/a", "art_1/1/b"]
    assert law.provisions[1].wrap_up == "shall be punished."


def test_a_word_file_keeps_raised_figures_and_the_numbers_that_word_counts(tmp_path: Path) -> None:
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="7">{level.format("decimal", "(%1)")}</w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    )
    counted = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r>'
    raised = (
        '<w:r><w:t>Article 2</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>'
        "<w:r><w:t>. Light</w:t></w:r>"
    )
    raw = word(
        "Article 2. Theft", counted.format("Whoever steals is punished."), counted.format("So is the helper."),
        raised, "Moonlight is free for all.", numbering=numbering,
    )  # fmt: skip
    assert paths(read(tmp_path / "zz" / "a", "act.docx", raw)) == ["art_2", "art_2/1", "art_2/2", "art_2-1"]


def test_an_archive_made_to_exhaust_the_memory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParseError, match="unpacked"):
        read(tmp_path / "zz" / "a", "act.docx", word("Article 1. " + "a" * 9_000_000))


def test_a_word_file_with_a_document_type_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f'<!DOCTYPE x [<!ENTITY a "b">]><w:document xmlns:w="{W}"/>')
    with pytest.raises(ParseError, match="document type"):
        read(tmp_path / "zz" / "a", "act.docx", out.getvalue())


def test_a_web_page_is_read_without_its_navigation(tmp_path: Path) -> None:
    page = (
        "<html><head><title>Moon</title></head><body><nav>Home | Laws</nav><h2>Article 2<sup>1</sup>. Theft</h2>"
        "<p>Whoever steals is <b>punished</b>:</p><ol type=a><li>by night;<li>by day.</ol>"
        "<footer>(c)</footer></body></html>"
    )
    law = read(tmp_path / "zz" / "a", "act.html", page.encode())
    assert [p.intro for p in law.provisions] == ["Whoever steals is punished:", "by night;", "by day."]
    assert {i.rule for i in law.ignored} == {"navigation", "page_foot"}


def test_a_list_of_contents_before_the_law_is_left_out_by_name(tmp_path: Path) -> None:
    contents = "Article 1. Theft\nArticle 2. Light\nArticle 3. Night\n"
    body = "".join(f"{line}\nThe moon is here and there.\n" for line in contents.splitlines())
    law = read(tmp_path / "zz" / "a", "act.txt", f"MOON ACT\n{contents}{body}".encode())
    assert [a.intro for a in law.articles] == ["The moon is here and there."] * 3
    assert {i.rule for i in law.ignored} == {"contents"}


def test_bare_numbers_head_sections_where_nothing_else_does(tmp_path: Path) -> None:
    law = read(
        tmp_path / "zz" / "a",
        "act.txt",
        b"MOON ACT\n1. Theft\n(1) No one steals.\n(2) No one sells.\n2. Light\nIt shines.\n",
    )
    assert paths(law) == ["art_1", "art_1/1", "art_1/2", "art_2"]


def test_hard_wrapped_text_is_mended(tmp_path: Path) -> None:
    sentence = (
        "Whoever takes the moon away from its place in the sky above\n"
        "the sea by night, or helps another who does so in any other\n"
        "way, shall be punished.\n"
    )
    text = "".join(f"Article {n}\n\n{sentence}\n" for n in range(1, 6))
    law = read(tmp_path / "zz" / "a", "act.txt", text.encode())
    assert {a.intro for a in law.articles} == {" ".join(sentence.split())}


def test_an_article_on_one_line_is_text_and_a_short_line_above_text_is_its_title(tmp_path: Path) -> None:
    text = (
        "Article 1. The moon is free.\nArticle 2\nTheft of the moon\nWhoever steals it shall be punished.\n"
        "Article 3. Night. It is dark.\n"
    )
    law = read(tmp_path / "zz" / "a", "act.txt", text.encode())
    assert [(a.heading, a.intro) for a in law.articles] == [
        ("", "The moon is free."),
        ("Theft of the moon", "Whoever steals it shall be punished."),
        ("", "Night. It is dark."),
    ]


def test_a_language_without_a_grammar_is_named(tmp_path: Path) -> None:
    with pytest.raises(ParseError, match="'tlh', expected a language with a heading grammar"):
        read(tmp_path / "zz" / "a", "act.txt", b"Article 1. Theft\n", language="tlh")


def test_a_text_without_headings_is_no_law(tmp_path: Path) -> None:
    with pytest.raises(ParseError, match=r"no article, expected headings such as 'Article 5\. Theft'"):
        read(tmp_path / "zz" / "a", "act.txt", b"The moon is a harsh mistress.\n")


@pytest.mark.parametrize(
    ("numbers", "mended"),
    [
        ("159 160 1601 1602 161", "159 160 160-1 160-2 161"),
        ("18 181 19", "18 18-1 19"),
        ("192 1921 1929 19210 193", "192 192-1 192-9 192-10 193"),
        ("9 10 11 12", "9 10 11 12"),
        ("1 2 3 11 12", "1 2 3 11 12"),
        ("127 127.1 127.2 128", "127 127.1 127.2 128"),
        ("15 151 152", "15 151 152"),
    ],
)
def test_a_lost_raised_figure_is_told_by_the_sequence(numbers: str, mended: str) -> None:
    assert " ".join(sequence.mend(numbers.split())) == mended


def test_lost_raised_figures_of_parts_are_told_too() -> None:
    assert sequence.mend_labels(["1. a", "11. b", "2. c", "5) d", "51) e"]) == [
        "1. a",
        "1-1. b",
        "2. c",
        "5) d",
        "5-1) e",
    ]
    assert sequence.mend_labels(["9. a", "10. b", "11. c"]) == ["9. a", "10. b", "11. c"]


@pytest.mark.parametrize(
    ("raw", "name", "kind"),
    [
        (b"PK\x03\x04", "act.txt", "docx"),
        (b"<!doctype html><p>Article 1", "act", "html"),
        (b"# Act\n## Part\n### Article 1\n**Theft**\n", "act", "markdown"),
        (b"Article 1", "act.txt", "text"),
    ],
)
def test_a_file_is_known_by_its_content(raw: bytes, name: str, kind: str) -> None:
    assert kind_of(raw, name) == kind
