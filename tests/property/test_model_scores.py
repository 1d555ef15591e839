"""The ranking model copes with any text."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from newword.core._core import Session
from newword.model.features.evidence import Evidence
from newword.model.scoring import score_candidates
from newword.model.weights import load_weights

WEIGHTS = load_weights()
TEXTS = st.text("天地人一二三A5。 \n", max_size=200) | st.text(max_size=60)


@settings(max_examples=60, deadline=None)
@given(text=TEXTS, max_order=st.integers(2, 7), min_count=st.integers(1, 3))
def test_every_string_of_any_text_has_a_finite_score_and_a_probability(text, max_order, min_count):
    session = Session(threads=1)
    session.feed(text.encode("utf-8", "replace"))
    session.end_document()
    table = session.count(max_order=max_order, min_count=min_count)
    with np.errstate(all="raise", under="ignore"):
        scores = score_candidates(
            WEIGHTS, Evidence(session, table, WEIGHTS.tags), with_boundary=True
        )
    assert scores.boundary is not None
    for order in range(2, max_order + 1):
        assert np.isfinite(scores.word[order]).all()
        assert np.isfinite(scores.boundary[order]).all()
        assert ((scores.probability[order] >= 0) & (scores.probability[order] <= 1)).all()


@given(size=st.integers(1, 300), kinds=st.integers(1, 4))
def test_a_text_without_any_punctuation_is_scored(size, kinds):
    session = Session(threads=1)
    session.feed("".join("天地人和"[i * i % kinds] for i in range(size)).encode())
    session.end_document()
    table = session.count(max_order=6, min_count=2)
    scores = score_candidates(WEIGHTS, Evidence(session, table, WEIGHTS.tags))
    assert all(np.isfinite(of_order).all() for of_order in scores.probability)
