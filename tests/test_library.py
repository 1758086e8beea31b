"""Which edition answers when several are held."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import QueryError
from corpus.library import Library
from corpus.records import AsOfBasis, Completeness, Expression, Fidelity, Role, TextKind
from corpus.store import Store
from tests.test_store import WORK, expression

BASE = replace(expression(), language="ru")


def edition(name: str, **changes: object) -> Expression:
    return replace(BASE, id=f"zz/{name}", source_id=f"zz/{name}", **changes)  # type: ignore[arg-type]


def library(home: Path, *held: Expression) -> Library:
    store = Store(home)
    entries = {e.id: store.write(e, raw_path="", fingerprint="", report={}) for e in held}
    store.commit(entries, {})
    return Library.open(home)


OLD = edition("old", as_of=date(2010, 1, 1))
NEW = edition("new", as_of=date(2024, 1, 1))
NEWEST_RETYPED = edition("retyped", as_of=date(2025, 1, 1), fidelity=Fidelity.RETYPED)
NEWEST_EXTRACT = edition("extract", as_of=date(2025, 2, 1), completeness=Completeness.EXTRACT)
NEWEST_DEFECTIVE = edition("defective", as_of=date(2025, 3, 1), defects="words glued")
UNDATED = edition("undated", as_of=None, as_of_basis=AsOfBasis.UNKNOWN)
TRANSLATED = edition("translated", as_of=date(2025, 5, 1), text_kind=TextKind.UNOFFICIAL_TRANSLATION)
ALL = (OLD, NEW, NEWEST_RETYPED, NEWEST_EXTRACT, NEWEST_DEFECTIVE, UNDATED, TRANSLATED)


def test_the_newest_complete_faithful_undamaged_official_one_answers(tmp_path: Path) -> None:
    assert library(tmp_path, *ALL).answering(WORK).source_id == "zz/new"


def test_a_date_takes_the_edition_in_force_then(tmp_path: Path) -> None:
    held = library(tmp_path, *ALL)
    assert held.answering(WORK, as_of=date(2015, 6, 1)).source_id == "zz/old"
    assert held.answering(WORK, as_of=date(2025, 2, 2)).source_id == "zz/extract"
    with pytest.raises(
        QueryError, match="no edition held of 2009-12-31 or before, expected one of 2010-01-01, 2024-01-01"
    ):
        held.answering(WORK, as_of=date(2009, 12, 31))


def test_a_name_takes_that_edition_whatever_its_state(tmp_path: Path) -> None:
    assert library(tmp_path, *ALL).answering(WORK, source="zz/defective").source_id == "zz/defective"


def test_where_only_a_damaged_copy_is_held_it_answers_and_says_so(tmp_path: Path) -> None:
    from corpus import screen

    held = library(tmp_path, NEWEST_DEFECTIVE)
    found = held.answering(WORK)
    assert (found.clean, found.why_not) == (False, "defects: words glued")
    assert "Declared defects of the file: words glued." in screen.provenance(found.load())


def test_each_language_has_its_own_answer(tmp_path: Path) -> None:
    kazakh = edition("kk", language="kk", as_of=date(2020, 1, 1))
    held = library(tmp_path, NEW, kazakh)
    assert held.answering(WORK, language="kk").source_id == "zz/kk"
    assert {e.language for e in held.current()} == {"ru", "kk"}
    with pytest.raises(QueryError, match="no edition held in 'de', expected one of kk, ru"):
        held.answering(WORK, language="de")


def test_a_bare_number_means_the_main_work_and_never_an_amending_act(tmp_path: Path) -> None:
    amending = replace(
        edition("amending", as_of=date(2026, 1, 1)),
        work=replace(WORK, slug="amending", short="AA", main=False, role=Role.AMENDING),
    )
    held = library(tmp_path, NEW, amending)
    assert held.resolve("ZZ:1")[0][0].id == "zz/new"
    assert held.resolve("ZZ AA 1")[0][0].id == "zz/amending"
