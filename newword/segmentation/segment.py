"""Cutting a corpus: learns a segmenter from its beginning, then streams all of it through."""

from __future__ import annotations

import json
import os
import re
from collections import Counter, deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from itertools import chain

from newword.config import default_threads
from newword.core._core import NgramModel, Session, WordCutter
from newword.corpus import Corpus, CorpusReport
from newword.counting.counts import OnProgress, feed
from newword.counting.reading import Reading
from newword.dictionary.background import BackgroundDictionary, load_dictionary
from newword.dictionary.word_file import WordFile
from newword.errors import ConfigError
from newword.language.model import LanguageModel
from newword.language.words import cut_shares, model_of_session, rare_words
from newword.platform.message import message
from newword.platform.pool import Pool
from newword.segmentation.gap_segmenter import gap_segmenter
from newword.segmentation.segmenter import Segmenter
from newword.segmentation.unigram import unigram_segmenter
from newword.segmentation.word_weights import (
    ScoredWords,
    read_scored_words,
    scored_words,
    weigh_words,
)
from newword.table import WordTable

__all__ = ["FORMATS", "SAMPLE_BYTES", "SegmentReport", "learn_segmenter", "segment_corpus"]

FORMATS = ("text", "jsonl")

SAMPLE_BYTES = 16 << 20
"""Word probabilities are learned from this many bytes at the beginning of a text."""

_RARE_BYTES = 4 << 20
"""Rare words are looked for in this many bytes: in a larger text they are a small part."""

_NETWORK_BYTES = 4 << 20
"""A gap network learns from this many bytes: more adds little."""

