"""Numbers with the right singular or plural, so that no message says "1 files"."""

from __future__ import annotations

from newword.platform.message import Message, message

__all__ = ["count_of", "counted", "plural_of"]


def count_of(number: int, noun: str, rest: str = "") -> Message:
    """A number and its noun, in the plural unless it is one.

    Args:
        number: How many.
        noun: One of them, as it stands in the source; see `plural_of`.
        rest: What follows; of several, "that is" in it becomes "that are".

    Example:
        >>> count_of(1, "place", "that is not UTF-8"), count_of(2_522, "more word")
        ('1 place that is not UTF-8', '2,522 more words')
    """
    return counted(number, *plural_of(noun, rest))


def plural_of(noun: str, rest: str = "") -> tuple[str, str]:
    """The templates of one and of several."""
    one = f"{{number}} {noun} {rest}".rstrip()
    return one, f"{{number}} {noun}s {rest}".rstrip().replace("that is", "that are")


def counted(number: int, one: str, several: str, /, **values: object) -> Message:
    """A message about a ``{number}`` of things, of the template for one or for several.

    Example:
        >>> counted(1, "{number} line was left out", "{number} lines were left out")
        '1 line was left out'
    """
    return message(one if number == 1 else several, number=f"{number:,}", **values)
