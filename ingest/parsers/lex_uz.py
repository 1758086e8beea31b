"""Text of a lex.uz page, in Latin or Cyrillic letters: number-first headings, parts without numbers, links on lines.

    MAXSUS QISM
    I bob. Oyga qarshi jinoyatlar
    Oldingi tahrirga qarang.                        <- link to the former wording
    7-modda. Oyni oʻgʻirlash
    Oyni oʻgʻirlash —
    jarima bilan jazolanadi.                        <- sanction of the same part
    Oʻsha harakatlar:                               <- part 2
    a) tunda sodir etilgan boʻlsa, —
    (7-modda Oy Respublikasining ... Qonuni tahririda — ...)
    71-modda. Oyni boʻyash                          <- 7¹: the raised figure is lost
    (8-modda ... Qonuniga asosan chiqarilgan — ...) <- all that is left of a repealed article

Ignores: `former_wording` (the links), `publisher_comment` (references of the publisher under an article), `law_title`.
"""

import re

from corpus.records import Expression, Source
from ingest import grammar as grammars
from ingest import sequence
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Law, clean
from ingest.grammar import Grammar
from ingest.reader import Line, Reader

VERSION = "1"
_HEADING = re.compile(r"(?P<num>\d+)-(?:modda|модда)\.\s*(?P<heading>.*)")
_LINK = re.compile(r"(?:Oldingi tahrirga qarang|Олдинги таҳрирга қаранг)\.?$")
# " LexUZ шарҳи" (comment of LexUZ), then "Қаранг: …" (see) or "Қўшимча маълумот учун қаранг: …" (for more see).
_COMMENT = re.compile(r"LexUZ (?:sharhi|шарҳи)$")
_SEE = re.compile(r"(?:Qarang|Қаранг):")
# "XIII1 bob. …": chapter XIII¹.
_CHAPTER = re.compile(r"([IVXХ]+)(\d+) (bob|боб)\b")
_NOTE_OF = re.compile(r"\((?P<num>\d+)-(?:modda|модда)\s")
_GLOSSARY = re.compile(r"(?:SAKKIZINCHI BOʻLIM|САККИЗИНЧИ БЎЛИМ)$")
_DASH = re.compile(r"[—–-]$")


def parse(raw: bytes, source: Source) -> Expression:
    """Read one edition.

    Raises:
        ParseError: If the file is no UTF-8 text or holds no article.
    """
    language = (source.language or source.languages[0]).lower()
    grammar = grammars.load(source.grammar or ("uz-cyrl" if language.endswith("cyrl") else "uz-latn"))
    law = Law()
    rows = [clean(line.replace("\u200e", "")) for line in text_of(raw, source).split("\n")]
    Reader(grammar, law).read(_lines(_glossary(rows), grammar, law))
    return assemble(source, law, dialect="lex_uz", version=VERSION)


def _lines(rows: list[str], grammar: Grammar, law: Law) -> list[Line]:
    start = next((i for i, row in enumerate(rows) if any(c.pattern.match(row) for c in grammar.containers)), 0)
    for row in rows[:start]:
        law.ignore("law_title", row)
    rows = [row for row in rows[start:] if row]
    heads = _numbered(rows, grammar)
    numbers = dict(zip(heads, sequence.mend(list(heads.values())), strict=True))
    out: list[Line] = []
    for index, row in enumerate(rows):
        if match := _HEADING.match(row):
            out.append(Line(row, "article", num=numbers[index], heading=match["heading"]))
        elif _LINK.match(row):
            out.append(Line(row, "ignored", rule="former_wording"))
        elif _COMMENT.match(row) or _SEE.match(row) or (index and _COMMENT.match(rows[index - 1])):
            out.append(Line(row, "ignored", rule="publisher_comment"))
        elif grammar.is_editorial(row):
            if index in numbers:
                out.append(Line(numbers[index], "article", num=numbers[index]))
            out.append(Line(row, "editorial"))
        else:
            out.append(Line(_CHAPTER.sub(r"\1-\2 \3", row)))
    return out


def _numbered(rows: list[str], grammar: Grammar) -> dict[int, str]:
    """The printed numbers of all articles by row: of headings, and of notes that alone are left of a repealed one."""
    out: dict[int, str] = {}
    current = ""
    for index, row in enumerate(rows):
        if match := _HEADING.match(row):
            current = out[index] = match["num"]
        elif (note := _NOTE_OF.match(row)) and note["num"] != current and any(p.search(row) for p in grammar.repealed):
            current = out[index] = note["num"]
    return out


def _glossary(rows: list[str]) -> list[str]:
    """The closing section of terms: a term, a dash and its meaning stand in the cells of a lost table, a line each."""
    start = next((i + 2 for i, row in enumerate(rows) if _GLOSSARY.match(row)), len(rows))
    out = rows[:start]
    for row in rows[start:]:
        if not row:
            continue
        whole = _LINK.match(row) or row.startswith("(") or _COMMENT.match(row) or _SEE.match(row)
        if not whole and not re.match(r"\d\)", row) and len(out) > start and (_DASH.match(row) or _open_term(out[-1])):
            out[-1] = f"{out[-1]} {row}"
        else:
            out.append(row)
    return out


def _open_term(text: str) -> bool:
    """True when a term still waits for its dash or its meaning."""
    return not (_LINK.match(text) or text.startswith("(")) and not re.search(r"[.;]$", text)
