"""Options: what is refused, and what is chosen where nothing was said."""

from __future__ import annotations

import math
import os
from collections.abc import Callable

import pytest

import newword
from newword import ConfigError
from newword.config import (
    MAX_ORDER,
    Thresholds,
    adaptive_min_count,
    default_threads,
    parse_size,
)


@pytest.mark.parametrize(
    ("units", "least"),
    [
        (0, 2),
        (3_999_999, 2),
        (4_000_000, 3),
        (11_999_999, 3),
        (12_000_000, 5),
        (39_999_999, 5),
        (40_000_000, 8),
        (10**12, 8),
    ],
)
def test_the_least_count_grows_with_the_corpus(units: int, least: int) -> None:
    assert adaptive_min_count(units) == least


def test_nothing_set_leaves_the_choice_to_the_method() -> None:
    chosen = Thresholds()
    assert (chosen.min_count, chosen.max_len) == (None, 6)
    assert (chosen.min_cohesion, chosen.min_entropy, chosen.min_score) == (None, None, None)


@pytest.mark.parametrize("max_len", [2, MAX_ORDER])
def test_the_ends_of_the_range_of_lengths_are_taken(max_len: int) -> None:
    assert Thresholds(max_len=max_len).max_len == max_len
    assert MAX_ORDER == 16


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"min_count": 0}, "min_count must be at least 1, got 0"),
        ({"max_len": 1}, "max_len must be 2 to 16 units, got 1"),
        ({"max_len": 17}, "max_len must be 2 to 16 units, got 17"),
        ({"min_cohesion": float("nan")}, "min_cohesion must be a finite number, got nan"),
        ({"min_entropy": float("inf")}, "min_entropy must be a finite number, got inf"),
        ({"min_score": -float("inf")}, "min_score must be a finite number, got -inf"),
    ],
)
def test_thresholds_that_make_no_sense_are_refused(options: dict[str, float], message: str) -> None:
    with pytest.raises(newword.ConfigError, match=f"^{message}$"):
        Thresholds(**options)  # type: ignore[arg-type]


def test_the_least_thresholds_are_taken() -> None:
    assert Thresholds(min_count=1, min_cohesion=-1e300, min_entropy=0).min_count == 1


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("0", 0),
        ("1", 1),
        ("12B", 12),
        ("1k", 1000),
        ("1KB", 1000),
        ("1Ki", 1024),
        ("2kib", 2048),
        ("3 MB", 3_000_000),
        ("3MiB", 3 << 20),
        (" 1.5GiB ", 3 << 29),
        ("2g", 2_000_000_000),
        ("1TiB", 1 << 40),
        ("1tb", 10**12),
        ("0.5k", 500),
        (4096, 4096),
    ],
)
def test_a_size_is_a_number_and_a_unit(text: str | int, size: int) -> None:
    assert parse_size(text, name="memory") == size


@pytest.mark.parametrize(
    "text", ["", "k", "-1", "1kk", "1ib", "1 k b", "1e9", "١k", "1.", ".5k", "9" * 16, "1PB"]
)
def test_what_is_no_size_is_refused_with_examples(text: str) -> None:
    with pytest.raises(newword.ConfigError) as caught:
        parse_size(text, name="memory")
    assert str(caught.value) == f"memory must be a size such as 500MB or 2GiB, got {text!r}"


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="the system has no affinities")
def test_as_many_threads_as_this_process_may_use() -> None:
    allowed = os.sched_getaffinity(0)
    assert default_threads() == len(allowed)
    try:
        os.sched_setaffinity(0, {min(allowed)})
        assert default_threads() == 1
    finally:
        os.sched_setaffinity(0, allowed)


@pytest.mark.parametrize(("processors", "threads"), [(5, 5), (1, 1), (None, 1)])
def test_without_affinities_as_many_threads_as_processors(
    monkeypatch: pytest.MonkeyPatch, processors: int | None, threads: int
) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    assert default_threads() == threads


HUGE = 10**30


@pytest.mark.parametrize(
    ("call", "options"),
    [
        (newword.discover, {"top": HUGE}),
        (newword.discover, {"min_count": HUGE}),
        (newword.discover, {"max_len": HUGE}),
        (newword.discover, {"threads": HUGE}),
        (newword.discover, {"min_score": math.inf}),
        (newword.count_corpus, {"max_order": 2, "min_count": HUGE}),
        (newword.compare, {"against": [], "top": HUGE}),
        (newword.compare, {"against": [], "min_log_likelihood": math.nan}),
        (newword.trend, {"top": HUGE}),
        (newword.explain, {"word": "机器", "contexts": HUGE}),
        (newword.kwic, {"words": "机器", "limit": HUGE}),
        (newword.kwic, {"words": "机器", "around": HUGE}),
    ],
    ids=lambda value: (
        ",".join(value) if isinstance(value, dict) else getattr(value, "__name__", "")
    ),
)
def test_a_huge_number_is_refused_before_anything_is_read(
    call: Callable[..., object], options: dict[str, object]
) -> None:
    with pytest.raises(ConfigError):
        call("missing", **options)
