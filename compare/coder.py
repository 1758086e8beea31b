"""Read an article off against a concept: each element with the words that state it.

Deterministic: the same text, rules and code give the same answers. A rule's match must stand in an allowed role, near
what it must be near, and not be used up by a longer reading; what failed and why is kept for `explain`.
"""

from dataclasses import dataclass

from compare.penalty import Penalty, penalty
from compare.rules import Rule, RuleSet, rules
from compare.view import ROLES, Article
from corpus.concepts import concept as concept_of
from search.patterns import Found

PRESENT, ABSENT, UNCLEAR = "present", "absent", "unclear"
NOT_FOUND, NOT_CODED, NOT_HELD = "not_found", "not_coded", "not_held"
_ORDER = {role: n for n, role in enumerate(ROLES)}
_NEGATED = 3
_BESIDE = 2  # words between a deal and what qualifies it
_GUARDS = ("negated", "not negated", "not at the beginning")  # words found that a guard turned down


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words that state an element: as printed, where, in which role, by which rule.

    `start` and `end` are characters in the words of the unit's segment (`eid`, `segment`), end not included.
    """

    text: str
    eid: str
    place: str
    role: str
    rule: str
    gloss: str
    segment: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """The answer for one element; `others` is the evidence beyond the first, in the order of the article.

    `coder` is `machine`, or who corrected its answer.
    """

    element: str
    answer: str
    evidence: Evidence | None = None
    others: tuple[Evidence, ...] = ()
    coder: str = "machine"


@dataclass(frozen=True, slots=True)
class Tried:
    """One match of a rule, and why it did not count ("" when it did); `at` is a position in the article."""

    rule: str
    element: str
    evidence: Evidence
    why_not: str
    weight: int
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """An article coded for a concept.

    `means_role` is element, alternative, aggravating or absent. `other_transactions`: how other deals over a person
    are named: bare, qualified ("unlawful"), unknown (no words for that in the language), or "" where none are.
    """

    pinpoint: str
    concept: str
    language: str
    codes: dict[str, Code]
    penalty: Penalty
    means_role: str
    other_transactions: str
    tried: tuple[Tried, ...]
    version: str


def code(view: Article, concept: str, only: frozenset[str] | None = None) -> Coded:
    """Code an article for a concept; every element `not_coded` where its language has no rules.

    Args:
        view: The article.
        concept: What it is read for.
        only: Ids of the rules that count; `None` for all of them.
    """
    elements = concept_of(concept).elements
    found = rules(concept, view.language)
    if found is None:
        blank = {e.id: Code(element=e.id, answer=NOT_CODED) for e in elements}
        return Coded(
            pinpoint=view.pinpoint, concept=concept, language=view.language, codes=blank, penalty=penalty(view),
            means_role="", other_transactions="", tried=(), version="",
        )  # fmt: skip
    tried = [t for t in _tried(view, found) if only is None or t.rule in only]
    codes = {e.id: _decided(e.id, [t for t in tried if t.element == e.id]) for e in elements}
    _compute(view, codes, tried)
    return Coded(
        pinpoint=view.pinpoint,
        concept=concept,
        language=view.language,
        codes=codes,
        penalty=penalty(view),
        means_role=_means_role(tried),
        other_transactions=_transactions(view, tried),
        tried=tuple(tried),
        version=found.version,
    )


def _tried(view: Article, found: RuleSet) -> list[Tried]:
    """Every match of every rule with what became of it, in the order of the article."""
    by_rule: dict[int, dict[str, list[Found]]] = {}
    for match in found.patterns.find(view.words):
        number, kind, _ = match.key
        by_rule.setdefault(number, {}).setdefault(kind, []).append(match)
    out = []
    for number, kinds in by_rule.items():
        rule = found.rules[number]
        for match in kinds.get("match", ()):
            why = _why_not(view, rule, match, kinds)
            one = Tried(rule.id, rule.element, evidence(view, match, rule), why, rule.weight, match.start)
            out.append((match.start, number, one))
    return [t for _, _, t in sorted(out, key=lambda x: x[:2])]


def _why_not(view: Article, rule: Rule, match: Found, kinds: dict[str, list[Found]]) -> str:
    for longer in kinds.get("not", ()):
        if longer.start < match.end and match.start < longer.end:
            return "used up by a longer reading"
    role = view.role(match.start)
    if role not in rule.roles:
        return f"stands in {role}"
    if rule.start and not view.begins(match.start):
        return "not at the beginning"
    if rule.near and not any(_near(view, match, other, rule.within) for other in kinds.get("near", ())):
        return f"nothing it must be near within {rule.within} words"
    if rule.negation != "ignore":
        negated = any(0 <= match.start - n.end < _NEGATED for n in view.named.get("negation", ()))
        if negated != (rule.negation == "require"):
            return "negated" if negated else "not negated"
    return ""


def _near(view: Article, match: Found, other: Found, within: int) -> bool:
    if other.start < match.end and match.start < other.end:
        return True
    distance = other.start - match.end if other.start >= match.end else match.start - other.end
    return distance < within and view.part(other.start) in (view.part(match.start), -1)


def evidence(view: Article, match: Found, rule: Rule) -> Evidence:
    """The words of a match, as printed, with their place."""
    segment, start, end = view.evidence(match.start, match.end)
    return Evidence(
        text=segment.text[start:end],
        eid=view.document.units[segment.unit].eid,
        place=view.place(segment.start),
        role=view.role(max(match.start, segment.start)),
        rule=rule.id,
        gloss=rule.gloss,
        segment=segment.role,
        start=start,
        end=end,
    )


def _decided(element: str, tried: list[Tried]) -> Code:
    good = [t.evidence for t in tried if not t.why_not]
    if good:
        weights = {t.evidence: t.weight for t in tried}
        ordered = _apart(sorted(good, key=lambda e: (_ORDER[e.role], -weights[e])))
        return Code(element=element, answer=PRESENT, evidence=ordered[0], others=tuple(ordered[1:]))
    failed = [t for t in tried if t.why_not in _GUARDS or t.why_not.startswith("nothing")]
    if failed:
        return Code(element=element, answer=UNCLEAR, evidence=failed[0].evidence)
    return Code(element=element, answer=ABSENT)


def _apart(ordered: list[Evidence]) -> list[Evidence]:
    """Evidence in its order, without what overlaps with something before it."""
    out: list[Evidence] = []
    for one in ordered:
        if not any(
            (o.eid, o.segment) == (one.eid, one.segment) and o.start < one.end and one.start < o.end for o in out
        ):
            out.append(one)
    return out


def _compute(view: Article, codes: dict[str, Code], tried: list[Tried]) -> None:
    """Elements that follow from where others stand."""
    ground = "basic" if any(role == "basic" for _, role in view.roles) else "definition"
    in_basic = [
        t.evidence
        for t in tried
        if not t.why_not and t.evidence.role == ground and t.element.startswith("means.") and t.element != "means.any"
    ]
    if "means.in_basic_offence" in codes:
        codes["means.in_basic_offence"] = (
            Code(element="means.in_basic_offence", answer=PRESENT, evidence=in_basic[0], others=tuple(in_basic[1:]))
            if in_basic
            else Code(element="means.in_basic_offence", answer=ABSENT)
        )
    name = "rule.child_no_means"
    if name in codes and codes[name].answer != PRESENT and not in_basic:
        roles = {view.role(f.start): f for f in reversed(view.named.get("child", ()))}
        if "heading" in roles and "basic" in roles:
            rule = Rule(
                id="computed", element=name, match=(), near=(), within=0, unless=(), roles=frozenset(), negation="",
                weight=0, start=False, gloss="covers minors only and needs no means", yes=(), no=(),
            )  # fmt: skip
            codes[name] = Code(element=name, answer=PRESENT, evidence=evidence(view, roles["basic"], rule))


def _means_role(tried: list[Tried]) -> str:
    roles = {t.evidence.role for t in tried if not t.why_not and t.element.startswith("means.")}
    if "basic" in roles:
        return "alternative" if any(t.element == "rule.child_no_means" and not t.why_not for t in tried) else "element"
    return "aggravating" if "aggravated" in roles else "absent"


def _transactions(view: Article, tried: list[Tried]) -> str:
    found = [t for t in tried if not t.why_not and t.element == "act.other_transaction"]
    if not found:
        return ""
    if view.lexicon is None or not view.lexicon.knows("unlawful"):
        return "unknown"
    marks = [f.start for f in view.named.get("unlawful", ())]
    qualified = any(-_BESIDE <= at - t.at <= _BESIDE + 1 for t in found for at in marks)
    return "qualified" if qualified else "bare"
