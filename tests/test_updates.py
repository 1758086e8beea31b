"""Editions that come in later: update, history, import from git, laws of one's own; and citations."""

import json
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from cli import main
from corpus.cite import STYLES
from tests.conftest import ROOT
from tests.replay import Page, Replay
from tests.test_fetch import HOST, LAW, _home, _run, _work, publisher

__all__ = ["publisher"]
AMENDED = LAW.replace("наказывается штрафом".encode(), "наказывается изгнанием".encode())


def test_an_update_names_what_is_amended(tmp_path: Path, publisher: Replay) -> None:
    assert AMENDED != LAW
    home = _home(tmp_path, publisher)
    assert _run(home, "fetch", "ML").exit_code == 0
    quiet = _run(home, "update")
    assert quiet.exit_code == 0, quiet.output
    assert quiet.stdout == ""
    publisher.pages["/rus/docs/K1"] = Page(AMENDED)
    loud = _run(home, "update", "ML", "--json", "--atom", str(tmp_path / "feed.xml"))
    assert loud.exit_code == 10, loud.output
    rows = [json.loads(line) for line in loud.stdout.splitlines()]
    assert rows
    assert {row["kind"] for row in rows} == {"amended"}
    words = json.dumps([row["diff"] for row in rows], ensure_ascii=False)
    assert "изгнанием" in words
    assert "штрафом" in words
    feed = ET.parse(tmp_path / "feed.xml").getroot()
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == len(rows)
    assert _run(home, "update").exit_code == 0


def test_an_update_of_nothing_says_so(tmp_path: Path, publisher: Replay) -> None:
    done = _run(_home(tmp_path, publisher), "update", "ML")
    assert done.exit_code == 1
    assert "nothing that was fetched before" in done.stderr


def test_all_editions_of_a_publishers_list_are_fetched(tmp_path: Path, publisher: Replay) -> None:
    pattern = f"https://{HOST}/rus/docs/K1"
    work = _work(
        1, "/rus/docs/K1", dated=pattern + "/{DD}.{MM}.{YYYY}", history=pattern + "/history", pattern_evidence="x"
    )
    days = ("05.07.2019", "01.02.2021", "99.99.2021")
    links = "".join(f'<a href="/rus/docs/K1/{day}">{day}</a> ' for day in days).encode()
    publisher.pages["/rus/docs/K1/history"] = Page(links)
    publisher.pages["/rus/docs/K1/05.07.2019"] = Page(LAW)
    publisher.pages["/rus/docs/K1/01.02.2021"] = Page(AMENDED)
    home = _home(tmp_path, publisher, work)
    done = _run(home, "fetch", "ML", "--history")
    assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in _run(home, "sources", "--json").stdout.splitlines()]
    assert sorted((r["as of"], r["state"]) for r in rows) == [
        ("2019-07-05", "point_in_time"),
        ("2021-02-01", "point_in_time"),
    ]
    one = _run(home, "fetch", "ML", "--as-of", "2019-07-05")
    assert one.exit_code == 0, one.output


def _git(folder: Path, *words: str, day: str = "2020-01-01") -> None:
    stamp = f"{day}T12:00:00"
    env = {
        "GIT_AUTHOR_DATE": stamp,
        "GIT_COMMITTER_DATE": stamp,
        "PATH": "/usr/bin:/bin:/usr/local/bin",
        "HOME": str(folder),
    }
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True, env=env)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "laws"
    (folder / "cz").mkdir(parents=True)
    _git(tmp_path, "init", "-q", str(folder))
    front = "---\ntitle: Měsíční zákoník\nlanguage: cs\n---\n\n# Měsíční zákoník\n\n"
    text = front + "###### § 1\n\n{}\n\n###### § 2\n\nKdo ukradne stín, bude potrestán.\n"
    for day, words, message in (
        ("2018-09-06", "Kdo ukradne měsíc, bude potrestán.", "reform\n\nSource-Date: 2018-09-01"),
        ("2020-05-04", "Kdo ukradne měsíc nebo hvězdu, bude potrestán.", "update"),
    ):
        (folder / "cz/ZAKON-1.md").write_text(text.format(words))
        _git(folder, "add", ".")
        _git(folder, "commit", "-qm", message, day=day)
    return folder


