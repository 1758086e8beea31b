"""Finding, comparing, exporting: on laws of made-up countries."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from docx import Document
from openpyxl import load_workbook

from compare import kept, render, survey
from compare.coder import ABSENT, NOT_CODED, NOT_FOUND, NOT_HELD, PRESENT
from compare.page import html
from compare.table import COLUMNS, Comparison, compare, rows, wide
from corpus.concepts import concept
from corpus.library import Library
from corpus.records import Status
from corpus.screen import width
from tests.laws import law, run, stored
from tests.realms import mute, quaria, zedland


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("realms")
    foreign = law({"1": "Sklavehandel | Den som handlar."}, jurisdiction="YY", language="fo")
    stored(made, zedland(), quaria(), mute(), foreign)
    return made


def laid_out(home: Path, elements: str = "*", sense: str = "narrow", codes: str = "QQ,XX,YY,ZZ,NO") -> Comparison:
    library = Library.open(home)
    one = concept("trafficking")
    asked = [(one, one.chosen(elements))]
    return compare(library, library.current(), asked, jurisdictions=codes.split(","), sense=sense)


def at(home: Path, *arguments: str) -> Result:
    return run("--home", str(home), *arguments)


def test_each_answer_keeps_its_own_name(home: Path) -> None:
    made = laid_out(home)

    def answer(element: str, code: str) -> str:
        return made.cell("trafficking", element, code).answer

    assert answer("object.cells", "QQ") == PRESENT
    assert answer("object.tissues", "ZZ") == PRESENT
    assert answer("object.cells", "ZZ") == "via"
    assert answer("purpose.begging", "ZZ") == ABSENT  # English has been measured
    assert answer("object.cells", "XX") == NOT_FOUND
    assert answer("object.cells", "YY") == NOT_CODED
    assert answer("object.cells", "NO") == NOT_HELD
    assert "no offence" in made.cell("trafficking", "object.cells", "XX").why


def test_narrow_is_the_offence_and_broad_what_belongs_to_it(home: Path) -> None:
    def found(sense: str) -> list[str]:
        made = laid_out(home, sense=sense)
        members = [m for s in made.surveyed for m in s.members if m.has(sense)]
        return sorted(m.coded.pinpoint for m in members)

    assert found("narrow") == ["QQ CODE art. 9", "ZZ CODE art. 5"]
    assert found("broad") == ["QQ CODE art. 9", "ZZ CODE art. 5", "ZZ CODE art. 8"]


def test_a_definition_is_followed_one_hop_with_both_pinpoints(home: Path) -> None:
    row = next(r for r in rows(laid_out(home, "object.cells", codes="ZZ")))
    assert row["answer"] == ABSENT
    assert row["pinpoint"] == "ZZ CODE art. 5"
    assert row["via"].startswith("ZZ CODE art. 1(1): ")
    assert "cells" in row["via"]


def test_a_row_carries_what_is_needed_to_cite_it(home: Path) -> None:
    row = next(r for r in rows(laid_out(home, "object.tissues", codes="ZZ")))
    assert tuple(row) == COLUMNS
    assert row["pinpoint"] == "ZZ CODE art. 5(2)"
    assert row["evidence"] == "tissues"
    assert row["place"] == "aggravated"
    text = zedland().provisions[4].intro
    assert text[row["start"] : row["end"]] == "tissues"
    assert row["accuracy"].startswith("F1 ")
    assert len(row["sha256"]) == 64
    assert row["rule"].startswith("en.object.tissues")


def test_the_matrix_fits_eighty_columns_and_explains_its_signs(home: Path) -> None:
    lines = [line for text in render.matrix(laid_out(home), 80) for line in text.splitlines()]
    assert max(map(width, lines)) <= 80
    shown = "\n".join(lines)
    for meaning in ("not found:", "not coded:", "not held:", "via:", "Measured for trafficking"):
        assert meaning in shown


def test_few_elements_stand_across_when_there_are_many_laws(home: Path) -> None:
    lines = list(render.matrix(laid_out(home, "object.organs,object.cells", codes="QQ,XX,YY,ZZ,NO"), 80))
    assert lines[0].split() == ["organs", "cells"]
    assert lines[2].split() == ["QQ", "+", "9", "+", "9"]


def test_the_wide_matrix_has_a_cell_for_every_law(home: Path) -> None:
    head, *lines = wide(laid_out(home, "object.*"))
    assert head == ["concept", "element", "QQ", "XX", "YY", "ZZ", "NO"]
    cells = next(line for line in lines if line[1] == "object.cells")
    assert cells[2] == "present CODE art. 9"
    assert cells[6] == "not_held"


def test_the_page_holds_the_evidence_and_no_markup_of_the_law(tmp_path: Path) -> None:
    evil = law(
        {"9": "Trafficking in persons <b>x</b> | Whoever recruits, transports or harbours a person & <script> for the "
         "purpose of slavery shall be punished by imprisonment for a term of 4 to 10 years."},
        jurisdiction="QQ", official_url="javascript:alert(1)",
    )  # fmt: skip
    stored(tmp_path, evil)
    page = "".join(html(laid_out(tmp_path, codes="QQ")))
    assert "<script>" not in page
    assert 'href="javascript' not in page
    assert "QQ CODE art. 9" in page
    assert "slavery" in page


def test_the_workbook_and_the_memo_open_and_say_the_same(home: Path, tmp_path: Path) -> None:
    book, memo = tmp_path / "a.xlsx", tmp_path / "a.docx"
    done = at(
        home,
        "compare",
        "trafficking",
        "-j",
        "QQ,ZZ",
        "--elements",
        "object.*",
        "--xlsx",
        str(book),
        "--docx",
        str(memo),
    )
    assert done.exit_code == 0, done.output
    sheets = load_workbook(book)
    assert sheets.sheetnames == ["matrix", "evidence", "sources"]
    evidence = list(sheets["evidence"].values)
    assert evidence[0] == COLUMNS
    assert any(line[9:11] == ("basic", "cells") for line in evidence)
    text = "\n".join(p.text for p in Document(str(memo)).paragraphs)
    assert "QQ CODE art. 9: “cells”" in text


def test_csv_of_the_command_is_what_the_rows_are(home: Path) -> None:
    done = at(home, "compare", "trafficking", "-j", "QQ", "--elements", "object.*", "--csv")
    read = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [r["element"] for r in read if r["answer"] == "present"] == ["object.organs", "object.cells"]


def test_answers_are_kept_and_read_again_until_a_rule_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = stored(tmp_path, quaria())
    asked: list[str] = []

    def members() -> list[str]:
        return [
            m.eid for s in survey.survey(library, library.current(), "trafficking", asked.append) for m in s.members
        ]

    assert members() == members() == ["art_9"]
    assert len(asked) == 1
    monkeypatch.setattr(kept, "version", lambda concept, language: "another")
    assert members() == ["art_9"]
    assert len(asked) == 2


def test_what_was_kept_is_what_was_found(tmp_path: Path) -> None:
    stored(tmp_path, zedland(), quaria())
    assert list(rows(laid_out(tmp_path))) == list(rows(laid_out(tmp_path)))


def test_a_damaged_cache_is_worked_out_again(tmp_path: Path) -> None:
    stored(tmp_path, quaria())
    before = list(rows(laid_out(tmp_path, codes="QQ")))
    for file in (tmp_path / "coded").rglob("*.json"):
        file.write_text(file.read_text()[:40])
    assert list(rows(laid_out(tmp_path, codes="QQ"))) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("compare", "traficking"), "Nearest: trafficking"),
        (("compare", "trafficking", "--elements", "object.cell"), "Nearest: object.cells"),
        (("compare", "trafficking", "-j", "Kazakstan"), "Nearest: kazakhstan"),
        (("wordings", "object.cellz"), "Nearest: object.cells"),
        (("gap", "ZZ:99"), "99"),
        (("gap", "ZZ:5", "--concept", "human_material"), "whole laws"),
        (("brief", "trafficking"), "one jurisdiction"),
        (("brief", "trafficking", "-j", "XX"), "no article that defines trafficking"),
        (("rerun", "nothing.json"), "no saved comparison"),
        (("code", "zz/none", "1"), "source"),
        (("explain", "ZZ:5", "object.cellz"), "Nearest: object.cells"),
    ],
)
def test_bad_input_is_one_clear_line(home: Path, arguments: tuple[str, ...], said: str) -> None:
    done = at(home, *arguments)
    assert done.exit_code != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len([line for line in done.stderr.splitlines() if line.startswith("delicti:")]) == 1


def test_the_digest_is_compared_and_marked() -> None:
    done = run("--digest", "compare", "trafficking", "--elements", "object.*", "-j", "KZ,CZ")
    assert done.exit_code == 0
    assert "our own plain-English re-telling" in done.stdout
    assert "128(2)(7)" in done.stdout


def test_a_saved_comparison_tells_what_changed(tmp_path: Path) -> None:
    stored(tmp_path, quaria())
    file = tmp_path / "kept.json"
    at(tmp_path, "compare", "trafficking", "-j", "QQ", "--elements", "object.*", "--save", str(file))
    assert "Nothing changed" in at(tmp_path, "rerun", str(file)).stdout
    data = json.loads(file.read_text())
    key = next(k for k in data["answers"] if k.endswith("object.cells"))
    data["answers"][key] = ["absent", "", "machine"]
    file.write_text(json.dumps(data))
    told = at(tmp_path, "rerun", str(file)).stdout
    assert "object.cells: absent to present “cells”" in told


def test_what_is_repealed_is_left_out_and_what_is_to_come_is_named_so(tmp_path: Path) -> None:
    now = quaria()
    gone = replace(now.provisions[0], status=Status.REPEALED)
    later = replace(now.provisions[0], status=Status.NOT_YET_IN_FORCE, eid="future__art_9", position=1)
    stored(tmp_path, replace(now, provisions=(gone, later)))
    library = Library.open(tmp_path)
    (member,) = survey.survey(library, library.current(), "trafficking")[0].members
    assert member.eid == "future__art_9"
    assert member.grounds[0].why.endswith("(not yet in force)")
