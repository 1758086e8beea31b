"""The command line: parses options, calls, prints. Data goes to stdout, everything else to stderr."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from corpus.errors import CorpusError

if TYPE_CHECKING:
    from corpus.library import Edition, Library
    from corpus.records import Expression
    from search.index import Searcher

VERSION = "0.1.0"


class _Group(click.Group):
    """Shows every error of ours as one line and ends with 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CorpusError as error:
            click.echo(f"delicti: {error}", err=True)
            ctx.exit(1)
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(1)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(VERSION, prog_name="delicti")
@click.option(
    "--home", type=click.Path(path_type=Path), envvar="DELICTI_HOME", help="Data folder.  [env: DELICTI_HOME]"
)
@click.option("--digest", is_flag=True, help="Use the built-in digest even where law is stored.")
@click.pass_context
def main(ctx: click.Context, home: Path | None, digest: bool) -> None:
    """Compare how criminal laws define trafficking, smuggling of migrants, and organs, tissues, cells.

    Example:  delicti show 'KZ:128(2)(7)'
    """
    ctx.obj = {"home": home, "digest": digest}


def _home(ctx: click.Context) -> Path:
    if found := ctx.obj["home"]:
        return Path(found)
    import platformdirs

    return Path(platformdirs.user_data_dir("delicti", appauthor=False))


def _library(ctx: click.Context) -> "Library":
    from corpus.digest import NOTICE
    from corpus.library import Library

    library = Library.open(_home(ctx), digest_only=ctx.obj["digest"])
    if library.is_digest and ctx.obj["digest"]:
        click.echo(f"Answering from the built-in {NOTICE}.", err=True)
    elif library.is_digest:
        click.echo(f"Nothing is stored under {_home(ctx)}: answering from the built-in {NOTICE}.", err=True)
    return library


# Shared options


def _filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """-j, --lang, --work, --all-editions: which editions a command is about."""
    for option in (
        click.option("-j", "--jurisdictions", default="", help="Comma list, e.g. KZ,UA,DE."),
        click.option("--lang", default="", help="Comma list of languages, e.g. ru,kk."),
        click.option("--work", default="", help="Slug or short name of a work, e.g. criminal-code or CC."),
        click.option("--all-editions", is_flag=True, help="Every edition held, not only the one that answers."),
    ):
        command = option(command)
    return command


def _output(command: Callable[..., Any]) -> Callable[..., Any]:
    """--excel, --delimiter, -o: how rows are written."""
    for option in (
        click.option(
            "--excel", is_flag=True, help="Byte order mark, and text that looks like a formula made harmless."
        ),
        click.option("--delimiter", default=",", show_default=True, help="One character, e.g. ';'."),
        click.option("-o", "--output", type=click.Path(path_type=Path, allow_dash=True), help="File; '-' is stdout."),
    ):
        command = option(command)
    return command


def _chosen(library: "Library", jurisdictions: str, lang: str, work: str, all_editions: bool) -> list["Edition"]:
    from corpus.errors import QueryError
    from corpus.jurisdictions import resolve

    held = library.jurisdictions()
    codes = {resolve(code.strip(), held) for code in jurisdictions.split(",") if code.strip()}
    for code in sorted(codes - set(held)):
        click.echo(f"{code}: no text of this jurisdiction is held.", err=True)
    languages = {code.strip() for code in lang.split(",") if code.strip()}
    editions = library.editions if all_editions else library.current()
    found = [
        e
        for e in editions
        if (not codes or e.work.jurisdiction in codes)
        and (not languages or e.language in languages)
        and (not work or work.lower() in (e.work.slug.lower(), e.work.short.lower()))
    ]
    if not found:
        raise QueryError("filters", "no edition that fits all of them", "one that 'delicti sources' lists")
    return found


@contextmanager
def _stream(output: Path | None) -> Iterator[TextIO]:
    """A text stream for rows: stdout, or a file that is closed at the end."""
    if output is None or str(output) == "-":
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        yield sys.stdout
        return
    try:
        with output.open("w", encoding="utf-8", newline="") as stream:
            yield stream
    except OSError as error:
        raise CorpusError(
            str(output), f"a file that cannot be written ({error.strerror})", "a writable place"
        ) from error


# Commands


@main.command()
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

    store = Store.recover(_home(ctx), lambda line: click.echo(line, err=True))
    found = list(paths) or sorted({Path(e.raw_path).parent for e in store.entries.values()})
    if not found:
        raise click.UsageError("Nothing was read before: name a folder that holds source.json files.")
    bar = _Bar(len(find_records(found)))

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


