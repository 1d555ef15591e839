// In how many documents words stand, how evenly they are spread over the text, and when.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "newword/jobs/workers.hpp"
#include "newword/ngrams/ngram_table.hpp"
#include "newword/system/memory_budget.hpp"
#include "newword/text/document_ends.hpp"
#include "newword/text/text.hpp"

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

/// What is known of a word in a part of a text, so that parts in their order add up to the whole. A text of places
/// 1..N (0 is the boundary it begins with).
struct SpreadTally {
  Count count = 0, documents = 0;
  std::uint64_t first = 0, last = 0;  ///< where it ends, 0 before any
  std::uint64_t near_sum = 0;         ///< of the distances below `gap`
  Count far = 0;                      ///< distances of `gap` and more
  std::uint64_t gap = 0;              ///< the even distance, N / f, rounded up

  void add_distance(std::uint64_t distance) {
    if (distance < gap) {
      near_sum += distance;
    } else {
      ++far;
    }
  }
  /// Goes on with what a later part has; `is_one_document`: that of the last and the next occurrence.
  void append(const SpreadTally& next, bool is_one_document);
  /// The dispersion over a whole text of this many places; without times.
  [[nodiscard]] Dispersion finish(std::uint64_t places) const;
};

/// The tallies of strings in a part of a text of `places` places, which begins at `offset` of it: its first unit is
/// at place offset + 1. Documents do not go over the ends of a part. `counts` are those of the whole text.
[[nodiscard]] std::vector<SpreadTally> tally_spread(const Text& text, const DocumentEnds& documents,
                                                    const std::vector<std::vector<Symbol>>& strings,
                                                    const std::vector<Count>& counts, std::uint64_t places,
                                                    std::uint64_t offset, JobControl& control);

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
