"""The command line: `python -m benchmarks run` and `python -m benchmarks corpus`."""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks import cases, machine, report, stored
from benchmarks.cases import LADDER
from benchmarks.corpora import (
    NAMES,
    SEED,
    Corpus,
    CorpusError,
    Layout,
    prepare,
    prepare_generated,
    size_of,
)
from benchmarks.measure import Limits
from benchmarks.peers.base import Place
from benchmarks.results import CaseResult, verdicts
from benchmarks.session import Session


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--text",
        "--niutrans",
        type=Path,
        metavar="PATH",
        default=os.environ.get("NEWWORD_BENCH_TEXT"),
        help="the sample text: a tar archive, or a directory of .txt files ($NEWWORD_BENCH_TEXT)",
    )
    run = commands.add_parser("run", parents=[common], help="measure and write the tables")
    run.add_argument(
        "--corpus",
        default=None,
        metavar="LIST",
        help=f"comma-separated: {', '.join(NAMES)}, or directories of .txt files, for all cases "
        "(default: each case's own)",
    )
    run.add_argument(
        "--largest",
        choices=LADDER,
        default=LADDER[-1],
        help="leave out named corpora above this size (default: %(default)s)",
    )
    names = ", ".join(case.name for case in cases.CASES)
    run.add_argument("--cases", default="all", metavar="LIST", help=f"all, or of: {names}")
    run.add_argument("--rounds", type=int, default=5, help="turns for each program (default: 5)")
    run.add_argument("--slow-after", type=float, default=120.0, metavar="SECONDS")
    run.add_argument(
        "--slow-rounds",
        type=int,
        default=2,
        help="turns for a program that takes longer than --slow-after (default: 2)",
    )
    run.add_argument("--timeout", type=float, default=3600.0, metavar="SECONDS")
    run.add_argument(
        "--newword",
        default=None,
        metavar="COMMAND",
        help="the program to measure (default: newword of this Python environment)",
    )
    run.add_argument(
        "--work",
        type=Path,
        metavar="DIR",
        help="keep builds and generated text here (default: a temporary directory, removed)",
    )
    run.add_argument("--no-peers", action="store_true", help="measure newword alone")
    run.add_argument(
        "--go-on",
        action="store_true",
        help="keep what bench.json of the output directory has and measure the rest",
    )
    run.add_argument(
        "--output",
        type=Path,
        default=Path("benchmarks/results"),
        metavar="DIR",
        help="directory for bench.md and bench.json (default: benchmarks/results)",
    )
    corpus = commands.add_parser("corpus", parents=[common], help="make one corpus and keep it")
    corpus.add_argument("name", help=f"{', '.join(NAMES)}, or with --bytes any other name")
    corpus.add_argument("--work", type=Path, required=True, metavar="DIR")
    corpus.add_argument("--bytes", type=int, metavar="N", help="generate N bytes of text")
    corpus.add_argument("--files", type=int, metavar="N", help="... in about N files")
    corpus.add_argument("--one-line", action="store_true", help="... in one line")
    corpus.add_argument("--seed", type=int, default=SEED)
    return parser


def _corpus(options: argparse.Namespace, work: Path) -> Corpus:
    if options.bytes is None:
        return prepare(options.name, text=options.text, work=work)
    if options.text is None or options.bytes < 1 or (options.files or 1) < 1:
        raise CorpusError("--bytes and --files are at least 1 and need the sample by --text")
    layout = Layout(total_bytes=options.bytes, is_one_line=options.one_line)
    if options.files is not None:
        layout = replace(layout, file_bytes=-(-options.bytes // options.files))
    name = options.name
    return prepare_generated(name, layout, seed=options.seed, text=options.text, work=work)


def plan(
    chosen: Sequence[cases.Case], names: str | None, largest: str
) -> dict[str, list[cases.Case]]:
    """The cases to run by corpus: all on the corpora that the user names, else each on its own."""
    if names is not None:
        return {name: list(chosen) for name in names.split(",")}
    small = [name for name in NAMES if size_of(name) <= size_of(largest)]
    by_corpus = {name: [case for case in chosen if name in case.on] for name in small}
    return {name: wanted for name, wanted in by_corpus.items() if wanted}


def _newword() -> str:
    beside = Path(sys.executable).with_name("newword")
    return shlex.quote(str(beside)) if beside.exists() else "newword"


def _run(options: argparse.Namespace, work: Path) -> None:
    scratch = Path(tempfile.mkdtemp(prefix="scratch-", dir=work))
    newword = options.newword or _newword()
    session = Session(
        newword=tuple(shlex.split(newword)),
        place=Place(work=work, scratch=scratch),
        limits=Limits(
            rounds=options.rounds,
            slow_after_s=options.slow_after,
            slow_rounds=options.slow_rounds,
            timeout_s=options.timeout,
        ),
        say=_say,
    )
    facts = machine.describe()
    hide = {str(work): "WORK", str(scratch): "OUT", sys.executable: "python"}
    hide[str(Path(__file__).parent)] = "benchmarks"
    program = shlex.split(newword)[0]
    if Path(program).is_absolute():
        hide.setdefault(program, "newword")
    chosen = cases.choose(options.cases)
    results: list[CaseResult] = []
    if options.go_on:
        stored_results = stored.read_results(options.output / "bench.json", cases.CASES)
        results = [result for result in stored_results if stored.is_done(result)]
    done = {(result.case.name, result.corpus.name) for result in results}
    judged = [case for case in cases.CASES if case in chosen or case.name in {c for c, _ in done}]
    page = ""
    try:
        for name, planned in plan(chosen, options.corpus, options.largest).items():
            shown = name if name in NAMES else Path(name).resolve().name
            wanted = [case for case in planned if (case.name, shown) not in done]
            if not wanted:
                continue
            _say(f"preparing corpus {name}")
            corpus = prepare(name, text=options.text, work=work)
            if corpus.path.parent != work:
                hide[str(corpus.path)] = corpus.name
            for case in wanted:
                with_peers = options.corpus is not None or name in case.peers_on
                with_peers = with_peers and not options.no_peers
                results.append(session.run(case, corpus, with_peers=with_peers))
                results.sort(key=lambda result: judged.index(result.case))
                found = verdicts(results, judged)
                page = report.markdown(results, found, machine=facts, hide=hide)
                data = report.as_json(results, found, machine=facts, hide=hide)
                report.write(options.output, page=page, data=data)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print(page or "all of it is in the tables already\n", end="")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command line and returns the exit code: 0 done, 2 wrong usage or no text."""
    parser = _parser()
    options = parser.parse_args(argv)
    try:
        if options.command == "corpus":
            options.work.mkdir(parents=True, exist_ok=True)
            corpus = _corpus(options, options.work.resolve())
            print(f"{corpus.path}: {corpus.size_bytes} bytes in {corpus.files} files")
            return 0
        cases.choose(options.cases)
        if options.work is not None:
            options.work.mkdir(parents=True, exist_ok=True)
            _run(options, options.work.resolve())
            return 0
        with tempfile.TemporaryDirectory(prefix="newword-bench-") as temporary:
            _run(options, Path(temporary).resolve())
        return 0
    except (CorpusError, ValueError) as error:
        parser.error(str(error))


if __name__ == "__main__":
    sys.exit(main())
