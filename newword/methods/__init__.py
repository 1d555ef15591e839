"""The ranking methods, by the name that `--method` takes."""

from __future__ import annotations

from newword.errors import ConfigError
from newword.methods.base import Method, Ranking
from newword.methods.entropy import EntropyMethod
from newword.methods.formula import FormulaMethod
from newword.methods.model import ModelMethod
from newword.methods.reference import ReferenceMethod

__all__ = ["DEFAULT_METHOD", "METHODS", "Method", "Ranking", "find_method"]

METHODS: dict[str, Method] = {
    m.name: m for m in (ModelMethod(), FormulaMethod(), EntropyMethod(), ReferenceMethod())
}
DEFAULT_METHOD = "model"


def find_method(name: str) -> Method:
    """The method of that name.

    Raises:
        ConfigError: There is none; the message lists them.
    """
    try:
        return METHODS[name]
    except KeyError:
        raise ConfigError(f"no method {name!r}; there are {', '.join(METHODS)}") from None
