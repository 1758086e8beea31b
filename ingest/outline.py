"""From the running paragraphs of one article to its tree of parts, points and notes.

Country-blind: what a label looks like, what a note is called and which words give a cross-reference away all come from
the grammar. Labels are read in sequence: «б)» counts only where «а)» is open, so that a number inside a sentence or a
reference to "subsection (2)" opens nothing.

    1. Whoever does this –            part 1
    is punished.                      ... and its sanction
    2. The same acts:                 part 2
    1) by a group;                    point 2(1)
    2) for gain, –                    point 2(2)
    are punished more.                wrap-up of part 2: the list is over
    Note. A group is two persons.     normative note of the article
"""

import re
from dataclasses import dataclass, field

from corpus import numbering
from corpus.records import Level, NoteKind, Status
from ingest.draft import Draft, Law, clean
from ingest.grammar import Grammar, Rung

_LOOKAHEAD = 60  # labels to look ahead for the second of a list
_STOP = re.compile(r"(?:^|[.;:!?—–\-)\]»”\"’…,]|[。；：])$")


@dataclass(slots=True)
class _Reading:
    """One way to read a label: its rung (place in the ladder), its order key, its print."""

    rung: int
    key: tuple[int, ...]
    num: str


@dataclass(slots=True)
class _Token:
    """A piece of the article: a label with its readings, or text; `opens` marks the start of a paragraph."""

    text: str
    kind: str = "text"  # text | label | decimal | editorial
    readings: list[_Reading] = field(default_factory=list)
    opens: bool = False
    before: str = ""
    glued: bool = False  # no blank stands between it and the token before


@dataclass(slots=True)
class _Open:
    """An open unit on the stack; `rung` of an unnumbered unit lies half a step above its list's, its key is empty."""

    draft: Draft
    rung: float
    key: tuple[int, ...]


@dataclass(slots=True)
class _Action:
    """What a label may do: go on with an open list (`index` on the stack), open a new one, or start one anew."""

    reading: _Reading
    index: int
    score: float
    fresh: bool = False
    restart: bool = False
    exact: bool = False


def outline(article: Draft, paragraphs: list[str], grammar: Grammar, law: Law) -> None:
    """Fill `article` with the units read off its paragraphs.

    Args:
        article: The empty unit; numbered, headed, contained.
        paragraphs: Its body in order, one printed paragraph each, heading left out.
        grammar: The words and marks to read by.
        law: Where issues and ignored text are told.
    """
    _Outliner(article, grammar, law).read(paragraphs)


class _Tokens:
    """Cuts paragraphs into labels and text."""

    def __init__(self, article: Draft, grammar: Grammar) -> None:
        self.grammar = grammar
        self.decimal = _decimal_label(article) if grammar.decimal and (article.label or article.num) else None

    def of(self, text: str) -> list[_Token]:
        """The tokens of one paragraph; at least one, the first of them opening it."""
        out: list[_Token] = []
        rest = text
        while rest.strip():
            if self.decimal and (match := self.decimal.match(rest)):
                out.append(_Token(match["path"], "decimal"))
                rest = rest[match.end() :]
                continue
            found = self._start_label(rest)
            if not found:
                break
            token, end = found
            token.before = out[-1].text if out else ""
            out.append(token)
            rest = rest[end:]
        out.extend(self._inline(rest))
        out[0].opens = True
        return out

    def _start_label(self, text: str) -> tuple[_Token, int] | None:
        readings: list[_Reading] = []
        end = 0
        for index, rung in enumerate(self.grammar.rungs):
            match = rung.start.match(text)
            if not match or match.end() < end or not (key := _key(rung, match["num"])):
                continue
            if match.end() > end:
                readings.clear()
            end = match.end()
            readings.append(_Reading(index, key, match[0].strip()))
        return (_Token(text[:end].strip(), "label", readings), end) if readings else None

    def _inline(self, text: str) -> list[_Token]:
        spots: dict[int, tuple[int, list[_Reading]]] = {}
        quoted = [m.span() for pattern in self.grammar.quoted_inline for m in pattern.finditer(text)]
        for index, rung in enumerate(self.grammar.rungs):
            if rung.inline is None:
                continue
            for match in rung.inline.finditer(text):
                if any(start < match.start() < end for start, end in quoted):
                    continue
                if not self._may_stand(rung, text, match) or not (key := _key(rung, match["num"])):
                    continue
                end, readings = spots.get(match.start(), (0, []))
                if match.end() < end:
                    continue
                if match.end() > end:
                    readings = []
                readings.append(_Reading(index, key, match[0].strip()))
                spots[match.start()] = (match.end(), readings)
        out: list[_Token] = []
        last = 0
        for start in sorted(spots):
            if start < last:
                continue
            end, readings = spots[start]
            out.append(_Token(text[last:start], glued=_glued(text, last)))
            before = text[max(0, start - 60) : start]
            out.append(_Token(text[start:end].strip(), "label", readings, before=before, glued=_glued(text, start)))
            last = end
        out.append(_Token(text[last:], glued=_glued(text, last)))
        return [t for t in out if t.readings or t.text.strip()]

    def _may_stand(self, rung: Rung, text: str, match: re.Match[str]) -> bool:
        before = text[max(0, match.start() - 60) : match.start()].rstrip()
        if self.grammar.ref_before and self.grammar.ref_before.search(before):
            return False
        after = text[match.end() : match.end() + 40]
        if self.grammar.ref_after and self.grammar.ref_after.match(after):
            return False
        if (rung.not_after and rung.not_after.search(before)) or (rung.not_before and rung.not_before.match(after)):
            return False
        return not rung.after_stop or bool(_STOP.search(before))


