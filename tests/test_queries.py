"""The query language: what each construct finds on a made-up law, and what is said of a query that cannot be read."""

import time
from datetime import date

import pytest

from corpus.errors import QueryError
from search import syntax
from search.index import Index
from search.syntax import And, InField, Near, Not, Or, Phrase, Where, Word
from tests.laws import ask, indexed, law, places, query, run

# Reading


def bare(text: str) -> str:
    """A tree in a short notation: `(a AND b)`, `[a b]` a phrase, `=a` exact, `a*` wildcard, `a~1`."""

    def show(node: syntax.Node) -> str:
        match node:
            case Word():
                return {"exact": f"={node.text}", "fuzzy": f"{node.text}~{node.slack}"}.get(node.how, node.text)
            case Phrase():
                return f"[{' '.join(map(show, node.words))}]"
            case Near():
                return f"({show(node.left)} {node.how}{node.most or ''} {show(node.right)})"
            case And():
                return f"({' AND '.join(map(show, node.parts))})"
            case Or():
                return f"({' OR '.join(map(show, node.parts))})"
            case Not():
                return f"NOT {show(node.part)}"
            case InField():
                return f"{node.field}:{show(node.part)}"
            case Where():
                return f"{node.name}:<{node.value}>"

    return show(syntax.parse(text))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("organs", "organs"),
        ("organs cells", "(organs AND cells)"),
        ("a AND b OR c AND d", "((a AND b) OR (c AND d))"),
        ("a OR b c", "(a OR (b AND c))"),
        ("(a OR b) c", "((a OR b) AND c)"),
        ("a NOT b", "(a AND NOT b)"),
        ("a AND NOT b", "(a AND NOT b)"),
        ("NOT b a", "(NOT b AND a)"),
        ("a NOT (b OR c)", "(a AND NOT (b OR c))"),
        ("a w/5 b AND c", "((a w5 b) AND c)"),
        ("a AND b w/5 c", "(a AND (b w5 c))"),
        ("a OR b pre/3 c", "(a OR (b pre3 c))"),
        ("a W/5 b", "(a w5 b)"),
        ("a /s b /P c /a d", "(((a s b) p c) a d)"),
        ("(a OR b) w/2 (c d)", "(((a OR b) w2 c) AND ((a OR b) w2 d))"),
        ('"a b" w/2 c', "([a b] w2 c)"),
        ('"a b"', "[a b]"),
        ('"a"', "a"),
        ('="a b"', "[=a =b]"),
        ("=a", "=a"),
        ("„Organe und Gewebe“ «органы и ткани» “a b”", "([Organe und Gewebe] AND [органы и ткани] AND [a b])"),
        ('"organs, tissues"', "[organs, tissues]"),
        ('"organs — tissues"', "[organs tissues]"),
        ("organ* org?n", "(organ* AND org?n)"),
        ("organs?", "organs?"),  # a question mark at the end is no letter
        ("organ~ organ~1 organ~2", "(organ~1 AND organ~1 AND organ~2)"),
        ("heading:slavery", "heading:slavery"),
        ("note:(a OR b)", "note:(a OR b)"),
        ('container:"a b"', "container:[a b]"),
        ("Heading:a w/3 b", "(heading:a w3 b)"),
        ("num:128 jur:kz", "(num:<128> AND jur:<kz>)"),
        ("num:177 bis", "num:<177 bis>"),
        ('work:"penal code" lang:uz-Latn', "(work:<penal code> AND lang:<uz-Latn>)"),
        ("concept:trafficking", "concept:<trafficking>"),
        ("177 bis", "177 bis"),
        ("=177 bis", "=177 bis"),
        ('"article 177 bis or 5"', "[article 177 bis or 5]"),
        ("articles 177 bis or", "(articles AND 177 bis AND or)"),
        ("or and not", "(or AND and AND not)"),
        ("128-1 4:1 №5, §232", "(128-1 AND 4:1 AND №5, AND §232)"),
        ("  organs\n\tcells ", "(organs AND cells)"),
    ],
)  # fmt: skip
def test_a_query_is_read_as_it_is_meant(text: str, tree: str) -> None:
    assert bare(text) == tree


