#include "newword/base/fixed_point.hpp"

namespace newword {

namespace {

constexpr double kLn2 = 0.69314718055994530942;
constexpr std::uint64_t kOne = 0x3FF0000000000000;
constexpr std::uint64_t kRootHalf = 0x3FE6A09E667F3BCD;
constexpr std::uint64_t kTwoTo52 = 0x4330000000000000;

}  // namespace

void take_surprises(double* q, std::size_t size) {
  constexpr double kMost = 1 - 1e-6;
  for (std::size_t i = 0; i < size; ++i) {
    const double x = 1 - (q[i] < kMost ? q[i] : kMost);
    // x = m 2^e with m in [sqrt(1/2), sqrt(2)), by integer operations that a compiler can do in lanes.
    const std::uint64_t bits = std::bit_cast<std::uint64_t>(x);
    const std::uint64_t biased = (bits + (kOne - kRootHalf)) >> 52;
    const double m = std::bit_cast<double>(bits - (biased << 52) + kOne);
    const double e = std::bit_cast<double>(biased | kTwoTo52) - 4503599627371519.0;  // 2^52 + 1023
    const double s = (m - 1) / (m + 1);
    const double z = s * s;
    double sum = 1.0 / 15;
    sum = sum * z + 1.0 / 13;
    sum = sum * z + 1.0 / 11;
    sum = sum * z + 1.0 / 9;
    sum = sum * z + 1.0 / 7;
    sum = sum * z + 1.0 / 5;
    sum = sum * z + 1.0 / 3;
    sum = sum * z + 1.0;
    q[i] = -(e * kLn2 + 2 * (s * sum));
  }
}

}  // namespace newword
