"""Generate csrc/newword/text/char_ranges.hpp, the table of character classes and lower case.

Run it only to move to another Unicode version:

    pip install fonttools==4.61.1 unicodedata2==17.0.0
    python tools/char_table.py csrc/newword/text/char_ranges.hpp

Both packages must carry the same version of the Unicode Character Database, so that the table does
not depend on the Python that runs this file.
"""

from __future__ import annotations

import argparse
import itertools
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import unicodedata2
from fontTools import unicodedata as font_unicodedata
from fontTools.unicodedata import ScriptExtensions, Scripts

# fmt: off
UNSEGMENTED = frozenset({
    "Hani", "Hira", "Kana", "Bopo", "Hang", "Thai", "Laoo", "Khmr", "Mymr", "Yiii",
    "Tale", "Talu", "Lana", "Tavt", "Nshu", "Tang", "Java", "Bali",
})
IGNORED = (
    (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x180B, 0x180F), (0x200B, 0x200F),
    (0x202A, 0x202E), (0x2060, 0x206F), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xE0100, 0xE01EF),
)
MARKS = ((0x0300, 0x036F),)
# Digits of both widths, and the full-width letters (whose script is Latin anyway).
ALNUM = ((0x30, 0x39), (0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
# Script extensions count from the CJK radicals on: before them they are tone marks, which also
# stand in Latin text and are no words by themselves.
FIRST_EAST_ASIAN = 0x2E80
# Capital to small, for the Latin letters added after Unicode 13, which Python 3.10 does not know.
YOUNG_LOWER = {
    0xA7C0: 0xA7C1, 0xA7D0: 0xA7D1, 0xA7D6: 0xA7D7, 0xA7D8: 0xA7D9,  # Unicode 14
    0xA7CB: 0x0264, 0xA7CC: 0xA7CD, 0xA7DA: 0xA7DB, 0xA7DC: 0x019B,  # Unicode 16
    0xA7CE: 0xA7CF, 0xA7D2: 0xA7D3, 0xA7D4: 0xA7D5,  # Unicode 17
}
# fmt: on
WITHOUT_SMALL = {0x0130}  # its lower case is two characters, so it keeps its form
HEADER = """\
#pragma once
// Character classes and lower case by code point. GENERATED, do not edit: the command is
//     python tools/char_table.py csrc/newword/text/char_ranges.hpp
// from the Unicode Character Database {version} (Unicode License V3).
// clang-format off

#include <cstdint>

namespace newword {{

/// The version of the Unicode Character Database behind every table here.
inline constexpr const char* kUnicodeVersion = "{version}";

/// What a code point does to the text around it. Code points in no range are kBreak; kConnector,
/// kPlus and kLineEnd are so few that code knows them, as it knows the folding of full-width forms.
enum class CharClass : std::uint8_t {{
    kBreak,    ///< ends a run
    kIgnored,  ///< deleted before anything else looks at the text
    kScript,   ///< a unit of its own
    kHan,      ///< as kScript, with Script=Han: a single line end between two may be joined
    kAlnum,    ///< builds a unit with its neighbours: Latin letters, digits, both full-width too
    kMark,     ///< combining mark, continues an alnum unit
    kConnector,  ///< . _ - : kept between two letters or digits
    kPlus,     ///< + # : kept between and after letters and digits
    kLineEnd,  ///< LF or CR: ends a run unless lines are joined
}};

struct CharRange {{
    std::uint32_t first;
    std::uint32_t last;  ///< inclusive
    CharClass char_class;
}};

/// Simple lower case is `c + delta` for c = first, first + step, ..., last.
struct LowerRange {{
    std::uint32_t first;
    std::uint32_t last;  ///< inclusive
    std::int32_t delta;
    std::uint32_t step;
}};

"""


def within(code: int, ranges: Iterable[tuple[int, int]]) -> bool:
    """Whether a code point lies in one of the ranges."""
    return any(first <= code <= last for first, last in ranges)


def char_class(code: int) -> str:
    """The class of a code point, by the rules of ARCHITECTURE.md in their order."""
    char = chr(code)
    category = unicodedata2.category(char)
    script = font_unicodedata.script(char)
    if within(code, IGNORED):
        return "kIgnored"
    if within(code, MARKS):
        return "kMark"
    if within(code, ALNUM) or (script == "Latn" and category[0] == "L"):
        return "kAlnum"
    if script in UNSEGMENTED and category[0] in "LMN":
        return "kHan" if script == "Hani" else "kScript"
    is_shared = code >= FIRST_EAST_ASIAN and category[0] in "LM"
    if is_shared and font_unicodedata.script_extension(char) & UNSEGMENTED:
        return "kScript"
    return "kBreak"


def lower(code: int) -> int:
    """Simple lower case of a Latin letter; the code point itself where it has none."""
    if code in YOUNG_LOWER:
        return YOUNG_LOWER[code]
    small = chr(code).lower()
    return ord(small) if len(small) == 1 else code


def class_ranges() -> Iterator[tuple[int, int, str]]:
    """Maximal ranges of one class, sorted, without kBreak."""
    for name, group in itertools.groupby(range(0x110000), char_class):
        codes = list(group)
        if name != "kBreak":
            yield codes[0], codes[-1], name


def lower_ranges() -> list[tuple[int, int, int, int]]:
    """Rows (first, last, delta, step) of the Latin letters that have a lower case.

    Full-width letters are left out: they are folded to ASCII before.
    """
    rows: list[tuple[int, int, int, int]] = []
    for code in range(0x110000):
        if char_class(code) != "kAlnum" or within(code, ALNUM) or lower(code) == code:
            continue
        delta = lower(code) - code
        if rows:
            first, last, old_delta, step = rows[-1]
            gap = code - last
            if delta == old_delta and gap in ((1, 2) if first == last else (step,)):
                rows[-1] = (first, code, delta, gap)
                continue
        rows.append((code, code, delta, 1))
    return rows


def check_sources() -> str:
    """The common Unicode version of the packages in use; exits where they differ."""
    versions = {unicodedata2.unidata_version}
    for module in (Scripts, ScriptExtensions):
        found = re.search(r"# Script\w*-([\d.]+)\.txt", Path(module.__file__ or "").read_text())
        versions.add(found[1] if found else "unknown")
    if len(versions) != 1:
        sys.exit(f"fonttools and unicodedata2 differ in Unicode version: {sorted(versions)}")
    for code in range(0x110000):
        name = unicodedata2.name(chr(code), "")
        capital = name.startswith("LATIN CAPITAL LETTER") and code not in WITHOUT_SMALL
        if capital and lower(code) == code:
            sys.exit(f"no lower case known for U+{code:04X} {name}: add it to YOUNG_LOWER")
    return str(versions.pop())


def table(declaration: str, comment: str, cells: Iterable[str], columns: int) -> str:
    """A C++ array with `columns` cells a line."""
    cells = list(cells)
    lines = [f"/// {comment}", f"inline constexpr {declaration}[] = {{"]
    for start in range(0, len(cells), columns):
        lines.append("    " + " ".join(cells[start : start + columns]))
    return "\n".join([*lines, "};", ""])


def render(version: str) -> str:
    """The whole header."""
    classes = (
        f"{{0x{first:04X}, 0x{last:04X}, CharClass::{name}}},"
        for first, last, name in class_ranges()
    )
    lowers = (
        f"{{0x{first:04X}, 0x{last:04X}, {delta}, {step}}},"
        for first, last, delta, step in lower_ranges()
    )
    return "\n".join(
        [
            HEADER.format(version=version)
            + table("CharRange kCharRanges", "Sorted by code point, disjoint.", classes, 2),
            table("LowerRange kLowerRanges", "Sorted by `first`; Latin letters only.", lowers, 3),
            "}  // namespace newword\n",
        ]
    )


def main() -> None:
    """Writes the header."""
    parser = argparse.ArgumentParser(description="Generate the header of character classes.")
    parser.add_argument("header", type=Path, help="the file to write")
    header: Path = parser.parse_args().header
    header.write_text(render(check_sources()), encoding="utf-8")


if __name__ == "__main__":
    main()
