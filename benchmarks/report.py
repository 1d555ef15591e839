"""The results as a Markdown page for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.cases import BoundTarget, RateTarget, RatioTarget, SameOutputTarget, Target
from benchmarks.corpora import Corpus
from benchmarks.results import CaseResult, Row, Verdict, bound, growth

COLUMNS = (
    *("program", "version", "CPU s", "wall s", "peak RSS MB", "MB/s", "output MB"),
    *("CPU ratio", "wall ratio", "RSS ratio", "rounds"),
)


def markdown(
    results: Sequence[CaseResult],
    found: Sequence[Verdict],
    *,
    machine: Mapping[str, str],
    hide: Mapping[str, str],
) -> str:
    """The page.

    Args:
        results: In the order to show them.
        found: What became of the targets.
        machine: Facts about the machine by name.
        hide: What to write for directories of this machine, by path.
    """
    lines = ["# Benchmark", ""]
    lines += [f"- {name}: {value}" for name, value in machine.items()]
    lines += ["", *_corpora(results)]
    lines += _targets(found, hide) + _growth(results)
    for result in results:
        lines += ["", *_case(result, hide)]
    lines += [
        "",
        "Every figure is the median over the rounds; the programs of a case ran in turns. CPU is "
        "user and system time of the process and its children, RSS the peak of the largest "
        "process, MB = 10^6 bytes of the original text. A ratio is this row's value by that of "
        "the case's first row, the median of the rounds' own ratios.",
    ]
    return "\n".join(lines) + "\n"


def as_json(
    results: Sequence[CaseResult],
    found: Sequence[Verdict],
    *,
    machine: Mapping[str, str],
    hide: Mapping[str, str],
) -> str:
    """The same with every single run."""
    document = {
        "machine": dict(machine),
        "results": [_result_json(result, hide) for result in results],
        "targets": [_verdict_json(one, hide) for one in found],
        "growth": [asdict(item) for item in growth(results)],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    body = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in body]


def _corpora(results: Sequence[CaseResult]) -> list[str]:
    corpora: dict[str, Corpus] = {result.corpus.name: result.corpus for result in results}
    rows = [
        [corpus.name, str(corpus.size_bytes), str(corpus.files), corpus.origin]
        for corpus in corpora.values()
    ]
    return _table(("corpus", "bytes", "files", "origin"), rows)


def _case(result: CaseResult, hide: Mapping[str, str]) -> list[str]:
    first = next((row for row in result.rows[: len(result.case.ours)] if row.series.samples), None)
    lines = [f"## {result.case.name}, corpus {result.corpus.name}", ""]
    lines += _table(COLUMNS, [_cells(result, row, first, hide) for row in result.rows])
    shown = [row for row in result.rows if row.command]
    if shown:
        lines += ["", "```", *(_hidden(row.command, hide) for row in shown), "```"]
    return lines


def _cells(result: CaseResult, row: Row, first: Row | None, hide: Mapping[str, str]) -> list[str]:
    if not row.series.samples:
        reason = _hidden(row.reason or "", hide)
        return [row.name, row.version, f"not measured: {reason}", *[""] * (len(COLUMNS) - 3)]
    cells = [
        row.name,
        row.version,
        f"{row.typical('cpu'):.2f}",
        f"{row.typical('wall'):.2f}",
        f"{row.typical('rss') / 1e6:.0f}",
        f"{result.mb_per_s(row):.1f}",
        f"{row.typical('output') / 1e6:.1f}" if row.typical("output") else "",
    ]
    if first is None:
        cells += ["", "", ""]
    else:
        cells += [
            f"{row.ratio(first, 'cpu'):.2f}",
            f"{row.ratio(first, 'wall'):.2f}",
            f"{row.ratio(first, 'rss'):.2f}",
        ]
    rounds = str(len(row.series.samples))
    return [*cells, f"{rounds}, then: {_hidden(row.reason, hide)}" if row.reason else rounds]


def _targets(found: Sequence[Verdict], hide: Mapping[str, str]) -> list[str]:
    if not found:
        return []
    head = ("target", "corpus", "bound", "measured", "", "remark")
    rows = [_verdict(one, hide) for one in found]
    return ["", "## Targets", "", *_table(head, rows)]


def _verdict(one: Verdict, hide: Mapping[str, str]) -> tuple[str, ...]:
    target = one.target
    if one.reached is None:
        figure, word, remark = "", "not measured", _hidden(one.reason, hide)
    else:
        figure = _figure(target, one.reached)
        word, remark = ("met", "") if one.is_met else ("missed", target.tried)
    return target.name, one.corpora, _bound(target), figure, word, remark


def _bound(target: Target) -> str:
    if isinstance(target, SameOutputTarget):
        return "the same"
    limit = bound(target)
    if isinstance(target, RateTarget):
        return f"at least {limit:g} MB/s"
    if isinstance(target, RatioTarget) and limit < 0.2:
        return f"at most 1/{1 / limit:.0f}"
    return f"at most {_figure(target, limit)}"


def _figure(target: Target, value: float) -> str:
    if isinstance(target, SameOutputTarget):
        return "the same" if value == 1 else "others"
    if isinstance(target, RateTarget):
        return f"{value:.0f} MB/s"
    if isinstance(target, RatioTarget) and bound(target) < 0.2:
        return f"1/{1 / max(value, 1e-9):.1f}"
    if isinstance(target, BoundTarget) and target.metric == "rss":
        return f"{value / (1 << 20):.0f} MiB"
    return f"{value:.2f}"


def _growth(results: Sequence[CaseResult]) -> list[str]:
    rows = [
        [
            *(item.case, item.row, item.metric, ", ".join(item.sizes)),
            *(f"{item.exponent:.2f}", f"{item.last_exponent:.2f}"),
        ]
        for item in growth(results)
    ]
    if not rows:
        return []
    head = ("case", "program", "measure", "sizes", "exponent", "of the two largest")
    return ["", "## Growth with the size of the text", "", *_table(head, rows)]


def _hidden(text: str, hide: Mapping[str, str]) -> str:
    for path in sorted(hide, key=len, reverse=True):
        text = text.replace(path, hide[path])
    return text


def _result_json(result: CaseResult, hide: Mapping[str, str]) -> dict[str, Any]:
    corpus = {key: value for key, value in asdict(result.corpus).items() if key != "path"}
    rows = [
        {
            "name": row.name,
            "version": row.version,
            "command": _hidden(row.command, hide),
            "reason": _hidden(row.reason, hide) if row.reason else None,
            "samples": [asdict(sample) for sample in row.series.samples],
        }
        for row in result.rows
    ]
    return {"case": result.case.name, "corpus": corpus, "rows": rows}


def _verdict_json(one: Verdict, hide: Mapping[str, str]) -> dict[str, Any]:
    return {
        **asdict(one.target),
        "kind": type(one.target).__name__,
        "corpora": one.corpora,
        "reached": one.reached,
        "is_met": one.is_met,
        "reason": _hidden(one.reason, hide),
    }


def write(directory: Path, *, page: str, data: str) -> None:
    """Writes `bench.md` and `bench.json`."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "bench.md").write_text(page, encoding="utf-8")
    (directory / "bench.json").write_text(data, encoding="utf-8")
