"""Times as data has them become seconds, or nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from newword.platform.times import iso_time, parse_time

CHINA = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("1987", "1987-01-01"),
        (1987, "1987-01-01"),
        ("2024-05", "2024-05-01"),
        ("202405", "2024-05-01"),
        ("2024-05-02", "2024-05-02"),
        ("20240502", "2024-05-02"),
        (20240502, "2024-05-02"),
        ("2024/5/2", "2024-05-02"),
        ("2024.05.02", "2024-05-02"),
        ("2024-05-02T08:30:00Z", "2024-05-02T08:30:00Z"),
        ("2024-05-02 08:30:05", "2024-05-02T08:30:05Z"),
        ("2024-05-02T08:30:00+08:00", "2024-05-02T00:30:00Z"),
        ("2024-05-02T08:30:05.1234567Z", "2024-05-02T08:30:05Z"),
        ("1714608000", "2024-05-02"),
        (1714608000, "2024-05-02"),
        (1714608000.75, "2024-05-02"),
        (1714608000000, "2024-05-02"),
        (date(2024, 5, 2), "2024-05-02"),
        (datetime(2024, 5, 2, 8, tzinfo=CHINA), "2024-05-02"),
        (datetime(2024, 5, 2), "2024-05-02"),  # what Parquet gives
        ("0987", "0987-01-01"),
    ],
)
def test_times_are_understood(value: object, iso: str) -> None:
    seconds = parse_time(value)
    assert seconds is not None
    moment = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=seconds)
    assert iso_time(moment) == iso


@pytest.mark.parametrize(
    "value",
    ["", "unknown", "12", "2024-13-01", "2024-02-30", "0000", None, True, [1], {},
     float("nan"), float("inf"), "1e999", "9" * 1000, "２０２４年", "2024-5/2"],
)  # fmt: skip
def test_what_is_no_time_is_none(value: object) -> None:
    assert parse_time(value) is None
