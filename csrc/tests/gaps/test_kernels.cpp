// Sums of products by special instructions are those without.
#include <array>
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

void both_ways_agree(Chance& chance, std::size_t pairs, int most, bool has_negative) {
  const auto inputs = numbers(chance, 2 * pairs, most, has_negative);
  const auto weights = numbers(chance, 2 * pairs * kGapChannels, 127, true);
  Sums fast{}, plain{};
  for (std::size_t c = 0; c < kGapChannels; ++c) {
    fast[c] = plain[c] = static_cast<std::int32_t>(chance.below(1'000'000)) - 500'000;
  }
  const Sums before = plain;
  add_products(inputs.data(), pairs, weights.data(), fast.data());
  add_products_plainly(inputs.data(), pairs, weights.data(), plain.data());
  CHECK(fast == plain);
  for (std::size_t c = 0; c < kGapChannels; ++c) {
    std::int64_t sum = before[c];
    for (std::size_t i = 0; i < 2 * pairs; ++i) {
      sum += std::int64_t{inputs[i]} * weights[2 * (i / 2 * kGapChannels + c) + i % 2];
    }
    CHECK(sum == plain[c]);
  }
}

}  // namespace

void test_gap_kernels() {
  Chance chance(5);
  for (const std::size_t pairs : {0, 1, 2, 45, 70, 96, 200}) {
    both_ways_agree(chance, pairs, 127, true);
    both_ways_agree(chance, pairs, 255, false);
  }
}

}  // namespace newword::test
