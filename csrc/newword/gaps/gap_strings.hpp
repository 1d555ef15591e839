// Strings that a text is compared with: words of a dictionary, and what other text holds to be words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <vector>

#include "newword/base/pair_index.hpp"
#include "newword/gaps/gap_characters.hpp"
#include "newword/gaps/gap_columns.hpp"
#include "newword/system/errors.hpp"

namespace newword {

/// Code points and sizes of strings one behind the other, and what is said of each.
struct GapStringList {
  std::vector<std::uint32_t> codes;  ///< simplified
  std::vector<std::uint8_t> sizes;
  std::vector<GapLevel> levels;         ///< 0: nothing
  std::vector<std::uint8_t> are_known;  ///< whether the dictionary has it
};

/// Finds them where they begin. Immutable; thread-safe.
class GapStrings {
 public:
  static constexpr std::size_t kLongest = 8;

  /// Strings of fewer than two units or more than kLongest are left out; of equal ones the highest level counts.
  explicit GapStrings(const GapStringList& list) : moves_(list.codes.size()), nodes_(1) {
    if (list.sizes.size() != list.levels.size() || list.sizes.size() != list.are_known.size()) {
      throw std::invalid_argument("the columns of strings have different lengths");
    }
    std::size_t begin = 0;
    for (std::size_t i = 0; i < list.sizes.size(); ++i) {
      const std::size_t size = list.sizes[i];
      if (size > list.codes.size() - begin) throw std::invalid_argument("strings end behind their code points");
      if (size >= 2 && size <= kLongest) add(&list.codes[begin], size, list.levels[i], list.are_known[i] != 0);
      begin += size;
    }
  }

  [[nodiscard]] bool is_empty() const { return nodes_.size() == 1; }

  /// Calls tell(units, level, is known) for every string that begins at the first of `size` units.
  template <class Tell>
  void meet(const GapUnit* units, std::size_t size, const Tell& tell) const {
    std::uint32_t state = units[0].code;
    for (std::size_t depth = 1; depth < std::min(size, kLongest); ++depth) {
      if (!moves_.may_hold(state, units[depth].code)) return;
      const std::uint32_t node = moves_.get(state, units[depth].code);
      if (node == PairIndex::kNone) return;
      const Node& found = nodes_[node];
      if (found.level > 0 || found.is_known) tell(depth + 1, found.level, found.is_known);
      state = kFirstState + node;
    }
  }

 private:
  static constexpr std::uint32_t kFirstState = 0x110000;  ///< the states below are first characters
  struct Node {
    GapLevel level = 0;
    bool is_known = false;
  };

  void add(const std::uint32_t* codes, std::size_t size, GapLevel level, bool is_known) {
    for (std::size_t i = 0; i < size; ++i) {
      if (codes[i] == 0 || codes[i] >= kFirstState) return;
    }
    std::uint32_t state = codes[0], node = 0;
    for (std::size_t depth = 1; depth < size; ++depth) {
      std::uint32_t& move = moves_.at(state, codes[depth]);
      if (move == PairIndex::kNone) {
        move = narrow<std::uint32_t>(nodes_.size());
        nodes_.emplace_back();
      }
      node = move;
      state = kFirstState + node;
    }
    nodes_[node].level = std::max(nodes_[node].level, level);
    nodes_[node].is_known |= is_known;
  }

  PairIndex moves_;
  std::vector<Node> nodes_;  ///< the first is none
};

/// Notes all strings that begin in a run. `levels` and `known` have one more than there are units.
inline void note_strings(const GapStrings& strings, std::span<const GapUnit> units, GapColumns* levels,
                         GapColumns* known) {
  constexpr GapLevel kKnown = 255;
  for (std::size_t i = 0; i < units.size(); ++i) {
    strings.meet(&units[i], units.size() - i, [&](std::size_t size, GapLevel level, bool is_known) {
      if (level > 0) note_string(&levels[i], size, level);
      if (is_known) note_string(&known[i], size, kKnown);
    });
  }
}

}  // namespace newword
