// What may stand between two characters and still be nothing.
#pragma once

namespace newword {

/// Options of a text whose line ends or spaces do not separate words.
struct Joining {
  bool lines = false;   ///< one line end between two characters of scripts that are written without spaces
  bool spaces = false;  ///< spaces between two characters of scripts that are written without
  bool operator==(const Joining&) const = default;
};

/// A space that may be joined over; a tab separates columns and is none.
[[nodiscard]] constexpr bool is_joinable_space(char32_t c) { return c == 0x20 || c == 0xA0 || c == 0x3000; }

}  // namespace newword
