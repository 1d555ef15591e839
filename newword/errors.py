"""Every exception that newword raises on purpose.

Each message names the file, the place in it and what would help, with corpus text and paths escaped
already. Catch ``NewwordError`` for all of them, or the built-in type that some also are. Ctrl-C
stays a ``KeyboardInterrupt``.
"""

from __future__ import annotations

__all__ = [
    "ConfigError",
    "CorpusError",
    "CountFileError",
    "CountOverflowError",
    "DecisionsError",
    "DictionaryError",
    "EvaluationError",
    "ExportError",
    "LanguageModelError",
    "LexiconFileError",
    "MemoryBudgetError",
    "MissingPackageError",
    "NewwordError",
    "OutputError",
    "SparkJobError",
]


class NewwordError(Exception):
    """Base of all exceptions of this package."""


class ConfigError(NewwordError, ValueError):
    """An option has an invalid value; the message says which values are valid."""


class CorpusError(NewwordError):
    """There is nothing to read: a path is missing, or ``strict`` met an input problem."""


class DecisionsError(NewwordError):
    """A file of decisions cannot be read; the message has the file and the line."""


class DictionaryError(NewwordError):
    """A background dictionary cannot be read; the message has the file and the line."""


class EvaluationError(NewwordError):
    """A lexicon or a cut cannot be judged: a file is unreadable, or belongs to another text."""


class ExportError(NewwordError):
    """A word cannot be written in the requested format, or the format is unknown."""


class MissingPackageError(NewwordError, ImportError):
    """An optional package is not installed; the message has the command that installs it."""


class LanguageModelError(NewwordError):
    """A language model cannot be read or is damaged; the message has the file and the line."""


class LexiconFileError(NewwordError):
    """A saved lexicon cannot be read; the message has the file and the line."""


class CountFileError(NewwordError):
    """A file is not a count file, is damaged, or has a version that this release does not read."""


class MemoryBudgetError(NewwordError, MemoryError):
    """The work cannot be done within the memory budget; the message names the smallest that can."""


class CountOverflowError(NewwordError, OverflowError):
    """A count or a total does not fit into 64 bits."""


class SparkJobError(NewwordError):
    """A job on Spark failed; the message contains that of the worker, and Spark's log the rest."""


class OutputError(NewwordError, OSError):
    """An output could not be written; whatever stood at its path before is still whole.

    Attributes:
        errno: The system's error number, or None when newword itself refused.
        filename: The path as it was given, not escaped.
    """

    def __init__(
        self, message: str, errno: int | None = None, filename: str | bytes | None = None
    ) -> None:
        super().__init__(message)
        self.errno = errno
        self.filename = filename

    def __str__(self) -> str:
        """The message alone: it names the path already, escaped."""
        return str(self.args[0])

    def __reduce__(self) -> tuple[type[OutputError], tuple[object, ...]]:
        """Keep ``errno`` and ``filename``, which OSError drops, when a worker process sends it."""
        return type(self), (self.args[0], self.errno, self.filename)
