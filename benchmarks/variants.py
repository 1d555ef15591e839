"""How many variants and misspellings are found, and how many labels are wrong.

    python -m benchmarks.variants --gold DIRECTORY [--each 40] [--show]

Every `*.seg` file of the directory has one sentence a line, its words separated by spaces. In a
copy of its text, spellings are planted, a different set of words for each kind of them, each in
some occurrences of the word (three at least):

- misspellings: a word of jieba's dictionary with a homophone in one place, in up to a sixth;
- other script: a word that jieba lacks, half of it in traditional characters;
- homophones: a word of three and more characters that jieba lacks, a third of it with another
  character of that sound.

newword lists the words that jieba lacks, with kinds. Printed are the spellings that were planted,
those that the list has, those of them whose label names the word, and labels on strings that nobody
planted, which are read with `--show`: the text has variants of its own.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import newword
from newword.dictionary.script import simplified_forms
from newword.lexicon.kinds import sounds
from newword.table.label import MISSPELLING

_LEAST = 3
_KINDS = ("misspelling", "other script", "homophone")
Respell = Callable[[str], str | None]


def homophones(characters: Counter[str]) -> Mapping[str, list[str]]:
    """The common characters of a text that sound like each of them."""
    sound = sounds()
    assert sound is not None, 'install "newword[pinyin]"'
    common = [c for c, times in characters.most_common(2500) if times >= 5 and sound(c)]
    alike: dict[str, list[str]] = defaultdict(list)
    for character in common:
        alike[sound(character)].append(character)
    return {c: [other for other in alike[sound(c)] if other != c] for c in common}


def plant(
    sentences: list[list[str]], known: newword.BackgroundDictionary, each: int, seed: int
) -> dict[str, dict[str, str]]:
    """Change some words in place; for each kind the planted spellings with their words."""
    chance = random.Random(seed)
    counts = Counter(word for sentence in sentences for word in sentence)
    alike = homophones(Counter(c for word, n in counts.items() for c in word * n))
    traditional = {form: chr(code) for code, form in simplified_forms().items()}
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for i, sentence in enumerate(sentences):
        for j, word in enumerate(sentence):
            places[word].append((i, j))
    taken = set(counts)

    def homophone(word: str) -> str | None:
        at = chance.randrange(len(word))
        others = alike.get(word[at])
        return word[:at] + chance.choice(others) + word[at + 1 :] if others else None

    def in_traditional(word: str) -> str:
        return "".join(traditional.get(character, character) for character in word)

    rules: dict[str, tuple[Respell, Callable[[str], bool], int]] = {
        "misspelling": (homophone, lambda w: len(w) > 1 and w in known and counts[w] >= 24, 6),
        "other script": (
            in_traditional,
            lambda w: len(w) > 1 and w not in known and counts[w] >= 2 * _LEAST,
            2,
        ),
        "homophone": (
            homophone,
            lambda w: len(w) > 2 and w not in known and counts[w] >= 3 * _LEAST,
            3,
        ),
    }
    planted: dict[str, dict[str, str]] = {}
    used: set[str] = set()
    for kind, (respell, fits, part) in rules.items():
        words = sorted(word for word in counts if fits(word) and word not in used)
        chance.shuffle(words)
        planted[kind] = {}
        for word in words:
            other = respell(word)
            if len(planted[kind]) == each:
                break
            if other is None or other == word or other in taken or other in known:
                continue
            taken.add(other)
            used.add(word)
            planted[kind][other] = word
            most = max(counts[word] // part, _LEAST)
            for i, j in chance.sample(places[word], chance.randint(_LEAST, most)):
                sentences[i][j] = other
    return planted


def measure(path: Path, known: newword.BackgroundDictionary, each: int) -> dict[str, list[int]]:
    """Planted, listed, rightly labelled of each kind, and what else has a label: printed too."""
    lines = path.read_text(encoding="utf-8").splitlines()
    sentences = [line.split() for line in lines if line.strip()]
    planted = plant(sentences, known, each, seed=len(sentences))
    texts = newword.Documents(["\n".join("".join(sentence) for sentence in sentences)])
    lexicon = newword.discover(texts, dictionary=known, new_only=True, kinds=True)
    labels = dict(zip(lexicon.words, lexicon.labels or (), strict=True))
    figures: dict[str, list[int]] = {}
    everything: set[str] = set()
    for kind, spellings in planted.items():
        everything |= spellings.keys() | set(spellings.values())
        listed = [word for word in spellings if word in labels]
        right = [word for word in listed if _is_right(kind, labels, word, spellings[word])]
        figures[kind] = [len(spellings), len(listed), len(right)]
    others = [(w, one) for w, one in labels.items() if one.variant_of and w not in everything]
    figures["others, misspellings"] = [sum(one.kind == MISSPELLING for _, one in others)]
    figures["others, variants"] = [sum(one.kind != MISSPELLING for _, one in others)]
    _OTHERS[path.stem] = [f"{word} ({one.kind}) of {one.variant_of}" for word, one in others]
    return figures


_OTHERS: dict[str, list[str]] = {}


def _is_right(kind: str, labels: Mapping[str, newword.Label], other: str, word: str) -> bool:
    """Whether the planted spelling names its word, or of two alike the commoner is named."""
    if kind == "misspelling":
        return labels[other].kind == MISSPELLING and labels[other].variant_of == word
    named = (labels[other].variant_of, labels[word].variant_of if word in labels else "")
    return named in ((word, ""), ("", other))


def show(name: str, figures: Mapping[str, Iterable[int]]) -> None:
    """One corpus, or the sum of all."""
    for kind, row in figures.items():
        numbers = list(row)
        if len(numbers) == 1:
            print(f"{name:8s} {kind:22s} {numbers[0]:5d}")
            continue
        told, listed, right = numbers
        share = right / max(listed, 1)
        print(f"{name:8s} {kind:22s} {told:5d} planted {listed:5d} listed {right:5d} ({share:.1%})")


def main(argv: Sequence[str] | None = None) -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.variants", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--gold", type=Path, required=True, help="directory of *.seg files")
    parser.add_argument("--each", type=int, default=40, help="spellings of a kind in each text")
    parser.add_argument("--show", action="store_true", help="name the labels that nobody planted")
    options = parser.parse_args(argv)
    paths = sorted(options.gold.glob("*.seg"))
    if not paths:
        parser.error(f"there is no *.seg file in {options.gold}")
    known = newword.load_dictionary("jieba")
    total: dict[str, list[int]] = {}
    for path in paths:
        figures = measure(path, known, options.each)
        show(path.stem, figures)
        for kind, row in figures.items():
            total[kind] = [a + b for a, b in zip(total.get(kind, [0] * len(row)), row, strict=True)]
        if options.show:
            print("  " + "; ".join(_OTHERS[path.stem]), flush=True)
    show("all", total)


if __name__ == "__main__":
    main()