_BLOCK_BYTES = 1 << 20
_LONGEST_BLOCK_BYTES = 8 << 20
_BLOCKS_AHEAD = 4
_HAN = re.compile("[\u3400-\u9fff]")
# Kana, Thai, Lao, Tibetan, Burmese, Khmer.
_CLUSTERED = re.compile("[\u3041-\u30ff\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]")
_SPACE = re.compile("[\\t-\\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentReport:
    """The result of cutting a corpus.

    Attributes:
        corpus: What was read, and what could not be.
        words: Size of the word list: words of the lexicon or language model, and of the dictionary.
        sample_bytes: Size of the text from which the word probabilities were learned, as UTF-8.
        word_files: The files of known words, and what each was taken for.
    """

    corpus: CorpusReport
    words: int
    sample_bytes: int
    word_files: tuple[WordFile, ...] = ()


def learn_segmenter(
    sample: str,
    *,
    lexicon: WordTable | str | os.PathLike[str] | None = None,
    dictionary: str | os.PathLike[str] | BackgroundDictionary | Sequence[str] | None = None,
    model: LanguageModel | str | os.PathLike[str] | None = None,
    with_rare_words: bool = False,
) -> Segmenter:
    """Make a segmenter for a kind of text.

    From the sample alone, or with a dictionary, it cuts by a gap network, which is best. With a
    lexicon or a language model, it cuts into their words and those of the dictionary.

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

    Raises:
        ConfigError: There is both a lexicon and a model, or `with_rare_words` is set without a
            lexicon or with a dictionary.
        DictionaryError: A file cannot be read.
        LanguageModelError: The model cannot be read.

    Example:
        >>> import newword
        >>> text = "机器学习很好，学习机器学习。" * 9
        >>> lexicon = newword.discover(newword.Documents([text]), method="entropy")
        >>> newword.learn_segmenter(text, lexicon=lexicon).cut("学习机器学习")
        ['学习', '机器学习']
    """
    words = _KnownWords(lexicon, dictionary, model, with_rare_words, Reading())
    return words.segmenter(_sample_of(sample))


def _sample_of(text: str) -> bytes:
    """The beginning of a text that words are learned from."""
    return _beginning(text[:SAMPLE_BYTES].encode("utf-8", "replace"), SAMPLE_BYTES)


def _beginning(text: bytes, most: int) -> bytes:
    """At most this many bytes, cut at a line end if there is one."""
    if len(text) <= most:
        return text
    text = text[:most]
    return text[: text.rfind(b"\n") + 1] or text


def segment_corpus(
    corpus: Corpus,
    write: Callable[[bytes], object],
    *,
    lexicon: WordTable | str | os.PathLike[str] | None = None,
    dictionary: str | os.PathLike[str] | BackgroundDictionary | Sequence[str] | None = None,
    model: LanguageModel | str | os.PathLike[str] | None = None,
    with_rare_words: bool = False,
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
    words = _KnownWords(lexicon, dictionary, model, with_rare_words, reading)
    make = _Text if format == "text" else _Jsonl
    with _Cutting(
        words, write, make, separator.encode(), reading.threads or default_threads()
    ) as sink:
        report = feed(
            sink, corpus, reading, "segment", on_progress, on_document=sink.begin_document
        )
        segmenter = sink.finish()
        report = replace(report, problems=report.problems + words.problems)
        return SegmentReport(
            corpus=report,
            words=segmenter.words,
            sample_bytes=sink.learned,
            word_files=words.files,
        )


def _is_of_clusters(text: bytes) -> bool:
    """Whether a text is in a script of clusters or in Japanese, which the network does not know."""
    letters = text.decode("utf-8", "ignore")
    return 2 * len(_CLUSTERED.findall(letters)) > len(_HAN.findall(letters))


def _model_of(text: bytes, temp_dir: str | None) -> NgramModel:
    """The character language model of a text."""
    session = Session(threads=default_threads(), temp_dir=temp_dir)
    session.feed(text)
    session.end_document()
    return model_of_session(session)


class _KnownWords:
    """WordTable or language model, and dictionary: a segmenter is made when some text is known.

    Raises:
        ConfigError: There are both a lexicon and a model, or rare words are asked for without a
            lexicon or with a dictionary.
        DictionaryError: A file cannot be read.
        LanguageModelError: The model cannot be read.
    """

    def __init__(
        self,
        lexicon: WordTable | str | os.PathLike[str] | None,
        dictionary: str | os.PathLike[str] | BackgroundDictionary | Sequence[str] | None,
        model: LanguageModel | str | os.PathLike[str] | None,
        with_rare_words: bool,
        reading: Reading,
    ) -> None:
        if lexicon is not None and model is not None:
            raise ConfigError(
                message("words come from a lexicon or from a language model: give one")
            )
        if with_rare_words and (lexicon is None or dictionary is not None):
            raise ConfigError(message("rare words go with a lexicon, and with no dictionary"))
        self._with_rare_words, self._reading = with_rare_words, reading
        if model is not None and not isinstance(model, LanguageModel):
            model = LanguageModel.load(model)
        self._model = model
        self._lexicon: ScoredWords | None = None
        if isinstance(lexicon, WordTable):
            self._lexicon = scored_words(lexicon)
        elif lexicon is not None:
            self._lexicon = read_scored_words(lexicon)
        self._dictionary = None if dictionary is None else load_dictionary(dictionary)
        given = [one for one in (self._lexicon, self._dictionary) if one is not None]
        self.problems = tuple(chain.from_iterable(one.problems for one in given))
        self.files = tuple(chain.from_iterable(one.files for one in given))

    @property
    def _is_network(self) -> bool:
        return self._lexicon is None and self._model is None

    @property
    def sample_bytes(self) -> int:
        """How much text is enough to learn from."""
        return min(SAMPLE_BYTES, _NETWORK_BYTES) if self._is_network else SAMPLE_BYTES

    def segmenter(self, sample: bytes) -> Segmenter:
        """Learned from a sample; a dictionary in the other script is looked up as in `discover`."""
        dictionary = self._dictionary
        if dictionary is not None:
            characters = Counter(sample.decode("utf-8", "ignore"))
            dictionary = dictionary.for_text(characters.items())
        simplifies = dictionary is not None and dictionary.simplifies
        lexicon = self._lexicon
        if self._is_network:
            learned = _beginning(sample, self.sample_bytes)
            if not _is_of_clusters(learned):
                return gap_segmenter(learned, dictionary, self._reading)
            model = _model_of(learned, self._reading.limit.temp_dir)
            lexicon = ScoredWords(*cut_shares(model, learned), min_count=1)
        if self._model is not None:
            lexicon = ScoredWords(*cut_shares(self._model.for_text(sample), sample), min_count=1)
        if lexicon is not None and self._with_rare_words and lexicon.is_probability:
            learned = _beginning(sample, _RARE_BYTES)
            temp_dir = self._reading.limit.temp_dir
            rare = rare_words(learned, min_count=lexicon.min_count, temp_dir=temp_dir)
            lexicon = lexicon.with_rare(rare)
        return unigram_segmenter(weigh_words(lexicon, dictionary), sample, simplifies=simplifies)


@dataclass(slots=True)
class _Block:
    """A part of a document on its way to the output.

    Attributes:
        text: UTF-8, ends where it may be cut.
        document: Name.
        lacks_line_end: Last of its document, which does not end in a line end.
        line: Number of its first line, from 1.
        place: Code points of the document before it.
        goes_on: Neither the piece before it nor its first piece is white space.
    """

    text: bytes
    document: str
    lacks_line_end: bool
    line: int
    place: int
    goes_on: bool


class _Cutting:
    """Takes documents as blocks; learns from the first of them, then cuts all with many threads."""

    def __init__(
        self,
        words: _KnownWords,
        write: Callable[[bytes], object],
        make: type[_Text] | type[_Jsonl],
        separator: bytes,
        threads: int,
    ) -> None:
        self._words, self._write, self._separator = words, write, separator
        self._make, self._threads = make, threads
        self._segmenter: Segmenter | None = None
        self._held: list[_Block] = []
        self._held_bytes = 0
        self._splitter = WordCutter([])
        self._pool = Pool(threads)
        self._done: deque[Future[bytes]] = deque()
        self._document = ""
        self._open = bytearray()
        self._line, self._place = 1, 0
        self._last = b""
        self.bytes_read = 0
        self.learned = 0

    def __enter__(self) -> _Cutting:
        return self

    def __exit__(self, *error: object) -> None:
        self._pool.close()

    def begin_document(self, name: str) -> None:
        """The texts that follow are of this document."""
        self._document = name

    def feed(self, block: bytes) -> None:
        """More of the document."""
        self.bytes_read += len(block)
        self._open += block
        if len(self._open) < _BLOCK_BYTES:
            return
        end = self._open.rfind(b"\n") + 1
        if end == 0:
            end = self._splitter.safe_end(bytes(self._open))
            if end == 0 and len(self._open) < _LONGEST_BLOCK_BYTES:
                return
            end = end or _whole_characters(self._open, _LONGEST_BLOCK_BYTES - 1)
        text = bytes(self._open[:end])
        del self._open[:end]
        self._add(text, ends=False)

    def end_document(self) -> None:
        """The document is whole."""
        self._add(bytes(self._open), ends=True)
        self._open.clear()
        self._line, self._place, self._last = 1, 0, b""

    def finish(self) -> Segmenter:
        """Writes all that is not written yet."""
        segmenter = self._segmenter or self._learn()
        while self._done:
            self._write(self._done.popleft().result())
        return segmenter

    def _add(self, text: bytes, *, ends: bool) -> None:
        if not text and self._place == 0:
            return
        last = self._last.decode("utf-8", "ignore")[-1:]
        first = text[:4].decode("utf-8", "ignore")[:1]
        block = _Block(
            text=text,
            document=self._document,
            lacks_line_end=ends and not (text or self._last).endswith(b"\n"),
            line=self._line,
            place=self._place,
            goes_on=bool(last and first and not _SPACE.match(last) and not _SPACE.match(first)),
        )
        self._line += text.count(b"\n")
        self._place += len(text.decode("utf-8", "replace"))
        self._last = text[-4:]
        if self._segmenter is not None:
            self._submit(block)
            return
        self._held.append(block)
        self._held_bytes += len(text)
        if self._held_bytes >= self._words.sample_bytes:
            self._learn()

    def _learn(self) -> Segmenter:
        sample = b"\n".join(block.text for block in self._held)
        self.learned = sum(len(block.text) for block in self._held)
        self._segmenter = self._words.segmenter(sample)
        for block in self._held:
            self._submit(block)
        self._held.clear()
        return self._segmenter

    def _submit(self, block: _Block) -> None:
        assert self._segmenter is not None  # noqa: S101 (learned before)
        self._done.append(self._pool.submit(self._make(self._segmenter, self._separator), block))
        while len(self._done) > self._threads * _BLOCKS_AHEAD:
            self._write(self._done.popleft().result())


class _Text:
    """One block as text with separators."""

    def __init__(self, segmenter: Segmenter, separator: bytes) -> None:
        self._segmenter, self._separator = segmenter, separator

    def __call__(self, block: _Block) -> bytes:
        cut = self._segmenter.write_cut(block.text, self._separator)
        if b"\xff" in cut:  # places that did not decode
            cut = cut.replace(b"\xff", b"\xef\xbf\xbd")
        if block.goes_on:
            cut = self._separator + cut
        return cut + b"\n" if block.lacks_line_end else cut


class _Jsonl:
    """One block as JSON, an object for each of its lines that has words."""

    def __init__(self, segmenter: Segmenter, separator: bytes) -> None:
        del separator
        self._segmenter = segmenter

    def __call__(self, block: _Block) -> bytes:
        lines = []
        place, number = block.place, block.line
        text = block.text.decode("utf-8", "replace")
        for line in _lines(text):
            pieces = [
                [piece.text, place + piece.begin, place + piece.begin + len(piece.text), piece.kind]
                for piece in self._segmenter.pieces(line)
                if piece.kind != "space"
            ]
            if pieces:
                found = {"document": block.document, "line": number, "pieces": pieces}
                lines.append(json.dumps(found, ensure_ascii=False) + "\n")
            place += len(line)
            number += line.endswith("\n")
        return "".join(lines).encode()


def _lines(text: str) -> list[str]:
    """The lines with their ends; only a line feed ends one."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return [line for line in lines if line]


def _whole_characters(text: bytearray, end: int) -> int:
    while end > 0 and text[end] & 0xC0 == 0x80:
        end -= 1
    return end
