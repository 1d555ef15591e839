"""Builds the extension: Cython's door (newword/core/_core.*) over the C++ core in csrc/."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from Cython.Build import cythonize
from pybind11.setup_helpers import ParallelCompile
from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

# On all processors, or as many as the variable says: there are some seventy files.
ParallelCompile("NEWWORD_BUILD_JOBS").install()

CORE = sorted(map(str, Path("csrc/newword").rglob("*.cpp")))
HEADERS = sorted(map(str, [*Path("csrc").rglob("*.hpp"), *Path("newword").rglob("*.hpp")]))

if sys.platform == "win32":
    COMPILE = ["/std:c++20", "/O2", "/EHsc", "/fp:precise", "/utf-8"]
    LINK: list[str] = []
else:
    # No contraction into fused multiply-add: scores have the same bits on every processor.
    COMPILE = ["-std=c++20", "-O3", "-ffp-contract=off", "-fvisibility=hidden", "-pthread"]
    LINK = ["-pthread"]

# For `make asan` and `make tsan`: flags that both compiler and linker need.
SANITIZE = os.environ.get("NEWWORD_SANITIZE", "").split()

# Python's own flags ask for debug information, which makes the extension seventeen times as large;
# and nobody but Python's import calls into it.
if not SANITIZE and sys.platform != "win32":
    COMPILE.append("-g0")
    LINK.append("-Wl,-x" if sys.platform == "darwin" else "-Wl,--strip-all")
    if sys.platform != "darwin":
        LINK.append("-Wl,--version-script=csrc/exports.txt")


# Most rooms are compiled for speed. The door of Cython converts and calls, and these others mostly
# wait for files: `newword count -o`, `merge` and `score` take as many instructions, to 1 %.
FOR_SIZE = {"core": "-Os", "system": "-Os", "count_build": "-O2", "count_file": "-O2"}
FOR_SPEED = {"count_merge.cpp", "count_codec.cpp"}  # though in one of them


class BuildExtension(build_ext):
    """Compiles each room for speed or for size."""

    def build_extension(self, ext: Extension) -> None:
        """Builds the extension."""
        compile_one = getattr(self.compiler, "_compile", None)
        if compile_one is not None and not SANITIZE and sys.platform != "win32":

            def compile_room(obj, src, kind, cc, extra, pp):  # type: ignore[no-untyped-def]
                path = Path(src)
                room = "" if path.name in FOR_SPEED else path.parent.name
                level = [FOR_SIZE[room]] if room in FOR_SIZE else []
                compile_one(obj, src, kind, cc, [*extra, *level], pp)

            self.compiler._compile = compile_room
        super().build_extension(ext)


setup(
    cmdclass={"build_ext": BuildExtension},
    ext_modules=cythonize(
        [
            Extension(
                "newword.core._core",
                ["newword/core/_core.pyx", *CORE],
                include_dirs=["csrc", "newword/core"],
                depends=HEADERS,
                extra_compile_args=[*COMPILE, *SANITIZE],
                extra_link_args=[*LINK, *SANITIZE],
                language="c++",
            )
        ],
        build_dir="build/cython",
    ),
)
