// How often the strings of a text are words of its cut by a language model.
#pragma once

#include <cstdint>
#include <vector>

#include "newword/jobs/workers.hpp"
#include "newword/ngrams/ngram_table.hpp"
#include "newword/tagger/tag_path.hpp"
#include "newword/text/text.hpp"

namespace newword {

/// By order from 1, for each n-gram of the table the times that it is a word of the best cut (tag_path.hpp). The same
/// for every number of threads. Progress is counted in symbols of the text.
[[nodiscard]] std::vector<std::vector<std::uint64_t>> count_tagged(const Text& text, const NgramTable& table,
                                                                   const NgramModel& model, const TagWeights& weights,
                                                                   unsigned threads, JobControl& control);

}  // namespace newword
