"""The judges of strings of other scripts than Chinese."""

from __future__ import annotations

import random
from dataclasses import replace
from importlib import resources

import numpy as np
import pytest
from gap_looks import joining_everywhere

import newword
from newword.core._core import Session
from newword.model.features.evidence import SCRIPT_FEATURES, Evidence
from newword.model.features.kinds import KINDS, SCRIPT_KINDS
from newword.model.features.script_marks import SCRIPT_MARKS, ScriptMarks
from newword.model.features.scripts import CHINESE, CLUSTERS, JAPANESE
from newword.model.gap_networks import GapNetworks
from newword.model.scoring import Scores, score_candidates
from newword.model.script_weights import script_weights_of, script_weights_text
from newword.model.weights import Weights, load_weights
from newword.segmentation.unit_lengths import unit_lengths

THAI = "ภาษาไทยเป็นภาษาที่คนไทยใช้\nคนไทยเรียนภาษาไทย\nภาษาที่เรียน\n"
JAPANESE_TEXT = "日本語の文章を書く。文章はカメラで読む。カメラの日本語。\n"
CHINESE_TEXT = "机器学习的方法。学习方法的机器。机器学习。\n"


def evidence_of(text: str, *, min_count: int = 2) -> Evidence:
    session = Session(threads=1)
    session.feed(text.encode())
    session.end_document()
    table = session.count(max_order=6, min_count=min_count)
    evidence = Evidence(session, table, None)
    evidence.cut(load_weights().tags_for(evidence.scripts))
    return evidence


def judge_of(evidence: Evidence, word: str) -> str:
    place = evidence.structure.table.find(word)
    assert place is not None, word
    order, index = place
    judges = [j for j in evidence.scripts.present if evidence.scripts.masks(j)[order][index]]
    [judge] = judges  # one and no other
    return judge


def scored(evidence: Evidence, weights: Weights, word: str) -> float:
    scores: Scores = score_candidates(weights, evidence)
    place = evidence.structure.table.find(word)
    assert place is not None
    return float(scores.probability[place[0]][place[1]])


@pytest.mark.parametrize(
    ("text", "present", "main"),
    [
        (CHINESE_TEXT, (CHINESE,), CHINESE),
        (THAI, (CLUSTERS,), CLUSTERS),
        (JAPANESE_TEXT, (JAPANESE,), JAPANESE),
        (THAI + CHINESE_TEXT, (CHINESE, CLUSTERS), CLUSTERS),
        (CHINESE_TEXT * 5 + "カメラ。カメラ。", (CHINESE, JAPANESE), CHINESE),
    ],
)
def test_which_judges_a_text_needs(text: str, present: tuple[str, ...], main: str) -> None:
    scripts = evidence_of(text).scripts
    assert scripts.present == present
    assert scripts.main == main


def test_a_string_is_judged_by_its_script_and_han_characters_by_the_text() -> None:
    mixed = evidence_of(CHINESE_TEXT * 5 + "カメラ。カメラ。" + THAI)
    assert judge_of(mixed, "机器") == CHINESE
    assert judge_of(mixed, "カメラ") == JAPANESE
    assert judge_of(mixed, "ไทย") == CLUSTERS
    assert judge_of(evidence_of(JAPANESE_TEXT), "文章") == JAPANESE


def test_marks_of_scripts() -> None:
    evidence = evidence_of("本のカメラ。本のカメラ屋。\n", min_count=1)
    marks = ScriptMarks(evidence.structure, evidence.scripts)

    def of(word: str) -> dict[str, float]:
        place = evidence.structure.table.find(word)
        assert place is not None
        order, index = place
        columns = marks.columns(order, np.array([index]))
        return {name: float(column[0]) for name, column in zip(SCRIPT_MARKS, columns, strict=True)}

    camera = of("カメラ")
    assert camera["begins_in_katakana"] == camera["ends_in_katakana"] == 1
    assert camera["is_of_one_script"] == 1
    assert camera["left_is_of_same_script"] == 0
    whole = of("本のカメラ屋")
    assert whole["changes_of_script"] == 3
    assert whole["is_of_one_script"] == whole["begins_in_hiragana"] == 0
    assert of("カメ")["right_is_of_same_script"] == 1
    assert of("のカ")["begins_in_hiragana"] == 1


