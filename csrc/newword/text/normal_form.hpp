// Normalization form C of a unit, so that canonically equivalent text is the same text.
#pragma once

#include <string>
#include <string_view>

namespace newword {

/// The unit in form C, and Thai and Lao AM composed from their two halves.
[[nodiscard]] std::u32string normal_form(std::u32string_view unit);

/// The same as UTF-8.
[[nodiscard]] std::string normal_utf8(std::u32string_view unit);

}  // namespace newword
