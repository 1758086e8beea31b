"""The records of a law: frozen, keyword-only, tuples.

The vocabulary is FRBR's and Akoma Ntoso's. A *work* is the law, an *expression* its text in one
language at one date, a *provision* any addressable unit of it. Provisions stand in one flat tuple in
the order of the law, each naming its parent by `parent_eid`.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Level(StrEnum):
    """What sort of unit a provision or a container is."""

    BOOK = "book"
    PART = "part"
    TITLE = "title"
    DIVISION = "division"
    SUBDIVISION = "subdivision"
    CHAPTER = "chapter"
    SUBCHAPTER = "subchapter"
    SECTION = "section"
    SUBSECTION = "subsection"
    HEADING = "heading"
    PREAMBLE = "preamble"
    SCHEDULE = "schedule"
    TRANSITIONAL = "transitional"
    ARTICLE = "article"
    PARAGRAPH = "paragraph"
    SUBPARAGRAPH = "subparagraph"
    POINT = "point"


class Status(StrEnum):
    """Whether a provision is law at the date of its expression."""

    IN_FORCE = "in_force"
    REPEALED = "repealed"
    NOT_YET_IN_FORCE = "not_yet_in_force"


class NoteKind(StrEnum):
    """`normative`: a note that is law («Примечание.»); `editorial`: an amendment footnote («Сноска.»)."""

    NORMATIVE = "normative"
    EDITORIAL = "editorial"


class TextKind(StrEnum):
    """Who speaks."""

    OFFICIAL = "official"
    OFFICIAL_TRANSLATION = "official_translation"
    UNOFFICIAL_TRANSLATION = "unofficial_translation"
    DIGEST = "digest"


class TextState(StrEnum):
    """Which state of the law the text gives."""

    AS_ENACTED = "as_enacted"
    CURRENT = "current"
    POINT_IN_TIME = "point_in_time"
    UNKNOWN = "unknown"


class AsOfBasis(StrEnum):
    """What the date `as_of` rests on."""

    PUBLISHER = "publisher"
    AMENDMENT_NOTE = "amendment_note"
    COMMIT_DATE = "commit_date"
    UNKNOWN = "unknown"


class Fidelity(StrEnum):
    """How the file came to us."""

    AS_FETCHED = "as_fetched"
    RETYPED = "retyped"


class Completeness(StrEnum):
    """How much of the work the file holds."""

    COMPLETE = "complete"
    EXTRACT = "extract"
    FRAGMENT = "fragment"


class Role(StrEnum):
    """What the text is to its work: the law itself, or an act that amends it, a bill, a superseded law."""

    PRINCIPAL = "principal"
    AMENDING = "amending"
    BILL = "bill"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """Whose law: `code` is ISO 3166-1 alpha-2 upper case, `US-CA`, `EU` or `INTL`."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The law as such.

    `short` is the citation name without the jurisdiction (`CC`); `unit` is how its basic unit is cited
    (`art.`, `§`, `s.`); `main` marks the work that a bare `KZ:128` means.
    """

    jurisdiction: str
    slug: str
    title: str
    title_en: str
    short: str
    unit: str = "art."
    role: Role = Role.PRINCIPAL
    main: bool = False

    @property
    def name(self) -> str:
        """The citation name, e.g. `KZ CC`."""
        return f"{self.jurisdiction} {self.short}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """A part, chapter or heading above an article; `num` as printed ("" where none is)."""

    level: Level
    num: str
    heading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note under a provision; `num` as printed ("" where none is), `eid` only for normative notes."""

    kind: NoteKind
    text: str
    num: str = ""
    eid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One addressable unit of a law.

    `intro` are its own words before its children (all of them when it has none), `wrap_up` those after.
    `position` counts from 0 in the order of the law. `containers` runs from the outermost inwards.
    """

    eid: str
    level: Level
    num: str
    heading: str
    intro: str
    wrap_up: str
    parent_eid: str | None
    position: int
    containers: tuple[Container, ...]
    status: Status = Status.IN_FORCE
    notes: tuple[Note, ...] = ()
    in_force_from: date | None = None
    amended_by: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The provision's own words, children left out."""
        return " ".join(part for part in (self.intro, self.wrap_up) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One thing that a parser could not place; `place` is an eid or a 1-based line, `text` what stands there."""

    place: str
    found: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """Visible text left out by a named rule; `characters` counts letters and digits."""

    rule: str
    characters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A record of a statute file: what it is, where it came from, how it should be read.

    `path` is the folder of the record as it was given, `languages` the languages that stand in the file.
    `dialect` and `grammar` are empty when they must be found by looking.
    """

    id: str
    jurisdiction: str
    title: str
    title_en: str
    languages: tuple[str, ...]
    file: str
    official_url: str
    obtained_from: str
    work: Work
    dialect: str = ""
    grammar: str = ""
    language: str = ""
    text_kind: TextKind = TextKind.OFFICIAL
    text_state: TextState = TextState.UNKNOWN
    as_of: date | None = None
    as_of_basis: AsOfBasis = AsOfBasis.UNKNOWN
    fidelity: Fidelity = Fidelity.AS_FETCHED
    completeness: Completeness | None = None
    defects: str = ""
    licence: str = ""
    licence_basis: str = ""
    retrieved: date | None = None
    encoding: str = "utf-8"
    volume: str = ""
    translations: tuple[str, ...] = ()
    sha256: str = ""
    notes: str = ""
    section_count: int | None = None
    key_provisions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    options: tuple[tuple[str, str], ...] = ()

    def option(self, name: str) -> str:
        """The reading option `name` of this record, "" when it has none."""
        return dict(self.options).get(name, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """The text of a work in one language at one date, with all that is known of where it came from.

    `volume` is the part of the work that the file holds, where the work is published in several ("" else).
    `label_words` are the words printed only as part of labels («Статья», «Глава»), each with its count: what is
    read but stands in no field.
    """

    id: str
    source_id: str
    work: Work
    language: str
    text_kind: TextKind
    text_state: TextState
    as_of: date | None
    as_of_basis: AsOfBasis
    official_url: str
    obtained_from: str
    fidelity: Fidelity
    completeness: Completeness | None
    defects: str
    volume: str
    licence: str
    licence_basis: str
    retrieved: date | None
    sha256: str
    dialect: str
    dialect_version: str
    provisions: tuple[Provision, ...]
    editorial: tuple[Note, ...] = ()
    issues: tuple[Issue, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    label_words: tuple[tuple[str, int], ...] = ()

    @property
    def roots(self) -> tuple[Provision, ...]:
        """All units that stand directly under the law: articles, preamble, transitional rules, schedules."""
        return tuple(p for p in self.provisions if p.parent_eid is None)

    @property
    def articles(self) -> tuple[Provision, ...]:
        """The basic units (articles, sections, §§) in the order of the law."""
        return tuple(p for p in self.provisions if p.parent_eid is None and p.level is Level.ARTICLE)

    @property
    def digest(self) -> bool:
        """True when these are our own words, not the law's."""
        return self.text_kind is TextKind.DIGEST
