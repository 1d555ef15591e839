"""Why a string is a word or not: its statistics, its weakest joint, and the bound it missed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newword.corpus import Corpus, InputProblem
from newword.counting.counts import (
    CountedCorpus,
    OnProgress,
    count_corpus,
    unit_weights,
)
from newword.counting.reading import Reading
from newword.dictionary.background import BackgroundDictionary
from newword.discovery.options import Asked, RankingOptions
from newword.discovery.pipeline import rank_counted
from newword.errors import ConfigError
from newword.lexicon import Lexicon, Passage
from newword.lexicon.kwic import MAX_LINES, TextContexts
from newword.lexicon.order import places_of_ranked
from newword.methods import DEFAULT_METHOD
from newword.methods.base import RankingInput, require_memory
from newword.methods.numbers import begins_with_measure, holds_number
from newword.platform.message import LIST, linked, message
from newword.table.contexts import fair_places

if TYPE_CHECKING:
    from newword.core._core import Found, NgramTable

__all__ = ["Explanation", "explain"]

_NEIGHBOURS = 10
_NEIGHBOUR_SAMPLE = 20_000
_EDGE = "|"
_CONTEXT_SAMPLE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What the corpus says about one string.

    Attributes:
        word: The string as it was given.
        units: Its length; 0 if the corpus lacks one of its characters, or a boundary lies inside.
        count: Exact number of occurrences, overlapping ones included, even below `min_count`.
        cohesion: Nats; None when it was not counted (too rare, too long, a single unit).
        split: The two parts at its weakest joint, with their counts; None as above.
        documents: Number of documents that contain it.
        corpus_documents: Number of documents that contain any unit.
        dispersion: How evenly it is spread over the text, as in `Entry.dispersion`; None if it does
            not occur or is a single unit.
        left_entropy: Nats; None when it does not occur.
        right_entropy: Likewise.
        left_neighbours: The most common neighbours on that side with their counts, among at most
            20,000 occurrences spread evenly over the corpus; `|` is a boundary.
        right_neighbours: Likewise.
        score: The score by the method; None if the method cannot score it.
        parts: What the score is made of, by name.
        method: The method that gave the score.
        unit: What the list holds: `word`, `term` or `both`.
        importance: How much it matters to a reader, see `Lexicon.importance`; None if it is not
            ranked.
        importance_rank: Its rank by importance, from 1.
        rank: Its rank, from 1; None if it is not ranked.
        words: Number of ranked words.
        known: Whether it is in the dictionary; None without one.
        verdict: One sentence that says which bound it missed and by how much, or that it is a word.
        contexts: The original text around it, and where it begins and ends there.
        sources: Where each context comes from; empty for a text without names.
        problems: Input that was skipped.
        notes: Other remarks about the input.
    """

    word: str
    units: int
    count: int
    cohesion: float | None
    split: tuple[tuple[str, int], tuple[str, int]] | None
    documents: int
    corpus_documents: int
    dispersion: float | None
    left_entropy: float | None
    right_entropy: float | None
    left_neighbours: tuple[tuple[str, int], ...]
    right_neighbours: tuple[tuple[str, int], ...]
    score: float | None
    parts: dict[str, float]
    method: str
    unit: str
    importance: float | None
    importance_rank: int | None
    rank: int | None
    words: int
    known: bool | None
    verdict: str
    contexts: tuple[Passage, ...]
    sources: tuple[str, ...]
    problems: tuple[InputProblem, ...]
    notes: tuple[str, ...] = ()


