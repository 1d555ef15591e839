// Branching entropy from integer sums, so that no order of addition can change it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace newword {

/// log2 from add, multiply and divide alone: the same bits with every C library. x > 0, finite.
/// Within 2 units in the last place.
[[nodiscard]] double portable_log2(double x);

/// Sum of c log2(c) over counts c, as integers: a whole part and 2^-40ths.
struct EntropySum {
  std::uint64_t whole = 0;
  std::uint64_t fraction = 0;
};

/// Terms of an entropy, tabulated for small counts. Immutable; thread-safe.
///
/// With S = sum of c log2(c) over the counts c of the distinct neighbours and n = sum of c plus the
/// run edges (each of which is a neighbour of its own and adds 1 log2(1) = 0): H = log2 n - S / n.
/// The error of the fixed point stays below 1e-12.
/// Source: Jin and Tanaka-Ishii (2006), with the run-edge rule of ARCHITECTURE.md.
class EntropyTerms {
 public:
  /// Below this many occurrences the fractions of a whole sum fit 64 bits.
  static constexpr std::uint64_t kSmall = 1 << 16;

  EntropyTerms() : tables_(tables()) {}

  /// Adds the term of c < kSmall, all of it to the fraction.
  void add_small(EntropySum& sum, std::uint64_t c) const {
    sum.fraction += c < kTabulated ? tables_.terms[c] : compute_term(c);
  }
  /// Adds the term of any c.
  void add_large(EntropySum& sum, std::uint64_t c) const;
  /// The entropy in nats of n > 0 occurrences; exactly 0 when all have the same neighbour.
  [[nodiscard]] double entropy(std::uint64_t n, const EntropySum& sum) const;

 private:
  static constexpr std::size_t kTabulated = 4096;
  struct Tables {
    Tables();
    std::array<std::uint64_t, kTabulated> terms{};
    std::array<double, kTabulated> logs{};  ///< log2
  };
  [[nodiscard]] static std::uint64_t compute_term(std::uint64_t c);
  /// One for all: making it takes longer than counting a small text.
  [[nodiscard]] static const Tables& tables();

  const Tables& tables_;
};

}  // namespace newword
