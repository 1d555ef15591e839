"""The mutation tool: what it changes, what it leaves alone, what it remembers."""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path

import pytest
from command import ROOT

from tools.mutants import __main__ as command_line
from tools.mutants.core_source import core_changes
from tools.mutants.mutant import Mutant, make_mutants
from tools.mutants.python_source import python_changes
from tools.mutants.targets import CORE, PYTHON
from tools.mutants.trials import EQUIVALENT, KILLED, SURVIVED, Score, Trials

all_mutants = functools.cache(command_line.all_mutants)
LISTED = ROOT / "tools" / "mutants" / "equivalent.toml"


def changed(changes: list[tuple[int, str, str]], source: str) -> set[str]:
    """Every source that one change makes."""
    return {source[:at] + new + source[at + len(old) :] for at, old, new in changes}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x < y", {"x <= y", "x >= y"}),
        ("x is not None", {"x is None"}),
        ("a in b not in c", {"a not in b not in c", "a in b in c"}),
        ("a + b * c", {"a - b * c", "a + b / c"}),
        ("a and b and c", {"a or b and c", "a and b or c"}),
        ("x = 机 = 1", {"x = 机 = (1 + 1)"}),
        ("x = -y", {"x = (y)"}),
        ("x = True", {"x = False"}),
        ("x = 'a'", {"x = 'XXaXX'"}),
        ("x = b'a'", set()),
        ("x = f'{a + 1}'", set()),
        ("np.minimum(a, b)", {"np.maximum(a, b)", "pass"}),
        ("if a: pass", {"if not (a): pass"}),
        ("if a < b: pass", {"if a <= b: pass", "if a >= b: pass"}),
        ("raise a", {"pass"}),
        ("x &= y", {"pass"}),
        ("while a:\n    break", {"while not (a):\n    break", "while a:\n    continue"}),
        ("def f():\n    return a", {"def f():\n    return None"}),
        ("def f():\n    return", set()),
    ],
)
def test_changes_of_python(source: str, expected: set[str]) -> None:
    assert changed(python_changes(source), source) == expected


@pytest.mark.parametrize(
    "source",
    [
        '"""Text with 1 < 2."""',
        "__all__ = ['a']",
        "def f(x: Literal['a']) -> Literal['b']: ...",
        "@cache(1)\ndef f(): pass",
        "if TYPE_CHECKING:\n    x = 1",
        "x: int",
    ],
)
def test_what_does_not_run_is_not_changed(source: str) -> None:
    assert python_changes(source) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a < b", {"a <= b", "a >= b"}),
        ("std::vector<int> a", set()),
        ("const T* a = b * c", {"const T* a = b / c"}),
        ("a && !b", {"a || !b", "a &&  b"}),
        ("++a", {"--a"}),
        ("0x1F", {"(0x1F + 1)"}),
        ("a1 = 1e-12", {"a1 = (1e-12 + 1)"}),
        ("std::min(a, b)", {"std::max(a, b)"}),
        ("if (f(a)) g", {"if (!(f(a))) g"}),
        ("if (a > b) g", {"if (a >= b) g", "if (a <= b) g"}),
        ("// 1 < 2\nf /* 1 */", set()),
        ('g("1 < 2")', set()),
        ("#if A > 1\n", set()),
        ("  f(a);\n", {"  ;\n"}),
        ("  a.b = c;\n", {"  ;\n"}),
        ("  const int a = b;\n", set()),
    ],
)
def test_changes_of_cpp(source: str, expected: set[str]) -> None:
    assert changed(core_changes(source), source) == expected


@pytest.mark.parametrize("file", [*PYTHON, *CORE])
def test_every_mutant_differs_in_one_place(file: str) -> None:
    source = (ROOT / file).read_text("utf-8")
    mutants = all_mutants(file)
    assert len(mutants) >= 10
    assert len({mutant.identity for mutant in mutants}) == len(mutants)
    assert len({mutant.key(source) for mutant in mutants}) == len(mutants)
    for mutant in mutants:
        text = mutant.apply(source)
        assert text != source
        assert source.splitlines()[mutant.line - 1].strip() == mutant.code
        if file in PYTHON:
            ast.parse(text)


