"""How much memory a run may take: what the user says, what the machine has, what is in use."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from newword.config import parse_size
from newword.errors import ConfigError, MemoryBudgetError
from newword.platform.message import message

__all__ = ["MemoryLimit", "machine_memory"]

# Buffers of the reader and of Python beside the core's data: for the process, and for each thread.
_BUFFERS = 16 << 20
_BUFFERS_OF_THREAD = 8 << 20
_LEAST_FOR_RECORD, _MOST_FOR_RECORD = 4 << 20, 1 << 30
_STATM = Path("/proc/self/statm")


@dataclass(frozen=True, slots=True)
class MemoryLimit:
    """The most that the process may take.

    Attributes:
        bytes: Of resident memory.
        temp_dir: An existing directory for what does not fit; None for the system's own.
    """

    bytes: int
    temp_dir: str | None = None

    @classmethod
    def of(
        cls, memory: str | int | None = None, temp_dir: str | os.PathLike[str] | None = None
    ) -> MemoryLimit:
        """What the user asked for; by default half of the machine's (or container's) memory.

        Raises:
            ConfigError: `memory` is no size, or `temp_dir` no directory.
        """
        if temp_dir is not None and not Path(temp_dir).is_dir():
            raise ConfigError(
                message(
                    "temp_dir is not a directory: {temp_dir}", temp_dir=repr(os.fspath(temp_dir))
                )
            )
        size = machine_memory() // 2 if memory is None else parse_size(memory, name="memory")
        return cls(size, None if temp_dir is None else os.fspath(temp_dir))

    def require(self, more_bytes: int, purpose: str) -> None:
        """Refuses work that would hold this much more than the process does now.

        Raises:
            MemoryBudgetError: It does not fit; the message names the least that would do.
        """
        needed = _in_use() + more_bytes
        if needed > self.bytes:
            size = f"{-(-needed // 1_000_000)}M"
            raise MemoryBudgetError(
                message(
                    "too little memory for {purpose}: allow {size} (--memory {size}), "
                    "or raise min_count (--min-count)",
                    purpose=purpose,
                    size=size,
                )
            )

    def for_record(self) -> int:
        """Bytes that parsing one record may take, among the buffers beside the core's data."""
        return max(_LEAST_FOR_RECORD, min(_MOST_FOR_RECORD, self.bytes // 8))

    def outside(self, threads: int) -> int:
        """Bytes that the core must leave alone: in use now, and buffers."""
        return _in_use() + _BUFFERS + _BUFFERS_OF_THREAD * threads


def machine_memory() -> int:
    """Bytes of memory that this process can hope for: the machine's, or a container's limit."""
    return min([_physical_memory(), *_container_limits()])


def _physical_memory() -> int:
    if sys.platform == "win32":  # which has no sysconf
        return 8 << 30
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _container_limits() -> list[int]:
    """Limits of the control group and of those above it (version 2), or of version 1."""
    found = []
    for path in _limit_files():
        try:
            text = path.read_text().strip()
        except OSError:
            continue
        if text.isdigit():
            found.append(int(text))
    return found


def _limit_files() -> list[Path]:
    root = Path("/sys/fs/cgroup")
    files = [root / "memory.max", root / "memory/memory.limit_in_bytes"]
    groups = ""
    with suppress(OSError):  # Linux alone has it
        groups = Path("/proc/self/cgroup").read_text()
    for line in groups.splitlines():
        folder = root / line.split(":", 2)[-1].lstrip("/")
        while folder != root:
            files.append(folder / "memory.max")
            folder = folder.parent
    return files


def _in_use() -> int:
    """Bytes of memory that the process holds now."""
    with suppress(OSError):  # Linux alone has it
        pages = int(_STATM.read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    if sys.platform == "win32":
        return 64 << 20
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak << 10
