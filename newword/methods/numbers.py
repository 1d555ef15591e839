"""Number expressions: 28日, 2-3居, 第四十八条, 减600 are phrases that any number makes, not words.

What a string looks like without its numbers, its frame, decides with the text: a frame that the
text fills with many numbers is counting. Words that only hold a numeral (三体, 七夕, 碳14) have a
frame of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from newword.platform.pattern import pattern

if TYPE_CHECKING:
    from newword.core._core import NgramTable

__all__ = ["NumberFrames", "begins_with_measure", "find_number_frames", "holds_number"]

_FEWEST_NUMBERS = 3
_LARGEST_SHARE = {"digits": 0.8, "numerals": 0.5}
"""A number that fills its frame more often than that is part of a word: 12306网, 百度."""

_DIGITS = r"(?<![0-9A-Za-z.+#_-])[0-9]+(?:[._-][0-9]+)*(?![0-9A-Za-z+#_-])"
_ONES, _TENS = "一二两三四五六七八九", "十百千万亿"
# Well-formed numerals: 三, 十, 二十, 三百零五, 几十, 数百; years digit by digit: 二〇一四.
_NUMERAL = (
    rf"[〇零{_ONES}]{{4}}|"
    rf"[{_ONES}几数]?[{_TENS}][{_TENS}零〇多几余{_ONES}]*(?<![零〇])|"
    rf"[{_ONES}几](?![〇零{_ONES}])"
)
_NUMBER = pattern(rf"{_DIGITS}[{_TENS}多余几]*|(?<![〇零{_ONES}]){_NUMERAL}")
_IS_NUMBER = pattern(rf"[0-9][0-9._-]*|[〇零几数{_ONES}{_TENS}]")
_MAGNITUDE_FIRST = pattern("[百千万亿]")

# Frames that are counting by themselves, as long as digits stand in them.
_MEASURES = (
    "个只条张件台辆部本册页名位人口家户间所座栋层楼室厅居套块片段节章篇首句字款种类样项次回遍趟场届期集季轮"
    "年月日天周旬时分秒点岁号级度倍成股手元角圆毛万亿米里亩斤克吨升尺寸码吋磅枚颗粒根支枝把双对副幅顶架艘"
    "列班路站批组队箱包袋瓶杯碗盒桶盘桌床针剂服帖滴份瓦伏"
)
_CLOCK = "年月日号时分秒点"
_BEFORE_NUMBERS = "达至约近超逾共第为在于到从自较比升降增减满购需按跌涨差仅才又再处判罚赔获得卖售"
_COUNTING = pattern(
    rf"#[{_MEASURES}]|第#.?|[{_BEFORE_NUMBERS}]#|(?:#?[{_CLOCK}])*#(?:[{_CLOCK}]#?)*"
)
# The same for numerals in Han characters.
_COUNTING_IN_HAN = pattern(
    rf"第#|#分之#?|(?:#[{_CLOCK}]){{2,}}|第#[条章节款项编届期集回卷页号]|#个[月半人]|[处判罚达至约近逾满共按增减]#[{_MEASURES}]"
)
_LONG_AND_MEASURED = pattern(rf"#[{_MEASURES}]")
_MEASURE_AND_MORE = pattern(rf"[{_MEASURES}].{{2,}}")


def holds_number(word: str) -> bool:
    """Whether a number stands in a string, in digits or in well-formed numerals."""
    return _NUMBER.search(word) is not None


def begins_with_measure(word: str) -> bool:
    """Whether a string may be a measure and what is counted: 张照片, 台电脑."""
    return _MEASURE_AND_MORE.fullmatch(word) is not None and not holds_number(word)


def _frame(word: str) -> str:
    return _NUMBER.sub("#", word)


class NumberFrames:
    """Which numbers stand in which frames of a text, and how often.

    Args:
        counted: Strings of the text that hold numbers, and their counts.

    Example:
        >>> frames = NumberFrames([("10楼", 5), ("11楼", 3), ("12楼", 2), ("三体", 9)])
        >>> frames.are_expressions(["10楼", "三体", "处理"]).tolist()
        [True, False, False]
    """

    def __init__(self, counted: Iterable[tuple[str, int]]) -> None:
        self._fillers: defaultdict[str, dict[tuple[str, ...], int]] = defaultdict(dict)
        for word, count in counted:
            numbers = tuple(_NUMBER.findall(word))
            if numbers:
                self._fillers[_frame(word)][numbers] = count

    def are_expressions(self, words: Sequence[str]) -> np.ndarray:
        """Which strings are number expressions, one bool for each."""
        return np.fromiter(map(self._is_expression, words), dtype=bool, count=len(words))

    def shares_after_numbers(self, words: Sequence[str], counts: np.ndarray) -> np.ndarray:
        """Which part of each string stands behind a number, as far as the n-grams tell."""
        behind = [sum(self._fillers.get(f"#{word}", {}).values()) for word in words]
        return np.asarray(np.array(behind, dtype=np.float64) / np.maximum(counts, 1))

    def _is_expression(self, word: str) -> bool:
        frame = _frame(word)
        if frame == word:
            return False
        numbers = tuple(_NUMBER.findall(word))
        has_digits = any(number[0].isdecimal() for number in numbers)
        if (_COUNTING if has_digits else _COUNTING_IN_HAN).fullmatch(frame):
            return True
        if not has_digits and len(numbers[0]) > 1 and _LONG_AND_MEASURED.fullmatch(frame):
            return not _MAGNITUDE_FIRST.match(numbers[0])
        if not has_digits and (_MAGNITUDE_FIRST.match(numbers[0]) or len(word) == len(frame) == 2):
            return self._is_measured_in_digits(frame, word, numbers)
        return self._is_filled_by_many(frame, numbers, "digits" if has_digits else "numerals")

    def _is_filled_by_many(self, frame: str, numbers: tuple[str, ...], kind: str) -> bool:
        fillers = self._fillers.get(frame, {})
        share = fillers.get(numbers, 0) / max(1, sum(fillers.values()))
        return len(fillers) >= _FEWEST_NUMBERS and share <= _LARGEST_SHARE[kind]

    def _is_measured_in_digits(self, frame: str, word: str, numbers: tuple[str, ...]) -> bool:
        """Of 三国 and 百度, but 三年: whether digits count the same, and numerals, too."""
        if word[0] in "百千万亿" or not self._is_filled_by_many(frame, numbers, "numerals"):
            return False
        digits = [filler for filler in self._fillers[frame] if filler[0][0].isdecimal()]
        return len(digits) >= _FEWEST_NUMBERS


def find_number_frames(table: NgramTable) -> NumberFrames:
    """The frames of all n-grams of a counted text."""
    singles = table.words(1, np.arange(table.size(1)))
    holds = np.array([_IS_NUMBER.fullmatch(unit) is not None for unit in singles], dtype=bool)
    symbols = table.column(1, "symbol")
    is_number = np.zeros(int(symbols.max(initial=0)) + 1, dtype=bool)
    is_number[symbols] = holds
    counted: list[tuple[str, int]] = []
    for order in range(2, table.max_order + 1):
        children = np.diff(table.column(order - 1, "first_child"))
        holds = np.repeat(holds, children) | is_number[table.column(order, "symbol")]
        rows = np.flatnonzero(holds)
        counts = table.column(order, "count")[rows]
        counted += zip(table.words(order, rows), map(int, counts), strict=True)
    return NumberFrames(counted)
