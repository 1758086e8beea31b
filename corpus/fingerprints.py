"""Hashes that tell whether the words of a provision have changed, whatever surrounds it."""

import hashlib
import json
from typing import Any

from corpus import codec
from corpus.records import Expression


def provision_hashes(expression: Expression) -> dict[str, str]:
    """The SHA-256 of each article's stored lines (its parts and notes with it), by eid; positions do not count."""
    out: dict[str, hashlib._Hash] = {}
    for provision, line in zip(expression.provisions, list(codec.lines(expression))[1:], strict=True):
        row = json.loads(line)
        row.pop("position", None)
        top = provision.eid if provision.parent_eid is None else _top(provision.eid, out)
        out.setdefault(top, hashlib.sha256()).update(json.dumps(row, ensure_ascii=False, sort_keys=True).encode())
    return {eid: digest.hexdigest() for eid, digest in out.items()}


def _top(eid: str, tops: dict[str, Any]) -> str:
    parts = eid.split("__")
    for size in range(len(parts) - 1, 0, -1):
        if (above := "__".join(parts[:size])) in tops:
            return above
    return parts[0]
