"""`kill -9` at random moments: store and index open afterwards, old state or new, and `check` says what to do."""

import shutil
from pathlib import Path

import pytest

from corpus.store import Store
from tests.faults.process import KILLS, killed, moments, run, seconds, sources

THINGS = ("луну", "комету")


def _first_words(home: Path) -> dict[str, str]:
    store = Store(home)
    return {name: store.load(name).provisions[1].intro for name in store.entries}


def _checked(home: Path) -> None:
    """`check` is clean, or every line of it says what to run, and that helps."""
    code, out, err = run(home, "check")
    assert "Traceback" not in err
    if code:
        assert out.strip(), err
        assert all("delicti ingest" in line or "builds it again" in line for line in out.splitlines()), out
        run(home, "ingest")
        assert run(home, "check")[0] == 0


def test_an_ingest_that_is_killed_leaves_the_old_state_or_the_new(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", sources(tmp_path / "in", THINGS[0])
    whole = seconds(home, "ingest", str(folder))
    hits = 0
    for number, after in enumerate(moments(whole, KILLS, 1)):
        before = _first_words(home)
        sources(folder, new := THINGS[(number + 1) % 2])
        hits += killed(home, after, "ingest", str(folder))
        now = _first_words(home)
        assert set(now) == set(before)
        for name, words in now.items():
            assert words in (before[name], before[name].replace(THINGS[number % 2], new)), (number, after)
        _checked(home)
    assert hits
    assert run(home, "ingest", str(folder))[0] == 0
    assert not [p for p in home.rglob(".tmp-*") if p.parent.name != "home"]


def test_an_index_build_that_is_killed_leaves_an_index_that_answers(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", sources(tmp_path / "in", THINGS[0])
    seconds(home, "ingest", str(folder))
    words = ("search", "звезду", "--count")
    whole = seconds(home, *words)
    hits = 0
    for number, after in enumerate(moments(whole, KILLS, 2)):
        sources(folder, THINGS[(number + 1) % 2])
        seconds(home, "ingest", str(folder))
        hits += killed(home, after, *words)
        _checked(home)
        for thing, wanted in zip(THINGS, ("0", "3") if number % 2 == 0 else ("3", "0"), strict=True):
            code, out, err = run(home, "search", thing, "--count")
            assert (code, out.strip()) == (0, wanted) or (wanted == "0" and code in (0, 1)), (number, after, err)
    assert hits
    assert not [p for p in (home / "index").iterdir() if p.is_dir() and p.name.startswith(".")]


@pytest.mark.parametrize("damage", ["", "flip"])
def test_a_comparison_that_is_killed_while_it_keeps_its_answers_gives_the_same_next_time(
    tmp_path: Path, damage: str
) -> None:
    home, folder = tmp_path / "home", sources(tmp_path / "in", "органы человека")
    seconds(home, "ingest", str(folder))
    words = ("compare", "trafficking", "--csv")
    right = run(home, *words)
    shutil.rmtree(home / "coded")
    whole = seconds(home, *words)
    hits = 0
    for number, after in enumerate(moments(whole * 0.9, max(1, KILLS // 2), 3)):
        for path in (home / "coded").rglob("*"):
            if path.is_file():
                if damage:
                    raw = bytearray(path.read_bytes())
                    raw[(number * 7919) % len(raw)] ^= 1
                    path.write_bytes(raw)
                else:
                    path.unlink()
        hits += killed(home, after, *words)
        assert run(home, *words) == right, (number, after)
        _checked(home)
    assert hits
