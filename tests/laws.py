"""Made-up laws in a few lines, stored or indexed in memory; for the tests of search.

law({
    "# Of the Moon": "",            the heading above the articles that follow
    "1": "Craters | Whoever digs",  an article: its heading, its words
    "1/1": "by night",              its first part; "1/1/a" is a point of it
    "1/1=": "is fined",             the words after the points
    "1!": "A crater is a hole",     a note that is law
})
"""

from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner, Result

import cli
from corpus.library import Library, _from_expression
from corpus.records import Container, Expression, Level, Note, NoteKind, Provision
from corpus.store import Store
from search import syntax
from search.engine import Answer, Query
from search.evaluate import Evaluation
from search.index import Index
from tests.test_store import WORK, expression

_LEVELS = {0: (Level.ARTICLE, "art"), 1: (Level.PARAGRAPH, "para"), 2: (Level.POINT, "point")}


def law(units: dict[str, str], *, name: str = "code", jurisdiction: str = "ZZ", **changes: object) -> Expression:
    """An expression of some units, written as above."""
    provisions: list[Provision] = []
    at: dict[str, int] = {}
    containers: tuple[Container, ...] = ()
    for key, text in units.items():
        if key.startswith("#"):
            containers = (Container(level=Level.CHAPTER, num="", heading=key[1:].strip()),)
        elif key.endswith("="):
            place = at[key[:-1]]
            provisions[place] = replace(provisions[place], wrap_up=text)
        elif key.endswith("!"):
            place = at[key[:-1]]
            note = Note(kind=NoteKind.NORMATIVE, text=text, eid=f"{provisions[place].eid}__note")
            provisions[place] = replace(provisions[place], notes=(note,))
        else:
            above, _, num = key.rpartition("/")
            level, prefix = _LEVELS[key.count("/")]
            parent = provisions[at[above]].eid if above else None
            heading, bar, intro = text.partition("|")
            at[key] = len(provisions)
            provisions.append(
                Provision(
                    eid=f"{parent}__{prefix}_{num}" if parent else f"{prefix}_{num}",
                    level=level,
                    num=num,
                    heading=heading.strip() if bar else "",
                    intro=intro.strip() if bar else text,
                    wrap_up="",
                    parent_eid=parent,
                    position=len(provisions),
                    containers=containers,
                )
            )
    work = replace(WORK, jurisdiction=jurisdiction, slug=name, short=name.upper())
    made = replace(expression(), work=work, language="en", provisions=tuple(provisions))
    found = replace(made, **changes)  # type: ignore[arg-type]
    ending = f"{name}-{found.language}-{found.as_of}"
    return replace(found, id=f"{jurisdiction.lower()}/{ending}", source_id=f"{jurisdiction.lower()}/{ending}")


def indexed(*laws: Expression) -> Index:
    """An index of some laws, in memory."""
    index = Index(Library((_from_expression(e) for e in laws), is_digest=True, home=Path()))
    index.index()
    return index


def stored(home: Path, *laws: Expression) -> Library:
    """A store of some laws and of nothing else."""
    store = Store(home)
    store.commit({e.id: store.write(e, raw_path="", fingerprint="", report={}) for e in laws}, {})
    return Library.open(home)


def query(index: Index, text: str, *, concept: str = "", level: str = "") -> Query:
    """A query over everything held."""
    node = syntax.parse(text) if text else None
    levels = frozenset({level} if level else ())
    return Query(text=text, node=node, editions=frozenset(index._languages), concept=concept, levels=levels)


def ask(index: Index, text: str, limit: int | None = None, *, concept: str = "", level: str = "") -> Answer:
    """The answer to a query over everything held."""
    return index.search(query(index, text, concept=concept, level=level), limit)


def places(index: Index, text: str, *, concept: str = "", level: str = "") -> list[str]:
    """What is found, in the order of the law, without the name of the work: `1(2)(a)`."""
    hits = ask(index, text, concept=concept, level=level).hits
    return sorted(h.pinpoint.partition("art. ")[2] for h in hits)


def evaluation(index: Index) -> Evaluation:
    """The evaluation of the one language that is held."""
    (found,) = index.evaluations(frozenset(index._languages))
    return found


def run(*arguments: str) -> Result:
    """The command line, with these arguments."""
    return CliRunner().invoke(cli.main, list(arguments))
