"""The README is true: every delicti command in it runs, and its smallest record is enough."""

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

import cli

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MOON = ROOT / "tests" / "layouts" / "adilet_text" / "moonland"
BLOCKS = re.findall(r"```(?:sh|console)\n(.*?)```", README, re.DOTALL)
COMMANDS = [
    line.removeprefix("$ ") for block in BLOCKS for line in block.split("\n") if re.match(r"(\$ )?delicti ", line)
]
BUILT_IN = [c for c in COMMANDS if f"$ {c}" in README]
ON_STATUTES = [c for c in COMMANDS if c not in BUILT_IN]


def run(command: str) -> None:
    result = CliRunner().invoke(cli.main, shlex.split(command)[1:])
    assert result.exit_code == 0, f"{command}\n{result.output}"
    assert "Traceback" not in result.output


def made_up(folder: Path, jurisdiction: str, number: str, as_of: str) -> None:
    """The lunar code as the law of another jurisdiction, its article 7 renumbered."""
    folder.mkdir(parents=True)
    text = (MOON / "law.txt").read_text(encoding="utf-8").replace("Статья 7.", f"Статья {number}.")
    (folder / "law.txt").write_text(text, encoding="utf-8")
    record = json.loads((MOON / "source.json").read_text(encoding="utf-8"))
    record |= {"jurisdiction": jurisdiction, "consolidated_to": as_of}
    (folder / "source.json").write_text(json.dumps(record), encoding="utf-8")


@pytest.mark.parametrize("command", BUILT_IN)
def test_a_command_on_the_built_in_corpus_runs(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run(command)


def test_the_commands_on_real_statutes_run_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(ON_STATUTES) >= 7
    for code, number, as_of in (("KZ", "128", "2026-01-25"), ("UA", "149", "2006-02-10"), ("CZ", "168", "2026-01-01")):
        made_up(tmp_path / "path/to/statutes" / code.lower() / "code", code, number, as_of)
    for command in ON_STATUTES:
        run(command)
    assert (tmp_path / "kz.csv").read_bytes().startswith(b"\xef\xbb\xbfjurisdiction;")
    assert list((tmp_path / "akn").glob("*.xml"))


def test_the_smallest_record_is_enough(tmp_path: Path) -> None:
    record = re.search(r"```json\n(.*?)```", README, re.DOTALL)
    assert record
    folder = tmp_path / "zz" / "lunar-code"
    folder.mkdir(parents=True)
    (folder / "source.json").write_text(record[1], encoding="utf-8")
    (folder / "code.txt").write_text(
        "LUNAR CODE\n\nArticle 1. Theft of the moon\n\n1. Whoever steals the moon\n\n(a) alone, or\n\n"
        "(b) with others,\n\nshall be punished.\n\n2. The attempt is punishable.\n\n"
        "Article 2. Painting the moon\n\nWhoever paints the moon shall be fined.\n",
        encoding="utf-8",
    )
    run(f"delicti ingest {tmp_path}")
    run("delicti show 'ZZ:1(1)(b)'")


@pytest.mark.parametrize(
    "name", ["docs/ARCHITECTURE.md", "docs/COVERAGE.md", "CHANGELOG.md", "CITATION.cff", "LICENSE"]
)
def test_what_the_readme_links_to_is_there(name: str) -> None:
    assert name in README
    assert (ROOT / name).is_file()


def test_the_readme_names_its_targets_as_the_makefile_does() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
