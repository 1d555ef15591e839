// UTF-8: one code point at a time, bad bytes by the rule of maximal subparts (Unicode 3.9, U+FFFD practice).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace newword {

/// What stands at the start of a byte string.
struct Utf8Step {
  char32_t code_point;  ///< valid only when `ok`
  std::uint8_t length;  ///< bytes of the code point, or of the maximal invalid subpart (at least 1)
  bool ok;
  bool incomplete;  ///< the string ends inside a sequence that is valid so far
};

namespace utf8_detail {

/// Bounds of the second byte for each lead byte that starts a longer sequence (Unicode table 3-7).
struct Lead {
  std::uint8_t length, low, high;
};

[[nodiscard]] constexpr Lead lead_of(std::uint8_t b) {
  if (b >= 0xC2 && b <= 0xDF) return {2, 0x80, 0xBF};
  if (b == 0xE0) return {3, 0xA0, 0xBF};
  if (b == 0xED) return {3, 0x80, 0x9F};
  if (b >= 0xE1 && b <= 0xEF) return {3, 0x80, 0xBF};
  if (b == 0xF0) return {4, 0x90, 0xBF};
  if (b >= 0xF1 && b <= 0xF3) return {4, 0x80, 0xBF};
  if (b == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

}  // namespace utf8_detail

/// Decodes the first code point of `size` > 0 bytes. Never reads past `size`.
[[nodiscard]] inline Utf8Step decode_utf8(const std::uint8_t* bytes, std::size_t size) {
  const std::uint8_t first = bytes[0];
  if (first < 0x80) return {first, 1, true, false};
  const auto [length, low, high] = utf8_detail::lead_of(first);
  if (length == 0) return {0, 1, false, false};
  if (size < 2) return {0, 1, false, true};
  if (bytes[1] < low || bytes[1] > high) return {0, 1, false, false};
  char32_t c = first & (0x7Fu >> length);
  c = (c << 6) | (bytes[1] & 0x3Fu);
  for (std::uint8_t i = 2; i < length; ++i) {
    if (i == size) return {0, i, false, true};
    if ((bytes[i] & 0xC0) != 0x80) return {0, i, false, false};
    c = (c << 6) | (bytes[i] & 0x3Fu);
  }
  return {c, length, true, false};
}

/// Appends the UTF-8 form of a valid code point.
inline void append_utf8(std::string& out, char32_t c) {
  const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

}  // namespace newword
