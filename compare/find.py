"""Which articles of a law define a concept: narrowly the offence itself, broadly what belongs to it.

Two grounds (`basis`): `listed`, where the law itself lists by number the offences that belong to the concept;
`matched`, where an article's own words make it one. Evidence is never added up across the parts of an article.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from compare.coder import ABSENT, PRESENT, Code, Coded, Evidence, Tried, code
from compare.refer import articles_named, definitions, label, lists, mentions, spaced
from compare.view import Article
from corpus.records import Status

NARROW, BROAD = "narrow", "broad"
LISTED, MATCHED = "listed", "matched"
INSTRUMENTS = frozenset(("INTL", "EU"))  # law that sets no penalties of its own
_EARLY = 40  # words of the body in which an article names the offence whose penalty it raises
_CATALOGUE = 6  # other articles named by number: a list of offences, not an offence
_MANY = 4  # acts in the whole article
_SEVERAL = 3
_NARROW_ENDS = ("sexual_exploitation", "begging", "illegal_adoption", "armed_conflict")
_OF_PERSONS = frozenset(("act.recruitment", "act.harbouring", "act.transfer", "act.exploitation"))
_FAR = 60  # words
_LOOSE = frozenset(("act.abduction", "act.exploitation", "act.other_act", "act.other_transaction"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An article that may belong to a concept, coded for it; `marks` are the concepts that search finds in it."""

    view: Article
    coded: Coded
    marks: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Why an article belongs to a concept: in which sense, on which basis, by which words; `below` are its parts."""

    sense: str
    basis: str
    why: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An article that belongs to a concept; `via` is what another provision of the law adds: element -> evidence.

    The `place` of evidence in `via` is a whole pinpoint.
    """

    eid: str
    num: str
    heading: str
    grounds: tuple[Ground, ...]
    coded: Coded
    text_sha256: str
    via: dict[str, Evidence] = field(default_factory=dict)

    def has(self, sense: str) -> bool:
        """Does it belong to the concept in this sense? What is narrow is broad too."""
        return any(g.sense in (sense, NARROW) for g in self.grounds)


def members(candidates: list[Candidate], concept: str, jurisdiction: str) -> list[Member]:
    """The articles of a law that belong to a concept, in the order of the law."""
    grounds: dict[str, list[Ground]] = {}
    listed = _listed(candidates, concept)
    penal = jurisdiction not in INSTRUMENTS
    for one in candidates:
        own = grounds.setdefault(one.view.document.eid, [])
        if one.view.document.status == Status.REPEALED:
            continue
        for where, below in listed.get(label(one.view.document.num), ()):
            own.append(Ground(sense=BROAD, basis=LISTED, why=f"listed in {where}", below=tuple(p for p in below if p)))
        later = " (not yet in force)" if one.view.document.status == Status.NOT_YET_IN_FORCE else ""
        if why := narrow(one, penal=penal):
            own.append(Ground(sense=NARROW, basis=MATCHED, why=why + later))
        elif why := broad(one):
            own.append(Ground(sense=BROAD, basis=MATCHED, why=why + later))
    _add_graver(candidates, grounds)
    _add_referring(candidates, grounds)
    defined = [d for one in candidates for d in definitions(one.view, one.coded.tried).items()]
    return [
        Member(
            eid=one.view.document.eid,
            num=one.view.document.num,
            heading=one.view.document.heading,
            grounds=tuple(own),
            coded=one.coded,
            text_sha256=one.view.sha256,
            via=_via(one, defined),
        )
        for one in candidates
        if (own := grounds[one.view.document.eid])
    ]


def _listed(candidates: Iterable[Candidate], concept: str) -> dict[str, list[tuple[str, list[str]]]]:
    out: dict[str, list[tuple[str, list[str]]]] = {}
    for one in candidates:
        for where, numbers in lists(one.view, concept):
            for number, below in numbers.items():
                out.setdefault(number, []).append((where, below))
    return out


def listed_numbers(candidates: Iterable[Candidate], concept: str) -> set[str]:
    """The labels of the articles that the law itself lists as belonging to a concept."""
    return set(_listed(candidates, concept))


def _narrows(candidates: list[Candidate], grounds: dict[str, list[Ground]]) -> dict[str, str]:
    return {
        label(one.view.document.num): one.view.pinpoint
        for one in candidates
        if any(g.sense == NARROW for g in grounds[one.view.document.eid])
    }


