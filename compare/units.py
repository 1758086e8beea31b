"""One coded unit: an article of a source, found, coded, and given in the shape of a coding sheet."""

import difflib
import re
from typing import Any

from compare.coder import ABSENT, NOT_CODED, PRESENT, Code, Coded, Evidence, code
from compare.survey import survey
from compare.view import Article, article
from corpus import pinpoint
from corpus.concepts import concept as concept_of
from corpus.errors import QueryError
from corpus.library import Edition, Library
from corpus.records import Expression, Provision
from search.documents import families

_TERM = 5  # words of a defined term


def editions_of(library: Library, source: str, language: str = "") -> list[Edition]:
    """The editions read from a source record, in one language or in all.

    Raises:
        QueryError: If none is held; names the nearest sources.
    """
    held = [e for e in library.editions if e.source_id == source]
    found = [e for e in held if not language or e.language.partition("-")[0] == language.partition("-")[0]]
    if found:
        return found
    if held:
        raise QueryError(source, f"no text in {language!r}", f"one of {', '.join(sorted({e.language for e in held}))}")
    ids = sorted({e.source_id for e in library.editions})
    near = difflib.get_close_matches(source, ids, n=3, cutoff=0.3) or ids[:3]
    raise QueryError("source", repr(source), "a source that 'delicti sources' lists", f"Nearest: {', '.join(near)}")


def view_of(library: Library, source: str, number: str, language: str = "") -> tuple[Edition, Article]:
    """The article of a source that a number names, ready to be coded.

    Raises:
        QueryError: If the source or the article is not held.
    """
    errors: list[QueryError] = []
    for edition in editions_of(library, source, language):
        expression = edition.load()
        try:
            place = pinpoint.find(expression, number)
        except QueryError as error:
            errors.append(error)
            continue
        return edition, article(expression.work, expression.language, _family(expression, place.provision))
    raise errors[0]


def _family(expression: Expression, wanted: Provision) -> list[Provision]:
    """The article that a provision belongs to, with everything below it."""
    return next(units for units in families(expression) if any(u.eid == wanted.eid for u in units))


def coded_unit(library: Library, source: str, number: str, concept: str, language: str = "") -> dict[str, Any]:
    """A coded article in the shape of a gold unit: codes by element, and the penalty."""
    edition, view = view_of(library, source, number, language)
    return as_unit(edition, number, code(view, concept))


def as_unit(edition: Edition, number: str, coded: Coded) -> dict[str, Any]:
    """A coded article as one object: `codes` maps element to answer, pinpoint, evidence, via."""
    penalty = coded.penalty
    return {
        "jurisdiction": edition.work.jurisdiction,
        "source": edition.source_id,
        "article": number,
        "concept": coded.concept,
        "language": coded.language,
        "codes": {name: _code(one) for name, one in coded.codes.items() if name != "penalty.imprisonment"},
        "means_role": coded.means_role or None,
        "other_transactions": coded.other_transactions or None,
        "penalty": {
            "min": penalty.min,
            "max": penalty.max,
            "evidence": penalty.evidence or None,
            "lowest": penalty.lowest,
            "highest": penalty.highest,
        },
    }


def _code(one: Code) -> dict[str, Any]:
    if one.answer != PRESENT or one.evidence is None:
        return {"answer": one.answer}
    return {"answer": one.answer, "pinpoint": one.evidence.place, "evidence": one.evidence.text, "via": None}


def coded_provision(
    library: Library, reference: str, concept: str, language: str = ""
) -> tuple[Coded, dict[str, Evidence]]:
    """The article that a reference means, coded, with what the definitions of its own law add (element -> evidence).

    Raises:
        QueryError: If nothing of it is held.
    """
    expression, place = library.resolve(reference, (language,) if language else ())[0]
    units = _family(expression, place.provision)
    edition = next(e for e in library.editions if e.id == expression.id)
    for one in survey(library, [edition], concept):
        for member in one.members:
            if member.eid == units[0].eid:
                return member.coded, member.via
    return code(article(expression.work, expression.language, units), concept), {}


def coded_source(library: Library, source: str, concept: str, language: str = "") -> dict[str, Any]:
    """A source coded as a whole for a concept, in the shape of a gold unit: element -> answer, provision, evidence.

    Raises:
        QueryError: If the source is not held.
    """
    editions = editions_of(library, source, language)
    found = survey(library, editions, concept)
    member = next((m for s in found for m in s.members), None)
    codes: dict[str, Any] = {}
    for element in concept_of(concept).elements:
        code = member.coded.codes[element.id] if member else None
        if code is None or code.answer != PRESENT or code.evidence is None:
            blank = ABSENT if found[0].version else NOT_CODED
            codes[element.id] = {"answer": code.answer if code else blank}
        else:
            number = code.evidence.place.partition(f"{editions[0].work.unit} ")[2] or code.evidence.place
            number = _by_term(number, code.evidence.text) if element.id.startswith("definition.") else _counted(number)
            codes[element.id] = {"answer": PRESENT, "provision": number, "evidence": code.evidence.text}
    return {"source": source, "language": editions[0].language, "concept": concept, "codes": codes}


def _by_term(number: str, words: str) -> str:
    """The place of a definition in an unnumbered list: the term that it opens with stands for the number."""
    place, unnumbered, _ = number.partition(" para. ")
    term, dash, _ = re.sub(r"\s*[:–—-]\s", "|", words, count=1).partition("|")
    return f'{place} "{term.strip()}"' if unnumbered and dash and len(term.split()) <= _TERM else _counted(number)


def _counted(number: str) -> str:
    """A place with unnumbered paragraphs counted: `18 para. 1` as `18(1)`."""
    return re.sub(r" para\. (\d+)", r"(\1)", number)
