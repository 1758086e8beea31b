"""The index on disk: a folder a shard, and one small file that names those in use.

    <home>/index/generation.json        the shards in use; swapped last, in one step
    <home>/index/ru-3f2a…/              a shard, never changed once named; its name carries a hash of what it is made of
    <home>/index/build.lock             held by the one process that builds
    <home>/index/readers.lock           held, shared, by every process that reads

What a shard depends on: its editions, the settings and vocabulary of its language, this code's format. When one source
changes, only the shard of its language is built again. Shards that are named no more go when nobody reads.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from corpus.errors import StoreError
from corpus.library import Edition, Library
from corpus.store import write_file
from search.tokens import analysers, base

FORMAT = 7
POINTER = "generation.json"
SIZES = "sizes.json"
Tell = Callable[[str, int], None]


class Generation:
    """The shards of everything held under one data folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home / "index"

    def wanted(self, editions: Iterable[Edition], codes: frozenset[str] | None = None) -> dict[str, str]:
        """Language to the name its shard must have, for what is held now; of some languages, or of all."""
        by_language: dict[str, list[Edition]] = {}
        for edition in editions:
            code = base(edition.language)
            if codes is None or code in codes:
                by_language.setdefault(code, []).append(edition)
        return {code: f"{code}-{_identity(code, chosen)}" for code, chosen in sorted(by_language.items())}

    def folders(self, editions: Iterable[Edition], codes: frozenset[str] | None = None) -> dict[str, Path] | None:
        """The shards of some languages (or of all); `None` when one is missing, cut short or of another state."""
        wanted, named = self.wanted(editions, codes), self.named()
        found = {code: self.folder / name for code, name in wanted.items()}
        if any(named.get(code) != name for code, name in wanted.items()) or (codes is None and named != wanted):
            return None
        return found if all(map(whole, found.values())) else None

    def named(self) -> dict[str, str]:
        """Language to the shard in use."""
        try:
            read = json.loads((self.folder / POINTER).read_text(encoding="utf-8"))
            return dict(read["shards"]) if read["format"] == FORMAT else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def update(self, library: Library, jobs: int = 2, tell: Tell = lambda language, done: None) -> dict[str, Path]:
        """Build what is missing and name it; what is there already is kept.

        Args:
            library: What must be held.
            jobs: Processes.
            tell: Called with a language and the number of its articles when its shard is done.

        Raises:
            StoreError: If the folder cannot be written.
        """
        with self._building():
            wanted = self.wanted(library.editions)
            missing = [code for code, name in wanted.items() if not whole(self.folder / name)]
            counts = dict.fromkeys(wanted, 0)
            for edition in library.editions:
                counts[base(edition.language)] += edition.articles
            missing.sort(key=lambda code: -counts[code])
            known = self._known(missing)
            try:
                for code in _built(self.home, missing, wanted, known, jobs):
                    tell(code, counts[code])
            except OSError as error:
                raise StoreError(
                    str(self.folder),
                    f"no way to write the index ({error.strerror})",
                    "room and permission",
                    "Free space",
                ) from error
            pointer = json.dumps({"format": FORMAT, "shards": wanted}, indent=1)
            write_file(self.folder / POINTER, pointer.encode())
            self._sweep(set(wanted.values()))
        return {code: self.folder / name for code, name in wanted.items()}

    def _known(self, codes: Iterable[str]) -> dict[str, str]:
        """Language to the path of an older table of lemmas that still holds good."""
        return {
            code: str(self.folder / name)
            for code, name in self.named().items()
            if code in codes and whole(self.folder / name) and name.split("-")[1] == _settings(code)
        }

    def _sweep(self, kept: set[str]) -> None:
        with _locked(self.folder / "readers.lock", shared=False, wait_for_it=False) as free:
            if free:
                for path in sorted(self.folder.iterdir()):
                    if path.is_dir() and path.name not in kept:
                        shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def _building(self) -> Iterator[None]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                str(self.folder), f"a folder that cannot be made ({error.strerror})", "a writable folder", "Give --home"
            ) from error
        with _locked(self.folder / "build.lock", shared=False, wait_for_it=True):
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Keep the shards in use from being removed."""
        if not self.folder.is_dir():
            yield
            return
        with _locked(self.folder / "readers.lock", shared=True, wait_for_it=True):
            yield


def whole(folder: Path) -> bool:
    """True when every file of a shard has the size it had when it was built."""
    try:
        wanted = json.loads((folder / SIZES).read_text(encoding="utf-8"))
        return bool(wanted) and all((folder / name).stat().st_size == size for name, (size, _) in wanted.items())
    except (OSError, ValueError, TypeError, AttributeError):
        return False


def damage(folder: Path) -> str:
    """What is wrong with a shard's files, byte for byte; empty when nothing is."""
    if not whole(folder):
        return "a file is missing or has another size"
    for name, (_, digest) in json.loads((folder / SIZES).read_text(encoding="utf-8")).items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
            return f"{name} has changed since it was built"
    return ""