def test_a_mutant_is_not_applied_to_another_text() -> None:
    (mutant,) = all_mutants("newword/platform/safe_text.py")[:1]
    with pytest.raises(AssertionError, match="the source has changed"):
        mutant.apply("x" * 10_000)


@pytest.mark.parametrize("tests", PYTHON.values())
def test_the_tests_of_every_target_are_there(tests: tuple[str, ...]) -> None:
    assert tests
    assert [name for name in tests if not (ROOT / name).exists()] == []


def test_the_core_s_tests_of_every_target_are_there() -> None:
    """By the names that its program knows; another would be refused."""
    main = (ROOT / "csrc" / "tests" / "main.cpp").read_text("utf-8")
    known = set(re.findall(r'^ +\{"(.+)", test_\w+\},$', main, re.MULTILINE))
    assert all(CORE.values())
    assert {name for names in CORE.values() for name in names} <= known


def test_every_mutant_that_is_listed_as_equivalent_is_one_and_has_a_reason(tmp_path: Path) -> None:
    trials = Trials(tmp_path / "trials.json", LISTED)
    for file in (*PYTHON, *CORE):
        source = (ROOT / file).read_text("utf-8")
        for mutant in all_mutants(file):
            trials.state(mutant, source)
    assert trials.unused == set()
    reasons = re.findall(r'^reason = "(.*)"$', LISTED.read_text("utf-8"), re.MULTILINE)
    assert len(reasons) == LISTED.read_text("utf-8").count("[[mutant]]")
    assert min(map(len, reasons)) >= 15


@pytest.fixture
def mutants(tmp_path: Path) -> list[Mutant]:
    file = tmp_path / "a.py"
    file.write_text("x = 1\ny = 1 + 1\n", encoding="utf-8")
    return make_mutants(file, tmp_path, python_changes(file.read_text("utf-8")))


def test_results_are_kept_until_the_source_changes(tmp_path: Path, mutants: list[Mutant]) -> None:
    listed = tmp_path / "listed.toml"
    listed.write_text(
        '[[mutant]]\nfile = "a.py"\ncode = "y = 1 + 1"\nold = "1"\nnew = "(1 + 1)"\n'
        'place = 1\nreason = "for this test"\n',
        encoding="utf-8",
    )
    trials = Trials(tmp_path / "trials.json", listed)
    trials.note(mutants[0], "source", KILLED, "a test")
    trials.note(mutants[1], "source", SURVIVED)
    again = Trials(tmp_path / "trials.json", listed)
    assert [again.state(one, "source") for one in mutants] == [KILLED, SURVIVED, "", EQUIVALENT]
    assert [again.state(one, "other") for one in mutants] == ["", "", "", EQUIVALENT]
    assert again.score("a.py", mutants, "source") == Score("a.py", 1, 1, 1, 1)


def test_the_score_is_the_share_of_killed_ones_among_those_that_can_be() -> None:
    score = Score("a.py", killed=17, survived=3, equivalent=5, untried=0)
    assert score.share == pytest.approx(85)
    assert "| `a.py` | 17 | 3 | 5 | 0 | 85.0 % |" in command_line.table([score])


def test_a_file_that_is_not_tried_to_its_end_has_no_score() -> None:
    score = Score("a.py", killed=17, survived=2, equivalent=5, untried=1)
    assert "| `a.py` | 17 | 2 | 5 | 1 |  |" in command_line.table([score])


def test_what_coverage_leaves_out_has_a_reason_beside_it() -> None:
    """A comment behind the mark, in the same line."""
    marks = re.compile(r"(?:pragma: no (?:cover|branch)|LCOV_EXCL_(?:LINE|START))(.*)")
    for path in (*(ROOT / "newword").rglob("*.py"), *(ROOT / "csrc").rglob("*.[ch]pp")):
        for line in path.read_text("utf-8").splitlines():
            for reason in marks.findall(line):
                assert len(reason.strip(" -:()")) >= 10, f"{path}: {line}"
