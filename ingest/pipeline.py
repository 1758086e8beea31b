"""Raw file -> Expression -> measured -> stored: one source, or many side by side."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import ingest.parsers
from corpus.errors import ParseError
from corpus.records import Expression, Source
from ingest import sniff
from ingest.source import with_bytes

Parser = Callable[[bytes, Source], Expression]


def dialects() -> list[str]:
    """The names of all parsers: the modules of `ingest.parsers`."""
    return sorted(m.name for m in pkgutil.iter_modules(ingest.parsers.__path__))


@lru_cache(maxsize=64)
def _module(dialect: str) -> Parser:
    if dialect not in dialects():
        raise ParseError("dialect", repr(dialect), "one of " + ", ".join(dialects()))
    return importlib.import_module(f"ingest.parsers.{dialect}").parse  # type: ignore[no-any-return]


def parse_source(source: Source, raw: bytes) -> tuple[Expression, ...]:
    """Parse a raw file into one expression for each language that stands in it.

    Raises:
        CorpusError: If the file cannot be read as the law that its record names.
    """
    source = with_bytes(source, raw)
    if not source.dialect:
        source = replace(source, dialect=sniff.dialect_of(raw, source))
    parse = _module(source.dialect)
    return tuple(parse(raw, replace(source, language=language)) for language in source.languages)
