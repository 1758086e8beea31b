"""Raw file -> Expression -> measured -> stored: one source, or many side by side.

A source whose raw file, record and reading code are what they were is not read again. Workers write the stored files
themselves, under names that carry their hashes; only the parent swaps the manifest.
"""

import hashlib
import importlib
import json
import pkgutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import ingest.parsers
from corpus import codec
from corpus.errors import CorpusError, ParseError
from corpus.records import Expression, Source, TextKind
from corpus.store import Entry, Store
from ingest import expectations, scripts, sniff
from ingest.coverage import measure
from ingest.source import RECORD, find_records, read_source, source_id, with_bytes

Parser = Callable[[bytes, Source], Expression]
_SHAPES = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError, AssertionError)
FLOOR = 0.80  # below this share of visible text placed, a reading is refused; declared defects excepted


def dialects() -> list[str]:
    """The names of all parsers: the modules of `ingest.parsers`."""
    return sorted(m.name for m in pkgutil.iter_modules(ingest.parsers.__path__))


@lru_cache(maxsize=64)
def _module(dialect: str) -> Parser:
    if dialect not in dialects():
        raise ParseError("dialect", repr(dialect), "one of " + ", ".join(dialects()))
    return importlib.import_module(f"ingest.parsers.{dialect}").parse  # type: ignore[no-any-return]


def parse_source(source: Source, raw: bytes) -> tuple[Expression, ...]:
    """Parse a raw file into one expression for each language that stands in it.

    Raises:
        CorpusError: If the file cannot be read as the law that its record names.
    """
    try:
        return parse_unguarded(source, raw)
    except _SHAPES as error:  # a file of another shape than any seen of this dialect: the file's fault or the parser's
        raise ParseError(
            f"{source.id}/{source.file}",
            f"a shape that the parser does not know ({type(error).__name__}: {str(error)[:80]})",
            f"the layout {source.dialect or 'of its dialect'}",
            "Fetch the file again, or give --dialect plain",
        ) from error


def parse_unguarded(source: Source, raw: bytes) -> tuple[Expression, ...]:
    """As `parse_source`, but what a parser did not foresee comes through as it is; for fuzzing."""
    source = with_bytes(source, raw)
    if not source.dialect:
        source = replace(source, dialect=sniff.dialect_of(raw, source))
    parse = _module(source.dialect)
    found = tuple(parse(raw, _in_language(source, language)) for language in source.languages)
    for expression in found:
        _check_letters(expression)
    return found


def _check_letters(expression: Expression) -> None:
    """Refuse half a pair of surrogates: JSON and HTML can write one, no file of text can hold it."""
    for provision in expression.provisions:
        texts = (provision.heading, provision.intro, provision.wrap_up, *(n.text for n in provision.notes))
        try:
            "".join(texts).encode()
        except UnicodeEncodeError as error:
            found = f"a lone surrogate (U+{ord(error.object[error.start]):04X})"
            raise ParseError(f"{expression.id} {provision.eid}", found, "text", "Mend or fetch the file") from error


def _in_language(source: Source, language: str) -> Source:
    """The source as its text in one language: some of a treaty's languages are translations."""
    kind = TextKind.OFFICIAL_TRANSLATION if language in source.translations else source.text_kind
    return replace(source, language=language, text_kind=kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of one source; `coverage` and `ignored` are shares from 0 to 1, `seconds` the wall time."""

    source: str
    jurisdiction: str = ""
    dialect: str = ""
    status: str = "failed"  # stored | unchanged | failed
    articles: int = 0
    provisions: int = 0
    coverage: float = 0.0
    ignored: float = 0.0
    issues: int = 0
    seconds: float = 0.0
    error: str = ""
    defects: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The report as plain values, in the order of its fields."""
        return {name: getattr(self, name) for name in self.__slots__}


@lru_cache(maxsize=1)
def code_fingerprint() -> str:
    """A hash over everything that decides how a file is read: parsers, grammars, records."""
    digest = hashlib.sha256(str(codec.FORMAT).encode())
    for package in ("ingest", "corpus"):
        for path in sorted(_walk(files(package)), key=str):
            if path.name.endswith((".py", ".toml")) and "digest" not in str(path) and "expectations" not in str(path):
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _walk(folder: Any) -> Iterator[Any]:
    for child in folder.iterdir():
        if child.is_dir():
            yield from _walk(child)
        else:
            yield child


def fingerprint(folder: Path, raw: bytes, dialect: str) -> str:
    """What a stored reading rests on: the raw file, its record, the facts known of it and the code."""
    facts = json.dumps(expectations.facts(source_id(folder)), sort_keys=True, default=str)
    parts = (
        hashlib.sha256(raw).hexdigest(),
        (folder / RECORD).read_text(encoding="utf-8"),
        facts,
        dialect,
        code_fingerprint(),
    )
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:32]


def read(folder: Path, dialect: str = "") -> tuple[tuple[Expression, ...], Report]:
    """Read one source, measure it and check it against what is known of it.

    Raises:
        CorpusError: If it cannot be read, or is not what its record says.
    """
    started = time.perf_counter()
    source = read_source(folder)
    if dialect:
        source = replace(source, dialect=dialect)
    raw = (folder / source.file).read_bytes()
    found = parse_source(source, raw)
    coverage = measure(raw, source, found)
    facts = expectations.expectation(source.id)
    for expression in found:
        scripts.check(expression)
        if not expression.articles:
            raise ParseError(expression.id, "no article", "a law", "Name a grammar in the record, or give --dialect")
        if not dialect:
            expectations.check(expression)
    _check_shares(source, coverage.share, coverage.ignored_share, facts)
    report = Report(
        source=source.id,
        jurisdiction=source.jurisdiction,
        dialect=found[0].dialect,
        status="stored",
        articles=sum(len(e.articles) for e in found),
        provisions=sum(len(e.provisions) for e in found),
        coverage=round(coverage.share, 5),
        ignored=round(coverage.ignored_share, 5),
        issues=sum(len(e.issues) for e in found),
        seconds=round(time.perf_counter() - started, 3),
        defects=source.defects,
    )
    return found, report


