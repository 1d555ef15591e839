// Links from every n-gram to its prefix and to its suffix.
#pragma once

#include <cstddef>
#include <vector>

#include "newword/jobs/workers.hpp"
#include "newword/ngrams/ngram_table.hpp"

namespace newword {

/// For each n-gram of one order its longest proper prefix and suffix, as places in the level below.
struct Links {
  std::vector<NodeIndex> prefix, suffix;
};

/// Links the n-grams of `order` >= 2, given the links of order - 1 (ignored for order 2).
[[nodiscard]] Links link_level(const NgramTable& table, unsigned order, const Links& below, unsigned threads,
                               JobControl& control);

}  // namespace newword
