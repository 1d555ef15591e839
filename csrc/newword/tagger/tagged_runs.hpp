// The runs of a text, as what judges the gaps inside them goes through it.
#pragma once

#include <cstddef>

#include "newword/lattice/lattice_rows.hpp"
#include "newword/lattice/positions.hpp"
#include "newword/tagger/tag_path.hpp"

namespace newword {

/// Calls visit(begin, size) for every run of a block of places, long ones in pieces.
template <class Visit>
void for_tagged(const Place* places, Block block, const Visit& visit) {
  for (std::size_t i = block.begin; i < block.end;) {
    const std::size_t begin = i;
    while (i < block.end && places[i] != kBoundaryPlace && i - begin < kLongestTagged) ++i;
    if (i > begin) {
      visit(begin, i - begin);
    } else {
      ++i;
    }
  }
}

}  // namespace newword