class _Outliner:
    """The automaton: a stack of open units, paragraphs that wait for an owner, a note or a quotation being read."""

    def __init__(self, article: Draft, grammar: Grammar, law: Law) -> None:
        self.article = article
        self.grammar = grammar
        self.law = law
        self.tokens = _Tokens(article, grammar)
        self.stack: list[_Open] = []
        self.pending: list[str] = []
        self.note: _NoteFrame | None = None
        self.quote: list[_Open] | None = None
        self.closing = False
        self.left: tuple[list[_Open], int] = ([], 0)  # the list an alinéa left, and how many units stood before it

    def read(self, paragraphs: list[str]) -> None:
        """Read the whole article."""
        tokens: list[_Token] = []
        swallow = False
        for paragraph in paragraphs:
            text = clean(paragraph)
            if not text:
                continue
            if swallow or self.grammar.is_editorial(text):
                swallow = self.grammar.editorial_goes_on(text, swallow)
                tokens.append(_Token(text, "editorial"))
                continue
            rule = next((r for r, p in self.grammar.ignore if p.match(text)), None)
            if rule:
                self.law.ignore(rule, text)
                continue
            for pattern in self.grammar.editorial_inline:
                text = self._cut(pattern, text)
            if text:
                tokens.extend(self.tokens.of(text))
        for index, token in enumerate(tokens):
            self._take(token, tokens, index)
        self._close()

    def _take(self, token: _Token, tokens: list[_Token], index: int) -> None:
        if token.kind == "editorial":
            self._editorial(token.text)
        elif token.kind == "decimal":
            self._decimal(token.text)
        elif token.kind == "label":
            ahead = [t for t in tokens[index + 1 : index + 1 + 2 * _LOOKAHEAD] if t.readings]
            if not self._label(token, ahead):
                self._say(token.text, opens=token.opens, glued=token.glued)
        else:
            self._say(token.text, opens=token.opens, glued=token.glued)

    # Amendment history

    def _cut(self, pattern: re.Pattern[str], text: str) -> str:
        for match in pattern.finditer(text):
            self.article.note(NoteKind.EDITORIAL, match[0])
            self.article.amended_by.extend(self.grammar.acts(match[0]))
        return clean(pattern.sub(" ", text))

    def _editorial(self, text: str) -> None:
        self.article.amended_by.extend(self.grammar.acts(text))
        self.article.note(NoteKind.EDITORIAL, text)
        if any(p.search(text) for p in self.grammar.repealed):
            self.article.status = Status.REPEALED

    def _repealed(self, text: str) -> bool:
        if not any(p.match(text) for p in self.grammar.repealed_unit):
            return False
        unit = self.stack[-1].draft if self.stack else self.article
        if unit.words_before or unit.children or self.pending:
            return False
        unit.status = Status.REPEALED
        unit.note(NoteKind.EDITORIAL, text)
        unit.amended_by.extend(self.grammar.acts(text))
        return True

    # Labels

    def _label(self, token: _Token, ahead: list[_Token]) -> bool:
        """Place a label; False when it opens nothing and is only a word of the text."""
        if self.note and self.note.takes(token):
            return True
        self._resume(token)
        action = self._choose(token, ahead)
        if self.note:
            if self.note.lists(token) or action is None or action.fresh or action.restart:
                self.note.inner.update((r.rung, r.key) for r in token.readings if r.key == (1,))
                return False
            self._close_note(resumed=True)
        if self.quote is not None:
            if self._quotation_goes_on(token, action):
                return False
            self.quote = None
        if action is None:
            return False
        self._perform(action)
        return True

    def _choose(self, token: _Token, ahead: list[_Token]) -> _Action | None:
        actions = [a for reading in token.readings for a in self._actions(reading, token, ahead)]
        return max(actions, key=lambda a: a.score, default=None)

    def _actions(self, reading: _Reading, token: _Token, ahead: list[_Token]) -> list[_Action]:
        out: list[_Action] = []
        depth = None
        for index in range(len(self.stack) - 1, -1, -1):
            unit = self.stack[index]
            if unit.rung != reading.rung:
                continue
            depth = index if depth is None else depth
            step = _step(unit.key, reading.key)
            if step == 1:
                score = 3.0 + _doubt(reading, token, ahead) + index / 100
                out.append(_Action(reading, index, score, exact=True))
            elif token.opens and 1 < step < (60 if len(token.readings) == 1 else 4):
                out.append(_Action(reading, index, 2.0 + index / 100))
            elif 1 < step < 20 and _skips(token, reading, ahead, _is_part(unit)):
                out.append(_Action(reading, index, 1.9 + index / 100))
        first = reading.key == (1,)
        if depth is None:
            at = self._below(reading.rung)
            if first and (self._goes_on(at, ahead) or (self._announced(token) and not self._is_part_rung(reading))):
                at = len(self.stack)
            if self.closing and self.pending and not _is_part(self.stack[-1]):
                # "... (b) ...; is punished, and if (i) ...": the list is over, the new one hangs under its parent.
                at = min(at, len(self.stack) - 1)
            if first and (token.opens or _second_follows(reading, ahead)):
                # Of two rungs with one look («a.» above and below «1°.») the announced list closes nothing.
                rung = self.grammar.rungs[reading.rung]
                below = rung.nested and bool(self.stack) and not _is_part(self.stack[-1])
                nested = 0.05 if at == len(self.stack) and (below or self._announced(token)) else 0.0
                ambiguous = rung.nested and len(token.readings) > 1
                if ambiguous and (at < len(self.stack) or self._fits_unnested(reading, token)):
                    return out  # «(2) … (ii) (a)»: the nested sort opens inside what is open or not at all
                out.append(_Action(reading, at, 2.5 + _doubt(reading, token, ahead) + nested, fresh=True, exact=True))
            elif token.opens and not first and (reading.key[0] <= 2 or not self.stack):
                out.append(_Action(reading, at, 1.5, fresh=True))
            elif reading.key == (2,) and self._announced(token) and _second_follows(reading, ahead):
                out.append(_Action(reading, at, 1.2, fresh=True))  # «…: b) … c) …»: the list lost its first label
        elif first and not out:
            follows = _second_follows(reading, ahead)
            part = self.grammar.rungs[reading.rung].level is Level.PARAGRAPH
            # Words in a paragraph of their own announce a second list beside the first, not one inside its last point.
            apart = bool(self.pending)
            if follows and self._announced(token) and not apart:
                out.append(_Action(reading, len(self.stack), 2.2, fresh=True))
            elif (follows and (token.opens or not part)) or (token.opens and not part):
                out.append(_Action(reading, depth, 1.0, restart=True))
        return out

    def _is_part_rung(self, reading: _Reading) -> bool:
        return self.grammar.rungs[reading.rung].level is Level.PARAGRAPH

    def _goes_on(self, at: int, ahead: list[_Token]) -> bool:
        """True when the innermost open list, which a label would close, goes on later: «1.ª …: a) … b) … 2.ª …»."""
        if at >= len(self.stack) or not self.stack[-1].key:
            return False
        top = self.stack[-1]
        same = (r.key for later in ahead[:_LOOKAHEAD] for r in later.readings if r.rung == top.rung)
        return _step(top.key, next(same, ())) == 1

    def _fits_unnested(self, reading: _Reading, token: _Token) -> bool:
        """True when another sort of the same look opens here without closing anything."""
        rivals = [r for r in token.readings if r.key == reading.key and not self.grammar.rungs[r.rung].nested]
        return any(self._below(r.rung) == len(self.stack) for r in rivals)

    def _announced(self, token: _Token) -> bool:
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

    def _perform(self, action: _Action) -> None:
        reading = action.reading
        rung = self.grammar.rungs[reading.rung]
        if action.restart:
            owner = self._second_list(action)
        else:
            self._flush(action.index if action.fresh else action.index + 1)
            del self.stack[action.index :]
            owner = self.stack[-1].draft if self.stack else self.article
        if self.grammar.implicit_first and rung.level is Level.PARAGRAPH and action.fresh and reading.key[0] == 2:
            self._wrap_first(owner)
        label = _label(rung, reading.num)
        if owner.label and label.startswith(f"{owner.label}."):
            label = label.removeprefix(f"{owner.label}.")  # «დ.ა)» under «დ)» repeats what it stands under
        unit = owner.add(Draft(rung.level, num=reading.num, label=label))
        self.stack.append(_Open(unit, reading.rung, reading.key))

    def _second_list(self, action: _Action) -> Draft:
        """A second list under one parent hangs under an unnumbered unit, which holds the words that lead it in."""
        index = action.index
        rung = action.reading.rung - 0.5
        alinea = self.grammar.alinea
        while index and not alinea and not self.stack[index - 1].key and self.stack[index - 1].rung == rung:
            index -= 1  # a third list does not hang under the second
        parent = self.stack[index - 1].draft if index else self.article
        del self.stack[index:]
        holder = parent.add(Draft(Level.SUBPARAGRAPH))
        for text in self.pending:
            holder.say(text)
        self.pending.clear()
        self.closing = False
        self.stack.append(_Open(holder, rung, ()))
        return holder

    def _wrap_first(self, owner: Draft) -> None:
        """The first part has no printed label: what stands before "Stk. 2." becomes part 1."""
        if owner.words_before or owner.children:
            first = Draft(Level.PARAGRAPH, label="1")
            first.words_before, owner.words_before = owner.words_before, []
            first.words_after, owner.words_after = owner.words_after, []
            first.children, owner.children = owner.children, []
            owner.add(first)

    def _decimal(self, path: str) -> None:
        """A label that prints its whole path: `144-1.2.4-1` is point 4-1 of part 2 of art. 144-1."""
        self._close_note(resumed=True)
        self.law.labelled(self.article.num)
        labels = path.strip(".").split(".")
        depth = 0
        while depth < min(len(labels) - 1, len(self.stack)) and self.stack[depth].draft.label == labels[depth]:
            depth += 1
        self._flush(depth + 1 if depth < len(self.stack) else depth)
        del self.stack[depth:]
        for at in range(depth, len(labels)):
            owner = self.stack[-1].draft if self.stack else self.article
            level = Level.PARAGRAPH if at == 0 else Level.POINT
            same = next((c for c in owner.children if c.label == labels[at]), None) if at < len(labels) - 1 else None
            unit = same or owner.add(Draft(level, num=labels[at], label=labels[at]))
            self.stack.append(_Open(unit, at - 99.0, (at,)))  # above every rung of the ladder

    # Words

    def _say(self, text: str, *, opens: bool, glued: bool = False) -> None:
        text = clean(text)
        if not text:
            return
        if opens and self.quote is None and any(p.match(text) for p in self.grammar.quoted):
            self.quote = []
        if opens and self.quote is None and self._opens_note(text):
            return
        if self.note:
            self.note.say(text, glued=glued)
            return
        if self._repealed(text):
            return
        if not opens and self.stack and self.stack[-1].key:
            for pattern in self.grammar.closing:
                if (match := pattern.search(text)) and match.start():
                    cut = match.end() - len(match[0].lstrip(" ,;"))  # the comma before a sanction ends the point
                    self._words(text[:cut], opens=False, glued=glued)
                    self.pending.append(clean(text[cut:]))
                    self.closing = True
                    return
        self._words(text, opens=opens, glued=glued)

    def _words(self, text: str, *, opens: bool, glued: bool = False) -> None:
        text = clean(text)
        if opens and self.grammar.alinea and not any(u.key and _is_part(u) for u in self.stack):
            if not self._sanction(text):
                self._alinea(text)
        elif opens and self.stack:
            self.pending.append(text)
        elif self.pending and not opens:
            self.pending[-1] = f"{self.pending[-1]}{'' if glued else ' '}{text}"
        else:
            (self.stack[-1].draft if self.stack else self.article).say(text, glued=glued)

    def _sanction(self, text: str) -> bool:
        """True when the words just read broke off with a dash: what follows is the sanction of the same alinéa."""
        top = self.stack[-1].draft if self.stack else self.article
        before = (top.words_after or top.words_before or [""])[-1]
        if not self.stack or self.stack[0].key or self.pending or not before.endswith(("—", "–")):
            return False
        del self.stack[1:]
        self.stack[0].draft.say(text)
        return True

    def _alinea(self, text: str) -> None:
        """In laws cited by alinéa every unlabelled paragraph under the article is a unit of its own."""
        self._flush(len(self.stack))
        if any(u.key for u in self.stack):
            self.left = (list(self.stack), len(self.article.children))
        unit = self.article.add(Draft(Level.SUBPARAGRAPH))
        unit.say(text)
        self.stack = [_Open(unit, -0.5, ())]

    def _resume(self, token: _Token) -> None:
        """An alinéa in the midst of a list belongs to its last point: «3° …», more words of 3°, «4° …»."""
        stack, before = self.left
        follows = any(u.rung == r.rung and _step(u.key, r.key) == 1 for u in stack for r in token.readings)
        alineas = self.article.children[before:]
        if not follows or not alineas or any(a.children for a in alineas) or any(u.key for u in self.stack):
            return
        del self.article.children[before:]
        for alinea in alineas:
            for words in alinea.words_before:
                stack[-1].draft.say(words)
        self.stack = stack
        self.left = ([], 0)

    def _flush(self, depth: int) -> None:
        """Give waiting paragraphs to the unit at `depth` of the stack (0: the article): the list below it is over."""
        target = self.stack[depth - 1].draft if depth else self.article
        for text in self.pending:
            target.say(text)
        self.pending.clear()
        self.closing = False

    def _close(self) -> None:
        self._close_note(resumed=False)
        part = next((i for i, u in enumerate(self.stack) if _is_part(u)), None)
        if part is not None:
            self._flush(part + 1)
        else:
            self._flush(1 if self.stack and not self.stack[0].key else 0)
        only = self.article.children
        if len(only) == 1 and only[0].level is Level.SUBPARAGRAPH and not only[0].num and not self.article.words_before:
            # A lone alinéa is the article itself.
            self.article.words_before, self.article.words_after = only[0].words_before, only[0].words_after
            self.article.children = only[0].children

    # Notes that are law, and laws quoted inside a law

    def _opens_note(self, text: str) -> bool:
        match = next((m for p in self.grammar.normative if (m := p.match(text))), None)
        if match is None:
            return False
        self._close_note(resumed=False)
        num = (match.groupdict().get("num") or "").strip()
        self.note = _NoteFrame(num)
        self.law.labelled(match[0], num)
        if rest := clean(text[match.end() :]):
            for token in self.tokens.of(rest):
                if not (token.readings and self.note.takes(token)):
                    self.note.say(token.text)
        return True

    def _close_note(self, *, resumed: bool) -> None:
        if self.note is None:
            return
        owner = self.stack[-1].draft if resumed and self.stack else self.article
        for num, words in self.note.items:
            owner.note(NoteKind.NORMATIVE, " ".join(words), num)
        self.note = None

    def _quotation_goes_on(self, token: _Token, action: _Action | None) -> bool:
        """Inside a quoted law its own numbering runs; only the next number of the quoting law ends the quotation."""
        assert self.quote is not None
        inner = any(u.rung == r.rung and _step(u.key, r.key) == 1 for u in self.quote for r in token.readings)
        if action and action.exact and not action.fresh and not inner:
            return False
        reading = token.readings[0]
        self.quote[:] = [u for u in self.quote if u.rung < reading.rung]
        self.quote.append(_Open(self.article, reading.rung, reading.key))
        return True


