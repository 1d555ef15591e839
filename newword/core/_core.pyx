# cython: language_level=3, boundscheck=False, wraparound=False, freethreading_compatible=True
# distutils: language = c++
"""The only door to the C++ core: convert, release the GIL, call, look for signals, return."""

import os
import tempfile
import threading
from typing import NamedTuple

import numpy as np

from cpython.buffer cimport PyBUF_FORMAT, PyBUF_ND, PyBUF_STRIDES, PyBUF_WRITABLE
from cpython.exc cimport PyErr_CheckSignals
from cpython.unicode cimport PyUnicode_AsUTF8AndSize

UNICODE_VERSION = kUnicodeVersion.decode()
MAX_ORDER = 16

include "_core_results.pxi"
include "_core_columns.pxi"
include "_core_table.pxi"
include "_core_session.pxi"
include "_core_cutter.pxi"
include "_core_spaces.pxi"
include "_core_passages.pxi"
include "_core_count_files.pxi"
include "_core_language.pxi"
include "_core_parts.pxi"
include "_core_gaps.pxi"
