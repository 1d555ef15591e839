"""Generate csrc/newword/text/char_ranges.hpp, the table of character classes and lower case.

Run it only to move to another Unicode version:

    pip install fonttools==4.61.1 unicodedata2==17.0.0
    python tools/char_table.py csrc/newword/text/char_ranges.hpp

Both packages must carry the same version of the Unicode Character Database, so that the table does
not depend on the Python that runs this file.
"""

from __future__ import annotations

import argparse
import functools
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
    "Tale", "Talu", "Lana", "Tavt", "Nshu", "Tang", "Java", "Bali", "Tibt",
})
# Default_Ignorable_Code_Point.
IGNORED = (
    (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5),
    (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164),
    (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)
# Scripts whose vowels and signs are written around a consonant.
BRAHMIC = frozenset({"Thai", "Laoo", "Khmr", "Mymr", "Lana", "Tavt", "Java", "Bali"})
# What the general category does not tell about their characters.
BRAHMIC_CHARS = {
    "kLead": (
        (0x0E40, 0x0E44), (0x0EC0, 0x0EC4), (0xAAB5, 0xAAB6), (0xAAB9, 0xAAB9), (0xAABB, 0xAABC),
    ),
    "kKill": ((0x0E4C, 0x0E4C), (0x0ECC, 0x0ECC), (0x103A, 0x103A)),
    "kVowelOfKilled": (
        (0x0E34, 0x0E34), (0x0E38, 0x0E39), (0x0EB4, 0x0EB4), (0x0EB8, 0x0EB9), (0x1037, 0x1037),
    ),
    "kStackBoth": ((0x1039, 0x1039),),
    "kStackNext": ((0x17D2, 0x17D2), (0xA9C0, 0xA9C0), (0x1B44, 0x1B44), (0x1A60, 0x1A60)),
    "kDependent": (
        (0x0E30, 0x0E30), (0x0E32, 0x0E33), (0x0E45, 0x0E45), (0x0EB0, 0x0EB0), (0x0EB2, 0x0EB3),
        (0x0EBD, 0x0EBD),
    ),
    "kBaseOfPair": ((0x0E01, 0x0E2E), (0x0E81, 0x0EAE), (0x0EDC, 0x0EDF)),
}
NAME_DOTS = (
    (0x00B7, 0x00B7), (0x0387, 0x0387), (0x2022, 0x2022), (0x2027, 0x2027), (0x30FB, 0x30FB),
)
TSHEGS = ((0x0F0B, 0x0F0C),)
KANA_MARKS = ((0x3099, 0x309A), (0x30FC, 0x30FC))
JAMO = {
    "kJamoLead": ((0x1100, 0x115E), (0xA960, 0xA97C)),
    "kJamoVowel": ((0x1161, 0x11A7), (0xD7B0, 0xD7C6)),
    "kJamoTail": ((0x11A8, 0x11FF), (0xD7CB, 0xD7FB)),
}
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
/// kPlus, kAt and kLineEnd are so few that code knows them, as it knows the folding of full-width
/// forms. From kScript on, each is a character of a script that is written without spaces.
enum class CharClass : std::uint8_t {{
    kBreak,    ///< ends a run
    kIgnored,  ///< deleted before anything else looks at the text
    kForm,     ///< another way to write the character that fold_form() names
    kAlnum,    ///< builds a unit with its neighbours: Latin letters, digits of all these scripts
    kMark,     ///< combining mark, continues an alnum unit
    kConnector,  ///< . _ - : kept between two letters or digits
    kPlus,     ///< + # : kept between and after letters and digits
    kAt,       ///< @ : what follows is a name
    kNameDot,  ///< middle dot: ends a run; a name may be written across it
    kLineEnd,  ///< LF or CR: ends a run unless lines are joined
    kScript,   ///< a unit of its own
    kHan,      ///< as kScript, with Script=Han
    kKana,     ///< begins a mora
    kKanaTail,  ///< small kana, the long vowel mark, voicing marks: belong to the kana before
    kHangul,   ///< a syllable or a letter of the compatibility block
    kJamoLead,   ///< conjoining: leading consonant,
    kJamoVowel,  ///< vowel,
    kJamoTail,   ///< trailing consonant
    kBase,       ///< consonant or independent vowel: begins a cluster
    kBaseOfPair,  ///< as kBase; two of them may be silenced together
    kLead,        ///< vowel written before its consonant: begins a cluster
    kDependent,   ///< vowel or sign that belongs to what stands before it
    kVowelOfKilled,  ///< as kDependent; may stand between a consonant and the sign that silences it
    kKill,        ///< silences the consonant before it, which belongs to what stands before
    kStackNext,   ///< puts the next consonant below the one before it
    kStackBoth,   ///< as kStackNext, and the one before it belongs to what stands before
    kSyllable,    ///< continues a syllable that ends at a tsheg
    kTsheg,       ///< ends it
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
    """The class of a code point, by the rules of docs/units.md in their order."""
    char = chr(code)
    category = unicodedata2.category(char)
    script = font_unicodedata.script(char)
    if within(code, IGNORED):
        return "kIgnored"
    if form(code) != code:
        return "kForm" if char_class(form(code)) != "kBreak" else "kBreak"
    if within(code, MARKS):
        return "kMark"
    if within(code, NAME_DOTS):
        return "kNameDot"
    if within(code, ALNUM) or (script == "Latn" and category[0] == "L"):
        return "kAlnum"
    if script in UNSEGMENTED and category == "Nd":
        return "kAlnum"
    if within(code, TSHEGS):
        return "kTsheg"
    if script in UNSEGMENTED and category[0] in "LMN":
        return script_class(code, script, category)
    is_shared = code >= FIRST_EAST_ASIAN and category[0] in "LM"
    if is_shared and font_unicodedata.script_extension(char) & UNSEGMENTED:
        return "kKanaTail" if within(code, KANA_MARKS) else "kScript"
    return "kBreak"


def script_class(code: int, script: str, category: str) -> str:
    """The class of a letter, mark or number of an unsegmented script."""
    if script == "Hani":
        return "kHan"
    if script in ("Hira", "Kana"):
        return "kKanaTail" if " SMALL " in unicodedata2.name(chr(code)) else "kKana"
    if script == "Tibt" and category[0] in "LM":
        return "kSyllable"
    if script == "Hang":
        return next((name for name, ranges in JAMO.items() if within(code, ranges)), "kHangul")
    if script not in BRAHMIC or category[0] == "N":
        return "kScript"
    for name, ranges in BRAHMIC_CHARS.items():
        if within(code, ranges):
            return name
    return "kDependent" if category[0] == "M" else "kBase"


@functools.cache
def radicals() -> dict[int, int]:
    """Radicals, and the unified ideographs that they stand for."""
    lines = Path(__file__).with_name("radicals.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if not line.startswith("#"))
    return {int(radical, 16): int(ideograph, 16) for radical, ideograph in rows}


def form(code: int) -> int:
    """The character that a radical, a compatibility ideograph or a half-width letter stands for."""
    if code in radicals():
        return radicals()[code]
    kind, _, target = f" {unicodedata2.decomposition(chr(code))}".rpartition(" ")
    is_half_width = kind.strip() == "<narrow>"
    is_ideograph = not kind.strip() and font_unicodedata.script(chr(code)) == "Hani"
    return int(target, 16) if target and (is_half_width or is_ideograph) else code


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
