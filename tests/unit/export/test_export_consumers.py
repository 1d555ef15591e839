"""Each file says what its consumer reads, and a consumer that is installed uses the words."""

from __future__ import annotations

import importlib
import importlib.util
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from command import environment
from hypothesis import given, settings
from hypothesis import strategies as st
from lexicons import contexts_in, make_lexicon

from newword import ExportError, Lexicon, MissingPackageError
from newword.export import FORMATS, ConsumerReport, ExportReport, _consumer, _pinyin, write

WORDS = ["陆沉舟", "青梧峰", "破韧"]
TEXTS = ["那天陆沉舟在青梧峰上练剑", "他把怪打到破韧了", "陆沉舟说破韧不难"]
LINES = ("hanlp", "pkuseg", "ltp", "thulac", "ansj", "ik", "kuromoji", "nori")
PINYIN = ("rime", "libime")
ALL = [name for name in FORMATS if name not in ("tsv", "csv", "jsonl", "parquet", "txt", "jieba")]

has = importlib.util.find_spec
needs_pinyin = pytest.mark.skipif(not has("pypinyin"), reason="pypinyin is not installed")


def needs(*packages: str) -> Any:
    missing = [package for package in packages if not has(package)]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {' '.join(missing)}")


def encoded(lexicon: Lexicon, format_: str, **options: Any) -> tuple[str, ExportReport]:
    out = io.BytesIO()
    report = write(lexicon, out, format=format_, **options)
    return out.getvalue().decode(), report


def lines(words: Sequence[str], format_: str, **columns: Any) -> list[str]:
    text, report = encoded(make_lexicon(words, **columns), format_)
    assert report.refused == ()
    return text.splitlines()


def refused(word: str, format_: str) -> str | None:
    _, report = encoded(make_lexicon(["机器", word] if word != "机器" else [word]), format_)
    return dict(report.refused).get(word)


# -------------------------------------------------------------------------------- what a line says


@pytest.mark.parametrize(
    ("format_", "expected"),
    [
        ("hanlp", "K线图 nz 20"),
        ("pkuseg", "K线图\tn"),
        ("ltp", "K线图"),
        ("thulac", "K线图"),
        ("ansj", "k线图\tuserDefine\t20"),
        ("ik", "k线图"),
        ("kuromoji", "K线图,K线图,K线图,カスタム名詞"),
        ("nori", "K线图"),
        (
            "sudachi",
            "k线图,4786,4786,-32768,K线图,名詞,固有名詞,一般,*,*,*,K线图,k线图,*,A,*,*,*",
        ),
        ("mecab", "K线图,1288,1288,8000,名詞,固有名詞,一般,*,*,*,K线图,*,*"),
        ("sentencepiece", "K线图\t20"),
        ("spacy", '{"label": "TERM", "pattern": "K线图"}'),
    ],
)
def test_a_line_has_the_columns_of_its_consumer(format_: str, expected: str) -> None:
    assert lines(["K线图", "机器"], format_)[0] == expected


def test_jieba_s_ports_have_the_frequencies_of_jieba() -> None:
    text, _ = encoded(make_lexicon(WORDS), "jieba")
    assert encoded(make_lexicon(WORDS), "jieba-rs")[0] == text
    assert encoded(make_lexicon(WORDS), "cppjieba")[0] == text
    two = [line.rpartition(" ")[0] for line in text.splitlines()]
    assert encoded(make_lexicon(WORDS), "jieba-analysis")[0].splitlines() == two


def test_sudachi_has_the_columns_of_its_builder() -> None:
    for line in lines(["ＫＴＶ", "机器"], "sudachi"):
        assert len(line.split(",")) == 18
    assert lines(["ＫＴＶ"], "sudachi")[0].startswith("ktv,4786,4786,-32768,ＫＴＶ,")


