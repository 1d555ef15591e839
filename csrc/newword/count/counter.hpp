// Exact n-gram counting by multi-pass radix distribution ("How counting works" in ARCHITECTURE.md).
#pragma once

#include <cstddef>
#include <cstdint>

#include "newword/jobs/workers.hpp"
#include "newword/ngrams/ngram_table.hpp"
#include "newword/system/memory_budget.hpp"
#include "newword/text/text.hpp"

namespace newword {

inline constexpr unsigned kMaxOrder = 16;

struct CountOptions {
  unsigned max_order = 6;  ///< 1..kMaxOrder
  Count min_count = 2;     ///< at least 1
  unsigned threads = 1;
  /// Maximum size of the records of one pass. 0 means 128 MiB or, if that is more and the budget allows it, an eighth
  /// of all records.
  std::size_t buffer_bytes = 0;
  MemoryBudget budget;  ///< for everything but the text
};

/// Bytes that counting takes whatever the length of the text, for an alphabet of this many units.
[[nodiscard]] std::uint64_t least_count_bytes(std::size_t alphabet_size, unsigned threads);

/// Throws std::invalid_argument for options out of their range.
void check(const CountOptions& options);

/// Counts every n-gram of 1..max_order units inside the runs of a sealed text that occurs at least
/// min_count times, with the entropy and variety of its neighbours. Cohesion is left to score.hpp.
///
/// The text is distributed into buckets of records (left neighbour, next units), one for each first unit
/// or, where those are too many for one worker, longer prefix; within a bucket each n-gram tallies its
/// neighbours in flat arrays and distributes the records of its frequent extensions, one symbol shorter.
/// The output is therefore a sorted trie, equal for every number of threads, buffer and budget. Progress is
/// counted in records. Throws BudgetError, or IoError of a temporary file.
[[nodiscard]] NgramTable count_ngrams(const Text& text, const CountOptions& options, JobControl& control);

}  // namespace newword
