"""The text as methods see it, where it lies in parts: every pass is a job of exact sums."""

# ruff: noqa: ARG002 - the signatures are those of Session; Spark shows progress itself

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from newword.config import default_threads
from newword.core import _core
from newword.core._core import Dispersion
from newword.counting.reading import Reading
from newword.errors import MemoryBudgetError
from newword.platform.memory import MemoryLimit
from newword.platform.message import message
from newword.spark import passes
from newword.spark.count_files import add_count_files
from newword.spark.jobs import Jobs, sum_slices
from newword.spark.tasks import Whole

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from newword.core._core import (
        Found,
        GapNetwork,
        GapPosteriors,
        GapStrings,
        NgramModel,
        Pieces,
        Posteriors,
        Segmentation,
        Session,
        TagPosteriors,
    )
    from newword.spark.counting import CountedParts, PartSizes
    from newword.spark.tasks import TaskSettings

__all__ = ["TextInParts"]

Tick = Callable[[int, int], object]

_BYTES_OF_NGRAM = 22
"""Of a language model in memory."""


class TextInParts:
    """The `TextPasses` of a text in parts: those of `Session` that can be added up.

    Args:
        packed: The documents.
        sizes: What they hold.
        counted: Their n-grams.
        settings: For the tasks.
    """

    def __init__(
        self, packed: DataFrame, sizes: PartSizes, counted: CountedParts, settings: TaskSettings
    ) -> None:
        self._packed, self._sizes, self._settings = packed, sizes, settings
        self._session = counted.session
        self._samples: dict[int, Session] = {}
        self._run_edges: np.ndarray | None = None
        table = counted.table
        self._levels = [
            (
                table.column(order, "symbol"),
                table.column(order, "first_child"),
                table.column(order, "count"),
                table.column(order, "left_variety"),
            )
            for order in range(1, table.max_order + 1)
        ]
        whole = Whole(
            forms=sizes.forms,
            levels=self._levels,
            units=sizes.units,
            places=sizes.places,
            offsets=sizes.offsets,
            run_offsets=sizes.run_offsets,
        )
        self._jobs = Jobs(packed, settings, whole)

    def __enter__(self) -> TextInParts:
        return self

    def __exit__(self, *_: object) -> None:
        """Lets the workers forget the table."""
        self._jobs.close()

    @property
    def threads(self) -> int:
        """Of the driver, for what methods do with the table."""
        return default_threads()

    @property
    def tokens(self) -> bool:
        """Whether units are what stands between spaces."""
        return self._session.tokens

    @property
    def units(self) -> int:
        """Of the whole text."""
        return self._sizes.units

    def links(self, order: int, tick: Tick | None = None) -> tuple[np.ndarray, np.ndarray]:
        """See `Session.links`."""
        return self._session.links(order, tick=tick)

    def run_edges(self, tick: Tick | None = None) -> tuple[np.ndarray, np.ndarray, int]:
        """See `Session.run_edges`."""
        if self._run_edges is None:
            size = 2 * len(self._sizes.forms.histogram)
            self._run_edges = self._jobs.sum("run-edges", passes.sum_run_edges, size=size)
        begins, ends = np.split(self._run_edges, 2)
        return begins, ends, self._sizes.runs

    def expectation(
        self,
        *,
        weights: Sequence[np.ndarray | None] | None = None,
        prior: Sequence[np.ndarray | None] | None = None,
        sample: float = 1.0,
        tick: Tick | None = None,
        **options: Any,
    ) -> Posteriors:
        """See `Session.expectation`. What it learns from the sample the driver learns."""
        of_2_32 = _core.sample_of_runs(sample)
        is_sample = of_2_32 < 1 << 32 and options.get("passes", 3) > 1
        asked = {**options, "weights": weights, "prior": prior}
        probabilities, learned_units = self._learn(of_2_32, is_sample, asked)
        sums = self._jobs.sum("posteriors", passes.sum_posteriors, (options, probabilities))
        posteriors, rows = _core.posteriors_of_parts(
            self._session, asked, sums, learned_units, tick=tick
        )
        del sums
        if not options.get("pair_edges", False):
            return posteriors
        smoothed = self._jobs.sum(
            "pair-edges", passes.sum_pair_edges, (options, probabilities, rows)
        )
        pair_edges = _core.pair_edges_of_parts(self._session, smoothed, tick=tick)
        return posteriors._replace(pair_edges=pair_edges)

    def segment(
        self,
        probabilities: Sequence[np.ndarray | None],
        *,
        least_unit: float = 1e-10,
        tick: Tick | None = None,
    ) -> Segmentation:
        """See `Session.segment`."""
        sums = self._jobs.sum("cuts", passes.sum_cuts, (list(probabilities), least_unit))
        return _core.cuts_of_parts(self._session, sums, tick=tick)

    def tag_posteriors(self, weights: np.ndarray, tick: Tick | None = None) -> TagPosteriors:
        """See `Session.tag_posteriors`."""
        sums = self._jobs.sum("tags", passes.sum_tags, weights)
        return _core.tags_of_parts(self._session, sums, tick=tick)

    def gap_posteriors(
        self,
        network: GapNetwork,
        levels: Sequence[np.ndarray],
        strings: GapStrings,
        tick: Tick | None = None,
    ) -> GapPosteriors:
        """See `Session.gap_posteriors`."""
        sums = self._jobs.sum("gaps", passes.sum_gaps, (network, levels, strings))
        return _core.gaps_of_parts(self._session, sums, tick=tick)

    @property
    def temp_dir(self) -> None:
        """Of the driver: the system's own."""

    def write_counts(
        self,
        descriptor: int,
        path: bytes,
        *,
        order: int,
        documents: int,
        tick: Tick | None = None,
    ) -> None:
        """See `Session.write_counts`; no inputs are named."""
        add_count_files(self._packed, self._settings, descriptor, path, order=order, tick=tick)

    def count_tagged(
        self, model: NgramModel, weights: np.ndarray, tick: Tick | None = None
    ) -> list[np.ndarray]:
        """See `Session.count_tagged`; every worker process holds the model.

        Raises:
            MemoryBudgetError: It would take all the memory of a task.
        """
        needed = len(model) * _BYTES_OF_NGRAM
        if needed > MemoryLimit.of(self._settings.memory).bytes:
            raise MemoryBudgetError(
                message(
                    "a task on Spark: too little memory for a language model of {model} "
                    "n-grams: allow {value}M (task_memory), or take method model",
                    model=f"{len(model):,}",
                    value=-(-needed // 500000),
                )
            )
        sizes = [len(level[0]) for level in self._levels]
        counts = self._jobs.sum("lm-words", passes.sum_tagged, (model, weights), size=sum(sizes))
        return [counts[:0], *np.split(counts, np.cumsum(sizes)[:-1])]

    def drop_lattice(self) -> None:
        """See `Session.drop_lattice`; and the sample goes."""
        self._session.drop_lattice()
        self._samples.clear()

    def connect(
        self, kept: Sequence[np.ndarray], *, min_count: int, tick: Tick | None = None
    ) -> Pieces:
        """See `Session.connect`."""
        from pyspark.sql import functions as f

        flags = [np.asarray(row, np.uint8) for row in kept]
        with self._jobs.rows("pieces", passes.count_pieces, passes.PIECES, flags) as told:
            told.persist()
            try:
                counts = sum_slices(told.where("slice >= 0").select("slice", "values"))
                long_ones = (
                    told.where("slice < 0")
                    .groupBy("key")
                    .agg(f.sum("amount").alias("amount"))
                    .where(f.col("amount") >= min_count)
                    .toArrow()
                )
            finally:
                told.unpersist()
        rows = zip(long_ones["key"].to_pylist(), long_ones["amount"].to_pylist(), strict=True)
        return _core.pieces_of_parts(self._session, flags, counts, rows, min_count=min_count)

    def find(self, words: Sequence[str], *, tick: Tick | None = None) -> list[Found]:
        """See `Session.find`; without contexts."""
        from pyspark.sql import functions as f

        make = passes.count_neighbours
        with self._jobs.rows("neighbours", make, passes.NEIGHBOURS, list(words)) as told:
            by = told.groupBy("word", "side", "symbol")
            rows = by.agg(f.sum("amount").alias("amount")).toArrow()
        columns = (np.array(rows[name]) for name in ("word", "side", "symbol", "amount"))
        return _core.found_in_parts(self._session, words, *columns)

    def name_passages(self, around: int) -> tuple[list[str], list[int]]:
        """See `Session.name_passages`; the documents have other numbers, in the same order."""
        with self._jobs.rows("names", passes.show_names, passes.NAMES, around) as told:
            rows = told.toArrow()
        found = zip(rows["document"].to_pylist(), rows["passage"].to_pylist(), strict=True)
        in_order = sorted(found, key=itemgetter(0))
        return [passage.decode() for _, passage in in_order], [document for document, _ in in_order]

    def disperse(
        self, words: Iterable[str], counts: Any, *, times: Any = None, tick: Tick | None = None
    ) -> Dispersion:
        """See `Session.disperse`; without times."""
        asked = list(words)
        found = self._spread(asked, np.asarray(counts, np.uint64))
        wrong = np.flatnonzero((found[:, 0] != counts) & (found[:, 0] != 0))
        if len(wrong):
            found[wrong] = self._spread([asked[i] for i in wrong], found[wrong, 0])
        documents, evenness = _core.finish_spread(found, self._sizes.places)
        return Dispersion(found[:, 0].copy(), documents, evenness, None, None)

    def _spread(self, words: list[str], counts: np.ndarray) -> np.ndarray:
        """A row of `_core.part_spread` for each word, of the whole text."""
        rows = np.zeros((len(words), 7), np.uint64)
        phase, make = "spread", passes.tally_spread
        with self._jobs.rows(phase, make, passes.SPREAD, (words, counts)) as told:
            joined = (
                told.repartition("block")
                .sortWithinPartitions("block", "part")
                .mapInArrow(passes.join_spread, passes.SPREAD)
                .toArrow()
            )
        for numbers, values in zip(
            joined["words"].to_pylist(), joined["tallies"].to_pylist(), strict=True
        ):
            places = np.frombuffer(numbers, np.uint32)
            rows[places] = np.frombuffer(values, np.uint64).reshape(-1, 7)
        return rows

    def _learn(
        self, of_2_32: int, is_sample: bool, options: dict[str, Any]
    ) -> tuple[list[np.ndarray], int]:
        if of_2_32 not in self._samples:
            with self._jobs.rows("sample", passes.sample_runs, passes.SAMPLE, of_2_32) as told:
                rows = told.toArrow().sort_by("part")
            session = Reading(threads=self.threads, units=self._settings.units).session()
            for runs in rows["runs"]:
                session.feed(memoryview(runs.as_buffer()).cast("B"))
            _core.seal_as(session, self._sizes.forms.surfaces, self._sizes.forms.counts)
            _core.adopt_table(session, self._levels, self._sizes.units)
            self._samples[of_2_32] = session
        return _core.learn(self._samples[of_2_32], is_sample, options)
