// Cohesion of every n-gram of a table.
#pragma once

#include "newword/jobs/workers.hpp"
#include "newword/ngrams/ngram_table.hpp"
#include "newword/system/memory_budget.hpp"

namespace newword {

/// Fills the cohesion of every n-gram of order 2 and more: the smallest pointwise mutual information
/// over its two-part splits, min over w = xy of ln(f(w) N / (f(x) f(y))), in nats.
///
/// The split is chosen in integers (the largest product f(x) f(y)), so the choice is exact; suffixes
/// are found by suffix links, level by level, in files as far as they exceed the budget. Source: Sproat and Shih (1990)
/// for PMI of characters, the min-split rule as in ARCHITECTURE.md.
void add_cohesion(NgramTable& table, unsigned threads, const MemoryBudget& budget, JobControl& control);

/// The split of an n-gram (units in its first part) whose mutual information is smallest; the
/// earliest of equal ones. Order >= 2.
[[nodiscard]] unsigned weakest_split(const NgramTable& table, NgramRef ngram);

}  // namespace newword
