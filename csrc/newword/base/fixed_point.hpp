// Real numbers as integers, so that sums never depend on the order of addition.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace newword {

/// Multiplies by 2^bits and rounds to the nearest integer, ties to even. For 0 <= x < 2^(51 - bits).
class FixedPoint {
 public:
  explicit FixedPoint(unsigned bits)
      : magic_(1.5 * static_cast<double>(std::uint64_t{1} << (52 - bits))),
        unit_(1.0 / static_cast<double>(std::uint64_t{1} << bits)) {}

  [[nodiscard]] std::uint64_t from(double x) const {
    return std::bit_cast<std::uint64_t>(x + magic_) - std::bit_cast<std::uint64_t>(magic_);
  }
  [[nodiscard]] double to_double(std::uint64_t x) const { return static_cast<double>(x) * unit_; }

 private:
  double magic_, unit_;
};

/// Replaces each q by -ln(1 - min(q, 1 - 1e-6)), 0 <= q; within 1e-12. The same bits on every processor.
void take_surprises(double* q, std::size_t size);

/// Posterior of a boundary, 30 bits after the point.
using BoundaryShare = std::uint32_t;
inline constexpr unsigned kBoundaryBits = 30;
inline constexpr BoundaryShare kCertain = BoundaryShare{1} << kBoundaryBits;

}  // namespace newword