class _Bar:
    """A progress bar on stderr that names the source being read; silent when stderr is no terminal."""

    def __init__(self, total: int) -> None:
        from tqdm import tqdm

        self._bar = tqdm(
            total=total, unit="source", delay=0.5, disable=not sys.stderr.isatty(), file=sys.stderr, ncols=80
        )

    def show(self, name: str, *, done: bool) -> None:
        if done:
            self._bar.update(1)
        else:
            self._bar.set_description_str(name[:30].ljust(30))

    def close(self) -> None:
        self._bar.close()


@main.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line for each edition.")
@click.option("--markdown", is_flag=True, help="The coverage table as Markdown.")
@click.pass_context
def sources(ctx: click.Context, as_json: bool, markdown: bool) -> None:
    """List what is held: editions, dates, coverage, and the sources that could not be read.

    Example:  delicti sources --markdown > docs/COVERAGE.md
    """
    from corpus import listing

    library = _library(ctx)
    if as_json:
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


@main.command()
@click.pass_context
def check(ctx: click.Context) -> None:
    """Verify every stored and raw file against its hash, and say what is damaged.

    Example:  delicti check
    """
    from corpus.store import Store
    from corpus.store import check as check_store

    store = Store(_home(ctx))
    found = check_store(store)
    for damage in found:
        click.echo(" ".join(f"{damage.place}: {damage.found}. {damage.do}".split()))
    damaged = sum(d.fatal for d in found)
    click.echo(f"{len(store.entries)} expressions checked, {damaged} damaged.", err=True)
    ctx.exit(1 if damaged else 0)


@main.command()
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
    found = _library(ctx).resolve(text, languages)
    for index, (expression, place) in enumerate(found):
        if as_json:
            click.echo(json.dumps(screen.as_object(expression, place), ensure_ascii=False))
        else:
            width = min(shutil.get_terminal_size((80, 24)).columns, 100)
            click.echo(("\n" if index else "") + screen.article(expression, place, width))


@main.command()
@_filters
@click.option("--csv", "kind", flag_value="csv", default="csv", help="One row a provision (the default).")
@click.option("--jsonl", "kind", flag_value="jsonl", help="One JSON object a provision.")
@click.option("--akn", "kind", flag_value="akn", help="Akoma Ntoso 3.0, one document an edition, into the folder -o.")
@click.option("--level", default="", help="Comma list of levels, e.g. article,note.")
@_output
@click.pass_context
def export(
    ctx: click.Context, /, kind: str, level: str, output: Path | None, excel: bool, delimiter: str, **filters: Any
) -> None:
    """Export provisions with everything needed to cite them.

    Example:  delicti export -j KZ --csv -o kz.csv
    """
    from corpus import export as exporting

    library = _library(ctx)
    editions = _chosen(library, **filters)
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
    with _stream(output) as out:
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


@main.command()
@click.argument("query", nargs=-1, required=True)
@_filters
@click.option("--csv", "as_csv", is_flag=True, help="CSV instead of a table.")
@click.option("--matrix", is_flag=True, help="Query words against jurisdictions: where each is first named.")
@click.option("--count", is_flag=True, help="Only the number of provisions.")
@_output
@click.pass_context
def search(
    ctx: click.Context,
    /,
    query: tuple[str, ...],
    as_csv: bool,
    matrix: bool,
    count: bool,
    output: Path | None,
    excel: bool,
    delimiter: str,
    **filters: Any,
) -> None:
    """Find provisions that hold the words of a query (AND, OR, NOT, "phrases").

    Example:  delicti search 'organs AND tissues' -j KZ,CZ
    """
    from corpus.export import write_csv
    from search import listing

    library = _library(ctx)
    editions = _chosen(library, **filters)
    hits = _searcher(library).search(" ".join(query), frozenset(e.id for e in editions))
    if count:
        click.echo(len(hits))
    elif as_csv or output:
        with _stream(output) as out:
            write_csv(listing.rows(hits), out, excel=excel, delimiter=delimiter, columns=listing.COLUMNS)
    elif matrix:
        from tabulate import tabulate

        heads, rows = listing.matrix(hits)
        click.echo(tabulate(rows, headers=heads, maxcolwidths=[5, *[22] * (len(heads) - 1)]))
    else:
        from tabulate import tabulate

        click.echo(tabulate(listing.table(hits), headers=["pinpoint", "words", "text"], maxcolwidths=[24, 12, 38]))
    languages = ", ".join(sorted({e.language for e in editions}))
    click.echo(f"Looked in {len(editions)} editions, whose languages are: {languages}.", err=True)
    if not hits:
        click.echo("No provision of them says it in these words. (Not the same as: no such text is held.)", err=True)


def _searcher(library: "Library") -> "Searcher":
    from search.index import in_memory, on_disk

    if library.is_digest:
        return in_memory(library.editions)
    bar = _Bar(len(library.editions))
    try:
        return on_disk(
            library.home / "index", library.editions, library.state, lambda done: bar.show("indexing", done=True)
        )
    finally:
        bar.close()


if __name__ == "__main__":
    main()
