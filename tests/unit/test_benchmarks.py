"""The benchmark's own promises: what it measures, what it generates, what it says."""

from __future__ import annotations

import io
import json
import os
import struct
import sys
import tarfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from benchmarks import report
from benchmarks.__main__ import main, plan
from benchmarks.cases import (
    CASES,
    BoundTarget,
    Case,
    GrowthTarget,
    Ours,
    RateTarget,
    RatioTarget,
    SameOutputTarget,
    choose,
)
from benchmarks.corpora import (
    NAMES,
    Corpus,
    CorpusError,
    Layout,
    generate,
    prepare,
    prepare_generated,
    text_files,
)
from benchmarks.inputs import joined, spaced
from benchmarks.measure import (
    Command,
    Limits,
    RunError,
    Sample,
    Series,
    interleave,
    median,
    paired_ratio,
    run_once,
)
from benchmarks.peers.base import NotMeasuredError, Place
from benchmarks.peers.scripts import word_discovery_pipeline as pipeline
from benchmarks.resample import resample
from benchmarks.results import CaseResult, Row, exponent, growth, verdicts
from benchmarks.session import Session

pytestmark = pytest.mark.skipif(not hasattr(os, "wait4"), reason="needs wait4")

TEXT = "山高月小，水落石出。\n清风徐来，水波不兴。\n月出于东山之上，徘徊于斗牛之间。\n" * 20


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    directory = tmp_path / "sample"
    for name in ("b/two.txt", "a/one.txt", "a/notes.md"):
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT, encoding="utf-8")
    return directory


@pytest.fixture
def work(tmp_path: Path) -> Path:
    directory = tmp_path / "work"
    directory.mkdir()
    return directory


def python(name: str, code: str, **files: Path) -> Command:
    return Command(name=name, argv=(sys.executable, "-I", "-S", "-c", code), **files)


def samples(*cpu_s: float) -> Series:
    return Series([Sample(user_s=s, system_s=0.0, wall_s=2 * s, rss_bytes=100) for s in cpu_s])


# Generated text


