// Where a large file may be cut so that two workers encode it as one would.
#pragma once

#include <cstddef>
#include <cstdint>

#include "newword/text/char_class.hpp"
#include "newword/text/joining.hpp"
#include "newword/text/utf8.hpp"

namespace newword {

namespace safe_cut_detail {

/// True of three bytes that are a character which is complete by itself, whatever stands beside it: Han, or one
/// that breaks.
[[nodiscard]] inline bool is_plain_char(const std::uint8_t* p, const BmpClasses& classes) {
  const Utf8Step step = decode_utf8(p, 3);
  if (!step.ok || step.length != 3) return false;
  const CharClass kind = classes[step.code_point];
  return kind == CharClass::kHan || (kind == CharClass::kBreak && fold_width(step.code_point) == step.code_point);
}

[[nodiscard]] constexpr bool is_wide_space(const std::uint8_t* p) {
  return p[0] == 0xE3 && p[1] == 0x80 && p[2] == 0x80;
}

}  // namespace safe_cut_detail

/// True when an encoder that starts at `p` gives the same units as one that reads through it.
/// Three bytes on either side must be readable.
[[nodiscard]] inline bool is_safe_cut(const std::uint8_t* p, const BmpClasses& classes, Joining joining) {
  if (joining.tokens) return p[-1] < ' ';  // a line end or another control character; spaces end no run
  if (p[-1] < 0x80) {
    const bool may_join =
        (joining.spaces && is_joinable_space(p[-1])) || (joining.lines && classes[p[-1]] == CharClass::kLineEnd);
    return p[-1] <= ' ' && !may_join;
  }
  using safe_cut_detail::is_wide_space;
  if (joining.spaces && (is_wide_space(p - 3) || is_wide_space(p))) return false;
  return safe_cut_detail::is_plain_char(p - 3, classes) && safe_cut_detail::is_plain_char(p, classes);
}

}  // namespace newword
