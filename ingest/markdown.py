"""Markdown as the law collections write it: front matter, headings, marks, links, without a full Markdown engine.

The collections' Markdown is broken in ways that a conforming engine would lose text over (`##title` without a blank,
list labels that an engine renumbers), so only marks are taken off; every visible word stays.
"""

import html
import re
from dataclasses import dataclass

from ingest.decode import without_comments

_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s*(.*?)\s*#*\s*$")
_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)")
_REFERENCE = re.compile(r"\[([^\[\]]+)\]\[([^\[\]\s]{1,12})\]")
# A numbered footnote «[^1]: …» is no link: its words are visible.
_DEFINITION = re.compile(r"^\s*\[(?!\^\d)[^\]]+\]:\s+\S+")
_ESCAPE = re.compile(r"\\([^\w\s])")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ATTRIBUTES = re.compile(r"\{#[^}]*\}")


@dataclass(frozen=True, slots=True)
class Row:
    """One line: `depth` of a heading (0: none), its words without marks, the raw line, its 1-based number."""

    depth: int
    text: str
    raw: str
    number: int


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """Split off the YAML front matter; only its scalar lines are read, as strings.

    Returns:
        The pairs, and the text after the closing `---`; an empty dictionary when there is none.
    """
    lines = text.split("\n")
    start = next((i for i, line in enumerate(lines[:6]) if line.strip() == "---"), None)
    if start is None:
        return {}, text
    end = next((i for i in range(start + 1, len(lines)) if lines[i].strip() == "---"), None)
    if end is None:
        return {}, text
    pairs = {}
    for line in lines[start + 1 : end]:
        key, colon, value = line.partition(":")
        if colon and key and not key.startswith((" ", "-")):
            pairs[key.strip()] = value.strip().strip("\"'")
    return pairs, "\n".join(lines[end + 1 :])


def superscripts(text: str) -> str:
    """`133<sup>1</sup>` and `133^1^` as `133^1`; other tags are left to `plain`."""
    text = re.sub(r"(?<=\d)\s*<sup>\s*(\d+[a-z]?)\s*</sup>", r"^\1", text)
    return re.sub(r"(?<=\d)\^(\d+)\^", r"^\1", text)


def plain(text: str) -> str:
    """A line without links' targets, tags, escapes, emphasis; all its visible words."""
    text = _ATTRIBUTES.sub("", text)
    for _ in range(3):
        text = _LINK.sub(r"\1", text)
        text = _REFERENCE.sub(r"\1", text)
    text = _TAG.sub("", text)
    text = re.sub(r"(?<!\\)(\*\*\*|\*\*|__)", "", text)
    text = re.sub(r"(?<![\\\w*])[*_](?=\S)(.*?)(?<=\S)(?<!\\)[*_](?![\w*])", r"\1", text)
    text = _ESCAPE.sub(r"\1", text)
    return html.unescape(text).strip().rstrip("\\").rstrip()


def rows(text: str) -> list[Row]:
    """The lines of a Markdown text; link definitions and comments are no lines of it."""
    text = without_comments(text, "\n")
    out = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            out.append(Row(0, "", line, number))
            continue
        if _DEFINITION.match(line):
            continue
        match = _HEADING.match(line)
        if match:
            out.append(Row(len(match[1]), plain(superscripts(match[2])), line, number))
        else:
            out.append(Row(0, plain(superscripts(line)), line, number))
    return out
