"""The generated table agrees with the Unicode database, code point by code point."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import oracle
import pytest
from engine import reading
from oracle import Unit

from newword.core import _core

unicodedata2 = pytest.importorskip("unicodedata2", reason="the oracle needs one Unicode version")

PLANE = 0x10000
# Whole planes where characters are, a sample of those of private use and of nothing.
PLANES = (0, 1, 2, 3, 14)
CODES = [
    code
    for code in range(17 * PLANE)
    if not 0xD800 <= code < 0xE000 and (code // PLANE in PLANES or code % 251 == 0)
]
LEFT, RIGHT = "甲", "丙"

same_unicode = pytest.mark.skipif(
    unicodedata2.unidata_version != _core.UNICODE_VERSION,
    reason="unicodedata2 and the table are of different Unicode versions",
)


@pytest.mark.exhaustive
@same_unicode
def test_every_code_point_between_two_han_characters_is_what_the_oracle_says() -> None:
    check("{}", CODES)


@same_unicode
def test_every_code_point_between_two_letters_is_what_the_oracle_says() -> None:
    check("a{}b", [code for code in CODES if code < PLANE])


@same_unicode
def test_every_code_point_behind_a_letter_is_what_the_oracle_says() -> None:
    check("a{}", [code for code in CODES if code < PLANE])


def check(context: str, codes: Sequence[int]) -> None:
    """Compares how each text is shown, which tells class and case, and how many are equal to it."""
    codes = [code for code in codes if chr(code) not in (LEFT, RIGHT)]
    texts = [LEFT + context.format(chr(code)) + RIGHT for code in codes]
    runs = [*whole_runs("。".join(texts))]
    symbols = [tuple(unit.symbol for unit in run) for run in runs]
    times = Counter(symbols)
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for run in runs:
        for unit in run:
            forms[unit.symbol][unit.surface] += 1
    shown = {
        symbol: min(counter, key=lambda form: (-counter[form], form))
        for symbol, counter in forms.items()
    }
    found = reading("。".join(texts)).session().find(texts)
    wrong = [
        f"U+{code:04X}"
        for code, word, one in zip(codes, symbols, found, strict=True)
        if (one.shown, one.count) != ("".join(shown[s] for s in word), times[word] if word else 0)
    ]
    assert wrong == []


def whole_runs(corpus: str) -> Iterator[list[Unit]]:
    """The run that each text became, an empty one for a text that was broken in two."""
    pieces = iter(oracle.runs(corpus))
    for run in pieces:
        is_whole = len(run) > 1 and run[-1].symbol == RIGHT
        yield run if is_whole else []
        if not is_whole:
            next(pieces)


def test_tone_marks_of_latin_text_are_breaks() -> None:
    # Their script extensions name Bopomofo, but only East Asian characters count by those.
    for code in (0x02BC, 0x02C7, 0x02C9, 0x02CA, 0x02CB):
        assert reading(f"甲{chr(code)}乙").session().count(max_order=1, min_count=1).units == 2
