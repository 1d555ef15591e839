"""Tables of lexicons, comparisons and trends on a terminal; files and pipes have every column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from newword.cli.screen.passages import Passage
from newword.cli.screen.table import DEFAULT_ROWS, Column, Table, figures
from newword.platform.message import message
from newword.platform.safe_text import terminal

if TYPE_CHECKING:
    from newword.comparison.keyness import Comparison
    from newword.comparison.trend import Trend
    from newword.lexicon import Lexicon

__all__ = ["comparison_table", "lexicon_table", "trend_table"]

_BARS = "▁▂▃▄▅▆▇█"
_MOST_BARS = 40
_CONTEXTS = 5


def lexicon_table(lexicon: Lexicon, *, top: int | None) -> Table:
    """The best words of a lexicon, each with one of its contexts."""
    shown = lexicon if top is not None else lexicon.top(DEFAULT_ROWS)
    known = shown.column("known").tolist()
    columns = (
        *_words(shown.words),
        _integers(message("count"), shown.column("count").tolist(), rank=2),
        _figures(message("score"), shown.column("score").tolist(), rank=3),
        _integers(message("documents"), shown.column("documents").tolist(), rank=4),
        *_units(shown),
        *_labels(shown),
        _days(message("first seen"), shown.column("first_seen").tolist(), rank=6),
        _days(message("last seen"), shown.column("last_seen").tolist(), rank=5),
    )
    return Table(
        columns=columns,
        passages=_passages(shown),
        new=frozenset(row for row, is_known in enumerate(known) if is_known == 0),
        more=len(lexicon) - len(shown),
    )


def comparison_table(found: Comparison, *, top: int | None) -> Table:
    """The words that are most typical of a corpus."""
    words = found.words if top is not None else found.words[:DEFAULT_ROWS]
    columns = (
        *_words([one.word for one in words]),
        _integers(message("count"), [one.count for one in words], rank=2),
        _integers(message("other count"), [one.other_count for one in words], rank=3),
        Column(
            heading=message("per million"), cells=figures([w.per_million for w in words]), rank=6
        ),
        Column(
            heading=message("other per million"),
            cells=figures([w.other_per_million for w in words]),
            rank=7,
        ),
        _figures(message("log ratio"), [one.log_ratio for one in words], rank=4),
        _figures(message("likelihood"), [one.log_likelihood for one in words], rank=5),
        _integers(message("documents"), [one.documents for one in words], rank=8),
    )
    return Table(columns=columns, more=len(found.words) - len(words))


def trend_table(found: Trend, *, top: int | None) -> Table:
    """The words that rise or burst, with a little picture of their counts over time."""
    words = found.words if top is not None else found.words[:DEFAULT_ROWS]
    labels = found.labels
    bursts = [
        f"{labels[one.burst.start]} – {labels[one.burst.end]}" if one.burst else "" for one in words
    ]
    columns = (
        *_words([one.word for one in words]),
        _integers(message("count"), [one.count for one in words], rank=2),
        _integers(message("documents"), [one.documents for one in words], rank=6),
        _figures(message("slope"), [one.slope for one in words], rank=5),
        Column(heading=message("burst"), cells=bursts, is_number=False, rank=4),
        Column(
            heading=f"{labels[0]} – {labels[-1]}" if labels else "",
            cells=[_bars(one.counts) for one in words],
            is_number=False,
            rank=3,
        ),
    )
    return Table(columns=columns, more=len(found.words) - len(words))


def _words(words: Sequence[str]) -> tuple[Column, Column]:
    ranks = [str(rank) for rank in range(1, len(words) + 1)]
    return (
        Column(heading=message("rank"), cells=ranks, rank=9),
        Column(
            heading=message("word"), cells=[terminal(w) for w in words], is_number=False, rank=0
        ),
    )


def _units(shown: Lexicon) -> list[Column]:
    """Whether each is a word or a term, if the list has both."""
    if shown.units is None:
        return []
    return [Column(heading=message("unit"), cells=shown.units, is_number=False, rank=2)]


def _labels(shown: Lexicon) -> list[Column]:
    """Kind and variant of each word, if it has labels."""
    if shown.labels is None:
        return []
    kinds = [label.kind for label in shown.labels]  # as options name them
    others = [terminal(label.variant_of) for label in shown.labels]
    return [
        Column(heading=message("kind"), cells=kinds, is_number=False, rank=2),
        Column(heading=message("variant of"), cells=others, is_number=False, rank=1),
    ]


def _integers(heading: str, values: Sequence[int | None], *, rank: int) -> Column:
    """None, or a value below zero, means not measured."""
    cells = ["" if value is None or value < 0 else f"{value:,}" for value in values]
    return Column(heading=heading, cells=cells, rank=rank)


def _figures(heading: str, values: Sequence[float], *, rank: int) -> Column:
    return Column(heading=heading, cells=figures(values), rank=rank)


def _days(heading: str, values: Sequence[Any], *, rank: int) -> Column:
    cells = ["" if value is None else f"{value:%Y-%m-%d}" for value in values]
    return Column(heading=heading, cells=cells, is_number=False, rank=rank)


def _passages(lexicon: Lexicon) -> list[Passage | None]:
    """The longest of a few contexts of each word; None for a word without any."""
    if lexicon.contexts is None:
        return []
    return [_longest(contexts) for contexts in lexicon.contexts(lexicon.words, _CONTEXTS)]


def _longest(contexts: Sequence[tuple[str, int, int]]) -> Passage | None:
    text, begin, end = max(contexts, key=lambda one: len(one[0]), default=("", 0, 0))
    return Passage.of(text, begin, end) if len(text) > end - begin else None


def _bars(counts: Sequence[int]) -> str:
    """Counts over time as bars by height; many neighbours share one bar."""
    size = -(-len(counts) // _MOST_BARS)
    sums = [sum(counts[at : at + size]) for at in range(0, len(counts), size)]
    highest = max(sums, default=0) or 1
    return "".join(_BARS[round(value * (len(_BARS) - 1) / highest)] for value in sums)
