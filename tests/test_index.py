"""The index on disk: built once, rebuilt only where something changed, mended in silence, safe for readers."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import store as corpus_store
from corpus.errors import StoreError
from corpus.library import Library
from search import generation
from search.documents import documents
from search.generation import Generation
from search.index import Index
from search.lexicon import NAME
from search.shard import HEAD, Shard
from search.tokens import tokeniser
from tests.laws import ask, law, run, stored

ROOT = Path(__file__).resolve().parent.parent
# Languages that need no dictionary are quick to index.
KAZAKH = law({"1": "Саудасы | ай адам саудасы", "1/1": "ай астында", "2": "ай"}, name="moon", language="kk")
VIETNAMESE = law({"1": "mô tạng", "2": "mặt trăng"}, name="sun", language="vi")
VIETNAMESE_AMENDED = law({"1": "mô tạng", "2": "mặt trời", "3": "mặt trăng"}, name="sun", language="vi")

ODD = f'{{"format": {generation.FORMAT}, "shards": 7}}'.encode()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A store of two languages whose index is built."""
    stored(tmp_path / "home", KAZAKH, VIETNAMESE)
    assert found(tmp_path / "home") == ["1", "1(1)", "2"]
    return tmp_path / "home"


def found(home: Path, text: str = "ай") -> list[str]:
    index = Index(Library.open(home))
    try:
        return sorted(h.pinpoint.partition("art. ")[2] for h in ask(index, text).hits)
    finally:
        index.close()


def folders(home: Path) -> dict[str, Path]:
    return {p.name.partition("-")[0]: p for p in sorted((home / "index").iterdir()) if p.is_dir()}


def stamps(home: Path) -> dict[str, int]:
    return {str(p.relative_to(home)): p.stat().st_mtime_ns for p in (home / "index").rglob("*") if p.is_file()}


def whole_index(home: Path) -> dict[str, str]:
    return dict(json.loads((home / "index" / generation.POINTER).read_text(encoding="utf-8"))["shards"])


def test_there_is_a_shard_for_each_language_and_a_file_that_names_them(home: Path) -> None:
    assert sorted(folders(home)) == ["kk", "vi"]
    assert whole_index(home) == {code: path.name for code, path in folders(home).items()}
    assert [generation.damage(path) for path in folders(home).values()] == ["", ""]


def test_every_root_of_an_edition_is_a_document(home: Path) -> None:
    for expression in (KAZAKH, VIETNAMESE):
        shard = Shard.open(folders(home)[expression.language])
        (held,) = shard.held
        assert (held.first, held.end) == (0, len(expression.roots))
        read = [shard.document(n) for n in range(held.first, held.end)]
        made = [d for d, _ in documents(expression, tokeniser(expression.language))]
        assert read == made
        assert [d.eid for d in read] == [p.eid for p in expression.roots]
        assert list(shard.lengths) == [d.length for d in made]
        shard.close()


def test_nothing_is_built_again_while_nothing_changes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = stamps(home)
    monkeypatch.setattr(Generation, "update", lambda *_: pytest.fail("built again"))
    assert found(home) == ["1", "1(1)", "2"]
    assert stamps(home) == before


def test_only_the_language_that_changed_is_built_again(home: Path) -> None:
    before = folders(home)
    old = stamps(home)
    library = stored(home, KAZAKH, VIETNAMESE_AMENDED)
    told: list[tuple[str, int]] = []
    index = Index(library, tell=lambda language, done: told.append((language, done)))
    assert [h.pinpoint for h in ask(index, '"mặt trăng"').hits] == ["ZZ SUN art. 3"]
    index.close()
    after = folders(home)
    assert told == [("vi", 3)]
    assert after["kk"] == before["kk"]
    assert after["vi"].name != before["vi"].name
    assert not before["vi"].exists()  # nobody read it
    kept = [name for name in old if name.startswith(f"index/{before['kk'].name}/")]
    assert kept
    assert {n: stamps(home)[n] for n in kept} == {n: old[n] for n in kept}


