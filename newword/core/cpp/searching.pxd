# Strings in a text, and its pieces.

from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t
from libcpp cimport bool as cbool
from libcpp.map cimport map
from libcpp.string cimport string
from libcpp.utility cimport pair
from libcpp.vector cimport vector

from newword.core.cpp.base cimport Shown, Watch, raise_newword, string_view
from newword.core.cpp.session cimport CppSession, NgramRef, Spelled


cdef extern from "newword/door/searching.hpp" namespace "newword" nogil:
    cdef cppclass Piece:
        vector[uint32_t] symbols
        NgramRef ngram
        uint64_t count

    cdef cppclass PieceCounts:
        vector[uint64_t] ngrams
        map[vector[uint32_t], uint64_t] long_ones

    cdef cppclass CppOccurrences "newword::Occurrences":
        uint64_t count
        uint64_t left_variety
        uint64_t right_variety
        double left_entropy
        double right_entropy
        uint64_t after_number
        vector[size_t] sample

    cdef cppclass FoundStrings:
        vector[vector[uint32_t]] strings
        vector[CppOccurrences] occurrences

    cdef cppclass FlatNeighbours:
        vector[uint32_t] strings
        vector[uint32_t] symbols
        vector[uint8_t] sides
        vector[uint64_t] counts

    cdef cppclass CppDispersion "newword::Dispersion":
        uint64_t count
        uint64_t documents
        double evenness
        int64_t first_time
        int64_t last_time

    cdef cppclass PartPlace:
        uint64_t places
        uint64_t offset

    cdef cppclass SpreadTally:
        CppDispersion finish(uint64_t places)

    cdef cppclass CppSliceCounts "newword::SliceCounts":
        vector[uint64_t] occurrences
        vector[uint64_t] documents
        vector[uint64_t] units
        vector[uint64_t] slice_documents

    cdef cppclass LookedUp:
        vector[uint64_t] counts
        vector[uint32_t] units

    vector[Piece] connect(CppSession& session, const vector[vector[uint8_t]]& kept, uint64_t min_count,
                          const Watch& watch) except +raise_newword
    PieceCounts count_pieces(CppSession& session, const vector[vector[uint8_t]]& kept,
                             const Watch& watch) except +raise_newword
    vector[Piece] cpp_pieces_of_parts "newword::pieces_of_parts"(
        const CppSession& session, const vector[vector[uint8_t]]& kept, const PieceCounts& counts,
        uint64_t min_count) except +raise_newword
    FoundStrings find_strings(CppSession& session, const vector[string]& strings, size_t sample_size,
                              const Watch& watch) except +raise_newword
    FlatNeighbours count_neighbours(CppSession& session, const vector[string]& strings,
                                    const Watch& watch) except +raise_newword
    vector[CppOccurrences] occurrences_of_parts(const CppSession& session, size_t strings,
                                                const FlatNeighbours& neighbours) except +raise_newword
    vector[CppDispersion] find_dispersion(CppSession& session, const vector[string]& strings,
                                          const vector[uint64_t]& counts, const vector[int64_t]& times,
                                          const Watch& watch) except +raise_newword
    vector[SpreadTally] tally_spread(CppSession& session, const vector[string]& strings,
                                     const vector[uint64_t]& counts, PartPlace part,
                                     const Watch& watch) except +raise_newword
    vector[SpreadTally] cpp_join_spread "newword::join_spread"(const vector[uint32_t]& numbers,
                                                               const vector[SpreadTally]& tallies) except +raise_newword
    CppSliceCounts find_slice_counts(CppSession& session, const vector[string]& strings, const vector[uint32_t]& slices,
                                     size_t slice_count, const Watch& watch) except +raise_newword
    LookedUp look_up(const CppSession& session, const string& path, const vector[string]& strings,
                     const Watch& watch) except +raise_newword


cdef extern from "newword/door/spelling.hpp" namespace "newword" nogil:
    Spelled spell_pieces(const CppSession& session, const vector[Piece]& pieces) except +raise_newword


cdef extern from "_core_arrays.hpp" namespace "newword":
    Shown shown_tallies "newword::shown_records<std::uint64_t>"(vector[SpreadTally] tallies) except +raise_newword
    vector[SpreadTally] to_tallies "newword::to_vector<std::uint64_t, newword::SpreadTally>"(
        object rows, int dimensions) except +raise_newword


cdef extern from "<map>" nogil:
    cdef cppclass FormCounts "std::map<std::string, std::uint64_t, std::less<>>":
        cppclass iterator:
            pair[string, uint64_t]& operator*()
            iterator operator++()
            bint operator!=(iterator)
        iterator begin()
        iterator end()


cdef extern from "newword/search/passage_finder.hpp" namespace "newword" nogil:
    cdef cppclass CppPassage "newword::Passage":
        string text
        uint32_t begin
        uint32_t end
        uint64_t document

    cdef cppclass WrittenString:
        uint64_t count
        FormCounts forms
        vector[CppPassage] passages

    cdef cppclass CppPassageFinder "newword::PassageFinder":
        CppPassageFinder(const vector[string]& strings, size_t sample_size, size_t around,
                         cbool join_lines, cbool tokens) except +raise_newword
        void feed(string_view data) except +raise_newword
        void end_document() except +raise_newword
        uint64_t documents()
        uint64_t bytes_read()
        const vector[size_t]& units()
        vector[WrittenString] take() except +raise_newword
