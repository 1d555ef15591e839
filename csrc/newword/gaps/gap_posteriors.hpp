// What a gap network says of every n-gram of a text.
#pragma once

#include <cstdint>
#include <vector>

#include "newword/gaps/gap_network.hpp"
#include "newword/gaps/gap_strings.hpp"
#include "newword/lattice/lattice.hpp"
#include "newword/text/text.hpp"

namespace newword {

/// By order from 1 (index 0 unused), then by index in the table: how sure it is that an n-gram is a word.
using GapLevels = std::vector<std::vector<GapLevel>>;

/// What a pass of a network over a text looks at; nothing of it changes meanwhile.
struct GapTask {
  const Lattice& lattice;
  const Text& text;  ///< of the lattice
  const GapCharacters& characters;
  const GapLevels& levels;
  const GapStrings& strings;
};

/// Columns by order, then by index in the table; over all occurrences of an n-gram. With g the probability of a cut at
/// a gap, an occurrence has the weight e = g at its left edge, times g at its right edge, times 1 - g at each gap
/// inside.
struct GapPosteriors {
  Columns words;     ///< times that g > 1/2 at its edges and nowhere inside
  Columns expected;  ///< sum of e
  Columns squares;   ///< sum of e^2
  Columns left;      ///< mean g at its left edge
  Columns right;     ///< the same at its right edge
  Columns both;      ///< mean of their product
  Columns joined;    ///< of the places inside, the least mean of 1 - g; 1 for single units
};

/// The same bits for every number of threads. Runs longer than kLongestTagged are cut there. Progress is counted in
/// places of the lattice.
[[nodiscard]] GapPosteriors find_gap_posteriors(const GapTask& task, const GapNetwork& network, unsigned threads,
                                                JobControl& control);

/// The same in steps, for a text in parts whose lattices have one table, left varieties included: the sums of a part,
/// which add up, not folded; and what follows from those of the whole, on a lattice that may be without text.
inline constexpr unsigned kGapSets = 5;
[[nodiscard]] RowSums sum_gaps(const GapTask& task, const GapNetwork& network, unsigned threads, JobControl& control);
[[nodiscard]] GapPosteriors finish_gaps(const Lattice& lattice, RowSums& sums, unsigned threads, JobControl& control);

/// What a network would look at, for every unit of a text: itself; the evidence on the gap before it; the levels of
/// strings and of words of a dictionary around that gap; whether the unit is the first of a run.
struct GapInputs {
  std::vector<std::uint32_t> codes;
  std::vector<GapEvidence> evidence;
  std::vector<GapColumns> levels, known;
  std::vector<std::uint8_t> are_first;
};
[[nodiscard]] GapInputs find_gap_inputs(const GapTask& task, unsigned threads, JobControl& control);

}  // namespace newword
