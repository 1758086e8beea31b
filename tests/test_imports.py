"""The arrows of the house: who may import whom, and where third parties may stand."""

import ast
import importlib.metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = {"corpus", "ingest", "search", "compare", "cli"}
ALLOWED = {
    "corpus": set(),
    "ingest": {"corpus"},
    "search": {"corpus"},
    "compare": {"search", "corpus"},
    "cli": {"compare", "search", "ingest", "corpus"},
}
ONLY_IN = {
    "lxml": {"ingest"},
    "bs4": {"ingest"},
    "docx": {"ingest", "compare"},
    "openpyxl": {"compare"},
    "whoosh": {"search"},
    "click": {"cli"},
    "urllib3": {"ingest"},
    "warcio": {"ingest"},
    "protego": {"ingest"},
}
MODULES = sorted(p for name in OURS for p in (ROOT / name).rglob("*.py"))


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            found.add((node.module or "").partition(".")[0])
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_imports_only_what_the_house_allows(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    found = _imports(path)
    assert found & OURS <= ALLOWED[package] | {package}
    for third, places in ONLY_IN.items():
        assert third not in found or package in places, f"{third} in {package}"
    if package == "corpus":
        import sys

        assert found <= set(sys.stdlib_module_names) | {"corpus"}


def test_no_other_distribution_owns_our_top_level_names() -> None:
    owners = importlib.metadata.packages_distributions()
    assert {name: set(owners[name]) - {"delicti"} for name in OURS if set(owners.get(name, ())) - {"delicti"}} == {}


def test_every_command_is_found_by_its_name() -> None:
    import importlib

    import cli

    for module, names in cli._MODULES.items():
        commands = importlib.import_module(f"cli.{module}").COMMANDS
        assert tuple(sorted(c.name for c in commands)) == tuple(sorted(names)), module
