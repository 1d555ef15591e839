# What the door sees of the C++ core.

from libc.stdint cimport int8_t, int16_t, int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memcpy
from libcpp cimport bool as cbool
from libcpp.map cimport map
from libcpp.memory cimport make_shared, make_unique, shared_ptr, unique_ptr
from libcpp.optional cimport optional
from libcpp.string cimport string
from libcpp.utility cimport move, pair
from libcpp.vector cimport vector


cdef extern from "_core_errors.hpp" namespace "newword":
    void raise_newword()


cdef extern from "_core_guard.hpp" namespace "newword":
    cdef cppclass UseGuard:
        cbool share() nogil
        void unshare() nogil
        cbool own() nogil
        void disown() nogil


cdef extern from "newword/system/process.hpp" namespace "newword" nogil:
    cdef cppclass ProcessOwned[T]:
        T* get()
        void reset(T* object)


cdef extern from "newword/text/char_ranges.hpp" namespace "newword":
    const char* kUnicodeVersion


cdef extern from "newword/ngrams/score.hpp" namespace "newword":
    unsigned weakest_split(const CppTable& table, NgramRef ngram) except +raise_newword


cdef extern from "<array>" nogil:
    cdef cppclass DigestBytes "std::array<std::uint8_t, 16>":
        uint8_t* data()


cdef extern from "newword/base/blake2b.hpp" namespace "newword" nogil:
    cdef cppclass Digest:
        DigestBytes bytes


cdef extern from "newword/tagger/tag_path.hpp" namespace "newword" nogil:
    cdef cppclass KeySpan "std::span<const std::uint64_t>":
        KeySpan()
        KeySpan(const uint64_t* data, size_t size)
        const uint64_t* data()
        size_t size()

    cdef cppclass ValueSpan "std::span<const float>":
        ValueSpan()
        ValueSpan(const float* data, size_t size)
        const float* data()
        size_t size()

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
        double* data()

    cdef cppclass GapWeights:
        double* data()

    cdef cppclass TagWeights:
        GapWeights& operator[](size_t row)
        size_t size()


cdef extern from "newword/text/joining.hpp" namespace "newword" nogil:
    cdef cppclass Joining:
        Joining()
        cbool lines
        cbool spaces

