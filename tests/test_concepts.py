"""The concepts hold every element of the codebook, and a choice of elements is read as it is meant."""

from dataclasses import FrozenInstanceError

import pytest

from corpus.concepts import CONCEPTS, LONGEST_NAME, Concept, Unit, concept, read
from corpus.errors import CorpusError, QueryError

# The ids in the order of the codebook; + marks a new one, = a computed one.
CODEBOOK = {
    "trafficking": """
        act.recruitment act.transportation act.transfer act.harbouring act.receipt act.sale_purchase
        act.other_transaction act.exploitation act.abduction act.other_act+
        means.force means.threat means.coercion means.fraud_deception means.abuse_of_power
        means.abuse_of_vulnerability means.payment_to_controller means.document_seizure+ means.in_basic_offence=
        purpose.exploitation_generic purpose.sexual_exploitation purpose.forced_labour purpose.slavery
        purpose.slavery_like purpose.servitude purpose.organ_removal purpose.begging purpose.criminal_activity
        purpose.forced_marriage purpose.illegal_adoption purpose.armed_conflict
        object.organs object.tissues object.cells object.body_fluids object.reproductive_material+
        object.generic_material+
        rule.child_no_means rule.child_aggravated rule.consent_irrelevant rule.cross_border rule.organised_group
        rule.official_position rule.death_or_grave_harm rule.confiscation rule.non_punishment
        penalty.imprisonment=
    """,
    "smuggling": """
        act.illegal_entry act.illegal_stay act.illegal_exit_transit act.transport_provision act.documents
        act.accommodation
        rule.financial_benefit_required rule.financial_benefit_aggravated
        means.any+ rule.consent_irrelevant+ purpose.exploitation_generic+ rule.cross_border+
        rule.organised_group rule.official_position rule.danger_or_inhuman_treatment rule.death_or_grave_harm
        rule.humanitarian_exemption
        penalty.imprisonment=
    """,
    "organ_removal": """
        act.illegal_removal act.coercion_to_removal act.trade act.illegal_transplantation act.transport_storage
        object.organs object.tissues object.cells object.body_fluids
        scope.living_donor scope.deceased_donor
        rule.financial_gain rule.child_aggravated rule.organised_group rule.death_or_grave_harm rule.confiscation
        penalty.imprisonment=
    """,
    "human_material": """
        definition.organ definition.tissue definition.cell definition.body_fluid definition.reproductive_material
        definition.organ_includes_parts definition.cell_includes_stem definition.exclusions
        rule.sale_prohibited rule.consent_required
    """,
}
MADE_UP = """
name = "piracy"
about = "Taking a ship by force."
sources = ["UNCLOS 1982, art. 101"]
unit = "article"
[[element]]
id = "act.boarding"
name = "boarding"
question = "Does the article name boarding a ship?"
definition = "Going on board against the will of the master."
source = ""
"""


def ids(found: Concept, patterns: str) -> list[str]:
    return [e.id for e in found.chosen(patterns)]


def test_the_table_covers_every_concept() -> None:
    assert tuple(CODEBOOK) == CONCEPTS


@pytest.mark.parametrize("name", CONCEPTS)
def test_every_element_of_the_codebook_is_there_in_its_order(name: str) -> None:
    marked = [e.id + "+" * e.new + "=" * e.computed for e in concept(name).elements]
    assert marked == CODEBOOK[name].split()


@pytest.mark.parametrize("name", CONCEPTS)
def test_names_are_short_and_unique(name: str) -> None:
    elements = concept(name).elements
    assert len({e.id for e in elements}) == len({e.name for e in elements}) == len(elements)
    assert [e.name for e in elements if len(e.name) > LONGEST_NAME] == []


@pytest.mark.parametrize("name", CONCEPTS)
def test_a_question_asks_and_a_definition_tells(name: str) -> None:
    for element in concept(name).elements:
        assert element.question.endswith("?"), element.id
        assert element.definition.endswith("."), element.id


@pytest.mark.parametrize("element_id", ["penalty.imprisonment", "rule.confiscation", "object.cells"])
def test_an_element_that_concepts_share_has_one_column_head(element_id: str) -> None:
    found = [e for name in CONCEPTS for e in concept(name).elements if e.id == element_id]
    assert len(found) > 1
    assert len({e.name for e in found}) == 1


def test_human_material_is_read_from_a_whole_source() -> None:
    assert {name: concept(name).unit for name in CONCEPTS} == {
        "trafficking": Unit.ARTICLE,
        "smuggling": Unit.ARTICLE,
        "organ_removal": Unit.ARTICLE,
        "human_material": Unit.SOURCE,
    }


def test_a_concept_is_read_once_and_cannot_be_changed() -> None:
    found = concept("trafficking")
    assert concept("trafficking") is found
    with pytest.raises(FrozenInstanceError):
        found.name = "other"  # type: ignore[misc]


