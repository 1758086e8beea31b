"""Bad input: each a clear one-line error, nothing half stored, and the other sources still read."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import cli
from corpus.store import Store
from ingest.pipeline import Report, ingest_all

GOOD = Path(__file__).parent.parent / "layouts" / "adilet_text" / "moonland"
BOMB = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;">
]><Statute><Body><Section><Label>1</Label><Text>&e;&e;&e;&e;&e;&e;&e;&e;</Text></Section></Body></Statute>"""
EXTERNAL = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<Statute><Body><Section><Label>1</Label><Text>&x;</Text></Section></Body></Statute>"""
ERROR_PAGE = b"<!DOCTYPE html><html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>"
ARTICLES = "Статья 1. Луна\n\n      1. Луна светит.\n\n"


def record(folder: Path, raw: bytes, name: str = "law.txt", **fields: object) -> Path:
    """A source folder with this raw file."""
    folder.mkdir(parents=True)
    base = {
        "jurisdiction": "ZZ",
        "title": "Закон",
        "language": "ru",
        "file": name,
        "dialect": "adilet_text",
        "grammar": "ru-kz",
    }
    (folder / name).write_bytes(raw)
    (folder / "source.json").write_text(json.dumps(base | fields), encoding="utf-8")
    return folder


def run(tmp_path: Path, bad: Path) -> tuple[Report, Store]:
    """Ingest the bad folder beside a good one; the good one must be stored."""
    root = bad.parent
    if not (root / "good").exists():
        shutil.copytree(GOOD, root / "good")
    store = Store(tmp_path / "home")
    reports = {r.source.partition("/")[2]: r for r in ingest_all([root], store)}
    assert reports["good"].status in ("stored", "unchanged")
    return reports[bad.name], Store(tmp_path / "home")


def xml(root: Path, raw: bytes) -> Path:
    return record(root / "zz" / "bad", raw, "law.xml", dialect="lims", language="en")


CASES = {
    "empty file": (lambda r: record(r / "zz" / "bad", b""), "an empty file"),
    "blank file": (lambda r: record(r / "zz" / "bad", b" \n \n"), "an empty file"),
    "wrong encoding": (
        lambda r: record(r / "zz" / "bad", ARTICLES.encode("cp1251")),
        "the byte 0xD1 at offset 0, expected utf-8 text",
    ),
    "unknown encoding": (lambda r: record(r / "zz" / "bad", b"x", encoding="klingon"), "the encoding 'klingon'"),
    "no article": (lambda r: record(r / "zz" / "bad", "Привет, Луна!\n".encode()), "no article"),
    "a PDF renamed": (lambda r: record(r / "zz" / "bad", b"%PDF-1.7\n\x00\x01", "law.html"), "a PDF file"),
    "a NUL byte": (lambda r: record(r / "zz" / "bad", b"abc\x00def"), "a NUL byte at offset 3"),
    "an error page": (lambda r: record(r / "zz" / "bad", ERROR_PAGE, "law.html"), "no article"),
    "a line of 50 MB": (
        lambda r: record(r / "zz" / "bad", b"x" * 50_000_000),
        "line 1: found a line of 50,000,000 characters",
    ),
    "a line of 20 MB": (
        lambda r: record(r / "zz" / "bad", b"x" * 20_000_000),
        "line 1: found a line of 20,000,000 characters",
    ),
    "an article twice": (lambda r: record(r / "zz" / "bad", (ARTICLES * 2).encode()), "2 eids given twice (art_1"),
    "another hash": (
        lambda r: record(r / "zz" / "bad", ARTICLES.encode(), files=[{"name": "law.txt", "sha256": "0" * 64}]),
        "expected 000000000000… as its record says",
    ),
    "another script": (
        lambda r: record(r / "zz" / "bad", (ARTICLES + "      2. " + "Луна светит. " * 99).encode(), language="de"),
        "a text mostly in cyrillic letters, expected latin letters",
    ),
    "unknown dialect": (lambda r: record(r / "zz" / "bad", b"x", dialect="klingon"), "'klingon', expected one of"),
    "unknown grammar": (lambda r: record(r / "zz" / "bad", ARTICLES.encode(), grammar="tlh"), "no such grammar"),
    "entity bomb": (lambda r: xml(r, BOMB), "zz/bad/law.xml"),
    "external entity": (lambda r: xml(r, EXTERNAL), "zz/bad/law.xml"),
    "truncated XML": (lambda r: xml(r, b"<Statute><Body><Section><Label>1</La"), "zz/bad/law.xml"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_bad_file_is_one_clear_line_and_nothing_is_stored(tmp_path: Path, name: str) -> None:
    make, says = CASES[name]
    report, store = run(tmp_path, make(tmp_path / "in"))
    assert report.status == "failed"
    assert says in report.error
    assert "\n" not in report.error
    assert report.error.startswith(("zz/bad", "dialect", "grammar"))
    assert [e for e in store.entries if "bad" in e] == []
    assert list(store.failed) == ["zz/bad"]
    assert not list((tmp_path / "home").rglob(".tmp-*"))


BROKEN_RECORDS = {
    "missing": (None, "no record"),
    "no JSON": ("{", "broken JSON"),
    "a list": ("[]", "a JSON list"),
    "no title": ('{"jurisdiction": "ZZ", "language": "ru", "file": "law.txt"}', "title"),
    "a number for a title": ('{"jurisdiction": "ZZ", "title": 5, "language": "ru", "file": "law.txt"}', "found 5"),
    "no such file": ('{"jurisdiction": "ZZ", "title": "x", "language": "ru", "file": "gone.txt"}', "no such file"),
    "a way out": (
        '{"jurisdiction": "ZZ", "title": "x", "language": "ru", "file": "../../x"}',
        "the name of a file in the same",
    ),
    "a bad date": (
        '{"jurisdiction": "ZZ", "title": "x", "language": "ru", "file": "law.txt", "consolidated_to": "soon"}',
        "a date such as",
    ),
    "a deep nest": ("[" * 100_000, "broken JSON"),
}


@pytest.mark.parametrize("name", BROKEN_RECORDS)
def test_a_bad_record_is_one_clear_line_and_the_others_are_read(tmp_path: Path, name: str) -> None:
    text, says = BROKEN_RECORDS[name]
    bad = record(tmp_path / "in" / "zz" / "bad", ARTICLES.encode())
    shutil.copytree(GOOD, tmp_path / "in" / "zz" / "good")
    if text is None:
        (bad / "source.json").unlink()
    else:
        (bad / "source.json").write_text(text, encoding="utf-8")
    report, _ = run(tmp_path, bad)
    assert report.status == "failed"
    assert says in report.error


def test_a_declared_legacy_encoding_is_honoured(tmp_path: Path) -> None:
    old = record(tmp_path / "in" / "zz" / "old", ARTICLES.encode("cp1251"), encoding="windows-1251")
    assert [r.status for r in ingest_all([old], Store(tmp_path / "home"))] == ["stored"]
    assert Store(tmp_path / "home").load("zz/old").provisions[1].intro == "Луна светит."


def test_without_a_path_what_was_read_before_is_read_again(tmp_path: Path) -> None:
    shutil.copytree(GOOD, tmp_path / "in" / "zz" / "law")
    runner = CliRunner()
    first = runner.invoke(cli.main, ["ingest"])
    assert (first.exit_code, "Nothing was read before" in first.stderr) == (2, True)
    runner.invoke(cli.main, ["ingest", str(tmp_path / "in")])
    again = runner.invoke(cli.main, ["ingest", "--json"])
    assert json.loads(again.stdout)["status"] == "unchanged"


def test_a_source_that_breaks_later_keeps_its_last_good_reading(tmp_path: Path) -> None:
    good = tmp_path / "in" / "zz" / "law"
    shutil.copytree(GOOD, good)
    store = Store(tmp_path / "home")
    assert [r.status for r in ingest_all([good], store)] == ["stored"]
    (good / "law.txt").write_bytes(b"")
    assert [r.status for r in ingest_all([good], Store(tmp_path / "home"))] == ["failed"]
    held = Store(tmp_path / "home")
    assert held.load("zz/law").articles[0].num == "1"
    assert list(held.failed) == ["zz/law"]


def test_a_second_run_reads_nothing_again(tmp_path: Path) -> None:
    good = tmp_path / "in" / "zz" / "law"
    shutil.copytree(GOOD, good)
    first = ingest_all([good], Store(tmp_path / "home"))
    second = ingest_all([good], Store(tmp_path / "home"))
    assert [r.status for r in second] == ["unchanged"]
    assert second[0].articles == first[0].articles > 0


def test_the_command_names_the_failed_source_and_ends_with_1(tmp_path: Path) -> None:
    bad = record(tmp_path / "in" / "zz" / "bad", b"")
    result = CliRunner().invoke(cli.main, ["ingest", str(bad), "--json"])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["status"] == "failed"
    assert "failed  zz/bad/law.txt: found an empty file" in result.stderr


def test_a_path_without_a_record_is_a_clear_error(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli.main, ["ingest", str(tmp_path / "nowhere")])
    assert result.exit_code == 1
    assert "no such file or folder" in result.stderr
    assert "Traceback" not in result.output