def test_a_law_that_is_gone_is_not_found_and_one_that_is_new_is(home: Path) -> None:
    stored(home, KAZAKH)
    assert found(home, "tạng") == []
    assert sorted(folders(home)) == ["kk"]
    stored(home, KAZAKH, VIETNAMESE)
    assert found(home, "tạng") == ["1"]


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _each_file_cut(home: Path) -> None:
    for path in folders(home)["kk"].iterdir():
        _cut(path)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(_each_file_cut, id="every file cut short"),
        pytest.param(lambda home: _cut(folders(home)["kk"] / HEAD), id="the head cut short"),
        pytest.param(lambda home: _cut(folders(home)["kk"] / NAME), id="the lexicon cut short"),
        pytest.param(lambda home: (folders(home)["kk"] / NAME).unlink(), id="no lexicon"),
        pytest.param(lambda home: next(folders(home)["kk"].glob("*.trm")).unlink(), id="no terms"),
        pytest.param(lambda home: (folders(home)["kk"] / generation.SIZES).write_bytes(b"\xff"), id="sizes unreadable"),
        pytest.param(lambda home: (folders(home)["kk"] / generation.SIZES).write_text("{}"), id="sizes empty"),
        pytest.param(lambda home: (folders(home)["kk"] / generation.SIZES).write_text('{"x": 3}'), id="sizes odd"),
        pytest.param(lambda home: shutil.rmtree(folders(home)["kk"]), id="no shard"),
        pytest.param(lambda home: shutil.rmtree(home / "index"), id="no index"),
        *(
            pytest.param(
                lambda home, text=text: (home / "index" / generation.POINTER).write_bytes(text), id=f"pointer {text!r}"
            )
            for text in (b"", b"{", b"[]", b"null", b"\xff", b"{}", b'{"format": 1, "shards": {}}', ODD)
        ),
        pytest.param(lambda home: (home / "index" / generation.POINTER).unlink(), id="no pointer"),
    ],
)  # fmt: skip
def test_what_is_damaged_is_built_again_and_right(home: Path, damage: Callable[[Path], object]) -> None:
    damage(home)
    result = run("search", "ай", "--count")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "3\n", "")
    assert found(home) == ["1", "1(1)", "2"]
    assert [generation.damage(path) for path in folders(home).values()] == ["", ""]


def test_what_a_crash_left_goes_at_the_next_build(home: Path) -> None:
    left = home / "index" / ".kk-x.1"
    left.mkdir()
    assert found(home) == ["1", "1(1)", "2"]
    stored(home, KAZAKH)
    assert found(home) == ["1", "1(1)", "2"]
    assert not left.exists()


def test_changed_bytes_of_the_same_size_are_named(home: Path) -> None:
    path = folders(home)["kk"] / HEAD
    path.write_bytes(path.read_bytes().replace(b"moon", b"noon"))
    assert generation.damage(path.parent) == f"{HEAD} has changed since it was built"


def test_an_index_of_an_older_format_is_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = stored(tmp_path / "home", KAZAKH)
    with monkeypatch.context() as patched:
        patched.setattr(generation, "FORMAT", generation.FORMAT - 1)
        Generation(library.home).update(library, 1)
    older = whole_index(library.home)
    assert found(library.home) == ["1", "1(1)", "2"]
    assert whole_index(library.home) != older
    assert [p.name for p in folders(library.home).values()] == list(whole_index(library.home).values())


