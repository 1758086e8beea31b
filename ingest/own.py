"""A law of the user's own: its record written, its reading shown, and only then stored."""

import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import SourceError
from corpus.jurisdictions import resolve
from corpus.records import Expression
from corpus.store import Store, write_file
from ingest import pipeline
from ingest.source import RECORD, fingerprint

_SAMPLE = 160  # characters
_CODE = re.compile(r"[A-Za-z]{2}(-[A-Za-z0-9]{1,3})?")  # ISO 3166-1 or 3166-2; the project need not have a name for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What was made of a file: its staged folder, and lines that tell a reader."""

    folder: Path
    lines: tuple[str, ...]


@contextmanager
def understood(home: Path, file: Path, **given: Any) -> Iterator[Understood]:
    """Stage a file with its record and read it; nothing stays if it is not stored.

    Args:
        home: The data folder.
        file: The law, in any layout that can be read.
        given: Fields of the record; empty ones are left out, `as_of` is a datetime or None, `url` the official address.

    Raises:
        CorpusError: If it cannot be read as a law.
    """
    typed = given.pop("jurisdiction")
    code = typed.upper() if _CODE.fullmatch(typed) else resolve(typed)
    day, url = given.pop("as_of", None), given.pop("url", "")
    slug = given.get("work") or "law"
    raw = file.read_bytes()
    record = {
        "jurisdiction": code,
        **{k: v for k, v in given.items() if v},
        "work": slug,
        "official_url": url,
        "consolidated_to": day.date().isoformat() if day else "",
        "file": file.name,
        "files": [{"name": file.name, "bytes": len(raw), "sha256": fingerprint(raw)}],
        "fidelity": "as_fetched",
        "obtained_from": f"added by hand as {file.name}",
    }
    name = f"{slug}-{given['language']}" + (f"-{day.date()}" if day else "")
    if not all(c.isalnum() or c in "-_." for c in name) or name.startswith("."):
        raise SourceError("--work", repr(slug), "letters, digits and hyphens")
    root = home / "sources"
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root, prefix=".staged-") as staged:
        folder = Path(staged) / code.lower() / name
        write_file(folder / file.name, raw)
        write_file(folder / RECORD, (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode())
        found, report = pipeline.read(folder)
        share = f"{report.coverage:.1%} of the text placed"
        head = f"{report.dialect}: {report.articles} articles, {share}, {report.issues} issues"
        yield Understood(folder=folder, lines=(head, *(line for e in found for line in _told(e))))


def _told(expression: Expression) -> list[str]:
    articles = expression.articles
    if not articles:
        return ["No article was found."]
    numbers = [int(a.num) for a in articles if a.num.isdigit()]
    gaps = sorted(set(range(min(numbers), max(numbers) + 1)) - set(numbers)) if numbers else []
    out = [
        f"First {articles[0].num} ({articles[0].heading}), last {articles[-1].num} ({articles[-1].heading})",
        "Gaps: " + (", ".join(map(str, gaps[:20])) + (" …" if len(gaps) > 20 else "") if gaps else "none"),
    ]
    for article in dict.fromkeys((articles[0], articles[len(articles) // 2], articles[-1])):
        words = " ".join(
            p.words for p in expression.provisions if p.eid == article.eid or p.eid.startswith(article.eid + "__")
        )
        out.append(f"  {article.num}  {article.heading}: {words[:_SAMPLE]}{'…' if len(words) > _SAMPLE else ''}")
    return out


def store(home: Path, seen: Understood) -> str:
    """Move the staged folder among the sources and store it; its source id.

    Raises:
        SourceError: If a source of that name is held with another text.
    """
    final = home / "sources" / seen.folder.parent.name / seen.folder.name
    if final.exists():
        same = all(
            (final / p.name).is_file() and (final / p.name).read_bytes() == p.read_bytes()
            for p in seen.folder.iterdir()
        )
        if not same:
            raise SourceError(
                str(final), "another text under that name", "a new name", "Give --as-of or another --work"
            )
        return f"{final.parent.name}/{final.name}"
    final.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(seen.folder, final)
    reports = pipeline.ingest_all([final], Store.recover(home))
    if reports[0].status == "failed":
        shutil.rmtree(final)
        raise SourceError(seen.folder.name, reports[0].error, "a law that can be read")
    return f"{final.parent.name}/{final.name}"
