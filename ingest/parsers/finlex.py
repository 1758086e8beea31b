"""Finnish statutes as enacted, in the older Finlex XML (`VahvistettavaLaki`), Finnish or Swedish.

    <VahvistettavaLaki><IdentifiointiOsa/><SaadosOsa><Saados>
      <Johtolause>…the enacting clause…</Johtolause>
      <Pykalisto><Luku><LukuTunnusKooste>7 luku</LukuTunnusKooste><SaadosOtsikkoKooste>Varkaudesta</SaadosOtsikkoKooste>
        <Pykala><PykalaTunnusKooste>3 a §</PykalaTunnusKooste><SaadosOtsikkoKooste>Kuuvarkaus</SaadosOtsikkoKooste>
          <KohdatMomentti><MomenttiJohdantoKooste>Joka</MomenttiJohdantoKooste>
            <MomenttiKohtaKooste>1) ottaa kuun,</MomenttiKohtaKooste>
            <MomenttiKohtaKooste>on tuomittava sakkoon.</MomenttiKohtaKooste>       <- no label: the closing words
          </KohdatMomentti><MomenttiKooste>…</MomenttiKooste></Pykala></Luku></Pykalisto></Saados></SaadosOsa>

Moments print no number: they become unnumbered units. Where section numbers start anew in each chapter (acts that amend
a code) the number is given as lawyers cite it, `7:3 a`. `<Katkoviiva/>` stands for moments left unchanged.

Ignores: `metadata`, `document_title`, `signature`.
"""

import re
from itertools import pairwise

from corpus import numbering
from corpus.records import Container, Expression, Level, Note, NoteKind, Source
from ingest.assemble import assemble
from ingest.draft import Draft, Law, clean
from ingest.explicit import lone_alinea, place
from ingest.xml import Node, attribute, child_text, root_of, text_of

VERSION = "1"
# Osa part, Luku chapter, Alaluku and ValiotsikkoRyhma: groups below it
_CONTAINERS = {"Osa": Level.PART, "Luku": Level.CHAPTER, "Alaluku": Level.SUBCHAPTER}
_IGNORED = {"IdentifiointiOsa": "metadata", "SaadosNimeke": "document_title", "AllekirjoitusOsa": "signature"}
_NUMBER = re.compile(r"\d+(?:\s?[a-z]\b)?|[IVXL]+\b")
# 1) ottaa kuun · 2 a) … · a) öisin
_POINT = re.compile(r"^(?:(?P<point>\d+\s?[a-z]?\))|(?P<letter>[a-zåäö]\)))\s+")
_COMMENCEMENT = "VoimaantuloSaannos"  # "provision on entry into force"


def parse(raw: bytes, source: Source) -> Expression:
    """Read one statute.

    Raises:
        ParseError: If the file is no XML, or holds no Pykala.
    """
    root = root_of(raw, source)
    law = Law()
    _contents(root, (), law, restarts=_restarts(root))
    return assemble(source, law, dialect="finlex", version=VERSION)


def _plain(node: Node) -> str:
    return text_of(node, breaks={e.tag for e in node.iter()})


def _restarts(root: Node) -> bool:
    """True when section numbers do not run through the whole act."""
    numbers = [clean(text_of(node)) for node in root.iter("PykalaTunnusKooste")]
    keys = [numbering.key(found[0]) for n in numbers if (found := _NUMBER.search(n))]
    return root.find(".//Luku") is not None and any(b <= a for a, b in pairwise(keys))


