"""The wording in force out of a Brazilian page that prints all wordings of all times, one under the other.

    Art. 7 - Furtar a lua:                                    struck out: superseded
    Art. 7º Furtar a lua, à noite: (Redação dada pela Lei nº 1, de 1950)
    I - com escada; (Revogado pela Lei nº 2, de 1960)         point I, repealed
    I - com corda; (Incluído pela Lei nº 3, de 1970)          point I, in force

What is struck out, or says that it is repealed, is no law. A repealed unit of which no other wording stands is kept as
a stub: its label and what repealed it. Of an article that stands twice the last counts.
"""

import re
from dataclasses import dataclass, field

from corpus import numbering
from ingest.draft import Law, clean, letters
from ingest.web import Printed

# (Redação dada pela Lei nº 7.209, de 1984), (Vigência), bare «Incluído pela Lei nº 13.445, de 2017»: amendment history
_HISTORY = re.compile(
    r"\(\s*(?:Reda[çc][ãa]o|Inclu[íi]d|Revogad|Vide|Vig[êe]ncia|Renumerad|Acrescid|Restabelecid|Promulga|Regulamento|"
    r"Express[ãa]o|Produ[çc][ãa]o de efeito|Convers)[^()]*(?:\([^()]*\)[^()]*)*\)"
    r"|(?:\bVide|\bInclu[íi]d[oa]\s+pela)\s+Lei\s+nº\s+[\d.]+,\s+de\s+[\d.]*\d(?:\s+Vigência)?"
    r"|(?<=[.):;] )Vigência(?=\s|$)"
)
ARTICLE = re.compile(
    r"Art\s?\.?\s*(?P<num>\d+(?:\s?[ºo°](?!\w))?(?:\s?-[A-Z]{1,2}(?!\w))?)\s*\.?\s*(?:[-–—]\s*)?(?P<rest>.*)", re.DOTALL
)
_PARAGRAPH = re.compile(r"(?:§\s*(?P<num>\d+\s?[ºo°]?(?:\s?-[A-Z](?!\w))?)(?!\w)|(?P<only>Parágrafo [úu]nico))")
_POINT = re.compile(r"(?P<num>[IVXL]+(?:-[A-Z])?)\s?[-–—]")
_LETTER = re.compile(r"(?P<num>[a-z])\s?\)")
_SANCTION = re.compile(r"Penas?\s*[-–—:]")
_CONTAINER = re.compile(
    r"(?:PARTE (?:GERAL|ESPECIAL)|(?:T[ÍI]TULO|CAP[ÍI]TULO|SE[ÇC][ÃA]O)\s+[IVXL]+)\b|DISPOSIÇÕES FINAIS$"
)
# "§ 1 <sup><u>o</u></sup>": the raised o of an ordinal, set apart
_ORDINAL = re.compile(r"((?:§|Art\s?\.)\s*\d+)\s+[oº°](?=\W)")
_UNITS = ("article", "part", "point", "letter")


@dataclass(slots=True)
class Entry:
    """One printed line.

    `kind` is article, part, point, letter, sanction, container, history or free; `words` those in force, `dropped`
    those struck out of it, `history` what is said of its amendments; `gone` that it is struck out or repealed.
    """

    kind: str
    words: str
    history: list[str] = field(default_factory=list)
    dropped: str = ""
    gone: bool = False
    num: str = ""

    @property
    def revoked(self) -> bool:
        """True when the line says what repealed it."""
        return self.gone and any("Revogad" in note for note in self.history)

    @property
    def stub(self) -> str:
        """«II - (Revogado pela Lei nº 2, de 1960)»: its label and its history."""
        pattern = {"part": _PARAGRAPH, "point": _POINT, "letter": _LETTER}[self.kind]
        match = pattern.match(self.words)
        assert match
        return " ".join((match[0], *self.history))


def entry_of(line: Printed, law: Law) -> Entry:
    """Read one line; words marked `del` are struck out."""
    text = line.text
    for match in _ORDINAL.finditer(text):
        law.labelled(match[0])
    text = _ORDINAL.sub(r"\1º", text)
    # What repealed a unit comes first, so that a stub begins with it.
    history = sorted((clean(match[0]) for match in _HISTORY.finditer(text)), key=lambda note: "Revogad" not in note)
    words = clean(_HISTORY.sub(" ", text))
    struck = clean(_HISTORY.sub(" ", line.only("del")))
    gone = 2 * letters(struck) > letters(words) or any("Revogad" in note for note in history)
    dropped = ""
    if struck and not gone:
        words, dropped = clean(_HISTORY.sub(" ", _ORDINAL.sub(r"\1º", line.without("del")))), struck
    kind, num = _kind(words)
    return Entry(kind, words, history, dropped, gone, num)


def _kind(words: str) -> tuple[str, str]:
    if not words:
        return "history", ""
    if match := ARTICLE.match(words):
        return "article", numbering.label(match["num"].replace("o", "º"))
    if match := _PARAGRAPH.match(words):
        return "part", numbering.label((match["num"] or match["only"]).replace("o", "º"))
    for kind, pattern in (("point", _POINT), ("letter", _LETTER)):
        if match := pattern.match(words):
            return kind, match["num"]
    return ("sanction" if _SANCTION.match(words) else "container" if _CONTAINER.match(words) else "free"), ""


