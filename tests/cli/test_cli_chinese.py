"""What every command says in Chinese, of good and of bad input, has no English left in it."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from languages import CHINESE, run_all

HAN = re.compile("[一-鿿]")
# What is pasted, what an option or a value is called, and what click names.
_NAMES = re.compile(
    r"试试：.*|newword [a-z]+ \S+|用法：.*|pip install \S+|newword (count|merge|--config) .*"
    r"|（得分|[a-z_]+ -?[0-9.]+|\x1b\[[0-9;]*m"
)
_ENGLISH = re.compile(r"(?<![\w./-])[A-Za-z]?[a-z]+ [a-z]{2,}\b(?![./=])")

TEXT = "机器学习，深度学习，机器翻译。学习机器翻译，机器学习好。\n"
RUNS = [
    "discover --method entropy corpus",
    "discover --method entropy corpus --strict",
    "discover --method entropy corpus -o words.tsv",
    "discover --method entropy corpus --encoding gb18030",
    "discover --method entropy corpus --dict bad.txt",
    "discover --method entropy corpus --dict list.txt --new-only",
    "discover --method entropy corpus -o list.nowhere",
    "discover --method entropy corpus --memory 1M",
    "discover --method entropy corpus --memory much",
    "discover --method entropy corpus --counts none.nwc",
    "discover --method entropy records.jsonl",
    "discover --method entropy records.jsonl --text-field none --id-field n --time-field t",
    "discover --method entropy broken.csv",
    "discover --method entropy other.csv",
    "discover --method entropy damaged.txt.gz",
    "discover --method entropy archive.rar page.doc",
    "discover --method entropy corpus/gbk.txt",
    "count corpus -o counts.nwc",
    "count corpus -o counts.nwc --add",
    "count corpus --order 2",
    "count corpus -o counts.nwc --order 3 --add",
    "count corpus -o part.nwc --shard 1/2",
    "count corpus -o part.nwc --shard 3/2",
    "count corpus -o counts.nwc --shard 1/2",
    "count corpus --add",
    "merge part.nwc -o whole.nwc",
    "merge counts.nwc counts.nwc -o whole.nwc",
    "verify counts.nwc cut.nwc",
    "score cut.nwc",
    "discover --counts counts.nwc",
    "discover --method entropy --counts counts.nwc other.csv",
    "explain --method entropy corpus 机器学习",
    "explain --method entropy corpus 机",
    "explain --method entropy corpus 人工",
    "explain --method entropy corpus 机器学习 --dict list.txt --min-count 99",
    "explain 机器学习 corpus",
    "kwic corpus 机器学习 --limit 2",
    "kwic corpus 机",
    "compare corpus --against other.csv",
    "trend corpus",
    "trend records.jsonl --time-field t --by year",
    "segment corpus --lexicon list.txt",
    "segment corpus --lexicon none",
    "segment corpus --method lm",
    "export words.tsv -o words.mecab --to mecab",
    "export list.txt -o out.dic --to ik",
    "lm corpus -o model.arpa --order 2",
    "lm corpus --eval model.arpa",
    "lm corpus --eval broken.csv",
    "lm corpus",
    "evaluate corpus --dict list.txt",
    "evaluate words.tsv --gold corpus/a.txt",
    "review words.tsv -o page.html",
    "apply words.tsv broken.csv -o out.tsv",
    "kinds words.tsv",
    "adapt corpus -o adapted.txt",
    "doctor",
    "--config bad.toml discover corpus",
    "--config more.toml discover corpus",
    "--config none.toml discover corpus",
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Input of every kind that there is something to say of."""
    path = tmp_path_factory.mktemp("input")
    corpus = path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text(TEXT * 8, "utf-8")
    (corpus / "bytes.txt").write_bytes(TEXT.encode() * 40 + b"\xff")
    (corpus / "gbk.txt").write_bytes((TEXT * 20).encode("gb18030"))
    (corpus / "zero.bin").write_bytes(b"\0")
    (corpus / "loop").symlink_to(corpus / "loop")
    files = {
        "bad.txt": b"0 0 0\n1 1 1\n2 2 2\n",
        "list.txt": "机器学习\n深度学习\n机器翻译\n机器\n学习\n".encode(),
        "records.jsonl": '{"text": "机器", "t": "2020"}\n[1]\n{bad\n{"x": 1}\n'.encode(),
        "broken.csv": 'text,id\n机,1\n"a\n'.encode(),
        "other.csv": "title,id\n机,1\n".encode(),
        "damaged.txt.gz": gzip.compress(TEXT.encode() * 9)[:-9],
        "archive.rar": b"Rar!\x1a\x07\x01\0" + b"0" * 40,
        "page.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 40,
        "cut.nwc": b"\x89NWC\r\n\x1a\n" + b"\0" * 20,
        "bad.toml": b"[discover]\nmin-count = [1]\n",
        "more.toml": b"[discover]\ntpo = 3\n",
    }
    for name, content in files.items():
        (path / name).write_bytes(content)
    return path


@pytest.mark.parametrize("first", range(0, len(RUNS), 6))
def test_no_english_is_left_in_what_is_said_in_chinese(place: Path, first: int) -> None:
    lines = RUNS[first : first + 6]
    for line, done in zip(lines, run_all(map(str.split, lines), CHINESE, place), strict=True):
        for text in filter(str.strip, done.err.splitlines()):
            assert not _ENGLISH.search(_NAMES.sub("", text)), (line, text)
            is_list = line.startswith("kinds")  # of labels
            assert is_list or HAN.search(text.replace("机器学习", "")), (line, text)
