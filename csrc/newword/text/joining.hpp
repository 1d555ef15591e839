// What may stand between two units and still be nothing.
#pragma once

namespace newword {

/// Options of a text whose line ends or spaces do not separate words. Tokens go with neither of the others.
struct Joining {
  bool lines = false;   ///< one line end between two characters of scripts that are written without spaces
  bool spaces = false;  ///< spaces between two characters of scripts that are written without
  bool tokens = false;  ///< what stands between spaces is one unit, and the spaces are nothing
  bool operator==(const Joining&) const = default;
};

/// A space that may be joined over; a tab separates columns and is none.
[[nodiscard]] constexpr bool is_joinable_space(char32_t c) { return c == 0x20 || c == 0xA0 || c == 0x3000; }

}  // namespace newword
