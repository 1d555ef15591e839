"""The words of a comparison, with the text in which they are looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from newword.comparison.word_rows import Words, given_words
from newword.counting.counts import read
from newword.discovery.options import Asked, RankingOptions
from newword.discovery.pipeline import discover_with
from newword.lexicon.kwic import TextContexts

if TYPE_CHECKING:
    from newword.core._core import Session
    from newword.corpus import Corpus, InputProblem
    from newword.corpus.documents import DocumentLog
    from newword.counting.counts import OnProgress
    from newword.counting.reading import Reading

__all__ = ["AskedWords", "discovered", "read_for"]


class AskedWords(NamedTuple):
    """Words, and the text of a corpus."""

    words: list[str]
    session: Session
    problems: tuple[InputProblem, ...]
    notes: tuple[str, ...]


def discovered(
    corpus: Corpus,
    reading: Reading,
    *,
    log: DocumentLog | None = None,
    on_progress: OnProgress | None = None,
    **options: Any,
) -> AskedWords:
    """The words that `discover` finds with these options."""
    asked = Asked.of(RankingOptions(**options, spread=False))
    lexicon = discover_with(corpus, reading, asked, log=log, on_progress=on_progress)
    assert isinstance(lexicon.contexts, TextContexts)  # noqa: S101 - it has the text
    report = lexicon.report
    return AskedWords(lexicon.words, lexicon.contexts.session, report.problems, report.notes)


def read_for(
    words: Words,
    corpus: Corpus,
    reading: Reading,
    *,
    log: DocumentLog | None = None,
    on_progress: OnProgress | None = None,
) -> AskedWords:
    """The words that were given, and the text."""
    given = given_words(words)
    session, report = read(corpus, reading, on_progress=on_progress, log=log)
    return AskedWords(given, session, report.problems, report.notes)
