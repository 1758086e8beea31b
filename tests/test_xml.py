"""XML without trust: what a hostile or damaged file may try, and the one line that it gets."""

from pathlib import Path

import pytest

from corpus.errors import ParseError
from ingest.source import read_source
from ingest.xml import MAX_DEPTH, child_text, day, root_of, text_of

SOURCE = read_source(Path(__file__).parent / "layouts" / "lims" / "moonland")
BOMB = """<!DOCTYPE l [<!ENTITY a "dust">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><l>&b;&b;</l>"""

REFUSED = {
    "an entity bomb": (BOMB.encode(), "line 1: found an entity declaration"),
    "an entity bomb in UTF-16": (BOMB.encode("utf-16"), "line 1: found an entity declaration"),
    "an external entity": (b'<!DOCTYPE l [\n<!ENTITY x SYSTEM "file:///etc/x">]><l>&x;</l>', "line 2: found an entity"),
    "a parameter entity": (b'<!DOCTYPE l [<!ENTITY % x SYSTEM "http://a.invalid/x">%x;]><l/>', "an entity declaration"),
    "an entity nobody declares": (b"<!DOCTYPE html>\n<l>a&nbsp;b</l>", "line 2, column 11: found broken XML (Entity"),
    "an entity of a DTD not read": (b'<!DOCTYPE l SYSTEM "l.dtd">\n<l>a&nbsp;b</l>', "line 2: found the entity &nbsp;"),
    "an encoding to hide in": (b'<?xml version="1.0" encoding="UTF-7"?><l/>', "found the encoding 'UTF-7'"),
    "a file cut off": (b"<l>\n<p>dust</p>\n<p>mo", "line 3, column"),
    "no XML at all": (b"dust and moon", "line 1, column 1: found broken XML"),
    "a bad byte": (b"<l>\ndu\xffst</l>", "line 2, column"),
    "two roots": (b"<l/><l/>", "broken XML"),
    "a deep nest": (b"<l>" * (MAX_DEPTH + 5) + b"</l>" * (MAX_DEPTH + 5), "nested more than 100 deep"),
    "a nest beyond the library's own limit": (b"<l>" * 5000 + b"</l>" * 5000, "broken XML"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_xml_is_refused_with_its_place(name: str) -> None:
    raw, words = REFUSED[name]
    with pytest.raises(ParseError) as error:
        root_of(raw, SOURCE)
    assert words in str(error.value)
    assert str(error.value).startswith("lims/moonland/law.xml")


def test_a_dtd_is_named_but_never_fetched() -> None:
    raw = b'<!DOCTYPE dokumente SYSTEM "http://127.0.0.1:9/never.dtd">\n<dokumente><P>Staub</P></dokumente>'
    assert child_text(root_of(raw, SOURCE), "P") == "Staub"


def test_an_inclusion_is_not_followed() -> None:
    raw = b'<l xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/hostname" parse="text"/></l>'
    assert text_of(root_of(raw, SOURCE)) == ""


def test_names_lose_their_namespaces_and_comments_are_gone() -> None:
    root = root_of(b"<a:l xmlns:a='urn:a'><a:p>du<!-- x -->st<?pi y?> here</a:p></a:l>", SOURCE)
    assert root.tag == "l"
    assert text_of(root) == "dust here"


def test_superscripts_of_numbers_stay_apart_and_breaks_end_words() -> None:
    root = root_of(b"<l>\xc2\xa7 7<sup>1</sup>, M<sup>e</sup><br/>X<b>Y</b><note>n</note>Z</l>", SOURCE)
    assert text_of(root, drop=("note",), breaks=("br",)) == "§ 7^1, Me  XYZ"


@pytest.mark.parametrize(
    ("text", "found"),
    [("2019-03-19", "2019-03-19"), ("2025-12-22+02:00", "2025-12-22"), ("2019-02-30", "None"), ("", "None")],
)
def test_days_are_read_off_dates_and_times(text: str, found: str) -> None:
    assert str(day(text)) == found
