"""Commands that set wordings beside each other: diff, history."""

import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.options import Writer, library_of, output_options, stream
from corpus.errors import QueryError

if TYPE_CHECKING:
    from compare.diff import Unit
    from compare.history import Named, Step
    from corpus.library import Library


@click.command()
@click.argument("one")
@click.argument("other")
@click.option("--lang", default="", help="The language of the texts, where several are held.")
@click.option("--concept", default="trafficking", show_default=True, help="Two languages are aligned by its elements.")
@click.option("--all", "everything", is_flag=True, help="Show what is the same too.")
@click.option("--html", is_flag=True, help="One self-contained page.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--docx", type=click.Path(path_type=Path), help="Write a document with tracked changes.")
@click.option("-o", "--output", type=click.Path(path_type=Path, allow_dash=True), help="File; '-' is stdout.")
@click.pass_context
def diff(ctx: click.Context, /, one: str, other: str, lang: str, concept: str, output: Path | None, **o: Any) -> None:
    """Set two wordings beside each other: provisions (with @date) or text files.

    Example:  delicti diff UA:149@2002-01-17 UA:149
    """
    from compare import redline
    from compare.diff import as_object, changed
    from compare.diff import diff as compare_texts
    from corpus.screen import wrap

    library = library_of(ctx)
    left, right = _side(library, one, lang), _side(library, other, lang)
    if left["language"] and right["language"] and left["language"] != right["language"]:
        _by_element(library, one, other, concept, lang)
        return
    whole = compare_texts(left["units"], right["units"])
    rows = whole if o["everything"] or o["html"] or o["docx"] else changed(whole)
    title = f"{left['name']} and {right['name']}"
    if o["docx"]:
        redline.docx(rows, title, [*left["about"], *right["about"]], o["docx"])
        return
    with stream(output) as out:
        if o["html"]:
            out.writelines(redline.html(rows, title, left["about"], right["about"]))
            return
        if o["as_json"]:
            sides = {k: {"name": v["name"], "about": v["about"]} for k, v in (("left", left), ("right", right))}
            out.write(json.dumps({**sides, "rows": as_object(rows)}, ensure_ascii=False, indent=1) + "\n")
            return
        columns = shutil.get_terminal_size((80, 24)).columns
        for line in ("Left:", *left["about"], "Right:", *right["about"], ""):
            out.write(f"{wrap(line, columns, 0, 4)}\n")
        colour = sys.stdout.isatty() and output is None
        marks = (("\033[31m", "\033[0m"), ("\033[32m", "\033[0m")) if colour else (("[-", "-]"), ("{+", "+}"))
        out.writelines(f"{line}\n" for line in redline.side_by_side(rows, columns, *marks))
        same = len(whole) - len(changed(whole))
        out.write(f"{len(changed(whole))} of {len(whole)} parts differ; {same} are the same.\n")


def _side(library: "Library", text: str, language: str) -> dict[str, Any]:
    """One side: its name, what it is, its units, its language ("" for a file)."""
    from compare.diff import of_lines, units
    from corpus import pinpoint
    from corpus.screen import provenance, root_of

    if Path(text).is_file() or Path(text).suffix in (".txt", ".md"):
        found: list[Unit] = of_lines(_lines(Path(text)))
        return {"name": Path(text).name, "about": [f"The file {Path(text).name}"], "units": found, "language": ""}
    expression, place = library.resolve(text, (language,) if language else ())[0]
    num = root_of(expression, place.provision).num
    name = pinpoint.cite(expression.work, place.provision.eid, num)
    about = [name, *provenance(expression), f"sha256 {expression.sha256}"]
    return {
        "name": name,
        "about": about,
        "units": units(expression, place.provision.eid),
        "language": expression.language.partition("-")[0],
    }


def _lines(file: Path) -> list[str]:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise QueryError(str(file), f"no file that can be read ({error.strerror})", "a text file") from error
    except UnicodeDecodeError as error:
        raise QueryError(str(file), f"bytes that are not UTF-8 at {error.start}", "a text file in UTF-8") from error
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise QueryError(str(file), "no words", "the text of a provision")
    return lines


def _by_element(library: "Library", one: str, other: str, concept: str, language: str) -> None:
    """Two languages: each row an element, each side its evidence."""
    from tabulate import tabulate

    from compare.units import coded_provision
    from corpus.concepts import concept as concept_of
    from corpus.screen import safe

    sides = [coded_provision(library, text, concept, language)[0] for text in (one, other)]
    rows = []
    for element in concept_of(concept).elements:
        codes = [side.codes[element.id] for side in sides]
        said = [f"{c.answer}\n{c.evidence.place} {safe(c.evidence.text)}" if c.evidence else c.answer for c in codes]
        rows.append([element.name, *said])
    click.echo("Two languages: set beside each other by element.")
    heads = ["element", *(f"{side.pinpoint} [{side.language}]" for side in sides)]
    click.echo(tabulate(rows, headers=heads, maxcolwidths=[20, 26, 26], tablefmt="simple"))


@click.command()
@click.argument("reference")
@click.option("--lang", default="", help="The language of the texts, where several are held.")
@click.option("--csv", "kind", flag_value="csv", help="One row a change, as CSV.")
@click.option("--json", "kind", flag_value="json", help="The same as JSON.")
@output_options
@click.pass_context
def history(ctx: click.Context, /, reference: str, lang: str, kind: str | None, **options: Any) -> None:
    """The wording of a provision over the editions held, and the amending acts its notes name.

    Example:  delicti history UA:149
    """
    from compare.history import COLUMNS, rows
    from compare.history import history as wordings_of

    steps, named = wordings_of(library_of(ctx), reference, lang)
    if kind:
        Writer(kind, options["output"], options["excel"], options["delimiter"])(rows(steps), COLUMNS)
        return
    with stream(options["output"]) as out:
        out.writelines(f"{line}\n" for line in _told(steps, named))


def _told(steps: "list[Step]", named: "list[Named]") -> list[str]:
    from compare.redline import side_by_side
    from corpus.screen import wrap

    columns = shutil.get_terminal_size((80, 24)).columns
    words = {"first": "first wording held", "same": "the same wording", "missing": "no such provision in this edition"}
    out = []
    for step in steps:
        date = step.edition.as_of or "date not known"
        note = f" ({step.edition.why_not})" if step.edition.why_not else ""
        state = words.get(step.state, f"{len(step.rows)} parts differ")
        out.append(wrap(f"{date}  {step.edition.source_id}: {state}{note}", columns, 0, 4))
        out += [f"    {line}".rstrip() for line in side_by_side(step.rows, columns - 4)]
    missing = [n for n in named if not n.held]
    if named:
        out.append("Amending acts that the notes name:")
        for one in named:
            out.append(wrap(f"{one.text}{'' if one.held else ' (no edition held between it and the one before)'}",
                            columns, 2, 4))  # fmt: skip
    out.append(f"{len(steps)} editions held; {len(missing)} of {len(named)} acts named cannot be seen in them.")
    return out


COMMANDS = (diff, history)
