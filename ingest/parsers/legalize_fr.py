"""French codes in Legalize Markdown: articles by alinéa, and several wordings of one article side by side.

    ---
    title: "Code lunaire"
    ---
    ##### Article L9-1            <- before the first part: left over from the former code
    Ancienne rédaction.
    ## Partie législative
    ### Livre Ier : Du vol
    ##### Article L1-1
    I.-Le vol de la lune est puni de 15 000 F d'amende.
    ##### Article L1-1            <- the same article in the wording of another date
    I.-Le vol de la lune est puni de 2 250 euros d'amende :
    1° La nuit ;

The file does not say which of several wordings is in force. The one without a mark of old drafting (`superseded` among
the grammar's words) is the article, of these the longest; the others become editorial notes of it.

Ignores: `document_title` the title line above the law.
"""

import re
from collections import defaultdict

from corpus.records import Expression, Level, NoteKind, Source, Status
from ingest import grammar as grammars
from ingest.assemble import assemble
from ingest.decode import text_of
from ingest.draft import Draft, Law
from ingest.grammar import Grammar
from ingest.markdown import front_matter, rows
from ingest.parsers.legalize import blocks, lines
from ingest.reader import Reader

VERSION = "1"
_FORMER = "former"


def parse(raw: bytes, source: Source) -> Expression:
    """Read one code.

    Raises:
        ParseError: If the file is no UTF-8 text or holds no article.
    """
    grammar = grammars.load(source.grammar or "fr")
    law = Law()
    _, body = front_matter(text_of(raw, source))
    Reader(grammar, law).read(lines(blocks(rows(body), grammar), grammar, law, source))
    _set_former_apart(law.articles)
    law.articles = _one_wording_each(law.articles, grammar)
    return assemble(source, law, dialect="legalize_fr", version=VERSION)


def _set_former_apart(articles: list[Draft]) -> None:
    """Articles before the first part are left over from the former code, whose numbers the new one gave out again."""
    first = next((i for i, a in enumerate(articles) if _in_part(a)), 0)
    for article in articles[:first]:
        if article.level is Level.ARTICLE:
            article.prefix = _FORMER
            article.status = Status.REPEALED


def _in_part(article: Draft) -> bool:
    return any(c.level is Level.PART for c in article.containers)


def _one_wording_each(articles: list[Draft], grammar: Grammar) -> list[Draft]:
    groups: dict[tuple[str, Level, str], list[Draft]] = defaultdict(list)
    for article in articles:
        groups[(article.prefix, article.level, article.num)].append(article)
    old = [re.compile(p) for p in grammar.words.get("superseded", ())]
    kept = []
    for (_, _, num), group in groups.items():
        texts = [_words(a) for a in group]
        best = max(range(len(group)), key=lambda i: (not any(p.search(texts[i]) for p in old), len(texts[i])))
        for i, text in enumerate(texts):
            if i != best and num:
                group[best].note(NoteKind.EDITORIAL, f"Article {num} : {text}")
        kept.extend(group if not num else [group[best]])
    order = {id(a): i for i, a in enumerate(articles)}
    return sorted(kept, key=lambda a: order[id(a)])


def _words(draft: Draft) -> str:
    """All words of a unit as printed, labels with them."""
    pieces = [draft.num if draft.level is not Level.ARTICLE else "", *draft.words_before]
    pieces += [_words(child) for child in draft.children]
    pieces += [*draft.words_after, *(note.text for note in draft.notes)]
    return " ".join(p for p in pieces if p)
