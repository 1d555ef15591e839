"""Names with a middle dot are words beside their parts; everything else is as without them."""

from __future__ import annotations

import itertools

import pytest
from engine import reading

import newword
from newword.methods.names import find_names

PEOPLE = ("列奥·托尔坦", "玛丽·安娜·科瓦", "阿不都·热合曼")
BEFORE, AFTER = ("昨天", "听说", "我看见", "请把"), ("来了", "和他在家", "看书", "的帽子")


def _sentences() -> list[str]:
    made = [f"{a}{name}{b}。" for name in PEOPLE for a, b in itertools.product(BEFORE, AFTER)]
    return made + [f"{a}他{b}。" for a, b in itertools.product(BEFORE, AFTER)]


@pytest.mark.parametrize("dot", ["·", "‧", "•", "・", "･"])
def test_names_are_found_whole_whichever_dot_they_have(dot: str) -> None:
    texts = [text.replace("·", dot) for text in _sentences()]
    found = newword.discover(newword.Documents(texts), min_count=2)
    assert set(PEOPLE) <= set(found.words)
    row = found.words.index("列奥·托尔坦")
    assert [found.column(name)[row] for name in ("count", "documents")] == [16, 16]


def test_all_else_is_as_without_names() -> None:
    texts = newword.Documents(_sentences())
    found, plain = (newword.discover(texts, min_count=2, names=names) for names in (True, False))
    assert not set(PEOPLE) & set(plain.words)
    scored = [list(zip(one.words, one.column("score"), strict=True)) for one in (found, plain)]
    assert [row for row in scored[0] if row[0] not in PEOPLE] == scored[1]


def test_a_dot_is_one_boundary_to_counting() -> None:
    dotted, spaced = (reading(text).session() for text in ("机器·学习机器", "机器 学习机器"))
    counted = [s.count(max_order=3, min_count=1) for s in (dotted, spaced)]
    assert counted[0].units == counted[1].units
    for order in (1, 2, 3):
        rows = [table.words(order, range(table.size(order))) for table in counted]
        assert rows[0] == rows[1]


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("说列奥·托尔坦好", ["\n说列奥·托尔坦好\n"]),
        ("玛丽·安娜·科瓦", ["\n玛丽·安娜·科瓦\n"]),
        ("甲·乙丙丁戊己庚·辛", ["\n甲·乙丙丁戊", "丁戊己庚·辛\n"]),
        ("甲· 乙，·丙，a·b，甲··乙", []),
        ("ジョン・スミス", ["\nジョン·スミス\n"]),
    ],
)
def test_what_stands_around_dots_is_told(text: str, passages: list[str]) -> None:
    session = reading(text).session()
    session.count(max_order=1, min_count=1)
    around = 4 if len(text) > 9 else 8
    assert session.name_passages(around)[0] == passages


def test_a_kept_text_keeps_its_dots() -> None:
    first = reading("说列奥·托尔坦好。玛丽・安娜").session()
    first.count(max_order=1, min_count=1)
    kept = first.spell_text(0)[0].decode()
    again = reading(kept).session()
    again.count(max_order=1, min_count=1)
    assert again.name_passages(8)[0] == first.name_passages(8)[0]


def test_a_name_ends_where_its_occurrences_differ() -> None:
    around = ["\n记者列奥·托尔坦说", "\n列奥·托尔坦来", "是列奥·托尔坦\n", "\n列奥·托尔坦\n"]
    assert [n.text for n in find_names(around, [0, 1, 2, 3], 3)] == ["列奥·托尔坦"]
    assert find_names(around[:2], [0, 1], 2) == []
