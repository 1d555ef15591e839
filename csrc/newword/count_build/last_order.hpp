// What follows the n-grams of a count file's own order.
#pragma once

#include "newword/count_file/count_reader.hpp"
#include "newword/jobs/workers.hpp"
#include "newword/ngrams/entropy.hpp"
#include "newword/ngrams/ngram_table.hpp"
#include "newword/system/memory_budget.hpp"

namespace newword {

/// Fills in variety and entropy of the right neighbours of the n-grams of the file's order: windows that begin
/// with one of them lie side by side. Throws FormatError when the windows do not fit the table.
void fill_last_order(const CountFileReader& file, Count min_count, const MemoryBudget& budget,
                     const EntropyTerms& terms, NgramTable& table, JobControl& control);

}  // namespace newword
