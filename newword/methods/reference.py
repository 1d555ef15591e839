"""The published word-discovery algorithm, with exact counts and in linear time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newword.methods.base import Ranking, RankingInput, Tick, rank_order

if TYPE_CHECKING:
    from newword.config import Thresholds
    from newword.core._core import NgramTable, Pieces
    from newword.core.text_passes import TextPasses

__all__ = ["ReferenceMethod"]

ORDER = 4
# By units: 2, 3, 4. What the publication ships, in nats.
MIN_COHESION = (2.0, 4.0, 6.0)


class ReferenceMethod:
    """Keeps cohesive n-grams, cuts the text where none of them spans, and counts the pieces.

    N-grams of 2 to 4 units are kept when their cohesion reaches 2, 4 and 6 nats. A piece of the cut
    text is a word when it occurs often enough, and, if it has more than two units, when all its
    windows of 4 units (or the piece itself, if it is shorter) are kept n-grams: so words may be
    longer than 4 units. Ranked by the number of pieces, which is the score; `count` is the number
    of all occurrences, those inside longer pieces included.

    Source: Su Jianlin, word-discovery (2019).
    """

    name = "reference"
    needs_text = True
    bytes_per_ngram = 700

    def orders(self, thresholds: Thresholds) -> int:  # noqa: ARG002 (the algorithm's own)
        """Always 4."""
        return ORDER

    def rank(self, given: RankingInput, thresholds: Thresholds) -> Ranking:
        """See `Method.rank`.

        `min_cohesion` replaces all three bounds, `min_score` is a number of pieces.
        """
        session, table, min_count = given.session, given.table, given.min_count
        bounds = MIN_COHESION
        if thresholds.min_cohesion is not None:
            bounds = (thresholds.min_cohesion,) * 3
        kept = [
            np.asarray(table.column(order, "cohesion") >= bound, dtype=np.uint8)
            for order, bound in zip(range(2, ORDER + 1), bounds, strict=True)
        ]
        pieces = _in_order(session.connect(kept, min_count=min_count, tick=given.tick))
        ranking = _with_statistics(session, table, pieces, given.tick)
        keep = np.ones(len(ranking.words), dtype=bool)
        if thresholds.min_score is not None:
            keep &= ranking.score >= thresholds.min_score
        if thresholds.min_entropy is not None:
            smaller = np.minimum(ranking.left_entropy, ranking.right_entropy)
            keep &= smaller >= thresholds.min_entropy
        return Ranking(
            words=[word for word, wanted in zip(ranking.words, keep, strict=True) if wanted],
            count=ranking.count[keep],
            cohesion=ranking.cohesion[keep],
            left_entropy=ranking.left_entropy[keep],
            right_entropy=ranking.right_entropy[keep],
            accessor_variety=ranking.accessor_variety[keep],
            score=ranking.score[keep],
            candidates=int(sum(flags.sum() for flags in kept)),
            thresholds={
                "min_count": min_count,
                "min_cohesion_2": bounds[0],
                "min_cohesion_3": bounds[1],
                "min_cohesion_4": bounds[2],
                "min_entropy": thresholds.min_entropy or 0.0,
                "min_score": thresholds.min_score or 0.0,
            },
        )

    def score_parts(self, given: RankingInput, order: int, index: int) -> dict[str, float]:
        """Cohesion and the bound it is held to; the score itself needs the cut text."""
        cohesion = float(given.table.column(order, "cohesion")[index])
        return {"cohesion": cohesion, "min_cohesion": MIN_COHESION[order - 2]}


def _in_order(pieces: Pieces) -> Pieces:
    best = rank_order(pieces.words, pieces.count, pieces.count.astype(np.float64), pieces.units)
    return pieces._replace(
        words=[pieces.words[i] for i in best],
        units=pieces.units[best],
        count=pieces.count[best],
        ngram_order=pieces.ngram_order[best],
        ngram_index=pieces.ngram_index[best],
    )


def _with_statistics(
    session: TextPasses, table: NgramTable, pieces: Pieces, tick: Tick | None
) -> Ranking:
    """Pieces with the statistics of their n-grams; long ones are looked for in the text again."""
    size = len(pieces.words)
    count = np.zeros(size, dtype=np.uint64)
    cohesion, left, right = (np.full(size, np.nan) for _ in range(3))
    variety = np.full(size, -1, dtype=np.int64)
    for order in range(2, table.max_order + 1):
        rows = np.flatnonzero(pieces.ngram_order == order)
        index = pieces.ngram_index[rows]
        count[rows] = table.column(order, "count")[index]
        cohesion[rows] = table.column(order, "cohesion")[index]
        left[rows] = table.column(order, "left_entropy")[index]
        right[rows] = table.column(order, "right_entropy")[index]
        variety[rows] = np.minimum(
            table.column(order, "left_variety")[index], table.column(order, "right_variety")[index]
        )
    long = np.flatnonzero(pieces.ngram_order == 0)
    if len(long) > 0:
        found = session.find([pieces.words[row] for row in long], tick=tick)
        count[long] = [f.count for f in found]
        left[long] = [f.left_entropy for f in found]
        right[long] = [f.right_entropy for f in found]
        variety[long] = [min(f.left_variety, f.right_variety) for f in found]
    return Ranking(
        words=pieces.words,
        count=count,
        cohesion=cohesion,
        left_entropy=left,
        right_entropy=right,
        accessor_variety=variety,
        score=pieces.count.astype(np.float64),
        candidates=0,
        thresholds={},
    )
