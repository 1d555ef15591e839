// The core as Python sees it: one corpus, read, counted and searched.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "newword/count/counter.hpp"
#include "newword/input/reader.hpp"
#include "newword/input/source_ledger.hpp"
#include "newword/jobs/background_job.hpp"
#include "newword/lattice/expectation.hpp"
#include "newword/lattice/lattice.hpp"
#include "newword/lattice/viterbi.hpp"
#include "newword/ngrams/ngram_table.hpp"
#include "newword/search/connection.hpp"
#include "newword/search/dispersion.hpp"
#include "newword/search/occurrences.hpp"
#include "newword/system/memory_budget.hpp"
#include "newword/tagger/tag_counts.hpp"
#include "newword/tagger/tag_posteriors.hpp"
#include "newword/text/document_ends.hpp"
#include "newword/text/encoder.hpp"
#include "newword/text/text.hpp"

namespace newword {

/// A word of a result: its spelling and its symbols' statistics live elsewhere.
struct Spelled {
  std::string utf8;                 ///< all words one after the other
  std::vector<std::uint64_t> ends;  ///< end of each word, in code points
};

/// Everything about one corpus. For one thread at a time; the Python wrapper ensures that.
///
/// Text goes in by feed() and read_files(); the first count ends the open document and seals the
/// text. A table given to a member must be one of this session. The start_* members return at once; wait() must be
/// called until it returns true before anything else is.
class Session {
 public:
  /// The budget covers everything that the session keeps, as memory_budget.hpp describes.
  Session(unsigned threads, Joining joining, MemoryBudget budget = {});

  void feed(const std::uint8_t* bytes, std::size_t size);
  void end_document();
  /// Bad bytes of all that was fed, which counts as one stretch.
  [[nodiscard]] BadBytes bad_bytes() const { return encoder_.bad(); }

  /// Notes the sources of the text from now on; files of known content are not read.
  void note_sources(std::vector<Source> known) { ledger_.enable(std::move(known)); }
  /// Those that were noted, each once.
  [[nodiscard]] std::vector<Source> noted_sources() const { return ledger_.sources(); }
  [[nodiscard]] bool knows_source(const Digest& digest, std::uint64_t bytes) const {
    return ledger_.knows(digest, bytes);
  }
  /// For input that is about to be fed: false if its content is known and must not be fed.
  [[nodiscard]] bool admit_source(const Digest& digest, std::uint64_t bytes) { return ledger_.admit(digest, bytes); }
  void start_reading(std::vector<FileToRead> files);
  void start_counting(unsigned max_order, Count min_count, std::size_t buffer_bytes);
  /// Writes the count file of the text to an open descriptor; `path` is for errors.
  void start_writing_counts(int descriptor, std::string path, unsigned order, std::uint64_t documents, Shards shards,
                            std::size_t buffer_bytes, std::size_t block_bytes);
  /// Makes the table of a count file that of this session. With `keeps_text` that is the table for the
  /// text read so far, which ends here; without, nothing may have been read, and what needs text
  /// throws std::logic_error from now on.
  /// `expected` refuses any file but that of this digest.
  void start_adopting(std::string path, unsigned max_order, Count min_count, std::size_t buffer_bytes, bool keeps_text,
                      std::optional<Digest> expected = {});
  /// Ends the text and numbers its units as those of a larger text, of which it is a part: `surfaces` are all its
  /// forms with their occurrences, by bytes. Throws std::invalid_argument when this part has others.
  void start_sealing_as(std::vector<std::pair<std::string, Count>> surfaces);
  /// Makes a table of the larger text that of this session.
  void adopt_table(std::shared_ptr<NgramTable> table);
  /// Makes pieces that were counted elsewhere those that spell_pieces() spells.
  void set_pieces(std::vector<Piece> pieces) { pieces_ = std::move(pieces); }
  /// Runs work that other headers define on this session.
  void start_job(std::function<void(JobControl&)> work) { job_.start(std::move(work)); }
  void start_connecting(KeptNgrams kept, Count min_count);
  void start_finding(std::vector<std::string> strings, std::size_t sample_size);
  /// The passes of the ranking models, over the last table. The first of these jobs builds the lattice.
  /// Strings of fewer than two units find nothing; see find_dispersion().
  void start_dispersing(std::vector<std::string> strings, std::vector<Count> counts, std::vector<std::int64_t> times);
  /// Occurrences of strings by slice; `slices` has that of each document, those of `slice_count` and above are left
  /// out.
  void start_slicing(std::vector<std::string> strings, std::vector<std::uint32_t> slices, std::size_t slice_count);
  /// Counts of strings out of a count file; see look_up(). Uses nothing of the text.
  void start_looking_up(std::string path, std::vector<std::string> strings);
  void start_building_lattice();
  void start_expecting(ExpectationOptions options);
  void start_segmenting(Columns probabilities, double least_unit, bool with_begins);
  /// Counts the words of the last table in the cut of the text by a language model.
  void start_counting_tagged(std::shared_ptr<const NgramModel> model, TagWeights weights);

