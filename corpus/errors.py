"""One tree of errors; every one reads **place: found X, expected Y. What to do.**"""


class CorpusError(Exception):
    """Base of all errors that a user can mend; shown by the CLI as one line.

    Args:
        place: Where it went wrong: a file, a record, a field, a line.
        found: What stands there.
        expected: What should stand there; left out of the message when empty.
        do: What the user can do; left out of the message when empty.
    """

    def __init__(self, place: str, found: str, expected: str = "", do: str = "") -> None:
        self.place = place
        self.found = found
        self.expected = expected
        self.do = do
        super().__init__(self._line())

    def __reduce__(self) -> tuple[type["CorpusError"], tuple[str, str, str, str]]:
        """Keep the four parts when the error crosses a process boundary."""
        return type(self), (self.place, self.found, self.expected, self.do)

    def _line(self) -> str:
        line = f"{self.place}: found {self.found}"
        if self.expected:
            line += f", expected {self.expected}"
        line = line.rstrip(".") + "."
        if self.do:
            line += f" {self.do.rstrip('.')}."
        return " ".join(line.split())


class SourceError(CorpusError):
    """A source record (`source.json`) that is missing, broken or contradicted by its file."""


class ParseError(CorpusError):
    """A statute file whose structure cannot be read."""


class NumberingError(CorpusError):
    """A number that cannot be read, or two provisions with one eid."""


class StoreError(CorpusError):
    """A stored expression that is missing, damaged or of another format."""


class QueryError(CorpusError):
    """A pinpoint, filter or query that names nothing held, or cannot be read."""
