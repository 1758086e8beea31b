"""Named repairs of section-list JSON files: what a scraper put in the wrong record is moved to the right one.

    {"section": "7", "content": "Whoever steals the moon is punished. Sale of the moon"}
    {"section": "8", "content": "Whoever sells the moon ..."}          "Sale of the moon" is the heading of section 8

Each repair is switched on by an option of the source's facts, whose value is data (a pattern, a list of numbers):

* `rewrites`: one `pattern ⇒ replacement` a line, for signs that the scraper mangled (`4 1 )` for a raised 1).
* `repairs`: names of the functions in `REPAIRS`, parted by blanks.
* `cut` = "rule: pattern" lines: what matches is ignored by that named rule.
* `joins`: a pattern; line breaks inside its matches are typesetting.
* `lost`, `lost_at` (with `lost_headings`): articles that run on in the one before them.
* `annex` = "level: pattern": from the match on, the text of the last section is a unit of its own, headed by the
  pattern's group `heading` or the option `annex_heading`.
* `tail` (with `trailing_heading`): a pattern searched in every text; its groups `c1`, `c2` are containers of the next
  section, `heading` is its heading. `tails` = "322=2 347=1" says for single sections how many of their last words are
  the next heading.
"""

import re
from collections.abc import Callable
from itertools import pairwise

from corpus.errors import SourceError
from corpus.records import Level, Source
from ingest import grammar as grammars
from ingest.draft import clean
from ingest.reader import Line
from ingest.seed.section import Section
from ingest.seed.wordings import doubled_units, future_wording, publisher_footnotes, repealed_ranges

# "(1)" or the first word of a sentence, after a word without a stop
_SENTENCE = re.compile(r"(?<=[^\s.;:,(„\"-])\s+(?:\(\d+\)|\(la \d|[^\W\d_a-zăâîșțşţ][^\W\d_]*)")
Rules = tuple[tuple[re.Pattern[str], str], ...]


def rewrites(source: Source) -> Rules:
    """The `rewrites` of a source, compiled.

    Raises:
        SourceError: If a line of them is no `pattern ⇒ replacement`.
    """
    out = []
    for line in source.option("rewrites").splitlines():
        pattern, arrow, replacement = line.strip().partition(" ⇒")
        if not pattern and not arrow:
            continue
        if not arrow:
            raise SourceError(f"{source.id}, option rewrites", repr(line), "pattern ⇒ replacement")
        out.append((re.compile(pattern, re.MULTILINE), replacement.removeprefix(" ")))
    return tuple(out)


def rewrite(text: str, rules: Rules) -> str:
    """Apply the rewrites in their order."""
    for pattern, replacement in rules:
        text = pattern.sub(replacement, text)
    return text


def mend(sections: list[Section], source: Source) -> list[Section]:
    """Run the repairs that a source asks for, in the order it names them; `cut` and `annex` come first.

    Raises:
        SourceError: If it names one that does not exist.
    """
    for line in source.option("cut").splitlines():
        _cut(sections, line.strip())
    if source.option("joins"):
        _join(sections, re.compile(source.option("joins"), re.MULTILINE))
    if source.option("annex"):
        _annex(sections, source)
    for name in source.option("repairs").split():
        if name not in REPAIRS:
            raise SourceError(f"{source.id}, option repairs", repr(name), "one of " + ", ".join(sorted(REPAIRS)))
        REPAIRS[name](sections, source)
    return sections


def _cut(sections: list[Section], option: str) -> None:
    rule, _, text = option.partition(": ")
    if not text:
        return
    pattern = re.compile(text, re.MULTILINE)
    for section in sections:
        section.ignored.extend((rule, match[0]) for match in pattern.finditer(section.text))
        section.text = pattern.sub("\n", section.text)


def _join(sections: list[Section], pattern: re.Pattern[str]) -> None:
    for section in sections:
        section.text = pattern.sub(lambda m: m[0].replace("\n", " "), section.text)


def _annex(sections: list[Section], source: Source) -> None:
    """The scraper dropped the heading of what follows the last article, so that its text runs on in that article."""
    level, _, pattern = source.option("annex").partition(": ")
    last = sections[-1]
    match = re.search(pattern, last.text, re.MULTILINE)
    if match is None:
        return
    text = last.text[match.start() :]
    last.text = last.text[: match.start()]
    printed = match.groupdict().get("heading") or ""
    heading = clean(printed) or source.option("annex_heading")
    new = Section(ref=level, num="", heading="", printed="", text=text[len(printed) :], level=Level(level))
    new.before.append(Line(printed, "container", heading=heading, level=Level(level), rank=0))
    sections.append(new)


def _trailing_heading(sections: list[Section], source: Source) -> None:
    """`... is punished. PART TWO (II.) THEFT Sale of the moon`: the end of a text heads the next section."""
    tail = re.compile(source.option("tail"))
    counts = dict(entry.split("=") for entry in source.option("tails").split())
    for section, after in pairwise(sections):
        if section.num in counts:
            words = section.text.rsplit(maxsplit=int(counts[section.num]))
            section.text, found = words[0], {"heading": " ".join(words[1:])}
        elif match := tail.search(section.text):
            section.text, found = section.text[: match.start()], match.groupdict()
        else:
            continue
        after.before.extend(Line(text, "heading") for name in ("c1", "c2") if (text := clean(found.get(name) or "")))
        if heading := clean(found.get("heading") or ""):
            after.printed = f"{after.printed} {heading}"
            after.heading = heading


