#include "newword/score.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "newword/text.hpp"

#if defined(_MSC_VER) && !defined(__clang__)
#include <intrin.h>
#endif

namespace newword {

namespace {

/// Product of two counts, ordered exactly.
struct Product {
  std::uint64_t high = 0, low = 0;
  auto operator<=>(const Product&) const = default;
};

Product multiply(Count a, Count b) {
#ifdef __SIZEOF_INT128__
  const unsigned __int128 product = static_cast<unsigned __int128>(a) * b;
  return {static_cast<std::uint64_t>(product >> 64), static_cast<std::uint64_t>(product)};
#else
  Product product;
  product.low = _umul128(a, b, &product.high);
  return product;
#endif
}

double pmi(Count whole, Count units, Count x, Count y) {
  const auto real = [](Count c) { return static_cast<double>(c); };
  return std::log(real(whole) / real(x) * (real(units) / real(y)));
}

/// Parents and suffix links of one level, into the level below.
struct Links {
  std::vector<NodeIndex> parent, suffix;
};

/// Nodes of one worker's share of a level.
template <class Work>
void for_nodes(std::size_t size, unsigned threads, JobControl& control, const Work& work) {
  constexpr std::size_t kStride = 1 << 15;
  Tickets tickets((size + kStride - 1) / kStride);
  run_workers(threads, control, [&](unsigned) {
    const std::size_t strides = (size + kStride - 1) / kStride;
    for (std::size_t t; (t = tickets.take()) < strides;) {
      control.check();
      work(t * kStride, std::min(size, (t + 1) * kStride));
    }
  });
}

/// Links the children of nodes begin..end of `order`. The suffix of a child w·s is the child by s of
/// the suffix of w; both lists of children are sorted, and the suffix's list holds all of w's symbols.
void link_children(const NgramTable& table, unsigned order, const Links& links, std::size_t begin,
                   std::size_t end, Links& children) {
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
      children.parent[c] = static_cast<NodeIndex>(i);
      children.suffix[c] = static_cast<NodeIndex>(from - suffix_child);
    }
  }
}

/// Counts of the n-gram's prefixes and suffixes, index = their length; found by walking the links.
struct Parts {
  Count prefix[17], suffix[17];
};

void collect_parts(const NgramTable& table, const std::vector<Links>& links, unsigned order,
                   NodeIndex index, Parts& parts) {
  NodeIndex prefix = index, suffix = index;
  for (unsigned length = order; length > 1; --length) {
    prefix = links[length].parent[prefix];
    suffix = links[length].suffix[suffix];
    parts.prefix[length - 1] = table.level(length - 1).count[prefix];
    parts.suffix[length - 1] = table.level(length - 1).count[suffix];
  }
}

unsigned weakest(const Parts& parts, unsigned order) {
  unsigned best = 1;
  Product largest;
  for (unsigned k = 1; k < order; ++k) {
    const Product product = multiply(parts.prefix[k], parts.suffix[order - k]);
    if (product > largest) {
      largest = product;
      best = k;
    }
  }
  return best;
}

}  // namespace

void add_cohesion(NgramTable& table, unsigned threads, JobControl& control) {
  std::vector<Links> links(table.max_order() + 1);
  for (unsigned order = 1; order < table.max_order(); ++order) {
    Level& next = table.level(order + 1);
    links[order + 1].parent.resize(next.size());
    links[order + 1].suffix.resize(next.size());
    for_nodes(table.level(order).size(), threads, control, [&](std::size_t begin, std::size_t end) {
      link_children(table, order, links[order], begin, end, links[order + 1]);
    });
    for_nodes(next.size(), threads, control, [&](std::size_t begin, std::size_t end) {
      Parts parts;
      for (std::size_t i = begin; i < end; ++i) {
        collect_parts(table, links, order + 1, static_cast<NodeIndex>(i), parts);
        const unsigned k = weakest(parts, order + 1);
        next.cohesion[i] = pmi(next.count[i], table.units(), parts.prefix[k], parts.suffix[order + 1 - k]);
      }
    });
  }
}

unsigned weakest_split(const NgramTable& table, NgramRef ngram) {
  const std::vector<Symbol> symbols = table.symbols_of(ngram);
  const auto count_of = [&](std::size_t begin, std::size_t size) {
    const NgramRef part = table.find(std::span(symbols).subspan(begin, size)).value();
    return table.level(part.order).count[part.index];
  };
  Parts parts;
  for (unsigned k = 1; k < ngram.order; ++k) {
    parts.prefix[k] = count_of(0, k);
    parts.suffix[ngram.order - k] = count_of(k, ngram.order - k);
  }
  return weakest(parts, ngram.order);
}

}  // namespace newword
