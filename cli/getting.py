"""Commands that get texts and prove them: fetch, registry, add, verify, provenance."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.options import home_of, library_of, listed

if TYPE_CHECKING:
    from ingest.fetch import Outcome, Request
    from ingest.registry import Entry


@click.command()
@click.argument("jurisdictions", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every jurisdiction in the registry.")
@click.option("--work", default="", help="Comma list of works, e.g. criminal-code or CC.")
@click.option("--lang", default="", help="Comma list of languages, e.g. ru,kk,en.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The edition of this date.")
@click.option(
    "--from",
    "origin",
    type=click.Choice(["official", "collection", "any"]),
    default="any",
    show_default=True,
    help="The publisher; an open collection at a fixed commit; or the publisher where its address is known.",
)
@click.option("--history", "all_dates", is_flag=True, help="Every edition in the publisher's list of editions.")
@click.option("--dry-run", is_flag=True, help="Print what would be asked for, and ask for nothing.")
@click.option("--again", is_flag=True, help="Do not go on with a broken run: start anew.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a request.")
@click.pass_context
def fetch(
    ctx: click.Context,
    jurisdictions: tuple[str, ...],
    everything: bool,
    work: str,
    lang: str,
    as_of: Any,
    origin: str,
    all_dates: bool,
    dry_run: bool,
    again: bool,
    as_json: bool,
) -> None:
    """Fetch law from its publisher, politely; check that it is the law asked for, keep it, and read it.

    Example:  delicti fetch KZ --work criminal-code --lang ru --dry-run
    """
    from ingest import registry
    from ingest.fetch import plan

    if not jurisdictions and not everything:
        raise click.UsageError("Name jurisdictions, e.g. KZ, or give --all.")
    requests: list[Request] = []
    for code in registry.codes(home_of(ctx)) if everything else [c for text in jurisdictions for c in listed(text)]:
        entry = registry.entry(code, home_of(ctx))
        day = as_of.date() if as_of else None
        if all_dates:
            requests += _editions(home_of(ctx), entry, work, tuple(listed(lang)))
            continue
        found, without = plan(entry, work=work, languages=tuple(listed(lang)), as_of=day, origin=origin)
        requests += found
        for line in without + ([entry.note] if entry.note else []):
            click.echo(line, err=True)
    if dry_run:
        for request in requests:
            click.echo(f"{request.record['jurisdiction']}  {request.slug}  {request.url}")
        click.echo(f"{len(requests)} requests; none was made.", err=True)
        return
    ctx.exit(_run(home_of(ctx), requests, again, as_json))


def _editions(home: Path, entry: "Entry", work: str, languages: tuple[str, ...]) -> "list[Request]":
    from ingest import fetch as fetching
    from ingest import registry, wire

    client = wire.Client(wire.settings(home), home / "archive")
    out = []
    for wanted in registry.works(entry, work):
        lists = [a for a in wanted.addresses if a.history and (not languages or a.language in languages)]
        for address in lists:
            out += fetching.history(client, entry, wanted, address)
        if not lists:
            click.echo(f"{entry.code} {wanted.slug}: no list of editions is known.", err=True)
    return out


def _run(home: Path, requests: "list[Request]", again: bool, as_json: bool) -> int:
    from corpus.errors import QueryError
    from ingest import wire
    from ingest.fetch import Fetcher

    if not requests:
        raise QueryError("fetch", "nothing that could be asked for", "a work with a known address")
    how = wire.settings(home)
    if not how.contact:
        click.echo(
            f'No contact is given: put [network] contact = "you@example.org" into {home / "config.toml"}.', err=True
        )
    fetcher = Fetcher(home, wire.Client(how, home / "archive"), again=again)
    if fetcher.done:
        left = sum(r.url not in fetcher.done for r in requests)
        click.echo(
            f"Going on with a broken run: {len(fetcher.done)} requests were finished, {left} are left.", err=True
        )

    def tell(outcome: "Outcome") -> None:
        if as_json:
            click.echo(json.dumps({k: getattr(outcome, k) for k in outcome.__slots__}, ensure_ascii=False))
        else:
            click.echo(f"{outcome.status:<12}{outcome.jurisdiction}  {outcome.source or outcome.work}  {outcome.url}")
        if outcome.error:
            click.echo(f"failed  {outcome.error}", err=True)
        sys.stdout.flush()

    outcomes = fetcher.run(requests, tell)
    failed = sum(o.status == "failed" for o in outcomes)
    click.echo(f"{len(outcomes)} requests, {failed} failed.", err=True)
    return 1 if failed else 0


@click.command()
@click.argument("jurisdiction", required=False, default="")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a work.")
@click.pass_context
def registry(ctx: click.Context, jurisdiction: str, as_json: bool) -> None:
    """Show where each jurisdiction publishes its law, on what evidence, and what of it is held.

    Example:  delicti registry KZ
    """
    from corpus.library import Library
    from ingest import registry as registered

    library = Library.open(home_of(ctx))
    held = {(e.work.jurisdiction, e.work.slug) for e in library.editions if not library.is_digest}
    for code in [jurisdiction] if jurisdiction else registered.codes(home_of(ctx)):
        entry = registered.entry(code, home_of(ctx))
        for work in entry.works:
            state = "held" if (entry.code, work.slug) in held else "not_held"
            if as_json:
                click.echo(json.dumps(_as_object(entry.code, work, state), ensure_ascii=False))
                continue
            click.echo(f"{entry.code}  {work.slug}  ({work.title_en or work.title})  {state}")
            for a in work.addresses:
                click.echo(
                    f"    {a.language:<6} {a.url or a.front_page + '  (front page only)'}\n"
                    f"           tried: {a.tried}; evidence: {a.evidence}"
                )
            for c in work.collections:
                click.echo(
                    f"    {c.language:<6} {c.repository} at {c.commit[:10]}  (collection)  as of {c.as_of or '?'}"
                )
            if not work.addresses and not work.collections:
                click.echo("    no address with evidence is known")


def _as_object(code: str, work: Any, state: str) -> dict[str, Any]:
    from dataclasses import asdict

    return {**asdict(work), "jurisdiction": code, "state": state}


@click.command()
@click.option("--quick", is_flag=True, help="Do not read the raw files again: hashes only.")
@click.pass_context
def verify(ctx: click.Context, quick: bool) -> None:
    """Recompute every hash, from what was received to the stored provisions, and name what differs.

    Example:  delicti verify --quick
    """
    from ingest.proof import verify as prove

    counts, wrong = prove(home_of(ctx), quick=quick)
    for place, what in wrong:
        click.echo(f"{place}: {what}")
    click.echo("; ".join(f"{n} {name}" for name, n in counts.items()) + f"; {len(wrong)} differ.", err=True)
    ctx.exit(1 if wrong else 0)


@click.command()
@click.argument("reference", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="The chain in W3C PROV terms.")
@click.pass_context
def provenance(ctx: click.Context, reference: tuple[str, ...], as_json: bool) -> None:
    """Print the chain from the publisher's address to the provision: retrieval, raw hash, parser, provision hash.

    Example:  delicti provenance KZ:128
    """
    from ingest.proof import chain, prov

    library = library_of(ctx)
    for expression, place in library.resolve(" ".join(reference)):
        links = chain(home_of(ctx), library, expression, place)
        if as_json:
            click.echo(json.dumps(prov(links), ensure_ascii=False, indent=1))
        else:
            width = max(len(name) for name in links)
            click.echo("\n".join(f"{name:<{width}}  {value}" for name, value in links.items()))


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-j", "--jurisdiction", default="", help="Code or English name, e.g. TJ.")
@click.option("--title", default="", help="The law's own title.")
@click.option("--language", default="", help="Of the text, e.g. ru.")
@click.option("--title-en", default="", help="The title in English.")
@click.option("--work", default="", help="Its slug, e.g. criminal-code.")
@click.option("--short", default="", help="Its citation name, e.g. CC.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The date of the text.")
@click.option("--url", default="", help="The official address.")
@click.option("--dialect", default="", help="The layout; guessed when left out.")
@click.option("--main", is_flag=True, help="The work that a bare 'TJ:128' means.")
@click.option("--yes", is_flag=True, help="Store without asking, for scripts.")
@click.pass_context
def add(ctx: click.Context, /, file: Path, yes: bool, **given: Any) -> None:
    """Add a law of your own: write its record, show what was understood of it, and store it.

    Example:  delicti add code.txt -j TJ --title 'Уголовный кодекс' --language ru --yes
    """
    from ingest import own

    for name, question in (
        ("jurisdiction", "Jurisdiction (code)"),
        ("title", "Title"),
        ("language", "Language (code)"),
    ):
        if not given[name]:
            if yes or not sys.stdin.isatty():
                raise click.UsageError(f"--{name} is missing.")
            given[name] = click.prompt(question)
    with own.understood(home_of(ctx), file, **given) as seen:
        for line in seen.lines:
            click.echo(line)
        if not yes and not click.confirm("Store it?", err=True):
            click.echo("Nothing was stored.", err=True)
            return
        click.echo(f"Stored as {own.store(home_of(ctx), seen)}.", err=True)


@click.command()
@click.argument("reference", nargs=-1, required=True)
@click.option(
    "--style",
    type=click.Choice(["oscola", "bluebook", "gost", "csl-json", "bibtex", "ris", "eli", "akn"]),
    default="oscola",
    show_default=True,
)
@click.option("--accessed", type=click.DateTime(["%Y-%m-%d"]), help="Day of access; today when left out.")
@click.pass_context
def cite(ctx: click.Context, reference: tuple[str, ...], style: str, accessed: Any) -> None:
    """Cite a provision with the date of its text, in a style of lawyers or reference managers.

    Example:  delicti cite 'KZ:128(2)(7)' --style gost
    """
    from datetime import UTC, datetime

    from corpus import cite as citing
    from corpus.pinpoint import top

    day = (accessed or datetime.now(UTC)).date()
    for expression, place in library_of(ctx).resolve(" ".join(reference)):
        num = top(expression, place.provision).num
        click.echo(citing.cite(expression, place.provision, num, style, day))


COMMANDS = (fetch, registry, verify, provenance, add, cite)
