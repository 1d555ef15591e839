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
from cpython.object cimport PyObject
from cpython.unicode cimport PyUnicode_AsUTF8AndSize
from libc.stdint cimport int8_t, int16_t, int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memcpy
from libcpp cimport bool as cbool
from libcpp.memory cimport make_shared, make_unique, shared_ptr, unique_ptr
from libcpp.optional cimport optional
from libcpp.string cimport string
from libcpp.utility cimport move, pair
from libcpp.vector cimport vector

from newword.core.cpp.base cimport *
from newword.core.cpp.gaps cimport *
from newword.core.cpp.lattice cimport *
from newword.core.cpp.models cimport *
from newword.core.cpp.parts cimport *
from newword.core.cpp.searching cimport *
from newword.core.cpp.session cimport *

UNICODE_VERSION = kUnicodeVersion.decode()
MAX_ORDER = 16

include "_core_results.pxi"
include "_core_arrays.pxi"
include "_core_owner.pxi"
include "_core_conversions.pxi"
include "_core_table.pxi"
include "_core_session.pxi"
include "_core_cutter.pxi"
include "_core_spaces.pxi"
include "_core_passages.pxi"
include "_core_count_files.pxi"
include "_core_language.pxi"
include "_core_parts.pxi"
include "_core_part_passes.pxi"
include "_core_gaps.pxi"
