"""Adapting MeCab and Sudachi to a corpus: a user dictionary with which they cut it better."""

from __future__ import annotations

import os
from dataclasses import dataclass

from newword.corpus import Corpus, CorpusReport
from newword.counting.counts import OnProgress
from newword.counting.reading import Reading
from newword.discovery.adapt_sample import SAMPLE_BYTES, read_sample, words_of_sample
from newword.errors import ConfigError
from newword.export.adapt_analysers import ANALYSERS, analyser_entries
from newword.platform.files import commit
from newword.platform.message import message

__all__ = ["AnalyserReport", "adapt_mecab", "adapt_sudachi"]

_LEAST_SCORE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyserReport:
    """The user dictionary, and how well the analyser agrees with newword.

    Attributes:
        entries: The cost of each word, in the order of the file.
        raised: Of them, those that the analyser has itself.
        agreement_before: Word F1 of the analyser's cuts against newword's on a part of this text.
        agreement_after: The same with the file loaded; never less.
        sample_bytes: Size of the text that was looked at, as UTF-8.
        corpus: What was read.
        refused: Words that the file cannot hold, and why.
        notes: What else a person should be told.
    """

    entries: dict[str, int]
    raised: tuple[str, ...]
    agreement_before: float
    agreement_after: float
    sample_bytes: int
    corpus: CorpusReport
    refused: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def adapt_mecab(
    corpus: Corpus,
    path: str | os.PathLike[str],
    *,
    sample_bytes: int = SAMPLE_BYTES,
    reading: Reading | None = None,
    on_progress: OnProgress | None = None,
) -> AnalyserReport:
    """Writes a user dictionary for MeCab with IPADIC that makes it cut such text better.

    newword finds the words of the text. Those that IPADIC has get its own entry at a lower cost,
    others one as a proper noun; what MeCab makes of affixes, particles and verbs gets none.

    Args:
        corpus: As for `discover`.
        path: The dictionary as CSV, to be compiled by mecab-dict-index; replaced whole or not at
            all.
        sample_bytes: How much text to look at, spread evenly over a larger corpus.
        reading: How to read the corpus.
        on_progress: As for `discover`.

    Raises:
        ConfigError: The text is not Japanese or has no words, or ``sample_bytes`` is too small.
        MissingPackageError: fugashi or ipadic is not installed.
        OutputError: The file cannot be written.
    """
    return _adapt("mecab", corpus, path, sample_bytes, reading or Reading(), on_progress)


def adapt_sudachi(
    corpus: Corpus,
    path: str | os.PathLike[str],
    *,
    sample_bytes: int = SAMPLE_BYTES,
    reading: Reading | None = None,
    on_progress: OnProgress | None = None,
) -> AnalyserReport:
    """Writes a user dictionary for Sudachi that makes it cut such text better.

    See `adapt_mecab`. The file is to be compiled by `sudachipy ubuild`.
    """
    return _adapt("sudachi", corpus, path, sample_bytes, reading or Reading(), on_progress)


def _adapt(
    name: str,
    corpus: Corpus,
    path: str | os.PathLike[str],
    sample_bytes: int,
    reading: Reading,
    on_progress: OnProgress | None,
) -> AnalyserReport:
    analyser = ANALYSERS[name]
    with analyser.analyse():  # if it is not installed, that is said before anything is read
        pass
    sample = read_sample(corpus, path, sample_bytes, reading, on_progress)
    if sample.language in ("chinese", "clusters"):
        raise ConfigError(
            message(
                "{program} cuts Japanese, and this text has hardly any kana: name Japanese text, "
                "or adapt jieba to Chinese",
                program=analyser.name,
            )
        )
    found = analyser_entries(analyser, words_of_sample(sample, None, _LEAST_SCORE, on_progress))
    with commit(path) as out:
        out.write(found.lines)
    return AnalyserReport(
        entries=found.costs,
        raised=found.raised,
        agreement_before=found.agreement.before,
        agreement_after=found.agreement.after,
        sample_bytes=sample.size,
        corpus=sample.corpus,
        refused=found.refused,
        notes=found.notes,
    )
