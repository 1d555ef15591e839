// Looks up the counts of given strings in a count file; reads only the blocks that can contain them.
#pragma once

#include <vector>

#include "newword/count_file/count_reader.hpp"
#include "newword/jobs/workers.hpp"
#include "newword/ngrams/ngram_table.hpp"

namespace newword {

/// Occurrences of strings of two symbols to the order of the file, in symbols of the file; 0 for others.
[[nodiscard]] std::vector<Count> look_up(const CountFileReader& file, const std::vector<std::vector<Symbol>>& strings,
                                         unsigned threads, JobControl& control);

}  // namespace newword
