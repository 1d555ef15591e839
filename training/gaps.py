"""What people join and cut at the gaps between units, and the weights of the evidence for that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from newword.core._core import TagCutter
from newword.language.words import empty_model

__all__ = ["Gaps", "are_cut", "fit", "label"]

UNITS_A_TEXT = 1e5
RIDGE = 1e-2
ITERATIONS = 12
_ROWS, _EVIDENCES = 4, 6


@dataclass(frozen=True, kw_only=True)
class Gaps:
    """Of a text, all gaps inside runs.

    Attributes:
        evidence: Rows of `newword.core._core.Session.gap_evidence`.
        is_joined: By people.
        row: What the unit behind becomes if it is: 0 the second of its word, 1 the third, 2 the
            fourth, 3 a later one.
    """

    evidence: np.ndarray
    is_joined: np.ndarray
    row: np.ndarray


def label(sentences: Sequence[Sequence[str]], evidence: np.ndarray, are_first: np.ndarray) -> Gaps:
    """The gaps of sentences of words, each sentence a line.

    Args:
        sentences: What people cut.
        evidence: A row for each unit of the text, on the gap before it.
        are_first: Of the units, those that begin runs.
    """
    is_cut = are_cut(sentences, are_first)
    row, units = np.zeros(len(is_cut), dtype=np.int64), 0
    for i, cut in enumerate(is_cut.tolist()):
        row[i] = min(units, _ROWS) - 1
        units = 1 if cut else units + 1
    inside = ~are_first
    return Gaps(evidence=evidence[inside], is_joined=~is_cut[inside], row=row[inside])


def are_cut(sentences: Sequence[Sequence[str]], are_first: np.ndarray) -> np.ndarray:
    """Before which units of a text people cut.

    Args:
        sentences: As for `label`.
        are_first: Of the units, those that begin runs.
    """
    text = "".join("".join(words) + "\n" for words in sentences).encode()
    cuts, place = np.zeros(len(text) + 1, dtype=bool), 0
    for words in sentences:
        for word in words:
            cuts[place] = True
            place += len(word.encode())
        place += 1
    return np.asarray(cuts[_unit_begins(text)] | are_first)


def fit(texts: Sequence[Gaps]) -> np.ndarray:
    """The weights that fit texts best, each text of the same weight: rows by `Gaps.row`."""
    rows = []
    for number in range(_ROWS):
        chosen = [gaps.row == number for gaps in texts]
        evidence = np.vstack([g.evidence[mask] for g, mask in zip(texts, chosen, strict=True)])
        joined = np.concatenate([g.is_joined[mask] for g, mask in zip(texts, chosen, strict=True)])
        weight = np.concatenate(
            [
                np.full(int(mask.sum()), UNITS_A_TEXT / len(gaps.row))
                for gaps, mask in zip(texts, chosen, strict=True)
            ]
        )
        rows.append(_logistic(evidence, joined.astype(np.float64), weight))
    return np.array(rows)


def _unit_begins(text: bytes) -> np.ndarray:
    return TagCutter(empty_model(), np.zeros((_ROWS, _EVIDENCES + 1))).evidence(text)[0]


def _logistic(evidence: np.ndarray, joined: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Logistic regression by Newton's method."""
    columns = np.hstack([evidence, np.ones((len(evidence), 1))])
    found = np.zeros(columns.shape[1])
    for _ in range(ITERATIONS):
        p = 1 / (1 + np.exp(-(columns @ found)))
        slope = columns.T @ (weight * (p - joined)) + RIDGE * found
        bend = (columns * (weight * p * (1 - p))[:, None]).T @ columns
        found -= np.linalg.solve(bend + RIDGE * np.eye(len(found)), slope)
    return found
