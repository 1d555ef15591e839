#include "newword/cutter/text_pieces.hpp"

namespace newword {

namespace {

/// The digits of the full-width forms are EF BC 90 to EF BC 99.
bool is_wide_digit(std::string_view three) {
  return three.substr(0, 2) == "\xEF\xBC" && three[2] >= '\x90' && three[2] <= '\x99';
}

bool begins_with_digit(std::string_view text) {
  if (text.empty()) return false;
  return (text[0] >= '0' && text[0] <= '9') || (text.size() >= 3 && is_wide_digit(text.substr(0, 3)));
}

bool ends_with_digit(std::string_view text) {
  if (text.empty()) return false;
  return (text.back() >= '0' && text.back() <= '9') ||
         (text.size() >= 3 && is_wide_digit(text.substr(text.size() - 3)));
}

bool begins_with_three_digits(std::string_view text) {
  for (int digits = 0; digits < 3; ++digits) {
    if (!begins_with_digit(text)) return false;
    text.remove_prefix(text[0] >= '0' && text[0] <= '9' ? 1 : 3);
  }
  return !begins_with_digit(text);
}

bool is_percent(std::string_view mark) { return mark == "%" || mark == "％" || mark == "‰"; }
bool is_colon(std::string_view mark) { return mark == ":" || mark == "："; }
bool is_comma(std::string_view mark) { return mark == "," || mark == "，"; }

/// Marks that are written twice: a dash and an ellipsis.
bool is_doubled(std::string_view mark) { return mark == "—" || mark == "…"; }

/// The size of the space that a text ends in and that may stand between tokens; 0 if it ends in none.
std::size_t last_space_size(std::string_view text) {
  if (text.ends_with(' ')) return 1;
  if (text.ends_with("\xC2\xA0")) return 2;
  return text.ends_with("\xE3\x80\x80") ? 3 : 0;
}

/// Whether a mark behind a number, and before `after`, belongs to it.
bool goes_on_number(std::string_view mark, std::string_view after) {
  return is_percent(mark) || (is_colon(mark) && begins_with_digit(after)) ||
         (is_comma(mark) && begins_with_three_digits(after));
}

}  // namespace

void PieceMaker::add_other(std::size_t item) {
  const std::uint32_t first = items_[item].begin, last = end_of(item);
  const std::string_view mark = text_.substr(first, last - first), after = text_.substr(last);
  const bool is_space = items_[item].kind == TextItem::Kind::kSpace;
  const bool is_after_unit = item > 0 && items_[item - 1].kind == TextItem::Kind::kUnit;
  if (!is_space && is_after_unit && !number_goes_on_ && ends_with_digit(text_.substr(0, first)) &&
      goes_on_number(mark, after)) {
    pieces_.back().end = last;
    number_goes_on_ = !is_percent(mark);
  } else if (is_doubled(mark) && text_.substr(0, first).ends_with(mark)) {
    pieces_.back().end = last;
  } else {
    pieces_.push_back({last, is_space ? CutPiece::Kind::kSpace : CutPiece::Kind::kOther});
    number_goes_on_ = false;
  }
}

void PieceMaker::add_word(std::size_t last_item) {
  const std::uint32_t last = end_of(last_item);
  std::string_view text = text_.substr(0, last);
  while (const std::size_t size = last_space_size(text)) text.remove_suffix(size);
  const auto end = static_cast<std::uint32_t>(text.size());
  if (number_goes_on_) {
    pieces_.back().end = end;
  } else {
    pieces_.push_back({end, CutPiece::Kind::kWord});
  }
  if (end < last) pieces_.push_back({last, CutPiece::Kind::kSpace});
  number_goes_on_ = false;
}

std::size_t safe_end_of(std::string_view text, const std::vector<TextItem>& items) {
  // The last item may go on behind the end, and so may a number, a dash and an ellipsis.
  for (std::size_t i = items.size(); i-- > 1;) {
    const std::string_view before = text.substr(items[i - 1].begin, items[i].begin - items[i - 1].begin);
    const bool is_mark = is_percent(before) || is_colon(before) || is_comma(before) || is_doubled(before);
    if (items[i - 1].kind == TextItem::Kind::kOther && !is_mark) return items[i].begin;
  }
  return 0;
}

void write_pieces(std::string_view text, const std::vector<CutPiece>& pieces, std::string_view separator,
                  std::string& to) {
  to.reserve(to.size() + text.size() + pieces.size() * separator.size());
  std::uint32_t begin = 0;
  bool is_open = false;  // the last piece wants a separator
  for (const CutPiece& piece : pieces) {
    const bool is_space = piece.kind == CutPiece::Kind::kSpace;
    if (is_open && !is_space) to += separator;
    to += text.substr(begin, piece.end - begin);
    begin = piece.end;
    is_open = !is_space;
  }
}

}  // namespace newword
