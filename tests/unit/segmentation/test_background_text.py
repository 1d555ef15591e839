"""A text of the same kind tells the network that cuts a short text about its strings."""

from __future__ import annotations

from pathlib import Path

import pytest

import newword
from newword.counting.reading import Reading
from newword.segmentation.background_text import read_background
from newword.segmentation.gap_segmenter import gap_segmenter

FANTASY = Path(__file__).resolve().parents[3] / "corpus_samples" / "text" / "fantasy"
SHORT = "玄溟宗的人守着魂灯，天已经黑了。"


def test_a_short_text_is_cut_by_what_its_background_has() -> None:
    alone = newword.learn_segmenter(SHORT).cut(SHORT)
    helped = newword.learn_segmenter(SHORT, background=FANTASY).cut(SHORT)
    assert not {"玄溟", "已经"} & set(alone)
    assert {"玄溟", "已经"} <= set(helped)
    assert "".join(helped) == SHORT


def test_an_empty_sample_is_no_reason_to_know_nothing() -> None:
    assert "已经" in newword.learn_segmenter("", background=FANTASY).cut(SHORT)


def test_of_a_string_in_both_texts_the_higher_level_counts() -> None:
    background = read_background(FANTASY, Reading())
    sample = b"".join(sorted(path.read_bytes() for path in FANTASY.iterdir()))
    twice = gap_segmenter(sample, None, Reading(), background)
    assert twice.cut(SHORT) == gap_segmenter(sample, None, Reading()).cut(SHORT)


def test_a_count_file_stands_for_its_text(tmp_path: Path) -> None:
    newword.count_to_file(FANTASY, tmp_path / "none.nwc", order=6)
    with pytest.raises(newword.ConfigError, match=r"none\.nwc has no text beside it"):
        newword.learn_segmenter(SHORT, background=tmp_path / "none.nwc")
    newword.count_to_file(FANTASY, tmp_path / "b.nwc", order=6, keep_text=True)
    of_file = newword.learn_segmenter(SHORT, background=tmp_path / "b.nwc").cut(SHORT)
    assert of_file == newword.learn_segmenter(SHORT, background=[FANTASY]).cut(SHORT)


def test_what_cannot_help_is_refused_or_told(tmp_path: Path) -> None:
    with pytest.raises(newword.ConfigError, match="background holds no text"):
        newword.learn_segmenter(SHORT, background=newword.Documents([]))
    with pytest.raises(newword.ConfigError, match="no lexicon"):
        newword.learn_segmenter(
            SHORT, background=FANTASY, lexicon=newword.discover(FANTASY, min_count=9)
        )
    with pytest.raises(newword.CorpusError):
        newword.learn_segmenter(SHORT, background=tmp_path / "none")
    (tmp_path / "bad.txt").write_bytes("陆沉舟，".encode("utf-16-le") * 9)
    with pytest.raises(newword.ConfigError, match=r"bad\.txt"):
        newword.learn_segmenter(SHORT, background=tmp_path)
    (tmp_path / "good.txt").write_text("陆沉舟，" * 9, "utf-8")
    with pytest.warns(UserWarning, match=r"bad\.txt"):
        newword.learn_segmenter(SHORT, background=tmp_path)


def test_a_script_that_no_network_cuts_says_so() -> None:
    cut: list[bytes] = []
    report = newword.segment_corpus(
        newword.Documents(["ภาษาไทยเป็นภาษา\n" * 9]), cut.append, background=FANTASY
    )
    assert any("background was not used" in note for note in report.corpus.notes)
