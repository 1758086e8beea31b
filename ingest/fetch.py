"""From the registry to the store: what to ask for, asking, checking, keeping, reading.

A run that was broken off is gone on with: `<home>/archive/run.jsonl` names the requests that were finished.
"""

import json
import re
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from corpus.errors import CorpusError
from corpus.fingerprints import provision_hashes
from corpus.records import Expression
from corpus.store import Store, write_file
from ingest import arrival, pipeline
from ingest.archive import Archive, Retrieval
from ingest.registry import RAW_HOST, Address, Collection, Entry, Registered, works
from ingest.source import RECORD
from ingest.wire import Client, FetchError

_ENDINGS = {".html", ".htm", ".xml", ".json", ".md", ".txt", ".docx"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One body to ask for, and the record that would stand beside it."""

    url: str
    hosts: frozenset[str]
    slug: str
    file: str
    record: dict[str, Any]
    first: str = ""
    last: str = ""
    sha256: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one request: `stored`, `unchanged`, `same words`, `done before` or `failed`."""

    url: str
    jurisdiction: str
    work: str
    status: str
    source: str = ""
    articles: int = 0
    error: str = ""


def plan(
    found: Entry,
    *,
    work: str = "",
    languages: tuple[str, ...] = (),
    as_of: date | None = None,
    origin: str = "official",
) -> tuple[list[Request], list[str]]:
    """The requests for a jurisdiction, and one line for each work that nothing can be asked for.

    Args:
        found: Its entry.
        work, languages: Narrow the choice; empty for all.
        as_of: The edition of this day; only publishers with dated addresses have it.
        origin: `official` addresses, the open `collection`s, or `any`: official where one is known.

    Raises:
        QueryError: If a work is not registered.
    """
    out, without = [], []
    for wanted in works(found, work):
        official = [_official(found, wanted, a, as_of) for a in wanted.addresses if _speaks(a.language, languages)]
        held = [_collected(wanted, c) for c in wanted.collections if _speaks(c.language, languages)]
        asked = [r for r in official if r] if origin != "collection" else []
        if origin == "collection" or (origin == "any" and not asked):
            asked = held if not as_of else [r for r in held if r.record.get("consolidated_to") == as_of.isoformat()]
        if not asked:
            what = "of that date " if as_of else ""
            without.append(f"{found.code} {wanted.slug}: no address {what}with evidence is known ({origin}).")
        out += [r for r in asked if r]
    return out, without


def history(client: Client, found: Entry, wanted: Registered, address: Address) -> list[Request]:
    """The requests for all dated editions that a publisher's list of editions links to, oldest first.

    Raises:
        FetchError: If the list cannot be had, or links to none.
    """
    answer = client.get(address.history, found.hosts)
    arrival.status(answer)
    stem = urlsplit(address.dated).path
    names = {"{YYYY}": r"(?P<y>\d{4})", "{MM}": r"(?P<m>\d{2})", "{DD}": r"(?P<d>\d{2})"}
    pattern = "".join(names.get(p, re.escape(p)) for p in re.split(r"(\{[YMD]+\})", stem))
    days = set()
    for m in re.finditer(pattern, answer.body.decode("utf-8", "ignore")):
        with suppress(ValueError):
            days.add(date(int(m["y"]), int(m["m"]), int(m["d"])))
    if not days:
        raise FetchError(address.history, "no link to a dated edition", f"links such as {stem}")
    made = (_official(found, wanted, address, day) for day in sorted(days))
    return [request for request in made if request]


def _speaks(language: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or bool(set(wanted) & {language, *language.split("+"), language.partition("-")[0]})


def _official(found: Entry, work: Registered, address: Address, as_of: date | None) -> Request | None:
    url = address.at(as_of) if as_of else address.url
    if not url:
        return None
    record = _record(work, address.language) | {
        "title": work.title or work.title_en,
        "official_url": url,
        "dialect": address.dialect,
        "grammar": address.grammar,
        "text_kind": address.text_kind,
        "consolidated_to": as_of.isoformat() if as_of else "",
        "text_state": "point_in_time" if as_of else "current",
        "registry": True,
    }
    return Request(
        url=url,
        hosts=found.hosts,
        slug=f"{work.slug}-{address.language}",
        file=_file(url),
        record=record,
        first=address.first,
        last="" if as_of else address.last,  # an older edition may end sooner
        asked=as_of.isoformat() if as_of else "",
    )


def _collected(work: Registered, item: Collection) -> Request:
    record = _record(work, item.language) | {
        "title": item.title,
        "official_url": item.official_url,
        "github": item.repository,
        "commit": item.commit,
        "path": item.path,
        "consolidated_to": item.as_of,
        "completeness": item.completeness,
        "defects": item.defects,
    }
    record.pop("work")  # the facts known of the source say it
    return Request(
        url=item.url,
        hosts=frozenset({RAW_HOST}),
        slug=item.source.partition("/")[2],
        file=item.file,
        record=record,
        sha256=item.sha256,
    )


def _record(work: Registered, language: str) -> dict[str, Any]:
    return {
        "jurisdiction": work.jurisdiction,
        "title_en": work.title_en,
        "language": language,
        "work": work.slug,
        "short": work.short,
        "unit": work.unit,
        "role": work.role,
        "main": work.main,
        "licence": work.licence,
        "licence_basis": work.licence_basis,
    }


def _file(url: str) -> str:
    name = PurePosixPath(unquote(urlsplit(url).path)).name or "index"
    kept = "".join(c if c.isalnum() or c in "-_." else "-" for c in name).lstrip(".") or "index"
    return kept if PurePosixPath(kept).suffix.lower() in _ENDINGS else kept + ".html"


class Fetcher:
    """Works requests off, one after the other, so that a broken run can go on."""

    def __init__(self, home: Path, client: Client, *, again: bool = False) -> None:
        self.home, self.client, self.archive = home, client, Archive(home)
        self.run_file = home / "archive" / "run.jsonl"
        self.done = set() if again else self._finished()

    def _finished(self) -> set[str]:
        if not self.run_file.is_file():
            return set()
        out = set()
        for line in self.run_file.read_bytes().split(b"\n"):
            try:
                out.add(json.loads(line)["url"])
            except (ValueError, KeyError):
                continue  # the line being written when the run broke off: asked again
        return out

    def run(self, requests: list[Request], tell: Callable[[Outcome], None] = lambda outcome: None) -> list[Outcome]:
        """Ask for all; one that fails leaves the others, the archive and the store as they were.

        Raises:
            StoreError: If the disk is full or another process writes.
        """
        out = []
        for request in requests:
            outcome = self._outcome(request)
            out.append(outcome)
            tell(outcome)
            if outcome.status != "failed":
                self._mark(request.url)
        self.run_file.unlink(missing_ok=True)
        return out

    def _mark(self, url: str) -> None:
        self.run_file.parent.mkdir(parents=True, exist_ok=True)
        with self.run_file.open("ab") as stream:
            stream.write(json.dumps({"url": url}).encode() + b"\n")
            stream.flush()

    def _outcome(self, request: Request) -> Outcome:
        code, work = request.record["jurisdiction"], request.slug
        blank = Outcome(url=request.url, jurisdiction=code, work=work, status="done before")
        if request.url in self.done:
            return blank
        try:
            return self._fetch(request, blank)
        except FetchError as error:
            return replace(blank, status="failed", error=str(error))

    def _fetch(self, request: Request, blank: Outcome) -> Outcome:
        last = self.archive.last(request.url)
        marks = {"etag": last.etag, "modified": last.modified} if last and last.source else {}
        answer = self.client.get(request.url, request.hosts, **marks)
        if answer.status == 304 and last:
            return replace(blank, status="unchanged", source=last.source)
        arrival.status(answer)
        kept = self.archive.keep(
            answer,
            jurisdiction=blank.jurisdiction,
            work=request.record.get("work") or request.slug,
            language=request.record["language"],
            asked=request.asked,
        )
        try:
            if not request.sha256:  # a registered hash proves more than a content type
                arrival.look(answer, request.file)
            elif kept.sha256 != request.sha256:
                raise FetchError(answer.url, f"SHA-256 {kept.sha256[:12]}…", f"{request.sha256[:12]}…")
            source, articles, status = self._take(request, kept, answer)
        except CorpusError as error:
            self.archive.note(replace(kept, counted=str(error)))
            raise FetchError(error.place, error.found, error.expected, error.do) from error
        self.archive.note(replace(kept, source=source))
        return replace(blank, status=status, source=source, articles=articles)

    def _take(self, request: Request, kept: Retrieval, answer: Any) -> tuple[str, int, str]:
        """Stage the body with its record, read it, check it, and only then put it among the sources."""
        code = request.record["jurisdiction"].lower()
        if held := self._known(code, kept.sha256):
            return held, 0, "unchanged"
        root = self.home / "sources"
        root.mkdir(parents=True, exist_ok=True)
        slug = request.slug if request.sha256 else self._slug(request, code, kept.sha256)
        with tempfile.TemporaryDirectory(dir=root, prefix=".staged-") as staged:
            folder = Path(staged) / code / slug
            write_file(folder / request.file, answer.body)
            write_file(folder / RECORD, _json(request, kept))
            found, report = pipeline.read(folder)
            arrival.asked_for(
                answer,
                request.file,
                "" if request.sha256 else request.record["title"],
                found,
                request.first,
                request.last,
            )
            store = Store.recover(self.home)
            if not request.sha256 and (same := _same_words(store, found, request)):
                return same, report.articles, "same words"
            final = root / code / slug
            final.parent.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(final, ignore_errors=True)
            folder.rename(final)
        reports = pipeline.ingest_all([final], store)
        if reports[0].status == "failed":
            shutil.rmtree(final, ignore_errors=True)
            raise FetchError(kept.url, reports[0].error, "a law that can be read")
        return f"{code}/{slug}", report.articles, "stored"

    def _slug(self, request: Request, code: str, sha256: str) -> str:
        day = request.asked or datetime.now(UTC).date().isoformat()
        slug = f"{request.slug}-{day}"
        return f"{slug}-{sha256[:8]}" if (self.home / "sources" / code / slug).exists() else slug

    def _known(self, code: str, sha256: str) -> str:
        for entry in Store.recover(self.home).entries.values():
            source = str(entry.header["source_id"])
            if entry.raw_sha256 == sha256 and source.startswith(code + "/"):
                return source
        return ""


def _json(request: Request, kept: Retrieval) -> bytes:
    record = {k: v for k, v in request.record.items() if v not in ("", None, False) and k != "registry"}
    record |= {
        "file": request.file,
        "files": [{"name": request.file, "bytes": kept.size, "sha256": kept.sha256}],
        "fidelity": "as_fetched",
        "obtained_from": kept.final,
        "retrieved": kept.time[:10],
        "retrieval": {"url": kept.url, "time": kept.time, "warc": kept.warc},
    }
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()


def _same_words(store: Store, found: tuple[Expression, ...], request: Request) -> str:
    """The newest held source of this work and language whose provisions are all the same, "" when none is."""
    if request.asked:
        return ""
    wanted = {e.language: provision_hashes(e) for e in found}
    held = [
        e
        for e in store.entries.values()
        if e.header["work"]["slug"] == found[0].work.slug
        and e.header["work"]["jurisdiction"] == found[0].work.jurisdiction
        and e.header["official_url"] == request.url
    ]
    for entry in sorted(held, key=lambda e: str(e.header.get("retrieved") or ""), reverse=True)[:1]:
        if provision_hashes(store.load(entry.id)) == wanted.get(entry.header["language"]):
            return str(entry.header["source_id"])
    return ""
