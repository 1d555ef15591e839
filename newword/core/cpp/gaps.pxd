# Networks that judge the gaps between units.

from libc.stdint cimport int8_t, int16_t, int32_t, uint8_t, uint32_t, uint64_t
from libcpp cimport bool as cbool
from libcpp.memory cimport shared_ptr
from libcpp.vector cimport vector

from newword.core.cpp.base cimport Watch, raise_newword, string_view
from newword.core.cpp.lattice cimport Columns
from newword.core.cpp.models cimport CppNgramModel, GapEvidence, UnitCutter
from newword.core.cpp.session cimport CppSession


cdef extern from "newword/door/gap_passes.hpp" namespace "newword" nogil:
    cdef cppclass GapColumns:
        pass

    const size_t kGapColumns

    cdef cppclass GapNetworkWeights:
        vector[uint32_t] characters
        vector[double] mean
        vector[double] sd
        vector[int8_t] level_inputs
        vector[int8_t] embeddings
        vector[int8_t] first_of_units
        vector[float] unit_scales
        vector[int8_t] first_of_gaps
        vector[int32_t] first_bias
        vector[float] first_scales
        vector[int8_t] second
        vector[int32_t] second_bias
        vector[float] second_scales
        vector[int16_t] last
        int32_t last_bias
        double last_scale

    cdef cppclass CppGapNetwork "const newword::GapNetwork":
        cbool knows_dictionary()

    cdef cppclass CppGapStrings "const newword::GapStrings":
        pass

    cdef cppclass CppGapCharacters "newword::GapCharacters":
        CppGapCharacters(vector[uint32_t] characters, vector[uint32_t] written,
                         vector[uint32_t] simplified) except +raise_newword

    cdef cppclass GapStringList:
        vector[uint32_t] codes
        vector[uint8_t] sizes
        vector[uint8_t] levels
        vector[uint8_t] are_known

    cdef cppclass CppGapLevels "const newword::GapLevels":
        pass

    shared_ptr[CppGapNetwork] make_gap_network "std::make_shared<const newword::GapNetwork>"(
        const GapNetworkWeights& weights, vector[uint32_t] written, vector[uint32_t] simplified) except +raise_newword
    shared_ptr[CppGapStrings] make_gap_strings "std::make_shared<const newword::GapStrings>"(
        const GapStringList& strings) except +raise_newword
    shared_ptr[CppGapLevels] make_gap_levels "std::make_shared<const newword::GapLevels>"(
        vector[vector[uint8_t]] levels) except +raise_newword

    cdef cppclass GapRequest:
        shared_ptr[CppGapNetwork] network
        shared_ptr[CppGapStrings] strings
        shared_ptr[CppGapLevels] levels

    cdef cppclass CppGapPosteriors "newword::GapPosteriors":
        Columns words
        Columns expected
        Columns squares
        Columns left
        Columns right
        Columns both
        Columns joined

    cdef cppclass GapInputs:
        vector[uint32_t] codes
        vector[GapEvidence] evidence
        vector[GapColumns] levels
        vector[GapColumns] known
        vector[uint8_t] are_first

    CppGapPosteriors find_gap_posteriors(CppSession& session, const GapRequest& request,
                                         const Watch& watch) except +raise_newword
    vector[uint64_t] sum_gaps(CppSession& session, const GapRequest& request, const Watch& watch) except +raise_newword
    CppGapPosteriors finish_gaps(CppSession& session, const vector[uint64_t]& sums, const Watch& watch) except +raise_newword
    GapInputs find_gap_inputs(CppSession& session, const CppGapCharacters& characters, const GapRequest& request,
                              const Watch& watch) except +raise_newword


cdef extern from "newword/gaps/gap_cutter.hpp" namespace "newword" nogil:
    cdef cppclass GapKnowledge:
        shared_ptr[CppNgramModel] model
        shared_ptr[CppGapNetwork] network
        shared_ptr[CppGapStrings] strings

    cdef cppclass CppGapCutter "const newword::GapCutter"(UnitCutter):
        void find_cuts(string_view text, vector[uint32_t]& begins, vector[uint32_t]& cuts) except +raise_newword

    shared_ptr[CppGapCutter] make_gap_cutter "std::make_shared<const newword::GapCutter>"(
        GapKnowledge knowledge) except +raise_newword
