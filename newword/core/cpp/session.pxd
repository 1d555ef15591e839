# A text, its table of n-grams, count files; and how text is spelled.

from libc.stdint cimport uint8_t, uint32_t, uint64_t
from libcpp cimport bool as cbool
from libcpp.memory cimport shared_ptr, unique_ptr
from libcpp.optional cimport optional
from libcpp.string cimport string
from libcpp.utility cimport pair
from libcpp.vector cimport vector

from newword.core.cpp.base cimport Digest, Joining, MemoryBudget, Paged, Watch, raise_newword


cdef extern from "newword/ngrams/ngram_table.hpp" namespace "newword" nogil:
    cdef cppclass Level:
        Paged[uint32_t] symbol
        Paged[uint32_t] first_child
        Paged[uint64_t] count
        Paged[uint64_t] left_variety
        Paged[uint64_t] right_variety
        Paged[double] left_entropy
        Paged[double] right_entropy
        Paged[double] cohesion
        size_t size()

    cdef cppclass NgramRef:
        unsigned order
        uint32_t index

    cdef cppclass CppTable "newword::NgramTable":
        unsigned max_order()
        Level& level(unsigned order)
        uint64_t units()
        void release()
        optional[NgramRef] find(const vector[uint32_t]& symbols) except +raise_newword


cdef extern from "newword/ngrams/score.hpp" namespace "newword":
    unsigned weakest_split(const CppTable& table, NgramRef ngram) except +raise_newword


cdef extern from "newword/count_file/count_file.hpp" namespace "newword" nogil:
    cdef struct CppShards "newword::Shards":
        Digest plan
        uint32_t of
        vector[uint32_t] numbers

    cdef struct CppSource "newword::Source":
        Digest digest
        uint64_t bytes
        uint64_t times

    cdef cppclass CppCountFileHeader "newword::CountFileHeader":
        unsigned order
        Joining joining
        uint64_t units
        uint64_t runs
        uint64_t documents
        vector[CppSource] sources
        CppShards shards
        size_t symbols_size "symbols.size" ()


cdef extern from "newword/door/count_files.hpp" namespace "newword" nogil:
    cdef cppclass CountFileReader:
        const CppCountFileHeader& header()
        uint64_t size()
        uint64_t entries()
        size_t blocks()
        Digest digest() except +raise_newword

    unique_ptr[CountFileReader] check_count_file(const string& path, cbool reads_all, unsigned threads,
                                                 const Watch& watch) except +raise_newword
    void merge_count_files(const vector[string]& paths, int descriptor, const string& output_path, size_t block_bytes,
                           const Watch& watch) except +raise_newword


cdef extern from "newword/door/session.hpp" namespace "newword" nogil:
    ctypedef vector[pair[string, uint64_t]] CppForms "newword::FormCounts"

    cdef enum Outcome "newword::Outcome":
        pass

    cdef struct CppOutcome "newword::FileOutcome":
        size_t index
        Outcome code
        uint64_t offset
        uint64_t total
        int error_number

    cdef struct FileToRead:
        string path
        cbool is_explicit

    cdef cppclass FilesRead:
        vector[CppOutcome] outcomes
        vector[size_t] documents

    cdef cppclass SourceLedger:
        void enable(vector[CppSource] known) except +raise_newword
        vector[CppSource] sources() except +raise_newword
        cbool knows(const Digest& digest, uint64_t bytes)
        cbool admit(const Digest& digest, uint64_t bytes) except +raise_newword

    cdef cppclass Alphabet:
        vector[string] folded
        size_t size()

    cdef cppclass Text:
        const Alphabet& alphabet()
        const vector[uint64_t]& histogram()
        size_t size()

    cdef cppclass DocumentEnds:
        size_t number_of(size_t place)

    cdef cppclass Links:
        vector[uint32_t] prefix
        vector[uint32_t] suffix

    cdef cppclass RunEdges:
        vector[uint64_t] begins
        vector[uint64_t] ends
        uint64_t runs

    cdef cppclass Lattice:
        unsigned max_order()
        vector[Links] links
        RunEdges run_edges
        vector[uint32_t] of_units(const Paged[uint32_t]& values)

    cdef cppclass CppSession "newword::Session":
        CppSession(unsigned threads, Joining joining, MemoryBudget budget) except +raise_newword
        void feed(const uint8_t* bytes, size_t size) except +raise_newword
        void end_document() except +raise_newword
        FilesRead read_files(const vector[FileToRead]& files, const Watch& watch) except +raise_newword
        SourceLedger& ledger()
        uint64_t lone_characters()
        uint64_t bytes_read()
        size_t documents()
        uint64_t units() except +raise_newword
        void adopt_table(shared_ptr[CppTable] table) except +raise_newword
        const Lattice* lattice()
        void drop_lattice()
        const Text& text()
        const DocumentEnds& document_ends()
        shared_ptr[CppTable] table()
        vector[vector[uint32_t]] symbols_of(const vector[string]& utf8) except +raise_newword


cdef extern from "newword/door/counting.hpp" namespace "newword" nogil:
    cdef cppclass CountsToWrite:
        int descriptor
        string path
        unsigned order
        uint64_t documents
        CppShards shards
        size_t buffer_bytes
        size_t block_bytes

    cdef cppclass CountsToAdopt:
        string path
        unsigned max_order
        uint64_t min_count
        size_t buffer_bytes
        cbool keeps_text
        optional[Digest] expected

    shared_ptr[CppTable] count_ngrams(CppSession& session, unsigned max_order, uint64_t min_count, size_t buffer_bytes,
                                      const Watch& watch) except +raise_newword
    void write_counts(CppSession& session, const CountsToWrite& asked, const Watch& watch) except +raise_newword
    shared_ptr[CppTable] adopt_counts(CppSession& session, const CountsToAdopt& asked,
                                      const Watch& watch) except +raise_newword


cdef extern from "newword/door/spelling.hpp" namespace "newword" nogil:
    cdef cppclass Spelled:
        string utf8
        vector[uint64_t] ends

    cdef cppclass Context:
        string utf8
        uint32_t offset

    Spelled spell_strings(const CppSession& session, const vector[vector[uint32_t]]& strings) except +raise_newword
    Spelled spell_ngrams(const CppSession& session, const CppTable& table, unsigned order,
                         const vector[uint32_t]& indices) except +raise_newword
    vector[uint8_t] holds_script(const CppSession& session, const CppTable& table, unsigned order) except +raise_newword
    string cpp_spell_text "newword::spell_text"(const CppSession& session, size_t& place) except +raise_newword
    string cpp_spell_sample "newword::spell_sample"(const CppSession& session, uint64_t of_2_32,
                                                    uint64_t runs_before) except +raise_newword
    Spelled cpp_name_passages "newword::name_passages"(const CppSession& session, size_t around,
                                                       vector[uint32_t]& documents) except +raise_newword
    Context context_of(const CppSession& session, size_t begin, size_t size, size_t around) except +raise_newword
