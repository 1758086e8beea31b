"""Full disks, folders that can only be read or that vanish, odd clocks, stale locks, changed bytes."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.store import Store
from tests.faults.process import run, seconds, sources, start


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 600 KB; skipped by name where none can be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(place)]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("no mount command here")
    if done.returncode:
        pytest.skip("a small file system cannot be mounted here: needs the right to mount tmpfs")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def _one_line(code: int, err: str) -> None:
    assert code == 1, err
    assert "Traceback" not in err
    assert any(word in err for word in ("no way to write", "cannot be made", "no such")), err


def test_a_full_disk_leaves_the_old_state(tmp_path: Path, small_disk: Path) -> None:
    home, folder = small_disk / "home", sources(tmp_path / "in", "луну", ("ZA",))
    seconds(home, "ingest", str(folder))
    held = json.loads(run(home, "sources", "--json")[1].splitlines()[0])
    (small_disk / "ballast").write_bytes(
        b"x" * (os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_bsize - 8_192)
    )
    sources(folder, "комету", ("ZA", "ZB", "ZC"))
    code, _, err = run(home, "ingest", str(folder))
    _one_line(code, err)
    assert json.loads(run(home, "sources", "--json")[1].splitlines()[0]) == held
    assert run(home, "check")[0] in (0, 1)
    code, _, err = run(home, "search", "луну")
    assert code in (0, 1)
    assert "Traceback" not in err
    (small_disk / "ballast").unlink()
    assert run(home, "search", "луну", "--count")[1].strip() == "1"


def test_a_disk_that_can_only_be_read_is_read(tmp_path: Path, small_disk: Path) -> None:
    home, folder = small_disk / "home", sources(tmp_path / "in", "органы человека", ("ZA",))
    seconds(home, "ingest", str(folder))
    seconds(home, "search", "органы")
    wanted = run(home, "compare", "trafficking", "--csv")[1]
    shutil.rmtree(home / "coded")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    try:
        assert run(home, "search", "органы", "--count")[1].strip() == "1"
        assert run(home, "compare", "trafficking", "--csv")[1] == wanted
        sources(folder, "луну", ("ZA",))
        code, _, err = run(home, "ingest", str(folder))
        _one_line(code, err)
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)


def test_a_folder_that_vanishes_is_one_line(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", sources(tmp_path / "in", "луну")
    process = start(home, "ingest", str(folder))
    deadline = time.monotonic() + 20
    while process.poll() is None and time.monotonic() < deadline:
        shutil.rmtree(home, ignore_errors=True)
    _, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    assert process.returncode in (0, 1)
    assert run(home, "ingest", str(folder))[0] == 0
    assert run(home, "check")[0] == 0


def test_a_clock_set_back_changes_nothing(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", sources(tmp_path / "in", "луну", ("ZA",))
    seconds(home, "ingest", str(folder))
    seconds(home, "search", "луну")
    later = time.time() + 400 * 86_400
    for path in (*home.rglob("*"), *folder.rglob("*")):
        os.utime(path, (later, later))
    sources(folder, "комету", ("ZA",))
    seconds(home, "ingest", str(folder))
    assert run(home, "search", "комету", "--count")[1].strip() == "1"


def test_a_lock_left_by_a_process_that_is_gone_hinders_nobody(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", sources(tmp_path / "in", "луну", ("ZA",))
    home.mkdir()
    (home / "lock").write_text("999999")
    (home / "index").mkdir()
    (home / "index" / "build.lock").write_text("999999")
    seconds(home, "ingest", str(folder))
    assert run(home, "search", "луну", "--count")[1].strip() == "1"


def test_a_second_ingest_names_the_first(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", sources(tmp_path / "in", "луну", ("ZA",))
    store = Store.recover(home)
    with store.writing():
        code, _, err = run(home, "ingest", str(folder))
    assert code == 1
    assert f"process {os.getpid()}" in err


def test_a_flipped_byte_in_the_store_is_named_and_not_shown_as_law(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", sources(tmp_path / "in", "луну", ("ZA",))
    seconds(home, "ingest", str(folder))
    (path,) = (p for p in (home / "expressions").rglob("*") if p.is_file())
    raw = path.read_bytes()
    path.write_bytes(raw.replace("луну".encode(), "лунр".encode(), 1))
    code, out, _ = run(home, "check")
    assert code == 1
    assert "changed since it was stored" in out
    assert "delicti ingest" in out
    run(home, "ingest")
    assert run(home, "check")[0] == 0
    assert path.read_bytes() == raw


def test_readers_during_commits_see_one_state_or_the_other(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", sources(tmp_path / "in", "луну")
    seconds(home, "ingest", str(folder))
    seconds(home, "search", "луну")
    for number in range(3):
        sources(folder, ("комету", "луну")[number % 2])
        writer = start(home, "ingest", str(folder))
        while writer.poll() is None:
            code, out, err = run(home, "search", "луну OR комету", "--count")
            assert (code, out.strip()) == (0, "3"), err
        assert writer.communicate()[1].count("Traceback") == 0
        assert writer.returncode == 0
