"""newword finds the words of raw Chinese and other unsegmented text, new ones above all.

>>> import newword
>>> lexicon = newword.discover("corpus/", dictionary="jieba", new_only=True)  # doctest: +SKIP
>>> lexicon.words[:3]  # doctest: +SKIP
>>> lexicon.export("userdict.txt", format="jieba")  # doctest: +SKIP
"""

from __future__ import annotations

from newword.comparison.keyness import Comparison, KeyWord, compare
from newword.comparison.plots import plot_comparison, plot_trend
from newword.comparison.trend import Burst, Trend, TrendWord, trend
from newword.corpus import Documents, InputProblem
from newword.counting.count_file import (
    CountFileInfo,
    WrittenCounts,
    count_to_file,
    verify_count_file,
)
from newword.counting.counts import CountedCorpus, Reading, count_corpus
from newword.counting.merge import add_to_count_file, merge_count_files
from newword.counting.score import score_count_file
from newword.counting.shard import WrittenShard, count_shard
from newword.dictionary.background import BackgroundDictionary, load_dictionary
from newword.discovery.adapt import AdaptReport, adapt_jieba
from newword.discovery.explain import Explanation, explain
from newword.discovery.pipeline import discover
from newword.errors import (
    ConfigError,
    CorpusError,
    CountFileError,
    CountOverflowError,
    DecisionsError,
    DictionaryError,
    EvaluationError,
    ExportError,
    LanguageModelError,
    LexiconFileError,
    MissingPackageError,
    NewwordError,
    OutputError,
    SparkJobError,
)
from newword.evaluation import (
    Gold,
    HiddenFigures,
    LexiconFigures,
    SegmentationFigures,
    evaluate_lexicon,
    evaluate_segmentation,
    judge_by_hidden_words,
    read_gold,
)
from newword.language.model import LanguageModel, TextFigures
from newword.language.training import OrderOfModel, TrainedModel, train_language_model
from newword.lexicon import Entry, Lexicon, Report
from newword.lexicon.decisions import Decision, Decisions, apply_decisions, load_decisions
from newword.lexicon.file import load_lexicon
from newword.lexicon.kwic import Concordance, kwic, with_corpus
from newword.lexicon.manifest import make_manifest
from newword.review import write_review
from newword.segmentation.segment import SegmentReport, learn_segmenter, segment_corpus
from newword.segmentation.segmenter import Piece, Segmenter

__version__ = "0.1.0"

__all__ = [
    "AdaptReport",
    "BackgroundDictionary",
    "Burst",
    "Comparison",
    "Concordance",
    "ConfigError",
    "CorpusError",
    "CountFileError",
    "CountFileInfo",
    "CountOverflowError",
    "CountedCorpus",
    "Decision",
    "Decisions",
    "DecisionsError",
    "DictionaryError",
    "Documents",
    "Entry",
    "EvaluationError",
    "Explanation",
    "ExportError",
    "Gold",
    "HiddenFigures",
    "InputProblem",
    "KeyWord",
    "LanguageModel",
    "LanguageModelError",
    "Lexicon",
    "LexiconFigures",
    "LexiconFileError",
    "MissingPackageError",
    "NewwordError",
    "OrderOfModel",
    "OutputError",
    "Piece",
    "Reading",
    "Report",
    "SegmentReport",
    "SegmentationFigures",
    "Segmenter",
    "SparkJobError",
    "TextFigures",
    "TrainedModel",
    "Trend",
    "TrendWord",
    "WrittenCounts",
    "WrittenShard",
    "adapt_jieba",
    "add_to_count_file",
    "apply_decisions",
    "compare",
    "count_corpus",
    "count_shard",
    "count_to_file",
    "discover",
    "evaluate_lexicon",
    "evaluate_segmentation",
    "explain",
    "judge_by_hidden_words",
    "kwic",
    "learn_segmenter",
    "load_decisions",
    "load_dictionary",
    "load_lexicon",
    "make_manifest",
    "merge_count_files",
    "plot_comparison",
    "plot_trend",
    "read_gold",
    "score_count_file",
    "segment_corpus",
    "train_language_model",
    "trend",
    "verify_count_file",
    "with_corpus",
    "write_review",
]
