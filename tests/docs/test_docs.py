"""What the documents say is so: examples run and show what they show, and nothing is left out."""

from __future__ import annotations

import dataclasses
import inspect
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import IS_SANITIZED, ROOT
from examples import DOCUMENTS, Example, examples_of, is_as_shown, prepare, run_shell, without_times
from pictures import PICTURES, Picture, draw, words_of

import newword
from newword.cli.main import cli
from newword.corpus.report.problem import _REMEDIES
from newword.export import FORMATS
from newword.lexicon import COLUMNS
from newword.methods import METHODS
from tools.option_tables import outdated

DOCS = ROOT / "docs"
README, CHINESE = ROOT / "README.md", ROOT / "README.zh.md"
TWINS: dict[str, Callable[..., Any]] = {
    "discover": newword.discover,
    "count": newword.count_corpus,
    "explain": newword.explain,
    "segment": newword.segment_corpus,
    "kwic": newword.kwic,
    "compare": newword.compare,
    "trend": newword.trend,
    "adapt": newword.adapt_jieba,
}

if shutil.which("bash") is None:
    pytest.skip("the examples are written for bash", allow_module_level=True)


def name_of(document: Path) -> str:
    return str(document.relative_to(ROOT))


def with_examples(*languages: str) -> list[Path]:
    return [document for document in DOCUMENTS if examples_of(document, *languages)]


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    directory = tmp_path / "clone"
    directory.mkdir()
    return directory, prepare(directory)


# --------------------------------------------------------------------------------- the examples run


@pytest.mark.parametrize("document", with_examples("sh", "console"), ids=name_of)
def test_shell_examples_run_and_show_what_they_show(
    document: Path, place: tuple[Path, dict[str, str]]
) -> None:
    if IS_SANITIZED and document.name == "memory.md":
        pytest.skip("a sanitizer takes memory of its own")
    for example in examples_of(document, "sh", "console"):
        if example.language == "sh":
            if not example.runs_newword:  # installs
                continue
            code, got = run_shell(f"set -e\n{example.script}", *place)
            assert code == 0, f"{example}: {got}"
            continue
        for command, shown in example.commands:
            code, got = run_shell(command, *place)
            assert code == 0, f"{example}: {command}: {got}"
            if shown:
                assert is_as_shown(shown, got), f"{example}: {command} shows\n{got}"


RUN_PYTHON = """
import doctest, sys, warnings
warnings.filterwarnings("ignore", module="jieba")
checker, names = doctest.DocTestRunner(verbose=False), {}
for block in open(sys.argv[1], encoding="utf-8").read().split("\\0"):
    if ">>> " in block:
        test = doctest.DocTestParser().get_doctest(block, names, sys.argv[1], None, 0)
        checker.run(test, clear_globs=False)
        names.update(test.globs)
    else:
        exec(compile(block, sys.argv[1], "exec"), names)
sys.exit(checker.failures > 0)
"""


@pytest.mark.parametrize("document", with_examples("python"), ids=name_of)
def test_python_examples_run_and_show_what_they_show(
    document: Path, place: tuple[Path, dict[str, str]]
) -> None:
    """One page is one session, from its top to its end."""
    directory, settings = place
    session = directory.parent / "session"
    session.write_text("\0".join(e.text for e in examples_of(document, "python")), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", RUN_PYTHON, session],
        cwd=directory, env=settings, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, (done.stdout + done.stderr).decode()


def test_there_are_examples_on_every_page_of_a_command() -> None:
    for command in cli.commands:
        assert examples_of(DOCS / f"{command}.md", "console"), command
        assert examples_of(DOCS / f"{command}.md", "python"), command


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.path.name)
def test_pictures_show_what_the_terminal_shows_now(picture: Picture) -> None:
    """Else run `python tests/docs/pictures.py`."""
    drawn = picture.path.read_text("utf-8")
    assert words_of(drawn) == words_of(draw(picture.take()))
    assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)", drawn) == []


