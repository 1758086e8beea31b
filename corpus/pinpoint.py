"""Pinpoints both ways: `KZ CC art. 128(2)(7)` from a provision, and a provision from what people type.

People type `KZ:128(2)(7)`, `KZ 128.2.7`, `kz art 128 part 2 point 7`, `DE:§232 Abs. 1`, `SE 4:1 a`,
`UA:149@2002-01-17`.
"""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from corpus import numbering
from corpus.errors import NumberingError, QueryError
from corpus.records import Expression, Level, Note, Provision, Work

# Words that stand between the numbers of a pinpoint in the languages people cite in; all mean "go one level down".
_UNIT_WORDS = (
    r"articles?|article|artikel|artikkel|art|section|sections|sec|ss?|part|parts|point|points|paragraph|paragraphs|para|"
    r"paras|subparagraph|subsection|subsec|item|clause|letter|lit|let|nr|no|num|number|abs|absatz|satz|nummer|buchst|"
    r"buchstabe|al|alin|alinea|alinéa|ustęp|ust|pkt|odst|odstavec|písm|pism|písmeno|čl|cl|чл|ал|т|ст|ч|п|пп|статья|"
    r"статьи|стаття|часть|части|частина|пункт|пункта|подпункт|бап|бөлік|тармақ|madde|fıkra|bent|stk|stycke|st|ledd|"
    r"bokstav|momentti|mom|kohta|straipsnis|dalis|pants|daļa|článok|člen|članak|stavak|točka|άρθρο|παρ|modda|qism"
)
_WORD = re.compile(rf"(?<![\w])(?:{_UNIT_WORDS})(?:\.|(?![\w]))", re.IGNORECASE)
_NOTE = re.compile(r"(?<!\w)(?:notes?|примечани[ея]|ескерту|примітка|explanation|anm\.?)(?!\w)", re.IGNORECASE)
_REFERENCE = re.compile(r"^\s*(?P<jur>[A-Za-z]{2,4}(?:-[A-Za-z]{2,3})?)\s*(?::\s*|\s+)(?P<rest>.+?)\s*$")
# Sentences are no units of their own: «Abs. 1 Satz 2» is cited as Abs. 1.
_SENTENCE = re.compile(r"(?<!\w)(?:Satz|Sätze|S\.|sentence|предложение)\s*\d+", re.IGNORECASE)
_SEVERAL = re.compile(r"\)\s*[-–—,;]\s*\(|\)\s*(?:to|and|bis|und|и|по)\s*\(")
_DATE = re.compile(r"@\s*(\d{4}-\d{2}-\d{2})\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What somebody typed, taken apart but not yet looked up; `labels` are the number pieces in order."""

    jurisdiction: str
    rest: str
    as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A provision found, and the note of it when the pinpoint named one."""

    provision: Provision
    note: Note | None = None


def top(expression: Expression, provision: Provision) -> Provision:
    """The unit directly under the law that a provision stands in."""
    held = {p.eid: p for p in expression.provisions}
    while provision.parent_eid is not None:
        provision = held[provision.parent_eid]
    return provision


def cite(work: Work, eid: str, num: str = "") -> str:
    """The pinpoint of an eid, as lawyers write it: `KZ CC art. 128(2)(7)`.

    Unnumbered units are cited by their place: `FR CP art. 225-4-1, para. 2`.

    Args:
        work: The work cited.
        eid: The provision's or note's eid.
        num: The printed number of its article, where it is known; else it is read off the eid.
    """
    before: list[str] = []
    root = ""
    tail = ""
    for segment in eid.split("__"):
        prefix, _, rest = segment.partition("_")
        if root:
            tail += _below(prefix, rest)
        elif prefix == "art":
            root = f"{work.unit} {printed(num) if num else _chaptered(before, rest)}"
            if num and before and before[-1].startswith("chp "):
                before.pop()
        elif prefix in _ROOT_NAMES:
            root = f"{_ROOT_NAMES[prefix]} {rest}".rstrip()
        else:
            before.append(segment.replace("_", " "))
    return " ".join([work.name, *before, root]).strip() + tail


_ROOT_NAMES = {"preamble": "preamble", "trans": "transitional", "sched": "sched."}


def _below(prefix: str, rest: str) -> str:
    if prefix == "nn":
        return f", para. {rest}"
    if prefix == "note":
        return f" note {rest}".rstrip()
    return f"({rest})"


def _chaptered(before: list[str], rest: str) -> str:
    if before and before[-1].startswith("chp "):
        return f"{before.pop()[4:]}:{rest}"
    return rest


def printed(num: str) -> str:
    """An article's printed number without the words and marks around it, its inner blanks kept: `177 bis`, `4:1 a`."""
    match = re.match(
        r"[^\d]{0,12}?((?:(?<!\w)[LRD]\.?\s?)?\d[\w:^./-]*(?:\s(?:[a-zA-Z]|bis|ter|quater|quinquies|sexies|septies|octies)(?!\w))?)",
        num,
    )
    if not match or re.search(r"[\u3000-\u9fff\uac00-\ud7af]", num):
        return numbering.label(num)
    return match[1].rstrip(".-:/")


def parse_reference(text: str) -> Reference:
    """Take a typed reference apart.

    Raises:
        QueryError: If it does not begin with a jurisdiction.
    """
    as_of = None
    if match := _DATE.search(text):
        try:
            as_of = date.fromisoformat(match[1])
        except ValueError as error:
            raise QueryError("reference", repr(match[1]), "a date such as 2024-07-05") from error
        text = text[: match.start()]
    match = _REFERENCE.match(text)
    if not match:
        raise QueryError("reference", repr(text), "a jurisdiction and a number, such as KZ:128(2)(7)")
    return Reference(jurisdiction=match["jur"].upper(), rest=match["rest"].strip(), as_of=as_of)


def split_work(rest: str, works: Iterable[Work]) -> tuple[Work | None, str]:
    """The work that a reference names (`CC 128`, `criminal-code:128`), and what is left of it."""
    for work in sorted(works, key=lambda w: -max(len(w.short), len(w.slug))):
        for name in (work.short, work.slug):
            match = re.match(rf"{re.escape(name)}(?=$|[\s:])\s*:?\s*", rest, re.IGNORECASE)
            if match:
                return work, rest[match.end() :]
    return None, rest


def find(expression: Expression, rest: str) -> Place:
    """The provision of an expression that the rest of a reference names.

    Raises:
        QueryError: If there is none; names what was found on the way and the nearest numbers.
    """
    if _SEVERAL.search(rest):
        raise QueryError("reference", repr(rest), "one provision at a time", "Ask for their common parent instead")
    rest = _SENTENCE.sub(" ", rest)
    direct = {p.eid: p for p in expression.provisions}.get(rest)
    if direct:
        return Place(provision=direct)
    article, pieces = _article(expression, rest)
    return _descend(expression, article, pieces)


def _pieces(rest: str) -> list[str]:
    """The numbers in what was typed, in order; unit words and brackets are gone, `note` stays as a word."""
    text = _NOTE.sub(" note ", rest)
    text = _WORD.sub(" ", text.replace("§", " "))
    return re.findall(r"[^\s()\[\]{},;/«»\"']+", text)


def _article(expression: Expression, rest: str) -> tuple[Provision, list[str]]:
    by_label: dict[str, Provision] = {}
    for root in sorted(expression.roots, key=lambda r: not r.eid.startswith(("art_", "chp_"))):
        for label in _labels(root):
            by_label.setdefault(label, root)
    pieces = _pieces(rest)
    if not pieces:
        raise QueryError("reference", repr(rest), "an article number", "Type for example KZ:128(2)(7)")
    atoms = [a for piece in pieces for a in _atoms(piece)]
    for end in range(min(len(atoms), 7), 0, -1):
        candidate = "".join(atoms[:end]).strip(".").lower()
        candidate = candidate if candidate in by_label else candidate.replace("^", "-")
        if candidate in by_label:
            left = [a.strip(".") for a in atoms[end:] if a.strip(".-")]
            return by_label[candidate], left
    wanted = pieces[0].lower()
    near = difflib.get_close_matches(wanted, [label for label in by_label if "_" not in label], n=4, cutoff=0.4)
    raise QueryError(
        f"{expression.work.name} ({expression.language})",
        f"no article {pieces[0]!r}",
        "a number that the text held prints",
        f"Nearest: {', '.join(near)}" if near else "",
    )


def _atoms(piece: str) -> list[str]:
    """`128.2.7` may be art. 128.2.7, or 128(2)(7): cut before each dot, longest reading first."""
    return re.findall(r"[.]?[^.]+", piece)


def _labels(root: Provision) -> list[str]:
    """What a root may be called: its eid, its label, with superscripts also as `-` (143^1, 143-1)."""
    out = [root.eid.lower()]
    if root.num:
        try:
            out.append(numbering.label(root.num).lower())
        except NumberingError:
            return out
        tail = root.eid.rpartition("art_")[2]
        if root.eid.startswith("chp_"):
            out.append(root.eid.removeprefix("chp_").replace("__art_", ":"))
        elif tail != root.eid and "__" not in root.eid:
            out.append(tail.lower())
    return out + [o.replace("^", "-") for o in out if "^" in o]


def _descend(expression: Expression, article: Provision, pieces: list[str]) -> Place:
    children: dict[str | None, list[Provision]] = {}
    for p in expression.provisions:
        children.setdefault(p.parent_eid, []).append(p)
    unit = article
    for index, piece in enumerate(pieces):
        if piece.lower() == "note":
            return Place(provision=article, note=_note(expression, article, pieces[index + 1 :]))
        below = _numbered(unit, children)
        found = next((p for p in below if _same(p, piece)), None)
        if found is None:
            labels = [numbering.unit_path(p.eid).rpartition("/")[2] for p in below]
            raise QueryError(
                cite(expression.work, unit.eid, article.num),
                f"no unit {piece!r} under it",
                f"one of {', '.join(labels[:40])}{' …' if len(labels) > 40 else ''}"
                if labels
                else "no smaller unit: it has none",
            )
        unit = found
    return Place(provision=unit)


def _numbered(unit: Provision, children: dict[str | None, list[Provision]]) -> list[Provision]:
    """The numbered units below one, seen through unnumbered ones; the unnumbered ones themselves last."""
    out: list[Provision] = []
    plain: list[Provision] = []
    for child in children.get(unit.eid, ()):
        if child.level is Level.SUBPARAGRAPH and not child.num:
            plain.append(child)
            out.extend(_numbered(child, children))
        else:
            out.append(child)
    return out + plain


def _same(p: Provision, piece: str) -> bool:
    tail = p.eid.rpartition("__")[2].partition("_")[2]
    wanted = piece.lower().replace("^", "-")
    if tail.lower().replace("^", "-") == wanted:
        return True
    return p.num != "" and wanted in (numbering.label(p.num).lower(), str(numbering.cjk(tail)))


def _note(expression: Expression, article: Provision, pieces: list[str]) -> Note:
    notes = [
        n
        for p in expression.provisions
        if p.eid == article.eid or p.eid.startswith(f"{article.eid}__")
        for n in p.notes
        if n.eid
    ]
    wanted = pieces[0] if pieces else ""
    for note in notes:
        if not wanted or (note.num and numbering.label(note.num) == wanted):
            return note
    raise QueryError(
        cite(expression.work, article.eid, article.num),
        f"no note {wanted}".rstrip(),
        f"one of its {len(notes)} notes that are law",
    )
