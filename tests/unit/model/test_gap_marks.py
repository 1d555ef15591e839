"""What gap networks say of strings: the oracle's numbers, for any threads, and who is judged."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from gap_looks import counted, joining_everywhere, looks, runs_by_chance, spelled, strings
from modelling import gap_arrays, gap_network
from oracle import gaps as oracle

from newword.core._core import GapNetwork, Session
from newword.dictionary.background import BackgroundDictionary
from newword.model.features.evidence import DICTIONARY_FEATURES, WORD_FEATURES, Evidence
from newword.model.features.gap_inputs import levels_by_order, simplification
from newword.model.features.gap_marks import GAPS, GapMarks
from newword.model.features.known_words import KnownWords
from newword.model.gap_networks import GapNetworks
from newword.model.scoring import second_stage
from newword.model.weights import load_weights


def evidence_of(session: Session, *, max_order: int = 4) -> Evidence:
    return Evidence(session, session.count(max_order=max_order, min_count=2), load_weights().tags)


def likely_by_chance(evidence: Evidence, seed: int) -> list[np.ndarray]:
    rng = np.random.default_rng(seed)
    orders = evidence.structure.orders
    return [np.empty(0)] * 2 + [rng.random(evidence.structure.size(order)) for order in orders]


def every_column(marks: GapMarks, evidence: Evidence) -> list[np.ndarray]:
    structure = evidence.structure
    return [
        np.stack(marks.columns(order, slice(0, structure.size(order))), axis=1)
        for order in structure.orders
    ]


@pytest.mark.parametrize("with_dictionary", [False, True])
def test_the_columns_are_those_of_the_oracle(with_dictionary: bool) -> None:
    runs = runs_by_chance(21, 60)
    session = counted(runs)
    evidence = evidence_of(session)
    likely = likely_by_chance(evidence, 22)
    arrays = gap_arrays(23, with_dictionary=with_dictionary)
    seen = looks(runs, session, levels_by_order(likely), arrays)
    cuts = [oracle.cuts_of(look, arrays) for look in seen]
    found = evidence.mark_gaps(GapNetwork(arrays, *simplification()), likely, strings())
    for order, rows in enumerate(every_column(found, evidence), start=2):
        assert rows.shape[1] == len(GAPS)
        for i, ngram in enumerate(spelled(evidence.structure.table, order)):
            count = int(evidence.structure.count[order][i])
            expected = oracle.marks_of(oracle.statistics_of(ngram, runs, cuts), count)
            np.testing.assert_allclose(rows[i], expected, rtol=1e-5, atol=1e-5, err_msg=str(ngram))


def test_threads_give_the_same_bits() -> None:
    runs = runs_by_chance(24, 2000)
    found = []
    for threads in (1, 2, 5):
        evidence = evidence_of(counted(runs, threads=threads))
        likely = likely_by_chance(evidence, 25)
        marks = evidence.mark_gaps(gap_network(26, with_dictionary=True), likely, strings())
        found.append([rows.tobytes() for rows in every_column(marks, evidence)])
    assert found[0] == found[1] == found[2]


def test_some_rows_are_the_rows_of_the_whole() -> None:
    evidence = evidence_of(counted(runs_by_chance(27, 300)))
    marks = evidence.mark_gaps(gap_network(28), likely_by_chance(evidence, 29))
    whole = every_column(marks, evidence)[1]
    chosen = np.array([5, 0, 3])
    np.testing.assert_array_equal(np.stack(marks.columns(3, chosen), axis=1), whole[chosen])


def test_what_is_often_cut_out_whole_is_judged_however_unlikely_at_first_sight() -> None:
    session = Session(threads=1)
    session.feed(("机器学习。" * 2 + "机器学。学习语言。").encode())
    session.end_document()
    evidence = evidence_of(session)
    weights = load_weights()
    joining = GapNetworks(text=joining_everywhere(), known=weights.gaps.known)
    nothing = [np.zeros_like(of_order) for of_order in likely_by_chance(evidence, 30)]
    [judging] = second_stage(replace(weights, gaps=joining), evidence, nothing, None)
    judged = judging.chosen
    table = evidence.structure.table
    shown = [table.words(o, np.flatnonzero(judged[o]).astype(np.uint32)) for o in (2, 3, 4)]
    assert shown == [[], ["机器学"], ["机器学习"]]


def test_with_a_dictionary_the_network_looks_that_knows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newword.model.scoring.LEAST_COVERAGE", 0.0)
    evidence = evidence_of(counted(runs_by_chance(31, 200)))
    likely = likely_by_chance(evidence, 32)
    weights = load_weights()
    rows = slice(0, 4)
    alone = second_stage(weights, evidence, likely, None)[0].features(2, rows)
    assert alone.shape == (4, len(WORD_FEATURES))
    known = KnownWords(BackgroundDictionary.from_words(["机器", "学习", "语言"]))
    together = second_stage(weights, evidence, likely, known)[0].features(2, rows)
    assert together.shape == (4, len(DICTIONARY_FEATURES))
    at = WORD_FEATURES.index(GAPS[0])
    marks = evidence.mark_gaps(weights.gaps.known, likely, known.gap_strings)
    columns = np.stack(marks.columns(2, rows), axis=1)
    np.testing.assert_array_equal(together[:, at : at + len(GAPS)], columns)
    assert (columns != alone[:, at : at + len(GAPS)]).any()
