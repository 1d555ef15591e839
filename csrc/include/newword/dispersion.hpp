// In how many documents words stand, how evenly they are spread over the text, and when.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "newword/document_ends.hpp"
#include "newword/memory_budget.hpp"
#include "newword/ngram_table.hpp"
#include "newword/text.hpp"
#include "newword/workers.hpp"

namespace newword {

/// The time of a document that has none.
inline constexpr std::int64_t kNoTime = std::numeric_limits<std::int64_t>::min();

/// How the occurrences of one word lie in the text.
struct Dispersion {
  Count count = 0;      ///< overlapping occurrences included
  Count documents = 0;  ///< that hold it
  double evenness = 0;  ///< average reduced frequency divided by the count; 0 for a word that does not occur
  std::int64_t first_time = kNoTime, last_time = kNoTime;  ///< of those documents that have one
};

/// Finds strings of two and more symbols; shorter ones find nothing.
///
/// With f occurrences on the N places of a text (units, and one for each boundary) laid on a circle,
/// d_i apart, evenness is the sum of min(d_i / N, 1 / f). Source: Savický and Hlaváčová (2002), whose
/// average reduced frequency is f times that.
///
/// `counts` are those that are expected of the strings; where they are wrong the text is read once more.
/// `times` is empty, or has one for each document. In a small budget fewer threads work, and the text is read
/// once for each batch of strings that fits.
[[nodiscard]] std::vector<Dispersion> find_dispersion(const Text& text, const DocumentEnds& documents,
                                                      const std::vector<std::vector<Symbol>>& strings,
                                                      const std::vector<Count>& counts,
                                                      std::span<const std::int64_t> times, unsigned threads,
                                                      const MemoryBudget& budget, JobControl& control);

/// How often strings occur by slice of the documents, one row of slices for each string.
struct SliceCounts {
  std::vector<Count> occurrences;
  std::vector<Count> documents;        ///< that hold the string
  std::vector<Count> units;            ///< of each slice
  std::vector<Count> slice_documents;  ///< of each slice
};

/// `slices` has the slice of each document; those of `slice_count` and above are left out. The rows have to
/// fit in the budget.
[[nodiscard]] SliceCounts find_slice_counts(const Text& text, const DocumentEnds& documents,
                                            const std::vector<std::vector<Symbol>>& strings,
                                            const std::vector<std::uint32_t>& slices, std::size_t slice_count,
                                            unsigned threads, const MemoryBudget& budget, JobControl& control);

}  // namespace newword
