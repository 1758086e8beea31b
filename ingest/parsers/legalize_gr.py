"""Greek statutes in Legalize Markdown, made from the PDF of the government gazette.

    ##### Άρθρο 1: Κλοπή                <- contents list: the same headings once more, before the law
    ##### Άρθρο 1
    Κλοπή της σελήνης Όποιος κλέβει     <- the title runs into the text
    - α) τη νύχτα, τιμωρείται με
    φυλάκιση. ΔΕΥΤΕΡΟ ΚΕΦΑΛΑΙΟ ΠΟΙΝΕΣ   <- a broken line; the next container glued to its end
    Άρθρα 2 – 3 (Καταργούνται)
    1. ΦΥΛΛΟ ΤΗΣ ΕΦΗΜΕΡΙΔΑΣ             <- the gazette's own notices

Points stand in the running text as often as on lines of their own.

Ignores: `contents`, `document_title`, `page_furniture` (the gazette's notices), `signature` (place, date, ministers).
"""

import re
from collections.abc import Iterator

from corpus.records import Expression, Source
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Law, words
from ingest.grammar import Grammar
from ingest.markdown import front_matter, rows
from ingest.parsers.legalize import Block
from ingest.reader import Line, Reader

VERSION = "1"
_ITEM = re.compile(r"^\s*[-*•]\s+")
_ARTICLE = re.compile(r"^Άρθρο\s+(?P<num>\d+\s?[Α-ΩA-Z]?)\s*(?P<colon>:?)\s*(?P<title>.*)$")
_FURNITURE = re.compile(r"^\d+\.\s+ΦΥΛΛΟ ΤΗΣ ΕΦΗΜΕΡΙΔΑΣ")
# "Αθήνα, 1 Μαΐου 1900 Ο Πρόεδρος …": place and date end the law.
_SIGNATURE = re.compile(r"\s*Αθήνα, \d{1,2} [Α-Ω][α-ωϊΐ]+ \d{4}\b.*$", re.DOTALL)
_LABEL = re.compile(r"^(?:\d{1,3}[α-ω]?\.|[α-ω]{1,3}[).]|\(?[ivx]+\))\s")
# "… έτη. ΔΕΥΤΕΡΟ ΚΕΦΑΛΑΙΟ ΤΟ ΕΓΚΛΗΜΑ Ι. Η ΠΡΑΞΗ", "… χρόνια. Άρθρα 3 – 4 (Καταργούνται)", "… έτη. Άρθρο 5A Βλάβη"
_CAPITALS = r"(?:[IVXΙΧ]{1,5}\.|[(«]*[Α-ΩΆΈΉΊΌΎΏΪΫA-Z]{2,}[)»,]*|[(«]*[Α-ΩΆ-Ώ][)»’΄]*|\d+(?:/\d+)+(?:/Ε[ΚΕ])?|[–-])"
_REPEALED = r"Άρθρ[οα] \d+\s?[Α-Ω]?(?:\s?[-–]\s?\d+\s?[Α-Ω]?)? ?\(Καταργ[α-ωά-ώ]+ ?\)"
_TAIL = re.compile(rf"(?:^|(?<=[.)»:;’΄*,] )|(?<=«))(?P<tail>(?:(?:{_REPEALED}|\(Καταργήθηκε\)|{_CAPITALS})(?: |$))+)$")
_TAIL_PIECE = re.compile(
    rf"{_REPEALED}|(?:(?:[Α-Ω]+Ο ){{1,2}}(?:ΒΙΒΛΙΟ|ΚΕΦΑΛΑΙΟ)|(?:ΓΕΝΙΚΟ|ΕΙΔΙΚΟ) ΜΕΡΟΣ|[IVXΙΧ]{{1,5}}\. )"
)
_GLUED_ARTICLE = re.compile(r"(?<=\. )(?=Άρθρο \d+\s?[Α-ΩA-Z]? [Α-ΩΆ-Ώ][α-ωά-ώ])")
_LATIN_AS_GREEK = str.maketrans("ABEZHIKMNOPTYX", "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ")


def parse(raw: bytes, source: Source) -> Expression:
    """Read one law.

    Raises:
        ParseError: If the file is no UTF-8 text or holds no article.
    """
    grammar = grammars.load(source.grammar or "el")
    law = Law()
    _, body = front_matter(text_of(raw, source))
    blocks = joined(body)
    titles = {m["num"]: m["title"] for b in blocks if b.depth and (m := _ARTICLE.match(b.text)) and m["colon"]}
    blocks = _without_margins(blocks, law)
    Reader(grammar, law).read(lines(blocks, titles, grammar))
    return assemble(source, law, dialect="legalize_gr", version=VERSION)


def joined(body: str) -> list[Block]:
    """Headings and paragraphs; the lines that the PDF broke joined again."""
    out: list[Block] = []
    for row in rows(body):
        text = _ITEM.sub("", row.text)
        if not text:
            continue
        before = out[-1] if out else None
        if before and not row.depth and not before.depth and _goes_on(before.text, text):
            before.text = f"{before.text} {text}"
        else:
            out.append(Block(row.depth, text))
    return out


def _goes_on(before: str, text: str) -> bool:
    """True when a paragraph is the rest of a broken line: small letter, no label, no stop before it."""
    if _LABEL.match(text) or before.endswith((".", ";", ":", "·", ",")):
        return False
    return text[:1].islower() or (text[:1] in "«(" and not before.endswith(")"))


