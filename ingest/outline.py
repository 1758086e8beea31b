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

from corpus.records import Level, NoteKind, Status
from ingest.draft import Draft, Law, clean
from ingest.grammar import Grammar
from ingest.labels import LOOKAHEAD, NoteFrame, Token, Tokens, label_of, step
from ingest.lists import Action, Lists, Open, is_part


def outline(article: Draft, paragraphs: list[str], grammar: Grammar, law: Law) -> None:
    """Fill `article` with the units read off its paragraphs.

    Args:
        article: The empty unit; numbered, headed, contained.
        paragraphs: Its body in order, one printed paragraph each, heading left out.
        grammar: The words and marks to read by.
        law: Where issues and ignored text are told.
    """
    _Outliner(article, grammar, law).read(paragraphs)


class _Outliner(Lists):
    """The automaton: a stack of open units, paragraphs that wait for an owner, a note or a quotation being read."""

    def __init__(self, article: Draft, grammar: Grammar, law: Law) -> None:
        super().__init__(grammar)
        self.article = article
        self.law = law
        self.tokens = Tokens(article, grammar)
        self.note: NoteFrame | None = None
        self.quote: list[Open] | None = None
        self.left: tuple[list[Open], int] = ([], 0)  # the list an alinéa left, and how many units stood before it

    def read(self, paragraphs: list[str]) -> None:
        """Read the whole article."""
        tokens: list[Token] = []
        swallow = False
        for paragraph in paragraphs:
            text = clean(paragraph)
            if not text:
                continue
            if swallow or self.grammar.is_editorial(text):
                swallow = self.grammar.editorial_goes_on(text, swallow)
                tokens.append(Token(text, "editorial"))
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

    def _take(self, token: Token, tokens: list[Token], index: int) -> None:
        if token.kind == "editorial":
            self._editorial(token.text)
        elif token.kind == "decimal":
            self._decimal(token.text)
        elif token.kind == "label":
            ahead = [t for t in tokens[index + 1 : index + 1 + 2 * LOOKAHEAD] if t.readings]
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

    def _label(self, token: Token, ahead: list[Token]) -> bool:
        """Place a label; False when it opens nothing and is only a word of the text."""
        if self.note and self.note.takes(token):
            return True
        self._resume(token)
        action = self.choose(token, ahead)
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

    def _perform(self, action: Action) -> None:
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
        label = label_of(rung, reading.num)
        if owner.label and label.startswith(f"{owner.label}."):
            label = label.removeprefix(f"{owner.label}.")  # «დ.ა)» under «დ)» repeats what it stands under
        unit = owner.add(Draft(rung.level, num=reading.num, label=label))
        self.stack.append(Open(unit, reading.rung, reading.key))

    def _second_list(self, action: Action) -> Draft:
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
        self.stack.append(Open(holder, rung, ()))
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
            self.stack.append(Open(unit, at - 99.0, (at,)))  # above every rung of the ladder

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
        if opens and self.grammar.alinea and not any(u.key and is_part(u) for u in self.stack):
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
        self.stack = [Open(unit, -0.5, ())]

    def _resume(self, token: Token) -> None:
        """An alinéa in the midst of a list belongs to its last point: «3° …», more words of 3°, «4° …»."""
        stack, before = self.left
        follows = any(u.rung == r.rung and step(u.key, r.key) == 1 for u in stack for r in token.readings)
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
        part = next((i for i, u in enumerate(self.stack) if is_part(u)), None)
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
        self.note = NoteFrame(num)
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

    def _quotation_goes_on(self, token: Token, action: Action | None) -> bool:
        """Inside a quoted law its own numbering runs; only the next number of the quoting law ends the quotation."""
        assert self.quote is not None
        inner = any(u.rung == r.rung and step(u.key, r.key) == 1 for u in self.quote for r in token.readings)
        if action and action.exact and not action.fresh and not inner:
            return False
        reading = token.readings[0]
        self.quote[:] = [u for u in self.quote if u.rung < reading.rung]
        self.quote.append(Open(self.article, reading.rung, reading.key))
        return True
