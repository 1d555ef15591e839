#include "newword/ngrams/entropy.hpp"

#include <cmath>

namespace newword {

namespace {

constexpr unsigned kFractionBits = 40;
constexpr double kScale = static_cast<double>(std::uint64_t{1} << kFractionBits);
constexpr double kLeastBits = 1e-12;  // less is the error of the fixed point: the true value is 0
constexpr double kLn2 = 0.69314718055994530942;
constexpr double kTwoLog2E = 2.8853900817779268147;  // 2 / ln 2

}  // namespace

double portable_log2(double x) {
  int exponent = 0;
  double m = std::frexp(x, &exponent);  // exact; m in [1/2, 1)
  if (m < 0.70710678118654752440) {
    m *= 2;
    --exponent;
  }
  // log2 m = 2/ln2 atanh(s), |s| <= .1716: the term s^23 is below the last bit.
  const double s = (m - 1) / (m + 1);
  const double s2 = s * s;
  double sum = 0;
  for (int k = 23; k >= 1; k -= 2) sum = sum * s2 + 1.0 / k;
  return exponent + kTwoLog2E * (s * sum);
}

EntropyTerms::Tables::Tables() {
  for (std::size_t c = 1; c < kTabulated; ++c) {
    terms[c] = compute_term(c);
    logs[c] = portable_log2(static_cast<double>(c));
  }
}

const EntropyTerms::Tables& EntropyTerms::tables() {
  static const Tables all;
  return all;
}

std::uint64_t EntropyTerms::compute_term(std::uint64_t c) {
  const auto count = static_cast<double>(c);
  return static_cast<std::uint64_t>(std::floor(count * portable_log2(count) * kScale + 0.5));
}

void EntropyTerms::add_large(EntropySum& sum, std::uint64_t c) const {
  const auto count = static_cast<double>(c);
  const double term = count * portable_log2(count);
  const double whole = std::floor(term);
  sum.fraction += static_cast<std::uint64_t>(std::floor((term - whole) * kScale + 0.5));
  sum.whole += static_cast<std::uint64_t>(whole) + (sum.fraction >> kFractionBits);
  sum.fraction &= (std::uint64_t{1} << kFractionBits) - 1;
}

double EntropyTerms::entropy(std::uint64_t n, const EntropySum& sum) const {
  const double log_n = n < kTabulated ? tables_.logs[n] : portable_log2(static_cast<double>(n));
  const double total = static_cast<double>(sum.whole) + static_cast<double>(sum.fraction) / kScale;
  const double bits = log_n - total / static_cast<double>(n);
  return bits > kLeastBits ? bits * kLn2 : 0;
}

}  // namespace newword