def explain(
    corpus: Corpus,
    word: str,
    *,
    method: str = DEFAULT_METHOD,
    unit: str = "word",
    dictionary: str | os.PathLike[str] | BackgroundDictionary | Sequence[str] | None = None,
    min_count: int | None = None,
    max_len: int = 6,
    contexts: int = 5,
    reading: Reading | None = None,
    on_progress: OnProgress | None = None,
) -> Explanation:
    """Says all that the corpus tells about a string, and why it is ranked where it is.

    Args:
        corpus: As for `newword.discover`.
        word: Any string of two or more units, such as `机器学习` or `K线图`.
        method: The method whose score and bounds to explain.
        unit: The list in which to look for the string: `word`, `term` or `both`, as in
            `newword.discover`.
        dictionary: As for `newword.discover`.
        min_count: As for `newword.discover`.
        max_len: As for `newword.discover`.
        contexts: How many examples to give, shared fairly by the documents.
        reading: How to read the corpus.
        on_progress: As for `newword.discover`.

    Raises:
        ConfigError: The string is empty, or an option has an invalid value.
        CorpusError: A path does not exist.
    """
    if not word.strip():
        raise ConfigError(message("there is no word to explain; name one, such as 机器学习"))
    asked = Asked.of(
        RankingOptions(
            method=method,
            unit=unit,
            dictionary=dictionary,
            min_count=min_count,
            max_len=max_len,
            spread=unit == "both",  # what sinks there is told by the documents
        )
    )
    if not 0 <= contexts <= MAX_LINES:
        raise ConfigError(
            message(
                "contexts must be 0 to {max_lines}, got {contexts}",
                max_lines=f"{MAX_LINES:,}",
                contexts=contexts,
            )
        )
    known_words = asked.known_words
    counted = count_corpus(
        corpus,
        max_order=asked.chosen.orders(asked.thresholds),
        min_count=min_count,
        reading=reading,
        on_progress=on_progress,
        keeps_source=contexts > 0 or unit == "both",
    )
    session, table = counted.session, counted.table
    require_memory(asked.chosen, table, reading or Reading())
    problems = counted.report.problems
    if known_words is not None:
        problems += known_words.problems
        known_words = known_words.for_text(unit_weights(table))
    units = session.unit_count(word)
    [found] = session.find([word], sample_size=1)
    spread = session.disperse([word], [found.count])
    place = table.find(word)
    given = RankingInput(
        session=session, table=table, min_count=counted.min_count, dictionary=known_words
    )
    lexicon = rank_counted(counted, asked, has_text=True)
    words = lexicon.words
    rank = words.index(found.shown) + 1 if found.shown in words else None
    in_table = place is not None and place[0] > 1
    parts = asked.chosen.score_parts(given, *place) if in_table and place else {}
    left, right = _neighbours(session.find([word], sample_size=_NEIGHBOUR_SAMPLE, around=1), units)
    if rank and parts and lexicon[rank - 1].score < parts["score"]:
        parts["sunk"] = lexicon[rank - 1].score / parts["score"]
    weight, weight_rank = _importance(lexicon, rank)
    shown, sources = _contexts(counted, word, contexts)
    return Explanation(
        word=word,
        units=units,
        count=found.count if units != 1 or place is None else _single_count(table, place),
        cohesion=float(table.column(place[0], "cohesion")[place[1]])
        if in_table and place
        else None,
        split=_split(table, word, place) if in_table and place else None,
        documents=int(spread.documents[0]),
        corpus_documents=session.documents,
        dispersion=float(spread.evenness[0]) if found.count else None,
        left_entropy=found.left_entropy if found.count else None,
        right_entropy=found.right_entropy if found.count else None,
        left_neighbours=left,
        right_neighbours=right,
        score=lexicon[rank - 1].score if rank else parts.get("score"),
        parts=parts,
        method=method,
        unit=unit,
        importance=weight,
        importance_rank=weight_rank,
        rank=rank,
        words=len(words),
        known=None if known_words is None else word in known_words,
        verdict=_verdict(found, units, parts, lexicon, rank),
        contexts=shown,
        sources=sources,
        problems=problems,
        notes=lexicon.report.notes,
    )


def _contexts(
    counted: CountedCorpus, word: str, limit: int
) -> tuple[tuple[Passage, ...], tuple[str, ...]]:
    """Examples, and where each comes from, or nothing if the text has come without names."""
    if counted.source is None:
        return (), ()
    sample = max(2 * limit, _CONTEXT_SAMPLE)
    contexts = TextContexts(counted.session, counted.source)
    [usage] = contexts.usages([word], limit=sample, sources=True)
    places = fair_places(usage.documents, limit)
    shown = tuple(usage.passages[place] for place in places)
    return shown, tuple(usage.sources[place] for place in places if usage.sources)


def _is_term(lexicon: Lexicon, rank: int) -> bool:
    """Whether a string of a list is there as a term and not as a word."""
    if lexicon.units is None:
        return lexicon.report.unit == "term"
    return lexicon.units[rank - 1] == "term"


