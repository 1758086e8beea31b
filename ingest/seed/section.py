"""One record of a section-list JSON file, between the file and the lines of the law."""

from dataclasses import dataclass, field

from corpus.records import Level
from ingest.reader import Line

# The prefix of a wording that the file prints beside the one in force.
FUTURE = "future"


@dataclass(slots=True)
class Section:
    """One record of the file: `printed` is all that it prints as its label and heading, `before` the containers that
    another record held, `whole` that it is no section but a whole law, `ignored` text left out with its rule."""

    ref: str
    num: str
    heading: str
    printed: str
    text: str
    chapter: str = ""
    level: Level = Level.ARTICLE
    prefix: str = ""
    whole: bool = False
    notes: list[str] = field(default_factory=list)
    before: list[Line] = field(default_factory=list)
    ignored: list[tuple[str, str]] = field(default_factory=list)
