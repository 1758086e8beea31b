"""Commands that ask the index: search, terms, collocates, keyness."""

import re
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.options import Writer, chosen, filters, library_of, listed, output_options

if TYPE_CHECKING:
    from corpus.library import Edition, Library
    from search.engine import Answer, Hit, Query
    from search.index import Index
    from search.syntax import Node


def index_of(ctx: click.Context, library: "Library", editions: Iterable["Edition"]) -> "Index":
    """The index of a library, brought up to date for some editions; a bar on the terminal while it is built."""
    from search.index import Index

    bar: Any = None

    def tell(language: str, done: int) -> None:
        nonlocal bar
        if bar is None:
            from tqdm import tqdm

            total = sum(e.articles for e in library.editions)
            bar = tqdm(total=total, unit="article", disable=not sys.stderr.isatty(), file=sys.stderr, ncols=80)
        bar.set_description_str(f"indexed {language}", refresh=False)
        bar.update(done)

    index = Index(library, tell=tell)
    ctx.call_on_close(index.close)
    index.index(frozenset(e.language.partition("-")[0] for e in editions))
    if bar is not None:
        bar.close()
    return index


@click.command()
@click.argument("query", nargs=-1)
@filters
@click.option("--concept", default="", help="Only in this sense, e.g. organ_removal; without QUERY all about it.")
@click.option("--level", default="", help="Comma list of levels, e.g. point,note.")
@click.option("--expand", is_flag=True, help="Search words of the vocabulary in every language that has them.")
@click.option("--limit", type=click.IntRange(1), help="At most so many provisions.  [tables: 20, exports: all]")
@click.option("--full", is_flag=True, help="The whole text of each provision.")
@click.option("--kwic", type=click.IntRange(1, 40), help="Keyword in context, with so many words on either side.")
@click.option("--sort", type=click.Choice(["place", "left", "right"]), default="place", help="Order of --kwic.")
@click.option("--matrix", is_flag=True, help="Parts of the query against jurisdictions: where each is named.")
@click.option("--facets", is_flag=True, help="Counts by jurisdiction, language, work and concept.")
@click.option("--count", "kind", flag_value="count", help="Only the number of provisions.")
@click.option("--csv", "kind", flag_value="csv", help="One row a provision.")
@click.option("--json", "kind", flag_value="json", help="One JSON list.")
@click.option("--jsonl", "kind", flag_value="jsonl", help="One JSON object a line.")
@output_options
@click.pass_context
def search(
    ctx: click.Context,
    /,
    query: tuple[str, ...],
    concept: str,
    level: str,
    expand: bool,
    limit: int | None,
    full: bool,
    kwic: int | None,
    sort: str,
    matrix: bool,
    facets: bool,
    kind: str | None,
    output: Path | None,
    excel: bool,
    delimiter: str,
    **chosen_by: Any,
) -> None:
    """Find provisions: words, "phrases", AND OR NOT, organ*, w/5 pre/3 /s /p /a, heading: num:, =exact, wrod~1.

    Example:  delicti search 'organs AND tissues' -j KZ,CZ
    """
    from search import output as shown

    library = library_of(ctx)
    editions = chosen(library, **chosen_by)
    asked = _query(" ".join(query), concept, level, editions)  # a query that cannot be read builds no index
    index = index_of(ctx, library, editions)
    if expand and asked.node is not None:
        asked = _expand(index, asked, library)
    to_file = output is not None and str(output) != "-"
    if to_file and kind is None:
        kind = "csv"
    as_rows = kind in ("csv", "json", "jsonl")
    write = Writer(kind or "csv", output, excel, delimiter)
    if kind == "count":
        click.echo(index.count(asked))
        return
    if facets:
        found = [
            dict(zip(("facet", "value", "articles", "provisions"), row, strict=True)) for row in index.facets(asked)
        ]
        _rows_or_table(write if as_rows else None, found, ("facet", "value", "articles", "provisions"))
        _say_where(library, editions, index, asked, index.search(asked, 1))
        return
    if matrix:
        _matrix(index, asked, write if as_rows else None)
        _say_where(library, editions, index, asked, index.search(asked, 1))
        return
    answer = index.search(asked, limit or (None if as_rows or kwic or full else 20))
    if kwic:
        found_lines = shown.lines(answer.hits, kwic, sort)
        if as_rows:
            write(shown.kwic_rows(found_lines), shown.KWIC_COLUMNS)
        else:
            for line in shown.aligned(found_lines, _columns(), grouped=sort == "place"):
                click.echo(line)
    elif as_rows:
        write(shown.rows(answer.hits, full=full), shown.COLUMNS)
    elif full:
        _full(answer.hits)
    else:
        mark = ("\x1b[1m", "\x1b[0m") if sys.stdout.isatty() else ("**", "**")
        for line in shown.table(answer.hits, _columns(), mark):
            click.echo(line)
        if limit is None and len(answer.hits) == 20:
            click.echo("The first 20 provisions; --limit N shows more, --count counts, --csv writes all.", err=True)
    _say_where(library, editions, index, asked, answer)


