"""A lexicon that knows kinds has three more columns, in files too, and words are chosen by them."""

from __future__ import annotations

import copy
import io
import pickle
from pathlib import Path

import pytest
from command import run
from lexicons import contexts_in, make_lexicon

import newword
from newword.cli.screen.wide_help import columns
from newword.cli.screen.word_tables import lexicon_table
from newword.export import write
from newword.lexicon import COLUMNS, LABEL_COLUMNS, Label, Lexicon
from newword.lexicon.decisions import Decision, Decisions, apply_decisions
from newword.table.label import ALL_KINDS, KindChoice

LABELS = [
    Label(kind="person", pos="nr"),
    Label(kind="mixed", variant_of="=K线图"),
    Label(kind="misspelling", pos="v", variant_of="关注"),
    Label(kind="unsure"),
]
WORDS = ["苏砚秋", "K綫图", "观注", "破韧"]
SAMPLES = Path(__file__).parents[3] / "corpus_samples" / "text"


@pytest.fixture
def labelled() -> Lexicon:
    return make_lexicon(WORDS, labels=LABELS)


@pytest.mark.parametrize("name", ["tsv", "csv", "jsonl", "parquet"])
def test_labels_come_back_from_every_table(name: str, labelled: Lexicon, tmp_path: Path) -> None:
    if name == "parquet":
        pytest.importorskip("pyarrow")
    path = tmp_path / f"words.{name}"
    labelled.export(path)
    again = newword.load_lexicon(path)
    assert again.labels == tuple(LABELS)
    assert again.words == WORDS
    assert again.column("count").tolist() == labelled.column("count").tolist()


@pytest.mark.parametrize("name", ["tsv", "csv", "jsonl"])
def test_a_lexicon_without_labels_is_written_as_ever(name: str, labelled: Lexicon) -> None:
    out, plain = io.BytesIO(), io.BytesIO()
    write(labelled.labelled(None), out, format=name)
    write(make_lexicon(WORDS), plain, format=name)
    assert out.getvalue() == plain.getvalue()
    assert b"variant_of" not in plain.getvalue()


def test_a_variant_cannot_become_a_formula(labelled: Lexicon) -> None:
    out = io.BytesIO()
    write(labelled, out, format="csv")
    assert ",'=K线图\n" in out.getvalue().decode()


def test_labels_go_wherever_their_words_go(labelled: Lexicon) -> None:
    by_word = dict(zip(WORDS, LABELS, strict=True))
    scored = make_lexicon(WORDS, labels=LABELS, score=[0.2, 0.9, 0.8, 0.7])
    for lexicon in (
        labelled[1:],
        labelled[::-1],
        labelled.where([True, False, False, True]),
        scored.sort("score"),
        scored.pick(2),
        copy.deepcopy(labelled),
        pickle.loads(pickle.dumps(labelled)),
        *labelled.groups("kind").values(),
    ):
        assert lexicon.labels == tuple(by_word[word] for word in lexicon.words)
        assert [one.kind for one in lexicon] == [by_word[word].kind for word in lexicon.words]
        assert [lexicon[at].kind for at in range(len(lexicon))] == [one.kind for one in lexicon]
    assert labelled.columns == (*COLUMNS, *LABEL_COLUMNS)
    assert labelled.where(labelled.column("kind") == "person").words == ["苏砚秋"]
    assert list(labelled.groups("kind")) == ["misspelling", "mixed", "person", "unsure"]


def test_a_notebook_shows_what_the_words_are(labelled: Lexicon) -> None:
    table = labelled._repr_html_()
    assert "<th>kind</th><th>variant of</th>" in table
    assert "<bdi>misspelling</bdi></td><td><bdi>关注</bdi>" in table
    assert "<th>kind</th>" not in make_lexicon(WORDS)._repr_html_()


def test_a_word_that_was_edited_has_no_kind_of_its_own(labelled: Lexicon) -> None:
    decisions = Decisions({"观注": Decision("edit", "观照"), "破韧": Decision("reject")})
    edited = apply_decisions(labelled, decisions)
    assert edited.words == ["苏砚秋", "K綫图", "观照"]
    assert [label.kind for label in edited.labels or ()] == ["person", "mixed", "unsure"]


def test_without_labels_the_columns_are_not_there() -> None:
    lexicon = make_lexicon(WORDS)
    assert (lexicon.labels, lexicon.columns, lexicon[0].kind) == (None, COLUMNS, None)
    with pytest.raises(newword.ConfigError, match="with_labels"):
        lexicon.column("kind")