cdef extern from "newword/door/session.hpp" namespace "newword" nogil:
    cdef struct CppShards "newword::Shards":
        Digest plan
        uint32_t of
        vector[uint32_t] numbers

    cdef struct CppSource "newword::Source":
        Digest digest
        uint64_t bytes
        uint64_t times

    cdef enum Outcome "newword::Outcome":
        pass

    cdef struct BadBytes:
        uint64_t total
        uint64_t first

    cdef struct CppOutcome "newword::FileOutcome":
        size_t index
        Outcome code
        uint64_t offset
        uint64_t total
        int error_number

    cdef struct FileToRead:
        string path
        cbool is_explicit

    cdef cppclass Paged[T]:
        T* data()
        size_t size()

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

    cdef cppclass Piece:
        vector[uint32_t] symbols
        NgramRef ngram
        uint64_t count

    cdef cppclass CppOccurrences "newword::Occurrences":
        uint64_t count
        uint64_t left_variety
        uint64_t right_variety
        double left_entropy
        double right_entropy
        uint64_t after_number
        vector[size_t] sample

    cdef cppclass CppDispersion "newword::Dispersion":
        uint64_t count
        uint64_t documents
        double evenness
        int64_t first_time
        int64_t last_time

    cdef cppclass CppSliceCounts "newword::SliceCounts":
        vector[uint64_t] occurrences
        vector[uint64_t] documents
        vector[uint64_t] units
        vector[uint64_t] slice_documents

    cdef cppclass Spelled:
        string utf8
        vector[uint64_t] ends

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

    cdef cppclass Links:
        vector[uint32_t] prefix
        vector[uint32_t] suffix

    cdef cppclass MemoryBudget:
        size_t bytes
        size_t outside_bytes
        string temp_dir

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
        BadBytes bad_bytes()
        void start_reading(vector[FileToRead] files) except +raise_newword
        void note_sources(vector[CppSource] known) except +raise_newword
        vector[CppSource] noted_sources() except +raise_newword
        cbool knows_source(const Digest& digest, uint64_t bytes)
        cbool admit_source(const Digest& digest, uint64_t bytes) except +raise_newword
        void start_writing_counts(int descriptor, string path, unsigned order, uint64_t documents,
                                  CppShards shards, size_t buffer_bytes,
                                  size_t block_bytes) except +raise_newword
        void start_counting(unsigned max_order, uint64_t min_count, size_t buffer_bytes) except +raise_newword
        void start_adopting(string path, unsigned max_order, uint64_t min_count, size_t buffer_bytes,
                            cbool keeps_text, optional[Digest] expected) except +raise_newword
        void start_connecting(vector[vector[uint8_t]] kept, uint64_t min_count) except +raise_newword
        void start_finding(vector[string] strings, size_t sample_size) except +raise_newword
        void start_building_lattice() except +raise_newword
        void start_expecting(ExpectationOptions options) except +raise_newword
        void start_segmenting(Columns probabilities, double least_unit, cbool with_begins) except +raise_newword
        void start_counting_tagged(shared_ptr[CppNgramModel] model, TagWeights weights) except +raise_newword
        const vector[vector[uint64_t]]& tagged()
        void start_tagging(TagWeights weights) except +raise_newword
        void start_finding_gaps() except +raise_newword
        CppTagPosteriors take_tag_posteriors()
        TextGaps take_gaps()
        const Lattice* lattice()
        void drop_lattice()
        CppPosteriors take_posteriors()
        CppSegmentation take_segmentation()
        cbool wait(int milliseconds) except +raise_newword
        void cancel()
        uint64_t progress_done()
        uint64_t progress_total()
        const vector[CppOutcome]& outcomes()
        shared_ptr[CppTable] table()
        const vector[Piece]& pieces()
        const vector[CppOccurrences]& occurrences()
        void start_dispersing(vector[string] strings, vector[uint64_t] counts, vector[int64_t] times) except +raise_newword
        void start_slicing(vector[string] strings, vector[uint32_t] slices, size_t slice_count) except +raise_newword
        void start_looking_up(string path, vector[string] strings) except +raise_newword
        const vector[uint64_t]& looked_up()
        const vector[uint32_t]& looked_up_units()
        const vector[CppDispersion]& dispersions()
        const CppSliceCounts& slice_counts()
        size_t documents()
        const vector[size_t]& document_files()
        size_t document_of(size_t place)
        uint64_t units() except +raise_newword
        uint64_t lone_characters()
        size_t alphabet_size()
        uint64_t bytes_read()
        vector[uint32_t] symbols_of(const string& utf8) except +raise_newword
        Spelled spell_found() except +raise_newword
        vector[uint8_t] holds_script(const CppTable& table, unsigned order) except +raise_newword
        Spelled spell_ngrams(const CppTable& table, unsigned order, const vector[uint32_t]& indices) except +raise_newword
        Spelled spell_pieces() except +raise_newword
        string spell_text(size_t& place) except +raise_newword
        Spelled name_passages(size_t around, vector[uint32_t]& documents) except +raise_newword
        string context(size_t begin, size_t string, size_t around, uint32_t& offset) except +raise_newword
        void start_sealing_as(vector[pair[string, uint64_t]] surfaces) except +raise_newword
        void set_pieces(vector[Piece] pieces)
        void adopt_table(shared_ptr[CppTable] table) except +raise_newword
        const Text& text()
        vector[pair[string, uint64_t]] surface_counts() except +raise_newword

    cdef cppclass Alphabet:
        vector[string] folded

    cdef cppclass Text:
        const Alphabet& alphabet()
        const vector[uint64_t]& histogram()
        size_t size()


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


