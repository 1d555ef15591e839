"""What newword is made of, built with, and allowed to do."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
import zlib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from command import ROOT, environment

import newword
from newword.core import _core

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TREES = ("newword", "tools", "benchmarks", "training")
LOADERS = {"pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle", "yaml", "imp"}
RUNNERS = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "tempfile.mktemp"}


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def sources() -> list[Path]:
    return sorted(path for tree in TREES for path in (ROOT / tree).rglob("*.py"))


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_tool_loads_or_runs_what_it_reads(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            module = getattr(node, "module", None)
            names = {module or alias.name for alias in node.names}
            assert not {str(name).split(".")[0] for name in names} & LOADERS
        if isinstance(node, ast.Call):
            assert ast.unparse(node.func) not in RUNNERS
            keywords = {k.arg: ast.unparse(k.value) for k in node.keywords}
            assert keywords.get("shell", "False") == "False"
            assert keywords.get("allow_pickle", "False") == "False"


def test_nothing_of_the_core_runs_a_program_or_opens_a_connection() -> None:
    forbidden = ("system(", "popen(", "execv", "dlopen(", "socket(", "mktemp(", "getenv(")
    for path in sorted((ROOT / "csrc" / "newword").rglob("*.cpp")):
        text = path.read_text("utf-8")
        found = [word for word in forbidden if word in text.replace("mkstemp(", "")]
        assert found == [], path.name


def test_builds_are_pinned_within_their_ranges() -> None:
    from packaging.requirements import Requirement

    lines = (ROOT / "tools" / "build_constraints.txt").read_text("utf-8").splitlines()
    pins = dict(line.split("==") for line in lines if not line.startswith("#"))
    ranges = [Requirement(line) for line in project()["build-system"]["requires"]]
    assert {one.name for one in ranges} == set(pins)
    for one in ranges:
        assert one.specifier.contains(pins[one.name])
        assert one.specifier, f"{one.name} has no bounds"


def test_only_what_is_needed_is_needed() -> None:
    from packaging.requirements import Requirement

    found = {Requirement(line).name for line in project()["project"]["dependencies"]}
    assert found == {"numpy", "click", "rich", "jinja2", "tomli"}


def installed_files() -> list[str]:
    """Of the package that is tested, if it was installed from a wheel and not in its place."""
    try:
        found = metadata.files("newword") or []
    except metadata.PackageNotFoundError:
        return []
    module = Path(newword.__file__).resolve()
    is_this = any(Path(str(one.locate())).resolve() == module for one in found)
    is_wheel = any(str(one).endswith(".dist-info/RECORD") for one in found)
    return sorted(str(one) for one in found) if is_this and is_wheel else []


@pytest.mark.skipif(not installed_files(), reason="newword is not installed as a package")
def test_a_wheel_holds_what_runs_and_nothing_else() -> None:
    files = installed_files()
    kinds = {Path(name).suffix for name in files if name.startswith("newword/")}
    code = {".py", ".pyc", ".pyi", ".so", ".pyd"}
    assert kinds <= code | {"", ".typed", ".txt", ".json", ".css", ".j2", ".js", ".mo", ".npz"}
    assert {"newword/py.typed", "newword/core/_core.pyi"} <= set(files)
    assert any(name.endswith("licenses/LICENSE") for name in files)
    tops = {name.split("/")[0] for name in files if not name.startswith("..")}
    assert {top for top in tops if not top.startswith("newword-")} == {"newword"}


def files_of_a_wheel() -> list[Path]:
    """What setuptools would pack, with the extension that is tested."""
    package = Path(newword.__file__).parent
    data = project()["tool"]["setuptools"]["package-data"]
    chosen = [*package.rglob("*.py"), Path(_core.__file__)]
    for name, globs in data.items():
        folder = package.joinpath(*name.split(".")[1:])
        chosen.extend(path for one in globs for path in folder.glob(one))
    return sorted(set(chosen))


@pytest.mark.skipif(sys.platform != "linux", reason="other compilers make other code")
def test_a_wheel_does_not_grow() -> None:
    files = files_of_a_wheel()
    assert {"weights.json", "gaps_text.npz", "newword.mo", "page.html.j2"} <= {
        p.name for p in files
    }
    contents = {path: path.read_bytes() for path in files}
    if b".symtab" in contents[Path(_core.__file__)]:
        pytest.skip("built to be measured or debugged")
    # As zip does, with two headers and a packed line of RECORD for each file, and the README.
    overhead = 30 + 46 + 45
    packed = sum(len(zlib.compress(content)) + overhead for content in contents.values())
    packed += sum(2 * len(str(path.relative_to(ROOT))) for path in files) + 8_000
    assert packed < 2_150_000


def bill_of_materials() -> dict[str, Any]:
    spec = importlib.util.spec_from_file_location("sbom", ROOT / "tools" / "sbom.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[str, Any] = module.bill()
    return found


@pytest.mark.skipif(not installed_files(), reason="newword is not installed as a package")
def test_the_bill_of_materials_names_everything_once() -> None:
    bill = bill_of_materials()
    assert bill == bill_of_materials()
    names = [one["name"] for one in bill["components"]]
    assert len(names) == len(set(names))
    assert {"numpy", "click", "rich", "jinja2", "markupsafe"} <= set(names)
    for one in bill["components"]:
        assert (ROOT / one["bom-ref"]).exists() or one["purl"].startswith("pkg:pypi/")


def test_no_thread_starts_and_nothing_of_the_network_is_loaded_by_importing() -> None:
    script = (
        "import os, sys, threading, newword, newword.cli\n"
        "assert threading.active_count() == 1\n"
        "loaded = set(sys.modules) & {'ssl', 'http.client', 'urllib.request', 'multiprocessing'}\n"
        "assert not loaded, loaded\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
