"""Commands that lay laws side by side: compare."""

import shutil
import sys
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from cli.options import Writer, chosen, filters, library_of, listed, output_options, stream
from corpus.errors import QueryError

if TYPE_CHECKING:
    from compare.table import Comparison


@click.command()
@click.argument("concepts")
@filters
@click.option("--all", "everywhere", is_flag=True, help="Every jurisdiction held (the default without -j).")
@click.option("--elements", default="", help="Comma list of ids and globs, e.g. 'object.*,means.*'.")
@click.option("--sense", type=click.Choice(["narrow", "broad"]), default="narrow", show_default=True)
@click.option("--evidence", is_flag=True, help="Show the words behind each cell.")
@click.option("--csv", "as_csv", is_flag=True, help="One row a finding.")
@click.option("--wide", is_flag=True, help="With --csv: the matrix, elements by jurisdiction.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--html", is_flag=True, help="One self-contained page.")
@click.option("--xlsx", type=click.Path(path_type=Path), help="Write a workbook.")
@click.option("--docx", type=click.Path(path_type=Path), help="Write a memo.")
@click.option("--save", type=click.Path(path_type=Path), help="Keep query, answers and digests, for 'delicti rerun'.")
@output_options
@click.pass_context
def compare(ctx: click.Context, /, concepts: str, **options: Any) -> None:
    """Lay out, element by element, how each law defines a concept.

    CONCEPTS is trafficking, smuggling, organ_removal or human_material, or several with commas.

    Example:  delicti compare trafficking,organ_removal --elements 'object.*' -j KZ,UA,CZ
    """
    from compare.office import memo, workbook

    made = compared(ctx, concepts, **options)
    if options["save"]:
        _save(made, concepts, options)
    if options["as_csv"] or options["as_json"]:
        kind = "csv" if options["as_csv"] else "json"
        _data(made, Writer(kind, options["output"], options["excel"], options["delimiter"]), options["wide"])
    elif options["html"] or not (options["xlsx"] or options["docx"]):
        with stream(options["output"]) as out:
            _shown(made, out, html=options["html"], evidence=options["evidence"])
    if options["xlsx"]:
        workbook(made, options["xlsx"])
    if options["docx"]:
        memo(made, options["docx"])


def compared(ctx: click.Context, concepts: str, **options: Any) -> "Comparison":
    """The comparison that a command's options ask for."""
    from compare.table import compare as lay_out
    from corpus.concepts import concept as concept_of
    from corpus.jurisdictions import resolve

    asked = [concept_of(name) for name in listed(concepts)]
    elements = []
    wanted = options.get("elements") or "*"
    for one in asked:
        try:
            elements.append((one, one.chosen(wanted)))
        except QueryError:
            if len(asked) == 1:
                raise
            fitting = [p for p in listed(wanted) if any(fnmatchcase(e.id, p) for e in one.elements)]
            if fitting:
                elements.append((one, one.chosen(",".join(fitting))))
    if not elements:
        raise QueryError("elements", repr(wanted), f"an id or a pattern of {', '.join(c.id for c in asked)}")
    library = library_of(ctx)
    held = library.jurisdictions()
    codes = list(dict.fromkeys(resolve(code, held) for code in listed(options["jurisdictions"]))) or held
    names = ("jurisdictions", "lang", "work", "as_of", "text_kind", "all_editions")
    editions = chosen(library, **{n: options[n] for n in names})
    return lay_out(
        library, editions, elements, jurisdictions=codes, sense=options.get("sense", "narrow"), tell=_Teller()
    )


class _Teller:
    """Says on a terminal which text is being read."""

    def __init__(self) -> None:
        self.shown = sys.stderr.isatty()

    def __call__(self, name: str) -> None:
        if self.shown:
            click.echo(f"\r\033[Kreading {name[:60]}", nl=False, err=True)


def _data(made: "Comparison", write: Writer, wide: bool) -> None:
    from compare.table import COLUMNS, rows
    from compare.table import wide as matrix

    if wide:
        head, *lines = matrix(made)
        write((dict(zip(head, line, strict=True)) for line in lines), tuple(head))
    else:
        write(rows(made), COLUMNS)


def _shown(made: "Comparison", out: TextIO, *, html: bool, evidence: bool) -> None:
    from compare import page, render

    if html:
        out.writelines(page.html(made))
        return
    columns = shutil.get_terminal_size((80, 24)).columns
    lines = render.evidence(made, columns) if evidence else render.matrix(made, columns)
    out.writelines(f"{line}\n" for line in lines)
    if evidence:
        out.writelines(f"{line}\n" for line in render.legend(made, columns))


_ASKED = ("jurisdictions", "lang", "work", "text_kind", "all_editions", "elements", "sense")


def _save(made: "Comparison", concepts: str, options: dict[str, Any]) -> None:
    from compare.saved import saved, write

    as_of = options["as_of"].date().isoformat() if options["as_of"] else ""
    query = {"concepts": concepts, "as_of": as_of, **{n: options[n] for n in _ASKED}}
    write(saved(made, query), options["save"])


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def rerun(ctx: click.Context, file: Path) -> None:
    """Run a saved comparison again and say what changed in texts, rules and answers since.

    Example:  delicti rerun organs.json
    """
    from datetime import datetime

    from compare.saved import changes, read, saved

    before = read(file)
    query = dict(before["query"])
    as_of = datetime.fromisoformat(query["as_of"]) if query.get("as_of") else None
    made = compared(ctx, query["concepts"], as_of=as_of, **{n: query[n] for n in _ASKED})
    told = list(changes(before, saved(made, query)))
    click.echo("\n".join(told) or "Nothing changed: the same texts, rules and answers.")


COMMANDS = (compare, rerun)
