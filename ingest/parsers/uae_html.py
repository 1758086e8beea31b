"""A law of the UAE ministry of justice (SADER HTML 4.0): one `div` to a paragraph, its kind in the name of its class.

    <div class="x__1575___1604___1605___1575___1583___1577_14">المادة 7 – سرقة القمر*</div>     (article)
    <div class="x__1578___1593___1583___1610___1604_">استبدل نص المادة 7 بموجب …</div>       (amendment note)
    <div class="x__1601___1602___1585___1577_">1- ليلاً.<img onclick="ShowContent('fn2');"></div>  (paragraph, mark)
    <div id="fn2" class="footnote_text"><a name="fn2">[2]</a> …</div>

A class name spells an Arabic word by code points: 1601 1602 1585 1577 is «فقرة», paragraph. A law that a decree
promulgates stands after it, under its own title, and numbers its articles anew: the decree's get the prefix `decree`.

Ignores: `title_block`, `signature`, `footnote_mark`.
"""

import re

from corpus.records import Expression, Level, Note, NoteKind, Source
from ingest import grammar as grammars
from ingest import web
from ingest.assemble import assemble
from ingest.draft import Law
from ingest.reader import Line, Reader
from ingest.web import Element, Printed

VERSION = "1"
_CODE_POINT = re.compile(r"_(\d{4})_")
_MARK = re.compile(r"ShowContent\('(fn\d+)'\)")
# «المادة 7 – سرقة القمر*», «المادة الأولى - …», «المادة 7 مكرراً - …» (7 bis)
_ARTICLE = re.compile(
    r"المادة\s+\(?(?P<num>\d+(?:\s*مكرر\S*(?:\s*\(?\d+\)?)?)?|ال[أا]ولى)\)?\s*(?:[-–—:]\s*)?(?P<heading>.*?)\s*\*?"
)
_FIRST = re.compile(r"ال[أا]ولى")  # «the first», spelt out
# What the words in the class names say of a paragraph.
_ROLES = {
    "المادة": "article",
    "فقرة": "paragraph",
    "مقدمةالقانون": "preamble",
    "الباب": "container",
    "الفصل": "container",
    "الفرع": "container",
    "عنواناولا": "container",
    "عنوانحرف": "subheading",
    "تعديل": "editorial",
    "عنوانداخلالقانون": "inner_title",
    "قانون": "title_block",
    "تاريخ": "title_block",
    "عنوانللقانون": "title_block",
    "معدلعنوان": "amended_by",
    "معدل": "amended_by",
    "صدر": "signature",
    "الامضاء": "signature",
    "نشر": "published",
}


def parse(raw: bytes, source: Source) -> Expression:
    """Read one law.

    Raises:
        ParseError: If the page holds no law (an error or login page), or no article.
    """
    root = web.page(raw, source)
    bodies = [b for b in web.select(root, "//body") if any(_role(node) == "article" for node in b.iter("div"))]
    body = web.require(bodies, root, f"{source.id}/{source.file}", "a body with the class «المادة» (article)")
    law = Law()
    notes = _footnotes(body, law)
    Reader(grammars.load(source.grammar or "ar-ae"), law).read(_lines(body, notes, law))
    for text in notes.values():
        law.editorial.append(Note(kind=NoteKind.EDITORIAL, text=text))
    return assemble(source, law, dialect="uae_html", version=VERSION)


def _word(node: Element) -> str:
    """The Arabic word that a class name spells; of blanks and the trailing style number nothing is left."""
    return "".join(chr(int(code)) for code in _CODE_POINT.findall(node.get("class") or ""))


def _role(node: Element) -> str:
    for block in (node, *node.iterancestors()):
        if role := _ROLES.get(_word(block)):
            return role
    return ""


def _footnotes(body: Element, law: Law) -> dict[str, str]:
    """The footnotes under the law by their marks; they are taken out of the page."""
    out: dict[str, str] = {}
    for node in web.select(body, "//div[@class='footnote_text']"):
        text = web.words_in(node)
        number, _, rest = text.partition("]")
        law.ignore("footnote_mark", number)
        out[node.get("id") or number] = rest.strip()
        web.remove(node)
    return out


def _footnote_mark(node: Element) -> str:
    match = _MARK.search(node.get("onclick") or "")
    return match[1] if match else ""


def _lines(body: Element, notes: dict[str, str], law: Law) -> list[Line]:
    out: list[Line] = []
    inner = any(_role(node) == "inner_title" for node in body.iter("div"))
    prefix = "decree" if inner else ""
    for printed in web.printed(body, _footnote_mark):
        role, text = _role(printed.element), printed.text
        if role == "inner_title":
            prefix = ""
            law.ignore("title_block", text)
        elif role == "article":
            out.append(_article(text, prefix))
        elif role in ("title_block", "signature"):
            law.ignore(role, text)
        elif role in ("amended_by", "published"):
            law.editorial.append(Note(kind=NoteKind.EDITORIAL, text=text))
        elif role == "editorial":
            out.append(Line(text, "editorial"))
        elif role == "subheading":
            out.append(Line(text, "container", level=Level.HEADING, heading=text, rank=99))
        else:
            out.append(Line(text, "text" if role == "container" else "para"))
        out.extend(Line(notes.pop(m), "editorial") for m in _marks(printed) if m in notes)
    return out


def _article(text: str, prefix: str) -> Line:
    match = _ARTICLE.fullmatch(text)
    if not match:
        return Line(text, "heading")
    num = "1" if _FIRST.fullmatch(match["num"]) else match["num"]
    return Line(text, "article", num=num, heading=match["heading"], prefix=prefix)


def _marks(printed: Printed) -> list[str]:
    return sorted({mark for _, marks in printed.pieces for mark in marks})
