#include "newword/ngrams/links.hpp"

#include <algorithm>

namespace newword {

namespace {

/// Links the children of nodes begin..end of `order`. The suffix of a child w·s is the child by s of
/// the suffix of w; both lists of children are sorted, and the suffix's list holds all of w's symbols.
void link_children(const NgramTable& table, unsigned order, const Links& links, std::size_t begin, std::size_t end,
                   Links& children) {
  const Level& level = table.level(order);
  const Symbol* const child_symbol = table.level(order + 1).symbol.data();
  const Level& suffix_level = table.level(order == 1 ? 1 : order - 1);
  const Symbol* const suffix_child = table.level(order).symbol.data();
  for (std::size_t i = begin; i < end; ++i) {
    const NodeIndex first = level.first_child[i], last = level.first_child[i + 1];
    if (first == last) continue;
    // The suffix of a single unit is the empty string, whose children are all single units.
    const Symbol* from = suffix_child;
    const Symbol* to = suffix_child + level.size();
    if (order > 1) {
      const NodeIndex suffix = links.suffix[i];
      from = suffix_child + suffix_level.first_child[suffix];
      to = suffix_child + suffix_level.first_child[suffix + 1];
    }
    for (NodeIndex c = first; c < last; ++c) {
      from = std::lower_bound(from, to, child_symbol[c]);
      children.prefix[c] = static_cast<NodeIndex>(i);
      children.suffix[c] = static_cast<NodeIndex>(from - suffix_child);
    }
  }
}

}  // namespace

Links link_level(const NgramTable& table, unsigned order, const Links& below, unsigned threads, JobControl& control) {
  constexpr std::size_t kStride = 1 << 15;
  Links links;
  links.prefix.resize(table.level(order).size());
  links.suffix.resize(table.level(order).size());
  const std::size_t size = table.level(order - 1).size();
  Tickets tickets((size + kStride - 1) / kStride);
  run_workers(threads, control, [&](unsigned) {
    const std::size_t strides = (size + kStride - 1) / kStride;
    for (std::size_t t; (t = tickets.take()) < strides;) {
      control.check();
      link_children(table, order - 1, below, t * kStride, std::min(size, (t + 1) * kStride), links);
    }
  });
  return links;
}

}  // namespace newword
