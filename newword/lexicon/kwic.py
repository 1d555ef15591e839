"""Words in context: where they occur in a corpus, and a saved lexicon with its text again."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newword.core._core import PassageFinder
from newword.counting.counts import OnProgress, feed, read
from newword.counting.reading import Reading
from newword.counting.text_sample import TextSample
from newword.counting.text_source import RepeatedText, TextSource, in_order
from newword.errors import ConfigError
from newword.lexicon.lexicon import Lexicon
from newword.platform.message import message
from newword.platform.safe_text import excerpt
from newword.table import COLUMNS, Passage, Usage
from newword.table.contexts import fair_places

if TYPE_CHECKING:
    from newword.core._core import Session, Written
    from newword.corpus import Corpus, CorpusReport, InputProblem
    from newword.corpus.documents import DocumentLog, DocumentName

__all__ = ["MAX_LINES", "SORTS", "Concordance", "TextContexts", "kwic", "with_corpus"]

MAX_LINES = 1_000_000
SORTS = ("text", "left", "right")
_FAIR_SAMPLE = 2000
"""So many occurrences are looked at, so that documents with few of them have their share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concordance:
    """The occurrences of one word.

    Attributes:
        word: The word as it was given.
        count: Occurrences in the corpus, exact.
        lines: For each occurrence the original text around it, and where the word begins and ends
            there, in characters. There are lines for all occurrences or for a sample, which is
            shared fairly by the documents and spread over each of them. They are in the requested
            order.
        documents: Where each line comes from, in the same order.
        problems: Input that was skipped.
        notes: Other remarks about the input.
    """

    word: str
    count: int
    lines: tuple[Passage, ...]
    documents: tuple[DocumentName, ...]
    problems: tuple[InputProblem, ...]
    notes: tuple[str, ...] = ()


def kwic(
    corpus: Corpus,
    words: str | Sequence[str],
    *,
    limit: int = 20,
    around: int = 20,
    sort: str = "text",
    reading: Reading | None = None,
    on_progress: OnProgress | None = None,
) -> list[Concordance]:
    """Shows words in context (key word in context). The corpus is read once for all of them.

    Args:
        corpus: As for `newword.discover`.
        words: One word or several, of two or more units each; case and width do not matter.
        limit: Maximum number of lines for each word.
        around: Maximum number of characters on each side, within the line.
        sort: ``text`` for the order in the corpus; ``left`` or ``right`` for the order of what
            stands next to the word on that side, the nearest character first, so that similar lines
            come together.
        reading: How to read the corpus.
        on_progress: As for `newword.discover`.

    Returns:
        One `Concordance` for each word, in the same order.

    Raises:
        ConfigError: A word is empty, or an option has an invalid value.
        CorpusError: A path does not exist.
    """
    asked = [words] if isinstance(words, str) else list(words)
    if not asked or not all(word.strip() for word in asked):
        raise ConfigError(message("there is no word to look for; name one, such as 机器学习"))
    if not 1 <= limit <= MAX_LINES:
        raise ConfigError(
            message(
                "limit must be 1 to {max_lines}, got {limit}",
                max_lines=f"{MAX_LINES:,}",
                limit=limit,
            )
        )
    if not 0 <= around <= 1000:
        raise ConfigError(
            message("around must be 0 to 1,000 characters, got {around}", around=around)
        )
    if sort not in SORTS:
        raise ConfigError(
            message(
                "sort must be one of {sorts}, got {sort}",
                sorts=", ".join(SORTS),
                sort=excerpt(sort),
            )
        )
    reading = reading or Reading()
    log = reading.log(names=True, times=False)
    finder = PassageFinder(
        asked,
        sample_size=max(2 * limit, _FAIR_SAMPLE),  # gives half of it at least
        around=around,
        join_lines=reading.join_lines,
        tokens=reading.has_tokens,
    )
    for word, units in zip(asked, finder.units, strict=True):
        if units == 1:
            raise ConfigError(
                message("{word} is a single unit; name a word of two and more", word=excerpt(word))
            )
    report = feed(finder, in_order(corpus), reading, "read", on_progress, log=log)
    return [
        _concordance(word, one, limit, sort, log, report)
        for word, one in zip(asked, finder.take(), strict=True)
    ]


