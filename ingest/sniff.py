"""Which dialect a file is in, told from its first characters; used where neither record nor user says."""

from corpus.errors import ParseError
from corpus.records import Source


def dialect_of(raw: bytes, source: Source) -> str:
    """The dialect of a raw file.

    Raises:
        ParseError: If none fits.
    """
    raise ParseError(f"{source.id}/{source.file}", "an unknown layout", "a dialect", "Give it with --dialect")
