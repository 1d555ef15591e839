"""Scoring text by a character language model."""

from __future__ import annotations

import gzip
import math
import os
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from newword.core._core import NgramModel, TextScore, WordCutter
from newword.corpus import Corpus, CorpusReport
from newword.counting.counts import OnProgress, feed
from newword.counting.reading import Reading
from newword.errors import ConfigError, LanguageModelError
from newword.language.kenlm_model import LARGE_BYTES, KenlmModel, is_binary
from newword.platform.core_messages import core_message
from newword.platform.extras import has_package
from newword.platform.message import message, reason_of
from newword.platform.outputs import AnyPath
from newword.platform.safe_text import path_text

__all__ = ["LanguageModel", "TextFigures"]

_BLOCK_BYTES = 1 << 20
_GZIP = b"\x1f\x8b"
_HEAD_BYTES = 64
_PACKED_AT_MOST = 1100
"""Deflate makes nothing smaller than a 1032nd."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFigures:
    """What a model says about a text.

    Attributes:
        sentences: Number of runs of units.
        tokens: Number of units, plus `</s>` at the end of every sentence.
        unknown: Number of tokens that the model lacks.
        log10: log10 of the probability of the whole text.
        perplexity: 10 to the power of - `log10` / `tokens`; NaN for an empty text.
        perplexity_known: The same for the tokens that the model has.
        report: What was read; None for a string.
    """

    sentences: int
    tokens: int
    unknown: int
    log10: float
    perplexity: float
    perplexity_known: float
    report: CorpusReport | None = None


class LanguageModel:
    """An n-gram model with backoff. Immutable; any thread may use it.

    Make one with `LanguageModel.load`. Text is read as units in runs, as everywhere in newword. The
    probabilities are those that KenLM gives the same tokens.

    Example:
        >>> model = newword.LanguageModel.load("model.arpa")  # doctest: +SKIP
        >>> model.score("机器学习")  # doctest: +SKIP
    """

    def __init__(self, core: NgramModel | KenlmModel, path: str) -> None:
        self.core = core
        self.path = path

    @classmethod
    def load(cls, path: AnyPath) -> LanguageModel:
        """Reads a model in the ARPA format, packed with gzip or not, or in KenLM's binary one.

        Binary files, and ARPA text of 256 MiB and more if the extra `lm` is installed, are read by
        KenLM, which maps them into memory; the scores are the same.

        Raises:
            MissingPackageError: It is a binary file, and KenLM is not installed.
            LanguageModelError: It cannot be read, is not a model, or is damaged; the message has
                the file, the line and the remedy.
        """
        name = path_text(os.fsdecode(path))
        try:
            with Path(os.fsdecode(path)).open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                head = file.read(_HEAD_BYTES)
                is_packed = head.startswith(_GZIP)
                is_large = size >= LARGE_BYTES and not is_packed
                if is_binary(head) or (is_large and has_package("kenlm")):
                    return cls(KenlmModel(os.fsdecode(path)), os.fsdecode(path))
                file.seek(0)
                text = cast("BinaryIO", gzip.GzipFile(fileobj=file)) if is_packed else file
                core = NgramModel(most_bytes=size * (_PACKED_AT_MOST if is_packed else 1))
                while block := text.read(_BLOCK_BYTES):
                    core.feed(block)
                core.finish()
        except ValueError as error:
            what = core_message(str(error))
            raise LanguageModelError(message("{name}: {what}", name=name, what=what)) from error
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            what = message(
                "its gzip data is damaged ({error}); fetch or train it again", error=error
            )
            raise LanguageModelError(message("{name}: {what}", name=name, what=what)) from error
        except OSError as error:
            reason = reason_of(error)
            raise LanguageModelError(
                message(
                    "{name}: cannot read it: {reason}; check the path", name=name, reason=reason
                )
            ) from error
        return cls(core, os.fsdecode(path))

    @property
    def order(self) -> int:
        """Tokens of the longest n-grams."""
        return self.core.order

    def __len__(self) -> int:
        """N-grams of all orders."""
        return len(self.core)

    def for_text(self, text: bytes) -> NgramModel:
        """A model in newword's own core that gives a UTF-8 text the same scores."""
        core = self.core
        return core.for_text(text) if isinstance(core, KenlmModel) else core

    def score(self, text: str, *, marks: bool = True) -> float:
        """log10 of the probability of a text.

        Args:
            text: Any text. Each run of units is a sentence; everything between runs is ignored.
            marks: Take each run as a whole sentence, from `<s>` to `</s>`; else as part of a
                sentence.
        """
        return self.core.score(text.encode("utf-8", "replace"), marks=marks).logarithm

    def figures(self, text: str) -> TextFigures:
        """Number of tokens and perplexity of a text, each run a sentence."""
        return _figures([self.core.score(text.encode("utf-8", "replace"))])

    def evaluate(
        self,
        corpus: Corpus,
        *,
        reading: Reading | None = None,
        on_progress: OnProgress | None = None,
    ) -> TextFigures:
        """Number of tokens and perplexity of a corpus.

        Args:
            corpus: Paths, an open file or texts, as for `newword.discover`.
            reading: How to read it; lines are not joined.
            on_progress: Called with the progress about once per MiB.

        Raises:
            CorpusError: A path does not exist, or `strict` met a problem.
        """
        reading = reading or Reading()
        if reading.join_lines:
            raise ConfigError(
                message("join_lines is not for scoring: every line end ends a sentence")
            )
        scorer = _Scorer(self.core)
        report = feed(scorer, corpus, reading, "read", on_progress)
        return _figures(scorer.scores, report)


class _Scorer:
    """Takes documents as blocks and scores them."""

    def __init__(self, model: NgramModel | KenlmModel) -> None:
        self._model = model
        self._splitter = WordCutter([])
        self._open = bytearray()
        self.scores: list[TextScore] = []
        self.bytes_read = 0

    def feed(self, block: bytes) -> None:
        """More of the document."""
        self.bytes_read += len(block)
        self._open += block
        if len(self._open) < _BLOCK_BYTES:
            return
        end = self._open.rfind(b"\n") + 1
        if end == 0:  # a mark may end a run anywhere, but not be half a character
            end = self._splitter.safe_end(bytes(self._open))
        if end > 0:
            self._score(bytes(self._open[:end]))
            del self._open[:end]

    def end_document(self) -> None:
        """The document is whole."""
        self._score(bytes(self._open))
        self._open.clear()

    def _score(self, text: bytes) -> None:
        self.scores.append(self._model.score(text))
        if len(self.scores) > 1:
            self.scores[:] = [_sum(self.scores)]


def _sum(scores: list[TextScore]) -> TextScore:
    return TextScore(*(sum(column) for column in zip(*scores, strict=True)))


def _figures(scores: list[TextScore], report: CorpusReport | None = None) -> TextFigures:
    total = _sum(scores) if scores else TextScore(0, 0, 0, 0.0, 0.0)
    known = total.tokens - total.unknown
    return TextFigures(
        sentences=total.sentences,
        tokens=total.tokens,
        unknown=total.unknown,
        log10=total.logarithm,
        perplexity=_perplexity(total.logarithm, total.tokens),
        perplexity_known=_perplexity(total.logarithm - total.logarithm_of_unknown, known),
        report=report,
    )


def _perplexity(log10: float, tokens: int) -> float:
    if tokens == 0:
        return math.nan
    return 10 ** (-log10 / tokens) if log10 > -300 * tokens else math.inf
