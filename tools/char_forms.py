"""Generate csrc/newword/text/char_forms.hpp: which characters are written in several ways.

Run it after `char_table.py`, with the same packages:

    python -m tools.char_forms csrc/newword/text/char_forms.hpp
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterator
from pathlib import Path

import unicodedata2

from tools.char_table import char_class, check_sources, form, table

HEADER = """\
#pragma once
// Characters that are written in several ways. GENERATED, do not edit: the command is
//     python -m tools.char_forms csrc/newword/text/char_forms.hpp
// from the Unicode Character Database {version} (Unicode License V3).
// clang-format off

#include <cstdint>

namespace newword {{

/// A character of class kForm and the one that it stands for.
struct CharForm {{
    std::uint32_t code;
    std::uint32_t form;
}};

/// A canonical decomposition; `second` is 0 for one of a single character.
struct Decomposition {{
    std::uint32_t code;
    std::uint32_t first;
    std::uint32_t second;
    bool composes;  ///< normalization form C puts the two together
}};

/// Characters of one Canonical_Combining_Class, which is not 0.
struct CombiningRange {{
    std::uint32_t first;
    std::uint32_t last;  ///< inclusive
    std::uint8_t combining_class;
}};

"""
HANGUL_SYLLABLES = range(0xAC00, 0xD7A4)


def is_in_units(code: int) -> bool:
    """Whether a character can be part of a unit as it stands."""
    return char_class(code) not in ("kBreak", "kIgnored", "kForm")


def decompositions() -> Iterator[tuple[int, int, int, bool]]:
    """Canonical decompositions of what units hold; Hangul has its own arithmetic."""
    for code in range(0x110000):
        mapping = unicodedata2.decomposition(chr(code))
        if not mapping or "<" in mapping or code in HANGUL_SYLLABLES or not is_in_units(code):
            continue
        first, second = (*(int(part, 16) for part in mapping.split()), 0)[:2]
        yield code, first, second, unicodedata2.normalize("NFC", chr(code)) == chr(code)


def combining_ranges() -> Iterator[tuple[int, int, int]]:
    """Maximal ranges of one combining class, without class 0."""

    def combining(code: int) -> int:
        return unicodedata2.combining(chr(code)) if is_in_units(code) else 0

    for value, group in itertools.groupby(range(0x110000), combining):
        codes = list(group)
        if value:
            yield codes[0], codes[-1], value


def render(version: str) -> str:
    """The whole header."""
    forms = (
        f"{{0x{code:04X}, 0x{form(code):04X}}},"
        for code in range(0x110000)
        if char_class(code) == "kForm"
    )
    pairs = (
        f"{{0x{code:04X}, 0x{first:04X}, 0x{second:04X}, {str(composes).lower()}}},"
        for code, first, second, composes in decompositions()
    )
    ranges = (f"{{0x{a:04X}, 0x{b:04X}, {value}}}," for a, b, value in combining_ranges())
    return "\n".join(
        [
            HEADER.format(version=version)
            + table("CharForm kForms", "Sorted by `code`.", forms, 4),
            table("Decomposition kDecompositions", "Sorted by `code`.", pairs, 3),
            table("CombiningRange kCombiningRanges", "Sorted, disjoint.", ranges, 4),
            "}  // namespace newword\n",
        ]
    )


def main() -> None:
    """Writes the header."""
    parser = argparse.ArgumentParser(description="Generate the header of character forms.")
    parser.add_argument("header", type=Path, help="the file to write")
    header: Path = parser.parse_args().header
    header.write_text(render(check_sources()), encoding="utf-8")


if __name__ == "__main__":
    main()
