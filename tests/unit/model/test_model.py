"""The ranking model: its features, its weights, its promises."""

from __future__ import annotations

import json
from importlib import resources
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from modelling import PARTS, TEXT, counted
from oracle import model as oracle

import newword
from newword.errors import ConfigError
from newword.methods.model import MIN_SCORE
from newword.model.calibration import LENGTHS, Calibration
from newword.model.explanation import explain_score
from newword.model.features.composition import Composition
from newword.model.features.cuts import CUTS, TAG_ROWS
from newword.model.features.evidence import (
    BASE_FEATURES,
    DICTIONARY_FEATURES,
    WORD_FEATURES,
    Evidence,
)
from newword.model.features.frames import Frames
from newword.model.features.reduplication import reduplication_columns
from newword.model.features.spelling import SortedKeys
from newword.model.features.structure import Structure
from newword.model.network import Network, sigmoid
from newword.model.network_file import _FEATURES
from newword.model.scoring import score_candidates
from newword.model.threads import for_each
from newword.model.weights import FORMAT, from_json, load_weights, to_json
from newword.ranking.features import BaseFeatures


@pytest.fixture(scope="module")
def structure() -> Structure:
    """Every unit one character."""
    session, table = counted(TEXT.replace("A股和K线图", ""))
    return Structure(session, table)


@pytest.fixture(scope="module")
def words(structure: Structure) -> list[list[str]]:
    return [[], *(shown(structure, order) for order in range(1, structure.max_order + 1))]


@pytest.fixture(scope="module")
def probability(structure: Structure) -> list[np.ndarray]:
    rng = np.random.default_rng(7)
    return [np.empty(0), np.empty(0)] + [rng.random(structure.size(o)) for o in structure.orders]


def shown(structure: Structure, order: int) -> list[str]:
    return structure.table.words(order, np.arange(structure.size(order)))


def by_word(words: list[list[str]], columns: list[np.ndarray]) -> dict[str, float]:
    return {
        word: float(value)
        for of_order, column in zip(words, columns, strict=False)
        for word, value in zip(of_order, column, strict=False)
    }


def test_prefixes_suffixes_and_units_are_those_of_the_strings(structure, words):
    for order in structure.orders:
        everything = slice(0, structure.size(order))
        prefixes = structure.prefixes(order, everything)
        suffixes = structure.suffixes(order, everything)
        units = structure.units(order, everything)
        for i, word in enumerate(words[order]):
            for k in range(1, order):
                assert words[k][prefixes[k][i]] == word[:k]
                assert words[k][suffixes[k][i]] == word[-k:]
            assert [words[1][unit[i]] for unit in units] == [*word]


def test_composition_is_that_of_the_oracle(structure, words, probability):
    composition = Composition(structure, probability)
    p = by_word(words, probability)
    counts = {w: int(n) for w, n in by_word(words, structure.count).items()}
    for order in structure.orders:
        got = np.stack(composition.columns(order, slice(0, structure.size(order))), axis=1)
        expected = [oracle.composition(word, p, counts) for word in words[order]]
        np.testing.assert_allclose(got, expected, rtol=1e-9, atol=1e-9)


def test_frames_are_those_of_the_oracle(structure, words, probability):
    frames = Frames(structure, probability)
    p = by_word(words, probability)
    for order in structure.orders:
        got = np.stack(frames.columns(order, slice(0, structure.size(order))), axis=1)
        expected = [oracle.frames(word, p) for word in words[order]]
        np.testing.assert_allclose(got, expected, rtol=1e-9, atol=1e-9)


def test_reduplication_knows_its_shapes(structure, words):
    for order in structure.orders:
        got = np.stack(reduplication_columns(structure, order, slice(0, structure.size(order))), 1)
        assert got.tolist() == [oracle.shapes(word) for word in words[order]]
    assert "研究研究" in words[4]
    assert "高高兴兴" in words[4]