def test_kana_are_read_as_they_stand_and_other_words_not_at_all() -> None:
    [kana, latin] = lines(["どらえモン", "霊感ABC"], "mecab")
    assert kana.endswith(",どらえモン,ドラエモン,ドラエモン")
    assert latin.endswith(",霊感ABC,*,*")
    [kana, latin] = lines(["どらえモン", "霊感ABC"], "sudachi")
    assert kana.split(",")[11:13] == ["ドラエモン", "どらえモン"]
    assert latin.split(",")[11:13] == ["霊感ABC", "霊感abc"]


JAPANESE = [
    "昨日は霊感商法を調べた",
    "霊感商法の被害が多い",
    "第3回の会議で検討した",
    "検討を続けた",
]


@needs("fugashi", "ipadic")
def test_mecab_keeps_its_own_words_and_gets_those_that_it_makes_of_nouns() -> None:
    words = ["霊感商法", "検討", "第3", "多い", "が多"]
    text, report = encoded(make_lexicon(words, contexts=contexts_in(JAPANESE)), "mecab")
    assert text.splitlines()[0].startswith("霊感商法,1288,1288,")
    assert report.written == len(text.splitlines()) == 1
    reasons = {word: reason.removeprefix("MeCab with IPADIC ") for word, reason in report.refused}
    assert reasons == {
        "検討": "has it",
        "多い": "has it",
        "第3": "makes it of affixes, numerals or words that are no nouns",
        "が多": "has other words where it stands",
    }


@needs("sudachipy", "sudachidict_core")
def test_sudachi_keeps_its_own_words() -> None:
    words = ["霊感商法", "検討", "が多"]
    text, report = encoded(make_lexicon(words, contexts=contexts_in(JAPANESE)), "sudachi")
    assert {"検討", "が多"} <= {word for word, _ in report.refused}
    assert "検討" not in text


@pytest.mark.parametrize("format_", ["mecab", "sudachi"])
def test_words_of_a_text_without_kana_are_told_to_be_no_japanese(format_: str) -> None:
    def notes(words: list[str], texts: list[str]) -> list[str]:
        _, report = encoded(make_lexicon(words, contexts=contexts_in(texts)), format_)
        return [note for note in report.notes if "cuts Japanese" in note]

    assert len(notes(WORDS, TEXTS)) == 1
    assert notes(["霊感商法"], JAPANESE) == []


@needs("fugashi", "ipadic")
def test_a_trial_says_what_the_words_do_to_the_text_as_a_whole() -> None:
    lexicon = make_lexicon(["霊感商法"], contexts=contexts_in(JAPANESE * 9))
    _, report = encoded(lexicon, "mecab", verify=True)
    assert isinstance(report, ConsumerReport)
    assert report.agreement is not None
    before, after = report.agreement
    assert 0 < before < 1 > after > 0
    is_told = any("less as newword does" in notice for notice in report.notices())
    assert is_told == (after < before)
    told = report.trial()
    assert told is not None
    assert re.search(r"agrees with newword in \d+\.\d% of the words before, \d+\.\d% after", told)


def test_words_that_make_a_consumer_cut_worse_are_told() -> None:
    class Forced:
        """Joins the two characters that no word joins."""

        def __init__(self, content: bytes) -> None:
            self.content = content

        def __enter__(self) -> Any:
            if not self.content:
                return lambda text: re.findall("..|.", text)
            return lambda text: [text[:1], *re.findall("..|.", text[1:])]

        def __exit__(self, *_: object) -> None:
            pass

    texts = ["机器学习", "学习机器", "机器工厂", "工厂学习"] * 9
    lexicon = make_lexicon(["器学"], contexts=contexts_in(texts))
    found, report = _consumer.plan_words(lexicon, lambda _: None)
    told, _ = _consumer.encode_tried(
        report,
        _consumer.tried_words(found),
        b"x",
        consumer="it",
        open_cutter=Forced,
        lexicon=lexicon,
    )
    assert told.notices()[-1].startswith("with this file it cuts this text less as newword does")


def test_added_tokens_are_one_json_list() -> None:
    tokens = json.loads(encoded(make_lexicon(WORDS), "hf")[0])
    assert [token["content"] for token in tokens] == WORDS
    assert not any(token["single_word"] for token in tokens)
    assert json.loads(encoded(make_lexicon([]), "hf")[0]) == []


