"""The jieba that is installed loads the file we write and cuts the words whole."""

from __future__ import annotations

import io
import math
import random
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from command import environment
from hypothesis import given
from hypothesis import strategies as st
from lexicons import FixedContexts, contexts_in, make_lexicon

from newword import ExportError, Lexicon
from newword.export import JiebaReport, _tags, write
from newword.export.jieba import calibrate as jieba_calibrate
from newword.export.jieba import dictionary as jieba_format
from newword.export.jieba.calibrate import (
    LEAST_FREQUENCY,
    MAX_FREQUENCY,
    calibrate,
    choose_frequency,
    measure,
)
from newword.export.jieba.dictionary import refusals
from newword.export.jieba.frequency import estimate_frequencies
from newword.export.jieba.trial import Jieba, gather_contexts, import_jieba

HERE = Path(__file__).resolve().parent
LINE = re.compile("^(.+?)( [0-9]+)?( [a-z]+)?$")  # jieba's own, checked below
NEEDS_JIEBA = "tries words out in jieba, which is not installed"


@pytest.fixture(scope="module")
def jieba() -> Any:
    module = import_jieba()
    if module is None:
        pytest.skip(NEEDS_JIEBA)
    return module


@pytest.fixture(scope="module")
def base(jieba: Any) -> Jieba:
    return Jieba(jieba)