def check(home: Path) -> tuple[int, list[tuple[str, str]]]:
    """Compare every file of the shards in use with the hash it had when it was built; damaged shards are removed.

    Returns:
        The number of shards, and for each damaged one its folder and what is wrong.
    """
    generation = Generation(home)
    names = generation.named()
    broken = []
    for name in names.values():
        if what := damage(generation.folder / name):
            shutil.rmtree(generation.folder / name, ignore_errors=True)
            broken.append((str(generation.folder / name), what))
    return len(names), broken


def _settings(code: str) -> str:
    """A hash of how words of a language are read."""
    parts = [json.dumps(analysers().get(code, {}), sort_keys=True), *_tables()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]


@lru_cache(maxsize=1)
def _tables() -> tuple[str, ...]:
    """The tables that all languages share, read once."""
    folder = files("search").joinpath("data")
    names = sorted(p.name for p in folder.iterdir() if p.name.endswith(".toml") and p.name != "languages.toml")
    return tuple(folder.joinpath(name).read_text(encoding="utf-8") for name in names)


def _identity(code: str, editions: Iterable[Edition]) -> str:
    vocabulary = files("corpus").joinpath(f"data/vocabulary/{code}.toml")
    parts = [str(FORMAT), vocabulary.read_text(encoding="utf-8") if vocabulary.is_file() else ""]
    parts += sorted(f"{e.id} {e.sha256}" for e in editions)
    return f"{_settings(code)}-{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:16]}"


def _built(home: Path, codes: list[str], names: dict[str, str], known: dict[str, str], jobs: int) -> Iterator[str]:
    """Build shards, in this process when there is one of them, else in several; yields each language when done."""
    tasks = [(str(home), code, names[code], known.get(code, "")) for code in codes]
    if len(tasks) <= 1 or jobs == 1:
        for task in tasks:
            yield _build(task)
        return
    from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait  # slow to import

    with ProcessPoolExecutor(max_workers=jobs) as pool:
        running: set[Future[str]] = {pool.submit(_build, task) for task in tasks}
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()


def _build(task: tuple[str, str, str, str]) -> str:
    from search import shard
    from search.lexicon import NAME, Lexicon

    home, code, name, older = task
    library = Library.open(Path(home))
    editions = [e for e in library.editions if base(e.language) == code]
    known = Lexicon(Path(older) / NAME).lemmas() if older else {}
    target = Path(home) / "index" / name
    building = target.with_name(f".{name}.{os.getpid()}")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    shard.build(building, editions, known)
    sizes = {p.name: [p.stat().st_size, hashlib.sha256(p.read_bytes()).hexdigest()] for p in sorted(building.iterdir())}
    (building / SIZES).write_text(json.dumps(sizes), encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)  # cut short or damaged: replaced
    building.rename(target)
    return code


@contextmanager
def _locked(path: Path, *, shared: bool, wait_for_it: bool) -> Iterator[bool]:
    """Hold a lock on a file; yields False when it is held elsewhere and we do not wait."""
    try:
        import fcntl
    except ImportError:  # not a POSIX system: nobody is kept apart there
        yield True
        return
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        if shared:  # a folder that can only be read: nobody can remove anything from it either
            yield True
            return
        raise StoreError(
            str(path), f"no way to write it ({error.strerror})", "a writable folder", "Give --home"
        ) from error
    try:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(handle, kind if wait_for_it else kind | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(handle)