def _flattened_superscripts(sections: list[Section], source: Source) -> None:
    """`1471` after 147 stands for 147 with a raised 1, `1472` for the next; after 147 only 148 is a plain number."""
    base = ""
    for section in sections:
        raised = section.num.removeprefix(base) if base and section.num.startswith(base) else ""
        plain = section.num.isdecimal() and base.isdecimal()
        if raised and plain and section.num != base and int(section.num) != int(base) + 1:
            section.num = f"{base}^{raised}"
        else:
            base = section.num


def _stale_containers(sections: list[Section], source: Source) -> None:
    """`Title II | Chapter I | Section 2` after `Title I | Chapter IV | Section 2`: section 2 was never closed."""
    last: list[str] = []
    stale: set[int] = set()
    for section in sections:
        pieces = re.split(r"\s*\|\s*", section.chapter)
        pairs = enumerate(zip(pieces, last, strict=False))
        first = next((i for i, (a, b) in pairs if a != b), min(len(pieces), len(last)))
        for depth in range(first, len(pieces)):
            if depth > first and depth < len(last) and pieces[depth] == last[depth]:
                stale.add(depth)
            elif depth >= len(last) or pieces[depth] != last[depth]:
                stale.discard(depth)
        last = pieces
        section.chapter = " | ".join(p for depth, p in enumerate(pieces) if depth not in stale)


def _group_headings(sections: list[Section], source: Source) -> None:
    """`chapter`: "Part I / Theft", `title`: "§ 7": the last piece heads all sections of its group that have no heading.

    The scraper never closes such a group, so that a piece after sections with headings of their own is stale.
    """
    rules = grammars.for_source(source).containers
    splitter = source.option("chapter_split") or r"\s*\|\s*"
    for section in sections:
        pieces = [p for p in re.split(splitter, section.chapter) if p]
        kept = [p for p in pieces if any(rule.pattern.match(p) for rule in rules)]
        if pieces and pieces[-1] not in kept and not section.heading:
            section.heading = pieces[-1]
        section.chapter = " / ".join(kept)


def _transitional_titles(sections: list[Section], source: Source) -> None:
    """Points of the transitional rules whose words stand in the title: `"title": "25. 1 This law begins …"`.

    `transitional` is a pattern of their titles with the group `num`; `transitional_heading` what heads them.
    """
    pattern = re.compile(source.option("transitional"))
    found = [s for s in sections if pattern.fullmatch(s.ref)]
    for section in found:
        words = re.match(r"(?P<num>\d+(?:\. \d+(?= [^\W\d_(]| \())?)\.?\s", section.heading)
        num = words["num"] if words else section.num
        if section.text.startswith(section.heading):
            section.ignored.append(("repeated_unit", section.text[: len(section.heading)]))
            section.text = section.text[len(section.heading) :]
        section.text = f"{section.heading[words.end() if words else 0 :]}\n{section.text}"
        section.printed = words[0] if words else section.num
        section.num, section.heading, section.chapter = num.replace(". ", "^"), "", ""
        section.level = Level.TRANSITIONAL
    if found:
        heading = source.option("transitional_heading")
        found[0].before.append(Line("", "container", heading=heading, level=Level.TRANSITIONAL, rank=0))


def _lost_headings(sections: list[Section], source: Source) -> None:
    """Articles whose headings the scraper lost run on in the one before them.

    `lost` = "46=47 48=49,50" names them, found by the numbers that are missing; they begin where `lost_at` matches.
    """
    wanted = dict(entry.split("=") for entry in source.option("lost").split())
    start = re.compile(source.option("lost_at"), re.MULTILINE)
    out: list[Section] = []
    for section in sections:
        out.append(section)
        numbers = wanted.get(section.num, "").split(",") if section.num in wanted else []
        cuts = [m.start() for m in start.finditer(section.text) if m.start()][: len(numbers)]
        bounds = [*cuts, len(section.text)]
        for index, number in enumerate(numbers[: len(cuts)]):
            text = section.text[bounds[index] : bounds[index + 1]]
            out.append(Section(section.ref, number, "", "", text, section.chapter))
        section.text = section.text[: bounds[0]]
    sections[:] = out


def _enacting_law(sections: list[Section], source: Source) -> None:
    """The act that enacts a code stands before it and counts from 1 as well: its articles get the prefix `enacting`."""
    second = next((i for i, s in enumerate(sections) if i and s.num == sections[0].num), 0)
    for section in sections[:second]:
        section.prefix = "enacting"


def _heading_first(sections: list[Section], source: Source) -> None:
    """`Theft of the moon (1) Whoever steals …`, `Theft of the moon Whoever steals …`: the heading begins the text.

    It ends before `(1)`, else before the first capital inside it that no word of `heading_words` begins.
    """
    names = re.compile(source.option("heading_words") or r"(?!)")
    repealed = re.compile(source.option("no_heading") or r"(?!)")
    for section in sections:
        if repealed.match(section.text):
            continue
        ends = (m.start() for m in _SENTENCE.finditer(section.text) if not names.match(m[0].strip()))
        end = next((at for at in ends if at), 0)
        section.heading = clean(section.text[:end])
        section.printed = f"{section.printed} {section.heading}"
        section.text = section.text[end:]


REPAIRS: dict[str, Callable[[list[Section], Source], None]] = {
    "doubled_units": doubled_units,
    "enacting_law": _enacting_law,
    "flattened_superscripts": _flattened_superscripts,
    "future_wording": future_wording,
    "group_headings": _group_headings,
    "heading_first": _heading_first,
    "lost_headings": _lost_headings,
    "publisher_footnotes": publisher_footnotes,
    "repealed_ranges": repealed_ranges,
    "stale_containers": _stale_containers,
    "trailing_heading": _trailing_heading,
    "transitional_titles": _transitional_titles,
}
