"""Reading an article off: what must change the answer and what must not; roles and penalties."""

import unicodedata
from collections.abc import Callable

import pytest

from compare.coder import ABSENT, NOT_CODED, PRESENT, Coded, code
from compare.find import Candidate, members
from compare.refer import lists
from compare.view import Article, article
from corpus.records import Expression
from search.documents import families
from tests.laws import law
from tests.realms import quaria, zedland


def view(expression: Expression, number: str) -> Article:
    units = next(f for f in families(expression) if f[0].num == number)
    return article(expression.work, expression.language, units)


def coded(text: str, heading: str = "Trafficking in persons", language: str = "en") -> Coded:
    return code(view(law({"1": f"{heading} | {text}"}, language=language), "1"), "trafficking")


def present(found: Coded) -> set[str]:
    return {name for name, one in found.codes.items() if one.answer == PRESENT}


OFFENCE = (
    "Whoever recruits, transports, harbours or receives a person by threat, fraud or abuse of power for the purpose of "
    "slavery, forced labour, begging or the removal of organs or cells shall be punished by imprisonment for a term of "
    "4 to 10 years."
)


def test_without_the_words_the_answer_is_another() -> None:
    whole = coded(OFFENCE)
    found = [c for c in whole.codes.values() if c.answer == PRESENT and c.evidence and c.element.count(".") == 1]
    assert len(found) >= 11
    for one in found:
        assert one.evidence
        words = {one.evidence.text, *(e.text for e in one.others)}
        text = OFFENCE
        for said in words:
            text = text.replace(said, "")
        if one.element != "means.in_basic_offence":
            assert coded(text).codes[one.element].answer != PRESENT, one.element


@pytest.mark.parametrize(
    "change",
    [
        lambda t: unicodedata.normalize("NFD", t),
        lambda t: t.replace(" ", "\n"),
        lambda t: t.replace("harbours", "har\u00adbours").replace("organs", "or\u00adgans"),
        lambda t: t.replace(" ", "  "),
        str.upper,
    ],
)
def test_how_it_is_typed_changes_nothing(change: Callable[[str], str]) -> None:
    assert present(coded(change(OFFENCE))) == present(coded(OFFENCE))


def test_a_language_without_rules_is_not_coded() -> None:
    found = coded("Den som handlar.", language="fo")
    assert {c.answer for c in found.codes.values()} == {NOT_CODED}


def test_evidence_is_a_run_of_the_text_at_its_place() -> None:
    found = coded(OFFENCE)
    for one in found.codes.values():
        for evidence in (*([one.evidence] if one.evidence else []), *one.others):
            assert OFFENCE[evidence.start : evidence.end] == evidence.text


def test_means_are_an_element_or_aggravate_or_are_absent() -> None:
    aggravated = law(
        {
            "1": "Trafficking in persons",
            "1/1": "Whoever buys or sells a person shall be punished by imprisonment for a term of 4 to 7 years.",
            "1/2": "The same act committed by force shall be punished by imprisonment for a term of 7 to 10 years.",
        }
    )
    assert coded(OFFENCE).means_role == "element"
    found = code(view(aggravated, "1"), "trafficking")
    assert found.means_role == "aggravating"
    assert found.codes["means.in_basic_offence"].answer == ABSENT
    assert found.penalty.min == 4
    assert found.penalty.max == 7
    assert found.penalty.highest == 10


def test_a_second_sentence_that_raises_the_penalty_is_aggravated() -> None:
    text = (
        "Whoever buys a person shall be punished by imprisonment for a term of 2 to 5 years. "
        "The same act committed by force shall be punished by imprisonment for a term of 5 to 9 years."
    )
    found = coded(text)
    force = found.codes["means.force"].evidence
    assert force is not None
    assert force.role == "aggravated"
    assert (found.penalty.min, found.penalty.max) == (2, 5)


def test_an_article_that_only_raises_the_penalty_of_another_belongs_to_it() -> None:
    made = law(
        {
            "5": f"Trafficking in persons | {OFFENCE}",
            "6": "The offence provided for in article 5 shall be punished by imprisonment for a term of 10 to 15 years "
            "if it is committed by an organised group.",
            "7": "The offence provided for in article 9 shall be punished by imprisonment for a term of 1 to 2 years "
            "if it is committed by an organised group.",
        }
    )
    views = [view(made, n) for n in ("5", "6", "7")]
    marks = frozenset({"trafficking"})
    candidates = [Candidate(view=v, coded=code(v, "trafficking"), marks=marks) for v in views]
    found = [m for m in members(candidates, "trafficking", "ZZ") if m.has("narrow")]
    assert [m.num for m in found] == ["5", "6"]
    assert found[1].grounds[0].why == "raises the penalty of ZZ CODE art. 5"


def test_a_list_by_number_is_read_with_its_parts() -> None:
    made = law(
        {
            "3": "Слова | В настоящем Кодексе:",
            "3/1": "преступления, связанные с торговлей людьми, – деяния, предусмотренные статьями 16, 25 (пунктом 2) "
            "части третьей), 28 и 30-1 настоящего Кодекса;",
        },
        language="ru",
    )
    ((where, numbers),) = lists(view(made, "3"), "trafficking")
    assert where == "ZZ CODE art. 3(1)"
    assert numbers == {"16": [""], "25": ["(3)(2)"], "28": [""], "30-1": [""]}


def test_no_list_is_read_from_numbers_of_something_else() -> None:
    made = law({"3": "Преступления, связанные с торговлей людьми, наказываются по статье 128."}, language="ru")
    assert list(lists(view(made, "3"), "trafficking")) == []


def test_an_other_transaction_is_bare_or_qualified() -> None:
    bare = coded("Whoever buys a person or makes any other transaction over a person shall be punished.")
    unlawful = coded("Whoever buys a person or makes other unlawful transactions over a person shall be punished.")
    assert bare.other_transactions == "bare"
    assert unlawful.other_transactions == "qualified"
    assert coded(OFFENCE).other_transactions == ""


def test_realms_are_what_the_other_tests_take_them_for() -> None:
    assert "object.cells" in present(code(view(quaria(), "9"), "trafficking"))
    assert "object.tissues" in present(code(view(zedland(), "5"), "trafficking"))
