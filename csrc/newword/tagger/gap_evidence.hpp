// What a language model says of every gap between two units of a run.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "newword/lm/ngram_model.hpp"

namespace newword {

/// Evidence on the gap before a unit, logarithms of base 10. P(u | j) is the probability of the unit u behind the gap
/// given the j units before it.
enum class Evidence : unsigned {
  kBond1,      ///< log P(u | 1) / P(u)
  kBond2,      ///< log P(u | 2) / P(u)
  kBond3,      ///< log P(u | 3) / P(u)
  kBondLeft,   ///< kBond1 of the gap before this one; 0 if there is none
  kBondRight,  ///< kBond1 of the gap behind this one; 0 if there is none
  kAcross,  ///< log P(v | 2) / P(v | 1), v the unit after u: what the unit before the gap adds to u; 0 if there is none
};
inline constexpr std::size_t kEvidences = 6;

using GapEvidence = std::array<double, kEvidences>;

/// The evidence on the gaps of a run of `units` tokens; that on the gap before unit i at i, that at 0 means nothing.
void find_evidence(const NgramModel& model, std::span<const Token> units, std::vector<GapEvidence>& gaps);

}  // namespace newword
