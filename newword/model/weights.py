"""The weights file: networks and calibrations as readable JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from newword.model.features.cuts import TAG_ROWS
from newword.model.features.evidence import BASE_FEATURES, DICTIONARY_FEATURES, WORD_FEATURES
from newword.model.features.scripts import CHINESE
from newword.model.gap_networks import GapNetworks, read_gap_networks
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
from newword.model.script_weights import ScriptWeights, read_script_weights

if TYPE_CHECKING:
    from newword.model.features.scripts import Scripts

__all__ = ["FORMAT", "Weights", "from_json", "load_weights", "read_weights", "to_json"]

FORMAT = "newword-model 4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The trained model.

    Attributes:
        tags: Of the cut by the language model of the text, a row for each of `TAG_ROWS`: what the
            evidence on a gap (csrc/newword/tagger/gap_evidence.hpp) adds to the log-odds of
            joining, and, last, what is always there.
        first: On `BASE_FEATURES`: is it a word, at first sight?
        text: On `WORD_FEATURES`: judges any string.
        new: On `DICTIONARY_FEATURES`: judges what the user's dictionary lacks.
        known: On `DICTIONARY_FEATURES`: judges the words of the user's dictionary.
        gaps: The networks that say where the text is cut.
        scripts: For strings of other scripts, by judge (`newword.model.features.scripts`).
    """

    tags: np.ndarray
    first: Network
    text: Judge
    new: Judge
    known: Judge
    gaps: GapNetworks
    scripts: Mapping[str, ScriptWeights] = field(default_factory=read_script_weights)

    def tags_for(self, scripts: Scripts) -> np.ndarray:
        """The weights of the cut of a text: those for most of it."""
        main = scripts.main
        return self.tags if main == CHINESE else self.scripts[main].tags


def load_weights() -> Weights:
    """The weights that come with the package."""
    files = resources.files("newword.model")
    text = files.joinpath("weights.json").read_text(encoding="utf-8")
    return from_json(text, read_gap_networks(files))


def read_weights(path: Path) -> Weights:
    """Those of a file that training wrote; the gap networks lie beside it."""
    return from_json(path.read_text(encoding="utf-8"), read_gap_networks(path.parent))


def to_json(weights: Weights) -> str:
    """All but the gap networks: one line for each feature, numbers with 5 significant digits."""
    parts = {
        "format": f'"{FORMAT}"',
        "tags": object_text(
            {name: numbers_text(row) for name, row in zip(TAG_ROWS, weights.tags, strict=True)}
        ),
        "first": network_text(weights.first, BASE_FEATURES),
        "text": judge_text(weights.text, WORD_FEATURES),
        "new": judge_text(weights.new, DICTIONARY_FEATURES),
        "known": judge_text(weights.known, DICTIONARY_FEATURES),
    }
    return object_text(parts) + "\n"


def from_json(text: str, gaps: GapNetworks) -> Weights:
    """What `to_json` wrote, which is all but the gap networks.

    Raises:
        ValueError: It is of another format, or its features are not those of this version.
    """
    content = json.loads(text)
    if content.get("format") != FORMAT:
        raise ValueError(f"expected {FORMAT}, got {content.get('format')!r}")
    return Weights(
        tags=np.array([content["tags"][name] for name in TAG_ROWS], dtype=np.float64),
        first=network_of(content["first"], BASE_FEATURES),
        text=judge_of(content["text"], WORD_FEATURES),
        new=judge_of(content["new"], DICTIONARY_FEATURES),
        known=judge_of(content["known"], DICTIONARY_FEATURES),
        gaps=gaps,
    )
