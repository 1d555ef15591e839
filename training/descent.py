"""Fitting: Adam for the networks, Newton for the calibration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from newword.model.network import CLIP, Network

__all__ = ["Schedule", "fit_network", "fit_platt", "fit_shift"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """How a network is trained.

    Attributes:
        epochs: Times that every row is seen.
        batch: Rows a step.
        rate: First step size of Adam; falls to 0 by a cosine.
        decay: L2 penalty.
        hidden: Units of the hidden layer.
        networks: Trained side by side from different seeds; their logits are averaged.
    """

    epochs: int = 12
    batch: int = 1024
    rate: float = 3e-3
    decay: float = 1e-4
    hidden: int = 32
    networks: int = 4


def fit_network(
    features: np.ndarray,
    label: np.ndarray,
    weight: np.ndarray,
    schedule: Schedule,
    *,
    seed: int,
    blind: Sequence[int] = (),
) -> Network:
    """Minimises the weighted log loss.

    Args:
        features: float32, rows x features.
        label: By row, 0 or 1.
        weight: By row; only their proportions matter.
        schedule: How.
        seed: Of the starting weights and of the order of the rows.
        blind: Columns that every second network does not see.
    """
    mean = features.mean(axis=0, dtype=np.float64)
    sd = np.maximum(features.std(axis=0, dtype=np.float64), 1e-6)
    standard = np.clip((features - mean.astype(np.float32)) / sd.astype(np.float32), -CLIP, CLIP)
    target = label.astype(np.float32)
    weight = (weight / weight.mean()).astype(np.float32)

    def descend(k: int) -> list[np.ndarray]:
        return _descend(standard, target, weight, schedule, np.random.default_rng([seed, k]))

    layers = [descend(k) for k in range(0, schedule.networks, 2)]
    standard[:, list(blind)] = 0
    for k in range(1, schedule.networks, 2):
        layers.append(descend(k))
        layers[-1][0][list(blind)] = 0
    return Network(
        mean=mean,
        sd=sd,
        hidden=np.concatenate([layer[0] for layer in layers], axis=1).astype(np.float64),
        hidden_bias=np.concatenate([layer[1] for layer in layers]).astype(np.float64),
        output=np.concatenate([layer[2] for layer in layers]).astype(np.float64) / len(layers),
        output_bias=float(np.mean([layer[3][0] for layer in layers])),
    )


def _descend(
    x: np.ndarray, y: np.ndarray, weight: np.ndarray, schedule: Schedule, rng: np.random.Generator
) -> list[np.ndarray]:
    size, width = x.shape
    parameters = [
        (rng.standard_normal((width, schedule.hidden)) / np.sqrt(width)).astype(np.float32),
        np.zeros(schedule.hidden, dtype=np.float32),
        (rng.standard_normal(schedule.hidden) / np.sqrt(schedule.hidden)).astype(np.float32),
        np.zeros(1, dtype=np.float32),
    ]
    first = [np.zeros_like(p) for p in parameters]
    second = [np.zeros_like(p) for p in parameters]
    steps = schedule.epochs * max(1, -(-size // schedule.batch))
    step = 0
    for _ in range(schedule.epochs):
        shuffled = rng.permutation(size)
        for begin in range(0, size, schedule.batch):
            rows = shuffled[begin : begin + schedule.batch]
            gradients = _gradients(parameters, x[rows], y[rows], weight[rows])
            rate = schedule.rate * 0.5 * (1 + np.cos(np.pi * step / steps))
            step += 1
            for i, (parameter, gradient) in enumerate(zip(parameters, gradients, strict=True)):
                if parameter.ndim > 1 or i == 2:
                    gradient = gradient + np.float32(schedule.decay) * parameter
                first[i] += np.float32(0.1) * (gradient - first[i])
                second[i] += np.float32(0.001) * (gradient * gradient - second[i])
                moment = first[i] / np.float32(1 - 0.9**step)
                spread = np.sqrt(second[i] / np.float32(1 - 0.999**step)) + np.float32(1e-8)
                parameter -= np.float32(rate) * moment / spread
    return parameters


def _gradients(
    parameters: list[np.ndarray], x: np.ndarray, y: np.ndarray, weight: np.ndarray
) -> list[np.ndarray]:
    hidden, hidden_bias, output, output_bias = parameters
    active = np.tanh(x @ hidden + hidden_bias)
    logit = active @ output + output_bias
    error = weight * (0.5 * (1 + np.tanh(0.5 * logit)) - y) / np.float32(len(y))
    back = error[:, None] * output * (1 - active * active)
    return [x.T @ back, back.sum(axis=0), active.T @ error, error.sum(keepdims=True)]


def fit_platt(logit: np.ndarray, label: np.ndarray, weight: np.ndarray) -> tuple[float, float]:
    """Slope and offset that make 1 / (1 + e^-(slope y + offset)) the likeliest, by Newton's method.

    Source: Platt (1999), with labels smoothed by one observation of each kind.
    """
    positives, negatives = float(weight[label].sum()), float(weight[~label].sum())
    target = np.where(label, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    x = np.stack([logit, np.ones_like(logit)], axis=1)
    line = np.array([1.0, 0.0])
    for _ in range(50):
        p = 0.5 * (1 + np.tanh(0.5 * (x @ line)))
        gradient = x.T @ (weight * (p - target))
        curvature = (x * (weight * p * (1 - p))[:, None]).T @ x + 1e-6 * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        line -= np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-9:
            break
    return float(line[0]), float(line[1])


def fit_shift(logit: np.ndarray, label: np.ndarray, amount: np.ndarray) -> float:
    """The s that makes 1 / (1 + e^-(logit + s amount)) the likeliest, by Newton's method.

    Args:
        logit: Slope and offset of `fit_platt` are applied.
        label: What is true.
        amount: What the shift is proportional to; not 0 everywhere.
    """
    shift = 0.0
    for _ in range(50):
        p = 0.5 * (1 + np.tanh(0.5 * (logit + shift * amount)))
        slope = float((amount * (p - label)).sum())
        curvature = float((amount**2 * p * (1 - p)).sum()) + 1e-6
        step = float(np.clip(slope / curvature, -1, 1))
        shift -= step
        if abs(step) < 1e-9:
            break
    return shift
