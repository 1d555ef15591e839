// Text in pieces: words, marks and white space, whoever finds the words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "newword/cutter/text_items.hpp"

namespace newword {

/// A stretch of a text: a word, a unit that is in no word list, or characters between runs.
struct CutPiece {
  enum class Kind : std::uint8_t { kWord, kOther, kSpace };
  std::uint32_t end;  ///< in bytes; it begins where the piece before it ends
  Kind kind;
};

/// Puts the pieces of one text together. A number keeps what is written inside and behind it: 1,000 and 15:30 and 20%
/// are one piece, and so are —— and ……. Not thread-safe.
class PieceMaker {
 public:
  PieceMaker(std::string_view text, const std::vector<TextItem>& items, std::vector<CutPiece>& pieces)
      : text_(text), items_(items), pieces_(pieces) {}

  /// An item between runs.
  void add_other(std::size_t item);
  /// A word up to and with an item; the spaces behind its last token are a piece of their own.
  void add_word(std::size_t last_item);

 private:
  [[nodiscard]] std::uint32_t end_of(std::size_t item) const {
    return item + 1 < items_.size() ? items_[item + 1].begin : static_cast<std::uint32_t>(text_.size());
  }

  std::string_view text_;
  const std::vector<TextItem>& items_;
  std::vector<CutPiece>& pieces_;
  bool number_goes_on_ = false;
};

/// Calls visit(first item, items, are units) for every stretch of up to `longest` units and for every item between.
template <class Visit>
void for_runs(const std::vector<TextItem>& items, std::size_t longest, const Visit& visit) {
  for (std::size_t i = 0; i < items.size();) {
    std::size_t end = i;
    while (end < items.size() && end - i < longest && items[end].kind == TextItem::Kind::kUnit) ++end;
    if (end == i) {
      visit(i, 1, false);
      ++i;
    } else {
      visit(i, end - i, true);
      i = end;
    }
  }
}

/// The last place of a text that goes on where it may be cut in two without changing a piece; 0 if there is none.
[[nodiscard]] std::size_t safe_end_of(std::string_view text, const std::vector<TextItem>& items);

/// Appends a text with `separator` between any two pieces that are not white space.
void write_pieces(std::string_view text, const std::vector<CutPiece>& pieces, std::string_view separator,
                  std::string& to);

}  // namespace newword
