"""Words with what is known of each: the columns that rankings fill and exports write."""

from __future__ import annotations

from newword.table.columns import COLUMNS, DTYPES, Entry, Report
from newword.table.contexts import Contexts, Passage, Usage
from newword.table.label import LABEL_COLUMNS, Label
from newword.table.word_table import WordTable

__all__ = [
    "COLUMNS",
    "DTYPES",
    "LABEL_COLUMNS",
    "Contexts",
    "Entry",
    "Label",
    "Passage",
    "Report",
    "Usage",
    "WordTable",
]
