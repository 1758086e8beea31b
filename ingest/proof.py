"""From the publisher's address to the provision: the chain printed, and every hash in it recomputed.

Source of the terms: W3C PROV-JSON (Entity, Activity, Agent, used, wasGeneratedBy, wasDerivedFrom).
"""

import hashlib
from pathlib import Path
from typing import Any

from corpus import codec
from corpus.errors import CorpusError
from corpus.fingerprints import provision_hashes
from corpus.library import Library
from corpus.pinpoint import Place, cite, top
from corpus.records import Expression
from corpus.store import Store
from corpus.store import check as check_store
from ingest import pipeline
from ingest.archive import Archive, Retrieval


def verify(home: Path, *, quick: bool = False) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """Recompute all hashes; how many of each kind, and what differs as (place, what).

    Args:
        home: The data folder.
        quick: Leave out reading every raw file anew.
    """
    wrong: list[tuple[str, str]] = []
    counts = {"retrievals": 0, "stored expressions": 0, "readings repeated": 0}
    for place, what in Archive(home).verify():
        counts["retrievals"] += 1
        if what:
            wrong.append((place, what))
    store = Store(home)
    counts["stored expressions"] = len(store.entries)
    wrong += [(d.place, d.found) for d in check_store(store) if d.fatal]
    for folder in () if quick else sorted({Path(e.raw_path).parent for e in store.entries.values()}):
        counts["readings repeated"] += 1
        wrong += _reread(store, folder)
    return counts, wrong


def _reread(store: Store, folder: Path) -> list[tuple[str, str]]:
    try:
        found, _ = pipeline.read(folder)
    except (CorpusError, OSError) as error:
        return [(str(folder), f"it cannot be read again ({error})")]
    out = []
    for expression in found:
        entry = store.entries.get(expression.id)
        data = "".join(line + "\n" for line in codec.lines(expression)).encode()
        if entry is None or hashlib.sha256(data).hexdigest() != entry.sha256:
            out.append((expression.id, "reading its raw file again gives other provisions: run 'delicti ingest'"))
    return out


def chain(home: Path, library: Library, expression: Expression, place: Place) -> dict[str, str]:
    """The links from address to provision, in their order; what is not known is said in words."""
    row = _retrieval(home, expression)
    hashes = provision_hashes(expression)
    article = top(expression, place.provision)
    said = expression.obtained_from or "not recorded"
    links = {
        "pinpoint": cite(expression.work, place.provision.eid, article.num),
        "eid": place.provision.eid,
        "address": expression.official_url or "not recorded",
        "obtained from": said,
        "retrieved": row.time if row else str(expression.retrieved or "not by this program"),
        "WARC record": f"archive/{row.warc}" if row else "none: the file was not fetched by this program",
        "raw file SHA-256": "none: a digest in our own words" if library.is_digest else expression.sha256,
        "parser": f"{expression.dialect} {expression.dialect_version}".strip(),
        "expression": expression.id,
        "date of the text": f"{expression.as_of or 'not known'} ({expression.as_of_basis.value})",
        "text kind": expression.text_kind.value,
        "article SHA-256": hashes[article.eid],
        "provision SHA-256": hashlib.sha256(place.provision.words.encode()).hexdigest(),
    }
    if row and row.tls:
        links["TLS certificate SHA-256"] = row.tls.get("certificate_sha256", "")
    return links


def _retrieval(home: Path, expression: Expression) -> Retrieval | None:
    rows = [r for r in Archive(home).retrievals() if r.sha256 == expression.sha256 and not r.counted]
    return rows[0] if rows else None


def prov(links: dict[str, str]) -> dict[str, Any]:
    """The chain as PROV-JSON."""
    raw, provision = f"sha256:{links['raw file SHA-256']}", f"delicti:{links['expression']}#{links['eid']}"
    return {
        "prefix": {"delicti": "urn:delicti:", "sha256": "urn:sha256:"},
        "entity": {
            links["address"]: {"prov:type": "publication"},
            raw: {"prov:type": "raw file", "delicti:obtainedFrom": links["obtained from"]},
            provision: {
                "prov:type": "provision",
                "delicti:sha256": links["provision SHA-256"],
                "delicti:articleSha256": links["article SHA-256"],
                "delicti:asOf": links["date of the text"],
                "delicti:textKind": links["text kind"],
            },
        },
        "activity": {
            "delicti:retrieval": {"prov:endTime": links["retrieved"], "delicti:warc": links["WARC record"]},
            "delicti:parsing": {"delicti:parser": links["parser"]},
        },
        "used": {
            "_:u1": {"prov:activity": "delicti:retrieval", "prov:entity": links["address"]},
            "_:u2": {"prov:activity": "delicti:parsing", "prov:entity": raw},
        },
        "wasGeneratedBy": {
            "_:g1": {"prov:entity": raw, "prov:activity": "delicti:retrieval"},
            "_:g2": {"prov:entity": provision, "prov:activity": "delicti:parsing"},
        },
        "wasDerivedFrom": {
            "_:d1": {"prov:generatedEntity": raw, "prov:usedEntity": links["address"]},
            "_:d2": {"prov:generatedEntity": provision, "prov:usedEntity": raw},
        },
    }
