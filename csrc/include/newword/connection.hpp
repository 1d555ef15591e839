// Longest connection: cut the text only where no kept n-gram spans, and count the pieces.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "newword/matcher.hpp"
#include "newword/text.hpp"
#include "newword/workers.hpp"

namespace newword {

/// A piece of the text between two cuts.
struct Piece {
  std::size_t begin;   ///< one of its occurrences in the text
  std::uint32_t size;  ///< units, at least 2
  Count count;         ///< times the text was cut to exactly this piece
};

/// Cuts every run at the places that no kept n-gram spans, and counts the pieces of two and more
/// units. Pieces below `min_count` are dropped, then those that do not hold together: a piece no
/// longer than the table's order must be a kept n-gram itself, of a longer one every window of that
/// order must be. Sorted by count (descending), length, symbols. Linear in the text. Source: Su
/// Jianlin, word-discovery (2019).
[[nodiscard]] std::vector<Piece> connect(const Text& text, const Matcher& matcher, Count min_count,
                                         unsigned threads, JobControl& control);

}  // namespace newword
