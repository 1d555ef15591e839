"""From a corpus to a lexicon: joins the stages."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from newword.corpus import Corpus
from newword.corpus.documents import DocumentLog
from newword.counting.counts import CountedCorpus, OnProgress, count_corpus, make_tick, unit_weights
from newword.counting.kept_text import has_kept_text
from newword.counting.reading import Reading
from newword.counting.score import score_count_file
from newword.dictionary.background import BackgroundDictionary
from newword.discovery.labels import choose, expected_precision, label_and_choose
from newword.discovery.options import Asked, DiscoverOptions
from newword.discovery.terms import sink_and_sort
from newword.errors import ConfigError
from newword.lexicon import Lexicon, Report
from newword.lexicon.decisions import apply_decisions
from newword.lexicon.kwic import TextContexts
from newword.lexicon.order import DEFAULT_ORDER, importance, keyness, places_of_ranked, recency
from newword.methods import METHODS, Ranking
from newword.methods.base import RankingInput, require_memory
from newword.platform.message import message
from newword.platform.option import takes
from newword.platform.plural import count_of

if TYPE_CHECKING:
    from newword.core._core import Dispersion, NgramTable
    from newword.core.text_passes import TextPasses
    from newword.dictionary.word_file import WordFile

__all__ = ["discover", "discover_with", "rank_counted"]


@takes(DiscoverOptions)
def discover(options: DiscoverOptions) -> Lexicon:
    """Finds the words of a corpus and ranks them, best first.

    Returns:
        The ranked words with all their statistics, and a report. The result is the same for any
        number of threads and any order of files on the disk.

    Raises:
        CorpusError: A path does not exist, or `strict` met an input problem.
        DictionaryError: The dictionary cannot be read.
        ConfigError: An option has an invalid value.
        MemoryBudgetError: The memory is not sufficient; the message names a sufficient size.

    Example:
        >>> import newword
        >>> texts = newword.Documents(["机器学习，机器学习。"])
        >>> newword.discover(texts, method="entropy")[0].word
        '机器学习'
    """
    return discover_with(
        options.corpus,
        options,
        Asked.of(options),
        counts=options.counts,
        log=options.log(names=False, times=True) if options.has_times else None,
        on_progress=options.on_progress,
    )


def discover_with(
    corpus: Corpus | None,
    reading: Reading,
    asked: Asked,
    *,
    counts: str | os.PathLike[str] | None = None,
    log: DocumentLog | None = None,
    on_progress: OnProgress | None = None,
) -> Lexicon:
    """`discover` with a `Reading`, and a log that receives all documents."""
    if corpus is None and counts is None:
        raise ConfigError(message("nothing to read: give a corpus, a count file, or both"))
    kept_text = corpus is None and counts is not None and has_kept_text(counts)
    has_text = corpus is not None or kept_text
    if asked.chosen.needs_text and not has_text:
        free = ", ".join(name for name, method in METHODS.items() if not method.needs_text)
        raise ConfigError(
            message(
                "method {method} needs the text: give the corpus, too, count with "
                "--keep-text (keep_text=True), or take method {free}",
                method=asked.method,
                free=free,
            )
        )
    counted = _count(
        corpus,
        counts,
        kept_text=kept_text,
        max_order=asked.chosen.orders(asked.thresholds),
        min_count=asked.thresholds.min_count,
        reading=reading,
        on_progress=on_progress,
        log=log,
    )
    require_memory(asked.chosen, counted.table, reading)
    return rank_counted(counted, asked, has_text=has_text, log=log, on_progress=on_progress)


def rank_counted(
    counted: CountedCorpus,
    asked: Asked,
    *,
    has_text: bool,
    passes: TextPasses | None = None,
    log: DocumentLog | None = None,
    on_progress: OnProgress | None = None,
) -> Lexicon:
    """The lexicon of a corpus that was counted; `passes` are for a text that its session lacks."""
    # What kinds leave out, and which terms sink, is known only when all words are there.
    needs_all = asked.unit == "both" or not asked.choice.takes_all
    wide = replace(asked, top=None, sort=None) if needs_all else asked
    text = passes or counted.session
    lexicon = _rank(counted, wide, text, has_text=has_text, log=log, on_progress=on_progress)
    if asked.unit == "both":
        lexicon = sink_and_sort(lexicon, asked.known_words if asked.has_tags else None)
        if asked.choice.takes_all:
            lexicon = choose(lexicon, asked)
    return lexicon if asked.tagged is None else label_and_choose(lexicon, asked, asked.tagged)


def _rank(
    counted: CountedCorpus,
    asked: Asked,
    passes: TextPasses,
    *,
    has_text: bool,
    log: DocumentLog | None,
    on_progress: OnProgress | None,
) -> Lexicon:
    known_words = asked.known_words
    problems = counted.report.problems
    if known_words is not None:
        problems += known_words.problems
        known_words = known_words.for_text(unit_weights(counted.table))

    given = RankingInput(
        session=passes,
        table=counted.table,
        min_count=counted.min_count,
        dictionary=known_words,
        tick=make_tick("rank", on_progress),
    )
    ranking = asked.chosen.rank(given, asked.thresholds)
    known = None if known_words is None else known_words.known(ranking.words)
    rows = np.arange(len(ranking.words))
    if asked.new_only and known is not None:
        rows = rows[~known]
    decided = asked.decided
    if decided is not None:
        rows = rows[~np.asarray(decided.rejects([ranking.words[row] for row in rows]), dtype=bool)]
    spread: dict[str, np.ndarray] = {}
    has_spread = asked.spread and has_text
    if has_spread and asked.sort == "recent":  # it looks at all words
        spread = _spread(ranking, rows, passes, log, on_progress)
    places = _chosen_places(asked, ranking, rows, known_words, spread)
    rows = rows[places]
    if has_spread and not spread:
        spread = _spread(ranking, rows, passes, log, on_progress)
    else:
        spread = {name: column[places] for name, column in spread.items()}
    lexicon = _make_lexicon(
        ranking,
        rows,
        known,
        spread=spread,
        contexts=_contexts(counted) if has_text else None,
        report=Report(
            method=asked.method,
            unit=asked.unit,
            learned_units=ranking.learned_units,
            expected_precision=expected_precision(ranking.score[rows], asked, ranking.notes),
            units=counted.units,
            bytes_read=counted.report.bytes_read,
            files=counted.report.files,
            documents=counted.report.documents,
            thresholds=ranking.thresholds,
            problems=problems,
            word_files=_word_files(known_words, ranking, known, passes if has_text else None),
            notes=counted.report.notes + ranking.notes,
            elapsed_s=time.perf_counter() - asked.started,
            candidates=ranking.candidates,
            empty_reason=None
            if len(rows) > 0
            else _why_empty(counted, ranking, is_new_only=asked.new_only, top=asked.top),
        ),
    )
    return lexicon if decided is None else apply_decisions(lexicon, decided)


def _chosen_places(
    asked: Asked,
    ranking: Ranking,
    rows: np.ndarray,
    known_words: BackgroundDictionary | None,
    spread: dict[str, np.ndarray],
) -> np.ndarray:
    """Which of the rows, which are in order by score, stay, and in which order."""
    score, count = ranking.score[rows], ranking.count[rows]
    everything = np.arange(len(rows))
    if asked.sort is None and (asked.top is None or asked.top >= len(rows)):
        return everything
    by = asked.sort or DEFAULT_ORDER
    if by == "keyness" and known_words is not None:
        key = keyness([ranking.words[row] for row in rows.tolist()], count, known_words)
    elif by == "recent":
        key = recency(spread.get("first_seen", np.full(len(rows), np.datetime64("NaT", "s"))))
    elif by == "importance":
        key = importance(score, count, method=asked.method, unit=asked.unit)
    else:
        key = score if by == "score" else count.astype(np.float64)
    places = places_of_ranked(key)[: asked.top]
    return places if asked.sort is not None else np.sort(places)


def _word_files(
    known_words: BackgroundDictionary | None,
    ranking: Ranking,
    known: np.ndarray | None,
    session: TextPasses | None,
) -> tuple[WordFile, ...]:
    """The files of known words, each with whether the text has any of its words."""
    if known_words is None or known is None or not known_words.files:
        return ()

    def holds(words: Sequence[str]) -> bool:
        assert session is not None  # noqa: S101 - given below only with a text
        return bool(session.disperse(words, np.zeros(len(words))).count.any())

    met = [ranking.words[row] for row in np.flatnonzero(known).tolist()]
    return known_words.files_in(met, None if session is None else holds)


def _count(
    corpus: Corpus | None,
    counts: str | os.PathLike[str] | None,
    *,
    kept_text: bool,
    max_order: int,
    min_count: int | None,
    reading: Reading,
    on_progress: OnProgress | None,
    log: DocumentLog | None,
) -> CountedCorpus:
    """The n-grams, out of the text or of a count file."""
    if counts is not None:
        return score_count_file(
            counts,
            max_order=max_order,
            min_count=min_count,
            corpus=corpus,
            kept_text=kept_text,
            reading=reading,
            on_progress=on_progress,
            log=log,
        )
    assert corpus is not None  # noqa: S101 - discover saw to that
    return count_corpus(
        corpus,
        max_order=max_order,
        min_count=min_count,
        reading=reading,
        on_progress=on_progress,
        log=log,
        keeps_source=True,
    )


def _contexts(counted: CountedCorpus) -> TextContexts | None:
    return None if counted.source is None else TextContexts(counted.session, counted.source)


def _spread(
    ranking: Ranking,
    rows: np.ndarray,
    session: TextPasses,
    log: DocumentLog | None,
    on_progress: OnProgress | None,
) -> dict[str, np.ndarray]:
    """The columns that say how the words lie in the documents."""
    tick = make_tick("spread", on_progress)
    times = None if log is None else log.times
    words = [ranking.words[row] for row in rows]
    runs = [word for word in words if word not in ranking.names]
    is_run = np.array([word not in ranking.names for word in words], dtype=bool)
    found = session.disperse(runs, ranking.count[rows][is_run], times=times, tick=tick)
    if ranking.names:
        found = _beside_names(found, is_run, [ranking.names.get(word, 0) for word in words])
    columns = {"documents": found.documents, "dispersion": found.evenness}
    if found.first_time is not None and found.last_time is not None:
        columns["first_seen"] = found.first_time.view("datetime64[s]")
        columns["last_seen"] = found.last_time.view("datetime64[s]")
    return columns


def _beside_names(found: Dispersion, is_run: np.ndarray, documents: list[int]) -> Dispersion:
    """The columns of runs, with rows for names; of names only the documents are known."""

    def spread(column: np.ndarray, filler: float) -> np.ndarray:
        wide = np.full(len(is_run), filler, dtype=column.dtype)
        wide[is_run] = column
        return wide

    never = np.iinfo(np.int64).min
    times = (found.first_time, found.last_time)
    first, last = (None if column is None else spread(column, never) for column in times)
    wide = spread(found.documents, 0)
    wide[~is_run] = np.array(documents, dtype=wide.dtype)[~is_run]
    return found._replace(
        count=spread(found.count, 0),
        documents=wide,
        evenness=spread(found.evenness, np.nan),
        first_time=first,
        last_time=last,
    )


def _make_lexicon(
    ranking: Ranking,
    rows: np.ndarray,
    known: np.ndarray | None,
    *,
    spread: dict[str, Any],
    contexts: TextContexts | None,
    report: Report,
) -> Lexicon:
    words = [ranking.words[row] for row in rows]
    units = ["term" if word in ranking.terms else "word" for word in words]
    return Lexicon(
        words=words,
        count=ranking.count[rows],
        cohesion=ranking.cohesion[rows],
        left_entropy=ranking.left_entropy[rows],
        right_entropy=ranking.right_entropy[rows],
        accessor_variety=ranking.accessor_variety[rows],
        score=ranking.score[rows],
        known=None if known is None else known[rows],
        **spread,
        report=report,
        contexts=contexts,
        units=units if report.unit == "both" else None,
    )


def _why_empty(
    counted: CountedCorpus, ranking: Ranking, *, is_new_only: bool, top: int | None
) -> str:
    """Why the lexicon is empty, and which threshold was nearest."""
    if top == 0:
        return message("top is 0")
    if counted.report.documents == 0:
        return message("no file was read; name a directory or files that hold text")
    if counted.units == 0:
        return message(
            "the text holds no character of a script that newword knows, nor a Latin word"
        )
    if len(ranking.words) > 0 and is_new_only:
        return message(
            "the dictionary has all that was found, {words}; try without new_only",
            words=count_of(len(ranking.words), "word"),
        )
    most = _most_frequent(counted.table)
    if most is None:
        return message(
            "no string of two or more units occurs {min_count} in {units}; lower "
            "min_count or add text",
            min_count=count_of(counted.min_count, "time"),
            units=count_of(counted.units, "unit"),
        )
    word, count = most
    return message(
        "{candidates}, none reached the thresholds; the most frequent is {word} "
        "({count}); lower min_score, min_cohesion or min_entropy",
        candidates=count_of(ranking.candidates, "candidate"),
        word=word,
        count=count_of(count, "time"),
    )


def _most_frequent(table: NgramTable) -> tuple[str, int] | None:
    if table.max_order < 2 or table.size(2) == 0:
        return None
    counts = table.column(2, "count")
    best = int(np.argmax(counts))
    return table.words(2, [best])[0], int(counts[best])
