"""The rules of docs/units.md on text, in the core and the oracle."""

from __future__ import annotations

import numpy as np
import oracle
import pytest
from engine import reading

from newword.segmentation.known_words import _is_of_clusters

CASES = [
    # Radicals, compatibility ideographs, half-width letters, separate marks.
    ("⼈⼯智能", ["人工智能"]),
    ("⺠主⻓", ["民主长"]),
    ("豈", ["豈"]),
    ("ｶﾞｷﾞｬｰ", ["ガ|ギャー"]),
    ("ﾡﾢ", ["ㄱ|ㄲ"]),
    ("か\u3099は\u309a", ["が|ぱ"]),
    ("각가", ["각|가"]),
    ("น\u0e4d\u0e32น\u0e4d\u0e49\u0e32น\u0e49\u0e4d\u0e32", ["นำ|น้ำ|น้ำ"]),
    ("ປະກ\u0ecd\u0eb2", ["ປະ|ກຳ"]),
    ("e\u0302\u0323", ["ệ"]),
    # What is invisible.
    ("青梧\u3164峰\uffa0山\u115f\u1160水\U000e0041", ["青梧峰山水"]),
    # Clusters.
    ("きゃっとラーメン", ["きゃっ|と|ラー|メ|ン"]),
    ("เกมจันทร์สิทธิ์", ["เก|ม|จั|นทร์|สิทธิ์"]),
    ("ພາສາລາວ", ["ພາ|ສາ|ລາ|ວ"]),
    ("ភាសាខ្មែរ", ["ភា|សា|ខ្មែ|រ"]),
    ("မြန်မာဗုဒ္ဓ", ["မြန်|မာ|ဗုဒ္ဓ"]),
    ("བོད་ཡིག་དང་སྐད།", ["བོད་|ཡིག་|དང་|སྐད་"]),
    # Digits, and the space without width.
    ("២០ឆ្នាំ", ["២០|ឆ្នាំ"]),
    ("ក\u200bខ机\u200b器a\u200bb", ["ក", "ខ|机|器|ab"]),
    ("๒\u200bปี", ["๒", "ปี"]),
    # Addresses, names, files, tags.
    ("问www.example.com吧", ["问", "吧"]),
    ("看https://例.a.cn/x?y=1#z%20吗", ["看", "例", "吗"]),
    ("看http://t.cn/R2x3吗", ["看", "吗"]),
    ("写信给li.si@example.org说", ["写信给", "说"]),
    ("找@boss_2说@小明", ["找", "说", "小明"]),
    ("打开report.docx看", ["打开", "看"]),
    ("学node.js和C#写v2.0", ["学|node.js|和|C#|写|v2.0"]),
    ("#野外boss#来了12#楼", ["野外|boss", "来了|12", "楼"]),
    ("比分http:3", ["比分|http", "3"]),
    ("邮boss@ 好", ["邮|boss", "好"]),
]


def split(run: str) -> list[str]:
    """Units of a run: Han one by one, the rest between the bars."""
    return [
        unit
        for part in run.split("|")
        for unit in (part if "\u3400" <= part[0] <= "\u9fff" else [part])
    ]


@pytest.mark.parametrize(("text", "runs"), CASES)
def test_the_core_and_the_oracle_read_what_the_rules_say(text: str, runs: list[str]) -> None:
    expected = [split(run) for run in runs]
    assert [[unit.surface for unit in run] for run in oracle.runs(text)] == expected
    session = reading(text).session()
    table = session.count(max_order=1, min_count=1)
    words = table.words(1, np.arange(table.size(1), dtype=np.uint32))
    assert sorted(words) == sorted({unit for run in expected for unit in run})
    assert session.spell_text(0)[0].decode().rstrip("\f\n").split("\n") == [
        "".join(run) for run in expected
    ]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("เก\nม", ["เกม"]),
        ("にほん\r\nじん", ["にほんじん"]),
        ("機\nか", ["機か"]),
        ("བོད་\nཡིག", ["བོད་ཡིག་"]),
        ("한\n글", ["한", "글"]),
        ("机\n5G", ["机", "5G"]),
        ("机\n\n器", ["机", "器"]),
    ],
)
def test_lines_of_every_unspaced_script_are_joined(text: str, runs: list[str]) -> None:
    joined = oracle.runs(text, join_lines=True)
    assert ["".join(unit.surface for unit in run) for run in joined] == runs
    session = reading(text, join_lines=True).session()
    session.count(max_order=1, min_count=1)
    assert session.spell_text(0)[0].decode().rstrip("\f\n").split("\n") == runs


@pytest.mark.parametrize(
    ("text", "is_of_clusters"),
    [
        ("กำลังไปสวนสัตว์", True),
        ("ខ្មែរ", True),
        ("私は東京大学に行きました。", True),
        ("机器学习的の方法论", False),
        ("机器", False),
        ("abc", False),
    ],
)
def test_only_the_text_of_clusters_is_cut_by_a_language_model(
    text: str, is_of_clusters: bool
) -> None:
    assert _is_of_clusters(text.encode()) is is_of_clusters
