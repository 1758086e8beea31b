"""Section-list JSON of Turkish statutes, read off pages whose line breaks were dropped: words and sentences are glued.

    {"section": "7", "title": "Ay ışığını çalan", "content": "Madde 7 - (1) Ay ışığını çalan,a) Gece,b) Gündüz,Kişi
     cezalandırılır. [3](2) …verilir.İKİNCİBÖLÜMYıldızlarYıldız çalma"}

The title repeats the first words; the heading of the next article, after those of its chapter, ends the text; `[3]` are
footnotes that stand, after a list of amendments, in the last record. Numbers that start again after a bare «Geçici
Madde 1 - Madde 1 –» or after a trailing «GEÇİCİ» (provisional), «Ek Madde» (additional) get a prefix.
"""

import re

from corpus.records import Level
from ingest.draft import clean
from ingest.reader import Line
from ingest.seed.section import Section

_LEAD = re.compile(r"(?:(?:Geçici|Ek)\s)?(?:Madde|MADDE) (?P<num>\d+(?:/[A-Z])?)\s?\.?\s?[-–]\s?")
# "... verilir.Yıldız çalmaMADDE 8. - (1)": an article inside the text of the one before it.
_INSIDE = re.compile(r"(?<=[\w.)’\]])\s?(?=(?:Madde|MADDE) \d+(?:/[A-Z])?\s?\.?\s?[-–]\s?\()")
_STUB = re.compile(r"(?P<kind>Geçici|Ek) Madde \d+ - (?:Madde|MADDE) \d+ ?[-–]\s*$")
_FOOTNOTES = re.compile(r"\d{4}\s?SAYILI\s?KANUNA\s?EK\s?VE\b")
# "Provisions that could not be worked into Law no. 5237": a provisional article of another law.
_OUTSIDE = re.compile(r"\d{4}\s?SAYILI\s?KANUNA\s?İŞLENEMEYEN")
_SCRIPT = re.compile(r"\$\(document\)")
_MARK = re.compile(r"\s?\[(\d{1,3})\]")
# The end of the last sentence of a text; what follows heads something.
_END = re.compile(r"(?:[.!?;:]|\.\)|md\.\)|[\d)]\.)(?=\s?(?:\[\d+\]\s?)*\d*[A-ZÇĞİÖŞÜ(])")
_CONTAINER = re.compile(
    r"(?P<num>BİRİNCİ|İKİNCİ|ÜÇÜNCÜ|DÖRDÜNCÜ|BEŞİNCİ|ALTINCI|YEDİNCİ|SEKİZİNCİ|DOKUZUNCU|ONUNCU|ONBİRİNCİ|[IVX]+\.)\s?"
    r"(?P<kind>KİTAP|KISIM|BÖLÜM)"
)
_KINDS = {"KİTAP": (Level.BOOK, 0), "KISIM": (Level.PART, 1), "BÖLÜM": (Level.CHAPTER, 2)}
_LOWER, _UPPER = "a-zçğıöşüâîû’'", "A-ZÇĞİÖŞÜ"
_GLUED = re.compile(rf"(?<=[{_LOWER},])(?=[{_UPPER}][{_LOWER}])")
# ";b) Bir", ".(2) Suç": a label glued to what stands before it; ",Kişi": what stands after a list.
_LABEL = re.compile(
    rf"(?<=[.,;:)\]”\"{_LOWER}])\s?(?=\(\d{{1,2}}\)\s)|"
    rf"(?<=[.,;:])\s?(?=[a-zçğıöşü]{{1,2}}\)\s|\d{{1,2}}\.\s[{_UPPER}])"
)
# "izinlerib) Aile": a label glued to a word that has no stop.
_LABEL_ON_WORD = re.compile(rf"(?<=[{_LOWER}])(?=[a-zçğıöşü]\)\s[{_UPPER}\d])")
_AFTER_LIST = re.compile(rf"(?<=,)(?=[{_UPPER}]|h[aâ]linde|h[aâ]llerinde|verilecek|yürürlüğe|anlaşılır)")
_STOP = re.compile(rf"(?<=[,;:.)])(?=[{_LOWER}{_UPPER}])")
_PREFIX = {"Geçici": "gecici", "Ek": "ek", "GEÇİCİ": "gecici"}


