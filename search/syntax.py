"""The query language: from what is typed to a tree.

    организ* AND (cells OR "organs and tissues") NOT eyes
    recruit w/5 exploit      within five words       pre/3  in this order
    organs /s remov*         same sentence           /p  same part or point      /a  same article
    heading:slavery  note:consent  container:liberty  num:128  jur:KZ  lang:ru  work:CC  concept:trafficking
    =органов  ="органов и тканей"   these forms exactly      transplantation~1   up to one letter off

Connectors bind tighter than AND, AND tighter than OR. Two words side by side mean AND. AND, OR, NOT are written in
capitals.
"""

import re
from dataclasses import dataclass

from corpus.errors import QueryError

MOST_WORDS = 2000
DEEPEST = 60
FIELDS = ("heading", "note", "container")
FILTERS = ("num", "jur", "lang", "work", "concept")
_LATIN_NUMBER = "bis|ter|quater|quinquies|sexies|septies|octies|novies|decies|undecies|duodecies"
_TOKEN = re.compile(
    rf"""\s*(?:
      (?P<open>\()|(?P<close>\))
    | (?P<near>(?i:(?:w|pre)/[^\s()]*|/[a-z0-9]+(?=[\s()]|$)))
    | (?P<phrase>=?["“”„«][^"“”„«»]*(?P<end>["“”»])?)(?:~(?P<slop>\d+))?
    | (?P<field>[a-zA-Z_]+):(?=\S)
    | (?P<word>=?\d[\w^./-]*[ ](?i:{_LATIN_NUMBER})(?!\w)|[^\s()"“”„«»]+)
    )""",
    re.VERBOSE,
)