def test_a_kind_that_there_is_not_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_text("word\tcount\tkind\tpos\tvariant_of\n破韧\t3\tnonsense\t\t\n", "utf-8")
    with pytest.raises(newword.LexiconFileError, match=r"line 2: kind is none of .*: nonsense"):
        newword.load_lexicon(path)
    with pytest.raises(newword.ConfigError, match="no kind nobody"):
        newword.discover(newword.Documents(["机器学习"]), no_kind=["nobody"])


def test_every_choice_is_the_plain_rule() -> None:
    """Oracle: each condition by itself, over all kinds with and without a variant."""
    everything = [Label(kind=k, variant_of=v) for k in ALL_KINDS for v in ("", "关注")]
    for kind in ((), ("person",), ("person", "mixed")):
        for no_kind in ((), ("anonymised", "person")):
            for no_variants in (False, True):
                choice = KindChoice.of(kind, no_kind, no_variants=no_variants)
                taken = [one for one in everything if choice.takes(one)]
                expected = [one for one in everything if one.kind in (kind or ALL_KINDS)]
                expected = [one for one in expected if one.kind not in no_kind]
                if no_variants:
                    expected = [one for one in expected if one.variant_of == ""]
                assert taken == expected
                assert choice.takes_all == (taken == everything)


def test_discover_leaves_kinds_out_before_it_takes_the_first() -> None:
    pytest.importorskip("jieba")
    asked = {"dictionary": "jieba", "new_only": True}
    everything = newword.discover(SAMPLES, kinds=True, **asked)
    kinds = dict(zip(everything.words, everything.column("kind").tolist(), strict=True))
    people = newword.discover(SAMPLES, kind="person", top=5, **asked)
    expected = everything.where(everything.column("kind") == "person").pick(5)
    assert people.words == expected.words
    assert len(people) == 5
    few = newword.discover(SAMPLES, kinds=True, top=9, **asked)
    assert {word: kinds[word] for word in few.words} == dict(
        zip(few.words, few.column("kind").tolist(), strict=True)
    )  # what a word is does not depend on the length of the list
    sure = newword.discover(SAMPLES, no_kind=["unsure", "noun"], sort="count", **asked)
    assert not {"unsure", "noun"} & set(sure.column("kind").tolist())
    counts = sure.column("count").tolist()
    assert counts == sorted(counts, reverse=True)
    assert {*kinds.values()} <= set(ALL_KINDS)


def test_nothing_of_a_kind_says_so() -> None:
    pytest.importorskip("jieba")
    texts = newword.Documents(["陆沉舟说，陆沉舟走了。"] * 5)
    found = newword.discover(texts, kind="time", min_score=0)
    assert len(found) == 0
    assert "kinds that were asked for" in (found.report.empty_reason or "")


def test_the_tags_of_a_dictionary_are_those_of_the_labels(tmp_path: Path) -> None:
    pytest.importorskip("jieba")
    contexts = contexts_in([f"他说{word}很好" for word in WORDS] * 3)
    lexicon = make_lexicon(WORDS, labels=LABELS, contexts=contexts)
    for name in ("jieba", "hanlp"):
        out = io.BytesIO()
        write(lexicon, out, format=name)
        tags = {line.split()[0]: line.split() for line in out.getvalue().decode().splitlines()}
        assert "nr" in tags["苏砚秋"]
        assert "v" in tags["观注"]


def test_the_command_line_writes_and_chooses(tmp_path: Path) -> None:
    pytest.importorskip("jieba")
    table = tmp_path / "new.jsonl"
    run("discover", SAMPLES, "--dict", "jieba", "--new-only", "--kinds", "-o", table, "--quiet")
    lexicon = newword.load_lexicon(table)
    assert lexicon.labels is not None
    out = run("kinds", table, "--kind", "mixed", "--format", "txt", "--quiet").out.split()
    assert out == lexicon.where(lexicon.column("kind") == "mixed").words
    assert run("discover", SAMPLES, "--kind", "nobody").code == 2


@pytest.mark.parametrize("width", [30, 80, 100, 150])
def test_the_table_of_a_terminal_has_kinds_where_there_is_room(width: int) -> None:
    lexicon = make_lexicon(WORDS, labels=LABELS, units=["word", "term", "word", "word"])
    lines = [line.plain for line in lexicon_table(lexicon, top=None).lines(width)]
    assert len(lines) == 1 + len(WORDS)
    assert all(columns(line) <= width for line in lines)
    assert all(word in line for word, line in zip(WORDS, lines[1:], strict=True))
    if width >= 80:
        assert [name for name in ("word", "unit", "kind", "variant of") if name in lines[0]] == [
            "word",
            "unit",
            "kind",
            "variant of",
        ]
        assert "misspelling" in lines[3]
        assert "关注" in lines[3]
