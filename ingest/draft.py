"""The mutable tree that parsers build, and its freezing into the flat, immutable records.

Parsers fill `Draft` nodes in the order of the law; `freeze` gives them eids, parents and positions, and refuses two
provisions of one eid. Text handed in is NFC-normalised and its blanks made single here, once.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from corpus import numbering
from corpus.errors import NumberingError
from corpus.records import Container, Ignored, Issue, Level, Note, NoteKind, Provision, Status

_BLANKS = re.compile(r"[\s\u200b\ufeff\u00ad]+")
# Soft hyphens and zero-width blanks at line breaks are typesetting; elsewhere they are dropped without a blank.
_SOFT = re.compile("[\u00ad\u200b\ufeff\u2060]")

# A sign of no script that parsers put after the heading of a subsection: "Forfeiture\ue001 The court shall ...".
HEADING_END = "\ue001"


def clean(text: str) -> str:
    """NFC, soft hyphens and zero-width blanks dropped, every run of blanks one space."""
    if text.isascii():
        return " ".join(text.split())
    return " ".join(_SOFT.sub("", unicodedata.normalize("NFC", text)).split())


@dataclass(slots=True)
class Draft:
    """A unit under construction; `words_before` and `words_after` become `intro` and `wrap_up`."""

    level: Level
    num: str = ""
    heading: str = ""
    words_before: list[str] = field(default_factory=list)
    words_after: list[str] = field(default_factory=list)
    children: list["Draft"] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    containers: tuple[Container, ...] = ()
    status: Status = Status.IN_FORCE
    in_force_from: date | None = None
    amended_by: list[str] = field(default_factory=list)
    label: str = ""
    prefix: str = ""
    eid: str = ""  # only where the file itself gives our eids, as our own Akoma Ntoso does

    def say(self, text: str, *, glued: bool = False) -> None:
        """Add a run of the unit's own words, after its children when it has any; `glued` to the run before."""
        if HEADING_END in text:
            heading, _, text = text.partition(HEADING_END)
            self.heading = clean(heading)
        runs = self.words_after if self.children else self.words_before
        if glued and runs:
            runs[-1] += clean(text)
        elif text := clean(text):
            runs.append(text)

    def note(self, kind: NoteKind, text: str, num: str = "") -> None:
        """Add a note."""
        if text := clean(text):
            self.notes.append(Note(kind=kind, text=text, num=clean(num)))

    def add(self, child: "Draft") -> "Draft":
        """Append a child and return it."""
        self.children.append(child)
        return child


@dataclass(slots=True)
class Law:
    """Everything a parser reads off one file, before it is frozen."""

    articles: list[Draft] = field(default_factory=list)
    editorial: list[Note] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)
    label_words: Counter[str] = field(default_factory=Counter)

    def labelled(self, printed: str, *kept: str) -> None:
        """Account for the words of a printed label that no field keeps: «Статья» of «Статья 128. Торговля людьми»."""
        self.label_words.update(Counter(words(printed)) - Counter(w for text in kept for w in words(text)))

    def ignore(self, rule: str, text: str) -> None:
        """Leave visible text out by a named rule."""
        if weight := letters(text):
            self.ignored[rule] += weight

    def issue(self, place: str, found: str, text: str = "") -> None:
        """Report one thing that could not be placed."""
        self.issues.append(Issue(place=place, found=found, text=clean(text)))

    def frozen_ignored(self) -> tuple[Ignored, ...]:
        """The ignored text by rule, in the order of the rules' names."""
        return tuple(Ignored(rule=r, characters=n) for r, n in sorted(self.ignored.items()))


_WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


def words(text: str) -> list[str]:
    """The runs of letters and digits in `text`, case folded; Chinese, Japanese and Korean signs one by one."""
    return _WORDS.findall(unicodedata.normalize("NFC", _SOFT.sub("", text)).casefold())


def letters(text: str) -> int:
    """How many letters and digits stand in `text`."""
    return sum(map(len, words(text)))


def freeze(roots: list[Draft], place: str) -> tuple[Provision, ...]:
    """Flatten a law into provisions with eids.

    Args:
        roots: The basic units, preambles and schedules in the order of the law.
        place: The source's id, for messages.

    Raises:
        NumberingError: If two provisions have one eid.
    """
    out: list[Provision] = []
    seen: Counter[str] = Counter()
    for root in roots:
        eid = root.eid or numbering.root_eid(root.level, root.label or root.num, root.prefix)
        _flatten(root, eid, None, _Root(eid, root.containers), out, seen)
    counts = Counter(p.eid for p in out)
    twice = [eid for eid, n in counts.items() if n > 1]
    if twice:
        raise NumberingError(
            place,
            f"{len(twice)} eids given twice ({', '.join(twice[:8])})",
            "each eid once",
            "Declare the repetition with its reason in the expectations of this source, or mend the file",
        )
    return tuple(out)


@dataclass(frozen=True, slots=True)
class _Root:
    eid: str
    containers: tuple[Container, ...]


def _flatten(draft: Draft, eid: str, parent: str | None, root: _Root, out: list[Provision], seen: Counter[str]) -> None:
    out.append(
        Provision(
            eid=eid,
            level=draft.level,
            num=clean(draft.num),
            heading=clean(draft.heading),
            intro=" ".join(draft.words_before),
            wrap_up=" ".join(draft.words_after),
            parent_eid=parent,
            position=len(out),
            containers=root.containers,
            status=draft.status,
            notes=_notes_with_eids(draft.notes, root.eid, seen),
            in_force_from=draft.in_force_from,
            amended_by=tuple(dict.fromkeys(draft.amended_by)),
        )
    )
    unnumbered = 0
    for child in draft.children:
        if child.eid:
            _flatten(child, child.eid, eid, root, out, seen)
            continue
        if child.label or child.num:
            part = numbering.eid_part(child.level, child.label or child.num)
        else:
            unnumbered += 1
            part = f"nn_{unnumbered}"
        _flatten(child, f"{eid}__{part}", eid, root, out, seen)


def _notes_with_eids(notes: list[Note], article: str, seen: Counter[str]) -> tuple[Note, ...]:
    """Give normative notes their eids; a second note of the same number in one article is its `nn_2`."""
    out = []
    for note in notes:
        if note.kind is NoteKind.EDITORIAL or note.eid:
            out.append(note)
            continue
        eid = f"{article}__note" + (f"_{numbering.label(note.num)}" if note.num else "")
        seen[eid] += 1
        if seen[eid] > 1:
            eid = f"{eid}__nn_{seen[eid]}"
        out.append(Note(kind=note.kind, text=note.text, num=note.num, eid=eid))
    return tuple(out)
