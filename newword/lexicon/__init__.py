"""The ranked lexicon: in memory, in files, in context."""

from __future__ import annotations

from newword.lexicon.lexicon import COLUMNS, Contexts, Entry, Lexicon, Passage, Report, Usage

__all__ = ["COLUMNS", "Contexts", "Entry", "Lexicon", "Passage", "Report", "Usage"]
