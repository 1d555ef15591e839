// Where a large file may be cut so that two workers encode it as one would.
#pragma once

#include <cstddef>
#include <cstdint>

#include "newword/text/char_class.hpp"
#include "newword/text/joining.hpp"

namespace newword {

namespace safe_cut_detail {

/// Lead bytes of three-byte blocks that hold no Latin letter, mark, ignored character or line end:
/// whatever stands there, a unit or a boundary, is complete when it ends.
[[nodiscard]] constexpr bool is_plain_lead(std::uint8_t b) {
  return b == 0xE0 || (b >= 0xE3 && b <= 0xE9) || b == 0xEB || b == 0xEC;
}

[[nodiscard]] constexpr bool is_plain_char(const std::uint8_t* p) {
  return is_plain_lead(p[0]) && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80;
}

[[nodiscard]] constexpr bool is_wide_space(const std::uint8_t* p) {
  return p[0] == 0xE3 && p[1] == 0x80 && p[2] == 0x80;
}

}  // namespace safe_cut_detail

/// True when an encoder that starts at `p` gives the same units as one that reads through it.
/// Three bytes on either side must be readable.
[[nodiscard]] inline bool is_safe_cut(const std::uint8_t* p, const BmpClasses& classes, Joining joining) {
  if (p[-1] < 0x80) {
    const CharClass kind = classes[p[-1]];
    if (joining.spaces && is_joinable_space(p[-1])) return false;
    return kind == CharClass::kBreak || (kind == CharClass::kLineEnd && !joining.lines);
  }
  using safe_cut_detail::is_wide_space;
  if (joining.spaces && (is_wide_space(p - 3) || is_wide_space(p))) return false;
  return safe_cut_detail::is_plain_char(p - 3) && safe_cut_detail::is_plain_char(p);
}

}  // namespace newword
