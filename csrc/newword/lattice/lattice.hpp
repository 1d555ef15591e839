// The words a text could be cut into, and where: what every pass of the ranking models runs on.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "newword/jobs/workers.hpp"
#include "newword/lattice/lattice_rows.hpp"
#include "newword/lattice/positions.hpp"
#include "newword/ngrams/links.hpp"
#include "newword/ngrams/ngram_table.hpp"
#include "newword/text/text.hpp"

namespace newword {

/// A text, the n-grams of its table up to kMaxLatticeOrder, and their places. Every single unit of the
/// text is a word too; those that the table lacks ("rare units") are words of their own wherever they stand,
/// because no n-gram of the table holds one. Immutable; thread-safe.
struct Lattice {
  /// Throws BudgetError when the passes over it would not fit the budget.
  Lattice(std::shared_ptr<const NgramTable> table, const Text& text, unsigned threads, const MemoryBudget& budget,
          JobControl& control);

  [[nodiscard]] const NgramTable& ngrams() const { return *table; }
  [[nodiscard]] unsigned max_order() const { return layout.max_order(); }
  /// Workers that may each hold `sums` RowSums at a time without taking more than ~1 GiB or a
  /// quarter of the budget together.
  [[nodiscard]] unsigned workers(unsigned threads, unsigned sums) const;
  /// The values of the units out of values of all places.
  [[nodiscard]] std::vector<std::uint32_t> of_units(const Paged<std::uint32_t>& values) const;

  std::shared_ptr<const NgramTable> table;
  MemoryBudget budget;
  RowLayout layout;
  std::uint64_t rare_tokens, rare_types;
  Positions positions;
  RunEdges run_edges;
  std::vector<Links> links;  ///< by order, from 2 upwards
};

}  // namespace newword
