// Puts the nodes that workers found, bucket by bucket, together into one sorted trie.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "newword/base/paged.hpp"
#include "newword/count/bucket_counter.hpp"
#include "newword/count/buckets.hpp"
#include "newword/jobs/workers.hpp"
#include "newword/ngrams/ngram_table.hpp"
#include "newword/system/memory_budget.hpp"

namespace newword {

/// Where the nodes of one bucket and depth lie among those of the worker that found them.
struct NodeSpan {
  NodeIndex begin, end;
  [[nodiscard]] std::size_t size() const { return end - begin; }
};

/// The nodes of one worker, by depth - 1.
using FoundNodes = std::vector<Paged<FoundNode>>;

struct Findings {
  std::span<const Step> steps;  ///< in the order of the trie
  std::span<const Split> splits;
  std::vector<FoundNodes> found;  ///< by worker
  std::vector<unsigned> owners;   ///< by bucket: the worker that counted it
  std::vector<NodeSpan> spans;    ///< by bucket, then depth
  unsigned max_order, threads;
  MemoryBudget budget;  ///< levels that exceed a third of it go to files
  std::uint64_t units;
};

/// Cohesion stays 0.
[[nodiscard]] NgramTable assemble(Findings findings, JobControl& control);

}  // namespace newword
