#include "newword/gaps/gap_kernel.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__GNUC__) && defined(__x86_64__) && !defined(_WIN32)
#define NEWWORD_HAS_X86_KERNELS
#include <immintrin.h>
#endif

// What every kernel shares is compiled anew for the instructions of each.
#if defined(__GNUC__)
#define NEWWORD_IN_KERNEL __attribute__((always_inline)) inline
#else
#define NEWWORD_IN_KERNEL inline
#endif

namespace newword {

namespace {

constexpr float kToInteger = 12582912.0f;  // 1.5 2^23: what is added to it is rounded to an integer
constexpr std::size_t kRow = 2 * kGapChannels;

using Sums = std::array<std::int32_t, kGapChannels>;

/// Calls visit(p) for each pair that is not zero.
template <class Visit>
NEWWORD_IN_KERNEL void for_pairs(const GapPairs& pairs, const Visit& visit) {
  for (std::size_t word = 0; word < pairs.size(); ++word) {
    for (std::uint64_t left = pairs[word]; left != 0; left &= left - 1) {
      visit(word * 64 + static_cast<std::size_t>(std::countr_zero(left)));
    }
  }
}

NEWWORD_IN_KERNEL void add_starts(const GapPlace& place, Sums& sums) {
  std::copy_n(place.starts[0], kGapChannels, sums.data());
  for (const std::int32_t* const start : place.starts.subspan(1)) {
    for (std::size_t c = 0; c < kGapChannels; ++c) sums[c] += start[c];
  }
}

NEWWORD_IN_KERNEL GapOutputPairs take_outputs(const Sums& sums, const float* scales, std::int16_t* outputs) {
  for (std::size_t c = 0; c < kGapChannels; ++c) {
    const float rounded = (static_cast<float>(sums[c]) * scales[c] + kToInteger) - kToInteger;
    outputs[c] = static_cast<std::int16_t>(std::clamp(static_cast<std::int32_t>(rounded), 0, 255));
  }
  GapOutputPairs met = 0;
  for (std::size_t p = 0; p < kGapChannels / 2; ++p) {
    const bool is_met = (outputs[2 * p] | outputs[2 * p + 1]) != 0;
    met |= static_cast<GapOutputPairs>(is_met) << p;
  }
  return met;
}

GapOutputPairs run_plainly(const GapLayer& layer, const GapPlace& place, std::int16_t* outputs) {
  Sums sums;
  add_starts(place, sums);
  for_pairs(place.pairs, [&](std::size_t p) {
    const std::int16_t* const row = layer.weights + p * kRow;
    const std::int16_t first = place.inputs[2 * p], second = place.inputs[2 * p + 1];
    for (std::size_t c = 0; c < kGapChannels; ++c) sums[c] += first * row[2 * c] + second * row[2 * c + 1];
  });
  return take_outputs(sums, layer.scales, outputs);
}

}  // namespace

#ifdef NEWWORD_HAS_X86_KERNELS

namespace {

constexpr std::size_t kNarrow = 4, kWide = 8, kWidest = 16;  ///< sums in a register

NEWWORD_IN_KERNEL std::int32_t pair_at(const std::int16_t* inputs, std::size_t p) {
  std::int32_t pair;
  std::memcpy(&pair, inputs + 2 * p, sizeof pair);
  return pair;
}

GapOutputPairs run_narrow(const GapLayer& layer, const GapPlace& place, std::int16_t* outputs) {
  constexpr std::size_t kRegisters = 8, kPart = kRegisters * kNarrow;  // of sixteen there are
  Sums sums;
  add_starts(place, sums);
  for (std::size_t part = 0; part < kGapChannels; part += kPart) {
    __m128i held[kRegisters];
    for (std::size_t r = 0; r < kRegisters; ++r) {
      held[r] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(&sums[part + r * kNarrow]));
    }
    for_pairs(place.pairs, [&](std::size_t p) {
      const __m128i input = _mm_set1_epi32(pair_at(place.inputs, p));
      const auto* const row = reinterpret_cast<const __m128i*>(layer.weights + p * kRow + 2 * part);
      for (std::size_t r = 0; r < kRegisters; ++r) {
        held[r] = _mm_add_epi32(held[r], _mm_madd_epi16(input, _mm_loadu_si128(row + r)));
      }
    });
    for (std::size_t r = 0; r < kRegisters; ++r) {
      _mm_storeu_si128(reinterpret_cast<__m128i*>(&sums[part + r * kNarrow]), held[r]);
    }
  }
  return take_outputs(sums, layer.scales, outputs);
}

#define NEWWORD_WIDE __attribute__((target("avx2,bmi")))

/// Eight sums as integers of 0..255.
NEWWORD_WIDE inline __m256i outputs_of(__m256i sums, const float* scales) {
  const __m256 to_integer = _mm256_set1_ps(kToInteger);
  const __m256 scaled = _mm256_mul_ps(_mm256_cvtepi32_ps(sums), _mm256_loadu_ps(scales));
  return _mm256_cvttps_epi32(_mm256_sub_ps(_mm256_add_ps(scaled, to_integer), to_integer));
}

NEWWORD_WIDE GapOutputPairs run_wide(const GapLayer& layer, const GapPlace& place, std::int16_t* outputs) {
  constexpr std::size_t kRegisters = kGapChannels / kWide;
  constexpr int kInOrder = 0xD8;  // packing works in halves of registers
  __m256i held[kRegisters];
  for (std::size_t r = 0; r < kRegisters; ++r) {
    held[r] = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(place.starts[0] + r * kWide));
  }
  for (const std::int32_t* const start : place.starts.subspan(1)) {
    for (std::size_t r = 0; r < kRegisters; ++r) {
      const auto* const more = reinterpret_cast<const __m256i*>(start + r * kWide);
      held[r] = _mm256_add_epi32(held[r], _mm256_loadu_si256(more));
    }
  }
  for (std::size_t word = 0; word < place.pairs.size(); ++word) {
    for (std::uint64_t left = place.pairs[word]; left != 0; left &= left - 1) {
      const std::size_t p = word * 64 + static_cast<std::size_t>(std::countr_zero(left));
      const __m256i input = _mm256_set1_epi32(pair_at(place.inputs, p));
      const auto* const row = reinterpret_cast<const __m256i*>(layer.weights + p * kRow);
      for (std::size_t r = 0; r < kRegisters; ++r) {
        held[r] = _mm256_add_epi32(held[r], _mm256_madd_epi16(input, _mm256_loadu_si256(row + r)));
      }
    }
  }
  const __m256i zero = _mm256_setzero_si256(), most = _mm256_set1_epi16(255);
  GapOutputPairs are_zero = 0;
  for (std::size_t r = 0; r < kRegisters; r += 2) {
    const __m256i low = outputs_of(held[r], layer.scales + r * kWide);
    const __m256i high = outputs_of(held[r + 1], layer.scales + (r + 1) * kWide);
    const __m256i packed = _mm256_permute4x64_epi64(_mm256_packs_epi32(low, high), kInOrder);
    const __m256i cut = _mm256_max_epi16(_mm256_min_epi16(packed, most), zero);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(outputs + r * kWide), cut);
    const int zeros = _mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(cut, zero)));
    are_zero |= static_cast<GapOutputPairs>(zeros) << (r / 2 * kWide);
  }
  return ~are_zero;
}

