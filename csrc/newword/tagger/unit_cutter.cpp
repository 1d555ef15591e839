#include "newword/tagger/unit_cutter.hpp"

namespace newword {

void UnitCutter::write_cut(std::string_view text, std::string_view separator, std::string& to) const {
  std::vector<CutPiece> pieces;
  cut(text, pieces);
  write_pieces(text, pieces, separator, to);
}

std::vector<TextItem> UnitCutter::items_of(std::string_view text) const {
  std::vector<TextItem> items;
  ItemSplitter(model_->classes())
      .split(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), model_->numbers(), items);
  return items;
}

}  // namespace newword
