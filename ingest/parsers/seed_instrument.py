"""Section-list JSON of an act that promulgates a convention: one string holds it in English, then in its own language.

    {"section": "1", "content": "1. § The Diet authorises ..."}
    {"section": "2", "content": "2. § The text is: „Convention on the Moon Preamble The States ... agreed: I. GENERAL
     PROVISIONS Article 1 Scope This Convention shall ... Egyezmény a Holdról ... 1. cikk Hatály A jelen ..."}

Each expression is the instrument in one language; the act's own sections, law of its country, stand before the
translation with the prefix `enact`. Where articles run on in one line a heading ends before a number, else before the
first capital that no name begins. Options: `first` and `second` (patterns of the beginning of the English text and of
the translation), `card` (pattern of the page's own table after it).

Ignores: `signature_en`, `signature_hu` ... (testimonium), `page_card`, `enacting_formula`, `other_language`.
"""

import re
from dataclasses import dataclass

from corpus.errors import ParseError
from corpus.records import Expression, Level, Source
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.draft import HEADING_END, Law, clean
from ingest.parsers.seed_json import records
from ingest.reader import Line, Reader

VERSION = "1"
PREFIX = "enact"


@dataclass(frozen=True, slots=True)
class Tongue:
    """How a language heads articles (`{n}`: the number), chapters and the testimonium, and which capitals are names."""

    code: str
    article: str
    chapter: str
    signature: str
    names: str
    section: str = ""


