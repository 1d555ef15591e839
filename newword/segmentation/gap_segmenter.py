"""Cutting by a gap network: by characters, and by how a text uses its strings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newword.config import adaptive_min_count
from newword.core._core import GapCutter
from newword.language.words import empty_model, model_of_session
from newword.model.features.evidence import Evidence
from newword.model.features.gap_inputs import StringRows
from newword.model.features.known_words import KnownWords
from newword.model.features.spelling import keys_of_ngrams
from newword.model.scoring import LEAST_COVERAGE, first_stage
from newword.model.weights import load_weights
from newword.segmentation.background_text import ORDER, BackgroundText, likely_strings
from newword.segmentation.sample_session import session_of
from newword.segmentation.segmenter import Segmenter

if TYPE_CHECKING:
    from newword.counting.reading import Reading
    from newword.dictionary.background import BackgroundDictionary

__all__ = ["gap_segmenter"]


def gap_segmenter(
    sample: bytes,
    dictionary: BackgroundDictionary | None,
    reading: Reading,
    background: BackgroundText | None = None,
) -> Segmenter:
    """A segmenter that learns from a text how it uses its strings, and cuts text of that kind.

    Args:
        sample: The text to learn from, UTF-8.
        dictionary: Known words. One that lacks most of what are words at first sight counts as a
            list of words of the text, not as a dictionary of the language.
        reading: The threads and the memory of the passes over the sample.
        background: What another text says of strings; of a string in both the higher level counts.

    Raises:
        MemoryBudgetError: The passes do not fit.
    """
    weights = load_weights()
    known = None if dictionary is None else KnownWords(dictionary)
    session = session_of(sample, reading)
    own, is_dictionary = StringRows.none(), known is not None
    model = empty_model()
    if session.units:
        min_count = adaptive_min_count(session.units)
        table = session.count(max_order=ORDER, min_count=min_count)
        evidence = Evidence(session, table, None)
        likely = first_stage(weights, evidence)
        own = likely_strings(table, likely)
        is_dictionary = known is not None and _covers(known, likely, evidence)
        session.drop_lattice()
        model = model_of_session(session)
    words = StringRows.none() if known is None else known.strings(as_dictionary=is_dictionary)
    words = own + words
    strings = words if background is None else words + background.strings
    network = weights.gaps.known if is_dictionary else weights.gaps.text
    return Segmenter(GapCutter(model, network, strings.joined()), words=len(words))


def _covers(known: KnownWords, likely: list[np.ndarray], evidence: Evidence) -> bool:
    """Whether it has most of the words that are expected at first sight."""
    keys = keys_of_ngrams(evidence.structure, known.compared)
    expected = covered = 0.0
    for order in evidence.structure.orders:
        expected += float(likely[order].sum())
        covered += float(likely[order][known.frequency(keys[order]) > 0].sum())
    return covered >= LEAST_COVERAGE * expected
