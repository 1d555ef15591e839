"""`explain` says which bound a string missed, and `count` and `explain` agree with `discover`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command import TEXT, run

FANTASY = TEXT / "fantasy"


def explain(word: str, *options: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("explain", TEXT, word, "--json", *options).stdout)
    return found


def test_the_rank_is_the_place_in_the_lexicon() -> None:
    words = run("discover", TEXT, "--format", "txt").out.splitlines()
    found = explain(words[41])
    assert (found["rank"], found["words"]) == (42, len(words))


def test_a_word_is_found_in_any_case_and_width() -> None:
    ranks = {explain(word)["rank"] for word in ("UP池", "up池", "ＵＰ池")}
    assert len(ranks) == 1
    assert ranks != {None}


@pytest.mark.parametrize(
    ("word", "options", "verdict"),
    [
        ("陆沉舟", [], "a word, rank "),
        ("的", [], "a single unit"),
        ("龘龘", [], "not in the corpus"),
        ("陆，沉", [], "not in the corpus"),
        ("舟沉陆", [], "not in the corpus"),
        ("陆沉舟", ["--min-count", "81"], "not ranked: count 80 is 1 below min_count 81"),
        ("们的", ["--method", "reference"], "not ranked: cohesion 0.606 is 1.39 below 2"),
        ("沉舟", ["--method", "entropy"], "not ranked: left_entropy 0.195 is 0.305 below 0.5"),
        ("的时候", ["--method", "model"], "not ranked: score "),
        ("陆沉舟", ["--max-len", "2"], "not ranked: 3 units, more than max_len 2"),
    ],
    ids=str,
)
def test_the_verdict_names_what_was_missed(word: str, options: list[str], verdict: str) -> None:
    assert explain(word, *options)["verdict"].startswith(verdict)


def test_the_text_form_has_the_numbers_of_the_json() -> None:
    found = explain("陆沉舟", "--dict", "jieba")
    lines = run("explain", TEXT, "陆沉舟", "--dict", "jieba").out.splitlines()
    assert lines[0] == f"陆沉舟: {found['verdict']} of {found['words']:,}"
    assert f"  cohesion         {found['cohesion']:.3f} nats" in lines[5]
    assert lines[1].split() == ["dictionary", "lacks", "it"]


def test_the_text_form_leaves_out_what_was_not_measured() -> None:
    verdict, *lines = run("explain", TEXT, "龘龘").out.splitlines()
    assert verdict.startswith("龘龘: not in the corpus: it lacks one of these characters")
    assert lines[0] == "  count            0"
    assert not any("entropy" in line or "cohesion" in line or "score" in line for line in lines)


def test_contexts_hold_the_word_where_they_say() -> None:
    contexts = explain("陆沉舟", "--contexts", "9")["contexts"]
    assert 9 / 2 <= len(contexts) <= 9
    assert all(text[begin:end] == "陆沉舟" for text, begin, end in contexts)
    found = explain("陆沉舟", "--contexts", "3")
    for (text, _, _), source in zip(found["contexts"], found["sources"], strict=True):
        assert text in Path(source).read_text("utf-8")


def test_contexts_can_be_left_out() -> None:
    assert explain("陆沉舟", "--contexts", "0")["contexts"] == []


def test_counts_have_the_numbers_of_the_lexicon() -> None:
    counts = {
        entry["ngram"]: entry
        for entry in map(json.loads, run("count", FANTASY, "--json").out.splitlines())
    }
    words = [json.loads(line) for line in run("discover", FANTASY, "--json").out.splitlines()]
    short = [entry for entry in words if entry["word"] in counts]
    assert len(short) > 500
    for entry in short:
        other = counts[entry["word"]]
        for name in ("count", "cohesion", "left_entropy", "right_entropy"):
            assert entry[name] == other[name]
        assert entry["accessor_variety"] == min(other["left_variety"], other["right_variety"])
