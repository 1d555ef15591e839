"""Texts for people that keep their template and values, and so can be translated.

Whatever newword tells a person is made here, of a template that stands in the source as it is.
`tools/messages.py` collects the templates for the catalogue of translations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from newword.platform.pattern import pattern

__all__ = [
    "CLAUSES", "LIST", "Message", "from_plain", "known", "linked", "message", "plain", "reason_of",
    "template",
]  # fmt: skip

_TEMPLATE = pattern(
    r"(?:[^{}]|\{\{|\}\}|\{\w+\})*"
)  # names alone: no part of an object is asked for


class Message(str):
    """An English text that knows what it was made of.

    It is the text wherever a string is wanted; only the command line, which translates templates,
    looks further. A value may be a message itself.

    Attributes:
        template: The text with ``{names}`` in place of its values.
        values: The values by name, as text or messages.
    """

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, str]

    def __new__(cls, template: str, values: Mapping[str, object]) -> Message:
        """A message of a template and its values."""
        texts = {name: str(value) for name, value in values.items()}
        made = super().__new__(cls, template.format_map(texts))
        made.template, made.values = template, texts
        return made

    def __str__(self) -> str:
        """Itself: `str` of it, and of an exception that holds it, stays a message."""
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return Message, (self.template, dict(self.values))

    def with_values(self, change: Callable[[str], str]) -> Message:
        """The same message with every value that is no message changed, at any depth."""
        return Message(
            self.template,
            {
                name: value.with_values(change) if isinstance(value, Message) else change(value)
                for name, value in self.values.items()
            },
        )


def message(template: str, /, **values: object) -> Message:
    """A text for people.

    Args:
        template: As it stands in the source, never put together: it is looked up as a whole.
        values: What goes into it. One that is text of ours is a message itself.

    Example:
        >>> found = message("{name} is {order}", name="model.arpa", order=3)
        >>> found, found.template
        ('model.arpa is 3', '{name} is {order}')
    """
    return Message(template, values)


def template(text: str, /) -> str:
    """Marks the template of a message that is made elsewhere, so that it gets its translation."""
    return text


def known(text: str) -> Message:
    """What the system or a library says, which the catalogue may have as a whole."""
    return Message(text.replace("{", "{{").replace("}", "}}"), {})


def reason_of(error: OSError) -> Message:
    """Why the system did not do something."""
    return known(error.strerror) if error.strerror else message("{error}", error=error)


def plain(text: str) -> object:
    """A text as JSON can hold it, for `from_plain`."""
    if isinstance(text, Message):
        return [text.template, {name: plain(value) for name, value in text.values.items()}]
    return text


def from_plain(given: Any) -> str:
    """The text of what `plain` gave."""
    if isinstance(given, str):
        return given
    text, values = given
    if not _TEMPLATE.fullmatch(text):
        raise ValueError("no template")
    return Message(text, {name: from_plain(value) for name, value in values.items()})


CLAUSES = template("{one}; {other}")
LIST = template("{one}, {other}")


def linked(pair: str, /, texts: Sequence[str]) -> str:
    """Texts, at least one, put together by the template for ``{one}`` and ``{other}``.

    Example:
        >>> linked("{one} or {other}", ["a", "b", "c"])
        'a or b or c'
    """
    found = texts[0]
    for text in texts[1:]:
        found = message(pair, one=found, other=text)
    return found
