"""A folder of section-list ("seed") JSON files, one a law, as the open law-as-data collections keep them.

A file whose hash is registered gets the record of the registry. For any other the file's own head gives title, short
name and address; jurisdiction and language are given. Seed files prove no date of the law: inside a git repository the
last commit of the file tells since when the collection has had it, and no more.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.errors import CorpusError, SourceError
from corpus.jurisdictions import resolve
from corpus.store import Store, write_file
from ingest import pipeline, registry, repository
from ingest.fetch import plan
from ingest.source import RECORD, fingerprint

_LISTS = ("provisions", "sections", "articles")


def read(
    home: Path, folder: Path, *, only: tuple[str, ...] = (), jurisdiction: str = "", language: str = ""
) -> Iterator[tuple[str, str]]:
    """Store the laws of a folder; each source id or file name with its error ("" when stored).

    Args:
        home: The data folder.
        folder: Searched for `*.json` with everything below it.
        only: Names of files in it; empty for all.
        jurisdiction, language: Of all files that the registry does not know.

    Raises:
        SourceError: If there is no such file.
    """
    files = [folder / name for name in only] or sorted(p for p in folder.rglob("*.json") if ".git" not in p.parts)
    if missing := [p for p in files if not p.is_file()]:
        raise SourceError(str(missing[0]), "no such file", "a file of the folder")
    if not files:
        raise SourceError(str(folder), "no .json file", "a folder of seed files")
    known = {r.sha256: r for c in registry.codes(home) for r in plan(registry.entry(c, home), origin="collection")[0]}
    staged: list[Path] = []
    for path in files:
        try:
            raw = path.read_bytes()
            asked = known.get(fingerprint(raw))
            record = dict(asked.record) if asked else _record(path, folder, raw, jurisdiction, language)
            name = asked.slug if asked else f"{record['work']}-{record['language']}"
            staged.append(_stage(home, path.name, raw, record, name))
        except CorpusError as error:
            yield path.name, str(error)
    for report in pipeline.ingest_all(staged, Store.recover(home)) if staged else ():
        if report.status == "failed" and report.source not in _held(home):
            shutil.rmtree(home / "sources" / report.source, ignore_errors=True)
        yield report.source, report.error


def _held(home: Path) -> set[str]:
    return {str(e.header["source_id"]) for e in Store(home).entries.values()}


def _record(path: Path, folder: Path, raw: bytes, jurisdiction: str, language: str) -> dict[str, Any]:
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SourceError(path.name, "broken JSON", "a JSON object with provisions") from error
    head = data if isinstance(data, dict) else {}
    if isinstance(data, dict) and not any(isinstance(data.get(k), list) for k in _LISTS):
        raise SourceError(path.name, "no list of provisions", 'a law such as {"provisions": [{"section": …}]}')
    documents = head.get("documents")
    if isinstance(documents, list) and documents and isinstance(documents[0], dict):
        head = documents[0]
    tongue = language or str(head.get("language") or "")
    if not (jurisdiction and tongue):
        wanted = " and ".join(n for n, v in (("--jurisdiction", jurisdiction), ("--language", tongue)) if not v)
        raise SourceError(path.name, f"neither registered nor given {wanted}", "both", f"Give {wanted}")
    slug = re.sub(r"[^a-z0-9]+", "-", str(head.get("id") or path.stem).lower()).strip("-") or path.stem.lower()
    title = str(head.get("title") or path.stem)
    return {
        "jurisdiction": resolve(jurisdiction),
        "title": title,
        "title_en": str(head.get("title_en") or ""),
        "short": str(head.get("short_name") or slug),
        "language": tongue,
        "work": slug,
        "official_url": str(head.get("url") or ""),
        **_from_git(path, folder),
    }


def _from_git(path: Path, folder: Path) -> dict[str, Any]:
    try:
        top = Path(repository.git(folder, "rev-parse", "--show-toplevel").strip())
        inside = path.resolve().relative_to(top.resolve()).as_posix()
        commits = repository.commits(top, inside)
    except (SourceError, ValueError, subprocess.SubprocessError):
        return {"obtained_from": f"imported from a folder as {path.name}"}
    if not commits:
        return {"obtained_from": f"imported from a folder as {path.name}"}
    last = commits[-1]
    return {
        "github": repository.origin(top),
        "commit": last.sha,
        "path": inside,
        "consolidated_to": last.author_date.isoformat(),
        "consolidated_note": "commit date",
        "text_state": "unknown",
    }


def _stage(home: Path, file: str, raw: bytes, record: dict[str, Any], name: str) -> Path:
    folder: Path = home / "sources" / record["jurisdiction"].lower() / name
    full: dict[str, Any] = {k: v for k, v in record.items() if v not in ("", None, False)} | {
        "file": file,
        "files": [{"name": file, "bytes": len(raw), "sha256": fingerprint(raw)}],
        "fidelity": "as_fetched",
    }
    held = folder / RECORD
    if held.is_file() and json.loads(held.read_bytes())["files"] != full["files"]:
        raise SourceError(f"{folder.parent.name}/{name}", "another text under that name", "a new name")
    write_file(folder / file, raw)
    write_file(held, (json.dumps(full, ensure_ascii=False, indent=1) + "\n").encode())
    return folder
