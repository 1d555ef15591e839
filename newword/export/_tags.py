"""Parts of speech for a dictionary that is written: those of jieba, and guesses for new words.

A word that jieba's dictionary has keeps its tag there: programs count on it. A new word gets a tag
only if its kind is sure; else the format writes what says the least.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice

from newword.dictionary.background import BackgroundDictionary, load_dictionary
from newword.dictionary.kinds import KINDS, KindModel, kind_of_tag
from newword.dictionary.script import simplified_forms
from newword.errors import DictionaryError, MissingPackageError
from newword.lexicon import Passage

__all__ = ["WordTags", "jieba_dictionary", "tags_of"]

_LONGEST = 4
_MOST_PASSAGES = 20_000
_SIDES = 20


class WordTags:
    """Tags of words, by jieba's dictionary and by what it teaches."""

    def __init__(self, dictionary: BackgroundDictionary) -> None:
        self._dictionary = dictionary
        self._model = KindModel.of(dictionary)
        self._sides: dict[str, list[tuple[str, str]]] = {}

    def learn(self, cuts: Iterable[Sequence[str]]) -> None:
        """Learn what stands beside words from lines that are cut into them."""
        for words in cuts:
            for i, word in enumerate(words):
                if len(word) < 2 or len(own := self._sides.setdefault(word, [])) >= _SIDES:
                    continue
                left = words[i - 1][-1:] if i else ""
                right = words[i + 1][:1] if i + 1 < len(words) else ""
                own.append((left, right))
        if self._model is not None:
            self._model.learn_sides(
                (kind, sides)
                for word, sides in self._sides.items()
                if (kind := kind_of_tag(self._dictionary.tag(word))) is not None
            )

    def tag(self, word: str, sides: Sequence[tuple[str, str]] | None = None) -> str | None:
        """The tag of a word as jieba names it; None if nobody can be sure.

        Args:
            word: As it is written.
            sides: The characters beside some occurrences; None for those that were learned.
        """
        simple = word.translate(simplified_forms())  # jieba has few words in traditional characters
        if known := self._dictionary.tag(word) or self._dictionary.tag(simple):
            return known
        if self._model is None or len(word) < 2:
            return None
        guess = self._model.guess(simple, self._sides.get(word, ()) if sides is None else sides)
        if guess.kind == "anonymised":
            return "nr"
        return KINDS.get(guess.kind) if guess.is_sure else None


@cache
def jieba_dictionary() -> BackgroundDictionary | None:
    """The dictionary of the installed jieba, loaded once; None if there is none."""
    try:
        return load_dictionary("jieba")
    except (MissingPackageError, DictionaryError):
        return None


def tags_of(words: Sequence[str], passages: Sequence[Sequence[Passage]]) -> list[str | None]:
    """The tag of each word, None where it is not known.

    Args:
        words: As they are written.
        passages: Text around some occurrences of each.
    """
    dictionary = jieba_dictionary()
    if dictionary is None:
        return [None] * len(words)
    tags = WordTags(dictionary)
    texts = dict.fromkeys(text for own in passages for text, _, _ in own)
    tags.learn(_longest_words(text, dictionary) for text in islice(texts, _MOST_PASSAGES))
    return [
        tags.tag(word, [(text[:begin][-1:], text[end:][:1]) for text, begin, end in own])
        for word, own in zip(words, passages, strict=True)
    ]


def _longest_words(text: str, dictionary: BackgroundDictionary) -> list[str]:
    """A rough cut: at each place the longest word that the dictionary has."""
    characters = zip(dictionary.keys(list(text)), text, strict=True)
    keys = "".join(key if len(key) == 1 else character for key, character in characters)
    words: list[str] = []
    begin = 0
    while begin < len(text):
        longest = range(min(_LONGEST, len(text) - begin), 1, -1)
        size = next((n for n in longest if dictionary.has_key(keys[begin : begin + n])), 1)
        words.append(text[begin : begin + size])
        begin += size
    return words