class _NoteFrame:
    """A normative note being read: its own numbered items, apart from the article's."""

    def __init__(self, num: str) -> None:
        self.items: list[tuple[str, list[str]]] = [(num, [])]
        self.fixed = bool(num)
        self.rung: int | None = None
        self.key: tuple[int, ...] = ()
        self.inner: dict[int, tuple[int, ...]] = {}

    def lists(self, token: _Token) -> bool:
        """True when the label goes on with a list inside the note: «Note. 1. These are: a) … b) …»."""
        for reading in token.readings:
            if _step(self.inner.get(reading.rung, ()), reading.key) == 1:
                self.inner[reading.rung] = reading.key
                return True
        return False

    def takes(self, token: _Token) -> bool:
        """Open the note's next item if the label is its next; False when the label belongs elsewhere."""
        if self.fixed:
            return False
        for reading in token.readings:
            fits = (self.rung is None and reading.key == (1,)) or (
                self.rung == reading.rung and _step(self.key, reading.key) == 1
            )
            if fits:
                self.rung, self.key = reading.rung, reading.key
                if len(self.items) == 1 and not self.items[0][1]:
                    self.items.clear()
                self.items.append((reading.num, []))
                return True
        return False

    def say(self, text: str, *, glued: bool = False) -> None:
        """Add a run of words to the item being read."""
        runs = self.items[-1][1]
        if glued and runs:
            runs[-1] += clean(text)
        elif text := clean(text):
            runs.append(text)