# ----------------------------------------------------------------------------- the README's promise


def commands_of(document: Path) -> list[str]:
    return [line for e in examples_of(document, "sh") for line in e.text.splitlines()]


def test_the_readme_begins_with_the_two_commands() -> None:
    first, second = commands_of(README)[:2]
    assert re.fullmatch(
        r'pip install -e "\.\[jieba\]" && newword discover corpus_samples/text .*', first
    )
    assert second == 'pip install -e ".[test]" && pytest'


@pytest.mark.parametrize("n", [1, 2])
def test_continuous_integration_takes_its_commands_from_the_readme(n: int) -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    function = re.search(r"^readme_command\(\).*?^}", script, re.MULTILINE | re.DOTALL)
    assert function is not None
    assert "for n in 1 2; do" in script
    _, got = run_shell(f"{function[0]}\nreadme_command {n}", ROOT, dict(os.environ))
    assert got.splitlines() == [commands_of(README)[n - 1]]


@pytest.mark.parametrize(
    "twins",
    [(README, CHINESE), (DOCS / "tutorial.md", DOCS / "tutorial.zh.md")],
    ids=["README", "tutorial"],
)
def test_both_languages_have_the_same_examples(twins: tuple[Path, Path]) -> None:
    english, chinese = ([without_times(e.text) for e in examples_of(d)] for d in twins)
    assert english == chinese


def test_both_readmes_have_the_same_figures() -> None:
    figures = [
        re.findall(r"\|\s*(\.\d+)\s*(?=\|)", d.read_text("utf-8")) for d in (README, CHINESE)
    ]
    assert figures[0] == figures[1]


def test_the_readme_s_figures_are_those_of_the_model_s_card() -> None:
    """The means of the card, rounded as they are there."""
    table = [
        [cell.strip() for cell in line.strip("| ").split("|")]
        for line in (ROOT / "training" / "MODEL_CARD.md").read_text("utf-8").splitlines()
        if line.startswith("|")
    ]
    header = next(row for row in table if row[:2] == ["ranking", "corpus"])
    text = README.read_text("utf-8")
    for ranking in ("formula", "model"):
        row = next(
            dict(zip(header, row, strict=False)) for row in table if row[:2] == [ranking, "mean"]
        )
        figures = [row[name].lstrip("0") for name in ("P@100", "P@1000", "AP", "newP@500", "newAP")]
        line = next(line for line in text.splitlines() if re.match(rf"\|.*\(`{ranking}`", line))
        assert re.findall(r"(?<=\| )\.\d+", line) == figures


def test_both_readmes_have_the_same_links() -> None:
    links = [
        set(re.findall(r"\]\((docs/(?!pictures/)[^)]+)\)", d.read_text("utf-8")))
        for d in (README, CHINESE)
    ]
    assert links[0] == links[1]


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text("utf-8")):
        if "://" not in target:
            assert (document.parent / target).exists(), f"{name_of(document)}: {target}"


# ------------------------------------------------------------------------------ nothing is left out


