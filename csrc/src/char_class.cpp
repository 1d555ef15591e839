#include "newword/char_class.hpp"

#include <algorithm>
#include <iterator>

#include "newword/utf8.hpp"

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

char32_t fold_case(char32_t c) {
  const LowerRange* row = find_range(kLowerRanges, c);
  if (row == nullptr || (c - row->first) % row->step != 0) return c;
  return static_cast<char32_t>(static_cast<std::int32_t>(c) + row->delta);
}

CharClass char_class(char32_t c) {
  switch (fold_width(c)) {
    case U'\n': case U'\r': return CharClass::kLineEnd;
    case U'.': case U'_': case U'-': return CharClass::kConnector;
    case U'+': case U'#': return CharClass::kPlus;
    default: break;
  }
  const CharRange* row = find_range(kCharRanges, c);
  return row == nullptr ? CharClass::kBreak : row->char_class;
}

BmpClasses::BmpClasses() {
  for (char32_t c = 0; c < 0x10000; ++c) classes_[c] = char_class(c);
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
