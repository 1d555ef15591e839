// A unit of a text whose spaces have cut it: what stands between two of them.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "newword/text/unit_machine.hpp"

namespace newword {

/// Puts together the units that stand side by side without a space. Memory does not grow with them.
class OpenToken {
 public:
  void add(std::u32string_view unit) {
    if (length_ + unit.size() <= kLongestUnit) unit.copy(text_.data() + length_, unit.size());
    length_ += unit.size();
  }

  [[nodiscard]] bool is_empty() const { return length_ == 0; }
  /// It is no word, but a boundary.
  [[nodiscard]] bool is_too_long() const { return length_ > kLongestUnit; }
  /// Not yet in normalization form; not of what is too long.
  [[nodiscard]] std::u32string_view text() const { return {text_.data(), length_}; }
  void clear() { length_ = 0; }

 private:
  std::array<char32_t, kLongestUnit> text_{};
  std::size_t length_ = 0;
};

}  // namespace newword
