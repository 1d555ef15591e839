# Language models, and what cuts text by them or by words.

from libc.stdint cimport uint8_t, uint32_t, uint64_t
from libcpp cimport bool as cbool
from libcpp.memory cimport shared_ptr
from libcpp.string cimport string
from libcpp.vector cimport vector

from newword.core.cpp.base cimport DoublesIn, DoublesOut, MemoryBudget, Shown, Watch, raise_newword, string_view


cdef extern from "newword/tagger/tag_path.hpp" namespace "newword" nogil:
    cdef cppclass KeySpan "std::span<const std::uint64_t>":
        KeySpan()
        KeySpan(const uint64_t* data, size_t size)

    cdef cppclass ValueSpan "std::span<const float>":
        ValueSpan()
        ValueSpan(const float* data, size_t size)

    cdef cppclass CppModelArrays "newword::ModelArrays":
        unsigned order
        uint64_t unigrams
        uint64_t longer
        uint64_t multiplier
        bint has_unknown
        string tokens
        KeySpan keys
        ValueSpan probability
        ValueSpan backoff

    cdef cppclass CppNgramModel "newword::NgramModel":
        CppNgramModel(const CppModelArrays& arrays) except +raise_newword
        CppModelArrays arrays() except +raise_newword
        unsigned order()
        size_t size()

    const size_t kEvidences

    cdef cppclass GapEvidence:
        pass

    cdef cppclass GapWeights:
        double* data()

    cdef cppclass TagWeights:
        GapWeights& operator[](size_t row)
        size_t size()


cdef extern from "_core_arrays.hpp" namespace "newword":
    Shown shown_copy[Span](Span values) except +raise_newword


cdef extern from "newword/door/language_trainer.hpp" namespace "newword" nogil:
    cdef cppclass FloatTriple "std::array<float, 3>":
        float& operator[](size_t i)

    cdef cppclass CppDiscounts "newword::Discounts":
        FloatTriple amount
        cbool is_estimated

    cdef cppclass CppOrderFacts "newword::OrderFacts":
        uint64_t ngrams
        uint64_t kept
        CppDiscounts discounts

    cdef cppclass CppKneserNey "newword::KneserNey":
        unsigned order()
        const CppOrderFacts& facts(unsigned order)

    cdef cppclass TrainingOptions:
        unsigned order
        vector[uint64_t] prune
        vector[double] fallback

    cdef cppclass CppLanguageTrainer "newword::LanguageTrainer":
        CppLanguageTrainer(unsigned threads, MemoryBudget budget) except +raise_newword
        void train(const string& count_file, const TrainingOptions& options, const Watch& watch) except +raise_newword
        string next_piece(const Watch& watch) except +raise_newword
        void write(int descriptor, const string& path, const Watch& watch) except +raise_newword
        const CppKneserNey& model()


cdef extern from "newword/lm/arpa_reader.hpp" namespace "newword" nogil:
    cdef cppclass CppTextScore "newword::TextScore":
        uint64_t sentences
        uint64_t tokens
        uint64_t unknown
        double logarithm
        double logarithm_of_unknown

    cdef cppclass CppArpaReader "newword::ArpaReader":
        CppArpaReader(uint64_t most_bytes) except +raise_newword
        void feed(string_view block) except +raise_newword
        shared_ptr[CppNgramModel] finish() except +raise_newword

    void score_text(const CppNgramModel& model, string_view text, cbool marks, CppTextScore& score) except +raise_newword


cdef extern from "newword/text/space_joiner.hpp" namespace "newword" nogil:
    cdef cppclass CppSpaceJoiner "newword::SpaceJoiner":
        CppSpaceJoiner(cbool joins) except +raise_newword
        void feed(const uint8_t* bytes, size_t size, string& out) except +raise_newword
        void end_document(string& out) except +raise_newword
        uint64_t lone_characters()
        uint64_t script_characters()


cdef extern from "newword/cutter/word_cutter.hpp" namespace "newword" nogil:
    cdef enum PieceKind "newword::CutPiece::Kind":
        pass

    cdef struct CutPiece:
        uint32_t end
        PieceKind kind

    cdef cppclass CppCutter "newword::WordCutter":
        CppCutter(const vector[string]& words, cbool tokens) except +raise_newword
        string add_units(string_view text) except +raise_newword
        vector[uint32_t] units_of(string_view text) except +raise_newword
        size_t size()
        void count(string_view text, DoublesOut counts) except +raise_newword
        void expect(string_view text, DoublesIn logarithms, DoublesOut expected) except +raise_newword
        void cut(string_view text, DoublesIn logarithms, vector[CutPiece]& pieces) except +raise_newword
        void write_cut(string_view text, DoublesIn logarithms, string_view separator, string& to) except +raise_newword
        size_t safe_end(string_view text) except +raise_newword


cdef extern from "newword/tagger/tag_cutter.hpp" namespace "newword" nogil:
    cdef cppclass UnitCutter "const newword::UnitCutter":
        void cut(string_view text, vector[CutPiece]& pieces) except +raise_newword
        void write_cut(string_view text, string_view separator, string& to) except +raise_newword
        size_t safe_end(string_view text) except +raise_newword

    cdef cppclass CppTagCutter "const newword::TagCutter"(UnitCutter):
        void find_evidence(string_view text, vector[GapEvidence]& gaps, vector[uint32_t]& begins,
                           vector[uint8_t]& are_first) except +raise_newword

    shared_ptr[CppTagCutter] make_tag_cutter "std::make_shared<const newword::TagCutter>"(
        shared_ptr[CppNgramModel] model, const TagWeights& weights) except +raise_newword
