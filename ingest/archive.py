"""What was fetched, kept for ever: each body under its own hash, each retrieval as a WARC file, one line in a journal.

    <home>/archive/bodies/ab/abcdef…           the body as received (transfer compression off), named by its SHA-256
    <home>/archive/warc/20261124T…-abcdef.warc.gz   request and response, or a revisit record when the body was held
    <home>/archive/retrievals.jsonl            one line a retrieval, only ever added to

Bodies and WARC files are written whole or not at all and never overwritten; a line is added last, so that a crash
leaves at most a file that no line names. Source: WARC 1.1 (ISO 28500:2017), written by warcio.
"""

import hashlib
import io
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.errors import StoreError
from corpus.store import write_file
from ingest.wire import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieval:
    """One line of the journal. `counted` is "" for what was taken, else why it was not."""

    url: str
    final: str
    redirects: tuple[str, ...] = ()
    jurisdiction: str
    work: str
    language: str
    time: str
    status: int
    content_type: str = ""
    etag: str = ""
    modified: str = ""
    sha256: str
    size: int
    warc: str
    peer: str = ""
    tls: dict[str, str] = field(default_factory=dict)
    asked: str = ""
    counted: str = ""
    source: str = ""


class Archive:
    """The archive under one data folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home / "archive"
        self.journal = self.folder / "retrievals.jsonl"

    def retrievals(self) -> list[Retrieval]:
        """All retrievals in the order of time; a last line broken off by a crash is left out.

        Raises:
            StoreError: If another line cannot be read.
        """
        if not self.journal.is_file():
            return []
        out = []
        lines = self.journal.read_bytes().split(b"\n")
        for number, line in enumerate(lines, 1):
            if not line:
                continue
            try:
                row = json.loads(line)
                out.append(Retrieval(**{**row, "redirects": tuple(row["redirects"])}))
            except (ValueError, TypeError, KeyError) as error:
                if number == len(lines):  # no line break after it: broken off while being written
                    break
                raise StoreError(f"{self.journal}, line {number}", "a damaged line", "JSON") from error
        return out

    def last(self, url: str) -> Retrieval | None:
        """The last retrieval from an address that was taken, if its body is still held whole."""
        found = [r for r in self.retrievals() if r.url == url and not r.counted and self.body_path(r.sha256).is_file()]
        return found[-1] if found else None

    def body_path(self, sha256: str) -> Path:
        """Where a body is kept."""
        return self.folder / "bodies" / sha256[:2] / sha256

    def keep(self, answer: Answer, *, jurisdiction: str, work: str, language: str, asked: str) -> Retrieval:
        """Keep an answer's body and its WARC file; the line is added by `note`.

        Raises:
            StoreError: If the disk is full or the folder cannot be written.
        """
        now = datetime.now(UTC)
        sha256 = hashlib.sha256(answer.body).hexdigest()
        body = self.body_path(sha256)
        held = body.is_file()
        if not held:
            write_file(body, answer.body)
        name = f"warc/{now:%Y%m%dT%H%M%S%f}-{sha256[:12]}.warc.gz"
        write_file(self.folder / name, _warc(answer, now, sha256, revisit=held))
        return Retrieval(
            url=answer.requested,
            final=answer.url,
            redirects=answer.redirects,
            jurisdiction=jurisdiction,
            work=work,
            language=language,
            time=now.isoformat(timespec="seconds"),
            status=answer.status,
            content_type=answer.header("content-type"),
            etag=answer.header("etag"),
            modified=answer.header("last-modified"),
            sha256=sha256,
            size=len(answer.body),
            warc=name,
            peer=answer.peer,
            tls=answer.tls,
            asked=asked,
        )

    def note(self, retrieval: Retrieval) -> None:
        """Add a line to the journal and flush it to disk; a torn last line is closed off first.

        Raises:
            StoreError: If it cannot be written.
        """
        line = json.dumps(asdict(retrieval), ensure_ascii=False) + "\n"
        try:
            torn = self.journal.is_file() and self.journal.stat().st_size and self._end() != b"\n"
            if torn:
                whole = self.journal.read_bytes()
                write_file(self.journal, whole[: whole.rfind(b"\n") + 1])
            with self.journal.open("ab") as out:
                out.write(line.encode())
                out.flush()
                os.fsync(out.fileno())
        except OSError as error:
            raise StoreError(
                str(self.journal), f"no way to write it ({error.strerror})", "room", "Free space"
            ) from error

    def _end(self) -> bytes:
        with self.journal.open("rb") as stream:
            stream.seek(-1, os.SEEK_END)
            return stream.read(1)

    def verify(self) -> Iterator[tuple[str, str]]:
        """Every retrieval, with what is wrong with its body or WARC file ("" when both are as the journal says)."""
        for row in self.retrievals():
            yield row.warc, self._wrong(row)

    def _wrong(self, row: Retrieval) -> str:
        body = self.body_path(row.sha256)
        if not body.is_file():
            return f"the body {row.sha256[:12]}… is gone"
        if hashlib.sha256(body.read_bytes()).hexdigest() != row.sha256:
            return f"the body {row.sha256[:12]}… has changed since it was received"
        path = self.folder / row.warc
        if not path.is_file():
            return "the WARC file is gone"
        try:
            found = list(_digests(path))
        except Exception as error:  # warcio raises many kinds for damaged files
            return f"the WARC file cannot be read ({type(error).__name__})"
        return "" if row.sha256 in found else "the WARC file holds another body"


def _warc(answer: Answer, now: datetime, sha256: str, *, revisit: bool) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    stamp = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    common = {"WARC-Date": stamp, "WARC-IP-Address": answer.peer.rpartition(":")[0], "Delicti-SHA256": sha256}
    if answer.tls:
        common["WARC-Cipher-Suite"] = answer.tls.get("version", "")
        common["Delicti-TLS-Certificate-SHA256"] = answer.tls.get("certificate_sha256", "")
    http = StatusAndHeaders(f"{answer.status} ", list(answer.headers), protocol="HTTP/1.1")
    asked = StatusAndHeaders(f"GET {answer.url} HTTP/1.1", list(answer.request), is_http_request=True)
    if revisit:
        digest = f"sha256:{sha256}"
        response = writer.create_revisit_record(answer.url, digest, answer.requested, stamp, http_headers=http)
        for name, value in common.items():
            response.rec_headers.replace_header(name, value)
    else:
        response = writer.create_warc_record(
            answer.url, "response", payload=io.BytesIO(answer.body), http_headers=http, warc_headers_dict=common
        )
    request = writer.create_warc_record(
        answer.url, "request", http_headers=asked, warc_headers_dict={"WARC-Date": stamp}
    )
    writer.write_request_response_pair(request, response)
    return out.getvalue()


def _digests(path: Path) -> Iterator[str]:
    """The SHA-256 of each response body in a WARC file; of a revisit record the digest that it states."""
    from warcio.archiveiterator import ArchiveIterator

    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, no_record_parse=False):
            if record.rec_type == "response":
                yield hashlib.sha256(record.raw_stream.read()).hexdigest()
            elif record.rec_type == "revisit":
                yield record.rec_headers.get_header("Delicti-SHA256")


def line_of(row: Retrieval) -> dict[str, Any]:
    """A retrieval as plain values."""
    return asdict(row)
