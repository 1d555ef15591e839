"""Traditional and simplified characters: which a text has, and looking one up as the other."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from types import MappingProxyType

__all__ = ["script_lean", "simplified_forms", "simplify"]


@functools.cache
def simplified_forms() -> Mapping[int, str]:
    """Code points of traditional characters to their simplified forms, for `str.translate`."""
    table = resources.files("newword.dictionary").joinpath("simplified.txt")
    text = table.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return MappingProxyType(dict(zip(map(ord, lines[0]), lines[1], strict=True)))


@functools.cache
def _simplified_only() -> frozenset[str]:
    forms = simplified_forms()
    return frozenset(form for form in forms.values() if ord(form) not in forms)


def script_lean(characters: Iterable[tuple[str, float]]) -> float:
    """From -1 (all traditional) to 1 (all simplified), of the characters that tell, by weight.

    0 when none tells. Simplified forms that traditional text has, too (such as 后), tell little,
    and the many others decide.
    """
    forms, only = simplified_forms(), _simplified_only()
    traditional = simplified = 0.0
    for character, weight in characters:
        if len(character) != 1:
            continue
        if ord(character) in forms:
            traditional += weight
        elif character in only:
            simplified += weight
    total = traditional + simplified
    return (simplified - traditional) / total if total else 0.0


def simplify(words: Sequence[str]) -> Sequence[str]:
    """The words in simplified characters, each of the length that it had."""
    forms = simplified_forms()
    return [word.translate(forms) for word in words]
