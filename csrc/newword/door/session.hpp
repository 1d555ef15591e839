// One corpus: its text, and the table of its n-grams.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "newword/input/reader.hpp"
#include "newword/input/source_ledger.hpp"
#include "newword/jobs/watched.hpp"
#include "newword/lattice/lattice.hpp"
#include "newword/ngrams/ngram_table.hpp"
#include "newword/system/memory_budget.hpp"
#include "newword/text/document_ends.hpp"
#include "newword/text/encoder.hpp"
#include "newword/text/text.hpp"

namespace newword {

/// Forms of units with their occurrences.
using FormCounts = std::vector<std::pair<std::string, Count>>;

/// What was read of files.
struct FilesRead {
  std::vector<FileOutcome> outcomes;
  std::vector<std::size_t> documents;  ///< those that were documents with a unit, in the order of their numbers
};

/// Holds what the passes of the other headers of this room work on, which are functions of a session. For one thread
/// at a time; the Python wrapper ensures that.
///
/// Text goes in by feed() and read_files(); the first look at it ends the open document and seals the text.
class Session {
 public:
  /// The budget covers everything that the session keeps, as memory_budget.hpp describes.
  Session(unsigned threads, Joining joining, MemoryBudget budget = {});

  void feed(const std::uint8_t* bytes, std::size_t size);
  void end_document();
  [[nodiscard]] FilesRead read_files(const std::vector<FileToRead>& files, const Watch& watch = {});
  /// Bad bytes of all that was fed, which counts as one stretch.
  [[nodiscard]] BadBytes bad_bytes() const { return encoder_.bad(); }
  /// The inputs of the text. What is fed has to be admitted by the caller.
  [[nodiscard]] SourceLedger& ledger() { return ledger_; }
  /// See `Encoder::lone_characters`.
  [[nodiscard]] std::uint64_t lone_characters() const { return lone_characters_ + encoder_.lone_characters(); }
  /// Bytes of UTF-8 fed and read so far.
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }
  /// Documents with a unit so far.
  [[nodiscard]] std::size_t documents() const { return documents_.size(); }

  /// Seals the text if it is not yet and returns N.
  [[nodiscard]] std::uint64_t units();
  /// Seals the text if it is not yet. `elsewhere` is for Text::seal().
  void seal(JobControl& control, const std::vector<std::uint64_t>& elsewhere = {});
  /// Makes a session without a text stand for one with this alphabet and histogram.
  void stand_for(Alphabet alphabet, std::vector<std::uint64_t> histogram);
  /// Occurrences of forms by the numbers that they have here; those that are new get one.
  [[nodiscard]] std::vector<std::uint64_t> numbered(const FormCounts& forms);
  /// Makes a table of the sealed text that of the session. Null: there is none.
  void adopt_table(std::shared_ptr<NgramTable> table);
  /// The lattice of the table, built when there is none.
  [[nodiscard]] const Lattice& build_lattice(JobControl& control);
  /// Null before a pass has built it, and after the next table.
  [[nodiscard]] const Lattice* lattice() const { return lattice_.get(); }
  /// Releases the memory of the lattice.
  void drop_lattice() { lattice_.reset(); }

  /// Throws std::logic_error for a session that has the counts of a file.
  void require_text() const;
  /// Whether units are what stands between spaces.
  [[nodiscard]] bool has_tokens() const { return joining_.tokens; }
  /// What stands between the units of a string as it is shown.
  [[nodiscard]] std::string_view joint() const { return has_tokens() ? " " : ""; }
  [[nodiscard]] const Text& text() const { return text_; }
  [[nodiscard]] const DocumentEnds& document_ends() const { return documents_; }
  [[nodiscard]] const SurfaceTable& surfaces() const { return *surfaces_; }
  [[nodiscard]] std::shared_ptr<NgramTable> table() const { return table_; }
  [[nodiscard]] Joining joining() const { return joining_; }
  [[nodiscard]] unsigned threads() const { return threads_; }
  /// The budget minus the memory of text, alphabet and table.
  [[nodiscard]] MemoryBudget free_budget() const;
  /// The symbols of strings as a user writes them; empty for those that lack a unit in the alphabet, or that a run edge
  /// falls into.
  [[nodiscard]] std::vector<std::vector<Symbol>> symbols_of(const std::vector<std::string>& utf8,
                                                            const Alphabet& alphabet) const;
  [[nodiscard]] std::vector<std::vector<Symbol>> symbols_of(const std::vector<std::string>& utf8) const {
    return symbols_of(utf8, text_.alphabet());
  }

 private:
  void refuse_late_text() const;
  /// Throws BudgetError when the forms of the units alone leave too little of the budget.
  void check_forms() const;
  void take_encoded();

  unsigned threads_;
  Joining joining_;
  MemoryBudget budget_;
  std::unique_ptr<const BmpClasses> classes_;
  std::unique_ptr<SurfaceTable> surfaces_;
  Encoder encoder_;
  Text text_;
  DocumentEnds documents_;
  SourceLedger ledger_;
  std::uint64_t bytes_read_ = 0;
  std::uint64_t lone_characters_ = 0;  ///< in files that were read here
  std::shared_ptr<NgramTable> table_;
  std::unique_ptr<const Lattice> lattice_;
};

}  // namespace newword
