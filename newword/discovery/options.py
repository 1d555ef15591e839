"""What is asked of a corpus, wherever it is counted: the arguments of `discover` as one object."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass

from newword.config import Thresholds, check_top
from newword.dictionary.background import BackgroundDictionary, load_dictionary
from newword.errors import ConfigError
from newword.lexicon.decisions import Decisions, load_decisions
from newword.lexicon.label import KindChoice
from newword.lexicon.order import check_order
from newword.methods import DEFAULT_METHOD, Method, find_method
from newword.platform.message import message

__all__ = ["Asked"]


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
    def of(
        cls,
        *,
        method: str = DEFAULT_METHOD,
        unit: str = "word",
        dictionary: str | os.PathLike[str] | BackgroundDictionary | Sequence[str] | None = None,
        new_only: bool = False,
        decisions: Decisions | str | os.PathLike[str] | Sequence[str] | None = None,
        top: int | None = None,
        sort: str | None = None,
        min_count: int | None = None,
        max_len: int = 6,
        min_cohesion: float | None = None,
        min_entropy: float | None = None,
        min_score: float | None = None,
        numbers: bool = False,
        names: bool = True,
        spread: bool = True,
        kinds: bool = False,
        kind: str | Sequence[str] = (),
        no_kind: str | Sequence[str] = (),
        no_variants: bool = False,
    ) -> Asked:
        """What the arguments of `discover` of these names ask for.

        Raises:
            ConfigError: An option has a value that cannot work.
            DictionaryError: The dictionary cannot be read.
        """
        started = time.perf_counter()
        thresholds = Thresholds(
            min_count=min_count,
            max_len=max_len,
            min_cohesion=min_cohesion,
            min_entropy=min_entropy,
            min_score=min_score,
            numbers=numbers,
            names=names,
        )
        check_top(top)
        check_order(sort)
        if sort == "keyness" and dictionary is None:
            raise ConfigError(
                message("the order keyness needs a dictionary with frequencies, such as 'jieba'")
            )
        if new_only and dictionary is None:
            raise ConfigError(
                message("new_only needs a dictionary to be new against, such as 'jieba'")
            )
        choice = KindChoice.of(kind, no_kind, no_variants=no_variants)
        known_words = None if dictionary is None else load_dictionary(dictionary)
        return cls(
            method=method,
            unit=unit,
            chosen=find_method(method, unit),
            thresholds=thresholds,
            known_words=known_words,
            new_only=new_only,
            decided=_load(decisions),
            top=top,
            sort=sort,
            spread=spread,
            tagged=_tagged(known_words) if kinds or not choice.takes_all else None,
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
