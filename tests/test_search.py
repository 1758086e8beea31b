"""The first search: what it finds is there, signs are words, a damaged index is made anew."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import cli

LAYOUTS = Path(__file__).parent / "layouts"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, list(arguments))


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """A store with the made-up laws of Kazakhstan's and Taiwan's layouts; returns its index folder."""
    for dialect in ("adilet_text", "taiwan_json"):
        for case in (LAYOUTS / dialect).iterdir():
            shutil.copytree(case, tmp_path / "in" / dialect / case.name)
    assert run("ingest", str(tmp_path / "in")).exit_code == 0
    return tmp_path / "home" / "index"


def test_a_phrase_is_found_as_a_phrase_even_with_or_in_it() -> None:
    hits = run("--digest", "search", '"organs or tissues"', "-j", "KZ", "--csv").stdout.split("\n")[1:]
    assert any("art. 128(2)(7)" in h for h in hits)
    assert not any("art. 128(2)(6)" in h for h in hits)


def test_a_word_is_found_whole_and_a_prefix_by_its_star(held: Path) -> None:
    assert run("search", "ночью", "--count").stdout == "1\n"
    assert run("search", "ноч", "--count").stdout == "0\n"
    assert int(run("search", "ноч*", "--count").stdout) >= 1


def test_chinese_words_are_found_inside_a_sentence(held: Path) -> None:
    assert int(run("search", "月球", "--lang", "zh", "--count").stdout) >= 1


@pytest.mark.usefixtures("held")
def test_an_answer_says_in_which_languages_it_looked() -> None:
    found = run("search", "unicorn")
    assert "whose languages are: en, ru, zh" in found.stderr
    assert "Not the same as" in found.stderr


def test_an_index_cut_short_is_made_anew(held: Path) -> None:
    before = run("search", "ночью", "--count").stdout
    for path in held.rglob("*.seg"):
        path.write_bytes(path.read_bytes()[:100])
    assert run("search", "ночью", "--count").stdout == before


def test_what_could_not_be_read_is_listed(held: Path, tmp_path: Path) -> None:
    bad = tmp_path / "in" / "adilet_text" / "moonland" / "law.txt"
    bad.write_bytes(b"")
    assert run("ingest", str(tmp_path / "in")).exit_code == 1
    assert "Not read: adilet_text/moonland/law.txt: found an empty file" in run("sources").stdout


def test_a_damaged_store_is_mended_by_reading_again(held: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    stored = next((home / "expressions").rglob("*.jsonl"))
    stored.write_bytes(stored.read_bytes()[:-40])
    assert run("check").exit_code == 1
    assert run("ingest", str(tmp_path / "in")).exit_code == 0
    assert run("check").exit_code == 0
    (home / "manifest.json").write_text("{", encoding="utf-8")
    assert run("ingest", str(tmp_path / "in")).exit_code == 0
    assert run("check").exit_code == 0