def _add_graver(candidates: list[Candidate], grounds: dict[str, list[Ground]]) -> None:
    """Articles that only raise the penalty of a narrow one belong to it."""
    narrows = _narrows(candidates, grounds)
    for one in candidates:
        if not one.view.penal or any(role == "basic" for _, role in one.view.roles):
            continue
        for number in mentions(one.view, narrows, within=_EARLY):
            why = f"raises the penalty of {narrows[number]}"
            grounds[one.view.document.eid].append(Ground(sense=NARROW, basis=MATCHED, why=why))
            break


def _add_referring(candidates: list[Candidate], grounds: dict[str, list[Ground]]) -> None:
    """Penal articles that name a narrow one by number belong to the concept in the broad sense."""
    narrows = _narrows(candidates, grounds)
    for one in candidates:
        own = grounds[one.view.document.eid]
        if own or not one.view.penal or articles_named(one.view) >= _CATALOGUE:
            continue
        for number in mentions(one.view, narrows):
            own.append(Ground(sense=BROAD, basis=MATCHED, why=f"refers to {narrows[number]}"))
            break


def narrow(one: Candidate, *, penal: bool = True) -> str:
    """Why an article is the offence itself; "" when it is not."""
    view, coded = one.view, one.coded
    if view.document.level != "article" or not (_punishes(view) if penal else _establishes(view)):
        return ""
    roles = {"basic"} if penal else {"basic", "definition"}
    test = {"trafficking": _trafficking, "smuggling": _smuggling, "organ_removal": _organs}.get(coded.concept)
    if test is None or articles_named(view) >= _CATALOGUE:
        return ""
    parts: dict[int, list[Tried]] = {}
    for tried in coded.tried:
        if not tried.why_not and tried.evidence.role in roles:
            parts.setdefault(view.part(tried.at), []).append(tried)
    whole = {t.element for part in parts.values() for t in part}
    return next((why for part in parts.values() if (why := test(part, whole, one.marks))), "")


def _punishes(view: Article) -> bool:
    """Does its basic form set a penalty, or say that it is an offence?"""
    kinds = ("noun", "offence") if view.penal else ("offence",)
    return any(view.role(f.start) == "basic" for kind in kinds for f in view.named.get(kind, ()))


def _establishes(view: Article) -> bool:
    """Does an instrument define something, or have it made an offence? Asked where the language has words for it."""
    asked = view.lexicon is not None and view.lexicon.knows("offence")
    return not asked or any(view.named.get(kind) for kind in ("offence", "definition"))


def _trafficking(part: list[Tried], whole: set[str], marks: frozenset[str]) -> str:
    """Acts with a purpose, or the sale of a person."""
    names = {t.element for t in part}
    acts = {n for n in names if n.startswith("act.")} - _LOOSE
    if not marks & {"trafficking", "slavery_forced_labour", "prostitution"}:
        return ""
    ends = sorted(n.removeprefix("purpose.") for n in names if n.startswith("purpose."))
    sold = "act.sale_purchase" in acts and "trafficking" in marks
    if sold and not (any(n.startswith("object.") for n in names) and not acts & _OF_PERSONS):
        return "sale of a person"
    if ends == ["organ_removal"] and not acts & _OF_PERSONS:
        return ""
    if len(ends) == 1 and ends[0] in _NARROW_ENDS and len(acts) < _SEVERAL:
        return ""  # procuring, the use of beggars, adoption for gain, recruiting soldiers
    if len(acts) >= 2 and ends:
        return f"{len(acts)} acts with the purpose {ends[0].replace('_', ' ')}"
    if acts and ends and sum(n.startswith("act.") for n in whole) >= _MANY:
        return f"acts of trafficking with the purpose {ends[0].replace('_', ' ')}"
    for act in (t for t in part if t.element in acts):
        for end in (t for t in part if t.element.startswith("purpose.") and _in_line(act, t)):
            if any(t.element.startswith("means.") and _in_line(act, t) for t in part):
                return f"{_short(act)} by a means with the purpose {_short(end)}"
    return ""


def _in_line(one: Tried, other: Tried) -> bool:
    """Do two matches stand in one provision, or in one that governs the other, not far from each other?"""
    a, b = one.evidence.eid, other.evidence.eid
    return (a == b or a.startswith(b + "__") or b.startswith(a + "__")) and abs(one.at - other.at) <= _FAR