def test_an_unknown_concept_names_the_nearest() -> None:
    with pytest.raises(QueryError, match=r"found 'traficking', expected one of .*\. Nearest: trafficking\."):
        concept("traficking")


def test_a_concept_far_from_all_names_them_all() -> None:
    with pytest.raises(QueryError, match=r"expected one of trafficking, smuggling, organ_removal, human_material\.$"):
        concept("qqq")


@pytest.mark.parametrize("name", ["", "shared", "../concepts/trafficking"])
def test_only_a_listed_name_is_a_concept(name: str) -> None:
    with pytest.raises(QueryError):
        concept(name)


def test_an_element_is_found_by_its_id() -> None:
    assert concept("smuggling").element("act.illegal_stay").name == "illegal stay"


def test_an_unknown_element_names_the_nearest() -> None:
    with pytest.raises(QueryError, match=r"elements of trafficking: found 'object\.organ'.*Nearest: object\.organs"):
        concept("trafficking").element("object.organ")


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        ("object.*", "object.organs object.tissues object.cells object.body_fluids"),
        ("object.cells,object.organs", "object.organs object.cells"),
        (" scope.* , act.trade ", "act.trade scope.living_donor scope.deceased_donor"),
        ("object.*,object.organs,*.organs", "object.organs object.tissues object.cells object.body_fluids"),
        ("rule.*_aggravated", "rule.child_aggravated"),
        ("object.[ct]*", "object.tissues object.cells"),
    ],
)
def test_a_choice_keeps_the_order_of_the_concept_and_names_each_element_once(patterns: str, expected: str) -> None:
    assert ids(concept("organ_removal"), patterns) == expected.split()


@pytest.mark.parametrize("name", CONCEPTS)
def test_a_star_chooses_everything(name: str) -> None:
    assert concept(name).chosen("*") == concept(name).elements


@pytest.mark.parametrize(
    ("patterns", "message"),
    [
        ("object.*,means.forse", r"found 'means\.forse'.*Nearest: means\.force"),
        ("objects.*", r"found 'objects\.\*'.*Nearest: object\.\*"),
        ("qqq", r"Families: act\.\*, means\.\*, purpose\.\*, object\.\*, rule\.\*, penalty\.\*\.$"),
        ("Object.*", r"found 'Object\.\*'.*Nearest: object\.\*"),
        ("", "found an empty name"),
        ("object.*,", "found an empty name"),
    ],
)
def test_a_pattern_that_matches_nothing_names_the_nearest(patterns: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        concept("trafficking").chosen(patterns)


def test_a_made_up_concept_is_read() -> None:
    found = read("piracy", MADE_UP)
    assert (found.id, found.name, found.unit, found.sources) == (
        "piracy",
        "piracy",
        Unit.ARTICLE,
        ("UNCLOS 1982, art. 101",),
    )
    assert (found.elements[0].new, found.elements[0].computed) == (False, False)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('unit = "article"', 'unit = "article"\ncolour = "red"', "concept piracy: found the key 'colour'"),
        ('source = ""', 'source = ""\nweight = 3', "element act.boarding: found the key 'weight'"),
        ('source = ""', "", "element act.boarding: found no source"),
        ('name = "boarding"', "", "element act.boarding: found no name"),
        ('name = "boarding"', 'name = ""', "element act.boarding: found no name"),
        ('name = "boarding"', f'name = "{"b" * 25}"', "found a name of 25 characters, expected 24 at most"),
        ('id = "act.boarding"', "", "element 1: found no id"),
        ('source = ""', 'source = ""\nnew = "yes"', "found new = 'yes', expected a value of type bool"),
        ('unit = "article"', 'unit = "clause"', "found unit = 'clause', expected one of article, source"),
        ('["UNCLOS 1982, art. 101"]', "[1982]", "found a source that is not a text"),
        ("[[element]]", "[element]", "found element ="),
        ('name = "piracy"', "name = piracy", "expected TOML"),
    ],
)
def test_a_broken_file_is_an_error_that_names_the_place(old: str, new: str, message: str) -> None:
    assert old in MADE_UP
    with pytest.raises(CorpusError) as caught:
        read("piracy", MADE_UP.replace(old, new, 1))
    assert message in str(caught.value)


@pytest.mark.parametrize(("change", "message"), [("", "the id"), ("act.sinking", "the name")])
def test_an_id_or_a_name_used_twice_is_an_error(change: str, message: str) -> None:
    element = MADE_UP[MADE_UP.index("[[element]]") :]
    with pytest.raises(CorpusError, match=f"found {message} '.*' twice"):
        read("piracy", MADE_UP + element.replace("act.boarding", change or "act.boarding"))
