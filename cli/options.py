"""What the commands share: errors as one line, options, the library asked, streams, progress."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from corpus.errors import CorpusError

if TYPE_CHECKING:
    from datetime import datetime

    from corpus.library import Edition, Library


class Group(click.Group):
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


def home_of(ctx: click.Context) -> Path:
    if found := ctx.obj["home"]:
        return Path(found)
    import platformdirs

    return Path(platformdirs.user_data_dir("delicti", appauthor=False))


def library_of(ctx: click.Context) -> "Library":
    from corpus.digest import NOTICE
    from corpus.library import Library

    library = Library.open(home_of(ctx), digest_only=ctx.obj["digest"])
    if library.is_digest and ctx.obj["digest"]:
        click.echo(f"Answering from the built-in {NOTICE}.", err=True)
    elif library.is_digest:
        click.echo(f"Nothing is stored under {home_of(ctx)}: answering from the built-in {NOTICE}.", err=True)
    return library


# Shared options


def filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """-j, --lang, --work, --as-of, --text-kind, --all-editions: which editions a command is about."""
    for option in (
        click.option("-j", "--jurisdictions", default="", help="Comma list, e.g. KZ,UA,DE."),
        click.option("--lang", default="", help="Comma list of languages, e.g. ru,kk."),
        click.option("--work", default="", help="Slug or short name of a work, e.g. criminal-code or CC."),
        click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The editions of this date, e.g. 2010-01-01."),
        click.option("--text-kind", default="", help="Comma list: official, official_translation, digest …"),
        click.option("--all-editions", is_flag=True, help="Every edition held, not only the one that answers."),
    ):
        command = option(command)
    return command


def output_options(command: Callable[..., Any]) -> Callable[..., Any]:
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


def chosen(
    library: "Library",
    *,
    jurisdictions: str = "",
    lang: str = "",
    work: str = "",
    as_of: "datetime | None" = None,
    text_kind: str = "",
    all_editions: bool = False,
) -> list["Edition"]:
    """The editions that fit all filters.

    Raises:
        QueryError: If none does.
    """
    from corpus.errors import QueryError
    from corpus.jurisdictions import resolve
    from corpus.records import TextKind

    held = library.jurisdictions()
    codes = {resolve(code, held) for code in listed(jurisdictions)}
    for code in sorted(codes - set(held)):
        click.echo(f"{code}: no text of this jurisdiction is held.", err=True)
    languages, kinds = set(listed(lang)), set(listed(text_kind))
    if unknown := sorted(kinds - set(TextKind)):
        raise click.BadParameter(f"{unknown[0]!r} is none of {', '.join(TextKind)}", param_hint="--text-kind")
    if as_of:
        editions, undated = library.in_force(as_of.date())
        if undated:
            click.echo(f"Not looked in, for want of an edition of {as_of.date()} or before: {undated} works.", err=True)
    else:
        editions = list(library.editions) if all_editions else library.current()
    found = [
        e
        for e in editions
        if (not codes or e.work.jurisdiction in codes)
        and (not languages or languages & {e.language, e.language.partition("-")[0]})
        and (not work or work.lower() in (e.work.slug.lower(), e.work.short.lower(), e.work.name.lower()))
        and (not kinds or e.text_kind in kinds)
    ]
    if not found:
        raise QueryError("filters", "no edition that fits all of them", "one that 'delicti sources' lists")
    return found


def listed(text: str) -> list[str]:
    """The items of a comma list."""
    return [item.strip() for item in text.split(",") if item.strip()]


@contextmanager
def stream(output: Path | None) -> Iterator[TextIO]:
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


class Writer:
    """Writes rows as CSV, JSON or JSON Lines to the place that was asked for."""

    def __init__(self, kind: str, output: Path | None, excel: bool, delimiter: str) -> None:
        self.kind, self.output, self.excel, self.delimiter = kind, output, excel, delimiter
        if len(delimiter) != 1 or delimiter in '"\r\n':
            raise click.BadParameter("one character, such as ';'", param_hint="--delimiter")

    def __call__(self, rows: Iterable[dict[str, Any]], columns: tuple[str, ...]) -> None:
        from corpus.export import write_csv, write_jsonl

        with stream(self.output) as out:
            if self.kind == "csv":
                write_csv(rows, out, excel=self.excel, delimiter=self.delimiter, columns=columns)
            elif self.kind == "jsonl":
                write_jsonl(rows, out)
            else:
                out.write(json.dumps(list(rows), ensure_ascii=False, indent=1) + "\n")


class Bar:
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
