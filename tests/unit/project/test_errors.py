"""What callers may catch, and what an error carries."""

from __future__ import annotations

import errno
import pickle

import pytest

from newword import errors
from newword.errors import NewwordError, OutputError


@pytest.mark.parametrize("name", errors.__all__)
def test_every_error_is_a_newword_error(name: str) -> None:
    assert issubclass(getattr(errors, name), NewwordError)


@pytest.mark.parametrize(
    ("error", "builtin"),
    [
        (errors.ConfigError, ValueError),
        (errors.OutputError, OSError),
        (errors.MemoryBudgetError, MemoryError),
        (errors.CountOverflowError, OverflowError),
    ],
)
def test_errors_are_caught_as_the_builtin_they_are(
    error: type[NewwordError], builtin: type[Exception]
) -> None:
    with pytest.raises(builtin, match="what happened"):
        raise error("what happened")


@pytest.mark.parametrize("name", errors.__all__)
def test_the_message_of_an_error_is_what_it_shows(name: str) -> None:
    assert str(getattr(errors, name)("a.txt: broken; mend it")) == "a.txt: broken; mend it"


def test_interruption_is_not_an_error_of_ours() -> None:
    assert not any(issubclass(KeyboardInterrupt, getattr(errors, name)) for name in errors.__all__)


def test_output_error_keeps_errno_and_path() -> None:
    error = OutputError("cannot write a: full", errno.ENOSPC, "a")
    assert (error.errno, error.filename) == (errno.ENOSPC, "a")


@pytest.mark.parametrize("name", errors.__all__)
def test_errors_survive_the_way_between_processes(name: str) -> None:
    error = getattr(errors, name)("a: broken")
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy)) == (type(error), str(error))


def test_output_error_keeps_errno_and_path_between_processes() -> None:
    error = OutputError("cannot write a: full", errno.ENOSPC, b"a\xff")
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.errno, copy.filename) == (errno.ENOSPC, b"a\xff")
