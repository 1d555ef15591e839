"""What the benchmarks make of their measurements: ratios, growth, verdicts, the page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import report
from benchmarks.cases import (
    BoundTarget,
    Case,
    GrowthTarget,
    Ours,
    RateTarget,
    RatioTarget,
    SameOutputTarget,
)
from benchmarks.corpora import (
    Corpus,
)
from benchmarks.measure import (
    Sample,
    Series,
    median,
    paired_ratio,
)
from benchmarks.results import CaseResult, Row, exponent, growth, verdicts


def samples(*cpu_s: float) -> Series:
    return Series([Sample(user_s=s, system_s=0.0, wall_s=2 * s, rss_bytes=100) for s in cpu_s])


def test_ratios_are_medians_of_pairs_from_one_round() -> None:
    of, to = samples(10.0, 40.0, 30.0), samples(1.0, 2.0, 10.0, 99.0)
    assert paired_ratio(of, to, lambda sample: sample.cpu_s) == 10.0
    assert median(of, lambda sample: sample.cpu_s) == 30.0


def test_an_exponent_is_the_slope_in_logarithms() -> None:
    assert exponent([(10.0, 3.0), (100.0, 3.0 * 10**1.5)]) == pytest.approx(1.5)


def result(case: Case, size: int, **series: Series) -> CaseResult:
    path = Path("/home/someone/corpus")
    corpus = Corpus(name=f"{size}", path=path, size_bytes=size, files=1, origin="x")
    rows = [Row(name=n, command=f"/home/someone/{n} | x", series=s) for n, s in series.items()]
    return CaseResult(case=case, corpus=corpus, rows=tuple(rows))


CASE = Case(
    name="count",
    ours=(Ours(name="us", arguments="count"),),
    targets=(
        RatioTarget(name="ratio", of="us", to="peer", metric="cpu", at_most=0.1, tried="hashing"),
        RateTarget(name="rate", of="us", at_least=50.0),
        BoundTarget(name="bound", of="us", metric="rss", at_most=99),
        SameOutputTarget(name="same", of="us", to="peer"),
        GrowthTarget(name="growth", of="us", metric="cpu", at_most=1.1),
    ),
)


def judged(*results: CaseResult) -> dict[str, tuple[float | None, bool | None]]:
    return {one.target.name: (one.reached, one.is_met) for one in verdicts(results, [CASE])}


def test_targets_are_judged_by_paired_ratios_by_rate_and_by_the_worst_round() -> None:
    measured = result(CASE, 100_000_000, us=samples(1.0, 1.0), peer=samples(20.0, 20.0))
    found = judged(measured)
    assert found["ratio"] == (pytest.approx(0.05), True)
    assert found["rate"] == (pytest.approx(50.0), True)
    assert found["bound"] == (100, False)
    assert found["growth"] == (None, None)


def test_one_round_with_another_output_breaks_the_promise_of_the_same() -> None:
    us, peer = samples(1.0, 1.0), samples(1.0, 1.0)
    assert judged(result(CASE, 10, us=us, peer=peer))["same"] == (1, True)
    us.samples[1] = replace(us.samples[1], output_digest="other")
    assert judged(result(CASE, 10, us=us, peer=peer))["same"] == (0, False)


def test_a_target_without_its_peer_is_not_measured_and_says_why() -> None:
    measured = result(CASE, 10, us=samples(1.0))
    absent = Row(name="peer", reason="needs cmake")
    measured = replace(measured, rows=(*measured.rows, absent))
    reasons = {one.target.name: one.reason for one in verdicts([measured], [CASE])}
    assert judged(measured)["ratio"] == (None, None)
    assert reasons["ratio"] == "peer: needs cmake"


def test_targets_are_judged_only_on_their_corpora() -> None:
    measured = result(CASE, 10, us=samples(1.0))
    elsewhere = replace(measured, corpus=replace(measured.corpus, name="small-files"))
    assert all(reached is None for reached, _ in judged(elsewhere).values())
    assert "not run on 120mb" in {one.reason for one in verdicts([elsewhere], [CASE])}


def test_a_missed_target_shows_what_was_tried() -> None:
    measured = [result(CASE, 10, us=samples(9.0), peer=samples(10.0))]
    page = report.markdown(measured, verdicts(measured, [CASE]), machine={}, hide={})
    assert "| ratio | 10 | at most 1/10 | 1/1.1 | missed | hashing |" in page


def test_growth_needs_two_sizes() -> None:
    small, large = result(CASE, 10, us=samples(1.0)), result(CASE, 1000, us=samples(100.0))
    assert growth([small]) == []
    assert [round(item.exponent, 6) for item in growth([small, large])] == [1.0, 0.0]
    assert judged(small, large)["growth"] == (pytest.approx(1.0), True)


def test_growth_of_the_two_largest_sizes_leaves_the_start_out() -> None:
    sizes = [(10, 5.0), (1000, 10.0), (10_000, 100.0)]
    measured = [result(CASE, size, us=samples(cpu_s)) for size, cpu_s in sizes]
    cpu = growth(measured[::-1])[0]
    assert cpu.sizes == ("10", "1000", "10000")
    assert cpu.exponent < 0.5
    assert cpu.last_exponent == pytest.approx(1.0)


def test_corpora_that_differ_in_more_than_size_have_no_growth() -> None:
    measured = result(CASE, 10, us=samples(1.0))
    files = replace(measured, corpus=replace(measured.corpus, name="small-files", size_bytes=99))
    assert growth([measured, files]) == []


def test_the_page_names_no_directory_of_the_machine() -> None:
    measured = [result(CASE, 10, us=samples(1.0), peer=samples(2.0))]
    found = verdicts(measured, [CASE])
    hide = {"/home/someone": "HOME"}
    page = report.markdown(measured, found, machine={"cores": "2"}, hide=hide)
    data = report.as_json(measured, found, machine={"cores": "2"}, hide=hide)
    assert "someone" not in page + data
    assert "HOME/us" in page


def test_the_page_shows_why_a_program_was_not_measured() -> None:
    row = Row(name="peer", reason="Boost is missing")
    corpus = Corpus(name="c", path=Path("c"), size_bytes=1, files=1, origin="x")
    measured = CaseResult(case=CASE, corpus=corpus, rows=(row,))
    page = report.markdown([measured], [], machine={}, hide={})
    assert "not measured: Boost is missing" in page
