"""Coverage cannot be fooled: lost, repeated, invented and reported text all lower it; ignored text must have a name."""

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.records import Expression, Ignored, Source
from ingest.coverage import measure
from ingest.pipeline import parse_source
from ingest.source import read_source
from ingest.visible import visible

MOON = Path(__file__).parent / "layouts" / "adilet_text" / "moonland"
RAW = (MOON / "law.txt").read_bytes()


@pytest.fixture(scope="module")
def source() -> Source:
    return read_source(MOON)


@pytest.fixture(scope="module")
def moon(source: Source) -> Expression:
    return parse_source(source, RAW)[0]


def test_a_right_reading_covers_everything(source: Source, moon: Expression) -> None:
    found = measure(RAW, source, [moon])
    assert found.share == 1.0
    assert dict(found.ignored).keys() == {"page_head", "signature"}
    assert 0 < found.ignored_share < 0.2


def test_a_lost_provision_lowers_it(source: Source, moon: Expression) -> None:
    less = replace(moon, provisions=moon.provisions[:-1])
    assert measure(RAW, source, [less]).share < 1.0


def test_repeating_one_provision_does_not_make_up_for_losing_another(source: Source, moon: Expression) -> None:
    cheat = replace(moon, provisions=moon.provisions[:-1] + moon.provisions[:1] * 5)
    honest = replace(moon, provisions=moon.provisions[:-1])
    assert measure(RAW, source, [cheat]).share <= measure(RAW, source, [honest]).share + 0.005


def test_invented_text_counts_nothing(source: Source, moon: Expression) -> None:
    first = replace(moon.provisions[0], intro="выдуманный текст " * 500)
    assert measure(RAW, source, [replace(moon, provisions=(first, *moon.provisions[1:]))]).share < 1.0


def test_ignoring_more_shows_in_the_ignored_share(source: Source, moon: Expression) -> None:
    more = replace(moon, provisions=moon.provisions[:5], ignored=(Ignored(rule="whim", characters=500),))
    found = measure(RAW, source, [more])
    assert dict(found.ignored)["whim"] == 500
    assert found.ignored_share > measure(RAW, source, [moon]).ignored_share


@pytest.mark.parametrize(
    ("name", "raw", "seen"),
    [
        ("a.txt", b"one\n\ntwo", "one two"),
        ("a.md", b"---\ntitle: x\n---\n# One\n\n[two](http://x.y/z_(w)) **three**\\.", "One two three ."),
        ("a.md", b"a <!-- hidden --> b\n\n[1]: http://x.y\n", "a b"),
        (
            "a.html",
            b"<html><head><title>t</title><script>s</script></head><body>a<style>x</style> b &amp; c</body></html>",
            "a b & c",
        ),
        ("a.xml", b"<l><a x='no'>one</a>two<b>three</b></l>", "one two three"),
        ("a.json", b'{"provisions": [{"provision_ref": "no", "title": "One", "content": "two"}]}', "One two"),
        ("a.json", b'{"sections": [{"number": "1", "sub_items": [{"label": "(a)", "text": "x"}]}]}', "(a) x"),
    ],
)
def test_visible_is_what_a_reader_sees(name: str, raw: bytes, seen: str) -> None:
    from ingest.draft import words

    assert words(visible(raw, name)) == words(seen)
