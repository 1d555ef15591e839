// Sums of products of small integers: what a gap network spends its time on.
#pragma once

#include <cstddef>
#include <cstdint>

namespace newword {

inline constexpr std::size_t kGapChannels = 64;

/// Adds to each of kGapChannels sums the products of `pairs` pairs of inputs with its weights. `weights` = for every pair
/// the two weights of each channel. Products and sums must fit 32 bits. By what the processor has; the result is the
/// same everywhere.
void add_products(const std::int16_t* inputs, std::size_t pairs, const std::int16_t* weights, std::int32_t* sums);

/// The same without any special instruction.
void add_products_plainly(const std::int16_t* inputs, std::size_t pairs, const std::int16_t* weights,
                          std::int32_t* sums);

}  // namespace newword
