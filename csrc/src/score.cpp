#include "newword/score.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "newword/links.hpp"

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
  // Equal products have equal roundings: parts that meet by chance have exactly 0.
  return std::log(real(whole) * real(units) / (real(x) * real(y)));
}

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

/// Counts of the n-gram's prefixes and suffixes, index = their length; found by walking the links.
struct Parts {
  Count prefix[17], suffix[17];
};

void collect_parts(const NgramTable& table, const std::vector<Links>& links, unsigned order,
                   NodeIndex index, Parts& parts) {
  NodeIndex prefix = index, suffix = index;
  for (unsigned length = order; length > 1; --length) {
    prefix = links[length].prefix[prefix];
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
    links[order + 1] = link_level(table, order + 1, links[order], threads, control);
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
