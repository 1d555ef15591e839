"""The native passes of the ranking models against the oracle."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import oracle
import pytest
import strategies
from hypothesis import given, settings
from hypothesis import strategies as st

from newword.core import _core

Ngram = tuple[str, ...]

SLOW = settings(deadline=None, max_examples=30)


def read(docs: Sequence[bytes], *, threads: int = 1) -> _core.Session:
    session = _core.Session(threads=threads)
    for document in docs:
        session.feed(document)
        session.end_document()
    return session


def by_order(lattice: oracle.Lattice, max_order: int) -> list[list[Ngram]]:
    """The n-grams of the table in the order of the engine's columns."""
    orders: list[list[Ngram]] = [[] for _ in range(max_order + 1)]
    for ngram in lattice.table:
        orders[len(ngram)].append(ngram)
    return [sorted(ngrams) for ngrams in orders]


def columns_of(values: dict[Ngram, float], orders: list[list[Ngram]]) -> list[np.ndarray]:
    return [np.array([values.get(w, 0.0) for w in ngrams]) for ngrams in orders[1:]]


def assert_columns(
    got: Sequence[np.ndarray], values: dict[Ngram, float], orders: list[list[Ngram]]
) -> None:
    for order, ngrams in enumerate(orders[1:], start=1):
        expected = np.array([values[w] for w in ngrams])
        np.testing.assert_allclose(
            got[order], expected, rtol=1e-6, atol=1e-7, err_msg=str(ngrams[:9])
        )


def assert_edges(got: Any, expected: dict[Ngram, oracle.Edges], orders: list[list[Ngram]]) -> None:
    for name in ("left", "right", "both", "inner"):
        assert_columns(
            getattr(got, name), {w: getattr(e, name) for w, e in expected.items()}, orders
        )