  /// The cut of the text by its own language model (tag_posteriors.hpp).
  void start_tagging(TagWeights weights);
  void start_finding_gaps();

  [[nodiscard]] bool wait(int milliseconds) { return job_.wait(milliseconds); }
  void cancel() noexcept { job_.cancel(); }
  [[nodiscard]] std::uint64_t progress_done() const { return job_.done(); }
  [[nodiscard]] std::uint64_t progress_total() const { return job_.total(); }

  /// Results of the last job of each kind.
  [[nodiscard]] const std::vector<FileOutcome>& outcomes() const { return outcomes_; }
  [[nodiscard]] std::shared_ptr<NgramTable> table() const { return table_; }
  [[nodiscard]] const std::vector<Piece>& pieces() const { return pieces_; }
  [[nodiscard]] const std::vector<Occurrences>& occurrences() const { return occurrences_; }
  [[nodiscard]] const std::vector<Dispersion>& dispersions() const { return dispersions_; }
  /// Results of the last start_looking_up(), by string: the count, and the number of units, 0 if the file lacks one of
  /// them.
  [[nodiscard]] const std::vector<Count>& looked_up() const { return looked_up_; }
  [[nodiscard]] const std::vector<std::uint32_t>& looked_up_units() const { return looked_up_units_; }
  [[nodiscard]] const SliceCounts& slice_counts() const { return slice_counts_; }
  /// Documents with a unit so far.
  [[nodiscard]] std::size_t documents() const { return documents_.size(); }
  /// The files of the last start_reading() that were such documents, in the order of their numbers.
  [[nodiscard]] const std::vector<std::size_t>& document_files() const { return document_files_; }
  /// The document that holds a place of the last start_finding().
  [[nodiscard]] std::size_t document_of(std::size_t place) const { return documents_.number_of(place); }
  /// Null before a job has built it, and after the next count.
  [[nodiscard]] const Lattice* lattice() const { return lattice_.get(); }
  /// Releases the memory of the lattice.
  void drop_lattice() { lattice_.reset(); }
  /// By order from 1 (tag_counts.hpp).
  [[nodiscard]] const std::vector<std::vector<std::uint64_t>>& tagged() const { return tagged_; }
  /// The results of the last such job, moved out.
  [[nodiscard]] Posteriors take_posteriors() { return std::move(posteriors_); }
  [[nodiscard]] TagPosteriors take_tag_posteriors() { return std::move(tag_posteriors_); }
  [[nodiscard]] TextGaps take_gaps() { return std::move(gaps_); }
  [[nodiscard]] Segmentation take_segmentation() { return std::move(segmentation_); }

