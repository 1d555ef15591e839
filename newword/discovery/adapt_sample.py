"""The part of a corpus that a dictionary is adapted to, and the words of it."""

from __future__ import annotations

import os
from dataclasses import dataclass

from newword.corpus import Corpus, CorpusReport, Documents, read_corpus
from newword.counting.counts import OnProgress
from newword.counting.reading import Reading
from newword.counting.text_sample import PIECE_BYTES, TextSample
from newword.dictionary.background import BackgroundDictionary
from newword.discovery.options import Asked, RankingOptions
from newword.discovery.pipeline import discover_with
from newword.errors import ConfigError
from newword.lexicon import Lexicon
from newword.platform.message import message
from newword.platform.pattern import pattern

__all__ = ["SAMPLE_BYTES", "Sample", "read_sample", "words_of_sample"]

SAMPLE_BYTES = 4 << 20
"""So much text is looked at, as UTF-8; its consumer cuts it several times."""

_HAN = pattern("[\u3400-\u9fff]")
_KANA = pattern("[\u3041-\u30ff]")
_CLUSTERS = pattern("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]")
_JAPANESE_KANA = 0.25  # kana for each Han character, as the judges have it


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Pieces of a corpus, spread evenly.

    Attributes:
        texts: The pieces, each of one document.
        corpus: What was read.
        reading: How.
    """

    texts: list[str]
    corpus: CorpusReport
    reading: Reading

    @property
    def size(self) -> int:
        """As UTF-8."""
        return sum(len(text.encode()) for text in self.texts)

    @property
    def language(self) -> str:
        """`chinese`, `japanese` or `clusters`, by its characters; empty if it has none of them."""
        han, kana, clusters = (
            sum(len(pattern.findall(text)) for text in self.texts)
            for pattern in (_HAN, _KANA, _CLUSTERS)
        )
        if clusters > han + kana:
            return "clusters"
        if kana and kana >= _JAPANESE_KANA * han:
            return "japanese"
        return "chinese" if han else ""


def read_sample(
    corpus: Corpus,
    path: str | os.PathLike[str],
    sample_bytes: int,
    reading: Reading,
    on_progress: OnProgress | None,
) -> Sample:
    """Reads a corpus, but for the file that is to be written, and keeps a sample.

    Raises:
        ConfigError: ``sample_bytes`` is too small, or units are tokens.
        CorpusError: A path does not exist, or `strict` met a problem.
    """
    if reading.has_tokens:
        raise ConfigError(message("dictionaries are adapted to characters: leave units tokens out"))
    if sample_bytes < PIECE_BYTES:
        raise ConfigError(
            message(
                "sample_bytes must be at least {piece_bytes}, got {sample_bytes}",
                piece_bytes=f"{PIECE_BYTES:,}",
                sample_bytes=f"{sample_bytes:,}",
            )
        )
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
    return Sample(texts=sink.texts(), corpus=report, reading=reading)


def words_of_sample(
    sample: Sample,
    dictionary: BackgroundDictionary | None,
    min_score: float,
    on_progress: OnProgress | None,
) -> Lexicon:
    """The words of a sample with their contexts.

    Raises:
        ConfigError: It has none.
    """
    reading = sample.reading
    within = Reading(threads=reading.threads, memory=reading.memory, temp_dir=reading.temp_dir)
    lexicon = discover_with(
        Documents(sample.texts),
        within,
        Asked.of(RankingOptions(dictionary=dictionary, min_score=min_score, spread=False)),
        on_progress=on_progress,
    )
    if not len(lexicon):
        raise ConfigError(
            message(
                "no words to learn from: {empty_reason}", empty_reason=lexicon.report.empty_reason
            )
        )
    return lexicon