cdef extern from "newword/door/text_parts.hpp" namespace "newword" nogil:
    cdef cppclass JobControl:
        pass

    cdef cppclass FoundNode:
        pass

    cdef cppclass CppCountedPart "newword::CountedPart":
        vector[vector[FoundNode]] nodes
        vector[pair[uint32_t, uint64_t]] left
        vector[pair[uint32_t, uint64_t]] right

    CppCountedPart cpp_count_part "newword::count_part"(
        const vector[string]& blobs, const WindowPart& part, const vector[uint64_t]& histogram, unsigned max_order,
        uint64_t min_count, const JobControl& control) except +raise_newword
    void start_joining(CppSession& session, vector[uint64_t] histogram, uint64_t min_count, uint64_t most,
                       vector[CppCountedPart] counted, unsigned max_order, uint64_t units) except +raise_newword
    RunEdges count_run_edges(const Text& text, const JobControl& control) except +raise_newword
    vector[uint64_t] cpp_unit_histogram "newword::unit_histogram"(
        const CppSession& session, const vector[pair[string, uint64_t]]& surfaces, uint64_t runs) except +raise_newword

    cdef cppclass PieceCounts:
        vector[uint64_t] ngrams
        map[vector[uint32_t], uint64_t] long_ones

    cdef cppclass FlatNeighbours:
        vector[uint32_t] strings
        vector[uint32_t] symbols
        vector[uint8_t] sides
        vector[uint64_t] counts

    cdef cppclass SpreadTally:
        uint64_t count
        uint64_t documents
        uint64_t first
        uint64_t last
        uint64_t near_sum
        uint64_t far
        uint64_t gap
        void append(const SpreadTally& next, cbool is_one_document)
        CppDispersion finish(uint64_t places)

    cdef cppclass PartResults:
        PieceCounts pieces
        FlatNeighbours neighbours
        vector[SpreadTally] spread
        vector[uint64_t] sums
        CppLearned learned
        CppPosteriors posteriors
        vector[double] pair_rows
        CppEdges edges
        CppSegmentation segmentation
        CppTagPosteriors tags

    void start_summing_tags(CppSession& session, TagWeights weights, PartResults& results) except +raise_newword
    void start_finishing_tags(CppSession& session, vector[uint64_t] sums, PartResults& results) except +raise_newword

    cdef cppclass CppLearned "newword::Learned":
        Columns probability
        uint64_t units

    void start_summing_posteriors(CppSession& session, ExpectationOptions options, Columns probabilities,
                                  PartResults& results) except +raise_newword
    void start_summing_smoothed(CppSession& session, ExpectationOptions options, Columns probabilities,
                                vector[double] pair_rows, PartResults& results) except +raise_newword
    void start_summing_cuts(CppSession& session, Columns probabilities, double least_unit,
                            PartResults& results) except +raise_newword
    string cpp_spell_sample "newword::spell_sample"(const CppSession& session, uint64_t of_2_32,
                                                    uint64_t runs_before) except +raise_newword
    void start_learning(CppSession& session, ExpectationOptions options, cbool is_sample,
                        PartResults& results) except +raise_newword
    void start_finishing_posteriors(CppSession& session, ExpectationOptions options, vector[uint64_t] sums,
                                    PartResults& results) except +raise_newword
    void start_finishing_smoothed(CppSession& session, vector[uint64_t] sums, PartResults& results) except +raise_newword
    void start_finishing_cuts(CppSession& session, vector[uint64_t] sums, PartResults& results) except +raise_newword

    void start_counting_pieces(CppSession& session, vector[vector[uint8_t]] kept, PartResults& results) except +raise_newword
    void start_counting_neighbours(CppSession& session, vector[string] strings, PartResults& results) except +raise_newword
    void start_tallying_spread(CppSession& session, vector[string] strings, vector[uint64_t] counts, uint64_t places,
                               uint64_t offset, PartResults& results) except +raise_newword
    vector[Piece] cpp_pieces_of_parts "newword::pieces_of_parts"(
        const CppSession& session, const vector[vector[uint8_t]]& kept, const PieceCounts& counts,
        uint64_t min_count) except +raise_newword
    vector[CppOccurrences] occurrences_of_parts(const CppSession& session, size_t strings, const FlatNeighbours& neighbours) except +raise_newword
    shared_ptr[CppTable] empty_table(const vector[size_t]& sizes, uint64_t units) except +raise_newword


cdef extern from "<string_view>" namespace "std" nogil:
    cdef cppclass string_view:
        string_view(const char* data, size_t size)

cdef extern from "<span>" namespace "std" nogil:
    cdef cppclass DoublesIn "std::span<const double>":
        DoublesIn(const double* data, size_t size)
    cdef cppclass DoublesOut "std::span<double>":
        DoublesOut(double* data, size_t size)

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
        CppCutter(const vector[string]& words) except +raise_newword
        string add_units(string_view text) except +raise_newword
        vector[uint32_t] units_of(string_view text) except +raise_newword
        size_t size()
        void count(string_view text, DoublesOut counts) except +raise_newword
        void expect(string_view text, DoublesIn logarithms, DoublesOut expected) except +raise_newword
        void cut(string_view text, DoublesIn logarithms, vector[CutPiece]& pieces) except +raise_newword
        void write_cut(string_view text, DoublesIn logarithms, string_view separator, string& to) except +raise_newword
        size_t safe_end(string_view text) except +raise_newword


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
        CppPassageFinder(const vector[string]& strings, size_t sample_size, size_t around, cbool join_lines) except +raise_newword
        void feed(string_view data) except +raise_newword
        void end_document() except +raise_newword
        uint64_t documents()
        uint64_t bytes_read()
        const vector[size_t]& units()
        vector[WrittenString] take() except +raise_newword


