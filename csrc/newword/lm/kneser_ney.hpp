// Interpolated modified Kneser-Ney estimates of an n-gram model.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "newword/lm/discounts.hpp"
#include "newword/lm/sentence_trie.hpp"
#include "newword/system/prefetch.hpp"

namespace newword {

/// What is known of one order.
struct OrderFacts {
  std::uint64_t ngrams = 0;  ///< <unk> and <s> among those of order 1
  std::uint64_t kept = 0;    ///< that pruning left
  Discounts discounts;
};

/// Probabilities and backoff weights of all n-grams of a trie. Immutable; thread-safe.
///
/// p(w | h) = (a(h w) - D(a(h w))) / sum of a(h .) + b(h) p(w | h without its first symbol), and 1 / (units
/// kept + 2) below order 1: </s> and <unk> are words. What pruning leaves out adds to b(h).
/// Sources: Chen and Goodman (1998), section 4.1.6; Heafield et al. (2013), section 3, whose estimates these are.
class KneserNey {
 public:
  /// The trie must be linked. Progress is counted in n-grams.
  KneserNey(SentenceTrie trie, const std::array<float, 3>& fallback, unsigned threads, JobControl& control);

  [[nodiscard]] unsigned order() const { return trie_.order(); }
  [[nodiscard]] const SentenceTrie& trie() const { return trie_; }
  [[nodiscard]] const OrderFacts& facts(unsigned order) const { return facts_[order - 1]; }
  [[nodiscard]] double unknown_probability() const { return unknown_; }

  /// The data of an n-gram of less than the highest order.
  [[nodiscard]] double probability(unsigned order, NodeIndex node) const {
    return std::bit_cast<float>(trie_.level(order).count[node]);
  }
  [[nodiscard]] double backoff(unsigned order, NodeIndex node) const { return backoff_[order - 1][node]; }
  /// Calls `take(node, probability)` for the longest n-grams with prefix `parent`.
  template <class Take>
  void for_longest(NodeIndex parent, const Take& take) const {
    const Children children = sum_children(order(), parent);
    const SentenceLevel& level = trie_.level(order());
    for (NodeIndex c = children.begin; c < children.end; ++c) {
      if (c + kAhead < level.size()) prefetch(&trie_.level(order() - 1).count[level.suffix[c + kAhead]]);
      take(c, interpolate(order(), children, c));
    }
  }
  /// Lets go of the memory of what is in files when that is much. Thread-safe.
  void release_if_much() const noexcept;

 private:
  static constexpr std::size_t kAhead = 24;

  struct Children {
    NodeIndex begin, end;
    double total, backoff;
  };
  [[nodiscard]] Children sum_children(unsigned order, NodeIndex parent) const;
  [[nodiscard]] double interpolate(unsigned order, const Children& siblings, NodeIndex node) const;
  void find_discounts(const std::array<float, 3>& fallback, JobControl& control);
  void estimate_units();
  void estimate_level(unsigned order, unsigned threads, JobControl& control);

  SentenceTrie trie_;
  std::vector<OrderFacts> facts_;
  std::vector<Paged<float>> backoff_;  ///< by order from 1
  double unknown_ = 0;
};

}  // namespace newword