@pytest.mark.parametrize("what", ["settings", "vocabulary"])
def test_a_change_of_settings_or_vocabulary_builds_that_language_again(
    home: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    wanted = Generation(home).wanted(Library.open(home).editions)
    if what == "settings":
        changed = {**generation.analysers(), "kk": {"lemma": []}}
        monkeypatch.setattr(generation, "analysers", lambda: changed)
    else:
        monkeypatch.setattr(generation, "files", lambda package: _Other(package))
    now = Generation(home).wanted(Library.open(home).editions)
    assert now["kk"] != wanted["kk"]
    assert now["vi"] == wanted["vi"]


class _Other:
    """The packages' files, with another Kazakh vocabulary."""

    def __init__(self, package: str) -> None:
        from importlib.resources import files

        self.real = files(package)

    def joinpath(self, name: str) -> object:
        return _Text() if name.endswith("vocabulary/kk.toml") else self.real.joinpath(name)


class _Text:
    def is_file(self) -> bool:
        return True

    def read_text(self, encoding: str) -> str:
        return "[terms]"


def _process(home: Path, word: str = "ай") -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", "import cli; cli.main()", "--home", str(home), "search", word, "--count"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_processes_that_build_at_once_both_answer(tmp_path: Path) -> None:
    home = stored(tmp_path / "home", KAZAKH, VIETNAMESE).home
    running = [_process(home), _process(home, "tạng"), _process(home)]
    answers = [(*p.communicate(timeout=60), p.returncode) for p in running]
    assert answers == [("3\n", "", 0), ("1\n", "", 0), ("3\n", "", 0)]
    assert sorted(folders(home)) == ["kk", "vi"]
    assert [p.name for p in (home / "index").iterdir() if p.name.startswith(".")] == []


def test_a_reader_keeps_its_shards_while_another_process_builds(home: Path) -> None:
    reader = Index(Library.open(home))
    reader.index()
    before = folders(home)["vi"]
    stored(home, KAZAKH, VIETNAMESE_AMENDED)
    process = _process(home, "trời")
    assert process.communicate(timeout=60) == ("1\n", "")
    assert before.is_dir()
    assert whole_index(home)["vi"] != before.name
    assert [h.pinpoint for h in ask(reader, "tạng").hits] == ["ZZ SUN art. 1"]  # opened only now
    assert ask(reader, "trời").hits == []  # still what was held when it began
    reader.close()
    assert before.is_dir()
    stored(home, VIETNAMESE_AMENDED)
    assert found(home, "trời") == ["2"]
    assert not before.exists()  # gone at the next build


def test_a_home_that_can_only_be_read_is_searched(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _seal(home, monkeypatch)
    assert found(home) == ["1", "1(1)", "2"]
    assert run("search", "tạng", "--count").stdout == "1\n"


def test_a_home_that_can_only_be_read_and_has_no_index_is_a_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = stored(tmp_path / "home", KAZAKH).home
    _seal(home, monkeypatch)
    result = run("search", "ай", "--count")
    assert result.exit_code == 1
    assert "a folder that cannot be made (Permission denied), expected a writable folder" in result.stderr
    with pytest.raises(StoreError, match="Permission denied"):
        found(home)


def _seal(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing under a folder can be written or made (root may write anywhere, so permissions would not do)."""
    real_open, real_mkdir = os.open, Path.mkdir

    def sealed_open(path: object, flags: int, *rest: object, **more: object) -> int:
        if str(path).startswith(str(home)) and flags & (os.O_RDWR | os.O_WRONLY | os.O_CREAT):
            raise PermissionError(13, "Permission denied")
        return real_open(path, flags, *rest, **more)  # type: ignore[arg-type]

    def sealed_mkdir(self: Path, *rest: object, **more: object) -> None:
        if str(self).startswith(str(home)) and not self.is_dir():
            raise PermissionError(13, "Permission denied")
        real_mkdir(self, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", sealed_open)
    monkeypatch.setattr(Path, "mkdir", sealed_mkdir)
    monkeypatch.setattr(corpus_store, "write_file", lambda *_: pytest.fail("written to"))


def test_a_shard_on_disk_answers_like_one_in_memory(home: Path) -> None:
    from tests.laws import indexed

    memory, disk = indexed(KAZAKH, VIETNAMESE), Index(Library.open(home))
    for text in ("ай", "mô AND tạng", '"mặt trăng"', "ай* OR tạ*", "саудасы w/2 адам", "heading:ай"):
        assert [(h.pinpoint, h.score, h.matched) for h in ask(memory, text).hits] == [
            (h.pinpoint, h.score, h.matched) for h in ask(disk, text).hits
        ]
    disk.close()
