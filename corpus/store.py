"""The store: one JSON Lines file an expression, under the data folder; a manifest names them all.

    <home>/manifest.json                      what is held: file, hashes, header of every expression
    <home>/expressions/kz/<slug>.<hash>.jsonl the header line, then one provision a line

A file is written under a name that carries its own hash, and the manifest is swapped in one step: a crash or a full
disk in the middle leaves the previous manifest and the files it names as they were. Same input, same bytes.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus import codec
from corpus.errors import StoreError
from corpus.records import Expression

MANIFEST = "manifest.json"
MANIFEST_FORMAT = 1
_AGAIN = "Run 'delicti ingest' again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One held expression: where it is stored, its hashes, and its header without the provisions."""

    id: str
    path: str
    sha256: str
    raw_sha256: str
    raw_path: str
    fingerprint: str
    header: dict[str, Any] = field(compare=False)
    report: dict[str, Any] = field(compare=False, default_factory=dict)


class Store:
    """The expressions held under one data folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.failed: dict[str, dict[str, Any]] = {}
        self.entries: dict[str, Entry] = self._read_manifest()

    @classmethod
    def recover(cls, home: Path, tell: Callable[[str], None] = lambda line: None) -> "Store":
        """The store under `home`; a manifest that cannot be read is set aside, so that everything is read anew."""
        try:
            return cls(home)
        except StoreError as error:
            aside = home / f"{MANIFEST}.damaged"
            os.replace(home / MANIFEST, aside)
            tell(f"{error} It was set aside as {aside.name}.")
            return cls(home)

    def sound(self) -> set[str]:
        """The ids of the expressions whose stored files are what the manifest says."""
        return {e.id for e in self.entries.values() if _intact(self.home / e.path, e.sha256)}

    # Reading

    def _read_manifest(self) -> dict[str, Entry]:
        path = self.home / MANIFEST
        if not path.is_file():
            return {}
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if data["format"] != MANIFEST_FORMAT:
                raise StoreError(
                    str(path), f"format {data['format']}", str(MANIFEST_FORMAT), "Run 'delicti ingest' again"
                )
            self.failed = {f["source"]: f for f in data["failed"]}
            return {e["id"]: Entry(**e) for e in data["expressions"]}
        except (json.JSONDecodeError, KeyError, TypeError, UnicodeDecodeError) as error:
            raise StoreError(
                str(path), f"a damaged manifest ({error})", "JSON", "Run 'delicti ingest' again"
            ) from error

    def load(self, expression_id: str) -> Expression:
        """Read an expression.

        Raises:
            StoreError: If it is not held, or its file is missing or damaged.
        """
        entry = self.entries.get(expression_id)
        if entry is None:
            raise StoreError(expression_id, "no such expression in the store", "an id that 'delicti sources' lists")
        path = self.home / entry.path
        try:
            raw = path.read_bytes()
            if hashlib.sha256(raw).hexdigest() != entry.sha256:
                raise StoreError(str(path), "bytes that have changed since they were stored", "the stored ones", _AGAIN)
            rows = [json.loads(line) for line in raw.decode("utf-8").split("\n") if line]
            provisions = codec.read_provisions(rows[1:])
            head = rows[0]
        except FileNotFoundError as error:
            raise StoreError(str(path), "no file", "the stored expression", "Run 'delicti ingest' again") from error
        except (json.JSONDecodeError, UnicodeDecodeError, KeyError, ValueError, IndexError, TypeError) as error:
            raise StoreError(
                str(path), f"a damaged line ({error})", "JSON Lines", "Run 'delicti ingest' again"
            ) from error
        if len(provisions) != head.get("provisions"):
            raise StoreError(
                str(path), f"{len(provisions)} provisions", f"{head.get('provisions')}", "Run 'delicti ingest' again"
            )
        return codec.read_expression(head, provisions, str(path))

    # Writing

    def write(self, expression: Expression, *, raw_path: str, fingerprint: str, report: dict[str, Any]) -> Entry:
        """Store an expression under its hash; the manifest does not name it before `commit`.

        Args:
            expression: What to store.
            raw_path: Where its raw file was read from.
            fingerprint: What the reading rests on; equal marks mean that nothing need be read again.
            report: Figures of the reading, kept beside it.

        Raises:
            StoreError: If the disk is full or the folder cannot be written.
        """
        data = "".join(line + "\n" for line in codec.lines(expression)).encode()
        digest = hashlib.sha256(data).hexdigest()
        folder, _, slug = expression.id.partition("/")
        path = Path("expressions") / _file_name(folder) / f"{_file_name(slug)}.{digest[:12]}.jsonl"
        write_file(self.home / path, data)
        head = codec.header(expression)
        for bulky in ("editorial", "issues", "label_words"):
            head.pop(bulky)
        return Entry(
            id=expression.id,
            path=path.as_posix(),
            sha256=digest,
            raw_sha256=expression.sha256,
            raw_path=raw_path,
            fingerprint=fingerprint,
            header=head,
            report=report,
        )

    def commit(self, entries: dict[str, Entry], failed: dict[str, dict[str, Any]]) -> None:
        """Make `entries` the store's content, remember which sources failed, and swap the manifest.

        Raises:
            StoreError: If the manifest cannot be written; the previous one still stands then.
        """
        rows = [
            {
                "id": e.id,
                "path": e.path,
                "sha256": e.sha256,
                "raw_sha256": e.raw_sha256,
                "raw_path": e.raw_path,
                "fingerprint": e.fingerprint,
                "header": e.header,
                "report": e.report,
            }
            for _, e in sorted(entries.items())
        ]
        whole = {"format": MANIFEST_FORMAT, "expressions": rows, "failed": [failed[k] for k in sorted(failed)]}
        data = json.dumps(whole, ensure_ascii=False, indent=0)
        write_file(self.home / MANIFEST, (data + "\n").encode())
        self.entries = dict(sorted(entries.items()))
        self.failed = dict(sorted(failed.items()))

    def sweep(self) -> None:
        """Remove stored files that the manifest does not name (older wordings, leftovers of a crash)."""
        named = {self.home / e.path for e in self.entries.values()}
        root = self.home / "expressions"
        with nobody_reading(self.home) as free:
            for path in sorted(root.rglob("*")) if free and root.is_dir() else ():
                if path.is_file() and path not in named:
                    path.unlink(missing_ok=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the store's writer lock.

        Raises:
            StoreError: If another process holds it; names its process id.
        """
        _make_folder(self.home)
        lock = self.home / "lock"
        try:
            handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StoreError(
                str(lock), f"no way to write it ({error.strerror})", "a writable folder", "Give --home"
            ) from error
        try:
            _lock(handle, lock)
            os.ftruncate(handle, 0)
            os.write(handle, str(os.getpid()).encode())
            yield
        finally:
            os.close(handle)


