"""Files of words are known by their content: every format that newword writes, and users' own."""

from __future__ import annotations

import gzip
import json
import os
import threading
from pathlib import Path

import pytest
from lexicons import make_lexicon

from newword import DictionaryError, load_dictionary, load_lexicon
from newword.export import FORMATS, write

WORDS = ["青梧峰", "洛维坦", "K线图", "玄溟宗"]
FOLDED = ["青梧峰", "洛维坦", "k线图", "玄溟宗"]


def form_and_words(path: Path) -> tuple[str, list[str]]:
    found = load_dictionary(path)
    assert found.problems == ()
    [file] = found.files
    assert file.words == len(found)
    return file.kind, list(found)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("words", [WORDS, WORDS[:1]], ids=["several", "one"])
def test_every_format_that_is_written_is_read_back_with_its_words(
    tmp_path: Path, name: str, words: list[str]
) -> None:
    report = write(make_lexicon(words), tmp_path / "words", format=name)
    left_out = {word for word, _ in report.refused}  # the loss, which the export states
    kept = [folded for word, folded in zip(words, FOLDED, strict=False) if word not in left_out]
    assert form_and_words(tmp_path / "words")[1] == kept
    again = load_lexicon(tmp_path / "words").words
    assert [word.lower() for word in again] == kept


@pytest.mark.parametrize("name", ["tsv", "csv", "jsonl", "parquet"])
def test_tables_that_newword_wrote_are_called_so(tmp_path: Path, name: str) -> None:
    write(make_lexicon(WORDS), tmp_path / f"known.{name}")
    form, _ = form_and_words(tmp_path / f"known.{name}")
    names = {"tsv": "TSV", "csv": "CSV", "jsonl": "JSON Lines", "parquet": "Parquet"}
    assert form == f"newword {names[name]}"
    assert load_dictionary(tmp_path / f"known.{name}").frequency("青梧峰") == 40


