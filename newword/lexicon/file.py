"""Reading back a lexicon that was written as a table, and any other list of words as a lexicon."""

from __future__ import annotations

import os

from newword.lexicon.lexicon import Lexicon
from newword.table.load import load_table

__all__ = ["load_lexicon"]


def load_lexicon(path: str | os.PathLike[str]) -> Lexicon:
    """A lexicon from a file that `newword discover` wrote, or from any other list of words.

    Args:
        path: JSON Lines, TSV, CSV or Parquet from newword, with all columns (foreign columns are
            ignored); or a file in any format that `load_dictionary` reads, which gives words and,
            if it has them, counts.

    Returns:
        The words in the order of the file. The report says what a file was taken for if it is not a
        table of newword. It knows neither the corpus nor its size. There is no text, and so there
        are no contexts.

    Raises:
        LexiconFileError: It cannot be read, is damaged, or contains no words; the message has the
            line.
    """
    return load_table(path, Lexicon)
