"""Wordings, gaps and briefs; coding by people."""

import json
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from compare.sheet import agreement, read
from tests.laws import run, stored
from tests.realms import mute, quaria, zedland


@pytest.fixture
def home(tmp_path: Path) -> Path:
    stored(tmp_path / "home", zedland(), quaria(), mute())
    return tmp_path / "home"


def said(home: Path, *arguments: str) -> str:
    done = run("--home", str(home), *arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


def source_of(home: Path) -> str:
    """The first source held."""
    return str(json.loads(said(home, "sources", "--json").splitlines()[0])["source"])


def test_wordings_give_the_words_and_name_the_silent(home: Path) -> None:
    told = said(home, "wordings", "object.cells", "--concept", "trafficking")
    assert "QQ CODE art. 9" in told
    assert "None from: XX" in told


def test_a_gap_names_what_others_have_and_not_what_its_own_definition_gives(home: Path) -> None:
    told = said(home, "gap", "ZZ:5", "-j", "QQ,ZZ", "--json")
    rows = json.loads(told)
    missing = {r["element"] for r in rows}
    assert "act.receipt" in missing
    assert "means.threat" in missing
    assert "object.cells" not in missing  # its own definition of exploitation names cells
    assert next(r for r in rows if r["element"] == "act.receipt")["pinpoint"] == "QQ CODE art. 9"


def test_a_draft_in_a_file_is_read_line_by_line(home: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(
        "Trafficking in persons\n"
        "Whoever recruits a person for the purpose of slavery shall be punished by imprisonment for 2 years.\n"
    )
    rows = json.loads(said(home, "gap", str(draft), "--lang", "en", "-j", "QQ", "--json"))
    missing = {r["element"] for r in rows}
    assert {"act.harbouring", "object.organs", "object.cells", "means.threat"} <= missing
    assert not {"act.recruitment", "purpose.slavery"} & missing


@pytest.mark.parametrize(
    ("content", "language", "words"),
    [
        (b"Whoever", "", "--lang"),
        (b"Whoever", "xx", "'xx'"),
        (b"\xff\xfe\x00", "en", "UTF-8"),
        (b" \n", "en", "no words"),
    ],
)
def test_a_draft_that_cannot_be_read_is_refused(
    home: Path, tmp_path: Path, content: bytes, language: str, words: str
) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_bytes(content)
    done = run("--home", str(home), "gap", str(draft), *(["--lang", language] if language else []))
    assert done.exit_code != 0
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_brief_says_only_what_was_coded_and_where(home: Path, tmp_path: Path) -> None:
    told = said(home, "brief", "trafficking", "-j", "ZZ", "--against", "QQ")
    assert told.startswith("# Trafficking in persons: Made-up country")
    assert "the means are an element of the basic offence" in told
    assert "ZZ CODE art. 5(2) “tissues”" in told
    assert "receipt: 1 of 1 (QQ), for example QQ CODE art. 9 “receives”" in told
    assert "| consent | present" in told
    page = said(home, "brief", "trafficking", "-j", "ZZ", "--against", "QQ", "--format", "html")
    assert page.startswith("<!doctype html>")
    assert "<h2>Texts</h2>" in page
    file = tmp_path / "brief.docx"
    said(home, "brief", "trafficking", "-j", "ZZ", "--against", "QQ", "--format", "docx", "-o", str(file))
    assert "tissues" in "\n".join(p.text for p in Document(str(file)).paragraphs)


def test_a_sheet_is_written_edited_and_kept_as_a_correction(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "sheet.csv"
    source = source_of(home)
    said(home, "code", source, "9", "--sheet", str(file))
    text = file.read_text()
    assert "object.tissues" in text
    lines = text.splitlines(keepends=True)
    number = next(i for i, line in enumerate(lines) if "object.tissues" in line)
    lines[number] = lines[number].replace(",absent,", ",present,", 1)
    edited = tmp_path / "edited.csv"
    edited.write_text("".join(lines))
    assert "1 corrections kept" in said(home, "correct", str(edited), "--coder", "A. Lawyer")
    rows = json.loads(said(home, "compare", "trafficking", "-j", "QQ", "--elements", "object.tissues", "--json"))
    assert rows[0]["answer"] == "present"
    assert rows[0]["coder"].startswith("A. Lawyer 2")
    assert "earlier text" not in rows[0]["coder"]
    kept = home / "corrections.json"
    kept.write_text(kept.read_text().replace('"text_sha256": "', '"text_sha256": "0'))
    rows = json.loads(said(home, "compare", "trafficking", "-j", "QQ", "--elements", "object.tissues", "--json"))
    assert "of an earlier text" in rows[0]["coder"]


def test_a_sheet_can_be_a_workbook(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "sheet.xlsx"
    source = source_of(home)
    said(home, "code", source, "9", "--sheet", str(file))
    assert load_workbook(file).active is not None
    assert {key[1] for key in read(file)} == {"9"}


def test_kappa_is_what_its_formula_gives(tmp_path: Path) -> None:
    def sheet(name: str, answers: str) -> Path:
        file = tmp_path / name
        head = "source,article,concept,element,answer\n"
        words = {"p": "present", "a": "absent"}
        lines = [f"s,{n},trafficking,act.receipt,{words[a]}\n" for n, a in enumerate(answers)]
        file.write_text(head + "".join(lines))
        return file

    found, differ = agreement(read(sheet("a.csv", "ppppaaaapa")), read(sheet("b.csv", "pppaaaaapp")))
    whole = found[0]
    assert whole.units == 10
    assert whole.agreed == pytest.approx(0.8)
    assert whole.kappa == pytest.approx((0.8 - 0.5) / 0.5)  # both say present five times of ten
    assert [key[1] for key in differ] == ["3", "9"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("source,article,concept,answer\ns,1,trafficking,present\n", "no column 'element'"),
        ("source,article,concept,element,answer\ns,1,trafficking,act.receipt,maybe\n", "'maybe'"),
        ("source,article,concept,element,answer\ns,1,trafficking,act.reciept,present\n", "Nearest: act.receipt"),
        ("", "no rows"),
    ],
)
def test_a_sheet_that_lacks_something_is_refused(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(text)
    done = run("agreement", str(file), str(file))
    assert done.exit_code != 0
    assert words in done.stderr
