"""Messages about files of words: what each was taken for, and what was left out of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from newword.cli.messages import say
from newword.corpus.report.problem import InputProblem
from newword.dictionary.background import BackgroundDictionary, load_dictionary
from newword.dictionary.word_file import WordFile
from newword.lexicon import Lexicon
from newword.lexicon.file import load_lexicon

__all__ = ["asked_files", "asked_problems", "given_lexicon", "known_words", "say_word_files"]


def known_words(options: dict[str, Any]) -> BackgroundDictionary | None:
    """The dictionaries that a command was given, read once."""
    return load_dictionary(list(options["dictionary"])) if options["dictionary"] else None


def given_lexicon(options: dict[str, Any]) -> Lexicon | None:
    """The words of `--words`."""
    return None if options["words"] is None else load_lexicon(options["words"])


def say_word_files(files: Iterable[WordFile]) -> None:
    """Say what each file was taken for, in one line each."""
    for file in files:
        say(str(file))


def asked_problems(asked: dict[str, Any]) -> tuple[InputProblem, ...]:
    """What was left out of the file of `--words`; `discover` reports on the dictionaries."""
    words = asked["words"]
    return words.report.problems if isinstance(words, Lexicon) else ()


def asked_files(asked: dict[str, Any]) -> tuple[WordFile, ...]:
    """The files that were read for `compare` and `trend`."""
    words, known = asked["words"], asked["dictionary"]
    own = words.report.word_files if isinstance(words, Lexicon) else ()
    return (*own, *(known.files if isinstance(known, BackgroundDictionary) else ()))
