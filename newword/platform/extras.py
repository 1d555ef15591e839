"""Optional packages: loaded where they are needed; what is missing is named with its remedy."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

from newword.errors import MissingPackageError
from newword.platform.message import message

__all__ = ["has_package", "load_extra"]


def has_package(module: str) -> bool:
    """Whether an optional package is installed; it is not imported."""
    return importlib.util.find_spec(module) is not None


def load_extra(module: str, *, extra: str, purpose: str, package: str | None = None) -> Any:
    """A module of an optional package.

    Args:
        module: Its name as it is imported.
        extra: The extra of newword that installs it.
        purpose: What it is needed for: the beginning of a sentence.
        package: What is installed, if it is called otherwise than the module.

    Raises:
        MissingPackageError: It is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise MissingPackageError(
            message(
                '{purpose} needs the package {value}; run: pip install "newword[{extra}]"',
                purpose=purpose,
                value=package or module,
                extra=extra,
            )
        ) from error
