"""Inputs made worse: seeds from the fixtures of each dialect, mutations of their bytes, lines and JSON leaves."""

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus.records import Source
from ingest.source import read_source

LAYOUTS = Path(__file__).resolve().parent.parent / "tests" / "layouts"
# What has broken readers of text before: controls, marks of direction, joined and split letters, other digits, markup.
ODD = [
    "\x00",
    "\x1b[2J",
    "\x7f",
    "\u200b",
    "\u202e",
    "\u2066",
    "\ufeff",
    "\ufffd",
    "\u2028",
    "\x85",
    "\xa0",
    "\xad",
    "e\u0301",
    "٣",
    "三",
    "Ⅳ",
    "²",
    "№",
    "§",
    "§ 1",
    "1)",
    "(a)",
    "1-1",
    "99999999999999999999",
    "-",
    "–",
    "*",
    "#",
    "##### ",
    "|",
    "> ",
    "[[",
    "](",
    "<b>",
    "</p>",
    "<!--",
    "]]>",
    "&#0;",
    "&#x1F600;",
    "&amp;",
    "&lt;",
    "\\",
    "\t",
    "\r",
    "\n\n",
    "{",
    "}",
    "[",
    '"',
    "Article 1",
    "Статья 1.",
    "Стаття 1",
    "第一条",
    "제1조",
    "المادة",
    "Art. 1",
    "Chapter I",
    "Глава 1.",
    "ЧАСТЬ",
    "(repealed)",
]


def seeds(dialect: str) -> list[tuple[Source, bytes]]:
    """The made-up laws in a dialect, each with its record (its declared hash left out)."""
    out = []
    for record in sorted((LAYOUTS / dialect).rglob("source.json")):
        source = read_source(record.parent)
        raw = (record.parent / source.file).read_bytes()
        out.append((replace(source, dialect=dialect, sha256=""), raw))
    return out


def worse(raw: bytes, dice: random.Random) -> bytes:
    """One to four random changes of a file."""
    for _ in range(dice.randint(1, 4)):
        kind = dice.random()
        if kind < 0.25 and raw[:1] in b"{[":
            raw = _json(raw, dice)
        elif kind < 0.6:
            raw = _lines(raw, dice)
        elif kind < 0.85:
            raw = _text(raw, dice)
        else:
            raw = _bytes(raw, dice)
    return raw


def _bytes(raw: bytes, dice: random.Random) -> bytes:
    held = bytearray(raw or b"x")
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(held))
        held[at : at + dice.choice((0, 1, 1, 9))] = bytes(dice.randrange(256) for _ in range(dice.choice((0, 1, 2))))
        if not held:
            break
    return bytes(held)


def _text(raw: bytes, dice: random.Random) -> bytes:
    text = raw.decode("utf-8", "replace")
    for _ in range(dice.randint(1, 6)):
        at = dice.randint(0, len(text))
        text = text[:at] + dice.choice(ODD) * dice.choice((1, 1, 1, 3, 50)) + text[at + dice.choice((0, 0, 1, 5, 40)) :]
    return text.encode("utf-8", "replace")


def _lines(raw: bytes, dice: random.Random) -> bytes:
    lines = raw.split(b"\n") if raw.count(b"\n") > 2 else raw.replace(b">", b">\n").replace(b",", b",\n").split(b"\n")
    a, b = dice.randrange(len(lines)), dice.randrange(len(lines))
    change = dice.randrange(5)
    if change == 0:
        del lines[min(a, b) : max(a, b) + 1]
    elif change == 1:
        lines[a:a] = lines[min(a, b) : max(a, b) + 1]
    elif change == 2:
        lines[a], lines[b] = lines[b], lines[a]
    elif change == 3:
        lines[a] = lines[a] * dice.choice((2, 20))
    else:
        lines[a] = lines[a][: len(lines[a]) // 2]
    return b"\n".join(lines)


def _json(raw: bytes, dice: random.Random) -> bytes:
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        return _text(raw, dice)
    at: Any = data
    for _ in range(dice.randint(1, 6)):
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        if not keys:
            break
        key = dice.choice(keys)
        if isinstance(at[key], dict | list) and at[key] and dice.random() < 0.85:
            at = at[key]
            continue
        other = dice.choice((None, 0, -1, 1.5, True, "", "1", [], {}, ["x"], {"a": 1}, "x" * 500, dice.choice(ODD)))
        if dice.random() < 0.2:
            del at[key]
        elif isinstance(at[key], str) and dice.random() < 0.5:
            at[key] = _text(at[key].encode(), dice).decode("utf-8", "replace")
        else:
            at[key] = other
        break
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")
