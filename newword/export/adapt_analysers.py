"""User dictionaries that make MeCab and Sudachi cut a Japanese text better.

An export adds what the analyser lacks. Many of its mistakes come from words that it has: it takes a
longer word, or cuts its own word in two. Such words get their own entry once more, with the reading
and the part of speech that they have and at a lower cost. How much lower was chosen on two corpora
of different standards (`python -m benchmarks.mecab_gain --adapt`); docs/adapt.md has the figures.
Whatever the analyser makes of affixes, particles and verbs is left to its grammar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from newword.export._agreement import Agreement, Judge
from newword.export._consumer import Cut, Tried, plan_words, tried_words
from newword.export._morphemes import Analyse, kind_of_places
from newword.export.morphological import (
    SUDACHI_ID,
    analyse_mecab,
    analyse_sudachi,
    load_mecab,
    load_sudachi,
    mecab_line,
    open_mecab,
    open_sudachi,
    refuse,
    sudachi_form,
    sudachi_line,
)
from newword.platform.message import message

if TYPE_CHECKING:
    from newword.table import WordTable

__all__ = ["ANALYSERS", "AnalyserEntries", "analyser_entries"]

_MECAB_LOWER = 5000
_MECAB_NEW = 5000
_MECAB_PIECE = 8000
_LEAST_COST = -32000

_SUDACHI_RAISED = 0
_SUDACHI_NEW = 5000

Row = tuple[str, int]
OwnRow = Callable[[str], Row | None]


class Analyser(NamedTuple):
    """What is adapted.

    Attributes:
        name: For people.
        form: The spelling by which it looks a word up.
        open: Loads a user dictionary; its cut.
        analyse: Its morphemes, by its own dictionary.
        own_rows: Gives the line and cost that raise a word of its own, None for other words.
        new_row: The line and cost of a word that it lacks.
        piece_row: The same of one that begins or ends inside of a word of its own; None if such
            words do it no good.
    """

    name: str
    form: Callable[[str], str]
    open: Callable[[bytes], AbstractContextManager[Cut]]
    analyse: Callable[[], AbstractContextManager[Analyse]]
    own_rows: Callable[[], AbstractContextManager[OwnRow]]
    new_row: Callable[[str], Row]
    piece_row: Callable[[str], Row] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyserEntries:
    """A user dictionary, and how well the analyser agrees with newword.

    Attributes:
        costs: Of each word, in the order of the file.
        raised: Those that the analyser has itself.
        lines: The file.
        agreement: On a sample of the text, without the file and with it.
        refused: Words that a file cannot hold, and why.
        notes: What else a person should be told.
    """

    costs: dict[str, int]
    raised: tuple[str, ...]
    lines: bytes
    agreement: Agreement
    refused: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


class _Entry(NamedTuple):
    word: str
    line: str
    cost: int
    is_own: bool
    is_piece: bool


def analyser_entries(analyser: Analyser, lexicon: WordTable) -> AnalyserEntries:
    """Finds the entries that make an analyser cut a text better, and tries them.

    If they make it agree less with newword than without them, the doubtful ones are left out: first
    words that are pieces of its own words, then all.

    Args:
        analyser: One of `ANALYSERS`.
        lexicon: Likely words, with contexts.
    """
    found, report = plan_words(lexicon, lambda word: refuse(word, analyser.form(word)))
    entries = _entries(analyser, tried_words(found))
    judge = Judge(lexicon)
    for kept in (entries, [one for one in entries if not one.is_piece], []):
        lines = "".join(f"{one.line}\n" for one in kept).encode()
        agreement = judge.compare(lines, analyser.open)
        if not agreement.is_worse:
            break
    notes = [*report.notes]
    if len(kept) < len(entries):
        notes.append(
            message(
                "{count} of the words were left out: with them {program} cut this text worse",
                count=f"{len(entries) - len(kept):,}",
                program=analyser.name,
            )
        )
    return AnalyserEntries(
        costs={one.word: one.cost for one in kept},
        raised=tuple(one.word for one in kept if one.is_own),
        lines=lines,
        agreement=agreement,
        refused=report.refused,
        notes=tuple(notes),
    )


def _entries(analyser: Analyser, words: Sequence[Tried]) -> list[_Entry]:
    entries: dict[str, _Entry] = {}
    with analyser.analyse() as analyse, analyser.own_rows() as own_row:
        for word, passages in words:
            form = analyser.form(word)
            if form in entries or len(word) < 2:
                continue
            kind = kind_of_places(analyse, word, passages)
            own = own_row(word)
            is_own, is_piece = own is not None, own is None and kind == "crossed"
            make = analyser.piece_row if is_piece else analyser.new_row
            if own is None and make is not None and kind != "whole":
                own = make(word)
            if kind == "grammar" or own is None:
                continue
            line, cost = own
            entries[form] = _Entry(word, line, cost, is_own, is_piece)
    return list(entries.values())


@contextmanager
def _own_of_mecab() -> Iterator[OwnRow]:
    with load_mecab(b"", r'-F"%m\t%phl\t%phr\t%pw\t%s\t%H\n" -E ""') as tagger:

        def row(word: str) -> Row | None:
            lines = tagger.parse(word).splitlines()
            if len(lines) != 1:
                return None
            surface, left, right, cost, state, features = lines[0].split("\t")
            if state != "0" or surface != word:
                return None
            lowered = max(int(cost) - _MECAB_LOWER, _LEAST_COST)
            return f"{word},{left},{right},{lowered},{features}", lowered

        yield row


@contextmanager
def _own_of_sudachi() -> Iterator[OwnRow]:
    with load_sudachi(b"") as tokenizer:

        def row(word: str) -> Row | None:
            morphemes: list[Any] = list(tokenizer.tokenize(word))
            if len(morphemes) != 1 or morphemes[0].is_oov():
                return None
            [own] = morphemes
            kind = own.part_of_speech()
            if kind[0] != "名詞":
                return None  # how a verb joins its neighbours, no morpheme says
            form = sudachi_form(word)
            cells = [form, SUDACHI_ID, SUDACHI_ID, _SUDACHI_RAISED, word, *kind]
            cells += [own.reading_form(), own.normalized_form(), *"*A***"]
            if any("," in str(cell) for cell in cells):
                return None
            return ",".join(map(str, cells)), _SUDACHI_RAISED

        yield row


def _new_in_mecab(word: str) -> Row:
    return mecab_line(word, _MECAB_NEW), _MECAB_NEW


def _piece_in_mecab(word: str) -> Row:
    return mecab_line(word, _MECAB_PIECE), _MECAB_PIECE


def _new_in_sudachi(word: str) -> Row:
    return sudachi_line(word, _SUDACHI_NEW), _SUDACHI_NEW


ANALYSERS = {
    "mecab": Analyser(
        name=message("MeCab with IPADIC"),
        form=str,
        open=open_mecab,
        analyse=analyse_mecab,
        own_rows=_own_of_mecab,
        new_row=_new_in_mecab,
        piece_row=_piece_in_mecab,
    ),
    "sudachi": Analyser(
        name="SudachiPy",
        form=sudachi_form,
        open=open_sudachi,
        analyse=analyse_sudachi,
        own_rows=_own_of_sudachi,
        new_row=_new_in_sudachi,
        piece_row=None,
    ),
}
"""By the name of their export."""