@pytest.mark.parametrize(
    ("text", "character", "found", "expected"),
    [
        ("", 1, "the end of the query", "a word"),
        ("  ", 1, "the end of the query", "a word"),
        ("organs AND", 11, "the end of the query", "a word"),
        ("AND organs", 1, "'AND'", "a word"),
        ("organs AND OR cells", 12, "'OR'", "a word"),
        ("(organs", 8, "the end of the query", "a closing bracket"),
        ("organs)", 7, "')'", "the end, or a word"),
        ("organs ()", 9, "')'", "a word"),
        ('"organs', 1, "'\"organs'", "a closing quotation mark"),
        ('a "organs" "b', 12, "'\"b'", "a closing quotation mark"),
        ("organs »", 8, "'»'", "quotation marks"),
        ('""', 1, "'\"\"'", "words between the quotation marks"),
        ('a "—"', 3, "'\"—\"'", "words between the quotation marks"),
        ('"a b"~3', 1, "'\"a b\"~3'", "a phrase without ~"),
        ("***", 1, "'***'", "at least two letters beside * and ?"),
        ("cells a*", 7, "'a*'", "at least two letters"),
        ("— organs", 1, "'—'", "a word"),
        ("organ~3", 1, "'organ~3'", "~1 or ~2"),
        ("w/5 a", 1, "'w/5'", "a word"),
        ("a w/5", 6, "the end of the query", "a word"),
        ("a w/0 b", 3, "'w/0'", "1 to 999 words"),
        ("a w/00 b", 3, "'w/00'", "1 to 999 words"),
        ("a w/1000 b", 3, "'w/1000'", "1 to 999 words"),
        ("a w/x b", 3, "'w/x'", "1 to 999 words"),
        ("a /q b", 3, "'/q'", "/s, /p or /a"),
        ("a w/5 NOT b", 3, "'w/5'", "words on both sides of w/5"),
        ("jur:KZ /s b", 8, "'/s'", "words on both sides of /s"),
        ("(container:a) w/5 b", 15, "'w/5'", "words on both sides of w/5"),
        ("organs foo:bar", 8, "'foo:'", "one of heading:, note:, container:, num:"),
        ("heading: slavery", 1, "'heading:'", "a value right after heading:"),
        ("a num:", 3, "'num:'", "a value right after num:"),
        ("jur:(KZ)", 5, "'('", "a value after jur:"),
    ],
)
def test_an_error_says_where_what_and_what_was_expected(text: str, character: int, found: str, expected: str) -> None:
    with pytest.raises(QueryError) as raised:
        syntax.parse(text)
    assert raised.value.place.endswith(f", character {character}")
    assert raised.value.found == found
    assert expected in raised.value.expected


@pytest.mark.parametrize("text", ["NOT organs", "organs OR NOT cells", "NOT NOT organs", "(NOT a) (NOT b)"])
def test_a_query_of_what_must_not_be_there_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="a word besides NOT"):
        syntax.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "x " * 10_000,
        "(" * 1_000,
        "(" * 999 + "a" + ")" * 999,
        "NOT " * 1_500 + "a",
        "heading:" * 1_500 + "a",
        "a" + " w/5 a" * 999,
        "a " * 1_990 + '"',
        '"' * 1_999,
        "*" * 100_000,
        "a w/" + "9" * 10_000 + " b",
        "***",
        '"unclosed',
        "organs AND",
    ],
)
def test_hostile_queries_end_soon_with_one_clear_line(text: str) -> None:
    begun = time.monotonic()
    result = run("--digest", "search", "--", text)
    assert time.monotonic() - begun < 2
    assert result.exit_code in (1, 2)
    assert isinstance(result.exception, SystemExit)
    assert sum(line.startswith("delicti: query") for line in result.stderr.split("\n")) == 1
    assert len(result.stderr) < 100_600


def test_as_many_words_and_connectors_as_may_be_are_answered(index: Index) -> None:
    assert ask(index, "moon " * 2000).articles == ask(index, "moon").articles > 0
    assert ask(index, "moon" + " /a moon" * 60).articles > 0
    assert ask(index, "(" * 59 + "moon" + ")" * 59).articles > 0


def test_many_stars_take_no_time() -> None:
    index = indexed(law({"1": " ".join("e" * 30 + chr(97 + n % 26) + "x" * (n % 7) for n in range(300))}))
    begun = time.monotonic()
    assert ask(index, "*?*?*?*?*?*?*?*?*?*?*?*?eq*?*?*?*?eeb").hits == []
    assert time.monotonic() - begun < 1


