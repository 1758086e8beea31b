"""Estonian acts in the XML of the State Gazette (Riigi Teataja, schema `tyviseadus`).

    <oigusakt><metaandmed/><aktinimi/><muutmismarge/><sisu>
      <osa><osaNr>2</osaNr><kuvatavNr>2. osa</kuvatavNr><osaPealkiri>ERIOSA</osaPealkiri>   <- peatykk, jagu in it
        <paragrahv id="para7b1"><paragrahvNr ylaIndeks="1">7</paragrahvNr><kuvatavNr>§ 7&lt;sup>1&lt;/sup>. </kuvatavNr>
          <paragrahvPealkiri>Kuuvargus</paragrahvPealkiri>
          <loige><loigeNr>1</loigeNr><kuvatavNr>(1)</kuvatavNr>
            <sisuTekst><tavatekst>Kuu varguse eest, kui:</tavatekst></sisuTekst>
            <alampunkt>… <tavatekst>öösel, –<reavahetus/>karistatakse arestiga.</tavatekst></alampunkt>
            <muutmismarge>…</muutmismarge></loige></paragrahv></osa></sisu></oigusakt>

Numbers stand twice, as a value and as printed. The closing words of a list stand in its last item behind a line break.

Ignores: `metadata` (the act's data sheet), `act_identifier` (an amending act's number in the database),
`correction_time`.
"""

import re

from corpus.records import Container, Expression, Level, Note, NoteKind, Source, Status
from ingest.assemble import assemble
from ingest.draft import Draft, Law, clean
from ingest.explicit import closing_words, lone_alinea, twice
from ingest.xml import Node, child_text, day, named, root_of, text_of

VERSION = "1"
# osa part, peatükk chapter, jagu division, jaotis and alljaotis subdivisions
_CONTAINERS = {
    "osa": Level.PART,
    "peatykk": Level.CHAPTER,
    "jagu": Level.DIVISION,
    "jaotis": Level.SUBDIVISION,
    "alljaotis": Level.SUBSECTION,
}
_UNITS = {"loige": Level.PARAGRAPH, "alampunkt": Level.POINT}
# "kehtetu": no longer in force
_REPEALED = re.compile(r"^\W*kehtetu", re.IGNORECASE)
# A note set into the words by hand: [kehtetu - RT I, 23.12.2014, 14 - jõust. 01.01.2015]
_SET_IN = re.compile(r"\[\s*(?:kehtetud?\s*[-–]\s*)?RT\s+I[^\]]*\]", re.IGNORECASE)
_IN_FORCE = "jõust."  # abbreviates "came into force"
_MARKUP = re.compile(r"<sup>\s*(.*?)\s*</sup>")


def parse(raw: bytes, source: Source) -> Expression:
    """Read one consolidated act.

    Raises:
        ParseError: If the file is no XML, or holds no paragrahv.
    """
    root = root_of(raw, source)
    law = Law()
    for part in root:
        if part.tag == "sisu":
            _contents(part, (), law)
        elif part.tag == "muutmismarge":
            law.editorial.append(Note(kind=NoteKind.EDITORIAL, text=_amendment(part, law)[0]))
        elif part.tag in ("normtehnmarkus", "aktinimi"):
            _title_note(part, law)
        else:
            law.ignore("metadata", text_of(part, breaks={e.tag for e in part.iter()}))
    return assemble(source, law, dialect="riigi_teataja", version=VERSION)


def _title_note(part: Node, law: Law) -> None:
    """The act's name is metadata; the footnote under it names the directives that the act transposes."""
    for node in part.iter("normtehnmarkusTekst"):
        text = text_of(node, breaks=("reavahetus",))
        law.editorial.append(Note(kind=NoteKind.EDITORIAL, text=clean(text)))
    for node in part.iter("muutmismarge"):
        law.editorial.append(Note(kind=NoteKind.EDITORIAL, text=_amendment(node, law)[0]))
    drop = ("normtehnmarkusTekst", "muutmismarge")
    law.ignore("metadata", text_of(part, drop=drop, breaks={e.tag for e in part.iter()}))


def _contents(node: Node, above: tuple[Container, ...], law: Law) -> None:
    for child in node:
        if child.tag in _CONTAINERS:
            container = Container(
                level=_CONTAINERS[child.tag],
                num=_number(child, law),
                heading=clean(child_text(child, f"{child.tag}Pealkiri")),
            )
            _contents(child, (*above, container), law)
        elif child.tag == "paragrahv":
            law.articles.append(_article(child, above, law))
        elif child.tag == "muutmismarge":
            law.editorial.append(Note(kind=NoteKind.EDITORIAL, text=_amendment(child, law)[0]))
        elif not child.tag.endswith(("Nr", "Pealkiri")):
            law.issue(f"line {child.sourceline}", f"<{child.tag}> outside every article", text_of(child))


def _article(node: Node, above: tuple[Container, ...], law: Law) -> Draft:
    unit = Draft(Level.ARTICLE, num=_number(node, law), heading=clean(child_text(node, "paragrahvPealkiri")))
    unit.containers = above
    if any(n.get("kehtiv") == "0" for n in named(node, "paragrahvNr")):  # "kehtiv": in force
        unit.status = Status.REPEALED
    _fill(unit, node, law)
    lone_alinea(unit)
    return unit


