// What each code point is to us: the script policy of ARCHITECTURE.md as a table.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "newword/text/char_ranges.hpp"

namespace newword {

/// Folds the full-width forms U+FF01-FF5E to ASCII; every other code point is itself.
[[nodiscard]] constexpr char32_t fold_width(char32_t c) { return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c; }

/// The character that one of class kForm stands for; every other code point is itself.
[[nodiscard]] char32_t fold_form(char32_t c);

/// True of a character of a script that is written without spaces: a unit, or part of one.
[[nodiscard]] constexpr bool is_script(CharClass kind) { return kind >= CharClass::kScript; }

/// True of those between which a line end may be nothing; Korean has spaces between words.
[[nodiscard]] constexpr bool is_unsegmented(CharClass kind) {
  return is_script(kind) && !(kind >= CharClass::kHangul && kind <= CharClass::kJamoTail);
}

/// True of what a name with a middle dot in it is written in.
[[nodiscard]] constexpr bool may_be_in_name(CharClass kind) {
  return kind == CharClass::kHan || kind == CharClass::kKana || kind == CharClass::kKanaTail;
}

/// True of the blocks of Thai, Lao, Khmer and Myanmar, where U+200B stands between words.
[[nodiscard]] constexpr bool ends_words_with_zero_width_space(char32_t c) {
  return (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) || (c >= 0x1780 && c <= 0x17FF) ||
         (c >= 0xA9E0 && c <= 0xA9FF) || (c >= 0xAA60 && c <= 0xAA7F);
}

/// True if a conjoining letter of Hangul, or a syllable, belongs to the syllable that ends in `last`
/// (the rule for grapheme clusters, Unicode Standard Annex 29).
[[nodiscard]] bool joins_syllable(char32_t last, CharClass last_kind, char32_t c, CharClass kind);

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