def _check_shares(source: Source, share: float, ignored: float, facts: expectations.Expectation) -> None:
    if share < FLOOR and not source.defects:
        raise ParseError(
            f"{source.id}/{source.file}",
            f"{share:.1%} of the visible text placed",
            f"at least {FLOOR:.0%}",
            "The layout was read wrongly: give --dialect, or name a grammar in the record",
        )
    if ignored > facts.ignored_cap:
        raise ParseError(
            f"{source.id}/{source.file}",
            f"{ignored:.1%} of the visible text left out by rules",
            f"at most {facts.ignored_cap:.0%}",
            "Raise ignored_cap in the expectations if that is right",
        )


def _work(folder: Path, home: Path, dialect: str, known: dict[str, str]) -> tuple[Report, list[Entry]]:
    """One source, in a worker: skip it if nothing has changed, else read and store its expressions."""
    name = source_id(folder)
    try:
        mark = _mark(folder, dialect)
        if mark and known and set(known.values()) == {mark}:
            return Report(source=name, status="unchanged"), []
        found, report = read(folder, dialect)
        store = Store.__new__(Store)  # workers write files only; the manifest is the parent's
        store.home = home
        raw_path = str((folder / read_source(folder).file).resolve())
        entries = [store.write(e, raw_path=raw_path, fingerprint=mark, report=report.as_dict()) for e in found]
        return report, entries
    except CorpusError as error:
        return _failed(folder, name, str(error)), []
    except OSError as error:
        return _failed(folder, name, f"{name}: found a file that cannot be read ({error.strerror})."), []


def _mark(folder: Path, dialect: str) -> str:
    source = read_source(folder)
    return fingerprint(folder, (folder / source.file).read_bytes(), dialect)


def _failed(folder: Path, name: str, error: str) -> Report:
    code = folder.resolve().parent.name.upper()
    return Report(source=name, jurisdiction=code, status="failed", error=error)


def ingest_all(
    paths: list[Path],
    store: Store,
    *,
    jobs: int = 1,
    dialect: str = "",
    tell: Callable[[str, Report | None], None] = lambda name, report: None,
) -> list[Report]:
    """Read and store every source at or below the paths; one that fails leaves the others and its former state alone.

    Args:
        paths: Folders with records.
        store: Where to.
        jobs: How many processes.
        dialect: Read them all by this parser, whatever their records say.
        tell: Called with a source's name when its reading begins (report None) and when it has ended.

    Returns:
        One report a source, sorted by source.

    Raises:
        SourceError: If a path holds no record.
        StoreError: If the store cannot be written.
    """
    folders = find_records(paths)
    with store.writing():
        entries, failed = dict(store.entries), dict(store.failed)
        reports: list[Report] = []
        for folder, report, found in _run(folders, store, jobs, dialect, tell):
            name = source_id(folder)
            failed.pop(name, None)
            if report.status == "failed":
                failed[name] = report.as_dict()
            elif report.status == "stored":
                entries = {k: e for k, e in entries.items() if e.header["source_id"] != name}
                entries.update({e.id: e for e in found})
            else:
                report = _remembered(store, folder, report)
            reports.append(report)
            tell(report.source, report)
        store.commit(entries, failed)
        store.sweep()
    return sorted(reports, key=lambda r: r.source)


def _remembered(store: Store, folder: Path, report: Report) -> Report:
    name = source_id(folder)
    last = next((e.report for e in store.entries.values() if e.header["source_id"] == name), {})
    kept = {k: v for k, v in last.items() if k in Report.__slots__ and k not in ("status", "seconds")}
    return replace(Report(**kept) if kept else report, status="unchanged", seconds=0.0)


def _run(
    folders: list[Path], store: Store, jobs: int, dialect: str, tell: Callable[[str, Report | None], None]
) -> Iterator[tuple[Path, Report, list[Entry]]]:
    known: dict[str, dict[str, str]] = {}
    sound = store.sound()
    for entry in store.entries.values():
        mark = entry.fingerprint if entry.id in sound else ""  # a damaged file is read anew
        known.setdefault(entry.header["source_id"], {})[entry.id] = mark
    order = sorted(folders, key=_size, reverse=True)
    if jobs <= 1 or len(order) < 2:
        for folder in order:
            tell(source_id(folder), None)
            yield folder, *_work(folder, store.home, dialect, known.get(source_id(folder), {}))
        return
    code_fingerprint()
    with ProcessPoolExecutor(max_workers=jobs) as pool:
        running: dict[Future[tuple[Report, list[Entry]]], Path] = {}
        waiting = iter(order)
        done = False
        while running or not done:
            while not done and len(running) < jobs + 1:
                following = next(waiting, None)
                if following is None:
                    done = True
                    break
                tell(source_id(following), None)
                future = pool.submit(_work, following, store.home, dialect, known.get(source_id(following), {}))
                running[future] = following
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                folder = running.pop(future)
                try:
                    yield folder, *future.result()
                except BrokenProcessPool as error:
                    raise ParseError(
                        source_id(folder), "a reading process that died", "it to end", "Too little memory? Try --jobs 1"
                    ) from error


def _size(folder: Path) -> int:
    return max((p.stat().st_size for p in folder.iterdir() if p.is_file()), default=0)
