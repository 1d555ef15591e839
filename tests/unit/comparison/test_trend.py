"""Words over time: counts, slopes and bursts are those that counting by hand gives."""

from __future__ import annotations

import itertools
import json
import math
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newword
from newword import ConfigError, Reading
from newword.comparison.bursts import heaviest_bursts

POSTS = [
    ("2023-12-31", "春江，春江"),
    ("2024-01-01", "明月"),
    ("2024-01-08", "春江"),
    ("2024-03-01", "春江明月，春江"),
    (None, "春江"),
]


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    path = tmp_path / "posts.jsonl"
    records = [{"text": text} | ({"day": day} if day else {}) for day, text in POSTS]
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return path


@pytest.mark.parametrize(
    ("by", "labels", "counts"),
    [
        ("year", ["2023", "2024"], [2, 3]),
        ("month", ["2023-12", "2024-01", "2024-02", "2024-03"], [2, 1, 0, 2]),
        ("week", ["2023-W52", "2024-W01", "2024-W02"], [2, 0, 1]),
        ("day", ["2023-12-31", "2024-01-01"], [2, 0]),
    ],
)
def test_words_are_counted_by_slice(
    posts: Path, by: str, labels: list[str], counts: list[int]
) -> None:
    found = newword.trend(posts, by=by, words=["春江", "江"], reading=Reading(time_field="day"))
    [word] = found.words
    assert found.labels[: len(labels)] == labels
    assert list(word.counts[: len(counts)]) == counts
    assert (word.count, word.documents, found.undated) == (5, 3, 1)
    assert word.first_seen is not None
    assert word.first_seen.date() == date(2023, 12, 31)
    assert found.left_out == ("江",)
    assert sum(found.documents) == 4
    assert [problem.code for problem in found.problems] == ["no-time"]
    if by == "month":
        assert found.units == (4, 4, 0, 6)
        rates = np.array([2 / 4, 1 / 4, 0, 2 / 6]) * 1e6
        fitted = np.polyfit(np.arange(4), rates, 1, w=np.sqrt(found.units))
        assert word.slope == pytest.approx(fitted[0])


def test_the_words_of_discover_are_the_default(posts: Path) -> None:
    reading = Reading(time_field="day")
    found = newword.trend(posts, method="entropy", min_count=2, reading=reading)
    lexicon = newword.discover(posts, method="entropy", min_count=2)
    assert {word.word for word in found.words} == set(lexicon.words)
    assert newword.trend(posts, words=["春江", "明月"], top=1, reading=reading).words


def heaviest_by_hand(relevant: list[int], documents: list[int]) -> float:
    """All ways to be in a burst or not, and the heaviest burst of the cheapest of them."""
    p = min(max(sum(relevant) / max(sum(documents), 1), 1e-12), 0.9999)
    q = min(2 * p, 0.9999)

    def cost(r: int, d: int, chance: float) -> float:
        return -(r * math.log(chance) + (d - r) * math.log(1 - chance))

    gain = [cost(r, d, p) - cost(r, d, q) for r, d in zip(relevant, documents, strict=True)]
    step = math.log(len(relevant))
    best, bursts = -math.inf, 0.0
    for states in itertools.product([0, 1], repeat=len(relevant)):
        saved = sum(g for g, s in zip(gain, states, strict=True) if s)
        saved -= step * sum(s and not b for b, s in zip((0, *states), states, strict=False))
        if saved > best + 1e-9:
            runs = itertools.groupby(range(len(states)), key=lambda t: states[t])
            weights = [sum(gain[t] for t in run) for state, run in runs if state]
            best, bursts = saved, max(weights, default=0.0)
    return max(bursts, 0.0)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=7))
@settings(deadline=None)
def test_the_heaviest_burst_is_that_of_trying_everything(cells: list[tuple[int, int]]) -> None:
    relevant = [min(r, d) for r, d in cells]
    documents = [d for _, d in cells]
    found = heaviest_bursts(np.array([relevant]), np.array(documents))
    assert found.weight[0] == pytest.approx(heaviest_by_hand(relevant, documents), abs=1e-6)
    assert 0 <= found.start[0] <= found.end[0] < len(cells)


def test_no_words_have_no_bursts() -> None:
    assert len(heaviest_bursts(np.zeros((0, 3)), np.ones(3)).weight) == 0


def test_without_times_there_is_no_trend(posts: Path) -> None:
    with pytest.raises(ConfigError, match="no document has a time"):
        newword.trend(posts, words=["春江"])
    with pytest.raises(ConfigError, match="by must be one of"):
        newword.trend(posts, by="hour", words=["春江"])


def test_too_many_slices_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "春江", "t": "0001"}\n{"text": "春江", "t": "2024"}\n', "utf-8")
    with pytest.raises(ConfigError, match="slices by day"):
        newword.trend(path, by="day", words=["春江"], reading=Reading(time_field="t"))
    years = newword.trend(path, by="year", words=["春江"], reading=Reading(time_field="t"))
    assert (years.labels[0], years.labels[-1], len(years.labels)) == ("0001", "2024", 2024)


@pytest.mark.parametrize("suffix", ["tsv", "jsonl"])
def test_the_table_has_a_column_a_slice(posts: Path, tmp_path: Path, suffix: str) -> None:
    found = newword.trend(posts, words=["春江"], reading=Reading(time_field="day"))
    path = tmp_path / f"a.{suffix}"
    found.save(path)
    lines = path.read_text("utf-8").splitlines()
    if suffix == "jsonl":
        row = json.loads(lines[0])
        assert (row["2023-12"], row["2024-02"], row["first_seen"]) == (2, 0, "2023-12-31")
    else:
        assert lines[0].split("\t")[-4:] == ["2023-12", "2024-01", "2024-02", "2024-03"]
        assert lines[1].split("\t")[-4:] == ["2", "1", "0", "2"]


def test_a_single_slice_has_no_slope(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": "春江，春江", "day": "2024-01-01"}), "utf-8")
    found = newword.trend(path, by="year", words=["春江"], reading=Reading(time_field="day"))
    assert list(found.labels) == ["2024"]
    assert found.words[0].slope == 0