def _short(tried: Tried) -> str:
    return tried.element.partition(".")[2].replace("_", " ")


def _smuggling(part: list[Tried], whole: set[str], marks: frozenset[str]) -> str:
    if "smuggling" not in marks:
        return ""
    names = {t.element for t in part}
    for act in ("act.illegal_entry", "act.illegal_stay", "act.illegal_exit_transit"):
        if act in names:
            return act.removeprefix("act.").replace("_", " ")
    return ""


def _organs(part: list[Tried], whole: set[str], marks: frozenset[str]) -> str:
    names = {t.element for t in part}
    things = sorted(n.removeprefix("object.") for n in names if n.startswith("object."))
    acts = sorted(n.removeprefix("act.").replace("_", " ") for n in names if n.startswith("act."))
    if "organ_removal" not in marks or ("trafficking" in marks and acts == ["coercion to removal"]):
        return ""
    if acts and things:
        return f"{acts[0]} of {things[0]}"
    return "illegal removal of material of the body" if "illegal removal" in acts else ""


def broad(one: Candidate) -> str:
    """Why an article belongs to a concept without being the offence itself; "" when it does not."""
    if articles_named(one.view) >= _CATALOGUE:
        return ""
    if one.coded.concept != "trafficking":
        good = {t.element for t in one.coded.tried if not t.why_not and t.evidence.role != "heading"}
        acts = sorted(n.removeprefix("act.").replace("_", " ") for n in good if n.startswith("act."))
        return f"act {acts[0]}" if acts and one.coded.concept in one.marks else ""
    if "trafficking" in one.marks and _defines(one):
        return "defines the concept"
    years = one.coded.penalty
    if years.lowest is None and years.highest is None:
        return ""
    return _exploits(one)


def _defines(one: Candidate) -> bool:
    """Does a definition in it name acts and a purpose?"""
    said = {t.element for t in one.coded.tried if not t.why_not and t.evidence.role == "definition"}
    return sum(n.startswith("act.") for n in said) >= 2 and any(n.startswith("purpose.") for n in said)


def _exploits(one: Candidate) -> str:
    """Exploitation of a person, prostitution of another, removal of organs from the living: as act or as aim."""
    good = [t for t in one.coded.tried if not t.why_not and t.evidence.role in ("basic", "aggravated")]
    basic = {t.element for t in good if t.evidence.role == "basic"}
    ends = {t.element for t in good if t.element in _ENDS and (t.element in basic or t.element in _AIMS)}
    if not one.marks & {"prostitution", "trafficking"}:
        ends.discard("purpose.sexual_exploitation")
    if "purpose.organ_removal" in ends and not _living(one.view):
        ends.discard("purpose.organ_removal")
    if ends:
        return f"purpose {', '.join(sorted(e.partition('.')[2].replace('_', ' ') for e in ends))}"
    if "act.exploitation" in basic:
        return "exploitation of a person"
    return "prostitution of another" if "prostitution" in one.marks else ""


def _living(view: Article) -> bool:
    """Is it about organs of the living, or at least not of the dead alone?"""
    codes = code(view, "organ_removal").codes
    return codes["scope.living_donor"].answer == PRESENT or codes["scope.deceased_donor"].answer != PRESENT


_AIMS = frozenset(
    f"purpose.{n}" for n in ("exploitation_generic", "sexual_exploitation", "organ_removal", "forced_labour", "slavery")
)
_ENDS = _AIMS | {"purpose.slavery_like", "purpose.servitude", "purpose.begging"}


def _via(one: Candidate, defined: list[tuple[str, tuple[str, list[Tried]]]]) -> dict[str, Evidence]:
    """What the definitions of the words an article uses add to it."""
    out: dict[str, Evidence] = {}
    for element, (where, said) in defined:
        own = one.coded.codes.get(element)
        if own is None or own.answer != PRESENT or where.startswith(one.view.pinpoint):
            continue
        for tried in said:
            mine = one.coded.codes.get(tried.element, Code(element=tried.element, answer=ABSENT))
            if mine.answer != PRESENT:
                out.setdefault(tried.element, replace(tried.evidence, place=f"{where}{spaced(tried.evidence.place)}"))
    return out
