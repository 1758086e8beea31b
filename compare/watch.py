"""What an update changed, provision by provision: found by hash, shown with the words that went and came.

Source: RFC 4287 (Atom).
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from compare.diff import as_object, changed, diff, units
from compare.saved import read
from corpus.fingerprints import provision_hashes
from corpus.pinpoint import cite
from corpus.records import Expression

NEW, AMENDED, GONE = "new", "amended", "gone"
_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One article that is new, amended or gone; `diff`: the rows that differ, as `diff --json` has them."""

    kind: str
    pinpoint: str
    eid: str
    language: str
    before: str
    after: str
    url: str
    diff: tuple[dict[str, Any], ...]

    def as_dict(self) -> dict[str, Any]:
        """The change as plain values."""
        return {name: getattr(self, name) for name in self.__slots__}


def changes(before: Expression | None, after: Expression) -> Iterator[Change]:
    """Article by article, in the order of the law; everything is new where nothing was held before."""
    old = provision_hashes(before) if before else {}
    new = provision_hashes(after)
    numbers = {p.eid: p.num for e in (before, after) if e for p in e.roots}
    for eid in list(new) + [e for e in old if e not in new]:
        if old.get(eid) == new.get(eid):
            continue
        kind = NEW if eid not in old else GONE if eid not in new else AMENDED
        left = units(before, eid) if before and eid in old else []
        right = units(after, eid) if eid in new else []
        rows = changed(diff(left, right)) if kind == AMENDED else []
        yield Change(
            kind=kind,
            pinpoint=cite(after.work, eid, numbers.get(eid, "")),
            eid=eid,
            language=after.language,
            before=before.id if before else "",
            after=after.id,
            url=after.official_url,
            diff=tuple(as_object(rows)),
        )


def touched(files: Iterable[Path], found: list[Change]) -> list[str]:
    """The saved comparisons that rest on a text that was changed, with that text's id.

    Raises:
        QueryError: If a file is no saved comparison.
    """
    gone = {c.before for c in found if c.before}
    out = []
    for file in files:
        texts = {key.partition(" ")[2] for key in read(file)["texts"]}
        out += [
            f"{file}: rests on {text}, which has changed. Run 'delicti rerun {file}'" for text in sorted(texts & gone)
        ]
    return out


def lines(found: Iterable[Change]) -> Iterator[str]:
    """The changes as text, the words gone and come under each."""
    for change in found:
        yield f"{change.kind:<8}{change.pinpoint}  [{change.language}]"
        for row in change.diff:
            for side, sign in (("left", "-"), ("right", "+")):
                if row.get(side):
                    yield f"    {sign} {row[side]['label']}  {row[side]['text']}".rstrip()


def atom(found: list[Change], at: str) -> str:
    """The changes as an Atom feed.

    Args:
        found: The changes.
        at: The time of the update, RFC 3339.
    """
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed")
    for name, text in (("id", "urn:delicti:updates"), ("title", "Delicti: changed provisions"), ("updated", at)):
        ET.SubElement(feed, f"{{{_ATOM}}}{name}").text = text
    ET.SubElement(ET.SubElement(feed, f"{{{_ATOM}}}author"), f"{{{_ATOM}}}name").text = "Delicti"
    for change in found:
        entry = ET.SubElement(feed, f"{{{_ATOM}}}entry")
        mark = hashlib.sha256(f"{change.kind} {change.after} {change.eid}".encode()).hexdigest()[:32]
        for name, text in (
            ("id", f"urn:delicti:change:{mark}"),
            ("title", _plain(f"{change.pinpoint}: {change.kind}")),
            ("updated", at),
            ("content", _plain("\n".join(lines([change])))),
        ):
            ET.SubElement(entry, f"{{{_ATOM}}}{name}").text = text
        if change.url:
            ET.SubElement(entry, f"{{{_ATOM}}}link", href=change.url)
    ET.indent(feed)
    return ET.tostring(feed, encoding="unicode", xml_declaration=True) + "\n"


def _plain(text: str) -> str:
    """Without the signs that XML cannot hold."""
    return "".join(c for c in text if c in "\t\n\r" or " " <= c < "\ud800" or "\ue000" <= c < "\ufffe" or c > "\uffff")
