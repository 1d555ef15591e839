"""Numbers with what they count, so that nobody reads of "1 files"."""

from __future__ import annotations

__all__ = ["count_of"]


def count_of(number: int, noun: str, rest: str = "") -> str:
    """A number and its noun, in the plural unless it is one.

    Args:
        number: How many.
        noun: One of them.
        rest: What follows; of several, "that is" in it becomes "that are".

    Example:
        >>> count_of(1, "place", "that is not UTF-8"), count_of(2_522, "more word")
        ('1 place that is not UTF-8', '2,522 more words')
    """
    text = f"{number:,} {noun}{'' if number == 1 else 's'} {rest}".rstrip()
    return text if number == 1 else text.replace("that is", "that are")
