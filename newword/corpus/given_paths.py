# ruff: noqa: PTH207 - paths are bytes here
"""What a path stands for that somebody typed, and the patterns that choose among files."""

from __future__ import annotations

import errno
import glob
import os
import re
from collections.abc import Sequence

from newword.errors import ConfigError, CorpusError
from newword.platform.message import message
from newword.platform.outputs import AnyPath
from newword.platform.pattern import pattern
from newword.platform.safe_text import excerpt, path_text, terminal

__all__ = ["STDIN", "compile_patterns", "expand"]

STDIN = b"-"
_SENTENCE = pattern(r"[，。！？；、：…“”]|[\u3040-\u30ff\u3400-\u9fff]{6}")


def expand(given: AnyPath) -> list[tuple[bytes, bool]]:
    """What a path stands for, and whether it is named: itself, or the matches of a pattern."""
    shown = path_text(os.fspath(given))
    try:
        path = os.fsencode(given)
        if path != STDIN:
            os.lstat(path)
    except ValueError as error:
        reason = message("a path cannot hold a zero byte, nor what does not encode")
        raise CorpusError(
            message("{shown}: {reason}; correct it", shown=shown, reason=reason)
        ) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        if not re.search(rb"[*?\[]", path):
            if _looks_like_text(os.fsdecode(path)):
                raise _not_a_path(os.fsdecode(path)) from error
            said = message(
                "{shown}: no such file or directory; check the name and where you are", shown=shown
            )
            raise CorpusError(said) from error
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise _not_a_path(os.fsdecode(path)) from error
        return [(path, True)]  # it may be there: reported when it is taken
    else:
        return [(path, True)]
    try:
        matches = sorted(glob.glob(path, recursive=True))
    except RecursionError as error:
        advice = message("name the directory, and give the rest as an include pattern")
        raise CorpusError(
            message(
                "{shown}: too many directories below each other; {advice}",
                shown=shown,
                advice=advice,
            )
        ) from error
    if not matches:
        if _looks_like_text(os.fsdecode(path)):
            raise _not_a_path(os.fsdecode(path))
        raise CorpusError(
            message(
                "{shown}: no file matches this pattern; check it, and the directory", shown=shown
            )
        )
    return [(match, False) for match in matches]


def _looks_like_text(given: str) -> bool:
    """Whether somebody gave a text where a path belongs: sentences, and no name of a file."""
    return "\n" in given or ("/" not in given and _SENTENCE.search(given) is not None)


def _not_a_path(given: str) -> CorpusError:
    return CorpusError(
        message(
            "{given}: there is no such file; if it is the text itself, give "
            "newword.Documents([text])",
            given=excerpt(given),
        )
    )


def compile_patterns(patterns: Sequence[str]) -> re.Pattern[str] | None:
    """One expression for the path below the named directory, or None without patterns."""
    if isinstance(patterns, str):
        patterns = [patterns]
    try:
        parts = [f"(?:{_translate(pattern)})" for pattern in patterns]
        return re.compile("|".join(parts), re.DOTALL) if parts else None
    except re.error as error:
        shown = terminal(", ".join(patterns))
        raise ConfigError(
            message(
                "malformed file pattern in {shown}: {error}; check the []", shown=shown, error=error
            )
        ) from error


def _translate(pattern: str) -> str:
    pattern = pattern.replace(os.sep, "/")  # of Windows, whose names cannot have a backslash
    body = pattern.strip("/")
    if not body:
        raise ConfigError(
            message("empty file pattern {pattern}; give one such as '*.txt'", pattern=repr(pattern))
        )
    out = "" if "/" in pattern.rstrip("/") else "(?:.*/)?"
    for match in _TOKEN.finditer(body):
        token = match[0]
        if token in _WILDCARDS:
            out += _WILDCARDS[token]
        elif len(token) > 1:
            negated = token[1] == "!"
            inner = re.sub(r"([\\\[^&|~])", r"\\\1", token[1 + negated : -1])
            out += f"(?!/)[{'^' * negated}{inner}]"
        else:
            out += re.escape(token)
    return out


_TOKEN = pattern(r"\*\*/|\*\*|\*|\?|\[!?\]?[^\]]*\]|.", re.DOTALL)
_WILDCARDS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
