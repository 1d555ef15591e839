// What each code point is to us: the script policy of ARCHITECTURE.md as a table.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "newword/text/char_ranges.hpp"

namespace newword {

/// Folds the full-width forms U+FF01-FF5E to ASCII; every other code point is itself.
[[nodiscard]] constexpr char32_t fold_width(char32_t c) { return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c; }

/// Simple lower case of Latin letters; every other code point is itself.
[[nodiscard]] char32_t fold_case(char32_t c);

/// The class of a code point, full-width forms counted as their ASCII twins. Binary search.
[[nodiscard]] CharClass char_class(char32_t c);

/// The classes of the Basic Multilingual Plane, for one look-up a character. Immutable once built.
class BmpClasses {
 public:
  BmpClasses();
  [[nodiscard]] CharClass operator[](char32_t c) const { return classes_[c]; }

 private:
  std::array<CharClass, 0x10000> classes_;
};

/// Lower-cases a UTF-8 string of valid code points: the key under which surface forms are one symbol.
[[nodiscard]] std::string fold_case(const std::string& surface);

}  // namespace newword