def assert_equals_oracle(
    docs: Sequence[bytes],
    max_order: int,
    min_count: int,
    *,
    seed: int = 0,
    weighted: bool = False,
    **options: Any,
) -> None:
    lattice = oracle.Lattice(docs, max_order, min_count=min_count)
    orders = by_order(lattice, max_order)
    session = read(docs)
    session.count(max_order=max_order, min_count=min_count)
    native = dict(options)
    if weighted:
        random = np.random.default_rng(seed)
        weights = {w: 1.0 if len(w) == 1 else random.uniform(1e-4, 1) for w in lattice.table}
        prior = {w: float(random.integers(0, 3)) for w in lattice.table}
        options |= {"weights": weights, "prior": prior}
        native |= {"weights": columns_of(weights, orders), "prior": columns_of(prior, orders)}
    got = session.expectation(**native, pair_edges=True, begins=True)
    expected = lattice.expectation(**options)
    assert_columns(got.expected, expected.expected, orders)
    assert_columns(got.significance, expected.significance, orders)
    assert_columns(got.probability, expected.probability, orders)
    assert_edges(got.edges, lattice.edges(expected.boundaries), orders)
    assert_edges(got.pair_edges, lattice.edges(lattice.pair_smoothed(expected.boundaries)), orders)
    begins = list(itertools.chain.from_iterable(b[:-1] for b in expected.boundaries))
    np.testing.assert_allclose(got.begins, begins, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(got.unit_means, lattice.unit_means(expected.boundaries), atol=1e-8)


@SLOW
@given(
    docs=strategies.repetitive_corpora(),
    max_order=strategies.orders(7),
    min_count=strategies.min_counts(),
    passes=st.integers(1, 4),
)
def test_passes_equal_the_oracle(docs, max_order, min_count, passes):
    assert_equals_oracle(docs, max_order, min_count, passes=passes)


@SLOW
@given(
    docs=strategies.repetitive_corpora(),
    max_order=strategies.orders(7),
    seed=st.integers(0, 99),
    passes=st.integers(1, 3),
)
def test_weighted_passes_equal_the_oracle(docs, max_order, seed, passes):
    assert_equals_oracle(
        docs, max_order, 1, seed=seed, weighted=True, passes=passes, smoothing=1e-4, least_word=0
    )


@SLOW
@given(docs=strategies.repetitive_corpora(), share=st.sampled_from((0.125, 0.5, 0.75)))
def test_passes_over_a_sample_equal_the_oracle(docs, share):
    assert_equals_oracle(docs, 4, 2, sample=share)


@SLOW
@given(docs=strategies.corpora())
def test_nasty_text_equals_the_oracle(docs):
    assert_equals_oracle(docs, 5, 2)


@pytest.mark.parametrize(
    "text", ["哈" * 5000, "哈机" * 3000, "哈，" * 2000, "哈" * 2047 + "机" * 2050, ""]
)
def test_thousands_of_repeated_units_equal_the_oracle(text):
    assert_equals_oracle([text.encode()], 6, 2)


def han_text(units: int, alphabet: int, seed: int) -> str:
    random = np.random.default_rng(seed)
    words = [
        "".join(chr(0x4E00 + c) for c in random.integers(0, alphabet, random.integers(1, 5)))
        for _ in range(80)
    ]
    text = ""
    while len(text) < units:
        text += words[int(random.zipf(1.3)) % len(words)]
    return text


@pytest.mark.exhaustive
@pytest.mark.parametrize("every", [3, 40, 10**9])
def test_runs_of_every_length_equal_the_oracle(every):
    text = han_text(12000, 60, every)
    runs = "，".join(text[i : i + every] for i in range(0, len(text), every))
    assert_equals_oracle([runs.encode()], 6, 2)


@pytest.mark.exhaustive
def test_paths_that_leave_the_range_of_a_double_equal_the_oracle():
    # Hardly a weight on the words of six units, then hardly any on the others.
    text = "".join(chr(0x4E00 + i % 97) for i in range(9000)).encode()
    lattice = oracle.Lattice([text], 6, min_count=2)
    for weight in (1e-12, 1e12):
        weights = {w: weight if len(w) == 6 else 1.0 for w in lattice.table}
        orders = by_order(lattice, 6)
        session = read([text])
        session.count(max_order=6, min_count=2)
        got = session.expectation(
            weights=columns_of(weights, orders), passes=1, least_word=0, least_unit=1e-12
        )
        expected = lattice.expectation(weights=weights, passes=1, least_word=0, least_unit=1e-12)
        assert_columns(got.expected, expected.expected, orders)


def bytes_of(value: Any) -> list[bytes]:
    if isinstance(value, np.ndarray):
        return [value.tobytes()]
    if isinstance(value, (tuple, list)):
        return [part for item in value for part in bytes_of(item)]
    return [repr(value).encode()]


def test_threads_never_change_a_bit():
    text = "".join(
        run + "，" for run in (han_text(n % 60 + 1, 300, n) for n in range(1500))
    ) + han_text(30000, 300, 7)
    results = []
    for threads in (1, 2, 8):
        session = read([text.encode()], threads=threads)
        session.count(max_order=6, min_count=2)
        found = session.expectation(pair_edges=True, begins=True)
        sampled = session.expectation(sample=0.3)
        cut = session.segment(found.probability[1:], begins=True)
        results.append(bytes_of([found, sampled, cut, *session.links(3), *session.run_edges()]))
    assert results[0] == results[1] == results[2]


@SLOW
@given(
    docs=strategies.repetitive_corpora(), max_order=strategies.orders(7), seed=st.integers(0, 99)
)
def test_no_cut_is_better_than_the_one_found(docs, max_order, seed):
    lattice = oracle.Lattice(docs, max_order, min_count=1)
    orders = by_order(lattice, max_order)
    random = np.random.default_rng(seed)
    probability = {w: float(random.uniform(1e-9, 1e-2)) for w in lattice.table}
    session = read(docs)
    session.count(max_order=max_order, min_count=1)
    cut = session.segment(columns_of(probability, orders), least_unit=1e-10, begins=True)
    place = 0
    counts: dict[Ngram, float] = dict.fromkeys(lattice.table, 0.0)
    boundaries = []
    for run in lattice.runs:
        begins = [*cut.begins[place : place + len(run)], True]
        place += len(run)
        cuts = [i for i, is_cut in enumerate(begins) if is_cut]
        boundaries.append([float(b) for b in begins])
        words = [run[i:j] for i, j in itertools.pairwise(cuts)]
        score = math.fsum(oracle.log_weight(w, probability, 1e-10) for w in words)
        assert score == pytest.approx(lattice.best_score(run, probability, 1e-10), abs=1e-9)
        for word in words:
            counts[word] += 1
    assert_columns(cut.count, counts, orders)
    assert_edges(cut.edges, lattice.edges(boundaries), orders)
    assert cut.words == sum(counts.values())


@SLOW
@given(docs=strategies.repetitive_corpora(), min_count=strategies.min_counts())
def test_links_and_run_edges_equal_the_oracle(docs, min_count):
    lattice = oracle.Lattice(docs, 5, min_count=min_count)
    orders = by_order(lattice, 5)
    session = read(docs)
    table = session.count(max_order=5, min_count=min_count)
    for order in range(2, 6):
        prefix, suffix = session.links(order)
        assert [orders[order - 1][i] for i in prefix] == [w[:-1] for w in orders[order]]
        assert [orders[order - 1][i] for i in suffix] == [w[1:] for w in orders[order]]
    begins, ends, runs = session.run_edges()
    symbols = table.column(1, "symbol")
    assert runs == len(lattice.runs)
    assert [begins[s] for s in symbols] == [
        sum(r[:1] == w for r in lattice.runs) for w in orders[1]
    ]
    assert [ends[s] for s in symbols] == [sum(r[-1:] == w for r in lattice.runs) for w in orders[1]]


def test_a_lattice_needs_a_count_first():
    with pytest.raises(RuntimeError):
        read([b""]).expectation()


def test_columns_of_a_wrong_size_are_refused():
    session = read(["机器学习机器".encode()])
    session.count(max_order=3, min_count=1)
    with pytest.raises(ValueError, match="order 2"):
        session.expectation(weights=[None, np.ones(1), None])
