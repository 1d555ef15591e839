#include "newword/text/char_class.hpp"

#include <algorithm>
#include <iterator>

#include "newword/text/char_forms.hpp"
#include "newword/text/utf8.hpp"

namespace newword {

namespace {

/// The range that holds `c`, or nullptr. Rows are sorted and disjoint.
template <class Range, std::size_t size>
const Range* find_range(const Range (&ranges)[size], char32_t c) {
  const auto after = std::upper_bound(std::begin(ranges), std::end(ranges), c,
                                      [](char32_t value, const Range& r) { return value < r.first; });
  if (after == std::begin(ranges)) return nullptr;
  const Range* row = std::prev(after);
  return c <= row->last ? row : nullptr;
}

}  // namespace

char32_t fold_form(char32_t c) {
  const auto row = std::lower_bound(std::begin(kForms), std::end(kForms), c,
                                    [](const CharForm& one, char32_t value) { return one.code < value; });
  return row != std::end(kForms) && row->code == c ? row->form : c;
}

bool joins_syllable(char32_t last, CharClass last_kind, char32_t c, CharClass kind) {
  constexpr char32_t kFirst = 0xAC00, kLast = 0xD7A3, kTails = 28;
  const auto is_syllable = [](char32_t one) { return one >= kFirst && one <= kLast; };
  const bool is_closed = last_kind == CharClass::kJamoTail || (is_syllable(last) && (last - kFirst) % kTails != 0);
  switch (kind) {
    case CharClass::kJamoTail:
      return is_closed || last_kind == CharClass::kJamoVowel || is_syllable(last);
    case CharClass::kJamoVowel:
      return !is_closed && (last_kind != CharClass::kHangul || is_syllable(last));
    default:
      return last_kind == CharClass::kJamoLead && (kind == CharClass::kJamoLead || is_syllable(c));
  }
}

char32_t fold_case(char32_t c) {
  const LowerRange* row = find_range(kLowerRanges, c);
  if (row == nullptr || (c - row->first) % row->step != 0) return c;
  return static_cast<char32_t>(static_cast<std::int32_t>(c) + row->delta);
}

namespace {

struct KnownChar {
  char32_t c;
  CharClass char_class;
};
constexpr KnownChar kKnownChars[] = {{U'\n', CharClass::kLineEnd},  {U'\r', CharClass::kLineEnd},
                                     {U'.', CharClass::kConnector}, {U'_', CharClass::kConnector},
                                     {U'-', CharClass::kConnector}, {U'+', CharClass::kPlus},
                                     {U'#', CharClass::kPlus},      {U'@', CharClass::kAt}};
constexpr char32_t kWidth = 0xFEE0;  // from a character of ASCII to its full-width form

}  // namespace

CharClass char_class(char32_t c) {
  for (const KnownChar& known : kKnownChars) {
    if (fold_width(c) == known.c) return known.char_class;
  }
  const CharRange* row = find_range(kCharRanges, c);
  return row == nullptr ? CharClass::kBreak : row->char_class;
}

BmpClasses::BmpClasses() {
  classes_.fill(CharClass::kBreak);
  for (const CharRange& range : kCharRanges) {
    if (range.first > 0xFFFF) break;
    std::fill(classes_.begin() + range.first, classes_.begin() + std::min(range.last, 0xFFFFu) + 1, range.char_class);
  }
  for (const KnownChar& known : kKnownChars) {
    classes_[known.c] = known.char_class;
    if (known.c > U' ') classes_[known.c + kWidth] = known.char_class;
  }
}

std::string fold_case(const std::string& surface) {
  std::string folded;
  folded.reserve(surface.size());
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(surface.data());
  for (std::size_t i = 0; i < surface.size();) {
    const Utf8Step step = decode_utf8(bytes + i, surface.size() - i);
    append_utf8(folded, fold_case(step.code_point));
    i += step.length;
  }
  return folded;
}

}  // namespace newword
