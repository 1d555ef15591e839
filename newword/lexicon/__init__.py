"""The ranked lexicon: in memory, in files, in context."""

from __future__ import annotations

from newword.lexicon.lexicon import Lexicon
from newword.table import COLUMNS, LABEL_COLUMNS, Contexts, Entry, Label, Passage, Report, Usage

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
