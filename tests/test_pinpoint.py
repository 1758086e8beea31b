"""Pinpoints both ways, over the made-up code of the adilet layout and the digest."""

from pathlib import Path

import pytest

from corpus import pinpoint
from corpus.errors import QueryError
from corpus.library import Library
from corpus.records import Expression, Work
from ingest.pipeline import parse_source
from ingest.source import read_source

MOON = Path(__file__).parent / "layouts" / "adilet_text" / "moonland"


@pytest.fixture(scope="module")
def moon() -> Expression:
    source = read_source(MOON)
    return parse_source(source, (MOON / source.file).read_bytes())[0]


@pytest.mark.parametrize(
    ("typed", "cited"),
    [
        ("ZZ:7(2)(1)", "ZZ LC art. 7(2)(1)"),
        ("ZZ 7.2.1", "ZZ LC art. 7(2)(1)"),
        ("zz art 7 part 2 point 1", "ZZ LC art. 7(2)(1)"),
        ("ZZ LC art. 7(2)(1)", "ZZ LC art. 7(2)(1)"),
        ("zz: ст. 7 ч. 2 п. 1", "ZZ LC art. 7(2)(1)"),
        ("ZZ:§7 Abs. 2 Nr. 1", "ZZ LC art. 7(2)(1)"),
        ("ZZ:7/2/1", "ZZ LC art. 7(2)(1)"),
        ("ZZ:§7 Abs. 2 Satz 1", "ZZ LC art. 7(2)"),
        ("ZZ:§7 Abs. 2 Satz 1 Nr. 2", "ZZ LC art. 7(2)(2)"),
        ("ZZ:7-1", "ZZ LC art. 7-1"),
        ("ZZ 7 - 1", "ZZ LC art. 7-1"),
        ("ZZ:1(1-1)", "ZZ LC art. 1(1-1)"),
        ("ZZ:7", "ZZ LC art. 7"),
        ("ZZ:7 note", "ZZ LC art. 7 note"),
        ("ZZ:7 примечание", "ZZ LC art. 7 note"),
        ("ZZ:art_7__para_2__point_2", "ZZ LC art. 7(2)(2)"),
        ("ZZ criminal-code 7", None),
    ],
)
def test_what_people_type_finds_the_provision(moon: Expression, typed: str, cited: str | None) -> None:
    reference = pinpoint.parse_reference(typed)
    assert reference.jurisdiction == "ZZ"
    _, rest = pinpoint.split_work(reference.rest, [moon.work])
    if cited is None:
        with pytest.raises(QueryError):
            pinpoint.find(moon, rest)
        return
    place = pinpoint.find(moon, rest)
    eid = place.note.eid if place.note else place.provision.eid
    assert eid is not None
    assert pinpoint.cite(moon.work, eid) == cited


def test_every_citation_of_a_numbered_unit_finds_its_way_back(moon: Expression) -> None:
    num = ""
    for p in moon.provisions:
        num = p.num if p.parent_eid is None else num
        cited = pinpoint.cite(moon.work, p.eid, num)
        _, rest = pinpoint.split_work(pinpoint.parse_reference(cited).rest, [moon.work])
        assert pinpoint.find(moon, rest).provision.eid == p.eid, cited


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("128", "a jurisdiction and a number"),
        ("", "a jurisdiction and a number"),
        ("ZZ:7@2020-13-01", "a date such as"),
    ],
)
def test_a_reference_that_cannot_be_read_says_what_was_expected(typed: str, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        pinpoint.parse_reference(typed)


@pytest.mark.parametrize(
    ("rest", "says"),
    [
        ("77", "no article '77', expected a number that the text held prints. Nearest: 7"),
        ("7(9)", "ZZ LC art. 7: found no unit '9' under it, expected one of 1, 2"),
        ("7(1)(5)", r"ZZ LC art. 7\(1\): found no unit '5' under it, expected no smaller unit"),
        ("7 note 4", "no note 4"),
        ("7(1)-(2)", "one provision at a time"),
        ("7(1), (2)", "one provision at a time"),
        ("§", "an article number"),
    ],
)
def test_a_number_that_is_not_there_names_the_nearest(moon: Expression, rest: str, says: str) -> None:
    with pytest.raises(QueryError, match=says):
        pinpoint.find(moon, rest)


@pytest.mark.parametrize(
    ("eid", "num", "cited"),
    [
        ("art_177bis__para_1", "177 bis", "XX CP § 177 bis(1)"),
        ("chp_4__art_1a", "4:1 a", "XX CP § 4:1 a"),
        ("chp_4__art_1a", "", "XX CP § 4:1a"),
        ("art_225-4-1__nn_2", "225-4-1", "XX CP § 225-4-1, para. 2"),
        ("protocol__art_3__para_a", "3", "XX CP protocol § 3(a)"),
        ("trans_II__para_3", "", "XX CP transitional II(3)"),
        ("sched_2__para_1", "", "XX CP sched. 2(1)"),
        ("preamble__nn_3", "", "XX CP preamble, para. 3"),
        ("art_5__note_2", "5", "XX CP § 5 note 2"),
    ],
)
def test_pinpoints_read_as_lawyers_write_them(eid: str, num: str, cited: str) -> None:
    work = Work(jurisdiction="XX", slug="code", title="", title_en="", short="CP", unit="§")
    assert pinpoint.cite(work, eid, num) == cited


def test_no_text_held_and_not_in_the_text_held_are_different_answers(tmp_path: Path) -> None:
    library = Library.open(tmp_path)
    with pytest.raises(QueryError, match="no text of this jurisdiction held"):
        library.resolve("SA:1")
    with pytest.raises(QueryError, match="found no article '999', expected a number that the text held prints"):
        library.resolve("KZ:999")
    with pytest.raises(
        QueryError, match=r"3 works held and none of them named, expected one of .*UN Trafficking Protocol"
    ):
        library.resolve("INTL:3")
    with pytest.raises(QueryError, match="no edition held of 1990-01-01 or before"):
        library.resolve("KZ:128@1990-01-01")
    with pytest.raises(QueryError, match="no edition held in 'kk', expected one of en"):
        library.resolve("KZ:128", ("kk",))
