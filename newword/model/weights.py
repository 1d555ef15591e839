"""The weights file: networks and calibration as readable JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np

from newword.model.calibration import LENGTHS, Calibration
from newword.model.evidence import BASE_FEATURES, WORD_FEATURES
from newword.model.network import Network

__all__ = ["FORMAT", "Weights", "from_json", "load_weights", "to_json"]

FORMAT = "newword-model 1"
_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The trained model.

    Attributes:
        first: On `BASE_FEATURES`: is it a word, at first sight?
        word: On `WORD_FEATURES`: is it a word?
        boundary: On `WORD_FEATURES`: does a word begin and one end at its edges?
        calibration: From the logit of `word` to a probability.
    """

    first: Network
    word: Network
    boundary: Network
    calibration: Calibration


def load_weights() -> Weights:
    """The weights that come with the package."""
    text = resources.files("newword.model").joinpath("weights.json").read_text(encoding="utf-8")
    return from_json(text)


def to_json(weights: Weights) -> str:
    """One line for each feature, numbers with 6 significant digits."""
    networks = [
        f'"{name}": {_network_text(getattr(weights, name), features)}'
        for name, features in (
            ("first", BASE_FEATURES),
            ("word", WORD_FEATURES),
            ("boundary", WORD_FEATURES),
        )
    ]
    lines = [
        f'"{length}": {_numbers([slope, offset])}'
        for length, slope, offset in zip(
            LENGTHS, weights.calibration.slope, weights.calibration.offset, strict=True
        )
    ]
    parts = [f'"format": "{FORMAT}"', *networks, f'"calibration": {{{", ".join(lines)}}}']
    return "{\n" + ",\n".join(parts) + "\n}\n"


def from_json(text: str) -> Weights:
    """What `to_json` wrote.

    Raises:
        ValueError: It is of another format, or its features are not those of this version.
    """
    content = json.loads(text)
    if content.get("format") != FORMAT:
        raise ValueError(f"expected {FORMAT}, got {content.get('format')!r}")
    lines = [content["calibration"][str(length)] for length in LENGTHS]
    return Weights(
        first=_network(content["first"], BASE_FEATURES),
        word=_network(content["word"], WORD_FEATURES),
        boundary=_network(content["boundary"], WORD_FEATURES),
        calibration=Calibration(
            slope=tuple(line[0] for line in lines), offset=tuple(line[1] for line in lines)
        ),
    )


def _network_text(network: Network, features: tuple[str, ...]) -> str:
    rows = [
        f'    "{name}": {_numbers([network.mean[i], network.sd[i], *network.hidden[i]])}'
        for i, name in enumerate(features)
    ]
    return (
        '{\n  "features: mean, sd, hidden weights": {\n'
        + ",\n".join(rows)
        + f'\n  }},\n  "hidden bias": {_numbers(network.hidden_bias)}'
        + f',\n  "output": {_numbers(network.output)}'
        + f',\n  "output bias": {_numbers([network.output_bias])}\n}}'
    )


def _numbers(values: Any) -> str:
    return "[" + ",".join(f"{float(value):.{_DIGITS}g}" for value in values) + "]"


def _network(content: dict[str, Any], features: tuple[str, ...]) -> Network:
    rows = content["features: mean, sd, hidden weights"]
    if tuple(rows) != features:
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