def test_equal_seeds_give_equal_text_and_other_seeds_other_text() -> None:
    first, again, other = (next(resample(TEXT, seed=seed, chains=64)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_generated_text_is_the_same_on_every_machine_and_numpy() -> None:
    blocks = resample(TEXT, seed=1, chains=64)
    assert [zlib.crc32(next(blocks)) for _ in range(2)] == [0x955E9EC6, 0xB5E18507]


def test_generated_text_is_made_of_the_characters_of_the_source() -> None:
    block = next(resample(TEXT, seed=3, chains=64)).decode("utf-8")
    assert set(block) <= set(TEXT)


def test_most_generated_character_triples_are_real_ones() -> None:
    block = next(resample(TEXT, seed=3, chains=64)).decode("utf-8")
    circle = TEXT + TEXT[:2]
    real = {circle[i : i + 3] for i in range(len(TEXT))}
    share = sum(block[i : i + 3] in real for i in range(len(block) - 2)) / (len(block) - 2)
    assert 0.9 < share < 1


def test_distinct_ngrams_keep_growing_with_generated_text() -> None:
    text = "".join(b.decode("utf-8") for b in islice(resample(TEXT, seed=3, chains=16), 8))

    def distinct(length: int) -> int:
        return len({text[i : i + 4] for i in range(length)})

    assert distinct(len(text)) > 1.2 * distinct(len(text) // 2)


@pytest.mark.parametrize("size", [1, 2, 3, 1000, 123_457])
def test_a_generated_corpus_has_the_size_asked_for_to_the_last_character(
    size: int, sample: Path
) -> None:
    blocks = [b for _, blocks in generate(sample, Layout(total_bytes=size), seed=1) for b in blocks]
    text = b"".join(blocks)
    assert size - 3 < len(text) <= size
    text.decode("utf-8")


def test_small_files_are_cut_between_characters(sample: Path) -> None:
    layout = Layout(total_bytes=50_000, file_bytes=100)
    contents = [b"".join(blocks) for _, blocks in generate(sample, layout, seed=1)]
    assert 500 <= len(contents) <= 520
    for content in contents:
        content.decode("utf-8")


def test_a_one_line_corpus_has_no_line_end(sample: Path) -> None:
    layout = Layout(total_bytes=50_000, is_one_line=True)
    files = [b"".join(blocks) for _, blocks in generate(sample, layout, seed=1)]
    assert [len(content.splitlines()) for content in files] == [1]


# Corpora


def test_a_tar_archive_and_a_directory_give_the_same_sample(sample: Path, tmp_path: Path) -> None:
    archive = tmp_path / "sample.tar.xz"
    with tarfile.open(archive, "w:xz") as tar:
        tar.add(sample, arcname=".")
    made = []
    for number, text in enumerate((sample, archive)):
        place = tmp_path / f"work-{number}"
        place.mkdir()
        corpus = prepare("120mb", text=text, work=place)
        files = [(p.relative_to(corpus.path), p.read_bytes()) for p in text_files(corpus.path)]
        made.append(files)
    assert made[0] == made[1]
    assert len(made[0]) == 2


def test_archive_members_outside_the_archive_are_left_out(tmp_path: Path, work: Path) -> None:
    archive = tmp_path / "hostile.tar"
    with tarfile.open(archive, "w") as tar:
        for name in ("../escaped.txt", "/tmp/escaped.txt", "inside.txt"):
            member = tarfile.TarInfo(name)
            member.size = 3
            tar.addfile(member, io.BytesIO("山".encode()))
    corpus = prepare("120mb", text=archive, work=work)
    assert [p.name for p in text_files(corpus.path)] == ["inside.txt"]
    assert not (work / "escaped.txt").exists()


def test_a_corpus_is_made_once_and_anew_for_another_text(sample: Path, work: Path) -> None:
    corpus = prepare("120mb", text=sample, work=work)
    marker = corpus.path / "marker"
    marker.touch()
    assert prepare("120mb", text=sample, work=work) == corpus
    assert marker.exists()
    (sample / "c.txt").write_text("山", encoding="utf-8")
    assert prepare("120mb", text=sample, work=work).files == 3
    assert not marker.exists()


def test_a_directory_with_other_files_is_refused_and_the_file_named(sample: Path) -> None:
    with pytest.raises(CorpusError, match=r"notes\.md"):
        prepare(str(sample), text=None, work=sample)


def test_a_named_corpus_without_text_says_how_to_give_it(work: Path) -> None:
    with pytest.raises(CorpusError, match="NEWWORD_BENCH_TEXT"):
        prepare("10mb", text=None, work=work)


def test_a_broken_archive_is_refused_and_leaves_no_corpus(tmp_path: Path, work: Path) -> None:
    archive = tmp_path / "broken.tar.xz"
    archive.write_bytes(b"\xfd7zXZ\x00 no more")
    with pytest.raises(CorpusError, match=r"broken\.tar\.xz"):
        prepare("120mb", text=archive, work=work)
    assert not (work / "corpus-120mb").exists()


def test_kenlm_gets_characters_with_spaces_between_and_lines_for_the_rest(
    tmp_path: Path, work: Path
) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "a.txt").write_text("山高C9，（水落", encoding="utf-8")
    path = spaced(prepare(str(tmp_path / "text"), text=None, work=work), work)
    lines = path.read_text(encoding="utf-8").split("\n")
    assert [line.split() for line in lines if line.strip()] == [
        ["山", "高", "C", "9"],
        ["水", "落"],
    ]


def test_peers_get_all_files_as_one(sample: Path, work: Path) -> None:
    corpus = prepare("120mb", text=sample, work=work)
    assert joined(corpus, work).read_text(encoding="utf-8").split() == (TEXT * 2).split()


# Measuring


def test_cpu_time_of_a_command_is_that_of_the_command(tmp_path: Path) -> None:
    spin = "import time\nwhile time.process_time() < 0.3: pass"
    busy = run_once(python("busy", spin), log=tmp_path / "log", timeout_s=60)
    idle = run_once(
        python("idle", "import time; time.sleep(0.3)"), log=tmp_path / "log", timeout_s=60
    )
    assert 0.29 < busy.cpu_s < 1
    assert idle.cpu_s < 0.2
    assert idle.wall_s >= 0.3


def test_cpu_time_of_grandchildren_counts(tmp_path: Path) -> None:
    spin = "import time\nwhile time.process_time() < 0.3: pass"
    parent = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {spin!r}], check=True)"
    assert run_once(python("parent", parent), log=tmp_path / "log", timeout_s=60).cpu_s > 0.29


