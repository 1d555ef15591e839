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

from newword.dictionary.background import BackgroundDictionary, load_dictionary
from newword.dictionary.script import simplified_forms
from newword.dictionary.word_tags import WordTags
from newword.errors import MissingPackageError
from newword.lexicon.lexicon import Lexicon
from newword.platform.extras import load_extra
from newword.platform.message import message
from newword.table.contexts import Contexts, Passage
from newword.table.label import MISSPELLING, Label

__all__ = ["label_words", "sounds", "with_labels"]

_PASSAGES = 20
_LEAST_PASSAGES = 3
_ALL_PASSAGES = 400_000
_LEARNED_BYTES = 1 << 20
_TIMES_AS_OFTEN = 5
_LEAST_OF_KNOWN = 10
# Of planted misspellings a fifth and a half find 3.5 times as many as half of both sides do, and
# still no wrong one in four corpora: `python -m benchmarks.variants`.
_BOTH_SIDES, _ONE_SIDE = 0.2, 0.5


def with_labels(
    lexicon: Lexicon,
    *,
    dictionary: str | os.PathLike[str] | BackgroundDictionary | Sequence[str] = "jieba",
) -> Lexicon:
    """The same words with the columns kind, pos and variant_of; see `label_words`.

    Args:
        lexicon: The words.
        dictionary: With tags, as for `newword.discover`.

    Example:
        >>> words = newword.with_labels(lexicon)  # doctest: +SKIP
        >>> people = words.where(words.column("kind") == "person")  # doctest: +SKIP
    """
    return lexicon.labelled(label_words(lexicon, dictionary=dictionary))


def label_words(
    lexicon: Lexicon,
    *,
    dictionary: str | os.PathLike[str] | BackgroundDictionary | Sequence[str] = "jieba",
) -> list[Label]:
    """Guesses kind, part of speech and variants of each word of a lexicon, in its order.

    With contexts (from `discover` or `newword.with_corpus`) the guesses are better, and
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
    contexts = lexicon.contexts or None
    passages = _passages(words, contexts)
    tags = WordTags(known)
    if contexts is not None:  # of the whole text: a kind does not depend on what else is listed
        tags.learn_texts(contexts.lines(_LEARNED_BYTES))
    variants = _script_variants(lexicon) | _homophones(lexicon, known)
    wrong = _misspellings(lexicon, known, passages, contexts) if contexts else {}
    labels = []
    for word, own in zip(words, passages, strict=True):
        guess, tag = tags.judge(word, [(text[:b][-1:], text[e:][:1]) for text, b, e in own])
        kind, other = guess.kind, variants.get(word, "")
        if word in wrong:
            kind, other = MISSPELLING, wrong[word]
            tag = known.tag(other)
        labels.append(Label(kind=kind, pos=tag, variant_of=other, probability=guess.probability))
    return labels


def _passages(words: Sequence[str], contexts: Contexts | None) -> Sequence[Sequence[Passage]]:
    """Some of the places of each word, fewer of each in a long list."""
    if contexts is None:
        return [()] * len(words)
    limit = _ALL_PASSAGES // max(len(words), 1)
    return contexts(words, min(max(limit, _LEAST_PASSAGES), _PASSAGES))


def _script_variants(lexicon: Lexicon) -> dict[str, str]:
    """Words that are one word in simplified characters, each with the commonest spelling."""
    table = simplified_forms()
    return _with_the_commonest(lexicon, lambda word: [word.translate(table)])


def _homophones(lexicon: Lexicon, known: Collection[str]) -> dict[str, str]:
    """New words of three and more characters that sound alike and differ in one of them."""
    sound = sounds()
    if sound is None:
        return {}

    def keys(word: str) -> Iterator[str]:
        if len(word) < 3 or word in known:
            return
        for place, character in enumerate(word):
            if heard := sound(character):
                yield f"{word[:place]}\0{heard}\0{word[place + 1 :]}"

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
    sound = sounds()
    if sound is None:
        return {}
    entries = set(known)
    alike: dict[str, list[str]] = defaultdict(list)
    for character in sorted(set("".join(entries))):
        if heard := sound(character):
            alike[heard].append(character)
    asked: dict[str, set[str]] = {}
    for word in lexicon.words:
        if word in known or word.translate(simplified_forms()) in known:
            continue
        others = {
            other
            for place, character in enumerate(word)
            for instead in alike.get(sound(character), ())
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
        beside = [  # at the edge of a line nothing is known
            (
                begin > 0 and text[begin - 1] + other in is_there,
                end < len(text) and other + text[end] in is_there,
            )
            for text, begin, end in own
        ]
        is_used_alike = sum(map(all, beside)) >= max(_BOTH_SIDES * len(own), 1) and sum(
            map(any, beside)
        ) >= _ONE_SIDE * len(own)
        if is_used_alike and times[other] > times.get(found.get(word, ""), 0):
            found[word] = other
    return found


def sounds() -> Callable[[str], str] | None:
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
