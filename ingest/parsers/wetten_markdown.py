"""README.md of statengeneraal/laws-markdown: Dutch laws and treaties, a treaty's authentic text before its translation.

    ##Wet op de maan
    ###Hoofdstuk I
    ####Algemene bepalingen        <- the title of what stands above it
    ### Artikel  7a
    1.   Hij die de maan steelt, wordt gestraft:
    1°.met een boete;
    2°. met een geldstraf.   Poging is strafbaar.        <- three blanks: the list is over

Ignores: `document_title` (headings above the first article or paragraph), `signature` (place, date, ministers, the
testimonium of a treaty), both again of the translation (`translated_…`), `other_language` (the half of a treaty file
that is not asked for).
"""

import re
from dataclasses import replace

from corpus.records import Expression, Level, Source, TextKind
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.coverage import OTHER_LANGUAGE
from ingest.decode import text_of
from ingest.draft import Law
from ingest.grammar import Grammar
from ingest.markdown import Row, rows
from ingest.reader import Line, Reader

VERSION = "1"
# "####Verdrag inzake de maan": the Dutch half begins with its own title (verdrag: treaty; vertaling: translation).
_TRANSLATION = re.compile(r"(?:Aanvullend )?(?:Verdrag|VERDRAG|Protocol)\s|VOLKENBOND|VERTALING")
_ARTICLE = re.compile(r"Art(?:icle|ikel|\.)", re.IGNORECASE)
_FIRST = re.compile(r"Article premier\.?")  # French: first
_SIGNATURE = re.compile(
    r"\s*(?:IN WITNESS WHEREOF|In witness whereof|IN FAITH WHEREOF|In faith whereof|DONE (?:at|in)\b|Done (?:at|in)\b|"
    r"Fait à|EN FOI DE QUOI|Gedaan te|GEDAAN te|TEN BLIJKE|Ten blijke|TER OORKONDE|Gegeven te|Lasten en bevelen)"
)
# "aux autorités.Chaque Partie", "Organisation,Having": the converter lost the break between two paragraphs.
_GLUED = re.compile(
    r"(?<=[^\W\d_]{3})([.;:,]|(?<=[.;,])\*)(?=[A-ZÀ-Ý][^\W\d_]+[\s,'’])|"
    r"(?<=[^\W\d_]{3};)(?=(?:de|het|een)\s)|(?<=\.;)(?=de\s)|(?<=:)(?=de\s)"
)
_LIST_OVER = re.compile(r"(?<=[.;,]) {3,}(?=[^\W\d_])")
_PREAMBLE = re.compile(r"^(\W*(?:PREAMBULE|Preambule|Preamble|PREAMBLE)\W*?)(?=De |The |\s)")


def parse(raw: bytes, source: Source) -> Expression:
    """Read one law, or one language of a treaty.

    Raises:
        ParseError: If the file is no UTF-8 text or holds no article.
    """
    grammar = grammars.for_source(source)
    law = Law()
    found = _half(rows(text_of(raw, source)), source, law)
    translated = source.language not in ("", source.languages[0])
    Reader(grammar, law).read(_lines(found, grammar, law, "translated_" if translated else ""))
    if translated:
        source = replace(source, text_kind=TextKind.OFFICIAL_TRANSLATION)
    return assemble(source, law, dialect="wetten_markdown", version=VERSION)


def _half(found: list[Row], source: Source, law: Law) -> list[Row]:
    """The rows of the language asked for: the authentic text stands first, its translation after it."""
    if len(source.languages) < 2:
        return found
    first = next((i for i, r in enumerate(found) if r.depth and _ARTICLE.match(r.text)), 0)
    at = next((i for i in range(first, len(found)) if found[i].depth == 4 and _TRANSLATION.match(found[i].text)), None)
    if at is None:
        law.issue("front", "no heading at which the translation begins")
        return found
    wanted, other = (found[:at], found[at:]) if source.language == source.languages[0] else (found[at:], found[:at])
    law.ignore(OTHER_LANGUAGE, "\n".join(r.text for r in other))
    return wanted


def _lines(found: list[Row], grammar: Grammar, law: Law, half: str) -> list[Line]:
    out: list[Line] = []
    signed = False
    for row in found:
        if not row.text:
            continue
        if row.depth:
            signed = False
            if not out and not _known(row.text, grammar):
                law.ignore(f"{half}document_title", row.text)
            else:
                out.append(_heading(row.text, grammar, out))
            continue
        for text in _paragraphs(row.raw):
            signed = signed or bool(_SIGNATURE.match(text))
            out.append(Line(text, "ignored", rule=f"{half}signature") if signed else Line(text, "para"))
    return out


def _paragraphs(raw: str) -> list[str]:
    """One printed line, cut where the converter lost a paragraph's end."""
    text = _LIST_OVER.sub("\n", raw.strip().replace("*", "").replace("``", '"'))
    text = _GLUED.sub(lambda m: (m[1] or "") + "\n", text)
    text = _PREAMBLE.sub(r"\1\n", text)
    return [row.text for row in rows(text) if row.text]


def _known(text: str, grammar: Grammar) -> bool:
    patterns = (_FIRST, *grammar.article, *(c.pattern for c in grammar.containers))
    return any(p.match(text) for p in patterns)


def _heading(text: str, grammar: Grammar, out: list[Line]) -> Line:
    """An article or container by the grammar, else the title of the one just above, else a cross-heading."""
    if _FIRST.fullmatch(text):
        return Line(text, "article", num="1")
    if _known(text, grammar):
        return Line(text, "heading")
    if out and out[-1].role in ("heading", "article"):
        return Line(text, "title")
    return Line(text, "container", heading=text, level=Level.HEADING, rank=99)
