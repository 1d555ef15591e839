"""Help in a language without blanks: translated, and wrapped by the columns it takes."""

from __future__ import annotations

import inspect
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

import click

from newword.cli.lazy import LazyCommands
from newword.platform.pattern import pattern

__all__ = ["WideFormatter", "columns", "localize", "paragraphs", "wrap"]

_NOT_FIRST = "，。；：、！？）》」』】”’…·,.;:!?)]}%"
_NOT_LAST = "（《「『【“‘([{"
_PARTS = pattern(r"\[[^\]]{1,16}\]|.")  # what click adds in brackets is not broken
_SENTENCE = pattern(r"^.*?(?:。|；|$)")


def columns(text: str) -> int:
    """Columns of a terminal."""
    return sum(1 + (unicodedata.east_asian_width(character) in "WF") for character in text)


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most this many columns, broken at blanks and between wide characters.

    Closing marks do not begin a line, nor do opening ones end it; what is wider than a line has one
    of its own.
    """
    lines = [""]
    for atom in _atoms(text, width):
        line = lines[-1]
        if line and columns((line + atom).rstrip()) > width:
            lines[-1] = line.rstrip()
            lines.append(atom.lstrip())
        else:
            lines[-1] = line + atom
    lines[-1] = lines[-1].rstrip()
    return lines


def _atoms(text: str, width: int) -> Iterator[str]:
    """The parts between which a line may end; blanks stand at their ends."""
    atom = ""
    for part in _parts(text, width):
        if atom and _may_part(atom[-1], part[0]):
            yield atom
            atom = ""
        atom += part
    yield atom


def _parts(text: str, width: int) -> Iterator[str]:
    """Single characters, and bracketed text in one piece unless it is wider than a line."""
    for part in _PARTS.findall(" ".join(text.split())):
        if columns(part) > width:
            yield from part
        else:
            yield part


def _may_part(before: str, after: str) -> bool:
    if after == " " or after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return before == " " or _is_wide(before) or _is_wide(after)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a help text: in one line, but those with ``\\b``, which keep theirs."""
    parts = re.split(r"\n\s*\n", inspect.cleandoc(text))
    return [part if part.startswith("\b") else " ".join(part.split()) for part in parts]


class WideFormatter(click.HelpFormatter):
    """click's formatter, but with lines measured by their displayed width."""

    def write_heading(self, heading: str) -> None:
        """Writes the heading of a section."""
        self.write(f"{' ' * self.current_indent}{heading}：\n")

    def write_text(self, text: str) -> None:
        """Writes paragraphs, wrapped."""
        width = max(self.width - self.current_indent, 11)
        indent = " " * self.current_indent
        for number, part in enumerate(paragraphs(text)):
            if number > 0:
                self.write("\n")
            lines = part.split("\n")[1:] if part.startswith("\b") else wrap(part, width)
            for line in lines:
                self.write(f"{indent}{line}\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Writes terms and what they mean in two columns."""
        rows = list(rows)
        first = min(max((columns(term) for term, _ in rows), default=0), col_max) + col_spacing
        width = max(self.width - first - self.current_indent - 2, 10)
        for term, meaning in rows:
            begin = " " * self.current_indent + term
            lines = wrap(re.sub(r"(?<=。) +", "", meaning), width)
            blanks = first - columns(term)
            if blanks < col_spacing and meaning:
                self.write(f"{begin}\n")
                begin, blanks = "", first + self.current_indent
            self.write(f"{begin}{' ' * blanks}{lines[0]}".rstrip() + "\n")
            for line in lines[1:]:
                self.write(f"{' ' * (first + self.current_indent)}{line}\n")


def localize(command: click.Command, translate: Callable[[str], str]) -> None:
    """Lets a command and those below it translate their help, when they are asked for it."""

    class TranslatedContext(click.Context):
        formatter_class = WideFormatter

        def make_formatter(self) -> click.HelpFormatter:
            _translate_help(self.command, translate)
            return super().make_formatter()

    def prepare(one: click.Command) -> None:
        one.context_class = TranslatedContext

    prepare(command)
    below = getattr(command, "commands", None)
    if isinstance(below, LazyCommands):
        below.prepare = prepare


def _translate_help(command: click.Command, translate: Callable[[str], str]) -> None:
    command.help = _translated(command.help or "", translate)
    if command.epilog:
        command.epilog = _translated(command.epilog, translate)
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = translate(parameter.help)
    for below in getattr(command, "commands", {}).values():
        first = _SENTENCE.match(translate(paragraphs(below.help or "")[0]))
        below.short_help = first[0].rstrip("。；") if first else None


def _translated(text: str, translate: Callable[[str], str]) -> str:
    parts = []
    for part in paragraphs(text):
        bare = part.removeprefix("\b\n")
        parts.append(part[: len(part) - len(bare)] + translate(bare))
    return "\n\n".join(parts)