@needs_pinyin
def test_rime_has_a_header_rows_and_a_mark_where_the_pinyin_is_a_guess() -> None:
    text, report = encoded(make_lexicon(["机器", "旅行", "陆重山"]), "rime")
    header, _, body = text.partition("\n...\n")
    assert header.splitlines()[1] == "---"
    assert body.splitlines()[0] == "机器\tji qi\t30"
    assert body.splitlines()[1] == "旅行\tlv xing\t20"
    comment, row = body.splitlines()[2:]
    assert comment == "# 陆重山: 重 zhong/chong"
    assert row == "陆重山\tlu zhong shan\t10"
    assert any("陆重山" in notice for notice in report.notices())


@needs_pinyin
def test_libime_has_three_fields_and_a_logarithm_of_probability() -> None:
    word, pinyin, cost = lines(["机器"], "libime", count=[10])[0].split(" ")
    assert (word, pinyin, cost) == ("机器", "ji'qi", "-2")


# ------------------------------------------------------------------------ what is left out, and why


@pytest.mark.parametrize(
    ("format_", "word"),
    [
        ("cppjieba", "a b"),
        ("cppjieba", "你好，世界"),
        ("jieba-rs", "三〇一"),
        ("jieba-analysis", "龦龧"),
        ("jieba-analysis", "a%b"),
        ("hanlp", "a b"),
        ("ansj", "a\u3000b"),
        ("ik", "K线·图"),
        ("ik", "𠮷野家"),
        ("kuromoji", "#话题"),
        ("kuromoji", "a,b"),
        ("nori", "C#语言"),
        ("sudachi", 'a"b'),
        ("sudachi", "长" * 86),
        ("mecab", "a,b"),
        ("sentencepiece", "长" * 17),
        ("sentencepiece", "a\u2581b"),
        ("spacy", " "),
        pytest.param("rime", "K线图", marks=needs_pinyin),
        pytest.param("libime", "ニュース", marks=needs_pinyin),
    ],
)
def test_a_word_that_its_consumer_cannot_hold_is_left_out_and_named(
    format_: str, word: str
) -> None:
    assert refused(word, format_)


@pytest.mark.parametrize("format_", ["jieba-analysis", "ik", "ansj", "sudachi"])
def test_spellings_that_a_consumer_cannot_tell_apart_are_one_line(format_: str) -> None:
    assert len(lines(["K线图", "k线图"], format_)) == 1


@pytest.mark.parametrize("format_", ALL)
@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(st.characters(codec=None), min_size=1), unique=True, max_size=5))
def test_no_word_can_forge_a_line(format_: str, words: list[str]) -> None:
    if format_ in PINYIN and not has("pypinyin"):
        return
    try:
        with mock.patch("newword.export.jieba.dictionary.import_jieba", return_value=None):
            text, report = encoded(make_lexicon(words), format_)
    except MissingPackageError:
        return
    left = [word for word in words if word not in dict(report.refused)]
    assert report.written <= len(left)
    if format_ == "hf":
        assert [token["content"] for token in json.loads(text)] == left
        return
    rows = [line for line in text.partition("...\n")[2].split("\n") if line[:1] != "#"]
    rows = rows if format_ == "rime" else text.split("\n")
    assert len(rows) == report.written + 1
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]", text)


# --------------------------------------------------------------------------- in the consumer itself


def whole(format_: str) -> ConsumerReport:
    lexicon = make_lexicon(WORDS, contexts=contexts_in(TEXTS))
    _, report = encoded(lexicon, format_, verify=True)
    assert isinstance(report, ConsumerReport)
    assert report.written == report.whole + len(report.split) == len(WORDS)
    assert str(report.whole) in (report.trial() or "")
    return report


@needs("rjieba", "jieba")
def test_jieba_rs_cuts_the_words_whole() -> None:
    assert whole("jieba-rs").split == ()


