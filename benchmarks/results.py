"""What was measured, before anybody formats it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.cases import Case, Metric, RateTarget, RatioTarget, Target
from benchmarks.corpora import Corpus
from benchmarks.measure import Sample, Series, median, paired_ratio


def metric_of(sample: Sample, metric: Metric) -> float:
    """CPU and wall time in seconds, memory and output in bytes."""
    if metric == "cpu":
        return sample.cpu_s
    if metric == "wall":
        return sample.wall_s
    return sample.rss_bytes if metric == "rss" else sample.output_bytes or 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One program in one case.

    Attributes:
        command: The command line as a person would type it.
        series: Its runs; empty when `reason` says why it was not measured.
    """

    name: str
    version: str = ""
    command: str = ""
    reason: str | None = None
    series: Series = field(default_factory=Series)

    def typical(self, metric: Metric) -> float:
        """The median over the rounds."""
        return median(self.series, lambda sample: metric_of(sample, metric))

    def ratio(self, to: Row, metric: Metric) -> float:
        """The median of this row's value by the other's, round by round."""
        return paired_ratio(self.series, to.series, lambda sample: metric_of(sample, metric))


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """The rows of one case on one corpus, newword's first row first."""

    case: Case
    corpus: Corpus
    rows: tuple[Row, ...]

    def row(self, name: str) -> Row | None:
        """The row of this name if it was measured."""
        return next((row for row in self.rows if row.name == name and row.series.samples), None)

    def mb_per_s(self, row: Row) -> float:
        """Text read a second of wall time, in units of 10^6 bytes."""
        return self.corpus.size_bytes / 1e6 / max(row.typical("wall"), 1e-9)

    def reached(self, target: Target) -> float | None:
        """The figure that a target is about, or None where a row it needs was not measured."""
        of = self.row(target.of)
        if isinstance(target, RateTarget):
            return None if of is None else self.mb_per_s(of)
        to = self.row(target.to)
        return None if of is None or to is None else of.ratio(to, target.metric)


def is_met(target: Target, reached: float) -> bool:
    """Whether the figure keeps its bound."""
    if isinstance(target, RatioTarget):
        return reached <= target.at_most
    return reached >= target.at_least


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """How a program grows with the text: a measure is proportional to size ** exponent."""

    case: str
    row: str
    metric: Metric
    exponent: float


def growth(results: Sequence[CaseResult]) -> list[Growth]:
    """Exponents of CPU time and memory for every row measured on corpora of two or more sizes."""
    points: dict[tuple[str, str, Metric], list[tuple[float, float]]] = {}
    metrics: tuple[Metric, ...] = ("cpu", "rss")
    for result in results:
        for row in result.rows:
            if not row.series.samples:
                continue
            for metric in metrics:
                point = float(result.corpus.size_bytes), row.typical(metric)
                points.setdefault((result.case.name, row.name, metric), []).append(point)
    return [
        Growth(case=case, row=row, metric=metric, exponent=exponent(pairs))
        for (case, row, metric), pairs in points.items()
        if len({size for size, _ in pairs}) > 1
    ]


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The least-squares slope of ln y over ln x; at least two distinct x, every value > 0."""
    xs = [math.log(x) for x, _ in points]
    ys = [math.log(max(y, 1e-9)) for _, y in points]
    x_mean, y_mean = math.fsum(xs) / len(xs), math.fsum(ys) / len(ys)
    covariance = math.fsum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys, strict=True))
    return covariance / math.fsum((x - x_mean) ** 2 for x in xs)
