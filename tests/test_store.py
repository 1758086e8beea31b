"""The store: what goes in comes out, the same bytes each time; damage is noticed; a failure leaves what was there."""

import errno
import os
import random
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus import codec, store
from corpus.errors import StoreError
from corpus.records import (
    AsOfBasis,
    Completeness,
    Container,
    Expression,
    Fidelity,
    Level,
    Note,
    NoteKind,
    Provision,
    Status,
    TextKind,
    TextState,
    Work,
)
from corpus.store import Entry, Store

WORK = Work(jurisdiction="ZZ", slug="code", title="Лунный кодекс", title_en="Lunar Code", short="LC", main=True)
LETTERS = "abc äßñ жқі ა中한 «»’—\u2028\u00a0\"'=+-@"


def expression(seed: int = 1, articles: int = 5) -> Expression:
    """A made-up expression; the same for the same seed."""
    dice = random.Random(seed)

    def text() -> str:
        return "".join(dice.choice(LETTERS) for _ in range(dice.randint(0, 40))).strip()

    provisions: list[Provision] = []
    for n in range(1, articles + 1):
        root = f"art_{n}"
        containers = (Container(level=Level.CHAPTER, num=str(n // 3), heading=text()),)
        units: list[tuple[str, Level, str | None]] = [(root, Level.ARTICLE, None)]
        for p in range(dice.randint(0, 3)):
            units.append((f"{root}__para_{p + 1}", Level.PARAGRAPH, root))
        for eid, level, parent in units:
            provisions.append(
                Provision(
                    eid=eid,
                    level=level,
                    num=eid.rpartition("_")[2],
                    heading=text() if parent is None else "",
                    intro=text(),
                    wrap_up=text(),
                    parent_eid=parent,
                    position=len(provisions),
                    containers=containers,
                    status=dice.choice(list(Status)),
                    notes=tuple(
                        Note(kind=k, text=text() or "x", eid=f"{root}__note" if k is NoteKind.NORMATIVE else None)
                        for k in dice.sample(list(NoteKind), dice.randint(0, 2))
                    ),
                    in_force_from=dice.choice([None, date(2020, 1, 2)]),
                    amended_by=("01.02.2021 № 3",) * dice.randint(0, 1),
                )
            )
    return Expression(
        id="zz/code",
        source_id="zz/code",
        work=WORK,
        language="ru",
        text_kind=TextKind.OFFICIAL,
        text_state=TextState.POINT_IN_TIME,
        as_of=date(2024, 7, 5),
        as_of_basis=AsOfBasis.PUBLISHER,
        official_url="https://example.org/zz",
        obtained_from="example/zz",
        fidelity=Fidelity.AS_FETCHED,
        completeness=Completeness.COMPLETE,
        defects="",
        volume="",
        licence="none",
        licence_basis="made up",
        retrieved=None,
        sha256="0" * 64,
        dialect="plain",
        dialect_version="1",
        provisions=tuple(provisions),
        label_words=(("статья", 5),),
    )


def put(home: Path, e: Expression) -> Entry:
    """Store one expression as the only one."""
    held = Store(home)
    raw = home.parent / "raw.txt"
    raw.write_bytes(b"")
    entry = held.write(e, raw_path=str(raw), fingerprint="f", report={})
    held.commit({e.id: entry}, {})
    held.sweep()
    return entry


@pytest.mark.parametrize("seed", range(40))
def test_what_is_stored_comes_back_the_same(tmp_path: Path, seed: int) -> None:
    e = expression(seed, articles=seed % 9 + 1)
    put(tmp_path / "home", e)
    assert Store(tmp_path / "home").load("zz/code") == e, f"seed {seed}"


def test_the_same_expression_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (put(tmp_path / name, expression()) for name in ("a", "b"))
    assert (tmp_path / "a" / first.path).read_bytes() == (tmp_path / "b" / second.path).read_bytes()
    assert (tmp_path / "a" / "manifest.json").read_bytes() == (tmp_path / "b" / "manifest.json").read_bytes()


def test_a_stored_file_is_a_header_line_and_one_line_a_provision(tmp_path: Path) -> None:
    e = expression(articles=6)
    entry = put(tmp_path / "home", e)
    lines = (tmp_path / "home" / entry.path).read_text(encoding="utf-8").split("\n")
    assert lines[-1] == ""
    assert len(lines) == len(e.provisions) + 2


def test_a_newer_wording_replaces_the_older_file(tmp_path: Path) -> None:
    put(tmp_path / "home", expression(1))
    put(tmp_path / "home", expression(2))
    assert len(list((tmp_path / "home" / "expressions").rglob("*.jsonl"))) == 1
    assert Store(tmp_path / "home").load("zz/code") == expression(2)


@pytest.mark.parametrize("fails_at", ["write", "replace"])
def test_a_full_disk_leaves_the_former_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: str) -> None:
    home = tmp_path / "home"
    put(home, expression(1))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(store.os, "fsync" if fails_at == "write" else "replace", full)
    with pytest.raises(StoreError, match="No space left"):
        put(home, expression(2))
    monkeypatch.undo()
    held = Store(home)
    assert held.load("zz/code") == expression(1)
    assert [d for d in store.check(held) if d.fatal and d.place.startswith("expressions")] == []
    assert not list(home.rglob(".tmp-*"))


def test_a_crash_between_file_and_manifest_leaves_the_former_state(tmp_path: Path) -> None:
    home = tmp_path / "home"
    put(home, expression(1))
    Store(home).write(expression(2), raw_path="", fingerprint="f", report={})  # and then the power goes
    assert Store(home).load("zz/code") == expression(1)


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda p: p.unlink(), "missing"),
        (lambda p: p.write_bytes(p.read_bytes().replace(b"art_2", b"art_9", 1)), "changed since it was stored"),
        (lambda p: p.write_bytes(p.read_bytes()[:-30]), "changed since it was stored"),
        (lambda p: p.write_bytes(b"\xff\xfe"), "changed since it was stored"),
    ],
)
def test_check_says_what_is_damaged(tmp_path: Path, damage, says: str) -> None:  # type: ignore[no-untyped-def]
    entry = put(tmp_path / "home", expression())
    held = Store(tmp_path / "home")
    assert [d for d in store.check(held) if d.place == entry.path] == []
    damage(tmp_path / "home" / entry.path)
    assert [d.found for d in store.check(held) if d.place == entry.path and says in d.found]


