"""Cutting a corpus: learns a segmenter from its beginning, then streams all of it through."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from newword.config import default_threads
from newword.corpus import Corpus, CorpusReport
from newword.counting.counts import OnProgress, feed
from newword.counting.reading import Reading
from newword.dictionary.background import BackgroundDictionary
from newword.dictionary.word_file import WordFile
from newword.errors import ConfigError
from newword.language.model import LanguageModel
from newword.platform.message import message
from newword.segmentation.cutting import AsJsonLines, AsText, Cutting
from newword.segmentation.known_words import SAMPLE_BYTES, KnownWords, sample_of
from newword.segmentation.segmenter import Segmenter
from newword.table import WordTable

__all__ = ["FORMATS", "SAMPLE_BYTES", "SegmentReport", "learn_segmenter", "segment_corpus"]

FORMATS = ("text", "jsonl")


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentReport:
    """The result of cutting a corpus.

    Attributes:
        corpus: What was read, and what could not be.
        words: Size of the word list: words of the lexicon or language model, and of the dictionary.
        sample_bytes: Size of the text from which the word probabilities were learned, as UTF-8.
        word_files: The files of known words, and what each was taken for.
        background: What was read of a background; None without one.
    """

    corpus: CorpusReport
    words: int
    sample_bytes: int
    word_files: tuple[WordFile, ...] = ()
    background: CorpusReport | None = None


def learn_segmenter(
    sample: str,
    *,
    lexicon: WordTable | str | os.PathLike[str] | None = None,
    dictionary: str | os.PathLike[str] | BackgroundDictionary | Sequence[str] | None = None,
    model: LanguageModel | str | os.PathLike[str] | None = None,
    with_rare_words: bool = False,
    background: Corpus | None = None,
    reading: Reading | None = None,
) -> Segmenter:
    """Make a segmenter for a kind of text.

    From the sample alone, or with a dictionary, it cuts by a gap network, which is best. A gap
    network does not know kana and scripts of clusters: such text is cut into the words that the
    model finds in the sample. With a lexicon or a language model, it cuts into their words and
    those of the dictionary.

    Args:
        sample: Text of this kind to learn from. The segmenter looks at its first 16 MiB; a gap
            network looks at 4.
        lexicon: A lexicon from `discover`, or the path of a lexicon file. TSV and JSONL files from
            newword have scores; any other word list has words alone.
        dictionary: As for `discover`.
        model: A language model of units, or its path, instead of a lexicon. The words come from its
            cut of the sample. The best choice is a model of order 4 of the text itself.
        with_rare_words: Also cut into words that are too rare for the lexicon, which must come from
            the text of the sample. They are found by the language model of its first 4 MiB. Not
            with a dictionary, which is better at this.
        background: More text of the language or field, from which a gap network learns about
            strings: a corpus as for `discover`, or a count file whose text is kept beside it. Not
            with a lexicon or a model.
        reading: How to read the background.

    Raises:
        ConfigError: There is both a lexicon and a model, or a background with one of them, or
            `with_rare_words` is set without a lexicon or with a dictionary.
        DictionaryError: A file cannot be read.
        LanguageModelError: The model cannot be read.

    Example:
        >>> import newword
        >>> text = "机器学习很好，学习机器学习。" * 9
        >>> lexicon = newword.discover(newword.Documents([text]), method="entropy")
        >>> newword.learn_segmenter(text, lexicon=lexicon).cut("学习机器学习")
        ['学习', '机器学习']
    """
    words = KnownWords(
        lexicon, dictionary, model, with_rare_words, reading or Reading(), background
    )
    for problem in words.problems:
        warnings.warn(str(problem), stacklevel=2)
    return words.segmenter(sample_of(sample))


def segment_corpus(
    corpus: Corpus,
    write: Callable[[bytes], object],
    *,
    lexicon: WordTable | str | os.PathLike[str] | None = None,
    dictionary: str | os.PathLike[str] | BackgroundDictionary | Sequence[str] | None = None,
    model: LanguageModel | str | os.PathLike[str] | None = None,
    with_rare_words: bool = False,
    background: Corpus | None = None,
    format: str = "text",  # noqa: A002 - as Lexicon.export has it
    separator: str = " ",
    reading: Reading | None = None,
    on_progress: OnProgress | None = None,
) -> SegmentReport:
    """Cuts all texts of a corpus into words, one after the other, in the order of `discover`.

    Memory does not grow with the text: it holds the word list, the sample and a few blocks.

    Args:
        corpus: As for `discover`.
        write: Receives the output as UTF-8, in order.
        lexicon: As for `learn_segmenter`.
        dictionary: As for `discover`.
        model: As for `learn_segmenter`.
        with_rare_words: As for `learn_segmenter`.
        background: As for `learn_segmenter`.
        format: `text` gives every text as it is, with a separator between any two words or marks
            that white space does not separate; a line end is added to a text that lacks one.
            `jsonl` gives one object for each line with words, with each piece and its place in code
            points.
        separator: What to put between words.
        reading: How to read the corpus; `join_lines` cannot be used.
        on_progress: Called with the progress about once per MiB.

    Returns:
        What was read and cut. The output is the same for any number of threads.

    Raises:
        ConfigError: An option has an invalid value.
        CorpusError: A path does not exist, or `strict` met a problem.
        DictionaryError: The lexicon or dictionary cannot be read.
        LanguageModelError: The model cannot be read.
    """
    reading = reading or Reading()
    if format not in FORMATS:
        raise ConfigError(
            message(
                "format must be one of {formats}, got {format}",
                formats=", ".join(FORMATS),
                format=format,
            )
        )
    if reading.join_lines:
        raise ConfigError(
            message("join_lines is not for cutting: every line end stays where it is")
        )
    if "\n" in separator or "\r" in separator:
        raise ConfigError(message("the separator must not hold a line end"))
    words = KnownWords(
        lexicon, dictionary, model, with_rare_words, reading, background, on_progress
    )
    make = AsText if format == "text" else AsJsonLines
    with Cutting(
        words, write, make, separator.encode(), reading.threads or default_threads()
    ) as sink:
        report = feed(
            sink, corpus, reading, "segment", on_progress, on_document=sink.begin_document
        )
        segmenter = sink.finish()
        report = replace(
            report, problems=report.problems + words.problems, notes=report.notes + words.notes
        )
        return SegmentReport(
            corpus=report,
            words=segmenter.words,
            sample_bytes=sink.learned,
            word_files=words.files,
            background=words.background_report,
        )
