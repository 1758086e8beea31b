"""One polite request at a time: names resolved and private addresses refused here, TLS verified, robots.txt asked,
a delay kept for each host, retries with back-off, redirects followed only to hosts that were named, bodies limited.

The client is urllib3; what stands here is what it leaves to its caller. `connect` in the settings sends a host's
connections elsewhere, as curl's `--connect-to` does: for a mirror, or the replay server of the tests.
"""

import hashlib
import ipaddress
import json
import socket
import ssl
import time
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import urllib3
from protego import Protego
from urllib3.exceptions import HTTPError, MaxRetryError, SSLError
from urllib3.util import Retry

from corpus.errors import CorpusError, SourceError
from corpus.store import write_file

_RETRIED = (429, 500, 502, 503, 504)
_REDIRECTS = 5
_ROBOTS_LIFE = 86_400  # seconds that a robots.txt is believed


class FetchError(CorpusError):
    """A body that could not be had, or is not what was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`[network]` of `<home>/config.toml`. Times in seconds, `limit` in bytes."""

    contact: str = ""
    delay: float = 2.0
    timeout: float = 30.0
    whole: float = 900.0
    retries: int = 4
    backoff: float = 1.0
    patience: float = 120.0
    limit: int = 64_000_000
    ca_file: str = ""
    connect: dict[str, str] = field(default_factory=dict)

    @property
    def agent(self) -> str:
        """The User-Agent that says who asks and how to reach them."""
        return "Delicti/0.1 (comparative criminal law; " + (self.contact or "no contact given") + ")"


