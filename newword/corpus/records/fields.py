"""The content of a record: its text, in one field or several, its name and its time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from newword.corpus.documents import Mark
from newword.corpus.open.decode import encode_text
from newword.corpus.open.kinds import TEXT_FIELDS, Layout
from newword.corpus.report.notes import Notes, Place
from newword.platform.message import linked, message, template
from newword.platform.safe_text import excerpt
from newword.platform.times import time_of

__all__ = ["BETWEEN_FIELDS", "TextFields", "encoded", "mark_of", "named_fields"]

BETWEEN_FIELDS = "\n\n"
"""No word crosses this, even where lines are joined."""

_SHOWN_FIELDS = 8


class TextFields:
    """Where the text of a record is.

    A field may lie in others, as in ``a.b``, and those may be lists: ``messages.content`` is the
    content of all messages. Its value is a string or a list of strings.
    """

    def __init__(self, fields: tuple[str, ...] | None) -> None:
        """Look for fields.

        Args:
            fields: All of them are the text, in this order; None for the first of ``TEXT_FIELDS``
                that there is.
        """
        self._fields = fields
        self._only = fields[0] if fields is not None and len(fields) == 1 else None

    @property
    def wanted(self) -> str:
        """The fields in words."""
        fields = TEXT_FIELDS if self._fields is None else tuple(map(excerpt, self._fields))
        return linked(template("{one} or {other}"), fields)

    def text_of(self, record: Mapping[str, Any]) -> str | None:
        """The text of a record; None if it has none."""
        if self._only is not None and isinstance(text := record.get(self._only), str):
            return text
        if self._fields is None:
            for name in TEXT_FIELDS:
                if parts := list(_strings(record.get(name))):
                    return BETWEEN_FIELDS.join(parts)
            return None
        parts = [part for field in self._fields for part in _strings(_value(record, field))]
        return BETWEEN_FIELDS.join(parts) if parts else None

    def missing(self, record: Mapping[str, Any], place: Place | str, notes: Notes) -> None:
        """Note a record without a text, and what it has instead."""
        notes.count_record(
            "no-text",
            message("without a text in {wanted}", wanted=self.wanted),
            message(
                "{place}; it has {fields}", place=place, fields=named_fields([*map(str, record)])
            ),
        )


def _value(value: Any, field: str) -> Any:
    """The value at ``a.b``; in a list, that of each item."""
    if isinstance(value, list):
        return [_value(item, field) for item in value]
    if not isinstance(value, Mapping):
        return None
    if field in value:
        return value[field]
    first, dot, rest = field.partition(".")
    while dot:
        if first in value:
            return _value(value[first], rest)
        more, dot, rest = rest.partition(".")
        first = f"{first}.{more}"
    return None


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def named_fields(names: list[str]) -> str:
    """The first of them in words."""
    shown = ", ".join(excerpt(name) for name in names[:_SHOWN_FIELDS])
    return f"{shown} ..." if len(names) > _SHOWN_FIELDS else shown or message("no fields")


def mark_of(
    record: Mapping[str, Any], number: int, layout: Layout, place: Place | str, notes: Notes
) -> Mark:
    """What a record says of itself, by the fields of the layout.

    Args:
        record: By field.
        number: Of the record.
        layout: Which fields.
        place: Of the record, for notes.
        notes: Told when a name or a time was asked for and is not there, or is none.
    """
    own, time = None, None
    if layout.id_field is not None:
        value = _value(record, layout.id_field)
        if isinstance(value, (str, int, float)) and value != "":
            own = str(value)
        else:
            notes.count_record(
                "no-id",
                message("without a name in {id_field}", id_field=excerpt(layout.id_field)),
                place,
            )
    if layout.time_field is not None:
        field = excerpt(layout.time_field)
        try:
            time = time_of(_value(record, layout.time_field))
        except OverflowError:
            notes.count_record(
                "no-time",
                message("with a time outside of the calendar in {field}", field=field),
                place,
            )
        except ValueError:
            notes.count_record("no-time", message("without a time in {field}", field=field), place)
    return Mark(own, time, number)


def encoded(text: str, place: Place | str, notes: Notes) -> bytes:
    """The text of a record as UTF-8."""
    block, lone = encode_text(text)
    if lone and any("\ud800" <= c <= "\udfff" and c != "\udcff" for c in text):
        notes.count_record("invalid-bytes", message("with lone surrogates"), place)
    return block