# Finding

LAW = law({
    "# Of the Moon and the tides": "",
    "1": "Craters | Whoever digs a crater",
    "1/1": "at night with a lamp",
    "1/1/a": "on the moon; or a lamp of silver",
    "1/1/b": "on a comet without silver",
    "1/1=": "is fined",
    "1/2": "in a crater of gold, by night and by lamp of gold.",
    "1!": "A crater is a hole. The moon has many.",
    "# Of comets": "",
    "2": "Comets | on ice",
    "2/1": "The comet of art. 5 shines. It burns near No. Seven of the moon! Ice melts",
    "2/2": "silver comet gold and ice moon",
    "2/2/a": "gold",
    "2/2/b": "ice",
    "3": "Craters | nothing below says it",
    "177 bis": "Tides | The tides rise, and ROSE, organs and tissues; 128-1",
})  # fmt: skip


@pytest.fixture(scope="module")
def index() -> Index:
    return indexed(LAW)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # the smallest provision that holds what was asked
        ("silver", ["1(1)(a)", "1(1)(b)", "2(2)"]),
        ("lamp AND moon", ["1(1)(a)"]),  # in one point
        ("moon AND comet", ["1(1)", "2(1)", "2(2)"]),  # in two points of a part
        ("silver AND gold", ["1", "2(2)"]),  # in two parts: the article; and in one part
        ("tides AND silver", []),
        ("crater", ["1", "1 note", "1(2)", "3"]),  # intro and heading of 1; heading alone of 3
        ("craters AND nothing", ["3"]),
        ("comets AND shines", ["2(1)"]),  # the heading says it too, but something below says both
        ("heading:comets AND shines", ["2"]),
        ("fined", ["1(1)"]),  # after the points: the part's own words
        ("fined AND night", ["1(1)"]),
        # AND, OR, NOT
        ("gold OR tides", ["1(2)", "177 bis", "2(2)", "2(2)(a)"]),
        ("comet NOT lamp", ["2(1)", "2(2)"]),
        ("comet NOT (lamp OR ice)", []),
        ("(lamp OR ice) comet NOT tides", ["1(1)", "2", "2(1)", "2(2)"]),
        ("NOT lamp comet", ["2(1)", "2(2)"]),
        # words
        ("tide", ["177 bis"]),
        ("=tide", []),
        ("=tides", ["177 bis"]),
        ("rise", ["177 bis"]),
        ("tid*", ["177 bis"]),
        ("t?des", ["177 bis"]),
        ("*ides", ["177 bis"]),
        ("silvre~1", ["1(1)(a)", "1(1)(b)", "2(2)"]),  # two letters swapped
        ("slvre~1", []),
        ("slvre~2", ["1(1)(a)", "1(1)(b)", "2(2)"]),
        ("128-1", ["177 bis"]),
        ("128", []),
        # phrases
        ('"lamp of gold"', ["1(2)"]),
        ('"craters of gold"', ["1(2)"]),
        ('="craters of gold"', []),
        ('="crater of gold"', ["1(2)"]),
        ('"gold of lamp"', []),
        ('"tis* rise"', []),
        ('"tid* rise"', ["177 bis"]),
        ('"organs, and — tissues!"', ["177 bis"]),
        ('"craters whoever"', []),  # from a heading into the text
        ('"comet without silver is fined"', []),  # from a point into what follows
        ('"gold ice"', []),  # from one point into the next
        ('"hole the moon"', ["1 note"]),
        # fields
        ("heading:crater", ["1", "3"]),
        ("heading:digs", []),
        ("heading:(crater OR tides)", ["1", "177 bis", "3"]),
        ('heading:"crater nothing"', []),
        ("note:crater", ["1 note"]),
        ("note:silver", []),
        ("note:hole AND silver", ["1"]),
        ("container:comets", ["177 bis", "2", "3"]),
        ("container:comets AND gold", ["2(2)", "2(2)(a)"]),  # it stands above all of them
        ('container:"moon and the tides" silver', ["1(1)(a)", "1(1)(b)"]),
        ("container:(moon w/3 tides) silver", ["1(1)(a)", "1(1)(b)"]),
        ("container:(moon OR comets) tides", ["177 bis"]),
        ("silver NOT container:comets", ["1(1)(a)", "1(1)(b)"]),
        ("num:2", ["2"]),
        ("num:177 bis", ["177 bis"]),
        ('num:"177 bis"', ["177 bis"]),
        ("num:177", []),
        ("num:1 gold", ["1(2)"]),
        ("jur:zz tides", ["177 bis"]),
        ("jur:KZ tides", []),
        ("lang:EN tides", ["177 bis"]),
        ("lang:ru tides", []),
        ("work:code tides", ["177 bis"]),
        ("work:CODE tides", ["177 bis"]),
        ("work:other tides", []),
        ("num:2 OR num:3", ["2", "3"]),
        ("silver NOT num:1", ["2(2)"]),
    ],
)  # fmt: skip
def test_what_is_found_and_where(index: Index, text: str, found: list[str]) -> None:
    assert places(index, text) == found


