"""Pictures of comparisons and trends, drawn with matplotlib."""

from __future__ import annotations

import os

from newword.comparison.keyness import Comparison
from newword.comparison.trend import Trend
from newword.errors import ConfigError
from newword.platform.message import message
from newword.platform.pictures import (
    drawing_setting,
    drawing_style,
    new_figure,
    save_picture,
)
from newword.platform.safe_text import terminal

__all__ = ["plot_comparison", "plot_trend"]

_MOST_LINES = 10
_MOST_LABELS = 12


def plot_comparison(
    comparison: Comparison,
    path: str | os.PathLike[str],
    *,
    top: int = 25,
    font: str | os.PathLike[str] | None = None,
) -> None:
    """Draw the words that tell two corpora apart: log ratios as bars, with the counts.

    Args:
        comparison: From `compare`.
        path: The picture, .svg or .png.
        top: Number of words, those with the largest absolute log-likelihood.
        font: A font file; None for an installed one that has all characters.

    Raises:
        ConfigError: No font has the characters, or the suffix is neither .svg nor .png.
        MissingPackageError: matplotlib is not installed.
        OutputError: The file cannot be written.
    """
    chosen = sorted(comparison.words, key=lambda word: -abs(word.log_likelihood))[:top]
    chosen.sort(key=lambda word: (word.log_ratio, word.log_likelihood, word.word))
    if not chosen:
        raise ConfigError(message("there is no word to plot; take a longer list or a lower bound"))
    matplotlib, family = drawing_setting((word.word for word in chosen), font)
    with matplotlib.rc_context(drawing_style(family)):
        figure, axes = new_figure(matplotlib, 7.5, 1.2 + 0.27 * len(chosen))
        places = range(len(chosen))
        ratios = [word.log_ratio for word in chosen]
        colours = ["#2f6db3" if ratio >= 0 else "#c0504d" for ratio in ratios]
        axes.barh(places, ratios, color=colours, height=0.72)
        axes.set_yticks(places, [terminal(word.word) for word in chosen])
        axes.axvline(0, color="#444444", linewidth=0.8)
        reach = max(map(abs, ratios)) or 1.0
        axes.set_xlim(min(0.0, *ratios) - 0.3 * reach, max(0.0, *ratios) + 0.3 * reach)
        for place, word in zip(places, chosen, strict=True):
            side = 1 if word.log_ratio >= 0 else -1
            axes.annotate(
                f"{word.count:,} : {word.other_count:,}",
                (word.log_ratio, place),
                xytext=(4 * side, 0),
                textcoords="offset points",
                va="center",
                ha="left" if side > 0 else "right",
                fontsize=7.5,
                color="#555555",
            )
        axes.set_xlabel("log ratio (binary logarithm); counts in both corpora")
        axes.margins(y=0.01)
        axes.set_axisbelow(True)
        axes.grid(axis="x", color="#dddddd", linewidth=0.6)
        save_picture(figure, path)


def plot_trend(
    trend: Trend,
    path: str | os.PathLike[str],
    *,
    top: int = 6,
    font: str | os.PathLike[str] | None = None,
) -> None:
    """Draw the first words of a trend: occurrences per million units by slice, bursts as bands.

    Args:
        trend: From `newword.trend()`.
        path: The picture, .svg or .png.
        top: Number of words, at most 10; each has its own panel.
        font: A font file; None for an installed one that has all characters.

    Raises:
        ConfigError: No font has the characters, or the suffix is neither .svg nor .png.
        MissingPackageError: matplotlib is not installed.
        OutputError: The file cannot be written.
    """
    chosen = trend.words[: min(top, _MOST_LINES)]
    if not chosen:
        raise ConfigError(message("there is no word to plot; take a longer list"))
    matplotlib, family = drawing_setting((word.word for word in chosen), font)
    labels, places = trend.labels, range(len(trend.slices))
    with matplotlib.rc_context(drawing_style(family)):
        figure, panels = new_figure(matplotlib, 8, 0.8 + 1.25 * len(chosen), rows=len(chosen))
        for axes, word in zip(panels, chosen, strict=True):
            rates = [
                count * 1e6 / units if units else float("nan")
                for count, units in zip(word.counts, trend.units, strict=True)
            ]
            if word.burst is not None:
                axes.axvspan(
                    word.burst.start - 0.5, word.burst.end + 0.5, color="#f2c14e", alpha=0.45, lw=0
                )
            axes.plot(places, rates, color="#2f6db3", marker="o", markersize=3, linewidth=1.3)
            axes.set_ylim(bottom=0)
            axes.set_ylabel(terminal(word.word), rotation=0, ha="right", va="center", labelpad=30)
            axes.grid(color="#e4e4e4", linewidth=0.6)
        step = max(1, -(-len(labels) // _MOST_LABELS))
        panels[-1].set_xticks(places[::step], labels[::step], rotation=30, ha="right")
        panels[-1].set_xlim(-0.5, len(labels) - 0.5)
        panels[0].set_title("occurrences per million units; bands are bursts", fontsize=9)
        save_picture(figure, path)
