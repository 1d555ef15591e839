// Which units are numbers.
#pragma once

#include <algorithm>
#include <string_view>

namespace newword {

/// True of a folded unit that begins with a digit and has no letters, and of the numerals in Han characters,
/// 多, 几 and 数 among them.
[[nodiscard]] inline bool is_number(std::string_view unit) {
  constexpr std::string_view kNumerals = "〇零一二两三四五六七八九十百千万亿几数多半";
  constexpr std::size_t kHanBytes = 3;
  const auto is_in_number = [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-'; };
  if (unit.empty()) return false;
  if (unit[0] >= '0' && unit[0] <= '9') return std::all_of(unit.begin(), unit.end(), is_in_number);
  const std::size_t at = unit.size() == kHanBytes ? kNumerals.find(unit) : std::string_view::npos;
  return at != std::string_view::npos && at % kHanBytes == 0;
}

}  // namespace newword
