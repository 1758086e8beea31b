"""What is held, and which edition answers: the stored expressions, or the built-in digest while nothing is stored."""

import os
import weakref
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpus import codec, digest, jurisdictions, pinpoint
from corpus.errors import CorpusError, QueryError
from corpus.records import AsOfBasis, Expression, Role, TextKind, TextState, Work
from corpus.store import Entry, Store, reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One held expression, described without loading it.

    `clean`: complete as far as known, faithful, undamaged.
    """

    id: str
    source_id: str
    work: Work
    language: str
    volume: str
    text_kind: TextKind
    text_state: TextState
    as_of: date | None
    as_of_basis: AsOfBasis
    clean: bool
    why_not: str
    articles: int
    provisions: int
    sha256: str
    raw_sha256: str
    fidelity: str
    official_url: str
    load: Callable[[], Expression]


class Library:
    """All editions held under one data folder."""

    def __init__(self, editions: Iterable[Edition], *, is_digest: bool, home: Path) -> None:
        self.editions = tuple(editions)
        self.is_digest = is_digest
        self.home = home

    @classmethod
    def open(cls, home: Path, *, digest_only: bool = False) -> "Library":
        """Open the store under `home`, or the digest when it holds nothing (or is asked for)."""
        handle = None if digest_only or not home.is_dir() else reading(home)  # before the manifest is read
        try:
            store = None if digest_only else Store(home)
        except CorpusError:
            if handle is not None:
                os.close(handle)
            raise
        if store and store.entries:
            library = cls((_from_entry(store, e) for e in store.entries.values()), is_digest=False, home=home)
            if handle is not None:
                weakref.finalize(library, os.close, handle)
            return library
        if handle is not None:
            os.close(handle)
        return cls((_from_expression(e) for e in digest.expressions()), is_digest=True, home=home)

    @property
    def state(self) -> str:
        """A text that changes whenever what is held changes."""
        return " ".join(f"{e.id}={e.sha256}" for e in self.editions)

    def jurisdictions(self) -> list[str]:
        """The codes of all jurisdictions held, sorted."""
        return sorted({e.work.jurisdiction for e in self.editions})

    def works(self, jurisdiction: str) -> list[Work]:
        """The works held of a jurisdiction, the main one first."""
        found = {e.work.slug: e.work for e in self.editions if e.work.jurisdiction == jurisdiction}
        return sorted(found.values(), key=lambda w: (not w.main, w.role is not Role.PRINCIPAL, w.slug))

    def resolve(self, text: str, languages: tuple[str, ...] = ()) -> list[tuple[Expression, pinpoint.Place]]:
        """The provision that a typed reference means, in each language asked for.

        Args:
            text: Such as `KZ:128(2)(7)`, `DE:§232 Abs. 1`, `UA:149@2002-01-17`.
            languages: Empty for the language of the edition that answers.

        Raises:
            QueryError: If nothing of it is held; the message tells "no such text held" from "not in the text held".
        """
        reference = pinpoint.parse_reference(text)
        code = jurisdictions.resolve(reference.jurisdiction, self.jurisdictions())
        works = self.works(code)
        if not works:
            held = ", ".join(self.jurisdictions())
            raise QueryError(code, "no text of this jurisdiction held", f"one of {held}", "Ingest its law first")
        work, rest = pinpoint.split_work(reference.rest, works)
        if work is None and not works[0].main and len(works) > 1:
            shorts = ", ".join(w.short for w in works)
            raise QueryError(
                code,
                f"{len(works)} works held and none of them named",
                f"one of {shorts}",
                f"Type for example '{code} {works[0].short} 3'",
            )
        out = []
        for language in languages or ("",):
            out.append(self._find(work or works[0], rest, language, reference.as_of))
        return out

    def _find(self, work: Work, rest: str, language: str, as_of: date | None) -> tuple[Expression, pinpoint.Place]:
        """Look a number up in the edition that answers; in a work of several volumes, in each of them."""
        first = self.answering(work, language=language, as_of=as_of)
        others = {e.volume for e in self._held(work)} - {first.volume} if first.volume else set()
        editions = [first, *(self.answering(work, language=language, as_of=as_of, volume=v) for v in sorted(others))]
        errors: list[QueryError] = []
        for edition in editions:
            expression = edition.load()
            try:
                return expression, pinpoint.find(expression, rest)
            except QueryError as error:
                errors.append(error)
        raise errors[0]

    def named(self, text: str, language: str = "") -> Edition:
        """The edition that answers for a work typed as `KZ CC` or `KZ:criminal-code`.

        Raises:
            QueryError: If no such work is held.
        """
        code, _, rest = text.strip().replace(":", " ", 1).partition(" ")
        works = self.works(jurisdictions.resolve(code.upper(), self.jurisdictions()))
        for work in works:
            if rest.strip().lower() in (work.short.lower(), work.slug.lower()) or (not rest.strip() and work.main):
                return self.answering(work, language=language)
        names = ", ".join(w.name for w in works) or ", ".join(self.jurisdictions())
        raise QueryError("work", repr(text), f"one of {names}")

    def _held(self, work: Work) -> list[Edition]:
        return [e for e in self.editions if (e.work.jurisdiction, e.work.slug) == (work.jurisdiction, work.slug)]

    def answering(
        self, work: Work, *, language: str = "", as_of: date | None = None, source: str = "", volume: str = ""
    ) -> Edition:
        """The edition of a work that answers: the newest clean one, unless another is asked for by name or date.

        Raises:
            QueryError: If no such edition is held.
        """
        held = self._held(work)
        wanted = [
            e
            for e in held
            if (not language or e.language == language)
            and (not source or e.source_id == source)
            and (not volume or e.volume == volume)
        ]
        if as_of:
            dated = [e for e in wanted if e.as_of and e.as_of <= as_of]
            if not dated:
                dates = ", ".join(sorted({str(e.as_of) for e in wanted if e.as_of}))
                raise QueryError(
                    work.name,
                    f"no edition held of {as_of} or before",
                    f"one of {dates}" if dates else "a dated edition",
                )
            return max(dated, key=lambda e: (e.as_of or date.min, *_rank(e)))
        if not wanted:
            languages = ", ".join(sorted({e.language for e in held}))
            raise QueryError(work.name, f"no edition held in {language or source!r}", f"one of {languages}")
        return max(wanted, key=_rank)

    def current(self) -> list[Edition]:
        """The edition that answers for each work, language and volume, in the order of jurisdiction and work."""
        best: dict[tuple[str, str, str, str], Edition] = {}
        for edition in self.editions:
            key = (edition.work.jurisdiction, edition.work.slug, edition.language, edition.volume)
            if key not in best or _rank(edition) > _rank(best[key]):
                best[key] = edition
        return [best[k] for k in sorted(best)]

    def in_force(self, day: date) -> tuple[list[Edition], int]:
        """The edition that answers for each work, language and volume at a day; and how many works have none so old."""
        out, works, answered = [], set(), set()
        for edition in self.current():
            key = (edition.work.jurisdiction, edition.work.slug)
            works.add(key)
            try:
                out.append(self.answering(edition.work, language=edition.language, as_of=day, volume=edition.volume))
                answered.add(key)
            except QueryError:
                continue
        return out, len(works - answered)


def _rank(edition: Edition) -> tuple[bool, bool, bool, date, bool, int, str]:
    """Newest complete, faithful, undamaged first; then official before translations, larger before smaller."""
    return (
        edition.clean,
        edition.text_kind is TextKind.OFFICIAL,
        edition.as_of is not None,
        edition.as_of or date.min,
        edition.work.role is Role.PRINCIPAL,
        edition.articles,
        edition.id,
    )


def _why_not(fidelity: str, completeness: str | None, defects: str) -> str:
    reasons = []
    if fidelity == "retyped":
        reasons.append("retyped by hand")
    if completeness in ("extract", "fragment"):
        reasons.append(str(completeness))
    if defects:
        reasons.append(f"defects: {defects}")
    return "; ".join(reasons)


def _from_entry(store: Store, entry: Entry) -> Edition:
    head = entry.header
    why = _why_not(head["fidelity"], head["completeness"], head["defects"])
    return Edition(
        id=entry.id,
        source_id=head["source_id"],
        work=codec.read_work(head["work"]),
        language=head["language"],
        volume=head["volume"],
        text_kind=TextKind(head["text_kind"]),
        text_state=TextState(head["text_state"]),
        as_of=date.fromisoformat(head["as_of"]) if head["as_of"] else None,
        as_of_basis=AsOfBasis(head["as_of_basis"]),
        clean=not why,
        why_not=why,
        articles=head["articles"],
        provisions=head["provisions"],
        sha256=entry.sha256,
        raw_sha256=entry.raw_sha256,
        fidelity=head["fidelity"],
        official_url=head["official_url"],
        load=lambda: store.load(entry.id),
    )


def _from_expression(expression: Expression) -> Edition:
    return Edition(
        id=expression.id,
        source_id=expression.source_id,
        work=expression.work,
        language=expression.language,
        volume=expression.volume,
        text_kind=expression.text_kind,
        text_state=expression.text_state,
        as_of=expression.as_of,
        as_of_basis=expression.as_of_basis,
        clean=True,
        why_not="",
        articles=len(expression.articles),
        provisions=len(expression.provisions),
        sha256=expression.sha256,
        raw_sha256=expression.sha256,
        fidelity=expression.fidelity.value,
        official_url=expression.official_url,
        load=lambda: expression,
    )
