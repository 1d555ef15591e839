"""Labels for a list that people read: kind and part of speech, and which words are variants.

Kinds are guesses by the tagged words of a dictionary (`newword.dictionary.kinds`); "unsure" is an
answer. Variants are spellings of one word: traditional and simplified, or a homophone in one place;
where the other spelling is a word of the dictionary that the text has far more often, and beside
the same neighbours, the word is likely a misspelling of it.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from newword.dictionary.background import BackgroundDictionary, load_dictionary
from newword.dictionary.kinds import KINDS, UNSURE, KindModel, kind_of_tag
from newword.dictionary.script import simplified_forms
from newword.errors import MissingPackageError
from newword.lexicon.lexicon import Contexts, Lexicon, Passage
from newword.platform.extras import load_extra
from newword.platform.message import message

__all__ = ["ALL_KINDS", "Label", "label_words"]

ALL_KINDS = (*KINDS, "mixed", "anonymised", "other", UNSURE)
"""Every kind that a word can have."""

_PASSAGES = 20
_TIMES_AS_OFTEN = 5
_LEAST_OF_KNOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a word is, as far as can be guessed.

    Attributes:
        kind: One of `ALL_KINDS`.
        pos: The part of speech as jieba names it; empty if it is not sure.
        probability: Of the kind.
        variant_of: The word of which this is another spelling; empty if none is known.
        is_misspelling: Whether that is a word of the dictionary that this likely misspells.
    """

    kind: str
    pos: str
    probability: float
    variant_of: str = ""
    is_misspelling: bool = False


def label_words(
    lexicon: Lexicon,
    *,
    dictionary: str | os.PathLike[str] | BackgroundDictionary | Sequence[str] = "jieba",
) -> list[Label]:
    """The kind, part of speech and variants of each word of a lexicon, in its order.

    With contexts (what `discover` returns, or `newword.with_corpus`) guesses are better, and
    misspellings are looked for. Homophones need `newword[pinyin]`, and are left out without it.

    Args:
        lexicon: The words.
        dictionary: With tags, as for `newword.discover`.

    Example:
        >>> import newword
        >>> words = newword.load_lexicon("words.jsonl")  # doctest: +SKIP
        >>> [label.kind for label in newword.label_words(words)]  # doctest: +SKIP
    """
    known = (
        dictionary if isinstance(dictionary, BackgroundDictionary) else load_dictionary(dictionary)
    )
    words = lexicon.words
    contexts = lexicon.contexts
    passages: Sequence[Sequence[Passage]] = (
        contexts(words, _PASSAGES) if contexts else [()] * len(words)
    )
    model = KindModel.of(known)
    variants = _script_variants(lexicon) | _homophones(lexicon, known)
    wrong = _misspellings(lexicon, known, passages, contexts) if contexts else {}
    labels = []
    for word, own in zip(words, passages, strict=True):
        kind, pos, probability = _kind(word, own, known, model)
        other = wrong.get(word) or variants.get(word, "")
        labels.append(
            Label(
                kind=kind,
                pos=pos,
                probability=probability,
                variant_of=other,
                is_misspelling=word in wrong,
            )
        )
    return labels


def _kind(
    word: str, passages: Sequence[Passage], known: BackgroundDictionary, model: KindModel | None
) -> tuple[str, str, float]:
    simple = word.translate(simplified_forms())
    if tag := known.tag(word) or known.tag(simple):
        return kind_of_tag(tag) or "other", tag, 1.0
    if model is None:
        return UNSURE, "", 0.0
    sides = [(text[:begin][-1:], text[end:][:1]) for text, begin, end in passages]
    guess = model.guess(simple, sides)
    if not guess.is_sure:
        return UNSURE, "", guess.probability
    pos = "nr" if guess.kind == "anonymised" else KINDS.get(guess.kind, "")
    return guess.kind, pos, guess.probability


def _script_variants(lexicon: Lexicon) -> dict[str, str]:
    """Words that are one word in simplified characters, each with the commonest spelling."""
    table = simplified_forms()
    return _with_the_commonest(lexicon, lambda word: [word.translate(table)])


