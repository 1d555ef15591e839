// All n-grams of the sentences of a corpus, as a language model counts them: with their ends marked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "newword/base/paged.hpp"
#include "newword/count_file/count_reader.hpp"
#include "newword/jobs/workers.hpp"
#include "newword/ngrams/ngram_table.hpp"
#include "newword/system/memory_budget.hpp"

namespace newword {

/// Counts in 32 bits; those that do not fit lie beside.
class CountCodes {
 public:
  [[nodiscard]] std::uint32_t encode(Count count);
  [[nodiscard]] Count decode(std::uint32_t code) const { return code < kLarge ? code : large_[code - kLarge]; }

 private:
  static constexpr std::uint32_t kLarge = 0x80000000u;
  std::vector<Count> large_;
};

/// The n-grams of one order, in lexicographic order of their symbols.
struct SentenceLevel {
  Paged<std::uint32_t> symbol;   ///< the last one, kLeftOut set when its occurrences are too few
  Paged<NodeIndex> first_child;  ///< size() + 1 entries; none for the longest n-grams
  Paged<std::uint32_t> count;    ///< a code: see SentenceTrie
  Paged<NodeIndex> suffix;       ///< the n-gram without its first symbol, in the level below; none for order 1

  [[nodiscard]] std::size_t size() const { return symbol.size(); }
};

struct SentenceOptions {
  unsigned order = 0;        ///< of the longest n-grams, 2..16
  std::vector<Count> prune;  ///< by order from 1: n-grams of so many occurrences or fewer are left out
  MemoryBudget budget;       ///< what exceeds it goes to temporary files
};

/// N-grams of order 1..order() over <s>, units and </s>. A sentence is a run of units.
///
/// Symbol 0 is <s> where it comes first and </s> elsewhere. In level 1 the index of a unit is its symbol, that of
/// <s> is 0, and </s> comes last. Below the longest n-grams a count is that of the different symbols to the left
/// (<s> one of them), but n-grams that begin with <s>, the first of every level, and the longest have their
/// occurrences. N-grams that are left out stay, marked: their counts are part of every sum.
class SentenceTrie {
 public:
  static constexpr std::uint32_t kLeftOut = 0x80000000u;

  /// Reads the windows of a count file of order - 1 or more. Throws std::invalid_argument when it is of less,
  /// FormatError when it is damaged. Progress is counted in its entries.
  SentenceTrie(const CountFileReader& file, const SentenceOptions& options, JobControl& control);

  [[nodiscard]] unsigned order() const { return static_cast<unsigned>(levels_.size()); }
  [[nodiscard]] SentenceLevel& level(unsigned order) { return levels_[order - 1]; }
  [[nodiscard]] const SentenceLevel& level(unsigned order) const { return levels_[order - 1]; }
  [[nodiscard]] Count count(unsigned order, NodeIndex node) const { return codes_.decode(level(order).count[node]); }
  [[nodiscard]] bool is_left_out(unsigned order, NodeIndex node) const { return level(order).symbol[node] >= kLeftOut; }
  [[nodiscard]] const CountCodes& codes() const { return codes_; }
  /// Different units.
  [[nodiscard]] std::size_t alphabet_size() const { return levels_.front().size() - 2; }
  [[nodiscard]] NodeIndex end_mark() const { return static_cast<NodeIndex>(levels_.front().size() - 1); }

  /// Finds the suffix of every n-gram and counts left neighbours. Progress is counted in n-grams.
  void link(unsigned threads, JobControl& control);
  [[nodiscard]] const MemoryBudget& budget() const { return budget_; }
  /// Lets go of the memory of what is in files.
  void release() const noexcept;
  /// The same when that is much. Passes call it now and then. Thread-safe.
  void release_if_much() const noexcept;
  /// Memory of one column of one level; beyond it lies in a file.
  [[nodiscard]] std::size_t column_bytes() const { return budget_.part(6 * std::size_t{order()}); }

 private:
  class Builder;
  void link_level(unsigned order, unsigned threads, JobControl& control);
  void count_left(unsigned order, JobControl& control);

  std::string path_;
  MemoryBudget budget_;
  std::vector<SentenceLevel> levels_;
  std::vector<NodeIndex> of_sentence_begin_;  ///< by order from 1: n-grams that begin with <s>
  CountCodes codes_;
};

}  // namespace newword