def test_each_commit_of_a_law_is_an_edition_with_the_date_it_proves(tmp_path: Path, repository: Path) -> None:
    home = tmp_path / "home"
    done = _run(home, "import", "legalize", str(repository), "--history")
    assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in _run(home, "sources", "--json").stdout.splitlines()]
    assert sorted((r["as of"], r["state"], r["basis"]) for r in rows) == [
        ("2018-09-01", "point_in_time", "publisher"),
        ("2020-05-04", "unknown", "commit_date"),
    ]
    told = _run(home, "history", "CZ ZAKON-1 1")
    assert "hvězdu" in told.output


SEED = {
    "id": "moon-1",
    "title": "Lag (1:1) om månen",
    "short_name": "MoonL",
    "url": "https://lag.example/moon",
    "provisions": [
        {"provision_ref": "1", "section": "1", "title": "Månen", "content": "Den som stjäl månen döms till böter."},
        {"provision_ref": "2", "section": "2", "title": "Stjärnor", "content": "Den som stjäl en stjärna är fri."},
    ],
}


def test_a_folder_of_seed_files_is_read_each_with_its_own_head(tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "moon.json").write_text(json.dumps(SEED))
    (folder / "broken.json").write_text("{")
    (folder / "other.json").write_text('{"rows": []}')
    home = tmp_path / "home"
    bare = _run(home, "import", "seeds", str(folder), "--only", "moon.json")
    assert bare.exit_code == 1
    assert "Give --jurisdiction and --language" in bare.stderr
    done = _run(home, "import", "seeds", str(folder), "-j", "SE", "--language", "sv")
    assert done.exit_code == 1
    assert done.stdout.split() == ["se/moon-1-sv"]
    assert "broken.json: found broken JSON" in done.stderr
    assert "other.json: found no list of provisions" in done.stderr
    shown = _run(home, "show", "SE MoonL 2")
    assert "Den som stjäl en stjärna är fri." in shown.stdout
    (row,) = [json.loads(line) for line in _run(home, "sources", "--json").stdout.splitlines()]
    assert (row["as of"], row["state"]) == ("?", "unknown") or row["as of"] in (None, "")
    (folder / "moon.json").write_text(json.dumps(SEED, ensure_ascii=False).replace("böter", "fängelse"))
    again = _run(home, "import", "seeds", str(folder), "-j", "SE", "--language", "sv", "--only", "moon.json")
    assert again.exit_code == 1
    assert "another text under that name" in again.stderr
    assert "böter" in _run(home, "show", "SE MoonL 1").stdout


def test_seed_files_in_git_have_the_day_of_their_commit(tmp_path: Path) -> None:
    folder = tmp_path / "laws"
    (folder / "data" / "seed").mkdir(parents=True)
    (folder / "data" / "seed" / "moon.json").write_text(json.dumps(SEED))
    _git(tmp_path, "init", "-q", str(folder))
    _git(folder, "add", ".")
    _git(folder, "commit", "-qm", "add", day="2024-02-03")
    home = tmp_path / "home"
    done = _run(home, "import", "seeds", str(folder / "data" / "seed"), "-j", "SE", "--language", "sv")
    assert done.exit_code == 0, done.output
    (row,) = [json.loads(line) for line in _run(home, "sources", "--json").stdout.splitlines()]
    assert (row["as of"], row["state"], row["basis"]) == ("2024-02-03", "unknown", "commit_date")


def test_what_is_no_repository_is_one_line(tmp_path: Path) -> None:
    done = _run(tmp_path / "home", "import", "legalize", str(tmp_path))
    assert done.exit_code == 1
    assert "git repository" in done.stderr


def _add(home: Path, file: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), "add", str(file), *words])


