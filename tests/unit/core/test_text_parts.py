"""A text in parts, each read apart, tells together what the whole tells."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st
from modelling import gap_network

from newword.core import _core
from newword.core._core import NgramTable, Session
from newword.language.words import WEIGHTS
from newword.model.features.gap_inputs import StringRows

Parts = list[list[bytes]]


def read(documents: list[bytes]) -> Session:
    session = Session(threads=1)
    ends = np.cumsum([len(document) for document in documents], dtype=np.int64)
    _core.feed_documents(session, b"".join(documents), ends)
    return session


class Whole:
    """What all parts know of the whole text: its units, and its table counted in parts."""

    def __init__(self, parts: Parts, order: int, min_count: int, most: int) -> None:
        forms: Counter[bytes] = Counter()
        sizes = np.zeros(4, np.int64)
        self.offsets, self.run_offsets = [], []
        for documents in parts:
            session = read(documents)
            self.offsets.append(int(sizes[1]))
            self.run_offsets.append(int(sizes[2]))
            sizes += np.array(_core.text_sizes(session))
            surfaces, counts = _core.unit_forms(session)
            for surface, count in zip(surfaces.split(b"\n"), counts.tolist(), strict=False):
                forms[surface] += count
        self.units, self.places, self.runs, self.documents = sizes.tolist()
        self.surfaces = b"\n".join(sorted(forms))
        self.counts = np.array([forms[form] for form in sorted(forms)], np.uint64)
        self.session = Session(threads=2)
        _core.seal_as(self.session, self.surfaces, self.counts)
        self.histogram = _core.unit_histogram(self.session, self.surfaces, self.counts, self.runs)
        self.table = self._count(parts, order, min_count, most)

    def _count(self, parts: Parts, order: int, min_count: int, most: int) -> NgramTable:
        keys = _core.unit_keys(self.session).split(b"\n")
        blobs: list[list[bytes]] = [
            [] for _ in range(_core.window_parts(self.histogram, min_count, most))
        ]
        for documents in parts:
            session = read(documents)
            if session.units == 0:
                continue
            own = _core.unit_keys(session).split(b"\n")
            places = np.array([0, *(keys.index(key) + 1 for key in own)], np.uint32)
            with tempfile.NamedTemporaryFile() as file:
                name = os.fsencode(file.name)
                session.write_counts(file.fileno(), name, order=order + 1, documents=0)
                sender = _core.WindowSender(
                    name, places, self.histogram, min_count=min_count, most=most
                )
                while sent := sender.next(64):
                    for part, blob in sent:
                        blobs[part].insert(0, blob)  # they may come in any order
        counted = [
            _core.count_part(
                some, part, self.histogram, max_order=order, min_count=min_count, most=most
            )
            for part, some in enumerate(blobs)
        ]
        return _core.join_parts(
            self.session,
            counted,
            self.histogram,
            max_order=order,
            min_count=min_count,
            most=most,
            units=self.units,
        )

    @property
    def levels(self) -> list[tuple[np.ndarray, ...]]:
        """The columns of the table that the passes need."""
        order_end = self.table.max_order + 1
        return [
            tuple(self.table.column(order, name) for name in COLUMNS[:4])
            for order in range(1, order_end)
        ]

    def part(self, documents: list[bytes]) -> Session:
        """A part that has the units and the table of the whole."""
        session = read(documents)
        _core.seal_as(session, self.surfaces, self.counts)
        _core.adopt_table(session, self.levels, self.units)
        return session


COLUMNS = (
    "symbol", "first_child", "count", "left_variety", "right_variety", "left_entropy",
    "right_entropy", "cohesion",
)  # fmt: skip

DOCUMENTS = st.lists(strategies.documents(), max_size=5)


def cut(documents: list[bytes], cuts: list[int]) -> Parts:
    places = sorted(place % (len(documents) + 1) for place in cuts)
    return [
        documents[begin:end]
        for begin, end in zip([0, *places], [*places, len(documents)], strict=True)
    ]


@given(
    documents=DOCUMENTS,
    cuts=st.lists(st.integers(0, 5), max_size=3),
    order=st.integers(2, 7),
    min_count=st.integers(1, 3),
    most=st.sampled_from([1, 2, 7, 1000]),
)
def test_counting_in_parts_is_counting_the_whole(
    documents: list[bytes], cuts: list[int], order: int, min_count: int, most: int
) -> None:
    table = read(documents).count(max_order=order, min_count=min_count)
    whole = Whole(cut(documents, cuts), order, min_count, most)
    for depth in range(1, order + 1):
        assert whole.table.size(depth) == table.size(depth)
        indices = range(table.size(depth))
        assert whole.table.words(depth, indices) == table.words(depth, indices)
        for name in COLUMNS:
            assert np.array_equal(whole.table.column(depth, name), table.column(depth, name))


@given(documents=DOCUMENTS, cuts=st.lists(st.integers(0, 5), max_size=3), least=st.integers(1, 2))
def test_pieces_neighbours_and_spread_of_parts_add_up(
    documents: list[bytes], cuts: list[int], least: int
) -> None:
    parts = cut(documents, cuts)
    session = read(documents)
    table = session.count(max_order=3, min_count=1)
    whole = Whole(parts, 3, 1, 5)
    kept = [table.column(order, "count") >= least for order in (2, 3)]
    expected = session.connect(kept, min_count=2)
    sessions = [whole.part(some) for some in parts]
    pieces = [_core.part_pieces(part, kept) for part in sessions]
    long_ones: Counter[bytes] = Counter()
    for _, some in pieces:
        for key, count in some:
            long_ones[key] += count
    counts = np.sum([of_part for of_part, _ in pieces], axis=0)
    found = _core.pieces_of_parts(whole.session, kept, counts, long_ones.items(), min_count=2)
    assert sorted(zip(found.words, found.count.tolist(), strict=True)) == sorted(
        zip(expected.words, expected.count.tolist(), strict=True)
    )

    words = [*table.words(2, range(table.size(2))), "没有的"]
    columns = zip(*(_core.part_neighbours(part, words) for part in sessions), strict=True)
    places = [np.concatenate(column) for column in columns]
    in_whole = session.find(words)
    in_parts = _core.found_in_parts(whole.session, words, *places)
    assert [one[1:6] for one in in_parts] == [one[1:6] for one in in_whole]

    given_counts = np.array([max(one.count, 1) for one in in_whole], np.uint64)
    spread = session.disperse(words, given_counts)
    told = [
        _core.part_spread(part, words, given_counts, places=whole.places, offset=offset)
        for part, offset in zip(sessions, whole.offsets, strict=True)
    ]
    met, rows = (np.concatenate(column) for column in zip(*told, strict=True))
    numbers, joined = _core.join_spread(met, rows)
    documents_of, evenness = _core.finish_spread(joined, whole.places)
    assert np.array_equal(documents_of, spread.documents[numbers])
    assert np.array_equal(evenness, spread.evenness[numbers])
    assert set(np.flatnonzero(spread.count)) == set(numbers.tolist())


def test_what_belongs_elsewhere_is_refused() -> None:
    whole = Whole([["机器学习机器".encode()]], 2, 1, 1)
    stranger = read(["别的".encode()])
    with pytest.raises(ValueError, match="units that the whole lacks"):
        _core.seal_as(stranger, whole.surfaces, whole.counts)
    with pytest.raises(ValueError, match="there is no part"):
        _core.count_part([], 99, whole.histogram, max_order=2, min_count=1, most=1)
    with pytest.raises(ValueError, match="windows of a part"):
        _core.count_part([b"\xff\xff"], 0, whole.histogram, max_order=2, min_count=1, most=1)
    with pytest.raises(ValueError, match=r"2\.\.15"):
        _core.count_part([], 0, whole.histogram, max_order=16, min_count=1, most=1)
    with pytest.raises(ValueError, match="every part must be counted"):
        _core.join_parts(
            whole.session, [], whole.histogram, max_order=2, min_count=1, most=1, units=6
        )


def same_columns(found: Sequence[np.ndarray], expected: Sequence[np.ndarray]) -> bool:
    return len(found) == len(expected) and all(map(np.array_equal, found, expected))


def add_up(vectors: list[np.ndarray]) -> np.ndarray:
    return np.asarray(np.sum(vectors, axis=0, dtype=np.uint64))


@given(
    documents=DOCUMENTS,
    cuts=st.lists(st.integers(0, 5), max_size=3),
    share=st.sampled_from([1.0, 0.6, 0.2]),
    least=st.sampled_from([1, 2]),
)
def test_what_passes_learn_and_sum_in_parts_is_that_of_the_whole(
    documents: list[bytes], cuts: list[int], share: float, least: int
) -> None:
    parts = cut(documents, cuts)
    session = read(documents)
    table = session.count(max_order=4, min_count=least)
    weights = [None, *(np.linspace(1, 0.1, table.size(order)) for order in (2, 3, 4))]
    asked = {"weights": weights, "pair_edges": True, "smoothing": 0.01}
    expected = session.expectation(sample=share, **asked)

    whole = Whole(parts, 4, least, 5)
    sessions = [whole.part(some) for some in parts]
    of_2_32 = _core.sample_of_runs(share)
    sample = Session(threads=1)
    for part, runs in zip(sessions, whole.run_offsets, strict=True):
        sample.feed(_core.spell_sample(part, of_2_32, runs))
    _core.seal_as(sample, whole.surfaces, whole.counts)
    _core.adopt_table(sample, whole.levels, whole.units)
    probabilities, units = _core.learn(sample, share < 1, asked)
    sums = add_up([_core.part_posteriors(part, asked, probabilities) for part in sessions])
    found, rows = _core.posteriors_of_parts(whole.session, asked, sums, units)
    assert found.sampled_units == expected.sampled_units
    for name in ("probability", "expected", "significance"):
        assert same_columns(getattr(found, name), getattr(expected, name))
    assert all(map(same_columns, found.edges, expected.edges))
    assert found.unit_means == expected.unit_means
    smoothed = [_core.part_pair_edges(part, asked, probabilities, rows) for part in sessions]
    pair_edges = _core.pair_edges_of_parts(whole.session, add_up(smoothed))
    assert all(map(same_columns, pair_edges, expected.pair_edges))

    cut_once = session.segment(expected.probability[1:])
    cuts_of = [_core.part_cuts(part, expected.probability[1:], 1e-10) for part in sessions]
    in_parts = _core.cuts_of_parts(whole.session, add_up(cuts_of))
    assert in_parts.words == cut_once.words
    assert same_columns(in_parts.count, cut_once.count)
    assert all(map(same_columns, in_parts.edges, cut_once.edges))

    expected_tags = session.tag_posteriors(WEIGHTS)
    tags = add_up([_core.part_tags(part, WEIGHTS) for part in sessions])
    assert all(map(same_columns, _core.tags_of_parts(whole.session, tags), expected_tags))

    levels = [np.arange(table.size(order)).astype(np.uint8) for order in range(2, 5)]
    asked_of = (gap_network(1), levels, StringRows.of(["机器"], np.full(1, 99, np.uint8)).joined())
    gaps = add_up([_core.part_gaps(part, *asked_of) for part in sessions])
    expected_gaps = session.gap_posteriors(*asked_of)
    assert all(map(same_columns, _core.gaps_of_parts(whole.session, gaps), expected_gaps))

    begins, ends, runs = session.run_edges()
    edges = np.split(add_up([_core.part_run_edges(part) for part in sessions]), 2)
    assert np.array_equal(edges[0], begins)
    assert np.array_equal(edges[1], ends)
    assert whole.runs == runs


@pytest.mark.parametrize("before", [0, 1, 700, 1530, 2047, 3000])
def test_what_a_run_tells_does_not_depend_on_what_is_around_it(before: int) -> None:
    """Blocks and windows of the passes begin elsewhere when there is more text before."""
    run = "机器学习研究机器人学会学习机器" * 150
    texts = [("学习。" * before).encode(), run.encode()]
    whole = Whole([texts], 4, 1, 100)
    options = {"pair_edges": False}
    probabilities, _ = _core.learn(whole.part(texts), False, options)
    alone = _core.part_posteriors(whole.part(texts[1:]), options, probabilities)
    others = _core.part_posteriors(whole.part(texts[:1]), options, probabilities)
    together = _core.part_posteriors(whole.part(texts), options, probabilities)
    rows_of_boundaries = 32
    assert np.array_equal((alone + others)[rows_of_boundaries:], together[rows_of_boundaries:])
    cuts = [_core.part_cuts(whole.part(some), probabilities, 1e-10) for some in (texts[1:], texts)]
    rest = _core.part_cuts(whole.part(texts[:1]), probabilities, 1e-10)
    assert np.array_equal((cuts[0] + rest)[rows_of_boundaries:], cuts[1][rows_of_boundaries:])
