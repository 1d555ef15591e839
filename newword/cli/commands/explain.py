"""`newword explain`: why a string is a word, or is not."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import click
import numpy as np

from newword.cli.field_options import field_options, option
from newword.cli.messages import show
from newword.cli.options import json_option, make_reading, reading_options, report_problems
from newword.cli.screen.grouped_help import GroupedCommand
from newword.cli.screen.passages import Passage, columns_before
from newword.cli.screen.progress import progress
from newword.cli.screen.streams import put, put_styled, terminal_width
from newword.cli.word_argument import split_word
from newword.cli.word_files import known_words, say_word_files
from newword.cli.word_options import bound_options, dictionary_options, method_option
from newword.discovery.explain import Explanation, explain
from newword.discovery.options import WordOptions
from newword.lexicon.order import has_probabilities
from newword.platform.message import message
from newword.platform.option import WORDS
from newword.platform.safe_text import json_line, terminal

__all__ = ["explain_command"]


@click.command("explain", cls=GroupedCommand)
@click.argument("arguments", nargs=-1, required=True, metavar="PATH... WORD")
@dictionary_options
@method_option
@field_options(
    WordOptions, "unit", help="The list to look in: words, terms or both, as in discover."
)
@bound_options("min_count", "max_len")
@option(
    "--contexts",
    type=click.IntRange(min=0),
    default=5,
    show_default=True,
    metavar="N",
    group=WORDS,
    help="Number of examples.",
)
@reading_options
@json_option(help="Print one JSON object.")
def explain_command(arguments: tuple[str, ...], **options: Any) -> int:
    """Say why WORD is a word, or is not.

    \b
    newword explain corpus/ 机器学习
    newword explain corpus/ K线图 --dict jieba --json
    newword explain corpus/ 上市公司 --unit both
    """
    corpus, word = split_word("explain", arguments)
    known = known_words(options)
    with progress(options["progress_mode"]) as tell:
        found = explain(
            corpus,
            word,
            method=options["method"],
            unit=options["unit"],
            dictionary=known,
            min_count=options["min_count"],
            max_len=options["max_len"],
            contexts=options["contexts"],
            reading=make_reading(options),
            on_progress=tell,
        )
    if options["as_json"]:
        fields = {f.name: getattr(found, f.name) for f in dataclasses.fields(found)}
        fields["problems"] = [str(problem) for problem in found.problems]
        put(json_line(fields))
    else:
        for line in _lines(found):
            show(line)
        _show_contexts(found)
    code = report_problems(found.problems, found.notes)
    say_word_files(known.files if known else ())
    return code


def _lines(found: Explanation) -> Iterator[str]:
    verdict = found.verdict
    if found.rank:
        verdict = message("{verdict} of {words}", verdict=verdict, words=f"{found.words:,}")
    yield message("{word}: {verdict}", word=terminal(found.word), verdict=verdict)
    if found.known is not None:
        yield message("  dictionary       has it" if found.known else "  dictionary       lacks it")
    yield message("  count            {count}", count=f"{found.count:,}")
    if found.dispersion is not None:
        yield message(
            "  documents        {documents} of {all}, in one only"
            if found.documents == 1 < found.corpus_documents
            else "  documents        {documents} of {all}",
            documents=f"{found.documents:,}",
            all=f"{found.corpus_documents:,}",
        )
        yield message("  dispersion       {dispersion}", dispersion=f"{found.dispersion:.3f}")
    if found.cohesion is not None and found.split is not None:
        (first, first_count), (second, second_count) = found.split
        yield (
            message(
                "  cohesion         {cohesion} nats, weakest at {first} ({first_count}) + "
                "{second} ({second_count})",
                cohesion=f"{found.cohesion:.3f}",
                first=terminal(first),
                first_count=f"{first_count:,}",
                second=terminal(second),
                second_count=f"{second_count:,}",
            )
        )
    if found.left_entropy is not None and found.right_entropy is not None:
        yield message(
            "  left entropy     {left_entropy} nats  {left_neighbours}",
            left_entropy=f"{found.left_entropy:.3f}",
            left_neighbours=_side(found.left_neighbours),
        )
        yield message(
            "  right entropy    {right_entropy} nats  {right_neighbours}",
            right_entropy=f"{found.right_entropy:.3f}",
            right_neighbours=_side(found.right_neighbours),
        )
    if found.score is not None:
        parts = ", ".join(f"{k} {v:.3g}" for k, v in found.parts.items() if k != "score")
        yield message(
            "  score            {score}  ({parts})", score=f"{found.score:.4g}", parts=parts
        )
    if found.importance is not None:
        place = message(
            "{importance}, place {importance_rank} by it",
            importance=f"{found.importance:,.4g}",
            importance_rank=f"{found.importance_rank:,}",
        )
        yield message("  importance       {place}{why}", place=place, why=_why(found))


def _show_contexts(found: Explanation) -> None:
    """Examples: on a terminal as many columns as it has, the word below itself."""
    width = terminal_width()
    if width is None:
        for text, begin, _ in found.contexts:
            put(f"  …{terminal(text[:begin][-20:]):>20} {terminal(text[begin:][:25])}")
        return
    passages = [Passage.of(*context) for context in found.contexts]
    before = columns_before(passages, width - 2) + 2
    put_styled(passage.fit(width, before) for passage in passages)


def _why(found: Explanation) -> str:
    """How importance is made up, if it is a probability times a count."""
    if found.score is None or found.importance is None:
        return ""
    if not has_probabilities(np.array([found.score]), method=found.method, unit=found.unit):
        return ""
    if found.importance > 0:
        return message(
            "  ((2 x {score} - 1) x {count} uses)",
            score=f"{found.score:.4g}",
            count=f"{found.count:,}",
        )
    return message("  (2 x {score} - 1, since it is rather no word)", score=f"{found.score:.4g}")


def _side(neighbours: tuple[tuple[str, int], ...]) -> str:
    return " ".join(f"{terminal(word)}:{count}" for word, count in neighbours[:8])
