"""Which files are mutated, and which tests must notice: the quickest first."""

from __future__ import annotations

__all__ = ["CORE", "PYTHON"]

_METHOD = "tests/unit/methods/test_methods.py"
_FILES = (
    "tests/unit/platform/test_files.py",
    "tests/unit/platform/test_file_faults.py",
    "tests/unit/platform/test_file_errors.py",
)

PYTHON: dict[str, tuple[str, ...]] = {
    "newword/ranking/candidates.py": (
        "tests/unit/ranking/test_candidates.py",
        "tests/unit/methods/test_formula.py",
    ),
    "newword/platform/safe_text.py": ("tests/unit/platform/test_safe_text.py",),
    "newword/platform/files.py": _FILES,
    "newword/platform/writing/replacement.py": _FILES,
    "newword/platform/writing/writer.py": _FILES,
    "newword/config.py": ("tests/unit/project/test_config.py",),
    "newword/methods/__init__.py": (_METHOD, "tests/unit/methods/test_terms.py"),
    "newword/methods/base.py": (
        _METHOD,
        "tests/unit/ranking/test_candidates.py",
    ),
    "newword/methods/entropy.py": (_METHOD,),
    "newword/methods/formula.py": (
        _METHOD,
        "tests/unit/methods/test_formula.py",
        "tests/unit/methods/test_terms.py",
    ),
    "newword/methods/lm.py": (
        _METHOD,
        "tests/unit/language/test_language_words.py",
    ),
    "newword/methods/model.py": (
        _METHOD,
        "tests/unit/model/test_model.py",
        "tests/unit/model/test_model_dictionary.py",
    ),
    "newword/methods/numbers.py": ("tests/unit/methods/test_numbers.py",),
    "newword/methods/reference.py": (
        _METHOD,
        "tests/property/test_connection.py",
    ),
    "newword/methods/terms.py": ("tests/unit/methods/test_terms.py",),
}

# Tests of csrc/tests by name: with the interpreter and the extension a trial would take minutes.
CORE: dict[str, tuple[str, ...]] = {
    "csrc/newword/ngrams/score.cpp": ("cohesion",),
    "csrc/newword/ngrams/entropy.cpp": ("entropy",),
    "csrc/newword/ngrams/entropy.hpp": ("entropy",),
    "csrc/newword/base/fixed_point.cpp": ("fixed point",),
    "csrc/newword/base/fixed_point.hpp": ("fixed point",),
}