NEAR = indexed(
    law({
        "1": "alpha one two three beta",
        "2": "beta one two three alpha",
        "3": "alpha beta gamma",
        "4": "the first alpha. The second beta",
        "5": "",
        "5/1": "alpha",
        "5/2": "beta",
        "6": "",
        "6/1": "words",
        "6/1/a": "alpha",
        "6/1/b": "beta",
        "7": "alpha alpha one two",
        "8": "alpha under art. 5 of No. Seven e.g. beta",
        "9": "Alpha | beta",
        "10": "alpha? Beta! Gamma… Delta",
        "11": "Alpha of 2020. beta",
    })
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("alpha w/4 beta", {"1", "2", "3", "4", "5", "6(1)", "9", "10", "11"}),
        ("alpha w/3 beta", {"3", "4", "5", "6(1)", "9", "10", "11"}),
        ("alpha pre/4 beta", {"1", "3", "4", "5", "6(1)", "9", "10", "11"}),
        ("beta pre/4 alpha", {"2"}),
        ("beta pre/3 alpha", set()),
        ("alpha w/1 beta", {"3", "10"}),
        ("alpha pre/2 beta", {"3", "5", "6(1)", "9", "10"}),  # the end of a segment counts as a word
        ("alpha w/1 alpha", {"7"}),
        ("alpha /s beta", {"1", "2", "3", "8", "11"}),
        ("beta /s alpha", {"1", "2", "3", "8", "11"}),
        ("gamma /s delta", set()),
        ("alpha /p beta", {"1", "2", "3", "4", "6(1)", "8", "9", "10", "11"}),
        ("alpha /a beta", {"1", "2", "3", "4", "5", "6(1)", "8", "9", "10", "11"}),
        ("(alpha OR gamma) w/1 beta", {"3", "10"}),
        ("alpha w/1 (beta OR one)", {"1", "3", "7", "10"}),
        ('"one two" w/2 beta', {"1", "2"}),
        ('"one two" pre/2 beta', {"1"}),
        ('alpha w/1 "one two"', {"1", "7"}),
        ('"alpha one" pre/2 "three beta"', {"1"}),
        ('"alpha one" pre/1 "three beta"', set()),
        ("alpha w/1 beta w/1 gamma", {"3", "10"}),
        ("alpha w/1 gamma w/9 beta", set()),
        ("alph* w/1 b?ta", {"3", "10"}),
        ("=alpha w/1 =beta", {"3", "10"}),
        ("alpha w/1 beta AND gamma", {"3", "10"}),
        ("alpha w/4 beta NOT gamma", {"1", "2", "4", "5", "6(1)", "9", "11"}),
        ("heading:alpha w/2 beta", {"9"}),
    ],
)
def test_connectors(text: str, found: set[str]) -> None:
    assert set(places(NEAR, text)) == found


def test_a_connector_marks_both_sides_and_nothing_else() -> None:
    hit = next(h for h in ask(NEAR, "alpha w/4 beta").hits if h.pinpoint.endswith(" 1"))
    assert hit.matched == ("alpha", "beta")