def test_peak_memory_is_the_commands_own_and_not_the_benchmarks(tmp_path: Path) -> None:
    ballast = bytearray(200_000_000)
    ballast[::4096] = b"x" * len(ballast[::4096])
    small = run_once(python("small", "pass"), log=tmp_path / "log", timeout_s=60)
    large = run_once(python("large", "b'x' * 80_000_000"), log=tmp_path / "log", timeout_s=60)
    assert small.rss_bytes < 60_000_000
    assert large.rss_bytes > 80_000_000


def test_streams_and_output_size_are_those_of_the_command(tmp_path: Path) -> None:
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_text("abc", encoding="utf-8")
    code = "import sys; sys.stdout.write(sys.stdin.read() * 2)"
    command = python("double", code, stdin=source, stdout=target, output=target)
    assert run_once(command, log=tmp_path / "log", timeout_s=60).output_bytes == 6
    assert target.read_text(encoding="utf-8") == "abcabc"


def test_a_failing_command_is_reported_with_its_message(tmp_path: Path) -> None:
    command = python("bad", "import sys; sys.exit('no such luck')")
    with pytest.raises(RunError, match="exit code 1: no such luck"):
        run_once(command, log=tmp_path / "log", timeout_s=60)


def test_a_program_that_does_not_write_its_output_is_reported(tmp_path: Path) -> None:
    left_from_before = tmp_path / "out"
    left_from_before.touch()
    command = python("lazy", "pass", output=left_from_before)
    with pytest.raises(RunError, match="no output"):
        run_once(command, log=tmp_path / "log", timeout_s=60)


def test_a_missing_program_is_reported(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="could not be started"):
        run_once(Command(name="x", argv=("/no/such/program",)), log=tmp_path / "log", timeout_s=60)


def test_a_run_that_takes_too_long_is_stopped_with_its_children(tmp_path: Path) -> None:
    late = tmp_path / "late"
    child = f"import time, pathlib; time.sleep(1.5); pathlib.Path({str(late)!r}).touch()"
    parent = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {child!r}])"
    with pytest.raises(RunError, match="stopped after"):
        run_once(python("slow", parent), log=tmp_path / "log", timeout_s=0.5)
    run_once(python("wait", "import time; time.sleep(1.5)"), log=tmp_path / "log", timeout_s=60)
    assert not late.exists()


def test_commands_take_turns_and_a_failed_one_is_left_out(tmp_path: Path) -> None:
    order = tmp_path / "order"
    write = f"open({str(order)!r}, 'a').write"
    commands = [
        python("a", f"{write}('a')"),
        python("bad", f"{write}('!'); raise SystemExit(1)"),
        python("b", f"{write}('b')"),
    ]
    limits = Limits(rounds=3)
    series = interleave(commands, limits=limits, log=tmp_path / "log", say=lambda line: None)
    assert order.read_text(encoding="utf-8") == "a!babab"
    assert len(series["b"].samples) == 3
    assert series["bad"].failure is not None


def test_a_slow_command_gets_fewer_rounds(tmp_path: Path) -> None:
    commands = [python("slow", "import time; time.sleep(0.4)"), python("fast", "pass")]
    limits = Limits(rounds=3, slow_after_s=0.4, slow_rounds=1)
    series = interleave(commands, limits=limits, log=tmp_path / "log", say=lambda line: None)
    assert len(series["slow"].samples) == 1


