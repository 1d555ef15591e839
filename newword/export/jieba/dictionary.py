"""jieba's user dictionary, ``word frequency tag``, with frequencies that make jieba use it.

The three columns are the only form that jieba, cppjieba and jieba-rs all read the same way. A word
that jieba has keeps its tag. A new one has the tag of its kind where that is sure, else ``n``: of
the tags a new word may have it is the one that jieba's own TextRank keeps, which drops ``nz`` and
``x``; and most new words are nouns.

jieba compares exactly, so each spelling of the text has an entry of its own. One limit of jieba
stays: an entry that begins with a Latin letter or digit is cut out of a longer
number or name whatever its frequency: with 2月份 in the dictionary, 12月份 becomes 1 and 2月份.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from newword.errors import ExportError
from newword.export._agreement import Agreement, Judge
from newword.export._consumer import worse_notice
from newword.export._format import Encoded, ExportReport, Format, named, some_words
from newword.export._spellings import Spellings, find_spellings
from newword.export._tags import jieba_dictionary, tags_of
from newword.export.jieba.calibrate import WHOLE_RATE, Calibration, calibrate
from newword.export.jieba.frequency import estimate_frequencies
from newword.export.jieba.trial import MAX_CONTEXT, Jieba, gather_contexts, import_jieba
from newword.platform.message import message
from newword.platform.pattern import pattern
from newword.platform.plural import count_of

if TYPE_CHECKING:
    from newword.table import WordTable

__all__ = ["FORMAT", "TAG", "JiebaReport", "Plan", "plan", "refusals"]

TAG = "n"
_UNMATCHED = pattern(r"[^\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]")
_CONTEXTS_A_WORD = 50
_FEWEST_CONTEXTS = 5
_MAX_CONTEXTS = 400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class JiebaReport(ExportReport):
    """What was written, and how jieba cuts the words of it.

    What else it has, see `ExportReport`.

    Attributes:
        ambiguous: Words that no sensible frequency makes whole in 99 % of their occurrences, with
            the share that is whole.
        whole_rate_hmm: Share of the occurrences that jieba cuts whole with the whole file loaded;
            None if it was not tried.
        whole_rate_no_hmm: The same with ``HMM=False``.
        occurrences: Occurrences that were tried; those inside a longer exported word that is whole
            are not among them.
        agreement: How far jieba (``HMM=False``) cuts a sample of the text as newword does, without
            the file and with it; None if that was not measured.
        untried: Words in the file without any available occurrence.
    """

    ambiguous: tuple[tuple[str, float], ...] = ()
    whole_rate_hmm: float | None = None
    whole_rate_no_hmm: float | None = None
    occurrences: int = 0
    agreement: Agreement | None = None
    untried: tuple[str, ...] = ()

    def trial(self) -> str | None:
        """The result of the trial in jieba in one line; None if there was no trial."""
        if self.whole_rate_hmm is None or self.whole_rate_no_hmm is None:
            return None
        told = message(
            "tried in jieba: {whole_rate_hmm} of {occurrences} cut whole, "
            "{whole_rate_no_hmm} with HMM=False",
            whole_rate_hmm=f"{self.whole_rate_hmm:.2%}",
            occurrences=count_of(self.occurrences, "occurrence"),
            whole_rate_no_hmm=f"{self.whole_rate_no_hmm:.2%}",
        )
        if self.agreement is None:
            return told
        return message(
            "{told}; it agrees with newword in {agreement}", told=told, agreement=self.agreement
        )

    def notices(self) -> list[str]:
        """Lines that a person should see, escaped; none if all went well."""
        notices = ExportReport.notices(self)
        if self.ambiguous:
            worst = [word for word, _ in sorted(self.ambiguous, key=lambda pair: pair[1])]
            notices.append(
                message(
                    "{ambiguous} of {written} ambiguous: jieba does not cut all of them "
                    "whole, at no sensible frequency: {worst}",
                    ambiguous=f"{len(self.ambiguous):,}",
                    written=count_of(self.written, "word"),
                    worst=some_words(worst),
                )
            )
        if self.agreement is not None and self.agreement.is_worse:
            notices.append(worse_notice("jieba"))
        return notices


class Plan(NamedTuple):
    """What is to be written.

    Attributes:
        report: What was left out, and what a trial showed.
        found: The spellings.
        frequencies: One a spelling.
        tags: Likewise.
    """

    report: JiebaReport
    found: Spellings
    frequencies: list[int]
    tags: list[str]

    @property
    def lines(self) -> bytes:
        """The file as jieba reads it."""
        rows = zip(self.found.forms, self.frequencies, self.tags, strict=True)
        return "".join(f"{word} {times} {tag}\n" for word, times, tag in rows).encode()


def refusals(word: str) -> str | None:
    """Why jieba could never find a word in a text; None if it can.

    Source: ``re_han_default`` of jieba 0.42.1. It cuts the text at every other character before it
    looks into its dictionary.

    Example:
        >>> refusals("三〇一")
        'jieba cuts the text at every 〇 (U+3007)'
    """
    if not word:
        return message("it is empty")
    match = _UNMATCHED.search(word)
    if match is None:
        return None
    return message("jieba cuts the text at every {match}", match=named(match[0]))


def plan(lexicon: WordTable, refuse: Callable[[str], str | None], *, verify: bool) -> Plan:
    """The words that can be written, with their frequencies.

    Args:
        lexicon: The words; tried out in their contexts if it has them and jieba is installed.
        refuse: Why the consumer could never use a word; None if it can.
        verify: Fail rather than go without the trial.

    Raises:
        ExportError: ``verify``, and jieba or the contexts are missing.
    """
    module = import_jieba()
    if verify and module is None:
        raise ExportError(
            message("to try the words out jieba must be installed; run: pip install jieba")
        )
    if verify and not lexicon.contexts:
        raise ExportError(
            message(
                "to try the words out their text is needed, and this lexicon came without one; "
                "export what discover returns, or leave verify out"
            )
        )
    limit = max(_FEWEST_CONTEXTS, min(_CONTEXTS_A_WORD, _MAX_CONTEXTS // max(len(lexicon), 1)))
    found = find_spellings(lexicon, refuse, limit=limit, around=MAX_CONTEXT)
    words = found.forms
    estimates = estimate_frequencies(lexicon)
    frequencies = [estimates[place] for place in found.places]
    report = JiebaReport(
        written=len(words),
        refused=found.refused,
        unseen=found.unseen,
        notes=found.notes,
        untried=tuple(words),
    )
    if module is not None and words:
        jieba = Jieba(module)
        frequencies = list(map(max, frequencies, map(jieba.suggest, words)))
        if lexicon.contexts:
            contexts = gather_contexts(words, found.passages)
            result = calibrate(jieba, words, contexts, frequencies, partial(_lines, words))
            frequencies = result.frequencies
            report = _tried(words, report, result)
            if verify:
                loaded = jieba.with_entries(_lines(words, frequencies))
                report = replace(report, agreement=_agreement(lexicon, jieba, loaded))
    tags = [tag or TAG for tag in tags_of(lexicon, found)]
    return Plan(report, found, frequencies, tags)


def _agreement(lexicon: WordTable, before: Jieba, after: Jieba) -> Agreement:
    judge = Judge(lexicon, jieba_dictionary())
    return Agreement(judge.measure(before.cut_plainly), judge.measure(after.cut_plainly))


def _encode(lexicon: WordTable, verify: bool) -> Encoded:
    planned = plan(lexicon, refusals, verify=verify)
    return planned.report, [planned.lines]


def _lines(words: Sequence[str], frequencies: Sequence[int]) -> bytes:
    pairs = zip(words, frequencies, strict=True)
    return "".join(f"{word} {frequency} {TAG}\n" for word, frequency in pairs).encode()


def _tried(words: Sequence[str], report: JiebaReport, result: Calibration) -> JiebaReport:
    rates = [(word, result.rate(number)) for number, word in enumerate(words)]
    tried = result.no_hmm.counted
    return replace(
        report,
        ambiguous=tuple(pair for pair in rates if pair[1] < WHOLE_RATE),
        whole_rate_hmm=result.hmm.total_rate,
        whole_rate_no_hmm=result.no_hmm.total_rate,
        occurrences=sum(tried),
        untried=tuple(word for word, times in zip(words, tried, strict=True) if not times),
    )


FORMAT = Format(name="jieba", suffixes=(".dict",), encode=_encode, can_verify=True)
