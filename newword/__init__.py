"""newword finds the words of raw Chinese and other unsegmented text, above all new ones.

>>> import newword
>>> lexicon = newword.discover("corpus/", dictionary="jieba", new_only=True)  # doctest: +SKIP
>>> lexicon.words[:3]  # doctest: +SKIP
>>> lexicon.export("userdict.txt", format="jieba")  # doctest: +SKIP
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

# Each public name is imported when somebody asks for it (PEP 562): `newword --version` needs none
# of them, and NumPy alone takes a tenth of a second. Type checkers read `__init__.pyi`.
_HOME = {
    "AdaptReport": "discovery.adapt",
    "AnalyserReport": "discovery.adapt_analysers",
    "BackgroundDictionary": "dictionary.background",
    "Burst": "comparison.trend",
    "Comparison": "comparison.keyness",
    "Concordance": "lexicon.kwic",
    "ConfigError": "errors",
    "CorpusError": "errors",
    "CountFileError": "errors",
    "CountFileInfo": "counting.count_file",
    "CountOverflowError": "errors",
    "CountedCorpus": "counting.counts",
    "Decision": "lexicon.decisions",
    "Decisions": "lexicon.decisions",
    "DecisionsError": "errors",
    "DictionaryError": "errors",
    "Documents": "corpus",
    "Entry": "table",
    "EvaluationError": "errors",
    "Explanation": "discovery.explain",
    "ExportError": "errors",
    "Gold": "evaluation",
    "HiddenFigures": "evaluation",
    "InputProblem": "corpus",
    "KeyWord": "comparison.keyness",
    "Label": "table.label",
    "LanguageModel": "language.model",
    "LanguageModelError": "errors",
    "Lexicon": "lexicon",
    "LexiconFigures": "evaluation",
    "LexiconFileError": "errors",
    "MissingPackageError": "errors",
    "NewwordError": "errors",
    "OrderOfModel": "language.training",
    "OutputError": "errors",
    "Piece": "segmentation.segmenter",
    "Reading": "counting.reading",
    "Report": "table",
    "SegmentReport": "segmentation.segment",
    "SegmentationFigures": "evaluation",
    "Segmenter": "segmentation.segmenter",
    "SparkJobError": "errors",
    "TextFigures": "language.model",
    "TrainedModel": "language.training",
    "Trend": "comparison.trend",
    "TrendWord": "comparison.trend",
    "WrittenCounts": "counting.count_file",
    "WrittenShard": "counting.sharding.shard",
    "adapt_jieba": "discovery.adapt",
    "adapt_mecab": "discovery.adapt_analysers",
    "adapt_sudachi": "discovery.adapt_analysers",
    "add_to_count_file": "counting.merge",
    "apply_decisions": "lexicon.decisions",
    "compare": "comparison.keyness",
    "count_corpus": "counting.counts",
    "count_shard": "counting.sharding.shard",
    "count_to_file": "counting.count_file",
    "discover": "discovery.pipeline",
    "evaluate_lexicon": "evaluation",
    "evaluate_segmentation": "evaluation",
    "explain": "discovery.explain",
    "judge_by_hidden_words": "evaluation",
    "kwic": "lexicon.kwic",
    "learn_segmenter": "segmentation.segment",
    "load_decisions": "lexicon.decisions",
    "label_words": "lexicon.kinds",
    "load_dictionary": "dictionary.background",
    "load_lexicon": "lexicon.file",
    "make_manifest": "lexicon.manifest",
    "merge_count_files": "counting.merge",
    "plot_comparison": "comparison.plots",
    "plot_trend": "comparison.plots",
    "read_gold": "evaluation",
    "score_count_file": "counting.score",
    "segment_corpus": "segmentation.segment",
    "train_language_model": "language.training",
    "trend": "comparison.trend",
    "verify_count_file": "counting.count_file",
    "with_corpus": "lexicon.kwic",
    "with_labels": "lexicon.kinds",
    "write_review": "review",
}
__all__ = [*_HOME]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
