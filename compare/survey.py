"""What each law held says of a concept: the articles that belong to it, coded; kept until a text or a rule changes."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from compare.coder import PRESENT, Code, Coded, Evidence, code
from compare.find import NARROW, Candidate, Ground, Member, listed_numbers, members
from compare.penalty import Penalty
from compare.refer import label, spaced
from compare.sheet import apply, corrections
from compare.view import from_document
from corpus.concepts import Unit
from corpus.concepts import concept as concept_of
from corpus.library import Edition, Library
from search.evaluate import Evaluation
from search.index import Index
from search.lemmas import lemmatiser
from search.shard import Held, Shard
from search.tokens import base

_MARKS = {  # which concepts of the search vocabulary make an article a candidate
    "trafficking": ("trafficking", "prostitution", "slavery_forced_labour", "organ_removal", "kidnapping"),
    "smuggling": ("smuggling", "trafficking"),
    "organ_removal": ("organ_removal", "human_material", "trafficking"),
    "human_material": ("human_material", "organ_removal"),
}
_MOST = 60  # articles that name a number; more, and it is no number of an article
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surveyed:
    """One edition asked for one concept; `version` names the rules and the program, "" where it has no rules."""

    edition: Edition
    concept: str
    members: tuple[Member, ...]
    version: str


def survey(
    library: Library, editions: Iterable[Edition], concept: str, tell: Tell = lambda name: None
) -> list[Surveyed]:
    """Ask editions for a concept, in their order; what was worked out before is read from the cache."""
    chosen = list(editions)
    known = {e.id: found for e in chosen if (found := _cached(library, e, concept)) is not None}
    missing = [e for e in chosen if e.id not in known]
    for edition, found in _asked(library, missing, concept, tell):
        known[edition.id] = found
        _keep(library, edition, concept, found)
    kept = {} if library.is_digest else corrections(library.home)
    if kept:
        known = {e.id: [_corrected(m, e, kept) for m in known[e.id]] for e in chosen}
    return [
        Surveyed(edition=e, concept=concept, members=tuple(known[e.id]), version=version(concept, e.language))
        for e in chosen
    ]


def _corrected(member: Member, edition: Edition, kept: dict[str, dict[str, str]]) -> Member:
    coded = apply(member.coded, edition.source_id, member.num, member.text_sha256, kept)
    return replace(member, coded=coded)


def _asked(
    library: Library, editions: list[Edition], concept: str, tell: Tell
) -> Iterator[tuple[Edition, list[Member]]]:
    coded = [e for e in editions if version(concept, e.language)]
    yield from ((e, []) for e in editions if e not in coded)
    if not coded:
        return
    with closing(Index(library)) as index:
        index.index(frozenset(base(e.language) for e in coded))
        for language in sorted({base(e.language) for e in coded}):
            lemmatiser(language).learn(index.shard(language).lexicon.lemmas())
        for edition in coded:
            tell(edition.id)
            shard = index.shard(base(edition.language))
            held = next((h for h in shard.held if h.id == edition.id), None)
            yield edition, _members(edition, shard, held, concept) if held else []


def _members(edition: Edition, shard: Shard, held: Held, concept: str) -> list[Member]:
    """The members of one edition, from its articles in the index."""
    evaluation = Evaluation(shard, [(held.first, held.end)])
    marks: dict[int, set[str]] = {}
    for name in _MARKS[concept]:
        for number in evaluation.concept_scores(name):
            marks.setdefault(number, set()).add(name)

    def candidate(number: int) -> Candidate:
        view = from_document(edition.work, edition.language, shard.document(number))
        return Candidate(view=view, coded=code(view, concept), marks=frozenset(marks.get(number, ())))

    found = {number: candidate(number) for number in sorted(marks)}
    if concept_of(concept).unit is Unit.SOURCE:
        return _whole(edition, found.values(), concept)

    def look(field: str, words: Iterable[str], most: int) -> None:
        for word in words:
            documents = [d for d, _ in shard.postings(field, word, [(held.first, held.end)])]
            found.update({d: candidate(d) for d in documents if d not in found} if len(documents) <= most else {})

    look("num", listed_numbers(found.values(), concept), _MOST)
    first = members([found[n] for n in sorted(found)], concept, edition.work.jurisdiction)
    look("text", {label(m.num) for m in first if m.has(NARROW)} - {""}, _MOST)
    return members([found[n] for n in sorted(found)], concept, edition.work.jurisdiction)


def _whole(edition: Edition, candidates: Iterable[Candidate], concept: str) -> list[Member]:
    """A source coded as a whole: for each element the provision that says it best, in the order of the law."""
    best: dict[str, list[tuple[tuple[int, int], Evidence]]] = {}
    language = ""
    for order, one in enumerate(candidates):
        language = one.view.language
        for tried in one.coded.tried:
            if not tried.why_not and one.view.document.status == "in_force":
                at = replace(tried.evidence, place=f"{one.view.pinpoint}{spaced(tried.evidence.place)}")
                best.setdefault(tried.element, []).append(((-tried.weight, order), at))
    if not best:
        return []
    codes = {}
    for element in concept_of(concept).elements:
        said = [e for _, e in sorted(best.get(element.id, ()), key=lambda x: x[0])]
        answer = PRESENT if said else "absent"
        codes[element.id] = Code(
            element=element.id, answer=answer, evidence=said[0] if said else None, others=tuple(said[1:4])
        )
    coded = Coded(
        pinpoint=edition.work.name, concept=concept, language=language, codes=codes, penalty=_NO_PENALTY,
        means_role="", tried=(), version=version(concept, language),
    )  # fmt: skip
    ground = Ground(sense=NARROW, basis="matched", why="speaks of human material")
    return [Member(eid="", num="", heading=edition.work.title_en, grounds=(ground,), coded=coded, text_sha256="")]


_NO_PENALTY = Penalty(min=None, max=None, evidence="", place="", lowest=None, highest=None)


# The cache


@lru_cache(maxsize=1)
def _program() -> str:
    """A digest of the modules that read articles off, so that their change empties the cache."""
    digest = hashlib.sha256()
    for package, names in (("compare", None), ("search", ("patterns.py", "numbers.py", "documents.py", "lemmas.py"))):
        for path in sorted(files(package).iterdir(), key=lambda p: p.name):
            if path.name.endswith(".py") and (names is None or path.name in names):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@lru_cache(maxsize=256)
def version(concept: str, language: str) -> str:
    """The version of the rules of a concept in a language, with that of the program; "" where there are no rules."""
    code = base(language)
    data = files("corpus").joinpath("data")
    told = [data.joinpath(f"concepts/{folder}/{code}.toml") for folder in (concept, "shared")]
    if not any(path.is_file() for path in told):
        return ""
    digest = hashlib.sha256(_program().encode())
    for path in (*told, data.joinpath(f"lexicon/{code}.toml")):
        digest.update(path.read_bytes() if path.is_file() else b"-")
    return digest.hexdigest()[:16]


def _file(library: Library, edition: Edition, concept: str) -> Path:
    name = hashlib.sha256(f"{edition.id} {edition.sha256}".encode()).hexdigest()[:24]
    return library.home / "coded" / concept / f"{name}.json"


def _cached(library: Library, edition: Edition, concept: str) -> list[Member] | None:
    if library.is_digest:
        return None
    try:
        data = json.loads(_file(library, edition, concept).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if data.get("version") != version(concept, edition.language):
        return None
    return [_member(m) for m in data["members"]]


def _keep(library: Library, edition: Edition, concept: str, found: list[Member]) -> None:
    if library.is_digest:
        return
    file = _file(library, edition, concept)
    file.parent.mkdir(parents=True, exist_ok=True)
    listed = [asdict(replace(m, coded=replace(m.coded, tried=()))) for m in found]
    data = {"version": version(concept, edition.language), "edition": edition.id, "members": listed}
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    fresh.replace(file)


def _member(data: dict[str, Any]) -> Member:
    coded = data["coded"]
    codes = {
        name: Code(
            element=name,
            answer=one["answer"],
            evidence=Evidence(**one["evidence"]) if one["evidence"] else None,
            others=tuple(Evidence(**e) for e in one["others"]),
            coder=one["coder"],
        )
        for name, one in coded["codes"].items()
    }
    grounds = tuple(Ground(**{**g, "below": tuple(g["below"])}) for g in data["grounds"])
    return Member(
        eid=data["eid"],
        num=data["num"],
        heading=data["heading"],
        grounds=grounds,
        coded=Coded(**{**coded, "codes": codes, "penalty": Penalty(**coded["penalty"]), "tried": ()}),
        text_sha256=data["text_sha256"],
        via={name: Evidence(**e) for name, e in data["via"].items()},
    )
