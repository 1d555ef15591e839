# The n-grams of a text that lies in parts.

from libc.stdint cimport uint32_t, uint64_t
from libcpp.memory cimport shared_ptr
from libcpp.string cimport string
from libcpp.utility cimport pair
from libcpp.vector cimport vector

from newword.core.cpp.base cimport Shown, Watch, raise_newword
from newword.core.cpp.lattice cimport JobControl
from newword.core.cpp.session cimport CppForms, CppSession, CppTable


cdef extern from "newword/parts/window_sender.hpp" namespace "newword" nogil:
    cdef struct WindowPart:
        uint32_t prefix
        uint32_t first
        uint32_t last

    cdef cppclass WindowParts:
        WindowParts(const vector[uint64_t]& histogram, uint64_t min_count, uint64_t most) except +raise_newword
        const vector[WindowPart]& all()

    cdef cppclass CppWindowSender "newword::WindowSender":
        CppWindowSender(const string& path, vector[uint32_t] symbol_of, const vector[uint64_t]& histogram,
                        uint64_t min_count, uint64_t most_of_part) except +raise_newword
        vector[pair[uint32_t, string]] next(size_t most_bytes) except +raise_newword


cdef extern from "newword/door/counting.hpp" namespace "newword" nogil:
    cdef cppclass FoundNode:
        pass

    cdef cppclass CppCountedPart "newword::CountedPart":
        vector[vector[FoundNode]] nodes
        vector[pair[uint32_t, uint64_t]] left
        vector[pair[uint32_t, uint64_t]] right

    cdef cppclass PartPlan:
        vector[uint64_t] histogram
        unsigned max_order
        uint64_t min_count
        uint64_t most

    CppCountedPart cpp_count_part "newword::count_part"(
        const vector[string]& blobs, const WindowPart& part, const vector[uint64_t]& histogram, unsigned max_order,
        uint64_t min_count, const JobControl& control) except +raise_newword
    shared_ptr[CppTable] cpp_join_parts "newword::join_parts"(
        CppSession& session, const PartPlan& plan, vector[CppCountedPart] counted, uint64_t units,
        const Watch& watch) except +raise_newword
    shared_ptr[CppTable] empty_table(const vector[size_t]& sizes, uint64_t units) except +raise_newword
    CppForms surface_counts(const CppSession& session) except +raise_newword
    void cpp_seal_as "newword::seal_as"(CppSession& session, const CppForms& forms,
                                        const Watch& watch) except +raise_newword
    vector[uint64_t] cpp_unit_histogram "newword::unit_histogram"(const CppSession& session, const CppForms& forms,
                                                                  uint64_t runs) except +raise_newword


cdef extern from "_core_arrays.hpp" namespace "newword":
    Shown shown_nodes "newword::shown_records<std::uint8_t>"(vector[FoundNode] nodes) except +raise_newword
    vector[FoundNode] to_nodes "newword::to_vector<std::uint8_t, newword::FoundNode>"(
        object packed, int dimensions) except +raise_newword
