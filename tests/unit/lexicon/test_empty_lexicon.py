"""A lexicon without words says why it has none."""

from __future__ import annotations

from typing import Any

import pytest

import newword

TEXT = "机器学习，机器学习很难，学习机器。"


@pytest.mark.parametrize(
    ("texts", "options", "reason"),
    [
        ([TEXT], {"top": 0}, "top is 0"),
        ([], {}, "no file was read; name a directory or files that hold text"),
        (["！！？？"], {}, "the text holds no character of a script that newword knows"),
        (["天地玄黄"], {"min_count": 2}, "no string of two or more units occurs 2 times"),
        (
            [TEXT],
            {"dictionary": newword.BackgroundDictionary.from_words(["机器", "学习", "机器学习"]),
             "new_only": True, "min_score": 0, "min_cohesion": 0, "min_entropy": 0.1},
            "the dictionary has all that was found",
        ),
    ],
    ids=["top", "nothing", "marks", "rare", "known"],
)  # fmt: skip
def test_the_reason_is_told(texts: list[str], options: dict[str, Any], reason: str) -> None:
    lexicon = newword.discover(newword.Documents(texts), method="entropy", **options)
    assert len(lexicon) == 0
    assert lexicon.report.empty_reason is not None
    assert reason in lexicon.report.empty_reason