def settings(home: Path) -> Settings:
    """The settings under a data folder, defaults where there is none.

    Raises:
        SourceError: If the file is no TOML or has a field that means nothing.
    """
    path = home / "config.toml"
    if not path.is_file():
        return Settings()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("network", {})
        return Settings(**table)
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise SourceError(
            str(path), f"a field that cannot be read ({error})", "[network] as in docs/SOURCES.md"
        ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back. `wire` is the body as received, `body` the same without transfer compression."""

    requested: str
    url: str
    status: int
    request: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    body: bytes
    peer: str
    tls: dict[str, str]
    redirects: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """A response header, "" when it is not there."""
        return next((v for k, v in self.headers if k.lower() == name), "")


class Client:
    """Asks publishers, one request at a time."""

    def __init__(self, how: Settings, folder: Path) -> None:
        self.how, self.folder = how, folder
        self._last: dict[str, float] = {}
        self._rules: dict[str, Protego] = {}

    def get(self, url: str, hosts: frozenset[str], *, etag: str = "", modified: str = "") -> Answer:
        """The body at an address, redirects followed.

        Args:
            url: What is asked for.
            hosts: Where redirects may lead, beside the host asked.
            etag, modified: Validators of what is held already; then the answer may be 304 without a body.

        Raises:
            FetchError: If it is refused, fails or is too large.
        """
        allowed = hosts | {urlsplit(url).hostname or ""}
        seen: list[str] = []
        here = url
        while True:
            self._permitted(here)
            answer = self._once(here, {"If-None-Match": etag, "If-Modified-Since": modified})
            if answer.status not in (301, 302, 303, 307, 308):
                return replace(answer, requested=url, redirects=tuple(seen))
            following = urljoin(here, answer.header("location"))
            seen.append(following)
            if urlsplit(following).hostname not in allowed:
                do = "If it is right, name the host in the registry"
                raise FetchError(url, f"a redirect to {following}", f"one of {', '.join(sorted(allowed))}", do)
            if len(seen) > _REDIRECTS or following in seen[:-1]:
                raise FetchError(url, f"{len(seen)} redirects", f"at most {_REDIRECTS}, and no circle")
            if here.startswith("https:") and following.startswith("http:"):
                raise FetchError(url, f"a redirect from https to {following}", "https")
            here = following

    def _permitted(self, url: str) -> None:
        """Refuse what the host's robots.txt refuses."""
        rules = self._robots(url)
        if not rules.can_fetch(url, "Delicti"):
            raise FetchError(
                url, "robots.txt forbids it", "leave to fetch", "Save the page by hand and use 'delicti add'"
            )
        delay = rules.crawl_delay("Delicti")
        self._wait(url, max(self.how.delay, min(float(delay or 0), 60.0)))

    def _robots(self, url: str) -> Protego:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin in self._rules:
            return self._rules[origin]
        kept = self.folder / "robots" / f"{hashlib.sha256(origin.encode()).hexdigest()[:16]}.json"
        held: dict[str, Any] = json.loads(kept.read_text()) if kept.is_file() else {"time": 0.0, "text": ""}
        if not 0 <= time.time() - held["time"] < _ROBOTS_LIFE:
            self._wait(url, self.how.delay)
            answer = self._once(origin + "/robots.txt", {})
            if answer.status in (301, 302, 307, 308):
                answer = self._once(urljoin(origin, answer.header("location")), {})
            if answer.status >= 500:
                raise FetchError(origin + "/robots.txt", f"status {answer.status}", "the rules", "Try again later")
            text = answer.body.decode("utf-8", "ignore") if answer.status == 200 else ""
            held = {"time": time.time(), "origin": origin, "status": answer.status, "text": text}
            write_file(kept, json.dumps(held).encode())
        self._rules[origin] = Protego.parse(held["text"])
        return self._rules[origin]

    def _wait(self, url: str, delay: float) -> None:
        host = urlsplit(url).hostname or ""
        rest = self._last.get(host, -delay) + delay - time.monotonic()
        if rest > 0 and host in self._last:
            time.sleep(rest)
        self._last[host] = time.monotonic()

    # One request

    def _once(self, url: str, more: dict[str, str]) -> Answer:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https") or not host or parts.username:
            raise FetchError(url, "no plain http or https address", "one")
        sent = {"Host": parts.netloc, "User-Agent": self.how.agent, "Accept-Encoding": "identity", "Accept": "*/*"}
        sent |= {k: v for k, v in more.items() if v}
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        part = _Part(self.folder / "partial" / hashlib.sha256(url.encode()).hexdigest()[:32])
        ip, port = self._reach(host, parts.port or (443 if parts.scheme == "https" else 80))
        started = time.monotonic()
        for attempt in range(self.how.retries + 1):
            extra = part.resuming() if not more.get("If-None-Match") else {}
            with self._pool(parts.scheme, ip, port, host) as pool:
                try:
                    reply = pool.urlopen(
                        "GET",
                        path,
                        headers=sent | extra,
                        retries=self._retries(),
                        redirect=False,
                        preload_content=False,
                        assert_same_host=False,
                    )
                    tls = _peer(reply)
                    whole, body = self._body(url, reply, part, started)
                except SSLError as error:
                    raise FetchError(
                        url, f"a certificate that fails ({error.args[0]})", "one that can be verified"
                    ) from error
                except MaxRetryError as error:
                    raise _failed(url, error) from error
                except (HTTPError, OSError) as error:
                    if attempt == self.how.retries or time.monotonic() - started > self.how.whole:
                        raise FetchError(
                            url,
                            f"a body that broke off ({type(error).__name__})",
                            "all of it",
                            "Run it again: it goes on from there",
                        ) from error
                    time.sleep(min(self.how.backoff * 2**attempt, 30))
                    continue
            if not whole:  # the part held is of no use any more: ask anew
                part.drop()
                continue
            part.drop()
            return Answer(
                requested=url,
                url=url,
                status=200 if reply.status == 206 else reply.status,
                request=tuple((sent | extra).items()),
                headers=tuple(reply.headers.items()),
                body=body,
                peer=f"{ip}:{port}",
                tls=tls,
            )
        raise FetchError(url, "no whole body after all tries", "one", "Try again later")

    def _reach(self, host: str, port: int) -> tuple[str, int]:
        """The address that a host's connections go to; private ones are refused unless the settings name them."""
        if host in self.how.connect:
            ip, _, other = self.how.connect[host].rpartition(":")
            return ip, int(other)
        try:
            found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError) as error:
            raise FetchError(host, "no such host, or no network", "an answer from the name service") from error
        for ip in found:
            if not ipaddress.ip_address(ip.partition("%")[0]).is_global:
                raise FetchError(host, f"the private address {ip}", "a public one")
        return found[0], port

    def _pool(self, scheme: str, ip: str, port: int, host: str) -> urllib3.HTTPConnectionPool:
        timeout = urllib3.Timeout(connect=self.how.timeout, read=self.how.timeout)
        if scheme == "http":
            return urllib3.HTTPConnectionPool(ip, port, timeout=timeout)
        context = ssl.create_default_context(cafile=self.how.ca_file or None)
        return urllib3.HTTPSConnectionPool(
            ip, port, timeout=timeout, ssl_context=context, server_hostname=host, assert_hostname=host
        )

    def _retries(self) -> Retry:
        return Retry(
            total=self.how.retries,
            redirect=0,
            status_forcelist=_RETRIED,
            backoff_factor=self.how.backoff,
            raise_on_status=False,
            retry_after_max=int(self.how.patience),
        )

    def _body(self, url: str, reply: Any, part: "_Part", started: float) -> tuple[bool, bytes]:
        """Read a body into its part file; False when what was held of it does not go on."""
        if reply.status == 416:
            return False, b""
        if reply.status not in (200, 206):
            return True, reply.read(1_000_000)
        declared = reply.headers.get("content-length") or "0"
        if declared.isdigit() and int(declared) > self.how.limit:
            raise FetchError(
                url, f"{int(declared):,} bytes", f"at most {self.how.limit:,}", "Raise limit in config.toml"
            )
        size = part.begin(reply.status, dict(reply.headers.items()))
        while piece := reply.read1(8_192, decode_content=True):  # what has come, however little: a drip is noticed
            size += len(piece)
            if size > self.how.limit:
                part.drop()
                raise FetchError(url, f"over {self.how.limit:,} bytes", "a smaller body", "Raise limit in config.toml")
            if time.monotonic() - started > self.how.whole:
                raise FetchError(url, f"no end after {self.how.whole:.0f} s", "a faster answer", "Try again later")
            part.add(piece)
        return True, part.whole()


