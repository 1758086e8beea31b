"""A Greek gazette that ratifies treaties: instruments in English, in French, then in Greek, and the ratifying law.

    Εκδίδομε τον ακόλουθο νόμο: ... 8 January 1900 The General Assembly ...
    1. The moon is common. Article 2 Use of terms For the purposes of this Protocol: (a) “Moon” shall ...
    1. Each State Party shall ... ΕΦΗΜΕΡΙΣ ΤΗΣ ΚΥΒΕΡΝΗΣΕΩΣ (ΤΕΥΧΟΣ ΠΡΩΤΟ) 99 ... Theft
    1. Each State Party may ...                  <- numbering begins anew: article 3, whose heading was lost
    ... have signed this Protocol. Preamble The States Parties ...

Headings of articles run into the text, many are lost. Between two printed numbers as many new beginnings of «1.» as
there are numbers missing give the lost articles their numbers. Each instrument prefixes its articles' eids.

Ignores: `other_language`, `document_title`, `page_furniture` (running heads), `signature`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.records import Expression, Level, Source
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Law
from ingest.grammar import Grammar
from ingest.markdown import front_matter, rows
from ingest.reader import Reader

VERSION = "1"
_INSTRUMENTS = ("convention", "protocol-trafficking", "protocol-smuggling", "protocol-firearms")
_FURNITURE = re.compile(r"(?:ΦΕΚ \d+ )?ΕΦΗΜΕΡΙΣ ΤΗΣ ΚΥΒΕΡΝΗΣΕΩΣ \(ΤΕΥΧΟΣ ΠΡΩΤΟ\)(?: \d{4})?")
_SIGNATURE = re.compile(r"^Ο ΠΡΟΕΔΡΟΣ ΤΗΣ ΔΗΜΟΚΡΑΤΙΑΣ$")
_GREEK = re.compile(r"[α-ωά-ώΑ-ΩΆ-Ώ]")
_LATIN = re.compile(r"[A-Za-zÀ-ÿ]")
_FRENCH = re.compile(r"\b(?:le|la|les|des|du|et|un|une|aux?|par|pour)\b", re.IGNORECASE)
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|shall|by|for|its|any)\b", re.IGNORECASE)
_ITEM = re.compile(r"^\s*[-*•]\s+")
_LABEL = re.compile(r"^(?:\d{1,2}\.|\(?[a-zα-ω]{1,2}\))\s")
_TITLED = "\x00"  # marks a paragraph that begins with a title, until the headings are told apart
_FIRST = re.compile(r"^[1l]\.\s")
# "... in a group. Criminalization of theft": the title of the next article at the end of a paragraph.
_NEXT_TITLE = re.compile(r"(?<=[.;:] )(?P<title>[A-ZÀ-Ý][^.;:]{3,120})$")


@dataclass(slots=True)
class _Piece:
    """An article, or a preamble (`num` empty), of an instrument as printed."""

    instrument: int
    num: str
    title: str = ""
    paragraphs: list[str] = field(default_factory=list)
    printed: str = ""


def parse(raw: bytes, source: Source) -> Expression:
    """Read the instruments in `source.language`.

    Raises:
        ParseError: If the file is no UTF-8 text or holds no article in that language.
    """
    language = source.language or source.languages[0]
    grammar = grammars.load(f"{source.grammar or 'treaty-fek'}-{language}")
    law = Law()
    _, body = front_matter(text_of(raw, source))
    blocks = list(_of_language(_blocks(body, law), language, law))
    pieces = _without_lost_headings(list(_pieces(blocks, grammar)), grammar)
    _read(pieces, grammar, law)
    return assemble(source, law, dialect="fek_treaties", version=VERSION)


def _blocks(body: str, law: Law) -> list[str]:
    out: list[str] = []
    for row in rows(body):
        text = _ITEM.sub("", row.text)
        for furniture in _FURNITURE.findall(text):
            law.ignore("page_furniture", furniture)
        first, *more = (part.strip() for part in _FURNITURE.split(text))
        # A running head stands between columns: what comes after it may begin an article.
        text = first if not more else f"{first}\n{' '.join(more)}".strip()
        if row.depth == 1:
            law.ignore("document_title", text)
        elif _SIGNATURE.match(text) and len(out) > 50:
            law.ignore("signature", " ".join([text, *(r.text for r in rows(body) if r.number > row.number)]))
            break
        else:
            out.extend(part for part in text.split("\n") if part.strip())
    return out


def _of_language(blocks: list[str], language: str, law: Law) -> Iterator[str]:
    """The blocks in one language; each language stands in one run, so a block changes it only for good."""
    for block in blocks:
        for text in _scripts(block):
            if _language(text) == language:
                yield text
            else:
                law.ignore("other_language", text)


def _scripts(block: str) -> list[str]:
    """A block cut where Greek gives way to Latin letters for long, or the other way round."""
    cut = re.search(r"(?<=[α-ωά-ώ]: )(?=\d{4} \d{1,2} [A-Z])|(?<=[a-zé]\. )(?=[α-ωά-ώ]{2,})", block)
    return [block[: cut.start()].strip(), block[cut.start() :].strip()] if cut else [block]


def _language(text: str) -> str:
    if len(_GREEK.findall(text)) > len(_LATIN.findall(text)):
        return "el"
    return "fr" if len(_FRENCH.findall(text)) > len(_ENGLISH.findall(text)) else "en"


def _pieces(blocks: list[str], grammar: Grammar) -> Iterator[_Piece]:
    """The articles and preambles in their order; a number that falls back far begins the next instrument."""
    marker = re.compile(str(grammar.words["preamble"]))
    heading = re.compile(str(grammar.words["heading"]))
    instrument, last, seen = 0, 0, set[int]()
    piece = _Piece(0, "")
    for block in blocks:
        for text in _cut(block, marker, heading):
            if match := marker.match(text):
                if last:
                    yield piece
                    instrument, last, seen = instrument + 1, 0, set()
                    piece = _Piece(instrument, "")
                text = text[: match.end()] + text[match.end() :]
            elif match := heading.match(text):
                number = int(match["num"])
                if number <= 3 and last > 10 and piece.num:
                    instrument, last, seen = instrument + 1, 0, set()
                if number not in seen:
                    yield piece
                    seen.add(number)
                    last = max(last, number)
                    title, text = _title(text[match.end() :].strip(), grammar)
                    piece = _Piece(instrument, match["num"], title, printed=match[0])
            if text.strip():
                piece.paragraphs.append(text.strip())
    yield piece


def _cut(block: str, marker: re.Pattern[str], heading: re.Pattern[str]) -> list[str]:
    spots = sorted({0} | {m.start() for m in marker.finditer(block)} | {m.start() for m in heading.finditer(block)})
    return [block[a:b].strip() for a, b in zip(spots, [*spots[1:], len(block)], strict=True) if block[a:b].strip()]


def _title(text: str, grammar: Grammar) -> tuple[str, str]:
    """`Use of terms For the purposes of …`: the title, and the text that begins with a known opener."""
    opener = re.search(str(grammar.words["openers"]), text)
    if opener:
        return text[: opener.start()].strip(), text[opener.start() :]
    return (text, "") if len(text) < 150 and not text.endswith((".", ";", ":")) else ("", text)


def _without_lost_headings(pieces: list[_Piece], grammar: Grammar) -> list[_Piece]:
    """Give the articles their numbers whose headings were lost, where the count of new beginnings leaves no doubt."""
    out: list[_Piece] = []
    for at, piece in enumerate(pieces):
        follower = pieces[at + 1] if at + 1 < len(pieces) else None
        if piece.num and not piece.title and piece.paragraphs and not _LABEL.match(piece.paragraphs[0]):
            piece.title, first = _title(piece.paragraphs[0], grammar)
            piece.paragraphs[:1] = [first] if first else []
        piece.paragraphs = [part for p in piece.paragraphs for part in _cut_titles(p, grammar)]
        same = follower is not None and follower.num and follower.instrument == piece.instrument
        missing = int(follower.num) - int(piece.num) - 1 if piece.num and same and follower else 0
        if starts := _starts(piece.paragraphs, missing, grammar):
            out.extend(_split(piece, starts, grammar))
        else:
            out.append(piece)
    for piece in out:
        piece.paragraphs = [p.removeprefix(_TITLED) for p in piece.paragraphs]
    return out


def _starts(paragraphs: list[str], missing: int, grammar: Grammar) -> list[int]:
    """Where the articles begin whose headings were lost; empty where no kind of beginning gives the number missing.

    The kinds, from the surest on: «1.» again; any «1.» after words; also a title that runs into its text; also a
    paragraph that begins as articles do.
    """
    opener = re.compile(str(grammar.words["openers"]))
    firsts = [i for i, p in enumerate(paragraphs) if i and _FIRST.match(p)]
    titled = [i for i, p in enumerate(paragraphs) if p.startswith(_TITLED)]
    opened = [i for i, p in enumerate(paragraphs) if i and (m := opener.search(f"a {p}")) and m.start() <= 2]
    again = firsts if paragraphs and _FIRST.match(paragraphs[0]) else firsts[1:]
    kinds = (again, firsts, sorted({*firsts, *titled}), sorted({*firsts, *titled, *opened}))
    return next((k for k in kinds if missing > 0 and len(k) == missing), [])


def _cut_titles(paragraph: str, grammar: Grammar) -> list[str]:
    """`… of age. Scope This Protocol applies`: cut before a title that an opener follows without a stop between."""
    pattern = rf"(?<=[.;] )(?=[A-ZÀ-ÝΑ-ΩΆ-Ώ][^.;:()]{{3,110}}?{grammar.words['openers']})"
    parts = [p.strip() for p in re.split(pattern, paragraph)]
    kept = parts[:1]
    for part in parts[1:]:
        title, _ = _title(part, grammar)
        if title and not re.search(str(grammar.words["openers"]), f"a {part}"[: len(title) // 2]):
            kept.append(_TITLED + part)
        else:
            kept[-1] = f"{kept[-1]} {part}"
    return kept


def _split(piece: _Piece, starts: list[int], grammar: Grammar) -> Iterator[_Piece]:
    title, bounds = piece.title, [0, *starts, len(piece.paragraphs)]
    for offset, (a, b) in enumerate(pairwise(bounds)):
        paragraphs = piece.paragraphs[a:b]
        if paragraphs[0].startswith(_TITLED):
            title, paragraphs[0] = _title(paragraphs[0].removeprefix(_TITLED), grammar)
        following = _NEXT_TITLE.search(paragraphs[-1]) if b < len(piece.paragraphs) else None
        if following:
            paragraphs[-1] = paragraphs[-1][: following.start()].strip()
        num = str(int(piece.num) + offset)
        yield _Piece(piece.instrument, num, title, paragraphs, piece.printed if not offset else "")
        title = following["title"] if following else ""


def _read(pieces: list[_Piece], grammar: Grammar, law: Law) -> None:
    reader = Reader(grammar, law)
    opened = -1
    for piece in pieces:
        if not piece.num and not piece.paragraphs:
            continue
        prefix = _INSTRUMENTS[min(piece.instrument, len(_INSTRUMENTS) - 1)]
        if piece.instrument != opened:
            opened = piece.instrument
            reader.contain(Level.PART, "", prefix.replace("-", " "), 0)
        level = Level.ARTICLE if piece.num else Level.PREAMBLE
        law.labelled(piece.printed, piece.num)
        reader.begin(piece.num, piece.title, prefix=prefix, level=level)
        assert reader.article
        reader.article.paragraphs.extend(piece.paragraphs)
    reader.finish()
