"""Drawing with matplotlib: fonts that have the characters, and pictures without a date."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from newword.errors import ConfigError
from newword.platform.extras import load_extra
from newword.platform.files import commit
from newword.platform.message import message
from newword.platform.safe_text import path_text, terminal

__all__ = [
    "check_plot",
    "drawing_setting",
    "drawing_style",
    "new_figure",
    "save_picture",
]

_FORMATS = ("svg", "png")
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
    picture_format(path)
    load_matplotlib()


def picture_format(path: str | os.PathLike[str]) -> str:
    suffix = Path(path).suffix.lower().lstrip(".")
    if suffix not in _FORMATS:
        name = path_text(os.fspath(path))
        raise ConfigError(
            message("{name}: a plot is an .svg or a .png file; name it so", name=name)
        )
    return suffix


def load_matplotlib() -> Any:
    matplotlib = load_extra("matplotlib", extra="plot", purpose=message("a plot"))
    for part in ("figure", "font_manager", "ft2font", "backends.backend_agg"):
        load_extra(
            f"matplotlib.{part}", extra="plot", purpose=message("a plot"), package="matplotlib"
        )
    return matplotlib


def drawing_setting(words: Iterable[str], font: str | os.PathLike[str] | None) -> tuple[Any, str]:
    """matplotlib, and the name of a font that has all characters."""
    matplotlib = load_matplotlib()
    needed = {c for word in words for c in terminal(word) if not c.isspace()}
    manager = matplotlib.font_manager
    if font is not None:
        try:
            manager.fontManager.addfont(os.fspath(font))
        except (OSError, RuntimeError) as error:
            name = path_text(os.fspath(font))
            raise ConfigError(
                message("{name}: no font that can be read; name a .ttf or .otf", name=name)
            ) from error
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
        message(
            "no installed font has all of {shown}; install a Chinese font, such as the "
            "package fonts-noto-cjk, or give a font file",
            shown=terminal(shown),
        )
    )


def _has(matplotlib: Any, path: str, characters: set[str]) -> bool:
    try:
        known = matplotlib.ft2font.FT2Font(path).get_charmap()
    except (OSError, RuntimeError):
        return False
    return all(ord(character) in known for character in characters)


def drawing_style(family: str) -> dict[str, Any]:
    """Settings of matplotlib for a font."""
    return {
        "font.family": [family],
        "font.size": 9,
        "axes.unicode_minus": False,
        "svg.hashsalt": "newword",  # the same picture is the same file
        "axes.spines.top": False,
        "axes.spines.right": False,
    }


def new_figure(matplotlib: Any, width: float, height: float, rows: int | None = None) -> Any:
    """A figure without a window, and its panel, or panels one below the other."""
    figure = matplotlib.figure.Figure(figsize=(width, height), layout="constrained")
    if rows is None:
        return figure, figure.subplots()
    return figure, figure.subplots(rows, 1, sharex=True, squeeze=False)[:, 0]


def save_picture(figure: Any, path: str | os.PathLike[str]) -> None:
    """Write a figure; the file is replaced whole or not at all."""
    kind = picture_format(path)
    out = io.BytesIO()
    metadata = {"Date": None} if kind == "svg" else {"Software": None}
    figure.savefig(out, format=kind, dpi=150, metadata=metadata)
    with commit(path) as file:
        file.write(out.getvalue())
