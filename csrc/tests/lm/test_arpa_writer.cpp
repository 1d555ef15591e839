#include <cmath>
#include <string>

#include "newword/lm/arpa_writer.hpp"
#include "tests/check.hpp"

namespace newword::test {

namespace {

std::string log10_of(double x) {
  std::string text;
  append_log10(text, x);
  return text;
}

void logarithms_are_right_to_seven_digits() {
  Chance chance(6);
  for (int i = 0; i < 200'000; ++i) {
    const double x = std::ldexp(1.0 + static_cast<double>(chance.below(1u << 31)) / 2147483648.0,
                                -1 - static_cast<int>(chance.below(140)));
    CHECK(std::abs(std::stod(log10_of(x)) - std::log10(x)) < 5.1e-8);
  }
}

void certain_and_impossible_have_their_own_forms() {
  CHECK(log10_of(1) == "0");
  CHECK(log10_of(std::nextafter(1.0, 2.0)) == "0");
  CHECK(log10_of(0) == "-99");
  CHECK(log10_of(0.1) == "-1.0000000");
  CHECK(log10_of(1e-12) == "-12.0000000");
  CHECK(log10_of(0.5) == "-0.3010300");
}

}  // namespace

void test_arpa_writer() {
  logarithms_are_right_to_seven_digits();
  certain_and_impossible_have_their_own_forms();
}

}  // namespace newword::test
