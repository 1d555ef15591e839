// One place of a layer of a gap network: what the networks spend their time on.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace newword {

inline constexpr std::size_t kGapChannels = 64;

/// The weights of a layer: for every pair of inputs the two of each channel, side by side.
struct GapLayer {
  const std::int16_t* weights;
  /// By channel, from sums to outputs: at least 0, at most kMostScale.
  const float* scales;
};
inline constexpr float kMostScale = 0.25f;

/// Which pairs of inputs are not both zero, a bit each from the lowest on: half of them are.
inline constexpr std::size_t kMostPairs = 128;
using GapPairs = std::array<std::uint64_t, kMostPairs / 64>;

/// What a layer sees at a place.
struct GapPlace {
  std::span<const std::int32_t* const> starts;  ///< one and more rows of channels that are added to the products
  const std::int16_t* inputs;
  GapPairs pairs;
};

/// Which pairs of the kGapChannels outputs are not both zero.
using GapOutputPairs = std::uint32_t;

/// Finds the outputs of a layer at a place: sums of products and starts times scales, rounded to the nearest integer,
/// ties to even, and cut off at 0 and 255. Products and sums must fit 32 bits, whole sums 24. By what the processor
/// has; the result is the same everywhere.
GapOutputPairs run_place(const GapLayer& layer, const GapPlace& place, std::int16_t* outputs);

using RunPlace = GapOutputPairs (*)(const GapLayer& layer, const GapPlace& place, std::int16_t* outputs);
/// For tests: all ways that this processor has, the first of which is without any special instruction.
[[nodiscard]] std::vector<RunPlace> every_run_place();

}  // namespace newword
