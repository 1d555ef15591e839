"""Words and terms in one list: marked, wholes before fragments, what nobody wants below."""

from __future__ import annotations

import io
import math
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lexicons import make_lexicon

import newword
from newword.dictionary.background import BackgroundDictionary, load_dictionary
from newword.dictionary.stock_phrases import StockPhrases
from newword.discovery.terms import is_furniture
from newword.export import write
from newword.lexicon.order import places_by, wholes_first

SHORT = st.text("甲乙丙丁", min_size=2, max_size=5)


@given(st.data())
def test_wholes_stand_before_their_fragments_and_nothing_else_moves(data: st.DataObject) -> None:
    words = data.draw(st.lists(SHORT, unique=True, min_size=1, max_size=12))
    size = len(words)
    count = np.array(
        data.draw(st.lists(st.integers(1, 9), min_size=size, max_size=size)), np.uint64
    )
    score = np.array(data.draw(st.lists(st.floats(0, 1), min_size=size, max_size=size)))
    before = places_by(score, words, score, count)
    after = wholes_first(before, words, count, score).tolist()
    assert sorted(after) == list(range(size))
    at = {place: rank for rank, place in enumerate(after)}

    def is_fragment(part: int, whole: int) -> bool:
        is_inside = words[part] in words[whole] and part != whole
        often = int(count[whole]) * 2 >= int(count[part])
        return bool(is_inside and often and score[whole] >= 0.5)

    for whole in range(size):
        for part in range(size):
            if is_fragment(part, whole):
                assert at[whole] < at[part]
    movers = {w for w in range(size) if any(is_fragment(p, w) for p in range(size))}
    stay = [place for place in before.tolist() if place not in movers]
    assert stay == [place for place in after if place not in movers]


@pytest.fixture(scope="module")
def tagged(tmp_path_factory: pytest.TempPathFactory) -> BackgroundDictionary:
    path = tmp_path_factory.mktemp("tagged") / "words.txt"
    rows = (
        "点头 500 v,点 800 v,了 9000 ul,他 5000 r,哈哈 90 o,一 7000 m,笑 600 v,山洞 80 n,里 3000 f,"
        "太阳 300 n,的 9999 uj,后裔 20 n,正 900 d,能量 200 n,不 8000 d,舒服 90 a,十 500 m,"
        "分钟 300 q,吸血 30 v,老妖 5 n,之后 400 f,片刻 60 m,东部 200 f,国 900 n"
    )
    path.write_text(rows.replace(",", "\n"), "utf-8")
    return load_dictionary(path)


@pytest.mark.parametrize(
    ("phrase", "is_stock"),
    [
        ("点了点头", True), ("他点头", True), ("哈哈一笑", True), ("山洞里", True),
        ("的后裔", True), ("不舒服", True), ("十分钟", True), ("片刻之后", True), ("一笑", True),
        ("太阳的后裔", False), ("正能量", False), ("吸血老妖", False), ("国东部", False),
        ("点头", False), ("氪金大佬", False), ("三尾妖狐", False),
    ],
)  # fmt: skip
def test_stock_phrases_hold_words_of_grammar(
    tagged: BackgroundDictionary, phrase: str, is_stock: bool
) -> None:
    assert (phrase in StockPhrases(tagged)) == is_stock


@given(st.text("点头了他哈一笑山洞里太阳的后裔氪", min_size=1, max_size=8))
def test_pieces_are_the_likeliest_of_all_ways(tagged: BackgroundDictionary, phrase: str) -> None:
    """Oracle: every way to cut, each by the product of its frequencies."""

    def frequency(piece: str) -> float:
        return tagged.frequency(piece) or (0.5 if len(piece) == 1 else 0)

    def likelihood(pieces: list[str]) -> float:
        return math.prod(frequency(piece) / tagged.total for piece in pieces)

    def cut(places: tuple[int, ...]) -> list[str]:
        edges = (0, *places, len(phrase))
        return [phrase[b:e] for b, e in pairwise(edges)]

    inner = range(1, len(phrase))
    ways = [cut(places) for n in range(len(phrase)) for places in combinations(inner, n)]
    found = StockPhrases(tagged).pieces(phrase)
    assert "".join(found) == phrase
    assert likelihood(found) == pytest.approx(max(map(likelihood, ways)), rel=1e-6)


