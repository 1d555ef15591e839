"""What each character is to the units: one letter for each kind, and how they make clusters."""

from __future__ import annotations

import functools
import re
from pathlib import Path

from fontTools import unicodedata

# fmt: off
UNSEGMENTED = {
    "Hani", "Hira", "Kana", "Bopo", "Hang", "Thai", "Laoo", "Khmr", "Mymr", "Yiii",
    "Tale", "Talu", "Lana", "Tavt", "Nshu", "Tang", "Java", "Bali", "Tibt",
}
# fmt: on
WITH_VOWELS_AROUND = {"Thai", "Laoo", "Khmr", "Mymr", "Lana", "Tavt", "Java", "Bali"}
IGNORED = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
WIDE = re.compile("[\uff01-\uff5e]")
HALF_WIDTH = re.compile("[\uff65-\uffdc]")
_BEFORE_THEIR_CONSONANT = "เแโใไເແໂໃໄ\uaab5\uaab6\uaab9\uaabb\uaabc"
_LETTERS_THAT_DEPEND = "ะาำๅະາຳຽ"
_SILENCERS = "\u0e4c\u0ecc\u103a"
_BETWEEN_THEM = "\u0e34\u0e38\u0e39\u0eb4\u0eb8\u0eb9\u1037"
_COENG = "\u17d2\ua9c0\u1b44\u1a60"
_VIRAMA = "\u1039"
_THAI_AND_LAO_CONSONANTS = re.compile("[ก-ฮກ-ຮໜ-ໟ]")

# The letters of `kind`: h Han, s other single, k kana, t what follows kana; L V T jamo, 2 and 3
# syllables of so many parts, 1 other Hangul; B P consonants, l a vowel before them, d what depends,
# w x silenced, y z stacked; S j Tibetan; e a letters and digits, m mark, c p q A signs, D middle
# dot; n r line ends; b all else.
UNSPACED = "hsktBPldwxyzSj"
ALL = f"{UNSPACED}LVT231"
_TAIL = "(?:[dwx]|[yz][BP]?)*"
SCRIPT_UNIT = re.compile(
    "[hs1]|[kt]t*|L+(?:[V2]V*T*|3T*)?|[V2]V*T*|[3T]T*|S+j?|"
    f"(?:l+[BP]?|[BP]|(?=[dwxyz])){_TAIL}(?:(?:P{{1,2}}|B)(?:w?x|z[BP]?){_TAIL})*"
)


@functools.cache
def _radicals() -> dict[str, str]:
    path = Path(__file__).resolve().parents[2] / "tools" / "radicals.txt"
    rows = (line.split() for line in path.read_text("utf-8").splitlines() if line[0] != "#")
    return {chr(int(radical, 16)): chr(int(ideograph, 16)) for radical, ideograph in rows}


@functools.cache
def fold(char: str) -> str:
    """The character that this one is another way to write."""
    if WIDE.fullmatch(char):
        return chr(ord(char) - 0xFEE0)
    if char in _radicals():
        return _radicals()[char]
    if HALF_WIDTH.fullmatch(char) and unicodedata.decomposition(char):
        return chr(int(unicodedata.decomposition(char).split()[1], 16))
    if unicodedata.script(char) == "Hani":
        return str(unicodedata.normalize("NFC", char))
    return char


@functools.cache
def kind(char: str) -> str:
    """One letter, see above; of a folded character."""
    special = {".": "c", "_": "c", "-": "c", "+": "p", "#": "q", "@": "A", "\n": "n", "\r": "r"}
    if char in special:
        return special[char]
    if char in "·\u0387•‧・":
        return "D"
    category = unicodedata.category(char)
    script = unicodedata.script(char)
    if "\u0300" <= char <= "\u036f":
        return "m"
    if char.isascii() and char.isalpha():
        return "e"
    if "0" <= char <= "9" or (script == "Latn" and category[0] == "L"):
        return "a"
    if script in UNSEGMENTED and category == "Nd":
        return "a"
    if char in "་༌":
        return "j"
    if script in UNSEGMENTED and category[0] in "LMN":
        return _kind_of_script(char, script, category)
    shared = bool(unicodedata.script_extension(char) & UNSEGMENTED)
    if shared and char >= "\u2e80" and category[0] in "LM":
        return "t" if char in "ー\u3099\u309a" else "s"
    return "b"


def _kind_of_script(char: str, script: str, category: str) -> str:
    if script == "Hani":
        return "h"
    if script in ("Hira", "Kana"):
        return "t" if " SMALL " in unicodedata.name(char) else "k"
    if script == "Hang":
        return _kind_of_hangul(char)
    if script == "Tibt" and category[0] != "N":
        return "S"
    if script not in WITH_VOWELS_AROUND or category[0] == "N":
        return "s"
    if char in _BEFORE_THEIR_CONSONANT:
        return "l"
    if char in _SILENCERS:
        return "x"
    if char in _BETWEEN_THEM:
        return "w"
    if char in _COENG:
        return "y"
    if char == _VIRAMA:
        return "z"
    if category[0] == "M" or char in _LETTERS_THAT_DEPEND:
        return "d"
    return "P" if _THAI_AND_LAO_CONSONANTS.fullmatch(char) else "B"


def _kind_of_hangul(char: str) -> str:
    name = unicodedata.name(char)
    for start, letter in (("CHOSEONG", "L"), ("JUNGSEONG", "V"), ("JONGSEONG", "T")):
        if name.startswith(f"HANGUL {start}"):
            return letter
    if name.startswith("HANGUL SYLLABLE"):
        return str(len(unicodedata.normalize("NFD", char)))
    return "1"


def marks_words_with_zero_width_space(char: str) -> bool:
    """Whether a character is of Thai, Lao, Khmer or Myanmar, by its block."""
    return bool(
        re.fullmatch("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\ua9e0-\ua9ff\uaa60-\uaa7f]", char)
    )


def normal(unit: str) -> str:
    """A unit as it is compared, but for case."""
    composed = unicodedata.normalize("NFC", unit)
    composed = re.sub("\u0e4d([\u0e48-\u0e4b]*)\u0e32", "\\1\u0e33", composed)
    return re.sub("\u0ecd([\u0ec8-\u0ecb]*)\u0eb2", "\\1\u0eb3", composed)
