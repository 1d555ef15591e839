// Cuts text by a language model: every unit is the first, second, third or a later one of its word.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "newword/tagger/tag_path.hpp"
#include "newword/tagger/unit_cutter.hpp"

namespace newword {

/// Cuts UTF-8 texts by the best paths of tags.
class TagCutter : public UnitCutter {
 public:
  TagCutter(std::shared_ptr<const NgramModel> model, const TagWeights& weights)
      : UnitCutter(std::move(model)), weights_(weights) {}

  /// Of equal cuts the one with more words.
  void cut(std::string_view text, std::vector<CutPiece>& pieces) const override;
  /// Appends for all units of a text the evidence on the gap before each, where in the bytes it begins, and whether it
  /// is the first of its run, which has no gap before it.
  void find_evidence(std::string_view text, std::vector<GapEvidence>& gaps, std::vector<std::uint32_t>& begins,
                     std::vector<std::uint8_t>& are_first) const;

 private:
  void tokens_of(const std::vector<TextItem>& items, std::size_t begin, std::size_t size,
                 std::vector<Token>& tokens) const;

  TagWeights weights_;
};

}  // namespace newword