def _glued(text: str, at: int) -> bool:
    """True when no blank stands in `text` before the offset `at`, nor after it."""
    return 0 < at < len(text) and not text[at - 1].isspace() and not text[at].isspace()


def _key(rung: Rung, num: str) -> tuple[int, ...] | None:
    return numbering.ordinal(rung.system, re.sub(r"\s+", "", num))


def _label(rung: Rung, num: str) -> str:
    match = rung.start.match(num)
    return numbering.label(match["num"] if match else num)


def _is_part(unit: _Open) -> bool:
    return unit.draft.level is Level.PARAGRAPH


def _second_follows(reading: _Reading, ahead: list[_Token]) -> bool:
    return any(
        r.rung == reading.rung and _step(reading.key, r.key) == 1 for later in ahead[:_LOOKAHEAD] for r in later.readings
    )


def _skips(token: _Token, reading: _Reading, ahead: list[_Token], part: bool) -> bool:
    """True for a label inside a line that leaves numbers out: "(2) [Repealed] (5)", "; (5) ...; (6)"."""
    before = token.before.rstrip()
    if before.endswith("]") or (part and before.endswith(".")):
        return True
    after = next((r for later in ahead for r in later.readings if r.rung == reading.rung), None)
    return before.endswith((".", ";")) and after is not None and _step(reading.key, after.key) == 1


