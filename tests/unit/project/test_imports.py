"""The walls of the house: who may import whom, who may print, and what nobody may use."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "newword"
CORE = ROOT / "csrc" / "newword"

# Left to right as in ARCHITECTURE.md: a module imports from the rooms left of its own, and in it.
ROOMS = (
    ("errors", "config", "platform"),
    ("core",),
    ("corpus",),
    ("dictionary",),
    ("counting",),
    ("table", "ranking", "language"),
    ("model",),
    ("methods", "segmentation"),
    ("export",),
    ("lexicon",),
    ("review",),
    ("discovery", "evaluation"),
    ("comparison", "spark"),
    ("__init__",),
    ("cli",),
    ("__main__",),
)
PLACES = {name: place for place, room in enumerate(ROOMS) for name in room}

LINES_AT_MOST = 400
IDEAS_AT_MOST = 15

FORBIDDEN_MODULES = {"pickle", "marshal", "shelve", "cPickle", "dill", "joblib", "yaml"}
FORBIDDEN_CALLS = {
    "eval", "exec", "os.system", "os.popen", "tempfile.mktemp", "numpy.load", "np.load",
    "yaml.load", "pickle.load", "pickle.loads", "marshal.load", "marshal.loads",
}  # fmt: skip


class Import(NamedTuple):
    """One import of another part of the package."""

    by: str
    of: str
    line: int
    is_in_function: bool


def room_of(path: Path) -> str:
    """The first part of a module's name below newword."""
    relative = path.relative_to(PACKAGE)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imported_names(node: ast.AST) -> list[str]:
    """The modules that a statement imports, with all that is taken from a package."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, f"line {node.lineno}: imports are absolute"
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def imports_of(path: Path) -> Iterator[Import]:
    tree = tree_of(path)
    in_functions = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        for name in imported_names(node):
            parts = name.split(".")
            if parts[0] == "newword":
                of = parts[1] if len(parts) > 1 and parts[1] in PLACES else "__init__"
                line = getattr(node, "lineno", 0)
                yield Import(room_of(path), of, line, id(node) in in_functions)


def called_name(call: ast.Call) -> str:
    return ast.unparse(call.func)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_has_its_room(path: Path) -> None:
    assert room_of(path) in PLACES, "name it in ROOMS and in ARCHITECTURE.md"


def test_unit_tests_lie_in_the_rooms_of_what_they_test() -> None:
    rooms = {path.parent.name for path in (ROOT / "tests" / "unit").glob("*/test_*.py")}
    assert rooms <= {*PLACES, "training", "project"}  # the last is about the whole of it
    assert not list((ROOT / "tests" / "unit").glob("test_*.py"))


def test_every_room_is_there() -> None:
    stems = {room_of(path) for path in modules()}
    assert set(PLACES) == stems


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_is_of_one_idea(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LINES_AT_MOST, "split it by idea"


def test_a_folder_of_the_package_holds_few_ideas() -> None:
    folders: dict[Path, int] = {}
    for path in modules():
        folders[path.parent] = folders.get(path.parent, 0) + (path.stem != "__init__")
    assert {folder.name: n for folder, n in folders.items() if n > IDEAS_AT_MOST} == {}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_left_only(path: Path) -> None:
    assert [found for found in imports_of(path) if PLACES[found.of] > PLACES[found.by]] == []


def test_rooms_side_by_side_do_not_import_each_other() -> None:
    beside = [
        found
        for path in modules()
        for found in imports_of(path)
        if PLACES[found.of] == PLACES[found.by] and found.of != found.by
    ]
    allowed = {"errors", "config", "platform"}  # of the ground floor
    assert [found for found in beside if not {found.by, found.of} <= allowed] == []


def test_the_package_starts_without_what_only_some_runs_need() -> None:
    for path in modules():
        for node in tree_of(path).body:
            tops = {name.split(".")[0] for name in imported_names(node)}
            assert not tops & {"jieba", "rich"}, f"{path.name}: import it where it is needed"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_command_line_prints(path: Path) -> None:
    if room_of(path) == "cli":
        return
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            assert called_name(node) not in ("print", "click.echo", "click.secho")
        if isinstance(node, ast.Attribute):
            assert ast.unparse(node) not in ("sys.stdout", "sys.stderr")


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_that_runs_or_trusts_its_input_is_used(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        assert not {name.split(".")[0] for name in imported_names(node)} & FORBIDDEN_MODULES
        if isinstance(node, ast.Call):
            assert called_name(node) not in FORBIDDEN_CALLS
            keywords = {k.arg: ast.unparse(k.value) for k in node.keywords}
            assert keywords.get("shell", "False") == "False"
            assert keywords.get("allow_pickle", "False") == "False"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_network_is_never_used(path: Path) -> None:
    network = {"socket", "ssl", "urllib", "http", "ftplib", "smtplib", "requests", "httpx"}
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom) and node.module == "urllib.parse":
            continue  # it only takes addresses apart
        assert not {name.split(".")[0] for name in imported_names(node)} & network


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_command_line_reads_the_environment(path: Path) -> None:
    if room_of(path) == "cli":
        return
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Attribute):
            assert ast.unparse(node) not in ("os.environ", "os.getenv", "os.environb")


def cpp_files() -> list[Path]:
    return sorted([*CORE.rglob("*.hpp"), *CORE.rglob("*.cpp")])


def test_the_core_knows_neither_python_nor_the_terminal() -> None:
    wrong = re.compile(r"#include <(Python\.h|iostream|cstdio|stdio\.h|fstream)>|\bprintf\(")
    found = {path.name for path in cpp_files() if wrong.search(path.read_text("utf-8"))}
    assert found == set()


def test_the_core_has_no_globals_that_change_and_no_bare_new() -> None:
    wrong = re.compile(
        r"^\s*(using namespace|static (?!const|constexpr|inline|_)\w+ \w+( =|;))", re.M
    )
    code = {path.name: re.sub(r"//.*", "", path.read_text("utf-8")) for path in cpp_files()}
    assert {name for name, text in code.items() if wrong.search(text)} == set()
    assert {
        name for name, text in code.items() if re.search(r"= new \w|\bdelete \w", text)
    } == set()
