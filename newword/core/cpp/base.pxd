# What all rooms of the core use, and how the door calls them.

from cpython.object cimport PyObject
from libc.stdint cimport uint8_t, uint64_t
from libcpp cimport bool as cbool
from libcpp.memory cimport shared_ptr
from libcpp.string cimport string
from libcpp.vector cimport vector


cdef extern from "_core_errors.hpp" namespace "newword":
    void raise_newword()


cdef extern from "_core_guard.hpp" namespace "newword":
    cdef cppclass UseGuard:
        cbool share() nogil
        void unshare() nogil
        cbool own() nogil
        void disown() nogil


cdef extern from "newword/jobs/watched.hpp" namespace "newword" nogil:
    cdef cppclass Watch:
        pass


ctypedef int (*Look)(PyObject* owner, PyObject* tick, uint64_t done, uint64_t total) except -1 nogil


cdef extern from "_core_watch.hpp" namespace "newword":
    Watch watch_of(PyObject* owner, PyObject* tick, Look look) except +raise_newword


cdef extern from "newword/system/process.hpp" namespace "newword" nogil:
    cdef cppclass ProcessOwned[T]:
        T* get()
        void reset(T* object)


cdef extern from "newword/system/memory_budget.hpp" namespace "newword" nogil:
    cdef cppclass MemoryBudget:
        size_t bytes
        size_t outside_bytes
        string temp_dir


cdef extern from "newword/base/paged.hpp" namespace "newword" nogil:
    cdef cppclass Paged[T]:
        T* data()
        size_t size()


cdef extern from "_core_arrays.hpp" namespace "newword":
    cdef cppclass Shown:
        const void* data
        size_t size
        size_t width
        const char* format

    Shown shown_of[Owner, T](shared_ptr[Owner] owner, const Paged[T]& column, size_t size) except +raise_newword
    Shown shown[T](vector[T] values) except +raise_newword
    Shown shown_rows[Row](vector[Row] rows) except +raise_newword
    vector[T] to_vector[T](object numbers) except +raise_newword


cdef extern from "<array>" nogil:
    cdef cppclass DigestBytes "std::array<std::uint8_t, 16>":
        uint8_t* data()


cdef extern from "newword/base/blake2b.hpp" namespace "newword" nogil:
    cdef cppclass Digest:
        DigestBytes bytes


cdef extern from "<string_view>" namespace "std" nogil:
    cdef cppclass string_view:
        string_view()
        string_view(const char* data, size_t size)


cdef extern from "<span>" namespace "std" nogil:
    cdef cppclass DoublesIn "std::span<const double>":
        DoublesIn(const double* data, size_t size)
    cdef cppclass DoublesOut "std::span<double>":
        DoublesOut(double* data, size_t size)


cdef extern from "newword/text/joining.hpp" namespace "newword" nogil:
    cdef cppclass Joining:
        Joining()
        cbool lines
        cbool spaces
        cbool tokens


cdef extern from "newword/text/char_ranges.hpp" namespace "newword":
    const char* kUnicodeVersion
