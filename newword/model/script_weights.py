"""The weights for strings of other scripts: a file for each judge."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from newword.model.features.cuts import TAG_ROWS
from newword.model.features.evidence import BASE_FEATURES, SCRIPT_FEATURES
from newword.model.features.scripts import CLUSTERS, JAPANESE
from newword.model.network import Network
from newword.model.network_file import (
    Judge,
    judge_of,
    judge_text,
    network_of,
    network_text,
    numbers_text,
    object_text,
)

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["ScriptWeights", "read_script_weights", "script_weights_of", "script_weights_text"]

_FORMAT = "newword-script-model 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptWeights:
    """The trained model for strings of some scripts.

    Attributes:
        tags: As in `Weights`, for text that is mostly of these scripts.
        first: On `BASE_FEATURES`: is it a word, at first sight?
        text: On `SCRIPT_FEATURES`: judges any string.
    """

    tags: np.ndarray
    first: Network
    text: Judge


def read_script_weights(
    directory: Path | Traversable | None = None,
) -> Mapping[str, ScriptWeights]:
    """By judge, those that come with the package, or of another directory."""
    directory = directory or resources.files("newword.model")
    return {
        judge: script_weights_of(
            directory.joinpath(f"weights_{judge}.json").read_text(encoding="utf-8")
        )
        for judge in (CLUSTERS, JAPANESE)
    }


def script_weights_text(weights: ScriptWeights) -> str:
    """As the file has them."""
    rows = zip(TAG_ROWS, weights.tags, strict=True)
    parts = {
        "format": f'"{_FORMAT}"',
        "tags": object_text({name: numbers_text(row) for name, row in rows}),
        "first": network_text(weights.first, BASE_FEATURES),
        "text": judge_text(weights.text, SCRIPT_FEATURES),
    }
    return object_text(parts) + "\n"


def script_weights_of(text: str) -> ScriptWeights:
    """What `script_weights_text` wrote.

    Raises:
        ValueError: It is of another format, or its features are not those of this version.
    """
    content = json.loads(text)
    if content.get("format") != _FORMAT:
        raise ValueError(f"expected {_FORMAT}, got {content.get('format')!r}")
    return ScriptWeights(
        tags=np.array([content["tags"][name] for name in TAG_ROWS], dtype=np.float64),
        first=network_of(content["first"], BASE_FEATURES),
        text=judge_of(content["text"], SCRIPT_FEATURES),
    )