def _number(node: Node, law: Law) -> str:
    """The number: `<loigeNr ylaIndeks="1">3</loigeNr>` beside `(3<sup>1</sup>)`; containers and articles bare."""
    value = node.find(f"{node.tag}Nr")
    printed = clean(_MARKUP.sub(r"^\1", child_text(node, "kuvatavNr")))
    if value is None:
        return printed
    raised = value.get("ylaIndeks")
    bare = clean(text_of(value)) + (f"^{raised}" if raised else "")
    twice(law, text_of(value))
    if node.tag in _UNITS:
        return printed or bare
    law.labelled(printed, bare)
    return bare


def _fill(unit: Draft, node: Node, law: Law) -> None:
    """Read the words, units and amendment notes of a paragrahv, loige or alampunkt."""
    points = list(named(node, "alampunkt"))
    for child in node:
        if child.tag in _UNITS:
            _unit(unit, child, law, last=bool(points) and child is points[-1])
        elif child.tag == "muutmismarge":
            _amended(unit, child, law)
        elif child.tag == "sisuTekst":
            for line in _lines(unit, child, law):
                unit.say(line)
        elif not child.tag.endswith(("Nr", "Pealkiri")):
            unit.say(text_of(child, breaks=("reavahetus", "tavatekst")))


def _unit(parent: Draft, node: Node, law: Law, *, last: bool) -> None:
    num = _number(node, law)
    unit = parent.add(Draft(_UNITS[node.tag] if num else Level.SUBPARAGRAPH, num=num))
    texts = list(named(node, "sisuTekst"))
    if not (last and node.tag == "alampunkt" and len(texts) == 1 and node.find("alampunkt") is None):
        _fill(unit, node, law)
        return
    lines = _lines(unit, texts[0], law)
    own, closing = ("", " ".join(lines)) if unit.status is Status.REPEALED else closing_words(lines)
    unit.say(own)
    parent.say(closing)
    for note in named(node, "muutmismarge"):
        _amended(unit, note, law)


def _lines(unit: Draft, text: Node, law: Law) -> list[str]:
    """The lines of a text; notes that stand inside it go where they belong."""
    for note in text.iter("muutmismarge"):
        _amended(unit, note, law)
    for note in text.iter("veaparandusTekst"):  # "veaparandus": correction of a clerical error
        unit.note(NoteKind.EDITORIAL, text_of(note))
    for note in text.iter("veaparandusKuupaev", "veaparandusKellaaeg"):
        law.ignore("correction_time", text_of(note))
    for node in text.iter("viideURI"):
        law.ignore("act_identifier", text_of(node))
    for node in text.iter("reavahetus"):
        node.tail = "\n" + (node.tail or "").replace("\n", " ")
    words = text_of(text, drop=("muutmismarge", "veaparandus", "viideURID"))
    for found in _SET_IN.finditer(words):
        note_text = clean(found[0]).replace("[ ", "[")
        unit.note(NoteKind.EDITORIAL, note_text)
        if _REPEALED.match(note_text):
            unit.status = Status.REPEALED
    lines = [clean(line) for line in _SET_IN.sub("\n", words).split("\n")]
    return [line for line in lines if line.strip(" –")]


def _amended(unit: Draft, node: Node, law: Law) -> None:
    """A note of the amending act: to the unit's history, its status or the start of its force."""
    text, act = _amendment(node, law)
    unit.note(NoteKind.EDITORIAL, text)
    unit.amended_by.extend([act] if act else [])
    if _REPEALED.match(text):
        unit.status = Status.REPEALED
    else:
        starts = [d for n in node.iter("joustumine") if (d := day(text_of(n)))]
        unit.in_force_from = max([*starts, *([unit.in_force_from] if unit.in_force_from else [])], default=None)


def _amendment(node: Node, law: Law) -> tuple[str, str]:
    """A note as the State Gazette prints it, and the act in it: `RT I, 19.03.2019, 3 - jõust. 01.07.2019`."""
    pieces: list[str] = []
    act = ""
    for child in node:
        if child.tag == "avaldamismarge":
            act = _gazette(child)
            pieces.append(act)
            law.ignore("act_identifier", child_text(child, "aktViide"))
        elif child.tag == "joustumine":
            pieces.append(f"- {_IN_FORCE} {_printed_day(text_of(child))}")
        elif child.tag == "aktikuupaev":
            pieces.append(f"{_printed_day(text_of(child))},")
        else:
            pieces.append(text_of(child))
    return clean(" ".join(pieces)), act


def _gazette(node: Node) -> str:
    """`RT I, 19.03.2019, 3`; until 2010 by year and number: `RT I 2007, 13, 69`."""
    part, published, year, number, entry = (
        clean(child_text(node, name)) for name in ("RTosa", "avaldamineKuupaev", "RTaasta", "RTnr", "RTartikkel")
    )
    head = f"{part}, {_printed_day(published)}" if published else f"{part} {year}"
    return ", ".join(piece for piece in (head, number, entry) if piece)


def _printed_day(text: str) -> str:
    found = day(text)
    return found.strftime("%d.%m.%Y") if found else clean(text)