def _importance(lexicon: Lexicon, rank: int | None) -> tuple[float | None, int | None]:
    """The importance of a word of the list, and its place by that."""
    if rank is None:
        return None, None
    every = lexicon.importance
    places = places_of_ranked(every)
    return float(every[rank - 1]), int(np.flatnonzero(places == rank - 1)[0]) + 1


def _single_count(table: NgramTable, place: tuple[int, int]) -> int:
    return int(table.column(1, "count")[place[1]])


def _split(
    table: NgramTable, word: str, place: tuple[int, int]
) -> tuple[tuple[str, int], tuple[str, int]]:
    """The parts at the weakest joint. Units are found by growing the first part."""
    cut = table.weakest_split(*place)
    order = place[0]
    parts = ((word[:end].strip(), word[end:].strip()) for end in range(1, len(word)))
    places = ((first, second, table.find(first), table.find(second)) for first, second in parts)
    first, second, left, right = next(  # what makes up a counted n-gram was counted
        (first, second, left, right)
        for first, second, left, right in places
        if left and right and (left[0], right[0]) == (cut, order - cut)
    )
    count_of = [int(table.column(o, "count")[i]) for o, i in (left, right)]
    return (first, count_of[0]), (second, count_of[1])


def _neighbours(
    found: list[Found], units: int
) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]:
    """The commonest neighbours of both sides; ties by code points."""
    left: Counter[str] = Counter()
    right: Counter[str] = Counter()
    if units == 0:
        return (), ()
    for text, offset in found[0].contexts:
        left[text[:offset].strip() or _EDGE] += 1  # tokens have spaces between them
        right[text[offset + len(found[0].shown) :].strip() or _EDGE] += 1
    return _commonest(left), _commonest(right)


def _commonest(side: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(side.items(), key=lambda item: (-item[1], item[0]))[:_NEIGHBOURS])


def _verdict(
    found: Found,
    units: int,
    parts: dict[str, float],
    lexicon: Lexicon,
    rank: int | None,
) -> str:
    thresholds = lexicon.report.thresholds
    if rank is not None:
        is_term = _is_term(lexicon, rank)
        return message(
            "a term, rank {rank}" if is_term else "a word, rank {rank}", rank=f"{rank:,}"
        )
    if units == 0:
        return message(
            "not in the corpus: it lacks one of these characters, or a boundary lies in the string"
        )
    if units == 1:
        return message("a single unit, which is never a candidate")
    if found.count == 0:
        return message("not in the corpus, though all of its characters are")
    min_count = int(thresholds["min_count"])
    if found.count < min_count:
        missing = min_count - found.count
        return message(
            "not ranked: count {count} is {missing} below min_count {min_count}",
            count=found.count,
            missing=missing,
            min_count=min_count,
        )
    if units > thresholds.get("max_len", units):
        return message(
            "not ranked: {units} units, more than max_len {thresholds}",
            units=units,
            thresholds=f"{thresholds['max_len']:.0f}",
        )
    missed = [
        message(
            "{name} {value} is {missing} below {bound}",
            name=name,
            value=f"{parts[name]:.3g}",
            missing=f"{bound - parts[name]:.3g}",
            bound=f"{bound:.3g}",
        )
        for name, bound in _bounds(thresholds, units, parts)
        if parts[name] < bound or (name == "score" and parts[name] <= bound)
    ]
    if missed:
        return message("not ranked: {missed}", missed=linked(LIST, missed))
    if holds_number(found.shown) or begins_with_measure(found.shown):
        return message("not ranked: a number expression, or a part of one")
    return message(
        "not ranked: where it occurs the text was cut otherwise, so it is a part of longer words"
    )


def _bounds(
    thresholds: Mapping[str, float], units: int, parts: dict[str, float]
) -> list[tuple[str, float]]:
    """The lower bounds for a string of this many units, for the existing parts."""
    bounds = {
        "cohesion": thresholds.get(f"min_cohesion_{units}", thresholds.get("min_cohesion")),
        "left_entropy": thresholds.get("min_entropy"),
        "right_entropy": thresholds.get("min_entropy"),
        "delimited": thresholds.get("min_delimited"),
        "score": thresholds.get("min_score"),
    }
    return [(name, bound) for name, bound in bounds.items() if bound is not None and name in parts]
