"""Plots are made whole, the same every time, with characters that a font has, or not at all."""

from __future__ import annotations

import dataclasses
import importlib
import json
from pathlib import Path

import pytest

import newword
from newword import ConfigError, Documents, MissingPackageError, Reading
from newword.comparison.trend import Burst
from newword.platform import pictures

SUFFIXES = {"svg": b"<?xml", "png": b"\x89PNG"}


@pytest.fixture
def made(tmp_path: Path) -> tuple[newword.Comparison, newword.Trend]:
    """With Latin words, which every font has."""
    lines = [{"text": f"open AI {'open AI' * (n % 3)}", "t": 2000 + n} for n in range(9)]
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    comparison = newword.compare(path, Documents(["open AI or not"]), words=["open AI", "or not"])
    return comparison, newword.trend(
        path, by="year", words=["open AI"], reading=Reading(time_field="t")
    )


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_picture_is_the_same_file(
    tmp_path: Path, suffix: str, made: tuple[newword.Comparison, newword.Trend]
) -> None:
    pytest.importorskip("matplotlib", reason="plots need matplotlib")
    for name, plot in (("a", newword.plot_comparison), ("b", newword.plot_trend)):
        path = tmp_path / f"{name}.{suffix}"
        written = []
        for _ in range(2):
            plot(made[name == "b"], path)  # type: ignore[operator]
            written.append(path.read_bytes())
        assert written[0] == written[1]
        assert written[0].startswith(SUFFIXES[suffix])


def test_a_character_that_no_font_has_is_named(
    tmp_path: Path, made: tuple[newword.Comparison, newword.Trend]
) -> None:
    pytest.importorskip("matplotlib", reason="plots need matplotlib")
    hostile = newword.compare(Documents(["春江"]), Documents(["春江"]), words=["\U000323af春"])
    with pytest.raises(ConfigError, match="no installed font has all of"):
        newword.plot_comparison(hostile, tmp_path / "a.svg")
    with pytest.raises(ConfigError, match="no font that can be read"):
        newword.plot_trend(made[1], tmp_path / "a.svg", font=__file__)
    assert list(tmp_path.glob("a.svg")) == []


def test_another_suffix_is_refused(made: tuple[newword.Comparison, newword.Trend]) -> None:
    with pytest.raises(ConfigError, match=r"\.svg or a \.png"):
        pictures.check_plot("a.pdf")


def test_without_matplotlib_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "matplotlib", None)
    with pytest.raises(MissingPackageError, match=r"newword\[plot\]"):
        pictures.check_plot("a.svg")


def test_nothing_to_plot_is_said(
    tmp_path: Path, made: tuple[newword.Comparison, newword.Trend]
) -> None:
    comparison, trend = (dataclasses.replace(one, words=()) for one in made)
    with pytest.raises(ConfigError, match="no word to plot; take a longer list or a lower bound"):
        newword.plot_comparison(comparison, tmp_path / "a.svg")  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match="no word to plot; take a longer list"):
        newword.plot_trend(trend, tmp_path / "a.svg")  # type: ignore[arg-type]
    assert list(tmp_path.glob("a.svg")) == []


def test_a_font_of_ones_own_is_used(
    tmp_path: Path, made: tuple[newword.Comparison, newword.Trend]
) -> None:
    matplotlib = pytest.importorskip("matplotlib", reason="plots need matplotlib")
    font = Path(matplotlib.get_data_path(), "fonts", "ttf", "DejaVuSerif.ttf")
    newword.plot_comparison(made[0], tmp_path / "a.svg", font=font)
    newword.plot_comparison(made[0], tmp_path / "b.svg")
    assert (tmp_path / "a.svg").read_bytes() != (tmp_path / "b.svg").read_bytes()


def test_a_burst_is_shown(tmp_path: Path, made: tuple[newword.Comparison, newword.Trend]) -> None:
    pytest.importorskip("matplotlib", reason="plots need matplotlib")
    trend = made[1]
    for name, burst in (("with", Burst(start=1, end=3, weight=2.0)), ("without", None)):
        words = tuple(dataclasses.replace(word, burst=burst) for word in trend.words)
        newword.plot_trend(dataclasses.replace(trend, words=words), tmp_path / f"{name}.svg")
    assert "#f2c14e" in (tmp_path / "with.svg").read_text("utf-8")
    assert "#f2c14e" not in (tmp_path / "without.svg").read_text("utf-8")


def test_a_file_that_is_no_font_has_no_characters(tmp_path: Path) -> None:
    matplotlib = pytest.importorskip("matplotlib", reason="plots need matplotlib")
    importlib.import_module("matplotlib.ft2font")
    (tmp_path / "a.ttf").write_bytes(b"no font")
    assert not pictures._has(matplotlib, str(tmp_path / "a.ttf"), {"a"})
    assert not pictures._has(matplotlib, str(tmp_path / "none.ttf"), {"a"})
