"""Where the real statute files are, and the skip that names them where there are none."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STATUTES = Path(os.environ.get("DELICTI_STATUTES", ROOT.parent / "shared" / "statutes"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if STATUTES.is_dir():
        return
    skip = pytest.mark.skip(reason="needs the real statute files: set DELICTI_STATUTES to their folder")
    for item in items:
        if "statutes" in item.keywords:
            item.add_marker(skip)


@pytest.fixture(scope="session")
def statutes() -> Path:
    """The folder of the real statute files."""
    return STATUTES


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the user's own data folder."""
    monkeypatch.setenv("DELICTI_HOME", str(tmp_path / "home"))
