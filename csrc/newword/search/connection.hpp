// Longest connection: cut the text only where no kept n-gram spans, and count the pieces.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "newword/jobs/workers.hpp"
#include "newword/search/matcher.hpp"
#include "newword/text/text.hpp"

namespace newword {

/// A piece of the text between two cuts.
struct Piece {
  std::vector<Symbol> symbols;  ///< two or more
  NgramRef ngram;               ///< order 0: longer than the table's n-grams
  Count count;                  ///< times the text was cut to exactly this piece
};

/// Counts of the pieces that hold together.
struct PieceCounts {
  std::vector<Count> ngrams;                       ///< by id of the matcher
  std::map<std::vector<Symbol>, Count> long_ones;  ///< more units than the table's order: few are
};

/// Those of a text, or of a part of one that begins and ends at boundaries: counts of parts add up.
[[nodiscard]] PieceCounts count_pieces(const Text& text, const Matcher& matcher, unsigned threads, JobControl& control);
/// The pieces that occur min_count times and more.
[[nodiscard]] std::vector<Piece> frequent_pieces(const NgramTable& table, const Matcher& matcher,
                                                 const PieceCounts& counts, Count min_count);

/// Cuts every run at the places that no kept n-gram spans, and counts the pieces of two and more
/// units that hold together: a piece no longer than the table's order must be a kept n-gram itself,
/// of a longer one every window of that order must be. Drops those below `min_count`. Sorted by
/// symbols, those of the table first. Linear in the text. Source: Su Jianlin, word-discovery (2019).
[[nodiscard]] std::vector<Piece> connect(const Text& text, const NgramTable& table, const Matcher& matcher,
                                         Count min_count, unsigned threads, JobControl& control);

}  // namespace newword
