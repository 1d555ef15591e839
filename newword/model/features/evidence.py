"""Everything the networks look at, by order, in two stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newword.model.features.boundaries import BOUNDARIES, Boundaries
from newword.model.features.composition import COMPOSITION, Composition
from newword.model.features.cuts import CUTS, Cuts
from newword.model.features.dictionary_evidence import DICTIONARY, DictionaryEvidence
from newword.model.features.frames import FRAMES, Frames
from newword.model.features.gap_inputs import StringRows, levels_by_order
from newword.model.features.gap_marks import GAPS, GapMarks
from newword.model.features.reduplication import REDUPLICATION, reduplication_columns
from newword.model.features.script_marks import SCRIPT_MARKS, ScriptMarks
from newword.model.features.scripts import Scripts
from newword.model.features.structure import Rows, Structure, Tick
from newword.model.threads import for_each
from newword.ranking.candidates import gather_candidates
from newword.ranking.features import BASE_FEATURES, BaseFeatures

if TYPE_CHECKING:
    from newword.core._core import GapNetwork, GapStrings, NgramTable
    from newword.core.text_passes import TextPasses
    from newword.model.features.known_words import KnownWords

__all__ = [
    "BASE_FEATURES",
    "DICTIONARY_FEATURES",
    "SCRIPT_FEATURES",
    "WORD_FEATURES",
    "Evidence",
    "Resegmented",
]

_TEXT_FEATURES = (*BASE_FEATURES, *BOUNDARIES, *COMPOSITION, *FRAMES, *REDUPLICATION, *CUTS)

WORD_FEATURES = (*_TEXT_FEATURES, *GAPS)
"""Columns of the second stage, in order."""

SCRIPT_FEATURES = (*_TEXT_FEATURES, *SCRIPT_MARKS)
"""The same for strings of scripts that the gap networks do not know."""

DICTIONARY_FEATURES = (*WORD_FEATURES, *DICTIONARY)
"""Columns of the second stage with a dictionary."""

_SAMPLE_UNITS = 2_000_000
"""How much of a larger corpus the parameter passes look at, in units."""

_PASSES = 3
_RESEGMENTATION_PASSES = 2
_SMOOTHING = 1e-4
_LEAST_PROBABILITY = 1e-5
_ROWS_AT_ONCE = 1 << 13


class Evidence:
    """First stage: the base features, from passes that know nothing but counts; and how it is cut.

    Args:
        session: The corpus.
        table: Its n-grams, of the last count.
        tags: Weights of the cut by the language model of the text (`Weights.tags`); None for the
            first stage alone.
        tick: Told of the progress of passes.

    Attributes:
        structure: The n-grams of the table.
        scripts: Their scripts.
        candidates: All of several units; a string of two and more units always holds one of an
            unsegmented script, so the places in an order are those in the table.
        significance: By order, of every n-gram.
        learned_units: Units of the text that the passes before the last saw.
    """

    def __init__(
        self,
        session: TextPasses,
        table: NgramTable,
        tags: np.ndarray | None,
        *,
        tick: Tick | None = None,
    ) -> None:
        self._session, self._table, self._tick = session, table, tick
        self.structure = Structure(session, table, tick=tick)
        self.scripts = Scripts(self.structure)
        self._sample = min(1.0, _SAMPLE_UNITS / max(table.units, 1))
        posteriors = session.expectation(passes=_PASSES, sample=self._sample, tick=tick)
        self.significance = posteriors.significance
        self.learned_units = posteriors.sampled_units
        self.candidates = gather_candidates(table)
        self._base = self._measure(BaseFeatures(session, table, posteriors))
        del posteriors
        if tags is not None:
            self.cut(tags)

    def cut(self, tags: np.ndarray) -> None:
        """Cuts the text by other weights from now on."""
        self._cuts = Cuts(self.structure, self._session.tag_posteriors(tags, tick=self._tick))

    def base(self, order: int, rows: Rows) -> np.ndarray:
        """`BASE_FEATURES` of some n-grams, float64."""
        return self._base[order][rows].astype(np.float64)

    def cuts(self, order: int, rows: Rows) -> list[np.ndarray]:
        """The features of `CUTS` of some n-grams."""
        return self._cuts.columns(order, rows)

    @property
    def threads(self) -> int:
        """That may work on its rows."""
        return self._session.threads

    def _measure(self, features: BaseFeatures) -> dict[int, np.ndarray]:
        """Some rows at a time: what is in the cache of the processor need not come from memory."""
        base: dict[int, np.ndarray] = {}
        blocks = []
        for order in self.structure.orders:
            size = self.structure.size(order)
            base[order] = np.empty((size, len(BASE_FEATURES)), dtype=np.float32)
            begins = range(0, size, _ROWS_AT_ONCE)
            blocks += [(order, begin, min(begin + _ROWS_AT_ONCE, size)) for begin in begins]

        def measure(block: tuple[int, int, int]) -> None:
            order, begin, end = block
            base[order][begin:end] = features.of(order, np.arange(begin, end))

        for_each(blocks, measure, threads=self.threads)
        return base

    def look_up(self, known: KnownWords) -> DictionaryEvidence:
        """What a dictionary says about the same n-grams."""
        return DictionaryEvidence(self._session, self.structure, known, tick=self._tick)

    def mark_gaps(
        self, network: GapNetwork, likely: list[np.ndarray], strings: GapStrings | None = None
    ) -> GapMarks:
        """Where a gap network cuts the text, in the light of the first stage's probabilities.

        Args:
            network: Which.
            likely: By order, of every n-gram to be a word (indices 0 and 1 unused).
            strings: What is known of other strings; the words of a dictionary are among them.
        """
        found = self._session.gap_posteriors(
            network, levels_by_order(likely), strings or StringRows.none().joined(), tick=self._tick
        )
        return GapMarks(self.structure, found)

    def resegment(self, probability: list[np.ndarray], gaps: GapMarks | None) -> Resegmented:
        """Goes through the text again, in the light of the first stage's probabilities.

        Args:
            probability: By order, of every n-gram to be a word (indices 0 and 1 unused).
            gaps: Of the network that knows as much as the probabilities do; None if nothing but
                `script_features` is asked for.
        """
        weights = [np.maximum(p, _LEAST_PROBABILITY) ** 2 for p in probability[2:]]
        posteriors = self._session.expectation(
            weights=[None, *weights],
            passes=_RESEGMENTATION_PASSES,
            smoothing=_SMOOTHING,
            least_word=0.0,
            significance=False,
            pair_edges=True,
            sample=self._sample,
            tick=self._tick,
        )
        return Resegmented(self, Boundaries(self.structure, posteriors), probability, gaps)


class Resegmented:
    """Second stage: what the first stage's probabilities say of parts, frames and boundaries."""

    def __init__(
        self,
        evidence: Evidence,
        boundaries: Boundaries,
        probability: list[np.ndarray],
        gaps: GapMarks | None,
    ) -> None:
        self._evidence = evidence
        self._boundaries = boundaries
        self._composition = Composition(evidence.structure, probability)
        self._frames = Frames(evidence.structure, probability)
        self._gaps = gaps
        self._script_marks: ScriptMarks | None = None
        if gaps is None or not evidence.scripts.are_chinese:
            self._script_marks = ScriptMarks(evidence.structure, evidence.scripts)

    def features(self, order: int, rows: Rows) -> np.ndarray:
        """`WORD_FEATURES` of some n-grams, float64; not without gaps."""
        assert self._gaps is not None  # noqa: S101 (see resegment)
        return self._joined(order, rows, self._gaps.columns(order, rows))

    def script_features(self, order: int, rows: Rows) -> np.ndarray:
        """`SCRIPT_FEATURES` of some n-grams, float64; not of Chinese text that has gaps."""
        assert self._script_marks is not None  # noqa: S101 (nobody else asks)
        return self._joined(order, rows, self._script_marks.columns(order, rows))

    def _joined(self, order: int, rows: Rows, last: list[np.ndarray]) -> np.ndarray:
        structure = self._evidence.structure
        columns = [
            *self._boundaries.columns(order, rows),
            *self._composition.columns(order, rows),
            *self._frames.columns(order, rows),
            *reduplication_columns(structure, order, rows),
            *self._evidence.cuts(order, rows),
            *last,
        ]
        return np.concatenate([self._evidence.base(order, rows), np.stack(columns, axis=1)], axis=1)
