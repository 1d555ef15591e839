// Finds the places of a text with a symbol of a range, as every pass of the counter must for every place.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "newword/text/symbols.hpp"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace newword {

/// Picks the symbols s with first <= s < first + size, size >= 1, that end within their type. A counter with little
/// memory makes hundreds of passes, and each picks few places. Sixteen symbols are looked at together, and places that
/// are not picked cost nothing more. Immutable; thread-safe.
template <class Number>
class SymbolRange {
 public:
  SymbolRange(Symbol first, Symbol size) : first_(static_cast<Number>(first)), last_(static_cast<Number>(size - 1)) {}

  /// Writes the indices of the picked ones of `count` symbols, ascending, and returns how many there are.
  /// `picked` has room for `count`.
  std::size_t pick(const Number* symbols, std::size_t count, std::uint32_t* picked) const {
    std::size_t n = 0, i = 0;
#if defined(__SSE2__)
    for (; i + 16 <= count; i += 16) {
      for (unsigned mask = mask_of_16(symbols + i); mask != 0; mask &= mask - 1) {
        picked[n++] = static_cast<std::uint32_t>(i) + static_cast<std::uint32_t>(std::countr_zero(mask));
      }
    }
#endif
    for (; i < count; ++i) {
      picked[n] = static_cast<std::uint32_t>(i);
      n += static_cast<Number>(symbols[i] - first_) <= last_;
    }
    return n;
  }

 private:
#if defined(__SSE2__)
  static __m128i load(const void* from) { return _mm_loadu_si128(static_cast<const __m128i*>(from)); }

  [[nodiscard]] unsigned mask_of_16(const std::uint16_t* s) const {
    // There is no unsigned comparison: symbols above `last_` leave a remainder after saturated subtraction.
    const __m128i first = _mm_set1_epi16(static_cast<short>(first_)), last = _mm_set1_epi16(static_cast<short>(last_));
    const auto is_in = [&](const std::uint16_t* p) {
      return _mm_cmpeq_epi16(_mm_subs_epu16(_mm_sub_epi16(load(p), first), last), _mm_setzero_si128());
    };
    return static_cast<unsigned>(_mm_movemask_epi8(_mm_packs_epi16(is_in(s), is_in(s + 8))));
  }

  [[nodiscard]] unsigned mask_of_16(const std::uint32_t* s) const {
    // Flipping the sign bit turns a signed comparison into an unsigned one.
    constexpr std::uint32_t kSign = 0x80000000u;
    const __m128i first = _mm_set1_epi32(static_cast<int>(first_)), sign = _mm_set1_epi32(static_cast<int>(kSign));
    const __m128i last = _mm_set1_epi32(static_cast<int>(last_ ^ kSign));
    const auto is_out = [&](const std::uint32_t* p) {
      return _mm_cmpgt_epi32(_mm_xor_si128(_mm_sub_epi32(load(p), first), sign), last);
    };
    const __m128i low = _mm_packs_epi32(is_out(s), is_out(s + 4));
    const __m128i high = _mm_packs_epi32(is_out(s + 8), is_out(s + 12));
    return static_cast<unsigned>(_mm_movemask_epi8(_mm_packs_epi16(low, high))) ^ 0xFFFFu;
  }
#endif

  Number first_, last_;
};

}  // namespace newword
