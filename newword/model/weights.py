"""The weights file: networks and calibrations as readable JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from newword.model.calibration import LENGTHS, Calibration
from newword.model.features.cuts import TAG_ROWS
from newword.model.features.evidence import BASE_FEATURES, DICTIONARY_FEATURES, WORD_FEATURES
from newword.model.gap_networks import GapNetworks, read_gap_networks
from newword.model.network import Network

__all__ = ["FORMAT", "Judge", "Weights", "from_json", "load_weights", "read_weights", "to_json"]

FORMAT = "newword-model 4"

_DIGITS = 5
_SHIFT = "shift by least count"
_FEATURES = "features: mean, sd, hidden weights"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """The networks of one stage.

    Attributes:
        word: Is it a word?
        boundary: Does a word begin, and one end, at its edges?
        calibration: From the logit of `word` to a probability.
    """

    word: Network
    boundary: Network
    calibration: Calibration


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
    """

    tags: np.ndarray
    first: Network
    text: Judge
    new: Judge
    known: Judge
    gaps: GapNetworks


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
        "tags": _object(
            {name: _numbers(row) for name, row in zip(TAG_ROWS, weights.tags, strict=True)}
        ),
        "first": _network_text(weights.first, BASE_FEATURES),
        "text": _judge_text(weights.text, WORD_FEATURES),
        "new": _judge_text(weights.new, DICTIONARY_FEATURES),
        "known": _judge_text(weights.known, DICTIONARY_FEATURES),
    }
    return _object(parts) + "\n"


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
        first=_network(content["first"], BASE_FEATURES),
        text=_judge(content["text"], WORD_FEATURES),
        new=_judge(content["new"], DICTIONARY_FEATURES),
        known=_judge(content["known"], DICTIONARY_FEATURES),
        gaps=gaps,
    )


def _judge_text(judge: Judge, features: Sequence[str]) -> str:
    line = judge.calibration
    lines = zip(LENGTHS, line.slope, line.offset, strict=True)
    calibration = {str(length): _numbers(numbers) for length, *numbers in lines}
    calibration[_SHIFT] = _numbers([line.shift])
    return _object(
        {
            "word": _network_text(judge.word, features),
            "boundary": _network_text(judge.boundary, features),
            "calibration": _object(calibration),
        }
    )


def _judge(content: dict[str, Any], features: Sequence[str]) -> Judge:
    lines = [content["calibration"][str(length)] for length in LENGTHS]
    return Judge(
        word=_network(content["word"], features),
        boundary=_network(content["boundary"], features),
        calibration=Calibration(
            slope=tuple(line[0] for line in lines),
            offset=tuple(line[1] for line in lines),
            shift=content["calibration"][_SHIFT][0],
        ),
    )


def _network_text(network: Network, features: Sequence[str]) -> str:
    rows = {
        name: _numbers([network.mean[i], network.sd[i], *network.hidden[i]])
        for i, name in enumerate(features)
    }
    return _object(
        {
            _FEATURES: _object(rows),
            "hidden bias": _numbers(network.hidden_bias),
            "output": _numbers(network.output),
            "output bias": _numbers([network.output_bias]),
        }
    )


def _network(content: dict[str, Any], features: Sequence[str]) -> Network:
    rows = content[_FEATURES]
    if tuple(rows) != tuple(features):
        raise ValueError(f"expected the features {features}, got {tuple(rows)}")
    matrix = np.array(list(rows.values()), dtype=np.float64)
    return Network(
        mean=matrix[:, 0],
        sd=matrix[:, 1],
        hidden=matrix[:, 2:],
        hidden_bias=np.array(content["hidden bias"], dtype=np.float64),
        output=np.array(content["output"], dtype=np.float64),
        output_bias=float(content["output bias"][0]),
    )


def _object(parts: dict[str, str]) -> str:
    return "{\n" + ",\n".join(f'"{name}": {text}' for name, text in parts.items()) + "\n}"


def _numbers(values: Any) -> str:
    return "[" + ",".join(f"{float(value):.{_DIGITS}g}" for value in values) + "]"
