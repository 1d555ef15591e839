"""Nobody reads of "1 files": where a number meets its noun, one function joins them."""

from __future__ import annotations

import re

import pytest
from command import ROOT

from newword.platform.plural import count_of

NOUNS = (
    "candidates|decisions|documents|files|lines|n-grams|occurrences|records|sentences|units|windows"
    "|words"
)


@pytest.mark.parametrize(
    ("number", "shown"), [(0, "0 files"), (1, "1 file"), (2, "2 files"), (2522, "2,522 files")]
)
def test_a_noun_agrees_with_its_number(number: int, shown: str) -> None:
    assert count_of(number, "file") == shown


def test_what_follows_agrees_too() -> None:
    assert count_of(1, "place", "that is bad") == "1 place that is bad"
    assert count_of(3, "place", "that is bad") == "3 places that are bad"


def test_no_summary_joins_a_number_and_a_plural_itself() -> None:
    joined = re.compile(rf"""f["'][^"']*\{{[^{{}}]*(?:len\(|:,)[^{{}}]*\}} (?:{NOUNS})\\b""")
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in sorted((ROOT / "newword" / "cli").rglob("*.py"))
        for match in joined.finditer(path.read_text("utf-8"))
    ]
    assert found == [], "count_of(number, noun) of newword.platform.plural"
