"""Periods in which something happens unusually often, by Kleinberg's automaton of two states."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

__all__ = ["Bursts", "heaviest_bursts"]

_FACTOR = 2.0
_COST = 1.0
_MOST = 0.9999
_ROWS_AT_ONCE = 4096


class Bursts(NamedTuple):
    """The heaviest burst of each row: float64 weight (0 for none), int64 first and last slice."""

    weight: np.ndarray
    start: np.ndarray
    end: np.ndarray


def heaviest_bursts(relevant: np.ndarray, documents: np.ndarray) -> Bursts:
    """The heaviest burst of each word.

    In every slice a word is in one of two states: in the usual one each document holds it with
    the probability p that it has over all slices, in a burst with 2p. Documents are binomial; to
    enter a burst costs ln n with n slices, to leave it nothing. The states are those of the least
    cost. A burst's weight is what it saves: its slices' costs in the usual state less those in it.

    Args:
        relevant: Documents that hold each word, by word and slice.
        documents: All documents of each slice.

    Source: Kleinberg (2002), "Bursty and hierarchical structure in streams", with s = 2, gamma = 1.

    Example:
        >>> import numpy as np
        >>> heaviest_bursts(np.array([[1, 0, 9, 8, 1, 0]]), np.full(6, 10)).start
        array([2])
    """
    parts = [
        _bursts(relevant[begin : begin + _ROWS_AT_ONCE].astype(np.float64), documents)
        for begin in range(0, max(len(relevant), 1), _ROWS_AT_ONCE)
    ]
    return Bursts(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _bursts(relevant: np.ndarray, documents: np.ndarray) -> Bursts:
    words, slices = relevant.shape
    total = documents.astype(np.float64)
    usual = relevant.sum(axis=1) / max(total.sum(), 1)
    usual = np.clip(usual, 1e-12, _MOST)
    raised = np.minimum(usual * _FACTOR, _MOST)
    # What a slice costs in the usual state less what it costs in a burst; coefficients cancel.
    gain = relevant * np.log(raised / usual)[:, None]
    gain += (total - relevant) * np.log((1 - raised) / (1 - usual))[:, None]
    is_burst = _states(gain, _COST * np.log(max(slices, 1)))
    best = Bursts(np.zeros(words), np.zeros(words, np.int64), np.zeros(words, np.int64))
    weight, start = np.zeros(words), np.zeros(words, np.int64)
    for t in range(slices):
        begins = is_burst[:, t] & ~(is_burst[:, t - 1] if t else np.zeros(words, bool))
        start[begins], weight[begins] = t, 0.0
        weight = np.where(is_burst[:, t], weight + gain[:, t], 0.0)
        ends = is_burst[:, t] & ~(is_burst[:, t + 1] if t + 1 < slices else np.zeros(words, bool))
        better = ends & (weight > best.weight)
        best.weight[better], best.start[better], best.end[better] = weight[better], start[better], t
    return best


def _states(gain: np.ndarray, cost: float) -> np.ndarray:
    """Whether each slice is in a burst, by the cheapest sequence of states (Viterbi)."""
    words, slices = gain.shape
    calm, burst = np.zeros(words), np.full(words, -np.inf)  # what is saved so far
    came_from_burst = np.zeros((2, words, slices), dtype=bool)
    for t in range(slices):
        came_from_burst[0, :, t] = burst > calm
        came_from_burst[1, :, t] = burst > calm - cost
        calm, burst = (
            np.maximum(calm, burst),
            np.maximum(calm - cost, burst) + gain[:, t],
        )
    is_burst = np.zeros((words, slices), dtype=bool)
    state = burst > calm
    for t in range(slices - 1, -1, -1):
        is_burst[:, t] = state
        state = np.where(state, came_from_burst[1, :, t], came_from_burst[0, :, t])
    return is_burst
