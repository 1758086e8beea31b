"""Seconds, memory and throughput of a whole ingest, beside a peer that only extracts the visible text.

    python benchmarks/ingest.py --statutes ../shared/statutes [--jobs 2] [--json]

The peer reads every raw file and takes its visible text out (lxml, json), one process, no structure, nothing stored.
"""

import argparse
import json
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus.errors import CorpusError
from corpus.store import Store
from ingest.pipeline import ingest_all
from ingest.source import find_records, read_source
from ingest.visible import visible


def peer(folders: list[Path]) -> tuple[float, int]:
    """Seconds of the plain extraction, and the bytes read."""
    started = time.perf_counter()
    size = 0
    for folder in folders:
        try:
            source = read_source(folder)
        except CorpusError:
            continue
        raw = (folder / source.file).read_bytes()
        size += len(raw)
        visible(raw, source.file, source.encoding)
    return time.perf_counter() - started, size


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statutes", type=Path, required=True)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    folders = find_records([options.statutes])
    with tempfile.TemporaryDirectory() as home:
        seconds = []
        for _ in range(2):
            started = time.perf_counter()
            reports = ingest_all([options.statutes], Store(Path(home)), jobs=options.jobs)
            seconds.append(time.perf_counter() - started)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    plain, size = peer(folders)
    found = {
        "sources": len(reports),
        "failed": sum(r.status == "failed" for r in reports),
        "megabytes": round(size / 1e6, 1),
        "seconds": round(seconds[0], 2),
        "seconds_second_run": round(seconds[1], 2),
        "megabytes_per_second": round(size / 1e6 / seconds[0], 2),
        "peak_mebibytes_parent": round(own / 1024),
        "peak_mebibytes_worker": round(child / 1024),
        "peer_seconds": round(plain, 2),
        "ratio_to_peer": round(seconds[0] / plain, 2),
    }
    print(json.dumps(found) if options.json else "\n".join(f"{k:24} {v}" for k, v in found.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