def _homophones(lexicon: Lexicon, known: Collection[str]) -> dict[str, str]:
    """New words of three and more characters that sound alike and differ in one of them."""
    sounds = _sounds()
    if sounds is None:
        return {}

    def keys(word: str) -> Iterator[str]:
        if len(word) < 3 or word in known:
            return
        for place, character in enumerate(word):
            if sound := sounds(character):
                yield f"{word[:place]}\0{sound}\0{word[place + 1 :]}"

    return _with_the_commonest(lexicon, keys)


def _with_the_commonest(lexicon: Lexicon, keys: Callable[[str], Iterable[str]]) -> dict[str, str]:
    """The words that share a key, each with the commonest that shares one with it."""
    counts = dict(zip(lexicon.words, lexicon.column("count").tolist(), strict=True))
    groups: dict[str, list[str]] = defaultdict(list)
    for word in counts:
        for key in keys(word):
            groups[key].append(word)
    found: dict[str, str] = {}
    for group in groups.values():
        best = max(group, key=lambda word: (counts[word], word))
        for word in group:
            if word != best and counts[best] > counts.get(found.get(word, ""), 0):
                found[word] = best
    return found


def _misspellings(
    lexicon: Lexicon,
    known: BackgroundDictionary,
    passages: Sequence[Sequence[Passage]],
    contexts: Contexts,
) -> dict[str, str]:
    """New words that differ from a word of the dictionary in a homophone only, used as that is."""
    sounds = _sounds()
    if sounds is None:
        return {}
    entries = set(known)
    alike: dict[str, list[str]] = defaultdict(list)
    for character in sorted(set("".join(entries))):
        if sound := sounds(character):
            alike[sound].append(character)
    asked: dict[str, set[str]] = {}
    for word in lexicon.words:
        if word in known or word.translate(simplified_forms()) in known:
            continue
        others = {
            other
            for place, character in enumerate(word)
            for instead in alike.get(sounds(character), ())
            if (other := word[:place] + instead + word[place + 1 :]) in entries
        }
        if others:
            asked[word] = others
    return _used_alike(lexicon, asked, passages, contexts)


def _used_alike(
    lexicon: Lexicon,
    asked: Mapping[str, Collection[str]],
    passages: Sequence[Sequence[Passage]],
    contexts: Contexts,
) -> dict[str, str]:
    """Those whose dictionary word is far commoner and stands between the same characters."""
    counts = dict(zip(lexicon.words, lexicon.column("count").tolist(), strict=True))
    places = dict(zip(lexicon.words, passages, strict=True))
    others = sorted({other for own in asked.values() for other in own})
    times = {
        other: usage.count
        for other, usage in zip(others, contexts.usages(others, limit=0), strict=True)
    }
    likely = [
        (word, other)
        for word, own in asked.items()
        for other in own
        if times[other] >= max(_TIMES_AS_OFTEN * counts[word], _LEAST_OF_KNOWN)
    ]
    wanted = {
        string
        for word, other in likely
        for text, begin, end in places[word]
        for string in (text[:begin][-1:] + other, other + text[end:][:1])
    }
    strings = sorted(wanted)
    usages = contexts.usages(strings, limit=0)
    is_there = {string for string, usage in zip(strings, usages, strict=True) if usage.count}
    found: dict[str, str] = {}
    for word, other in likely:
        own = places[word]
        same = sum(
            {text[:begin][-1:] + other, other + text[end:][:1]} <= is_there
            for text, begin, end in own
        )
        if own and 2 * same >= len(own) and times[other] > times.get(found.get(word, ""), 0):
            found[word] = other
    return found


def _sounds() -> Callable[[str], str] | None:
    """The pinyin of a character without its tone, "" if it has none; None without pypinyin."""
    try:
        pypinyin = load_extra(
            "pypinyin", extra="pinyin", purpose=message("comparing how words sound")
        )
    except MissingPackageError:
        return None
    known: dict[str, str] = {}

    def sound(character: str) -> str:
        if character not in known:
            options = {"style": pypinyin.Style.NORMAL, "errors": "ignore"}
            told = pypinyin.pinyin(character, **options)
            known[character] = told[0][0] if told else ""
        return known[character]

    return sound