CEDICT = (
    "# CC-CEDICT\n#! version=1\n機器 机器 [ji1 qi4] /machine/CL:台[tai2]/\n"
    "學 学 [xue2] /to learn/\n"
)
MECAB = "機器,1285,1285,5000,名詞,一般,*,*,*,*,機器,キキ,キキ\n走る,772,772,8000,動詞,自立,*,*\n"
SUDACHI = (
    "機器,5146,5146,5000,機器,名詞,普通名詞,一般,*,*,*,キキ,機器,*,A,*,*,*\n"
    "k線,4786,4786,-32768,Ｋ線,名詞,固有名詞,一般,*,*,*,ケイセン,k線,*,A,*,*,*\n"
)
RIME = (
    "# Rime dictionary\n---\nname: own\nversion: '1'\ncolumns:\n  - code\n  - text\n  - weight\n"
    "...\n# a comment\nji qi\t机器\t30\nxue xi\t学习\t7\n"
)
TOKENIZER = json.dumps(
    {"added_tokens": [{"content": "机器"}], "model": {"type": "BPE", "vocab": {"学习": 3}}}
)
READ = {
    "HanLP": ("机器 nz 30\n学习 v 9 vn 2\n", ["机器", "学习"]),
    "words with tags": ("机器/n\n学习/v\n", ["机器", "学习"]),
    "words with tags, a text": (
        "机器/n 学习/v\n[北京/ns 大学/n]nt\n",
        ["机器", "学习", "北京", "大学"],
    ),
    "words with tags, below": ("机器_NN 学习_VV\n", ["机器", "学习"]),
    "CC-CEDICT": (CEDICT, ["機器", "机器", "學", "学"]),
    "EDICT": (
        "機器 [きき] /(n) device/\n学ぶ;學ぶ(oK) [まなぶ] /(v5b) to learn/\n",
        ["機器", "学ぶ", "學ぶ"],
    ),
    "MeCab CSV": (MECAB, ["機器", "走る"]),
    "Sudachi CSV": (SUDACHI, ["機器", "k線"]),
    "kuromoji CSV": (
        "# own\n機器学習,機器 学習,キキ ガクシュウ,カスタム名詞\n機器,機器,キキ,名詞\n",
        ["機器学習", "機器"],
    ),
    "libime": ("机器 ji'qi -3.25\n学习 xue'xi -2\n", ["机器", "学习"]),
    "pinyin and words": ("'ji'qi 机器\n'xue'xi 学习\n", ["机器", "学习"]),
    "Rime": (RIME, ["机器", "学习"]),
    "JSON": ('["机器", "学习"]', ["机器", "学习"]),
    "JSON, over lines": ('[\n  "机器",\n  "学习"\n]\n', ["机器", "学习"]),
    "JSON, objects": ('[{"term": "机器", "count": 3}, {"term": "学习"}]', ["机器", "学习"]),
    "JSON, numbers": ('{"机器": 3, "学习": 4}', ["机器", "学习"]),
    "JSON, a field": ('{"version": 2, "words": ["机器", "学习"]}', ["机器", "学习"]),
    "JSON, tokenizer": (TOKENIZER, ["机器", "学习"]),
    "JSON Lines": ('{"id": 1, "text": "机器"}\n{"id": 2, "text": "学习"}\n', ["机器", "学习"]),
    "JSON Lines, lists": ('["机器", 3]\n["学习", 4]\n', ["机器", "学习"]),
    "patterns for spaCy": (
        '{"label": "X", "pattern": [{"TEXT": "机"}, {"ORTH": "器"}]}\n', ["机器"]
    ),
    "list of words": ("机器,学习\n", ["机器", "学习"]),
    "list of words, wide": ("机器、学习；下雨\n", ["机器", "学习", "下雨"]),
    "list of words, Python": ("['机器', '学习']\n", ["机器", "学习"]),
    "list of words, synonyms": ("电脑, 计算机 => 电子计算机\n", ["电脑", "计算机", "电子计算机"]),
    "words between blanks": ("机器　学习\n下雨 天气 好\n", ["机器", "学习", "下雨", "天气", "好"]),
    "list with bullets": ("- 机器\n- 学习\n", ["机器", "学习"]),
    "list with bullets, numbers": ("1. 机器\n2、学习\n", ["机器", "学习"]),
    "jieba's format": ("机器   30   n\n学习　9　v\n", ["机器", "学习"]),
    "word list": ("机器\n\n学习\n", ["机器", "学习"]),
    "word list, quoted": ('"机器"\n“学习”\n', ["机器", "学习"]),
    "word list, vectors": ("机器 0.25 -0.5\n学习 1e-3 2\n", ["机器", "学习"]),
    "TAB separated columns": ("1\t机器\t30\n2\t学习\t9\n", ["机器", "学习"]),
    "CSV": ("机器,30,n\n学习,9,v\n", ["机器", "学习"]),
    "CSV with the column 词语": ("编号,词语,次数\n1,机器,30\n2,学习,9\n", ["机器", "学习"]),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_what_users_have_is_read_as_what_it_is(tmp_path: Path, name: str) -> None:
    content, words = READ[name]
    (tmp_path / "words").write_text(content, "utf-8")
    assert form_and_words(tmp_path / "words") == (name.partition(", ")[0], words)
    if "CEDICT" not in name:
        assert [word.lower() for word in load_lexicon(tmp_path / "words").words] == [
            word.replace("k線", "ｋ線") for word in words
        ]


IPADIC = "東京,1293,1293,3003,名詞,固有名詞,地域,一般,*,*,東京,トウキョウ,トーキョー\n"
UNIDIC = (
    "行っ,700,700,4000,動詞,非自立可能,*,*,五段-カ行,連用形-促音便,イク,行く,行っ,イッ,行く,イク,和,"
    '*,*,*,*,*,*,イッ,イク,イッ,イク,*,*,0,"C2,C3",*,3,4\n'
)
OTHER_SCRIPTS = {
    "MeCab CSV, IPADIC": (IPADIC, ["東京"]),
    "MeCab CSV, UniDic with commas in a cell": (UNIDIC, ["行っ"]),
    "MeCab CSV, of a user without ids": (IPADIC.replace("1293,1293,", ",,"), ["東京"]),
    "MeCab CSV, a comma as a word": (IPADIC + '",",1,1,-9,記号,読点,*,*\n', ["東京", ","]),
    "Sudachi CSV, of a user with parts": (
        "都庁舎,4787,4787,5000,都庁舎,名詞,普通名詞,一般,*,*,*,トチョウシャ,都庁舎,*,C,"
        '"都庁,名詞,普通名詞,一般,*,*,*,トチョウ/5",*,*,*\n',
        ["都庁舎"],
    ),
    "word list, of ICU": ("# Copyright (C) 2016\n# ภาษา\nที่\nภาษาไทย\n", ["ที่", "ภาษาไทย"]),
    "TAB separated columns, of ICU": ("# Copyright\nที่\t3\nภาษาไทย\t255\n", ["ที่", "ภาษาไทย"]),
    "word list, with a phrase": ("ก ข ไม่กระดิกหู\nที่\nเป็น\n", ["ก ข ไม่กระดิกหู", "ที่", "เป็น"]),
    "list of words, Thai": ("ที่,เป็น\nไม่,ภาษาไทย\n", ["ที่", "เป็น", "ไม่", "ภาษาไทย"]),
    "words between blanks, Khmer": ("ភាសា ខ្មែរ\nនៅ ក្នុង\n", ["ភាសា", "ខ្មែរ", "នៅ", "ក្នុង"]),
    "HanLP, of botok": (
        "# form, pos\nབོད་སྐད\tNOUN\t\t\t12\nཚིག་མཛོད\tNOUN\t\t\t3\n",
        ["བོད་སྐད", "ཚིག་མཛོད"],
    ),
}


@pytest.mark.parametrize("name", OTHER_SCRIPTS)
def test_dictionaries_of_other_scripts_are_read_as_what_they_are(tmp_path: Path, name: str) -> None:
    content, words = OTHER_SCRIPTS[name]
    (tmp_path / "words").write_text(content, "utf-8")
    assert form_and_words(tmp_path / "words") == (name.partition(", ")[0], words)


@pytest.mark.parametrize("encoding", ["cp874", "tis_620"])
def test_thai_lists_say_their_encoding_by_their_words(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "words.txt").write_bytes("ที่\nเป็น\nภาษาไทย\n".encode(encoding))
    assert form_and_words(tmp_path / "words.txt")[1] == ["ที่", "เป็น", "ภาษาไทย"]


def test_a_word_that_begins_with_a_hash_is_no_comment(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("#话题\n机器\n", "utf-8")
    assert form_and_words(tmp_path / "words.txt")[1] == ["#话题", "机器"]


@pytest.mark.parametrize(
    "name", ["HanLP", "jieba's format", "TAB separated columns", "CSV", "CSV with the column 词语"]
)
def test_frequencies_come_along(tmp_path: Path, name: str) -> None:
    (tmp_path / "words").write_text(READ[name][0], "utf-8")
    found = load_dictionary(tmp_path / "words")
    assert (found.frequency("机器"), found.frequency("学习")) == (30, 9)
    assert load_lexicon(tmp_path / "words").column("count").tolist() == [30, 9]


def test_the_whole_file_decides_not_its_first_line(tmp_path: Path) -> None:
    lines = "".join(f"词{n}甲 nz {n}\n" for n in range(1, 50))
    (tmp_path / "words").write_text(f"机器学习\n\n{lines}", "utf-8")
    form, words = form_and_words(tmp_path / "words")
    assert (form, words[:2], len(words)) == ("HanLP", ["机器学习", "词1甲"], 50)


def test_a_line_of_another_shape_is_named(tmp_path: Path) -> None:
    (tmp_path / "words").write_text(CEDICT * 3 + "no line of (it)\n", "utf-8")
    found = load_dictionary(tmp_path / "words")
    [problem] = found.problems
    assert problem.detail == "line 13: it is no line of this kind: CC-CEDICT; the line was left out"


@pytest.mark.parametrize("encoding", ["euc_jp", "cp932"])
def test_japanese_dictionaries_say_their_encoding_by_their_words(
    tmp_path: Path, encoding: str
) -> None:
    (tmp_path / "words.csv").write_bytes((MECAB * 5).encode(encoding))
    found = load_dictionary(tmp_path / "words.csv")
    assert ([file.kind for file in found.files], list(found)) == (["MeCab CSV"], ["機器", "走る"])


def test_a_compressed_file_and_a_stream_are_read(tmp_path: Path) -> None:
    (tmp_path / "words.gz").write_bytes(gzip.compress(CEDICT.encode()))
    assert form_and_words(tmp_path / "words.gz")[0] == "CC-CEDICT"
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_text, args=(CEDICT, "utf-8"))
    writer.start()
    assert form_and_words(tmp_path / "pipe")[1] == ["機器", "机器", "學", "学"]
    writer.join()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04" + b"\0" * 50, "it is a ZIP archive"),
        (b"%PDF-1.7\n", "it is a PDF file"),
        (b"\x40\x15\x00\x00\x44\x43\x53\x01" + b"\0" * 99, "it is a cell dictionary of Sogou"),
        (bytes(range(8)) * 99, "it is binary, or UTF-16 without a byte order mark"),
        (gzip.compress("机器\n".encode() * 50, mtime=0)[:-12], "compressed data are damaged"),
        (b"PAR1" + b"\0" * 50, "damaged Parquet"),
        (b'["' + "机器".encode() + b'"', "it begins as JSON, but is none"),
        (b'{"a":' * 200_000, "it begins as JSON, but is none"),
        (b"[[" * 40_000, "it begins as JSON, but is none"),
    ],
    ids=["zip", "pdf", "scel", "binary", "gzip", "parquet", "json", "deep object", "deep list"],
)
def test_what_is_no_list_of_words_is_refused_by_name(
    tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "words").write_bytes(content)
    with pytest.raises(DictionaryError, match=f"words: .*{message}"):
        load_dictionary(tmp_path / "words")


def test_a_dictionary_of_no_words_is_told_with_a_sample(tmp_path: Path) -> None:
    (tmp_path / "words").write_text("<p>机器 很好</p>\n<p>学习，很好</p>\n" * 9, "utf-8")
    found = load_dictionary(tmp_path / "words")
    [problem] = found.problems
    assert (problem.code, "<p>机器 很好</p>" in problem.detail) == ("no-words", True)


def test_a_huge_number_in_json_is_no_frequency(tmp_path: Path) -> None:
    (tmp_path / "words").write_text('{"机器": 1' + "0" * 4000 + ', "学习": -5}', "utf-8")
    found = load_dictionary(tmp_path / "words")
    assert (list(found), found.total) == (["机器", "学习"], 0)