def _query(text: str, concept: str, level: str, editions: Iterable["Edition"]) -> "Query":
    from corpus.export import LEVELS
    from search import syntax
    from search.concepts import CONCEPTS
    from search.engine import Query

    if concept and concept not in CONCEPTS:
        raise click.BadParameter(f"{concept!r} is none of {', '.join(CONCEPTS)}", param_hint="--concept")
    levels = frozenset(listed(level))
    if unknown := sorted(levels - LEVELS):
        raise click.BadParameter(f"{unknown[0]!r} is none of {', '.join(sorted(LEVELS))}", param_hint="--level")
    if not text.strip() and not concept:
        raise click.UsageError("Type a query, or a concept with --concept.")
    node = syntax.parse(text) if text.strip() else None
    bare = re.findall(r"\w+", re.sub('["“”„«][^"“”„«»]*["“”»]?', " ", text)) if node is not None else []
    for word in ("and", "or", "not"):
        if word in bare:
            click.echo(f"'{word}' is searched as a word; in capitals ({word.upper()}) it joins words.", err=True)
    ids = frozenset(e.id for e in editions)
    return Query(text=text, node=node, editions=ids, concept=concept, levels=levels)


def _expand(index: "Index", asked: "Query", library: "Library") -> "Query":
    from dataclasses import replace

    from search.expand import expand

    assert asked.node is not None
    shards = [index.shard(code) for code in sorted({e.language.partition("-")[0] for e in library.editions})]
    node, used = expand(asked.node, shards)
    for word, by_language in used.items():
        words = "; ".join(f"{code}: {', '.join(phrases)}" for code, phrases in by_language.items())
        click.echo(f"{word} was searched as {words}.", err=True)
    if not used:
        click.echo("No word of the query is in the vocabulary: it was searched as typed.", err=True)
    return replace(asked, node=node)


def _say_where(library: "Library", editions: list["Edition"], index: "Index", asked: "Query", answer: "Answer") -> None:
    """On stderr: what was looked in, in which language each word was found, what to do about a word that is unknown."""
    held = sorted({e.language for e in editions})
    total = f"{answer.articles} articles hold it. " if answer.articles else ""
    click.echo(f"{total}Looked in {len(editions)} editions, whose languages are: {', '.join(held)}.", err=True)
    by_word: dict[str, list[str]] = {}
    plain = [u for u in answer.uses if u.forms]
    for use in plain:
        if use.articles:
            by_word.setdefault(use.word, []).append(f"{use.language} ({use.articles})")
    if len({u.language for u in answer.uses}) > 1 and len(by_word) <= 12:
        for word, places in by_word.items():
            click.echo(f"  {word}: found in {', '.join(places)}", err=True)
    if answer.articles:
        return
    click.echo("No provision of them says it in these words. (Not the same as: no such text is held.)", err=True)
    unknown = [w for w in dict.fromkeys(u.word for u in answer.uses) if w not in by_word]
    for word in unknown[:5]:
        near = index.nearest(word, [e.id for e in editions])
        best = "; ".join(f"{code}: {', '.join(forms)}" for code, forms in list(near.items())[:4])
        languages = ", ".join(dict.fromkeys(u.language for u in answer.uses if u.word == word))
        click.echo(
            f"  {word!r} is no word of the texts in {languages}." + (f" Nearest: {best}." if best else ""), err=True
        )


