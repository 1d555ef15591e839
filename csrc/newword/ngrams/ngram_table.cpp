#include "newword/ngrams/ngram_table.hpp"

#include <algorithm>

namespace newword {

void Level::resize(std::size_t size, const std::string* temp_dir) {
  const auto make = [&]<class T>(Paged<T>& column, std::size_t elements) {
    column = temp_dir == nullptr ? Paged<T>(elements) : Paged<T>(elements, *temp_dir);
    column.expect_jumps();
  };
  make(symbol, size);
  make(first_child, size + 1);
  make(count, size);
  make(left_variety, size);
  make(right_variety, size);
  make(left_entropy, size);
  make(right_entropy, size);
  make(cohesion, size);
  first_child[size] = 0;
}

void Level::release(std::size_t first, std::size_t last) const noexcept {
  symbol.release(first, last);
  first_child.release(first, last);
  count.release(first, last);
  left_variety.release(first, last);
  right_variety.release(first, last);
  left_entropy.release(first, last);
  right_entropy.release(first, last);
  cohesion.release(first, last);
}

std::optional<NgramRef> NgramTable::child(NgramRef parent, Symbol symbol) const {
  if (parent.order >= max_order()) return std::nullopt;
  const Level& from = level(parent.order);
  const Symbol* const symbols = level(parent.order + 1).symbol.data();
  const Symbol* const end = symbols + from.first_child[parent.index + 1];
  const Symbol* const found = std::lower_bound(symbols + from.first_child[parent.index], end, symbol);
  if (found == end || *found != symbol) return std::nullopt;
  return NgramRef{parent.order + 1, static_cast<NodeIndex>(found - symbols)};
}

std::optional<NgramRef> NgramTable::find(std::span<const Symbol> symbols) const {
  if (symbols.empty() || symbols.size() > max_order()) return std::nullopt;
  const auto roots = level(1).symbol.span();
  const auto root = std::lower_bound(roots.begin(), roots.end(), symbols.front());
  if (root == roots.end() || *root != symbols.front()) return std::nullopt;
  std::optional<NgramRef> at = NgramRef{1, static_cast<NodeIndex>(root - roots.begin())};
  for (std::size_t i = 1; at && i < symbols.size(); ++i) at = child(*at, symbols[i]);
  return at;
}

std::vector<Symbol> NgramTable::symbols_of(NgramRef ngram) const {
  std::vector<Symbol> symbols(ngram.order);
  NodeIndex index = ngram.index;
  for (unsigned order = ngram.order;; --order) {
    symbols[order - 1] = level(order).symbol[index];
    if (order == 1) return symbols;
    const auto first = level(order - 1).first_child.span();
    // The last node whose children begin at or before `index`; childless ones share a beginning.
    index = static_cast<NodeIndex>(std::upper_bound(first.begin(), first.end(), index) - first.begin() - 1);
  }
}

}  // namespace newword