def test_furniture_stands_in_one_line_again_and_again() -> None:
    def passages(texts: list[str], word: str) -> list[tuple[str, int, int]]:
        places = [(text, text.index(word)) for text in texts]
        return [(text, begin, begin + len(word)) for text, begin in places]

    assert is_furniture(passages(["返回目录"] * 6, "返回目录"))
    chapters = [f"第{n}章 返回目录 | 下一页" for n in range(1, 9)]
    assert is_furniture(passages(chapters, "返回目录"))
    texts = [f"{character}说曲率引擎是{character}的" for character in "甲乙丙丁戊己庚"]
    assert not is_furniture(passages(texts, "曲率引擎"))
    assert is_furniture(passages([*texts[:4], *["曲率引擎"] * 4], "曲率引擎"))
    assert not is_furniture(passages([*texts[:5], *["曲率引擎"] * 4], "曲率引擎"))
    assert not is_furniture(passages(["返回目录"] * 4, "返回目录"))
    long = "很" * 60 + "曲率引擎"
    assert not is_furniture(passages([long] * 9, "曲率引擎"))


def pages() -> newword.Documents:
    """Pages with a line of navigation, a term, its fragments, and a stock phrase, in a novel."""
    names = "张王李赵刘陈杨黄周吴徐孙"
    verbs = "看找修买造拆装卖运洗画换"
    bodies = []
    for at, (name, verb) in enumerate(zip(names, verbs, strict=True)):
        other = names[at - 1]
        bodies.append(
            f"{name}师傅{verb}曲率引擎，{other}也{verb}。{name}点了点头，曲率引擎！"
            f"\n明天{other}要{verb}曲率引擎吗？{other}点了点头说，曲率引擎很{verb}。曲率引擎。\n返回目录\n"
        )
    novel = Path(__file__).parents[3] / "corpus_samples" / "text" / "fantasy"
    return newword.Documents([*bodies, *(path.read_text() for path in sorted(novel.glob("*.txt")))])


def test_furniture_and_stock_phrases_sink_below_all_that_is_likely(
    tagged: BackgroundDictionary,
) -> None:
    plain = newword.discover(pages(), unit="both", min_score=0.01)
    told = newword.discover(pages(), unit="both", min_score=0.01, dictionary=tagged)
    for lexicon in (plain, told):
        assert set(lexicon.units or ()) <= {"word", "term"}
        assert lexicon["返回目录"].score < 0.5
        assert lexicon.columns[-1] == "unit"
        ranks = {word: rank for rank, word in enumerate(lexicon.sort().words)}
        assert ranks["曲率引擎"] < ranks["返回目录"]
        assert all(ranks["曲率引擎"] < ranks[part] for part in ("曲率", "引擎") if part in ranks)
    if "点了点头" in told.words and "点了点头" in plain.words:
        assert told["点了点头"].score < 0.5


def test_the_list_holds_the_words_of_the_other_and_marks_terms() -> None:
    samples = Path(__file__).parents[3] / "corpus_samples" / "text"
    both = newword.discover(samples, unit="both")
    words = newword.discover(samples)
    marked = dict(zip(both.words, both.units or (), strict=True))
    assert dict.fromkeys(words.words, "word") == {
        word: unit for word, unit in marked.items() if unit == "word"
    }
    terms = set(newword.discover(samples, unit="term").words)
    assert {word for word, unit in marked.items() if unit == "term"} <= terms
    assert "term" in marked.values()
    top = newword.discover(samples, unit="both", top=30)
    assert top.words == both.pick(30).words
    assert top.units == both.pick(30).units


@pytest.mark.parametrize("name", ["tsv", "csv", "jsonl", "parquet"])
def test_the_mark_comes_back_from_files(name: str, tmp_path: Path) -> None:
    if name == "parquet":
        pytest.importorskip("pyarrow")
    lexicon = make_lexicon(["曲率引擎", "曲率"], units=["term", "word"])
    path = tmp_path / f"list.{name}"
    lexicon.export(path)
    again = newword.load_lexicon(path)
    assert again.units == ("term", "word")
    assert [one.unit for one in again] == ["term", "word"]
    plain = io.BytesIO()
    write(make_lexicon(["曲率引擎", "曲率"]), plain, format="tsv")
    assert b"unit" not in plain.getvalue()
