// Cuts text by a language model: every unit is the first, second, third or a later one of its word.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "newword/cutter/text_pieces.hpp"
#include "newword/lm/ngram_model.hpp"
#include "newword/tagger/tag_path.hpp"

namespace newword {

/// Cuts UTF-8 texts by the best paths of tags. Const members are thread-safe. Texts are whole documents, or
/// parts of them that end at boundaries.
class TagCutter {
 public:
  TagCutter(std::shared_ptr<const NgramModel> model, const TagWeights& weights)
      : model_(std::move(model)), weights_(weights) {}

  /// Appends the pieces of a text; of equal cuts the one with more words.
  void cut(std::string_view text, std::vector<CutPiece>& pieces) const;
  /// Appends the text with `separator` between any two pieces that are not white space.
  void write_cut(std::string_view text, std::string_view separator, std::string& to) const;
  [[nodiscard]] std::size_t safe_end(std::string_view text) const;
  /// Appends for all units of a text the evidence on the gap before each, where in the bytes it begins, and whether it
  /// is the first of its run, which has no gap before it.
  void find_evidence(std::string_view text, std::vector<GapEvidence>& gaps, std::vector<std::uint32_t>& begins,
                     std::vector<std::uint8_t>& are_first) const;

 private:
  [[nodiscard]] std::vector<TextItem> items_of(std::string_view text) const;
  void tokens_of(const std::vector<TextItem>& items, std::size_t begin, std::size_t size,
                 std::vector<Token>& tokens) const;

  std::shared_ptr<const NgramModel> model_;
  TagWeights weights_;
};

}  // namespace newword
