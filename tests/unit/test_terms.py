"""Terms: consistently delimited strings of any length, and what the list is expected to hold."""

from __future__ import annotations

import math
import random
import re

import numpy as np
import pytest
from command import TEXT, run

import newword
from newword._core import Session
from newword.config import Thresholds
from newword.features import BASE_FEATURES, edge_log_ratios
from newword.methods import find_method
from newword.methods.base import RankingInput
from newword.methods.terms import TermMethod
from newword.model.evidence import Evidence
from newword.model.scoring import score_candidates
from newword.model.weights import load_weights

NAMES = ("cohesion", "left_entropy", "right_entropy")
LONG = "新冠疫苗临床试验数据分析报告"


def text_with_long_term() -> str:
    """The chapters of the novel, with the term put into every ninth sentence, anywhere."""
    rng = random.Random(1)
    text = "".join(path.read_text("utf-8") for path in sorted((TEXT / "fantasy").iterdir()))
    parts = text.split("。")
    for number in range(0, len(parts), 9):
        place = rng.randrange(len(parts[number]) + 1)
        parts[number] = parts[number][:place] + LONG + parts[number][place:]
    return "。".join(parts)


def test_a_term_may_be_longer_than_the_lattice_is_wide() -> None:
    terms = newword.discover(newword.Documents([text_with_long_term()]), unit="term", max_len=16)
    assert LONG in terms.words[:60]
    parts = {LONG[a:b] for a in range(14) for b in range(a + 8, 15)} - {LONG}
    assert parts.isdisjoint(terms.words)
    assert terms.report.unit == "term"
    assert terms.report.expected_precision is None


def test_particles_and_their_like_are_no_terms() -> None:
    terms = newword.discover(TEXT, unit="term", dictionary="jieba")
    assert {"的时候", "了一", "也是", "是一"}.isdisjoint(terms.words[:500])
    assert {"苏砚秋", "踏莎步", "沈柯综合征"} <= set(terms.words[:100])


def test_longer_terms_are_not_crowded_out() -> None:
    """Terms compete by their own merit: the coined words of three and more are there, early."""
    words = newword.discover(TEXT / "fantasy", unit="term").words[:60]
    assert sum(len(word) >= 3 for word in words) >= 15


def test_the_score_is_the_formula_of_the_documentation() -> None:
    session = Session(threads=1)
    session.feed(text_with_long_term().encode())
    table = session.count(max_order=6, min_count=2)
    evidence = Evidence(session, table, load_weights().tags)
    scores = score_candidates(load_weights(), evidence, with_boundary=True)
    terms = newword.discover(newword.Documents([text_with_long_term()]), unit="term")
    for entry in terms[:50]:
        at = table.find(entry.word)
        assert at is not None
        base = dict(zip(BASE_FEATURES, evidence.base(at[0], np.array([at[1]]))[0], strict=True))
        assert scores.boundary is not None
        b = 1 / (1 + np.exp(-scores.boundary[at[0]][at[1]]))
        free = min(base["normalized_left_entropy"], base["normalized_right_entropy"])
        closed = base["log_significance"] + 0.3 * min(base["cohesion"], 8) * free
        particle = max(base["log_frequency_of_first"], base["log_frequency_of_last"]) + 5
        no_word = min(scores.word[at[0]][at[1]] + 2.5, 0)
        expected = 16 * np.log(b) + 0.7 * closed - 4 * max(particle, 0) + 0.5 * no_word
        assert entry.score == pytest.approx(expected, rel=1e-5, abs=1e-5)
        assert b >= 0.5