def in_force(entries: list[Entry], law: Law) -> list[Entry]:
    """The lines in force and the stubs of what is repealed; the others are left out as `superseded`."""
    kept = _last_wordings(entries)
    kept -= _old_rubrics(entries, kept)
    out: list[Entry] = []
    for index, entry in enumerate(entries):
        if index not in kept:
            law.ignore("superseded", " ".join((entry.words, *entry.history)))
            continue
        law.ignore("superseded", entry.dropped)
        if entry.gone and entry.kind in _UNITS:
            stub = ARTICLE.match(entry.words) if entry.kind == "article" else None
            label = entry.words[: stub.start("rest")] if stub else entry.stub.removesuffix(" ".join(entry.history))
            law.ignore("superseded", entry.words.removeprefix(label.strip()))
        out.append(entry)
    return out


def _last_wordings(entries: list[Entry]) -> set[int]:
    blocks = _blocks(entries)
    for start, end in blocks:
        _revoked_as_a_whole(entries[start:end])
    last: dict[str, int] = {}
    for index, (start, _) in enumerate(blocks):
        entry = entries[start]
        if entry.kind != "article" or (entry.gone and not entry.revoked):
            continue
        before = last.get(entry.num)
        if before is None or not entry.gone or entries[blocks[before][0]].gone:
            last[entry.num] = index
    kept: set[int] = set()
    for index, (start, end) in enumerate(blocks):
        entry = entries[start]
        if entry.kind == "article" and last.get(entry.num) != index:
            kept.update(_heading_lines(entries, start, end))
        elif entry.kind == "article" and entry.gone:
            kept.update({start} | _heading_lines(entries, start, end))
        else:
            kept.update(_units_in_force(entries, start, end))
    return kept


def _blocks(entries: list[Entry]) -> list[tuple[int, int]]:
    """From each article or container heading to the next: [start, end)."""
    heads = [e.kind == "article" or (e.kind == "container" and not e.gone) for e in entries]
    if not entries:
        return []
    starts = [0, *(i for i, head in enumerate(heads) if i and head)]
    return list(zip(starts, [*starts[1:], len(entries)], strict=True))


def _revoked_as_a_whole(block: list[Entry]) -> None:
    """An article all struck out, of which only the last line says what repealed it: the article says so, too."""
    first = block[0]
    lines = [entry for entry in block[1:] if entry.kind not in ("free", "history")]
    if first.kind == "article" and first.gone and not first.revoked and all(entry.gone for entry in lines):
        for entry in lines:
            if entry.revoked:
                first.history.append(entry.history.pop(0))
                return


def _old_rubrics(entries: list[Entry], kept: set[int]) -> set[int]:
    """Rubrics that headed a struck wording only: another rubric stands before the words in force."""
    out: set[int] = set()
    rubric: int | None = None
    for index, entry in enumerate(entries):
        if index not in kept:
            continue
        if entry.kind == "free" and rubric is not None and any(e.gone for e in entries[rubric:index]):
            out.add(rubric)
        if entry.kind != "history":
            rubric = index if entry.kind == "free" else None
    return out


def _heading_lines(entries: list[Entry], start: int, end: int) -> set[int]:
    """The rubric of the next article: it ends the block of an article that is no more."""
    out: set[int] = set()
    for index in range(end - 1, start, -1):
        entry = entries[index]
        if entry.kind not in ("free", "history") and not entry.gone:
            break
        if entry.kind == "free" and not entry.gone:
            out.add(index)
            out.update(i for i in range(index + 1, end) if entries[i].kind == "history")
            break
    return out


def _units_in_force(entries: list[Entry], start: int, end: int) -> set[int]:
    """The lines of one article that are in force, and the stubs of repealed units that stand in no other wording."""
    live: dict[tuple[str, ...], int] = {}
    paths: dict[int, tuple[str, ...]] = {}
    old: set[int] = set()
    path: list[str] = []
    for index in range(start, end):
        entry = entries[index]
        if entry.kind in _UNITS:
            path = [*[*path, "", "", ""][: _UNITS.index(entry.kind)], entry.num]
            paths[index] = tuple(path)
            if not entry.gone:
                if (before := live.get(paths[index])) is not None:
                    old.update(_unit(entries, before, index))
                live[paths[index]] = index
    stubs = {paths[i]: i for i in paths if entries[i].revoked and paths[i] not in live}
    kept = {i for i in range(start, end) if not entries[i].gone} - old
    for place, index in stubs.items():
        if all(place[:depth] not in stubs for depth in range(1, len(place))):
            kept.add(index)
    return kept


def _unit(entries: list[Entry], start: int, end: int) -> set[int]:
    """The lines of the unit that begins at `start`: all to the next label of its rank or a higher one."""
    rank = _UNITS.index(entries[start].kind)
    for index in range(start + 1, end):
        kind = entries[index].kind
        if kind == "free" or (kind in _UNITS and _UNITS.index(kind) <= rank):
            return set(range(start, index))
    return set(range(start, end))
