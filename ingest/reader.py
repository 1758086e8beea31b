"""From the lines of a whole law to its articles: the walk that most layouts share.

A parser turns its file into `Line`s: visible text, with what the layout itself tells (this is a heading, this is an
amendment note). `read` finds containers and articles by the grammar, gathers each article's paragraphs and hands them
to the outline. What stands before the first article and after the last is front matter, back matter or an issue.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from corpus import numbering
from corpus.errors import ParseError
from corpus.records import Container, Level, Note, NoteKind, Status
from ingest.draft import Draft, Law, clean, letters
from ingest.grammar import ContainerRule, Grammar
from ingest.outline import outline

# Units that may stand directly under the law beside its articles.
_UNITS = (Level.PREAMBLE, Level.SCHEDULE, Level.TRANSITIONAL)


@dataclass(slots=True)
class Line:
    """One printed paragraph; `role` is what the layout says of it, if anything.

    Roles: `text` (may be a heading by the grammar), `heading` (is one), `para` (is none), `article` (with `num` and
    `heading`; `level` where it is a preamble, schedule or transitional unit), `container` (with `level`, `num`,
    `heading`), `title` (the heading of what was just opened), `editorial`, `ignored` (with `rule`).
    """

    text: str
    role: str = "text"
    num: str = ""
    heading: str = ""
    level: Level = Level.HEADING
    rule: str = ""
    rank: int = -1
    prefix: str = ""


@dataclass(slots=True)
class Article:
    """An article's number, heading and paragraphs, before the outline."""

    draft: Draft
    paragraphs: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Reader:
    """The state of the walk: containers open, the article being gathered."""

    def __init__(self, grammar: Grammar, law: Law | None = None) -> None:
        self.grammar = grammar
        self.law = law or Law()
        self.open: list[tuple[int, Container]] = []
        self.headed = 0  # how many of the open containers, from the outermost, hold a unit
        self.article: Article | None = None
        self.untitled = False
        self.prefix = ""
        self.stopped = ""
        self.swallow = False
        self.unit: Level | None = None
        self.unit_rank = -1

    def read(self, lines: Iterable[Line]) -> Law:
        """Walk through all lines and return the law."""
        started = not self.grammar.begin
        for line in lines:
            text = clean(line.text)
            if not text and line.role == "text":
                continue
            if not started:
                started = any(p.match(text) for p in self.grammar.begin)
                if not started:
                    self.law.ignore("front_matter", text)
                    continue
            if not self.stopped and line.role == "text":
                self.stopped = next((rule for rule, p in self.grammar.stop if p.match(text)), "")
            if self.stopped:
                self.law.ignore(self.stopped, text)
            else:
                self._line(line, text)
        self.finish()
        self._close_containers(-1)
        return self.law

    def finish(self) -> None:
        """Close the last article."""
        if self.article is None:
            return
        draft = self.article.draft
        outline(draft, self.article.paragraphs, self.grammar, self.law)
        if not letters("".join(self.article.paragraphs)) and any(
            p.match(draft.heading) for p in self.grammar.repealed_unit
        ):
            draft.status = Status.REPEALED
        for note in self.article.notes:
            draft.note(NoteKind.EDITORIAL, note)
            draft.amended_by.extend(self.grammar.acts(note))
            if any(p.search(note) for p in self.grammar.repealed):
                draft.status = Status.REPEALED
        if draft.status is Status.REPEALED and _speaks(draft):
            draft.status = Status.IN_FORCE  # the note tells of a part of it, or of another article that is gone
        self.article = None

    def _line(self, line: Line, text: str) -> None:
        if line.role == "ignored":
            self.law.ignore(line.rule, text)
        elif line.role == "article":
            self.law.labelled(text, line.num, line.heading)
            level = line.level if line.level in _UNITS else Level.ARTICLE
            self.begin(line.num, line.heading, line.prefix, level)
        elif line.role == "container":
            self.law.labelled(text, line.num, line.heading)
            self.contain(line.level, line.num, line.heading, line.rank)
        elif line.role == "title":
            self._title(text)
        elif line.role == "para":
            self._body(text)
        elif line.role == "editorial":
            self._editorial(text)
        else:
            self._text(text)

    def _text(self, text: str) -> None:
        for pattern in self.grammar.article:
            if match := pattern.match(text):
                groups = match.groupdict()
                kept = [groups.get(name) or "" for name in ("num", "heading", "rest")]
                self.law.labelled(match[0], *kept)
                self.begin(match["num"], clean(kept[1]))
                if rest := clean(groups.get("rest") or ""):
                    self._text(rest)
                return
        if rule := self.container_rule(text):
            self._contain_by(rule, text)
            return
        self._body(text)

    def _body(self, text: str) -> None:
        if self.untitled and not self.swallow and self._takes_title(text):
            self._title(text)
            return
        if self.article is not None:
            self.untitled = False
            self.article.paragraphs.append(text)
        elif self.swallow or self.grammar.is_editorial(text):
            self.swallow = self.grammar.editorial_goes_on(text, self.swallow)
            self._editorial(text)
        elif rule_name := next((r for r, p in self.grammar.ignore if p.match(text)), None):
            self.law.ignore(rule_name, text)
        elif self.unit or (self.grammar.preamble and not self.law.articles):
            self._open_unit(self.unit or Level.PREAMBLE)
            self._body(text)
        else:
            self.law.issue(self.open[-1][1].heading if self.open else "front", "text outside every article", text)

    def _takes_title(self, text: str) -> bool:
        if self.article is not None or len(text) > 300 or self.grammar.is_editorial(text):
            return False
        return not any(rung.start.match(text) for rung in self.grammar.rungs)

    def container_rule(self, text: str) -> ContainerRule | None:
        """The container that a line heads, if any."""
        return next((rule for rule in self.grammar.containers if rule.pattern.match(text)), None)

    def _contain_by(self, rule: ContainerRule, text: str) -> None:
        match = rule.pattern.match(text)
        assert match
        groups = match.groupdict()
        if rule.restarts:
            self.prefix = numbering.eid_part(rule.level, groups["num"]) if groups.get("num") else rule.level.value
        num = groups.get("num") or groups.get("num_word") or ""
        heading = clean(groups.get("heading") or "")
        self.law.labelled(text, num, heading)
        inherited = self.unit if self.unit_rank < rule.rank else None
        self.contain(rule.level, num, heading, rule.rank)
        self.unit = Level(rule.unit) if rule.unit else inherited
        if rule.unit:
            self.unit_rank = rule.rank

    def _open_unit(self, level: Level) -> None:
        """Begin a unit for the words of a container that holds no articles: a schedule, transitional rules."""
        num = self.open[-1][1].num if self.open and level is not Level.PREAMBLE else ""
        self.begin(num, "", level=level)

    def contain(self, level: Level, num: str, heading: str, rank: int) -> None:
        """Open a container: it closes every open one of its rank or deeper."""
        self.finish()
        self._close_containers(rank)
        self.open.append((rank, Container(level=level, num=clean(num), heading=clean(heading))))
        self.untitled = not heading
        self.unit = None

    def _close_containers(self, rank: int) -> None:
        """Close all containers of a rank or deeper; one under which nothing stood is left out by name."""
        for index, (open_rank, container) in enumerate(self.open):
            if open_rank >= rank and index >= self.headed:
                self.law.ignore("empty_heading", f"{container.num} {container.heading}")
        self.open = [(r, c) for r, c in self.open if r < rank]
        self.headed = min(self.headed, len(self.open))

    def _title(self, text: str) -> None:
        if self.article is not None and not self.article.paragraphs:
            self.article.draft.heading = clean(f"{self.article.draft.heading} {text}")
        elif self.open and self.article is None:
            rank, last = self.open[-1]
            heading = clean(f"{last.heading} {text}")
            self.open[-1] = (rank, Container(level=last.level, num=last.num, heading=heading))
        else:
            self.law.issue("title", "a heading that heads nothing", text)
        self.untitled = False

    def _editorial(self, text: str) -> None:
        if self.article is not None:
            self.article.notes.append(text)
        else:
            self.law.editorial.append(Note(kind=NoteKind.EDITORIAL, text=clean(text)))

    def begin(self, num: str, heading: str, prefix: str = "", level: Level = Level.ARTICLE) -> None:
        """Start an article, or another unit that stands directly under the law."""
        self.finish()
        self.untitled = False
        draft = Draft(level, num=clean(num), heading=clean(heading))
        for pattern in self.grammar.editorial_inline:
            for match in pattern.finditer(draft.heading):
                draft.note(NoteKind.EDITORIAL, match[0])
                if any(p.search(match[0]) for p in self.grammar.repealed):
                    draft.status = Status.REPEALED
            draft.heading = clean(pattern.sub(" ", draft.heading))
        draft.containers = tuple(c for _, c in self.open)
        self.headed = len(self.open)
        draft.prefix = prefix or self.prefix
        self.law.articles.append(draft)
        self.article = Article(draft)


def _speaks(draft: Draft) -> bool:
    """True when a unit still says something that is law: own words, or a unit below it that does."""
    if letters("".join(draft.words_before + draft.words_after)):
        return True
    return any(child.status is not Status.REPEALED and _speaks(child) for child in draft.children)


def paragraphs(text: str) -> list[str]:
    """Split text into paragraphs at blank lines, line breaks inside a paragraph mended into blanks."""
    return [clean(block) for block in re.split(r"\n\s*\n", text) if block.strip()]


def require_articles(law: Law, place: str, what: str) -> Law:
    """Refuse a file in which no article was found.

    Raises:
        ParseError: If the law has none.
    """
    if not law.articles:
        raise ParseError(
            place,
            "no article",
            what,
            "Is it the law that the record names? Give --dialect if the layout was guessed wrong",
        )
    return law
