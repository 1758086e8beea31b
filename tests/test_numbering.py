"""Printed numbers of ten scripts and many habits."""

import random

import pytest

from corpus import numbering
from corpus.errors import NumberingError
from corpus.records import Level

# printed, label, eid part of an article
ODD_NUMBERS = [
    ("128", "128", "art_128"),
    ("128-1", "128-1", "art_128-1"),
    ("Статья 128.", "128", "art_128"),
    ("Статья 127.1", "127.1", "art_127.1"),
    ("Стаття 150 - 1 .", "150-1", "art_150-1"),
    ("Стаття 96-10-1", "96-10-1", "art_96-10-1"),
    ("ст. 135", "135", "art_135"),
    ("128-бап.", "128", "art_128"),
    ("125-1-бап", "125-1", "art_125-1"),
    ("135-modda", "135", "art_135"),
    ("135-модда", "135", "art_135"),
    ("Maddə 144-1.", "144-1", "art_144-1"),
    ("Madde 80", "80", "art_80"),
    ("§ 232", "232", "art_232"),
    ("§ 232a", "232a", "art_232a"),
    ("§ 262 a.", "262a", "art_262a"),
    ("§§ 5", "5", "art_5"),
    ("§ 133¹", "133^1", "art_133^1"),
    ("133^1", "133^1", "art_133^1"),
    ("მუხლი 143^1.", "143^1", "art_143^1"),
    ("Articolul 218^1", "218^1", "art_218^1"),
    ("Art.210", "210", "art_210"),
    ("Art. 433quinquies", "433quinquies", "art_433quinquies"),
    ("177 bis", "177bis", "art_177bis"),
    ("Artículo 177 bis.", "177bis", "art_177bis"),
    ("145 ter", "145ter", "art_145ter"),
    ("225-4-1", "225-4-1", "art_225-4-1"),
    ("Article 225-4-1", "225-4-1", "art_225-4-1"),
    ("L. 823-1", "L823-1", "art_l823-1"),
    ("L823-1", "L823-1", "art_l823-1"),
    ("149-A", "149-A", "art_149-a"),
    ("Art. 149-A.", "149-A", "art_149-a"),
    ("323Α", "323Α", "art_323α"),
    ("Άρθρο 323Α", "323Α", "art_323α"),
    ("17Α", "17Α", "art_17α"),
    ("159а", "159а", "art_159а"),
    ("Чл. 159а.", "159а", "art_159а"),
    ("Члан 388.", "388", "art_388"),
    ("Článek 5", "5", "art_5"),
    ("Članak 106.", "106", "art_106"),
    ("74/A. §", "74/A", "art_74-a"),
    ("192. §", "192", "art_192"),
    ("154.1", "154.1", "art_154.1"),
    ("147 straipsnis", "147", "art_147"),
    ("4:1 a", "4:1a", "chp_4__art_1a"),
    ("26:262a", "26:262a", "chp_26__art_262a"),
    ("271.7A", "271.7A", "art_271.7a"),
    ("279.011", "279.011", "art_279.011"),
    ("98D", "98D", "art_98d"),
    ("98AA", "98AA", "art_98aa"),
    ("370A", "370A", "art_370a"),
    ("§ 1591", "1591", "art_1591"),
    ("s. 2", "2", "art_2"),
    ("Section 66A", "66A", "art_66a"),
    ("第二百三十四条之一", "234-1", "art_234-1"),
    ("第二百四十条", "240", "art_240"),
    ("第十条", "10", "art_10"),
    ("第一百零二条", "102", "art_102"),
    ("第296-1條", "296-1", "art_296-1"),
    ("第 296-1 條", "296-1", "art_296-1"),
    ("第二百二十六条の二", "226-2", "art_226-2"),
    ("226_2", "226-2", "art_226-2"),
    ("2의2", "2-2", "art_2-2"),
    ("제289조", "289", "art_289"),
    ("제295조의2", "295-2", "art_295-2"),
    ("Điều 150", "150", "art_150"),
    ("المادة 397", "397", "art_397"),
    ("１４９", "149", "art_149"),
    ("IV", "IV", "art_iv"),
    ("Artículo I", "I", "art_i"),
    ("1º", "1", "art_1"),
    ("Art. 1.º", "1", "art_1"),
    ("(1)", "1", "art_1"),
    ("1)", "1", "art_1"),
    ("1.", "1", "art_1"),
    ("1°", "1", "art_1"),
    ("2-1)", "2-1", "art_2-1"),
    ("(1.1)", "1.1", "art_1.1"),
    ("(2a)", "2a", "art_2a"),
    ("а)", "а", "art_а"),
    ("ა)", "ა", "art_ა"),
    ("α)", "α", "art_α"),
    ("στ)", "στ", "art_στ"),
    ("đ)", "đ", "art_đ"),
    ("가.", "가", "art_가"),
    ("（一）", "一", "art_一"),
    ("①", "1", "art_1"),
    ("⑳", "20", "art_20"),
    ("أ-", "أ", "art_أ"),
    ("I –", "I", "art_i"),
    ("§ 1.", "1", "art_1"),
    ("(iii)", "iii", "art_iii"),
    ("128\u2011 1", "128-1", "art_128-1"),
    ("128\u00a0bis", "128bis", "art_128bis"),
]


