"""Inputs made to hang a parser or to fill the memory: seconds a megabyte and peak memory of every dialect.

Each dialect reads each monster of a megabyte in a process of its own. Aims: 5 s a megabyte, 20 times it in memory.

    python benchmarks/monsters.py [--size BYTES] [--dialects a,b] [--jobs N]
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus.records import Source

SECONDS, TIMES, LIMIT = 5.0, 20.0, 60
MONSTERS = {
    "open brackets": "(",
    "points": "1) ",
    "points in lines": "1) x\n",
    "letters in lines": "(a) x\n(i) y\n",
    "blanks": " ",
    "blank lines": "\n \n",
    "tags": "<div>",
    "open tag": "<a x=1 ",
    "attributes": "",
    "comments": "<!-- ",
    "deep JSON": "[",
    "objects": '{"a":',
    "headings": "Article 1. x\n",
    "cyrillic headings": "Статья 1. х\n",
    "hashes": "# ",
    "stars": "**",
    "links": "[x](",
    "entities": "&lt;",
    "digits": "1",
    "dots": "1.1.",
    "one word": "x",
    "marks of direction": "\u202e\u200b",
    "the law again": "",
    "the law in one line": "",
}


def made(name: str, size: int, source: Source, raw: bytes) -> bytes:
    """About `size` bytes of a monster, inside the frame of a law of the dialect."""
    if name == "the law again":
        return raw * max(1, size // max(1, len(raw)))
    if name == "the law in one line":
        return b" ".join(raw.split(b"\n")) * max(1, size // max(1, len(raw)))
    if name == "attributes":
        unit = "".join(f' a{n}="1"' for n in range(size // 10))
        body = f"<p{unit}>x</p>"
    else:
        unit = MONSTERS[name]
        body = unit * (size // len(unit.encode()))
    text = raw.decode("utf-8", "replace")
    if text.lstrip()[:1] in "{[" and name not in ("deep JSON", "objects"):
        place = max((text.find(w) for w in _longest(text)), default=-1)
        if place > 0:
            return (text[:place] + json.dumps(body, ensure_ascii=False)[1:-1] + text[place:]).encode()
    half = text.rfind("\n", 0, len(text) // 2) + 1
    return (text[:half] + body + text[half:]).encode()


def _longest(text: str) -> list[str]:
    import re

    return sorted(re.findall(r"[^\W\d_]{9,}", text), key=len)[-1:]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--dialects", default="")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--one", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        dialect, _, name = options.one.partition(":")
        print(json.dumps(_measured(dialect, name, options.size)))
        return 0
    from ingest.pipeline import dialects

    wanted = options.dialects.split(",") if options.dialects else dialects()
    slow = 0
    with ThreadPoolExecutor(options.jobs) as pool:
        for dialect, rows in zip(
            wanted, pool.map(lambda d: [_apart(d, n, options.size) for n in MONSTERS], wanted), strict=True
        ):
            worst = max(rows, key=lambda r: float(str(r["seconds"])))
            most = max(rows, key=lambda r: float(str(r["times"])))
            over = [
                str(r["name"]) for r in rows if float(str(r["seconds"])) > SECONDS or float(str(r["times"])) > TIMES
            ]
            slow += len(over)
            told = f"{dialect:16} {worst['seconds']:>6} s/MB ({worst['name']}), "
            told += f"{most['times']:>5} x memory ({most['name']})"
            print(told + (f"  over: {', '.join(over)}" if over else ""), flush=True)
    print(f"{slow} of {len(wanted) * len(MONSTERS)} over the aims ({SECONDS:.0f} s a MB, {TIMES:.0f} times the input).")
    return 1 if slow else 0


def _apart(dialect: str, name: str, size: int) -> dict[str, object]:
    command = [sys.executable, __file__, "--one", f"{dialect}:{name}", "--size", str(size)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        return {"name": name, "seconds": float(LIMIT), "times": 0.0}
    except subprocess.CalledProcessError as error:
        return {"name": f"{name}: {error.stderr.strip()[-80:]}", "seconds": 999.0, "times": 0.0}
    found: dict[str, object] = json.loads(done.stdout)
    return found


def _measured(dialect: str, name: str, size: int) -> dict[str, object]:
    from contextlib import suppress

    from benchmarks.mutations import seeds
    from corpus.errors import CorpusError
    from ingest.pipeline import parse_source

    source, raw = seeds(dialect)[0]
    parse_source(source, raw)
    monster = made(name, size, source, raw)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    with suppress(CorpusError):
        parse_source(source, monster)
    taken = time.perf_counter() - begun
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    megabytes = max(len(monster), 1) / 1e6
    return {"name": name, "seconds": round(taken / megabytes, 2), "times": round(more / len(monster), 1)}


if __name__ == "__main__":
    sys.exit(main())
