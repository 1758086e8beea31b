"""The jurisdictions that the project can name."""

import difflib
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from corpus.errors import QueryError
from corpus.records import Jurisdiction


@lru_cache(maxsize=1)
def all_jurisdictions() -> dict[str, Jurisdiction]:
    """Every jurisdiction by its code."""
    table = tomllib.loads(files("corpus").joinpath("data/jurisdictions.toml").read_text(encoding="utf-8"))
    return {code: Jurisdiction(code=code, name=name) for code, name in table.items()}


def name(code: str) -> str:
    """The English name of a jurisdiction; the code itself where the project has no name for it."""
    found = all_jurisdictions().get(code)
    return found.name if found else code


def resolve(text: str, held: Iterable[str] = ()) -> str:
    """The code that a typed code or English name means; a code that is held counts, whatever it is.

    Raises:
        QueryError: With the nearest names.
    """
    known = all_jurisdictions()
    if text.upper() in set(held):
        return text.upper()
    if text.upper() in known:
        return text.upper()
    by_name = {j.name.lower(): code for code, j in known.items()}
    if text.lower() in by_name:
        return by_name[text.lower()]
    near = difflib.get_close_matches(text.lower(), [*by_name, *(c.lower() for c in known)], n=3, cutoff=0.5)
    raise QueryError(
        "jurisdiction",
        repr(text),
        "a code such as KZ",
        f"Nearest: {', '.join(near)}" if near else "See 'delicti sources'",
    )
