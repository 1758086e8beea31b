"""The built-in digest: whole, marked, and tied to the real provisions of the same numbers."""

import re
import unicodedata
from pathlib import Path

import pytest

from corpus import digest, numbering
from corpus.records import Expression, Level, Provision, TextKind
from ingest.pipeline import parse_source
from ingest.source import read_source

ALL = digest.expressions()
BROAD_SENSE = ["116", "125", "126", "128", "134", "135", "308", "309", "394"]


def test_at_least_24_jurisdictions_are_told() -> None:
    assert len({e.work.jurisdiction for e in ALL}) >= 24


def test_kazakhstan_has_the_whole_broad_sense() -> None:
    code = next(e for e in ALL if e.work.jurisdiction == "KZ" and e.work.slug == "criminal-code")
    assert [n for n in BROAD_SENSE if n not in {a.num for a in code.articles}] == []


@pytest.mark.parametrize("expression", ALL, ids=lambda e: e.id)
def test_every_text_is_marked_and_can_be_cited(expression: Expression) -> None:
    assert expression.text_kind is TextKind.DIGEST
    assert expression.official_url.startswith("http")
    assert digest.source_of(expression)
    eids = [p.eid for p in expression.provisions]
    assert len(eids) == len(set(eids))
    for p in expression.provisions:
        assert p.parent_eid is None or p.parent_eid in eids
        assert "  " not in p.words


# Single words, as search vocabulary: what a text must hold for a digest of it to say "organ", "tissue", "cell".
TERMS = {
    "organ": r"орган|ағза|narząd|organ|órgão|όργαν|οργάν|ორგან|器官|臓器|장기|kyslelek|szerv|elin|elim|elund|bộ phận|orgaan|أعضاء|عضو|"
    r"azo|аъзо|orqan|dijelov|anatomic|анатомічн|parts",
    "tissue": r"ткан|мата|tissu|gewebe|tejid|tecid|țesut|ţesut|tkáň|tkan|tkiv|audin|aud|koe|kude|kudok|vev|väv|væv|szövet|doku|toxuma|"
    r"ιστ|ქსოვილ|组织|組織|조직|mô|weefsel|أنسجة|نسيج|тўқима|toʻqima|to.qima|анатомічн|kudoks|vävn",
    "cell": r"клет|жасуша|cell|zelle|célul|celul|buň|bun|komór|ląstel|šūn|stanic|solu|rakk|raku|celle|sejt|hücre|hüceyr|κύτταρ|κυττάρ|უჯრედ|"
    r"细胞|細胞|세포|tế bào|خلايا|خلية|ҳужайра|hujayra|клітин|анатомічн",
}


@pytest.fixture(scope="module")
def read_real(request: pytest.FixtureRequest):  # type: ignore[no-untyped-def]
    """The real expressions of a record, each read once."""
    folder: Path = request.getfixturevalue("statutes")
    cache: dict[str, tuple[Expression, ...]] = {}

    def read(source_id: str) -> tuple[Expression, ...]:
        if source_id not in cache:
            source = read_source(folder / source_id)
            cache[source_id] = parse_source(source, (folder / source_id / source.file).read_bytes())
        return cache[source_id]

    return read


def _real(found: tuple[Expression, ...], article: Provision) -> tuple[Expression, Provision] | None:
    """The real article of a digest article: the one of the same eid, else of the same number."""
    wanted = numbering.label(article.num).lower().replace("^", "-")
    roots = [(expression, root) for expression in found for root in expression.roots]
    same = [pair for pair in roots if pair[1].eid == article.eid]
    alike = [p for p in roots if p[1].num and numbering.label(p[1].num).lower().replace("^", "-") == wanted]
    return next(iter(same + alike), None)


@pytest.mark.statutes
@pytest.mark.parametrize("expression", ALL, ids=lambda e: e.id)
def test_every_digest_provision_has_its_real_one(expression: Expression, read_real) -> None:  # type: ignore[no-untyped-def]
    found = read_real(digest.source_of(expression))
    missing = []
    for article in expression.roots:
        pair = _real(found, article)
        if pair is None:
            missing.append(article.num)
            continue
        real, root = pair
        held = {
            numbering.unit_path(eid)
            for p in real.provisions
            if p.eid == root.eid or p.eid.startswith(f"{root.eid}__")
            for eid in (p.eid, *(n.eid for n in p.notes if n.eid))
        }
        for p in expression.provisions:
            if p.eid.startswith(f"{article.eid}__"):
                path = numbering.unit_path(p.eid)
                if path and path not in held:
                    missing.append(f"{article.num} {path}")
    assert missing == []


@pytest.mark.statutes
@pytest.mark.parametrize("expression", ALL, ids=lambda e: e.id)
def test_what_the_digest_says_of_organs_tissues_and_cells_the_real_words_say(expression: Expression, read_real) -> None:  # type: ignore[no-untyped-def]
    found = read_real(digest.source_of(expression))
    wrong = []
    for article in expression.roots:
        pair = _real(found, article)
        if pair is None:
            continue
        told = " ".join(_texts(expression, article)).lower()
        real = _bare(" ".join(_texts(*pair)))
        for term, pattern in TERMS.items():
            if re.search(rf"\b{term}s?\b", told) and not re.search(_bare(pattern), real):
                wrong.append(f"{article.num}: {term}")
    assert wrong == []


def _bare(text: str) -> str:
    """Lower case without accents: orgánů is organu."""
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))


def _texts(expression: Expression, article: Provision) -> list[str]:
    units = [p for p in expression.provisions if p.eid == article.eid or p.eid.startswith(f"{article.eid}__")]
    return [t for p in units for t in (p.heading, p.words, *(n.text for n in p.notes if n.eid))]


def test_what_stands_under_a_work_is_an_article_or_a_schedule() -> None:
    assert {a.level for e in ALL for a in e.roots} == {Level.ARTICLE, Level.SCHEDULE}
