"""Delicti in a process of its own, that may be killed."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.conftest import ROOT

KILLS = int(os.environ.get("DELICTI_KILLS", "8"))  # of each kind; benchmarks/faults.py sets more
LAW = "Статья 1. Луна\n\n      1. Кто продает {} путем обмана, наказывается лишением свободы на срок до трех лет.\n\n"
MORE = "".join(
    f"Статья {n}. Звезда {n}\n\n      1. Кто крадет звезду номер {n}, наказывается.\n\n" for n in range(2, 300)
)
RECORD = (
    '{"jurisdiction": "%s", "title": "Закон", "language": "ru", "file": "law.txt", "dialect": "adilet_text", '
    '"grammar": "ru-kz", "short": "LC"}'
)


def start(home: Path, *words: str, **how: object) -> subprocess.Popen[str]:
    """`delicti --home HOME words…`, in the project's folder."""
    command = [sys.executable, "-c", "from cli import main; main()", "--home", str(home), *words]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True, **how)  # type: ignore[call-overload,no-any-return]


def run(home: Path, *words: str) -> tuple[int, str, str]:
    """Exit code, stdout, stderr; never more than a minute."""
    process = start(home, *words)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def killed(home: Path, after: float, *words: str) -> bool:
    """Kill -9 a command, with all it has started, after some seconds; False when it was done before."""
    process = start(home, *words, start_new_session=True)
    time.sleep(after)
    alive = process.poll() is None
    if alive:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    return alive


def sources(folder: Path, thing: str, codes: tuple[str, ...] = ("ZA", "ZB", "ZC")) -> Path:
    """A law a jurisdiction, each of 300 articles, whose first names a thing."""
    for code in codes:
        place = folder / code.lower() / "law"
        place.mkdir(parents=True, exist_ok=True)
        (place / "law.txt").write_text(LAW.format(thing) + MORE, encoding="utf-8")
        (place / "source.json").write_text(RECORD % code, encoding="utf-8")
    return folder


def seconds(home: Path, *words: str) -> float:
    """How long a command takes that is let alone."""
    begun = time.monotonic()
    code, _, err = run(home, *words)
    assert code == 0, err
    return time.monotonic() - begun


def moments(whole: float, count: int, seed: int) -> list[float]:
    """Moments over the run of a command, most in its second half, where it writes."""
    dice = random.Random(seed)
    return [whole * (dice.random() if n % 3 == 0 else 0.4 + 0.6 * dice.random()) for n in range(count)]


def fresh(folder: Path) -> Path:
    """An empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
