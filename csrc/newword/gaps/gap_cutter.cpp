#include "newword/gaps/gap_cutter.hpp"

#include <algorithm>
#include <span>

#include "newword/tagger/tag_path.hpp"
#include "newword/text/char_class.hpp"
#include "newword/text/utf8.hpp"

namespace newword {

namespace {

constexpr std::u32string_view kNumerals = U"〇一二三四五六七八九十百千万亿零";

bool is_numeral(std::uint32_t code) { return kNumerals.find(static_cast<char32_t>(code)) != std::u32string_view::npos; }

char32_t first_character(std::string_view text) {
  return decode_utf8(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()).code_point;
}

}  // namespace

/// One call's room, and a run in it.
class GapCutter::Room {
 public:
  Room(const GapKnowledge& knowledge, std::string_view text, const std::vector<TextItem>& items)
      : knowledge_(knowledge), text_(text), items_(items), run_(*knowledge.network) {}

  /// The probability of a cut before each of the units of a run, and behind the last.
  std::span<const BoundaryShare> find_cuts(std::size_t begin, std::size_t size) {
    tokens_.clear();
    units_.clear();
    for (std::size_t i = begin; i < begin + size; ++i) {
      tokens_.push_back(knowledge_.model->of_unit(items_[i].unit));
      units_.push_back(unit_of(i));
    }
    find_evidence(*knowledge_.model, tokens_, evidence_);
    levels_.assign(size + 1, GapColumns{});
    known_.assign(size + 1, GapColumns{});
    note_strings(*knowledge_.strings, units_, levels_.data(), known_.data());
    return run_.find_cuts(units_, evidence_.data(), levels_.data(), known_.data());
  }

  /// Whether a unit of that run, not its first, and the one before it are of one numeral.
  [[nodiscard]] bool is_joined(std::size_t i) const {
    return is_numeral(units_[i].code) && is_numeral(units_[i - 1].code);
  }

 private:
  [[nodiscard]] GapUnit unit_of(std::size_t item) const {
    const char32_t character = first_character(text_.substr(items_[item].begin));
    const CharClass kind = character < 0x10000 ? knowledge_.model->classes()[character] : char_class(character);
    const bool is_alone = kind == CharClass::kScript || kind == CharClass::kHan;
    return is_alone ? knowledge_.network->characters().of_character(character) : GapCharacters::alphanumeric();
  }

  const GapKnowledge& knowledge_;
  std::string_view text_;
  const std::vector<TextItem>& items_;
  GapRun run_;
  std::vector<Token> tokens_;
  std::vector<GapUnit> units_;
  std::vector<GapEvidence> evidence_;
  std::vector<GapColumns> levels_, known_;
};

void GapCutter::cut(std::string_view text, std::vector<CutPiece>& pieces) const {
  const std::vector<TextItem> items = items_of(text);
  Room room(knowledge_, text, items);
  PieceMaker maker(text, items, pieces);
  for_runs(items, kLongestTagged, [&](std::size_t begin, std::size_t size, bool are_units) {
    if (!are_units) return maker.add_other(begin);
    const auto cuts = room.find_cuts(begin, size);
    for (std::size_t i = 1; i < size; ++i) {
      if (cuts[i] > kCertain / 2 && !room.is_joined(i)) maker.add_word(begin + i - 1);
    }
    maker.add_word(begin + size - 1);
  });
}

void GapCutter::find_cuts(std::string_view text, std::vector<std::uint32_t>& begins,
                          std::vector<BoundaryShare>& cuts) const {
  const std::vector<TextItem> items = items_of(text);
  Room room(knowledge_, text, items);
  for_runs(items, kLongestTagged, [&](std::size_t begin, std::size_t size, bool are_units) {
    if (!are_units) return;
    const auto of_run = room.find_cuts(begin, size);
    cuts.insert(cuts.end(), of_run.begin(), of_run.end() - 1);
    for (std::size_t i = begin; i < begin + size; ++i) begins.push_back(items[i].begin);
  });
}

}  // namespace newword
