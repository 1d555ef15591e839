// Every occurrence of given strings in the text: statistics of long words, examples in context.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "newword/jobs/workers.hpp"
#include "newword/ngrams/ngram_table.hpp"
#include "newword/text/text.hpp"

namespace newword {

/// The occurrences of one string.
struct Occurrences {
  Count count = 0;
  Count left_variety = 0, right_variety = 0;
  double left_entropy = 0, right_entropy = 0;
  Count after_number = 0;           ///< directly behind a number, in digits or in Han
  std::vector<std::size_t> sample;  ///< places in the text, ascending
};

/// The neighbours before and after the occurrences of a string.
struct NeighbourCounts {
  std::map<Symbol, Count> left, right;
};
/// Those of a text, or of a part of one that begins and ends at boundaries: counts of parts add up.
[[nodiscard]] std::vector<NeighbourCounts> count_neighbours(const Text& text,
                                                            const std::vector<std::vector<Symbol>>& strings,
                                                            JobControl& control);
/// The same strings' statistics, without samples.
[[nodiscard]] std::vector<Occurrences> summarize(const std::vector<NeighbourCounts>& counts, const Alphabet& alphabet);

/// Finds strings of two and more symbols, overlapping occurrences included. The sample holds every
/// occurrence while there are at most `sample_size`, else every 2^k-th for the smallest k that is
/// enough. Strings of fewer than two symbols find nothing. One pass over the text, one thread.
[[nodiscard]] std::vector<Occurrences> find_occurrences(const Text& text,
                                                        const std::vector<std::vector<Symbol>>& strings,
                                                        std::size_t sample_size, JobControl& control);

}  // namespace newword