def _lock(handle: int, path: Path) -> None:
    try:
        import fcntl
    except ImportError:  # not a POSIX system: two writers are not kept apart there
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = os.read(handle, 20).decode(errors="ignore") or "unknown"
        raise StoreError(
            str(path), f"the store being written by process {holder}", "no other writer", "Wait for it"
        ) from error


def reading(home: Path) -> int | None:
    """Keep stored files from being swept while a handle is open; the caller closes it. None where that cannot be."""
    try:
        import fcntl

        handle = os.open(home / "readers.lock", os.O_RDWR | os.O_CREAT, 0o644)
    except (ImportError, OSError):  # not a POSIX system, or a folder that can only be read: nothing is swept there
        return None
    fcntl.flock(handle, fcntl.LOCK_SH)
    return handle


@contextmanager
def nobody_reading(home: Path) -> Iterator[bool]:
    """Yields False while a process reads: then what is named no more stays until the next sweep."""
    try:
        import fcntl

        handle = os.open(home / "readers.lock", os.O_RDWR | os.O_CREAT, 0o644)
    except (ImportError, OSError):
        yield True
        return
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            free = True
        except BlockingIOError:
            free = False
        yield free
    finally:
        os.close(handle)


def _intact(path: Path, sha256: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def _file_name(text: str) -> str:
    kept = "".join(c if c.isalnum() or c in "-_.@" else "-" for c in text)
    return kept.lstrip(".") or "x"


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            str(folder), f"a folder that cannot be made ({error.strerror})", "a writable folder", "Give --home"
        ) from error


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: a temporary file beside it, flushed to disk, then renamed.

    Raises:
        StoreError: If the disk is full or the folder cannot be written; nothing is left behind then.
    """
    _make_folder(path.parent)
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".tmp-")
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise StoreError(
            str(path), f"no way to write it ({error.strerror})", "room and permission", "Free space or give --home"
        ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """One thing that `check` found: `fatal` when what is stored cannot be trusted."""

    place: str
    found: str
    do: str
    fatal: bool = True


def check(store: Store) -> list[Damage]:
    """Recompute the hashes of every stored and raw file and read the stored ones whole; what is wrong, in their order.

    A raw file that is no longer where it was read from cannot be checked: said, but not fatal.
    """
    out = []
    for entry in store.entries.values():
        do = f"Run 'delicti ingest' on {entry.header['source_id']} again"
        if found := _stored_damage(store, entry):
            out.append(Damage(place=entry.path, found=found, do=do))
        raw = Path(entry.raw_path)
        if not raw.is_file():
            out.append(Damage(place=entry.raw_path, found="the raw file is gone: not verified", do="", fatal=False))
        elif hashlib.sha256(raw.read_bytes()).hexdigest() != entry.raw_sha256:
            out.append(Damage(place=entry.raw_path, found="the raw file has changed since it was read", do=do))
    return out


def _stored_damage(store: Store, entry: Entry) -> str:
    path = store.home / entry.path
    if not path.is_file():
        return "the file is missing"
    if hashlib.sha256(path.read_bytes()).hexdigest() != entry.sha256:
        return "its bytes have changed since it was stored"
    try:
        store.load(entry.id)
    except StoreError as error:
        return error.found
    return ""
