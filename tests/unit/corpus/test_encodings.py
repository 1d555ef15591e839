"""Several encodings tried in turn, on every kind of input; and the line that names what to try."""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import newword
from newword.corpus.open import encodings
from newword.corpus.open.encoding_advice import advise_encoding, option_for
from newword.corpus.open.encodings import canonical_encodings
from newword.errors import ConfigError

CHINESE = "昨天下午我们去看了一场很长的电影，出来的时候天已经黑了。"
TRADITIONAL = "昨天下午我們去看了一場很長的電影，出來的時候天已經黑了。"
JAPANESE = "きのうの午後は友だちと長い映画を見て、外に出たらもう暗くなっていました。"
KOREAN = "어제 오후에 친구와 긴 영화를 보고 나왔더니 벌써 어두워져 있었다."
THAI = "เมื่อวานตอนบ่ายเราไปดูหนังยาวเรื่องหนึ่ง พอออกมาก็มืดแล้ว"
BOTH = newword.Reading(encoding="utf-8,gb18030", threads=1)


def counted(corpus: object, reading: newword.Reading) -> newword.CountedCorpus:
    return newword.count_corpus(corpus, max_order=4, min_count=1, reading=reading)


def words(corpus: object, reading: newword.Reading = BOTH) -> list[str]:
    table = counted(corpus, reading).table
    return table.words(4, range(table.size(4)))


def expected() -> list[str]:
    return words(newword.Documents([CHINESE]), newword.Reading(threads=1))


def jsonl(codec: str) -> bytes:
    return (json.dumps({"text": CHINESE}, ensure_ascii=False) + "\n").encode(codec)


KINDS: dict[str, Callable[[str], bytes]] = {
    "a.txt": lambda codec: CHINESE.encode(codec),
    "a.jsonl": jsonl,
    "a.csv": lambda codec: f"id,text\n1,{CHINESE}\n".encode(codec),
    "a.tsv": lambda codec: f"id\ttext\n1\t{CHINESE}\n".encode(codec),
    "a.txt.gz": lambda codec: gzip.compress(CHINESE.encode(codec)),
    "a.jsonl.bz2": lambda codec: bz2.compress(jsonl(codec)),
}


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_file_is_read_in_the_first_encoding_that_fits(
    tmp_path: Path, name: str, codec: str
) -> None:
    (tmp_path / name).write_bytes(KINDS[name](codec))
    found = counted(tmp_path, BOTH)
    assert found.report.problems == ()
    assert words(tmp_path) == expected()