def table_names(page: Path) -> set[str]:
    """What the first cells of a page's tables name: options, parameters."""
    cells = re.findall(r"^\| (.+?) \|", page.read_text("utf-8"), re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


@pytest.mark.parametrize("command", cli.commands)
def test_every_option_of_a_command_is_on_its_page_and_no_other(command: str) -> None:
    options = {
        name
        for parameter in cli.commands[command].params
        for name in parameter.opts
        if name.startswith("-")
    }
    listed = {name for name in table_names(DOCS / f"{command}.md") if name.startswith("-")}
    assert listed == options | {"-h", "--help"}


@pytest.mark.parametrize("command", TWINS)
def test_every_parameter_of_the_python_twin_is_on_the_page(command: str) -> None:
    text = (DOCS / f"{command}.md").read_text("utf-8")
    named = set(re.findall(r"`(\w+)(?:=[^`]*)?`", text))
    assert set(inspect.signature(TWINS[command]).parameters) - named == set()


def test_tables_say_of_options_what_their_fields_say() -> None:
    assert outdated() == []


def test_every_way_of_reading_is_on_the_page_of_count() -> None:
    text = (DOCS / "count.md").read_text("utf-8")
    for field in dataclasses.fields(newword.Reading):
        assert f"`{field.name}`" in text


@pytest.mark.parametrize("name", newword.__all__)
def test_every_public_name_is_documented(name: str) -> None:
    text = (DOCS / "python.md").read_text("utf-8")
    assert re.search(rf"`(newword\.)?{name}\b", text)


@pytest.mark.parametrize("kind", [newword.Report, newword.Entry, newword.Explanation])
def test_every_field_of_a_result_is_documented(kind: type) -> None:
    text = "".join(page.read_text("utf-8") for page in DOCS.glob("*.md"))
    assert [f.name for f in dataclasses.fields(kind) if f"`{f.name}`" not in text] == []


@pytest.mark.parametrize("page", ["discover.md", "statistics.md"])
def test_every_column_is_documented(page: str) -> None:
    assert [c for c in COLUMNS[1:] if f"`{c}`" not in (DOCS / page).read_text("utf-8")] == []


@pytest.mark.parametrize("document", [README, CHINESE], ids=name_of)
def test_the_readmes_say_what_the_columns_mean(document: Path) -> None:
    text = document.read_text("utf-8")
    shown = {"count", "cohesion", "accessor_variety", "score", "known"}
    assert [column for column in sorted(shown) if f"`{column}`" not in text] == []


def test_every_method_has_its_section() -> None:
    headings = re.findall(r"^## `(\w+)`", (DOCS / "methods.md").read_text("utf-8"), re.MULTILINE)
    assert set(headings) == set(METHODS)


def test_every_format_is_documented() -> None:
    names = table_names(DOCS / "discover.md")
    assert set(FORMATS) <= names
    assert {suffix for f in FORMATS.values() for suffix in f.suffixes} <= names


def test_every_problem_and_exit_code_is_documented() -> None:
    names = table_names(DOCS / "problems.md")
    assert set(_REMEDIES) <= names
    assert {"0", "2", "3", "4", "130", "143"} <= names


def test_every_extra_is_documented() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    _, _, table = project.partition("[project.optional-dependencies]\n")
    extras = set(re.findall(r"^(\w+) = \[", table.partition("\n[")[0], re.MULTILINE))
    assert extras == table_names(DOCS / "install.md")
    text = (DOCS / "install.md").read_text("utf-8")
    (listed,) = re.findall(r"^\| `all` \| (.*) \|$", text, re.MULTILINE)
    (meant,) = re.findall(r"^all = \[\"newword\[(.*)\]\"\]$", project, re.MULTILINE)
    assert re.findall(r"`(\w+)`", listed) == meant.split(",")


def test_the_index_names_every_page() -> None:
    text = (DOCS / "index.md").read_text("utf-8")
    assert [page.name for page in DOCS.glob("*.md") if f"({page.name})" not in text] == ["index.md"]


def test_the_map_names_every_part_of_the_package() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    parts = [
        path
        for path in (ROOT / "newword").iterdir()
        if (path.suffix == ".py" and path.stem not in ("__init__", "__main__"))
        or (path / "__init__.py").exists()
    ]
    assert [path.stem for path in parts if not re.search(rf"\b{path.stem}\b", text)] == []


def test_no_document_names_a_place_of_somebody_s_machine() -> None:
    for document in DOCUMENTS:
        assert not re.search(r"/(home|root|work|tmp|Users)/\w", document.read_text("utf-8"))


def examples_everywhere() -> list[Example]:
    return [example for document in DOCUMENTS for example in examples_of(document)]


def test_every_fence_says_its_language() -> None:
    assert [str(e) for e in examples_everywhere() if not e.language and "──" not in e.text] == []