def _without_margins(blocks: list[Block], law: Law) -> list[Block]:
    """Cut off the contents list before the law and the gazette's notices after it."""
    numbers = [(i, m) for i, b in enumerate(blocks) if b.depth and (m := _ARTICLE.match(b.text))]
    listed = [i for i, m in numbers if m["colon"]]
    start = 0
    if listed:
        # The containers over article 1 stand between the list's last entry and the law's first article.
        start = next((i for i in range(listed[-1] + 1, len(blocks)) if blocks[i].depth), 0)
    end = next((i for i, b in enumerate(blocks) if _FURNITURE.match(b.text)), len(blocks))
    for block in blocks[:start]:
        law.ignore("document_title" if block.depth == 1 else "contents", block.text)
    for block in blocks[end:]:
        law.ignore("page_furniture", block.text)
    kept = blocks[start:end]
    while kept and kept[0].depth == 1:
        law.ignore("document_title", kept.pop(0).text)
    if kept and (match := _SIGNATURE.search(kept[-1].text)):
        law.ignore("signature", match[0])
        kept[-1].text = kept[-1].text[: match.start()]
    return kept


def lines(blocks: list[Block], titles: dict[str, str], grammar: Grammar) -> Iterator[Line]:
    """The lines of the law, with titles and glued containers set apart."""
    untitled = ""
    contained = False
    for at, block in enumerate(blocks):
        if contained and not block.depth and _in_capitals(block.text):
            yield Line(block.text, "title")
            continue
        contained = bool(block.depth) and any(c.pattern.match(block.text) for c in grammar.containers)
        if block.depth:
            text = _article_in_greek(block.text)
            known = any(p.match(text) for p in (*grammar.article, *(c.pattern for c in grammar.containers)))
            yield Line(text, "heading" if known else "para")
            match = _ARTICLE.match(block.text)
            untitled = match["num"] if match and not match["title"] else ""
            continue
        for text in _GLUED_ARTICLE.split(block.text):
            text, tail = _cut_tail(text)
            if match := _ARTICLE.match(text):
                yield Line(_article_in_greek(f"Άρθρο {match['num']}"), "heading")
                text, untitled = match["title"], match["num"]
            if untitled and text:
                follower = blocks[at + 1] if at + 1 < len(blocks) else None
                title, text = _split_title(text, titles.get(untitled, ""), follower, grammar)
                if title:
                    yield Line(title, "title")
                untitled = ""
            if text:
                yield Line(text, "para")
            yield from tail


def _in_capitals(text: str) -> bool:
    """True for the title of a container, small letters as in «25ης» apart."""
    return sum(map(str.islower, text)) * 20 < sum(map(str.isupper, text))


def _article_in_greek(text: str) -> str:
    """`Άρθρο 304A` with a Latin A has a Greek one in every citation."""
    match = _ARTICLE.match(text)
    return text.replace(match["num"], match["num"].translate(_LATIN_AS_GREEK), 1) if match else text


def _cut_tail(text: str) -> tuple[str, list[Line]]:
    """Containers and repealed articles glued to the end of a paragraph."""
    match = _TAIL.search(text)
    if not match or len("".join(words(match["tail"]))) < 6:
        return text, []
    tail = match["tail"].strip()
    cuts = [m.start() for m in _TAIL_PIECE.finditer(tail)]
    pieces = [tail[a:b].strip() for a, b in zip([0, *cuts], [*cuts, len(tail)], strict=True)]
    out = []
    for piece in pieces:
        if piece.startswith("Άρθρ"):
            head, _, rest = piece.partition("(")
            out += [Line(head, "heading"), Line(f"({rest}", "para")]
        elif piece:
            out.append(Line(piece, "heading"))
    return text[: match.start()].strip(), out


def _split_title(text: str, listed: str, follower: Block | None, grammar: Grammar) -> tuple[str, str]:
    """The title of an article and what runs on after it."""
    if _LABEL.match(text):
        return "", text
    if follower and not follower.depth and _LABEL.match(follower.text) and len(text) < 200 and text[-1] not in ".:;,":
        return text, ""
    if listed and (end := _same_words(text, listed)):
        return text[:end].strip(), text[end:].strip()
    tokens = list(re.finditer(r"\S+", text))
    openers, names = grammar.words.get("openers", ()), grammar.words.get("before_names", ())
    capitals = [i for i in range(1, len(tokens)) if tokens[i][0][:1].isupper() and tokens[i - 1][0][-1:].isalpha()]
    capitals = [i for i in capitals if tokens[i].start() < 160]
    for at in (i for i in capitals if tokens[i][0] in openers):
        return text[: tokens[at].start()].strip(), text[tokens[at].start() :]
    for at in (i for i in capitals if tokens[i - 1][0].lower() not in names):
        return text[: tokens[at].start()].strip(), text[tokens[at].start() :]
    return "", text


def _same_words(text: str, listed: str) -> int:
    """Where the title from the contents list ends in the text; 0 when the text does not begin with it."""
    wanted = "".join(words(listed))
    seen = ""
    for match in re.finditer(r"\S+", text[: 2 * len(listed) + 40]):
        seen += "".join(words(match[0]))
        if seen == wanted:
            return match.end()
        if not wanted.startswith(seen):
            return 0
    return 0
