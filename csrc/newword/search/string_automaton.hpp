// Looks for many strings at once, in one pass that takes linear time for any strings and text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "newword/base/pair_index.hpp"
#include "newword/text/symbols.hpp"

namespace newword {

/// Tells which of many strings end at each place of a text. Immutable once built; thread-safe.
/// Linear in the strings, the text and the occurrences. Source: Aho and Corasick (1975).
class StringAutomaton {
 public:
  using State = std::uint32_t;
  static constexpr State kStart = 0;
  static constexpr std::uint32_t kNone = PairIndex::kNone;

  /// Strings of fewer than two symbols are left out; equal ones are all told.
  explicit StringAutomaton(const std::vector<std::vector<Symbol>>& strings);

  /// False: no string begins with these two, so from kStart the first leads to kStart.
  [[nodiscard]] bool may_begin(Symbol first, Symbol second) const { return heads_.may_hold(first, second); }

  [[nodiscard]] State next(State state, Symbol symbol) const {
    for (;; state = nodes_[state].fallback) {
      const State to = child(state, symbol);
      if (to != kNone) return to;
      if (state == kStart) return kStart;
    }
  }

  /// Calls `tell(number)` for every string that ends where `state` was reached.
  template <class Tell>
  void each_end(State state, const Tell& tell) const {
    for (State at = state; at != kStart; at = nodes_[at].shorter_end) {
      for (std::uint32_t s = nodes_[at].string; s != kNone; s = same_[s]) tell(s);
    }
  }

 private:
  struct Node {
    State parent = kStart;
    Symbol symbol = kBoundary;
    State fallback = kStart;     ///< the longest proper suffix that is a node
    State shorter_end = kStart;  ///< the longest proper suffix that is a string
    std::uint32_t string = kNone;
  };

  [[nodiscard]] State child(State state, Symbol symbol) const {
    return moves_.may_hold(state + 1, symbol) ? moves_.get(state + 1, symbol) : kNone;
  }
  void link(const std::vector<std::vector<State>>& by_depth);

  PairIndex moves_, heads_;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> same_;  ///< the next string equal to each
};

}  // namespace newword
