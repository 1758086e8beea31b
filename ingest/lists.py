"""The open lists of an article, and what a label may do to them.

A label goes on with an open list, opens one of a sort that is not open, or starts one anew. Each way has a score:
exact successors before openings, openings before gaps, gaps before lists that start anew.
"""

from dataclasses import dataclass

from corpus.records import Level
from ingest.draft import Draft
from ingest.grammar import Grammar, Rung
from ingest.labels import LOOKAHEAD, Reading, Token, doubt, second_follows, skips, step

_DEEPEST = 30  # lists in one another


@dataclass(slots=True)
class Open:
    """An open unit on the stack; `rung` of an unnumbered unit lies half a step above its list's, its key is empty."""

    draft: Draft
    rung: float
    key: tuple[int, ...]


@dataclass(slots=True)
class Action:
    """What a label may do: go on with an open list (`index` on the stack), open a new one, or start one anew."""

    reading: Reading
    index: int
    score: float
    fresh: bool = False
    restart: bool = False
    exact: bool = False


class Lists:
    """The stack of open units and the paragraphs that wait for an owner; `closing` once a sanction ended a list."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.stack: list[Open] = []
        self.pending: list[str] = []
        self.closing = False

    def choose(self, token: Token, ahead: list[Token]) -> Action | None:
        """The likeliest thing a label does here; None when it opens and continues nothing."""
        actions = [a for reading in token.readings for a in self._actions(reading, token, ahead)]
        return max(actions, key=lambda a: a.score, default=None)

    def _actions(self, reading: Reading, token: Token, ahead: list[Token]) -> list[Action]:
        going_on = self._going_on(reading, token, ahead)
        depth = next((i for i in range(len(self.stack) - 1, -1, -1) if self.stack[i].rung == reading.rung), None)
        if len(self.stack) > _DEEPEST:
            return going_on  # no law nests so deep: what looks like a label is text
        if depth is None:
            return self._opening(reading, token, ahead)
        if reading.key == (1,) and not going_on:
            return self._starting_anew(reading, token, ahead, depth)
        return going_on

    def _going_on(self, reading: Reading, token: Token, ahead: list[Token]) -> list[Action]:
        """Going on with an open list of its sort: exactly, over a gap at a line's start, or past what is left out."""
        out: list[Action] = []
        for index in range(len(self.stack) - 1, max(-1, len(self.stack) - 1 - _DEEPEST), -1):
            unit = self.stack[index]
            ahead_by = step(unit.key, reading.key) if unit.rung == reading.rung else 0
            if ahead_by == 1:
                out.append(Action(reading, index, 3.0 + doubt(reading, token, ahead) + index / 100, exact=True))
            elif token.opens and 1 < ahead_by < (60 if len(token.readings) == 1 else 4):
                out.append(Action(reading, index, 2.0 + index / 100))
            elif 1 < ahead_by < 20 and skips(token, reading, ahead, is_part(unit)):
                out.append(Action(reading, index, 1.9 + index / 100))
        return out

    def _opening(self, reading: Reading, token: Token, ahead: list[Token]) -> list[Action]:
        """Opening a list of a sort that is not open yet."""
        at = self._below(reading.rung)
        first = reading.key == (1,)
        if first and (self._goes_on(at, ahead) or (self.announced(token) and not self._is_part_rung(reading))):
            at = len(self.stack)
        if self.closing and self.pending and not is_part(self.stack[-1]):
            # "... (b) ...; is punished, and if (i) ...": the list is over, the new one hangs under its parent.
            at = min(at, len(self.stack) - 1)
        if first and (token.opens or second_follows(reading, ahead)):
            rung = self.grammar.rungs[reading.rung]
            if (
                rung.nested
                and len(token.readings) > 1
                and (at < len(self.stack) or self._fits_unnested(reading, token))
            ):
                return []  # «(2) … (ii) (a)»: the nested sort opens inside what is open or not at all
            score = 2.5 + doubt(reading, token, ahead) + self._nested_bonus(rung, token, at)
            return [Action(reading, at, score, fresh=True, exact=True)]
        if token.opens and not first and (reading.key[0] <= 2 or not self.stack):
            return [Action(reading, at, 1.5, fresh=True)]
        if reading.key == (2,) and self.announced(token) and second_follows(reading, ahead):
            return [Action(reading, at, 1.2, fresh=True)]  # «…: b) … c) …»: the list lost its first label
        return []

    def _nested_bonus(self, rung: Rung, token: Token, at: int) -> float:
        """Of two rungs with one look («a.» above and below «1°.») the announced list that closes nothing wins."""
        below = rung.nested and bool(self.stack) and not is_part(self.stack[-1])
        return 0.05 if at == len(self.stack) and (below or self.announced(token)) else 0.0

    def _starting_anew(self, reading: Reading, token: Token, ahead: list[Token], depth: int) -> list[Action]:
        """A first label where a list of its sort is open: a list inside its last point, or a second one beside it."""
        follows = second_follows(reading, ahead)
        # Words in a paragraph of their own announce a second list beside the first, not one inside its last point.
        if follows and self.announced(token) and not self.pending:
            return [Action(reading, len(self.stack), 2.2, fresh=True)]
        if [follows, token.opens, not self._is_part_rung(reading)].count(True) >= 2:
            return [Action(reading, depth, 1.0, restart=True)]
        return []

    def _is_part_rung(self, reading: Reading) -> bool:
        return self.grammar.rungs[reading.rung].level is Level.PARAGRAPH

    def _goes_on(self, at: int, ahead: list[Token]) -> bool:
        """True when the innermost open list, which a label would close, goes on later: «1.ª …: a) … b) … 2.ª …»."""
        if at >= len(self.stack) or not self.stack[-1].key:
            return False
        top = self.stack[-1]
        same = (r.key for later in ahead[:LOOKAHEAD] for r in later.readings if r.rung == top.rung)
        return step(top.key, next(same, ())) == 1

    def _fits_unnested(self, reading: Reading, token: Token) -> bool:
        """True when another sort of the same look opens here without closing anything."""
        rivals = [r for r in token.readings if r.key == reading.key and not self.grammar.rungs[r.rung].nested]
        return any(self._below(r.rung) == len(self.stack) for r in rivals)

    def announced(self, token: Token) -> bool:
        """True when the words just read announce a list of their own."""
        words = token.before if not token.opens else (self.pending[-1] if self.pending else "")
        if token.opens and not words and self.stack:
            top = self.stack[-1].draft
            words = (top.words_after or top.words_before or [""])[-1]
        if token.opens and self.pending and words.startswith(('"', "“", "‘")):
            return False  # the next definition leads in a list of its own
        return words.rstrip().endswith((":", "—", "–", "--"))

    def _below(self, rung: int) -> int:
        index = len(self.stack)
        while index and self.stack[index - 1].rung >= rung:
            index -= 1
        return index


def is_part(unit: Open) -> bool:
    return unit.draft.level is Level.PARAGRAPH
