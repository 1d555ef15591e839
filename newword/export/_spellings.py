"""The spellings of words for a consumer, which compares literally where newword folds.

newword counts case, width and ignored characters alike; a dictionary is looked up as it is written.
So each spelling of the text gets an entry of its own, and what a consumer can never see is named.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newword.platform.message import message
from newword.table import Passage

if TYPE_CHECKING:
    from newword.table import WordTable

__all__ = ["FOLDED_NOTE", "Spellings", "find_spellings"]

FOLDED_NOTE = message(
    "this was tried on the kept text, in which case and width are folded; give the corpus itself "
    "to see what other spellings do"
)


@dataclass(slots=True)
class Spellings:
    """What is to be written, as parallel lists.

    Attributes:
        forms: Each spelling, in the order of the lexicon, the commonest of a word first.
        places: The word of each in the lexicon.
        counts: Occurrences of each, those of the word where no text is at hand.
        passages: Text around some occurrences of each.
        refused: Each word without a spelling that can be used, and why.
        unseen: Each spelling of another word that cannot, its occurrences, and why.
        notes: What else a person should be told.
    """

    forms: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    passages: list[tuple[Passage, ...]] = field(default_factory=list)
    refused: tuple[tuple[str, str], ...] = ()
    unseen: tuple[tuple[str, int, str], ...] = ()
    notes: tuple[str, ...] = ()


def find_spellings(
    lexicon: WordTable, refuse: Callable[[str], str | None], *, limit: int, around: int
) -> Spellings:
    """The spellings of all words that a consumer can find.

    Args:
        lexicon: The words; with contexts their spellings are those of the text.
        refuse: Why the consumer could never find a spelling; None if it can.
        limit: Passages of a word to look at.
        around: Characters of text on each side.
    """
    found = Spellings()
    words = lexicon.words
    contexts = lexicon.contexts
    usages = contexts.usages(words, limit=limit, around=around) if contexts else None
    refused: list[tuple[str, str]] = []
    unseen: list[tuple[str, int, str]] = []
    counts = lexicon.column("count").tolist()
    for place, (word, count) in enumerate(zip(words, counts, strict=True)):
        usage = usages[place] if usages is not None else None
        forms = usage.forms if usage is not None and usage.forms else {word: int(count)}
        reasons = {form: refuse(form) for form in forms}
        usable = [form for form in forms if reasons[form] is None]
        if not usable:
            first = next(iter(forms))
            refused.append((word, reasons[first] or ""))
            continue
        unseen += [(form, forms[form], why) for form, why in reasons.items() if why is not None]
        passages = () if usage is None else usage.passages
        for form in usable:
            found.forms.append(form)
            found.places.append(place)
            found.counts.append(forms[form])
            found.passages.append(tuple(p for p in passages if p[0][p[1] : p[2]] == form))
    found.refused, found.unseen = tuple(refused), tuple(unseen)
    if contexts and not contexts.is_exact:
        found.notes = (FOLDED_NOTE,)
    return found
