"""What newword must compute, said the slow and obvious way.

Nothing here shares code or a table with the engine. A `Document` is UTF-8 bytes or a str, a corpus
is a list of documents, an n-gram is a tuple of symbols, and every mapping returned is in the order
of code points of the folded string ("".join of the n-gram), which tells n-grams apart.
"""

from __future__ import annotations

from .count_file import CountFile, Window, crc32c, decode_count_file, windows
from .decoding import BREAK, Break, decode
from .dispersion import document_count, evenness, slice_counts
from .lattice import Edges, Expectation, Lattice, log_weight
from .ngrams import (
    Candidate,
    Neighbour,
    Neighbours,
    Ngram,
    candidates,
    cohesion,
    count_ngrams,
    entropy,
    neighbours,
    variety,
)
from .reference import longest_connection, reference
from .units import (
    Document,
    Unit,
    all_runs,
    count_units,
    runs,
    shown_forms,
    token_runs,
    without_spaces,
)

__all__ = [
    "BREAK",
    "Break",
    "Candidate",
    "CountFile",
    "Document",
    "Edges",
    "Expectation",
    "Lattice",
    "Neighbour",
    "Neighbours",
    "Ngram",
    "Unit",
    "Window",
    "all_runs",
    "candidates",
    "cohesion",
    "count_ngrams",
    "count_units",
    "crc32c",
    "decode",
    "decode_count_file",
    "document_count",
    "entropy",
    "evenness",
    "log_weight",
    "longest_connection",
    "neighbours",
    "reference",
    "runs",
    "shown_forms",
    "slice_counts",
    "token_runs",
    "variety",
    "windows",
    "without_spaces",
]
