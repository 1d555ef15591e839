"""The command line in the language of the locale: what people read changes, and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from command import TEXT, run
from languages import CHINESE, ENGLISH, run_all

import newword
from newword.cli.main import cli
from newword.cli.screen.wide_help import columns

PART = TEXT / "fantasy"
HAN = re.compile("[一-鿿]")
_ENGLISH = re.compile(r"\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b")


@pytest.mark.parametrize(
    ("changes", "is_chinese"),
    [
        ({"LC_ALL": "zh_CN.UTF-8"}, True),
        ({"LC_ALL": "zh_TW.UTF-8"}, True),
        ({"LC_ALL": "C"}, False),
        ({"LC_ALL": "en_US.UTF-8"}, False),
        ({"LC_ALL": "C", "NEWWORD_LANG": "zh"}, True),
        ({"LC_ALL": "zh_CN.UTF-8", "PYTHONIOENCODING": "ascii"}, False),
    ],
)
def test_the_locale_chooses_the_language(changes: dict[str, str], is_chinese: bool) -> None:
    done = run("merge", "--bad", changes={**ENGLISH, **changes})
    assert done.code == 2
    assert ("错误：没有选项" in done.err) == is_chinese
    assert ("Error: No such option" in done.err) != is_chinese


def test_help_is_translated_and_fits_the_terminal() -> None:
    for done in run_all([["--help"], *([name, "--help"] for name in cli.commands)], CHINESE):
        assert done.code == 0
        lines = done.out.splitlines()
        assert lines[0].startswith("用法：")
        assert {"选项：", "从这里开始："} & {line.strip() for line in lines}, lines
        for line in lines:
            is_long = line.lstrip().startswith(("newword ", "cat ", "--", "用法："))
            assert is_long or columns(line) <= 80, line
        # Nothing is left in English: no three lower-case words of it stand side by side.
        text = re.sub(r"(?m)^ *(用法：|newword |cat |-).*?(  |$)", "", done.out)
        assert _ENGLISH.findall(text) == []


FAILURES = [
    (["discover", "nothing"], 4, "nothing：没有这个文件或目录；请检查名称和当前位置"),
    (["discover", TEXT, "--min-count", "0"], 2, "'--min-count' 的值无效：0 不在范围 x>=1 内"),
    (["discover", TEXT, "--method", "best"], 2, "'best' 不是 "),
    (["count", TEXT, "--keep-text"], 2, "--keep-text 用于计数文件：请加上 -o FILE.nwc"),
    (["count"], 2, "缺少参数"),
    (["verify", TEXT / "nothing.md"], 4, "：无法读取：没有这个文件或目录；请检查路径"),
    (["verify", PART / "01.txt"], 4, "第 0 字节处：这不是计数文件"),
    (["discover", PART, "-o", "no/where.tsv"], 4, "没有目录 no；请先创建"),
    (["count", PART, "-o", "/dev/full", "--order", "1"], 4, "无法写入 /dev/full：设备上没有空间；"),
    (["discover", PART, "--encoding", "utf9"], 2, "未知的编码 utf9；"),
    (["kwic", PART, " "], 2, "没有要查的词"),
    (["nonsense"], 2, "没有命令 'nonsense'"),
]


def test_failures_are_told_in_chinese_with_the_same_exit_code(tmp_path: Path) -> None:
    lines = [line for line, _, _ in FAILURES]
    english, chinese = (run_all(lines, changes, tmp_path) for changes in (ENGLISH, CHINESE))
    for (line, code, expected), before, after in zip(FAILURES, english, chinese, strict=True):
        assert (before.code, after.code) == (code, code), line
        assert before.stdout == after.stdout
        assert expected in after.err
        said = re.sub(r"试试：.*", "", after.err)  # a command to paste
        assert not _ENGLISH.search(said)
        assert not HAN.search(before.err.replace("机器学习", ""))


def test_a_run_is_summed_up_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes("机器学习".encode() * 400 + b"\xff")
    (tmp_path / "zero.bin").write_bytes(b"\0")
    (tmp_path / "corpus").symlink_to(PART)
    done = run("discover", tmp_path, tmp_path / "corpus", "--top", "3", changes=CHINESE)
    assert done.code == 3
    assert not _ENGLISH.search(done.err)
    assert (
        "bad.txt：invalid-bytes，第 4800 字节处：1 处不是 UTF-8（其前后的文本已读取；" in done.err
    )
    assert "7 个文件，" in done.err
    assert "个候选中取得 3 个词；预计其中约 " in done.err


def test_explanations_are_lined_up(tmp_path: Path) -> None:
    done = run("explain", PART, "陆沉舟", "--contexts", "0", changes=CHINESE)
    assert "是词，" in done.out
    labelled = [line for line in done.out.splitlines() if line.startswith("  ")]
    begins = {columns(re.match(r"  \S+ +", line)[0]) for line in labelled}  # type: ignore[index]
    assert len(labelled) >= 6
    assert begins == {19}


def test_what_programs_read_is_the_same_in_every_language(tmp_path: Path) -> None:
    counts = tmp_path / "at byte 0: it is empty.nwc"
    newword.count_to_file(PART, counts)
    lines = [
        ["discover", PART, "--top", "20", "--method", "entropy"],
        ["discover", PART, "--top", "20", "--method", "entropy", "--json"],
        ["count", PART, "--order", "2", "--min-count", "20"],
        ["kwic", PART, "青梧峰", "--json"],
        ["explain", PART, "沉舟", "--json", "--method", "entropy"],
        ["doctor", "--json"],
        ["verify", counts, "--json"],
    ]
    english, chinese = (run_all(lines, changes) for changes in (ENGLISH, CHINESE))
    for line, before, after in zip(lines, english, chinese, strict=True):
        assert before.stdout == after.stdout, line
        assert len(before.stdout) > 100


def test_files_and_records_are_the_same_in_every_language(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("机器学习，机器学习。" * 20, "utf-8")
    (tmp_path / "corpus" / "b.bin").write_bytes(b"\0")
    records = []
    for name, changes in (("en", ENGLISH), ("zh", CHINESE)):
        line = ["discover", "corpus", "-o", f"{name}.jsonl", "--manifest", f"{name}.json"]
        run(*line, changes=changes, cwd=tmp_path)
        record = json.loads((tmp_path / f"{name}.json").read_text("utf-8"))
        records.append([record["input"], record["result"]])
    assert (tmp_path / "en.jsonl").read_bytes() == (tmp_path / "zh.jsonl").read_bytes()
    assert records[0] == records[1]


def test_exceptions_speak_english_in_python(tmp_path: Path) -> None:
    script = (
        "import newword\n"
        "try:\n    newword.discover('nothing')\n"
        "except newword.CorpusError as error:\n    print(error)\n"
    )
    done = run(script=script, changes=CHINESE, cwd=tmp_path)
    assert done.out == "nothing: no such file or directory; check the name and where you are\n"


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "big5"])
def test_terminals_of_other_encodings_show_what_they_can(tmp_path: Path, encoding: str) -> None:
    changes = {**CHINESE, "LC_ALL": "zh_CN.GBK", "PYTHONIOENCODING": encoding}
    (tmp_path / "𠮷☃é.txt").write_text("𠮷野家☃" * 9, "utf-8")
    lines = [
        ["--help"],
        ["explain", tmp_path, "𠮷野家", "--method", "entropy"],
        ["kwic", tmp_path, "𠮷野"],
        ["discover", tmp_path / "𠮷☃é"],
        ["explain", tmp_path, "𠮷野家", "--method", "entropy", "--json"],
    ]
    done = run_all(lines, changes)
    assert [one.code for one in done] == [0, 0, 0, 4, 0]
    for one in done:
        (one.stdout + one.stderr).decode(encoding)
    assert b"newword discover" in done[0].stdout
    assert json.loads(done[4].stdout.decode(encoding))["word"] == "𠮷野家"


def test_completion_is_not_translated() -> None:
    typed = {"_NEWWORD_COMPLETE": "bash_complete", "COMP_WORDS": "newword disc", "COMP_CWORD": "1"}
    assert run(changes={**CHINESE, **typed}).out == "plain,discover\n"
