// What a text cut by its own language model says of every n-gram.
#pragma once

#include <cstdint>
#include <vector>

#include "newword/lattice/lattice.hpp"
#include "newword/tagger/tag_path.hpp"

namespace newword {

/// Columns by order, then by index in the table; over all occurrences of an n-gram.
///
/// With what speaks for joining (tag_path.hpp) as log-odds, every cut of a run has a probability: that of joining at
/// each gap, given how many units its word has so far, or of cutting there. Run edges are cuts.
struct TagPosteriors {
  Columns words;     ///< times that the n-gram is a word of the best cut
  Columns expected;  ///< expected number of times that it is a word
  Columns left;      ///< mean probability of a cut at its left edge
  Columns right;     ///< the same at its right edge
  Columns joined;    ///< of the places inside, the least mean probability of joining; 1 for single units
};

/// By the language model of the text itself (unit_model.hpp). The same bits for every number of threads. Runs longer
/// than kLongestTagged are cut there. Progress is counted in places of the lattice.
[[nodiscard]] TagPosteriors find_tag_posteriors(const Lattice& lattice, const TagWeights& weights, unsigned threads,
                                                JobControl& control);

/// The same in steps, for a text in parts whose lattices have one table, left varieties included: the sums of a part,
/// which add up, not folded; and what follows from those of the whole, on a lattice that may be without text.
inline constexpr unsigned kTagSets = 3;
[[nodiscard]] RowSums sum_tags(const Lattice& lattice, const TagWeights& weights, unsigned threads,
                               JobControl& control);
[[nodiscard]] TagPosteriors finish_tags(const Lattice& lattice, RowSums& sums, unsigned threads, JobControl& control);

/// The evidence on the gap before each unit of the text, and whether it is the first of a run, which has none.
struct TextGaps {
  std::vector<GapEvidence> gaps;
  std::vector<std::uint8_t> are_first;
};
[[nodiscard]] TextGaps find_text_gaps(const Lattice& lattice, unsigned threads, JobControl& control);

}  // namespace newword
