// From a count file to the table that counting its texts would have given.
#pragma once

#include <cstddef>

#include "newword/count_file/count_reader.hpp"
#include "newword/jobs/workers.hpp"
#include "newword/ngrams/ngram_table.hpp"
#include "newword/system/memory_budget.hpp"

namespace newword {

struct ScoreOptions {
  unsigned max_order = 6;  ///< 1 to the order of the file
  Count min_count = 2;     ///< at least 1
  unsigned threads = 1;
  std::size_t buffer_bytes = 0;  ///< for the records of one pass, at most; 0: 256 MiB, or what the budget allows
  MemoryBudget budget;
};

/// The n-grams of 1..max_order units that occur min_count times and more, with the entropy and variety
/// of their neighbours: bit for bit the table of count_ngrams(), cohesion left to score.hpp.
///
/// A window s0 s1 ... sN says that s0 stands before what begins with s1: windows are distributed by their second
/// symbol, as many symbols a pass as the buffer holds. What follows the n-grams of order N is beyond such windows; it
/// comes from those that begin with them, in one more pass. Every block is checked in the first pass, before it is
/// used. Progress is counted in windows read.
[[nodiscard]] NgramTable score_counts(const CountFileReader& file, const ScoreOptions& options, JobControl& control);

}  // namespace newword
