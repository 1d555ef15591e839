"""Texts that keep their template and values."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable

import pytest

from newword import ConfigError
from newword.cli.messages import Catalogue
from newword.errors import OutputError
from newword.platform.message import LIST, Message, from_plain, known, linked, message, plain
from newword.platform.safe_text import terminal

CATALOGUE = Catalogue(
    {
        "{word}: {verdict}": "{word}：{verdict}",
        "not ranked: {reasons}": "未入选：{reasons}",
        "{name} is {missing} below {bound}": "{name} 比 {bound} 低 {missing}",
        "{a} is {b}": "{a} 是 {b}",
        "{one}, {other}": "{one}，{other}",
        "No such file": "没有这个文件",
    }
)


def test_a_message_is_its_english_text() -> None:
    found = message("{name} is {order}", name="a.arpa", order=3)
    assert found == "a.arpa is 3"
    assert isinstance(found, str)
    assert found.template == "{name} is {order}"


def test_a_message_in_an_exception_comes_out_of_it_with_its_template() -> None:
    error = ConfigError(message("top must not be negative, got {top}", top=-1))
    assert isinstance(str(error), Message)
    assert str(error) == "top must not be negative, got -1"


def test_a_message_travels() -> None:
    found = pickle.loads(pickle.dumps(message("{a} is {b}", a=1, b=message("{c}", c=2))))
    assert (found, found.template) == ("1 is 2", "{a} is {b}")
    assert isinstance(found.values["b"], Message)


def test_messages_in_messages_are_translated_each_by_its_own_template() -> None:
    below = message("{name} is {missing} below {bound}", name="score", missing=0.1, bound=0.3)
    verdict = message("not ranked: {reasons}", reasons=linked(LIST, [below, below]))
    found = message("{word}: {verdict}", word="我们", verdict=verdict)
    assert CATALOGUE.translate(found) == ("我们：未入选：score 比 0.3 低 0.1，score 比 0.3 低 0.1")


@pytest.mark.parametrize("word", ["not ranked: x", "a is b", "{0}", "{word}", "x: y is z below 1"])
def test_a_value_that_looks_like_a_message_stays_what_it_is(word: str) -> None:
    assert CATALOGUE.translate(message("{a} is {b}", a=word, b="c")) == f"{word} 是 c"


def test_what_has_no_translation_keeps_its_template_and_translates_its_values() -> None:
    inner = message("{a} is {b}", a=1, b=2)
    assert CATALOGUE.translate(message("about {inner}", inner=inner)) == "about 1 是 2"


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_copy_is_a_message(copied: Callable[[Message], Message]) -> None:
    found = copied(message("{a} is {b}", a=1, b=message("{c}", c=2)))
    assert (found, found.template, found.values["b"].template) == ("1 is 2", "{a} is {b}", "{c}")


def test_an_error_between_processes_keeps_its_message() -> None:
    for error in (
        ConfigError(message("{a} is {b}", a=1, b=2)),
        OutputError(message("{a} is {b}", a=1, b=2), 28, "a.txt"),
    ):
        there = pickle.loads(pickle.dumps(error))
        assert CATALOGUE.translate(str(there)) == "1 是 2"


def test_a_message_goes_through_json() -> None:
    found = message("{a} is {b}", a="{c}", b=message("{name}: x", name="y"))
    there = from_plain(json.loads(json.dumps(plain(found))))
    assert (there, there.template, there.values) == (found, found.template, found.values)
    assert from_plain(plain("a {text}")) == "a {text}"


@pytest.mark.parametrize("template", ["{a.__class__}", "{a!r}", "{a:>99}", "{0[1]}", "{", "a } b"])
def test_nothing_but_names_is_taken_from_json(template: str) -> None:
    with pytest.raises(ValueError, match="no template"):
        from_plain([template, {"a": "b"}])


def test_what_others_say_has_no_values() -> None:
    assert known("a {b}") == "a {b}"
    assert CATALOGUE.translate(message("{a} is {b}", a="x", b=known("No such file"))) == (
        "x 是 没有这个文件"
    )


def test_every_value_of_a_message_can_be_changed() -> None:
    found = message("{a} is {b}", a="x", b=message("{c}, y", c="x")).with_values(str.upper)
    assert (found, found.template) == ("X is X, y", "{a} is {b}")
    assert terminal(message("{a} is {b}", a="\x1b", b="c")) == "\\x1b is c"
