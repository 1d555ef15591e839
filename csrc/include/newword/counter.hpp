// Exact n-gram counting by multi-pass radix distribution (design A of ARCHITECTURE.md).
#pragma once

#include <cstddef>
#include <cstdint>

#include "newword/ngram_table.hpp"
#include "newword/text.hpp"
#include "newword/workers.hpp"

namespace newword {

inline constexpr unsigned kMaxOrder = 16;

struct CountOptions {
  unsigned max_order = 6;       ///< 1..kMaxOrder
  Count min_count = 2;          ///< at least 1
  unsigned threads = 1;
  std::size_t buffer_bytes = std::size_t{128} << 20;  ///< for the records of one pass
};

/// Throws std::invalid_argument for options out of their range.
void check(const CountOptions& options);

/// Counts every n-gram of 1..max_order units inside the runs of a sealed text that occurs at least
/// min_count times, with the entropy and variety of its neighbours. Cohesion is left to score.hpp.
///
/// The text is distributed by first symbol into buckets of records (left neighbour, next units);
/// within a bucket each n-gram tallies its neighbours in flat arrays and distributes the records of
/// its frequent extensions, one symbol shorter. The output is therefore a sorted trie, equal for
/// every number of threads and size of buffer. Progress is counted in symbols of the text.
[[nodiscard]] NgramTable count_ngrams(const Text& text, const CountOptions& options, JobControl& control);

}  // namespace newword
