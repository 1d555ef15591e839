#include "newword/matcher.hpp"

#include <algorithm>
#include <cstring>

namespace newword {

namespace {

std::vector<std::vector<std::uint8_t>> mark_prefixes(const NgramTable& table, const KeptNgrams& kept) {
  std::vector<std::vector<std::uint8_t>> leads_on(table.max_order() + 1);
  for (unsigned order = table.max_order(); order >= 1; --order) {
    const Level& level = table.level(order);
    leads_on[order].assign(level.size(), 0);
    if (order == table.max_order()) continue;
    for (std::size_t i = 0; i < level.size(); ++i) {
      for (NodeIndex c = level.first_child[i]; c < level.first_child[i + 1]; ++c) {
        if (kept[order + 1][c] || leads_on[order + 1][c]) leads_on[order][i] = 1;
      }
    }
  }
  return leads_on;
}

std::size_t bigrams_of(const NgramTable& table) { return table.max_order() < 2 ? 0 : table.level(2).size(); }

}  // namespace

Matcher::Matcher(const NgramTable& table, const KeptNgrams& kept)
    : table_(&table), kept_(&kept), leads_on_(mark_prefixes(table, kept)), bigrams_(bigrams_of(table)) {
  if (table.max_order() < 2) return;
  const Level& roots = table.level(1);
  for (NodeIndex r = 0; r < roots.size(); ++r) {
    for (NodeIndex c = roots.first_child[r]; c < roots.first_child[r + 1]; ++c) {
      if (kept[2][c] || leads_on_[2][c]) bigrams_.at(roots.symbol[r], table.level(2).symbol[c]) = c;
    }
  }
}

template <class Number>
void Matcher::match(const Number* text, std::size_t size, std::uint8_t* lengths) const {
  std::memset(lengths, 0, size);
  std::uint16_t survivors[kWindow];
  for (std::size_t begin = 0; begin < size; begin += kWindow) {
    const std::size_t window = std::min(kWindow, size - begin);
    const Number* const at = text + begin;
    std::size_t n = 0;
    for (std::size_t i = 0; i < window; ++i) {
      survivors[n] = static_cast<std::uint16_t>(i);
      n += bigrams_.may_hold(at[i], at[i + 1]);
    }
    for (std::size_t k = 0; k < n; ++k) lengths[begin + survivors[k]] = longest_at(at + survivors[k]);
  }
}

template <class Number>
std::uint8_t Matcher::longest_at(const Number* text) const {
  const std::uint32_t bigram = bigrams_.get(text[0], text[1]);
  if (bigram == PairIndex::kNone) return 0;
  NgramRef at{2, bigram};
  std::uint8_t longest = is_kept(at) ? 2 : 0;
  while (leads_on_[at.order][at.index]) {
    const auto next = table_->child(at, text[at.order]);
    if (!next) break;
    at = *next;
    if (is_kept(at)) longest = static_cast<std::uint8_t>(at.order);
  }
  return longest;
}

template void Matcher::match(const std::uint16_t*, std::size_t, std::uint8_t*) const;
template void Matcher::match(const std::uint32_t*, std::size_t, std::uint8_t*) const;

}  // namespace newword
