"""What each law held says of a concept: the articles that belong to it, coded; kept until a text or a rule changes."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from compare.coder import PRESENT, Code, Coded, Evidence, code
from compare.find import NARROW, Candidate, Ground, Member, listed_numbers, members
from compare.kept import cached, keep, version
from compare.penalty import Penalty
from compare.refer import label, spaced
from compare.sheet import apply, corrections
from compare.view import amendments, from_document
from corpus.concepts import Unit
from corpus.concepts import concept as concept_of
from corpus.library import Edition, Library
from corpus.records import Role
from search.documents import Document
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
_SEVERAL = 6  # languages that are worth a second process
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
    known = {e.id: found for e in chosen if (found := cached(library, e, concept)) is not None}
    missing = [e for e in chosen if e.id not in known]
    known |= _read(library, missing, concept, tell)
    kept = {} if library.is_digest else corrections(library.home)
    if kept:
        known = {e.id: [_corrected(m, e, kept) for m in known[e.id]] for e in chosen}
    return [
        Surveyed(edition=e, concept=concept, members=tuple(known[e.id]), version=version(concept, e.language))
        for e in chosen
    ]


def _read(library: Library, editions: list[Edition], concept: str, tell: Tell) -> dict[str, list[Member]]:
    """Work out and keep the members of editions: in two processes where there are many languages."""
    languages = {base(e.language) for e in editions if version(concept, e.language)}
    if library.is_digest or len(languages) < _SEVERAL:
        out: dict[str, list[Member]] = {}
        for edition, found in _asked(library, editions, concept, tell):
            out[edition.id] = found
            keep(library, edition, concept, found)
        return out
    from concurrent.futures import ProcessPoolExecutor, as_completed  # slow to import

    with closing(Index(library)) as index:
        index.index(frozenset(languages))
    groups: dict[str, list[str]] = {}
    for edition in editions:
        groups.setdefault(base(edition.language), []).append(edition.id)
    with ProcessPoolExecutor(max_workers=2) as pool:
        tasks = {pool.submit(_work, library.home, ids, concept): code for code, ids in groups.items()}
        for task in as_completed(tasks):
            task.result()
            tell(tasks[task])
    return {e.id: own for e in editions if (own := cached(library, e, concept)) is not None}


def _work(home: Path, ids: list[str], concept: str) -> None:
    """Work out and keep the members of some editions, in a process of its own."""
    library = Library.open(home)
    for edition, found in _asked(library, [e for e in library.editions if e.id in ids], concept, lambda name: None):
        keep(library, edition, concept, found)


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
        return _candidate(edition, shard.document(number), concept, frozenset(marks.get(number, ())))

    if edition.work.role is Role.AMENDING:
        parts = [(n, part) for n in sorted(marks) for part in amendments(shard.document(n))]
        cut = [_candidate(edition, part, concept, frozenset(marks[n])) for n, part in parts]
        return members(cut, concept, "INTL")  # a part may define what another punishes
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


def _candidate(edition: Edition, document: Document, concept: str, marks: frozenset[str]) -> Candidate:
    view = from_document(edition.work, edition.language, document)
    return Candidate(view=view, coded=code(view, concept), marks=marks)


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
        means_role="", other_transactions="", tried=(), version=version(concept, language),
    )  # fmt: skip
    ground = Ground(sense=NARROW, basis="matched", why="speaks of human material")
    return [Member(eid="", num="", heading=edition.work.title_en, grounds=(ground,), coded=coded, text_sha256="")]


_NO_PENALTY = Penalty(min=None, max=None, evidence="", place="", lowest=None, highest=None)
