"""The vocabulary files: they load, translate every term, and tell organs and cells of the body from the other kinds."""

import re
from importlib.resources import files

import pytest

from corpus.errors import CorpusError
from search import concepts
from search.concepts import CONCEPTS, Marker, vocabulary
from search.patterns import PatternSet, words_of
from search.tokens import analysers, tokeniser
from tests.laws import indexed, law, places

FILES = concepts.languages()


def test_there_is_a_vocabulary_of_every_language_that_has_been_looked_at() -> None:
    assert len(FILES) == 37
    assert set(FILES) <= set(analysers())


@pytest.mark.parametrize("language", FILES)
def test_a_vocabulary_loads_and_all_its_patterns_can_be_read(language: str) -> None:
    data = vocabulary(language)
    assert set(data["concepts"]) == set(CONCEPTS)
    patterns = PatternSet(language, lemma=str)  # no dictionary: only the reading is looked at
    for concept, kinds in data["concepts"].items():
        assert kinds["strong"], concept
        for kind, listed in kinds.items():
            for pattern in listed:
                patterns.add((concept, kind), pattern)


@pytest.mark.parametrize("language", FILES)
def test_every_term_is_translated_or_the_file_says_why_not(language: str) -> None:
    listed = vocabulary(language)["terms"]
    text = files("corpus").joinpath(f"data/vocabulary/{language}.toml").read_text(encoding="utf-8")
    silent = [
        key
        for key in concepts.terms()
        if not listed.get(key) and not re.search(rf"^\s*#.*\b{key}\b|^{key} = \[\]\s*#", text, re.MULTILINE)
    ]
    assert silent == []
    read = tokeniser(language).query
    assert [p for phrases in listed.values() for p in phrases if not read(p)] == []


