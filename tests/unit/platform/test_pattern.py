"""Expressions at the top level of modules are compiled at their first use, and only then."""

from __future__ import annotations

import re
from copy import copy
from unittest.mock import patch

import pytest

from newword.platform.pattern import pattern


def test_a_pattern_does_what_the_compiled_expression_does() -> None:
    lazy, compiled = pattern("(a)|B", re.IGNORECASE), re.compile("(a)|B", re.IGNORECASE)
    for text in ("", "xAb", "b", "AA"):
        for method in ("search", "match", "fullmatch"):
            assert str(getattr(lazy, method)(text)) == str(getattr(compiled, method)(text))
        assert lazy.sub("_", text) == compiled.sub("_", text)
        assert lazy.split(text) == compiled.split(text)
        assert lazy.findall(text) == compiled.findall(text)
    assert lazy.pattern == compiled.pattern
    assert lazy.flags == compiled.flags
    assert pattern(rb"\d").findall(b"1a2") == [b"1", b"2"]


def test_an_expression_is_compiled_once_and_not_before_it_is_used() -> None:
    with patch("re.compile", wraps=re.compile) as compiling:
        lazy = pattern("[0-9]+")
        assert not compiling.called
        assert lazy.search("a1")
        assert lazy.fullmatch("12")
        assert lazy.search("b2")
        assert compiling.call_count == 1


def test_a_copy_is_as_good_and_what_is_not_there_is_named() -> None:
    assert copy(pattern("a")).match("a")
    with pytest.raises(AttributeError, match="serch"):
        pattern("a").serch  # type: ignore[attr-defined]  # noqa: B018
