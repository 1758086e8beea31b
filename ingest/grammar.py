"""Grammars: the words and marks of a country's laws, as data.

A grammar says how articles and containers are headed, how parts and points are labelled, which notes are law and which
are amendment history. It holds no law and no code: `ingest/data/grammars/*.toml`. A grammar may extend another; its
lists replace the other's, key by key.
"""

import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from corpus.errors import ParseError, SourceError
from corpus.records import Level, Source

SYSTEMS = {
    "dec": r"\d{1,3}(?:\s?[-–^]\s?\d{1,2}){0,2}",
    "deca": r"\d{1,3}(?:\.\d{1,2})?(?:\s?[-–^]\s?\d{1,2})?\s?[a-zA-Z]{0,2}",
    "roman": r"[ivxl]{1,7}",
    "ROMAN": r"[IVXL]{1,7}",
    "circled": r"[①-⑳㉑-㉟㊱-㊿]",
    "cjk": r"[一二三四五六七八九十百]{1,4}",
    "double": r"([a-z])\1",
    "greek": r"[α-ωςΑ-Ω]{1,3}",
    "latin": r"[a-z]{1,2}(?:[-^]?\d{1,2})?",
    "LATIN": r"[A-Z]{1,2}(?:[-^]\d{1,2})?",
    "letter": r"[a-z]",
    "LETTER": r"[A-Z]",
    "fraction": r"\d{1,3}(?:\.\d{1,3})?",
    "clause": r"[a-z]{1,2}(?:\.\d{1,2})?",
    "romana": r"[ivxl]{1,7}(?:\.\d{1,2}|[a-e])?",
    "czech": r"(?:ch|[a-z]{1,2})",
    "ordinal": r"\d{1,3}\s?[°º]?(?:\s?-[A-Z]{1,2}(?!\w))?",
    "ROMANA": r"[IVXL]{1,7}(?:-[A-Z])?",
    "unico": r"[uú]nico",
    "decbis": r"\d{1,3}(?:bis|ter|quater|quinquies|sexies|septies|octies)?",
    "degree": r"\d{1,3}\s?[°º](?:\s?(?:bis|ter|quater|quinquies|sexies|septies|octies)\b(?:\s[A-C](?=\s[A-ZÀ-Ý]|$))?)?",
    "incise": r"\d{1,3}\s?[°º]?",
    "ROMANbis": r"[IVXL]{1,7}(?:\s?(?:bis|ter|quater|quinquies|sexies))?",
    "letterbis": r"[a-zñ](?:\s(?:bis|ter|quater|quáter|quinquies))?",
    "vietnamese": r"[a-zđ]",
    "turkish": r"[a-zçğışöü]",
    "uzbek": r"[a-z]{1,2}(?:[-^]?\d)?",
    "hangul": r"[가나다라마바사아자차카타파하]",
    "greekpair": r"[α-θ](?:στ|[α-ω])",
    "pair": r"(?:[a-z]{2}|[ა-ჰ]\.[ა-ჰ])",
    "georgian": r"[ა-ჰ](?:[-^]?\d{1,2}|\.[ა-ჰ])?",
    "arabic": r"[أ-ي]ـ?",
}
_LETTERS = r"[а-яёґєіїәғқңөұүһ]{1,2}(?:[-^.]?\d{1,2})?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One sort of label, e.g. `{dec})`: its pattern at a line's start and inside a line, its counting system.

    `not_after` and `not_before` tell a reference from a label inside a line, for this sort alone. `nested`: of two
    sorts of one look («1.» above and below «a)») this one is meant wherever it closes no open point.
    """

    template: str
    system: str
    level: Level
    start: re.Pattern[str]
    inline: re.Pattern[str] | None
    after_stop: bool
    not_after: re.Pattern[str] | None = None
    not_before: re.Pattern[str] | None = None
    nested: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerRule:
    """How a container is headed; rank is its place in the grammar's list, outermost first.

    `restarts`: article numbers begin anew in it, so its number becomes their eids' prefix. `unit`: it holds text but
    no articles (a schedule, transitional rules): it is itself a unit of that level.
    """

    level: Level
    rank: int
    pattern: re.Pattern[str]
    restarts: bool
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """The compiled grammar; see `docs/ARCHITECTURE.md` for the meaning of each key."""

    name: str
    article: tuple[re.Pattern[str], ...] = ()
    containers: tuple[ContainerRule, ...] = ()
    rungs: tuple[Rung, ...] = ()
    alinea: bool = False
    implicit_first: bool = False
    decimal: bool = False
    preamble: bool = False
    normative: tuple[re.Pattern[str], ...] = ()
    editorial: tuple[re.Pattern[str], ...] = ()
    editorial_next: tuple[re.Pattern[str], ...] = ()
    editorial_inline: tuple[re.Pattern[str], ...] = ()
    repealed: tuple[re.Pattern[str], ...] = ()
    repealed_unit: tuple[re.Pattern[str], ...] = ()
    quoted: tuple[re.Pattern[str], ...] = ()
    quoted_inline: tuple[re.Pattern[str], ...] = ()
    ignore: tuple[tuple[str, re.Pattern[str]], ...] = ()
    stop: tuple[tuple[str, re.Pattern[str]], ...] = ()
    begin: tuple[re.Pattern[str], ...] = ()
    closing: tuple[re.Pattern[str], ...] = ()
    ref_before: re.Pattern[str] | None = None
    ref_after: re.Pattern[str] | None = None
    act: re.Pattern[str] | None = None
    words: dict[str, Any] = field(default_factory=dict)

    def is_editorial(self, text: str) -> bool:
        """True when a whole paragraph is amendment history."""
        return any(p.match(text) for p in self.editorial)

    def editorial_goes_on(self, text: str, swallowed: bool) -> bool:
        """True when the paragraph after this editorial one belongs to it: a bare announcement, or an open list."""
        if text.endswith((":", ";")):
            return True
        return not swallowed and any(p.match(text) for p in self.editorial_next)

    def acts(self, text: str) -> tuple[str, ...]:
        """The amending acts that an editorial note names, in their order, each once."""
        if self.act is None:
            return ()
        return tuple(dict.fromkeys(" ".join(m[0].split()) for m in self.act.finditer(text)))


def _rung(entry: str | dict[str, Any], name: str) -> Rung:
    spec = {"label": entry} if isinstance(entry, str) else dict(entry)
    template = str(spec.pop("label"))
    match = re.search(r"\{(\w+)\}", template)
    if not match:
        raise SourceError(f"grammar {name}", f"the label {template!r}", "a system in braces, such as '{dec})'")
    system = match[1]
    if system in SYSTEMS:
        core = SYSTEMS[system]
    else:
        core = _LETTERS.upper() if system.isupper() else _LETTERS
    # A named group keeps the number apart from the marks; the back reference of `double` needs its own number.
    core = core.replace(r"([a-z])\1", r"(?P<dd>[a-z])(?P=dd)")
    before, after = (re.escape(s).replace(r"\ ", r"\s?") for s in template.split(match[0]))
    if after.endswith(r"\."):
        after = after[:-2] + r"\s?\\?\."
    gap = str(spec.pop("gap", r"(?=\s|$|[^\W\d_a-z]|[«„“\"(\[])"))
    start = re.compile(rf"\s*{before}(?P<num>{core}){after}{gap}")
    inline = None
    if spec.pop("inline", False):
        inline = re.compile(rf"(?:(?<=^)|(?<=[\s:;,.—–\-\]\)])){before}(?P<num>{core}){after}{gap}")
    level = Level(spec.pop("level", "point"))
    stop = bool(spec.pop("after_stop", level is Level.PARAGRAPH))
    nested = bool(spec.pop("nested", False))
    around = {key: re.compile(spec.pop(key)) for key in ("not_after", "not_before") if key in spec}
    if spec:
        wanted = "label, level, inline, gap, after_stop, not_after, not_before, nested"
        raise SourceError(f"grammar {name}", f"the unknown key {next(iter(spec))!r}", wanted)
    return Rung(
        template=template,
        system=system,
        level=level,
        start=start,
        inline=inline,
        after_stop=stop,
        nested=nested,
        **around,
    )


# Shorthands in the patterns of a grammar: an article's number, a container's, and what may stand between a number and a
# heading: a full stop, a dash, or a blank before anything but a small letter («Статья 5 настоящего» heads nothing).
_SMALL = "a-zß-öø-ÿąăćčďđēėęěğģīįıķļłńňņőœřśşšșţťțūůűųźżžəа-яёђ-џґіїєқғңөұүһәα-ωάέήίόύώა-ჰա-և"
_BRANCH = r"(?:\s?(?:bis|ter|quater|quinquies|sexies|septies|octies|novies|decies)\b)?"
SHORTHANDS = {
    "%NUM%": rf"(?P<num>\d+(?:[.^/–-]\d+)*{_BRANCH}[a-zA-Z]{{0,3}}(?!\w))",
    "%ROMAN%": r"(?P<num>(?:[IVXLCІХ]+|\d+)(?:[-^.]\d+)?[A-Z]?)",
    "%THEN%": rf"(?:\s*\)?\s*[.:](?:\s*[–—-])?\s*|\s*[–—-]\s*|\s+(?=[^{_SMALL}\s\d,;.)])|\s*$)",
}
_FLAGS = re.MULTILINE
_PATTERN_LISTS = (
    "article",
    "normative",
    "editorial",
    "editorial_next",
    "editorial_inline",
    "repealed",
    "repealed_unit",
    "quoted",
    "quoted_inline",
    "begin",
    "closing",
)
_NAMED_LISTS = ("ignore", "stop")
_SINGLE = ("ref_before", "ref_after", "act")
_BOOLS = ("alinea", "implicit_first", "decimal", "preamble")


def _raw(name: str) -> dict[str, Any]:
    place = files("ingest").joinpath(f"data/grammars/{name}.toml")
    if not place.is_file():
        raise SourceError(f"grammar {name}", "no such grammar", "one of " + ", ".join(names()))
    data = tomllib.loads(place.read_text(encoding="utf-8"))
    parent = data.pop("extends", None)
    return (_raw(parent) | data) if parent else data


def names() -> list[str]:
    """The grammars that the project holds."""
    folder = files("ingest").joinpath("data/grammars")
    return sorted(p.name.removesuffix(".toml") for p in folder.iterdir() if p.name.endswith(".toml"))


@lru_cache(maxsize=64)
def load(name: str) -> Grammar:
    """Read and compile a grammar.

    Raises:
        SourceError: If there is none of that name, or it has an unknown key or a broken pattern.
    """
    return compile_grammar(name, _raw(name))


def for_source(source: Source) -> Grammar:
    """The grammar that the record names, else the generic one of its language.

    Raises:
        ParseError: If there is none for that language.
    """
    if source.grammar:
        return load(source.grammar)
    language = (source.language or source.languages[0]).lower()
    known = names()
    for name in (f"generic-{language}", f"generic-{language.partition('-')[0]}"):
        if name in known:
            return load(name)
    held = ", ".join(n.removeprefix("generic-") for n in known if n.startswith("generic-"))
    raise ParseError(
        f"{source.id}, language", repr(language), f"a language with a heading grammar ({held})", "Name a grammar"
    )


def compile_grammar(name: str, data: dict[str, Any]) -> Grammar:
    """Compile the plain data of a grammar.

    Raises:
        SourceError: If it has an unknown key or a pattern that is no regular expression.
    """
    data = dict(data)

    def rx(pattern: str) -> re.Pattern[str]:
        for short, long in SHORTHANDS.items():
            pattern = pattern.replace(short, long)
        try:
            return re.compile(pattern, _FLAGS)
        except re.error as error:
            raise SourceError(
                f"grammar {name}", f"the pattern {pattern!r} ({error})", "a regular expression"
            ) from error

    fields: dict[str, Any] = {"name": name}
    for listed in _PATTERN_LISTS:
        fields[listed] = tuple(rx(p) for p in data.pop(listed, []))
    for listed in _NAMED_LISTS:
        fields[listed] = tuple((e["rule"], rx(e["pattern"])) for e in data.pop(listed, []))
    for single in _SINGLE:
        value = data.pop(single, None)
        fields[single] = rx(value) if value else None
    for flag in _BOOLS:
        fields[flag] = bool(data.pop(flag, False))
    fields["rungs"] = tuple(_rung(e, name) for e in data.pop("ladder", []))
    fields["containers"] = tuple(
        ContainerRule(
            level=Level(e["level"]),
            rank=rank,
            pattern=rx(e["pattern"]),
            restarts=bool(e.get("restarts", False)),
            unit=str(e.get("unit", "")),
        )
        for rank, e in enumerate(data.pop("containers", []))
    )
    fields["words"] = data.pop("words", {})
    if data:
        raise SourceError(f"grammar {name}", f"the unknown key {next(iter(data))!r}")
    return Grammar(**fields)
