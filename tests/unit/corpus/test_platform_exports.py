"""What chat programs and platforms export, read as docs/inputs.md says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from newword.cli.main import cli

PAGE = Path(__file__).resolve().parents[3] / "docs" / "inputs.md"
WORDS = ("玄溟宗", "青梧峰")

# For each row of the table: the name of the file and what is in it.
FILES = {
    "WeChat, CSV": (
        "chat.csv",
        "localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark\n"
        "1,2,1,0,0,1714523400,2,玄溟宗的人来了,2024-05-01 08:30:00,甲\n"
        '2,2,1,0,1,1714523460,2,"在青梧峰，\n快来",2024-05-01 08:31:00,乙\n',
    ),
    "WeChat or QQ, JSON Lines": (
        "chat.jsonl",
        '{"sender": "甲", "time": 1714523400, "msg": "玄溟宗的人来了"}\n'
        '{"sender": "乙", "time": 1714523460, "msg": "在青梧峰"}\n',
    ),
    "QQ, JSON with messages as objects": (
        "chat.json",
        '[\n {"id": 1, "timestamp": 1714523400, "content": {"text": "玄溟宗的人来了"}},\n'
        ' {"id": 2, "timestamp": 1714523460, "content": {"text": "在青梧峰"}}\n]\n',
    ),
    "Weibo or Bilibili, JSON array": (
        "weibo.json",
        '[{"id": "M1", "text": "玄溟宗的人来了", "created_at": "2024-05-01T08:30:00"},'
        ' {"id": "M2", "text": "在青梧峰", "created_at": "2024-05-01T08:31:00"}]',
    ),
    "QQ, text of the message manager": (
        "chat.txt",
        "2024-05-01 8:30:00 甲(10001)\n玄溟宗的人来了\n\n2024-05-01 8:31:00 乙(10002)\n在青梧峰\n",
    ),
    "Weibo, CSV": (
        "weibo.csv",
        "\ufeff微博id,微博正文,发布位置,发布时间,点赞数\nM1,玄溟宗的人来了,无,2024-05-01 08:30,3\n"
        "M2,在青梧峰,无,2024-05-01 08:31,0\n",
    ),
    "Bilibili comments, CSV": (
        "comments.csv",
        "时间,用户UID,昵称,评论内容\n2024-05-01 08:30:00,1,甲,玄溟宗的人来了\n"
        "2024-05-01 08:31:00,2,乙,在青梧峰\n",
    ),
    "comments saved by crawlers, JSON Lines": (
        "comments.jsonl",
        '{"comment_id": "1", "create_time": 1714523400, "content": "玄溟宗的人来了"}\n'
        '{"comment_id": "2", "create_time": 1714523460, "content": "在青梧峰"}\n',
    ),
    "Bilibili danmaku, ASS": (
        "danmaku.ass",
        "[Script Info]\nTitle: x\n\n[Events]\n"
        "Dialogue: 0,0:00:01.00,0:00:09.00,R2L,,20,20,2,,{\\move(585,25,-25,25)}玄溟宗的人来了\n"
        "Dialogue: 0,0:00:02.00,0:00:10.00,R2L,,20,20,2,,{\\move(585,25,-25,25)}在青梧峰\n",
    ),
}


def recipes() -> dict[str, list[str]]:
    """The options of each row of the table."""
    section = PAGE.read_text("utf-8").partition("## Exports of chats and platforms")[2]
    rows = re.findall(r"^\| ([^|]+) \| (?:`([^|`]+)`)? ?\|$", section, re.MULTILINE)
    return {name: shlex.split(options) for name, options in rows if name != "---"}


def test_every_recipe_is_tried() -> None:
    assert set(recipes()) - {"export"} == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_the_words_of_an_export_are_found_with_its_options(tmp_path: Path, name: str) -> None:
    file, content = FILES[name]
    (tmp_path / file).write_text(content, "utf-8", newline="")
    options = recipes()[name]
    for word in WORDS:
        done = CliRunner().invoke(cli, ["kwic", word, str(tmp_path), *options])
        assert done.exit_code == 0, done.output
        assert done.output.count(word) >= 1
    if "--time-field" in options:
        command = ["trend", str(tmp_path), *options, "--by", "day", "--min-count", "1"]
        done = CliRunner().invoke(cli, [*command, "--words", str(words_file(tmp_path.parent))])
        assert done.exit_code == 0, done.output
        assert "2024-05-01" in done.output


def words_file(directory: Path) -> Path:
    path = directory / "words.txt"
    path.write_text("\n".join(WORDS) + "\n", "utf-8")
    return path
