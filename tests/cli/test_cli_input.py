"""Inputs of every kind: nothing is lost without a word, nothing hangs."""

from __future__ import annotations

import codecs
import os
import sys
import threading
from functools import lru_cache
from pathlib import Path

import pytest
from command import SAMPLES, TEXT, run, words_of, write_tree

FANTASY = TEXT / "fantasy"
FIRST = FANTASY / "01.txt"
HOSTILE = sorted((SAMPLES / "hostile").iterdir())
# Everything that is cohesive at all, without any lower bound.
ALL = ("--method", "entropy", "--min-cohesion", "0", "--min-entropy", "0")
unix_only = pytest.mark.skipif(sys.platform == "win32", reason="Unix has these")

LOSE_A_FILE = """
import os, sys
import newword.cli, newword.corpus.read as read
lost = sys.argv.pop()
find_files = read.find_files
def find_and_lose(*given, **options):
    listing = find_files(*given, **options)
    os.unlink(lost)
    return listing
read.find_files = find_and_lose
newword.cli.main()
"""

# Root may read what nobody may. Without these two capabilities it may not, and unlike another user
# it still finds the modules and files of the package, wherever that is installed.
WITHOUT_PRIVILEGES = """
import ctypes, os
import newword.cli
libc = ctypes.CDLL(None, use_errno=True)
if os.geteuid() == 0 and hasattr(libc, "capget"):
    version = (ctypes.c_uint32 * 2)(0x20080522, 0)
    sets = (ctypes.c_uint32 * 6)()
    DAC_OVERRIDE, DAC_READ_SEARCH = 1 << 1, 1 << 2
    if libc.capget(version, sets) == 0:
        sets[0] &= ~(DAC_OVERRIDE | DAC_READ_SEARCH)
        assert libc.capset(version, sets) == 0, os.strerror(ctypes.get_errno())
newword.cli.main()
"""


