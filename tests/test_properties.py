"""Seeded properties of the outline: nothing is lost or made up, eids are unique, text stays as it was."""

import random
import re

import pytest

from corpus.records import Level, Provision
from ingest import grammar as grammars
from ingest.draft import Draft, Law, freeze, words
from ingest.outline import outline

WORDS = ["Луна", "светит", "ночью", "группой", "лиц", "наказывается", "штрафом", "то", "же", "деяние", "статьи", "7"]


def article(dice: random.Random) -> tuple[list[str], list[str]]:
    """Random paragraphs in the adilet style, and the paths of the units they number."""

    def sentence() -> str:
        return " ".join(dice.choice(WORDS) for _ in range(dice.randint(1, 9)))

    paragraphs: list[str] = []
    paths: list[str] = []
    for part in range(1, dice.randint(1, 5)):
        paragraphs.append(f"{part}. {sentence()}:")
        paths.append(str(part))
        for point in range(1, dice.randint(1, 6)):
            paragraphs.append(f"{point}) {sentence()};")
            paths.append(f"{part}/{point}")
            if dice.random() < 0.2:
                paragraphs.append(f"{point}-1) {sentence()};")
                paths.append(f"{part}/{point}-1")
        if dice.random() < 0.5:
            paragraphs.append(f"наказывается {sentence()}.")
    if dice.random() < 0.3:
        paragraphs.append(f"Примечание. {sentence()}.")
        paths.append("note")
    if dice.random() < 0.3:
        paragraphs.append(f"Сноска. Статья 1 с изменением {sentence()}.")
    return paragraphs, paths


def read(paragraphs: list[str]) -> tuple[tuple[Provision, ...], Law]:
    law = Law()
    draft = Draft(Level.ARTICLE, num="1")
    outline(draft, paragraphs, grammars.load("ru-kz"), law)
    return freeze([draft], "seeded"), law


@pytest.mark.parametrize("seed", range(200))
def test_an_article_reads_into_exactly_the_units_it_prints(seed: int) -> None:
    from corpus import numbering

    paragraphs, paths = article(random.Random(seed))
    provisions, _ = read(paragraphs)
    eids = [p.eid for p in provisions] + [n.eid for p in provisions for n in p.notes if n.eid]
    assert len(eids) == len(set(eids)), f"seed {seed}"
    assert sorted(filter(None, map(numbering.unit_path, eids))) == sorted(paths), f"seed {seed}"


@pytest.mark.parametrize("seed", range(200))
def test_no_word_is_lost_or_made_up(seed: int) -> None:
    paragraphs, _ = article(random.Random(seed))
    provisions, law = read(paragraphs)
    kept = [w for p in provisions for t in (p.num, p.words, *(f"{n.num} {n.text}" for n in p.notes)) for w in words(t)]
    labels = list(law.label_words.elements())
    printed = [w for p in paragraphs for w in words(p)]
    assert sorted(kept + labels) == sorted([*printed, "1"]), f"seed {seed}"


@pytest.mark.parametrize("seed", range(100))
def test_every_text_stands_in_the_normalised_source(seed: int) -> None:
    paragraphs, _ = article(random.Random(seed))
    source = " ".join(" ".join(paragraphs).split())
    provisions, _ = read(paragraphs)
    for p in provisions:
        for text in (p.intro, p.wrap_up, *(n.text for n in p.notes)):
            assert text in source, f"seed {seed}: {text}"
            assert "  " not in text


@pytest.mark.parametrize("seed", range(100))
def test_broken_lines_soft_hyphens_and_decomposed_letters_change_nothing(seed: int) -> None:
    import unicodedata

    dice = random.Random(seed)
    paragraphs, _ = article(dice)

    def spoil(text: str) -> str:
        text = re.sub(" ", lambda m: dice.choice([" ", "\n", "\u00a0", "  "]), text)
        text = re.sub("(?<=[а-я])(?=[а-я])", lambda m: dice.choice(["", "", "", "\u00ad"]), text)
        return unicodedata.normalize("NFD", text)

    plain, _ = read(paragraphs)
    spoilt, _ = read([spoil(p) for p in paragraphs])
    assert plain == spoilt, f"seed {seed}"
