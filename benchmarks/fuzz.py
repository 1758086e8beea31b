"""Fuzz every dialect, the Word reader and the query parser, guided by coverage (atheris); counts what was executed.

What a parser did not foresee (an error that only the guard of `parse_source` turns into a `CorpusError`) is told with
its place as `unforeseen`, and the run goes on; an error that even the guard does not hold, an input that takes over
5 seconds (inputs are at most 64 KB) or a process larger than 1 GiB ends the target as failed. Needs `atheris`.

    python benchmarks/fuzz.py [--runs N] [--targets a,b] [--jobs N] [--json]
"""

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

SECONDS, BYTES, MEGABYTES = 5, 65_536, 1_024
_DONE = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_COVERED = re.compile(r"cov: (\d+)")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=20_000, help="executions a target")
    parser.add_argument("--targets", default="", help="comma list; all when left out")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--one", default="", help=argparse.SUPPRESS)
    parser.add_argument("rest", nargs="*", help=argparse.SUPPRESS)
    options, rest = parser.parse_known_args()
    if options.one:
        _worker(options.one, rest + options.rest)
        return 0
    from ingest.pipeline import dialects

    wanted = options.targets.split(",") if options.targets else [*dialects(), "docx", "query", "pinpoint"]
    with ThreadPoolExecutor(options.jobs) as pool:
        rows = []
        for row in pool.map(lambda t: run(t, options.runs), wanted):
            rows.append(row)
            print(json.dumps(row) if options.json else _told(row), flush=True)
    total, bad = sum(int(str(r["executed"])) for r in rows), [r for r in rows if r["failed"]]
    print(f"{total:,} executions of {len(rows)} targets, {len(bad)} failed.", file=sys.stderr)
    return 1 if bad else 0


def _told(row: dict[str, object]) -> str:
    more = "".join(f"\n    unforeseen: {place}" for place in row["unforeseen"])  # type: ignore[attr-defined]
    line = f"{row['target']:16} {row['executed']:>9} executions {row['covered']:>7} edges {row['seconds']:>6} s"
    return (f"{line}  {row['failed']}" if row["failed"] else line) + more


def run(target: str, runs: int) -> dict[str, object]:
    """Fuzz one target in a process of its own."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "seeds"
        kept.mkdir()
        for number, raw in enumerate(_seeds(target)):
            (kept / str(number)).write_bytes(raw[:BYTES])
        command = [sys.executable, __file__, "--one", target, "--", f"-runs={runs}", f"-timeout={SECONDS}"]
        command += [f"-max_len={BYTES}", f"-rss_limit_mb={MEGABYTES}", f"-artifact_prefix={folder}/", "-seed=1"]
        command += ["-print_final_stats=1", str(kept)]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        failed = ""
        if done.returncode:
            trace = [x for x in done.stderr.splitlines() if re.match(r"\w*(Error|Exception|Interrupt)\b|SUMMARY", x)]
            failed = trace[0][:200] if trace else f"ended with {done.returncode}"
            for path in sorted(Path(folder).glob("*-*")):
                Path(f"fuzz-{target}-{path.name[:24]}").write_bytes(path.read_bytes())
                failed += f" (input kept as fuzz-{target}-{path.name[:24]})"
    unforeseen = sorted(set(re.findall(r"^unforeseen (.+)$", done.stderr, re.MULTILINE)))
    counted, covered = _DONE.findall(done.stderr), _COVERED.findall(done.stderr)
    return {
        "target": target,
        "executed": int(counted[-1]) if counted else 0,
        "covered": int(covered[-1]) if covered else 0,
        "seconds": round(time.perf_counter() - started, 1),
        "unforeseen": unforeseen,
        "failed": failed,
    }


def _seeds(target: str) -> list[bytes]:
    if target == "query":
        return [b"organs AND cells", b'"a b" w/5 (c* OR d~1)', b"heading:x /s NOT y", b"(" * 9]
    if target == "pinpoint":
        return [b"KZ:128(2)(7)", "KZ УК 128".encode(), b"DE StGB 232 Abs. 1@2020-01-01"]
    if target == "docx":
        return [_document()]
    from benchmarks.mutations import seeds

    return [bytes([number % 256]) + raw for number, (_, raw) in enumerate(seeds(target))]


def _document() -> bytes:
    import io
    import zipfile

    words = '<w:p><w:r><w:t xml:space="preserve">Article 1. Moon. Whoever steals it is punished.</w:t></w:r></w:p>'
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{words}</w:body></w:document>')
    return stream.getvalue()


def _worker(target: str, arguments: list[str]) -> None:
    import atheris

    with atheris.instrument_imports(include=["ingest", "corpus", "search"]):
        call = _target(target)
    from benchmarks.mutations import worse

    def mutate(data: bytes, longest: int, seed: int) -> bytes:
        dice = random.Random(seed)
        if dice.random() < 0.3 or target in ("query", "pinpoint", "docx"):
            return bytes(atheris.Mutate(data, longest))
        return (data[:1] + worse(data[1:], dice))[:longest]

    atheris.Setup([sys.argv[0], *arguments], call, custom_mutator=mutate)
    atheris.Fuzz()


def _target(target: str) -> Callable[[bytes], None]:
    from contextlib import suppress

    from corpus.errors import CorpusError

    if target == "query":
        from search import syntax

        def ask(data: bytes) -> None:
            with suppress(CorpusError):
                syntax.parse(data.decode("utf-8", "replace"))

        return ask
    if target == "pinpoint":
        from corpus import pinpoint

        def point(data: bytes) -> None:
            with suppress(CorpusError):
                pinpoint.parse_reference(data.decode("utf-8", "replace"))

        return point
    from benchmarks.mutations import seeds
    from ingest.pipeline import parse_source, parse_unguarded

    seen: set[str] = set()

    laws = [source for source, _ in seeds("plain" if target == "docx" else target)]
    for source, raw in seeds("plain" if target == "docx" else target):
        parse_source(source, raw)  # while imports are instrumented: parsers load what they need when first called

    def parse(data: bytes) -> None:
        source = laws[data[0] % len(laws)] if data else laws[0]
        raw = data if target == "docx" else data[1:]
        try:
            parse_unguarded(source, raw)
        except CorpusError:
            return
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
            if place not in seen:
                seen.add(place)
                Path(tempfile.gettempdir(), f"unforeseen-{target}-{len(seen)}").write_bytes(data)
                print("unforeseen", place, file=sys.stderr, flush=True)
            with suppress(CorpusError):
                parse_source(source, raw)

    return parse


if __name__ == "__main__":
    sys.exit(main())
