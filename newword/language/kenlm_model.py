"""Models that KenLM reads: its binary files, and ARPA text that is too large for a table of ours.

KenLM maps such a file into memory, so that it takes no time to load and little memory, and packs it
in a quarter of the space. What it gives a text is what newword's own reader gives.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from newword.core._core import NgramModel, TextScore, WordCutter
from newword.dictionary.fold import fold_words
from newword.errors import LanguageModelError
from newword.platform.extras import load_extra
from newword.platform.message import message
from newword.platform.safe_text import path_text

__all__ = ["LARGE_BYTES", "KenlmModel", "is_binary"]

LARGE_BYTES = 1 << 28
"""ARPA text from this size on is given to KenLM, if that is installed."""

_MAGIC = b"mmap lm http://kheafield.com/code format version"
_ORDER_PLACE, _COUNTS_PLACE, _MOST_ORDER = 88, 108, 32
_NO_UNIT = (1 << 32) - 1
_MOST = 4  # of the n-grams that a cut looks at


def is_binary(head: bytes) -> bool:
    """Whether a file begins like a binary model of KenLM."""
    return head.startswith(_MAGIC)


class KenlmModel:
    """A model that KenLM has loaded, with the calls of `NgramModel`. Any thread may use it.

    Args:
        path: The file.

    Raises:
        LanguageModelError: KenLM cannot read it.
        MissingPackageError: KenLM is not installed.
    """

    def __init__(self, path: str) -> None:
        kenlm: Any = load_extra(
            "kenlm", extra="lm", purpose=message("reading {name}", name=path_text(path))
        )
        config = kenlm.Config()
        config.show_progress = False
        config.arpa_complain = kenlm.ARPALoadComplain.NONE
        try:
            self._model = kenlm.Model(path, config)
        except (OSError, RuntimeError, ValueError) as error:
            reason = str(error).strip().splitlines()[-1:] or [message("it is damaged")]
            said = message(
                "{path}: KenLM cannot read it: {reason}",
                path=path_text(path),
                reason=path_text(reason[0]),
            )
            raise LanguageModelError(message("{said}; build it again", said=said)) from error
        self._kenlm, self._path = kenlm, path

    def __reduce__(self) -> tuple[Any, ...]:
        return KenlmModel, (self._path,)

    @property
    def order(self) -> int:
        """Tokens of the longest n-grams."""
        return int(self._model.order)

    def __len__(self) -> int:
        """N-grams of all orders, as the head of the file says."""
        with Path(self._path).open("rb") as file:
            head = file.read(_COUNTS_PLACE + 8 * _MOST_ORDER)
        if is_binary(head):
            return sum(struct.unpack_from(f"<{self.order}Q", head, _COUNTS_PLACE))
        listed = head.decode("utf-8", "ignore").split("\\1-grams:")[0]
        lines = (line for line in listed.splitlines() if line.startswith("ngram "))
        return sum(int(line.rpartition("=")[2]) for line in lines)

    def score(self, text: bytes | memoryview, *, marks: bool = True) -> TextScore:
        """The score of all runs of a text, UTF-8; with `marks` each between <s> and </s>."""
        sentences = tokens = unknown = 0
        total = total_of_unknown = 0.0
        for run in _runs(bytes(text)):
            sentences += 1
            for logarithm, _, is_unknown in self._model.full_scores(run, bos=marks, eos=marks):
                tokens += 1
                total += logarithm
                if is_unknown:
                    unknown += 1
                    total_of_unknown += logarithm
        return TextScore(sentences, tokens, unknown, total, total_of_unknown)

    def for_text(self, text: bytes) -> NgramModel:
        """A model of newword's own that gives this text what KenLM gives it.

        It has every n-gram of the text that a cut looks at, with its probability, so nothing in it
        backs off.
        """
        units, numbers = _units(text)
        model = NgramModel(most_bytes=1 << 62)
        for piece in self._arpa(units, _levels(numbers, len(units), min(_MOST, self.order))):
            model.feed(piece.encode())
        model.finish()
        return model

    def _arpa(self, units: list[str], levels: list[_Level]) -> Iterator[str]:
        """The n-grams as ARPA text."""
        start = self._kenlm.State()
        self._model.NullContextWrite(start)
        unknown = self._model.BaseScore(start, "<unk>", self._kenlm.State())
        sizes = [len(units) + 1, *(len(level.last) for level in levels)]
        counts = "".join(f"ngram {order}={size}\n" for order, size in enumerate(sizes, 1))
        yield f"\\data\\\n{counts}\n\\1-grams:\n{unknown:.8g}\t<unk>\n"
        states, spelled = [self._kenlm.State() for _ in units], units
        for unit, state in zip(units, states, strict=True):
            yield f"{self._model.BaseScore(start, unit, state):.8g}\t{unit}\t0\n"
        for order, level in enumerate(levels, 2):
            yield f"\n\\{order}-grams:\n"
            is_last = order == len(levels) + 1
            end = "\n" if is_last else "\t0\n"
            longer = [] if is_last else [self._kenlm.State() for _ in level.last]
            spare, strings = self._kenlm.State(), []
            for n, (first, last) in enumerate(
                zip(level.first.tolist(), level.last.tolist(), strict=True)
            ):
                into = spare if is_last else longer[n]
                logarithm = self._model.BaseScore(states[first], units[last], into)
                string = f"{spelled[first]} {units[last]}"
                strings.append(string)
                yield f"{logarithm:.8g}\t{string}{end}"
            states, spelled = longer, strings
        yield "\n\\end\\\n"


class _Level(NamedTuple):
    """The n-grams of one order.

    Attributes:
        first: Of each, the place of all but its last unit in the order before.
        last: Its last unit.
    """

    first: np.ndarray
    last: np.ndarray


def _units(text: bytes) -> tuple[list[str], np.ndarray]:
    """The units of a text as a model has them, and the text as their numbers; -1 for the rest."""
    cutter = WordCutter([])
    spelled = cutter.add_units(text).decode("utf-8", "replace").split("\n")[:-1]
    folded = list(fold_words(spelled))
    numbers = cutter.units_of(text).astype(np.int64)
    numbers[numbers == _NO_UNIT] = -1
    return folded, numbers


def _levels(numbers: np.ndarray, units: int, order: int) -> list[_Level]:
    """The distinct n-grams of the orders from 2 on."""
    levels, places = [], numbers
    for _ in range(2, order + 1):
        is_there = (places[:-1] >= 0) & (numbers[1:] >= 0)
        pairs = (places[:-1] * units + numbers[1:])[is_there]
        distinct, inverse = np.unique(pairs, return_inverse=True)
        levels.append(_Level(distinct // max(units, 1), distinct % max(units, 1)))
        ending = np.full(len(numbers), -1, np.int64)
        ending[1:][is_there] = inverse
        places = ending
    return levels


def _runs(text: bytes) -> Iterator[str]:
    """The runs of a text, each as its units with spaces between."""
    units, numbers = _units(text)
    ends = np.flatnonzero(numbers < 0)
    for begin, end in zip([0, *(ends + 1).tolist()], [*ends.tolist(), len(numbers)], strict=True):
        if end > begin:
            yield " ".join(units[number] for number in numbers[begin:end].tolist())