_PIECE = re.compile(rf"\d[\w^./-]*[ ](?i:{_LATIN_NUMBER})(?!\w)|\S+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed; `how` is lemma, exact, wildcard or fuzzy; `slack` is how many letters may be off.

    `language` binds a word that an expansion put in to the texts of its language.
    """

    text: str
    at: int
    how: str = "lemma"
    slack: int = 0
    language: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand one after the other."""

    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Two things near each other: `w`, `pre` within `most` words; `s`, `p`, `a` in one sentence, part, article."""

    left: "Node"
    right: "Node"
    how: str
    most: int = 0


@dataclass(frozen=True, slots=True)
class And:
    """All of them."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of them."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Articles without it."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class InField:
    """Words that stand in a heading, a note, a container's heading."""

    field: str
    part: "Node"


@dataclass(frozen=True, slots=True)
class Where:
    """Articles of a number, jurisdiction, language, work or concept."""

    name: str
    value: str
    at: int


Node = Word | Phrase | Near | And | Or | Not | InField | Where


def parse(text: str) -> Node:
    """The tree of a query.

    Raises:
        QueryError: If it cannot be read; says at which character, what stands there and what was expected.
    """
    reader = _Reader(text)
    node = reader.either()
    if reader.at < len(reader.tokens):
        reader.fail("the end, or a word")
    if not any(_asks(node)):
        raise QueryError(
            f"query {_short(text)!r}", "nothing to find, only what must not be there", "a word besides NOT"
        )
    return node


def language_of(node: Node) -> str:
    """The language that an expansion bound a word or phrase to; empty for everything else."""
    match node:
        case Word():
            return node.language
        case Phrase():
            return node.words[0].language
        case _:
            return ""


def words(node: Node) -> list[Word]:
    """Every word of a query that may be found (those under NOT are not among them), in their order."""
    match node:
        case Word():
            return [node]
        case Phrase():
            return list(node.words)
        case Near():
            return words(node.left) + words(node.right)
        case And() | Or():
            return [w for part in node.parts for w in words(part)]
        case InField():
            return words(node.part)
        case _:
            return []


def _near(left: Node, right: Node, how: str, most: int) -> Node:
    """A connector over two sides: near `(b AND c)` is near both."""
    if isinstance(right, And):
        return And(tuple(p if isinstance(p, Not) else _near(left, p, how, most) for p in right.parts))
    if isinstance(left, And):
        return And(tuple(p if isinstance(p, Not) else _near(p, right, how, most) for p in left.parts))
    return Near(left, right, how, most)


def _asks(node: Node) -> list[bool]:
    match node:
        case Not():
            return []
        case And():
            return [a for p in node.parts for a in _asks(p)]
        case Or():
            return [True] if all(any(_asks(p)) for p in node.parts) else []
        case _:
            return [True]


def _in_container(node: Node) -> bool:
    """True when a node looks into the headings above an article, which stand near no word of it."""
    match node:
        case InField():
            return node.field == "container" or _in_container(node.part)
        case And() | Or():
            return any(map(_in_container, node.parts))
        case _:
            return False


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[re.Match[str]] = []
        self.at = 0
        self.depth = 0
        end = 0
        stripped = text.rstrip()
        while end < len(stripped):
            match = _TOKEN.match(stripped, end)
            if not match:
                end += len(stripped[end:]) - len(stripped[end:].lstrip())
                raise QueryError(
                    self._place(end), repr(stripped[end]), "words, quotation marks, brackets, AND, OR, NOT"
                )
            self.tokens.append(match)
            end = match.end()
        if len(self.tokens) > MOST_WORDS:
            raise QueryError(
                "query", f"{len(self.tokens):,} words and marks", f"{MOST_WORDS:,} at most", "Ask in parts"
            )

    def _place(self, offset: int) -> str:
        return f"query {_short(self.text)!r}, character {offset + 1}"

    def fail(self, expected: str, do: str = "") -> None:
        if self.at < len(self.tokens):
            token = self.tokens[self.at]
            shown = token[0].strip()
            place = self._place(token.end() - len(token[0].lstrip()))
        else:
            shown, place = "", self._place(len(self.text.rstrip()))
        raise QueryError(place, repr(shown) if shown else "the end of the query", expected, do)

    def peek(self) -> str:
        return self.tokens[self.at][0].strip() if self.at < len(self.tokens) else ""

    def either(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            self.fail(f"brackets at most {DEEPEST} deep")
        parts = [self.both()]
        while self.peek() == "OR":
            self.at += 1
            parts.append(self.both())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def both(self) -> Node:
        parts = [self.near()]
        while (token := self.peek()) and token not in ("OR", ")"):
            if token == "AND":
                self.at += 1
            parts.append(self.near())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def near(self) -> Node:
        node = self.unit()
        depth = 0
        while self.at < len(self.tokens) and (typed := self.tokens[self.at]["near"]):
            match = re.fullmatch(r"(?:(w|pre)/(\d{1,3})|/([spa]))", typed.lower())
            if not match or int(match[2] or 1) == 0:
                self.fail("w/5, pre/3 (1 to 999 words), /s, /p or /a")
            assert match
            depth += 1
            if depth > DEEPEST:
                self.fail(f"at most {DEEPEST} connectors in a row")
            connector = self.at
            self.at += 1
            right = self.unit()
            for side in (node, right):
                if isinstance(side, Not | Where) or _in_container(side):
                    self.at = connector
                    self.fail(
                        f"words on both sides of {typed}", "Write NOT and filters beside the connector's brackets"
                    )
            node = _near(node, right, match[1] or match[3], int(match[2] or 0))
        return node

    def unit(self) -> Node:
        if self.at >= len(self.tokens):
            self.fail("a word")
        token = self.tokens[self.at]
        typed = token[0].strip()
        if token["open"]:
            return self.bracket()
        if token["close"] or token["near"] or typed in ("AND", "OR"):
            self.fail("a word")
        if typed == "NOT":
            self.at += 1
            self.depth += 1
            if self.depth > DEEPEST:
                self.fail(f"at most {DEEPEST} NOTs in a row")
            part = self.unit()
            self.depth -= 1
            return Not(part)
        if token["field"]:
            return self.field(token)
        self.at += 1
        return self.phrase(token) if token["phrase"] else self.word(token)

    def bracket(self) -> Node:
        self.at += 1
        node = self.either()
        if self.peek() != ")":
            self.fail("a closing bracket )")
        self.at += 1
        return node

    def field(self, token: re.Match[str]) -> Node:
        name = token["field"].lower()
        if name not in FIELDS + FILTERS:
            self.fail(
                f"one of {', '.join(f + ':' for f in FIELDS + FILTERS)}", "Put a text with a colon in quotation marks"
            )
        self.at += 1
        if name in FIELDS:
            self.depth += 1
            if self.depth > DEEPEST:
                self.fail(f"at most {DEEPEST} fields in a row")
            part = self.unit()
            self.depth -= 1
            return InField(name, part)
        value = self.tokens[self.at] if self.at < len(self.tokens) else None
        if value is None or not (value["word"] or value["phrase"]):
            self.fail(f"a value after {name}:")
        assert value
        self.at += 1
        return Where(name, (value["word"] or value["phrase"]).strip('"“”„«»'), value.start())

    def phrase(self, token: re.Match[str]) -> Node:
        typed, at = token["phrase"], token.end() - len(token[0].lstrip())
        if not token["end"]:
            self.at -= 1
            self.fail("a closing quotation mark", "An opening one has no partner")
        if token["slop"]:
            self.at -= 1
            self.fail("a phrase without ~", "Join words that may stand apart with w/5")
        how = "exact" if typed.startswith("=") else "lemma"
        inner = typed.lstrip("=").strip('"“”„«»')
        if not any(c.isalnum() for c in inner):
            self.at -= 1
            self.fail("words between the quotation marks")
        first = at + typed.index(inner)
        pieces = [m for m in _PIECE.finditer(inner) if "*" in m[0] or any(c.isalnum() for c in m[0])]
        found = tuple(_word(m[0], first + m.start(), how) for m in pieces)  # a dash or comma that stands alone is none
        return found[0] if len(found) == 1 else Phrase(found)

    def word(self, token: re.Match[str]) -> Node:
        at = token.end() - len(token[0].lstrip())
        typed = token["word"]
        letters = sum(c.isalnum() for c in typed)
        if not letters or ("*" in typed and letters < 2):
            self.at -= 1
            self.fail("at least two letters beside * and ?" if "*" in typed else "a word")
        if typed.endswith(":") and typed[:-1].lower() in FIELDS + FILTERS:
            self.at -= 1
            self.fail(f"a value right after {typed}, without a blank")
        if re.search(r"\w~(?![12]?$)", typed):
            self.at -= 1
            self.fail("~1 or ~2 at the end of a word")
        return _word(typed, at, "lemma")


def _word(typed: str, at: int, how: str) -> Word:
    if typed.startswith("="):
        return Word(typed[1:], at, "exact")
    if match := re.fullmatch(r"(.*\w)~([12]?)", typed):
        return Word(match[1], at, "fuzzy", int(match[2] or 1))
    if "*" in typed or "?" in typed.rstrip("?"):
        return Word(typed, at, "wildcard")
    return Word(typed, at, how)
