"""A law rendered as a page of adilet.zan.kz reads back as the same law."""

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import ParseError
from corpus.records import Expression, NoteKind, Source
from ingest.pipeline import parse_source
from ingest.source import read_source
from tests.adilet_page import render

LAYOUTS = Path(__file__).parent / "layouts"
MADE_UP = ["adilet_text/moonland", "adilet_html/moonland", "adilet_html/ai-kodeksi", "adilet_html/lunar-code"]
GRAMMARS = {"ru": "ru-kz", "kk": "kk-kz", "en": "en-kz"}


def read(folder: Path) -> tuple[Source, Expression]:
    source = read_source(folder)
    (expression,) = parse_source(source, (folder / source.file).read_bytes())
    return source, expression


def read_back(source: Source, expression: Expression) -> Expression:
    page = replace(source, dialect="adilet_html", grammar=GRAMMARS[expression.language], sha256="", options=())
    (found,) = parse_source(page, render(expression).encode())
    return found


def law_of(expression: Expression) -> list[tuple[object, ...]]:
    """All that is law: amendment history left out, which the page prints in another order."""
    return [
        (
            p.eid, p.level, p.num, p.heading, p.intro, p.wrap_up, p.parent_eid, p.status, p.containers,
            tuple((n.eid, n.text) for n in p.notes if n.kind is NoteKind.NORMATIVE),
        )
        for p in expression.provisions
    ]  # fmt: skip


def history_of(expression: Expression) -> list[tuple[str, str]]:
    """The amendment history by article."""
    return sorted(
        (p.eid.split("__")[0], n.text) for p in expression.provisions for n in p.notes if n.kind is NoteKind.EDITORIAL
    )


@pytest.mark.parametrize("case", MADE_UP)
def test_a_made_up_law_reads_back_from_its_page(case: str) -> None:
    source, expression = read(LAYOUTS / case)
    found = read_back(source, expression)
    assert law_of(found) == law_of(expression)
    assert history_of(found) == history_of(expression)
    assert found.issues == ()


@pytest.mark.statutes
def test_the_criminal_code_of_kazakhstan_reads_back_from_its_page(statutes: Path) -> None:
    source, expression = read(statutes / "kz" / "criminal-code-2014-ru")
    found = read_back(source, expression)
    wanted = law_of(expression)
    for here, there in zip(law_of(found), wanted, strict=False):
        assert here == there
    assert len(found.provisions) == len(wanted)
    assert history_of(found) == history_of(expression)
    assert found.issues == ()


PAGES = {
    "login": "<html><head><title>Вход в систему</title></head><body><form><input type='password'></form></body></html>",
    "not found": "<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>",
    "error inside the frame": "<html><body><h1>Ошибка</h1><article><p>Документ не найден</p></article></body></html>",
    "another site": "<html><body><p>Статья 1. Луна</p><p>Луна одна.</p></body></html>",
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_that_is_no_law_is_refused(page: str) -> None:
    source, _ = read(LAYOUTS / "adilet_html" / "moonland")
    with pytest.raises(ParseError):
        parse_source(replace(source, sha256=""), page.encode())


def test_a_page_cannot_pull_in_files_or_grow_without_end() -> None:
    source, _ = read(LAYOUTS / "adilet_html" / "moonland")
    bomb = (
        '<!DOCTYPE html [<!ENTITY a "луна"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
        "<html><body><article><h3>Статья 1. Луна</h3><p>1. &b; &f;</p></article></body></html>"
    )
    (found,) = parse_source(replace(source, sha256=""), bomb.encode())
    words = " ".join(p.words for p in found.provisions)
    assert "root:" not in words
    assert "луналуна" not in words