@pytest.fixture(autouse=True)
def one_dictionary(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Load jieba's dictionary once for all tests; it is never changed."""
    if import_jieba() is not None:
        base = request.getfixturevalue("base")
        monkeypatch.setattr(jieba_format, "Jieba", lambda module: base)


@pytest.fixture
def without_jieba(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jieba_format, "import_jieba", lambda: None)


def export(lexicon: Lexicon, *, verify: bool = False) -> tuple[JiebaReport, dict[str, int]]:
    out = io.BytesIO()
    report = write(lexicon, out, format="jieba", verify=verify)
    assert isinstance(report, JiebaReport)
    lines = [line.split(" ") for line in out.getvalue().decode().splitlines()]
    assert all(re.fullmatch("[a-z]+", tag) for _, _, tag in lines)
    return report, {word: int(frequency) for word, frequency, _ in lines}


def load(jieba: Any, lexicon: Lexicon, path: Path) -> Any:
    """A fresh jieba, set up as a user would, that loads the file that was written."""
    write(lexicon, path, format="jieba")
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(path.parent)
    with path.open("rb") as file:
        tokenizer.load_userdict(file)
    return tokenizer


# Words jieba does not have, in sentences where its own words compete for their characters.
TEXTS = [
    "张小凡手中的烧火棍发出幽光",
    "他把烧火棍交给了碧瑶姑娘",
    "碧瑶看着张小凡没有说话",
    "青云门的弟子都认识张小凡",
    "这是青云门和鬼王宗的恩怨",
    "鬼王宗的人来到青云门山下",
    "在深度学习中使用预训练模型",
    "预训练模型需要大量语料库",
    "的确预训练模型是深度学习的基础",
    "区块链和深度学习结合在一起",
    "区块链上的K线图很好看",
    "他研究K线图和区块链",
]
WORDS = ["张小凡", "烧火棍", "碧瑶", "青云门", "鬼王宗", "深度学习", "预训练", "区块链", "K线图"]


def in_text(words: Sequence[str], texts: Sequence[str] = TEXTS, **columns: Any) -> Lexicon:
    return make_lexicon(words, contexts=contexts_in(texts), **columns)


def test_every_word_of_the_file_is_cut_whole_with_and_without_hmm(
    jieba: Any, tmp_path: Path
) -> None:
    tokenizer = load(jieba, in_text(WORDS), tmp_path / "words.dict")
    for text in TEXTS:
        for hmm in (True, False):
            cut = tokenizer.lcut(text, HMM=hmm)
            for word in WORDS:
                assert cut.count(word) == text.count(word), (text, cut)


def test_the_report_says_what_was_tried(jieba: Any) -> None:
    report, frequencies = export(in_text(WORDS), verify=True)
    assert report.written == len(WORDS) == len(frequencies)
    assert report.whole_rate_hmm == report.whole_rate_no_hmm == 1.0
    assert report.occurrences == sum(text.count(word) for text in TEXTS for word in WORDS)
    assert report.ambiguous == report.refused == report.untried == ()
    # So short a text says little about agreement with newword, which is told apart.
    assert [line for line in report.notices() if "as newword does" not in line] == []


def test_the_frequency_is_the_smallest_that_suffices(base: Jieba) -> None:
    words = ["和服务"]
    texts = ["产品和服务质量", "提供产品和服务"]
    _, frequencies = export(in_text(words, texts))

    def whole(frequency: int) -> bool:
        loaded = base.with_entries(f"和服务 {frequency} n\n".encode())
        return all("和服务" in cut for text in texts for cut in loaded.cut(text))

    assert frequencies["和服务"] > base.suggest("和服务")
    assert whole(frequencies["和服务"])
    assert not whole(frequencies["和服务"] - 1)


def test_what_is_needed_is_what_jieba_really_needs(base: Jieba) -> None:
    rng, checked = random.Random(7), 0
    texts = [text for text in TEXTS for _ in range(3)]
    for text in texts:
        start = rng.randrange(len(text) - 2)
        word = text[start : start + rng.randint(2, 3)]
        if refusals(word) or len(word) < 2:
            continue
        [context] = gather_contexts([word], contexts_in([text])([word], 1))
        start = text.index(word)
        [need], _ = base.with_entries(f"{word} 2 n\n".encode()).needed(context, {word})
        for factor, is_whole in [(0.99, False), (1.01, True)]:
            frequency = math.exp(need.log_frequency) * factor
            if not 100 < frequency < 1e9:
                continue
            total = base.with_entries(f"{word} 2 n\n".encode())
            total._tokenizer.FREQ[word] = frequency  # without changing the total
            cut = total.cut(text)[1]
            starts = [len("".join(cut[:i])) for i in range(len(cut))]
            assert ((start, word) in zip(starts, cut, strict=True)) == is_whole
            checked += 1
    assert checked >= 10


def test_texts_are_cut_as_jieba_cuts_them(jieba: Any, base: Jieba) -> None:
    plain = jieba.Tokenizer()
    plain.FREQ, plain.total, plain.initialized = base._tokenizer.FREQ, base.total, True
    for text in [*TEXTS, "他说：“Hello, C++ 程序员的2月份工资12.5%。”\n新的一行", "", "哈哈哈哈"]:
        assert base.cut(text) == (plain.lcut(text), plain.lcut(text, HMM=False))


def test_a_word_inside_a_longer_one_that_is_whole_is_not_raised(base: Jieba) -> None:
    texts = ["他研究预训练模型", "这个预训练模型很好"]
    report, frequencies = export(in_text(["预训练模型", "训练模型"], texts), verify=True)
    assert report.occurrences == 2
    assert report.ambiguous == ()
    assert report.untried == ("训练模型",)
    assert frequencies["训练模型"] == max(base.suggest("训练模型"), LEAST_FREQUENCY)


def test_a_word_that_would_need_an_absurd_frequency_is_reported_and_stays_low(jieba: Any) -> None:
    texts = ["黑龙江省的冬天很冷", "他去了黑龙江", "黑龙江在北方"]
    report, frequencies = export(in_text(["黑龙"], texts), verify=True)
    assert report.ambiguous == (("黑龙", 0.0),)
    assert report.whole_rate_hmm == 0.0
    assert frequencies["黑龙"] < 1000
    [notice] = report.notices()
    assert "1 of 1 word ambiguous" in notice


def test_an_ambiguous_word_gets_what_does_best_for_the_rest(jieba: Any) -> None:
    texts = ["黑龙江在北方"] * 3 + ["天上飞来一条黑龙", "黑龙在天上飞"] * 3
    report, frequencies = export(in_text(["黑龙"], texts), verify=True)
    assert report.ambiguous == (("黑龙", 6 / 9),)
    assert frequencies["黑龙"] <= MAX_FREQUENCY


def test_two_words_that_overlap_do_not_chase_each_other(jieba: Any) -> None:
    texts = ["训练模型库里"] * 5 + ["他们训练模型", "打开模型库"]
    report, frequencies = export(in_text(["训练模型", "模型库"], texts), verify=True)
    assert len(report.ambiguous) == 1
    assert max(frequencies.values()) < 10_000


def test_a_word_that_no_cut_of_jieba_reaches_is_reported(base: Jieba) -> None:
    """丄 is no word of jieba's alone, so 野 is never the beginning of one after it."""
    [context] = gather_contexts(["野家"], contexts_in(["丄野家"])(["野家"], 1))
    loaded = base.with_entries("丄野 9 n\n野家 9 n\n".encode())
    [need], _ = loaded.needed(context, {"丄野", "野家"})
    assert need.log_frequency == math.inf


@pytest.mark.parametrize("lost_times", [0, 1, 99])
def test_words_that_are_lost_in_the_end_are_looked_at_again(
    base: Jieba, monkeypatch: pytest.MonkeyPatch, lost_times: int
) -> None:
    """But not for ever; the rates are then those that were measured."""
    words = ["训练模型", "模型库"]
    texts = ["训练模型里", "打开模型库"]
    contexts = gather_contexts(words, contexts_in(texts)(words, 9))
    monkeypatch.setattr(jieba_calibrate, "_ROUNDS", 1)
    nothing = jieba_calibrate.Measurement([0, 0], [1, 1])
    checks = []

    def measured(*given: Any) -> tuple[Any, Any]:
        checks.append(given)
        return (nothing, nothing) if len(checks) <= lost_times else measure(*given)

    monkeypatch.setattr(jieba_calibrate, "measure", measured)

    def lines(frequencies: Sequence[int]) -> bytes:
        return "".join(f"{w} {f} n\n" for w, f in zip(words, frequencies, strict=True)).encode()

    found = calibrate(base, words, contexts, [9, 9], lines)
    assert len(checks) == min(lost_times + 1, jieba_calibrate._CHECKS)
    assert (found.rate(0) == 1.0) == (lost_times < 99)


def test_a_word_that_jieba_has_keeps_at_least_its_frequency(base: Jieba) -> None:
    _, frequencies = export(in_text(["我们"], ["我们去看看"]))
    assert frequencies["我们"] >= base.suggest("我们") > 1000


def test_each_spelling_of_the_text_has_an_entry_and_its_own_trial(
    jieba: Any, tmp_path: Path
) -> None:
    texts = ["先连wifi热点再说", "WIFI热点很快", "WIFI热点没了", "开了Wifi热点"]
    lexicon = in_text(["WIFI热点"], texts)
    report, frequencies = export(lexicon, verify=True)
    assert list(frequencies) == ["WIFI热点", "Wifi热点", "wifi热点"]
    assert (report.written, report.occurrences, report.whole_rate_hmm) == (3, 4, 1.0)
    tokenizer = load(jieba, lexicon, tmp_path / "words.dict")
    for text, word in zip(texts, ["wifi热点", "WIFI热点", "WIFI热点", "Wifi热点"], strict=True):
        assert word in tokenizer.lcut(text)


def test_spellings_that_jieba_never_sees_are_named_and_not_tried(jieba: Any) -> None:
    texts = ["Ｋ线图涨了", "看K线图", "Ｋ线图跌了", "Ｔ恤好", "面\u200b壁者来了", "买Ｔ恤"]
    report, frequencies = export(in_text(["K线图", "T恤", "面壁者"], texts), verify=True)
    assert list(frequencies) == ["K线图"]
    assert (report.written, report.occurrences) == (1, 1)
    assert dict(report.refused) == {
        "T恤": "jieba cuts the text at every Ｔ (U+FF34)",
        "面壁者": "jieba cuts the text at every U+200B",
    }
    assert report.unseen == (("Ｋ线图", 2, "jieba cuts the text at every Ｋ (U+FF2B)"),)
    assert report.notices()[1].startswith("left out 1 spelling in 2 occurrences: Ｋ线图; ")


def test_a_trial_on_folded_text_says_so(jieba: Any) -> None:
    contexts = contexts_in(["看K线图"])
    contexts.is_exact = False
    report, _ = export(make_lexicon(["K线图"], contexts=contexts), verify=True)
    assert any("case and width are folded" in notice for notice in report.notices())


def test_a_long_run_is_tried_around_the_word(jieba: Any) -> None:
    texts = ["天地" * 5000 + "烧火棍" + "日月" * 5000]
    report, _ = export(in_text(["烧火棍"], texts), verify=True)
    assert report.occurrences == 1
    assert report.whole_rate_hmm == 1.0


def test_words_without_occurrences_are_written_and_named(jieba: Any) -> None:
    report, frequencies = export(in_text(["烧火棍", "天机印"]), verify=True)
    assert report.untried == ("天机印",)
    assert frequencies["天机印"] >= 300


def test_no_more_contexts_are_asked_for_than_are_tried(jieba: Any) -> None:
    contexts = contexts_in([])
    export(make_lexicon(["烧火棍"], contexts=contexts))
    assert contexts.asked == [50]


@pytest.mark.exhaustive
def test_the_same_lexicon_gives_the_same_bytes_whatever_the_hash_seed(
    jieba: Any, tmp_path: Path
) -> None:
    program = (
        f"import io, sys; sys.path += [{str(HERE.parents[1])!r}, {str(HERE)!r}]\n"
        "from newword.export import write\n"
        "from test_export_jieba import WORDS, in_text\n"
        "out = io.BytesIO()\n"
        "write(in_text([*WORDS, '训练', '模型', '习中']), out, format='jieba')\n"
        "sys.stdout.buffer.write(out.getvalue())\n"
    )
    results = {
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", program],
            env=environment({"PYTHONHASHSEED": seed}),
            cwd=tmp_path,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(results) == 1
    assert next(iter(results)).count(b"\n") == len(WORDS) + 3


def test_other_users_of_jieba_in_the_process_see_nothing(jieba: Any, tmp_path: Path) -> None:
    before = dict(vars(jieba.dt))
    forced = set(jieba.finalseg.Force_Split_Words)
    export(in_text(WORDS))
    assert {**vars(jieba.dt)} == before
    assert forced == jieba.finalseg.Force_Split_Words


def test_jiebas_cache_in_the_temporary_directory_is_not_touched(
    jieba: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(jieba_format, "Jieba", Jieba)
    (tmp_path / "jieba.cache").write_bytes(b"not for reading")
    report, _ = export(in_text(WORDS))
    assert report.whole_rate_hmm == 1.0
    assert [path.name for path in tmp_path.iterdir()] == ["jieba.cache"]
    assert (tmp_path / "jieba.cache").read_bytes() == b"not for reading"


def calls(work: Callable[[], object]) -> int:
    """How many functions, of Python and of C, a piece of work calls: its price, on any machine."""
    number = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal number
        number += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return number


def test_trying_out_costs_little_more_than_cutting_the_contexts(jieba: Any, base: Jieba) -> None:
    rng = random.Random(1)
    common = [word for word in base._tokenizer.FREQ if len(word) == 2][:20_000]
    rare = "碧瑶烬璃霄曦澜翊玥棠芷沅"
    words = sorted({"".join(rng.sample(rare, 2)) + word[0] for word in common})[:40]
    texts = [
        "".join(rng.choices(common, k=4)) + word + rng.choice(common)
        for word in words
        for _ in range(50)
    ]
    lexicon = make_lexicon(
        words, contexts=FixedContexts(contexts_in(texts).usages(words, limit=50))
    )
    start = calls(lambda: export(in_text(WORDS)))  # jieba's own dictionary is read
    cut = calls(lambda: [base.cut(text) for text in texts])
    reports = []
    tried = calls(lambda: reports.append(export(lexicon)[0]))
    assert reports[0].occurrences == 2000
    assert reports[0].whole_rate_no_hmm == reports[0].whole_rate_hmm == 1.0
    assert tried - start < 3 * cut
    verified = calls(lambda: reports.append(export(lexicon, verify=True)[0]))
    assert reports[1].agreement is not None
    assert verified - tried < 2 * cut  # newword's own cut among it


def test_jieba_can_match_exactly_what_is_not_refused(jieba: Any) -> None:
    matches = jieba.re_han_default.fullmatch
    for code in range(0x30000):
        character = chr(code)
        assert (refusals(character) is None) == bool(matches(character)), hex(code)


def test_jieba_reads_lines_as_these_tests_do(jieba: Any) -> None:
    assert jieba.re_userdict.pattern == LINE.pattern


def tags_in(lexicon: Lexicon, format_: str = "jieba") -> dict[str, str]:
    out = io.BytesIO()
    write(lexicon, out, format=format_)
    rows = (line.replace("\t", " ").split(" ") for line in out.getvalue().decode().splitlines())
    return {row[0]: row[{"jieba": 2, "hanlp": 1, "pkuseg": 1, "ansj": 1}[format_]] for row in rows}


def test_a_word_that_jieba_has_keeps_its_tag(jieba: Any) -> None:
    with jieba.get_dict_file() as file:
        lines = file.read().decode().splitlines()
    own = {word: tag for word, _, tag in map(str.split, lines[::997]) if refusals(word) is None}
    assert tags_in(make_lexicon(sorted(own))) == own
    assert tags_in(make_lexicon(["看見", "什麼"])) == {"看見": "v", "什麼": "r"}


def test_a_new_word_has_the_tag_of_its_kind_where_that_is_sure(base: Jieba) -> None:
    """None of these is in jieba's dictionary."""
    sure = {"欧阳晓岚": "nr", "克里斯托弗罗夫": "nrt", "三十六万七": "m", "王某某": "nr"}
    unsure = ["6H釉", "X弧屏", "破韧"]
    assert not any(map(base.has, [*sure, *unsure]))
    told = tags_in(make_lexicon([*sure, *unsure]))
    assert told == {**sure, **dict.fromkeys(unsure, "n")}
    assert tags_in(make_lexicon(list(told)), "hanlp")["克里斯托弗罗夫"] == "nrf"
    assert tags_in(make_lexicon(list(told)), "pkuseg")["克里斯托弗罗夫"] == "nr"
    assert tags_in(make_lexicon(list(told)), "ansj")["破韧"] == "userDefine"


def test_without_jieba_s_dictionary_no_tag_is_guessed(
    without_jieba: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_tags, "jieba_dictionary", lambda: None)
    assert tags_in(make_lexicon(["什么", "欧阳晓岚"])) == {"什么": "n", "欧阳晓岚": "n"}


def test_textrank_keeps_the_tag(jieba: Any) -> None:
    source = Path(jieba.__file__).with_name("analyse").joinpath("textrank.py").read_text()
    [kept] = re.findall(r"self.pos_filt = frozenset\(\((.*)\)\)", source)
    assert f"'{jieba_format.TAG}'" in kept.split(", ")
    assert not {"'nz'", "'x'"} & set(kept.split(", "))


@pytest.mark.parametrize(
    "word", ["", "二 维", "三〇一", "人々", "𠮷野", "Ｔ恤", "アニメ", "机\n器", "鿖"]
)
def test_words_jieba_can_never_match_are_left_out_by_name(without_jieba: None, word: str) -> None:
    report, frequencies = export(make_lexicon(["机器学习", word]))
    assert list(frequencies) == ["机器学习"]
    [(refused, reason)] = report.refused
    assert refused == word
    assert reason == refusals(word)
    assert "left out 1 word" in report.notices()[0]


def test_a_refusal_names_the_character(without_jieba: None) -> None:
    assert refusals("三〇一") == "jieba cuts the text at every 〇 (U+3007)"
    assert refusals("a\x1bb") == "jieba cuts the text at every U+001B"
    assert refusals("C++程序") is refusals("5G手机") is refusals("A股_x.y-z%&#") is None


@pytest.mark.exhaustive
@given(st.lists(st.text(st.characters(codec=None)), unique=True, max_size=8))
def test_lines_out_are_words_in_for_all_of_unicode(words: list[str]) -> None:
    out = io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jieba_format, "import_jieba", lambda: None)
        report = write(make_lexicon(words), out, format="jieba")
    matches = [LINE.match(line.strip()) for line in out.getvalue().decode().splitlines()]
    kept = [word for word in words if word not in dict(report.refused)]
    assert [match and match[1] for match in matches] == kept
    assert all(match and re.fullmatch(" [a-z]+", match[3]) for match in matches)


def test_without_jieba_the_frequency_comes_from_the_words_statistics(without_jieba: None) -> None:
    report, frequencies = export(in_text(["机器学习", "云计算"], cohesion=[1.0, 8.0]))
    assert report.whole_rate_hmm is report.whole_rate_no_hmm is None
    assert report.untried == ("机器学习", "云计算")
    scaled = 10 * 60_101_967 / 1000
    assert frequencies["云计算"] == int(300 + 3 * scaled * math.exp(-8.0))
    assert frequencies["机器学习"] == MAX_FREQUENCY


def test_a_corpus_ten_times_as_large_gives_the_same_frequency() -> None:
    # ten times the text: the same share, the same cohesion
    small = make_lexicon(["云计算"], count=[20], cohesion=[7.0])
    assert 300 < estimate_frequencies(small)[0] < MAX_FREQUENCY
    rare = make_lexicon(["云计算"], count=[2], cohesion=[7.0 - math.log(10)])
    assert estimate_frequencies(rare) == estimate_frequencies(small)


@pytest.mark.parametrize("cohesion", [math.nan, -50.0, 0.0, 50.0])
@pytest.mark.parametrize("count", [1, 2**63])
def test_an_estimate_is_never_harmful(cohesion: float, count: int) -> None:
    [frequency] = estimate_frequencies(make_lexicon(["机器"], count=[count], cohesion=[cohesion]))
    assert 300 <= frequency <= MAX_FREQUENCY


def test_verify_without_jieba_or_without_text_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(jieba_format, "import_jieba", lambda: object())
    with pytest.raises(ExportError, match="text is needed"):
        write(make_lexicon(WORDS), tmp_path / "a.dict", verify=True)
    monkeypatch.setattr(jieba_format, "import_jieba", lambda: None)
    with pytest.raises(ExportError, match="pip install jieba"):
        write(in_text(WORDS), tmp_path / "a.dict", verify=True)
    assert list(tmp_path.iterdir()) == []


def test_with_jieba_but_without_text_jiebas_own_suggestion_counts_too(base: Jieba) -> None:
    lexicon = make_lexicon(["我们", "云计算"], cohesion=[9.0, 9.0])
    report, frequencies = export(lexicon)
    assert frequencies["我们"] == base.suggest("我们")
    assert frequencies["云计算"] == estimate_frequencies(lexicon)[1]
    assert report.whole_rate_hmm is None


def test_an_empty_lexicon_gives_an_empty_file() -> None:
    report, frequencies = export(in_text([]), verify=import_jieba() is not None)
    assert (report.written, frequencies) == (0, {})


def test_a_frequency_is_chosen_for_99_of_100_occurrences() -> None:
    easy, hard = math.log(50.5), math.log(5000.5)
    assert choose_frequency([(easy, 99), (hard, 1)], 1) == (51, True)
    assert choose_frequency([(easy, 98), (hard, 2)], 1) == (5001, True)
    assert choose_frequency([(easy, 1)], 600) == (600, True)
    assert choose_frequency([], 7) == (7, True)


def test_an_unreachable_word_climbs_only_while_it_pays() -> None:
    levels = [(math.log(50.5), 50), (math.log(300.5), 40), (math.log(60_000.5), 1), (math.inf, 9)]
    assert choose_frequency(levels, 2) == (301, False)
    assert choose_frequency([(math.log(2e6), 5)], 3) == (3, False)
