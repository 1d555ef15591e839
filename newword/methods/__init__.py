"""The ranking methods, by the name that `--method` takes."""

from __future__ import annotations

from newword.errors import ConfigError
from newword.methods.base import Method, Ranking
from newword.methods.entropy import EntropyMethod
from newword.methods.formula import FormulaMethod
from newword.methods.lm import LanguageModelMethod
from newword.methods.model import ModelMethod
from newword.methods.reference import ReferenceMethod
from newword.methods.terms import TermMethod
from newword.methods.words_and_terms import WordAndTermMethod
from newword.platform.message import message

__all__ = ["DEFAULT_METHOD", "METHODS", "UNITS", "Method", "Ranking", "find_method"]

METHODS: dict[str, Method] = {
    m.name: m
    for m in (
        ModelMethod(),
        FormulaMethod(),
        EntropyMethod(),
        ReferenceMethod(),
        LanguageModelMethod(),
    )
}
DEFAULT_METHOD = "model"
UNITS = ("word", "term", "both")
"""What is ranked: words, consistently delimited terms of any length, or both in one list."""

_OF_UNIT: dict[str, Method] = {"term": TermMethod(), "both": WordAndTermMethod()}


def find_method(name: str, unit: str = "word") -> Method:
    """The method of that name that ranks such units.

    Raises:
        ConfigError: There is none; the message lists them.
    """
    if unit not in UNITS:
        raise ConfigError(
            message("no unit {unit}; there are {units}", unit=repr(unit), units=", ".join(UNITS))
        )
    if name not in METHODS:
        raise ConfigError(
            message(
                "no method {name}; there are {methods}", name=repr(name), methods=", ".join(METHODS)
            )
        )
    if unit == "word":
        return METHODS[name]
    found = _OF_UNIT[unit]
    if name != found.name:
        raise ConfigError(
            message(
                "method {name} ranks words; terms are ranked by {name_2}",
                name=name,
                name_2=found.name,
            )
        )
    return found