  /// Seals the text if it is not yet and returns N. Runs on the caller's thread.
  [[nodiscard]] std::uint64_t units();
  /// See `Encoder::lone_characters`.
  [[nodiscard]] std::uint64_t lone_characters() const { return lone_characters_ + encoder_.lone_characters(); }
  /// Bytes of UTF-8 fed and read so far.
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }
  [[nodiscard]] std::size_t alphabet_size() const { return text_.alphabet().size(); }
  /// The sealed text, and where its documents end.
  [[nodiscard]] const Text& text() const { return text_; }
  [[nodiscard]] const DocumentEnds& document_ends() const { return documents_; }
  /// The forms of the units of the sealed text that occur, with their occurrences.
  [[nodiscard]] std::vector<std::pair<std::string, Count>> surface_counts() const;
  [[nodiscard]] unsigned threads() const { return threads_; }
  /// The budget minus the memory of text, alphabet and table.
  [[nodiscard]] MemoryBudget free_budget();
  /// The lattice of the last table, built when there is none.
  [[nodiscard]] const Lattice& build_lattice(JobControl& control);
  /// The symbols of strings; empty for those that cannot occur.
  [[nodiscard]] std::vector<std::vector<Symbol>> symbols_of(const std::vector<std::string>& utf8) const {
    return symbols_of(utf8, text_.alphabet());
  }

  /// The symbols of a string as a user writes it; empty when the corpus lacks one of its units or a
  /// run edge falls inside it.
  [[nodiscard]] std::vector<Symbol> symbols_of(const std::string& utf8) const;
  /// The strings of the last start_finding with their units as they are written most often; empty
  /// for those that the corpus lacks.
  [[nodiscard]] Spelled spell_found() const;
  /// True for n-grams with at least one unit of an unsegmented script.
  [[nodiscard]] std::vector<std::uint8_t> holds_script(const NgramTable& table, unsigned order) const;
  [[nodiscard]] Spelled spell_ngrams(const NgramTable& table, unsigned order,
                                     const std::vector<NodeIndex>& indices) const;
  [[nodiscard]] Spelled spell_pieces() const;
  /// The runs of the sealed text from a place on, some 2^18 symbols of it, with the spelling that is shown; \n
  /// ends a run, \f the last one of a document. Moves `place`, 0 for the beginning, on; nothing is the end.
  [[nodiscard]] std::string spell_text(std::size_t& place) const;
  /// The text around middle dots between Han or kana, once for several dots of one name: `around` units on both sides,
  /// with a line feed where the run begins or ends sooner; and the numbers of the documents.
  [[nodiscard]] Spelled name_passages(std::size_t around, std::vector<std::uint32_t>& documents) const;
  /// The text `around` units to both sides of an occurrence of string `string` of the last
  /// start_finding, cut at the run's edges; `offset` is where it begins there, in code points.
  [[nodiscard]] std::string context(std::size_t begin, std::size_t string, std::size_t around,
                                    std::uint32_t& offset) const;

 private:
  void refuse_late_text() const;
  void require_text() const;
  void seal_with(const CountFileHeader& header, NgramTable& table, JobControl& control);
  /// Throws BudgetError when the forms of the units alone leave too little of the budget.
  void check_forms();
  void take_encoded();
  void seal(JobControl& control);
  [[nodiscard]] std::vector<std::vector<Symbol>> symbols_of(const std::vector<std::string>& utf8,
                                                            const Alphabet& alphabet) const;
  void spell(std::span<const Symbol> symbols, Spelled& into) const;

  unsigned threads_;
  Joining joining_;
  MemoryBudget budget_;
  std::unique_ptr<const BmpClasses> classes_;
  std::unique_ptr<SurfaceTable> surfaces_;
  Encoder encoder_;
  Text text_;
  DocumentEnds documents_;
  std::vector<std::size_t> document_files_;
  SourceLedger ledger_;
  std::uint64_t bytes_read_ = 0;
  std::uint64_t lone_characters_ = 0;  ///< in files that were read here
  std::shared_ptr<NgramTable> table_;
  std::vector<FileOutcome> outcomes_;
  std::vector<Piece> pieces_;
  std::vector<std::vector<Symbol>> strings_;  ///< of the last start_finding
  std::vector<Occurrences> occurrences_;
  std::vector<Dispersion> dispersions_;
  SliceCounts slice_counts_;
  std::vector<Count> looked_up_;
  std::vector<std::uint32_t> looked_up_units_;
  std::unique_ptr<const Lattice> lattice_;
  Posteriors posteriors_;
  Segmentation segmentation_;
  TagPosteriors tag_posteriors_;
  TextGaps gaps_;
  std::vector<std::vector<std::uint64_t>> tagged_;
  JobSlot job_;  // last: it stops before what it uses goes
};

}  // namespace newword