def test_ratios_are_medians_of_pairs_from_one_round() -> None:
    of, to = samples(10.0, 40.0, 30.0), samples(1.0, 2.0, 10.0, 99.0)
    assert paired_ratio(of, to, lambda sample: sample.cpu_s) == 10.0
    assert median(of, lambda sample: sample.cpu_s) == 30.0


def test_an_exponent_is_the_slope_in_logarithms() -> None:
    assert exponent([(10.0, 3.0), (100.0, 3.0 * 10**1.5)]) == pytest.approx(1.5)


def result(case: Case, size: int, **series: Series) -> CaseResult:
    path = Path("/home/someone/corpus")
    corpus = Corpus(name=f"{size}", path=path, size_bytes=size, files=1, origin="x")
    rows = [Row(name=n, command=f"/home/someone/{n} | x", series=s) for n, s in series.items()]
    return CaseResult(case=case, corpus=corpus, rows=tuple(rows))


CASE = Case(
    name="count",
    ours=(Ours(name="us", arguments="count"),),
    targets=(
        RatioTarget(name="ratio", of="us", to="peer", metric="cpu", at_most=0.1, tried="hashing"),
        RateTarget(name="rate", of="us", at_least=50.0),
        BoundTarget(name="bound", of="us", metric="rss", at_most=99),
        SameOutputTarget(name="same", of="us", to="peer"),
        GrowthTarget(name="growth", of="us", metric="cpu", at_most=1.1),
    ),
)


def judged(*results: CaseResult) -> dict[str, tuple[float | None, bool | None]]:
    return {one.target.name: (one.reached, one.is_met) for one in verdicts(results, [CASE])}


def test_targets_are_judged_by_paired_ratios_by_rate_and_by_the_worst_round() -> None:
    measured = result(CASE, 100_000_000, us=samples(1.0, 1.0), peer=samples(20.0, 20.0))
    found = judged(measured)
    assert found["ratio"] == (pytest.approx(0.05), True)
    assert found["rate"] == (pytest.approx(50.0), True)
    assert found["bound"] == (100, False)
    assert found["growth"] == (None, None)


def test_one_round_with_another_output_breaks_the_promise_of_the_same() -> None:
    us, peer = samples(1.0, 1.0), samples(1.0, 1.0)
    assert judged(result(CASE, 10, us=us, peer=peer))["same"] == (1, True)
    us.samples[1] = replace(us.samples[1], output_digest="other")
    assert judged(result(CASE, 10, us=us, peer=peer))["same"] == (0, False)


def test_a_target_without_its_peer_is_not_measured_and_says_why() -> None:
    measured = result(CASE, 10, us=samples(1.0))
    absent = Row(name="peer", reason="needs cmake")
    measured = replace(measured, rows=(*measured.rows, absent))
    reasons = {one.target.name: one.reason for one in verdicts([measured], [CASE])}
    assert judged(measured)["ratio"] == (None, None)
    assert reasons["ratio"] == "peer: needs cmake"


def test_targets_are_judged_only_on_their_corpora() -> None:
    measured = result(CASE, 10, us=samples(1.0))
    elsewhere = replace(measured, corpus=replace(measured.corpus, name="small-files"))
    assert all(reached is None for reached, _ in judged(elsewhere).values())
    assert "not run on 120mb" in {one.reason for one in verdicts([elsewhere], [CASE])}


def test_a_missed_target_shows_what_was_tried() -> None:
    measured = [result(CASE, 10, us=samples(9.0), peer=samples(10.0))]
    page = report.markdown(measured, verdicts(measured, [CASE]), machine={}, hide={})
    assert "| ratio | 10 | at most 1/10 | 1/1.1 | missed | hashing |" in page


