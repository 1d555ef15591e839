// What modified Kneser-Ney smoothing takes from every count.
#pragma once

#include <array>
#include <cstdint>

namespace newword {

using Count = std::uint64_t;

/// D1, D2 and D3+ of one order. Values.
struct Discounts {
  std::array<float, 3> amount = {0.5f, 1.0f, 1.5f};
  bool is_estimated = false;

  /// What is taken from a count; nothing from 0.
  [[nodiscard]] float of(Count count) const { return count == 0 ? 0 : amount[count < 3 ? count - 1 : 2]; }
};

/// How many n-grams of an order have each small count.
class CountsOfCounts {
 public:
  void add(Count count) {
    if (count < n_.size()) ++n_[count];
  }
  /// The closed form with n1 to n4, or `fallback` where one of n1 to n3 is zero or a discount leaves 0..its count.
  /// In single precision, like KenLM: what lies a hair outside decides otherwise between the two.
  /// Source: Chen and Goodman (1998), equation 26.
  [[nodiscard]] Discounts estimate(const std::array<float, 3>& fallback) const;

 private:
  std::array<std::uint64_t, 5> n_ = {};
};

}  // namespace newword
