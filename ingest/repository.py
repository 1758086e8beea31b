"""Laws kept in git, a file a law: each commit of a file is an edition of it, dated by what the repository can prove.

A commit proves a date of the law only where it states one: a trailer `Source-Date: 2018-09-06`, or front matter whose
`last_updated` or `version_date` is the day of the commit's author date. Then the edition is `point_in_time`; else the
author date is only the day on which the collection had it.
"""

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpus.errors import CorpusError, SourceError
from corpus.jurisdictions import resolve
from corpus.store import Store, write_file
from ingest import pipeline
from ingest.source import RECORD, fingerprint

_STATED = re.compile(r"^(?:last_updated|version_date|consolidated_to)\s*:\s*[\"']?(\d{4}-\d{2}-\d{2})", re.MULTILINE)
_TRAILER = re.compile(r"^Source-Date:\s*(\d{4}-\d{2}-\d{2})", re.MULTILINE | re.IGNORECASE)
_TITLE = re.compile(r"^(?:title|titulo)\s*:\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)
_LANGUAGE = re.compile(r"^(?:language|lang)\s*:\s*[\"']?([a-z]{2}(?:-[A-Za-z]+)?)", re.MULTILINE)
_ADDRESS = re.compile(r"^(?:source|source_url|url|official_url)\s*:\s*[\"']?(https?://[^\s\"']+)", re.MULTILINE)
_KINDS = (".md", ".txt", ".json", ".xml", ".html")


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """One commit of a file; `stated` is the date of the law that it proves."""

    sha: str
    author_date: date
    stated: date | None


def read(
    home: Path,
    repository: Path,
    *,
    only: tuple[str, ...] = (),
    jurisdiction: str = "",
    language: str = "",
    history: bool = False,
) -> Iterator[tuple[str, str]]:
    """Store the laws of a repository, one edition a commit; source ids with their errors ("" when stored).

    Raises:
        SourceError: If it is no git repository, or a file is not in it.
    """
    paths = list(only) or [p for p in git(repository, "ls-files", "-z").split("\0") if p.endswith(_KINDS) and "/" in p]
    for path in paths:
        every = commits(repository, path)
        if not every:
            raise SourceError(f"{repository.name}/{path}", "no commit of it", "a file of the repository")
        seen: set[str] = set()
        folders = []
        for commit in every if history else every[-1:]:
            raw = _bytes(repository, f"{commit.sha}:{path}")
            if raw is None or (mark := fingerprint(raw)) in seen:
                continue  # a commit that took the file away, or changed only its mode
            seen.add(mark)
            folders.append(_record(home, repository, path, commit, raw, jurisdiction, language))
        for report in pipeline.ingest_all(folders, Store.recover(home)) if folders else ():
            yield report.source, report.error


def _record(
    home: Path, repository: Path, path: str, commit: Commit, raw: bytes, jurisdiction: str, language: str
) -> Path:
    text = raw[:20_000].decode("utf-8", "ignore")
    head = text.split("\n---", 1)[0] if text.startswith("---") else ""
    code = resolve(jurisdiction or path.partition("/")[0])
    title, tongue, address = _TITLE.search(head), _LANGUAGE.search(head), _ADDRESS.search(head)
    stated = commit.stated
    if stated is None and (said := _STATED.search(head)) and said[1] == commit.author_date.isoformat():
        stated = commit.author_date
    day = stated or commit.author_date
    work = re.sub(r"[^a-z0-9]+", "-", Path(path).stem.lower()).strip("-") or "law"
    if not (language or tongue):
        raise SourceError(f"{repository.name}/{path}", "no language in its front matter", "one", "Give --language")
    record = {
        "jurisdiction": code,
        "title": title[1] if title else Path(path).stem,
        "language": language or (tongue[1] if tongue else ""),
        "work": work,
        "short": Path(path).stem,
        "file": Path(path).name,
        "official_url": address[1] if address else "",
        "github": origin(repository),
        "commit": commit.sha,
        "path": path,
        "consolidated_to": day.isoformat(),
        "consolidated_note": "" if stated else "commit date",
        "text_state": "point_in_time" if stated else "unknown",
        "files": [{"name": Path(path).name, "bytes": len(raw), "sha256": fingerprint(raw)}],
        "fidelity": "as_fetched",
    }
    folder = home / "sources" / code.lower() / f"{work}-{day}-{commit.sha[:8]}"
    write_file(folder / Path(path).name, raw)
    write_file(folder / RECORD, (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode())
    return folder


def commits(repository: Path, path: str) -> list[Commit]:
    """The commits that touched a file, oldest first."""
    out = []
    for row in git(repository, "log", "--reverse", "--format=%H%x1f%as%x1f%B%x1e", "--", path).split("\x1e"):
        sha, _, rest = row.strip().partition("\x1f")
        day, _, message = rest.partition("\x1f")
        if not sha:
            continue
        said = _TRAILER.search(message)
        try:
            stated = date.fromisoformat(said[1]) if said else None
            out.append(Commit(sha=sha, author_date=date.fromisoformat(day), stated=stated))
        except ValueError as error:
            raise SourceError(f"{repository.name}, commit {sha[:10]}", f"the date {day!r}", "a date") from error
    return out


def origin(repository: Path) -> str:
    try:
        url = git(repository, "remote", "get-url", "origin").strip()
    except CorpusError:
        return repository.resolve().name
    return re.sub(r"^(?:https?://[^/]+/|git@[^:]+:)", "", url).removesuffix(".git")


def _bytes(repository: Path, name: str) -> bytes | None:
    done = subprocess.run(["git", "-C", str(repository), "show", name], capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else None


def git(repository: Path, *words: str) -> str:
    command = ["git", "-C", str(repository), "-c", "core.quotepath=off", *words]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise SourceError("git", "no such program", "git on the path", "Install it") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "ignore").strip().splitlines()
        raise SourceError(str(repository), said[-1] if said else "an error of git", "a git repository")
    return done.stdout.decode("utf-8", "ignore")
