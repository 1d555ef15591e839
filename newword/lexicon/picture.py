"""A lexicon as a picture: how often each word occurs, and how sure it is to be one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import numpy as np

from newword.errors import ConfigError
from newword.platform.message import message
from newword.platform.pictures import (
    check_plot,
    drawing_setting,
    drawing_style,
    new_figure,
    save_picture,
)
from newword.platform.safe_text import terminal

if TYPE_CHECKING:
    from newword.lexicon.lexicon import Lexicon

__all__ = ["draw_lexicon"]

_KNOWN, _NEW = "#9aa5b1", "#2f6db3"


def draw_lexicon(
    lexicon: Lexicon,
    path: str | os.PathLike[str] | None,
    *,
    labels: int,
    font: str | os.PathLike[str] | None,
) -> Any:
    """A dot for each word, its count against its score, the most important ones by name.

    Args:
        lexicon: The words.
        path: The picture, .svg or .png; None to give the figure alone.
        labels: How many words are named.
        font: A font file; None for an installed one that has all characters.
    """
    if path is not None:
        check_plot(path)
    if not len(lexicon):
        raise ConfigError(message("there is no word to plot; take a longer list or a lower bound"))
    named = lexicon.sort().top(labels)
    matplotlib, family = drawing_setting(named.words, font)
    with matplotlib.rc_context(drawing_style(family)):
        figure, axes = new_figure(matplotlib, 7.5, 5)
        is_known = lexicon.column("known") == 1
        for rows, colour, label in (
            (is_known, _KNOWN, message("in the dictionary")),
            (~is_known, _NEW, "new" if is_known.any() else "words"),
        ):
            if rows.any():
                counts, scores = lexicon.column("count")[rows], lexicon.column("score")[rows]
                axes.scatter(counts, scores, s=9, color=colour, alpha=0.5, lw=0, label=label)
        for entry in named:
            axes.annotate(
                terminal(entry.word),
                (entry.count, entry.score if np.isfinite(entry.score) else 0.0),
                xytext=(3, 3),
                textcoords="offset points",
                fontsize=8,
            )
        axes.set_xscale("log")
        axes.set_xlabel("count")
        axes.set_ylabel("score")
        axes.grid(color="#e4e4e4", linewidth=0.6)
        axes.set_axisbelow(True)
        if is_known.any():
            axes.legend(frameon=False, fontsize=8)
        if path is not None:
            save_picture(figure, path)
    return figure
