"""Commands that read articles off: code, explain."""

import json
from typing import TYPE_CHECKING, Any

import click

from cli.options import library_of

if TYPE_CHECKING:
    from compare.coder import Coded


@click.command()
@click.argument("source")
@click.argument("article")
@click.option("--concept", default="trafficking", show_default=True, help="What to read it for.")
@click.option("--lang", default="", help="Where a source holds several languages.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, as in a coding sheet.")
@click.pass_context
def code(ctx: click.Context, source: str, article: str, concept: str, lang: str, as_json: bool) -> None:
    """Read an article off, element by element, with the words that state each.

    Example:  delicti code kz/criminal-code-2014-ru 128 --concept trafficking
    """
    from compare.coder import code as code_article
    from compare.units import as_unit, view_of
    from corpus.concepts import concept as concept_of

    concept_of(concept)
    edition, view = view_of(library_of(ctx), source, article, lang)
    coded = code_article(view, concept)
    if as_json:
        click.echo(json.dumps(as_unit(edition, article, coded), ensure_ascii=False, indent=1))
        return
    _show(coded)


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
    least, most = (f"{v:g}" if v is not None else "none set" for v in (years.min, years.max))
    click.echo(f"Imprisonment, basic offence: least {least}, most {most} (years). {safe(years.evidence)}")
    click.echo(f"Means are: {coded.means_role or 'not coded'}.")


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


COMMANDS = (code, explain)
