"""How often the guessed kind of a new word is right: against text that people have tagged.

    python -m benchmarks.kinds [TAGGED.txt] [--hide] [--written USERDICT] [--limit 300000]
    python -m benchmarks.variants --gold DIRECTORY

TAGGED.txt has `word/tag` between blanks, with tags as jieba's dictionary has them (the People's
Daily of January 1998, for example). Words that jieba's dictionary lacks are judged by their
commonest tag, with and without the characters beside them in the text. With `--hide` words of the
dictionary are hidden from the model and judged instead: that is easier than real new words, and
misleads. Numbers and times, which newword does not list, are not judged. `--written` says how many
words of jieba's own a user dictionary tags anew.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from newword.dictionary.background import BackgroundDictionary, load_dictionary
from newword.dictionary.kinds import Guess, KindModel, Sides, kind_of_tag

_CONTEXTS = 20
_NOT_LISTED = ("number", "time")
_COARSE = {"person": "name", "foreign": "name", "place": "name", "organisation": "name"}


def read_tagged(path: Path, limit: int) -> Iterator[list[tuple[str, str]]]:
    """The sentences of a tagged text, each as words with tags."""
    for number, line in enumerate(path.read_text("utf-8", "replace").splitlines()):
        if number >= limit:
            return
        pairs = (token.rpartition("/") for token in line.split())
        yield [(word, tag.lower()) for word, _, tag in pairs if word]


def collect(
    sentences: Iterator[list[tuple[str, str]]],
) -> tuple[dict[str, str], dict[str, Sides]]:
    """The commonest tag of each word, and what stands beside some of its occurrences."""
    tags: dict[str, Counter[str]] = defaultdict(Counter)
    sides: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for sentence in sentences:
        for i, (word, tag) in enumerate(sentence):
            tags[word][tag] += 1
            if len(sides[word]) < _CONTEXTS:
                left = sentence[i - 1][0][-1] if i else ""
                right = sentence[i + 1][0][0] if i + 1 < len(sentence) else ""
                sides[word].append((left, right))
    return {word: own.most_common(1)[0][0] for word, own in tags.items()}, dict(sides)


def report(name: str, judged: list[tuple[str, Guess]]) -> None:
    """Accuracy, by kind and where the guess is sure. Each is the true kind and a guess."""
    sure = [one for one in judged if one[1].is_sure]
    share = len(sure) / (len(judged) or 1)
    print(f"{name}: {len(judged):,} words, {_rates(judged)}")
    print(f"  unsure {1 - share:.1%}; sure {share:.1%}, {_rates(sure)}")
    for kind, times in Counter(true for true, _ in judged).most_common():
        own = [true for true, guess in judged if guess.kind == kind]
        surely = [true for true, guess in sure if guess.kind == kind]
        both = own.count(kind)
        shares = f"precision {both / (len(own) or 1):.2f}  recall {both / times:.2f}"
        print(f"  {kind:13s} {times:6d}  {shares}  {surely.count(kind)}/{len(surely)} of the sure")


def _rates(judged: list[tuple[str, Guess]]) -> str:
    total = len(judged) or 1
    right = sum(true == guess.kind for true, guess in judged) / total
    coarse = sum(_COARSE.get(t, t) == _COARSE.get(g.kind, g.kind) for t, g in judged) / total
    return f"right {right:.3f}, with the kinds of names as one {coarse:.3f}"


def judge_written(dictionary: BackgroundDictionary, path: Path) -> None:
    """The words of a user dictionary that jieba has too: whose tag is another one now."""
    rows = [line.split(" ") for line in path.read_text("utf-8").splitlines()]
    known = [(word, tag) for word, _, tag in rows if dictionary.tag(word)]
    changed = [word for word, tag in known if dictionary.tag(word) != tag]
    print(f"{path.name}: {len(changed):,} of {len(known):,} words of jieba's have another tag")


def judge_hidden(dictionary: BackgroundDictionary) -> None:
    """A tenth of the tagged words, by a model of the others."""
    words, _, tags = dictionary.rows()
    rows = [(w, t) for w, t in zip(words, tags, strict=True) if len(w) > 1]
    random.Random(7).shuffle(rows)
    cut = len(rows) // 10
    model = KindModel(rows[cut:])
    judged = []
    for word, tag in rows[:cut]:
        if (kind := kind_of_tag(tag)) is not None:
            judged.append((kind, model.guess(word)))
    report("hidden words", judged)


def judge_new(dictionary: BackgroundDictionary, path: Path, limit: int) -> None:
    """The words of a tagged text that the dictionary lacks."""
    tags, sides = collect(read_tagged(path, limit))
    unknown = [word for word in tags if len(word) > 1 and word not in dictionary]
    kinds = [(word, kind_of_tag(tags[word])) for word in unknown]
    new = [(word, kind) for word, kind in kinds if kind and kind not in _NOT_LISTED]
    model = KindModel.of(dictionary)
    assert model is not None
    report("new words, shape", [(kind, model.guess(word)) for word, kind in new])
    model.learn_sides(
        (kind, sides[word])
        for word in tags
        if word in dictionary and (kind := kind_of_tag(dictionary.tag(word))) is not None
    )
    report(
        "new words, shape and text", [(kind, model.guess(word, sides[word])) for word, kind in new]
    )
    often = [(word, kind) for word, kind in new if len(sides[word]) > 1]
    report("seen twice, shape and text", [(k, model.guess(word, sides[word])) for word, k in often])


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("tagged", type=Path, nargs="?")
    parser.add_argument("--hide", action="store_true")
    parser.add_argument("--written", type=Path, help="a user dictionary to compare tags with")
    parser.add_argument("--limit", type=int, default=300_000, help="lines to read")
    options = parser.parse_args()
    dictionary = load_dictionary("jieba")
    if options.hide:
        judge_hidden(dictionary)
    if options.written is not None:
        judge_written(dictionary, options.written)
    if options.tagged is not None:
        judge_new(dictionary, options.tagged, options.limit)


if __name__ == "__main__":
    main()
