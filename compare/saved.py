"""A comparison kept in a file, and what has changed in texts, rules or answers when it is run again."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from compare.table import Comparison
from corpus.errors import CorpusError, QueryError

_FORM = 1
_NEEDED = ("form", "query", "texts", "answers")


def saved(comparison: Comparison, query: dict[str, Any]) -> dict[str, Any]:
    """The comparison as one object: the query, the texts with digest and rule version, and each article's answers."""
    texts, answers = {}, {}
    for one in comparison.surveyed:
        own = [m for m in one.members if m.has(comparison.sense)]
        if not own:
            continue
        texts[f"{one.concept} {one.edition.id}"] = {"sha256": one.edition.raw_sha256, "rules": one.version}
        for member in own:
            for concept, element in comparison.elements:
                if concept.id == one.concept and element.id in member.coded.codes:
                    code = member.coded.codes[element.id]
                    key = f"{one.concept} {one.edition.id} {member.eid} {element.id}"
                    answers[key] = [code.answer, code.evidence.text if code.evidence else "", code.coder]
    return {"form": _FORM, "query": query, "texts": texts, "answers": answers}


def write(made: dict[str, Any], file: Path) -> None:
    """Write a saved comparison.

    Raises:
        CorpusError: If the file cannot be written.
    """
    try:
        file.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise CorpusError(str(file), f"a file that cannot be written ({error.strerror})", "a writable place") from error


def read(file: Path) -> dict[str, Any]:
    """A saved comparison.

    Raises:
        QueryError: If the file is none.
    """
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise QueryError(str(file), f"no saved comparison ({error})", "a file that --save wrote") from error
    if not isinstance(data, dict) or any(name not in data for name in _NEEDED) or data["form"] != _FORM:
        raise QueryError(str(file), "no saved comparison of this form", "a file that --save wrote")
    return data


def changes(before: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """What differs, in plain lines: texts, rules, answers."""
    for name in sorted(before["texts"].keys() | now["texts"].keys()):
        old, new = before["texts"].get(name), now["texts"].get(name)
        if old is None or new is None:
            yield f"text {name}: {'new' if old is None else 'no longer answers'}"
            continue
        if old["sha256"] != new["sha256"]:
            yield f"text {name}: the file changed ({old['sha256'][:12]} to {new['sha256'][:12]})"
        if old["rules"] != new["rules"]:
            yield f"rules {name}: {old['rules'] or 'none'} to {new['rules'] or 'none'}"
    for name in sorted(before["answers"].keys() | now["answers"].keys()):
        old, new = before["answers"].get(name), now["answers"].get(name)
        if old != new:
            yield f"answer {name}: {_told(old)} to {_told(new)}"


def _told(answer: list[str] | None) -> str:
    if answer is None:
        return "nothing"
    words = f" “{answer[1]}”" if answer[1] else ""
    return f"{answer[0]}{words}{'' if answer[2] == 'machine' else f' by {answer[2]}'}"
