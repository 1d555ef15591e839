"""Input problems in words."""

from __future__ import annotations

import os

from newword.corpus.open.decode import SAMPLE_BYTES, describe_wrong_encoding
from newword.corpus.protocols import Outcome
from newword.corpus.report.problem import InputProblem
from newword.platform.plural import count_of

__all__ = [
    "MARKED",
    "NEVER_BLOCK",
    "READ_ONLY",
    "plain_problem",
    "problem_of",
    "reason",
    "undecodable",
]

MARKED = {"utf-16", "utf-32"}
# Windows lacks some of these.
READ_ONLY = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
NEVER_BLOCK = getattr(os, "O_NONBLOCK", 0)
_DETAILS = {
    "binary": "it has zero bytes, as no text has",
    "vanished": "it was there when it was listed",
    "not-a-file": "it was a file when it was listed",
    "changed": "somebody wrote to it meanwhile",
}


def problem_of(outcome: Outcome, path: bytes) -> InputProblem:
    """What the core says of a file, in words."""
    code, offset = outcome.code, None
    if code == "invalid-bytes":
        offset = outcome.offset
        detail = count_of(outcome.total, "place", "that is not UTF-8")
    elif code == "wrong-encoding":
        detail = _describe_not_utf8(path)
    elif code in MARKED:  # and UTF-8 was asked for
        detail = f"its byte order mark says {code}, not utf-8"
        code = "wrong-encoding"
    else:
        detail = _DETAILS.get(code) or os.strerror(outcome.errno)
    return InputProblem(os.fsdecode(path), code, offset, detail)


def plain_problem(name: str, code: str) -> InputProblem:
    """One of which its code says everything."""
    return InputProblem(name, code, None, _DETAILS[code])


def _describe_not_utf8(path: bytes) -> str:
    try:
        descriptor = os.open(path, READ_ONLY | NEVER_BLOCK)
    except OSError:
        return "its beginning is not utf-8"
    try:
        return describe_wrong_encoding(os.read(descriptor, SAMPLE_BYTES), "utf-8")
    except OSError:
        return "its beginning is not utf-8"
    finally:
        os.close(descriptor)


def undecodable(name: str, error: UnicodeDecodeError) -> InputProblem:
    """An open text file met bytes that it cannot decode."""
    detail = f"the open file cannot decode its bytes as {error.encoding}; open it in binary mode"
    return InputProblem(name, "wrong-encoding", None, detail)


def reason(error: OSError) -> str:
    """What the system says of it."""
    return error.strerror or str(error)
