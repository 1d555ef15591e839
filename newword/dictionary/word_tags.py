"""Kinds and tags of words: those of a dictionary, and guesses, learned in the text, for new ones.

A word that the dictionary has keeps its tag there: programs count on it. A new word gets a tag only
if its kind is sure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from newword.dictionary.background import BackgroundDictionary
from newword.dictionary.kinds import KINDS, UNSURE, Guess, KindModel, kind_of_tag
from newword.dictionary.script import simplified_forms

__all__ = ["WordTags"]

_LONGEST = 4
_SIDES = 20


class WordTags:
    """Tags of words, by a dictionary and by what it teaches."""

    def __init__(self, dictionary: BackgroundDictionary) -> None:
        self._dictionary = dictionary
        self._model = KindModel.of(dictionary)
        self._sides: dict[str, list[tuple[str, str]]] = {}

    def learn(self, cuts: Iterable[Sequence[str]]) -> None:
        """Learn the neighbours of words from lines that are cut into words."""
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

    def learn_texts(self, texts: Iterable[str]) -> None:
        """Learn from pieces of text, each cut into the longest words that the dictionary has."""
        self.learn(map(self._longest_words, texts))

    def tag(self, word: str, sides: Sequence[tuple[str, str]] | None = None) -> str | None:
        """The tag of a word in jieba's names; None if it is uncertain.

        Args:
            word: As it is written.
            sides: The characters beside some occurrences; None for those that were learned.
        """
        return self.judge(word, sides)[1] or None

    def judge(self, word: str, sides: Sequence[tuple[str, str]] | None = None) -> tuple[Guess, str]:
        """The kind of a word and its tag; "unsure" and empty if uncertain.

        Args:
            word: As it is written.
            sides: As for `tag`.
        """
        simple = word.translate(simplified_forms())  # jieba has few words in traditional characters
        if known := self._dictionary.tag(word) or self._dictionary.tag(simple):
            return Guess(kind_of_tag(known) or "other", 1.0), known
        if self._model is None or len(word) < 2:
            return Guess(UNSURE, 0.0), ""
        guess = self._model.guess(simple, self._sides.get(word, ()) if sides is None else sides)
        if not guess.is_sure:
            return Guess(UNSURE, guess.probability), ""
        return guess, "nr" if guess.kind == "anonymised" else KINDS.get(guess.kind, "")

    def _longest_words(self, text: str) -> list[str]:
        """A rough cut: at each place the longest word that the dictionary has."""
        dictionary = self._dictionary
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
