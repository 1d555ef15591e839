"""A session of the benchmarks, what it leaves out and why, and its command line."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from benchmarking import python

from benchmarks.__main__ import main, plan
from benchmarks.cases import (
    CASES,
    Case,
    Ours,
    choose,
)
from benchmarks.corpora import (
    NAMES,
    Corpus,
    CorpusError,
    Layout,
    prepare,
    prepare_generated,
    text_files,
)
from benchmarks.measure import (
    Command,
    Limits,
)
from benchmarks.peers.base import NotMeasuredError, Place
from benchmarks.session import Session

pytestmark = pytest.mark.skipif(not hasattr(os, "wait4"), reason="needs wait4")


class Echo:
    """A peer that copies one file."""

    name = "echo"
    max_bytes = 1_000_000

    def install(self, place: Place) -> str:
        return "1.0"

    def command(self, corpus: Corpus, place: Place) -> Command:
        return python("echo", f"print({str(corpus.path)!r})")


class Absent(Echo):
    """A peer that cannot be installed."""

    name = "absent"

    def install(self, place: Place) -> str:
        raise NotMeasuredError("needs a compiler")


@pytest.fixture
def session(work: Path, tmp_path: Path) -> Session:
    program = tmp_path / "newword.py"
    program.write_text(
        "import sys\n"
        "if '-o' in sys.argv: open(sys.argv[-1], 'w').write('word')\n"
        "print('newword 9')\n"
    )
    return Session(
        newword=(sys.executable, str(program)),
        place=Place(work=work, scratch=work),
        limits=Limits(rounds=2),
        say=lambda line: None,
    )


def test_a_session_measures_what_it_can_and_says_why_not_the_rest(
    session: Session, sample: Path, work: Path
) -> None:
    case = Case(
        name="x",
        ours=(Ours(name="us", arguments="discover {corpus} -o {out}"),),
        peers=(Echo(), Absent()),
    )
    got = session.run(case, prepare("120mb", text=sample, work=work))
    assert [(row.name, len(row.series.samples), row.reason) for row in got.rows] == [
        ("us", 2, None),
        ("echo", 2, None),
        ("absent", 0, "needs a compiler"),
    ]
    assert got.rows[0].version == "newword 9"
    assert got.rows[0].typical("output") == 4


def test_a_corpus_too_large_for_a_peer_is_not_tried(session: Session) -> None:
    corpus = Corpus(name="c", path=Path("c"), size_bytes=2_000_000, files=1, origin="x")
    got = session.run(Case(name="x", ours=(), peers=(Echo(),)), corpus)
    assert got.rows[0].reason == "not tried on more than 1 MB"


def test_every_case_names_its_rows_apart_and_its_targets_rightly() -> None:
    for case in CASES:
        names = [ours.name for ours in case.ours] + [peer.name for peer in case.peers]
        assert len(set(names)) == len(names)
        for target in case.targets:
            assert target.of in names
            assert getattr(target, "to", target.of) in names
            assert set(target.on) <= set(case.on) <= set(NAMES)


def test_each_case_runs_on_its_own_corpora_unless_the_user_names_some() -> None:
    chosen = choose("count,memory")
    assert plan(chosen, "10mb,x", "4gb") == {"10mb": chosen, "x": chosen}
    alone = plan(chosen, None, "1gb")
    assert list(alone) == ["10mb", "120mb", "1gb", "small-files", "one-line"]
    assert alone["1gb"] == chosen[:1]
    assert plan(chosen, None, "4gb")["4gb"] == chosen


def test_a_command_without_the_option_it_needs_says_so(session: Session, sample: Path) -> None:
    ours = Ours(name="us", arguments="count {corpus} --memory 1G", needs="--memory")
    got = session.run(Case(name="x", ours=(ours,)), prepare("120mb", text=sample, work=sample))
    assert got.rows[0].reason == "this newword count has no --memory"


def test_a_corpus_that_the_disk_cannot_hold_is_refused(sample: Path, work: Path) -> None:
    layout = Layout(total_bytes=1 << 60)
    with pytest.raises(CorpusError, match="--largest"):
        prepare_generated("huge", layout, seed=1, text=sample, work=work)


def test_an_unknown_case_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(ValueError, match="no case nonsense; there are count"):
        choose("count,nonsense")


def test_run_writes_both_tables(
    sample: Path, tmp_path: Path, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (sample / "a" / "notes.md").unlink()
    argv = ["run", "--corpus", str(sample), "--cases", "count-options", "--rounds", "1"]
    argv += ["--newword", f"{sys.executable} -c pass", "--work", str(work)]
    assert main([*argv, "--output", str(tmp_path / "results")]) == 0
    document = json.loads((tmp_path / "results" / "bench.json").read_text(encoding="utf-8"))
    assert [len(row["samples"]) for row in document["results"][0]["rows"]] == [1, 1, 1]
    page = (tmp_path / "results" / "bench.md").read_text(encoding="utf-8")
    assert capsys.readouterr().out == page
    assert str(tmp_path) not in page


def test_a_broken_run_goes_on_where_it_stopped(
    sample: Path, tmp_path: Path, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (sample / "a" / "notes.md").unlink()
    program = tmp_path / "fails_on_8.py"
    write = "import sys\nif '-o' in sys.argv: open(sys.argv[sys.argv.index('-o') + 1], 'w')\n"
    program.write_text(f"{write}if '8' in sys.argv: sys.exit('no')\n", encoding="utf-8")
    options = ["--corpus", str(sample), "--rounds", "1", "--work", str(work)]
    options += ["--newword", f"{sys.executable} {program}", "--output", str(tmp_path / "results")]
    stored = tmp_path / "results" / "bench.json"

    def samples_of(case: int) -> list[int]:
        rows = json.loads(stored.read_text(encoding="utf-8"))["results"][case]["rows"]
        return [len(row["samples"]) for row in rows]

    assert main(["run", "--cases", "count-options", *options]) == 0
    assert samples_of(0) == [1, 0, 1]
    assert main(["run", "--cases", "methods", "--go-on", *options]) == 0
    before = stored.read_bytes()
    assert samples_of(0) == [1, 1, 1]
    program.write_text(write, encoding="utf-8")
    assert main(["run", "--cases", "methods", "--go-on", *options]) == 0
    assert stored.read_bytes() == before
    assert main(["run", "--cases", "methods,count-options", "--go-on", *options]) == 0
    assert samples_of(0) == [1, 1, 1]
    assert samples_of(1) == [1, 1, 1]
    capsys.readouterr()


def test_a_table_of_something_else_is_not_gone_on_with(
    sample: Path, tmp_path: Path, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bench.json").write_text('{"results": [{"case": "count"}]}', encoding="utf-8")
    argv = ["run", "--corpus", str(sample), "--work", str(work), "--go-on"]
    with pytest.raises(SystemExit):
        main([*argv, "--output", str(tmp_path)])
    assert "is no table of this benchmark" in capsys.readouterr().err


def test_wrong_use_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as error:
        main(["run", "--corpus", "no-such-directory"])
    assert error.value.code == 2
    assert "no-such-directory" in capsys.readouterr().err


def test_a_corpus_of_any_size_can_be_made(
    sample: Path, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    argv = ["corpus", "mine", "--bytes", "30000", "--files", "3", "--text", str(sample)]
    assert main([*argv, "--work", str(work)]) == 0
    sizes = [p.stat().st_size for p in text_files(work / "corpus-mine")]
    assert 29_997 < sum(sizes) <= 30_000
    assert f"{sum(sizes)} bytes in {len(sizes)} files" in capsys.readouterr().out
