"""A comparison as one self-contained page: the matrix, its evidence on hover, click and by keyboard; prints well."""

from collections.abc import Iterator
from html import escape

from compare.render import legend
from compare.table import SIGNS, Cell, Comparison, Finding, places

_STYLE = """
body{font:15px/1.45 system-ui,sans-serif;margin:1.5rem;color:#1b1b1b;background:#fff}
h1{font-size:1.35rem}h2{font-size:1.1rem;margin-top:2rem}
.scroll{overflow:auto;max-height:85vh;border:1px solid #bbb}
table{border-collapse:collapse;font-size:.86rem}
th,td{border:1px solid #ccc;padding:.25rem .4rem;vertical-align:top;text-align:left}
thead th{position:sticky;top:0;background:#eee;z-index:2}
tbody th{position:sticky;left:0;background:#f6f6f6;font-weight:600;min-width:11rem}
td{min-width:4.5rem}
.present{background:#d9efdc}.via{background:#e3ecf8}.unclear{background:#fdf0cc}.absent{background:#fff}
.not_found{background:#f3f3f3;color:#555}.not_coded,.not_held{background:#e4e4e4;color:#555}
details>summary{cursor:pointer;list-style:none}details>summary::-webkit-details-marker{display:none}
summary:focus-visible{outline:2px solid #1f5fbf}
td:hover details>div,details[open]>div{display:block}
details>div{display:none;position:relative;margin-top:.3rem;padding:.3rem;background:#fff;border:1px solid #999}
details>div{max-width:24rem}
q{font-style:italic}small{color:#444}
@media print{.scroll{max-height:none;overflow:visible;border:0}thead th,tbody th{position:static}
details>div{display:none!important}.words{display:block!important}body{margin:0}table{font-size:.7rem}}
""".strip()


def html(comparison: Comparison) -> Iterator[str]:
    """The page, piece by piece."""
    names = ", ".join(dict.fromkeys(c.name for c, _ in comparison.elements))
    title = escape(f"{names[:1].upper()}{names[1:]}, {comparison.sense} sense")
    yield f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
    yield '<meta name="viewport" content="width=device-width,initial-scale=1">'
    yield f"<style>{_STYLE}</style></head><body><h1>{title}</h1>"
    if comparison.is_digest:
        yield "<p><strong>digest</strong>: our own plain-English re-telling of each provision, not the law's words.</p>"
    yield '<div class="scroll"><table><thead><tr><th scope="col">element</th>'
    yield "".join(f'<th scope="col">{escape(code)}</th>' for code in comparison.jurisdictions)
    yield "</tr></thead><tbody>"
    for concept, element in comparison.elements:
        yield f'<tr><th scope="row" title="{escape(element.question)}">{escape(element.name)}'
        yield f"<br><small>{escape(concept.id)} {escape(element.id)}</small></th>"
        for code in comparison.jurisdictions:
            yield _cell(comparison.cell(concept.id, element.id, code))
        yield "</tr>"
    yield "</tbody></table></div><h2>Legend</h2><ul>"
    yield "".join(f"<li>{escape(' '.join(line.split()))}</li>" for line in legend(comparison, 10_000))
    yield "</ul><h2>The words</h2>"
    yield from _words(comparison)
    yield "<h2>Sources</h2><ul>"
    for e in comparison.sources:
        date = f"{e.as_of} ({e.as_of_basis.value})" if e.as_of else "date not known"
        facts = f"{e.work.name}, {e.work.title_en}; {e.language}; {e.text_kind.value}; {e.fidelity}; text of {date}"
        yield f"<li>{escape(facts)}; {_link(e.official_url)}<br><small>sha256 {escape(e.raw_sha256)}</small></li>"
    yield "</ul></body></html>\n"


def _link(address: str) -> str:
    if not address.startswith(("http://", "https://")):
        return escape(address) or "no official address known"
    return f'<a href="{escape(address)}">{escape(address)}</a>'


def _cell(cell: Cell) -> str:
    shown = escape("; ".join(places(cell))) or escape(cell.answer.replace("_", " "))
    told = "".join(_said(f) for f in cell.findings if f.evidence)
    head = f'<span aria-label="{cell.answer}">{SIGNS[cell.answer]}</span> {shown}'
    if not told:
        return f'<td class="{cell.answer}" title="{escape(cell.why or cell.answer)}">{head}</td>'
    return f'<td class="{cell.answer}"><details><summary tabindex="0">{head}</summary><div>{told}</div></details></td>'


def _said(finding: Finding) -> str:
    evidence = finding.evidence
    assert evidence is not None
    language = escape(finding.edition.language)
    return (
        f'<p><strong>{escape(finding.pinpoint)}</strong> <q lang="{language}" dir="auto">{escape(evidence.text)}</q> '
        f"<small>{escape(evidence.gloss)}; {escape(finding.answer)}, {escape(evidence.role)}; {language}, "
        f"{escape(str(finding.edition.as_of or 'date not known'))}; rule {escape(evidence.rule)}</small></p>"
    )


def _words(comparison: Comparison) -> Iterator[str]:
    for concept, element in comparison.elements:
        told = [
            _said(f)
            for code in comparison.jurisdictions
            for f in comparison.cell(concept.id, element.id, code).findings
            if f.evidence
        ]
        yield f"<h3>{escape(element.name)} <small>{escape(concept.id)} {escape(element.id)}</small></h3>"
        yield "".join(told) or "<p>No words found.</p>"
