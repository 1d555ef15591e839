# The passes of the ranking models.

from libc.stdint cimport uint8_t, uint32_t, uint64_t
from libcpp cimport bool as cbool
from libcpp.vector cimport vector

from newword.core.cpp.base cimport Paged, Watch, raise_newword
from newword.core.cpp.models cimport CppNgramModel, GapEvidence, TagWeights
from newword.core.cpp.session cimport CppSession, RunEdges, Text


cdef extern from "newword/jobs/workers.hpp" namespace "newword" nogil:
    cdef cppclass JobControl:
        pass


cdef extern from "newword/door/lattice_passes.hpp" namespace "newword" nogil:
    ctypedef vector[vector[double]] Columns

    cdef cppclass WordModelOptions:
        Columns weights
        Columns prior
        double smoothing
        double least_word
        double least_unit

    cdef cppclass ExpectationOptions:
        WordModelOptions model
        unsigned passes
        cbool with_significance
        cbool with_edges
        cbool with_pair_edges
        cbool with_begins
        uint64_t sample_of_2_32

    cdef cppclass CppEdges "newword::EdgeMeans":
        Columns left
        Columns right
        Columns both
        Columns inner

    cdef cppclass UnitMeans:
        double left
        double right
        double both

    cdef cppclass CppPosteriors "newword::Posteriors":
        Columns probability
        Columns expected
        Columns significance
        CppEdges edges
        CppEdges pair_edges
        UnitMeans unit_edges
        uint64_t sampled_units
        Paged[uint32_t] begins

    cdef cppclass CppLearned "newword::Learned":
        Columns probability
        uint64_t units

    cdef cppclass FinishedPosteriors:
        CppPosteriors posteriors
        vector[double] pair_rows

    cdef cppclass CppSegmentation "newword::Segmentation":
        Columns count
        CppEdges edges
        uint64_t words
        Paged[uint32_t] begins

    cdef cppclass CppTagPosteriors "newword::TagPosteriors":
        Columns words
        Columns expected
        Columns left
        Columns right
        Columns joined

    cdef cppclass TextGaps:
        vector[GapEvidence] gaps
        vector[uint8_t] are_first

    void build_lattice(CppSession& session, const Watch& watch) except +raise_newword
    RunEdges count_run_edges(const Text& text, const JobControl& control) except +raise_newword

    CppPosteriors expect(CppSession& session, const ExpectationOptions& options,
                         const Watch& watch) except +raise_newword
    CppLearned cpp_learn "newword::learn"(CppSession& session, const ExpectationOptions& options, cbool is_sample,
                                          const Watch& watch) except +raise_newword
    vector[uint64_t] sum_posteriors(CppSession& session, const ExpectationOptions& options, const Columns& probabilities,
                        const Watch& watch) except +raise_newword
    FinishedPosteriors finish_posteriors(CppSession& session, const ExpectationOptions& options, const vector[uint64_t]& sums,
                                         const Watch& watch) except +raise_newword
    vector[uint64_t] sum_smoothed(CppSession& session, const ExpectationOptions& options, const Columns& probabilities,
                      const vector[double]& pair_rows, const Watch& watch) except +raise_newword
    CppEdges finish_smoothed(CppSession& session, const vector[uint64_t]& sums, const Watch& watch) except +raise_newword

    CppSegmentation segment(CppSession& session, const Columns& probabilities, double least_unit, cbool with_begins,
                            const Watch& watch) except +raise_newword
    vector[uint64_t] sum_cuts(CppSession& session, const Columns& probabilities, double least_unit,
                  const Watch& watch) except +raise_newword
    CppSegmentation finish_cuts(CppSession& session, const vector[uint64_t]& sums, const Watch& watch) except +raise_newword

    CppTagPosteriors find_tag_posteriors(CppSession& session, const TagWeights& weights,
                                         const Watch& watch) except +raise_newword
    vector[uint64_t] sum_tags(CppSession& session, const TagWeights& weights, const Watch& watch) except +raise_newword
    CppTagPosteriors finish_tags(CppSession& session, const vector[uint64_t]& sums, const Watch& watch) except +raise_newword
    TextGaps find_text_gaps(CppSession& session, const Watch& watch) except +raise_newword
    vector[vector[uint64_t]] count_tagged(CppSession& session, const CppNgramModel& model, const TagWeights& weights,
                              const Watch& watch) except +raise_newword