def test_cuts_are_shares_of_the_occurrences():
    session, table = counted(TEXT)
    tags = load_weights().tags
    evidence, posteriors = Evidence(session, table, tags), session.tag_posteriors(tags)
    order, index = table.find("机器学习")
    count = int(table.column(order, "count")[index])
    row = dict(zip(CUTS, evidence.cuts(order, np.array([index])), strict=True))
    words, expected = (of[order][index] for of in (posteriors.words, posteriors.expected))
    expectation = {
        "gap_left": posteriors.left[order][index],
        "gap_right": posteriors.right[order][index],
        "gap_joined": posteriors.joined[order][index],
        "tagged_share_expected": expected / (count + 2),
        "tagged_share": words / (count + 2),
        "log_tagged": np.log1p(words),
    }
    assert tuple(expectation) == CUTS
    assert {name: float(found[0]) for name, found in row.items()} == pytest.approx(expectation)
    assert 0 < expected < count


def test_other_weights_cut_in_another_way():
    session, table = counted(TEXT)
    evidence = Evidence(session, table, np.zeros((4, 7)))
    rows = slice(0, table.size(2))
    before = np.stack(evidence.cuts(2, rows))
    evidence.cut(load_weights().tags)
    assert (before != np.stack(evidence.cuts(2, rows))).any()


def test_a_slice_of_rows_gives_the_rows_of_the_whole():
    session, table = counted(TEXT)
    evidence = Evidence(session, table, load_weights().tags)
    rng = np.random.default_rng(3)
    p = [np.empty(0)] * 2 + [rng.random(table.size(o)) for o in range(2, 7)]
    stage = evidence.resegment(p, evidence.mark_gaps(load_weights().gaps.text, p))
    whole = stage.features(3, slice(0, table.size(3)))
    np.testing.assert_array_equal(stage.features(3, slice(4, 9)), whole[4:9])
    assert whole.shape[1] == len(WORD_FEATURES)


def test_a_network_is_clipped_tanh_units_and_a_sum():
    network = Network(
        mean=np.array([1.0, 0.0]),
        sd=np.array([2.0, 1.0]),
        hidden=np.array([[0.5, -1.0], [0.25, 2.0]]),
        hidden_bias=np.array([0.1, -0.2]),
        output=np.array([1.5, -0.5]),
        output_bias=0.3,
    )
    a = np.tanh(0.5 * 1.0 + 0.25 * -4.0 + 0.1)
    b = np.tanh(-1.0 * 1.0 + 2.0 * -4.0 - 0.2)
    got = network.logit(np.array([[3.0, -100.0]]))
    assert got == pytest.approx([1.5 * a - 0.5 * b + 0.3])


@pytest.mark.parametrize("rows", [0, 1, 31, 32, 33, 1000])
def test_a_network_judges_a_row_alike_among_any_others(rows):
    network = load_weights().first
    random = np.random.default_rng(7)
    features = network.mean + network.sd * random.normal(0, 3, (rows, len(network.mean)))
    together = network.logit(features)
    assert together.shape == (rows,)
    alone = [float(network.logit(features[i : i + 1])[0]) for i in range(rows)]
    assert together.tolist() == alone


def test_calibration_has_a_line_for_each_length():
    calibration = Calibration(slope=(1.0, 2.0, 3.0, 4.0), offset=(0.1, 0.2, 0.3, 0.4), shift=-0.7)
    for units, slope, offset in ((2, 1, 0.1), (3, 2, 0.2), (4, 3, 0.3), (5, 4, 0.4), (7, 4, 0.4)):
        for least_count, taken_as in ((1, 2), (2, 2), (5, 5), (8, 8), (100, 8)):
            got = calibration.probability(np.array([0.5]), units, least_count)
            line = slope * 0.5 + offset - 0.7 * np.log(taken_as / 2)
            assert got == pytest.approx(1 / (1 + np.exp(-line)))


