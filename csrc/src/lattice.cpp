#include "newword/lattice.hpp"

#include <algorithm>
#include <utility>

namespace newword {

namespace {

std::uint64_t tokens_in(const Level& units) {
  std::uint64_t tokens = 0;
  for (std::size_t i = 0; i < units.size(); ++i) tokens += units.count[i];
  return tokens;
}

}  // namespace

Lattice::Lattice(std::shared_ptr<const NgramTable> ngram_table, const Text& text, unsigned threads,
                 JobControl& control)
    : table(std::move(ngram_table)), layout(*table, std::min(table->max_order(), kMaxLatticeOrder)),
      rare_tokens(text.units() - tokens_in(table->level(1))),
      rare_types(text.alphabet().size() - table->level(1).size()),
      positions(find_positions(text, *table, layout, threads, control)), run_edges(count_run_edges(text, control)),
      links(layout.max_order() + 1) {
  for (unsigned order = 2; order <= layout.max_order(); ++order) {
    links[order] = link_level(*table, order, links[order - 1], threads, control);
  }
}

unsigned Lattice::workers(unsigned threads, unsigned sums) const {
  constexpr std::size_t kBudgetBytes = std::size_t{1} << 30;
  const std::size_t affordable = kBudgetBytes / (layout.size() * sizeof(std::uint64_t) * sums);
  return static_cast<unsigned>(std::clamp<std::size_t>(affordable, 1, threads));
}

std::vector<std::uint32_t> Lattice::of_units(const RawBuffer<std::uint32_t>& values) const {
  std::vector<std::uint32_t> kept;
  kept.reserve(ngrams().units());
  for (std::size_t i = 0; i < positions.size(); ++i) {
    if (positions.data()[i] != kBoundaryPlace) kept.push_back(values[i]);
  }
  return kept;
}

}  // namespace newword
