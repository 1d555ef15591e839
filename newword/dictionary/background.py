"""The words that are known already: other people's dictionaries, loaded to compare with."""

from __future__ import annotations

import importlib.util
import os
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from newword.dictionary.entries import Entries, read_entries
from newword.dictionary.fold import fold_words
from newword.dictionary.script import script_lean, simplify
from newword.dictionary.word_file import WordFile
from newword.errors import DictionaryError
from newword.platform.message import message
from newword.platform.plural import count_of
from newword.platform.safe_text import terminal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from newword.corpus.report.problem import InputProblem

__all__ = ["BackgroundDictionary", "load_dictionary"]

_OTHER_SCRIPT = -0.2  # product of two leans; a mixed text is left as it is


class BackgroundDictionary:
    """Known words with the frequencies and tags that their dictionaries give them; immutable.

    Words compare as units do: width and case of Latin letters and digits are folded, zero-width
    characters are deleted. A word that occurs on several lines, or in several spellings that
    compare equal, is one entry: its frequencies are added and its first tag is kept. Make one with
    ``load_dictionary`` or ``from_words``. Any thread may use it.

    Attributes:
        origin: Where the words come from, for reports; not escaped.
        total: Sum of all frequencies.
        problems: Lines of the files that were left out (the first 100 of each file, and one problem
            with the number of the others), and files in which almost no entry can be a word.
        files: The files, what each was read as, and how many words it gave.
        simplifies: Whether words are compared in simplified characters, however they are written;
            see `for_text`.
    """

    __slots__ = (
        "_file_words",
        "_frequencies",
        "_slots",
        "_tag_codes",
        "_tags",
        "files",
        "origin",
        "problems",
        "simplifies",
        "total",
    )

    origin: str
    total: int
    problems: tuple[InputProblem, ...]
    simplifies: bool
    files: tuple[WordFile, ...]

    def __init__(
        self,
        entries: Entries,
        *,
        origin: str,
        simplifies: bool = False,
        files: Sequence[tuple[WordFile, Sequence[str]]] = (),
    ) -> None:
        """Take over the rows that were read; with `simplifies`, their words are simplified already.

        Args:
            entries: The rows.
            origin: Where they are from.
            simplifies: Compare in simplified characters.
            files: The files that they are from, each with its words.

        Raises:
            DictionaryError: The frequencies do not fit into 63 bits together.
        """
        keys, size = entries.words, len(entries.words)
        slots = dict(zip(keys, range(size), strict=True))
        values = np.array(entries.frequencies, np.int64)
        codes = np.array(entries.tag_codes, np.uint32)
        if float(values.sum(dtype=np.float64)) >= 2.0**63:
            said = message(
                "{origin}: the frequencies exceed 63 bits; scale them down", origin=terminal(origin)
            )
            raise DictionaryError(said)
        if len(slots) < size:
            is_lost = np.ones(size, np.bool_)
            is_lost[np.fromiter(slots.values(), np.int64, len(slots))] = False
            for lost in np.flatnonzero(is_lost)[::-1].tolist():
                slot = slots[keys[lost]]
                values[slot] += values[lost]
                values[lost] = 0
                codes[slot] = codes[lost] or codes[slot]
        empty = slots.pop("", None)
        if empty is not None:
            values[empty] = 0
        self._slots, self._frequencies, self._tag_codes = slots, values, codes
        self._tags = tuple(entries.tag_names)
        self.total = int(values.sum())
        self.origin = origin
        self.simplifies = simplifies
        self.problems = tuple(entries.problems)
        self.files = tuple(file for file, _ in files)
        self._file_words = tuple(words for _, words in files)

    @classmethod
    def from_words(cls, words: Sequence[str], *, origin: str = "words") -> BackgroundDictionary:
        """A dictionary of the given words, without frequencies and tags."""
        entries = Entries()
        entries.add(words, array("q"), ())
        return cls(entries, origin=origin)

    def __len__(self) -> int:
        return len(self._slots)

    def __iter__(self) -> Iterator[str]:
        """The words as they are compared, in the order in which they were first met."""
        return iter(self._slots)

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self._key(word) in self._slots

    def __repr__(self) -> str:
        return f"<BackgroundDictionary {terminal(self.origin)}: {count_of(len(self), 'word')}>"

    def has_key(self, key: str) -> bool:
        """Whether it has the word that is compared as ``key``, one of `keys`."""
        return key in self._slots

    def keys(self, words: Sequence[str]) -> Sequence[str]:
        """The words as this dictionary compares them."""
        folded = fold_words(words)
        return simplify(folded) if self.simplifies else folded

    def _key(self, word: str) -> str:
        return self.keys([word])[0]

    def for_text(self, characters: Iterable[tuple[str, float]]) -> BackgroundDictionary:
        """This dictionary or, for a text in the other script, one that compares simplified forms.

        Args:
            characters: Characters of the text, with their weights.

        For a traditional text with a simplified dictionary, or the reverse, the characters of both
        are looked up as their simplified forms. The text and its words stay as they are.
        """
        own = Counter("".join(self._slots))
        lean = script_lean(own.items()) * script_lean(characters)
        if self.simplifies or lean > _OTHER_SCRIPT:
            return self
        words, frequencies, tags = self.rows()
        entries = Entries(problems=list(self.problems))
        entries.add(simplify(words), frequencies, tags)
        return BackgroundDictionary(
            entries, origin=self.origin, simplifies=True, files=self._files_with_words()
        )

    def known(self, words: Sequence[str]) -> NDArray[np.bool_]:
        """Which of the words are in the dictionary.

        Returns:
            One bool for each word, in order.
        """
        found = map(self._slots.__contains__, self.keys(words))
        return np.fromiter(found, np.bool_, len(words))

    def files_in(
        self, met: Iterable[str], holds: Callable[[Sequence[str]], bool] | None
    ) -> tuple[WordFile, ...]:
        """The files, each with whether any of its words occurs in a text.

        Args:
            met: Words that occur there.
            holds: Looks through the text itself for any of the words; None without a text.
        """
        keys = frozenset(self.keys(list(met)))
        return tuple(
            file.seen(self._occurs(words, keys, holds)) if file.is_plausible and words else file
            for file, words in self._files_with_words()
        )

    def _occurs(
        self,
        words: Sequence[str],
        met: frozenset[str],
        holds: Callable[[Sequence[str]], bool] | None,
    ) -> bool | None:
        if not met.isdisjoint(simplify(words) if self.simplifies else words):
            return True
        return None if holds is None or self.simplifies else holds(words)

    def _files_with_words(self) -> list[tuple[WordFile, Sequence[str]]]:
        return list(zip(self.files, self._file_words, strict=True))

    def frequency(self, word: str) -> int:
        """The frequency that the dictionary gives; 0 if the word or its frequency is not there."""
        slot = self._slots.get(self._key(word))
        return 0 if slot is None else int(self._frequencies[slot])

    def frequencies(self) -> NDArray[np.int64]:
        """The frequency of each word, in the order of iteration."""
        return self._frequencies[np.fromiter(self._slots.values(), np.int64, len(self))]

    def tag(self, word: str) -> str:
        """The part of speech that the dictionary gives; empty if the word or tag is not there."""
        slot = self._slots.get(self._key(word))
        return "" if slot is None else self._tags[self._tag_codes[slot]]

    def rows(self) -> tuple[list[str], array[int], list[str]]:
        """The words as they are compared, their frequencies and their tags."""
        codes = self._tag_codes[np.fromiter(self._slots.values(), np.int64, len(self))]
        tags = [self._tags[code] for code in codes.tolist()]
        return list(self), array("q", self.frequencies().tobytes()), tags