def test_growth_needs_two_sizes() -> None:
    small, large = result(CASE, 10, us=samples(1.0)), result(CASE, 1000, us=samples(100.0))
    assert growth([small]) == []
    assert [round(item.exponent, 6) for item in growth([small, large])] == [1.0, 0.0]
    assert judged(small, large)["growth"] == (pytest.approx(1.0), True)


def test_growth_of_the_two_largest_sizes_leaves_the_start_out() -> None:
    sizes = [(10, 5.0), (1000, 10.0), (10_000, 100.0)]
    measured = [result(CASE, size, us=samples(cpu_s)) for size, cpu_s in sizes]
    cpu = growth(measured[::-1])[0]
    assert cpu.sizes == ("10", "1000", "10000")
    assert cpu.exponent < 0.5
    assert cpu.last_exponent == pytest.approx(1.0)


def test_corpora_that_differ_in_more_than_size_have_no_growth() -> None:
    measured = result(CASE, 10, us=samples(1.0))
    files = replace(measured, corpus=replace(measured.corpus, name="small-files", size_bytes=99))
    assert growth([measured, files]) == []


def test_the_page_names_no_directory_of_the_machine() -> None:
    measured = [result(CASE, 10, us=samples(1.0), peer=samples(2.0))]
    found = verdicts(measured, [CASE])
    hide = {"/home/someone": "HOME"}
    page = report.markdown(measured, found, machine={"cores": "2"}, hide=hide)
    data = report.as_json(measured, found, machine={"cores": "2"}, hide=hide)
    assert "someone" not in page + data
    assert "HOME/us" in page


def test_the_page_shows_why_a_program_was_not_measured() -> None:
    row = Row(name="peer", reason="Boost is missing")
    corpus = Corpus(name="c", path=Path("c"), size_bytes=1, files=1, origin="x")
    measured = CaseResult(case=CASE, corpus=corpus, rows=(row,))
    page = report.markdown([measured], [], machine={}, hide={})
    assert "not measured: Boost is missing" in page


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


# The published pipeline's steps

Counts = tuple[list[dict[str, int]], int]
Reader = Callable[..., Counts]


@pytest.fixture
def counts_of(tmp_path: Path) -> Reader:
    def read(*records: tuple[str, int], min_count: int) -> Counts:
        symbols = ["<unk>", "<s>", "</s>", "山", "水", "风", "月"]
        (tmp_path / "vocabulary").write_bytes("\0".join(symbols).encode() + b"\0")
        table = b"".join(
            struct.pack("=4IQ", *(symbols.index(s) for s in gram.split()), count)
            for gram, count in records
        )
        (tmp_path / "table").write_bytes(table)
        return pipeline.read_counts(tmp_path / "table", tmp_path / "vocabulary", min_count)

    return read


def test_the_pipeline_adds_4grams_into_their_prefixes_without_marks(counts_of: Reader) -> None:
    counts, total = counts_of(("山 水 风 月", 5), ("<s> <s> 山 水", 2), min_count=1)
    assert counts == [{"山": 7}, {"山水": 7}, {"山水风": 5}, {"山水风月": 5}]
    assert total == 7


def test_the_pipeline_drops_rare_4grams_before_it_adds(counts_of: Reader) -> None:
    counts, total = counts_of(("山 水 风 月", 5), ("山 水 月 风", 4), min_count=5)
    assert counts[1] == {"山水": 5}
    assert total == 5


def test_the_pipeline_cuts_only_where_no_kept_ngram_spans() -> None:
    trie = pipeline.build_trie({"山水", "水风"})
    assert list(pipeline.pieces("月山水风月", trie)) == ["月", "山水风", "月"]


def test_backtracking_wants_every_window_kept() -> None:
    kept = {"山水风月", "水风月山", "山水风"}
    assert pipeline.is_sound("山水风月山", kept)
    assert not pipeline.is_sound("山水风月水", kept)
    assert not pipeline.is_sound("水风月", kept)
    assert pipeline.is_sound("月水", kept)
