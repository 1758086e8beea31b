"""The rules of a concept in a language, compiled: `corpus/data/concepts/<concept>/<language>.toml`.

    [lists]
    remove = ["изъятие", "изымать"]

    [[rule]]
    element = "object.cells"
    match = ["клетка"]                 patterns (search/patterns.py), at least one; {remove} stands for a list
    near = ["{remove}"]                optional: one of these within `within` words, in the same part of the article
    within = 8
    not = ["грудной клетка"]           optional: longer readings that use the words up
    in = ["basic", "aggravated"]       optional: the roles a match may stand in; else all but heading and exception
    negation = "reject"                optional: reject a match right after a word of negation, or require one
    weight = 1                         optional: its evidence is named before that of the element's other rules
    start = true                       optional: a match must begin in the first words of a provision or sentence
    gloss = "cells"
    yes = ["изъятие тканей или [клеток]"]   made up by us; the brackets stand around the evidence
    no = ["держать в клетке"]

Rules for elements that several concepts share stand in `corpus/data/concepts/shared/<language>.toml`.
"""

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from compare.view import ROLES
from corpus.concepts import concept as concept_of
from corpus.errors import CorpusError
from search.patterns import PatternSet
from search.tokens import base

WITHIN = 12
_KEYS = {"id", "element", "match", "near", "within", "not", "in", "negation", "weight", "start", "gloss", "yes", "no"}
_DEFAULT_ROLES = frozenset(ROLES) - {"heading", "exception"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule as written."""

    id: str
    element: str
    match: tuple[str, ...]
    near: tuple[str, ...]
    within: int
    unless: tuple[str, ...]
    roles: frozenset[str]
    negation: str
    weight: int
    start: bool
    gloss: str
    yes: tuple[str, ...]
    no: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """All rules of a concept in a language.

    `patterns` finds (rule number, kind, number of the pattern) for the kinds match, near and not.
    """

    concept: str
    language: str
    rules: tuple[Rule, ...]
    patterns: PatternSet
    version: str


@lru_cache(maxsize=256)
def rules(concept: str, language: str) -> RuleSet | None:
    """The rules of a concept in a language; `None` where there are none.

    Raises:
        CorpusError: If a file is broken, a key or element unknown, a pattern unreadable.
    """
    code = base(language)
    known = {e.id for e in concept_of(concept).elements}
    found: list[Rule] = []
    digest = hashlib.sha256()
    for folder in (concept, "shared"):
        file = files("corpus").joinpath(f"data/concepts/{folder}/{code}.toml")
        if file.is_file():
            text = file.read_text(encoding="utf-8")
            digest.update(text.encode())
            found += [r for r in _read(f"{folder}/{code}.toml", text, code) if folder != "shared" or r.element in known]
    if not files("corpus").joinpath(f"data/concepts/{concept}/{code}.toml").is_file():
        return None
    for rule in found:
        if rule.element not in known:
            raise CorpusError(f"rules {concept}/{code}.toml", f"the element {rule.element!r}", f"one of {concept}")
    patterns = PatternSet(code)
    for number, rule in enumerate(found):
        for kind, listed in (("match", rule.match), ("near", rule.near), ("not", rule.unless)):
            for index, pattern in enumerate(listed):
                patterns.add((number, kind, index if kind == "not" else 0), pattern)
    return RuleSet(
        concept=concept, language=code, rules=tuple(found), patterns=patterns, version=digest.hexdigest()[:12]
    )


def _read(name: str, text: str, code: str) -> list[Rule]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CorpusError(f"rules {name}", str(error), "TOML") from error
    if unknown := sorted(data.keys() - {"lists", "rule"}):
        raise CorpusError(f"rules {name}", f"the table {unknown[0]!r}", "[lists] and [[rule]]")
    lists = data.get("lists", {})
    count: dict[str, int] = {}
    out = []
    for entry in data.get("rule", ()):
        element = entry.get("element", "")
        count[element] = count.get(element, 0) + 1
        out.append(_rule(name, entry, lists, f"{code}.{element}.{count[element]}"))
    return out


def _rule(name: str, entry: dict[str, Any], lists: dict[str, list[str]], default: str) -> Rule:
    rule_id = entry.get("id", default)
    place = f"rules {name}, {rule_id}"
    if unknown := sorted(entry.keys() - _KEYS):
        raise CorpusError(place, f"the key {unknown[0]!r}", f"one of {', '.join(sorted(_KEYS))}")
    for needed in ("element", "match", "gloss", "yes", "no"):
        if not entry.get(needed):
            raise CorpusError(place, f"no {needed}", f"{needed} in every rule")
    roles = frozenset(entry.get("in", _DEFAULT_ROLES))
    if bad := sorted(roles - set(ROLES)):
        raise CorpusError(place, f"the role {bad[0]!r}", f"one of {', '.join(ROLES)}")
    if entry.get("negation", "ignore") not in ("ignore", "reject", "require"):
        raise CorpusError(place, f"negation = {entry['negation']!r}", "ignore, reject or require")

    def listed(key: str) -> tuple[str, ...]:
        value = entry.get(key, [])
        return tuple(_filled(place, p, lists) for p in ([value] if isinstance(value, str) else value))

    return Rule(
        id=rule_id,
        element=entry["element"],
        match=listed("match"),
        near=listed("near"),
        within=entry.get("within", WITHIN),
        unless=listed("not"),
        roles=roles,
        negation=entry.get("negation", "ignore"),
        weight=entry.get("weight", 0),
        start=entry.get("start", False),
        gloss=entry["gloss"],
        yes=tuple(entry["yes"]),
        no=tuple(entry["no"]),
    )


def _filled(place: str, pattern: str, lists: dict[str, list[str]]) -> str:
    def fill(match: re.Match[str]) -> str:
        if match[1] not in lists:
            raise CorpusError(place, f"the list {match[1]!r}", f"one of {', '.join(lists) or 'none is defined'}")
        return "(" + "|".join(lists[match[1]]) + ")"

    return re.sub(r"\{(\w+)\}", fill, pattern)
