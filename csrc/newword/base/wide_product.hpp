// Products of two 64-bit numbers, exact, and their sums.
#pragma once

#include <compare>
#include <cstdint>

#if defined(_MSC_VER) && !defined(__clang__)
#include <intrin.h>
#endif

namespace newword {

/// A number of 128 bits.
struct Wide {
  std::uint64_t high = 0, low = 0;
  auto operator<=>(const Wide&) const = default;

  /// Adds modulo 2^128.
  Wide& operator+=(const Wide& other) {
    low += other.low;
    high += other.high + (low < other.low ? 1 : 0);
    return *this;
  }
};

[[nodiscard]] inline Wide multiply(std::uint64_t a, std::uint64_t b) {
#ifdef __SIZEOF_INT128__
  const unsigned __int128 product = static_cast<unsigned __int128>(a) * b;
  return {static_cast<std::uint64_t>(product >> 64), static_cast<std::uint64_t>(product)};
#else
  Wide product;
  product.low = _umul128(a, b, &product.high);
  return product;
#endif
}

}  // namespace newword
