"""Parts of speech for a dictionary that is written: those of jieba, and guesses for new words.

Where no tag is sure, the format writes what says the least. A lexicon with labels says itself which
part of speech its words are.
"""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from newword.dictionary.background import BackgroundDictionary, load_dictionary
from newword.dictionary.word_tags import WordTags
from newword.errors import DictionaryError, MissingPackageError

if TYPE_CHECKING:
    from newword.export._spellings import Spellings
    from newword.table import WordTable

__all__ = ["jieba_dictionary", "tags_of"]

_MOST_PASSAGES = 20_000


@cache
def jieba_dictionary() -> BackgroundDictionary | None:
    """The dictionary of the installed jieba, loaded once; None if there is none."""
    try:
        return load_dictionary("jieba")
    except (MissingPackageError, DictionaryError):
        return None


def tags_of(lexicon: WordTable, found: Spellings) -> list[str | None]:
    """The tag of each spelling, None where it is not known.

    Args:
        lexicon: The words.
        found: How they are written.
    """
    if (labels := lexicon.labels) is not None:
        return [labels[place].pos or None for place in found.places]
    dictionary = jieba_dictionary()
    if dictionary is None:
        return [None] * len(found.forms)
    tags = WordTags(dictionary)
    texts = dict.fromkeys(text for own in found.passages for text, _, _ in own)
    tags.learn_texts(islice(texts, _MOST_PASSAGES))
    return [
        tags.tag(word, [(text[:begin][-1:], text[end:][:1]) for text, begin, end in own])
        for word, own in zip(found.forms, found.passages, strict=True)
    ]
