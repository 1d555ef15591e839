"""Networks of a judge: what every second one does not see does not matter to it."""

from __future__ import annotations

import numpy as np

from newword.model.network import Network
from training.descent import Schedule, fit_network

SCHEDULE = Schedule(epochs=20, batch=100, hidden=4, networks=2)
BLIND = [1]


def fitted(blind: list[int]) -> tuple[Network, np.ndarray]:
    rng = np.random.default_rng(1)
    features = rng.normal(size=(3000, 3)).astype(np.float32)
    is_word = features @ np.array([1, 2, 0]) > 0
    weight = np.ones(len(features))
    network = fit_network(features, is_word, weight, SCHEDULE, seed=2, blind=blind)
    return network, features.astype(np.float64)


def of_second(network: Network, features: np.ndarray) -> np.ndarray:
    standard = (features - network.mean) / network.sd
    active = np.tanh(standard @ network.hidden + network.hidden_bias)
    return np.asarray(active[:, SCHEDULE.hidden :] @ network.output[SCHEDULE.hidden :])


def test_every_second_network_is_blind_to_some_columns() -> None:
    network, features = fitted(BLIND)
    changed = features.copy()
    changed[:, BLIND] = 0.5
    np.testing.assert_array_equal(of_second(network, changed), of_second(network, features))
    assert (network.logit(changed) != network.logit(features)).any()
    assert np.corrcoef(of_second(network, features), features[:, 0])[0, 1] > 0.9


def test_the_first_network_is_what_it_is_without_blind_ones() -> None:
    some, all_seeing = fitted(BLIND)[0], fitted([])[0]
    first = slice(0, SCHEDULE.hidden)
    np.testing.assert_array_equal(some.hidden[:, first], all_seeing.hidden[:, first])
    assert (some.hidden != all_seeing.hidden).any()
