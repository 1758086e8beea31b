"""Fetching against a publisher on loopback: politeness, every fault, the archive, and going on after a kill."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner, Result
from warcio.archiveiterator import ArchiveIterator

from cli import main
from ingest import registry
from ingest.pipeline import parse_source
from ingest.source import read_source
from tests.adilet_page import render
from tests.conftest import ROOT
from tests.replay import Page, Replay

HOST = "law.moonland.example"
LAW = (ROOT / "tests/layouts/adilet_html/moonland/law.html").read_bytes()
TITLE = json.loads((ROOT / "tests/layouts/adilet_html/moonland/source.json").read_text())["title"]
ENTRY = f"""
name = "Moonland"
[[publisher]]
name = "Moon Gazette"
host = "{HOST}"
"""


def _work(number: int, path: str, **more: str) -> str:
    extra = "".join(f'{k} = "{v}"\n' for k, v in more.items())
    return (
        f'[[work]]\nslug = "code-{number}"\nshort = "C{number}"\ntitle = "{TITLE}"\n[[work.address]]\nlanguage = "ru"\n'
        f'url = "https://{HOST}{path}"\ndialect = "adilet_html"\nevidence = "made up"\ntried = "replay"\n{extra}'
    )


@pytest.fixture
def publisher(tmp_path: Path) -> Iterator[Replay]:
    server = Replay(tmp_path, HOST)
    server.pages["/rus/docs/K1"] = Page(LAW)
    yield server
    server.close()


def _home(tmp_path: Path, publisher: Replay, works: str = "", **settings: object) -> Path:
    home = tmp_path / "home"
    (home / "registry").mkdir(parents=True, exist_ok=True)
    (home / "config.toml").write_text(publisher.settings(HOST, "other.example", **settings))
    (home / "registry" / "ml.toml").write_text(ENTRY + (works or _work(1, "/rus/docs/K1")))
    return home


def _run(home: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), *words])


def _journal(home: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (home / "archive/retrievals.jsonl").read_text().splitlines()]


def test_a_law_is_fetched_kept_and_read(tmp_path: Path, publisher: Replay) -> None:
    home = _home(tmp_path, publisher)
    done = _run(home, "fetch", "ML")
    assert done.exit_code == 0, done.output
    assert publisher.paths() == ["/robots.txt", "/rus/docs/K1"]
    agent = publisher.seen[1][1]["user-agent"]
    assert "Delicti" in agent
    assert "test@example.org" in agent
    row = _journal(home)[0]
    assert (home / "archive/bodies" / str(row["sha256"])[:2] / str(row["sha256"])).read_bytes() == LAW
    assert row["tls"]
    with (home / "archive" / str(row["warc"])).open("rb") as stream:
        kinds = {r.rec_type: r.content_stream().read() for r in ArchiveIterator(stream)}
    assert kinds["response"] == LAW
    assert "request" in kinds
    assert _run(home, "show", "ML:8").exit_code == 0
    assert _run(home, "verify").exit_code == 0
    chain = _run(home, "provenance", "ML:8").output
    assert f"https://{HOST}/rus/docs/K1" in chain
    assert str(row["sha256"]) in chain
    prov = json.loads(_run(home, "provenance", "ML:8", "--json").stdout)
    assert {"entity", "activity", "used", "wasGeneratedBy", "wasDerivedFrom"} <= set(prov)


def test_what_has_not_changed_is_asked_for_conditionally(tmp_path: Path, publisher: Replay) -> None:
    home = _home(tmp_path, publisher)
    _run(home, "fetch", "ML")
    again = _run(home, "fetch", "ML")
    assert again.stdout.startswith("unchanged")
    assert publisher.paths().count("/robots.txt") == 1
    assert publisher.seen[-1][1]["if-none-match"] == publisher.pages["/rus/docs/K1"].etag


def test_changed_trimmings_with_the_same_provisions_make_no_new_edition(tmp_path: Path, publisher: Replay) -> None:
    home = _home(tmp_path, publisher)
    _run(home, "fetch", "ML")
    publisher.pages["/rus/docs/K1"] = Page(LAW.replace(b"<head>", b"<head><!-- visitor 7 -->"))
    again = _run(home, "fetch", "ML")
    assert again.stdout.startswith("same words"), again.output
    assert len(_journal(home)) == 2
    assert len(list((home / "sources/ml").iterdir())) == 1


@pytest.mark.parametrize(
    "faults", [["status 429 0"], ["status 503", "status 503"], ["truncate"], ["slow 3"], ["redirect /rus/docs/K1"]]
)
def test_passing_faults_are_overcome(tmp_path: Path, publisher: Replay, faults: list[str]) -> None:
    home = _home(tmp_path, publisher)
    publisher.pages["/rus/docs/K1"].faults = faults
    done = _run(home, "fetch", "ML")
    assert done.exit_code == 0, done.output
    assert _run(home, "verify").exit_code == 0


def test_a_broken_body_is_gone_on_with_where_it_broke(tmp_path: Path, publisher: Replay) -> None:
    home = _home(tmp_path, publisher)
    whole = LAW.replace(b"<head>", b"<head><!-- " + b"x" * 99_000 + b" -->")
    publisher.pages["/rus/docs/K1"] = Page(whole, faults=["truncate"])
    assert _run(home, "fetch", "ML").exit_code == 0
    assert publisher.seen[-1][1]["range"].startswith("bytes=")
    row = _journal(home)[0]
    assert row["size"] == len(whole)


NOTICE = b"<html><head><title>%s</title></head><body>%s</body></html>"
REFUSED = {
    "captcha": (Page(NOTICE % (b"Wait", b"<div class='g-recaptcha'></div>")), "a captcha"),
    "login": (Page(NOTICE % (b"Sign in", b"<input type='password'>")), "a login page"),
    "error page": (Page(NOTICE % (b"Error 500", b"sorry")), "an error page"),
    "empty": (Page(b" "), "an empty body"),
    "wrong type": (Page(LAW + b" ", "application/pdf"), "the content type application/pdf"),
    "no law": (Page(NOTICE % (b"Hello", b"<p>nothing</p>")), "expected"),
    "another law": (
        Page(LAW.replace("Лун".encode(), "Сад".encode()).replace("лун".encode(), "сад".encode())),
        "another text",
    ),
    "gone": (Page(b"", faults=["status 404"]), "status 404"),
    "forbidden": (Page(b"", faults=["status 403"]), "a refusal"),
    "always busy": (Page(LAW, faults=["status 503"] * 20), "status 503"),
    "elsewhere": (Page(LAW, faults=["redirect https://evil.example/x"]), "a redirect to https://evil.example/x"),
    "downgrade": (Page(LAW, faults=[f"redirect http://{HOST}/x"]), "from https"),
    "circle": (Page(LAW, faults=["redirect /rus/docs/K1"] * 9), "redirects"),
    "too large": (Page(LAW * 40), "bytes"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_the_law_asked_for_is_one_clear_line(tmp_path: Path, publisher: Replay, name: str) -> None:
    page, said = REFUSED[name]
    home = _home(tmp_path, publisher, limit=len(LAW) * 3, retries=2)
    _run(home, "fetch", "ML")
    before = (home / "manifest.json").read_bytes()
    page.faults = list(page.how.get("faults", ()))
    publisher.pages["/rus/docs/K1"] = page
    done = _run(home, "fetch", "ML")
    assert done.exit_code == 1, done.output
    failed = [line for line in done.stderr.splitlines() if line.startswith("failed")]
    assert len(failed) == 1
    assert said in failed[0]
    assert (home / "manifest.json").read_bytes() == before
    assert all(row["counted"] for row in _journal(home)[1:])
    assert _run(home, "verify").exit_code == 0


def test_a_body_that_never_ends_is_given_up(tmp_path: Path, publisher: Replay) -> None:
    publisher.pages["/rus/docs/K1"] = Page(LAW, faults=["drip 20"])
    home = _home(tmp_path, publisher, whole=0.5)
    done = _run(home, "fetch", "ML")
    assert done.exit_code == 1
    assert "no end after 0" in done.stderr
    assert not list((home / "archive").glob("bodies/*/*"))


def test_robots_are_obeyed(tmp_path: Path, publisher: Replay) -> None:
    publisher.robots = "User-agent: *\nDisallow: /rus/\n"
    done = _run(_home(tmp_path, publisher), "fetch", "ML")
    assert done.exit_code == 1
    assert "robots.txt forbids it" in done.stderr
    assert publisher.paths() == ["/robots.txt"]


def test_a_delay_is_kept(tmp_path: Path, publisher: Replay) -> None:
    publisher.pages["/rus/docs/K2"] = Page(LAW)
    home = _home(tmp_path, publisher, _work(1, "/rus/docs/K1") + _work(2, "/rus/docs/K2"), delay=0.4)
    started = time.monotonic()
    assert _run(home, "fetch", "ML").exit_code == 0
    assert time.monotonic() - started >= 0.8  # robots, first, second


def test_a_certificate_that_fails_is_refused(tmp_path: Path, publisher: Replay) -> None:
    home = _home(tmp_path, publisher, ca_file='""')
    done = _run(home, "fetch", "ML")
    assert done.exit_code == 1
    assert "a certificate that fails" in done.stderr
    assert not (home / "manifest.json").exists()


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "[::1]", "169.254.169.254"])
def test_private_addresses_are_not_reached(tmp_path: Path, publisher: Replay, host: str) -> None:
    home = _home(tmp_path, publisher, _work(1, "/rus/docs/K1").replace(HOST, host))
    done = _run(home, "fetch", "ML")
    assert done.exit_code == 1
    assert "the private address" in done.stderr
    assert publisher.seen == []


def test_no_network_is_one_line(tmp_path: Path, publisher: Replay) -> None:
    home = _home(tmp_path, publisher)
    publisher.close()
    (home / "config.toml").write_text((home / "config.toml").read_text() + "\n")
    done = _run(home, "fetch", "ML")
    assert done.exit_code == 1
    assert "no answer" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [(("fetch", "XQ"), "jurisdiction"), (("fetch", "ML", "--work", "nope"), "nope"), (("fetch", "SA"), "SA")],
)
def test_unknown_names_are_one_line(tmp_path: Path, publisher: Replay, words: tuple[str, ...], said: str) -> None:
    done = _run(_home(tmp_path, publisher), *words)
    assert done.exit_code == 1
    assert said in done.stderr
    assert publisher.seen == []


def test_a_damaged_archive_is_noticed(tmp_path: Path, publisher: Replay) -> None:
    home = _home(tmp_path, publisher)
    _run(home, "fetch", "ML")
    row = _journal(home)[0]
    body = home / "archive/bodies" / str(row["sha256"])[:2] / str(row["sha256"])
    body.write_bytes(body.read_bytes()[:-1] + b"x")
    done = _run(home, "verify")
    assert done.exit_code == 1
    assert "has changed since it was received" in done.stdout


def test_a_kill_in_the_middle_is_gone_on_with_and_repeats_nothing(tmp_path: Path, publisher: Replay) -> None:
    numbers = range(1, 9)
    for number in numbers:
        publisher.pages[f"/rus/docs/K{number}"] = Page(LAW.replace(b"<article>", b"<article><p>%d</p>" % number))
    home = _home(tmp_path, publisher, "".join(_work(n, f"/rus/docs/K{n}") for n in numbers), delay=0.15)
    command = [sys.executable, "-c", "from cli import main; main()", "--home", str(home), "fetch", "ML"]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while len(_finished(home)) < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(running.pid, signal.SIGKILL)
    running.communicate()
    finished = _finished(home)
    assert len(finished) >= 3
    before = len(publisher.seen)
    done = _run(home, "fetch", "ML")
    assert done.exit_code == 0, done.output
    assert "Going on with a broken run" in done.stderr
    asked = {f"https://{HOST}{path}" for path in publisher.paths()[before:]}
    assert not asked & finished
    assert f"https://{HOST}/robots.txt" not in asked
    assert _run(home, "verify").exit_code == 0
    held = {json.loads(line)["slug"] for line in _run(home, "sources", "--json").stdout.splitlines()}
    assert held == {f"code-{n}" for n in numbers}
    assert not (home / "archive/run.jsonl").exists()


def _finished(home: Path) -> set[str]:
    path = home / "archive/run.jsonl"
    lines = path.read_text().split("\n")[:-1] if path.is_file() else []
    return {json.loads(line)["url"] for line in lines}


def test_every_address_in_the_registry_has_its_evidence() -> None:
    for code in registry.codes():
        for work in registry.entry(code).works:
            for item in work.collections:
                assert item.evidence, (code, item.source)
            for address in work.addresses:
                assert address.evidence, (code, work.slug)
                assert address.tried.split()[0] in ("never", "replay", "live"), (code, work.slug)
                if address.dated or address.history:
                    assert address.pattern_evidence, (code, work.slug)


@pytest.mark.statutes
def test_every_jurisdiction_of_the_catalog_is_registered(statutes: Path) -> None:
    rows = json.loads((statutes / "catalog.json").read_text())
    assert {r["jurisdiction"] for r in rows} <= set(registry.codes())
    addresses = {a.url or a.front_page for c in registry.codes() for w in registry.entry(c).works for a in w.addresses}
    for row in rows:
        record = json.loads((statutes / row["source"] / "source.json").read_text())
        if record.get("official_url") and "/ed" not in record["official_url"]:
            assert record["official_url"] in addresses, row["source"]


def _tried(kind: str) -> set[str]:
    """The URLs of addresses (or collections) that the registry says were tried on loopback."""
    works = [w for code in registry.codes() for w in registry.entry(code).works]
    items = [i for w in works for i in (w.collections if kind == "collection" else w.addresses)]
    return {i.url for i in items if i.tried == "replay"}


@pytest.mark.statutes
def test_every_registered_file_of_a_collection_is_fetched_at_its_commit(tmp_path: Path, statutes: Path) -> None:
    """All under their real paths; `tried` in the registry says `replay` of those and no others."""
    server = Replay(tmp_path, registry.RAW_HOST)
    try:
        for code in registry.codes():
            for item in (i for w in registry.entry(code).works for i in w.collections):
                path = item.url.partition(registry.RAW_HOST)[2]
                server.pages[path] = Page((statutes / item.source / item.file).read_bytes(), "text/plain")
        home = tmp_path / "home"
        home.mkdir()
        (home / "config.toml").write_text(server.settings())
        done = _run(home, "fetch", "--all", "--from", "collection")
        assert done.exit_code == 0, done.output[-2000:]
        stored = {line.split()[0] for line in done.stdout.splitlines()}
        assert stored == {"stored"}, stored
        assert {f"https://{registry.RAW_HOST}{p}" for p in server.pages} == _tried("collection")
        assert "buň" in _run(home, "show", "CZ:168").stdout
        assert _run(home, "verify", "--quick").exit_code == 0
    finally:
        server.close()


PAGES = {
    "ae/anti-trafficking-law-2023": ("anti-trafficking-law", "2"),
    "ae/crimes-and-penalties-law-2021": ("criminal-code", "1"),
    "ae/entry-residence-foreigners-2021": ("immigration-law", "1"),
    "ae/organ-transplant-law-2023": ("transplantation-law", "1"),
    "be/code-penal-1867": ("criminal-code", "1"),
}


@pytest.mark.statutes
@pytest.mark.parametrize("name", PAGES)
def test_a_publishers_own_page_is_fetched_under_its_own_path(tmp_path: Path, statutes: Path, name: str) -> None:
    """Pages that are held as the publisher sends them; the law of another path of the same publisher is refused."""
    source = read_source(statutes / name)
    url = urlsplit(source.official_url)
    server = Replay(tmp_path, url.netloc)
    try:
        server.pages[url.path] = Page((statutes / name / source.file).read_bytes())
        home = tmp_path / "home"
        home.mkdir()
        (home / "config.toml").write_text(server.settings())
        work, first = PAGES[name]
        done = _run(home, "fetch", source.jurisdiction, "--work", work)
        assert done.exit_code == 0, done.output
        (row,) = [json.loads(line) for line in _run(home, "sources", "--json").stdout.splitlines()]
        assert row["lang"] == source.languages[0]
        assert _run(home, "show", f"{source.jurisdiction} {row['work']} {first}").exit_code == 0
        assert source.official_url in _tried("address")
    finally:
        server.close()


@pytest.mark.statutes
def test_kazakhstans_code_is_fetched_from_its_publishers_address(tmp_path: Path, statutes: Path) -> None:
    """The real words in the page that adilet would show of them, under the real path; another code there is refused."""
    source = read_source(statutes / "kz/criminal-code-2014-ru")
    (code,) = parse_source(source, (statutes / "kz/criminal-code-2014-ru" / source.file).read_bytes())
    other = read_source(statutes / "kz/social-code-2023-ru")
    (social,) = parse_source(other, (statutes / "kz/social-code-2023-ru" / other.file).read_bytes())
    server = Replay(tmp_path, "adilet.zan.kz")
    try:
        server.pages["/rus/docs/K1400000226"] = Page(render(code).encode())
        home = tmp_path / "home"
        home.mkdir()
        (home / "config.toml").write_text(server.settings())
        words = ("fetch", "KZ", "--work", "criminal-code", "--lang", "ru")
        done = _run(home, *words)
        assert done.exit_code == 0, done.output
        assert "органов" in _run(home, "show", "KZ:128(2)(7)").stdout
        server.pages["/rus/docs/K1400000226"] = Page(render(social).encode())
        wrong = _run(home, *words)
        assert wrong.exit_code == 1
        assert "expected" in wrong.stderr
        assert "among them" in wrong.stderr or "another text" in wrong.stderr
    finally:
        server.close()


def test_a_full_disk_is_one_line_and_leaves_all_as_it_was(tmp_path: Path, publisher: Replay) -> None:
    """A limit on the size of files stands in for a disk without room."""
    home = _home(tmp_path, publisher)
    assert _run(home, "fetch", "ML").exit_code == 0
    before = {p: p.read_bytes() for p in home.rglob("*") if p.is_file()}
    publisher.pages["/rus/docs/K1"] = Page(LAW.replace(b"<head>", b"<head><!-- " + b"x" * 99_000 + b" -->"))
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))"
    script = f"{limit}\nfrom cli import main\nmain()"
    command = [sys.executable, "-c", script, "--home", str(home), "fetch", "ML"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "no way to write it" in done.stderr
    assert "Traceback" not in done.stderr
    after = {p: p.read_bytes() for p in home.rglob("*") if p.is_file() and "partial" not in p.parts}
    assert after == {p: data for p, data in before.items() if "partial" not in p.parts}
    assert _run(home, "verify").exit_code == 0
    assert _run(home, "fetch", "ML").exit_code == 0
