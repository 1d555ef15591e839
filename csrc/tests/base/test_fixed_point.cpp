#include <cmath>
#include <cstdint>
#include <vector>

#include "newword/base/fixed_point.hpp"
#include "tests/check.hpp"

namespace newword::test {

namespace {

void numbers_are_rounded_to_the_nearest_and_ties_to_even() {
  for (const unsigned bits : {0u, 1u, 20u, 30u, 44u}) {
    const FixedPoint fixed(bits);
    const double unit = std::ldexp(1.0, -static_cast<int>(bits));
    for (std::uint64_t n = 0; n < 100; ++n) {
      const auto whole = static_cast<double>(n);
      CHECK(fixed.from(whole * unit) == n);
      CHECK(fixed.from((whole + 0.25) * unit) == n);
      CHECK(fixed.from((whole + 0.75) * unit) == n + 1);
      CHECK(fixed.from((whole + 0.5) * unit) == n + n % 2);
      CHECK(fixed.to_double(n) == whole * unit);
    }
    // The largest that the header allows.
    const double most = std::ldexp(1.0, 51 - static_cast<int>(bits)) - unit;
    CHECK(fixed.from(most) == (std::uint64_t{1} << 51) - 1);
    CHECK(fixed.to_double(fixed.from(most)) == most);
  }
}

void surprise_is_the_logarithm_of_what_is_left() {
  Chance chance(6);
  std::vector<double> q{0, 1e-18, 1e-9, 0.25, 0.2928932188134524, 0.2928932188134525, 0.5, 0.75, 1 - 1.1e-6, 1 - 1e-6};
  for (int i = 0; i < 100'000; ++i) q.push_back(static_cast<double>(chance.below(1u << 30)) / 1073741824.0);
  std::vector<double> found = q;
  take_surprises(found.data(), found.size());
  const double most = 1 - 1e-6;
  for (std::size_t i = 0; i < q.size(); ++i) {
    const auto x = static_cast<long double>(q[i] < most ? q[i] : most);
    CHECK(std::abs(found[i] - static_cast<double>(-std::log(1 - x))) < 1e-12);
    CHECK(found[i] >= 0);
  }
}

/// Where the series is longest: both ends of an octave.
void surprise_is_exact_where_the_series_ends_last() {
  const double half = 0.29289321881345248;  // 1 - sqrt(1/2)
  for (const double x : {half - 1e-9, half - 1e-15, half, half + 1e-15, half + 1e-9}) {
    double q = x;
    take_surprises(&q, 1);
    CHECK(std::abs(q - static_cast<double>(-std::log1p(-static_cast<long double>(x)))) < 2e-14);
  }
}

void certainty_has_the_surprise_of_nearly_certain() {
  std::vector<double> q{1 - 1e-6, 1, 1 - 1e-9, 2, 1e300};
  take_surprises(q.data(), q.size());
  for (const double surprise : q) CHECK(surprise == q[0]);
  CHECK(std::abs(q[0] - std::log(1e6)) < 1e-9);
}

void only_the_numbers_given_are_replaced() {
  std::vector<double> q(5, 0.5);
  take_surprises(q.data() + 1, 3);
  CHECK(q[0] == 0.5 && q[4] == 0.5);
  for (const int i : {1, 2, 3}) CHECK(std::abs(q[i] - std::log(2.0)) < 1e-12);
  take_surprises(q.data(), 0);
  CHECK(q[0] == 0.5);
}

void a_certain_boundary_is_one() {
  CHECK(FixedPoint(kBoundaryBits).from(1) == kCertain);
  CHECK(FixedPoint(kBoundaryBits).to_double(kCertain) == 1);
}

}  // namespace

void test_fixed_point() {
  numbers_are_rounded_to_the_nearest_and_ties_to_even();
  surprise_is_the_logarithm_of_what_is_left();
  surprise_is_exact_where_the_series_ends_last();
  certainty_has_the_surprise_of_nearly_certain();
  only_the_numbers_given_are_replaced();
  a_certain_boundary_is_one();
}

}  // namespace newword::test