def test_the_table_is_large_enough() -> None:
    assert len({printed for printed, _, _ in ODD_NUMBERS}) >= 80


@pytest.mark.parametrize(("printed", "label", "eid"), ODD_NUMBERS)
def test_a_printed_number_gives_its_label_and_eid(printed: str, label: str, eid: str) -> None:
    assert numbering.label(printed) == label
    assert numbering.eid_part(Level.ARTICLE, printed) == eid


@pytest.mark.parametrize("blank", ["", "  ", "§", "()", "...", "Статья"])
def test_what_counts_nothing_is_an_error(blank: str) -> None:
    with pytest.raises(NumberingError, match="a printed number"):
        numbering.label(blank)


ORDERED = [
    ["127", "128", "128-1", "128-2", "129"],
    ["176", "177", "177 bis", "177 ter", "177 quater", "178"],
    ["143", "143^1", "143^2", "144"],
    ["98", "98A", "98B", "98D", "99"],
    ["225-4", "225-4-1", "225-4-2", "225-4-10", "225-5", "226"],
    ["4:1", "4:1 a", "4:1 b", "4:2", "5:1"],
    ["9", "10", "100", "1000"],
    ["433", "433 bis", "433 quinquies", "433 sexies", "433 decies", "434"],
    ["I", "II", "IV", "IX", "X"],
    ["第二百三十四条", "第二百三十四条之一", "第二百三十五条"],
]


@pytest.mark.parametrize("numbers", ORDERED, ids=lambda n: n[1])
def test_numbers_sort_as_the_law_does(numbers: list[str]) -> None:
    shuffled = numbers.copy()
    random.Random(128).shuffle(shuffled)
    assert sorted(shuffled, key=numbering.key) == numbers


@pytest.mark.parametrize(
    ("system", "text", "place"),
    [
        ("dec", "12", (12,)),
        ("dec", "2-1", (2, 1)),
        ("deca", "3a", (3, 1)),
        ("latin", "c", (3,)),
        ("latin", "aa", (27,)),
        ("czech", "ch", (8, 50)),
        ("cyrillic", "в", (3,)),
        ("ukrainian", "ґ", (5,)),
        ("georgian", "გ", (3,)),
        ("greek", "στ", (6,)),
        ("greek", "ια", (11,)),
        ("roman", "iv", (4,)),
        ("ROMAN", "XIV", (14,)),
        ("circled", "⑫", (12,)),
        ("cjk", "十二", (12,)),
        ("double", "bb", (2,)),
        ("hangul", "다", (3,)),
        ("uzbek", "v", (3,)),
        ("vietnamese", "đ", (5,)),
        ("arabic", "ج", (3,)),
        ("roman", "c", None),
        ("roman", "iiii", None),
        ("LATIN", "a", None),
        ("latin", "ab3c", None),
        ("circled", "x", None),
    ],
)
def test_a_label_has_its_place_in_its_counting_system(system: str, text: str, place: tuple[int, ...] | None) -> None:
    found = numbering.ordinal(system, text)
    if place == (8, 50):  # Czech ch follows h
        assert numbering.ordinal(system, "h") < found < numbering.ordinal(system, "i")  # type: ignore[operator]
    else:
        assert found == place


@pytest.mark.parametrize(
    ("eid", "path"),
    [
        ("art_128__para_2__point_7", "2/7"),
        ("art_232__para_1__point_1__point_a", "1/1/a"),
        ("art_128", ""),
        ("art_128__note", "note"),
        ("art_149__note_1", "note/1"),
        ("chp_4__art_1a__point_3", "3"),
        ("art_5__para_1__nn_2__point_1", "1/1"),
        ("trans_II__para_3", "3"),
        ("protocol__art_3__para_a", "a"),
    ],
)
def test_an_eid_gives_the_path_that_lawyers_cite(eid: str, path: str) -> None:
    assert numbering.unit_path(eid) == path
