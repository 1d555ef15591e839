"""What parsers give."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Document", "Member", "Note", "Part", "RefusedError"]


class Document(NamedTuple):
    """The text of a document.

    Attributes:
        text: In UTF-8.
        time: Of the document in seconds since 1970, UTC; None if it does not say.
    """

    text: bytes
    time: int | None = None


class Member(NamedTuple):
    """A file within a file.

    Attributes:
        name: As the outer file has it; never a place to write to.
        data: Its content.
        time: Of the member; None if nothing says.
    """

    name: str
    data: bytes
    time: int | None = None


class Note(NamedTuple):
    """Something missing or odd: the code and detail of an `InputProblem`."""

    code: str
    detail: str


Part = Document | Member | Note


class RefusedError(Exception):
    """A file is not parsed, or not any further.

    Attributes:
        code: Of an `InputProblem`.
        detail: Why, in words.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
