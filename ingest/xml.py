"""XML read with every door shut: no external entity, no DTD, no entity of the file's own, no network, no huge tree.

What can be read is a tree of elements with local names only; comments and processing instructions are gone. What cannot
be read is a `ParseError` that names the line.
"""

import re
from collections.abc import Collection, Iterator
from datetime import date

from lxml import etree

from corpus.errors import ParseError
from corpus.records import Source
from ingest.decode import check_bytes

Node = etree._Element

MAX_DEPTH = 100  # elements inside one another; real statutes stay below 30
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
# Encodings in which markup is written with ASCII bytes, and UTF-16: a declaration of an entity cannot hide in them.
_ENCODINGS = re.compile(r"(?i)utf-?8|(?:us-)?ascii|utf-?16(?:le|be)?|iso-?8859-\d+|latin-?1|(?:windows-|cp)12\d\d")
_TOO_DEEP = "boolean(" + "/*" * (MAX_DEPTH + 1) + ")"
# <sup>1</sup> after a letter or digit is part of a number: § 133<sup>1</sup> is § 133^1.
_PLAINLY = "Write the characters themselves"
_SUPERSCRIPT = re.compile(r"^\s*[0-9]")


def root_of(raw: bytes, source: Source) -> Node:
    """Parse a raw file, strictly and without trust.

    Raises:
        ParseError: If it is no well-formed XML, declares entities, nests too deep or is in an odd encoding.
    """
    place = f"{source.id}/{source.file}"
    check_bytes(raw, place)
    _refuse_declarations(raw, place)
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        no_network=True,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise ParseError(
            f"{place}, line {line}, column {column}",
            f"broken XML ({(error.msg or 'no reason given').rpartition(', line')[0] or error.msg})",
            "well-formed XML",
            "Fetch the file again; if it is cut off or edited by hand, mend it",
        ) from error
    if root.xpath(_TOO_DEEP):
        raise ParseError(place, f"elements nested more than {MAX_DEPTH} deep", "the structure of a law")
    _plain_names(root, place)
    return root


def _refuse_declarations(raw: bytes, place: str) -> None:
    """Entities that the file declares itself are what expansion bombs and file thefts are made of."""
    flat = raw.replace(b"\x00", b"")
    declared = _DECLARED.match(flat[:200].lstrip(b"\xef\xbb\xbf\xff\xfe"))
    if declared and not _ENCODINGS.fullmatch(encoding := declared[1].decode("ascii")):
        raise ParseError(f"{place}, line 1", f"the encoding {encoding!r}", "UTF-8", "Convert the file to UTF-8")
    if b"<!DOCTYPE" in flat and (at := flat.find(b"<!ENTITY")) >= 0:
        line = flat.count(b"\n", 0, at) + 1
        raise ParseError(f"{place}, line {line}", "an entity declaration", "no entities", _PLAINLY)


def _plain_names(root: Node, place: str) -> None:
    for node in root.iter():
        if not isinstance(node.tag, str):  # &name; that nothing declares
            line = node.sourceline or 1
            raise ParseError(f"{place}, line {line}", f"the entity {node.text}", "characters", _PLAINLY)
        if node.tag[0] == "{":
            node.tag = node.tag.rpartition("}")[2] or "unnamed"  # a prefix without a name


def attribute(node: Node, name: str) -> str:
    """The attribute of that local name, whatever its namespace; "" when there is none."""
    if (value := node.get(name)) is not None:
        return value
    return next((str(v) for k, v in node.attrib.items() if str(k).rpartition("}")[2] == name), "")


def day(text: str) -> date | None:
    """The date at the front of an ISO date or time; None when it is none."""
    match = re.match(r"\s*(\d{4})-(\d{2})-(\d{2})(?!\d)", text)
    if not match:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None


def text_of(node: Node, drop: Collection[str] = (), breaks: Collection[str] = ()) -> str:
    """The running text of an element.

    Args:
        node: The element.
        drop: Names of descendants whose text is left out (the caller accounts for it).
        breaks: Names of descendants around which words end: cells, lines, blocks.
    """
    out: list[str] = []
    _gather(node, frozenset(drop), frozenset(breaks), out)
    return "".join(out)


def _gather(node: Node, drop: frozenset[str], breaks: frozenset[str], out: list[str]) -> None:
    if node.text:
        out.append(node.text)
    for child in node:
        if child.tag not in drop:
            if child.tag in breaks:
                out.append(" ")
            elif child.tag == "sup" and out and out[-1][-1:].isalnum() and _SUPERSCRIPT.match(child.text or ""):
                out.append("^")
            _gather(child, drop, breaks, out)
            if child.tag in breaks:
                out.append(" ")
        if child.tail:
            out.append(child.tail)


def named(node: Node, *names: str) -> Iterator[Node]:
    """The children of those names, in order."""
    return (child for child in node if child.tag in names)


def child_text(node: Node, name: str, drop: Collection[str] = (), breaks: Collection[str] = ()) -> str:
    """The running text of the first child of that name, "" when there is none."""
    child = node.find(name)
    return "" if child is None else text_of(child, drop, breaks)
