"""Fitting a gap network: two convolutions over the units of runs, by Adam, with numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.gap_texts import GapText, characters_of

__all__ = ["CLIP", "MOST", "GapSchedule", "TrainedGaps", "fit_gap_network"]

CLIP = 127 / 32
"""Standardised inputs are cut off here, as the integers of the core are."""

MOST = 8.0
"""Outputs of both layers are cut off here."""

PAD, UNKNOWN, ALPHANUMERIC, FIRST = range(4)
FIRST_UNITS, SECOND_UNITS = 5, 3
_SIDE = FIRST_UNITS // 2
_HALO = _SIDE + SECOND_UNITS // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class GapSchedule:
    """How a network is trained.

    Attributes:
        epochs: Times that every unit is seen.
        stretches: Of the text, in one step.
        units: Of a stretch.
        rate: First step size of Adam; falls to 0 by a cosine.
        embedding: Numbers of a character.
        channels: Outputs of each layer.
        unknown: Share of the characters that are hidden.
    """

    epochs: int = 3
    stretches: int = 16
    units: int = 256
    rate: float = 2e-3
    embedding: int = 32
    channels: int = 64
    unknown: float = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedGaps:
    """A network in floating point.

    Attributes:
        characters: Code points of those that have an embedding of their own.
        mean: Of each input.
        sd: Of each input.
        parameters: `embeddings`, `first`, `first_bias`, `second`, `second_bias`, `last`,
            `last_bias` as they are trained: layers by place, input, channel.
    """

    characters: np.ndarray
    mean: np.ndarray
    sd: np.ndarray
    parameters: dict[str, np.ndarray]


def fit_gap_network(
    texts: Sequence[GapText], schedule: GapSchedule, *, inputs: int, seed: int
) -> TrainedGaps:
    """Minimises the log loss of cuts over all gaps inside runs.

    Args:
        texts: To learn from.
        schedule: How.
        inputs: How many of the numbers of a gap count, from the first on.
        seed: Of the starting weights and of the order.
    """
    characters = characters_of(texts)
    inside = np.concatenate([text.numbers[~text.is_first, :inputs] for text in texts])
    mean, sd = inside.mean(axis=0, dtype=np.float64), inside.std(axis=0, dtype=np.float64)
    sd = np.maximum(sd, 1e-3)
    del inside
    line = _Line(texts, characters, mean, sd, inputs)
    rng = np.random.default_rng(seed)
    parameters = _start(len(characters) + FIRST, inputs, schedule, rng)
    _descend(line, parameters, schedule, rng)
    return TrainedGaps(characters=characters, mean=mean, sd=sd, parameters=parameters)


class _Line:
    """All runs one behind the other, with PADs between them."""

    def __init__(
        self,
        texts: Sequence[GapText],
        characters: np.ndarray,
        mean: np.ndarray,
        sd: np.ndarray,
        inputs: int,
    ) -> None:
        first = np.concatenate([text.is_first for text in texts])
        places = np.arange(len(first)) + _SIDE * np.cumsum(first) + _HALO
        self.size = int(places[-1]) + 1 + _HALO
        self.token = np.full(self.size, PAD, dtype=np.uint16)
        self.number = np.zeros((self.size, inputs), dtype=np.int8)
        self.is_unit = np.zeros(self.size, dtype=np.float32)
        self.is_gap = np.zeros(self.size, dtype=np.float32)
        self.is_cut = np.zeros(self.size, dtype=np.float32)
        codes = np.concatenate([text.codes for text in texts])
        at = np.minimum(np.searchsorted(characters, codes), len(characters) - 1)
        token = np.where(characters[at] == codes, at + FIRST, UNKNOWN)
        self.token[places] = np.where(codes == 0, ALPHANUMERIC, token)
        numbers = np.concatenate([text.numbers[:, :inputs] for text in texts])
        numbers = np.clip(np.rint((numbers - mean) / sd * 32), -127, 127).astype(np.int8)
        numbers[first] = 0
        self.number[places] = numbers
        self.is_unit[places] = 1
        self.is_gap[places] = ~first
        self.is_cut[places] = np.concatenate([text.is_cut for text in texts])


def _start(
    tokens: int, inputs: int, schedule: GapSchedule, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    width, channels = schedule.embedding + inputs, schedule.channels

    def normal(*shape: int, spread: float) -> np.ndarray:
        return (rng.standard_normal(shape) * spread).astype(np.float32)

    first = normal(FIRST_UNITS, width, channels, spread=(2 / (FIRST_UNITS * width)) ** 0.5)
    second = normal(SECOND_UNITS, channels, channels, spread=(2 / (SECOND_UNITS * channels)) ** 0.5)
    return {
        "embeddings": normal(tokens, schedule.embedding, spread=0.5),
        "first": first,
        "first_bias": np.zeros(channels, dtype=np.float32),
        "second": second,
        "second_bias": np.zeros(channels, dtype=np.float32),
        "last": normal(channels + inputs, spread=(1 / (channels + inputs)) ** 0.5),
        "last_bias": np.zeros(1, dtype=np.float32),
    }


def _descend(
    line: _Line,
    parameters: dict[str, np.ndarray],
    schedule: GapSchedule,
    rng: np.random.Generator,
) -> None:
    begins = np.arange(0, line.size - 2 * _HALO, schedule.units)
    steps = schedule.epochs * -(-len(begins) // schedule.stretches)
    moments = {name: (np.zeros_like(p), np.zeros_like(p)) for name, p in parameters.items()}
    step = 0
    for _ in range(schedule.epochs):
        shuffled = rng.permutation(begins) - int(rng.integers(schedule.units))
        for some in range(0, len(shuffled), schedule.stretches):
            chosen = shuffled[some : some + schedule.stretches]
            gradients = _gradients(line, parameters, _rows(chosen, schedule, line), schedule, rng)
            rate = schedule.rate * 0.5 * (1 + np.cos(np.pi * step / steps))
            step += 1
            for name, gradient in gradients.items():
                first, second = moments[name]
                first += np.float32(0.1) * (gradient - first)
                second += np.float32(0.001) * (gradient * gradient - second)
                size = np.float32(rate * (1 - 0.999**step) ** 0.5 / (1 - 0.9**step))
                parameters[name] -= size * first / (np.sqrt(second) + np.float32(1e-8))


def _rows(begins: np.ndarray, schedule: GapSchedule, line: _Line) -> np.ndarray:
    """Places of stretches with what is around them; beyond the ends of the line the last one."""
    around = np.arange(-_HALO, schedule.units + _HALO)
    return np.clip(begins[:, None] + _HALO + around, 0, line.size - 1)


def _gradients(
    line: _Line,
    parameters: dict[str, np.ndarray],
    places: np.ndarray,
    schedule: GapSchedule,
    rng: np.random.Generator,
) -> dict[str, np.ndarray]:
    """Of the loss over the stretches.

    Rows of stretches follow each other; what has two of them in its window counts for nothing.
    """
    width = schedule.embedding
    counts = line.is_gap[places]
    counts[:, :_HALO] = counts[:, -_HALO:] = 0
    places = places.ravel()
    token = line.token[places]
    hidden = (token >= FIRST) & (rng.random(len(token), dtype=np.float32) < schedule.unknown)
    token[hidden] = UNKNOWN
    number = line.number[places].astype(np.float32) * np.float32(1 / 32)
    x = np.concatenate([parameters["embeddings"][token], number], axis=1)
    is_unit = line.is_unit[places][:, None]
    first = _convolve(x, parameters["first"]) + parameters["first_bias"]
    a = np.clip(first, 0, MOST) * is_unit
    second = _convolve(a, parameters["second"]) + parameters["second_bias"]
    c = np.clip(second, 0, MOST)
    last = np.concatenate([c, number], axis=1)
    odds = last @ parameters["last"] + parameters["last_bias"]
    weight = counts.ravel()
    error = weight * (0.5 * (1 + np.tanh(0.5 * odds)) - line.is_cut[places])
    error /= np.float32(max(float(weight.sum()), 1.0))
    back = error[:, None] * parameters["last"][: schedule.channels]
    back *= (second > 0) & (second < MOST)
    second_gradient, to_a = _convolve_back(a, parameters["second"], back, schedule.channels)
    to_a *= is_unit * ((first > 0) & (first < MOST))
    first_gradient, to_x = _convolve_back(x, parameters["first"], to_a, width)
    return {
        "embeddings": _scatter(to_x, token, len(parameters["embeddings"])),
        "first": first_gradient,
        "first_bias": to_a.sum(axis=0),
        "second": second_gradient,
        "second_bias": back.sum(axis=0),
        "last": last.T @ error,
        "last_bias": error.sum(keepdims=True),
    }


def _convolve(x: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Row by row, what stands around it times the weights of its place; 0 beyond the ends."""
    side = len(weights) // 2
    out = x @ weights[side]
    for k in range(1, side + 1):
        out[k:] += x[:-k] @ weights[side - k]
        out[:-k] += x[k:] @ weights[side + k]
    return np.asarray(out)


def _convolve_back(
    x: np.ndarray, weights: np.ndarray, back: np.ndarray, columns: int
) -> tuple[np.ndarray, np.ndarray]:
    """Gradients of the weights, and of the first columns of what they were applied to."""
    side = len(weights) // 2
    gradient = np.empty_like(weights)
    gradient[side] = x.T @ back
    to_x = back @ weights[side][:columns].T
    for k in range(1, side + 1):
        gradient[side - k] = x[:-k].T @ back[k:]
        gradient[side + k] = x[k:].T @ back[:-k]
        to_x[:-k] += back[k:] @ weights[side - k][:columns].T
        to_x[k:] += back[:-k] @ weights[side + k][:columns].T
    return gradient, to_x


def _scatter(rows: np.ndarray, token: np.ndarray, tokens: int) -> np.ndarray:
    """Sums of the rows of each token."""
    order = np.argsort(token, kind="stable")
    met, first = np.unique(token[order], return_index=True)
    sums = np.zeros((tokens, rows.shape[1]), dtype=np.float32)
    sums[met] = np.add.reduceat(rows[order], first, axis=0)
    return sums
