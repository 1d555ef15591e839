"""Columns of Arrow as lists, where one value that cannot be made costs that value alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from newword.platform.extras import load_extra
from newword.platform.message import message

__all__ = ["plain_texts", "text_bytes", "text_values", "time_values", "values"]

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_OF_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
_BEYOND = "+10000-01-01"  # a moment that Python's calendar has not


def values(column: Any) -> Sequence[Any]:
    """The values of a column; None for one that Python cannot hold."""
    try:
        return column.to_pylist()  # type: ignore[no-any-return]
    except Exception:
        return [_value(scalar) for scalar in column]


def _value(scalar: Any) -> Any:
    try:
        return scalar.as_py()
    except Exception:  # a bad string, a moment beyond the calendar: that value is lost, no other
        return None


def time_values(column: Any) -> Sequence[Any]:
    """The times of a column as `newword.platform.times.time_of` takes them."""
    arrow = load_extra("pyarrow", extra="parquet", purpose=message("reading Parquet"))
    if not arrow.types.is_timestamp(column.type):
        return values(column)
    of_second = _OF_SECOND[column.type.unit]
    return [None if n is None else _moment(n // of_second) for n in values(column.cast("int64"))]


def _moment(seconds: int) -> datetime | str:
    try:
        return _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return _BEYOND


def text_values(column: Any) -> Sequence[bytes | None] | None:
    """UTF-8 of a column of strings, with a byte 0xFF for what is none; None for other columns."""
    arrow = load_extra("pyarrow", extra="parquet", purpose=message("reading Parquet"))
    if arrow.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if not (arrow.types.is_string(column.type) or arrow.types.is_large_string(column.type)):
        return None
    is_large = arrow.types.is_large_string(column.type)
    try:
        column.validate(full=True)
        is_sound = True
    except arrow.ArrowInvalid:
        is_sound = False
    texts = column.cast(arrow.large_binary() if is_large else arrow.binary()).to_pylist()
    if is_sound:
        return texts  # type: ignore[no-any-return]
    return [None if text is None else _marked(text) for text in texts]


def _marked(text: bytes) -> bytes:
    """With a byte 0xFF for each that is no UTF-8."""
    return text.decode("utf-8", "surrogateescape").encode("utf-8", "newword.break")


def text_bytes(column: Any) -> int:
    """UTF-8 of all strings of a column; 0 of other columns."""
    arrow = load_extra("pyarrow", extra="parquet", purpose=message("reading Parquet"))
    compute = load_extra("pyarrow.compute", extra="parquet", purpose=message("reading Parquet"))
    if not (arrow.types.is_string(column.type) or arrow.types.is_large_string(column.type)):
        return 0
    return int(compute.sum(compute.binary_length(column)).as_py() or 0)


def plain_texts(column: Any) -> list[str] | None:
    """The strings of a column of Arrow, if it has nothing else."""
    arrow = load_extra("pyarrow", extra="parquet", purpose=message("reading Parquet"))
    is_string = arrow.types.is_string(column.type) or arrow.types.is_large_string(column.type)
    if not is_string or column.null_count:
        return None
    try:
        column.validate(full=True)
    except arrow.ArrowInvalid:
        return None
    return column.to_pylist()  # type: ignore[no-any-return]