def _rows_or_table(write: "Writer | None", rows: list[dict[str, Any]], columns: tuple[str, ...]) -> None:
    if write is not None:
        write(rows, columns)
        return
    from tabulate import tabulate

    click.echo(tabulate([[row[c] for c in columns] for row in rows], headers=[c.replace("_", " ") for c in columns]))


def _matrix(index: "Index", asked: "Query", write: "Writer | None") -> None:
    from dataclasses import replace

    from search import output as shown
    from search import syntax

    parts: dict[str, Node] = {}
    top = asked.node.parts if isinstance(asked.node, syntax.Or | syntax.And) else (asked.node,)
    for part in top:
        if part is not None and (words := syntax.words(part)):
            parts.setdefault(" ".join(dict.fromkeys(w.text for w in words if not w.language)), part)
    if not parts:
        raise click.UsageError("--matrix needs words in the query.")
    heads, rows = shown.matrix({name: index.search(replace(asked, node=part)) for name, part in parts.items()})
    if write is not None:
        write((dict(zip(heads, row, strict=True)) for row in rows), tuple(heads))
        return
    from tabulate import tabulate

    room = max(10, (_columns() - 6) // max(1, len(heads) - 1) - 2)
    click.echo(tabulate(rows, headers=heads, maxcolwidths=[5, *[room] * (len(heads) - 1)]))


def _full(hits: list["Hit"]) -> None:
    from corpus.screen import safe, wrap

    for hit in hits:
        facts = hit.facts
        kind = facts["text_kind"].replace("_", " ")
        click.echo(f"{hit.pinpoint}  [{facts['language']}, {kind}, {facts['as_of'] or 'undated'}]  {safe(hit.heading)}")
        for passage in hit.passages:
            click.echo(wrap(passage.text, _columns(), indent=4))
        click.echo(f"    {facts['official_url']}\n" if facts["official_url"] else "")


def _columns() -> int:
    return min(shutil.get_terminal_size((80, 24)).columns, 140)


def _table_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--csv, --json, --limit and where to write."""
    command = output_options(command)
    for option in (
        click.option("--csv", "kind", flag_value="csv", help="CSV instead of a table."),
        click.option("--json", "kind", flag_value="json", help="One JSON list."),
        click.option("--limit", type=click.IntRange(1), help="At most so many rows.  [tables: 30, exports: all]"),
    ):
        command = option(command)
    return command


def _give(
    rows: list[dict[str, Any]],
    columns: tuple[str, ...],
    kind: str | None,
    limit: int | None,
    output: Path | None,
    excel: bool,
    delimiter: str,
) -> None:
    """Rows as a table, or written; says how many a table leaves out."""
    if kind is None and output is not None:
        kind = "csv"
    if kind:
        Writer(kind, output, excel, delimiter)(rows[:limit], columns)
        return
    shown = rows[: limit or 30]
    _rows_or_table(None, shown, columns)
    if len(shown) < len(rows):
        click.echo(f"The first {len(shown)} of {len(rows)} rows; --limit N shows more, --csv writes all.", err=True)


@click.command()
@click.argument("word")
@filters
@_table_options
@click.pass_context
def terms(
    ctx: click.Context,
    /,
    word: str,
    kind: str | None,
    limit: int | None,
    output: Path | None,
    excel: bool,
    delimiter: str,
    **chosen_by: Any,
) -> None:
    """List the forms of a word that are held, and how often each stands in each work.

    Example:  delicti terms organs -j KZ
    """
    library = library_of(ctx)
    editions = chosen(library, **chosen_by)
    index = index_of(ctx, library, editions)
    rows = [asdict(t) for t in index.terms(word, [e.id for e in editions])]
    columns = ("jurisdiction", "work", "language", "lemma", "form", "articles", "times")
    _give(rows, columns, kind, limit, output, excel, delimiter)
    if not rows:
        near = index.nearest(word, [e.id for e in editions])
        best = "; ".join(f"{code}: {', '.join(forms)}" for code, forms in list(near.items())[:4])
        click.echo(f"{word!r} is no word of the texts looked in." + (f" Nearest: {best}." if best else ""), err=True)


@click.command()
@click.argument("query", nargs=-1, required=True)
@filters
@click.option("--span", type=click.IntRange(1, 50), default=5, show_default=True, help="Words on either side.")
@click.option("--least", type=click.IntRange(1), default=3, show_default=True, help="Times together, at least.")
@_table_options
@click.pass_context
def collocates(
    ctx: click.Context,
    /,
    query: tuple[str, ...],
    span: int,
    least: int,
    kind: str | None,
    limit: int | None,
    output: Path | None,
    excel: bool,
    delimiter: str,
    **chosen_by: Any,
) -> None:
    """List the words that stand beside a word more often than chance would have it (Dunning's log-likelihood).

    Example:  delicti collocates exploitation --span 5
    """
    from search import statistics, syntax

    library = library_of(ctx)
    editions = chosen(library, **chosen_by)
    node = syntax.parse(" ".join(query))
    index = index_of(ctx, library, editions)
    found = [
        asdict(c)
        for evaluation in index.evaluations(frozenset(e.id for e in editions))
        for c in statistics.collocates(evaluation, node, span, least)
    ]
    found.sort(key=lambda c: (-c["log_likelihood"], c["language"], c["lemma"]))
    _give(found, statistics.COLLOCATE_COLUMNS, kind, limit, output, excel, delimiter)
    if not found:
        click.echo("Nothing stands beside it so often.", err=True)


@click.command()
@click.argument("work")
@click.option("--against", default="", help="Another work, e.g. 'RU CC'.")
@click.option("--against-all", is_flag=True, help="All other works in the same language.")
@click.option("--least", type=click.IntRange(1), default=3, show_default=True, help="Times in WORK, at least.")
@_table_options
@click.pass_context
def keyness(
    ctx: click.Context,
    /,
    work: str,
    against: str,
    against_all: bool,
    least: int,
    kind: str | None,
    limit: int | None,
    output: Path | None,
    excel: bool,
    delimiter: str,
) -> None:
    """List the words that are typical of a work, against another or all others in its language.

    Example:  delicti keyness 'KZ CC' --against-all
    """
    from search import statistics

    if bool(against) == against_all:
        raise click.UsageError("Say either --against WORK or --against-all.")
    library = library_of(ctx)
    target = library.named(work)
    language = target.language.partition("-")[0]
    same = [e for e in library.current() if e.language.partition("-")[0] == language]
    others = [library.named(against, language)] if against else [e for e in same if e.work != target.work]
    if target.id in {o.id for o in others}:
        raise click.UsageError(f"{target.work.name} is compared with itself; name another work.")
    if not others:
        click.echo(f"No other work in {language} is held.", err=True)
    index = index_of(ctx, library, [target])
    here = next(index.evaluations(frozenset({target.id})))
    there = [r for e in index.evaluations(frozenset(o.id for o in others)) for r in e.ranges]
    rows = [asdict(k) for k in statistics.keyness(here.shard, here.ranges, there, least)] if there else []
    _give(rows, statistics.KEYNESS_COLUMNS, kind, limit, output, excel, delimiter)
    click.echo(f"{target.work.name} ({target.language}) against {len(others)} editions.", err=True)


COMMANDS = (search, terms, collocates, keyness)