@needs("spacy_pkuseg")
def test_pkuseg_cuts_the_words_whole() -> None:
    assert whole("pkuseg").split == ()


@needs("thulac")
def test_thulac_loads_the_words() -> None:
    script = (  # another process: THULAC leaves its files open
        "import io, sys; sys.path.insert(0, sys.argv[1])\n"
        "from newword.export import write; from lexicons import *\n"
        "made = make_lexicon(['陆沉舟', '破韧'], contexts=contexts_in(['陆沉舟说破韧不难']))\n"
        "print(write(made, io.BytesIO(), format='thulac', verify=True).trial())"
    )
    here = str(Path(__file__).parents[2])
    line = [sys.executable, "-c", script, here]
    done = subprocess.run(line, env=environment(), capture_output=True, check=True, timeout=60)
    assert re.fullmatch(r"tried in THULAC: [12] of 2 words cut whole\n", done.stdout.decode())


@needs("ltp_extension")
def test_ltp_joins_the_words_out_of_smaller_pieces() -> None:
    """LTP's models are not run: its word list works on what they have cut."""
    hook = importlib.import_module("ltp_extension.algorithms").Hook()
    text, _ = encoded(make_lexicon(WORDS), "ltp")
    for word in text.splitlines():
        hook.add_word(word, 2)
    assert hook.hook(TEXTS[0], list(TEXTS[0]))[2:] == ["陆沉舟", "在", "青梧峰", "上", "练", "剑"]
    assert "破韧" in hook.hook(TEXTS[1], ["他", "把", "怪", "打到", "破", "韧", "了"])


LUCENE = sorted(
    path
    for name in ("core", "analyzers-common", "analyzers-kuromoji", "analyzers-nori")
    for path in Path("/usr/share/java").glob(f"lucene-{name}-*.jar")
)


@pytest.mark.skipif(
    len(LUCENE) < 4 or shutil.which("java") is None, reason="Debian's liblucene8-java is missing"
)
@pytest.mark.parametrize(("format_", "language"), [("kuromoji", "ja"), ("nori", "ko")])
def test_lucene_cuts_the_words_whole(tmp_path: Path, format_: str, language: str) -> None:
    (tmp_path / "words").write_text(encoded(make_lexicon(WORDS), format_)[0], "utf-8")
    (tmp_path / "text").write_text("\n".join(TEXTS), "utf-8")
    program = str(Path(__file__).with_name("LuceneCut.java"))
    jars = ":".join(map(str, LUCENE))
    done = subprocess.run(
        ["java", "-cp", jars, program, language, str(tmp_path / "words"), str(tmp_path / "text")],
        capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    cut = [line.split() for line in done.stdout.decode().splitlines()]
    assert "陆沉舟" in cut[0]
    assert "青梧峰" in cut[0]
    assert "破韧" in cut[1]
    assert {"陆沉舟", "破韧"} <= set(cut[2])


@needs("sudachipy", "sudachidict_core")
def test_sudachi_compiles_the_words_and_cuts_them_whole() -> None:
    _, report = encoded(make_lexicon(WORDS, contexts=contexts_in(TEXTS)), "sudachi", verify=True)
    assert isinstance(report, ConsumerReport)
    assert report.whole >= 1  # 破韧 it cuts otherwise beside some verbs
    assert report.whole + len(report.split) + len(report.refused) == len(WORDS)
    assert encoded(make_lexicon(["ＫＴＶ房", "k线图"]), "sudachi", verify=True)[1].trial() == (
        "tried in SudachiPy: 2 of 2 words cut whole"
    )


@needs("fugashi", "ipadic")
def test_mecab_compiles_the_words_and_cuts_them_whole() -> None:
    assert whole("mecab").split == ()


@needs("tokenizers")
def test_tokenizers_keeps_the_words_whole() -> None:
    assert whole("hf").split == ()


@needs("spacy")
@pytest.mark.filterwarnings("ignore")
def test_spacy_finds_the_words() -> None:
    assert whole("spacy").split == ()


@needs("sentencepiece")
def test_sentencepiece_trains_with_the_words_as_seeds(tmp_path: Path) -> None:
    import sentencepiece  # type: ignore[import-not-found, unused-ignore]

    write(make_lexicon(WORDS, count=[900, 800, 700]), tmp_path / "seeds", format="sentencepiece")
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(TEXTS * 300),
        model_writer=model,
        vocab_size=40,
        seed_sentencepieces_file=str(tmp_path / "seeds"),
        hard_vocab_limit=False,
        minloglevel=2,
    )
    pieces = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    assert set(WORDS) & {pieces.id_to_piece(n) for n in range(pieces.get_piece_size())}


