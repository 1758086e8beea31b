"""Exports: RFC 4180, harmless in a spreadsheet, nothing lost, the same bytes each time."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import cli
from corpus import export


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["--digest", *arguments])


def test_a_csv_has_a_row_for_every_provision_and_every_note_that_is_law() -> None:
    rows = list(csv.DictReader(io.StringIO(run("export", "-j", "KZ", "--csv").stdout, newline="")))
    assert tuple(rows[0]) == export.COLUMNS
    by_pinpoint = {r["pinpoint"]: r for r in rows}
    assert by_pinpoint["KZ CC art. 128(2)(7)"]["level"] == "point"
    assert by_pinpoint["KZ CC art. 128 note"]["level"] == "note"
    assert {r["text_kind"] for r in rows} == {"digest"}
    assert all(r["official_url"].startswith("https://") and r["sha256"] and r["obtained_from"] for r in rows)


def test_the_file_is_rfc_4180() -> None:
    text = run("export", "-j", "KZ").stdout_bytes.decode()
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert [len(r) for r in csv.reader(io.StringIO(text, newline=""), strict=True)] == [len(export.COLUMNS)] * (
        text.count("\r\n")
    )


def test_the_same_export_gives_the_same_bytes() -> None:
    assert run("export", "-j", "KZ,CZ").stdout_bytes == run("export", "-j", "KZ,CZ").stdout_bytes


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+7 727", "'+7 727"),
        ("-cmd", "'-cmd"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("-5", "-5"),
        ("+3.5", "+3.5"),
        ("plain = text", "plain = text"),
        ("", ""),
        (-5, -5),
    ],
)
def test_excel_cells_that_look_like_formulas_are_made_harmless_but_numbers_are_not(cell: object, safe: object) -> None:
    assert export.neutral(cell) == safe


def test_excel_mode_begins_with_a_byte_order_mark_and_takes_a_semicolon(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    assert run("export", "-j", "KZ", "--excel", "--delimiter", ";", "-o", str(target)).exit_code == 0
    raw = target.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfjurisdiction;work;")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert {len(r) for r in rows} == {len(export.COLUMNS)}


def test_jsonl_has_the_same_rows() -> None:
    found = [json.loads(line) for line in run("export", "-j", "KZ", "--jsonl").stdout.splitlines()]
    assert found == list(csv.DictReader(io.StringIO(run("export", "-j", "KZ").stdout, newline="")))


def test_a_level_filter_keeps_that_level_only() -> None:
    rows = csv.DictReader(io.StringIO(run("export", "-j", "KZ", "--level", "article").stdout, newline=""))
    assert {r["level"] for r in rows} == {"article"}


@pytest.mark.parametrize(
    ("arguments", "says", "code"),
    [
        (["export", "-j", "XX"], "XX", 1),
        (["export", "-j", "SA"], "SA: no text of this jurisdiction is held", 1),
        (["export", "--work", "nothing"], "no edition that fits", 1),
        (["export", "--lang", "kk"], "no edition that fits", 1),
        (["export", "--delimiter", ";;"], "one character", 2),
        (["export", "--delimiter", '"'], "one character", 2),
        (["export", "--level", "foo"], "'foo' is none of", 2),
        (["show", "KZ:128(2)(99)"], "10, 11, 12, 13", 1),
        (["show", "KZ:128-9"], "Nearest: 128", 1),
        (["export", "-o", "/nowhere/at/all.csv"], "cannot be written", 1),
        (["show", "KZ:9999"], "no article '9999'", 1),
        (["show", "Kazakhstan"], "a jurisdiction and a number", 1),
        (["show", "QQ:1"], "'QQ', expected a code such as KZ", 1),
        (["search", "-j", "KZ", "***"], "expected at least two letters", 1),
        (["nonsense"], "No such command", 2),
    ],
)
def test_bad_arguments_are_one_clear_line(arguments: list[str], says: str, code: int) -> None:
    result = run(*arguments)
    assert result.exit_code == code
    assert says in result.stderr
    assert "Traceback" not in result.output
    if code == 1:
        assert re.search(r"^delicti: .*\.$", result.stderr, re.MULTILINE)


def test_show_gives_structure_notes_date_and_address() -> None:
    text = run("show", "KZ:128").stdout
    assert text.startswith("KZ CC art. 128 Trafficking in persons [digest, not the law's words]")
    assert re.search(r"^   7 .*organs or tissues", text, re.MULTILINE)
    assert "Notes that are law:" in text
    assert "text as of 2026-01-25 (the date of the copy" in text.replace("\n ", "").replace("  ", " ")
    assert "Official address: https://adilet.zan.kz/" in text
    assert max(len(line) for line in text.split("\n")) <= 80


def test_show_json_is_one_object_with_the_same_facts() -> None:
    found = json.loads(run("show", "KZ:128(2)(7)", "--json").stdout)
    assert found["pinpoint"] == "KZ CC art. 128(2)(7)"
    assert found["digest"] is True
    assert [u["path"] for u in found["units"]] == ["2/7"]
    assert found["as_of"] == "2026-01-25"
    assert found["as_of_basis"] == "commit_date"


def test_a_search_without_a_hit_says_so_and_is_no_error() -> None:
    result = run("search", "unicorn")
    assert (result.exit_code, result.stdout.strip()) == (0, "")
    assert "No provision of them says it" in result.stderr


def test_search_counts_what_it_lists() -> None:
    count = int(run("search", "organs AND cells", "--count").stdout)
    rows = list(csv.DictReader(io.StringIO(run("search", "organs AND cells", "--csv").stdout, newline="")))
    assert count == len(rows) > 10
    assert all(re.search(r"organ|cell", r["matched"], re.IGNORECASE) for r in rows)


def test_the_matrix_shows_who_names_what_where() -> None:
    rows = {
        line.split()[0]: line
        for line in run("search", "organs OR tissues OR cells", "--matrix").stdout.split("\n")
        if line
    }
    assert re.search(r"^UZ\s.*\s–\s*$", rows["UZ"])
    assert "TrZ § 164" in rows["CZ"]


@pytest.mark.parametrize("text", ["a\x1b[31mb", "x\u202ey", "bell\x07"])
def test_control_characters_never_reach_the_terminal(text: str) -> None:
    from corpus import screen

    assert not re.search("[\x00-\x1f\u202a-\u202e]", screen.safe(text))
    assert re.search(r"<U\+[0-9A-F]{4}>", screen.safe(text))


@pytest.mark.parametrize("text", ["器官、組織、細胞" * 20, "word " * 60, "x" * 300, "ა" * 99, "ab 器官 " * 30])
def test_wrapped_lines_fit_and_lose_nothing(text: str) -> None:
    from corpus import screen

    wrapped = screen.wrap(text, 40, indent=3, hang=2)
    assert max(screen.width(line) for line in wrapped.split("\n")) <= 40
    assert "".join(wrapped.split()) == "".join(text.split())
