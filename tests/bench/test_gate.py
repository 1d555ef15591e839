"""The gate by instruction counts: what it compares, when it fails, when it keeps out."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from benchmarks import gate

VALGRIND = "==9== \n==9== I   refs:      55,783,217\n"
PERF = "1234567890,,instructions:u,1000,100.00,,\n"
NO_PERF = "<not supported>,,instructions:u,0,100.00,,\n"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "text.txt"
    path.write_text("山高月小", encoding="utf-8")
    return path


def fake_counter(said: str, exit_code: int = 0) -> gate.Counter:
    """A counter that prints `said` and runs nothing."""
    code = f"import sys; sys.stderr.write({said!r}); sys.exit({exit_code})"
    return gate.Counter("fake", (sys.executable, "-c", code), gate.COUNTERS[1].pattern)


@pytest.mark.parametrize(
    ("counter", "said", "count"), [(0, PERF, "1234567890"), (1, VALGRIND, "55,783,217")]
)
def test_counts_are_found_in_what_the_counters_print(counter: int, said: str, count: str) -> None:
    found = re.search(gate.COUNTERS[counter].pattern, said)
    assert found is not None
    assert found.group(1) == count


def test_a_processor_without_counters_is_not_a_count_of_zero() -> None:
    assert re.search(gate.COUNTERS[0].pattern, NO_PERF) is None


def test_a_count_is_a_number() -> None:
    assert fake_counter(VALGRIND).count(["x"]) == 55_783_217


def test_a_counter_that_is_not_installed_or_counts_nothing_skips_the_gate() -> None:
    with pytest.raises(gate.SkippedError, match="no-such-program is not installed"):
        gate.Counter("x", ("no-such-program",), "x").try_out()
    with pytest.raises(gate.SkippedError, match="no access to an instruction counter"):
        fake_counter("nothing").try_out()


def test_a_step_is_charged_with_its_own_work_only() -> None:
    totals = {"read": 10, "count": 30, "connect": 70}
    assert gate.own_work(totals) == {"read": 10, "count": 20, "connect": 40}


def test_growth_within_the_tolerance_passes_and_beyond_it_fails() -> None:
    before = {"read": 1000, "count": 1000}
    assert gate.grown({"read": 1020, "count": 500}, before) == []
    assert gate.grown({"read": 1000, "count": 1040}, before) == ["count"]
    assert gate.grown({"new": 1}, before) == ["new"]


def test_without_a_baseline_for_this_machine_the_gate_is_skipped_and_says_how_to_make_one(
    text: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "COUNTERS", (fake_counter(VALGRIND),))
    monkeypatch.setattr(gate, "conditions", lambda counter, text: {"counter": counter})
    with pytest.raises(gate.SkippedError, match=r"no baseline for fake .*GATE=--update"):
        gate.choose(text, [], is_update=False)
    known: list[gate.Entry] = [{"conditions": {"counter": "fake"}, "instructions": {}}]
    assert gate.choose(text, known, is_update=False)[0].name == "fake"


def test_the_gate_fails_when_a_step_has_grown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(gate, "COUNTERS", (fake_counter(VALGRIND),))
    monkeypatch.setattr(gate, "PREREQUISITE", {"read": None})
    monkeypatch.setattr(gate, "conditions", lambda counter, text: {"counter": counter})
    monkeypatch.setattr(gate, "BASELINE", tmp_path / "baseline.json")
    monkeypatch.setattr(gate, "WORKLOAD", Path(sys.executable))
    monkeypatch.setattr(gate, "TEXT_BYTES", 1000)
    assert gate.main([]) == 0
    assert "gate skipped: no baseline" in capsys.readouterr().err
    assert gate.main(["--update"]) == 0
    assert gate.main([]) == 0
    stored = json.loads((tmp_path / "baseline.json").read_text(encoding="utf-8"))
    stored[0]["instructions"]["read"] //= 2
    (tmp_path / "baseline.json").write_text(json.dumps(stored), encoding="utf-8")
    assert gate.main([]) == 1
    assert capsys.readouterr().out.endswith("times the baseline: read\n")


def test_the_stored_baseline_has_every_step() -> None:
    entries = gate.read_baseline(gate.BASELINE)
    assert entries
    for entry in entries:
        assert set(entry["instructions"]) == set(gate.PREREQUISITE)
