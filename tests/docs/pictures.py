"""Draws what the README shows of the terminal: `python tests/docs/pictures.py`.

Each picture is the screen that a run leaves, as SVG; nothing in it is fetched from anywhere.
"""

from __future__ import annotations

import html
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

import pyte  # noqa: E402 - after the path
import screen  # noqa: E402
from command import ROOT  # noqa: E402
from examples import prepare  # noqa: E402

WIDTH = 80
_SECONDS = re.compile(rb"\b\d+\.\d (s|\xe7\xa7\x92)")
_CELL, _LINE, _EDGE = 9.6, 22, 14  # pixels
_PAGE, _TEXT = "#1e2126", "#e6e6e6"
_COLOURS = {
    "green": "#7ee787",
    "red": "#ff7b72",
    "yellow": "#e3b341",
    "blue": "#79c0ff",
    "cyan": "#76e3ea",
}
_FONT = "ui-monospace, Menlo, Consolas, 'Noto Sans Mono CJK SC', 'Noto Sans CJK SC', monospace"


class Picture(NamedTuple):
    """A picture of the documents: its file, the language it is in, and the command it shows."""

    path: Path
    language: str
    command: str

    def take(self) -> bytes:
        """Runs the command as in a fresh clone; what it sends to a terminal."""
        with tempfile.TemporaryDirectory() as scratch:
            place = Path(scratch) / "clone"
            place.mkdir()
            settings = prepare(place) | {"NEWWORD_LANG": self.language}
            line = [*shlex.split(self.command), "--progress", "none"]
            run = screen.show(line=line, columns=WIDTH, changes=settings, cwd=place)
        assert run.code == 0, run.text
        return f"\x1b[1m$ {self.command}\x1b[0m\r\n".encode() + _SECONDS.sub(rb"2.0 \1", run.raw)


_DISCOVER = "newword discover corpus_samples/text --dict jieba --new-only --top 8"
PICTURES = (
    Picture(ROOT / "docs" / "pictures" / "terminal.svg", "en", _DISCOVER),
    Picture(ROOT / "docs" / "pictures" / "terminal.zh.svg", "zh", _DISCOVER),
)


def draw(sent: bytes) -> str:
    """The terminal after these bytes, as SVG."""
    terminal = pyte.Screen(WIDTH, screen.LINES)
    pyte.ByteStream(terminal).feed(sent)
    used = max(n for n, row in enumerate(terminal.display) if row.strip()) + 1
    rows = [text for n in range(used) for text in _texts(terminal.buffer[n], n)]
    width, height = round(WIDTH * _CELL + 2 * _EDGE), used * _LINE + 2 * _EDGE
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"',
            f'  viewBox="0 0 {width} {height}" font-family="{_FONT}" font-size="16">',
            f'<rect width="{width}" height="{height}" rx="8" fill="{_PAGE}"/>',
            *rows,
            "</svg>\n",
        ]
    )


def _texts(cells: Any, row: int) -> Iterator[str]:
    """Words of one style, each at its place; wide characters stretch over two cells."""
    shown = [(x, cells[x]) for x in range(WIDTH) if cells[x].data]
    wide = {x for x, _ in shown if x + 1 < WIDTH and not cells[x + 1].data}

    def style(cell: tuple[int, Any]) -> tuple[str, bool, bool, bool]:
        return cell[1].fg, cell[1].bold, cell[0] in wide, cell[1].data.isspace()

    for (colour, is_bold, is_wide, is_blank), group in groupby(shown, style):
        if is_blank:
            continue
        stretch = list(group)
        text = "".join(cell.data for _, cell in stretch)
        left = _EDGE + stretch[0][0] * _CELL
        length = len(stretch) * _CELL * (1 + is_wide)
        bold = ' font-weight="700"' if is_bold else ""
        yield (
            f'<text x="{left:.1f}" y="{_EDGE + row * _LINE + 16}" textLength="{length:.1f}"'
            f' fill="{_COLOURS.get(colour, _TEXT)}"{bold}>{html.escape(text)}</text>'
        )


def words_of(svg: str) -> list[str]:
    """What can be read in a picture, without blanks."""
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    return html.unescape(" ".join(texts)).split()


def main() -> None:
    """Draws all."""
    for picture in PICTURES:
        picture.path.write_text(draw(picture.take()), "utf-8")


if __name__ == "__main__":
    main()
