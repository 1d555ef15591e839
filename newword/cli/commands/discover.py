"""`newword discover`: a directory of text in, a ranked lexicon out."""

from __future__ import annotations

import json
import sys
from datetime import datetime, timezone
from typing import Any, BinaryIO, cast

import click

from newword.cli.advice import advise_empty
from newword.cli.commands.counting.part_of_corpus import say_part
from newword.cli.field_options import arguments_of, field_options, option
from newword.cli.messages import say
from newword.cli.options import (
    format_option,
    is_for_people,
    json_option,
    make_reading,
    output_option,
    quiet_option,
    reading_options,
    report_problems,
)
from newword.cli.screen.grouped_help import GroupedCommand
from newword.cli.screen.progress import progress
from newword.cli.screen.streams import standard_output
from newword.cli.screen.word_tables import lexicon_table
from newword.cli.spark import discover_on_spark, spark_options
from newword.corpus.spaces import CHARACTER_SPACED, UNSPACED
from newword.counting.counts import OnProgress
from newword.counting.reading import Reading
from newword.discovery.options import DiscoverOptions, RankingOptions
from newword.discovery.pipeline import discover
from newword.export import FORMATS, ExportReport, check_target, write
from newword.lexicon import Lexicon
from newword.lexicon.manifest import WrittenBytes, make_manifest
from newword.platform.files import commit_together
from newword.platform.message import message
from newword.platform.plural import count_of
from newword.platform.safe_text import terminal

__all__ = ["discover_command"]


@click.command("discover", cls=GroupedCommand)
@click.argument("paths", nargs=-1, metavar="PATH...")
@output_option(help="Write the lexicon to this file. [default: standard output]")
@format_option(FORMATS)
@option(
    "--verify",
    is_flag=True,
    is_trusted=True,
    help="For jieba: cut the corpus with the dictionary and report how many words stay whole.",
)
@field_options(DiscoverOptions, "counts")
@field_options(RankingOptions)
@option(
    "--manifest",
    metavar="FILE",
    is_trusted=True,
    help="Write a record of the run as JSON: versions, options, inputs, hash.",
)
@reading_options
@spark_options
@json_option(help="Same as --format jsonl.")
@quiet_option()
def discover_command(paths: tuple[str, ...], **options: Any) -> int:
    """Find the words of a corpus and rank them, best first.

    PATH is a file, a directory (read recursively), a pattern, or - for standard input.

    \b
    newword discover corpus/
    newword discover corpus/ --dict jieba --new-only --top 300 -o new.tsv
    newword discover corpus/ --dict jieba --new-only -o userdict.txt --format jieba
    cat chat.log | newword discover - --json
    """
    if not paths and options["counts"] is None:
        arguments = click.get_current_context().command.params
        raise click.MissingParameter(param=next(one for one in arguments if one.name == "paths"))
    reading = make_reading(options)
    output = options["output"]
    format_ = "jsonl" if options["as_json"] else options["format_"]
    for_people = not options["as_json"] and is_for_people(options)
    if output is None and format_ == "auto":
        format_ = "tsv"
    # Before hours of work.
    format_ = check_target(output, format=format_, verify=options["verify"])
    manifest = options["manifest"]
    if manifest is not None:
        check_target(manifest, format="txt")

    started = datetime.now(timezone.utc).isoformat(timespec="seconds")

    def write_list(lexicon: Lexicon, out: BinaryIO | None) -> list[str]:
        if for_people:
            in_order = lexicon if options["sort"] else lexicon.sort()
            lexicon_table(in_order, top=options["top"]).show()
            return []
        return _write(lexicon, out or output, format_, verify=options["verify"])

    def write_out(lexicon: Lexicon) -> list[str]:
        if manifest is None:
            return write_list(lexicon, None)
        asked = {"paths": paths, **{name: value for name, value in options.items() if value}}
        with commit_together() as open_next:  # both or neither
            written = None if output is None else WrittenBytes(cast("BinaryIO", open_next(output)))
            notices = write_list(lexicon, cast("BinaryIO | None", written))
            record = make_manifest(
                lexicon, output=output, written=written, options=asked, started=started
            )
            text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
            open_next(manifest).write(text.encode())
        return notices

    if options["spark"] is not None:
        lexicon = discover_on_spark(paths, options)
        notices = write_out(lexicon)
    else:
        with progress(options["progress_mode"]) as tell:
            lexicon = _discover(paths, reading, options, tell)
            notices = write_out(lexicon)
    code = report_problems(lexicon.report.problems, lexicon.report.notes)
    if options["counts"] is not None:
        say_part(options["counts"])
    if not options["quiet"]:
        for line in (*notices, *_summary(lexicon)):
            say(line)
        report = lexicon.report
        if report.empty_reason is not None and report.units and options["top"] != 0:
            line = advise_empty(
                sys.argv[1:],
                candidates=report.candidates,
                new_only=options["new_only"],
                is_unspaced=UNSPACED in report.notes,
                is_character_spaced=CHARACTER_SPACED in report.notes,
            )
            say(message("try: {line}", line=line))
    return code


def _discover(
    paths: tuple[str, ...], reading: Reading, options: dict[str, Any], tell: OnProgress | None
) -> Lexicon:
    written = [path for path in (options["output"], options["manifest"]) if path]
    return discover(
        paths or None,
        **arguments_of(DiscoverOptions, options),
        exclude_paths=[*written, *reading.exclude_paths],
        on_progress=tell,
    )


def _write(
    lexicon: Lexicon, output: str | BinaryIO | None, format_: str, *, verify: bool
) -> list[str]:
    """Writes the lexicon; returns the lines that a person should see."""
    if output is not None:
        return _notices(write(lexicon, output, format=format_, verify=verify))
    stdout = standard_output()
    report = write(lexicon, stdout, format=format_, verify=verify)
    stdout.flush()
    return _notices(report)


def _notices(report: ExportReport) -> list[str]:
    trial = report.trial()
    return ([trial] if trial else []) + report.notices()


def _summary(lexicon: Lexicon) -> list[str]:
    report = lexicon.report
    noun = "item" if report.unit == "both" else report.unit
    line = message(
        "{lexicon} of {candidates}",
        lexicon=count_of(len(lexicon), noun),
        candidates=count_of(report.candidates, "candidate"),
    )
    if report.expected_precision is not None:
        line = message(
            "{line}; about {expected_precision} are expected to be words",
            line=line,
            expected_precision=f"{report.expected_precision:.0%}",
        )
    bounds = ", ".join(f"{name} {value:g}" for name, value in report.thresholds.items())
    lines: list[str] = [
        message(
            "{files}, {size} MB, {units}, {seconds} s",
            files=count_of(report.files, "file"),
            size=f"{report.bytes_read / 1e6:.1f}",
            units=count_of(report.units, "unit"),
            seconds=f"{report.elapsed_s:.1f}",
        ),
        message("method {method}: {bounds}", method=report.method, bounds=bounds),
        line,
    ]
    alone = int((lexicon.column("documents") == 1).sum())
    if alone and report.documents > 1:
        lines.append(message("{alone} of them in one document only", alone=f"{alone:,}"))
    if report.learned_units is not None and report.learned_units < report.units:
        lines.append(
            message(
                "passes learned from a sample of {learned_units}",
                learned_units=count_of(report.learned_units, "unit"),
            )
        )
    lines.extend(map(str, report.word_files))
    if report.empty_reason is not None:
        lines.append(
            message(
                "the lexicon is empty: {empty_reason}", empty_reason=terminal(report.empty_reason)
            )
        )
    return lines
