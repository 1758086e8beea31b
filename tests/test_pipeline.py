"""The pipeline: side by side as one by one, unchanged means unread, facts are held against the reading."""

import json
import shutil
from pathlib import Path

import pytest

from corpus.errors import ParseError
from corpus.store import Store, check
from ingest import expectations
from ingest.pipeline import Report, ingest_all, read

LAYOUTS = Path(__file__).parent / "layouts"


def many(root: Path, count: int) -> Path:
    for n in range(count):
        shutil.copytree(LAYOUTS / "adilet_text" / "moonland", root / "zz" / f"law-{n}")
    return root


def test_two_processes_store_the_same_bytes_as_one(tmp_path: Path) -> None:
    root = many(tmp_path / "in", 6)
    for jobs in (1, 2):
        ingest_all([root], Store(tmp_path / f"home{jobs}"), jobs=jobs)
    one, two = (
        {p.relative_to(tmp_path / f"home{jobs}"): p.read_bytes() for p in (tmp_path / f"home{jobs}").rglob("*.jsonl")}
        for jobs in (1, 2)
    )
    assert one == two
    assert len(one) == 6
    assert [d for d in check(Store(tmp_path / "home2")) if d.fatal] == []


def test_only_what_changed_is_read_again(tmp_path: Path) -> None:
    root = many(tmp_path / "in", 3)
    ingest_all([root], Store(tmp_path / "home"))
    law = root / "zz" / "law-1" / "law.txt"
    law.write_text(law.read_text(encoding="utf-8").replace("штрафом", "выговором"), encoding="utf-8")
    told: list[tuple[str, Report | None]] = []
    reports = ingest_all([root], Store(tmp_path / "home"), tell=lambda n, r: told.append((n, r)))
    assert [r.status for r in reports] == ["unchanged", "stored", "unchanged"]
    assert {n for n, r in told if r is None} == {"zz/law-0", "zz/law-1", "zz/law-2"}
    assert "выговором" in Store(tmp_path / "home").load("zz/law-1").provisions[-5].words + str(
        [p.words for p in Store(tmp_path / "home").load("zz/law-1").provisions]
    )


def test_a_changed_record_is_read_again(tmp_path: Path) -> None:
    root = many(tmp_path / "in", 1)
    ingest_all([root], Store(tmp_path / "home"))
    path = root / "zz" / "law-0" / "source.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(record | {"consolidated_to": "2030-01-01"}), encoding="utf-8")
    assert [r.status for r in ingest_all([root], Store(tmp_path / "home"))] == ["stored"]
    assert str(Store(tmp_path / "home").load("zz/law-0").as_of) == "2030-01-01"


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"articles": 9}, "found 5 articles, expected 9"),
        ({"first": "2"}, "found the first article 1, expected 2"),
        ({"last": "9"}, "found the last article 8, expected 9"),
        ({"gaps": ["3-5"]}, "gaps in the numbers that differ from those known (6)"),
        ({"ignored_cap": 0.01}, "left out by rules, expected at most 1%"),
    ],
)
def test_a_reading_that_contradicts_the_known_facts_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, facts: dict[str, object], says: str
) -> None:
    root = many(tmp_path / "in", 1)
    monkeypatch.setattr(expectations, "facts", lambda source_id: facts)
    with pytest.raises(ParseError) as caught:
        read(root / "zz" / "law-0")
    assert says in str(caught.value)


def test_right_facts_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = many(tmp_path / "in", 1)
    right = {"articles": 5, "first": "1", "last": "8", "gaps": ["3-6"]}
    monkeypatch.setattr(expectations, "facts", lambda source_id: right)
    assert read(root / "zz" / "law-0")[1].articles == 5


@pytest.mark.parametrize("name", expectations.known())
def test_the_facts_of_every_known_source_are_well_formed(name: str) -> None:
    from ingest import grammar
    from ingest.pipeline import dialects

    table = expectations.facts(name)
    assert table["dialect"] in dialects()
    assert table["dialect"] == "fek_treaties" or not table.get("grammar") or table["grammar"] in grammar.names()
    assert table["work"]
    assert table["short"]
    assert table.get("languages_articles") or table["articles"] > 0
