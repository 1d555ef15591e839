// Counts one part of the n-grams from the windows that were sent to it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "newword/count/bucket_counter.hpp"
#include "newword/parts/window_parts.hpp"

namespace newword {

/// What was counted of one part: its nodes by depth - 1 in the order of the trie, `first_child` within the part.
/// Of a part below a prefix there are none of depth 1, but its share of the neighbours of that unit.
struct CountedPart {
  std::vector<std::vector<FoundNode>> nodes;
  std::vector<std::pair<Symbol, Count>> left, right;  ///< by symbol, ascending; empty but below a prefix
};

/// Windows of max_order + 2 symbols. `blobs` are what WindowSender gave for this part, in any order; several may
/// hold the same window. Memory: the blobs, and 2 (max_order + 3) bytes a window of theirs, or 4 with more than
/// 65,535 units. Throws std::invalid_argument for what is no such blob.
[[nodiscard]] CountedPart count_part(const std::vector<std::string>& blobs, const WindowPart& part,
                                     const std::vector<Count>& histogram, unsigned max_order, Count min_count,
                                     const JobControl& control);

/// The table of all parts; cohesion stays 0. `parts` are those of WindowParts, `counted` the same in number.
/// What is counted is used up.
[[nodiscard]] NgramTable join_parts(const std::vector<WindowPart>& parts, std::vector<CountedPart> counted,
                                    std::size_t alphabet_size, unsigned max_order, std::uint64_t units,
                                    unsigned threads, const MemoryBudget& budget, JobControl& control);

}  // namespace newword
