"""Times of documents: reading them as data has them, and writing them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from newword.platform.message import message
from newword.platform.pattern import pattern

__all__ = ["iso_time", "parse_time", "time_of"]

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_LONGEST = 40
_YEAR = pattern(r"\d{4}")
_MONTH = pattern(r"(\d{4})[-/.]?(0[1-9]|1[0-2])")
_DAY = pattern(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})")
_EPOCH_SECONDS = pattern(r"-?\d{9,11}(?:\.\d+)?")
_EPOCH_MILLISECONDS = pattern(r"-?\d{12,14}")
_LATE_YEAR = pattern(r"\+?\d{5,}[-/.]\d{1,2}[-/.]\d{1,2}")
_FRACTION = pattern(r"(\.\d{6})\d+")


def parse_time(value: object) -> int | None:
    """The value of a time field in seconds since 1970, UTC; None if it is not a time.

    Understood are a year (`1987`), a month (`2024-05`), a day (`2024-05-01`, `20240501`,
    `2024/5/1`), a date with a time by ISO 8601 (UTC unless it says otherwise), seconds (9 to 11
    digits) or milliseconds (12 to 14 digits) since 1970, and the dates and timestamps of Parquet.
    A year, month or day stands for its beginning.

    Example:
        >>> parse_time("1970-01-02"), parse_time(1714521600000), parse_time("unknown")
        (86400, 1714521600, None)
    """
    try:
        return time_of(value)
    except (ValueError, OverflowError):
        return None


def time_of(value: object) -> int:
    """The same for a value that must be a time.

    Raises:
        OverflowError: It is before the year 1 or after 9999, in UTC.
        ValueError: It is not a time.
    """
    if isinstance(value, datetime):
        moment = value if value.tzinfo is not None else value.replace(tzinfo=timezone.utc)
        return _seconds(moment)
    if isinstance(value, date):
        return (value - _EPOCH.date()).days * 86400
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise ValueError(message("no time"))
    text = str(value).strip()
    if len(text) > _LONGEST:
        raise ValueError(message("no time"))
    if _LATE_YEAR.match(text):
        raise OverflowError(message("a year beyond 9999"))
    return _parse(text)


def iso_time(moment: datetime) -> str:
    """Day and time: `2024-05-01T08:30:00Z`; the day alone if the moment is its beginning."""
    text = moment.strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")  # some systems leave years unpadded
    return text[:10] if text.endswith("T00:00:00Z") else text


def _parse(text: str) -> int:
    if _YEAR.fullmatch(text):
        return _seconds(datetime(int(text), 1, 1, tzinfo=timezone.utc))
    if match := _DAY.fullmatch(text):
        year, _, month, day = match.groups()
        if len(text) == 8 or not text.isdecimal():
            return _seconds(datetime(int(year), int(month), int(day), tzinfo=timezone.utc))
    if match := _MONTH.fullmatch(text):
        return _seconds(datetime(int(match[1]), int(match[2]), 1, tzinfo=timezone.utc))
    if _EPOCH_SECONDS.fullmatch(text):
        return _in_range(int(float(text) // 1))
    if _EPOCH_MILLISECONDS.fullmatch(text):
        return _in_range(int(text) // 1000)
    iso = _FRACTION.sub(r"\1", text.replace("Z", "+00:00").replace("z", "+00:00"))
    moment = datetime.fromisoformat(iso)
    return _seconds(moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc))


def _seconds(moment: datetime) -> int:
    return _in_range((moment - _EPOCH) // timedelta(seconds=1))


def _in_range(seconds: int) -> int:
    _ = _EPOCH + timedelta(seconds=seconds)  # what no calendar has raises
    return seconds
