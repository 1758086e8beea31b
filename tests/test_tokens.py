"""Words of a text: numbers keep their parts, spellings of one word are one form, and every word has its place."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given, seed, settings
from hypothesis import strategies as st

from search.tokens import analysers, base, tokeniser

LANGUAGES = sorted(analysers())
quick = settings(max_examples=300, derandomize=True, database=None, deadline=None)


def forms(language: str, text: str) -> list[str]:
    return tokeniser(language).forms(text)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("128", "128"),
        ("128-1", "128-1"),
        ("128‑1", "128-1"),  # a hyphen that does not break
        ("128‐1", "128-1"),
        ("225-4-1", "225-4-1"),
        ("177 bis", "177 bis"),
        ("177\u00a0bis", "177 bis"),
        ("177bis", "177 bis"),
        ("177 BIS", "177 bis"),
        ("421 quinquies", "421 quinquies"),
        ("143^1", "143^1"),
        ("143¹", "143^1"),
        ("143¹²", "143^12"),
        ("12.3.4", "12.3.4"),
        ("4:1", "4:1"),
        ("12/2014", "12/2014"),
        ("128a", "128a"),
        ("128А", "128a"),  # Cyrillic
        ("323Α", "323a"),  # Greek
        ("232-б", "232-б"),
    ],
)
def test_a_number_keeps_its_parts(text: str, form: str) -> None:
    assert forms("en", text) == [form]
    assert forms("en", f"see {text}, there") == ["see", form, "there"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12 a", ["12", "a"]),
        ("177 bison", ["177", "bison"]),
        ("21st", ["21", "st"]),
        ("5. In", ["5", "in"]),
        ("§ 232 (2)", ["232", "2"]),
        ("1,5", ["1", "5"]),
        ("5-year", ["5", "year"]),
        ("", []),
        ("— § … !", []),
        ("_foo_bar_", ["foo", "bar"]),
    ],
)
def test_what_only_stands_beside_a_number_is_a_word_of_its_own(text: str, found: list[str]) -> None:
    assert forms("en", text) == found


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "organ's", ["organ's"]),
        ("en", "organ’s organs’ 'organs'", ["organ's", "organs", "organs"]),
        ("uk", "здоров’я здоров'я здоровʼя", ["здоров'я"] * 3),
        ("fr", "l’organe d'un", ["l", "organe", "d", "un"]),
        ("fr", "L'ORGANE qu'elle", ["l", "organe", "qu", "elle"]),
        ("fr", "aujourd’hui", ["aujourd'hui"]),
        ("it", "dell'organo un'arma", ["dell", "organo", "un", "arma"]),
        ("en", "l'organe", ["l'organe"]),
        ("ru", "купля-продажа", ["купля", "продажа"]),
        ("ru", "ор\u00adга\u00adны", ["органы"]),
        ("ru", "о\u0301рганы", ["органы"]),  # a stress mark
        ("ru", "и\u0306од ё\u0301лка е\u0308лка", ["йод", "елка", "елка"]),
        ("en", "or\u200bgan \u200eorgan\ufeff", ["organ", "organ"]),
        ("ar", "الأَعْضَاءِ الاعضاء", ["الاعضاء", "الاعضاء"]),  # with and without vowel signs
        ("ar", "أعـضاء", ["اعضاء"]),  # a stretched line inside
        ("tr", "İÇİN için ILIK ılık", ["için", "için", "ılık", "ılık"]),
        ("tr", "I\u0307NSAN insan", ["insan", "insan"]),
        ("az", "İNSAN QIZ", ["insan", "qız"]),
        ("en", "İSTANBUL", ["istanbul"]),
        ("de", "STRAßE Strasse", ["strasse", "strasse"]),
        ("el", "ΑΝΘΡΩΠΟΣ άνθρωπος ΆΝΘΡΩΠΟΣ", ["ανθρωποσ"] * 3),
        ("ro", "ţesuturi țesuturi", ["țesuturi", "țesuturi"]),
        ("sr", "трговина људима trgovina ljudima", ["trgovina", "ljudima"] * 2),
        ("sr", "Џеп Džep ђак đak", ["džep", "džep", "đak", "đak"]),
        ("uz", "эксплуатация ekspluatatsiya", ["ekspluatatsiya"] * 2),
        ("uz", "ўғирлик o‘g‘irlik oʻgʻirlik", ["o'g'irlik"] * 3),
        ("uz", "соғ sog‘", ["sog", "sog"]),
        ("uz", "еб yeb аъзо a’zo шахс shaxs", ["yeb", "yeb", "a'zo", "a'zo", "shaxs", "shaxs"]),
        ("ru", "opган oргaн", ["орган", "орган"]),  # with Latin o, p, a
        ("ru", "оrgаns", ["organs"]),  # with Cyrillic о, а
        ("uk", "людинi", ["людині"]),  # with Latin i
        ("zh", "器官移植", ["器官", "官移", "移植", "植"]),
        ("zh", "器官、移植", ["器官", "官", "移植", "植"]),
        ("zh", "器 官\n移", ["器官", "官移", "移"]),  # broken lines
        ("zh", "第12条之1", ["第", "12", "条之", "之", "1"]),
        ("zh", "A级", ["a", "级"]),
        ("ja", "臓器の売買", ["臓器", "器の", "の売", "売買", "買"]),
        ("ko", "장기를 적출", ["장", "기", "를", "적", "출"]),
        ("vi", "mô tạng", ["mô", "tạng"]),
        ("ka", "ორგანო", ["ორგანო"]),
        ("kk", "адам саудасы", ["адам", "саудасы"]),
    ],
)
def test_spellings_of_one_word_are_one_form(language: str, text: str, found: list[str]) -> None:
    assert forms(language, text) == found
    assert [t.form for t in tokeniser(language).tokens(text)] == found


def test_letters_that_differ_stay_apart_where_the_language_tells_them_apart() -> None:
    assert forms("uk", "й") != forms("uk", "и")
    assert forms("de", "schon") != forms("de", "schön")
    assert forms("es", "ano") != forms("es", "año")


@pytest.mark.parametrize(
    ("language", "typed", "found"),
    [
        ("zh", "器官", ["器官"]),
        ("zh", "器官移植", ["器官", "官移", "移植"]),
        ("zh", "人", ["人"]),
        ("zh", "器\u200b官", ["器官"]),
        ("zh", "第12条", ["第", "12", "条"]),
        ("zh", "第5条", ["第", "5", "条"]),
        ("ko", "장기", ["장", "기"]),
        ("ko", unicodedata.normalize("NFD", "장기"), ["장", "기"]),
        ("ja", unicodedata.normalize("NFD", "が"), ["が"]),
        ("ru", "12\u00ad8", ["128"]),
    ],
)
def test_a_typed_word_is_read_like_the_text(language: str, typed: str, found: list[str]) -> None:
    assert tokeniser(language).query(typed) == found


def test_a_place_is_where_the_word_is_printed() -> None:
    text = "Об о\u0301рганах — «тка\u00adни», ст. 143¹"
    assert [text[t.start : t.end] for t in tokeniser("ru").tokens(text)] == [
        "Об", "о\u0301рганах", "тка\u00adни", "ст", "143¹",
    ]  # fmt: skip
    assert [(t.start, t.end) for t in tokeniser("fr").tokens("l'organe")] == [(0, 1), (2, 8)]
    assert [(t.start, t.end) for t in tokeniser("zh").tokens("器官移")] == [(0, 2), (1, 3), (2, 3)]


def test_two_alphabets_of_a_language_share_a_tokeniser() -> None:
    assert base("uz-Cyrl") == base("uz-Latn") == "uz"
    assert forms("uz-Cyrl", "одам савдоси") == forms("uz-Latn", "odam savdosi")


# Properties. Hypothesis draws the same examples every time (derandomize) and prints the one that fails.

SIGNS = st.text(
    "abIİıiéßñüçşţđžабвгйёіўғқљњџ αάςΣعضوأةى器官臓の장기1234567890¹².-‑^/:'’ʻ`´\u00ad\u0301\u200b\u00a0 \n,;()«»_§",
    max_size=60,
)


@quick
@seed(20240705)
@given(st.sampled_from(LANGUAGES), SIGNS)
@example("zh", "器1器官 器")
@example("fr", "l'd'")
def test_forms_are_the_forms_of_the_tokens_which_stand_in_the_text_in_their_order(language: str, text: str) -> None:
    tokens = tokeniser(language).tokens(text)
    assert [t.form for t in tokens] == forms(language, text)
    assert all(t.form for t in tokens)
    assert all(0 <= t.start < t.end <= len(text) for t in tokens)
    assert all(a.start < b.start for a, b in pairwise(tokens))


@quick
@seed(20240705)
@given(st.sampled_from(LANGUAGES), SIGNS)
def test_a_tokeniser_remembers_nothing_wrong(language: str, text: str) -> None:
    from search.tokens import Tokeniser

    assert Tokeniser(language).forms(text) == forms(language, text)


LETTERS = {
    "ru": "абвгеёжийклмн",
    "uk": "абвгґеєиіїй",
    "kk": "аәғийкқңөұүі",
    "de": "aäoöuüßmn",
    "fr": "aàâéèêëîçœ",
    "vi": "aăâđêôơưạảấầẩẫậ",
    "tr": "aıiİIğüşöç",
    "el": "αάεέηήιίϊΐοόΣ",
    "ar": "ابتأإآؤئةى",
    "sr": "абљњџђćčž",
    "uz": "абўғқҳяюц",
    "cs": "aáčďéěíňřšťůž",
}
ALPHABETS = st.sampled_from(sorted(LETTERS)).flatmap(
    lambda code: st.tuples(st.just(code), st.lists(st.text(LETTERS[code], min_size=1, max_size=9), max_size=6))
)


@quick
@seed(20240705)
@given(ALPHABETS, st.randoms(use_true_random=False))
def test_soft_hyphens_and_decomposed_letters_change_no_form(drawn: tuple[str, list[str]], dice: object) -> None:
    language, words = drawn
    plain = forms(language, " ".join(words))
    broken = ["".join(c + dice.choice(["", "\u00ad", "\u200b"]) for c in word) for word in words]  # type: ignore[attr-defined]
    assert forms(language, " ".join(broken)) == plain
    assert forms(language, unicodedata.normalize("NFD", " ".join(words))) == plain


@quick
@seed(20240705)
@given(ALPHABETS)
def test_a_form_is_its_own_form(drawn: tuple[str, list[str]]) -> None:
    language, words = drawn
    found = forms(language, " ".join(words))
    assert forms(language, " ".join(found)) == found
