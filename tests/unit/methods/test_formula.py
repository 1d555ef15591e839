"""The closed formula: its terms are those of the documentation and add up to the score."""

from __future__ import annotations

import math

import numpy as np
import pytest

import newword
from newword.core._core import NgramTable, Session
from newword.methods.base import RankingInput
from newword.methods.formula import FormulaMethod, formula_scores

RUNS = [
    "机器学习的算法",
    "机器学习很难",
    "学习机器学习",
    "算法的机器",
    "的确很难",
    "机器的学习",
] * 3


def counted() -> tuple[Session, NgramTable]:
    session = Session(threads=1)
    session.feed("\n".join(RUNS).encode())
    session.end_document()
    return session, session.count(max_order=6, min_count=2)


@pytest.mark.parametrize("word", ["机器", "学习", "的机", "机器学习"])
def test_the_terms_are_those_of_the_documentation(word: str) -> None:
    session, table = counted()
    place = table.find(word)
    assert place is not None
    order, index = place
    given = RankingInput(session=session, table=table, min_count=2)
    parts = FormulaMethod().score_parts(given, order, index)
    entropies = {
        side: float(table.column(order, f"{side}_entropy")[index]) for side in ("left", "right")
    }
    count = float(table.column(order, "count")[index])
    free = min(entropies.values()) / max(math.log(count), 0.5)
    cohesion = float(table.column(order, "cohesion")[index])
    assert parts["bond"] == pytest.approx(0.45 * min(cohesion, 8) * free)
    assert parts["length"] == pytest.approx(-1.8 * (len(word) - 2))

    units = sum(map(len, RUNS))
    of = {unit: sum(run.count(unit) for run in RUNS) for unit in "".join(RUNS)}
    commoner = max(of[word[0]], of[word[-1]]) / units
    assert parts["particle"] == pytest.approx(-max(math.log(commoner) + 6, 0))

    mean = len(RUNS) / units

    def log_ratio(unit: str, edges: int) -> float:
        return math.log((edges + 5 * mean) / (of[unit] + 5) / mean)

    begins = log_ratio(word[0], sum(run[0] == word[0] for run in RUNS))
    ends = log_ratio(word[-1], sum(run[-1] == word[-1] for run in RUNS))
    assert parts["edges"] == pytest.approx(0.2 * min(begins, ends))

    significance = session.expectation().significance
    assert significance is not None
    assert parts["significance"] == pytest.approx(np.log1p(significance[order][index]))
    assert parts.pop("score") == pytest.approx(sum(parts.values()))


def test_a_particle_at_its_edge_costs_a_string_its_rank(tmp_path) -> None:
    (tmp_path / "text.txt").write_text("\n".join(RUNS), encoding="utf-8")
    words = newword.discover(tmp_path, method="formula", min_score=-10).words
    assert words.index("机器") < words.index("的机")


def test_bond_and_particle_have_their_ends() -> None:
    """Cohesion counts up to 8 nats, and a unit costs nothing that is rarer than e^-6."""
    zero, one = np.zeros(2), np.ones(2)
    _, terms = formula_scores(
        units=np.array([2, 3]),
        count=np.array([10, 10]),
        cohesion=np.array([8.5, 3.0]),
        left_entropy=one,
        right_entropy=one * 2,
        significance=zero,
        frequency=np.array([-7.0, -5.5]),
        begins_and_ends=zero,
    )
    free = 1 / math.log(10)
    assert terms["bond"] == pytest.approx([0.45 * 8 * free, 0.45 * 3 * free])
    assert terms["particle"].tolist() == [0.0, -0.5]
    assert terms["length"] == pytest.approx([0.0, -1.8])
