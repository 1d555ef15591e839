// Cuts text by a language model: every unit is the first, second, third or a later one of its word.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "newword/gap_evidence.hpp"
#include "newword/ngram_model.hpp"
#include "newword/text_pieces.hpp"

namespace newword {

/// A weight for each evidence and, last, for what is always there.
using GapWeights = std::array<double, kEvidences + 1>;

/// What speaks for joining over a gap; against it stands 0.
///
/// Row 0 is for a unit that becomes the second of its word, row 1 for the third, row 2 for the fourth and row 3 for
/// later ones. With kBond1, kBond2, kBond3, kBond3 and logarithms of .15, .01, .01, .001 this is the scheme of Su
/// (2017), "Unsupervised segmentation based on a language model".
using TagWeights = std::array<GapWeights, 4>;

/// Finds the cut of the largest sum over all gaps, exactly. Const members are thread-safe. Texts are whole documents, or
/// parts of them that end at boundaries.
class TagCutter {
 public:
  TagCutter(std::shared_ptr<const NgramModel> model, const TagWeights& weights) : model_(std::move(model)), weights_(weights) {}

  /// Appends the pieces of a text; of equal cuts the one with more words.
  void cut(std::string_view text, std::vector<CutPiece>& pieces) const;
  /// Appends the text with `separator` between any two pieces neither of which is white space.
  void write_cut(std::string_view text, std::string_view separator, std::string& to) const;
  [[nodiscard]] std::size_t safe_end(std::string_view text) const;
  /// Appends the evidence on the gaps of all runs; of each run the first is that at its beginning, all 0. Says with
  /// `begins` where in the bytes every unit begins.
  void find_evidence(std::string_view text, std::vector<GapEvidence>& gaps, std::vector<std::uint32_t>& begins) const;

 private:
  static constexpr std::size_t kLongestRun = 1 << 16;

  [[nodiscard]] std::vector<TextItem> items_of(std::string_view text) const;
  void find_run(const std::vector<TextItem>& items, std::size_t begin, std::size_t size, std::vector<Token>& tokens,
                std::vector<GapEvidence>& gaps) const;

  std::shared_ptr<const NgramModel> model_;
  TagWeights weights_;
};

}  // namespace newword