@needs_pinyin
@pytest.mark.skipif(not shutil.which("rime_deployer"), reason="librime-bin is not installed")
def test_rime_compiles_every_row(tmp_path: Path) -> None:
    write(make_lexicon(WORDS), tmp_path / "newword.dict.yaml", format="rime")
    schema = {
        "schema": {"schema_id": "newword", "name": "newword", "version": "1"},
        "engine": {"translators": ["script_translator"]},
        "translator": {"dictionary": "newword"},
    }
    (tmp_path / "newword.schema.yaml").write_text(json.dumps(schema))
    (tmp_path / "default.yaml").write_text('{"schema_list": [{"schema": "newword"}]}')
    done = subprocess.run(
        ["rime_deployer", "--build", tmp_path, tmp_path, tmp_path / "build"],
        capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    assert f"total {len(WORDS)} entries collected" in done.stderr.decode()
    assert "num entries: 3" in done.stderr.decode()


@needs_pinyin
@pytest.mark.skipif(not shutil.which("libime_pinyindict"), reason="libime-bin is not installed")
def test_libime_compiles_every_row_and_gives_it_back(tmp_path: Path) -> None:
    write(make_lexicon([*WORDS, "旅行", "女儿"]), tmp_path / "in.txt", format="libime")
    for arguments in (["in.txt", "out.dict"], ["-d", "out.dict", "back.txt"]):
        subprocess.run(["libime_pinyindict", *arguments], cwd=tmp_path, check=True, timeout=60)
    back = dict(line.split(" ")[:2] for line in (tmp_path / "back.txt").read_text().splitlines())
    assert back.keys() == {*WORDS, "旅行", "女儿"}
    assert back["陆沉舟"] == "lu'chen'zhou"


@needs("pyarrow")
def test_parquet_arrow_and_data_frames_hold_every_column(tmp_path: Path) -> None:
    parquet = importlib.import_module("pyarrow.parquet")
    lexicon = make_lexicon(WORDS, known=[1, 0, -1], cohesion=[1.5, float("nan"), 2.5])
    write(lexicon, tmp_path / "a.parquet")
    table = parquet.read_table(tmp_path / "a.parquet")
    assert table.column("word").to_pylist() == WORDS
    assert table.column("known").to_pylist() == [True, False, None]
    assert table.column("cohesion").to_pylist() == [1.5, None, 2.5]
    assert importlib.import_module("pyarrow").table(lexicon).equals(lexicon.to_arrow())
    if has("pandas"):
        assert lexicon.to_pandas()["count"].tolist() == [30, 20, 10]
    if has("polars"):
        assert lexicon.to_polars()["word"].to_list() == WORDS


# ---------------------------------------------------------------------------------------- the trial


def tried(words: Sequence[str], texts: Sequence[str]) -> list[_consumer.Tried]:
    found, _ = _consumer.plan_words(
        make_lexicon(words, contexts=contexts_in(texts)), lambda _: None
    )
    return _consumer.tried_words(found)


def test_a_trial_looks_at_places_and_not_at_pieces_that_look_alike() -> None:
    cut = {"机器机器学": ["机器", "机", "器学"]}
    assert _consumer.whole_shares(lambda text: cut[text], tried(["机器"], list(cut))) == [0.5]


def test_a_word_inside_a_longer_word_of_the_file_is_no_failure() -> None:
    words = tried(["机器", "机器学习"], ["机器学习"])
    assert _consumer.whole_shares(lambda text: [text], words) == [1.0, 1.0]


def test_each_spelling_is_tried_where_it_stands() -> None:
    words = tried(["5g手机"], ["买5G手机", "买5g手机"])
    cuts = {"买5g手机": ["什么", "买", "5g", "手机"], "买5G手机": ["买", "5G手机"]}
    assert [form for form, _ in words] == ["5G手机", "5g手机"]
    assert _consumer.whole_shares(lambda text: cuts[text], words) == [1.0, 0.0]


@pytest.mark.parametrize("format_", [*LINES, "hf", "spacy", "cppjieba", "jieba-rs", "mecab"])
def test_a_consumer_that_compares_literally_has_every_spelling(format_: str) -> None:
    texts = ["连wifi热点", "WIFI热点", "WIFI热点好", "Ｗifi热点"]
    text, report = encoded(make_lexicon(["WIFI热点"], contexts=contexts_in(texts)), format_)
    folds = {"ansj": {"wifi热点", "ｗifi热点"}, "ik": {"wifi热点"}}
    expected = folds.get(format_, {"WIFI热点", "wifi热点", "Ｗifi热点"})
    if format_ == "jieba-rs":  # which cuts at every full-width letter
        assert [form for form, _, _ in report.unseen] == ["Ｗifi热点"]
        expected.discard("Ｗifi热点")
    assert {form for form in (*expected, "Ｗifi热点") if form in text} == expected
    assert report.written == len(expected)


def test_spellings_that_a_consumer_cannot_tell_apart_share_an_entry() -> None:
    texts = ["连wifi热点", "WIFI热点", "Ｗifi热点"]
    lexicon = make_lexicon(["WIFI热点"], contexts=contexts_in(texts))
    for format_, line in [("ik", "wifi热点"), ("sudachi", "wifi热点,4786,")]:
        text, report = encoded(lexicon, format_)
        assert report.written == text.count("\n") == 1
        assert text.startswith(line)
    assert (
        encoded(
            make_lexicon(["K线图"], contexts=contexts_in(["Ｋ线图", "K线图"])), "sentencepiece"
        )[0]
        == "K线图\t2\n"
    )


def test_words_that_are_not_cut_whole_are_named_worst_first() -> None:
    report = ConsumerReport(written=3, split=(("机器", 0.5), ("学习", 0.0)))
    assert report.notices() == ["2 words not cut whole: 学习 机器"]
    assert report.trial() is None


@needs("fugashi", "ipadic")
def test_a_dictionary_that_mecab_does_not_compile_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newword.export.morphological.subprocess.run", lambda *_, **__: None)
    with pytest.raises(ExportError, match="MeCab did not compile the dictionary"):
        encoded(make_lexicon(["霊感商法"]), "mecab", verify=True)


def test_a_word_without_a_syllable_for_each_character_has_no_pinyin() -> None:
    for syllables in ([["ji"]], [["ji"], ["ê"]]):
        fake = SimpleNamespace(
            pinyin=lambda *_, found=syllables, **__: found, Style=SimpleNamespace(NORMAL=0)
        )
        reason = _pinyin._read("机器", fake, {}, {"机": ("ji",), "器": ("qi",)})
        assert reason == "its pinyin is not one syllable a character"


@pytest.mark.parametrize(("format_", "word"), [("nori", ""), ("parquet", "\ud800机")])
def test_what_is_no_text_is_left_out_and_named(format_: str, word: str) -> None:
    if format_ == "parquet" and not has("pyarrow"):
        pytest.skip("pyarrow is not installed")
    report = write(make_lexicon(["机器", word]), io.BytesIO(), format=format_)
    assert report.written == 1
    assert [refused for refused, _ in report.refused] == [word]


def test_a_package_that_is_missing_is_named_with_its_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from newword.platform import extras

    def fail(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(extras.importlib, "import_module", fail)
    for format_ in ("rime", "parquet"):
        with pytest.raises(MissingPackageError, match=r'pip install "newword\['):
            encoded(make_lexicon(WORDS), format_)
