// What strings that are known beforehand say of the gaps between units.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace newword {

/// How sure it is that a string is a word: 0 not at all, then whatever the network was trained with.
using GapLevel = std::uint8_t;

/// The highest level of a string of 2, 3, 4, and of 5 and more units that ends before the gap; of one that begins
/// behind it; and of one of 2, 3, and of 4 and more units that holds the gap inside.
inline constexpr std::size_t kGapEnds = 0, kGapBegins = 4, kGapInside = 8, kGapColumns = 11;
using GapColumns = std::array<GapLevel, kGapColumns>;

/// Notes a string of `size` >= 2 units. `gaps` = that before its first unit; that behind its last one must exist.
inline void note_string(GapColumns* gaps, std::size_t size, GapLevel level) {
  const auto raise = [level](GapLevel& to) { to = std::max(to, level); };
  const std::size_t kind = std::min<std::size_t>(size, 5) - 2;
  raise(gaps[0][kGapBegins + kind]);
  raise(gaps[size][kGapEnds + kind]);
  for (std::size_t k = 1; k < size; ++k) raise(gaps[k][kGapInside + std::min<std::size_t>(kind, 2)]);
}

}  // namespace newword
