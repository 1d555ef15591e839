"""How many files were read in which encoding, and what those that were not read look like."""

from __future__ import annotations

from collections import Counter

from newword.corpus.open.decode import AUTO
from newword.corpus.open.encoding_advice import ENCODING_NAMES, option_for
from newword.corpus.open.encodings import is_choice
from newword.platform.message import message
from newword.platform.plural import counted

__all__ = ["EncodingCounts"]


class EncodingCounts:
    """Counts of files by encoding."""

    def __init__(self) -> None:
        self._read: Counter[str] = Counter()
        self._advised: Counter[str] = Counter()

    def add_read(self, encoding: str | None, files: int) -> None:
        """So many files were read in it."""
        if encoding is not None and files > 0:
            self._read[encoding] += files

    def add_advice(self, encoding: str | None) -> None:
        """One was not read that looks like it."""
        if encoding is not None:
            self._advised[encoding] += 1

    def notes(self, asked: str) -> tuple[str, ...]:
        """What a person should know of them.

        Args:
            asked: The encoding that was asked for, or several.
        """
        notes: list[str] = []
        if len(self._read) > 1 or (self._read and is_choice(asked)):
            notes.append(message("files by encoding: {read}", read=_listed(self._read)))
        if self._advised:
            notes.append(self._advice(asked))
        return tuple(notes)

    def _advice(self, asked: str) -> str:
        names = option_for([*([] if asked == AUTO else asked.split(",")), *self._advised])
        if len(self._advised) > 1:
            found = _listed({_shown(name): self._advised[name] for name in self._advised})
            return message(
                "files look like other encodings ({found}): add --encoding {names}",
                found=found,
                names=names,
            )
        ((name, number),) = self._advised.items()
        return counted(
            number,
            "{number} file looks like {name}: add --encoding {names}",
            "{number} files look like {name}: add --encoding {names}",
            name=_shown(name),
            names=names,
        )


def _shown(encoding: str) -> str:
    return ENCODING_NAMES.get(encoding, encoding)


def _listed(counts: dict[str, int]) -> str:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} {number:,}" for name, number in ordered)
