"""Texts for people that keep their template and values, and so can be translated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["Message", "joined", "message"]


class Message(str):
    """An English text that knows what it was made of.

    It is the text wherever a string is wanted; only the command line, which translates templates,
    looks further. A value may be a message itself.

    Attributes:
        template: The text with ``{names}`` in place of its values.
        values: The values by name, as text or messages.
    """

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


def message(template: str, /, **values: object) -> Message:
    """A text for people.

    Example:
        >>> found = message("{name} is {order}", name="model.arpa", order=3)
        >>> found, found.template
        ('model.arpa is 3', '{name} is {order}')
    """
    return Message(template, values)


def joined(separator: str, parts: Sequence[str]) -> Message:
    """Messages one after the other, each of which stays one."""
    names = [f"part_{n}" for n in range(len(parts))]
    template = separator.join(f"{{{name}}}" for name in names)
    return Message(template, dict(zip(names, parts, strict=True)))
