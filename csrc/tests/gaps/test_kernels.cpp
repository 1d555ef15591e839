// Sums of products by special instructions are those without.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "newword/gaps/gap_kernel.hpp"
#include "tests/check.hpp"

namespace newword::test {

namespace {

using Sums = std::array<std::int32_t, kGapChannels>;

/// Numbers of a layer's range, which its largest are among.
std::vector<std::int16_t> numbers(Chance& chance, std::size_t size, int most, bool has_negative) {
  std::vector<std::int16_t> found(size);
  for (std::int16_t& number : found) {
    const int drawn = static_cast<int>(chance.below(static_cast<unsigned>(most) + 1));
    const int large = chance.below(5) == 0 ? most : drawn;
    number = static_cast<std::int16_t>(has_negative && chance.below(2) == 0 ? -large : large);
  }
  return found;
}

void all_ways_agree(Chance& chance, std::size_t pairs, int most, bool has_negative) {
  const auto inputs = numbers(chance, 2 * pairs, most, has_negative);
  const auto weights = numbers(chance, 2 * pairs * kGapChannels, 127, true);
  Sums before{};
  for (std::int32_t& sum : before) sum = static_cast<std::int32_t>(chance.below(1'000'000)) - 500'000;
  Sums expected = before;
  for (std::size_t c = 0; c < kGapChannels; ++c) {
    for (std::size_t i = 0; i < 2 * pairs; ++i) {
      expected[c] += inputs[i] * weights[2 * (i / 2 * kGapChannels + c) + i % 2];
    }
  }
  std::vector<AddProducts> ways = every_add_products();
  CHECK(!ways.empty());
  ways.push_back(add_products);
  for (const AddProducts way : ways) {
    Sums sums = before;
    way(inputs.data(), pairs, weights.data(), sums.data());
    CHECK(sums == expected);
  }
}

void outputs_are_the_nearest_integers(Chance& chance) {
  std::array<float, kGapChannels> scales{};
  std::array<std::int16_t, kGapChannels> outputs{};
  Sums sums{};
  for (std::size_t c = 0; c < kGapChannels; ++c) {
    sums[c] = static_cast<std::int32_t>(chance.below(1 << 25)) - (1 << 24);
    scales[c] = c % 3 == 0 ? kMostScale : static_cast<float>(chance.below(1000)) * 1e-7f;
  }
  sums[0] = 1, sums[3] = 2, sums[6] = 6, sums[9] = -2;  // .25, .5, 1.5, -.5
  take_outputs(sums.data(), scales.data(), outputs.data());
  for (std::size_t c = 0; c < kGapChannels; ++c) {
    const float product = static_cast<float>(sums[c]) * scales[c];
    CHECK(outputs[c] == static_cast<int>(std::nearbyint(std::clamp(product, 0.0f, 255.0f))));
  }
  CHECK(outputs[0] == 0 && outputs[3] == 0 && outputs[6] == 2 && outputs[9] == 0);
}

}  // namespace

void test_gap_kernels() {
  Chance chance(5);
  outputs_are_the_nearest_integers(chance);
  for (const std::size_t pairs : {0, 1, 2, 45, 70, 96, 200}) {
    all_ways_agree(chance, pairs, 127, true);
    all_ways_agree(chance, pairs, 255, false);
  }
}

}  // namespace newword::test
