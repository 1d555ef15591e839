#include "newword/tagger/tag_cutter.hpp"

namespace newword {

std::vector<TextItem> TagCutter::items_of(std::string_view text) const {
  std::vector<TextItem> items;
  ItemSplitter(model_->classes())
      .split(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), model_->numbers(), items);
  return items;
}

void TagCutter::tokens_of(const std::vector<TextItem>& items, std::size_t begin, std::size_t size,
                          std::vector<Token>& tokens) const {
  tokens.clear();
  for (std::size_t i = begin; i < begin + size; ++i) tokens.push_back(model_->of_unit(items[i].unit));
}

void TagCutter::cut(std::string_view text, std::vector<CutPiece>& pieces) const {
  const std::vector<TextItem> items = items_of(text);
  std::vector<Token> tokens;
  TagPath path(*model_, weights_);
  PieceMaker maker(text, items, pieces);
  for_runs(items, kLongestTagged, [&](std::size_t begin, std::size_t size, bool are_units) {
    if (!are_units) return maker.add_other(begin);
    tokens_of(items, begin, size, tokens);
    for (const std::size_t end : path.find_ends(tokens)) maker.add_word(begin + end - 1);
  });
}

void TagCutter::write_cut(std::string_view text, std::string_view separator, std::string& to) const {
  std::vector<CutPiece> pieces;
  cut(text, pieces);
  write_pieces(text, pieces, separator, to);
}

std::size_t TagCutter::safe_end(std::string_view text) const { return safe_end_of(text, items_of(text)); }

void TagCutter::find_evidence(std::string_view text, std::vector<GapEvidence>& gaps, std::vector<std::uint32_t>& begins,
                              std::vector<std::uint8_t>& are_first) const {
  const std::vector<TextItem> items = items_of(text);
  std::vector<Token> tokens;
  std::vector<GapEvidence> of_run;
  for_runs(items, kLongestTagged, [&](std::size_t begin, std::size_t size, bool are_units) {
    if (!are_units) return;
    tokens_of(items, begin, size, tokens);
    newword::find_evidence(*model_, tokens, of_run);
    gaps.insert(gaps.end(), of_run.begin(), of_run.end());
    for (std::size_t i = begin; i < begin + size; ++i) {
      begins.push_back(items[i].begin);
      are_first.push_back(i == begin);
    }
  });
}

}  // namespace newword