@lru_cache
def words_of_first(*options: str) -> bytes:
    """What the first chapter gives."""
    return run("discover", FIRST, *options).stdout


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two good files."""
    return write_tree(
        tmp_path / "corpus",
        {"a.txt": FIRST.read_bytes(), "c.txt": (FANTASY / "02.txt").read_bytes()},
    )


# ------------------------------------------------------------------------------- ways to name input


def test_files_a_directory_and_a_pattern_can_be_named() -> None:
    whole = run("discover", FANTASY).stdout
    assert run("discover", *sorted(FANTASY.iterdir())).stdout == whole
    assert run("discover", f"{FANTASY}/*.txt").stdout == whole


def test_standard_input_is_read_like_a_file() -> None:
    assert run("discover", "-", stdin=FIRST.read_bytes()).stdout == words_of_first()


@unix_only
def test_a_named_pipe_is_read_like_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=[FIRST.read_bytes()])
    writer.start()
    done = run("discover", pipe)
    writer.join()
    assert done.code == 0
    assert done.stdout == words_of_first()


def test_include_and_exclude_choose_files() -> None:
    one = words_of_first()
    assert run("discover", FANTASY, "--include", "01*").stdout == one
    assert run("discover", FANTASY, "--exclude", "0[2-9]*").stdout == one


def test_hidden_files_are_read_only_if_asked_for(corpus: Path) -> None:
    without = run("discover", corpus).stdout
    (corpus / ".hidden.txt").write_bytes((FANTASY / "03.txt").read_bytes())
    assert run("discover", corpus).stdout == without
    assert run("discover", corpus, "--hidden").stdout != without


def test_join_lines_reads_hard_wrapped_text() -> None:
    text = "".join(f"他说机器\n学习很难{n}\n" for n in "甲乙丙丁")
    plain = run("discover", "-", *ALL, stdin=text.encode())
    joined = run("discover", "-", *ALL, "--join-lines", stdin=text.encode())
    assert not any("机器学习" in word for word in words_of(plain.stdout))
    assert any("机器学习" in word for word in words_of(joined.stdout))


SPACED = "\n".join(" ".join(f"{name}说机器学习很难，我不信。") for name in "甲乙丙丁戊己") + "\n"


@pytest.mark.parametrize(
    "command",
    [["discover", "-", *ALL], ["count", "-"], ["kwic", "-", "机器"], ["explain", "-", "机器"]],
    ids=str,
)
def test_character_spaced_text_is_noticed_and_read_if_that_is_asked_for(command: list[str]) -> None:
    plain = SPACED.replace(" ", "")
    noticed = run(*command, stdin=SPACED.encode())
    asked = run(*command, "--join-spaces", stdin=SPACED.encode())
    running = run(*command, stdin=plain.encode())
    assert b"--join-spaces" in noticed.stderr
    assert b"--join-spaces" not in asked.stderr + running.stderr
    # Contexts are shown as they are written.
    assert asked.stdout.replace(b" ", b"") == running.stdout.replace(b" ", b"")
    assert noticed.stdout.replace(b" ", b"") != running.stdout.replace(b" ", b"")


def test_words_with_spaces_between_them_are_no_character_spaced_text() -> None:
    text = "他们 学习 机器 人 ， 我 学习 语文 。\n" * 30
    assert b"--join-spaces" not in run("discover", "-", stdin=text.encode()).stderr


def test_a_model_of_character_spaced_text_is_that_of_the_running_text(tmp_path: Path) -> None:
    models = []
    for name, text, options in (
        ("a", SPACED, ["--join-spaces"]),
        ("b", SPACED.replace(" ", ""), []),
    ):
        run("lm", "-", "-o", tmp_path / name, "--order", "3", *options, stdin=text.encode())
        models.append((tmp_path / name).read_bytes())
    assert models[0] == models[1]


def test_counts_of_spaced_and_running_text_are_not_added(tmp_path: Path) -> None:
    text, counts = tmp_path / "spaced.txt", tmp_path / "a.nwc"
    text.write_text(SPACED, encoding="utf-8")
    run("count", text, "-o", counts, "--join-spaces")
    run("count", FANTASY / "02.txt", "-o", tmp_path / "b.nwc")
    added = run("count", FANTASY / "01.txt", "-o", counts, "--add")
    assert added.code == 4
    assert b"with spaces joined; do so again" in added.stderr
    merged = run("merge", counts, tmp_path / "b.nwc", "-o", tmp_path / "c.nwc")
    assert merged.code == 4
    assert b"--join-spaces" in merged.stderr


def test_spaced_text_is_cut_as_the_running_text(tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("机器学习\n很难\n不信\n", encoding="utf-8")
    spaced = run("segment", "-", "--lexicon", words, "--join-spaces", stdin=SPACED.encode())
    plain = run("segment", "-", "--lexicon", words, stdin=SPACED.replace(" ", "").encode())
    assert spaced.stdout == plain.stdout
    assert "机器学习".encode() in plain.stdout


# ---------------------------------------------------------------------------------------- encodings


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
    ids=["utf-8", "utf-8-bom", "utf-16le-bom", "utf-16be-bom", "utf-32le-bom", "utf-32be-bom"],
)
@pytest.mark.parametrize("is_walked", [True, False], ids=["walked", "named"])
def test_a_marked_encoding_gives_the_same_bytes(
    mark: bytes, encoding: str, is_walked: bool, tmp_path: Path
) -> None:
    path = tmp_path / "01.txt"
    path.write_bytes(mark + FIRST.read_text("utf-8").encode(encoding))
    done = run("discover", tmp_path if is_walked else path)
    assert (done.code, done.problems) == (0, [])
    assert done.stdout == words_of_first()


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-16-le", "utf-8"])
def test_a_named_encoding_gives_the_same_bytes(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "01.txt"
    path.write_bytes(FIRST.read_text("utf-8").encode(encoding))
    done = run("discover", path, "--encoding", encoding)
    assert (done.code, done.problems) == (0, [])
    assert done.stdout == words_of_first()


def test_the_gb18030_sample_is_the_chapter_that_it_says() -> None:
    done = run("discover", SAMPLES / "encodings", "--encoding", "gb18030")
    assert done.code == 0
    assert done.stdout == words_of_first()


def test_traditional_text_in_big5_gives_the_same_bytes(tmp_path: Path) -> None:
    text = (TEXT / "traditional" / "01.txt").read_text("utf-8")
    kept = "".join(c for c in text if c.encode("big5", "ignore"))
    write_tree(tmp_path, {"utf8/01.txt": kept, "big5/01.txt": kept.encode("big5")})
    done = run("discover", tmp_path / "big5", "--encoding", "big5")
    assert done.code == 0
    assert done.stdout == run("discover", tmp_path / "utf8").stdout


# ----------------------------------------------------------------------------------- hostile inputs


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.stem)
def test_each_hostile_file_gives_one_problem_line_and_3(path: Path, tmp_path: Path) -> None:
    write_tree(tmp_path, {path.name: path.read_bytes()})
    done = run("discover", tmp_path)
    assert done.code == 3
    [problem, *advice] = done.problems
    assert path.name in problem
    assert problem.endswith(")")  # the remedy
    assert all("add --encoding" in line for line in advice[:1])
    assert len(advice) <= 1


def counts_of(*paths: Path, code: int) -> dict[str, int]:
    done = run("count", *paths)
    assert done.code == code
    lines = [line.split("\t") for line in done.out.splitlines()[1:]]
    return {ngram: int(count) for _, ngram, count, *_ in lines}


def test_hostile_files_take_no_count_away() -> None:
    alone = counts_of(TEXT, code=0)
    beside = counts_of(TEXT, SAMPLES / "hostile", code=3)
    assert {ngram: n for ngram, n in alone.items() if beside.get(ngram, 0) < n} == {}


def test_hostile_files_take_no_coined_word_away() -> None:
    coined = {
        word
        for path in (SAMPLES / "words").rglob("words.txt")
        for word in path.read_text("utf-8").split()
    }
    found = coined & set(words_of(run("discover", TEXT, *ALL).stdout))
    beside = run("discover", TEXT, SAMPLES / "hostile", *ALL)
    said = "newword: files "  # by encoding, and what to add for those that were refused
    named = [line for line in beside.problems if not line.startswith(said)]
    assert len(named) == len(HOSTILE)
    assert found - set(words_of(beside.stdout)) == set()


def test_strict_stops_at_the_first_hostile_file() -> None:
    done = run("discover", SAMPLES / "hostile", "--strict")
    assert (done.code, done.stdout) == (4, b"")
    assert len(done.err.splitlines()) == 1


def test_no_word_closes_over_bytes_that_are_missing() -> None:
    broken = "他说机器".encode() + b"\xff" + "学习很难。".encode()
    done = run("discover", "-", *ALL, stdin=broken * 5)
    assert not any("器学" in word for word in words_of(done.stdout))


# ------------------------------------------------------------------ files that cannot be had at all


@pytest.mark.parametrize("content", [None, b"", b" \n\n\t"], ids=["no file", "empty", "blank"])
def test_a_corpus_without_text_gives_0_and_says_why(content: bytes | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "a.txt").write_bytes(content)
    done = run("discover", tmp_path)
    assert done.code == 0
    assert words_of(done.stdout) == []
    assert "the lexicon is empty: " in done.err


def test_an_empty_result_names_the_nearest_threshold() -> None:
    done = run("discover", FIRST, "--min-count", "1000")
    assert done.code == 0
    assert "min_count" in done.err.split("the lexicon is empty: ")[1]


def lines_about(err: str, name: str) -> list[str]:
    return [line for line in err.splitlines() if name in line]


@unix_only
def test_an_unreadable_file_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    write_tree(tmp_path, {"a.txt": FIRST.read_bytes(), "b.txt": "机器学习"})
    (tmp_path / "b.txt").chmod(0)
    done = run("discover", tmp_path, *ALL, script=WITHOUT_PRIVILEGES)
    assert done.code == 3
    assert len(lines_about(done.err, "b.txt: unreadable")) == 1
    assert done.stdout == words_of_first(*ALL)


@unix_only
def test_an_unreadable_directory_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    write_tree(tmp_path, {"a.txt": FIRST.read_bytes(), "b/c.txt": "机器学习"})
    (tmp_path / "b").chmod(0)
    done = run("discover", tmp_path, *ALL, script=WITHOUT_PRIVILEGES)
    (tmp_path / "b").chmod(0o755)
    assert done.code == 3
    assert len(lines_about(done.err, ": unreadable")) == 1
    assert done.stdout == words_of_first(*ALL)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that fails to read")
def test_a_file_that_fails_while_it_is_read_is_named_and_the_rest_is_read() -> None:
    done = run("discover", FIRST, "/proc/self/mem")
    assert done.code == 3
    assert len(lines_about(done.err, "/proc/self/mem: unreadable")) == 1
    assert done.stdout == words_of_first()


@pytest.mark.parametrize("encoding", ["auto", "utf-8-sig", "gb18030"])
def test_a_file_that_vanishes_before_it_is_read_is_named(encoding: str, corpus: Path) -> None:
    lost = corpus / "b.txt"
    lost.write_text("机器学习", "utf-8")
    done = run("discover", corpus, "--encoding", encoding, str(lost), script=LOSE_A_FILE)
    assert done.code == 3
    assert len(lines_about(done.err, "b.txt: vanished")) == 1


@unix_only
def test_links_are_not_followed_unless_asked_for(corpus: Path, tmp_path: Path) -> None:
    without = run("discover", corpus).stdout
    (corpus / "b.txt").symlink_to(FANTASY / "03.txt")
    (corpus / "nowhere.txt").symlink_to(tmp_path / "nosuch")
    assert run("discover", corpus)[:2] == (0, without)
    followed = run("discover", corpus, "--follow")
    assert followed.code == 3
    assert len(lines_about(followed.err, "nowhere.txt: vanished")) == 1
    assert followed.stdout != without


@unix_only
def test_a_loop_of_links_ends_and_each_file_is_read_once(corpus: Path) -> None:
    without = run("discover", corpus).stdout
    (corpus / "again").symlink_to(corpus)
    (corpus / "below").mkdir()
    (corpus / "below" / "up").symlink_to(corpus)
    done = run("discover", corpus, "--follow", timeout_s=10)
    assert (done.code, done.stdout) == (0, without)


@unix_only
def test_a_link_to_itself_is_named_when_followed(corpus: Path) -> None:
    without = run("discover", corpus).stdout
    (corpus / "self.txt").symlink_to("self.txt")
    assert run("discover", corpus, timeout_s=10)[:2] == (0, without)
    done = run("discover", corpus, "--follow", timeout_s=10)
    assert (done.code, done.stdout) == (3, without)
    assert len(lines_about(done.err, "self.txt: symlink-loop")) == 1


@unix_only
@pytest.mark.parametrize("name", ["discover", "count"])
def test_a_pipe_in_the_corpus_is_named_and_never_waited_for(name: str, corpus: Path) -> None:
    without = run(name, corpus).stdout
    os.mkfifo(corpus / "b.txt")
    done = run(name, corpus, timeout_s=10)
    assert (done.code, done.stdout) == (3, without)
    assert len(lines_about(done.err, "b.txt: not-a-file")) == 1


@unix_only
def test_a_path_that_is_no_directory_half_way_is_refused(corpus: Path) -> None:
    done = run("discover", corpus / "a.txt" / "b.txt")
    assert done.code == 4
    assert "b.txt" in done.err


def test_every_command_that_reads_reports_problems_and_3(corpus: Path) -> None:
    (corpus / "b.txt").write_bytes(b"\xff" * 100)
    for name, words in (("discover", []), ("count", []), ("explain", ["机器"])):
        done = run(name, corpus, *words)
        assert done.code == 3
        assert len(lines_about(done.err, "b.txt: wrong-encoding")) == 1
