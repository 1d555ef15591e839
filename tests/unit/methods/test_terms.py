"""Terms: consistently delimited strings of any length, and what the list is expected to hold."""

from __future__ import annotations

import math
import random
import re
from collections import Counter

import numpy as np
import pytest
from command import TEXT, run

import newword
from newword.config import Thresholds
from newword.core._core import NgramTable, Session
from newword.methods import find_method
from newword.methods.base import RankingInput
from newword.methods.terms import TermMethod
from newword.model.features.evidence import Evidence
from newword.model.scoring import Scores, score_candidates
from newword.model.weights import load_weights
from newword.ranking.features import BASE_FEATURES, edge_log_ratios

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


def test_ngrams_are_counted_as_long_as_terms_and_the_network_need() -> None:
    orders = [TermMethod().orders(Thresholds(max_len=length)) for length in (2, 6, 7, 16)]
    assert orders == [6, 6, 7, 16]


def test_longer_terms_are_not_crowded_out() -> None:
    """Terms compete by their own merit: the coined words of three and more are there, early."""
    words = newword.discover(TEXT / "fantasy", unit="term").words[:60]
    assert sum(len(word) >= 3 for word in words) >= 15


LONG_TERMS = {  # the neighbours before, and how often
    "AI大模型推理加速卡": ("我你他她", 30),
    "深度学习训练平台K9": ("我你他她", 30),
    "量子计算云平台": ("我你他她", 30),
    "犄角旮旯饕餮魑魅魍": ("我你他她", 4),
    "和A3与B4跟C5比": ("在", 30),
}


def text_with_long_terms() -> str:
    """Terms between a few neighbours and many, some with Latin ends, and strings of tokens."""
    rng = random.Random(2)
    parts = [text_with_long_term()]
    for term, (before, times) in LONG_TERMS.items():
        for _ in range(times):
            parts.append(f"{rng.choice(before)}{term}{rng.choice('甲乙丙丁戊己庚辛的的的')}好了。")
    return "".join(parts)


@pytest.mark.parametrize("max_order", [7, 9])
def test_every_term_has_the_score_of_the_formula(max_order: int) -> None:
    """Each n-gram by itself, in plain numbers; and what is no term is not there."""
    session = Session(threads=1)
    session.feed(text_with_long_terms().encode())
    table = session.count(max_order=max_order, min_count=2)
    given = RankingInput(session=session, table=table, min_count=2)
    found = TermMethod().rank(given, Thresholds(max_len=max_order, numbers=True))
    evidence = Evidence(session, table, load_weights().tags)
    scores = score_candidates(load_weights(), evidence, with_boundary=True)
    longest = 7 if max_order == 7 else 6
    expected = {}
    for order in range(2, max_order + 1):
        score = long_term_scores(session, table, order)
        if order <= longest:
            score = short_term_scores(evidence, scores, order)
        words = table.words(order, range(table.size(order)))
        expected |= {word: score[place] for place, word in enumerate(words) if place in score}
    assert dict(zip(found.words, found.score, strict=True)) == pytest.approx(expected)
    assert max_order == 7 or set(LONG_TERMS) - {"和A3与B4跟C5比"} <= expected.keys()
    lengths = Counter(map(len, expected))
    assert min(lengths[2], lengths[3], lengths[longest + 1] if max_order > 7 else 9) > 5


def short_term_scores(evidence: Evidence, scores: Scores, order: int) -> dict[int, float]:
    """Of the terms of an order that the lattice holds, by their places."""
    assert scores.boundary is not None
    found = {}
    for place in np.flatnonzero(evidence.structure.is_candidate[order]):
        row = evidence.base(order, np.array([place]))[0]
        base = dict(zip(BASE_FEATURES, row, strict=True))
        b = 1 / (1 + math.exp(-scores.boundary[order][place]))
        free = min(base["normalized_left_entropy"], base["normalized_right_entropy"])
        closed = base["log_significance"] + 0.3 * min(base["cohesion"], 8) * free
        particle = max(base["log_frequency_of_first"], base["log_frequency_of_last"]) + 5
        no_word = min(scores.word[order][place] + 2.5, 0)
        if b >= 0.5:
            found[place] = 16 * math.log(b) + 0.7 * closed - 4 * max(particle, 0) + 0.5 * no_word
    return found


def long_term_scores(session: Session, table: NgramTable, order: int) -> dict[int, float]:
    """The same of those that it does not hold."""
    begins, ends, frequency = edge_log_ratios(session, table)
    unit = {word: n for n, word in enumerate(table.words(1, range(table.size(1))))}
    columns = [table.column(order, name) for name in ("count", *NAMES)]
    rows = zip(table.words(order, range(table.size(order))), *columns, strict=True)
    found = {}
    for place, (word, count, cohesion, *entropies) in enumerate(rows):
        if not table.holds_script(order)[place]:
            continue
        poorer, freer = sorted(entropy / max(math.log(count), 0.5) for entropy in entropies)
        logit = -0.93 + 1.3 * poorer * math.log(count) + 1.32 * poorer + 0.52 * freer
        first, last = unit.get(word[0]), unit.get(word[-1])  # a part of a Latin unit is none
        logit += 0.44 * begins[first] if first is not None else 0.0
        logit += 0.33 * ends[last] if last is not None else 0.0
        if poorer > 0 and logit >= 0:
            often = max([frequency[n] for n in (first, last) if n is not None], default=-math.inf)
            significance = 0.94 - 0.46 * math.log(count) + 2.17 * poorer * math.log(count)
            closed = significance + 0.3 * min(cohesion, 8) * poorer
            log_b = -math.log1p(math.exp(-logit))
            found[place] = 16 * log_b + 0.7 * closed - 4 * max(often + 5, 0) - 0.5 * 2.0
    return found


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
        ("model", "newword.model.features.evidence._SAMPLE_UNITS"),
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


def test_fewer_words_than_none_are_refused() -> None:
    with pytest.raises(newword.ConfigError, match="top must not be negative, got -1"):
        newword.discover(TEXT, top=-1)


def test_only_the_model_ranks_terms() -> None:
    with pytest.raises(newword.ConfigError, match="terms are ranked by model"):
        newword.discover(TEXT, method="formula", unit="term")
    with pytest.raises(newword.ConfigError, match="no unit 'phrase'; there are word, term"):
        find_method("model", "phrase")
    assert run("discover", TEXT, "--unit", "term", "--method", "entropy").code == 2
