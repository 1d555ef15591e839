"""Adapting jieba to a corpus: a dictionary that makes it cut as newword does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

from newword.corpus import Corpus, CorpusReport, Documents, read_corpus
from newword.counting.counts import OnProgress
from newword.counting.reading import Reading
from newword.counting.text_sample import PIECE_BYTES, TextSample
from newword.dictionary.background import load_dictionary
from newword.discovery.options import Asked, RankingOptions
from newword.discovery.pipeline import discover_with
from newword.errors import ConfigError, MissingPackageError
from newword.export.jieba.adapt import Adaptation, adapt_entries
from newword.export.jieba.trial import Jieba, import_jieba
from newword.platform.files import commit
from newword.platform.message import message
from newword.platform.pattern import pattern
from newword.segmentation.segment import learn_segmenter

__all__ = ["SAMPLE_BYTES", "AdaptReport", "adapt_jieba"]

SAMPLE_BYTES = 4 << 20
"""So much text is looked at, as UTF-8; jieba cuts it eight times."""

_LEAST_SCORE = 0.1
_MOST_CHARACTERS = 1000
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
    """

    entries: dict[str, int]
    tags: dict[str, str]
    agreement_before: tuple[float, float]
    agreement_after: tuple[float, float]
    sample_bytes: int
    corpus: CorpusReport

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
    if sample_bytes < PIECE_BYTES:
        raise ConfigError(
            message(
                "sample_bytes must be at least {piece_bytes}, got {sample_bytes}",
                piece_bytes=f"{PIECE_BYTES:,}",
                sample_bytes=f"{sample_bytes:,}",
            )
        )
    reading = reading or Reading()
    sink = TextSample(sample_bytes)
    report = read_corpus(
        sink,
        corpus,
        encoding=reading.encoding,
        layout=reading.layout,
        include=reading.include,
        exclude=reading.exclude,
        hidden=reading.hidden,
        follow=reading.follow,
        exclude_paths=(*reading.exclude_paths, os.fspath(path)),
        strict=reading.strict,
        on_progress=lambda p: on_progress and on_progress("read", p.bytes_read, p.total),
    )
    texts = sink.texts()
    known = load_dictionary("jieba")
    within = Reading(threads=reading.threads, memory=reading.memory, temp_dir=reading.temp_dir)
    lexicon = discover_with(
        Documents(texts),
        within,
        Asked.of(RankingOptions(dictionary=known, min_score=_LEAST_SCORE, spread=False)),
        on_progress=on_progress,
    )
    if not len(lexicon):
        raise ConfigError(
            message(
                "no words to learn from: {empty_reason}", empty_reason=lexicon.report.empty_reason
            )
        )
    segmenter = learn_segmenter("\n".join(texts), dictionary=known)
    found = adapt_entries(
        Jieba(module),
        _lines(texts),
        segmenter.cut,
        new_words=lexicon.new.words,
        dictionary=known,
    )
    with commit(path) as out:
        out.write(found.lines)
    return _report(found, report, sum(len(text.encode()) for text in texts))


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


def _report(found: Adaptation, report: CorpusReport, size: int) -> AdaptReport:
    return AdaptReport(
        entries=found.entries,
        tags=found.tags,
        agreement_before=found.before,
        agreement_after=found.after,
        sample_bytes=size,
        corpus=report,
    )
