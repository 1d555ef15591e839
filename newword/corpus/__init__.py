"""From paths, streams and texts to blocks of UTF-8: walk, decode, read."""

from __future__ import annotations

from newword.corpus.read import Corpus, Documents, read_corpus
from newword.corpus.report.problem import CorpusReport, InputProblem, Progress
from newword.corpus.walk import Listing, find_files

__all__ = [
    "Corpus",
    "CorpusReport",
    "Documents",
    "InputProblem",
    "Listing",
    "Progress",
    "find_files",
    "read_corpus",
]
