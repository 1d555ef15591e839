"""Input problems in words."""

from __future__ import annotations

import os

from newword.corpus.open.decode import SAMPLE_BYTES
from newword.corpus.open.encoding_advice import advise_encoding, describe_wrong_encoding
from newword.corpus.protocols import Outcome
from newword.corpus.report.problem import InputProblem
from newword.platform.message import known, message
from newword.platform.plural import count_of

__all__ = [
    "MARKED",
    "NEVER_BLOCK",
    "READ_ONLY",
    "plain_problem",
    "problem_of",
    "undecodable",
]

MARKED = {"utf-16", "utf-32"}
# Windows lacks some of these.
READ_ONLY = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
NEVER_BLOCK = getattr(os, "O_NONBLOCK", 0)
_TELLING_BYTES = 20  # a few bytes are UTF-16 by chance
_DETAILS = {
    "binary": message("it has zero bytes, as no text has"),
    "vanished": message("it was there when it was listed"),
    "not-a-file": message("it was a file when it was listed"),
    "changed": message("somebody wrote to it meanwhile"),
}


def problem_of(outcome: Outcome, path: bytes) -> tuple[InputProblem, str | None]:
    """What the core says of a file, in words, and the encoding that it looks like."""
    code, offset, advice = outcome.code, None, None
    detail: str
    if code == "invalid-bytes":
        offset = outcome.offset
        detail = count_of(outcome.total, "place", "that is not UTF-8")
    elif code == "wrong-encoding":
        detail, advice = _describe_not_utf8(path)
    elif code == "binary" and (advice := _wide_text(path)):
        code = "wrong-encoding"
        detail = message("it looks like {advice}, and has no byte order mark", advice=advice)
    else:
        detail = _DETAILS.get(code) or known(os.strerror(outcome.errno))
    return InputProblem(os.fsdecode(path), code, offset, detail), advice


def plain_problem(name: str, code: str) -> InputProblem:
    """A problem whose code says everything."""
    return InputProblem(name, code, None, _DETAILS[code])


def _describe_not_utf8(path: bytes) -> tuple[str, str | None]:
    sample = _beginning(path)
    if not sample:
        return message("its beginning is not utf-8"), None
    return describe_wrong_encoding(sample, "utf-8")


def _wide_text(path: bytes) -> str | None:
    """The byte order, if a file with zero bytes looks like UTF-16."""
    sample = _beginning(path)
    advice = advise_encoding(sample) if len(sample) >= _TELLING_BYTES else None
    if advice is None or not advice.startswith("utf-16"):
        return None
    return None if "\0" in sample.decode(advice, "replace") else advice


def _beginning(path: bytes) -> bytes:
    """The first MiB of a file; nothing if it cannot be read any more."""
    try:
        descriptor = os.open(path, READ_ONLY | NEVER_BLOCK)
    except OSError:
        return b""
    try:
        return os.read(descriptor, SAMPLE_BYTES)
    except OSError:
        return b""
    finally:
        os.close(descriptor)


def undecodable(name: str, error: UnicodeDecodeError) -> InputProblem:
    """An open text file met bytes that it cannot decode."""
    detail = message(
        "the open file cannot decode its bytes as {encoding}; open it in binary mode",
        encoding=error.encoding,
    )
    return InputProblem(name, "wrong-encoding", None, detail)