class _Part:
    """A body being received: a file that a later request goes on from, when the publisher gave it a validator."""

    def __init__(self, stem: Path) -> None:
        self.file, self.facts = stem.with_suffix(".part"), stem.with_suffix(".json")

    def resuming(self) -> dict[str, str]:
        if not (self.file.is_file() and self.facts.is_file() and self.file.stat().st_size):
            return {}
        return {"Range": f"bytes={self.file.stat().st_size}-", "If-Range": json.loads(self.facts.read_text())["mark"]}

    def begin(self, status: int, headers: dict[str, str]) -> int:
        low = {k.lower(): v for k, v in headers.items()}
        if status == 206 and self.file.is_file():
            return self.file.stat().st_size
        self.drop()
        mark = low.get("etag", "")
        mark = low.get("last-modified", "") if not mark or mark.startswith("W/") else mark
        write_file(self.file, b"")
        if mark and "content-encoding" not in low:
            write_file(self.facts, json.dumps({"mark": mark}).encode())
        return 0

    def add(self, piece: bytes) -> None:
        try:
            with self.file.open("ab") as out:
                out.write(piece)
        except OSError as error:
            raise FetchError(str(self.file), f"no way to write it ({error.strerror})", "room", "Free space") from error

    def whole(self) -> bytes:
        return self.file.read_bytes()

    def drop(self) -> None:
        self.file.unlink(missing_ok=True)
        self.facts.unlink(missing_ok=True)


def _peer(reply: Any) -> dict[str, str]:
    """Who answered, by the certificate of the connection; nothing for plain http."""
    sock = getattr(getattr(reply, "connection", None), "sock", None) or getattr(
        getattr(getattr(getattr(reply, "_fp", None), "fp", None), "raw", None), "_sock", None
    )
    if not isinstance(sock, ssl.SSLSocket):
        return {}
    raw = sock.getpeercert(binary_form=True) or b""
    return {"version": sock.version() or "", "certificate_sha256": hashlib.sha256(raw).hexdigest()}


def _failed(url: str, error: MaxRetryError) -> FetchError:
    reason = error.reason
    if isinstance(reason, SSLError) or "CERTIFICATE" in str(reason):
        return FetchError(url, f"a certificate that fails ({reason})", "one that can be verified")
    return FetchError(url, f"no answer ({type(reason).__name__})", "one", "Is there a network? Try again later")
