// Short strings looked for at many places of a text together, so that the memory answers many at once.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "newword/base/pair_index.hpp"
#include "newword/system/errors.hpp"
#include "newword/text/symbols.hpp"

namespace newword {

/// Tells where strings of 2..kLongest symbols begin. Immutable once built; thread-safe. The text is
/// gone through in windows, and each window once for each symbol of the strings; a place stays in as long
/// as a string goes on there.
class StringTrie {
 public:
  static constexpr std::size_t kLongest = 16;
  static constexpr std::size_t kWindow = 1024;

  /// Strings of other sizes are left out; equal ones are all told.
  explicit StringTrie(const std::vector<std::vector<Symbol>>& strings)
      : moves_(size_of(strings)), same_(strings.size(), kNone) {
    Symbol last = 0;
    for (const auto& string : strings) {
      for (const Symbol symbol : string) last = std::max(last, symbol);
    }
    first_state_ = narrow<std::uint32_t>(std::size_t{last} + 1);
    string_of_.push_back(kNone);
    for (std::uint32_t s = 0; s < strings.size(); ++s) add(strings[s], s);
    static_cast<void>(narrow<std::uint32_t>((string_of_.size() + first_state_ + 1) << kShift));
  }

  /// Calls tell(string, place of its last symbol) for strings that begin at begin..end, no window apart;
  /// those of one string in the order of the text. kLongest more symbols must be readable after the end.
  template <class Number, class Tell>
  void meet(const Number* text, std::size_t begin, std::size_t end, const Tell& tell) const {
    std::array<Survivor, kWindow + 1> survivors;
    const Number* const at = text + begin;
    std::size_t alive = 0;
    for (std::size_t i = 0; i < end - begin; ++i) {
      survivors[alive] = {static_cast<std::uint32_t>(i), at[i]};
      alive += at[i] < first_state_ && moves_.may_hold(at[i], at[i + 1]);
    }
    for (std::size_t depth = 1; alive > 0; ++depth) {
      for (std::size_t k = 0; k < std::min(alive, kAhead); ++k) prefetch(survivors[k], at, depth);
      std::size_t next = 0;
      for (std::size_t k = 0; k < alive; ++k) {
        if (k + kAhead < alive) prefetch(survivors[k + kAhead], at, depth);
        const auto [place, state] = survivors[k];
        const std::uint32_t move = moves_.get(state, at[place + depth]);
        if (move == kNone) continue;
        const std::uint32_t id = move >> kShift;
        if (move & kIsString) {
          for (std::uint32_t s = string_of_[id]; s != kNone; s = same_[s]) tell(s, begin + place + depth);
        }
        survivors[next] = {place, first_state_ + id};
        next += (move & kLeadsOn) && moves_.may_hold(first_state_ + id, at[place + depth + 1]);
      }
      alive = next;
    }
  }

 private:
  static constexpr std::uint32_t kNone = PairIndex::kNone;
  // A move's value: the number of the node that it leads to, with two flags below.
  static constexpr std::uint32_t kIsString = 1, kLeadsOn = 2;
  static constexpr unsigned kShift = 2;
  static constexpr std::size_t kAhead = 12;  // moves between asking for a cache line and reading it

  /// A place of a window that goes on, and the state it has reached: a symbol, then a node.
  struct Survivor {
    std::uint32_t place, state;
  };

  static bool is_in(const std::vector<Symbol>& string) { return string.size() >= 2 && string.size() <= kLongest; }

  static std::size_t size_of(const std::vector<std::vector<Symbol>>& strings) {
    std::size_t total = 0;
    for (const auto& string : strings) total += is_in(string) ? string.size() : 0;
    return total;
  }

  void add(const std::vector<Symbol>& string, std::uint32_t s) {
    if (!is_in(string)) return;
    std::uint32_t state = string[0];
    for (std::size_t depth = 1; depth < string.size(); ++depth) {
      std::uint32_t& move = moves_.at(state, string[depth]);
      if (move == kNone) {
        move = static_cast<std::uint32_t>(string_of_.size()) << kShift;
        string_of_.push_back(kNone);
      }
      const bool is_last = depth + 1 == string.size();
      move |= is_last ? kIsString : kLeadsOn;
      const std::uint32_t id = move >> kShift;
      if (is_last) {
        same_[s] = string_of_[id];
        string_of_[id] = s;
      }
      state = first_state_ + id;
    }
  }

  template <class Number>
  void prefetch(const Survivor& survivor, const Number* at, std::size_t depth) const {
    moves_.prefetch(survivor.state, at[survivor.place + depth]);
  }

  PairIndex moves_;
  std::uint32_t first_state_ = 0;
  std::vector<std::uint32_t> string_of_;  ///< by node
  std::vector<std::uint32_t> same_;       ///< the next string equal to each
};

}  // namespace newword
