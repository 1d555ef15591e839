"""Tries words in their consumer: it loads the file and cuts text that contains the words."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from newword.dictionary.background import BackgroundDictionary
from newword.export._agreement import Agreement, Judge
from newword.export._format import Encoded, ExportReport, some_words
from newword.export._spellings import Spellings, find_spellings
from newword.platform.message import message
from newword.platform.plural import count_of
from newword.table import Passage

if TYPE_CHECKING:
    from newword.table import WordTable

__all__ = [
    "ConsumerReport",
    "Cut",
    "Tried",
    "encode_tried",
    "plan_words",
    "temporary_file",
    "tried_words",
    "whole_shares",
    "worse_notice",
]

Cut = Callable[[str], Iterable[str]]
"""Cuts a text into pieces, in their order; what is between them, such as blanks, may be lost."""

_CONTEXTS_A_WORD = 5
_AROUND = 24


class Tried(NamedTuple):
    """A word of a file as the text has it, with text around some of its occurrences."""

    form: str
    passages: Sequence[Passage]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsumerReport(ExportReport):
    """What was written, and how the consumer cuts the words of it.

    Attributes:
        consumer: What was tried; empty if nothing was.
        whole: Words that it cuts whole everywhere they were tried.
        split: The others, with the share of their occurrences that is whole.
        agreement: How far it cuts a sample of the text as newword does, without the file and with
            it; None if that was not measured.
    """

    consumer: str = ""
    whole: int = 0
    split: tuple[tuple[str, float], ...] = ()
    agreement: Agreement | None = None

    def trial(self) -> str | None:
        """The result of the trial in one line; None if there was no trial."""
        if not self.consumer:
            return None
        told = message(
            "tried in {consumer}: {whole} of {written} cut whole",
            consumer=self.consumer,
            whole=f"{self.whole:,}",
            written=count_of(self.written, "word"),
        )
        if self.agreement is None:
            return told
        return message(
            "{told}; it agrees with newword in {agreement}", told=told, agreement=self.agreement
        )

    def notices(self) -> list[str]:
        """Lines that a person should see, escaped; none if all went well."""
        notices = ExportReport.notices(self)
        if self.split:
            worst = [word for word, _ in sorted(self.split, key=lambda pair: pair[1])]
            notices.append(
                message(
                    "{worst} not cut whole: {worst_2}",
                    worst=count_of(len(worst), "word"),
                    worst_2=some_words(worst),
                )
            )
        if self.agreement is not None and self.agreement.is_worse:
            notices.append(worse_notice(self.consumer))
        return notices


def worse_notice(consumer: str) -> str:
    """What to say of a file that makes its consumer cut worse."""
    return message(
        "with this file {consumer} cuts this text less as newword does than without "
        "it; write fewer words, for example those of a higher score",
        consumer=consumer,
    )


def encode_tried(
    report: ConsumerReport,
    tried: Sequence[Tried],
    content: bytes,
    *,
    consumer: str = "",
    open_cutter: Callable[[bytes], AbstractContextManager[Cut]] | None = None,
    lexicon: WordTable | None = None,
    dictionary: BackgroundDictionary | None = None,
) -> Encoded:
    """The file, after its words were tried out in the consumer if a cutter is given.

    Args:
        report: What was written and refused.
        tried: The words in the file, as the text has them; without passages they are tried alone.
        content: The file.
        consumer: Its name.
        open_cutter: Loads the file into the consumer; nothing for an empty one.
        lexicon: With contexts, for a measure of what the file does to the text as a whole.
        dictionary: What newword may know of the language for that.
    """
    if open_cutter is None:
        return report, [content]
    with open_cutter(content) as cut:
        shares = whole_shares(cut, tried)
    split = tuple((one.form, share) for one, share in zip(tried, shares, strict=True) if share < 1)
    found = replace(report, consumer=consumer, whole=len(tried) - len(split), split=split)
    if lexicon is not None and lexicon.contexts and tried:
        found = replace(found, agreement=Judge(lexicon, dictionary).compare(content, open_cutter))
    return found, [content]


def plan_words(
    lexicon: WordTable, refuse: Callable[[str], str | None]
) -> tuple[Spellings, ConsumerReport]:
    """The spellings that a consumer can have, and a report of those that it cannot."""
    found = find_spellings(lexicon, refuse, limit=_CONTEXTS_A_WORD, around=_AROUND)
    report = ConsumerReport(
        written=len(found.forms), refused=found.refused, unseen=found.unseen, notes=found.notes
    )
    return found, report


def tried_words(found: Spellings) -> list[Tried]:
    """The spellings of a plan, to be tried."""
    return list(map(Tried, found.forms, found.passages))


class temporary_file:  # noqa: N801 - used like a function
    """A file of this content for as long as a block runs; gives its path."""

    def __init__(self, content: bytes, suffix: str) -> None:
        self._content, self._suffix = content, suffix

    def __enter__(self) -> Path:
        self._directory = tempfile.TemporaryDirectory(prefix="newword-")
        path = Path(self._directory.name) / f"words{self._suffix}"
        path.write_bytes(self._content)
        return path

    def __exit__(self, *_: object) -> None:
        self._directory.cleanup()


def whole_shares(cut: Cut, tried: Sequence[Tried]) -> list[float]:
    """Of each word, the share of its sampled occurrences that are cut whole.

    An occurrence inside a longer piece that is itself a word of the file is no failure.
    """
    wanted = frozenset(form for form, _ in tried)
    shares = []
    for form, passages in tried:
        places = passages or ((form, 0, len(form)),)
        whole = sum(
            _is_whole(cut(text), text, begin, end - begin, wanted) for text, begin, end in places
        )
        shares.append(whole / len(places))
    return shares


def _is_whole(
    pieces: Iterable[str], text: str, begin: int, size: int, wanted: frozenset[str]
) -> bool:
    at = 0
    for piece in pieces:
        found = text.find(piece, at) if piece else -1
        if found < 0:
            continue
        at = found + len(piece)
        if found <= begin and begin + size <= at:
            return len(piece) == size or piece in wanted
    return False
