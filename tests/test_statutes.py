"""The real files: what must be true of them."""

import contextlib
import json
from pathlib import Path

import pytest

from corpus import numbering
from corpus.errors import NumberingError
from corpus.records import Expression, NoteKind, Provision, Status
from ingest import expectations
from ingest.pipeline import parse_source, read
from ingest.source import find_records, read_source, source_id

pytestmark = pytest.mark.statutes


@pytest.fixture(scope="module")
def kz(statutes: Path) -> Expression:
    folder = statutes / "kz/criminal-code-2014-ru"
    return read(folder)[0][0]


def units(expression: Expression, eid: str) -> list[Provision]:
    return [p for p in expression.provisions if p.eid == eid or p.eid.startswith(f"{eid}__")]


def test_the_kazakh_criminal_code_has_502_articles_without_gaps(kz: Expression) -> None:
    whole = {int(numbering.label(a.num).partition("-")[0]) for a in kz.articles}
    assert len(kz.articles) == 502
    assert sorted(whole) == list(range(1, 468))
    excluded = [a.num for a in kz.articles if a.status is Status.REPEALED]
    assert len(excluded) == 13
    assert "130" in excluded


def test_article_128_has_4_parts_13_points_and_its_two_notes(kz: Expression) -> None:
    found = units(kz, "art_128")
    assert sum(p.parent_eid == "art_128" for p in found) == 4
    assert sum(p.parent_eid == "art_128__para_2" for p in found) == 13
    notes = [n for p in found for n in p.notes]
    assert [n.kind for n in notes].count(NoteKind.NORMATIVE) == 1
    history = [n for n in notes if n.kind is NoteKind.EDITORIAL]
    assert len(history) == 1
    assert "27.12.2019" in history[0].text
    assert "05.07.2024" in history[0].text
    assert not any("Сноска" in p.words for p in kz.provisions)


def test_the_law_resumes_at_3_1_1_after_the_note_of_3_1(kz: Expression) -> None:
    found = {p.eid: p for p in units(kz, "art_3")}
    assert [n.kind for n in found["art_3__point_1"].notes] == [NoteKind.NORMATIVE]
    assert found["art_3__point_1-1"].intro.startswith("преступления, связанные с торговлей людьми")


def test_articles_quoted_inside_467_are_no_articles_of_their_own(kz: Expression) -> None:
    assert [a.num for a in kz.articles].count("51") == 1
    assert [p.eid for p in units(kz, "art_467")] == [
        "art_467", "art_467__para_1", "art_467__para_1-1", "art_467__para_2", "art_467__para_3",
        "art_467__para_3__point_1", "art_467__para_3__point_2",
    ]  # fmt: skip


def test_the_link_broken_twin_gives_the_same_provisions(kz: Expression, statutes: Path) -> None:
    twin = read(statutes / "kz/criminal-code-2014-ru-linkbroken")[0][0]

    def essence(e: Expression) -> list[tuple[object, ...]]:
        law = NoteKind.NORMATIVE
        return [
            (p.eid, p.level, p.num, p.heading, p.intro, p.wrap_up, p.status, p.containers,
             [n.text for n in p.notes if n.kind is law])
            for p in e.provisions
        ]  # fmt: skip

    assert essence(twin) == essence(kz)


def test_every_known_source_is_there_and_every_source_is_known(statutes: Path) -> None:
    there = sorted(source_id(f) for f in find_records([statutes]))
    assert there == expectations.known()


KEY = r"^\s*(?P<number>[^\s(]+(?:\s(?:bis|ter|quater|quinquies|[a-zA-Z])(?!\w))?)"


@pytest.mark.parametrize("name", expectations.known())
def test_a_source_reads_as_its_facts_say(name: str, statutes: Path) -> None:
    folder = statutes / name
    source = read_source(folder)
    facts = expectations.expectation(name)
    found, report = read(folder)  # checks counts, first, last, ignored share
    floor = facts.coverage_floor or (0.98 if source.defects else 0.995)
    assert report.coverage >= floor, report
    for expression in found:
        eids = [p.eid for p in expression.provisions]
        assert len(eids) == len(set(eids))
        for p in expression.provisions:
            assert "  " not in p.words
            assert p.parent_eid is None or p.parent_eid in eids
    labels = {label for e in found for root in e.roots for label in _labels(root)}
    missing = [
        f"{theme} {number}"
        for theme, numbers in source.key_provisions
        for number in numbers
        if number not in facts.unresolved and not _resolves(number, labels)
    ]
    assert missing == []


def _labels(root: Provision) -> set[str]:
    out = {root.eid.rpartition("art_")[2], root.eid}
    with contextlib.suppress(NumberingError):
        out.add(numbering.label(root.num).lower())
    return out | {o.replace("^", "-") for o in out}


def _resolves(number: str, labels: set[str]) -> bool:
    import re

    match = re.match(KEY, number)
    if not match:
        return False
    try:
        label = numbering.label(match["number"]).lower()
    except NumberingError:
        return False
    return label in labels or label.replace("^", "-") in labels


def test_the_catalogue_names_the_same_sources(statutes: Path) -> None:
    catalogue = json.loads((statutes / "catalog.json").read_text(encoding="utf-8"))
    assert sorted(r["source"] for r in catalogue) == expectations.known()


def test_declared_hashes_are_those_of_the_files(statutes: Path) -> None:
    folder = statutes / "kz/criminal-code-2014-ru"
    source = read_source(folder)
    assert parse_source(source, (folder / source.file).read_bytes())[0].sha256 == source.sha256
