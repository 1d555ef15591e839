"""The loop of the process in which files are parsed."""

from __future__ import annotations

import os
from typing import Any, BinaryIO

from newword.corpus.parsers import find_parser
from newword.corpus.parsers.parsed import Document, Member, RefusedError
from newword.corpus.sandbox.limits import limit_process, limit_time
from newword.corpus.sandbox.messages import receive, send
from newword.errors import MissingPackageError
from newword.platform.message import message, plain

__all__ = ["answer_all"]


def answer_all(memory: int, *, prepared: str) -> None:
    """Parse what comes by the first descriptor, one file after the other; answer by the second.

    Args:
        memory: Bytes that this process may hold.
        prepared: A parser that gets ready before the limits are set; empty for none.
    """
    questions = os.fdopen(0, "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints is no answer
    if prepared == "pdf":
        from newword.corpus.parsers.pdf import load_library  # other files need not wait for it

        load_library()
    limit_process(memory)
    while (question := receive(questions)) is not None:
        header, data = question
        limit_time(header["seconds"])
        _answer(header["task"], data, header["options"], answers)
        limit_time(0)


def _answer(task: str, data: bytes, options: dict[str, Any], answers: BinaryIO) -> None:
    try:
        for part in find_parser(task)(data, options):
            if isinstance(part, Document):
                send(answers, {"kind": "document", "time": part.time}, part.text)
            elif isinstance(part, Member):
                send(answers, {"kind": "member", "name": part.name, "time": part.time}, part.data)
            else:
                send(answers, {"kind": "note", "code": part.code, "detail": plain(part.detail)})
    except RefusedError as refusal:
        send(answers, {"kind": "refused", "code": refusal.code, "detail": plain(refusal.detail)})
    except MissingPackageError as error:
        send(answers, {"kind": "missing", "detail": plain(str(error))})
    except MemoryError:
        detail = message("its parser needs more memory than it has")
        send(answers, {"kind": "refused", "code": "unparsable", "detail": plain(detail)})
    except BrokenPipeError:
        raise
    except BaseException as error:  # libraries raise what they like, panics of Rust among it
        said = " ".join(str(error).split())[:200]
        detail = message("its parser says: {value}", value=said or type(error).__name__)
        send(answers, {"kind": "refused", "code": "unparsable", "detail": plain(detail)})
    send(answers, {"kind": "end"})
