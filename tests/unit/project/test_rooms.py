"""The rooms of the core: which may include which, and how many ideas one holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
CORE = ROOT / "csrc" / "newword"

# From the ground up, as in ARCHITECTURE.md: a file includes its own room and the floors below it.
FLOORS = (
    ("system",),
    ("base", "jobs"),
    ("text",),
    ("ngrams", "cutter"),
    ("count", "search", "lattice"),
    ("count_file",),
    ("input", "count_build", "lm"),
    ("parts", "tagger"),
    ("gaps",),
    ("door",),
)
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
INCLUDE = re.compile(r'^#include "newword/(\w+)/(\w+)\.hpp"', re.M)
IDEAS_AT_MOST = 15
LINES_AT_MOST = 400
DOOR = ROOT / "newword" / "core"
GENERATED = {"char_forms.hpp"}


def sources() -> list[Path]:
    return sorted([*CORE.rglob("*.hpp"), *CORE.rglob("*.cpp")])


def test_every_file_of_the_core_is_in_a_room_of_the_plan() -> None:
    assert {path.parent for path in sources()} == {CORE / room for room in FLOOR_OF}


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(CORE)))
def test_a_room_includes_only_the_floors_below_it(path: Path) -> None:
    own = path.parent.name
    for room, name in INCLUDE.findall(path.read_text("utf-8")):
        assert (CORE / room / f"{name}.hpp").exists()
        assert room == own or FLOOR_OF[room] < FLOOR_OF[own], f"{own} includes {room}/{name}.hpp"


@pytest.mark.parametrize("room", FLOOR_OF)
def test_a_room_of_the_core_holds_few_ideas(room: str) -> None:
    assert len({path.stem for path in (CORE / room).iterdir()}) <= IDEAS_AT_MOST


def sources_of_the_core_and_its_door() -> list[Path]:
    kinds = ("hpp", "pyx", "pxd", "pxi")  # the stub is one file, as the module is
    door = [path for kind in kinds for path in DOOR.rglob(f"*.{kind}")]
    return sorted(path for path in [*sources(), *door] if path.name not in GENERATED)


@pytest.mark.parametrize(
    "path", sources_of_the_core_and_its_door(), ids=lambda path: str(path.relative_to(ROOT))
)
def test_a_file_is_of_one_idea(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LINES_AT_MOST, "split it by idea"


def test_tests_of_the_core_lie_in_the_rooms_of_what_they_test() -> None:
    rooms = {path.parent.name for path in (ROOT / "csrc" / "tests").glob("*/test_*.cpp")}
    assert rooms <= set(FLOOR_OF)
    assert not list((ROOT / "csrc" / "tests").glob("test_*.cpp"))
