#include "newword/gaps/gap_kernel.hpp"

#include <algorithm>
#include <cstring>

#if defined(__GNUC__) && defined(__x86_64__) && !defined(_WIN32)
#include <immintrin.h>
#endif

namespace newword {

namespace {

void add_products_plainly(const std::int16_t* inputs, std::size_t pairs, const std::int16_t* weights,
                          std::int32_t* sums) {
  for (std::size_t p = 0; p < pairs; ++p, inputs += 2, weights += 2 * kGapChannels) {
    for (std::size_t c = 0; c < kGapChannels; ++c) {
      sums[c] += inputs[0] * weights[2 * c] + inputs[1] * weights[2 * c + 1];
    }
  }
}

}  // namespace

void take_outputs(const std::int32_t* sums, const float* scales, std::int16_t* outputs) {
  constexpr float kToInteger = 12582912.0f;  // 1.5 2^23: what is added to it is rounded to an integer
  for (std::size_t c = 0; c < kGapChannels; ++c) {
    const float rounded = (static_cast<float>(sums[c]) * scales[c] + kToInteger) - kToInteger;
    outputs[c] = static_cast<std::int16_t>(std::clamp(static_cast<std::int32_t>(rounded), 0, 255));
  }
}

#if defined(__GNUC__) && defined(__x86_64__) && !defined(_WIN32)

namespace {

constexpr std::size_t kNarrow = 4, kWide = 8, kWidest = 16;  ///< sums in a register

std::int32_t pair_at(const std::int16_t* inputs) {
  std::int32_t pair;
  std::memcpy(&pair, inputs, sizeof pair);
  return pair;
}

void add_narrow(const std::int16_t* inputs, std::size_t pairs, const std::int16_t* weights, std::int32_t* sums) {
  constexpr std::size_t kRegisters = 8, kPart = kRegisters * kNarrow;  // of sixteen there are
  for (std::size_t part = 0; part < kGapChannels; part += kPart) {
    __m128i held[kRegisters];
    for (std::size_t r = 0; r < kRegisters; ++r) {
      held[r] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(sums + part + r * kNarrow));
    }
    for (std::size_t p = 0; p < pairs; ++p) {
      const __m128i input = _mm_set1_epi32(pair_at(inputs + 2 * p));
      const auto* const row = reinterpret_cast<const __m128i*>(weights + 2 * (p * kGapChannels + part));
      for (std::size_t r = 0; r < kRegisters; ++r) {
        held[r] = _mm_add_epi32(held[r], _mm_madd_epi16(input, _mm_loadu_si128(row + r)));
      }
    }
    for (std::size_t r = 0; r < kRegisters; ++r) {
      _mm_storeu_si128(reinterpret_cast<__m128i*>(sums + part + r * kNarrow), held[r]);
    }
  }
}

__attribute__((target("avx2"))) void add_wide(const std::int16_t* inputs, std::size_t pairs,
                                              const std::int16_t* weights, std::int32_t* sums) {
  constexpr std::size_t kRegisters = kGapChannels / kWide;
  __m256i held[kRegisters];
  for (std::size_t r = 0; r < kRegisters; ++r) {
    held[r] = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(sums + r * kWide));
  }
  for (std::size_t p = 0; p < pairs; ++p) {
    const __m256i input = _mm256_set1_epi32(pair_at(inputs + 2 * p));
    const auto* const row = reinterpret_cast<const __m256i*>(weights + 2 * p * kGapChannels);
    for (std::size_t r = 0; r < kRegisters; ++r) {
      held[r] = _mm256_add_epi32(held[r], _mm256_madd_epi16(input, _mm256_loadu_si256(row + r)));
    }
  }
  for (std::size_t r = 0; r < kRegisters; ++r) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(sums + r * kWide), held[r]);
  }
}

/// Every second pair has sums of its own: one set would wait for its last product.
__attribute__((target("avx512f,avx512bw,avx512vnni"))) void add_widest(const std::int16_t* inputs, std::size_t pairs,
                                                                       const std::int16_t* weights,
                                                                       std::int32_t* sums) {
  constexpr std::size_t kRegisters = kGapChannels / kWidest, kRow = 2 * kGapChannels;
  __m512i even[kRegisters], odd[kRegisters];
  for (std::size_t r = 0; r < kRegisters; ++r) {
    even[r] = _mm512_loadu_si512(sums + r * kWidest);
    odd[r] = _mm512_setzero_si512();
  }
  for (std::size_t p = 0; p + 1 < pairs; p += 2) {
    const __m512i first = _mm512_set1_epi32(pair_at(inputs + 2 * p));
    const __m512i second = _mm512_set1_epi32(pair_at(inputs + 2 * p + 2));
    const std::int16_t* const row = weights + p * kRow;
    for (std::size_t r = 0; r < kRegisters; ++r) {
      even[r] = _mm512_dpwssd_epi32(even[r], first, _mm512_loadu_si512(row + 2 * r * kWidest));
      odd[r] = _mm512_dpwssd_epi32(odd[r], second, _mm512_loadu_si512(row + kRow + 2 * r * kWidest));
    }
  }
  if (pairs % 2 != 0) {
    const __m512i last = _mm512_set1_epi32(pair_at(inputs + 2 * (pairs - 1)));
    const std::int16_t* const row = weights + (pairs - 1) * kRow;
    for (std::size_t r = 0; r < kRegisters; ++r) {
      even[r] = _mm512_dpwssd_epi32(even[r], last, _mm512_loadu_si512(row + 2 * r * kWidest));
    }
  }
  for (std::size_t r = 0; r < kRegisters; ++r) {
    _mm512_storeu_si512(sums + r * kWidest, _mm512_add_epi32(even[r], odd[r]));
  }
}

bool is_wide() { return __builtin_cpu_supports("avx2") != 0; }

bool is_widest() { return __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512vnni") != 0; }

AddProducts best_of_processor() { return is_widest() ? add_widest : is_wide() ? add_wide : add_narrow; }

}  // namespace

void add_products(const std::int16_t* inputs, std::size_t pairs, const std::int16_t* weights, std::int32_t* sums) {
  static const AddProducts add = best_of_processor();
  add(inputs, pairs, weights, sums);
}

std::vector<AddProducts> every_add_products() {
  std::vector<AddProducts> ways = {add_products_plainly, add_narrow};
  if (is_wide()) ways.push_back(add_wide);
  if (is_widest()) ways.push_back(add_widest);
  return ways;
}

#else

void add_products(const std::int16_t* inputs, std::size_t pairs, const std::int16_t* weights, std::int32_t* sums) {
  add_products_plainly(inputs, pairs, weights, sums);
}

std::vector<AddProducts> every_add_products() { return {add_products_plainly}; }

#endif

}  // namespace newword
