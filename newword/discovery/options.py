"""What is asked of a corpus: the arguments of `discover` as one object, and that object checked.

Nobody compares or prints these objects: without such methods every command starts sooner.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass, field, fields

from newword.config import Thresholds, check_top
from newword.corpus import Corpus
from newword.counting.counts import OnProgress
from newword.counting.reading import Reading
from newword.dictionary.background import BackgroundDictionary, load_dictionary
from newword.errors import ConfigError
from newword.lexicon.decisions import Decisions, load_decisions
from newword.lexicon.order import ORDERS, check_order
from newword.methods import DEFAULT_METHOD, METHODS, UNITS, Method, find_method
from newword.platform.message import message
from newword.platform.option import MORE, START, WORDS, described, option
from newword.table.label import ALL_KINDS, KindChoice

__all__ = ["Asked", "DiscoverOptions", "KindOptions", "RankingOptions", "WordOptions"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class WordOptions:
    """Which words are looked for, and how they are ranked."""

    dictionary: str | os.PathLike[str] | BackgroundDictionary | Sequence[str] | None = option(
        None,
        flag="dict",
        metavar="jieba|FILE",
        group=START,
        repeats=True,
        help="Known words: jieba's own dictionary, or a file of words in any usual format. Can "
        "be repeated.",
        doc="words that are known already: `jieba` for the dictionary of the installed package, or "
        "a file of words in [any usual format](dictionaries.md); may be repeated. Also what "
        "`newword.load_dictionary` gives",
    )
    new_only: bool = option(
        False,
        group=START,
        help="List only words that are in no dictionary.",
        doc="leave out the words of the dictionaries",
    )
    decisions: Decisions | str | os.PathLike[str] | Sequence[str] | None = option(
        None,
        metavar="FILE",
        group=WORDS,
        repeats=True,
        help="Apply decisions from a review page: rejected words are left out. Can be repeated.",
        doc="decisions made on a [review](review.md) page: rejected words are left out, "
        "corrected ones have their new spelling; may be repeated. Also what "
        "`newword.load_decisions` gives",
    )
    top: int | None = option(
        None,
        metavar="N",
        group=START,
        least=0,
        help="Choose the N words that --sort puts first. [default: all]",
        doc="maximum number of words: those that `sort` puts first",
    )
    sort: str | None = option(
        None,
        choices=ORDERS,
        group=WORDS,
        help="Choose and order words by this. [default: choose by importance, order by score]",
        doc="the order by which words are chosen and listed: `importance`, `score`, `count`, "
        "`keyness` or `recent`; see [order](#order). By default `top` chooses by importance, and "
        "the list is in order by score",
    )
    method: str = option(
        DEFAULT_METHOD,
        choices=tuple(METHODS),
        group=WORDS,
        shows_default=True,
        help="Ranking method.",
        doc="`model` (default), `formula`, `entropy`, `reference`, `lm`: see [methods](methods.md)",
    )
    unit: str = option(
        "word",
        choices=UNITS,
        group=WORDS,
        shows_default=True,
        help="word ranks the words of a segmenter, term the strings that consistently stand on "
        "their own, both the two in one list, marked.",
        doc="`word` (default) ranks the words of a segmenter, `term` the strings that consistently "
        "stand on their own, `both` the two in one list with a column `unit`, terms before their "
        "fragments: see [methods](methods.md#terms)",
    )


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class KindOptions:
    """Which kinds of words are listed."""

    kinds: bool = option(
        False,
        group=WORDS,
        help="Add the columns kind, pos and variant_of, guessed from the tags of the dictionary.",
        doc="add the columns `kind`, `pos` and `variant_of`: [kinds](kinds.md)",
    )
    kind: str | Sequence[str] = option(
        (),
        choices=ALL_KINDS,
        metavar="KIND",
        group=WORDS,
        repeats=True,
        help="List only words of this kind, such as person or place. Can be repeated.",
        doc="keep only words of this [kind](kinds.md#kinds), such as `person` or `place`; may be "
        "repeated",
    )
    no_kind: str | Sequence[str] = option(
        (),
        choices=ALL_KINDS,
        metavar="KIND",
        group=WORDS,
        repeats=True,
        help="Leave out words of this kind, such as anonymised or number. Can be repeated.",
        doc="leave out words of this [kind](kinds.md#kinds), such as `anonymised` or `number`; "
        "may be repeated",
    )
    no_variants: bool = option(
        False,
        group=WORDS,
        help="Leave out words that are other spellings of a word in the list.",
        doc="leave out words that are other spellings of a word in the list",
    )


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class RankingOptions(KindOptions, Thresholds, WordOptions):
    """What is wanted of a corpus, wherever it is counted."""

    spread: bool = option(
        True,
        flag="no-spread",
        group=MORE,
        help="Skip document counts and dispersion, which take another pass over the text.",
        doc="count the documents that contain each word and measure its dispersion, which takes "
        "one more pass over the text",
    )

    @property
    def thresholds(self) -> Thresholds:
        """The lower bounds alone."""
        return Thresholds(**{one.name: getattr(self, one.name) for one in fields(Thresholds)})


@dataclass(frozen=True, eq=False, repr=False)
class DiscoverOptions(Reading, RankingOptions):
    """The arguments of `discover`."""

    corpus: Corpus | None = field(
        metadata=described(
            doc="a path or a list of paths (files, directories, patterns, `-` for standard "
            "input), an open file, or texts: `newword.Documents(list_of_str)` or any other "
            "iterable of str. None if `counts` has all that the method needs (`entropy` "
            "needs no text)"
        )
    )
    _: KW_ONLY
    counts: str | os.PathLike[str] | None = option(
        None,
        metavar="FILE",
        works_on_spark=False,
        help="Take the n-grams from a count file of these texts, or of these and more. Without "
        "PATH it needs a text kept beside it (newword count --keep-text), or --method entropy.",
        doc="take the n-grams from a [count file](count-files.md) of these texts, or of these and "
        "more. Leave PATH out (in Python `None`) for the text that is "
        "[kept beside it](count-files.md), or with `entropy`, which needs none",
    )
    on_progress: OnProgress | None = option(
        None, doc="called with stage, done and total about every 50 ms"
    )

    def __post_init__(self) -> None:
        Reading.__post_init__(self)
        RankingOptions.__post_init__(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is wanted of a corpus that was counted, checked before any of it is read.

    Attributes:
        method: Name of the method.
        unit: What it is to rank.
        chosen: The method.
        thresholds: Lower bounds.
        known_words: The dictionary.
        new_only: Leave out its words.
        decided: What was decided about words.
        top: Maximum number of words.
        sort: What they are chosen and ordered by; None for chosen by importance, ordered by score.
        spread: Look how the words lie in the documents.
        tagged: The dictionary that kinds are learned from; None if they are not asked for.
        choice: Which kinds are wanted.
        started: When, in seconds of `time.perf_counter`.
    """

    method: str
    unit: str
    chosen: Method
    thresholds: Thresholds
    known_words: BackgroundDictionary | None
    new_only: bool
    decided: Decisions | None
    top: int | None
    sort: str | None
    spread: bool
    tagged: BackgroundDictionary | None
    choice: KindChoice
    started: float

    @property
    def has_tags(self) -> bool:
        """Whether the dictionary knows parts of speech."""
        return self.known_words is not None and any(self.known_words.rows()[2])

    @classmethod
    def of(cls, options: RankingOptions) -> Asked:
        """What options ask for, with what they name read.

        Raises:
            ConfigError: An option has an invalid value.
            DictionaryError: The dictionary cannot be read.
        """
        started = time.perf_counter()
        dictionary, sort = options.dictionary, options.sort
        check_top(options.top)
        check_order(sort)
        if sort == "keyness" and dictionary is None:
            raise ConfigError(
                message("the order keyness needs a dictionary with frequencies, such as 'jieba'")
            )
        if options.new_only and dictionary is None:
            raise ConfigError(
                message("new_only needs a dictionary to be new against, such as 'jieba'")
            )
        choice = KindChoice.of(options.kind, options.no_kind, no_variants=options.no_variants)
        known_words = None if dictionary is None else load_dictionary(dictionary)
        return cls(
            method=options.method,
            unit=options.unit,
            chosen=find_method(options.method, options.unit),
            thresholds=options.thresholds,
            known_words=known_words,
            new_only=options.new_only,
            decided=_load(options.decisions),
            top=options.top,
            sort=sort,
            spread=options.spread,
            tagged=_tagged(known_words) if options.kinds or not choice.takes_all else None,
            choice=choice,
            started=started,
        )


def _tagged(known_words: BackgroundDictionary | None) -> BackgroundDictionary:
    """The dictionary to learn kinds from: the one that was given if it has tags, else jieba's."""
    if known_words is not None and any(known_words.rows()[2]):
        return known_words
    return load_dictionary("jieba")


def _load(
    decisions: Decisions | str | os.PathLike[str] | Sequence[str] | None,
) -> Decisions | None:
    if decisions is None or isinstance(decisions, Decisions):
        return decisions
    return load_decisions(decisions)