def test_terms_beyond_the_lattice_have_the_score_of_the_formula() -> None:
    """Every long n-gram by itself, in plain numbers; and what is no term is not there."""
    session = Session(threads=1)
    session.feed(text_with_long_term().encode())
    table = session.count(max_order=9, min_count=2)
    begins, ends, frequency = edge_log_ratios(session, table)
    place = {word: n for n, word in enumerate(table.words(1, range(table.size(1))))}
    expected = {}
    for order in (7, 8, 9):
        columns = [table.column(order, name) for name in ("count", *NAMES)]
        rows = zip(table.words(order, range(table.size(order))), *columns, strict=True)
        for word, count, cohesion, *entropies in rows:
            width = max(math.log(count), 0.5)
            poorer, freer = sorted(entropy / width for entropy in entropies)
            logit = -0.93 + 1.3 * poorer * math.log(count) + 1.32 * poorer + 0.52 * freer
            first, last = place[word[0]], place[word[-1]]
            logit += 0.44 * begins[first] + 0.33 * ends[last]
            b = 1 / (1 + math.exp(-logit)) if poorer > 0 else 0.0
            if b >= 0.5:
                significance = 0.94 - 0.46 * math.log(count) + 2.17 * poorer * math.log(count)
                closed = significance + 0.3 * min(cohesion, 8) * poorer
                particle = max(max(frequency[first], frequency[last]) + 5, 0)
                expected[word] = 16 * math.log(b) + 0.7 * closed - 4 * particle - 0.5 * 2.0
    given = RankingInput(session=session, table=table, min_count=2)
    found = TermMethod().rank(given, Thresholds(max_len=9))
    long = {w: s for w, s in zip(found.words, found.score, strict=True) if len(w) >= 7}
    assert long == pytest.approx(expected)
    assert len(long) > 5


def test_terms_reach_the_bounds_that_were_asked_for() -> None:
    text = newword.Documents([text_with_long_term()])
    every = newword.discover(text, unit="term")
    assert every.report.thresholds == {"min_count": 2, "max_len": 6, "min_delimited": 0.5}
    bound = float(every.column("score")[20])
    best = newword.discover(text, unit="term", min_score=bound, min_cohesion=0.5, min_entropy=0.1)
    reaching = [
        word.word
        for word in every
        if word.score >= bound
        and word.cohesion >= 0.5
        and min(word.left_entropy, word.right_entropy) >= 0.1
    ]
    assert 0 < len(best) == len(reaching) <= 21
    assert best.words == reaching
    assert best.report.thresholds == {
        "min_count": 2,
        "max_len": 6,
        "min_cohesion": 0.5,
        "min_entropy": 0.1,
        "min_score": bound,
        "min_delimited": 0.5,
    }
    assert max(map(len, newword.discover(text, unit="term", max_len=3).words)) == 3


def test_the_expected_precision_is_the_mean_score() -> None:
    lexicon = newword.discover(TEXT / "game", top=200)
    assert lexicon.report.expected_precision == pytest.approx(lexicon.column("score").mean())
    for method in ("formula", "entropy"):
        other = newword.discover(TEXT / "game", method=method)
        assert other.report.expected_precision is None
    shown = run("discover", TEXT / "game", "--top", "200").err
    assert f"about {lexicon.column('score').mean():.0%} are expected to be words" in shown


@pytest.mark.parametrize(
    ("method", "sample"),
    [
        ("model", "newword.model.evidence._SAMPLE_UNITS"),
        ("formula", "newword.methods.formula._SAMPLE_UNITS"),
    ],
)
def test_the_sample_that_passes_learn_from_is_told(
    monkeypatch: pytest.MonkeyPatch, method: str, sample: str
) -> None:
    whole = newword.discover(TEXT / "game", method=method).report
    assert whole.learned_units == whole.units
    monkeypatch.setattr(sample, whole.units // 4)
    sampled = newword.discover(TEXT / "game", method=method).report
    assert sampled.learned_units == pytest.approx(whole.units / 4, rel=0.1)
    assert newword.discover(TEXT / "game", method="entropy").report.learned_units is None
    script = "import sys; from newword.cli import main; {0} = 1000; main(sys.argv[1:])"
    script = f"import {sample.rpartition('.')[0]}; {script.format(sample)}"
    done = run("discover", TEXT / "game", "--method", method, script=script)
    assert re.search(r"passes learned from a sample of 1?,?\d{3} units", done.err)


def test_only_the_model_ranks_terms() -> None:
    with pytest.raises(newword.ConfigError, match="terms are ranked by model"):
        newword.discover(TEXT, method="formula", unit="term")
    with pytest.raises(newword.ConfigError, match="no unit 'phrase'; there are word, term"):
        find_method("model", "phrase")
    assert run("discover", TEXT, "--unit", "term", "--method", "entropy").code == 2
