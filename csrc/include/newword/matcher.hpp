// The second pass: which of the kept n-grams begin at each place of the text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "newword/ngram_table.hpp"
#include "newword/pair_index.hpp"

namespace newword {

/// Which n-grams of a table are kept: one flag an n-gram, by order (index 0 and 1 unused).
using KeptNgrams = std::vector<std::vector<std::uint8_t>>;

/// Finds the longest kept n-gram (2 units or more) at every place. Immutable; thread-safe.
/// The table and the flags must outlive it.
class Matcher {
 public:
  Matcher(const NgramTable& table, const KeptNgrams& kept);

  /// Writes to `lengths[i]` the units of the longest kept n-gram at text[i], 0 when there is none,
  /// for i < size. `max_order` more symbols must be readable after the end.
  template <class Number>
  void match(const Number* text, std::size_t size, std::uint8_t* lengths) const;

  [[nodiscard]] bool is_kept(NgramRef ngram) const { return (*kept_)[ngram.order][ngram.index] != 0; }
  [[nodiscard]] const NgramTable& table() const { return *table_; }

 private:
  static constexpr std::size_t kWindow = 2048;

  template <class Number>
  [[nodiscard]] std::uint8_t longest_at(const Number* text) const;

  const NgramTable* table_;
  const KeptNgrams* kept_;
  std::vector<std::vector<std::uint8_t>> leads_on_;  ///< by order: a longer kept n-gram begins with this
  PairIndex bigrams_;
};

}  // namespace newword
