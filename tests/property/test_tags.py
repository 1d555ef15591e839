"""Cuts of a text by its own language model against the oracle."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pytest
import strategies
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import tags as oracle

from newword.core import _core
from newword.language.words import PUBLISHED_WEIGHTS, WEIGHTS

SLOW = settings(deadline=None, max_examples=20)


def read(docs: Sequence[bytes], *, threads: int = 1) -> _core.Session:
    session = _core.Session(threads=threads)
    for document in docs:
        session.feed(document)
        session.end_document()
    return session


def assert_equals_oracle(
    docs: Sequence[bytes], max_order: int, min_count: int, weights: np.ndarray
) -> None:
    model = oracle.UnitModel(docs, max_order, min_count=min_count)
    session = read(docs)
    session.count(max_order=max_order, min_count=min_count)
    evidence, are_first = session.gap_evidence()
    expected = list(itertools.chain.from_iterable(map(model.evidence, model.runs)))
    np.testing.assert_allclose(evidence, np.reshape(expected, (-1, 6)), atol=1e-5)
    assert are_first.tolist() == [i == 0 for run in model.runs for i in range(len(run))]
    found = session.tag_posteriors(weights)
    statistics = oracle.tag_statistics(model, weights.tolist())
    for order in range(1, max_order + 1):
        ngrams = sorted(w for w in model.table if len(w) == order)
        for name in ("words", "expected", "left", "right", "joined"):
            values = [getattr(statistics[w], name) for w in ngrams]
            is_told = np.array([value is not None for value in values], dtype=bool)
            np.testing.assert_allclose(
                getattr(found, name)[order][is_told],
                np.array([value for value in values if value is not None]),
                rtol=1e-5,
                atol=1e-5,
                err_msg=f"{name} {ngrams[:9]}",
            )


@SLOW
@given(
    docs=strategies.repetitive_corpora(),
    max_order=strategies.orders(7),
    min_count=strategies.min_counts(),
    seed=st.integers(0, 99),
)
def test_cuts_equal_the_oracle(docs, max_order, min_count, seed):
    chance = np.random.default_rng(seed)
    assert_equals_oracle(docs, max_order, min_count, chance.normal(0, 1.5, (4, 7)))


@settings(deadline=None, max_examples=10)
@given(docs=strategies.corpora(), min_count=strategies.min_counts())
def test_nasty_text_equals_the_oracle(docs, min_count):
    assert_equals_oracle(docs, 5, min_count, WEIGHTS)


def han_text(units: int, alphabet: int, seed: int) -> str:
    chance = np.random.default_rng(seed)
    words = [
        "".join(chr(0x4E00 + c) for c in chance.integers(0, alphabet, chance.integers(1, 5)))
        for _ in range(80)
    ]
    chosen = [words[k % len(words)] for k in chance.zipf(1.3, units)]
    return "".join(chosen)[:units]


@pytest.mark.parametrize("min_count", [1, 2, 3, 5, 8])
@pytest.mark.parametrize("weights", [WEIGHTS, PUBLISHED_WEIGHTS], ids=["ours", "published"])
def test_a_text_of_words_equals_the_oracle(min_count, weights):
    text = han_text(600, 40, min_count)
    runs = "，".join(text[i : i + 20] for i in range(0, len(text), 20))
    assert_equals_oracle([runs.encode()], 6, min_count, np.ascontiguousarray(weights))


def test_where_nothing_joins_every_unit_is_a_word():
    text = han_text(3000, 50, 5)
    session = read([text.encode()])
    session.count(max_order=3, min_count=1)
    weights = np.zeros((4, 7))
    weights[:, 6] = -30
    found = session.tag_posteriors(weights)
    assert found.words[1].sum() == len(text)
    assert found.expected[1].sum() == pytest.approx(len(text))


def bytes_of(session: _core.Session) -> list[bytes]:
    return [column.tobytes() for columns in session.tag_posteriors(WEIGHTS) for column in columns]


def test_threads_never_change_a_bit():
    runs = [han_text(n % 60 + 1, 300, n) for n in range(1500)]
    text = "，".join([*runs, han_text(70_000, 300, 7)]).encode()
    results = []
    for threads in (1, 2, 8):
        session = read([text], threads=threads)
        session.count(max_order=6, min_count=2)
        results.append(bytes_of(session))
    assert results[0] == results[1] == results[2]


def test_a_run_longer_than_a_piece_is_cut_there():
    size = 1 << 16
    text = han_text(2 * size + 10, 300, 3)
    whole, cut = read([text.encode()]), read(["，".join([text[:size], text[size:]]).encode()])
    for session in (whole, cut):
        session.count(max_order=4, min_count=2)
    evidence, are_first = whole.gap_evidence()
    assert are_first.nonzero()[0].tolist() == [0, size, 2 * size]
    # The counts differ where n-grams cross the boundary, and hardly.
    np.testing.assert_allclose(evidence, cut.gap_evidence()[0], atol=0.5)


def test_a_cut_needs_a_count_first():
    with pytest.raises(RuntimeError):
        read([b""]).tag_posteriors(WEIGHTS)


def test_weights_of_another_shape_are_refused():
    session = read(["机器学习".encode()])
    session.count(max_order=2, min_count=1)
    with pytest.raises(ValueError, match="4 rows of 7"):
        session.tag_posteriors(np.zeros((4, 6)))
