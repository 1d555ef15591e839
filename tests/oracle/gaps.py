"""Where a gap network cuts: its sums by plain integers, and what they say of n-grams.

Sizes: five units and their gaps in the first layer, three outputs in the second.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from .ngrams import Ngram

Run = tuple[str, ...]
PAD, UNKNOWN, ALPHANUMERIC, FIRST = range(4)
LEVELS_OF_GAP = 11


class Look(NamedTuple):
    """What a network sees of a run: tokens; of the gap before each unit, evidence and levels."""

    tokens: list[int]
    evidence: list[list[float]]
    levels: list[list[int]]


def levels_around(run: Run, levels: Mapping[Ngram, int], longest: int) -> list[list[int]]:
    """Of the gap before each unit, the highest level of the strings that end there, begin there and
    hold it inside, by their units."""
    found = []
    for gap in range(len(run)):
        row = [0] * LEVELS_OF_GAP
        for begin in range(len(run)):
            for end in range(begin + 2, min(len(run), begin + longest) + 1):
                level = levels.get(run[begin:end], 0)
                kind = min(end - begin, 5) - 2
                if end == gap:
                    row[kind] = max(row[kind], level)
                if begin == gap:
                    row[4 + kind] = max(row[4 + kind], level)
                if begin < gap < end:
                    row[8 + min(kind, 2)] = max(row[8 + min(kind, 2)], level)
        found.append(row)
    return found


def token_of(unit: str, arrays: Mapping[str, np.ndarray], simplified: Mapping[int, str]) -> int:
    """Which embedding a unit has."""
    if len(unit) > 1 or unit.isascii():
        return ALPHANUMERIC
    characters = arrays["characters"].tolist()
    code = ord(unit.translate(dict(simplified)))
    return FIRST + characters.index(code) if code in characters else UNKNOWN


def _rounded(x: float) -> int:
    return (
        math.floor(x)
        if x - math.floor(x) < 0.5 or (x - math.floor(x) == 0.5 and math.floor(x) % 2 == 0)
        else math.floor(x) + 1
    )


def _output(total: int, scale: np.float32) -> int:
    return _rounded(min(max(float(np.float32(total) * scale), 0.0), 255.0))


def sums_of(look: Look, arrays: Mapping[str, np.ndarray]) -> list[int]:
    """The last sum before each unit of a run but the first, for which it is 0."""
    units, channels = len(look.tokens), arrays["first_bias"].shape[0]
    inputs = [[0] * arrays["first_of_gaps"].shape[1] for _ in range(units)]
    for i in range(1, units):
        scaled = [
            min(max(_rounded((e - float(m)) * (32 / float(sd))), -127), 127)
            for e, m, sd in zip(look.evidence[i], arrays["mean"], arrays["sd"], strict=True)
        ]
        tables = zip(look.levels[i], arrays["level_inputs"], strict=True)
        inputs[i] = scaled + [int(table[level]) for level, table in tables]

    def first(i: int) -> list[int]:
        if not 0 <= i < units:
            return [0] * channels
        out = []
        for c in range(channels):
            total = int(arrays["first_bias"][c])
            for u in range(5):
                at = i + u - 2
                inside = 0 <= at < units
                token = look.tokens[at] if inside else PAD
                column = arrays["first_of_units"][u, :, c].astype(np.int64)
                of_unit = int(arrays["embeddings"][token].astype(np.int64) @ column)
                total += _rounded(float(np.float32(of_unit) * arrays["unit_scales"][c]))
                if inside:
                    weights = arrays["first_of_gaps"][u, :, c].tolist()
                    total += sum(x * w for x, w in zip(inputs[at], weights, strict=True))
            out.append(_output(total, arrays["first_scales"][c]))
        return out

    outputs = [first(i) for i in range(-1, units + 1)]
    found = [0]
    for i in range(1, units):
        window = np.array(outputs[i : i + 3], dtype=np.int64)  # those of i - 1, i, i + 1
        last = int(arrays["last_bias"])
        for c in range(channels):
            total = int(arrays["second_bias"][c])
            total += int((window * arrays["second"][:, :, c].astype(np.int64)).sum())
            last += _output(total, arrays["second_scales"][c]) * int(arrays["last"][c])
        weights = arrays["last"][channels:].tolist()
        found.append(last + sum(x * w for x, w in zip(inputs[i], weights, strict=True)))
    return found


def cuts_of(look: Look, arrays: Mapping[str, np.ndarray]) -> list[float]:
    """The probability of a cut before each unit of a run, and behind the last."""
    scale = float(arrays["last_scale"])
    inside = [1 / (1 + math.exp(-total * scale)) for total in sums_of(look, arrays)[1:]]
    return [1.0, *inside, 1.0]


class GapStatistics(NamedTuple):
    """Of an n-gram, over its occurrences."""

    words: float
    expected: float
    squares: float
    left: float
    right: float
    both: float
    joined: float


def statistics_of(
    ngram: Ngram, runs: Sequence[Run], cuts: Sequence[Sequence[float]]
) -> GapStatistics:
    """What the cuts of all runs say of an n-gram."""
    size = len(ngram)
    found: list[list[float]] = []
    for run, of_run in zip(runs, cuts, strict=True):
        found += [
            list(of_run[i : i + size + 1])
            for i in range(len(run) - size + 1)
            if run[i : i + size] == ngram
        ]
    weights = [
        edges[0] * edges[-1] * math.prod(1 - inner for inner in edges[1:-1]) for edges in found
    ]
    whole = [
        edges[0] > 0.5 and edges[-1] > 0.5 and max(edges[1:-1], default=0) <= 0.5 for edges in found
    ]
    n = len(found)
    inner = [math.fsum(1 - edges[k] for edges in found) / n for k in range(1, size)]
    return GapStatistics(
        words=sum(whole),
        expected=math.fsum(weights),
        squares=math.fsum(w * w for w in weights),
        left=math.fsum(edges[0] for edges in found) / n,
        right=math.fsum(edges[-1] for edges in found) / n,
        both=math.fsum(edges[0] * edges[-1] for edges in found) / n,
        joined=min(inner, default=1.0),
    )


def _odds(p: float) -> float:
    return math.log((p + 0.01) / (1.01 - p))


def marks_of(found: GapStatistics, count: int) -> list[float]:
    """What a judge of strings is told of an n-gram that occurs so often, in its order."""
    surest = found.squares / found.expected if found.expected > 1e-9 else 0.0
    return [
        _odds(found.left),
        _odds(found.right),
        _odds(found.both),
        _odds(found.joined),
        _odds(found.expected / (count + 1)),
        math.log(1 + found.expected),
        _odds(surest),
        found.words / (count + 2),
        math.log(1 + found.words),
    ]
