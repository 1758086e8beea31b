"""Wordings beside each other: what is shown as changed, and that nothing is lost."""

import json
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.diff import ADDED, CHANGED, REMOVED, SAME, Unit, compare_words, diff, of_lines
from corpus.screen import width
from tests.laws import law, run, stored

OLD = {
    "1": "Trade in lamps",
    "1/1": "Whoever sells a lamp without a licence is fined ten crowns.",
    "1/2": "The same act is punished twice as hard if it is committed:",
    "1/2/a": "at night on a bridge;",
    "1/2/b": "by two persons together;",
    "1/2/c": "against a traveller from abroad.",
}


def units(given: dict[str, str]) -> list[Unit]:
    return [Unit(label=k.partition("/")[2], text=v, level="point") for k, v in given.items()]


def kinds(old: dict[str, str], new: dict[str, str]) -> list[tuple[str, str, str]]:
    return [
        (r.kind, (r.right or r.left).label if (r.right or r.left) else "", r.note) for r in diff(units(old), units(new))
    ]


def test_the_same_text_has_no_change() -> None:
    assert all(kind == SAME and not note for kind, _, note in kinds(OLD, OLD))


def test_a_renumbered_point_is_no_change() -> None:
    new = {**{k: v for k, v in OLD.items() if k != "1/2/c"}, "1/2/c": "in a church;", "1/2/d": OLD["1/2/c"]}
    found = kinds(OLD, new)
    assert (ADDED, "2/c", "") in found
    assert (SAME, "2/d", "renumbered: 2/c to 2/d") in found
    assert not [k for k in found if k[0] in (CHANGED, REMOVED)]


def test_a_moved_point_is_marked_and_not_shown_as_gone() -> None:
    new = {k: OLD[k] for k in ("1", "1/1", "1/2")} | {
        "1/2/a": OLD["1/2/c"], "1/2/b": OLD["1/2/a"], "1/2/c": OLD["1/2/b"],
    }  # fmt: skip
    found = kinds(OLD, new)
    assert all(kind == SAME for kind, _, _ in found)
    assert ("same", "2/a", "moved: 2/c to 2/a") in found


def test_a_replaced_word_is_the_only_difference() -> None:
    new = {**OLD, "1/1": OLD["1/1"].replace("ten", "twenty")}
    row = next(r for r in diff(units(OLD), units(new)) if r.kind == CHANGED)
    assert [(a, b) for op, a, b in row.words if op != "equal"] == [("ten", "twenty")]


def test_what_is_gone_stands_where_it_stood() -> None:
    new = {k: v for k, v in OLD.items() if k != "1/2/b"}
    found = kinds(OLD, new)
    assert found[4] == (REMOVED, "2/b", "")
    assert len(found) == len(OLD)


WORDS = st.lists(st.sampled_from(["a", "lamp", "is", "sold", ",", "by", "night", "(1)", "ё", "光"]), max_size=20)


@settings(max_examples=200, deadline=None)
@given(WORDS, WORDS)
def test_both_texts_can_be_put_together_again(left: list[str], right: list[str]) -> None:
    one, other = " ".join(left), " ".join(right)
    made = list(compare_words(one, other))
    assert "".join(a for _, a, _ in made) == one
    assert "".join(b for _, _, b in made) == other


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS.map(" ".join).filter(bool), max_size=8), st.lists(WORDS.map(" ".join).filter(bool), max_size=8))
def test_no_unit_is_lost_or_shown_twice(left: list[str], right: list[str]) -> None:
    one = [Unit(label=str(n), text=t, level="point") for n, t in enumerate(left)]
    other = [Unit(label=str(n), text=t, level="point") for n, t in enumerate(right)]
    rows = diff(one, other)
    assert sorted(r.left.label for r in rows if r.left) == sorted(u.label for u in one)
    assert [r.right for r in rows if r.right] == other


def test_lines_of_a_file_are_labelled() -> None:
    assert [u.label for u in of_lines(["1. First", "a) one", "b) two", "2. Second", "no label"])] == [
        "1", "1/a", "1/b", "2", "",
    ]  # fmt: skip


# The commands


