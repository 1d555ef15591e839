// The logistic function, with the same bits on every processor.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

namespace newword {

/// 1 / (1 + e^-x) within 1e-9.
[[nodiscard]] inline double logistic(double x) {
  constexpr double kLog2E = 1.44269504088896340736, kLn2 = 0.69314718055994530942;
  constexpr double kToInteger = 6755399441055744.0;  // 1.5 2^52: what is added to it is rounded to an integer
  const double bits = std::clamp(-x * kLog2E, -1000.0, 1000.0);
  const double shifted = bits + kToInteger;
  const double t = (bits - (shifted - kToInteger)) * kLn2;  // |t| <= .35
  double sum = 1.0 / 40320;
  sum = sum * t + 1.0 / 5040;
  sum = sum * t + 1.0 / 720;
  sum = sum * t + 1.0 / 120;
  sum = sum * t + 1.0 / 24;
  sum = sum * t + 1.0 / 6;
  sum = sum * t + 1.0 / 2;
  sum = sum * t + 1;
  sum = sum * t + 1;
  const std::uint64_t power = (std::bit_cast<std::uint64_t>(shifted) + 1023) << 52;
  return 1 / (1 + sum * std::bit_cast<double>(power));
}

}  // namespace newword
