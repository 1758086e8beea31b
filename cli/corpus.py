"""Commands about what is held: ingest, sources, check, show, export."""

import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.options import Bar, chosen, filters, home_of, library_of, output_options, stream

if TYPE_CHECKING:
    from corpus.records import Expression


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--jobs", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes.")
@click.option("--dialect", default="", help="Read every source by this parser.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line for each source.")
@click.pass_context
def ingest(ctx: click.Context, paths: tuple[Path, ...], jobs: int, dialect: str, as_json: bool) -> None:
    """Read statute files (folders with a source.json) into the store; without PATHS, those read before.

    Example:  delicti ingest ../shared/statutes --jobs 2
    """
    from corpus.store import Store
    from ingest.pipeline import Report, ingest_all
    from ingest.source import find_records

    store = Store.recover(home_of(ctx), lambda line: click.echo(line, err=True))
    found = list(paths) or sorted({Path(e.raw_path).parent for e in store.entries.values()})
    if not found:
        raise click.UsageError("Nothing was read before: name a folder that holds source.json files.")
    bar = Bar(len(find_records(found)))

    def tell(name: str, report: Report | None) -> None:
        bar.show(name, done=report is not None)

    reports = ingest_all(found, store, jobs=jobs, dialect=dialect, tell=tell)
    bar.close()
    for report in reports:
        if as_json:
            click.echo(json.dumps(report.as_dict(), ensure_ascii=False))
        if report.error:
            click.echo(f"failed  {report.error}", err=True)
    counts = {s: sum(r.status == s for r in reports) for s in ("stored", "unchanged", "failed")}
    summary = ", ".join(f"{n} {s}" for s, n in counts.items())
    articles = sum(r.articles for r in reports)
    click.echo(f"{len(reports)} sources: {summary}; {articles:,} articles.", err=True)
    ctx.exit(1 if counts["failed"] else 0)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line for each edition.")
@click.option("--markdown", is_flag=True, help="The coverage table as Markdown.")
@click.option("--history", is_flag=True, help="Every edition of each work by date, and when each was retrieved.")
@click.pass_context
def sources(ctx: click.Context, as_json: bool, markdown: bool, history: bool) -> None:
    """List what is held: editions, dates, coverage, and the sources that could not be read.

    Example:  delicti sources --markdown > docs/COVERAGE.md
    """
    from corpus import listing

    library = library_of(ctx)
    if history:
        _editions(home_of(ctx), listing.rows(library), as_json)
    elif as_json:
        for row in listing.rows(library) + listing.failures(library):
            click.echo(json.dumps(row, ensure_ascii=False))
    elif markdown:
        click.echo(listing.markdown(library), nl=False)
    else:
        from tabulate import tabulate

        table = [[r.get(c, "") for c in listing.SCREEN] for r in listing.rows(library)]
        click.echo(tabulate(table, headers=list(listing.SCREEN), maxcolwidths=[5, 9, 20, 7, 10, 8, 12]))
        for row in listing.failures(library):
            click.echo(f"Not read: {row['error']}")


def _editions(home: Path, rows: list[dict[str, Any]], as_json: bool) -> None:
    """The editions of each work, oldest first, each with its retrievals."""
    from ingest.archive import Archive

    retrieved: dict[str, list[str]] = {}
    for retrieval in Archive(home).retrievals():
        retrieved.setdefault(retrieval.source, []).append(retrieval.time)
    work = ""
    for row in sorted(rows, key=lambda r: (r["jur"], r["slug"], r["lang"], r["as of"])):
        row["retrieved"] = retrieved.get(row["source"], [])
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False))
            continue
        if work != (work := f"{row['jur']} {row['work']} [{row['lang']}]"):
            click.echo(work)
        times = row["retrieved"]
        told = f"retrieved {', '.join(times)}" if times else "not fetched by this program"
        click.echo(f"    {row['as of']:<10}  {row['basis']:<14}  {row['source']}\n                {told}")