#define NEWWORD_WIDEST __attribute__((target("avx512f,avx512bw,avx512vnni")))

constexpr std::size_t kWidestRegisters = kGapChannels / kWidest;

NEWWORD_WIDEST NEWWORD_IN_KERNEL void add_pair(const GapLayer& layer, const GapPlace& place, std::size_t p,
                                               __m512i* held) {
  const __m512i input = _mm512_set1_epi32(pair_at(place.inputs, p));
  const std::int16_t* const row = layer.weights + p * kRow;
  for (std::size_t r = 0; r < kWidestRegisters; ++r) {
    held[r] = _mm512_dpwssd_epi32(held[r], input, _mm512_loadu_si512(row + 2 * r * kWidest));
  }
}

NEWWORD_WIDEST GapOutputPairs run_widest(const GapLayer& layer, const GapPlace& place, std::int16_t* outputs) {
  Sums sums;
  add_starts(place, sums);
  // Pairs go to these sums and those by turns: one set would wait for its last product.
  __m512i even[kWidestRegisters], odd[kWidestRegisters];
  for (std::size_t r = 0; r < kWidestRegisters; ++r) {
    even[r] = _mm512_loadu_si512(&sums[r * kWidest]);
    odd[r] = _mm512_setzero_si512();
  }
  for (std::size_t word = 0; word < place.pairs.size(); ++word) {
    for (std::uint64_t left = place.pairs[word]; left != 0; left &= left - 1) {
      add_pair(layer, place, word * 64 + static_cast<std::size_t>(std::countr_zero(left)), even);
      left &= left - 1;
      if (left == 0) break;
      add_pair(layer, place, word * 64 + static_cast<std::size_t>(std::countr_zero(left)), odd);
    }
  }
  for (std::size_t r = 0; r < kWidestRegisters; ++r) {
    _mm512_storeu_si512(&sums[r * kWidest], _mm512_add_epi32(even[r], odd[r]));
  }
  return take_outputs(sums, layer.scales, outputs);
}

bool is_wide() { return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("bmi") != 0; }

bool is_widest() { return __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512vnni") != 0; }

RunPlace best_of_processor() { return is_widest() ? run_widest : is_wide() ? run_wide : run_narrow; }

}  // namespace

GapOutputPairs run_place(const GapLayer& layer, const GapPlace& place, std::int16_t* outputs) {
  static const RunPlace run = best_of_processor();
  return run(layer, place, outputs);
}

std::vector<RunPlace> every_run_place() {
  std::vector<RunPlace> ways = {run_plainly, run_narrow};
  if (is_wide()) ways.push_back(run_wide);
  if (is_widest()) ways.push_back(run_widest);
  return ways;
}

#else

GapOutputPairs run_place(const GapLayer& layer, const GapPlace& place, std::int16_t* outputs) {
  return run_plainly(layer, place, outputs);
}

std::vector<RunPlace> every_run_place() { return {run_plainly}; }

#endif

}  // namespace newword