def test_the_report_says_how_many_files_were_read_as_what(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_bytes((CHINESE + str(number)).encode("gbk"))
    (tmp_path / "u.txt").write_text(CHINESE, encoding="utf-8")
    (tmp_path / "w.txt").write_bytes(codecs.BOM_UTF16_BE + CHINESE.encode("utf-16-be"))
    (tmp_path / "r.csv").write_bytes(f"text\n{CHINESE}\n".encode("gbk"))
    report = counted(tmp_path, BOTH).report
    assert report.notes == ("files by encoding: gb18030 4, utf-16-be 1, utf-8 1",)
    assert report.files == 6


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_stream_waits_in_a_file_until_its_encoding_is_known(codec: str) -> None:
    assert words(io.BytesIO(CHINESE.encode(codec))) == expected()


def test_what_lies_in_an_archive_is_tried_file_by_file(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", CHINESE.encode("gb18030"))
        archive.writestr("b.txt", CHINESE[:9].encode())
    report = counted(tmp_path, BOTH).report
    assert report.problems == ()
    assert report.notes == ("files by encoding: gb18030 1, utf-8 1",)


def test_a_place_far_from_the_beginning_decides_too(tmp_path: Path) -> None:
    content = ("plain words of ascii\n" * 300_000 + CHINESE).encode("gb18030")
    (tmp_path / "late.txt").write_bytes(content)
    assert set(expected()) <= set(words(tmp_path))


def test_nothing_is_held_while_encodings_are_tried() -> None:
    largest = 0

    class Endless(io.RawIOBase):
        left = 64

        def read(self, size: int = -1) -> bytes:
            nonlocal largest
            largest = max(largest, size)
            self.left -= 1
            return "机器".encode("gb18030") * (size // 4) if self.left > 0 else b""

    def opened() -> Endless:
        return Endless()

    class Reading:
        def __enter__(self) -> Callable[[int], bytes]:
            return opened().read

        def __exit__(self, *_: object) -> None:
            pass

    assert encodings.find_encoding(Reading, "utf-8,gb18030") == "gb18030"
    assert largest <= 1 << 20


def test_what_is_recognised_as_another_of_them_is_read_as_that(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes((TRADITIONAL * 3).encode("big5"))
    reading = newword.Reading(encoding="utf-8,gb18030,big5hkscs", threads=1)
    assert counted(tmp_path, reading).report.notes == ("files by encoding: big5hkscs 1",)


def test_damage_is_no_reason_to_take_another_encoding(tmp_path: Path) -> None:
    whole = (CHINESE * 200).encode()
    (tmp_path / "a.txt").write_bytes(whole[:5000] + b"\xff" + whole[5000:])
    report = counted(tmp_path, BOTH).report
    assert [problem.code for problem in report.problems] == ["invalid-bytes"]
    assert report.notes == ("files by encoding: utf-8 1",)


def test_wide_text_is_not_taken_for_ascii_with_zero_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(("C++ and Python\n" + CHINESE).encode("utf-16-le"))
    reading = newword.Reading(encoding="utf-8,utf-16-le", threads=1)
    assert counted(tmp_path, reading).report.notes == ("files by encoding: utf-16-le 1",)


@pytest.mark.parametrize(
    ("text", "codec", "shown", "option"),
    [
        (CHINESE, "gbk", "GB18030", "gb18030"),
        (TRADITIONAL, "big5", "Big5", "big5hkscs"),
        (JAPANESE, "euc_jp", "EUC-JP", "euc_jp"),
        (JAPANESE, "shift_jis", "Shift_JIS", "cp932"),
        (KOREAN, "euc_kr", "EUC-KR", "cp949"),
        (THAI, "tis-620", "windows-874", "cp874"),
        (CHINESE, "utf-16-le", "UTF-16LE", "utf-16-le"),
        (JAPANESE, "utf-16-be", "UTF-16BE", "utf-16-be"),
    ],
)
def test_files_that_are_not_read_end_in_one_line_with_the_option_that_reads_them(
    tmp_path: Path, text: str, codec: str, shown: str, option: str
) -> None:
    for name in ("a.txt", "b.jsonl", "c.txt"):
        (tmp_path / name).write_bytes(text.encode(codec))
    report = counted(tmp_path, newword.Reading(threads=1)).report
    assert [problem.code for problem in report.problems] == ["wrong-encoding"] * 3
    added = f"utf-8,{option}"
    assert report.notes == (f"3 files look like {shown}: add --encoding {added}",)
    report = counted(tmp_path / "a.txt", newword.Reading(encoding=added, threads=1)).report
    assert (report.files, report.problems) == (1, ())


def test_files_of_several_encodings_end_in_one_line_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(CHINESE.encode("gbk"))
    (tmp_path / "b.txt").write_bytes((CHINESE * 2).encode("gbk"))
    (tmp_path / "c.txt").write_bytes(TRADITIONAL.encode("big5"))
    report = counted(tmp_path, newword.Reading(threads=1)).report
    assert report.notes == (
        "files look like other encodings (GB18030 2, Big5 1): "
        "add --encoding utf-8,big5hkscs,gb18030",
    )


@pytest.mark.parametrize("size", [8, 12, 25])
@pytest.mark.parametrize(
    ("text", "codec", "found"),
    [
        (CHINESE, "gb18030", "gb18030"),
        (TRADITIONAL, "big5", "big5hkscs"),
        (JAPANESE, "euc_jp", "euc_jp"),
        (JAPANESE, "cp932", "cp932"),
        (KOREAN, "cp949", "cp949"),
        (THAI, "cp874", "cp874"),
    ],
)
def test_short_texts_are_recognised(text: str, codec: str, found: str, size: int) -> None:
    assert advise_encoding(text[:size].encode(codec)) == found


def test_the_option_names_what_accepts_less_first() -> None:
    assert option_for(["gb18030", "big5hkscs", "latin-1"]) == "utf-8,big5hkscs,gb18030,latin-1"


@pytest.mark.parametrize("names", ["utf-8,", ",", "utf-8,,gbk"])
def test_a_list_with_a_hole_is_refused(names: str) -> None:
    with pytest.raises(ConfigError, match="an encoding is missing"):
        canonical_encodings(names)


def test_an_unknown_name_in_a_list_is_refused() -> None:
    with pytest.raises(ConfigError, match="unknown encoding gbk2"):
        canonical_encodings("utf-8,gbk2")


def test_auto_in_a_list_is_utf_8() -> None:
    assert canonical_encodings("auto,GBK") == "utf-8,gb18030"
