"""What a gap network says of strings stays within its bounds, whatever the text."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from modelling import gap_network

from newword.core._core import Session
from newword.model.features.evidence import Evidence
from newword.model.features.gap_marks import GAPS
from newword.model.weights import load_weights

TAGS = load_weights().tags
MOST_ODDS = np.log(101) + 1e-6
TEXTS = st.text("机器学习语言鿿A5。 \n", max_size=200) | st.text(max_size=60)


@settings(max_examples=60, deadline=None)
@given(
    text=TEXTS,
    max_order=st.integers(2, 7),
    min_count=st.integers(1, 3),
    seed=st.integers(0, 99),
    probability=st.sampled_from([0.0, 0.3, 1.0]),
)
def test_of_n_occurrences_at_most_n_are_words(text, max_order, min_count, seed, probability):
    session = Session(threads=1)
    session.feed(text.encode("utf-8", "replace"))
    session.end_document()
    evidence = Evidence(session, session.count(max_order=max_order, min_count=min_count), TAGS)
    structure = evidence.structure
    sizes = [0, 0, *(structure.size(order) for order in structure.orders)]
    likely = [np.full(size, probability) for size in sizes]
    with np.errstate(all="raise", under="ignore"):
        marks = evidence.mark_gaps(gap_network(seed), likely)
    for order in structure.orders:
        rows = slice(0, structure.size(order))
        with np.errstate(all="raise", under="ignore"):
            found = dict(zip(GAPS, marks.columns(order, rows), strict=True))
        count = structure.count[order]
        most = np.log1p(count) + 1e-6
        for name in ("network_expected", "network_words"):
            assert ((found[name] >= 0) & (found[name] <= most)).all()
        for name in set(GAPS) - {"network_expected", "network_words", "network_share"}:
            assert (np.abs(found[name]) <= MOST_ODDS).all()
        assert (found["network_share"] <= count / (count + 2)).all()
        assert (found["network_both"] <= found["network_left"] + 1e-5).all()
        assert (found["network_both"] <= found["network_right"] + 1e-5).all()
        np.testing.assert_array_equal(
            marks.share_of_words(order),
            np.float32(np.expm1(found["network_words"]).round()) / count,
        )
