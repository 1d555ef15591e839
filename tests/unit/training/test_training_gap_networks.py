"""How gap networks are trained, and how they become integers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from oracle import gaps as oracle

from training import gap_descent
from training.gap_descent import GapSchedule, TrainedGaps, fit_gap_network
from training.gap_texts import GapText, characters_of
from training.gap_weights import quantized

CHARACTERS = np.array([ord(c) for c in "器学机语言"], dtype=np.uint32)


def text_by_chance(seed: int, size: int, inputs: int = 17) -> GapText:
    """Cuts follow from the characters and from one number of the gap."""
    rng = np.random.default_rng(seed)
    codes = rng.choice(np.append(CHARACTERS, 0), size)
    is_first = rng.random(size) < 0.2
    is_first[0] = True
    numbers = rng.normal(0, 1, (size, inputs)).astype(np.float32)
    before = np.concatenate([[0], codes[:-1]])
    odds = 2.0 * numbers[:, 1] + 3.0 * (before == CHARACTERS[1]) - 3.0 * (codes == CHARACTERS[2])
    return GapText(codes=codes, numbers=numbers, is_first=is_first, is_cut=(odds > 0) | is_first)


def outputs(line: gap_descent._Line, p: dict[str, np.ndarray]) -> np.ndarray:
    """Log-odds of cuts in floating point, one place at a time."""
    number = line.number / 32.0
    x = np.concatenate([p["embeddings"][line.token], number], axis=1)
    channels = len(p["first_bias"])

    def layer(of: np.ndarray, weights: np.ndarray, bias: np.ndarray) -> np.ndarray:
        side = len(weights) // 2
        padded = np.pad(of, ((side, side), (0, 0)))
        rows = [
            sum(padded[i + k] @ weights[k] for k in range(len(weights))) for i in range(len(of))
        ]
        return np.asarray(np.clip(np.array(rows) + bias, 0, 8))

    a = layer(x, p["first"], p["first_bias"]) * line.is_unit[:, None]
    c = layer(a, p["second"], p["second_bias"])
    return np.asarray(c @ p["last"][:channels] + number @ p["last"][channels:] + p["last_bias"])


def loss(line: gap_descent._Line, p: dict[str, np.ndarray], weight: np.ndarray) -> float:
    odds = outputs(line, p)
    losses = np.logaddexp(0, odds) - line.is_cut * odds
    return float((losses * weight).sum() / weight.sum())


def test_gradients_are_those_of_the_loss() -> None:
    schedule = GapSchedule(stretches=1, units=24, embedding=3, channels=4, unknown=0)
    text = text_by_chance(1, 30, inputs=2)
    zeros, ones = np.zeros(2), np.ones(2)
    line = gap_descent._Line([text], CHARACTERS, zeros, ones, 2)
    rng = np.random.default_rng(2)
    parameters = gap_descent._start(len(CHARACTERS) + 3, 2, schedule, rng)
    parameters = {name: array.astype(np.float64) for name, array in parameters.items()}
    places = gap_descent._rows(np.array([4]), schedule, line)
    part: Any = object.__new__(gap_descent._Line)
    for name in ("token", "number", "is_unit", "is_gap", "is_cut"):
        setattr(part, name, getattr(line, name)[places.ravel()])
    weight = part.is_gap.copy()
    weight[:3] = weight[-3:] = 0
    assert weight.sum() > 10
    found = gap_descent._gradients(line, parameters, places, schedule, rng)
    for name, array in parameters.items():
        for at in list(np.ndindex(array.shape))[:: max(1, array.size // 12)]:
            step = 1e-5
            around = []
            for sign in (1, -1):
                moved = {**parameters, name: array.copy()}
                moved[name][at] += sign * step
                around.append(loss(part, moved, weight))
            expected = (around[0] - around[1]) / (2 * step)
            assert found[name][at] == pytest.approx(expected, rel=2e-3, abs=2e-5), (name, at)


def test_what_the_characters_and_numbers_say_is_learned() -> None:
    schedule = GapSchedule(epochs=6, stretches=4, units=64, rate=1e-2, embedding=8, channels=16)
    trained = fit_gap_network([text_by_chance(3, 20_000)], schedule, inputs=17, seed=1)
    assert trained.characters.tolist() == sorted(CHARACTERS.tolist())
    other = text_by_chance(4, 2000)
    line = gap_descent._Line([other], trained.characters, trained.mean, trained.sd, 17)
    is_gap = line.is_gap > 0
    right = (outputs(line, trained.parameters)[is_gap] > 0) == (line.is_cut[is_gap] > 0)
    assert right.mean() > 0.95


@pytest.mark.parametrize("inputs", [17, 28])
def test_integers_say_what_the_trained_network_says(inputs: int) -> None:
    rng = np.random.default_rng(inputs)
    schedule = GapSchedule()
    parameters = gap_descent._start(len(CHARACTERS) + 3, inputs, schedule, rng)
    parameters["first_bias"] = rng.normal(0, 0.5, 64).astype(np.float32)
    parameters["second_bias"] = rng.normal(0, 0.5, 64).astype(np.float32)
    trained = TrainedGaps(
        characters=CHARACTERS,
        mean=rng.normal(0, 1, inputs),
        sd=rng.uniform(0.3, 2, inputs),
        parameters=parameters,
    )
    arrays = quantized(trained)
    size = 40
    codes = np.array([*rng.choice(CHARACTERS, size - 2), 0, 0x9FFF], dtype=np.uint32)
    levels = rng.integers(0, 256, (size, 11))
    known = rng.integers(0, 2, (size, 11)) * 255
    numbers = [rng.normal(0, 1, (size, 6)), (levels / 127.5 - 1) * np.log(101), known / 255]
    text = GapText(
        codes=codes,
        numbers=np.hstack(numbers).astype(np.float32)[:, :inputs],
        is_first=np.arange(size) == 0,
        is_cut=np.zeros(size, dtype=bool),
    )
    line = gap_descent._Line([text], CHARACTERS, trained.mean, trained.sd, inputs)
    expected = outputs(line, parameters)[line.is_unit > 0]
    look = oracle.Look(
        tokens=line.token[line.is_unit > 0].tolist(),
        evidence=numbers[0].tolist(),
        levels=np.hstack([levels, known]).tolist() if inputs == 28 else levels.tolist(),
    )
    sums = np.array(oracle.sums_of(look, arrays)) * float(arrays["last_scale"])
    np.testing.assert_allclose(sums[1:], expected[1:], atol=0.06)


def test_rare_characters_have_no_embedding() -> None:
    text = text_by_chance(5, 400)
    codes = text.codes.copy()
    codes[:2], codes[2:5] = 0x9F98, 0x9F99
    rare = GapText(codes=codes, numbers=text.numbers, is_first=text.is_first, is_cut=text.is_cut)
    found = characters_of([rare]).tolist()
    assert 0x9F98 not in found
    assert 0x9F99 in found
    assert 0 not in found