def with_corpus(
    lexicon: Lexicon,
    corpus: Corpus,
    *,
    reading: Reading | None = None,
    on_progress: OnProgress | None = None,
) -> Lexicon:
    """Attach its text to a saved lexicon again, for contexts, trials and the size of the corpus.

    Args:
        lexicon: From `newword.load_lexicon`.
        corpus: The text from which it was made, as for `newword.discover`.
        reading: How to read the corpus.
        on_progress: As for `newword.discover`.

    Returns:
        The same words and statistics, with `contexts`, and a report of what was read.

    Raises:
        CorpusError: A path does not exist.
    """
    reading = reading or Reading()
    source = TextSource(corpus, reading)
    session, report = read(corpus, reading, on_progress=on_progress, source=source)
    columns = {name: lexicon.column(name) for name in COLUMNS[1:]}
    return Lexicon(
        words=lexicon.words,
        **columns,
        report=dataclasses.replace(
            lexicon.report,
            units=session.units,
            bytes_read=report.bytes_read,
            files=report.files,
            documents=report.documents,
            problems=(*lexicon.report.problems, *report.problems),
            notes=report.notes,
        ),
        contexts=TextContexts(session, source),
        labels=lexicon.labels,
        units=lexicon.units,
    )


class TextContexts:
    """What `Lexicon.contexts` gives, from a text that can be read again; any thread may ask.

    Attributes:
        session: The counted text.
        source: The text as it is written.
    """

    def __init__(self, session: Session, source: RepeatedText) -> None:
        self.session = session
        self.source = source

    @property
    def is_exact(self) -> bool:
        """Whether spellings are those of the corpus."""
        return self.source.is_exact

    def __call__(self, words: Sequence[str], limit: int) -> list[tuple[Passage, ...]]:
        """For each word at most this many of its occurrences."""
        return [usage.passages for usage in self.usages(words, limit=limit)]

    def usages(
        self, words: Sequence[str], *, limit: int, around: int = 40, sources: bool = False
    ) -> list[Usage]:
        """For each word its spellings, and at most this many passages with their sources."""
        finder = PassageFinder(
            words,
            sample_size=limit,
            around=around,
            join_lines=self.source.joins_lines,
            tokens=self.session.tokens,
        )
        log = self.source.log() if sources else None
        self.source.feed(finder, log=log)
        return [_usage(found, log) for found in finder.take()]

    def lines(self, most_bytes: int) -> list[str]:
        """Lines of the text, spread evenly over it, of at most this many bytes."""
        sample = TextSample(most_bytes)
        self.source.feed(sample)
        return [line for text in sample.texts() for line in text.splitlines() if line]


def _usage(found: Written, log: DocumentLog | None) -> Usage:
    forms = sorted(found.forms.items(), key=lambda pair: (-pair[1], pair[0]))
    passages = tuple((text, begin, end) for text, begin, end, _ in found.passages)
    documents = tuple(document for *_, document in found.passages)
    return Usage(
        count=found.occurrences,
        forms=dict(forms),
        passages=passages,
        documents=documents,
        sources=() if log is None else tuple(str(log.name_of(document)) for document in documents),
    )


def _left(passage: tuple[str, int, int, int]) -> tuple[str, str]:
    """The text left of a word, backwards, and then the text right of it."""
    text, begin, end, _ = passage
    return text[:begin][::-1], text[end:]


def _right(passage: tuple[str, int, int, int]) -> tuple[str, str]:
    text, begin, end, _ = passage
    return text[end:], text[:begin][::-1]


def _concordance(
    word: str, found: Written, limit: int, sort: str, log: DocumentLog, report: CorpusReport
) -> Concordance:
    """At most this many of the results, in order."""
    places = fair_places([document for *_, document in found.passages], limit)
    chosen = [found.passages[n] for n in places]
    if sort != "text":
        chosen.sort(key=_left if sort == "left" else _right)
    return Concordance(
        word=word,
        count=found.occurrences,
        lines=tuple((text, begin, end) for text, begin, end, _ in chosen),
        documents=tuple(log.name_of(document) for *_, document in chosen),
        problems=report.problems,
        notes=report.notes,
    )
