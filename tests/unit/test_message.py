"""Texts that keep their template and values."""

from __future__ import annotations

import pickle

import pytest

from newword import ConfigError
from newword.cli.messages import Catalogue
from newword.platform.message import Message, joined, message

CATALOGUE = Catalogue(
    {
        "{word}: {verdict}": "{word}：{verdict}",
        "not ranked: {reasons}": "未入选：{reasons}",
        "{name} is {missing} below {bound}": "{name} 比 {bound} 低 {missing}",
        "{a} is {b}": "{a} 是 {b}",
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
    verdict = message("not ranked: {reasons}", reasons=joined(", ", [below, below]))
    found = message("{word}: {verdict}", word="我们", verdict=verdict)
    assert CATALOGUE.translate(found) == ("我们：未入选：score 比 0.3 低 0.1, score 比 0.3 低 0.1")


@pytest.mark.parametrize("word", ["not ranked: x", "a is b", "{0}", "{word}", "x: y is z below 1"])
def test_a_value_that_looks_like_a_message_stays_what_it_is(word: str) -> None:
    assert CATALOGUE.translate(message("{a} is {b}", a=word, b="c")) == f"{word} 是 c"


def test_what_has_no_translation_keeps_its_template_and_translates_its_values() -> None:
    inner = message("{a} is {b}", a=1, b=2)
    assert CATALOGUE.translate(message("about {inner}", inner=inner)) == "about 1 是 2"
