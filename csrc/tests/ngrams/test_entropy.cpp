#include <cmath>

#include "newword/ngrams/entropy.hpp"
#include "tests/check.hpp"

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

/// c log2(c) in 2^-40ths, from 60 decimal digits.
void terms_are_rounded_to_the_nearest() {
  const struct {
    std::uint64_t c, whole, fraction;
  } cases[] = {{1, 0, 0},
               {2, 2, 0},
               {3, 4, 830007586292},
               {6, 15, 560503544807},
               {7, 19, 716314732932},
               {10, 33, 241101953036},
               {13, 48, 116236340496},
               {15, 58, 663400163796}};
  const EntropyTerms terms;
  EntropySum all;
  std::uint64_t whole = 0, fraction = 0;
  for (const auto& one : cases) {
    EntropySum small, large;
    terms.add_small(small, one.c);
    CHECK(small.whole == 0 && small.fraction == (one.whole << 40) + one.fraction);
    terms.add_large(large, one.c);
    CHECK(large.whole == one.whole && large.fraction == one.fraction);
    terms.add_large(all, one.c);
    whole += one.whole;
    fraction += one.fraction;
    CHECK(all.whole == whole + (fraction >> 40) && all.fraction == fraction % (std::uint64_t{1} << 40));
  }
  // From where on sums have a whole part of their own shows in the last bits of every score.
  CHECK(EntropyTerms::kSmall == 65'536);
  // Tabulated or not, counts have the same term in both ways.
  for (const std::uint64_t c : {2047, 2048, 4095, 4096, 4097, 65'535}) {
    EntropySum small, large;
    terms.add_small(small, c);
    terms.add_large(large, c);
    CHECK((large.whole << 40) + large.fraction - small.fraction + 200 < 400);  // 2^-32
    const double entropy = terms.entropy(2 * c, {2 * large.whole, 2 * large.fraction});
    CHECK(std::abs(entropy - std::log(2.0)) < 1e-12);
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
  terms_are_rounded_to_the_nearest();
  one_neighbour_has_no_entropy();
  a_rare_second_neighbour_has_some();
}

}  // namespace newword::test
