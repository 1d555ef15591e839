"""The words of a text as its character language model cuts it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable

import numpy as np

from newword.config import default_threads
from newword.core._core import LanguageTrainer, NgramModel, Session, TagCutter, WordCutter
from newword.core.text_passes import TextPasses
from newword.language.scripts import are_clusters
from newword.language.training import DEFAULT_FALLBACK
from newword.platform.memory import MemoryLimit
from newword.platform.message import message
from newword.platform.pattern import pattern
from newword.platform.scratch import scratch_directory

__all__ = [
    "CLUSTER_WEIGHTS",
    "MODEL_ORDER",
    "OTHER_SCRIPT",
    "PUBLISHED_WEIGHTS",
    "WEIGHTS",
    "cut_shares",
    "empty_model",
    "model_of_session",
    "rare_words",
    "weights_for",
]

OTHER_SCRIPT = message(
    "method lm cuts by weights for Chinese, and much of this text is in another script; "
    "method model has judges for other scripts"
)

_NO_MODEL = b"\\data\\\nngram 1=1\n\n\\1-grams:\n-1\t<unk>\n\n\\end\\\n"

Tick = Callable[[int, int], None]

# Numbers and Latin names are units already; what a cut joins to them is mostly a measure.
_SEGMENTED = pattern("[0-9A-Za-z\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]")

MODEL_ORDER = 4
"""Of the language models that the weights are for."""

# Rows: what speaks for a unit to become the second, third, fourth, or a later one of its word.
# Columns: log10 of P(u | the 1, 2, 3 units before) / P(u), the first of these at the gap before and
# behind, log10 P(v | t u) / P(v | u) with t u v the units around, and what is always there.
PUBLISHED_WEIGHTS = np.array(
    [
        [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, np.log10(0.15)],
        [0.0, 1.0, 0.0, 0.0, 0.0, 0.0, -2.0],
        [0.0, 0.0, 1.0, 0.0, 0.0, 0.0, -2.0],
        [0.0, 0.0, 1.0, 0.0, 0.0, 0.0, -3.0],
    ]
)
"""Source: Su Jianlin (2016), "Unsupervised segmentation based on a language model"."""

# Log-odds of a logistic regression on gold cuts: `python -m training.tags`.
WEIGHTS = np.array(
    [
        [1.81, 0.39, 0.25, -0.98, -1.26, 0.45, -2.16],
        [-0.62, 1.99, 0.76, 0.05, -1.38, 0.04, -5.63],
        [0.16, 0.10, 2.99, -0.25, -2.19, -0.37, -5.83],
        [0.86, -0.10, 2.59, -0.35, -1.32, 0.19, -6.23],
    ]
)

# The same of UD Thai TUD and PUD.
CLUSTER_WEIGHTS = np.array(
    [
        [2.11, 0.29, 0.17, -1.00, -2.17, 1.08, -0.82],
        [0.31, 2.56, -0.78, -0.43, -1.34, 0.25, -0.36],
        [0.75, -0.09, 1.83, -0.65, -1.33, 0.40, -1.90],
        [0.57, -0.10, 2.67, -0.27, -2.01, 0.06, -2.81],
    ]
)

_LARGE = 10_000_000
_PRUNED = (0, 0, 1, 1)
"""From this many units on, trigrams and longer n-grams that occur once are left out."""


def weights_for(characters: Iterable[tuple[str, float]]) -> np.ndarray:
    """The weights that cut a text of these characters, of each how often it occurs."""
    return CLUSTER_WEIGHTS if are_clusters(characters) else WEIGHTS


def model_of_session(session: TextPasses, tick: Tick | None = None) -> NgramModel:
    """The language model of a session's text, of `MODEL_ORDER`.

    What is counted for it lies in temporary files beyond half of the memory of the machine.
    """
    with scratch_directory(session.temp_dir) as directory:
        path = directory / "counts.nwc"
        with path.open("wb") as out:
            name = os.fsencode(path)
            session.write_counts(out.fileno(), name, order=MODEL_ORDER - 1, documents=0, tick=tick)
        threads = default_threads()
        limit = MemoryLimit.of(None, session.temp_dir)
        trainer = LanguageTrainer(
            threads=threads,
            memory=limit.bytes,
            outside=limit.outside(threads),
            temp_dir=limit.temp_dir,
        )
        prune = _PRUNED if session.units >= _LARGE else (0,) * MODEL_ORDER
        trainer.train(
            os.fsencode(path), order=MODEL_ORDER, prune=prune, fallback=DEFAULT_FALLBACK, tick=tick
        )
    model = NgramModel(most_bytes=1 << 62)
    while piece := trainer.next_piece():
        model.feed(piece)
    model.finish()
    return model


def empty_model() -> NgramModel:
    """A model that knows nothing: what is cut by it is cut into units."""
    model = NgramModel(most_bytes=1 << 10)
    model.feed(_NO_MODEL)
    model.finish()
    return model


def cut_shares(
    model: NgramModel, text: bytes, weights: np.ndarray | None = None
) -> tuple[list[str], np.ndarray]:
    """Cuts a text by a language model and looks how often each string is a word.

    Args:
        model: Of units.
        text: UTF-8, a whole document.
        weights: See `WEIGHTS`; None for those of its script.

    Returns:
        The words of two and more units without digits and Latin letters, in order of code
        points, and the share of the occurrences of each that are words.
    """
    if weights is None:
        weights = weights_for(Counter(text.decode("utf-8", "ignore")).items())
    ends, kinds = TagCutter(model, weights).cut(text)
    begins = np.concatenate([[0], ends])[: len(ends)]
    is_long = (kinds == 0) & (ends - begins > 1)
    pieces = Counter(
        text[begin:end]
        for begin, end in zip(begins[is_long].tolist(), ends[is_long].tolist(), strict=True)
    )
    counts: Counter[str] = Counter()
    for piece, count in pieces.items():
        word = piece.decode("utf-8", "replace")
        if len(word) > 1 and not _SEGMENTED.search(word):
            counts[word] += count
    words = sorted(counts)
    occurrences = np.zeros(len(words))
    WordCutter(words).count(text, occurrences)
    found = np.array([counts[word] for word in words], dtype=np.float64)
    return words, found / np.maximum(occurrences, found)


def rare_words(sample: bytes, *, min_count: float, temp_dir: str | None = None) -> list[str]:
    """Words that occur too rarely in a text for a ranking, as its own language model cuts it.

    Args:
        sample: UTF-8, whole documents.
        min_count: Words of fewer occurrences are meant.
        temp_dir: For the counts of the model.

    Returns:
        As `cut_shares`, in order of code points.
    """
    session = Session(threads=1, temp_dir=temp_dir)
    session.feed(sample)
    session.end_document()
    if session.units == 0:
        return []
    words, _ = cut_shares(model_of_session(session), sample)
    occurrences = np.zeros(len(words))
    WordCutter(words).count(sample, occurrences)
    return [word for word, n in zip(words, occurrences.tolist(), strict=True) if n < min_count]