def test_probabilities_know_the_least_count():
    session, table = counted("机器学习\n机器\n" * 3)
    assert Structure(session, table).least_count == 3
    judges = (load_weights().text, load_weights().new, load_weights().known)
    assert all(-1 < judge.calibration.shift < 0 for judge in judges)


def test_sigmoid_does_not_overflow():
    assert sigmoid(np.array([-1e4, 0.0, 1e4])).tolist() == [0.0, 0.5, 1.0]


def test_the_weights_file_is_small_readable_and_holds_no_text():
    file = resources.files("newword.model").joinpath("weights.json")
    text = file.read_text(encoding="utf-8")
    assert len(text) < 450_000
    assert text.isascii()
    content = json.loads(text)
    assert set(content) == {"format", "tags", "first", "text", "new", "known"}
    assert tuple(content["tags"]) == TAG_ROWS
    assert content["format"] == FORMAT
    rows = "features: mean, sd, hidden weights"
    assert tuple(content["first"][rows]) == BASE_FEATURES
    for judge, features in (
        ("text", WORD_FEATURES),
        ("new", DICTIONARY_FEATURES),
        ("known", DICTIONARY_FEATURES),
    ):
        assert set(content[judge]) == {"word", "boundary", "calibration"}
        assert [*content[judge]["calibration"]] == [*map(str, LENGTHS), "shift by least count"]
        for network in ("word", "boundary"):
            assert tuple(content[judge][network][rows]) == features


def test_features_have_names_of_their_own():
    assert len(set(DICTIONARY_FEATURES)) == len(DICTIONARY_FEATURES)
    assert DICTIONARY_FEATURES[: len(WORD_FEATURES)] == WORD_FEATURES


def test_weights_come_back_as_they_were_written():
    text = to_json(load_weights())
    assert to_json(from_json(text, load_weights().gaps)) == text
    assert text == resources.files("newword.model").joinpath("weights.json").read_text()


def test_the_weights_are_finite_and_the_deviations_positive():
    weights = load_weights()
    judges = (weights.text, weights.new, weights.known)
    networks = [network for judge in judges for network in (judge.word, judge.boundary)]
    for network in (weights.first, *networks):
        for values in (network.mean, network.hidden, network.hidden_bias, network.output):
            assert np.isfinite(values).all()
        assert (network.sd > 0).all()
    assert weights.tags.shape == (4, 7)
    assert np.isfinite(weights.tags).all()
    assert all(slope > 0 for judge in judges for slope in judge.calibration.slope)


@pytest.mark.parametrize("change", [{"format": "newword-model 2"}, {"first": {}}, {"tags": {}}])
def test_weights_of_another_format_are_refused(change):
    content = json.loads(to_json(load_weights())) | change
    with pytest.raises((ValueError, KeyError)):
        from_json(json.dumps(content), load_weights().gaps)


def test_weights_of_other_features_are_refused():
    content = json.loads(to_json(load_weights()))
    rows = content["first"][_FEATURES]
    content["first"][_FEATURES] = dict(reversed(rows.items()))
    with pytest.raises(ValueError, match="expected the features"):
        from_json(json.dumps(content), load_weights().gaps)


def test_an_empty_dictionary_knows_nothing():
    empty = newword.BackgroundDictionary.from_words([])
    lexicon = newword.discover(newword.Documents([TEXT * 4]), dictionary=empty, min_score=0.0)
    assert len(lexicon) > 0
    assert lexicon.column("known").tolist() == [0] * len(lexicon)


def test_features_need_significance_and_edges():
    session, table = counted(TEXT)
    with pytest.raises(ValueError, match="without significance or edges"):
        BaseFeatures(session, table, SimpleNamespace(significance=None, edges=None))


def test_scores_are_the_same_for_any_number_of_threads():
    found = []
    for threads in (1, 2, 8):
        session, table = counted(TEXT * 40, threads=threads)
        scores = score_candidates(
            load_weights(), Evidence(session, table, load_weights().tags), with_boundary=True
        )
        found.append([a.tobytes() for a in (*scores.word, *scores.boundary, *scores.probability)])
    assert found[0] == found[1] == found[2]


