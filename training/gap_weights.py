"""A trained gap network as the integers that the core works with."""

from __future__ import annotations

import numpy as np

from newword.model.features.gap_inputs import MOST_ODDS
from training.gap_descent import MOST, TrainedGaps

__all__ = ["quantized"]

_MOST_WEIGHT = 127
_STEPS = 32
_OUTPUTS = 255 / MOST
_EVIDENCES, _COLUMNS = 6, 11
_MOST_LAST = 32767


def quantized(trained: TrainedGaps) -> dict[str, np.ndarray]:
    """The arrays of csrc/newword/gaps/gap_network.hpp, by name."""
    p = {name: array.astype(np.float64) for name, array in trained.parameters.items()}
    width = p["embeddings"].shape[1]
    of_dimension = np.maximum(np.abs(p["embeddings"]).max(axis=0), 1e-9) / _MOST_WEIGHT
    of_units = p["first"][:, :width] * of_dimension[:, None]
    of_gaps = p["first"][:, width:]
    unit_scale = _by_channel(of_units)
    gap_scale = _by_channel(of_gaps)
    second_scale = _by_channel(p["second"])
    step = gap_scale / _STEPS
    channels = len(gap_scale)
    last = np.concatenate([p["last"][:channels] / _OUTPUTS, p["last"][channels:] / _STEPS])
    last_scale = float(np.abs(last).max()) / _MOST_LAST
    return {
        "characters": trained.characters.astype(np.uint32),
        "mean": trained.mean[:_EVIDENCES],
        "sd": trained.sd[:_EVIDENCES],
        "level_inputs": _level_inputs(trained.mean[_EVIDENCES:], trained.sd[_EVIDENCES:]),
        "embeddings": np.rint(p["embeddings"] / of_dimension).astype(np.int8),
        "first_of_units": np.rint(of_units / unit_scale).astype(np.int8),
        "unit_scales": (unit_scale / step).astype(np.float32),
        "first_of_gaps": np.rint(of_gaps / gap_scale).astype(np.int8),
        "first_bias": np.rint(p["first_bias"] / step).astype(np.int32),
        "first_scales": (step * _OUTPUTS).astype(np.float32),
        "second": np.rint(p["second"] / second_scale).astype(np.int8),
        "second_bias": np.rint(p["second_bias"] * _OUTPUTS / second_scale).astype(np.int32),
        "second_scales": second_scale.astype(np.float32),
        "last": np.rint(last / last_scale).astype(np.int16),
        "last_bias": np.rint(p["last_bias"] / last_scale).astype(np.int32)[0],
        "last_scale": np.float64(last_scale),
    }


def _by_channel(weights: np.ndarray) -> np.ndarray:
    """What one step of an integer weight is worth, by channel."""
    return np.asarray(np.maximum(np.abs(weights).max(axis=(0, 1)), 1e-9) / _MOST_WEIGHT)


def _level_inputs(mean: np.ndarray, sd: np.ndarray) -> np.ndarray:
    """For each column of levels, what each of the 256 is as an input of the network."""
    level = np.arange(256)
    odds = (level / 127.5 - 1) * MOST_ODDS
    values = [odds if k < _COLUMNS else level / 255 for k in range(len(mean))]
    standard = (np.array(values) - mean[:, None]) / sd[:, None]
    return np.asarray(np.clip(np.rint(standard * _STEPS), -127, 127).astype(np.int8))
