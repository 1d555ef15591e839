"""Adapting jieba to a corpus: a dictionary that makes it cut as newword does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

from newword.corpus import Corpus, CorpusReport
from newword.counting.counts import OnProgress
from newword.counting.reading import Reading
from newword.dictionary.background import load_dictionary
from newword.discovery.adapt_sample import SAMPLE_BYTES, Sample, read_sample, words_of_sample
from newword.errors import MissingPackageError
from newword.export.jieba.adapt import Adaptation, adapt_entries
from newword.export.jieba.trial import Jieba, import_jieba
from newword.platform.files import commit
from newword.platform.message import message
from newword.platform.pattern import pattern
from newword.segmentation.segment import learn_segmenter

__all__ = ["AdaptReport", "adapt_jieba"]

_LEAST_SCORE = 0.1
_MOST_CHARACTERS = 1000
_OTHER_LANGUAGE = message(
    "most of this text is not Chinese, and jieba's dictionary is: its words of other scripts were "
    "not adapted"
)
_MARK = pattern(r"[^\w\s]")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdaptReport:
    """The user dictionary, and how well jieba agrees with newword.

    Attributes:
        entries: The frequency of each word, in the order of the file; 0 hides a word that jieba
            has.
        tags: The part of speech of each word, by jieba's tags.
        agreement_before: Word F1 of jieba's cuts against newword's on this text, with the hidden
            Markov model and without.
        agreement_after: The same with the file loaded.
        sample_bytes: Size of the text that was looked at, as UTF-8.
        corpus: What was read.
        notes: What else a person should be told.
    """

    entries: dict[str, int]
    tags: dict[str, str]
    agreement_before: tuple[float, float]
    agreement_after: tuple[float, float]
    sample_bytes: int
    corpus: CorpusReport
    notes: tuple[str, ...] = ()

    @property
    def hidden(self) -> list[str]:
        """Words of jieba's own that the file hides."""
        return [word for word, frequency in self.entries.items() if frequency == 0]


def adapt_jieba(
    corpus: Corpus,
    path: str | os.PathLike[str],
    *,
    sample_bytes: int = SAMPLE_BYTES,
    reading: Reading | None = None,
    on_progress: OnProgress | None = None,
) -> AdaptReport:
    """Writes a user dictionary for jieba that makes it cut text of this kind as newword does.

    newword finds words with jieba's dictionary as evidence, learns a segmenter from them and cuts a
    sample. The file contains the changes that make jieba agree: new words are added, words that
    jieba has are raised, and words that newword mostly cuts in two are hidden by frequency 0.

    Args:
        corpus: As for `discover`.
        path: The dictionary, replaced whole or not at all.
        sample_bytes: How much text to look at, spread evenly over a larger corpus.
        reading: How to read the corpus.
        on_progress: As for `discover`.

    Raises:
        ConfigError: The corpus has no text, or ``sample_bytes`` is too small.
        MissingPackageError: jieba is not installed.
        OutputError: The file cannot be written.

    Example:
        >>> import newword, jieba
        >>> report = newword.adapt_jieba("corpus/", "userdict.txt")  # doctest: +SKIP
        >>> jieba.load_userdict("userdict.txt")  # doctest: +SKIP
    """
    module = import_jieba()
    if module is None:
        raise MissingPackageError(
            message('adapting needs jieba; run: pip install "newword[jieba]"')
        )
    sample = read_sample(corpus, path, sample_bytes, reading or Reading(), on_progress)
    known = load_dictionary("jieba")
    lexicon = words_of_sample(sample, known, _LEAST_SCORE, on_progress)
    segmenter = learn_segmenter("\n".join(sample.texts), dictionary=known)
    found = adapt_entries(
        Jieba(module),
        _lines(sample.texts),
        segmenter.cut,
        new_words=lexicon.new.words,
        dictionary=known,
    )
    with commit(path) as out:
        out.write(found.lines)
    return _report(found, sample)


def _lines(texts: list[str]) -> Iterator[str]:
    """What can be cut one by one: lines, and pieces of those for which jieba would take long.

    Its Markov model takes time with the square of a run of characters that are in no word.
    """
    for text in texts:
        for line in filter(None, text.splitlines()):
            begin = 0
            while len(line) - begin > _MOST_CHARACTERS:
                end = begin + _MOST_CHARACTERS
                marks = list(_MARK.finditer(line, begin, end))
                end = marks[-1].end() if marks else end
                yield line[begin:end]
                begin = end
            yield line[begin:]


def _report(found: Adaptation, sample: Sample) -> AdaptReport:
    return AdaptReport(
        entries=found.entries,
        tags=found.tags,
        agreement_before=found.before,
        agreement_after=found.after,
        sample_bytes=sample.size,
        corpus=sample.corpus,
        notes=(_OTHER_LANGUAGE,) if sample.language in ("japanese", "clusters") else (),
    )
