"""Commands that read articles off and keep what people say of it: code, explain, agreement, correct."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.options import Writer, home_of, library_of
from corpus.errors import QueryError

if TYPE_CHECKING:
    from compare.coder import Coded
    from corpus.library import Library


@click.command()
@click.argument("source")
@click.argument("article", default="")
@click.option("--concept", default="trafficking", show_default=True, help="What to read it for.")
@click.option("--lang", default="", help="Where a source holds several languages.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--sheet", type=click.Path(path_type=Path), help="Write a coding sheet (.csv or .xlsx) to be edited.")
@click.pass_context
def code(
    ctx: click.Context, source: str, article: str, concept: str, lang: str, as_json: bool, sheet: Path | None
) -> None:
    """Read an article off, element by element, with the words that state each.

    Example:  delicti code kz/criminal-code-2014-ru 128 --concept trafficking
    """
    from compare.coder import code as code_article
    from compare.sheet import apply, corrections, sheet_rows
    from compare.units import as_unit, view_of
    from corpus.concepts import Unit
    from corpus.concepts import concept as concept_of

    library = library_of(ctx)
    if concept_of(concept).unit is Unit.SOURCE:
        _whole(library, source, concept, lang, as_json=as_json)
        return
    if not article:
        raise QueryError("ARTICLE", "no number", f"the number of an article, to be read for {concept}")
    edition, view = view_of(library, source, article, lang)
    kept = corrections(library.home) if not library.is_digest else {}
    coded = apply(code_article(view, concept), source, article, view.sha256, kept)
    if sheet:
        write_sheet(sheet_rows(source, article, view, coded), sheet)
        return
    if as_json:
        click.echo(json.dumps(as_unit(edition, article, coded), ensure_ascii=False, indent=1))
        return
    _show(coded)


def _whole(library: "Library", source: str, concept: str, lang: str, *, as_json: bool) -> None:
    from compare.units import coded_source

    unit = coded_source(library, source, concept, lang)
    if as_json:
        click.echo(json.dumps(unit, ensure_ascii=False, indent=1))
        return
    from tabulate import tabulate

    from corpus.screen import safe

    rows = [[n, c["answer"], c.get("provision", ""), safe(c.get("evidence", ""))] for n, c in unit["codes"].items()]
    click.echo(f"{unit['source']} [{unit['language']}]")
    click.echo(tabulate(rows, headers=["element", "answer", "place", "words"], maxcolwidths=[30, 9, 14, 38]))


def write_sheet(rows: Iterable[dict[str, str]], file: Path) -> None:
    """Write a coding sheet as CSV or, by its ending, as a workbook."""
    from compare.office import table_book
    from compare.sheet import COLUMNS

    if file.suffix.lower() == ".xlsx":
        table_book(list(rows), COLUMNS, file)
    else:
        Writer("csv", file, excel=False, delimiter=",")(rows, COLUMNS)


@click.command()
@click.argument("one", type=click.Path(path_type=Path))
@click.argument("other", type=click.Path(path_type=Path))
@click.pass_context
def agreement(ctx: click.Context, one: Path, other: Path) -> None:
    """Percent agreement and Cohen's kappa of two coders, by element, and where they differ.

    ONE and OTHER are coding sheets (.csv, .xlsx) or coded articles (.json).

    Example:  delicti agreement mine.csv yours.csv
    """
    from tabulate import tabulate

    from compare.sheet import agreement as measure
    from compare.sheet import read

    left, right = read(one), read(other)
    found, differ = measure(left, right)
    if not found:
        raise QueryError(f"{one} and {other}", "no article and element that both code", "sheets of the same articles")
    kappa = ["none" if a.kappa is None else f"{a.kappa:.3f}" for a in found]
    rows = [[a.element, a.units, f"{100 * a.agreed:.1f}", k] for a, k in zip(found, kappa, strict=True)]
    click.echo(tabulate(rows, headers=["element", "units", "% agreed", "kappa"], disable_numparse=True))
    for key in differ:
        click.echo(f"{' '.join(key)}: {left[key]['answer']} / {right[key]['answer']}")
    click.echo(f"{len(differ)} disagreements; {len(left.keys() ^ right.keys())} codes stand in one sheet only.")


@click.command()
@click.argument("sheet", type=click.Path(path_type=Path))
@click.option("--coder", required=True, help="Whose corrections they are.")
@click.pass_context
def correct(ctx: click.Context, sheet: Path, coder: str) -> None:
    """Keep the corrections of an edited coding sheet: they override the machine's answers and are shown as such.

    Example:  delicti correct sheet.csv --coder 'A. Lawyer'
    """
    from compare.sheet import correct as keep
    from compare.sheet import read

    count = keep(home_of(ctx), read(sheet).values(), coder)
    click.echo(f"{count} corrections kept.")


def _show(coded: "Coded") -> None:
    from tabulate import tabulate

    from corpus.screen import safe

    rows: list[list[Any]] = []
    for name, one in coded.codes.items():
        if one.evidence is not None:
            rows.append([name, one.answer, f"{one.evidence.place} {one.evidence.role}", safe(one.evidence.text)])
        elif name != "penalty.imprisonment":
            rows.append([name, one.answer, "", ""])
    click.echo(f"{coded.pinpoint} [{coded.language}]")
    click.echo(tabulate(rows, headers=["element", "answer", "place", "words"], maxcolwidths=[30, 9, 18, 34]))
    years = coded.penalty
    least, most = _years(years.min), _years(years.max)
    click.echo(f"Imprisonment, basic offence: least {least}, most {most} (years). {safe(years.evidence)}")
    click.echo(f"In the whole article: lowest {_years(years.lowest)}, highest {_years(years.highest)}.")
    if coded.concept == "trafficking":
        click.echo(f"Means are: {coded.means_role or 'not coded'}.")
    if coded.other_transactions:
        click.echo(f"Other transactions are: {coded.other_transactions}.")


def _years(value: float | None) -> str:
    return "none set" if value is None else f"{value:g}"


@click.command()
@click.argument("reference")
@click.argument("element")
@click.option("--concept", default="trafficking", show_default=True, help="What to read it for.")
@click.option("--lang", default="", help="The language of the text.")
@click.pass_context
def explain(ctx: click.Context, reference: str, element: str, concept: str, lang: str) -> None:
    """Say which rules were tried for an element, where they matched, and why a match did not count.

    Example:  delicti explain KZ:128 object.cells
    """
    from compare.coder import code as code_article
    from compare.rules import rules
    from compare.view import article
    from corpus.concepts import concept as concept_of
    from corpus.screen import safe
    from search.documents import families

    wanted = concept_of(concept).element(element)
    expression, place = library_of(ctx).resolve(reference, (lang,) if lang else ())[0]
    units = next(f for f in families(expression) if any(u.eid == place.provision.eid for u in f))
    view = article(expression.work, expression.language, units)
    coded = code_article(view, concept)
    answer = coded.codes[wanted.id]
    click.echo(f"{coded.pinpoint} [{coded.language}]  {wanted.id}: {answer.answer}")
    click.echo(f"{wanted.question}")
    found = rules(concept, view.language)
    own = [r for r in found.rules if r.element == wanted.id] if found else []
    if wanted.computed:
        click.echo("This element is computed from where the others stand.")
    elif not own:
        click.echo(f"There are no rules for it in {view.language}.")
    for rule in own:
        click.echo(f"rule {rule.id} ({rule.gloss}): {' | '.join(rule.match)}")
        if rule.near:
            click.echo(f"    within {rule.within} words of: {' | '.join(rule.near)}")
        if rule.unless:
            click.echo(f"    not as part of: {' | '.join(rule.unless)}")
        tried = [t for t in coded.tried if t.rule == rule.id]
        for one in tried:
            where = f"{one.evidence.place or 'the article'} ({one.evidence.role})"
            click.echo(
                f"    {'no ' if one.why_not else 'YES'} {where}: {safe(one.evidence.text)}  {one.why_not}".rstrip()
            )
        if not tried:
            click.echo("    matched nowhere in the article")


COMMANDS = (code, explain, agreement, correct)
