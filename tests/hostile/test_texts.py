"""Odd characters in a law's text: kept in store and data, harmless on a terminal, in a page, a sheet and a memo."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import cli
from benchmarks.mutations import seeds
from corpus.errors import CorpusError
from ingest.pipeline import parse_source
from tests.laws import law, stored
from tests.realms import quaria

ESCAPE, TURN, JOIN = "\x1b]0;owned\x07\x1b[2J", "\u202e", "\u200b"
MARKUP = '<script>alert(1)</script><img src=x onerror=alert(1)> & "quoted"'
FORMULA = "=HYPERLINK(0;0)"
TEXT = (
    f"Trafficking in persons {MARKUP} | Whoever recruits{ESCAPE}, transports or harbours a per{JOIN}son by force "
    f"{MARKUP} {TURN}or deception for the purpose of exploitation or of the removal of organs shall be punished by "
    "imprisonment for a term of 3 to 8 years."
)
COMMANDS = [
    ("show", "ZZ:5"),
    ("search", "recruits"),
    ("search", "recruits", "--kwic", "5"),
    ("search", "recruits", "--full"),
    ("compare", "trafficking", "-j", "ZZ,QQ", "--evidence"),
    ("wordings", "act.recruitment"),
    ("brief", "trafficking", "-j", "ZZ", "--against", "QQ"),
    ("gap", "ZZ:5", "-j", "QQ"),
    ("diff", "ZZ:5", "QQ:9"),
    ("explain", "ZZ:5", "act.recruitment"),
    ("terms", "recruits"),
    ("cite", "ZZ:5"),
    ("provenance", "ZZ:5"),
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    odd = law({"5": TEXT, "6": f"{FORMULA} | {FORMULA} is the law of craters."}, jurisdiction="ZZ")
    stored(tmp_path / "home", odd, quaria())
    return tmp_path / "home"


def _said(home: Path, *words: str) -> str:
    done = CliRunner().invoke(cli.main, ["--home", str(home), *words])
    assert done.exit_code in (0, 1), done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.stdout


@pytest.mark.parametrize("words", COMMANDS, ids=lambda w: " ".join(w[:2]))
def test_no_law_moves_the_cursor_or_turns_the_line(home: Path, words: tuple[str, ...]) -> None:
    shown = _said(home, *words)
    assert shown
    assert not {"\x1b", "\x07", TURN} & set(shown)


def test_what_is_exported_is_what_is_held(home: Path) -> None:
    rows = [json.loads(line) for line in _said(home, "export", "-j", "ZZ", "--jsonl").splitlines()]
    text = " ".join(str(r["text"]) for r in rows)
    assert ESCAPE in text
    assert TURN in text


def test_markup_in_a_law_is_text_in_a_page(home: Path) -> None:
    pages = [
        _said(home, "compare", "trafficking", "-j", "ZZ,QQ", "--html"),
        _said(home, "brief", "trafficking", "-j", "ZZ", "--against", "QQ", "--format", "html"),
        _said(home, "diff", "ZZ:5", "QQ:9", "--html"),
    ]
    assert "alert(1)" in pages[2]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_markup_in_a_law_is_text_in_documents(home: Path, tmp_path: Path) -> None:
    memo, tracked, book = tmp_path / "a.docx", tmp_path / "b.docx", tmp_path / "c.xlsx"
    _said(home, "compare", "trafficking", "-j", "ZZ,QQ", "--docx", str(memo), "--xlsx", str(book))
    _said(home, "diff", "ZZ:5", "QQ:9", "--docx", str(tracked))
    for file in (memo, tracked, book):
        with zipfile.ZipFile(file) as packed:
            parts = {n: packed.read(n).decode() for n in packed.namelist() if n.endswith(".xml")}
        assert all("<script" not in part for part in parts.values()), file
        assert all("\x1b" not in part for part in parts.values()), file


def test_a_formula_in_a_law_is_made_harmless_on_request(home: Path) -> None:
    plain = list(csv.DictReader(io.StringIO(_said(home, "export", "-j", "ZZ"))))
    safe = list(csv.DictReader(io.StringIO(_said(home, "export", "-j", "ZZ", "--excel").removeprefix("\ufeff"))))
    assert any(v.startswith("=") for r in plain for v in r.values())
    assert not any(v.startswith(("=", "+", "@", "-", "\t")) for r in safe for v in r.values() if not v[1:].isdigit())


def test_zero_width_and_look_alike_letters_are_found_all_the_same(tmp_path: Path) -> None:
    latin = "opгaны и ткaни".replace("г", "г")  # o, p, a are Latin letters here
    odd = law({"1": f"Луна | Изъятие {latin} запре\u200bщено."}, jurisdiction="ZZ", language="ru")
    home = stored(tmp_path / "home", odd).home
    assert _said(home, "search", "ткани", "--count").strip() == "1"
    assert _said(home, "search", "запрещено", "--count").strip() == "1"


@pytest.mark.parametrize("raw", [b"\xed\xa0\x80", b"\xff\xfe\x00", b"\xc3(", b"\x00" * 3], ids=repr)
@pytest.mark.parametrize("dialect", ["adilet_text", "plain", "seed_json", "akn", "adilet_html"])
def test_broken_encodings_are_refused_by_every_kind_of_reader(dialect: str, raw: bytes) -> None:
    source, good = seeds(dialect)[0]
    half = good.find(b"\n", len(good) // 2) + 1
    with pytest.raises(CorpusError):
        parse_source(replace(source, sha256=""), good[:half] + raw + good[half:])


def test_a_lone_surrogate_in_json_is_refused() -> None:
    source, good = seeds("seed_json")[0]
    with pytest.raises(CorpusError, match="surrogate"):
        parse_source(source, good.replace(b'"content": "', b'"content": "\\ud800 ', 1))


def _packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    "raw",
    [
        _packed({"word/document.xml": b"<w>" + b" " * 30_000_000 + b"</w>"}),
        _packed({f"x{n}": b"" for n in range(4000)} | {"word/document.xml": b"<w/>"}),
        _packed({"word/document.xml": b'<!DOCTYPE w [<!ENTITY a "b">]><w>&a;</w>'}),
        _packed({"word/other.xml": b"<w/>"}),
        _packed({"word/document.xml": b"<w>" * 100_000 + b"</w>" * 100_000}),
        b"PK\x03\x04 and nothing more",
    ],
    ids=["bomb", "many parts", "entities", "no document", "deep", "cut short"],
)
def test_word_files_made_to_do_harm_are_refused(raw: bytes) -> None:
    source, _ = seeds("plain")[0]
    with pytest.raises(CorpusError):
        parse_source(replace(source, file="law.docx", sha256=""), raw)


@pytest.mark.parametrize("dialect", ["akn", "clml", "lims", "uslm", "finlex", "gii", "lovdata", "lexdania"])
def test_elements_a_hundred_thousand_deep_are_refused_or_read(dialect: str) -> None:
    source, good = seeds(dialect)[0]
    at = good.find(b">", good.find(b"<", 60)) + 1
    deep = good[:at] + b"<p>" * 100_000 + b"x" + b"</p>" * 100_000 + good[at:]
    try:
        parse_source(replace(source, sha256=""), deep)
    except CorpusError:
        return