Source: TypeAlias = "str | os.PathLike[str] | BackgroundDictionary"


def load_dictionary(source: Source | Sequence[Source]) -> BackgroundDictionary:
    r"""Load one dictionary, or several as one.

    The format of a file is judged by all of its lines. It may be a list of words, one per line or
    separated by commas or blanks; jieba's ``word frequency tag``; columns between TABs or commas,
    such as the TSV and CSV of newword; JSON Lines, JSON or Parquet; what newword writes for any
    consumer; CC-CEDICT or EDICT; the CSV of MeCab (also in EUC-JP), Sudachi or kuromoji; HanLP's
    ``word tag frequency``; ``word/tag``; a dictionary of Rime or libime. ``files`` says what each
    file was taken for. Text is UTF-8, or UTF-16 with a byte order mark, and may be compressed with
    gzip, bzip2 or xz. Lines that cannot be read are left out and reported in ``problems``. So is a
    file in which almost no entry can be a word.

    Args:
        source: ``"jieba"`` for the dictionary of the installed jieba package (which is not
            imported; write ``"./jieba"`` for a file of that name), the path of a file, a
            dictionary loaded before, or a sequence of these.

    Raises:
        DictionaryError: A file cannot be read or is not UTF-8, or jieba is not installed.
    """
    if isinstance(source, BackgroundDictionary):
        return source
    if isinstance(source, str) and source == "jieba":
        return BackgroundDictionary(read_entries(_find_jieba()), origin="jieba")
    if isinstance(source, (str, os.PathLike)):
        return _load_file(Path(source))
    parts = [load_dictionary(part) for part in source]
    if len(parts) == 1:
        return parts[0]
    entries = Entries(problems=list(chain.from_iterable(part.problems for part in parts)))
    for part in parts:
        entries.add(*part.rows())
    return BackgroundDictionary(
        entries,
        origin=", ".join(part.origin for part in parts),
        files=list(chain.from_iterable(part._files_with_words() for part in parts)),
    )


def _load_file(path: Path) -> BackgroundDictionary:
    entries = read_entries(path)
    file = WordFile.of(str(path), entries.form, entries.words)
    if not file.is_plausible:
        entries.problems.append(file.problem())
    return BackgroundDictionary(entries, origin=str(path), files=[(file, entries.words)])


def _find_jieba() -> Path:
    spec = importlib.util.find_spec("jieba")
    if spec is None or spec.origin is None:
        said = message("the dictionary of jieba was asked for, but jieba is not installed")
        raise DictionaryError(message("{said}; run: pip install jieba", said=said))
    return Path(spec.origin).with_name("dict.txt")
