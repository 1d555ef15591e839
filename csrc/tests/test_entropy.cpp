#include <cmath>

#include "check.hpp"
#include "newword/entropy.hpp"

namespace newword::test {

namespace {

void log2_is_exact_to_two_last_places() {
  Chance chance(4);
  for (int i = 0; i < 200'000; ++i) {
    const double x = std::ldexp(1.0 + static_cast<double>(chance.below(1u << 31)) / 2147483648.0,
                                static_cast<int>(chance.below(128)) - 64);
    const double exact = static_cast<double>(std::log2(static_cast<long double>(x)));
    const double last_place = std::abs(std::nextafter(exact, 1e300) - exact);
    CHECK(std::abs(portable_log2(x) - exact) <= 2 * last_place);
  }
  CHECK(portable_log2(1) == 0);
  for (int k = -60; k <= 63; ++k) CHECK(portable_log2(std::ldexp(1.0, k)) == k);
}

void equal_counts_have_the_logarithm_of_their_number() {
  const EntropyTerms terms;
  // More distinct neighbours than 64 bits hold fractions of 2^40ths of.
  for (const std::uint64_t distinct : {std::uint64_t{2}, std::uint64_t{1'000}, std::uint64_t{40'000'000}}) {
    EntropySum sum;
    for (std::uint64_t i = 0; i < distinct; ++i) terms.add_large(sum, 3);
    CHECK(std::abs(terms.entropy(3 * distinct, sum) - std::log(static_cast<double>(distinct))) < 1e-12);
  }
}

void one_neighbour_has_no_entropy() {
  const EntropyTerms terms;
  for (std::uint64_t n = 1; n < (std::uint64_t{1} << 40); n += 1 + n / 7) {
    EntropySum sum;
    terms.add_large(sum, n);
    CHECK(terms.entropy(n, sum) == 0);
    if (n < EntropyTerms::kSmall) {
      EntropySum small;
      terms.add_small(small, n);
      CHECK(terms.entropy(n, small) == 0);
    }
  }
}

void a_rare_second_neighbour_has_some() {
  const EntropyTerms terms;
  for (std::uint64_t n = 2; n < (std::uint64_t{1} << 36); n += 1 + n / 7) {
    EntropySum sum;
    terms.add_large(sum, n - 1);
    terms.add_large(sum, 1);
    const auto real = static_cast<long double>(n);
    const long double exact = std::log(real) - (real - 1) / real * std::log(real - 1);
    CHECK(std::abs(terms.entropy(n, sum) - static_cast<double>(exact)) < 1e-12);
    CHECK(terms.entropy(n, sum) > 0);
  }
}

}  // namespace

void test_entropy() {
  log2_is_exact_to_two_last_places();
  equal_counts_have_the_logarithm_of_their_number();
  one_neighbour_has_no_entropy();
  a_rare_second_neighbour_has_some();
}

}  // namespace newword::test
