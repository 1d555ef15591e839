"""A string has in `explain` the place and the score that it has in the list of `discover`."""

from __future__ import annotations

from pathlib import Path

import pytest

import newword

SAMPLES = Path(__file__).resolve().parents[3] / "corpus_samples" / "text" / "fantasy"


@pytest.fixture(scope="module", params=["word", "term", "both"])
def listed(request: pytest.FixtureRequest) -> newword.Lexicon:
    return newword.discover(SAMPLES, unit=request.param)


def test_places_and_scores_are_those_of_the_list(listed: newword.Lexicon) -> None:
    unit = listed.report.unit
    for rank in (1, len(listed) // 2, len(listed)):
        entry = listed[rank - 1]
        found = newword.explain(SAMPLES, entry.word, unit=unit, contexts=0)
        assert (found.rank, found.words, found.unit) == (rank, len(listed), unit)
        assert found.score == entry.score
        assert found.parts["score"] * found.parts.get("sunk", 1) == pytest.approx(entry.score)
        assert found.importance == listed.importance[rank - 1]
        is_term = unit == "term" or (listed.units is not None and listed.units[rank - 1] == "term")
        assert found.verdict == f"a {'term' if is_term else 'word'}, rank {rank:,}"


def test_a_term_is_told_from_a_word() -> None:
    listed = newword.discover(SAMPLES, unit="both")
    assert listed.units is not None
    term = listed.words[listed.units.index("term")]
    assert newword.explain(SAMPLES, term, unit="both", contexts=0).verdict.startswith("a term")


def test_what_sinks_in_the_list_says_so() -> None:
    chapters = [path.read_text("utf-8") for path in sorted(SAMPLES.iterdir())]
    texts = newword.Documents([f"{text}\n返回目录\n" for text in chapters * 2])
    entry = newword.discover(texts, unit="both", min_score=0.1)["返回目录"]
    found = newword.explain(texts, entry.word, unit="both")
    assert found.parts["sunk"] == pytest.approx(0.5)


def test_what_is_not_delimited_is_no_term() -> None:
    found = newword.explain(SAMPLES, "陆沉", unit="term", contexts=0)
    assert found.rank is None
    assert "delimited" in found.verdict


def test_a_method_that_knows_no_terms_is_refused() -> None:
    with pytest.raises(newword.ConfigError, match="terms are ranked by model"):
        newword.explain(SAMPLES, "陆沉舟", unit="term", method="entropy")
