"""legalize-kr Markdown of law.go.kr: `#####` articles, bold circled paragraphs, escaped item numbers.

    ---
    제목: 달법
    ---
    # 달법
    ## 제1장 총칙 <개정 2011.5.23>
    ##### 제7조의2 (달의 절도)
    **①** 달을 훔친 사람은 처벌한다.
      1\\. 밤에 훔친 사람
        가\\. 혼자서
    ## 부칙                              <- supplementary provisions, act by act, each with its own 제1조
    부칙(해법) <제12호,2011.5.23>
    제1조(시행일) ①이 법은 공포한 날부터 시행한다.

Each amending act's supplementary provisions become one transitional unit, named by the act's number: `trans_12__art_1`.

Ignores: `document_title` (the title heading above the law).
"""

import re
from collections import Counter

from corpus.records import Expression, Level, NoteKind, Source
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Draft, Law, clean
from ingest.grammar import Grammar
from ingest.markdown import Row, front_matter, rows
from ingest.outline import outline
from ingest.reader import Line, Reader

VERSION = "1"
_ANNEX = re.compile(r"^부\s*칙$")  # 부칙: supplementary provisions
# "부칙(정부조직법) <제8852호,2008.2.29>"
_ACT = re.compile(r"^부\s*칙\s*(?P<heading>\([^<]*\))?\s*<(?:법률\s*)?제(?P<num>\d+)호\s*,?\s*[^<>]*>")
# "제3조(다른 법률의 개정) ①…"; "제2조 생략" (생략: omitted)
_ACT_ARTICLE = re.compile(
    r"^(?P<num>제\d+조(?:의\d+)?)\s*(?:\((?P<heading>[^()]*(?:\([^()]*\)[^()]*)*)\)|(?=생략))\s*(?P<rest>.*)$"
)
# "2의2. …": an inserted item between 2 and 3 (의: of)
_BRANCH = re.compile(r"^(\d+)의(\d+)(?=\.)")


def parse(raw: bytes, source: Source) -> Expression:
    """Read one act.

    Raises:
        ParseError: If the file is no UTF-8 text or holds no article.
    """
    grammar = grammars.load(source.grammar or "ko-legalize")
    law = Law()
    _, body = front_matter(text_of(raw, source))
    found = [r for r in rows(body) if r.text]
    end = next((i for i, r in enumerate(found) if r.depth and _ANNEX.match(r.text)), len(found))
    Reader(grammar, law).read(_lines(found[:end], grammar, law))
    _supplements(found[end + 1 :], grammar, law)
    if end < len(found):
        law.labelled(found[end].text)
    return assemble(source, law, dialect="legalize_kr", version=VERSION)


def _lines(found: list[Row], grammar: Grammar, law: Law) -> list[Line]:
    out: list[Line] = []
    for row in found:
        if not row.depth:
            out.append(Line(_item(row.text, law), "para"))
            continue
        tags = [m[0] for p in grammar.editorial_inline for m in p.finditer(row.text)]
        text = row.text
        for tag in tags:
            text = clean(text.replace(tag, ""))
        known = any(p.match(text) for p in (*grammar.article, *(c.pattern for c in grammar.containers)))
        if not known and not out:
            law.ignore("document_title", text)
        elif known:
            out.append(Line(text, "heading"))
        else:
            out.append(Line(text, "container", heading=text, level=Level.HEADING, rank=99))
        out.extend(Line(tag, "editorial") for tag in tags)
    return out


def _item(text: str, law: Law) -> str:
    """`2의2.` counts as `2-2.`."""
    if _BRANCH.match(text):
        law.label_words["의"] += 1
        return _BRANCH.sub(r"\1-\2", text)
    return text


def _supplements(found: list[Row], grammar: Grammar, law: Law) -> None:
    """The supplementary provisions of every amending act, each a transitional unit of its own."""
    seen: Counter[str] = Counter()
    act: Draft | None = None
    article: Draft | None = None
    gathered: list[str] = []

    def close() -> None:
        if owner := article or act:
            outline(owner, gathered, grammar, law)
        gathered.clear()

    for row in found:
        text = _item(row.text, law)
        if match := _ACT.match(text):
            close()
            act, article = _act(match, seen), None
            law.articles.append(act)
            law.labelled(text, act.num, *(n.text for n in act.notes), act.heading)
        elif act is None:
            law.issue("부칙", "text before the first amending act", text)
        elif match := _ACT_ARTICLE.match(text):
            close()
            article = act.add(Draft(Level.ARTICLE, num=match["num"], heading=match["heading"] or ""))
            law.labelled(text, match["num"], match["heading"] or "", match["rest"])
            gathered.append(match["rest"])
        else:
            gathered.append(text)
    close()


def _act(match: re.Match[str], seen: Counter[str]) -> Draft:
    num = match["num"]
    seen[num] += 1
    label = num if seen[num] == 1 else f"{num}-{seen[num]}"
    act = Draft(Level.TRANSITIONAL, num=num, label=label, heading=(match["heading"] or "").strip("()"))
    act.note(NoteKind.EDITORIAL, match[0][match[0].index("<") :])
    return act
