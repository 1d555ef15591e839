"""Regular expressions that are compiled when they are first used.

Most commands use few of those in the modules that they import, and a set of characters takes as
long to compile as a small module to import.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

__all__ = ["pattern"]

_METHODS = ("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")


class _Pattern:
    """Stands for a compiled expression and takes over its methods at the first call."""

    def __init__(self, source: Any, flags: int) -> None:
        self._asked = source, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # what copies and pickles an object asks for
            raise AttributeError(name)
        compiled = re.compile(*self._asked)
        vars(self).update({method: getattr(compiled, method) for method in _METHODS})
        return getattr(compiled, name)


def pattern(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A regular expression as of ``re.compile``, for the top level of a module."""
    return cast("re.Pattern[AnyStr]", _Pattern(source, flags))
