// Cuts text whose units are the tokens of a language model: what every such cutter does with the cuts it finds.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "newword/cutter/text_pieces.hpp"
#include "newword/lm/ngram_model.hpp"

namespace newword {

/// Const members are thread-safe. Texts are whole documents, or parts of them that end at boundaries.
class UnitCutter {
 public:
  UnitCutter(const UnitCutter&) = delete;
  UnitCutter& operator=(const UnitCutter&) = delete;
  virtual ~UnitCutter() = default;

  /// Appends the pieces of a text.
  virtual void cut(std::string_view text, std::vector<CutPiece>& pieces) const = 0;
  /// Appends the text with `separator` between any two pieces that are not white space.
  void write_cut(std::string_view text, std::string_view separator, std::string& to) const;
  [[nodiscard]] std::size_t safe_end(std::string_view text) const { return safe_end_of(text, items_of(text)); }

 protected:
  explicit UnitCutter(std::shared_ptr<const NgramModel> model) : model_(std::move(model)) {}
  [[nodiscard]] const NgramModel& model() const { return *model_; }
  [[nodiscard]] std::vector<TextItem> items_of(std::string_view text) const;

 private:
  std::shared_ptr<const NgramModel> model_;
};

}  // namespace newword
