"""How well the rules of a language were measured to read articles off: `corpus/data/accuracy.json`.

Written by `benchmarks/coding.py --write`: concept -> language -> the figures, with what they were measured on.
"""

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

from search.tokens import base

NOT_MEASURED = "not measured"


@lru_cache(maxsize=1)
def _figures() -> dict[str, dict[str, Any]]:
    file = files("corpus").joinpath("data/accuracy.json")
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}


def measured(concept: str, language: str) -> dict[str, Any] | None:
    """The figures of a concept in a language: `f1`, `recall`, `present` (codes), `articles`; `None` where none are."""
    found: dict[str, Any] | None = _figures().get(concept, {}).get(base(language))
    return found


def accuracy(concept: str, language: str) -> str:
    """The measured accuracy in a few words, or "not measured"."""
    found = measured(concept, language)
    if found is None:
        return NOT_MEASURED
    unit = "article" if concept != "human_material" else "law"
    units = unit if found["articles"] == 1 else f"{unit}s"
    return f"F1 {found['f1']:.2f} on {found['present']} codes of {found['articles']} {units} known to the rules"
