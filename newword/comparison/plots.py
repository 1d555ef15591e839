"""Pictures of comparisons and trends, drawn with matplotlib."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from newword.comparison.keyness import Comparison
from newword.comparison.trend import Trend
from newword.errors import ConfigError
from newword.platform.extras import load_extra
from newword.platform.files import commit
from newword.platform.safe_text import path_text, terminal

__all__ = ["check_plot", "plot_comparison", "plot_trend"]

_FORMATS = ("svg", "png")
_MOST_LINES = 10
_MOST_LABELS = 12
_PLACEHOLDERS = "Last Resort"  # "has" every character, as a box
_PREFERRED = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei", "Heiti SC", "Droid Sans Fallback",
)  # fmt: skip


def check_plot(path: str | os.PathLike[str]) -> None:
    """See before hours of work that a picture can be made.

    Raises:
        ConfigError: The suffix is neither .svg nor .png.
        MissingPackageError: matplotlib is not installed.
    """
    _format_of(path)
    _matplotlib()


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
        top: So many words, of the largest absolute log-likelihood.
        font: A font file; None for one that is installed and has all characters.

    Raises:
        ConfigError: No font has the characters, or the suffix is neither .svg nor .png.
        MissingPackageError: matplotlib is not installed.
        OutputError: The file cannot be written.
    """
    chosen = sorted(comparison.words, key=lambda word: -abs(word.log_likelihood))[:top]
    chosen.sort(key=lambda word: (word.log_ratio, word.log_likelihood, word.word))
    if not chosen:
        raise ConfigError("there is no word to plot; take a longer list or a lower bound")
    matplotlib, family = _setting((word.word for word in chosen), font)
    with matplotlib.rc_context(_style(family)):
        figure, axes = _figure(matplotlib, 7.5, 1.2 + 0.27 * len(chosen))
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
        _save(figure, path)


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
        top: So many words, one panel each, at most 10.
        font: A font file; None for one that is installed and has all characters.

    Raises:
        ConfigError: No font has the characters, or the suffix is neither .svg nor .png.
        MissingPackageError: matplotlib is not installed.
        OutputError: The file cannot be written.
    """
    chosen = trend.words[: min(top, _MOST_LINES)]
    if not chosen:
        raise ConfigError("there is no word to plot; take a longer list")
    matplotlib, family = _setting((word.word for word in chosen), font)
    labels, places = trend.labels, range(len(trend.slices))
    with matplotlib.rc_context(_style(family)):
        figure, panels = _figure(matplotlib, 8, 0.8 + 1.25 * len(chosen), rows=len(chosen))
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
        _save(figure, path)


def _format_of(path: str | os.PathLike[str]) -> str:
    suffix = Path(path).suffix.lower().lstrip(".")
    if suffix not in _FORMATS:
        name = path_text(os.fspath(path))
        raise ConfigError(f"{name}: a plot is an .svg or a .png file; name it so")
    return suffix


def _matplotlib() -> Any:
    matplotlib = load_extra("matplotlib", extra="plot", purpose="a plot")
    for part in ("figure", "font_manager", "ft2font", "backends.backend_agg"):
        load_extra(f"matplotlib.{part}", extra="plot", purpose="a plot", package="matplotlib")
    return matplotlib


def _setting(words: Iterable[str], font: str | os.PathLike[str] | None) -> tuple[Any, str]:
    """matplotlib, and the name of a font that has all characters."""
    matplotlib = _matplotlib()
    needed = {c for word in words for c in terminal(word) if not c.isspace()}
    manager = matplotlib.font_manager
    if font is not None:
        try:
            manager.fontManager.addfont(os.fspath(font))
        except (OSError, RuntimeError) as error:
            name = path_text(os.fspath(font))
            raise ConfigError(f"{name}: no font that can be read; name a .ttf or .otf") from error
        return matplotlib, str(manager.fontManager.ttflist[-1].name)
    rank = {name: place for place, name in enumerate(_PREFERRED)}
    fonts = sorted(
        manager.fontManager.ttflist,
        key=lambda f: (rank.get(f.name, len(rank)), f.style != "normal", f.weight != 400, f.fname),
    )
    for found in fonts:
        if found.name.startswith(_PLACEHOLDERS):
            continue
        if _has(matplotlib, found.fname, needed):
            return matplotlib, str(found.name)
    shown = "".join(sorted(needed - set(map(chr, range(128)))))[:8]
    raise ConfigError(
        f"no installed font has all of {terminal(shown)}; install a Chinese font, such as the "
        "package fonts-noto-cjk, or give a font file"
    )


def _has(matplotlib: Any, path: str, characters: set[str]) -> bool:
    try:
        known = matplotlib.ft2font.FT2Font(path).get_charmap()
    except (OSError, RuntimeError):
        return False
    return all(ord(character) in known for character in characters)


def _style(family: str) -> dict[str, Any]:
    return {
        "font.family": [family],
        "font.size": 9,
        "axes.unicode_minus": False,
        "svg.hashsalt": "newword",  # the same picture is the same file
        "axes.spines.top": False,
        "axes.spines.right": False,
    }


def _figure(matplotlib: Any, width: float, height: float, rows: int | None = None) -> Any:
    """A figure without a window, and its panel, or panels one below the other."""
    figure = matplotlib.figure.Figure(figsize=(width, height), layout="constrained")
    if rows is None:
        return figure, figure.subplots()
    return figure, figure.subplots(rows, 1, sharex=True, squeeze=False)[:, 0]


def _save(figure: Any, path: str | os.PathLike[str]) -> None:
    kind = _format_of(path)
    out = io.BytesIO()
    metadata = {"Date": None} if kind == "svg" else {"Software": None}
    figure.savefig(out, format=kind, dpi=150, metadata=metadata)
    with commit(path) as file:
        file.write(out.getvalue())
