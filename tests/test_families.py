"""The forms of a word are brought together and other words are not: measured on `families.toml`."""

import tomllib
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from corpus.records import Expression, NoteKind, Provision
from ingest.pipeline import parse_source
from ingest.source import find_records, read_source
from search.lemmas import lemmatiser
from search.tokens import base, tokeniser

TABLE: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "families.toml").read_text(encoding="utf-8"))


def lemma(language: str, word: str) -> str:
    return lemmatiser(language).lemma(tokeniser(language).fold(word))


@pytest.mark.parametrize("language", sorted(TABLE))
def test_families_come_together_and_other_words_stay_apart(language: str) -> None:
    table = TABLE[language]
    families = [line.split() for line in table["attested"] + table["unattested"]]
    assert len(families) >= 10
    assert len(table["different"]) >= 5
    pairs = [pair for family in families for pair in combinations(family, 2)]
    parted = [(a, b) for a, b in pairs if lemma(language, a) != lemma(language, b)]
    different = [tuple(line.split()) for line in table["different"]]
    joined = [(a, b) for a, b in different if lemma(language, a) == lemma(language, b)]
    assert 1 - len(parted) / len(pairs) >= table["together"], parted
    assert 1 - len(joined) / len(different) >= table["apart"], joined


def test_what_a_map_finds_is_not_looked_at_again() -> None:
    assert lemma("fr", "traites") == lemma("fr", "traite") != lemma("fr", "traités")
    assert lemma("de", "Opfern") == "opfer"


def test_an_irregular_form_goes_the_way_of_its_word() -> None:
    assert lemma("hr", "ljudima") == lemma("hr", "čovjeka")
    assert lemma("ar", "وللأشخاص") == lemma("ar", "الشخص")


def test_a_number_is_its_own_lemma() -> None:
    assert lemma("kk", "128-1") == "128-1"


def _articles(expression: Expression, roots: set[str]) -> dict[str, list[str]]:
    """The forms of each article: its text and the notes that are law, not the editor's."""
    forms = tokeniser(expression.language).forms
    owner: dict[str, str] = {}
    out: dict[str, list[str]] = {eid: [] for eid in roots}
    for p in expression.provisions:
        owner[p.eid] = root = p.eid if p.eid in roots or p.parent_eid is None else owner[p.parent_eid]
        if root in out:
            for text in _texts(p):
                out[root] += forms(text)
    return out


def _texts(p: Provision) -> list[str]:
    law = [n.text for n in p.notes if n.kind is NoteKind.NORMATIVE]
    return [t for t in (p.heading, p.intro, p.wrap_up, *law) if t]


def _parse(folder: Path) -> tuple[Expression, ...]:
    source = read_source(folder)
    return parse_source(source, (folder / source.file).read_bytes())


@cache
def _parsed(folder: Path) -> dict[str, list[str]]:
    expression = _parse(folder)[0]
    return _articles(expression, {a.eid for a in expression.articles})


def _holding(folder: Path, word: str) -> set[str]:
    sought = lemma("ru", word)
    return {eid for eid, forms in _parsed(folder).items() if any(lemma("ru", f) == sought for f in forms)}


@pytest.mark.statutes
@pytest.mark.parametrize("language", ["ru", "uk", "de", "es", "pl", "cs", "ro", "tr", "sv", "en"])
def test_attested_forms_stand_in_real_texts(language: str, statutes: Path) -> None:
    forms = tokeniser(language).forms
    missing = {tokeniser(language).fold(f) for line in TABLE[language]["attested"] for f in line.split()}
    for folder in find_records([statutes]):
        source = read_source(folder)
        if language not in map(base, source.languages) or not missing:
            continue
        for expression in _parse(folder):
            if base(expression.language) != language:
                continue
            for p in expression.provisions:
                for text in (p.heading, p.intro, p.wrap_up, *(n.text for n in p.notes)):
                    missing.difference_update(forms(text or ""))
    assert missing == set()


@pytest.mark.statutes
def test_every_form_of_a_word_finds_the_same_articles(statutes: Path) -> None:
    code = statutes / "kz/criminal-code-2014-ru"
    organ = _holding(code, "орган")
    assert len(organ) == 62
    for form in ("органы", "органов", "органам", "органа", "органом"):
        assert _holding(code, form) == organ
    assert _holding(code, "люди") == _holding(code, "людьми") == _holding(code, "людей") != set()
    health = statutes / "kz/public-health-code-2020-ru"
    assert _holding(health, "клетка") == _holding(health, "клеток") != set()
