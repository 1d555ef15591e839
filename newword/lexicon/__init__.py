"""The ranked lexicon: in memory, in files, in context."""

from __future__ import annotations

from newword.lexicon.contexts import Contexts, Passage, Usage
from newword.lexicon.label import LABEL_COLUMNS, Label
from newword.lexicon.lexicon import COLUMNS, Entry, Lexicon, Report

__all__ = [
    "COLUMNS",
    "LABEL_COLUMNS",
    "Contexts",
    "Entry",
    "Label",
    "Lexicon",
    "Passage",
    "Report",
    "Usage",
]