cdef extern from "newword/door/count_session.hpp" namespace "newword" nogil:
    cdef cppclass CppCountFileHeader "newword::CountFileHeader":
        unsigned order
        Joining joining
        uint64_t units
        uint64_t runs
        uint64_t documents
        vector[CppSource] sources
        CppShards shards
        size_t symbols_size "symbols.size" ()

    cdef cppclass CountFileReader:
        const CppCountFileHeader& header()
        uint64_t size()
        uint64_t entries()
        size_t blocks()
        Digest digest() except +raise_newword

    cdef cppclass CppCountFileSession "newword::CountFileSession":
        CppCountFileSession(unsigned threads) except +raise_newword
        void start_checking(const string& path, cbool reads_all) except +raise_newword
        void start_merging(vector[string] paths, int descriptor, string output_path,
                           size_t block_bytes) except +raise_newword
        cbool wait(int milliseconds) except +raise_newword
        void cancel()
        uint64_t progress_done()
        uint64_t progress_total()
        const CountFileReader& file()


cdef extern from "newword/door/language_session.hpp" namespace "newword" nogil:
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

    cdef cppclass CppLanguageTrainer "newword::LanguageTrainer":
        CppLanguageTrainer(unsigned threads, MemoryBudget budget) except +raise_newword
        void start_training(string count_file, unsigned order, vector[uint64_t] prune,
                            vector[double] fallback) except +raise_newword
        void start_writing() except +raise_newword
        void start_writing_to(int descriptor, string path) except +raise_newword
        cbool wait(int milliseconds) except +raise_newword
        void cancel()
        uint64_t progress_done()
        uint64_t progress_total()
        const CppKneserNey& model()
        const string& piece()


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


cdef extern from "newword/tagger/tag_cutter.hpp" namespace "newword" nogil:
    cdef cppclass CppTagCutter "newword::TagCutter":
        CppTagCutter(shared_ptr[CppNgramModel] model, const TagWeights& weights) except +raise_newword
        void cut(string_view text, vector[CutPiece]& pieces) except +raise_newword
        void write_cut(string_view text, string_view separator, string& to) except +raise_newword
        size_t safe_end(string_view text) except +raise_newword
        void find_evidence(string_view text, vector[GapEvidence]& gaps, vector[uint32_t]& begins,
                           vector[uint8_t]& are_first) except +raise_newword


cdef extern from "newword/door/gap_jobs.hpp" namespace "newword" nogil:
    cdef cppclass GapColumns:
        uint8_t* data()

    size_t kGapColumns

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

    cdef cppclass CppGapCharacters "const newword::GapCharacters":
        pass

    cdef cppclass GapStringList:
        vector[uint32_t] codes
        vector[uint8_t] sizes
        vector[uint8_t] levels
        vector[uint8_t] are_known

    shared_ptr[CppGapNetwork] make_gap_network "std::make_shared<const newword::GapNetwork>"(
        const GapNetworkWeights& weights, vector[uint32_t] written, vector[uint32_t] simplified) except +raise_newword
    shared_ptr[CppGapStrings] make_gap_strings "std::make_shared<const newword::GapStrings>"(
        const GapStringList& strings) except +raise_newword
    shared_ptr[CppGapCharacters] make_gap_characters "std::make_shared<const newword::GapCharacters>"(
        vector[uint32_t] characters, vector[uint32_t] written, vector[uint32_t] simplified) except +raise_newword

    cdef cppclass CppGapLevels "const newword::GapLevels":
        pass

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

    void start_finding_gap_posteriors(CppSession& session, GapRequest request,
                                      CppGapPosteriors& found) except +raise_newword
    void start_summing_gaps(CppSession& session, GapRequest request, vector[uint64_t]& found) except +raise_newword
    void start_finishing_gaps(CppSession& session, vector[uint64_t] sums, CppGapPosteriors& found) except +raise_newword
    void start_finding_gap_inputs(CppSession& session, shared_ptr[CppGapCharacters] characters, GapRequest request,
                                  GapInputs& found) except +raise_newword


cdef extern from "newword/gaps/gap_cutter.hpp" namespace "newword" nogil:
    cdef cppclass GapKnowledge:
        shared_ptr[CppNgramModel] model
        shared_ptr[CppGapNetwork] network
        shared_ptr[CppGapStrings] strings

    cdef cppclass CppGapCutter "newword::GapCutter":
        CppGapCutter(GapKnowledge knowledge) except +raise_newword
        void cut(string_view text, vector[CutPiece]& pieces) except +raise_newword
        void write_cut(string_view text, string_view separator, string& to) except +raise_newword
        size_t safe_end(string_view text) except +raise_newword
        void find_cuts(string_view text, vector[uint32_t]& begins, vector[uint32_t]& cuts) except +raise_newword