_CHAPTER = r"(?:(?<=[.;:”…] )|(?<=\n)|^)(?P<label>{0})\s*[–-]?\s*(?P<heading>[^.\n]{{3,230}}?)\s*$"
_TONGUES = {
    "en": Tongue(
        code="en",
        article=r"(?<!of )(?<!in )(?<!under )(?<!with )(?<!to )(?<!and )(?<!or )Article {n}(?: [–-])? (?=[A-Z])",
        chapter=_CHAPTER.format(r"(?:Chapter|CHAPTER) (?P<num>[IVX]+)|(?P<bare>[IVX]+)\."),
        signature=r"(?:In witness whereof|IN WITNESS WHEREOF|(?<=\. )Done at)",
        names=r"Convention|Protocol|States?|Council|Europe|European|Union|United|Nations|Secretary|General|Committee|Human",
    ),
    "hu": Tongue(
        code="hu",
        article=r"(?<![\d(])(?<!\ba )(?<!\baz ){n}\. ?[Cc]ikk (?=[A-ZÁÉÍÓÖŐÚÜŰ])",
        chapter=_CHAPTER.format(r"(?P<num>[IVX]+)\. (?:FEJEZET|[Ff]ejezet)|(?P<bare>[IVX]+)\."),
        signature=r"(?:A f|F)entiek hiteléül|(?<=[.;] )(?:Készült|Kelt)\b",
        names=r"Részes|Egyezmény\w*|Jegyzőkönyv\w*|Fel\w*|Állam\w*|Európa|Tanács\w*|Egyesült|Nemzetek|Főtitkár\w*|Bizottság\w*",
        section=r"^(?P<num>\d+)\. § ",
    ),
    "lv": Tongue(
        code="lv",
        article=r"^{n}\. pants\.? (?=[A-ZĀČĒĢĪĶĻŅŠŪŽ])",
        chapter=_CHAPTER.format(r"(?P<num>[IVX]+) nodaļa\.|(?P<bare>[IVX]+)\."),
        signature=r"^To apliecinot",
        names=r"(?!)",
        section=r"^(?P<num>\d+)\. pants\. ",
    ),
}
_LV_FORMULA = re.compile(r"^Likums Saeimā pieņemts", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The pieces of the file: the act (number and text of each section), the two wordings, what is no law."""

    act: list[tuple[str, str]]
    english: str
    translation: str
    formula: str
    card: str


def parse(raw: bytes, source: Source) -> Expression:
    """Read the instrument in one of its two languages.

    Raises:
        ParseError: If the beginning of a wording is not found, or it has no article.
    """
    language = source.language or source.languages[0]
    found = records(raw, source)
    parts = _parts(_joined(found), source)
    law = Law()
    reader = Reader(grammars.load(source.option(f"grammar_{language}") or f"treaty-run-{language}"), law)
    if language == "en":
        for text in [parts.translation, parts.formula, parts.card, *(t for _, t in parts.act)]:
            law.ignore("other_language", text)
        reader.read(_lines(parts.english, _TONGUES["en"]))
    else:
        law.ignore("other_language", parts.english)
        law.labelled(" ".join(str(r.get("title") or "") for r in found))
        law.ignore("enacting_formula", parts.formula)
        law.ignore("page_card", parts.card)
        reader.read([*_act_lines(parts.act), *_lines(parts.translation, _TONGUES[language])])
    return assemble(source, law, dialect="seed_instrument", version=VERSION)


def _joined(found: list[dict[str, str]]) -> list[str]:
    """The texts of all sections; lines broken inside a paragraph are mended, paragraphs stay on lines of their own."""
    return ["\n".join(clean(block) for block in re.split(r"\n\s*\n", str(r.get("content") or ""))) for r in found]


def _parts(texts: list[str], source: Source) -> _Parts:
    whole = max(range(len(texts)), key=lambda i: len(texts[i]))
    text = texts[whole]
    place = f"{source.id}/{source.file}"
    first, second = (re.search(source.option(name) or "(?!)", text, re.M) for name in ("first", "second"))
    if first is None or second is None or second.start() <= first.start():
        raise ParseError(place, "no two wordings", "the options `first` and `second`", "Give the words that begin them")
    card = re.search(source.option("card") or "(?!)", text, re.M)
    end = card.start() if card else len(text)
    section = re.compile(_TONGUES[source.languages[-1]].section, re.M)
    act: list[tuple[str, str]] = []
    formula = ""
    for piece in [*texts[:whole], text[: first.start()], *texts[whole + 1 :]]:
        matches = list(section.finditer(piece))
        formula += piece[: matches[0].start()] if matches else piece
        for match, later in zip(matches, [*matches[1:], None][: len(matches)], strict=True):
            act.append((match[0], piece[match.start() : later.start() if later else len(piece)].strip()))
    return _Parts(act, text[first.start() : second.start()], text[second.start() : end], formula, text[end:])


def _act_lines(act: list[tuple[str, str]]) -> list[Line]:
    out: list[Line] = []
    for label, text in act:
        out.append(Line(label, "article", num=label.split()[0].rstrip("."), prefix=PREFIX))
        body = text.removeprefix(label.strip()).strip()
        if tail := _LV_FORMULA.search(body):
            out.append(Line(body[tail.start() :], "ignored", rule="signature"))
            body = body[: tail.start()]
        out.extend(Line(line, "para") for line in body.split("\n") if line.strip())
    return out


def _lines(text: str, tongue: Tongue) -> list[Line]:
    """The preamble, the articles with their chapters, the testimonium."""
    starts = _starts(text, tongue)
    ends = [m.start() for m in starts[1:]] + [len(text)][: len(starts)]
    preamble, chapter = _without_chapter(text[: starts[0].start()] if starts else text, tongue)
    out = [Line("", "article", level=Level.PREAMBLE)]
    out.extend(Line(line, "para") for line in preamble.split("\n") if line.strip())
    for number, (match, end) in enumerate(zip(starts, ends, strict=True), 1):
        out.extend(chapter)
        body = text[match.end() : end]
        signature = ""
        if number == len(starts) and (found := re.search(tongue.signature, body, re.M)):
            body, signature = body[: found.start()], body[found.start() :]
        body, chapter = _without_chapter(body, tongue)
        heading, body = _heading(body.strip(), tongue)
        out.append(Line(f"{match[0]} {heading}", "article", num=str(number), heading=heading))
        # "a a ship": the label a before the word a, kept apart by an empty heading.
        body = re.sub(r"^a (?=a )", f"a {HEADING_END}", body, flags=re.M)
        out.extend(Line(line, "para") for line in body.split("\n") if line.strip())
        if signature:
            out.append(Line(signature, "ignored", rule=f"signature_{tongue.code}"))
    return out


def _starts(text: str, tongue: Tongue) -> list[re.Match[str]]:
    """The headings of articles 1, 2, 3 ..., each the first of its number after the one before."""
    out: list[re.Match[str]] = []
    while match := re.compile(tongue.article.format(n=len(out) + 1), re.M).search(text, out[-1].end() if out else 0):
        out.append(match)
    return out


def _without_chapter(body: str, tongue: Tongue) -> tuple[str, list[Line]]:
    """A text without the heading of the next chapter at its end."""
    match = re.search(tongue.chapter, body.rstrip())
    if match is None:
        return body, []
    num = match["num"] or match["bare"]
    line = Line(match[0], "container", num=num, heading=clean(match["heading"]), level=Level.CHAPTER, rank=1)
    return body[: match.start()], [line]


def _heading(body: str, tongue: Tongue) -> tuple[str, str]:
    """The heading of an article and what follows it."""
    line, newline, rest = body.partition("\n")
    if newline and len(line) < 200:
        return line, rest
    if match := re.match(r"(?P<heading>[^.;:]{3,260}?) (?=(?:1\.?|\(1\)|1) [A-ZÁÉÍÓÖŐÚÜŰ])", body):
        return match["heading"], body[match.end() :]
    words = body.split(" ")
    for index in range(1, min(len(words), 40)):
        if words[index][:1].isupper() and not re.match(rf"(?:{tongue.names})\b", words[index]):
            start = index - 1 if words[index - 1 : index + 1] == ["States", "Parties"] else index
            return " ".join(words[:start]), " ".join(words[start:])
        if words[index].endswith((".", ";", ":")):
            break
    return "", body