@pytest.fixture
def home(tmp_path: Path) -> Path:
    new = {**OLD, "1/1": OLD["1/1"].replace("ten crowns", "<b>twenty</b> crowns"), "1/3": "A lamp is a light."}
    stored(
        tmp_path,
        law(OLD, as_of=date(2001, 1, 1)),
        law(new, as_of=date(2010, 1, 1)),
        law({"2": "Nothing of the kind"}, as_of=date(2020, 1, 1)),
        law({"1": "Torgovlja"}, name="other", language="ru"),
    )
    return tmp_path


def test_two_dates_side_by_side_in_eighty_columns(home: Path) -> None:
    done = run("--home", str(home), "diff", "ZZ:CODE 1@2001-01-01", "ZZ:CODE 1@2010-01-01")
    assert done.exit_code == 0, done.output
    assert "[-ten-]" in done.stdout
    assert "twenty" in done.stdout
    assert "-- added" in done.stdout
    assert "2 of 7 parts differ; 5 are the same." in done.stdout
    assert max(width(line) for line in done.stdout.splitlines()) <= 80
    assert done.stdout.count("sha256") == 2


def test_page_and_document_show_tracked_changes_and_no_foreign_markup(home: Path, tmp_path: Path) -> None:
    sides = ("ZZ:CODE 1@2001-01-01", "ZZ:CODE 1@2010-01-01")
    page = run("--home", str(home), "diff", *sides, "--html").stdout
    assert "<del>ten</del>" in page
    assert "<b>twenty" not in page
    file = tmp_path / "redline.docx"
    run("--home", str(home), "diff", *sides, "--docx", str(file))
    xml = Document(str(file)).element.xml
    assert "<w:del " in xml
    assert "<w:ins " in xml
    assert "<w:delText" in xml
    data = json.loads(run("--home", str(home), "diff", *sides, "--json").stdout)
    assert [r["kind"] for r in data["rows"]] == ["changed", "added"]


def test_a_file_against_a_provision(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "draft.txt"
    file.write_text("1. Whoever sells a lamp without a permit is fined ten crowns.\n")
    done = run("--home", str(home), "diff", "ZZ:CODE 1@2001-01-01", str(file))
    assert "[-licence-]" in done.stdout
    assert "{+permit+}" in done.stdout


def test_two_languages_are_set_beside_each_other_by_element(home: Path) -> None:
    done = run("--home", str(home), "diff", "ZZ:CODE 1@2001-01-01", "ZZ:OTHER 1")
    assert done.exit_code == 0, done.output
    assert "by element" in done.stdout
    assert "recruitment" in done.stdout


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("ZZ:CODE 99", "ZZ:CODE 1", "99"),
        ("ZZ:CODE 1@1990-01-01", "ZZ:CODE 1@2001-01-01", "1990-01-01"),
        ("none.txt", "ZZ:CODE 1@2001-01-01", "none.txt"),
    ],
)
def test_bad_input_is_one_line(home: Path, one: str, other: str, said: str) -> None:
    done = run("--home", str(home), "diff", one, other)
    assert done.exit_code == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_history_tells_each_edition_and_what_it_lacks(home: Path) -> None:
    done = run("--home", str(home), "history", "ZZ:CODE 1@2010-01-01")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert any(line.startswith("2001-01-01") and "first wording held" in line for line in lines)
    assert any(line.startswith("2010-01-01") and "2 parts differ" in line for line in lines)
    assert "no such provision in this edition" in done.stdout
    assert "3 editions held" in done.stdout
    rows = json.loads(run("--home", str(home), "history", "ZZ:CODE 1@2010-01-01", "--json").stdout)
    assert [r["state"] for r in rows] == ["first", "changed", "changed", "missing"]


def test_history_names_acts_whose_wording_is_not_held(tmp_path: Path) -> None:
    from dataclasses import replace

    made = law({"1": "Lamps | A lamp is a light."}, as_of=date(2010, 1, 1))
    amended = replace(made.provisions[0], amended_by=("Act 5 of 03.04.2005",))
    stored(tmp_path, replace(made, provisions=(amended,)))
    told = run("--home", str(tmp_path), "history", "ZZ:CODE 1").stdout
    assert "Act 5 of 03.04.2005 (no edition held" in told
    assert "1 of 1 acts named cannot be seen" in told
