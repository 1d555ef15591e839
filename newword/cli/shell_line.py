"""Command lines for people to paste: quoted where a shell needs it, Chinese left as it is."""

from __future__ import annotations

from collections.abc import Iterable

from newword.platform.pattern import pattern
from newword.platform.safe_text import terminal

__all__ = ["shell_line"]

_SAFE = pattern(r"[\w@%+=:,./-]+")


def shell_line(arguments: Iterable[str]) -> str:
    """Arguments in one line that is safe to print."""
    return terminal(" ".join(map(_quoted, arguments)))


def _quoted(argument: str) -> str:
    if _SAFE.fullmatch(argument):
        return argument
    return "'" + argument.replace("'", "'\\''") + "'"
