#include "newword/ngrams/score.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "newword/base/paged.hpp"
#include "newword/base/raw_buffer.hpp"
#include "newword/base/wide_product.hpp"

namespace newword {

namespace {

double pmi(Count whole, Count units, Count x, Count y) {
  const auto real = [](Count c) { return static_cast<double>(c); };
  // Equal products have equal roundings: parts that meet by chance have exactly 0.
  return std::log(real(whole) * real(units) / (real(x) * real(y)));
}

/// Counts of an n-gram's prefixes and suffixes, index = their length.
struct Parts {
  Count prefix[17], suffix[17];
};

unsigned weakest(const Parts& parts, unsigned order) {
  unsigned best = 1;
  Wide largest;
  for (unsigned k = 1; k < order; ++k) {
    const Wide product = multiply(parts.prefix[k], parts.suffix[order - k]);
    if (product > largest) {
      largest = product;
      best = k;
    }
  }
  return best;
}

/// An n-gram and its prefixes, for n-grams that are visited in order.
class PrefixPath {
 public:
  explicit PrefixPath(const NgramTable& table) : table_(table) {}

  void start(unsigned order, std::size_t index) {
    path_[order] = static_cast<NodeIndex>(index);
    for (unsigned length = order - 1; length > 0; --length) {
      const auto first = table_.level(length).first_child.span();
      path_[length] =
          static_cast<NodeIndex>(std::upper_bound(first.begin(), first.end(), path_[length + 1]) - first.begin() - 1);
    }
  }
  /// Goes on to a later n-gram of the same order.
  void move(unsigned order, std::size_t index) {
    path_[order] = static_cast<NodeIndex>(index);
    for (unsigned length = order - 1; length > 0; --length) {
      const Level& level = table_.level(length);
      if (level.first_child[path_[length] + 1] > path_[length + 1]) return;
      do ++path_[length];
      while (level.first_child[path_[length] + 1] <= path_[length + 1]);
    }
  }
  [[nodiscard]] NodeIndex operator[](unsigned length) const { return path_[length]; }

 private:
  const NgramTable& table_;
  NodeIndex path_[17] = {};
};

/// The counts of a level: its own column, or a narrow copy.
struct Counts {
  const Count* wide = nullptr;
  RawBuffer<std::uint32_t> narrow;

  Count operator[](std::size_t i) const { return wide != nullptr ? wide[i] : narrow[i]; }
};

/// The cohesion of one level after the other, shortest n-grams first.
class Cohesion {
 public:
  Cohesion(NgramTable& table, unsigned threads, const MemoryBudget& budget, JobControl& control)
      : table_(table),
        threads_(threads),
        budget_(budget),
        control_(control),
        counts_(table.max_order() + 1),
        suffixes_(table.max_order() + 1) {}

  void run() {
    for (unsigned order = 1; order < table_.max_order(); ++order) {
      hold_counts(order);
      const std::size_t longer = table_.level(order + 1).size();
      if (order + 1 < table_.max_order()) suffixes_[order + 1] = make(longer);
      const std::size_t parents = table_.level(order).size();
      const std::size_t stride = table_.is_mapped() ? kMappedStride : kStride;
      const std::size_t strides = (parents + stride - 1) / stride;
      Tickets tickets(strides);
      run_workers(threads_, control_, [&](unsigned) {
        for (std::size_t t; (t = tickets.take()) < strides;) {
          control_.check();
          score_children(order, t * stride, std::min(parents, (t + 1) * stride));
          release_if_large();
        }
      });
    }
  }

 private:
  static constexpr std::size_t kStride = 1 << 14;
  /// Of tables in files, whose pages count as memory until they are released: few nodes at a time.
  static constexpr std::size_t kMappedStride = 1 << 10;

  /// Counts are looked up all over a level: in memory if they fit, also of a table in files.
  void hold_counts(unsigned order) {
    const Level& level = table_.level(order);
    const std::size_t bytes = level.size() * sizeof(std::uint32_t);
    if (!level.is_mapped() || held_bytes_ + bytes > most_held() || table_.units() > UINT32_MAX) {
      counts_[order].wide = level.count.data();
      return;
    }
    held_bytes_ += bytes;
    counts_[order].narrow.resize(level.size());
    std::copy_n(level.count.data(), level.size(), counts_[order].narrow.data());
    level.count.release();
  }

  Paged<NodeIndex> make(std::size_t size) {
    const std::size_t bytes = size * sizeof(NodeIndex);
    if (held_bytes_ + bytes > most_held()) return Paged<NodeIndex>(size, budget_.temp_dir);
    held_bytes_ += bytes;
    return Paged<NodeIndex>(size);
  }

  [[nodiscard]] std::size_t most_held() const { return budget_.is_limited() ? budget_.bytes / 4 * 3 : SIZE_MAX; }

  void release_if_large() const {
    if (!table_.is_mapped() || !mapped_memory_exceeds(budget_)) return;
    table_.release();
    for (const auto& suffixes : suffixes_) suffixes.release();
  }

  /// Parents first..last of `order`. The suffix of a child w·s is the child by s of the suffix of w; both
  /// lists of children are sorted, and the suffix's list holds all of w's symbols.
  void score_children(unsigned order, std::size_t first, std::size_t last) {
    const Level& level = table_.level(order);
    Level& children = table_.level(order + 1);
    Parts parts;
    PrefixPath path(table_);
    path.start(order, first);
    for (std::size_t parent = first; parent < last; ++parent) {
      const NodeIndex begin = level.first_child[parent], end = level.first_child[parent + 1];
      if (begin == end) continue;
      path.move(order, parent);
      for (unsigned length = 1; length <= order; ++length) parts.prefix[length] = counts_[length][path[length]];
      // The suffix of a single unit is the empty string, whose children are all single units.
      const Symbol* const symbols = level.symbol.data();
      const Symbol* from = symbols;
      const Symbol* to = symbols + level.size();
      if (order > 1) {
        const Level& shorter = table_.level(order - 1);
        const NodeIndex suffix = suffix_of(order, parent);
        from = symbols + shorter.first_child[suffix];
        to = symbols + shorter.first_child[suffix + 1];
      }
      for (NodeIndex child = begin; child < end; ++child) {
        from = std::lower_bound(from, to, children.symbol[child]);
        const auto suffix = static_cast<NodeIndex>(from - symbols);
        if (order + 1 < table_.max_order()) suffixes_[order + 1][child] = suffix;
        collect_suffixes(order, suffix, parts);
        const unsigned k = weakest(parts, order + 1);
        children.cohesion[child] =
            pmi(children.count[child], table_.units(), parts.prefix[k], parts.suffix[order + 1 - k]);
      }
    }
  }

  [[nodiscard]] NodeIndex suffix_of(unsigned order, std::size_t index) const { return suffixes_[order][index]; }

  void collect_suffixes(unsigned order, NodeIndex suffix, Parts& parts) const {
    for (unsigned length = order;; --length) {
      parts.suffix[length] = counts_[length][suffix];
      if (length == 1) return;
      suffix = suffix_of(length, suffix);
    }
  }

  NgramTable& table_;
  unsigned threads_;
  const MemoryBudget& budget_;
  JobControl& control_;
  std::vector<Counts> counts_;              ///< by order
  std::vector<Paged<NodeIndex>> suffixes_;  ///< by order from 2: place of the suffix in the level below
  std::size_t held_bytes_ = 0;
};

}  // namespace

void add_cohesion(NgramTable& table, unsigned threads, const MemoryBudget& budget, JobControl& control) {
  Cohesion(table, threads, budget, control).run();
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
