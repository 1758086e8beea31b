"""What is held, as rows and as the coverage table."""

from typing import Any

from corpus.library import Library
from corpus.store import Store

SCREEN = ("jur", "work", "source", "lang", "as of", "arts", "note")


def rows(library: Library) -> list[dict[str, Any]]:
    """One row an edition, in the order of their ids."""
    out = []
    for e in sorted(library.editions, key=lambda e: (e.work.jurisdiction, e.id)):
        out.append(
            {
                "id": e.id,
                "source": e.source_id,
                "jur": e.work.jurisdiction,
                "work": e.work.short,
                "slug": e.work.slug,
                "role": e.work.role.value,
                "lang": e.language,
                "kind": e.text_kind.value,
                "state": e.text_state.value,
                "as of": str(e.as_of or "?"),
                "basis": e.as_of_basis.value,
                "arts": e.articles,
                "provisions": e.provisions,
                "note": "digest" if library.is_digest else e.why_not or e.work.role.value.replace("principal", ""),
            }
        )
    return out


def failures(library: Library) -> list[dict[str, Any]]:
    """The sources that could not be read when they were last tried, each with its error."""
    return [] if library.is_digest else list(Store(library.home).failed.values())


def markdown(library: Library) -> str:
    """`docs/COVERAGE.md`: every source with its figures, then those that failed or are defective, with reasons."""
    store = Store(library.home)
    reports = {e.header["source_id"]: e.report for e in store.entries.values()}
    failed = store.failed
    floor = min((r["coverage"] for r in reports.values() if not r["defects"]), default=0.0)
    lines = [
        "# Coverage",
        "",
        "Made by `delicti sources --markdown` after `delicti ingest`; do not edit.",
        "",
        "Coverage is the share of the visible letters and digits of a raw file that stand in a provision, a note,",
        "a container heading or a label, of all visible ones less those left out by a named rule (contents lists, page",
        "furniture, front matter, superseded wordings). Ignored is the share so left out. An issue is something that a",
        "parser could not place; it counts as lost.",
        "",
        f"{len(reports) + len(failed)} sources attempted, {len(reports)} read, {len(failed)} failed; "
        f"{sum(r['articles'] for r in reports.values()):,} articles, "
        f"{sum(r['provisions'] for r in reports.values()):,} provisions; "
        f"lowest coverage of a source without declared defects {floor:.4f}.",
        "",
        "| source | dialect | articles | provisions | coverage | ignored | issues |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for name in sorted(reports):
        r = reports[name]
        lines.append(
            f"| {name} | {r['dialect']} | {r['articles']} | {r['provisions']} "
            f"| {r['coverage']:.4f} | {r['ignored']:.3f} | {r['issues']} |"
        )
    lines += ["", "## Left out by named rules, where over a twentieth", ""]
    for name in sorted(reports):
        if reports[name]["ignored"] > 0.05:
            lines.append(f"- `{name}` ({reports[name]['ignored']:.3f}): {_rules(store, name)}")
    lines += ["", "## Failed", ""]
    lines += [f"- `{name}`: {failed[name]['error']}" for name in sorted(failed)] or ["None."]
    defective = [n for n in sorted(reports) if reports[n]["defects"]]
    lines += ["", "## Read, but with declared defects", ""]
    lines += [f"- `{n}` (coverage {reports[n]['coverage']:.4f}): {reports[n]['defects']}" for n in defective] or [
        "None."
    ]
    return "\n".join(lines) + "\n"


def _rules(store: Store, source_id: str) -> str:
    """The rules by which text of a source was left out, with letters and digits, largest first."""
    counts: dict[str, int] = {}
    for entry in store.entries.values():
        if entry.header["source_id"] == source_id:
            for row in entry.header["ignored"]:
                counts[row["rule"]] = max(counts.get(row["rule"], 0), row["characters"])
    return ", ".join(f"{rule} {n:,}" for rule, n in sorted(counts.items(), key=lambda item: -item[1]))
