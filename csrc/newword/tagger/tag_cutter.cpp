#include "newword/tagger/tag_cutter.hpp"

namespace newword {

void TagCutter::tokens_of(const std::vector<TextItem>& items, std::size_t begin, std::size_t size,
                          std::vector<Token>& tokens) const {
  tokens.clear();
  for (std::size_t i = begin; i < begin + size; ++i) tokens.push_back(model().of_unit(items[i].unit));
}

void TagCutter::cut(std::string_view text, std::vector<CutPiece>& pieces) const {
  const std::vector<TextItem> items = items_of(text);
  std::vector<Token> tokens;
  TagPath path(model(), weights_);
  PieceMaker maker(text, items, pieces);
  for_runs(items, kLongestTagged, [&](std::size_t begin, std::size_t size, bool are_units) {
    if (!are_units) return maker.add_other(begin);
    tokens_of(items, begin, size, tokens);
    for (const std::size_t end : path.find_ends(tokens)) maker.add_word(begin + end - 1);
  });
}

void TagCutter::find_evidence(std::string_view text, std::vector<GapEvidence>& gaps, std::vector<std::uint32_t>& begins,
                              std::vector<std::uint8_t>& are_first) const {
  const std::vector<TextItem> items = items_of(text);
  std::vector<Token> tokens;
  std::vector<GapEvidence> of_run;
  for_runs(items, kLongestTagged, [&](std::size_t begin, std::size_t size, bool are_units) {
    if (!are_units) return;
    tokens_of(items, begin, size, tokens);
    newword::find_evidence(model(), tokens, of_run);
    gaps.insert(gaps.end(), of_run.begin(), of_run.end());
    for (std::size_t i = begin; i < begin + size; ++i) {
      begins.push_back(items[i].begin);
      are_first.push_back(i == begin);
    }
  });
}

}  // namespace newword