@pytest.mark.parametrize("content", [b"", b"{", b'{"format": 1}', b'{"format": 99, "expressions": []}', b"\xff", b"[]"])
def test_a_broken_manifest_is_a_clear_error(tmp_path: Path, content: bytes) -> None:
    put(tmp_path / "home", expression())
    (tmp_path / "home" / "manifest.json").write_bytes(content)
    with pytest.raises(StoreError, match=r"manifest\.json: found .* Run 'delicti ingest' again"):
        Store(tmp_path / "home")


def test_a_damaged_line_is_a_clear_error(tmp_path: Path) -> None:
    entry = put(tmp_path / "home", expression())
    path = tmp_path / "home" / entry.path
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(StoreError, match="found bytes that have changed since they were stored"):
        Store(tmp_path / "home").load("zz/code")


def test_a_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    home = tmp_path / "home"
    script = (
        "import sys; from pathlib import Path; from corpus.store import Store\n"
        "with Store(Path(sys.argv[1])).writing(): print('in', flush=True); sys.stdin.read()"
    )
    root = Path(__file__).resolve().parent.parent
    with subprocess.Popen(
        [sys.executable, "-c", script, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(StoreError, match=f"process {holder.pid}"), Store(home).writing():
            pass
        holder.communicate()
    with Store(home).writing():
        assert (home / "lock").read_text() == str(os.getpid())


@pytest.mark.parametrize("slug", ["../../etc/x", "..", ".hidden", "a/b\\c", "x" * 80, "закон №1"])
def test_an_id_never_leads_out_of_the_folder(tmp_path: Path, slug: str) -> None:
    home = tmp_path / "home"
    entry = put(home, replace(expression(), id=f"zz/{slug}"))
    path = (home / entry.path).resolve()
    assert path.is_file()
    assert path.is_relative_to((home / "expressions").resolve())


def test_a_header_of_another_format_is_refused() -> None:
    head = {**codec.header(expression()), "format": 99}
    with pytest.raises(StoreError, match="format 99, expected 1"):
        codec.read_expression(head, (), "x")