def test_the_gap_network_has_no_say_on_other_scripts() -> None:
    weights = load_weights()
    joining = GapNetworks(text=joining_everywhere(), known=weights.gaps.known)
    other = replace(weights, gaps=joining)
    text = THAI + CHINESE_TEXT
    assert scored(evidence_of(text), other, "ไทย") == scored(evidence_of(text), weights, "ไทย")
    assert scored(evidence_of(text), other, "机器") != scored(evidence_of(text), weights, "机器")


@pytest.mark.parametrize("script", [CLUSTERS, JAPANESE])
def test_a_weights_file_is_small_and_reads_as_it_was_written(script: str) -> None:
    text = resources.files("newword.model").joinpath(f"weights_{script}.json").read_text()
    assert len(text) < 60_000
    assert script_weights_text(script_weights_of(text)) == text
    with pytest.raises(ValueError, match="expected newword-script-model"):
        script_weights_of(text.replace("newword-script-model", "other", 1))


def test_kinds_of_evidence_are_the_features_in_order() -> None:
    assert tuple(name for _, names in SCRIPT_KINDS for name in names) == SCRIPT_FEATURES
    assert [kind for kind, _ in SCRIPT_KINDS[:-1]] == [kind for kind, _ in KINDS[:-1]]


def test_explain_says_what_scripts_add() -> None:
    texts = newword.Documents([THAI])
    found = newword.explain(texts, "ภาษา")
    entry = {e.word: e.score for e in newword.discover(texts, min_score=0)}["ภาษา"]
    assert found.parts["score"] == pytest.approx(entry)
    kinds = [kind for kind, _ in SCRIPT_KINDS]
    assert found.parts["logit"] == pytest.approx(
        found.parts["average"] + sum(found.parts[kind] for kind in kinds)
    )
    assert "gap_network" not in found.parts


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("學而時習之，不亦說乎。有朋自遠方來，不亦樂乎。學而時習之。其為人也孝弟。", "Classical"),
        ("한국어 한국어를 배우고 한국어 책을 한국어로", "scripts of this text"),
    ],
)
def test_where_no_judge_was_measured_the_report_says_so(text: str, note: str) -> None:
    report = newword.discover(newword.Documents([text]), min_score=0).report
    assert [note in line for line in report.notes] == [True]
    assert report.expected_precision is None


@pytest.mark.parametrize("text", [THAI, JAPANESE_TEXT, CHINESE_TEXT])
def test_of_text_that_a_judge_was_measured_on_nothing_is_said(text: str) -> None:
    assert newword.discover(newword.Documents([text]), min_score=0).report.notes == ()


def test_words_are_as_long_as_their_units() -> None:
    assert unit_lengths(["机器", "K线图", "ภาษา", "きゃー", "មែន", "A"]).tolist() == [
        2,
        3,
        2,
        1,
        2,
        1,
    ]
    assert unit_lengths([]).tolist() == []


def test_text_of_clusters_is_cut_by_what_its_judge_finds() -> None:
    words = ["ภาษา", "ประเทศ", "คน", "ไทย", "โรงเรียน", "งาม", "มาก", "สบาย", "เวลา", "กิน"]
    chance = random.Random(1)
    sentences = [chance.choices(words, k=chance.randint(3, 7)) for _ in range(400)]
    segmenter = newword.learn_segmenter("\n".join(map("".join, sentences)))
    cut = [segmenter.cut("".join(sentence)) for sentence in sentences]
    assert newword.evaluate_segmentation(cut, newword.Gold(sentences)).f1 > 0.9
