"""The phases that `benchmarks.model_phases` measures."""

from __future__ import annotations

import time

import pytest
from command import SAMPLES

import newword
from benchmarks.model_phases import Phases, measure


def test_phases_are_the_passes_of_a_run_and_change_nothing() -> None:
    corpus = str(SAMPLES / "text" / "fantasy")
    phases = Phases()
    megabytes, ranking = measure(corpus, None, phases)
    lexicon = newword.discover(corpus)
    assert megabytes == lexicon.report.bytes_read / 1e6
    assert ranking.words == [entry.word for entry in lexicon]
    passes = {"links", "expectation", "tag_posteriors", "gap_posteriors", "disperse"}
    assert passes <= phases.seconds.keys()
    assert "| all |" in phases.table(megabytes)


def test_the_time_of_an_inner_phase_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 1.0, 4.0, 9.0])
    monkeypatch.setattr(time, "process_time", lambda: next(clock))
    phases = Phases()
    with phases.phase("outer"), phases.phase("inner"):
        pass
    assert phases.seconds == {"inner": 3.0, "outer": 6.0}
