"""Training a character language model: interpolated modified Kneser-Ney from exact counts."""

from __future__ import annotations

import contextlib
import gzip
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from newword.config import MAX_ORDER, default_threads
from newword.core._core import LanguageTrainer, OrderFacts
from newword.corpus import Corpus, CorpusReport
from newword.counting.count_file import (
    OUTPUT,
    AnyPath,
    read_facts,
    reading_errors,
    write_counts,
)
from newword.counting.counts import OnProgress, make_tick, read
from newword.counting.reading import Reading
from newword.counting.source_check import paths_of
from newword.errors import ConfigError, CorpusError
from newword.platform.files import commit
from newword.platform.message import message
from newword.platform.outputs import refuse_clashes
from newword.platform.safe_text import path_text
from newword.platform.writing.writer import Writer

__all__ = [
    "DEFAULT_FALLBACK",
    "DEFAULT_LM_ORDER",
    "OrderOfModel",
    "TrainedModel",
    "train_language_model",
]

DEFAULT_LM_ORDER = 4
DEFAULT_FALLBACK = (0.5, 1.0, 1.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderOfModel:
    """The n-grams of one order.

    Attributes:
        order: Length in tokens.
        ngrams: Number of different n-grams in the text.
        kept: Number of n-grams that remain after pruning.
        discounts: D1, D2 and D3+, the discounts for counts of 1, 2, and 3 or more.
        is_estimated: Whether the discounts follow from the counts; if not, they are the fallback.
    """

    order: int
    ngrams: int
    kept: int
    discounts: tuple[float, float, float]
    is_estimated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedModel:
    """The model that was estimated.

    Attributes:
        path: The file of the model.
        orders: The n-grams of each order, from 1.
        units: Number of units of the text.
        sentences: Number of runs of units.
        report: What was read; None if the model was made from counts.
    """

    path: str
    orders: tuple[OrderOfModel, ...]
    units: int
    sentences: int
    report: CorpusReport | None


def train_language_model(
    corpus: Corpus | None,
    path: AnyPath,
    *,
    counts: AnyPath | None = None,
    order: int = DEFAULT_LM_ORDER,
    prune: Sequence[int] = (),
    discount_fallback: Sequence[float] = DEFAULT_FALLBACK,
    reading: Reading | None = None,
    on_progress: OnProgress | None = None,
) -> TrainedModel:
    """Estimates an interpolated modified Kneser-Ney model of units, and writes it as ARPA text.

    A sentence is a run of units, and a token is a unit in its folded form. The estimates are those
    of KenLM's `lmplz --discount_fallback` on the same tokens.

    Args:
        corpus: Paths, an open file or texts, as `newword.corpus.read_corpus` tells them apart;
            None with `counts`.
        path: Where the model goes; compressed with gzip if the name ends in `.gz`.
        counts: A count file of order `order` - 1 or more to use instead of a corpus.
        order: Length in units of the longest n-gram, 2..16. KenLM as built for Python loads up
            to 6.
        prune: Leave out n-grams with this many occurrences or fewer, by order from 1. Each number
            is at least the one before, and the last holds for all higher orders.
        discount_fallback: D1, D2 and D3+ for orders where they cannot be estimated, because one of
            the counts 1, 2 and 3 does not occur, or a discount lies outside 0 to its count.
        reading: How to read the corpus; with `counts`, only its threads and memory matter.
        on_progress: Called with the progress about every 50 ms.

    Returns:
        The model that was estimated; orders with the fallback say so.

    Raises:
        ConfigError: An option cannot work.
        CorpusError: A path does not exist, there is no text, or `strict` met a problem.
        CountFileError: The file is damaged, or is not a count file.
        OutputError: The model cannot be written; the old file is unchanged.

    Source: Chen and Goodman (1998); Heafield et al. (2013).

    Example:
        >>> import newword
        >>> done = newword.train_language_model("corpus/", "model.arpa")  # doctest: +SKIP
        >>> [order.kept for order in done.orders]  # doctest: +SKIP
    """
    reading = reading or Reading()
    if (corpus is None) == (counts is None):
        raise ConfigError(
            message("a model is trained on a corpus or on a count file: give one of the two")
        )
    if not 2 <= order <= MAX_ORDER:
        raise ConfigError(
            message("order must be 2 to {max_order}, got {order}", max_order=MAX_ORDER, order=order)
        )
    limits = _limits(prune, order)
    _check_fallback(discount_fallback)
    refuse_clashes([path], [*paths_of(corpus), *([] if counts is None else [counts])])
    with contextlib.ExitStack() as stack:
        if corpus is not None:
            counted, report = stack.enter_context(_count(corpus, order, reading, on_progress))
        else:
            assert counts is not None  # noqa: S101 (told apart above)
            counted, report = os.fsdecode(counts), None
        with reading_errors():
            facts = read_facts(counted)
        if facts.order < order - 1:
            raise ConfigError(
                message(
                    "{counted} is of order {order}: give --order {order_2} or less, or "
                    "count again with --order {order_3}",
                    counted=path_text(counted),
                    order=facts.order,
                    order_2=facts.order + 1,
                    order_3=order - 1,
                )
            )
        if facts.units == 0:
            raise CorpusError(message("there is no text to learn a language model from"))
        threads = reading.threads or default_threads()
        trainer = LanguageTrainer(
            threads=threads,
            memory=reading.limit.bytes,
            outside=reading.limit.outside(threads),
            temp_dir=reading.limit.temp_dir,
        )
        with reading_errors():
            found = trainer.train(
                os.fsencode(counted),
                order=order,
                prune=limits,
                fallback=discount_fallback,
                tick=make_tick("estimate", on_progress),
            )
    with commit(path) as out:
        if os.fsdecode(path).endswith(".gz"):
            _write_packed(trainer, out, sum(one.kept for one in found), on_progress)
        else:
            with out.descriptor(OUTPUT) as descriptor:
                tick = make_tick("write", on_progress)
                trainer.write(descriptor, OUTPUT.encode(), tick=tick)
    return TrainedModel(
        path=os.fsdecode(path),
        orders=tuple(_describe(k, one) for k, one in enumerate(found, 1)),
        units=facts.units,
        sentences=facts.runs,
        report=report,
    )


@contextlib.contextmanager
def _count(
    corpus: Corpus, order: int, reading: Reading, on_progress: OnProgress | None
) -> Iterator[tuple[str, CorpusReport]]:
    """The windows of a corpus as a count file that goes when it is done with."""
    with tempfile.TemporaryDirectory(prefix="newword-", dir=reading.limit.temp_dir) as directory:
        path = Path(directory, "counts.nwc")
        session, report = read(corpus, reading, on_progress=on_progress)
        with path.open("wb") as out:
            name = os.fsencode(path)
            write_counts(session, out.fileno(), name, order - 1, report.documents, on_progress)
        del session
        yield str(path), report


def _write_packed(
    trainer: LanguageTrainer, out: Writer, total: int, on_progress: OnProgress | None
) -> None:
    written = 0
    with gzip.GzipFile(filename="", mode="wb", fileobj=out, compresslevel=6, mtime=0) as file:
        while piece := trainer.next_piece():
            file.write(piece)
            written += piece.count(b"\n")
            if on_progress is not None:
                on_progress("write", min(written, total), total)


def _limits(prune: Sequence[int], order: int) -> list[int]:
    if len(prune) > order:
        raise ConfigError(
            message(
                "prune has {prune} numbers for a model of order {order}",
                prune=len(prune),
                order=order,
            )
        )
    if any(limit < 0 for limit in prune) or list(prune) != sorted(prune):
        raise ConfigError(
            message("prune: each number is at least 0 and at least the one before it")
        )
    return [*prune, *[prune[-1] if prune else 0] * (order - len(prune))]


def _check_fallback(discounts: Sequence[float]) -> None:
    if len(discounts) != 3 or not all(0 <= d <= n for n, d in enumerate(discounts, 1)):
        raise ConfigError(message("discount_fallback: three numbers, 0 to 1, 0 to 2 and 0 to 3"))


def _describe(order: int, facts: OrderFacts) -> OrderOfModel:
    return OrderOfModel(
        order=order,
        ngrams=facts.ngrams,
        kept=facts.kept,
        discounts=facts.discounts,
        is_estimated=facts.is_estimated,
    )