@click.command()
@click.pass_context
def check(ctx: click.Context) -> None:
    """Verify every stored and raw file against its hash, and say what is damaged.

    Example:  delicti check
    """
    from corpus.store import Store
    from corpus.store import check as check_store

    store = Store(home_of(ctx))
    found = check_store(store)
    for damage in found:
        click.echo(" ".join(f"{damage.place}: {damage.found}. {damage.do}".split()))
    from search.generation import check as check_index

    shards, broken = check_index(home_of(ctx))
    for place, what in broken:
        click.echo(f"{place}: {what}. It was removed; the next search builds it again.")
    damaged = sum(d.fatal for d in found)
    click.echo(f"{len(store.entries)} expressions checked, {damaged} damaged.", err=True)
    if shards:
        click.echo(f"{shards} index shards checked, {len(broken)} damaged.", err=True)
    damaged += len(broken)
    ctx.exit(1 if damaged else 0)


@click.command()
@click.argument("reference", nargs=-1, required=True)
@click.option("--lang", default="", help="Comma list of languages, e.g. ru,kk.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The edition of this date.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each language.")
@click.pass_context
def show(ctx: click.Context, reference: tuple[str, ...], lang: str, as_of: Any, as_json: bool) -> None:
    """Show a provision: its words in their structure, its notes apart, its date, kind and origin.

    Example:  delicti show 'KZ:128(2)(7)'
    """
    from corpus import screen

    text = " ".join(reference)
    if as_of and "@" not in text:
        text = f"{text}@{as_of.date().isoformat()}"
    languages = tuple(code.strip() for code in lang.split(",") if code.strip())
    found = library_of(ctx).resolve(text, languages)
    for index, (expression, place) in enumerate(found):
        if as_json:
            click.echo(json.dumps(screen.as_object(expression, place), ensure_ascii=False))
        else:
            width = min(shutil.get_terminal_size((80, 24)).columns, 100)
            click.echo(("\n" if index else "") + screen.article(expression, place, width))


@click.command()
@filters
@click.option("--csv", "kind", flag_value="csv", default="csv", help="One row a provision (the default).")
@click.option("--jsonl", "kind", flag_value="jsonl", help="One JSON object a provision.")
@click.option("--akn", "kind", flag_value="akn", help="Akoma Ntoso 3.0, one document an edition, into the folder -o.")
@click.option("--level", default="", help="Comma list of levels, e.g. article,note.")
@output_options
@click.pass_context
def export(
    ctx: click.Context, /, kind: str, level: str, output: Path | None, excel: bool, delimiter: str, **chosen_by: Any
) -> None:
    """Export provisions with everything needed to cite them.

    Example:  delicti export -j KZ --csv -o kz.csv
    """
    from corpus import export as exporting

    library = library_of(ctx)
    editions = chosen(library, **chosen_by)
    if kind == "akn":
        _export_akn([e.load() for e in editions], output)
        return
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise click.BadParameter("one character, such as ';'", param_hint="--delimiter")
    levels = frozenset(filter(None, level.split(",")))
    if unknown := sorted(levels - exporting.LEVELS):
        raise click.BadParameter(
            f"{unknown[0]!r} is none of {', '.join(sorted(exporting.LEVELS))}", param_hint="--level"
        )
    rows = exporting.rows((e.load() for e in editions), levels)
    with stream(output) as out:
        if kind == "csv":
            count = exporting.write_csv(rows, out, excel=excel, delimiter=delimiter)
        else:
            count = exporting.write_jsonl(rows, out)
    click.echo(f"{count:,} rows of {len(editions)} editions.", err=True)


def _export_akn(expressions: list["Expression"], output: Path | None) -> None:
    from corpus.akn import to_akn
    from corpus.store import write_file

    if output is None or str(output) == "-":
        if len(expressions) != 1:
            raise click.UsageError("Several editions: give a folder with -o, or narrow the choice to one.")
        sys.stdout.buffer.write(to_akn(expressions[0]))
        return
    for expression in expressions:
        write_file(output / (expression.id.replace("/", "-") + ".xml"), to_akn(expression))
    click.echo(f"{len(expressions)} documents in {output}.", err=True)


COMMANDS = (ingest, sources, check, show, export)
