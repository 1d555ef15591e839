// Windows of the text packed into words that sort as the windows do.
#pragma once

#include <array>
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "newword/text/symbols.hpp"

namespace newword {

/// The symbols behind the first one of a window, the first of them in the highest bits, zeros from
/// the first boundary on. `Number` is the width of the text's symbols.
template <class Number, unsigned kWords>
struct PackedWindow {
  static constexpr unsigned kBits = 8 * sizeof(Number);
  static constexpr unsigned kPerWord = 64 / kBits;

  std::array<std::uint64_t, kWords> words;
  auto operator<=>(const PackedWindow&) const = default;

  /// Packs `size` symbols, of kWords words at most; whole words are read.
  static PackedWindow load(const Number* from, unsigned size) {
    PackedWindow window{};
    for (unsigned w = 0; w < kWords; ++w) {
      std::uint64_t x = in_order(from + w * kPerWord);
      const unsigned left = size - w * kPerWord;
      if (left < kPerWord) x &= ~(~std::uint64_t{0} >> (left * kBits));
      const std::uint64_t keep = before_zero(x);
      window.words[w] = x & keep;
      if (keep != ~std::uint64_t{0}) break;
    }
    return window;
  }

  /// Symbol k of those behind the first.
  [[nodiscard]] Symbol at(unsigned k) const {
    return static_cast<Number>(words[k / kPerWord] >> (64 - kBits - k % kPerWord * kBits));
  }

  /// How many symbols at the beginning two different windows share.
  [[nodiscard]] unsigned shared_with(const PackedWindow& other) const {
    unsigned w = 0;
    while (words[w] == other.words[w]) ++w;
    return w * kPerWord + static_cast<unsigned>(std::countl_zero(words[w] ^ other.words[w])) / kBits;
  }

 private:
  static std::uint64_t in_order(const Number* from) {
    if constexpr (std::endian::native == std::endian::little) {
      std::uint64_t x = 0;
      std::memcpy(&x, from, sizeof x);
      x = x << 32 | x >> 32;
      if constexpr (kBits == 16) x = (x & 0x0000FFFF0000FFFF) << 16 | ((x >> 16) & 0x0000FFFF0000FFFF);
      return x;
    } else {
      std::uint64_t x = 0;
      std::memcpy(&x, from, sizeof x);
      return x;
    }
  }

  /// Ones above the first number of zero, in order of significance.
  static std::uint64_t before_zero(std::uint64_t x) {
    // A number is zero where it and its lower bits carry nothing into its top bit.
    constexpr std::uint64_t kLow = kBits == 16 ? 0x7FFF7FFF7FFF7FFF : 0x7FFFFFFF7FFFFFFF;
    const std::uint64_t zeros = ~(((x & kLow) + kLow) | x | kLow);
    return zeros == 0 ? ~std::uint64_t{0} : ~(~std::uint64_t{0} >> std::countl_zero(zeros));
  }
};

}  // namespace newword
