"""Commands for those who draft: wordings, gap, brief."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.compare import compared
from cli.options import Writer, filters, library_of, output_options, stream
from corpus.errors import QueryError

if TYPE_CHECKING:
    from compare.coder import Coded, Evidence
    from compare.gap import Missing


@click.command()
@click.argument("element")
@filters
@click.option("--concept", default="", help="Of one concept only; else of all that have the element.")
@click.option("--sense", type=click.Choice(["narrow", "broad"]), default="narrow", show_default=True)
@click.option("--csv", "kind", flag_value="csv", help="Rows as CSV.")
@click.option("--json", "kind", flag_value="json", help="Rows as JSON.")
@output_options
@click.pass_context
def wordings(ctx: click.Context, /, element: str, concept: str, kind: str | None, **options: Any) -> None:
    """A phrase bank: how each law says an element, in its own words.

    Example:  delicti wordings object.cells -j CZ,LT,GR
    """
    from compare.gap import WORDING_COLUMNS, wording_rows
    from corpus.concepts import CONCEPTS
    from corpus.concepts import concept as concept_of
    from corpus.screen import safe, wrap

    names = [concept] if concept else [n for n in CONCEPTS if element in {e.id for e in concept_of(n).elements}]
    if not names:
        concept_of(CONCEPTS[0]).element(element)
    made = compared(ctx, ",".join(names), elements=element, **options)
    rows = list(wording_rows(made))
    if kind:
        Writer(kind, options["output"], options["excel"], options["delimiter"])(rows, WORDING_COLUMNS)
        return
    with stream(options["output"]) as out:
        for row in rows:
            said = f"{row['pinpoint']} [{row['language']}, {row['as_of'] or 'date not known'}]: {safe(row['evidence'])}"
            out.write(wrap(f"{said} ({row['gloss']}; {row['concept']}, {row['place']})", 80, 0, 4) + "\n")
        laws = len({row["jurisdiction"] for row in rows})
        out.write(f"{len(rows)} wordings of {laws} jurisdictions.{' Digest: our own words.' * made.is_digest}\n")
        silent = [j for j in made.jurisdictions if j not in {row["jurisdiction"] for row in rows}]
        if silent:
            out.write(wrap(f"None from: {', '.join(silent)} ('delicti compare' says why).", 80, 0, 4) + "\n")


@click.command()
@click.argument("draft")
@filters
@click.option("--concept", default="trafficking", show_default=True, help="What it should be a definition of.")
@click.option("--csv", "kind", flag_value="csv", help="One row for each law that has what the draft lacks.")
@click.option("--json", "kind", flag_value="json", help="The same as JSON.")
@output_options
@click.pass_context
def gap(ctx: click.Context, /, draft: str, concept: str, kind: str | None, **options: Any) -> None:
    """What other laws name and a draft does not. DRAFT is a provision or a text file (then with --lang).

    Example:  delicti gap KZ:128 --concept trafficking -j UA,DE,CZ,INTL
    """
    from compare.gap import GAP_COLUMNS, gap_rows, gaps

    coded, via = _coded(ctx, draft, concept, options["lang"])
    if Path(draft).is_file():
        options["lang"] = ""
    made = compared(ctx, concept, **options)
    missing = gaps(coded, via, made)
    if kind:
        Writer(kind, options["output"], options["excel"], options["delimiter"])(gap_rows(missing), GAP_COLUMNS)
        return
    with stream(options["output"]) as out:
        out.writelines(f"{line}\n" for line in _gap_lines(coded, via, missing))


def _coded(ctx: click.Context, draft: str, concept: str, language: str) -> "tuple[Coded, dict[str, Evidence]]":
    """The draft coded, with what the definitions of its own law add."""
    from compare.gap import coded_draft
    from compare.units import coded_provision
    from corpus.concepts import Unit
    from corpus.concepts import concept as concept_of

    if concept_of(concept).unit is not Unit.ARTICLE:
        raise QueryError("concept", f"{concept!r}, which is read from whole laws", "a concept of articles")
    if Path(draft).suffix or Path(draft).is_file():
        return coded_draft(Path(draft), language, concept), {}
    return coded_provision(library_of(ctx), draft, concept, language)


def _gap_lines(coded: "Coded", via: "dict[str, Evidence]", missing: "list[Missing]") -> list[str]:
    from compare.render import DIGEST_LINE
    from corpus.screen import safe, wrap

    out = [wrap(f"{coded.pinpoint} [{coded.language}] does not name, and others do:", 80), ""]
    for one in missing:
        codes = ", ".join(f.edition.work.jurisdiction for f in one.found)
        state = "" if one.draft == "absent" else f" (here: {one.draft.replace('_', ' ')})"
        head = f"{one.element.id}, {one.element.name}{state}: {len(one.found)} of {one.of} ({codes})"
        out.append(wrap(head, 80, 0, 4))
        for finding in one.found[:3]:
            assert finding.evidence is not None
            words = f"{finding.pinpoint}: {safe(finding.evidence.text)} ({finding.evidence.gloss})"
            out.append(wrap(words, 80, 4, 4))
    if via:
        told = "; ".join(f"{name} ({e.place})" for name, e in sorted(via.items()))
        out.append(wrap(f"Named by a definition in the same law, so not listed: {told}.", 80, 0, 4))
    out.append("Nothing." if not missing else f"{len(missing)} elements; --csv gives every law with its words.")
    if any(f.edition.text_kind.value == "digest" for m in missing for f in m.found):
        out.append(DIGEST_LINE)
    return out


@click.command()
@click.argument("concept")
@filters
@click.option("--against", default="", help="Comma list of jurisdictions; all by default.")
@click.option("--format", "form", type=click.Choice(["md", "html", "docx"]), default="md", show_default=True)
@output_options
@click.pass_context
def brief(ctx: click.Context, /, concept: str, against: str, form: str, **options: Any) -> None:
    """One document on how a country (-j) defines a concept, and what others name that it does not.

    Example:  delicti brief trafficking -j KZ --against RU,UA,DE,CZ
    """
    from compare.brief import as_docx, as_html, as_markdown, blocks
    from corpus.jurisdictions import resolve

    if not options["jurisdictions"] or "," in options["jurisdictions"]:
        raise QueryError("-j", repr(options["jurisdictions"]), "one jurisdiction, e.g. -j KZ")
    own = resolve(options["jurisdictions"], library_of(ctx).jurisdictions())
    rest = [code for code in against.split(",") if code.strip()]
    options["jurisdictions"] = ",".join([own, *rest]) if rest else ""

    def asked(names: str, sense: str) -> Any:
        return compared(ctx, names, sense=sense, **options)

    made = list(blocks(asked, concept, own, library_of(ctx)))
    if form == "docx":
        if options["output"] is None:
            raise QueryError("-o", "no file", "a file for the document, e.g. -o brief.docx")
        as_docx(made, options["output"])
        return
    with stream(options["output"]) as out:
        out.write(as_html(made) if form == "html" else as_markdown(made))


COMMANDS = (wordings, gap, brief)
