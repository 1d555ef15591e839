"""A small pretrained network over statistics of the text: no dictionary, no identities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newword.errors import ConfigError
from newword.methods.base import Ranking, RankingInput, bounds_in_force, rank_candidates
from newword.methods.names import with_names
from newword.model.explanation import explain_score
from newword.model.features.evidence import Evidence
from newword.model.features.known_words import KnownWords
from newword.model.features.structure import MAX_MODEL_ORDER
from newword.model.scoring import score_candidates
from newword.model.weights import load_weights
from newword.platform.message import message
from newword.ranking.candidates import keep_reaching

if TYPE_CHECKING:
    from newword.config import Thresholds
    from newword.model.scoring import Scores
    from newword.model.weights import Weights

__all__ = ["MIN_SCORE", "ModelMethod", "calibration_notes", "judge_candidates"]

MIN_SCORE = 0.3
"""Where F1 is best, leaving one corpus out: see training/MODEL_CARD.md."""

_TRAINED_ORDER = 6

_UNCALIBRATED = {
    "other": message("scores are not calibrated for all scripts of this text"),
    "tokens": message("scores are not calibrated for tokens"),
    "classical": message("scores are not calibrated for Classical Chinese"),
}


class ModelMethod:
    """Ranks by the probability of being a word, by networks trained on segmented text.

    The score is calibrated: of the words with a score near .7, about 70 % are words. Strings of 2
    to `max_len` units, at most 7, with at most two alphanumeric units. `training/MODEL_CARD.md`
    tells how the weights came to be and what they reach.
    """

    name = "model"
    needs_text = True
    bytes_per_ngram = 1000

    def orders(self, thresholds: Thresholds) -> int:
        """At least what the network was trained with, whatever the longest word wanted.

        Raises:
            ConfigError: `max_len` is above 7.
        """
        if thresholds.max_len > MAX_MODEL_ORDER:
            raise ConfigError(
                message(
                    "method model looks at words of up to {max_model_order} units, "
                    "max_len is {max_len}; lower it or choose method entropy",
                    max_model_order=MAX_MODEL_ORDER,
                    max_len=thresholds.max_len,
                )
            )
        return max(thresholds.max_len, _TRAINED_ORDER)

    def rank(self, given: RankingInput, thresholds: Thresholds) -> Ranking:
        """See `Method.rank`. `candidates` counts all n-grams, longer ones than `max_len` too.

        With a dictionary, its characters, words, frequencies and tags, as far as it has them, tell
        more about the strings that it lacks; its own words are judged apart.
        """
        evidence, scores = judge_candidates(given)
        given.session.drop_lattice()
        everything = evidence.candidates
        score = everything.pick(scores.probability)
        min_score = MIN_SCORE if thresholds.min_score is None else thresholds.min_score
        keep = keep_reaching(everything, thresholds) & (score >= min_score)
        keep &= everything.pick(evidence.structure.is_candidate) > 0
        keep &= everything.order <= thresholds.max_len
        bounds = bounds_in_force(thresholds, min_count=given.min_count, min_score=min_score)
        ranking = rank_candidates(
            given,
            everything,
            score,
            keep,
            bounds,
            numbers=thresholds.numbers,
            reads_text=True,
            learned_units=evidence.learned_units,
            notes=calibration_notes(evidence),
        )
        if not thresholds.names:
            return ranking
        return with_names(ranking, given.session, given.min_count, min_score)

    def score_parts(self, given: RankingInput, order: int, index: int) -> dict[str, float]:
        """What each kind of evidence adds; runs the passes over the text again.

        See `newword.model.explanation.explain_score` for the names.
        """
        weights = load_weights()
        evidence = _evidence(given, weights)
        parts = explain_score(weights, evidence, order, index, known=_known_words(given))
        given.session.drop_lattice()
        return parts


def judge_candidates(
    given: RankingInput, *, with_boundary: bool = False
) -> tuple[Evidence, Scores]:
    """What a text tells of its strings, and what the networks make of it.

    Args:
        given: The text, and perhaps a dictionary.
        with_boundary: Judge as well how surely each is delimited.
    """
    weights = load_weights()
    evidence = _evidence(given, weights)
    known = _known_words(given)
    return evidence, score_candidates(weights, evidence, known=known, with_boundary=with_boundary)


def calibration_notes(evidence: Evidence) -> tuple[str, ...]:
    """What of the text no judge was measured on."""
    return tuple(_UNCALIBRATED[kind] for kind in evidence.scripts.uncalibrated)


def _evidence(given: RankingInput, weights: Weights) -> Evidence:
    evidence = Evidence(given.session, given.table, None, tick=given.tick)
    evidence.cut(weights.tags_for(evidence.scripts))
    return evidence


def _known_words(given: RankingInput) -> KnownWords | None:
    return None if given.dictionary is None else KnownWords(given.dictionary)
