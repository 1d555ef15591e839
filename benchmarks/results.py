"""What was measured, before anybody formats it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.cases import (
    LADDER,
    BoundTarget,
    Case,
    GrowthTarget,
    Metric,
    RateTarget,
    RatioTarget,
    SameOutputTarget,
    Target,
)
from benchmarks.corpora import NAMES, Corpus
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

    def largest(self, metric: Metric) -> float:
        """The most over the rounds."""
        return max(metric_of(sample, metric) for sample in self.series.samples)

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

    def same_output(self, of: Row, to: Row) -> bool:
        """Whether every run of both wrote the same bytes."""
        samples = [*of.series.samples, *to.series.samples]
        return len({sample.output_digest for sample in samples}) == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a target.

    Attributes:
        corpora: The corpora that it was judged on.
        reached: The figure, in the unit of the target; None where it was not measured.
        reason: Why it was not measured.
    """

    target: Target
    corpora: str
    reached: float | None
    reason: str = ""

    @property
    def is_met(self) -> bool | None:
        """None where it was not measured."""
        if self.reached is None:
            return None
        if isinstance(self.target, RateTarget):
            return self.reached >= self.target.at_least
        if isinstance(self.target, SameOutputTarget):
            return self.reached == 1
        return self.reached <= bound(self.target)


def bound(target: Target) -> float:
    """The figure that a target asks for; 1 means yes where bytes must be the same."""
    if isinstance(target, RateTarget):
        return target.at_least
    if isinstance(target, RatioTarget | BoundTarget | GrowthTarget):
        return target.at_most
    return 1.0


def verdicts(results: Sequence[CaseResult], cases: Sequence[Case]) -> list[Verdict]:
    """What became of every target of `cases`, on every corpus that counts for it."""
    found = []
    for case in cases:
        mine = [result for result in results if result.case.name == case.name]
        for target in case.targets:
            judged = [r for r in mine if r.corpus.name in target.on or r.corpus.name not in NAMES]
            if isinstance(target, GrowthTarget):
                found.append(_growth_verdict(target, judged))
            else:
                found += [_verdict(target, result) for result in judged]
            if not judged:
                reason = f"not run on {', '.join(target.on)}"
                found.append(Verdict(target=target, corpora="", reached=None, reason=reason))
    return found


def _verdict(target: Target, result: CaseResult) -> Verdict:
    names = [target.of]
    if isinstance(target, RatioTarget | SameOutputTarget):
        names.append(target.to)
    rows = {row.name: row for row in result.rows}
    for name in names:
        if name not in rows or not rows[name].series.samples:
            reason = rows[name].reason if name in rows else "not run on this corpus"
            reason = f"{name}: {reason}"
            return Verdict(target=target, corpora=result.corpus.name, reached=None, reason=reason)
    reached = _reached(target, result, *(rows[name] for name in names))
    return Verdict(target=target, corpora=result.corpus.name, reached=reached)


def _reached(target: Target, result: CaseResult, of: Row, to: Row | None = None) -> float:
    if isinstance(target, RatioTarget) and to is not None:
        return of.ratio(to, target.metric)
    if isinstance(target, SameOutputTarget) and to is not None:
        return float(result.same_output(of, to))
    if isinstance(target, BoundTarget):
        return of.largest(target.metric)
    return result.mb_per_s(of)


def _growth_verdict(target: GrowthTarget, judged: Sequence[CaseResult]) -> Verdict:
    sizes = ", ".join(result.corpus.name for result in judged)
    for item in growth(judged):
        if item.row == target.of and item.metric == target.metric:
            return Verdict(target=target, corpora=sizes, reached=item.exponent)
    reason = "two sizes are needed"
    return Verdict(target=target, corpora=sizes, reached=None, reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """How a program grows with the text: a measure is proportional to size ** exponent.

    Attributes:
        sizes: The corpora, smallest first.
        exponent: Of all sizes, the least-squares slope in logarithms.
        last_exponent: Of the two largest, where the start of the program weighs least.
    """

    case: str
    row: str
    metric: Metric
    sizes: tuple[str, ...]
    exponent: float
    last_exponent: float


def growth(results: Sequence[CaseResult]) -> list[Growth]:
    """Exponents of CPU time and memory for every row measured on corpora of two or more sizes.

    Of the named corpora only those count that differ in nothing but their size.
    """
    points: dict[tuple[str, str, Metric], list[tuple[float, float, str]]] = {}
    metrics: tuple[Metric, ...] = ("cpu", "rss")
    for result in results:
        corpus = result.corpus
        if corpus.name in NAMES and corpus.name not in LADDER:
            continue
        for row in result.rows:
            for metric in metrics if row.series.samples else ():
                point = float(corpus.size_bytes), row.typical(metric), corpus.name
                points.setdefault((result.case.name, row.name, metric), []).append(point)
    return [
        _growth(key, sorted(found))
        for key, found in points.items()
        if len({size for size, *_ in found}) > 1
    ]


def _growth(key: tuple[str, str, Metric], points: Sequence[tuple[float, float, str]]) -> Growth:
    pairs = [(size, value) for size, value, _ in points]
    before_last = max(i for i, (size, _) in enumerate(pairs) if size < pairs[-1][0])
    case, row, metric = key
    return Growth(
        case=case,
        row=row,
        metric=metric,
        sizes=tuple(name for *_, name in points),
        exponent=exponent(pairs),
        last_exponent=exponent(pairs[before_last:]),
    )


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The least-squares slope of ln y over ln x; at least two distinct x, every value > 0."""
    xs = [math.log(x) for x, _ in points]
    ys = [math.log(max(y, 1e-9)) for _, y in points]
    x_mean, y_mean = math.fsum(xs) / len(xs), math.fsum(ys) / len(ys)
    covariance = math.fsum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys, strict=True))
    return covariance / math.fsum((x - x_mean) ** 2 for x in xs)
