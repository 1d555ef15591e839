"""Gap networks: the integers of the core are those of the oracle, whatever the text."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from gap_looks import (
    counted,
    levels_by_chance,
    looks,
    of_dictionary,
    of_strings,
    runs_by_chance,
    simple,
    spelled,
    strings,
)
from modelling import gap_arrays
from oracle import gaps as oracle

from newword.core._core import GapCutter, GapNetwork, GapStrings, TagCutter
from newword.dictionary.script import simplified_forms
from newword.language.words import WEIGHTS, empty_model, model_of_session
from newword.model.features.gap_inputs import StringRows, simplification, word_levels


@pytest.mark.parametrize("with_dictionary", [False, True])
def test_what_the_network_says_of_strings_is_what_the_oracle_says(with_dictionary: bool) -> None:
    runs = runs_by_chance(1, 60)
    session = counted(runs)
    levels = levels_by_chance(session, 2)
    network = gap_arrays(3, with_dictionary=with_dictionary)
    cuts = [oracle.cuts_of(look, network) for look in looks(runs, session, levels, network)]
    assert 0.02 < np.mean([p > 0.5 for of_run in cuts for p in of_run[1:-1]]) < 0.98
    core = GapNetwork(network, *simplification())
    assert core.knows_dictionary == with_dictionary
    found = session.gap_posteriors(core, levels, strings())
    table = session.count(max_order=4, min_count=2)
    for order in range(2, 5):
        for i, ngram in enumerate(spelled(table, order)):
            expected = oracle.statistics_of(ngram, runs, cuts)
            got = [float(column[order][i]) for column in found]
            np.testing.assert_allclose(got, expected, rtol=1e-6, atol=1e-6, err_msg=str(ngram))


def test_threads_and_copies_give_the_same_bits() -> None:
    runs = runs_by_chance(4, 3000)
    network = GapNetwork(gap_arrays(5, with_dictionary=True), *simplification())
    one, many = counted(runs), counted(runs, threads=3)
    levels = levels_by_chance(one, 6)
    first = one.gap_posteriors(network, levels, strings())
    levels_by_chance(many, 6)
    copies = pickle.loads(pickle.dumps((network, strings())))
    second = many.gap_posteriors(copies[0], levels, copies[1])
    for a, b in zip(first, second, strict=True):
        assert [x.tobytes() for x in a] == [y.tobytes() for y in b]


@pytest.mark.parametrize("with_dictionary", [False, True])
def test_text_is_cut_where_the_oracle_says(with_dictionary: bool) -> None:
    runs = runs_by_chance(7, 80)
    text = "。".join("".join(run) for run in runs)
    session = counted(runs)
    model = model_of_session(session)
    network = gap_arrays(8, with_dictionary=with_dictionary)
    cutter = GapCutter(model, GapNetwork(network, *simplification()), strings())
    begins, cuts = cutter.probabilities(text.encode())
    _, _, evidence = TagCutter(model, WEIGHTS).evidence(text.encode())
    assert len(cuts) == sum(map(len, runs))
    place, spaced = 0, []
    for run in runs:
        plain = tuple(simple(unit) for unit in run)
        around = oracle.levels_around(plain, of_strings(), 8)
        known = oracle.levels_around(plain, of_dictionary(), 8)
        look = oracle.Look(
            tokens=[oracle.token_of(unit, network, simplified_forms()) for unit in run],
            evidence=evidence[place : place + len(run)].tolist(),
            levels=[a + k if with_dictionary else a for a, k in zip(around, known, strict=True)],
        )
        expected = oracle.cuts_of(look, network)
        np.testing.assert_allclose(cuts[place : place + len(run)], expected[:-1], atol=1e-8)
        words = [run[0]]
        for unit, probability in zip(run[1:], expected[1:], strict=False):
            if probability > 0.5:
                words.append(unit)
            else:
                words[-1] += unit
        spaced.append(" ".join(words))
        place += len(run)
    assert begins[0] == 0
    assert cutter.write_cut(text.encode(), b" ").decode() == " 。 ".join(spaced)


def cutting_everywhere() -> GapCutter:
    network = gap_arrays(9, with_dictionary=False)
    network |= {"last": np.zeros(81, dtype=np.int16), "last_bias": np.array(2**30, dtype=np.int32)}
    network["last_scale"] = np.array(1e-6)
    core = GapNetwork(network, *simplification())
    return GapCutter(empty_model(), core, StringRows.none().joined())


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("他有一百二十三个", "他 有 一百二十三 个"),
        ("二〇二六年", "二〇二六 年"),
        ("萬億", "萬億"),
        ("1998年3月15日", "1998 年 3 月 15 日"),
        ("今年月底", "今 年 月 底"),
        ("三 十", "三 十"),
    ],
)
def test_numerals_stay_whole(text: str, cut: str) -> None:
    assert cutting_everywhere().write_cut(text.encode(), b" ").decode() == cut


def test_arrays_that_do_not_go_together_are_refused() -> None:
    good = gap_arrays(10, with_dictionary=True)
    GapNetwork(good, *simplification())
    for name, array in good.items():
        if np.ndim(array) == 0:
            continue
        with pytest.raises(ValueError, match=r"do not go together|more characters"):
            GapNetwork(good | {name: np.concatenate([array, array])}, *simplification())
    with pytest.raises(ValueError, match="simplified form"):
        GapNetwork(good, np.zeros(2, np.uint32), np.zeros(1, np.uint32))


def test_levels_and_strings_that_do_not_fit_are_refused() -> None:
    session = counted(runs_by_chance(11, 200))
    network = GapNetwork(gap_arrays(12, with_dictionary=False), *simplification())
    levels = levels_by_chance(session, 13)
    with pytest.raises(ValueError, match="every order"):
        session.gap_posteriors(network, levels[:2], strings())
    with pytest.raises(ValueError, match="every n-gram"):
        session.gap_posteriors(network, [*levels[:2], levels[2][:-1]], strings())
    one = np.ones(1, np.uint8)
    with pytest.raises(ValueError, match="different lengths"):
        GapStrings(np.ones(2, np.uint32), one, one, np.ones(2, np.uint8))
    with pytest.raises(ValueError, match="behind their code points"):
        GapStrings(np.ones(2, np.uint32), np.full(1, 3, np.uint8), one, one)


def test_levels_are_evenly_spaced_log_odds() -> None:
    assert word_levels(np.array([0.0, 0.5, 1.0])).tolist() == [0, 128, 255]
    assert (np.diff(word_levels(np.linspace(0, 1, 200)).astype(int)) >= 0).all()