def mevzuat(sections: list[Section]) -> list[Section]:
    """Take headings, footnotes and repeated titles out of the texts and mark off what was glued."""
    footnotes = _footnotes(sections[-1])
    out: list[Section] = []
    prefix = heading = printed = ""
    lines: list[Line] = []
    for section in _apart(sections):
        text = section.text
        if stub := _STUB.match(text):
            prefix, printed = _PREFIX[stub["kind"]], f"{section.printed} {text}"
            continue
        match = _LEAD.match(text)
        if match is None:
            out.append(section)
            continue
        section.num, section.prefix, section.before = match["num"], prefix, lines
        section.printed, section.heading = f"{section.printed} {printed} {match[0]} {heading}", heading
        text, tail = _tail(text[match.end() :])
        _marks(section, f"{text} {tail}", footnotes)
        section.text = _unglue(_MARK.sub("", text))
        tail = _MARK.sub("", tail).strip()
        prefix, printed = "", ""
        outside = _OUTSIDE.search(section.text)
        if outside:
            section.text, tail = section.text[: outside.start()], f"{section.text[outside.start() :]} {tail}"
        if tail.endswith("GEÇİCİ"):
            prefix, printed, tail = "gecici", "GEÇİCİ", tail.removesuffix("GEÇİCİ")
        lines, heading = _headings(tail)
        if outside:
            lines = [Line(tail, "container", heading=tail, level=Level.PART, rank=0)]
            heading, prefix = "", "islenemeyen"
        out.append(section)
    return out


def _apart(sections: list[Section]) -> list[Section]:
    out: list[Section] = []
    for section in sections:
        pieces = [section.text] if _STUB.match(section.text) else _INSIDE.split(section.text)
        section.text = pieces[0]
        out.append(section)
        out.extend(Section(ref="", num="", heading="", printed="", text=piece) for piece in pieces[1:])
    return out


def _footnotes(last: Section) -> dict[str, str]:
    """Cut the list of amendments, the script and the footnotes off the last text; the footnotes by number."""
    if match := _SCRIPT.search(last.text):
        last.ignored.append(("page_script", last.text[match.start() :]))
        last.text = last.text[: match.start()]
    match = _FOOTNOTES.search(last.text)
    if match is None:
        return {}
    table, last.text = last.text[match.start() :], last.text[: match.start()]
    pieces = re.split(r"\[(\d{1,3})\]", table)
    last.ignored.append(("amendment_list", pieces[0]))
    return {num: f"[{num}] {clean(text)}" for num, text in zip(pieces[1::2], pieces[2::2], strict=True)}


def _marks(section: Section, text: str, footnotes: dict[str, str]) -> None:
    for number in _MARK.findall(text):
        section.ignored.append(("footnote_mark", number))
        if note := footnotes.pop(number, ""):
            section.notes.append(note)


def _tail(text: str) -> tuple[str, str]:
    """A text without the headings of what follows it, and those headings."""
    first = _CONTAINER.search(text)
    limit = first.start() + 1 if first else len(text)
    ends = [m.end() for m in _END.finditer(text, 0, limit)]
    start = ends[-1] if ends else 0
    tail = text[start:]
    if first is None and (re.search(r"\b[a-zçğıöşü]\) |\(\d+\) ", tail) or len(tail) > 170):
        # A list whose last point has no stop: only what begins with a capital after a small letter is the heading.
        glued = [m.start() for m in _GLUED.finditer(tail) if tail[m.start() - 1] != ","]
        start = start + glued[-1] if glued else len(text)
    if re.search(r"[.;]\s*(?:\[\d+\]\s*)*$", text[start:]) or not text[start:].strip(" )"):
        return text, ""
    return text[:start], text[start:]


def _headings(tail: str) -> tuple[list[Line], str]:
    """`İKİNCİBÖLÜMHayataKarşı SuçlarÖldürme`: the containers with their headings, and the article's own."""
    tail = re.sub(r"^\s*\d+(?=[A-ZÇĞİÖŞÜ])", "", tail)
    matches = list(_CONTAINER.finditer(tail))
    if not matches:
        return [], clean(_GLUED.sub(" ", tail)).rstrip(":")
    lines: list[Line] = []
    heading = ""
    for match, later in zip(matches, [*matches[1:], None], strict=True):
        pieces = _GLUED.split(tail[match.end() : later.start() if later else len(tail)])
        if later is None and len(pieces) > 1:
            heading = clean(pieces.pop()).rstrip(":")
        title = clean(" ".join(pieces))
        level, rank = _KINDS[match["kind"]]
        lines.append(Line(f"{match[0]} {title}", "container", num=match["num"], heading=title, level=level, rank=rank))
    return lines, heading


def _unglue(text: str) -> str:
    def label(match: re.Match[str]) -> str:
        before = text[max(0, match.start() - 200) : match.start()]
        return "" if before.rfind("(") > before.rfind(")") else "\n"

    text = _LABEL_ON_WORD.sub(label, text)
    return _STOP.sub(" ", _AFTER_LIST.sub("\n", _LABEL.sub("\n", text)))
