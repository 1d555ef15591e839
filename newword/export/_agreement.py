"""How far a consumer cuts a text as newword does, with the written words and without them.

Whether a word is cut whole says that it has force. Whether that does any good is another question:
a word can be whole and tear its neighbours apart. newword's own cut of the text is the judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, NamedTuple

from newword.dictionary.background import BackgroundDictionary
from newword.platform.message import message

if TYPE_CHECKING:
    from newword.table import WordTable

__all__ = ["Agreement", "Judge"]

Cut = Callable[[str], Iterable[str]]
Spans = set[tuple[int, int]]

_SAMPLE_BYTES = 1 << 18
_LONGEST_LINE = 2000


class Agreement(NamedTuple):
    """Word F1 of a consumer's cut against newword's."""

    before: float
    after: float

    @property
    def is_worse(self) -> bool:
        """Whether the words make the consumer cut less as newword does."""
        return self.after < self.before

    def __str__(self) -> str:
        return message(
            "{before} of the words before, {after} after",
            before=f"{self.before:.1%}",
            after=f"{self.after:.1%}",
        )


class Judge:
    """newword's cut of a sample of the text of a lexicon."""

    def __init__(self, lexicon: WordTable, dictionary: BackgroundDictionary | None = None) -> None:
        """Cut it.

        Args:
            lexicon: With contexts.
            dictionary: What newword may know of the language.
        """
        assert lexicon.contexts is not None  # noqa: S101 - the caller looked
        self._lines = [
            line[:_LONGEST_LINE] for line in lexicon.contexts.lines(_SAMPLE_BYTES) if line.strip()
        ]
        # Only a trial needs it, and every command that could write a list would wait for it.
        from newword.segmentation.segment import learn_segmenter

        segmenter = learn_segmenter("\n".join(self._lines), dictionary=dictionary)
        self._wanted = [_spans(line, segmenter.cut(line)) for line in self._lines]

    def measure(self, cut: Cut) -> float:
        """Word F1 of a cut."""
        right = total = 0
        for line, wanted in zip(self._lines, self._wanted, strict=True):
            made = _spans(line, cut(line))
            right += len(made & wanted)
            total += len(made) + len(wanted)
        return 2 * right / max(total, 1)

    def compare(
        self, content: bytes, open_cutter: Callable[[bytes], AbstractContextManager[Cut]]
    ) -> Agreement:
        """The agreement of a consumer without a file and with it."""
        with open_cutter(b"") as cut:
            before = self.measure(cut)
        with open_cutter(content) as cut:
            return Agreement(before, self.measure(cut))


def _spans(line: str, words: Iterable[str]) -> Spans:
    """The places of words; a consumer may lose blanks, and pieces not in the line are ignored."""
    spans: Spans = set()
    at = 0
    for word in words:
        found = line.find(word, at) if word else -1
        if found >= 0:
            at = found + len(word)
            if not word.isspace():
                spans.add((found, at))
    return spans
