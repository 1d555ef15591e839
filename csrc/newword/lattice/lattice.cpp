#include "newword/lattice/lattice.hpp"

#include <algorithm>
#include <utility>

namespace newword {

namespace {

std::uint64_t tokens_in(const Level& units) {
  std::uint64_t tokens = 0;
  for (std::size_t i = 0; i < units.size(); ++i) tokens += units.count[i];
  return tokens;
}

/// Throws BudgetError when what the passes keep for every n-gram does not fit.
RowLayout fitting_layout(const NgramTable& table, const MemoryBudget& budget) {
  constexpr std::uint64_t kColumnsAtOnce = 10, kRowsAtOnce = 4;
  RowLayout layout(table, std::min(table.max_order(), kMaxLatticeOrder));
  std::uint64_t ngrams = 0;
  for (unsigned order = 1; order <= layout.max_order(); ++order) ngrams += table.level(order).size();
  require(budget, sizeof(double) * (kColumnsAtOnce * ngrams + kRowsAtOnce * layout.size()),
          "the passes of this method over the text (less with a higher min_count)");
  return layout;
}

}  // namespace

Lattice::Lattice(std::shared_ptr<const NgramTable> ngram_table, const Text& text, unsigned threads,
                 const MemoryBudget& given_budget, JobControl& control)
    : table(std::move(ngram_table)),
      budget(given_budget),
      layout(fitting_layout(*table, given_budget)),
      rare_tokens(table->units() - tokens_in(table->level(1))),
      rare_types(text.alphabet().size() - table->level(1).size()),
      positions(find_positions(text, *table, layout, threads, budget, control)),
      run_edges(count_run_edges(text, control)),
      links(layout.max_order() + 1) {
  for (unsigned order = 2; order <= layout.max_order(); ++order) {
    links[order] = link_level(*table, order, links[order - 1], threads, control);
  }
}

unsigned Lattice::workers(unsigned threads, unsigned sums) const {
  const std::size_t most = std::min(std::size_t{1} << 30, budget.part(4));
  const std::size_t affordable = most / (layout.size() * sizeof(std::uint64_t) * sums);
  return static_cast<unsigned>(std::clamp<std::size_t>(affordable, 1, threads));
}

std::vector<std::uint32_t> Lattice::of_units(const Paged<std::uint32_t>& values) const {
  std::vector<std::uint32_t> kept;
  kept.reserve(ngrams().units());
  for (std::size_t i = 0; i < positions.size(); ++i) {
    if (positions.data()[i] != kBoundaryPlace) kept.push_back(values[i]);
    if (i % kStride == 0) {
      positions.release(0, i);
      values.release(0, i);
    }
  }
  return kept;
}

}  // namespace newword
