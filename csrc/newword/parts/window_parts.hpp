// Parts of all n-grams, by how they begin, that can be counted apart from each other.
#pragma once

#include <cstdint>
#include <vector>

#include "newword/ngrams/ngram_table.hpp"
#include "newword/text/symbols.hpp"

namespace newword {

/// The n-grams that begin with a symbol of [first, last); or, below `prefix`, the longer ones that begin with that
/// single unit and go on with a symbol of [first, last).
struct WindowPart {
  Symbol prefix;  ///< kBoundary: none
  Symbol first, last;
};

/// Cuts the n-grams into parts in the order of the trie, from nothing but the occurrences of the units: whoever has
/// those has the same parts. Units below min_count are in none. A unit of more than `most` windows is split by
/// what follows it, evenly as far as what follows is as frequent as elsewhere. Immutable; thread-safe.
class WindowParts {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  /// `histogram[s]` = occurrences of symbol s; `most` >= 1 windows a part.
  WindowParts(const std::vector<Count>& histogram, Count min_count, Count most);

  [[nodiscard]] const std::vector<WindowPart>& all() const { return parts_; }
  /// The part of the n-grams that begin with the second symbol of a window, or kNone.
  [[nodiscard]] std::uint32_t part_of(const Symbol* window) const {
    const std::uint32_t part = part_of_[window[1]];
    if (part == kNone || parts_[part].prefix == kBoundary) return part;
    return part_below(part, window[2]);
  }

 private:
  [[nodiscard]] std::uint32_t part_below(std::uint32_t first_part, Symbol next) const;
  void split(const std::vector<Count>& histogram, Symbol prefix, Count pieces);

  std::vector<WindowPart> parts_;
  std::vector<std::uint32_t> part_of_;  ///< by first unit; the first part of a split one
};

}  // namespace newword