def _contents(node: Node, above: tuple[Container, ...], law: Law, *, restarts: bool) -> None:
    for child in node:
        if child.tag in _IGNORED:
            law.ignore(_IGNORED[child.tag], _plain(child))
        elif child.tag in _CONTAINERS:
            _contents(child, (*above, _container(child, law)), law, restarts=restarts)
        elif child.tag == "Pykala":
            law.articles.append(_section(child, above, law, restarts=restarts))
        elif child.tag == "Johtolause":
            unit = Draft(Level.PREAMBLE)
            for block in child:
                unit.say(text_of(block))
            law.articles.append(unit)
        elif child.tag == "ViiteTeksti":  # the EU acts that the statute transposes
            law.editorial.append(Note(kind=NoteKind.EDITORIAL, text=clean(text_of(child))))
        elif child.tag in ("SaadosOsa", "Saados", "Pykalisto", "ValiotsikkoRyhma"):
            _contents(child, above, law, restarts=restarts)
        elif not child.tag.endswith(("TunnusKooste", "OtsikkoKooste")) and clean(_plain(child)):
            law.issue(f"line {child.sourceline}", f"<{child.tag}> outside every section", _plain(child))


def _number(printed: str, law: Law) -> str:
    """`3 a §` -> `3 a`, `7 kap.` -> `7`."""
    found = _NUMBER.search(printed)
    law.labelled(printed, found[0] if found else "")
    return found[0] if found else ""


def _container(node: Node, law: Law) -> Container:
    num = _number(clean(child_text(node, f"{node.tag}TunnusKooste")), law)
    return Container(level=_CONTAINERS[node.tag], num=num, heading=clean(child_text(node, "SaadosOtsikkoKooste")))


def _section(node: Node, above: tuple[Container, ...], law: Law, *, restarts: bool) -> Draft:
    printed = clean(child_text(node, "PykalaTunnusKooste"))
    if not printed and attribute(node, "pykalaLuokitusKoodi") == _COMMENCEMENT:
        unit = Draft(Level.TRANSITIONAL, containers=above)
        count = sum(a.level is Level.TRANSITIONAL for a in law.articles)
        unit.label = str(count + 1) if count else ""
    else:
        unit = Draft(Level.ARTICLE, num=_number(printed, law), containers=above)
        chapter = next((c.num for c in reversed(above) if c.level is Level.CHAPTER), "")
        if restarts and chapter:
            unit.num = f"{chapter}:{unit.num}"
    unit.heading = clean(child_text(node, "SaadosOtsikkoKooste"))
    for child in node:
        if child.tag == "KohdatMomentti":
            _listed(unit.add(Draft(Level.SUBPARAGRAPH)), child)
        elif child.tag not in ("PykalaTunnusKooste", "SaadosOtsikkoKooste", "Katkoviiva"):
            unit.add(Draft(Level.SUBPARAGRAPH)).say(_plain_words(child))
    if node.find(".//Katkoviiva") is None:  # an only moment beside moments left out is not the section itself
        lone_alinea(unit)
    return unit


def _plain_words(node: Node) -> str:
    """The words with their inline marks (italics) as they run."""
    return text_of(node, breaks={e.tag for e in node.iter() if e.tag.endswith(("kohtaKooste", "KohtaKooste"))})


def _listed(moment: Draft, node: Node) -> None:
    """A moment with points; labels are printed in the words, and unlabelled runs close the list."""
    point: Draft | None = None
    for run in _runs(node):
        match = _POINT.match(run)
        if match and match["point"]:
            point = place(moment, Draft(Level.POINT, num=match["point"]))
            point.say(run[match.end() :])
        elif match and match["letter"]:
            place(point or moment, Draft(Level.POINT, num=match["letter"])).say(run[match.end() :])
        else:
            moment.say(run)


def _runs(node: Node) -> list[str]:
    """The printed lines of a moment: its lead-in, its points, the pieces inside a point."""
    out: list[str] = []
    for child in node:
        pieces = [piece for piece in child if piece.tag == "MomenttiAlakohtaKooste"]
        if child.tag == "MomenttiKohtaKooste" and pieces:
            out.append(clean(text_of(child, drop=("MomenttiAlakohtaKooste",))))
            out.extend(clean(text_of(piece)) for piece in pieces)
        else:
            out.append(clean(_plain_words(child)))
    return [run for run in out if run]
