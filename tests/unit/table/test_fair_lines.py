"""Lines of a concordance are shared fairly by documents, and can be put in order by neighbours."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newword
from newword.table.contexts import fair_places


@given(st.lists(st.integers(0, 6), max_size=60), st.integers(0, 30))
def test_no_document_has_two_fewer_than_another_unless_it_has_no_more(
    documents: list[int], limit: int
) -> None:
    places = fair_places(documents, limit)
    assert places == sorted(set(places))
    assert len(places) == min(limit, len(documents))
    all_of, shown = Counter(documents), Counter(documents[place] for place in places)
    if len(all_of) > limit:
        assert all(times == 1 for times in shown.values())
        return
    most = max(shown.values(), default=0)
    for document, times in all_of.items():
        assert shown[document] >= min(times, most - 1)


@given(st.integers(1, 80), st.integers(1, 20))
def test_lines_of_one_document_are_spread_over_it(total: int, limit: int) -> None:
    places = fair_places([0] * total, limit)
    steps = [after - before for before, after in pairwise(places)]
    assert places[0] == 0
    assert max(steps, default=1) - min(steps, default=1) <= 1


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One document that has a word a hundred times, and three that have it once."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "a.txt").write_text("甲说，面壁者来了。\n" * 100, "utf-8")
    for name, line in {"b": "丙的面壁者去了", "c": "乙见面壁者吗？", "d": "丁“面壁者”乙"}.items():
        (folder / f"{name}.txt").write_text(line, "utf-8")
    return folder


def test_documents_with_one_occurrence_are_in_the_sample(corpus: Path) -> None:
    [found] = newword.kwic(corpus, "面壁者", limit=6)
    assert found.count == 103
    names = Counter(Path(str(document.source)).name for document in found.documents)
    assert names == {"a.txt": 3, "b.txt": 1, "c.txt": 1, "d.txt": 1}
    explained = newword.explain(corpus, "面壁者", contexts=4)
    assert len({text for text, _, _ in explained.contexts}) == 4


def test_lines_stand_in_the_order_of_their_neighbours(corpus: Path) -> None:
    def sides(sort: str) -> list[tuple[str, str]]:
        [found] = newword.kwic(corpus, "面壁者", limit=4, sort=sort)
        return [(text[:begin], text[end:]) for text, begin, end in found.lines]

    assert sides("text") == [
        ("甲说，", "来了。"), ("丙的", "去了"), ("乙见", "吗？"), ("丁“", "”乙"),
    ]  # fmt: skip
    assert sides("left") == sorted(sides("text"), key=lambda side: side[0][::-1])
    assert sides("right") == sorted(sides("text"), key=lambda side: side[1])
    with pytest.raises(newword.ConfigError, match="text, left, right"):
        newword.kwic(corpus, "面壁者", sort="middle")
