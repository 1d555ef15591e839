// The outputs of a layer by special instructions are those without.
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

GapPairs pairs_of(const std::vector<std::int16_t>& inputs) {
  GapPairs met{};
  for (std::size_t p = 0; p < inputs.size() / 2; ++p) {
    if (inputs[2 * p] != 0 || inputs[2 * p + 1] != 0) met[p / 64] |= std::uint64_t{1} << p % 64;
  }
  return met;
}

struct Outputs {
  std::array<std::int16_t, kGapChannels> of_channels{};
  GapOutputPairs pairs = 0;

  bool operator==(const Outputs&) const = default;
};

Outputs outputs_of(const Sums& sums, const std::vector<float>& scales) {
  Outputs outputs;
  for (std::size_t c = 0; c < kGapChannels; ++c) {
    const float scaled = static_cast<float>(sums[c]) * scales[c];
    const auto output = static_cast<std::int16_t>(std::nearbyint(std::clamp(scaled, 0.0f, 255.0f)));
    outputs.of_channels[c] = output;
    if (output != 0) outputs.pairs |= GapOutputPairs{1} << c / 2;
  }
  return outputs;
}

/// Of the layer's own inputs or, when there are none of them, of the starts alone.
void check_ways(const std::vector<std::int16_t>& inputs, const std::vector<std::int16_t>& weights,
                const std::vector<float>& scales, const std::vector<const std::int32_t*>& starts,
                const Outputs& expected) {
  std::vector<RunPlace> ways = every_run_place();
  CHECK(!ways.empty());
  ways.push_back(run_place);
  for (const RunPlace way : ways) {
    Outputs found;
    found.pairs =
        way({weights.data(), scales.data()}, {starts, inputs.data(), pairs_of(inputs)}, found.of_channels.data());
    CHECK(found == expected);
  }
}

void all_ways_agree(Chance& chance, std::size_t pairs, int most, bool has_negative, std::size_t rows) {
  auto inputs = numbers(chance, 2 * pairs, most, has_negative);
  for (std::size_t p = 0; p < pairs; ++p) {
    if (chance.below(2) == 0) inputs[2 * p] = inputs[2 * p + chance.below(2)] = 0;
  }
  const auto weights = numbers(chance, 2 * pairs * kGapChannels, 127, true);
  std::vector<Sums> starts(rows);
  std::vector<const std::int32_t*> pointers;
  Sums sums{};
  for (Sums& start : starts) {
    for (std::int32_t& sum : start) sum = static_cast<std::int32_t>(chance.below(1'000'000)) - 500'000;
    for (std::size_t c = 0; c < kGapChannels; ++c) sums[c] += start[c];
    pointers.push_back(start.data());
  }
  std::vector<float> scales;
  for (std::size_t c = 0; c < kGapChannels; ++c) {
    for (std::size_t i = 0; i < 2 * pairs; ++i) {
      sums[c] += inputs[i] * weights[2 * (i / 2 * kGapChannels + c) + i % 2];
    }
    scales.push_back(static_cast<float>(chance.below(1000)) * 1e-6f);
  }
  check_ways(inputs, weights, scales, pointers, outputs_of(sums, scales));
}

void outputs_are_the_nearest_integers(Chance& chance) {
  std::vector<float> scales;
  Sums sums{};
  for (std::size_t c = 0; c < kGapChannels; ++c) {
    sums[c] = static_cast<std::int32_t>(chance.below(1 << 25)) - (1 << 24);
    scales.push_back(c % 3 == 0 ? kMostScale : static_cast<float>(chance.below(1000)) * 1e-7f);
  }
  sums[0] = 1, sums[3] = 2, sums[6] = 6, sums[9] = -2;  // .25, .5, 1.5, -.5
  const Outputs outputs = outputs_of(sums, scales);
  CHECK(outputs.of_channels[0] == 0 && outputs.of_channels[3] == 0 && outputs.of_channels[6] == 2);
  CHECK(outputs.of_channels[9] == 0);
  check_ways({}, {}, scales, {sums.data()}, outputs);
}

}  // namespace

void test_gap_kernels() {
  Chance chance(5);
  for (int turn = 0; turn < 20; ++turn) outputs_are_the_nearest_integers(chance);
  for (const std::size_t pairs : {0, 1, 2, 45, 70, 96, 128}) {
    for (const std::size_t rows : {1, 6}) {
      all_ways_agree(chance, pairs, 158, true, rows);  // a level can be as far from level 0
      all_ways_agree(chance, pairs, 255, true, rows);
      all_ways_agree(chance, pairs, 255, false, rows);
    }
  }
}

}  // namespace newword::test