def test_a_law_of_ones_own_is_shown_then_stored(tmp_path: Path) -> None:
    file = tmp_path / "code.txt"
    file.write_text(
        "Статья 1. Луна\n\nЛуна одна.\n\nСтатья 2. Тень\n\nТень не наказывается.\n\nСтатья 4. Свет\n\nСвет свободен.\n"
    )
    flags = ["-j", "TJ", "--title", "Лунный кодекс", "--language", "ru", "--short", "LC", "--main"]
    home = tmp_path / "home"
    done = _add(home, file, *flags, "--yes")
    assert done.exit_code == 0, done.output
    assert "3 articles" in done.stdout
    assert "Gaps: 3" in done.stdout
    assert "Тень не наказывается" in _run(home, "show", "TJ:2").stdout
    again = _add(home, file, *flags, "--yes")
    assert again.exit_code == 0
    file.write_text(file.read_text().replace("одна", "круглая"))
    other = _add(home, file, *flags, "--yes")
    assert other.exit_code == 1
    assert "another text under that name" in other.stderr


def test_a_missing_field_and_an_unreadable_file_store_nothing(tmp_path: Path) -> None:
    file = tmp_path / "code.txt"
    file.write_text("Hello.\n")
    home = tmp_path / "home"
    assert _add(home, file, "-j", "TJ", "--yes").exit_code == 2
    done = _add(home, file, "-j", "TJ", "--title", "X", "--language", "ru", "--yes")
    assert done.exit_code == 1
    assert not (home / "manifest.json").exists()
    assert list((home / "sources").iterdir()) == []


@pytest.mark.parametrize("style", [s for s in STYLES if s != "eli"])
def test_every_style_names_law_place_and_date(tmp_path: Path, style: str) -> None:
    done = _run(tmp_path / "home", "cite", "KZ:128(2)(7)", "--style", style, "--accessed", "2026-11-24")
    assert done.exit_code == 0, done.output
    assert "128" in done.stdout
    if style not in ("akn", "eli"):
        assert "adilet.zan.kz/rus/docs/K1400000226" in done.stdout
        assert "digest" in done.stdout
        assert any(
            day in done.stdout
            for day in ("2026-11-24", "24 November 2026", "Nov. 24, 2026", "24.11.2026", "2026/11/24", "accessed")
        )
    if style == "csl-json":
        assert json.loads(done.stdout)[0]["accessed"]["date-parts"] == [[2026, 11, 24]]


def test_eli_only_where_the_publisher_has_one(tmp_path: Path) -> None:
    without = _run(tmp_path / "home", "cite", "KZ:128", "--style", "eli")
    assert without.exit_code == 1
    assert "no ELI" in without.stderr
    assert "/eli/" in _run(tmp_path / "home", "cite", "DK:262 a", "--style", "eli").stdout


def test_the_page_for_newcomers_holds(tmp_path: Path) -> None:
    """Follows docs/ADDING_A_JURISDICTION.md: its entry, its file, its commands."""
    page = (ROOT / "docs/ADDING_A_JURISDICTION.md").read_text(encoding="utf-8")
    blocks = page.split("```")[1::2]
    law = next(b for b in blocks if b.startswith("text")).partition("\n")[2]
    entry = next(b for b in blocks if b.startswith("toml")).partition("\n")[2]
    commands = [line for b in blocks if b.startswith("sh") for line in b.splitlines()[1:] if line.strip()]
    home = tmp_path / "home"
    (home / "registry").mkdir(parents=True)
    (home / "registry/ml.toml").write_text(entry, encoding="utf-8")
    (tmp_path / "code.txt").write_text(law, encoding="utf-8")
    import shlex

    assert commands
    for line in commands:
        words = [str(tmp_path / w) if w == "code.txt" else w for w in shlex.split(line)]
        assert words[0] == "delicti"
        done = _run(home, *words[1:])
        assert done.exit_code == 0, f"{line}: {done.output}"
        assert done.stdout.strip(), line
