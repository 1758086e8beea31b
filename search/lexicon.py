"""The table beside an index: every form its texts hold, the lemma of each, and how often it stands there.

A query looks words up here, so that it loads no dictionary. One SQLite file a shard, written once.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

NAME = "lexicon.sqlite"
_TABLE = "CREATE TABLE form (form TEXT PRIMARY KEY, lemma TEXT, articles INTEGER, times INTEGER) WITHOUT ROWID"


@dataclass(frozen=True, slots=True)
class Entry:
    """A form held: its lemma, the number of articles that hold it, and how often it stands in them."""

    form: str
    lemma: str
    articles: int
    times: int


class Lexicon:
    """The forms of one shard."""

    def __init__(self, path: Path | str) -> None:
        """Open a table that `write` made; `:memory:` makes an empty one."""
        self._path = str(path)
        if self._path == ":memory:":
            self._db = sqlite3.connect(self._path)
        else:
            self._db = sqlite3.connect(f"file:{self._path}?mode=ro&immutable=1", uri=True, check_same_thread=False)

    def write(self, entries: Iterable[Entry], terms: Iterable[tuple[str, str, str]] = ()) -> None:
        """Fill an empty table; `terms` are the language's vocabulary: key, phrase, the phrase's lemmas with blanks."""
        self._db.execute(_TABLE)
        self._db.executemany(
            "INSERT INTO form VALUES (?, ?, ?, ?)", ((e.form, e.lemma, e.articles, e.times) for e in entries)
        )
        self._db.execute("CREATE INDEX lemma ON form (lemma)")
        self._db.execute("CREATE TABLE term (key TEXT, phrase TEXT, lemmas TEXT)")
        self._db.executemany("INSERT INTO term VALUES (?, ?, ?)", terms)
        self._db.commit()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def entry(self, form: str) -> Entry | None:
        """What is known of a form, if it is held."""
        row = self._db.execute("SELECT * FROM form WHERE form = ?", (form,)).fetchone()
        return Entry(*row) if row else None

    def family(self, form: str) -> list[Entry]:
        """All forms held that share the lemma of this one; empty if it is neither held nor in the vocabulary."""
        rows = self._db.execute(
            "SELECT f.* FROM form f WHERE f.lemma = (SELECT lemma FROM form WHERE form = ?) AND times ORDER BY f.form",
            (form,),
        )
        return [Entry(*row) for row in rows]

    def of_lemma(self, lemma: str) -> list[Entry]:
        """All forms held of a lemma."""
        return [
            Entry(*r) for r in self._db.execute("SELECT * FROM form WHERE lemma = ? AND times ORDER BY form", (lemma,))
        ]

    def beginning(self, prefix: str) -> list[Entry]:
        """All forms held that begin so."""
        rows = self._db.execute(
            "SELECT * FROM form WHERE form >= ? AND form < ? AND times ORDER BY form", (prefix, prefix + "\U0010ffff")
        )
        return [Entry(*row) for row in rows]

    def keys(self, lemmas: str) -> list[str]:
        """The vocabulary terms that some lemmas (with blanks between) are a name of."""
        rows = self._db.execute("SELECT DISTINCT key FROM term WHERE lemmas = ? ORDER BY key", (lemmas,))
        return [key for (key,) in rows]

    def phrases(self, key: str) -> list[str]:
        """How the language says a vocabulary term."""
        return [phrase for (phrase,) in self._db.execute("SELECT phrase FROM term WHERE key = ?", (key,))]

    def all(self) -> list[Entry]:
        """Every form held."""
        return [Entry(*row) for row in self._db.execute("SELECT * FROM form WHERE times ORDER BY form")]

    def long(self, least: int, most: int) -> list[str]:
        """The forms held that have so many letters."""
        rows = self._db.execute("SELECT form FROM form WHERE times AND length(form) BETWEEN ? AND ?", (least, most))
        return [form for (form,) in rows]

    def lemmas(self) -> dict[str, str]:
        """Form to lemma, for all forms held."""
        return dict(self._db.execute("SELECT form, lemma FROM form"))


def write(path: Path, entries: Iterable[Entry], terms: Iterable[tuple[str, str, str]]) -> None:
    """Write a table to a new file."""
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode = OFF")
    db.execute("PRAGMA synchronous = OFF")
    lexicon = Lexicon.__new__(Lexicon)
    lexicon._path, lexicon._db = str(path), db
    lexicon.write(entries, terms)
    lexicon.close()