def _doubt(reading: _Reading, token: _Token, ahead: list[_Token]) -> float:
    """A bonus for the reading whose successor comes next: tells (i) after (h) from (i) before (ii)."""
    others = [r for r in token.readings if r is not reading]
    if not others:
        return 0.0
    for later in ahead[:12]:
        if any(r.rung == reading.rung and _step(reading.key, r.key) == 1 for r in later.readings):
            return 0.9
        if any(r.rung == o.rung and _step(o.key, r.key) == 1 for o in others for r in later.readings):
            return -0.9
    return 0.0


def _step(last: tuple[int, ...], new: tuple[int, ...]) -> int:
    """1 when `new` follows `last` in a list (2 -> 3, 2 -> 2-1, 2-1 -> 2-2, 2-1 -> 3); more for a gap; 0 for none."""
    if not last or new <= last:
        return 0
    if new[0] == last[0]:
        same_depth = len(new) == len(last) and new[:-1] == last[:-1]
        return new[-1] - last[-1] if same_depth else 1
    return new[0] - last[0]


def _decimal_label(article: Draft) -> re.Pattern[str]:
    number = re.escape(article.label or numbering.label(article.num)).replace(r"\-", r"\s?[-–]\s?")
    path = r"(?P<path>\d++(?:-\d++)?+(?:\.\d++(?:-\d++)*+)*+)"
    # «7.1-ci maddə» (under art. 7.1) is a reference, no label.
    return re.compile(rf"\s*(?:[-–•]\s+)?{number}\.{path}\.?+(?!-[^\W\d_])(?=\s|$|\D)")
