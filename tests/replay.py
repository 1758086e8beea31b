"""A publisher on loopback: serves given bodies under real paths, over TLS with a test authority, with every fault."""

import contextlib
import hashlib
import http.server
import ssl
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import trustme


class Page:
    """One address: its body and how it is answered. `faults` are used up one a request, then it answers well."""

    def __init__(self, body: bytes, kind: str = "text/html; charset=utf-8", **how: Any) -> None:
        self.body, self.kind, self.how = body, kind, how
        self.faults: list[str] = list(how.get("faults", ()))
        self.etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'


class Replay:
    """The server, the requests it saw, and the settings that lead a client to it."""

    def __init__(self, folder: Path, host: str) -> None:
        self.host, self.pages, self.seen = host, dict[str, Page](), list[tuple[str, dict[str, str]]]()
        self.robots = "User-agent: *\nAllow: /\n"
        authority = trustme.CA()
        self.ca = folder / "ca.pem"
        authority.cert_pem.write_to_path(str(self.ca))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(host).configure_cert(context)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def settings(self, *hosts: str, **more: Any) -> str:
        """`config.toml` that leads the named hosts here."""
        values = {"delay": 0.0, "backoff": 0.01, "timeout": 2.0, "contact": '"test@example.org"', **more}
        values = {"ca_file": f'"{self.ca}"', **values}
        lines = [f"{k} = {v}" for k, v in values.items()]
        places = [f'"{h}" = "127.0.0.1:{self.port}"' for h in hosts or (self.host,)]
        return "[network]\n" + "\n".join(lines) + "\n[network.connect]\n" + "\n".join(places) + "\n"

    def paths(self) -> list[str]:
        return [path for path, _ in self.seen]


def _handler(replay: Replay) -> Callable[..., http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: Any) -> None:
            pass

        def _reply(self, status: int, body: bytes, **headers: str) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = True

        def do_GET(self) -> None:
            replay.seen.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            if self.path == "/robots.txt":
                return self._reply(200, replay.robots.encode(), Content_Type="text/plain")
            page = replay.pages.get(self.path)
            if page is None:
                return self._reply(404, b"<html><title>404</title></html>", Content_Type="text/html")
            if page.faults:
                return self._fault(page, page.faults.pop(0))
            if self.headers.get("If-None-Match") == page.etag:
                return self._reply(304, b"", ETag=page.etag)
            spread = self.headers.get("Range", "")
            if spread and self.headers.get("If-Range") == page.etag:
                start = int(spread.removeprefix("bytes=").rstrip("-"))
                said = f"bytes {start}-{len(page.body) - 1}/{len(page.body)}"
                return self._reply(206, page.body[start:], Content_Type=page.kind, ETag=page.etag, Content_Range=said)
            return self._reply(200, page.body, Content_Type=page.kind, ETag=page.etag)

        def _fault(self, page: Page, fault: str) -> None:
            name, _, value = fault.partition(" ")
            if name == "status":
                status, _, after = value.partition(" ")
                more = {"Retry_After": after} if after else {}
                return self._reply(int(status), b"<html><title>busy</title></html>", Content_Type="text/html", **more)
            if name == "redirect":
                return self._reply(302, b"", Location=value)
            if name == "truncate":  # says the whole length, sends half of it
                self.send_response(200)
                for key, said in (("Content-Type", page.kind), ("ETag", page.etag)):
                    self.send_header(key, said)
                self.send_header("Content-Length", str(len(page.body)))
                self.end_headers()
                self.wfile.write(page.body[: len(page.body) // 2])
                self.close_connection = True
                return None
            if name == "drip":  # a few bytes at a time, for as many seconds
                self.send_response(200)
                self.send_header("Content-Type", page.kind)
                self.send_header("Content-Length", str(len(page.body)))
                self.end_headers()
                with contextlib.suppress(OSError):
                    for start in range(int(value) * 20):
                        self.wfile.write(page.body[start : start + 1])
                        self.wfile.flush()
                        time.sleep(0.05)
                self.close_connection = True
                return None
            if name == "slow":
                time.sleep(float(value))
            return self._reply(200, page.body, Content_Type=page.kind, ETag=page.etag)

    return Handler
