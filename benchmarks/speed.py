"""How fast the index is built and asked, warm and as a process from cold, beside SQLite FTS5 over the same texts.

The peer holds one row an article, plain text, `unicode61`; it knows no lemmas, no provisions and no fuzzy words. Query
words are drawn by seed from the running text of the jurisdiction that is asked, so frequent words come often. A query
is timed three times, its median counts. Aims are printed beside the figures; nothing fails when one is missed.

    python benchmarks/speed.py --statutes DIR [--home DIR] [--json] [--queries N]
"""

import argparse
import json
import os
import random
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus.library import Library
from corpus.store import Store
from ingest.pipeline import ingest_all
from search import output, syntax
from search.documents import families
from search.engine import Query
from search.index import Index

SEED = 20240501
RUNS = 9
COLD_WORD, COLD_PLACE = "орган", "KZ"
DELICTI = Path(sys.executable).with_name("delicti")
SQLITE_UTILS = Path(sys.executable).with_name("sqlite-utils")
_WORD = re.compile(r"[^\W\d_]{4,}")
# Run by a small process, so that the peak memory of the command is not that of this one (Linux keeps it over a fork).
_TIMED = """
import os, subprocess, sys, time
started = time.perf_counter()
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, used = os.wait4(child.pid, 0)
print(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, status)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured figure, what the peer needs for the same, and what is aimed at (in the same unit, or `x` its)."""

    name: str
    own: float
    unit: str
    peer: float | None = None
    aim: str = ""

    @property
    def row(self) -> dict[str, object]:
        ratio = round(self.own / self.peer, 2) if self.peer else None
        peer = None if self.peer is None else round(self.peer, 3)
        own = {"figure": self.name, "own": round(self.own, 3), "unit": self.unit}
        return {**own, "peer": peer, "ratio": ratio, "aim": self.aim}


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as typed here and as the peer takes it (empty: it has nothing of the kind), in a jurisdiction or all."""

    typed: str
    peer: str
    jurisdiction: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statutes", type=Path, required=True)
    parser.add_argument(
        "--home", type=Path, default=Path("build/benchmarks/home"), help="where store and index are kept"
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--queries", type=int, default=60, help="how many of each kind")
    options = parser.parse_args()
    rows = [f.row for f in measure(options.statutes, options.home, options.queries)]
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    print(f"{'':44} {'own':>9} {'':4} {'peer':>9} {'ratio':>6}  aim")
    for row in rows:
        peer, ratio = (f"{row[k]:.2f}" if row[k] is not None else "–" for k in ("peer", "ratio"))
        print(f"{row['figure']:44} {row['own']:9.2f} {row['unit']:4} {peer:>9} {ratio:>6}  {row['aim']}")
    print(f"Load of the machine at the end: {os.getloadavg()[0]:.2f} on {os.cpu_count()} processors.")


def measure(statutes: Path, home: Path, count: int) -> Iterator[Figure]:
    """All figures in turn."""
    ingest_all([statutes], Store(home), jobs=2)
    library = Library.open(home)
    with tempfile.TemporaryDirectory() as scratch:
        seconds, size = _built(home, Path(scratch) / "home")
        database = Path(scratch) / "peer.db"
        reading, inserting = _built_peer(library, database)
        yield Figure(
            name="index of everything, from nothing", own=seconds, unit="s", peer=reading + inserting, aim="<= 60"
        )
        yield Figure(name="  the peer's without reading the texts", own=seconds, unit="s", peer=inserting)
        yield Figure(name="size of the index", own=size / 1e6, unit="MB", peer=database.stat().st_size / 1e6)
        index = Index(library)
        index.index()
        peer = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        yield from _warm(library, index, peer, count)
        index.close()
        peer.close()
        yield from _cold(home, database)


# Building


def _built(home: Path, scratch: Path) -> tuple[float, int]:
    """Seconds of a build in an empty folder by two processes, and its bytes."""
    scratch.mkdir()
    shutil.copy(home / "manifest.json", scratch)
    (scratch / "expressions").symlink_to((home / "expressions").resolve())
    started = time.perf_counter()
    index = Index(Library.open(scratch), jobs=2)
    index.index()
    seconds = time.perf_counter() - started
    index.close()
    size = sum(p.stat().st_size for p in (scratch / "index").rglob("*") if p.is_file())
    return seconds, size


def _built_peer(library: Library, path: Path) -> tuple[float, float]:
    """Seconds to read the stored texts, and to put them into FTS5."""
    started = time.perf_counter()
    rows = []
    for edition in library.editions:
        for units in families(edition.load()):
            texts = (t for u in units for t in (u.heading, u.intro, u.wrap_up, *(n.text for n in u.notes if n.eid)))
            rows.append((edition.id, edition.work.jurisdiction, " ".join(t for t in texts if t)))
    reading = time.perf_counter() - started
    started = time.perf_counter()
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode = OFF")
    db.execute("PRAGMA synchronous = OFF")
    db.execute("CREATE TABLE [articles] (id INTEGER PRIMARY KEY, edition TEXT, jurisdiction TEXT, text TEXT)")
    db.executemany("INSERT INTO articles (edition, jurisdiction, text) VALUES (?, ?, ?)", rows)
    columns = "[text], tokenize='unicode61', content=[articles], content_rowid=id"
    db.execute(f"CREATE VIRTUAL TABLE [articles_fts] USING FTS5 ({columns})")
    db.executemany("INSERT INTO articles_fts (rowid, text) VALUES (?, ?)", ((n, r[2]) for n, r in enumerate(rows, 1)))
    db.commit()
    db.close()
    return reading, time.perf_counter() - started


# Warm


def _warm(library: Library, index: Index, peer: sqlite3.Connection, count: int) -> Iterator[Figure]:
    by_place: dict[str, frozenset[str]] = {}
    for edition in library.current():
        key = edition.work.jurisdiction
        by_place[key] = by_place.get(key, frozenset()) | {edition.id}
    everywhere = by_place[""] = frozenset().union(*by_place.values())
    for code in sorted({e.language.partition("-")[0] for e in library.editions}):
        index.shard(code)
    kinds = dict.fromkeys(("one word", "AND of two", "phrase", "w/5", "prefix", "fuzzy"), "<= 25")
    kinds |= dict.fromkeys(("one word, unfiltered", "AND of two, unfiltered", "prefix, unfiltered"), "")
    texts = _texts(library, peer)
    for kind, aim in kinds.items():
        asked = _drawn(kind, texts, count)
        own = [_median_of_3(lambda a=a: _ask(index, syntax.parse(a.typed), by_place[a.jurisdiction])) for a in asked]
        theirs = [_median_of_3(lambda a=a: _ask_peer(peer, a)) for a in asked if a.peer]
        for name, share in (("p50", 0.5), ("p95", 0.95)):
            yield Figure(
                name=f"{kind}, {name}", own=_at(own, share), unit="ms",
                peer=_at(theirs, share) if theirs else None, aim=aim if name == "p95" else "",
            )  # fmt: skip
    for terms in (30, 100, 200):
        nodes = list(_expansions(index, library, max(5, count // 4), terms))
        own = [_median_of_3(lambda n=n: _ask(index, n, everywhere)) for n in nodes]
        aim = "<= 50" if terms == 100 else ""
        yield Figure(name=f"expansion of {terms} terms, all languages, p50", own=_at(own, 0.5), unit="ms")
        yield Figure(name=f"expansion of {terms} terms, all languages, p95", own=_at(own, 0.95), unit="ms", aim=aim)


def _ask(index: Index, node: syntax.Node, editions: frozenset[str]) -> None:
    answer = index.search(Query(text="", node=node, editions=editions), 20)
    list(output.rows(answer.hits))


def _ask_peer(peer: sqlite3.Connection, asked: Asked) -> None:
    where = "AND a.jurisdiction = ?" if asked.jurisdiction else "AND ? = ''"
    peer.execute(
        "SELECT a.edition, snippet(articles_fts, 0, '', '', '…', 25), rank FROM articles_fts f "
        f"JOIN articles a ON a.id = f.rowid WHERE articles_fts MATCH ? {where} ORDER BY rank LIMIT 20",
        (asked.peer, asked.jurisdiction),
    ).fetchall()


def _texts(library: Library, peer: sqlite3.Connection) -> dict[str, list[str]]:
    """The texts of every jurisdiction in editions that answer; those with blanks between words."""
    current = {e.id for e in library.current() if e.language.partition("-")[0] not in ("zh", "ja")}
    out: dict[str, list[str]] = {}
    for edition, jurisdiction, text in peer.execute("SELECT edition, jurisdiction, text FROM articles ORDER BY id"):
        if edition in current and len(_WORD.findall(text)) >= 20:
            out.setdefault(jurisdiction, []).append(text)
    return out


def _drawn(kind: str, texts: dict[str, list[str]], count: int) -> list[Asked]:
    """Queries of a kind, each from an article of a jurisdiction; the same seed gives the same list."""
    draw = random.Random(f"{SEED} {kind}")
    name, _, unfiltered = kind.partition(", ")
    out = []
    while len(out) < count:
        jurisdiction = draw.choice(sorted(texts))
        words = _WORD.findall(draw.choice(texts[jurisdiction]).lower())
        at = draw.randrange(len(words) - 4)
        one, two, near = words[at], words[at + 1], words[at + draw.randint(2, 4)]
        typed, peer = {
            "one word": (one, f'"{one}"'),
            "AND of two": (f"{one} AND {near}", f'"{one}" AND "{near}"'),
            "phrase": (f'"{one} {two}"', f'"{one} {two}"'),
            "w/5": (f"{one} w/5 {near}", f'NEAR("{one}" "{near}", 5)'),
            "prefix": (f"{one[:5]}*", f'"{one[:5]}"*'),
            "fuzzy": (f"{one}~1", ""),
        }[name]
        out.append(Asked(typed, peer, "" if unfiltered else jurisdiction))
    return out


def _expansions(index: Index, library: Library, count: int, terms: int) -> Iterator[syntax.Node]:
    """An Or of so many words and phrases of the vocabularies, each bound to its language, as `--expand` makes it."""
    from search.concepts import vocabulary

    shards = [index.shard(c) for c in sorted({e.language.partition("-")[0] for e in library.editions})]
    known = sorted({(s.language, p) for s in shards for ps in vocabulary(s.language)["terms"].values() for p in ps})
    draw = random.Random(SEED)
    for _ in range(count):
        parts: list[syntax.Node] = []
        for language, phrase in draw.sample(known, terms):
            words = tuple(syntax.Word(w, 0, language=language) for w in phrase.split())
            parts.append(words[0] if len(words) == 1 else syntax.Phrase(words))
        yield syntax.Or(tuple(parts))


def _median_of_3(call: Callable[[], None]) -> float:
    """Milliseconds."""
    taken = []
    for _ in range(3):
        started = time.perf_counter()
        call()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken) * 1000


def _at(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


# Cold


def _cold(home: Path, database: Path) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        # As installed: with compiled modules, also where this environment keeps Python from writing them.
        env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        yield from _cold_with({**env, "PYTHONPYCACHEPREFIX": folder}, home, database)


def _cold_with(env: dict[str, str], home: Path, database: Path) -> Iterator[Figure]:
    own = [str(DELICTI), "--home", str(home), "search", COLD_WORD, "--limit", "20"]
    here = _process([*own, "-j", COLD_PLACE], env)
    everywhere = _process(own, env)
    peer = _process([str(SQLITE_UTILS), "search", str(database), "articles", COLD_WORD, "--limit", "20"], env)
    for name, found, aim in (("filtered to KZ", here, "<= 1.0 x"), ("unfiltered", everywhere, "")):
        yield Figure(name=f"cold search, {name}, wall", own=found[0], unit="ms", peer=peer[0], aim=aim)
        yield Figure(name=f"cold search, {name}, CPU", own=found[1], unit="ms", peer=peer[1])
        yield Figure(name=f"cold search, {name}, peak memory", own=found[2], unit="MiB", peer=peer[2], aim="< 300")
    help_ = _process([str(DELICTI), "--help"], env)
    plain = _process([sys.executable, "-c", "import click"], env)
    yield Figure(
        name="delicti --help beside import click, wall", own=help_[0], unit="ms", peer=plain[0], aim="<= 1.5 x"
    )
    yield Figure(name="delicti --help beside import click, CPU", own=help_[1], unit="ms", peer=plain[1])


def _process(command: list[str], env: dict[str, str]) -> tuple[float, float, float]:
    """Medians over the runs: milliseconds by the clock, of the processor, and peak MiB."""
    with suppress(subprocess.CalledProcessError):
        subprocess.run(command, env=env, capture_output=True, check=True)  # not counted: fills caches
    found = []
    for _ in range(RUNS):
        timer = [sys.executable, "-c", _TIMED, *command]
        told = subprocess.run(timer, env=env, capture_output=True, text=True, check=True)
        wall, cpu, memory, status = map(float, told.stdout.split())
        if status:
            raise SystemExit(f"{' '.join(command)}: ended with {int(status) >> 8}, expected 0")
        found.append((wall * 1000, cpu * 1000, memory))
    wall, cpu, memory = (statistics.median(one) for one in zip(*found, strict=True))
    return wall, cpu, memory


if __name__ == "__main__":
    main()