def test_a_language_without_vocabulary_has_an_empty_one() -> None:
    assert vocabulary("la") == {"terms": {}, "concepts": {}}
    assert Marker("la").mark(words_of("organum", "la")[0], 0) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[terms]\nwidget = ['x']", "the key 'widget'"),
        ("[concepts.theft]\nstrong = ['x']", "the key 'theft'"),
        ("[concepts.smuggling]\nloud = ['x']", "the key 'loud'"),
        ("[words]", "the key 'words'"),
        ("[terms", "expected TOML"),
    ],
)
def test_a_broken_vocabulary_is_a_clear_error(monkeypatch: pytest.MonkeyPatch, tmp_path, text: str, says: str) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "data" / "vocabulary"
    folder.mkdir(parents=True)
    real = files("corpus").joinpath("data/vocabulary/terms.toml").read_text(encoding="utf-8")
    (folder / "terms.toml").write_text(real, encoding="utf-8")
    (folder / "en.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(concepts, "files", lambda package: tmp_path)
    vocabulary.cache_clear()
    try:
        with pytest.raises(CorpusError, match=re.escape(says)):
            vocabulary("en")
    finally:
        vocabulary.cache_clear()


# Language, sentence, the concepts it speaks of (of those that are asked for here).
BODY = [
    ("en", "Whoever removes an organ or tissue from a living donor without consent"),
    ("en", "The sale of human cells for transplantation is punished"),
    ("ru", "Незаконное изъятие органов или тканей человека для трансплантации"),
    ("ru", "Принуждение к изъятию органов потерпевшего"),
    ("de", "Wer einem Toten ein Organ oder Gewebe entnimmt, wird bestraft"),
    ("de", "Handel mit Organen und Geweben treibt"),
    ("es", "El que extrajere órganos o tejidos de una persona para su trasplante"),
    ("es", "la venta de células y tejidos humanos para trasplante de órganos"),
    ("zh", "强迫他人出卖人体器官的,处有期徒刑"),
    ("zh", "未经本人同意摘取其器官"),
]
OTHER = [
    ("en", "The competent organ of the State informs the executive organs of the Union"),
    ("en", "He shall be confined in a prison cell and searched in the police cell"),
    ("ru", "Государственный орган уведомляет органы внутренних дел и органы прокуратуры"),
    ("ru", "Осужденный содержится в камере, клетка для животных в ней не ставится"),
    ("de", "Die zuständigen Organe der Europäischen Union und die Organe des Bundes"),
    ("de", "Der Gefangene wird in einer Zelle untergebracht"),
    ("es", "El órgano judicial competente y los órganos de la administración"),
    ("es", "El preso ocupa una celda; la célula terrorista es una asociación"),
    ("zh", "国家机关和司法机关依法办理"),
    ("zh", "犯人关押在监狱的囚室"),
]


@pytest.mark.parametrize(("language", "sentence"), BODY)
def test_organs_and_cells_of_the_body_are_marked(language: str, sentence: str) -> None:
    marked = {m.concept for m in Marker(language).mark(words_of(sentence, language)[0], 0) if m.spans}
    assert "organ_removal" in marked


@pytest.mark.parametrize(("language", "sentence"), OTHER)
def test_state_bodies_and_prison_cells_are_not(language: str, sentence: str) -> None:
    marked = {m.concept for m in Marker(language).mark(words_of(sentence, language)[0], 0) if m.spans}
    assert not marked & {"organ_removal", "human_material"}


SENSES = {
    "en": ("organ", "cell"),
    "ru": ("орган", "клетка"),
    "de": ("Organ", "Zelle"),
    "es": ("órgano", "célula"),
}


@pytest.mark.parametrize("language", sorted(SENSES))
def test_a_concept_narrows_a_word_to_its_sense(language: str) -> None:
    body = [s for code, s in BODY if code == language]
    other = [s for code, s in OTHER if code == language]
    units = {str(n): s for n, s in enumerate(body + other, 1)}
    index = indexed(law(units, language=language))
    organ, _ = SENSES[language]
    assert "1" in places(index, organ, concept="organ_removal")
    assert not {"3", "4"} & set(places(index, organ, concept="organ_removal"))
    assert "3" in places(index, organ)


def test_both_senses_in_one_article_are_told_apart() -> None:
    index = indexed(
        law({
            "1": "Organs|",
            "1/1": "Whoever removes an organ or tissue from a donor",
            "1/2": "The competent organ of the State informs the executive organs",
            "2": "The removal of an organ or tissue is an offence. He is held in a prison cell.",
        })
    )  # fmt: skip
    assert places(index, "organ") == ["1(1)", "1(2)", "2"]
    assert places(index, "organ", concept="organ_removal") == ["1(1)", "2"]
    assert places(index, "cell") == ["2"]
    assert places(index, "cell", concept="organ_removal") == []


def test_all_about_a_concept_is_found_without_a_word() -> None:
    index = indexed(law({"1": "Removal of organs | Whoever removes an organ", "2": "Whoever steals a boat"}))
    assert places(index, "", concept="organ_removal") == ["1"]
    assert places(index, "concept:organ_removal boat") == []
    assert places(index, "concept:organ_removal organ") == ["1"]


def test_weak_words_need_company_within_forty_words() -> None:
    marker = Marker("ru")

    def marked(text: str) -> bool:
        return any(m.spans for m in marker.mark(words_of(text, "ru")[0], 0) if m.concept == "organ_removal")

    assert not marked("донор")
    assert marked("донор " + "слово " * 39 + "кровь")
    assert not marked("донор " + "слово " * 40 + "кровь")


def test_a_heading_says_more_than_the_text_and_a_short_article_more_than_a_long_one() -> None:
    marker = Marker("en")

    def score(text: str, heading: int) -> float:
        return next(m.score for m in marker.mark(words_of(text, "en")[0], heading) if m.concept == "prostitution")

    assert score("prostitution is an offence", 1) > score("prostitution is an offence", 0)
    assert score("prostitution", 0) > score("prostitution " + "word " * 600, 0)
