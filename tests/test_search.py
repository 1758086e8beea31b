"""What the search commands print: tables, keywords in context, exports, counts, and what is said on stderr."""

import csv
import io
import json
import math
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import screen
from search import output, statistics, syntax
from search.expand import expand
from search.index import Index
from tests.laws import ask, evaluation, indexed, law, query, run, stored

LAYOUTS = Path(__file__).parent / "layouts"

ENGLISH = law(
    {
        "# Of trade": "",
        "1": "Trade in organs | Whoever sells a human organ",
        "1/1": "takes an organ from a person without consent",
        "1/2": "hides =organs, tissues or cells",
        "2": "Organs of a ship | The organ of the ship",
    },
    name="en",
)
ARABIC = law({"1": "كل من نقل عضو من شخص حي يعاقب بالسجن"}, name="ar", language="ar", jurisdiction="AE")
CHINESE = law({"1": "组织他人出卖人体器官的,处五年以下有期徒刑"}, name="zh", language="zh", jurisdiction="CN")
KAZAKH = law({"1": "Мүшелер | адам мүшесі, дене мүшелері"}, name="kk", language="kk", jurisdiction="KZ")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A store of four small laws in four scripts."""
    stored(tmp_path / "home", ENGLISH, ARABIC, CHINESE, KAZAKH)
    return tmp_path / "home"


def table(*arguments: str) -> list[dict[str, str]]:
    result = run("search", *arguments, "--csv")
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout, newline="")))


# The digest, while nothing is stored


def test_an_empty_home_answers_from_the_digest_and_says_so() -> None:
    result = run("search", '"organs or tissues"', "-j", "KZ", "--csv")
    assert "Nothing is stored under" in result.stderr
    assert "built-in digest: our own plain-English re-telling" in result.stderr
    hits = result.stdout.split("\n")[1:]
    assert any("art. 128(2)(7)" in h for h in hits)
    assert not any("art. 128(2)(6)" in h for h in hits)


# Tables


def test_a_table_names_place_heading_language_and_date_and_marks_the_words(home: Path) -> None:
    shown = run("search", "organ").stdout.split("\n")
    assert re.fullmatch(r"  1  ZZ EN art\. \S+ .*\[en, 2024-07-05\]", shown[0])
    assert "**organ**" in "\n".join(shown)
    assert max(map(screen.width, shown)) <= 80


def test_lines_of_every_script_fit_the_terminal(home: Path) -> None:
    for word in ("organ", "عضو", "器官", "мүше"):
        shown = run("search", word).stdout.split("\n")
        assert len(shown) > 1
        assert max(map(screen.width, shown)) <= 80


def test_a_table_says_when_it_shows_only_the_first_twenty() -> None:
    index = indexed(law({str(n): "the moon" for n in range(1, 31)}))
    assert (len(ask(index, "moon", 20).hits), ask(index, "moon", 20).articles) == (20, 30)
    result = run("--digest", "search", "organs")
    assert "The first 20 provisions; --limit N shows more" in result.stderr
    assert "The first 20" not in run("--digest", "search", "organs", "--limit", "3").stderr


def test_the_whole_text_is_shown_with_full(home: Path) -> None:
    text = run("search", "tissues", "--full").stdout
    assert "ZZ EN art. 1(2)  [en, official, 2024-07-05]" in text
    assert "    hides =organs, tissues or cells" in text
    assert "https://example.org/zz" in text


def test_the_matrix_has_a_row_for_each_jurisdiction_and_a_column_for_each_part(home: Path) -> None:
    rows = list(csv.reader(io.StringIO(run("search", "organ OR consent OR 器官", "--matrix", "--csv").stdout)))
    assert rows == [
        ["jur", "organ", "consent", "器官"],
        ["CN", "–", "–", "ZH art. 1"],
        ["ZZ", rows[2][1], "EN art. 1(1)", "–"],
    ]
    assert re.fullmatch(r"EN art\. \S+ \+3", rows[2][1])


# Keyword in context


def kwic(*arguments: str) -> tuple[list[str], list[str]]:
    """The lines with a keyword, and the lines that name an article above them."""
    lines = run("search", *arguments).stdout.rstrip("\n").split("\n")
    return [x for x in lines if x.startswith(" ")], [x for x in lines if not x.startswith(" ")]


@pytest.mark.parametrize("order", ["place", "left"])
def test_keywords_stand_under_each_other(home: Path, order: str) -> None:
    lines = run("search", "organ OR 器官 OR мүше OR عضو", "--kwic", "4", "--sort", order).stdout.split("\n")
    assert max(map(screen.width, lines)) <= 80
    starts = []
    for keyword in ("human organ", "器官", "адам мүшесі ", "عضو"):
        (line,) = [x for x in lines if keyword in x]
        starts.append(screen.width(line[: line.index(keyword.split()[-1])]))
    assert len(set(starts)) == 1, starts


def test_an_article_is_named_once_above_its_keywords(home: Path) -> None:
    lines, heads = kwic("organ", "--kwic", "4")
    assert sorted(heads) == ["ZZ EN art. 1  Trade in organs  [en]", "ZZ EN art. 2  Organs of a ship  [en]"]
    assert len(lines) == 6
    assert [x.split()[0] for x in lines if x.strip().startswith("(")] == ["(1)", "(2)"]


def test_in_arabic_what_follows_stands_to_the_left(home: Path) -> None:
    (line,), _ = kwic("عضو", "--kwic", "2")
    left, right = line.split("عضو")
    assert left.split()[-2:] == ["من", "شخص"]
    assert right.split() == ["من", "نقل"]
    (row,) = csv.DictReader(io.StringIO(run("search", "عضو", "--kwic", "2", "--csv").stdout, newline=""))
    assert (row["left"].split(), row["right"].split()) == (["من", "نقل"], ["من", "شخص"])  # as it is read


def test_in_chinese_context_is_counted_in_signs(home: Path) -> None:
    (row,) = csv.DictReader(io.StringIO(run("search", "器官", "--kwic", "3", "--csv").stdout, newline=""))
    assert (row["left"], row["keyword"], row["right"]) == ("卖人体", "器官", "的,处")


def test_lines_are_sorted_by_what_stands_beside_the_word(home: Path) -> None:
    def rows(order: str) -> list[dict[str, str]]:
        text = run("search", "organ", "--kwic", "3", "--sort", order, "--csv").stdout
        return list(csv.DictReader(io.StringIO(text, newline="")))

    before = [[w.casefold() for w in reversed(r["left"].split())] for r in rows("left")]
    after = [[w.casefold() for w in r["right"].split()] for r in rows("right")]
    assert before == sorted(before)
    assert after == sorted(after)
    assert len(before) == len(after) == 6
    assert tuple(rows("place")[0]) == output.KWIC_COLUMNS


def test_a_place_inside_several_hits_is_one_line() -> None:
    index = indexed(law({"1": "moon", "1/1": "moon and sun"}))
    hits = ask(index, "moon").hits
    whole = replace(hits[0], passages=hits[0].passages + hits[1].passages)
    assert len(output.lines([*hits, whole], 3, "place")) == len(hits) == 2


# Exports


def test_a_csv_has_these_columns_and_everything_to_cite_a_hit_by(home: Path) -> None:
    result = run("search", "consent", "--csv")
    assert result.stdout_bytes.split(b"\r\n")[0].decode() == ",".join(output.COLUMNS)
    (row,) = table("consent")
    assert row == {
        "rank": "1",
        "score": row["score"],
        "jurisdiction": "ZZ",
        "work": "EN",
        "pinpoint": "ZZ EN art. 1(1)",
        "eid": "art_1__para_1",
        "heading": "Trade in organs",
        "language": "en",
        "text_kind": "official",
        "text_state": "point_in_time",
        "as_of": "2024-07-05",
        "snippet": "takes an organ from a person without consent",
        "matched": "consent",
        "official_url": "https://example.org/zz",
        "sha256": "0" * 64,
    }
    assert re.fullmatch(r"\d+\.\d{4}", row["score"])


@pytest.mark.parametrize("text", ["organs AND cells", "exploit* w/9 person OR heading:persons"])
def test_a_count_is_the_number_of_rows_without_a_limit(text: str) -> None:
    count = run("--digest", "search", text, "--count").stdout
    rows = run("--digest", "search", text, "--csv").stdout_bytes.count(b"\r\n") - 1
    assert int(count) == rows > 1
    assert run("--digest", "search", text, "--csv", "--limit", "2").stdout_bytes.count(b"\r\n") == 3


def test_the_same_question_gives_the_same_bytes(home: Path) -> None:
    for kind in ("--csv", "--json", "--jsonl", "--facets", "--matrix", "--count", "--full"):
        first, second = (run("search", "organ OR 器官", kind).stdout_bytes for _ in range(2))
        assert first == second != b""


def test_json_and_jsonl_are_the_same_rows(home: Path) -> None:
    rows = json.loads(run("search", "organ", "--json").stdout)
    lines = [json.loads(line) for line in run("search", "organ", "--jsonl").stdout.splitlines()]
    assert rows == lines
    assert [{k: str(v) for k, v in row.items()} for row in rows] == table("organ")
    assert json.loads(run("search", "unicorn", "--json").stdout) == []


def test_excel_gets_a_byte_order_mark_its_separator_and_no_formulas(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    stored(home, law({"1": "=organs+1"}))
    assert run("search", "organs", "--excel", "--delimiter", ";", "-o", str(target)).exit_code == 0
    raw = target.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfrank;score;")
    (row,) = csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";")
    assert row["snippet"] == "'=organs+1"
    assert run("search", "organs", "--csv").stdout.count(",=organs+1,") == 1


def test_a_snippet_is_the_whole_text_with_full(home: Path) -> None:
    words = "moon " + "word " * 100
    stored(home, law({"1": words.strip()}))
    assert table("moon", "--full")[0]["snippet"] == words.strip()
    short = table("moon")[0]["snippet"]
    assert short.startswith("moon word")
    assert short.endswith("…")
    assert len(short) <= output.SNIPPET + 2


def test_facets_add_up_to_the_articles_and_provisions(home: Path) -> None:
    rows = json.loads(run("search", "organ OR 器官 OR мүше", "--facets", "--json").stdout)
    answer = {r["facet"]: [0, 0] for r in rows}
    for row in rows:
        answer[row["facet"]][0] += row["articles"]
        answer[row["facet"]][1] += row["provisions"]
    provisions = int(run("search", "organ OR 器官 OR мүше", "--count").stdout)
    assert answer["jurisdiction"] == answer["language"] == answer["work"] == [4, provisions]
    assert [r["facet"] for r in rows] == sorted(
        (r["facet"] for r in rows), key=("jurisdiction", "language", "work", "concept").index
    )
    assert {"facet": "work", "value": "CN ZH", "articles": 1, "provisions": 1} in rows


def test_what_a_text_would_do_to_the_terminal_is_shown_not_done(home: Path) -> None:
    units = {"1": "moon\x1b[31m red\x07 \u202edesrever \x9b2J | moon \x1b]0;title\x07 and \u2066more\u2069"}
    stored(home, law(units))
    for options in ([], ["--kwic", "5"], ["--full"], ["--matrix"], ["--facets"]):
        shown = run("search", "moon", *options).output
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown), options
    assert "<U+001B>" in run("search", "moon", "--full").stdout
    assert "\x1b" in json.loads(run("search", "moon", "--json").stdout)[0]["snippet"]  # data are given as they are


# Expansion


def test_a_word_is_searched_in_every_language_that_has_it(home: Path) -> None:
    assert {r["jurisdiction"] for r in table("organ")} == {"ZZ"}
    result = run("search", "organ", "--expand", "--csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout, newline="")))
    assert {"AE", "CN", "KZ", "ZZ"} == {r["jurisdiction"] for r in rows}
    assert re.search(
        r"^organ was searched as ar: .*عضو.*; en: .*organ.*; kk: .*; zh: .*器官", result.stderr, re.MULTILINE
    )
    assert {r["jurisdiction"] for r in table("器官", "--expand")} == {"AE", "CN", "KZ", "ZZ"}


def test_a_word_that_no_vocabulary_has_is_searched_as_typed(home: Path) -> None:
    result = run("search", "ship", "--expand", "--count")
    assert result.stdout == "1\n"
    assert "No word of the query is in the vocabulary: it was searched as typed." in result.stderr


def test_only_words_searched_by_lemma_are_expanded() -> None:
    index = indexed(ENGLISH)
    shards = [index.shard("en")]
    for text in ("=organ", "organ*", "organ~1", "num:1"):
        assert expand(syntax.parse(text), shards) == (syntax.parse(text), {})
    node, used = expand(syntax.parse("organ w/9 consent NOT ship"), shards)
    assert set(used) == {"organ", "consent"}
    assert syntax.words(node)


def test_an_expansion_binds_each_word_to_its_language(home: Path) -> None:
    stored(home, ENGLISH, law({"1": "the organ"}, name="vi", language="vi", jurisdiction="VN"))
    assert {r["jurisdiction"] for r in table("organ")} == {"VN", "ZZ"}  # as typed: in every language
    node, _ = expand(syntax.parse("organ"), [indexed(ENGLISH).shard("en")])
    assert isinstance(node, syntax.Or)
    assert {w.language for w in syntax.words(node)} == {"", "en"}


# Nothing found


def test_no_hits_are_no_error_and_say_where_was_looked(home: Path) -> None:
    result = run("search", "unicorn")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Looked in 4 editions, whose languages are: ar, en, kk, zh." in result.stderr
    assert "Not the same as: no such text is held" in result.stderr
    assert run("search", "unicorn", "--count").stdout == "0\n"
    assert run("search", "unicorn", "--csv").stdout_bytes.decode() == ",".join(output.COLUMNS) + "\r\n"


def test_an_unknown_word_gets_the_nearest_ones(home: Path) -> None:
    said = run("search", "tisseus AND organ").stderr
    assert re.search(r"'tisseus' is no word of the texts in .*en.*\. Nearest: .*en: tissues", said)
    assert "'organ' is no word" not in said
    assert "tisseus" in run("terms", "tisseus").stderr
    assert "Nearest: en: tissues" in run("terms", "tisseus", "--lang", "en").stderr


def test_an_answer_says_in_which_language_a_word_was_found(home: Path) -> None:
    said = run("search", "organ OR 器官").stderr
    assert "organ: found in en (2)" in said
    assert "器官: found in zh (1)" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("organs or cells", True),
        ("(organs or) cells", True),
        ("organs OR cells", False),
        ('"organs or tissues"', False),
        ("«organs or tissues» cells", False),
        ('"organs" or "tissues"', True),
    ],
)
def test_a_small_or_is_pointed_out(home: Path, text: str, said: bool) -> None:
    assert ("'or' is searched as a word; in capitals (OR) it joins words." in run("search", text).stderr) is said


@pytest.mark.parametrize(
    ("arguments", "says", "code"),
    [
        ([], "Type a query, or a concept", 2),
        (["  "], "Type a query, or a concept", 2),
        (["organ", "--concept", "theft"], "'theft' is none of trafficking", 2),
        (["organ", "--level", "verse"], "'verse' is none of", 2),
        (["organ", "--limit", "0"], "--limit", 2),
        (["organ", "--kwic", "99"], "--kwic", 2),
        (["organ", "--csv", "--delimiter", ";;"], "one character", 2),
        (["organ", "-o", "/nowhere/at/all.csv"], "cannot be written", 1),
        (["organ", "-j", "XX"], "XX", 1),
        (["organ", "--lang", "la"], "no edition that fits all of them", 1),
        (["organ AND"], "query 'organ AND', character 10: found the end of the query, expected a word.", 1),
        (["concept:theft"], "found the concept 'theft', expected one of trafficking", 1),
        (["num:1", "--matrix"], "--matrix needs words", 2),
    ],
)
def test_a_wrong_argument_is_one_clear_line(home: Path, arguments: list[str], says: str, code: int) -> None:
    result = run("search", *arguments)
    assert result.exit_code == code
    assert says in result.stderr
    assert "Traceback" not in result.output


def test_a_query_that_cannot_be_read_builds_no_index(home: Path) -> None:
    assert run("search", "organ AND").exit_code == 1
    assert not (home / "index").exists()


# Words and numbers


def test_terms_lists_the_forms_held(home: Path) -> None:
    rows = json.loads(run("terms", "organ", "--json").stdout)
    assert rows == [
        {"jurisdiction": "ZZ", "work": "EN", "language": "en", "lemma": "organ", "form": f, "articles": a, "times": t}
        for f, a, t in (("organ", 2, 3), ("organs", 2, 3))
    ]
    rows = json.loads(run("terms", "мүше", "--json").stdout)
    assert {r["form"] for r in rows} == {"мүшелер", "мүшесі", "мүшелері"}
    assert run("terms", "org*", "--lang", "en", "--csv").stdout_bytes.count(b"\r\n") == 3


FIVE = {
    "1": "red moon and a red moon",
    "2": "red moon over a sea",
    "3": "blue sea, blue sea, red ship",
    "4": "moon | red",
    "5": "a ship at sea",
}


def test_collocates_are_counted_by_hand() -> None:
    index = indexed(law(FIVE))
    found = {c.word: c for c in statistics.collocates(evaluation(index), syntax.parse("moon"), 1, 1)}
    # Beside a moon, one word away: red and, a? no: `red [moon] and`, `red [moon]`, `red [moon] over`; in 4 the heading
    # ends. That is red 3, and 1, over 1: five words. In all 6 + 5 + 6 + 2 + 4 = 23 words, red 5 times.
    assert {w: c.together for w, c in found.items()} == {"red": 3, "and": 1, "over": 1}
    red = found["red"]
    assert (red.in_all, red.expected) == (5, round(5 * 5 / 23, 2))
    a, window, b, rest = 3, 5, 2, 18
    rate = 5 / 23
    by_hand = 2 * (a * math.log(a / (window * rate)) + b * math.log(b / (rest * rate)))
    assert red.log_likelihood == round(by_hand, 2) == 3.41
    assert statistics.collocates(evaluation(index), syntax.parse("moon"), 1, 4) == []


def test_log_likelihood_is_nought_when_nothing_differs() -> None:
    assert statistics.log_likelihood(5, 100, 50, 1000) == pytest.approx(0)
    assert statistics.log_likelihood(0, 0, 0, 0) == 0
    assert statistics.log_likelihood(10, 100, 10, 1000) == statistics.log_likelihood(10, 1000, 10, 100)


def test_collocates_on_the_command_line(home: Path) -> None:
    stored(home, law(FIVE))
    rows = list(csv.DictReader(io.StringIO(run("collocates", "moon", "--span", "1", "--least", "1", "--csv").stdout)))
    assert tuple(rows[0]) == statistics.COLLOCATE_COLUMNS
    assert (rows[0]["word"], rows[0]["log_likelihood"]) == ("red", "3.41")
    assert "Nothing stands beside it so often." in run("collocates", "moon", "--least", "50").stderr


def test_keyness_sets_a_law_against_another(home: Path) -> None:
    one = law({"1": "moon moon moon sun"}, name="one")
    two = law({"1": "sun sun sun moon sea sea sea sea"}, name="two")
    stored(home, one, two, law({"1": "moon"}, name="three"))
    (row,) = json.loads(run("keyness", "ZZ ONE", "--against", "ZZ TWO", "--json").stdout)
    assert row == {
        "word": "moon",
        "lemma": "moon",
        "times": 3,
        "per_million": 750000.0,
        "times_against": 1,
        "per_million_against": 125000.0,
        "ratio": round(math.log2(6), 2),
        "log_likelihood": round(2 * (3 * math.log(3 / (4 * 4 / 12)) + math.log(1 / (8 * 4 / 12))), 2),
    }
    assert tuple(row) == statistics.KEYNESS_COLUMNS
    assert run("keyness", "ZZ ONE", "--against-all").exit_code == 0
    assert run("keyness", "ZZ ONE").exit_code == 2
    assert run("keyness", "ZZ ONE", "--against", "ZZ TWO", "--against-all").exit_code == 2
    assert "found 'ZZ FOUR', expected one of" in run("keyness", "ZZ FOUR", "--against-all").stderr


def test_a_law_is_not_compared_with_itself(home: Path) -> None:
    result = run("keyness", "ZZ EN", "--against", "ZZ EN")
    assert result.exit_code == 2
    assert "ZZ EN is compared with itself" in result.stderr


# What a text says is what is marked


def test_marks_are_the_words_found_as_printed() -> None:
    index = indexed(law({"1": "Ор\u00adга\u0301ны | изъятие органов, органами"}, language="ru"))
    (hit,) = ask(index, "орган").hits
    assert hit.matched == ("Ор\u00adга\u0301ны", "органов", "органами")
    (hit,) = ask(index, "heading:орган").hits
    assert hit.matched == ("Ор\u00adга\u0301ны",)


def test_uses_say_what_a_word_came_to() -> None:
    index = indexed(ENGLISH)
    (use,) = ask(index, "organ").uses
    assert (use.word, use.language, use.forms, use.articles) == ("organ", "en", ("organ", "organs"), 2)


def test_an_index_of_nothing_that_was_asked_for_answers_nothing() -> None:
    index: Index = indexed(ENGLISH)
    empty = replace(query(index, "organ"), editions=frozenset())
    assert index.search(empty).hits == []
    assert index.count(empty) == 0


# A store filled from files


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """A store with the made-up laws of Kazakhstan's and Taiwan's layouts; returns its index folder."""
    for dialect in ("adilet_text", "taiwan_json"):
        for case in (LAYOUTS / dialect).iterdir():
            shutil.copytree(case, tmp_path / "in" / dialect / case.name)
    assert run("ingest", str(tmp_path / "in")).exit_code == 0
    return tmp_path / "home" / "index"


def test_a_store_filled_from_files_is_searched(held: Path) -> None:
    assert run("search", "ночью", "--count").stdout == "1\n"
    assert run("search", "ноч", "--count").stdout == "0\n"
    assert int(run("search", "ноч*", "--count").stdout) >= 1
    assert int(run("search", "月球", "--lang", "zh", "--count").stdout) >= 1
    assert "whose languages are: en, ru, zh" in run("search", "unicorn").stderr


def test_what_could_not_be_read_is_listed(held: Path, tmp_path: Path) -> None:
    bad = tmp_path / "in" / "adilet_text" / "moonland" / "law.txt"
    bad.write_bytes(b"")
    assert run("ingest", str(tmp_path / "in")).exit_code == 1
    assert "Not read: adilet_text/moonland/law.txt: found an empty file" in run("sources").stdout


def test_a_damaged_store_is_mended_by_reading_again(held: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    kept = next((home / "expressions").rglob("*.jsonl"))
    kept.write_bytes(kept.read_bytes()[:-40])
    assert run("check").exit_code == 1
    assert run("ingest", str(tmp_path / "in")).exit_code == 0
    assert run("check").exit_code == 0
    (home / "manifest.json").write_text("{", encoding="utf-8")
    assert run("ingest", str(tmp_path / "in")).exit_code == 0
    assert run("check").exit_code == 0
