"""What reading a corpus tells: its problems, its progress, its result."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from newword.platform.message import Message, message, template
from newword.platform.safe_text import path_text, terminal

__all__ = ["CorpusReport", "InputProblem", "Progress"]

_REMEDIES = {
    "invalid-bytes": message("the text around them was read; look there if they are many"),
    "wrong-encoding": message("not read; give the file's encoding, or convert it to UTF-8"),
    "own-file": message("not read"),
    "binary": message("not read; name the file itself if it is text"),
    "unreadable": message("check its permissions and the device"),
    "vanished": message("not read; keep the corpus still while it is read"),
    "not-a-file": message("not read; name it itself if it is a stream of text"),
    "changed": message("read as found; run again when nobody writes to it"),
    "symlink-loop": message("not followed; remove the link"),
    "truncated": message("read up to there; fetch or make the file again"),
    "damaged": message("read up to there; fetch or make the file again"),
    "too-large": message(
        "not read; split it, or raise --max-bytes for a file, --memory for a record"
    ),
    "damaged-record": message("left out; fetch or make them again"),
    "damaged-document": message("left out; fetch or make it again"),
    "encrypted": message("left out; remove the password"),
    "nested": message("left out; unpack the outer archive"),
    "zip-bomb": message("left out; unpack it by hand if you trust it"),
    "without-text": message("left out; if it shows any, have its characters recognised (OCR)"),
    "unsupported": message("left out"),
    "unparsable": message("left out; open it in the program that made it and save it again"),
    "bad-record": message("left out; correct them, or name the format with --input-format"),
    "no-text": message("not read; name the field with --text-field"),
    "duplicate-column": message("the first of them was read; rename the others"),
    "no-id": message("read; correct them, or name the field with --id-field"),
    "no-time": message(
        "read, but in no slice of time; correct them, or name the field with --time-field"
    ),
    "needs-package": message("not read"),
    "no-words": message("it makes nothing known"),
}


@dataclass(frozen=True, slots=True)
class InputProblem:
    """An input that was skipped, or read with something missing.

    Attributes:
        path: The file as a str that ``os.fsencode`` turns back into its exact bytes, or
            ``<stdin>``, or ``<document 3>`` (counted from 1) for texts given as objects.
        code: One of invalid-bytes, wrong-encoding, binary, own-file, unreadable, vanished,
            not-a-file, changed, symlink-loop, truncated, damaged, too-large, bad-record,
            damaged-record, damaged-document, encrypted, nested, zip-bomb, without-text,
            unsupported, unparsable, no-text, no-id, no-time, needs-package, and bad-line and
            no-words for dictionaries.
        offset: Where in the file it begins, in bytes, if that is known.
        detail: What was found, in words.
    """

    path: str
    code: str
    offset: int | None
    detail: str

    def __str__(self) -> str:
        """One plain line: path, place, what was found, what to do."""
        remedy = _REMEDIES.get(self.code, message("see its place in the file"))
        values = {"path": path_text(self.path), "code": self.code, "remedy": remedy}
        values["detail"] = terminal(self.detail)
        if self.offset is None:
            return Message(template("{path}: {code}: {detail} ({remedy})"), values)
        values["offset"] = str(self.offset)
        return Message(template("{path}: {code} at byte {offset}: {detail} ({remedy})"), values)


class Progress(NamedTuple):
    """How far reading has come.

    Attributes:
        bytes_read: Bytes of input so far; never goes back.
        total: Total number of bytes; None if unknown.
    """

    bytes_read: int
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusReport:
    """What was read.

    Attributes:
        files: Files and streams that were read, all or in part.
        documents: Those, and texts that were given as objects.
        bytes_read: Bytes of input, in its own encoding; of texts, in UTF-8.
        problems: What was skipped or is missing; empty if all input was read.
        skipped: Entries of directories that were left out by rule, by the name of the rule: hidden,
            symlink, pattern, duplicate, own (files of newword itself).
        missing: Inputs of a count file that were not read, when its texts were asked for.
        counted: Files that were not read because their content was counted before; see
            `newword.counting.count_file`.
        notes: What is worth knowing although nothing is missing, in words.
    """

    files: int
    documents: int
    bytes_read: int
    problems: tuple[InputProblem, ...]
    skipped: dict[str, int] = field(default_factory=dict)
    counted: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    missing: int = 0
