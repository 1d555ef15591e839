"""Results of an earlier run, read back, so that a broken or partial run can go on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.cases import Case
from benchmarks.corpora import Corpus
from benchmarks.measure import Sample, Series
from benchmarks.results import CaseResult, Row


def read_results(path: Path, known: Sequence[Case]) -> list[CaseResult]:
    """The results in a `bench.json`, those of cases that are no more left out; none without a file.

    Raises:
        ValueError: The file is not a `bench.json`.
    """
    if not path.exists():
        return []
    cases = {case.name: case for case in known}
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))["results"]
        return [_result(one, cases[one["case"]]) for one in stored if one["case"] in cases]
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path} is no table of this benchmark ({error!r}); remove it") from error


def is_done(result: CaseResult) -> bool:
    """Whether all of newword's own rows were measured; what a peer lacked it may lack again."""
    ours = result.rows[: len(result.case.ours)]
    return all(row.series.samples and row.reason is None for row in ours)


def _result(stored: dict[str, Any], case: Case) -> CaseResult:
    rows = []
    for row in stored["rows"]:
        samples = [Sample(**sample) for sample in row.pop("samples")]
        rows.append(Row(**row, series=Series(samples, failure=row["reason"])))
    corpus = Corpus(**stored["corpus"], path=Path())
    return CaseResult(case=case, corpus=corpus, rows=tuple(rows))
