"""Commands that bring several editions in: update, import."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.options import home_of, listed

if TYPE_CHECKING:
    from compare.watch import Change


@click.command()
@click.argument("jurisdictions", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a change.")
@click.option("--atom", type=click.Path(path_type=Path), help="Write the changes as an Atom feed to this file.")
@click.option(
    "--saved", multiple=True, type=click.Path(path_type=Path), help="A saved comparison to watch; repeatable."
)
@click.pass_context
def update(
    ctx: click.Context, jurisdictions: tuple[str, ...], as_json: bool, atom: Path | None, saved: tuple[Path, ...]
) -> None:
    """Ask again for what was fetched before, and report what is new, amended or gone.

    Exit code 0: nothing has changed; 10: something has; 1: something failed.

    Example:  delicti update KZ --atom changes.xml
    """
    from datetime import UTC, datetime

    from compare import watch
    from corpus.store import write_file

    wanted = {code.upper() for text in jurisdictions for code in listed(text)}
    found, failed = _updated(home_of(ctx), wanted)
    for line in [json.dumps(c.as_dict(), ensure_ascii=False) for c in found] if as_json else watch.lines(found):
        click.echo(line)
    if atom:
        write_file(atom, watch.atom(found, datetime.now(UTC).isoformat(timespec="seconds")).encode())
    for line in watch.touched(saved, found):
        click.echo(line, err=True)
    counts = [f"{sum(c.kind == kind for c in found)} {kind}" for kind in (watch.NEW, watch.AMENDED, watch.GONE)]
    click.echo(", ".join(counts) + f"; {failed} failed.", err=True)
    ctx.exit(1 if failed else 10 if found else 0)


def _updated(home: Path, wanted: set[str]) -> "tuple[list[Change], int]":
    from compare import watch
    from corpus.errors import QueryError
    from corpus.store import Store
    from ingest import registry, wire
    from ingest.archive import Archive
    from ingest.fetch import Fetcher, plan

    known = {r.url: r.source for r in Archive(home).retrievals() if r.source and not r.asked}
    codes = sorted({r.jurisdiction for r in Archive(home).retrievals()} & (wanted or set(registry.codes(home))))
    if not codes:
        raise QueryError("update", "nothing that was fetched before", "texts that 'delicti fetch' brought")
    requests = [r for c in codes for r in plan(registry.entry(c, home), origin="any")[0] if r.url in known]
    fetcher = Fetcher(home, wire.Client(wire.settings(home), home / "archive"), again=True)
    before = {e.id: e for e in Store(home).entries.values()}
    held = {e.id: Store(home).load(e.id) for e in before.values() if e.header["source_id"] in set(known.values())}
    outcomes = fetcher.run(requests, lambda o: click.echo(f"{o.status:<12}{o.url}  {o.error}".rstrip(), err=True))
    store = Store(home)
    found: list[watch.Change] = []
    for outcome in outcomes:
        if outcome.status != "stored":
            continue
        for entry in store.entries.values():
            if entry.header["source_id"] == outcome.source:
                language = entry.header["language"]
                source = known[outcome.url]
                old = [e for e in held.values() if e.source_id == source and e.language == language]
                found += watch.changes(old[0] if old else None, store.load(entry.id))
    return found, sum(o.status == "failed" for o in outcomes)


@click.group(name="import")
def import_() -> None:
    """Bring in laws from collections.

    Example:  delicti import legalize ./legalize-cz --only cz/SB-2009-40.md
    """


@import_.command()
@click.argument("repository", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--only", multiple=True, help="A file of the repository, e.g. cz/SB-2009-40.md; repeatable.")
@click.option("-j", "--jurisdiction", default="", help="Code; read from the folder's name when left out.")
@click.option("--language", default="", help="Of the texts; read from the files when left out.")
@click.option("--history", is_flag=True, help="Every commit of a file as an edition, not only the last.")
@click.pass_context
def legalize(
    ctx: click.Context, repository: Path, only: tuple[str, ...], jurisdiction: str, language: str, history: bool
) -> None:
    """Read a law-as-git repository: each commit of a law is an edition of it.

    Example:  delicti import legalize ./legalize-cz --only cz/SB-2009-40.md --history
    """
    from ingest.repository import read

    failed = 0
    for source, error in read(
        home_of(ctx), repository, only=only, jurisdiction=jurisdiction, language=language, history=history
    ):
        click.echo(source)
        if error:
            failed += 1
            click.echo(f"failed  {error}", err=True)
    ctx.exit(1 if failed else 0)


@import_.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--only", multiple=True, help="A file of the folder; repeatable.")
@click.option("-j", "--jurisdiction", default="", help="Code, for files that the registry does not know.")
@click.option("--language", default="", help="Of the texts, for files that the registry does not know.")
@click.pass_context
def seeds(ctx: click.Context, folder: Path, only: tuple[str, ...], jurisdiction: str, language: str) -> None:
    """Read a folder of section-list JSON files, one a law.

    Example:  delicti import seeds ./swedish-law-mcp/data/seed -j SE --language sv
    """
    from ingest.seeds import read

    failed = 0
    for source, error in read(home_of(ctx), folder, only=only, jurisdiction=jurisdiction, language=language):
        if error:
            failed += 1
            click.echo(f"failed  {error}", err=True)
        else:
            click.echo(source)
    ctx.exit(1 if failed else 0)


COMMANDS = (update, import_)
