// The second pass: which of the kept n-grams begin at each place of the text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "newword/base/pair_index.hpp"
#include "newword/ngrams/ngram_table.hpp"

namespace newword {

/// Which n-grams of a table are kept: one flag an n-gram, by order (index 0 and 1 unused).
using KeptNgrams = std::vector<std::vector<std::uint8_t>>;

/// The longest kept n-gram at a place: its number among the kept ones and their beginnings, and its
/// units; both 0 when there is none.
struct Match {
  std::uint32_t id = 0;
  std::uint32_t size = 0;
};

/// Finds the longest kept n-gram (2 units or more) at every place. Immutable; thread-safe.
///
/// An automaton over the kept n-grams and their beginnings only, which is small enough for the cache:
/// states are single symbols, then numbered beginnings; all moves stand in one PairIndex. A window of
/// places goes through it level by level, so that the processor waits for many moves at once.
class Matcher {
 public:
  /// `alphabet_size` is that of the text, whose symbols may be rarer than any of the table.
  Matcher(const NgramTable& table, const KeptNgrams& kept, std::size_t alphabet_size);

  /// Fills `matches[i]` for text[i], i < size. `max_order` more symbols must be readable after the end.
  template <class Number>
  void match(const Number* text, std::size_t size, Match* matches) const;

  /// Ids are below this.
  [[nodiscard]] std::size_t id_end() const { return ngrams_.size(); }
  [[nodiscard]] NgramRef ngram_of(std::uint32_t id) const { return ngrams_[id]; }
  [[nodiscard]] unsigned max_order() const { return max_order_; }

 private:
  // A move's value: the id reached, with two flags below it.
  static constexpr std::uint32_t kIsKept = 1, kLeadsOn = 2;
  static constexpr unsigned kIdShift = 2;

  unsigned max_order_;
  std::uint32_t first_state_;  ///< state of id 0: states below are symbols
  std::vector<NgramRef> ngrams_;
  PairIndex moves_;
};

}  // namespace newword
