// The best cut of a run by a language model: every unit is the first, second, third or a later one of its word.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

#include "newword/lm/ngram_model.hpp"
#include "newword/tagger/gap_evidence.hpp"

namespace newword {

/// A weight for each evidence and, last, for what is always there.
using GapWeights = std::array<double, kEvidences + 1>;

/// What speaks for joining over a gap; against it stands 0.
///
/// Row 0 is for a unit that becomes the second of its word, row 1 for the third, row 2 for the fourth and row 3 for
/// later ones. With kBond1, kBond2, kBond3, kBond3 and logarithms of .15, .01, .01, .001 this is the scheme of Su
/// (2016), "Unsupervised segmentation based on a language model".
using TagWeights = std::array<GapWeights, 4>;

/// What speaks for joining over a gap, by row.
using JoinOdds = std::array<double, std::tuple_size_v<TagWeights>>;

[[nodiscard]] inline JoinOdds weigh(const GapEvidence& gap, const TagWeights& weights) {
  JoinOdds odds;
  for (std::size_t row = 0; row < odds.size(); ++row) {
    odds[row] = weights[row][kEvidences];
    for (std::size_t k = 0; k < kEvidences; ++k) odds[row] += weights[row][k] * gap[k];
  }
  return odds;
}

/// Longer runs are cut after this many units, which bounds memory.
inline constexpr std::size_t kLongestTagged = std::size_t{1} << 16;

/// Units of the word so far: 1, 2, 3, 4, more.
inline constexpr unsigned kTags = 5;

/// Finds the cuts of the largest sum over all gaps, exactly; of equal ones that with more words at the end. Not
/// thread-safe.
class BestTags {
 public:
  /// The ends of the words of a run of one and more units, the last of which is odds.size(). The first odds mean
  /// nothing.
  [[nodiscard]] const std::vector<std::size_t>& find_ends(std::span<const JoinOdds> odds);

 private:
  static constexpr std::uint8_t kStays = 8;
  /// Of each unit the best tag before a first unit, and kStays if that before the last tag is itself.
  std::vector<std::uint8_t> from_;
  std::vector<std::size_t> ends_;
};

/// The same by a language model. Keeps references.
class TagPath {
 public:
  TagPath(const NgramModel& model, const TagWeights& weights) : model_(model), weights_(weights) {}

  /// The ends of the words of a run of one and more units, the last of which is units.size().
  [[nodiscard]] const std::vector<std::size_t>& find_ends(std::span<const Token> units);

 private:
  const NgramModel& model_;
  const TagWeights& weights_;
  BestTags best_;
  std::vector<GapEvidence> gaps_;
  std::vector<JoinOdds> odds_;
};

}  // namespace newword
