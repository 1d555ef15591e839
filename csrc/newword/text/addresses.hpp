// Which runs of letters and digits are addresses and file names, and no words.
#pragma once

#include <string_view>

#include "newword/text/char_class.hpp"

namespace newword {

[[nodiscard]] constexpr bool is_ascii_letter(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}

/// True of what comes before the "://" of an address.
[[nodiscard]] bool is_scheme(std::u32string_view word);

/// True of a name of a machine: www.example or example.com.
[[nodiscard]] bool is_host(std::u32string_view word);

/// True of a name of a machine, or of a file by its ending.
[[nodiscard]] bool is_address_or_file(std::u32string_view word);

/// True of a character that goes on in an address; letters of other alphabets and scripts end it.
[[nodiscard]] inline bool is_in_address(char32_t raw, CharClass kind) {
  constexpr std::u32string_view kSigns = U"-._~:/?#@%&=+$*";
  return kind == CharClass::kAlnum || kSigns.find(raw) != std::u32string_view::npos;
}

}  // namespace newword
