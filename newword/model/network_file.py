"""Networks and calibrations as readable JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from newword.model.calibration import LENGTHS, Calibration
from newword.model.network import Network

__all__ = [
    "Judge",
    "judge_of",
    "judge_text",
    "network_of",
    "network_text",
    "numbers_text",
    "object_text",
]

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


def judge_text(judge: Judge, features: Sequence[str]) -> str:
    """A judge of these features."""
    line = judge.calibration
    lines = zip(LENGTHS, line.slope, line.offset, strict=True)
    calibration = {str(length): numbers_text(numbers) for length, *numbers in lines}
    calibration[_SHIFT] = numbers_text([line.shift])
    return object_text(
        {
            "word": network_text(judge.word, features),
            "boundary": network_text(judge.boundary, features),
            "calibration": object_text(calibration),
        }
    )


def judge_of(content: dict[str, Any], features: Sequence[str]) -> Judge:
    """What `judge_text` wrote."""
    lines = [content["calibration"][str(length)] for length in LENGTHS]
    return Judge(
        word=network_of(content["word"], features),
        boundary=network_of(content["boundary"], features),
        calibration=Calibration(
            slope=tuple(line[0] for line in lines),
            offset=tuple(line[1] for line in lines),
            shift=content["calibration"][_SHIFT][0],
        ),
    )


def network_text(network: Network, features: Sequence[str]) -> str:
    """One line for each feature."""
    rows = {
        name: numbers_text([network.mean[i], network.sd[i], *network.hidden[i]])
        for i, name in enumerate(features)
    }
    return object_text(
        {
            _FEATURES: object_text(rows),
            "hidden bias": numbers_text(network.hidden_bias),
            "output": numbers_text(network.output),
            "output bias": numbers_text([network.output_bias]),
        }
    )


def network_of(content: dict[str, Any], features: Sequence[str]) -> Network:
    """What `network_text` wrote.

    Raises:
        ValueError: Its features are others.
    """
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


def object_text(parts: dict[str, str]) -> str:
    """Names with what is JSON already."""
    return "{\n" + ",\n".join(f'"{name}": {text}' for name, text in parts.items()) + "\n}"


def numbers_text(values: Any) -> str:
    """Numbers with 5 significant digits."""
    return "[" + ",".join(f"{float(value):.{_DIGITS}g}" for value in values) + "]"
