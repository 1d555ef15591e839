"""The notebook of the documents runs from top to bottom, and shows what it says."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from newword.errors import NewwordError
from newword.platform.pictures import drawing_setting

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "docs" / "examples" / "new_words.ipynb"


@pytest.fixture(scope="module")
def notebook() -> Any:
    pytest.importorskip("ipykernel")
    pytest.importorskip("jieba")
    client = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    read = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(read)
    try:
        drawing_setting(["机器学习"], None)
        left_out = ""
    except NewwordError:  # no matplotlib, or no font with Chinese
        left_out = "needs-fonts"
    runner = client.NotebookClient(
        read,
        timeout=300,
        kernel_name="python3",
        resources={"metadata": {"path": str(ROOT)}},
        skip_cells_with_tag=left_out,
    )
    return runner.execute()


def shown(notebook: Any, beginning: str) -> Any:
    """What the cell that begins so shows last; warnings come before."""
    [cell] = [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code" and cell.source.startswith(beginning)
    ]
    return cell.outputs[-1]


def test_the_lexicon_is_a_table_with_kinds_and_contexts(notebook: Any) -> None:
    table = shown(notebook, "import newword")["data"]["text/html"]
    for heading in ("place", "word", "count", "score", "unit", "kind", "context"):
        assert f"<th>{heading}</th>" in table
    assert table.count("<tr>") == 21


def test_terms_are_terms_and_kinds_are_many(notebook: Any) -> None:
    assert "'unit', 'kind', 'pos', 'variant_of'" in shown(notebook, "lexicon.columns")["data"][
        "text/plain"
    ].replace("\n", "")
    assert "'person'" in shown(notebook, "{kind:")["data"]["text/plain"]
    assert len(ast.literal_eval(shown(notebook, "terms =")["data"]["text/plain"])) == 20


def test_contexts_are_in_the_order_of_their_left_side(notebook: Any) -> None:
    lines = shown(notebook, "[found]")["text"].splitlines()
    lefts = [line.partition("【")[0].strip("\u3000")[::-1] for line in lines]
    assert len(lines) == 12
    assert lefts == sorted(lefts)


def test_the_dictionary_was_tried(notebook: Any) -> None:
    assert "cut whole" in shown(notebook, "import tempfile")["data"]["text/plain"]


def test_the_notebook_is_kept_without_outputs() -> None:
    """What it shows is made anew; outputs in the repository would grow old."""
    nbformat = pytest.importorskip("nbformat")
    for cell in nbformat.read(NOTEBOOK, as_version=4).cells:
        assert not cell.get("outputs")
