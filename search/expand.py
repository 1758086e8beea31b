"""`--expand`: a query word that the vocabulary knows is searched in every language that has a word for it."""

from collections.abc import Iterable
from dataclasses import replace

from search import syntax
from search.concepts import terms
from search.lemmas import lemmatiser
from search.shard import Shard
from search.tokens import tokeniser

Used = dict[str, dict[str, list[str]]]


def expand(node: syntax.Node, shards: Iterable[Shard]) -> tuple[syntax.Node, Used]:
    """A query with each known word replaced by all words for it, and what was used.

    Returns:
        The new tree; and for each word or phrase as typed, the phrases searched by language.
    """
    opened = list(shards)
    used: Used = {}
    return _expanded(node, opened, used), used


def _expanded(node: syntax.Node, shards: list[Shard], used: Used) -> syntax.Node:
    match node:
        case syntax.Word(how="lemma") | syntax.Phrase():
            return _translated(node, shards, used)
        case syntax.And():
            return syntax.And(tuple(_expanded(p, shards, used) for p in node.parts))
        case syntax.Or():
            return syntax.Or(tuple(_expanded(p, shards, used) for p in node.parts))
        case syntax.Near():
            return replace(node, left=_expanded(node.left, shards, used), right=_expanded(node.right, shards, used))
        case syntax.Not():
            return syntax.Not(_expanded(node.part, shards, used))
        case syntax.InField():
            return replace(node, part=_expanded(node.part, shards, used))
        case _:
            return node


def _translated(node: syntax.Word | syntax.Phrase, shards: list[Shard], used: Used) -> syntax.Node:
    typed = [node.text] if isinstance(node, syntax.Word) else [w.text for w in node.words]
    at = node.at if isinstance(node, syntax.Word) else node.words[0].at
    keys = dict.fromkeys(k for shard in shards for k in shard.lexicon.keys(_lemmas(shard, typed)))
    keys |= dict.fromkeys(k for k in terms() if k.replace("_", " ") == " ".join(typed).lower())
    found: list[syntax.Node] = [node]
    by_language: dict[str, list[str]] = {}
    for shard in shards:
        for phrase in dict.fromkeys(p for key in keys for p in shard.lexicon.phrases(key)):
            by_language.setdefault(shard.language, []).append(phrase)
            words = tuple(syntax.Word(w, at, language=shard.language) for w in phrase.split())
            found.append(words[0] if len(words) == 1 else syntax.Phrase(words))
    if by_language:
        used[" ".join(typed)] = by_language
    return syntax.Or(tuple(found)) if len(found) > 1 else node


def _lemmas(shard: Shard, typed: list[str]) -> str:
    """The lemmas of typed words in a shard's language, from its table; from a stemmer where that is all it takes."""
    stemmer = lemmatiser(shard.language) if lemmatiser(shard.language).light else None
    out = []
    for form in (f for word in typed for f in tokeniser(shard.language).query(word)):
        entry = shard.lexicon.entry(form)
        out.append(entry.lemma if entry else stemmer.lemma(form) if stemmer else form)
    return " ".join(out)
