// Sums of products of small integers: what a gap network spends its time on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace newword {

inline constexpr std::size_t kGapChannels = 64;

/// Adds to each of kGapChannels sums the products of `pairs` pairs of inputs with its weights. `weights` = for every
/// pair the two weights of each channel. Products and sums must fit 32 bits. By what the processor has; the result is
/// the same everywhere.
void add_products(const std::int16_t* inputs, std::size_t pairs, const std::int16_t* weights, std::int32_t* sums);

using AddProducts = void (*)(const std::int16_t* inputs, std::size_t pairs, const std::int16_t* weights,
                             std::int32_t* sums);
/// For tests: all ways that this processor has, the first of which is without any special instruction.
[[nodiscard]] std::vector<AddProducts> every_add_products();

/// Outputs of a layer: sums times scales, rounded to the nearest integer, ties to even, and cut off at 0 and 255. Sums
/// have 24 bits and scales are at most kMostScale.
inline constexpr float kMostScale = 0.25f;
void take_outputs(const std::int32_t* sums, const float* scales, std::int16_t* outputs);

}  // namespace newword
