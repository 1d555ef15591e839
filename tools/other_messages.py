"""Messages that no source of ours holds: of the system, of click, of words that values are."""

from __future__ import annotations

__all__ = ["OTHERS", "PLURALS"]

OTHERS = (
    # Values
    "day",
    "week",
    "month",
    "year",
    "index",
    "footer",
    "header",
    "first number",
    "last number",
    # The system's
    "No such file or directory",
    "Permission denied",
    "Is a directory",
    "Not a directory",
    "No space left on device",
    "Read-only file system",
    "Input/output error",
    "Disk quota exceeded",
    "File too large",
    "Too many open files",
    "File name too long",
    "Operation not permitted",
    "Too many levels of symbolic links",
    "Stale file handle",
    "Device or resource busy",
    # click's, in so far as a user of this program meets them
    "Usage:",
    "Options",
    "Commands",
    "Positional arguments",
    "Missing command.",
    "Missing argument",
    "Missing option",
    "Error: {message}",
    "Try '{command} {option}' for help.",
    "required",
    "default: {default}",
    "Invalid value: {message}",
    "Invalid value for {param_hint}: {message}",
    "Missing argument 'PATH...'.",
    "No such option {name!r}.",
    "No such command {name!r}.",
    "No such option: {name}",
    "Show this message and exit.",
    "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.",
    "Option {name!r} does not take a value.",
    "Could not open file {filename!r}: {message}",
)

PLURALS = (
    ("{number} item", "{number} items"),
    ("{number} term", "{number} terms"),
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
)