def test_signs_count_one_by_one() -> None:
    index = indexed(law({"1": "摘取他人的器官", "2": "人体器官移植条例", "3": "依第12条"}, language="zh"))
    assert places(index, "摘取 w/4 器官") == ["1"]
    assert places(index, "摘取 w/3 器官") == []
    assert places(index, "器官") == ["1", "2"]
    assert places(index, "官") == ["1", "2"]
    assert places(index, '"器官 移植"') == places(index, "器官移植") == ["2"]
    assert places(index, "人器") == []
    assert places(index, "第12条") == ["3"]
    assert places(index, "第12章") == []
    (hit,) = ask(index, "器官移植").hits
    assert hit.matched == ("器官移植",)
    (hit,) = ask(index, "concept:organ_removal 移植", concept="organ_removal").hits
    assert hit.matched == ("移植",)


def test_korean_words_are_found_inside_longer_ones() -> None:
    index = indexed(law({"1": "장기를 적출한 자", "2": "기장"}, language="ko"))
    assert places(index, "장기") == ["1"]
    assert ask(index, "적출").hits[0].matched == ("적출",)


def test_a_word_with_a_hyphen_is_found_in_its_forms() -> None:
    index = indexed(law({"1": "сделка купли-продажи", "2": "купля и продажа"}, language="ru"))
    assert places(index, "купля-продажа") == ["1"]
    assert places(index, "=купля-продажа") == []
    assert places(index, '"сделка купля-продажа"') == ["1"]


@pytest.mark.parametrize(
    ("text", "word"),
    [("e*", "at least two letters"), ("concept:theft", "one of trafficking")],
)
def test_what_cannot_be_answered_is_an_error(index: Index, text: str, word: str) -> None:
    with pytest.raises(QueryError, match=word):
        ask(index, text)


# Narrowing and order


def test_a_level_keeps_hits_of_that_level(index: Index) -> None:
    assert places(index, "crater", level="note") == ["1 note"]
    assert places(index, "silver", level="point") == ["1(1)(a)", "1(1)(b)"]
    assert ask(index, "silver", level="note").articles == 0
    assert index.count(query(index, "silver", level="point")) == 2


def test_equal_scores_stand_in_the_order_of_jurisdiction_work_and_law() -> None:
    units = {str(n): "the moon" for n in (1, 2, 10, 3)}
    laws = [law(units, name=n, jurisdiction=j) for j, n in (("ZZ", "b"), ("AA", "z"), ("ZZ", "a"))]
    hits = ask(indexed(*laws), "moon").hits
    assert len({h.score for h in hits}) == 1
    assert [h.rank for h in hits] == list(range(1, 13))
    assert [h.pinpoint for h in hits] == [
        f"{work} art. {n}" for work in ("AA Z", "ZZ A", "ZZ B") for n in (1, 2, 10, 3)
    ]


def test_more_of_it_in_fewer_words_and_in_a_heading_comes_first() -> None:
    filler = "other words stand here as well " * 5
    index = indexed(
        law({"1": f"moon {filler}", "2": f"moon moon moon {filler}", "3": f"Moon | {filler}", "4": "moon", "5": filler})
    )
    order = [h.eid for h in ask(index, "moon").hits]
    assert order.index("art_2") < order.index("art_1")
    assert order.index("art_3") < order.index("art_1")
    assert order.index("art_4") < order.index("art_1")
    assert "art_5" not in order


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    units = {str(n): "moon stands here" for n in range(1, 9)} | {"9": "comet stands here"}
    assert ask(indexed(law(units)), "moon OR comet").hits[0].eid == "art_9"


def test_a_date_asks_the_edition_of_that_day(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    from tests.laws import stored

    old = law({"1": "the old moon"}, as_of=date(2010, 1, 1), language="vi")
    new = law({"1": "the new moon"}, as_of=date(2024, 1, 1), language="vi")
    stored(tmp_path / "home", old, new)
    assert run("search", "new", "--count").stdout == "1\n"
    assert run("search", "old", "--count").stdout == "0\n"
    assert run("search", "old", "--count", "--as-of", "2015-06-01").stdout == "1\n"
    assert run("search", "new", "--count", "--as-of", "2015-06-01").stdout == "0\n"
    assert run("search", "moon", "--count", "--all-editions").stdout == "2\n"
    early = run("search", "moon", "--count", "--as-of", "2001-01-01")
    assert early.exit_code == 1
    assert "no edition that fits all of them" in early.stderr
