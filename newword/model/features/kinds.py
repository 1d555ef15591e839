"""The kinds of evidence that the features of a judge are, in the order of its columns."""

from __future__ import annotations

from typing import TypeAlias

from newword.model.features.boundaries import BOUNDARIES
from newword.model.features.composition import COMPOSITION
from newword.model.features.cuts import CUTS
from newword.model.features.dictionary_evidence import DICTIONARY
from newword.model.features.frames import FRAMES
from newword.model.features.gap_marks import GAPS
from newword.model.features.reduplication import REDUPLICATION
from newword.model.features.script_marks import SCRIPT_MARKS
from newword.ranking.features import BASE_FEATURES

__all__ = ["KINDS", "OF_DICTIONARY", "SCRIPT_KINDS", "Kinds"]

Kinds: TypeAlias = "tuple[tuple[str, tuple[str, ...]], ...]"
"""Each with a name and those of its features."""

_OF_TEXT: Kinds = (
    ("statistics", BASE_FEATURES),
    ("boundaries", BOUNDARIES),
    ("composition", COMPOSITION),
    ("frames", FRAMES),
    ("reduplication", REDUPLICATION),
    ("language_model", CUTS),
)

KINDS: Kinds = (*_OF_TEXT, ("gap_network", GAPS))
"""Of the judges of Chinese strings."""

OF_DICTIONARY = ("dictionary", DICTIONARY)
"""What is last if there is a dictionary."""

SCRIPT_KINDS: Kinds = (*_OF_TEXT, ("scripts", SCRIPT_MARKS))
"""Of the judges of strings of other scripts."""
