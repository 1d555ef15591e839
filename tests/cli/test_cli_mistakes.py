"""Mistakes of new users, each answered with a line that can be pasted and works."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import command, environment, run

TEXT = "机器学习，深度学习，机器翻译。学习机器翻译，机器学习好。\n" * 8

# What was typed; the line that is answered, None where the message itself holds it; the exit code.
MISTAKES = {
    "a path with a slip": ("discover corpsu", "newword discover corpus", 4),
    "a file with a slip": ("discover corpus/b.tx", "newword discover corpus/b.txt", 4),
    "a directory above": ("discover copus/b.txt", None, 4),
    "an option with a slip": ("discover corpus --tpo 5", "newword discover corpus --top 5", 2),
    "an option with an equals sign": (
        "discover corpus --min-cuont=2", "newword discover corpus --min-count=2", 2),
    "an underscore": ("discover corpus --min_count 2", "newword discover corpus --min-count 2", 2),
    "a long dash of a word processor": (
        "discover corpus —top 5", "newword discover corpus --top 5", 4),
    "a command with a slip": ("discver corpus", "newword discover corpus", 2),
    "a command in capitals": ("Discover corpus", "newword discover corpus", 2),
    "no command": ("corpus", "newword discover corpus", 2),
    "no path": ("discover", "newword discover corpus/", 2),
    "no word": ("kwic corpus", None, 2),
    "swapped arguments": ("explain 机器 corpus", "newword explain corpus 机器", 0),
    "quotes that the shell has left": (
        """discover "'corpus'" """, "newword discover corpus", 4),
    "a format with a slip": (
        "discover corpus --format jeiba", "newword discover corpus --format jieba", 2),
    "a format by its common name": (
        "discover corpus --format json", "newword discover corpus --format jsonl", 2),
    "a method with a slip": (
        "discover corpus --method formual", "newword discover corpus --method formula", 2),
    "a dictionary in capitals": (
        "discover corpus --dict Jieba", "newword discover corpus --dict jieba", 4),
    "a dictionary with a slip": (
        "discover corpus --dict lst.txt", "newword discover corpus --dict list.txt", 4),
    "no directory for the output": (
        "discover corpus -o out/words.tsv",
        "mkdir -p out && newword discover corpus -o out/words.tsv", 4),
    "a directory as the output": (
        "discover corpus -o corpus", "newword discover corpus -o corpus/words.tsv", 4),
    "an output that says nothing": (
        "discover corpus -o words.xyz", "newword discover corpus -o words.tsv", 4),
    "no output for a page": (
        "review words.tsv", "newword review words.jsonl --corpus corpus/ -o review.html", 2),
    "nothing to compare with": (
        "compare corpus", "newword compare this-year/ --against last-year/ --top 100", 2),
    "a corpus of one word": (
        "discover one.txt", "newword discover one.txt --min-count 1", 0),
    "a bound that nothing reaches": (
        "discover one.txt --min-count 500 --format txt",
        "newword discover one.txt --min-count 1 --format txt", 0),
    "the same with an equals sign": (
        "discover one.txt --min-count=500", "newword discover one.txt --min-count=1", 0),
    "tokens of a text without spaces": (
        "discover prose.txt --units tokens", "newword discover prose.txt --units characters", 0),
    "characters that stand apart": (
        "discover apart.txt", "newword discover apart.txt --join-spaces", 0),
    "only known words": (
        "discover corpus --dict all.txt --new-only", "newword discover corpus --dict all.txt", 0),
    "an empty corpus": ("discover empty", None, 0),
    "GBK without the option": ("discover gbk.txt", None, 3),
    "a count file that is none": ("verify one.txt", None, 4),
    "a word of one character": ("kwic corpus 机", None, 2),
}  # fmt: skip
SAID = {  # where the message itself says what to do
    "a directory above": "check the name",
    "no word": "newword kwic corpus/ 机器学习",
    "an empty corpus": "name a directory or files that hold text",
    "GBK without the option": "gb18030",
    "a count file that is none": "newword count -o FILE.nwc",
    "a word of one character": "name a word of two and more",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("mistakes")
    for name in ("corpus", "empty"):
        (place / name).mkdir()
    (place / "corpus" / "b.txt").write_text(TEXT, "utf-8")
    (place / "one.txt").write_text("机器学习", "utf-8")
    apart = " ".join("机器学习很好。我们学习机器学习。")
    (place / "apart.txt").write_text(f"{apart}\n" * 9, "utf-8")
    (place / "prose.txt").write_text("我们今天在学校里学习机器学习的方法。\n" * 9, "utf-8")
    (place / "gbk.txt").write_bytes(TEXT.encode("gbk"))
    (place / "list.txt").write_text("机器\n", "utf-8")
    words = run("discover", "corpus", "--format", "txt", cwd=place).out
    (place / "all.txt").write_text(words, "utf-8")
    run("discover", "corpus", "-o", "words.tsv", cwd=place)
    return place


@pytest.fixture(autouse=True)
def only_texts(place: Path) -> Iterator[None]:
    """What a line wrote beside the texts is no text of the next one."""
    yield
    for written in (place / "corpus").glob("*.tsv"):
        written.unlink()


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_answered_with_a_line_to_paste(name: str, place: Path) -> None:
    typed, instead, code = MISTAKES[name]
    done = run(*shlex.split(typed), cwd=place)
    assert done.code == code, done.err
    assert "Traceback" not in done.err
    if instead is None:
        assert SAID[name] in done.err
        assert "newword: try:" not in done.err
    else:
        said = "the word goes last" if name == "swapped arguments" else "try"
        assert f"newword: {said}: {instead}\n" in done.err, done.err


@pytest.mark.parametrize(
    "name", [n for n, (_, line, _) in MISTAKES.items() if line and "/ " not in f"{line} "]
)
def test_the_line_works(name: str, place: Path) -> None:
    line = str(MISTAKES[name][1])
    newword = " ".join(shlex.quote(str(part)) for part in command())
    script = line.replace("newword ", f"{newword} ") if "&&" not in line else line.replace(
        "&& newword ", f"&& {newword} ")  # fmt: skip
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=place, env=environment(), capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()


def test_there_are_as_many_as_were_promised() -> None:
    assert len(MISTAKES) >= 25
    assert set(SAID) == {name for name, (_, line, _) in MISTAKES.items() if line is None}