def test_words_stand_in_order_of_their_probabilities():
    lexicon = newword.discover(newword.Documents([TEXT]), method="model", min_score=0.0)
    scores = [entry.score for entry in lexicon]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_by_default_only_likely_words_are_listed():
    lexicon = newword.discover(newword.Documents([TEXT]), method="model")
    assert lexicon.report.thresholds["min_score"] == MIN_SCORE
    assert all(entry.score >= MIN_SCORE for entry in lexicon)


def test_mixed_words_are_scored_and_strings_of_three_alphanumeric_units_are_not():
    text = "买A股吧，卖A股吧，看A股。K线图好，K线图坏，K线图。5G和4G和3G，5G和4G和3G。"
    lexicon = newword.discover(newword.Documents([text]), method="model", min_score=0.0)
    words = [entry.word for entry in lexicon]
    assert {"A股", "K线图", "5G和4G"} <= set(words)
    assert "5G和4G和3G" not in words


@pytest.mark.parametrize("max_len", [2, 3, 6, 7])
def test_no_word_is_longer_than_max_len(max_len):
    lexicon = newword.discover(
        newword.Documents([TEXT]), method="model", min_score=0.0, max_len=max_len
    )
    lengths = {len(entry.word) for entry in lexicon if entry.word.isalpha()}
    assert max(lengths) == max_len


def test_a_max_len_beyond_the_lattice_is_refused():
    with pytest.raises(ConfigError, match="max_len is 8"):
        newword.discover(newword.Documents([TEXT]), method="model", max_len=8)


def test_a_shorter_max_len_leaves_the_scores_as_they_are():
    scores = [
        {
            entry.word: entry.score
            for entry in newword.discover(
                newword.Documents([TEXT]), method="model", min_score=0.0, max_len=max_len
            )
        }
        for max_len in (3, 6)
    ]
    assert all(scores[1][word] == score for word, score in scores[0].items())


def test_the_parts_of_a_score_add_up():
    session, table = counted(TEXT)
    weights = load_weights()
    evidence = Evidence(session, table, load_weights().tags)
    order, index = table.find("机器学习")
    parts = explain_score(weights, evidence, order, index)
    assert sum(parts[name] for name in PARTS) == pytest.approx(parts["logit"])
    scores = score_candidates(weights, evidence)
    assert parts["score"] == pytest.approx(scores.probability[order][index])
    assert list(parts)[-1] == "score"


def test_explain_tells_the_parts_of_the_score():
    explanation = newword.explain(newword.Documents([TEXT]), "机器学习", method="model")
    assert explanation.parts["score"] == pytest.approx(explanation.score)


@given(
    st.lists(st.integers(0, 2**64 - 1), unique=True, max_size=200),
    st.lists(st.integers(0, 2**64 - 1), max_size=20),
    st.integers(0, 60),
)
def test_sorted_keys_are_found_however_they_are_spread(
    keys: list[int], others: list[int], shift: int
) -> None:
    known = np.unique(np.array(keys, dtype=np.uint64) >> np.uint64(shift))
    wanted = np.concatenate([known[::-1], np.array(others, dtype=np.uint64)])
    at, is_there = SortedKeys(known).find(wanted)
    assert is_there.tolist() == np.isin(wanted, known).tolist()
    assert known[at[is_there]].tolist() == wanted[is_there].tolist()


@pytest.mark.parametrize("threads", [1, 3])
def test_work_is_done_for_each_item_and_errors_come_through(threads):
    done = np.zeros(50, dtype=int)

    def count(item):
        done[item] += 1
        if item == 40:
            raise ValueError("no")

    for_each(range(40), count, threads=threads)
    assert done.tolist() == [1] * 40 + [0] * 10
    with pytest.raises(ValueError, match="no"):
        for_each(range(50), count, threads=threads)
