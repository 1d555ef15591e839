"""The words that a text is cut into: of a lexicon, a language model, a dictionary, or a network."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from itertools import chain

from newword.corpus import Corpus, CorpusReport
from newword.corpus.spaces import UNSPACED, is_unspaced
from newword.counting.counts import OnProgress
from newword.counting.reading import Reading
from newword.dictionary.background import BackgroundDictionary, load_dictionary
from newword.errors import ConfigError
from newword.language.model import LanguageModel
from newword.language.words import OTHER_SCRIPT, WEIGHTS, cut_shares, rare_words, weights_for
from newword.platform.message import message
from newword.platform.pattern import pattern
from newword.segmentation.background_text import BackgroundText, read_background
from newword.segmentation.gap_segmenter import gap_segmenter
from newword.segmentation.judged_words import judged_words
from newword.segmentation.segmenter import Segmenter
from newword.segmentation.unigram import unigram_segmenter
from newword.segmentation.word_weights import (
    ScoredWords,
    read_scored_words,
    scored_words,
    weigh_words,
)
from newword.table import WordTable

__all__ = ["SAMPLE_BYTES", "KnownWords", "sample_of"]

SAMPLE_BYTES = 16 << 20
"""Word probabilities are learned from this many bytes at the beginning of a text."""

_RARE_BYTES = 4 << 20
"""Rare words are looked for in this many bytes: in a larger text they are a small part."""

_NETWORK_BYTES = 4 << 20
"""A gap network learns from this many bytes: more adds little."""

_HAN = pattern("[\u3400-\u9fff]")
_LONG_TOKEN = pattern("[\u3041-\u30ff\u3400-\u9fff\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]{7,}")
# Kana, Thai, Lao, Tibetan, Burmese, Khmer.
_CLUSTERED = pattern("[\u3041-\u30ff\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]")


class KnownWords:
    """Lexicon or language model, and dictionary: a segmenter is made when some text is known.

    Raises:
        ConfigError: There are both a lexicon and a model, or a background with one of them, or
            rare words are asked for without a lexicon or with a dictionary.
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
        background: Corpus | None = None,
        on_progress: OnProgress | None = None,
    ) -> None:
        if background is not None and (lexicon is not None or model is not None):
            raise ConfigError(
                message("a background helps a gap network: give no lexicon and no model with it")
            )
        if lexicon is not None and model is not None:
            raise ConfigError(
                message("words come from a lexicon or from a language model: give one")
            )
        if with_rare_words and (lexicon is None or dictionary is not None):
            raise ConfigError(message("rare words go with a lexicon, and with no dictionary"))
        if reading.has_tokens and (model is not None or with_rare_words):
            raise ConfigError(
                message("a language model cuts characters: give none where units are tokens")
            )
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
        self._background: BackgroundText | None = None
        self.notes: tuple[str, ...] = ()
        if background is not None:
            self._background = read_background(background, reading, on_progress)
            self.problems += self._background.report.problems
            self.notes = self._background.report.notes

    @property
    def background_report(self) -> CorpusReport | None:
        """What was read of the background."""
        return None if self._background is None else self._background.report

    @property
    def _is_network(self) -> bool:
        return self._lexicon is None and self._model is None

    @property
    def sample_bytes(self) -> int:
        """How much text is enough to learn from."""
        return min(SAMPLE_BYTES, _NETWORK_BYTES) if self._is_network else SAMPLE_BYTES

    @property
    def are_of_tokens(self) -> bool:
        """Whether words are made of what stands between spaces."""
        return self._reading.has_tokens

    def segmenter(self, sample: bytes) -> Segmenter:
        """Learned from a sample; a dictionary in the other script is looked up as in `discover`."""
        dictionary = self._dictionary
        if dictionary is not None:
            characters = Counter(sample.decode("utf-8", "ignore"))
            dictionary = dictionary.for_text(characters.items())
        simplifies = dictionary is not None and dictionary.simplifies
        lexicon, with_rare_words = self._lexicon, self._with_rare_words
        if self._is_network:
            learned = _beginning(sample, self.sample_bytes)
            if not (self.are_of_tokens or _is_of_clusters(learned)):
                return gap_segmenter(learned, dictionary, self._reading, self._background)
            if self._background is not None:
                self.notes += (
                    message("the background was not used: no gap network cuts text of this script"),
                )
            if self.are_of_tokens and _is_unspaced(learned):
                self.notes += (UNSPACED,)
            lexicon = judged_words(learned, self._reading)
            if dictionary is not None and not (simplifies or self.are_of_tokens):
                informed = lexicon.informed_by(dictionary)
                if informed is not None:
                    lexicon, dictionary = informed, None
            with_rare_words = dictionary is None and not self.are_of_tokens
        if self._model is not None:
            letters = Counter(sample.decode("utf-8", "ignore"))
            if _is_of_clusters(sample) and weights_for(letters.items()) is WEIGHTS:
                self.notes += (OTHER_SCRIPT,)
            lexicon = ScoredWords(*cut_shares(self._model.for_text(sample), sample), min_count=1)
        if lexicon is not None and with_rare_words and lexicon.is_probability:
            learned = _beginning(sample, _RARE_BYTES)
            temp_dir = self._reading.limit.temp_dir
            rare = rare_words(learned, min_count=lexicon.min_count, temp_dir=temp_dir)
            lexicon = lexicon.with_rare(rare)
        weighted = weigh_words(lexicon, dictionary, tokens=self.are_of_tokens)
        return unigram_segmenter(weighted, sample, simplifies=simplifies, tokens=self.are_of_tokens)


def _is_of_clusters(text: bytes) -> bool:
    """Whether a text is in a script of clusters or in Japanese, which the network does not know."""
    letters = text.decode("utf-8", "ignore")
    return 2 * len(_CLUSTERED.findall(letters)) > len(_HAN.findall(letters))


def _is_unspaced(text: bytes) -> bool:
    """Whether most of a text is in long stretches of scripts that are written without spaces."""
    characters = sum(map(len, _LONG_TOKEN.findall(text.decode("utf-8", "ignore"))))
    return is_unspaced(characters, len(text))


def _beginning(text: bytes, most: int) -> bytes:
    """At most this many bytes, cut at a line end if there is one."""
    if len(text) <= most:
        return text
    text = text[:most]
    return text[: text.rfind(b"\n") + 1] or text


def sample_of(text: str) -> bytes:
    """The beginning of a text that words are learned from."""
    return _beginning(text[:SAMPLE_BYTES].encode("utf-8", "replace"), SAMPLE_BYTES)
