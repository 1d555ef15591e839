// A character language model of a text, from the n-grams that its lattice knows.
#pragma once

#include <cstddef>
#include <vector>

#include "newword/lattice/lattice.hpp"
#include "newword/tagger/gap_evidence.hpp"

namespace newword {

/// Probabilities of units after up to three others: interpolated Kneser-Ney estimates of order 4 for the gaps of the
/// very text whose n-grams the table has. What the table lacks stands in the text all the same, fewer than m times, m
/// the least count of the table: it is taken to occur c times, the mean over such occurrences if one n-gram in n (n +
/// 1) occurs n times (1 for m = 2, which is exact).
///
/// a(w) = the occurrences of an n-gram of the highest order, of a shorter one its left variety; c of what the table
/// lacks. With r(h) the occurrences of h before what it lacks, ends of runs among it, and D(a) the discounts:
/// t(h) = sum of a(hu) + r(h), b(h) = (sum of D(a(hu)) + r(h) D(c) / c) / t(h),
/// p(u | h) = (a(hu) - D(a(hu))) / t(h) + b(h) p(u | h without its first unit).
/// After an h that it lacks, p(u | h) = x + (1 - x) p(u | h without its first unit), x = (1 - D(1)) / c. A single unit
/// has a(u) / (sum of a + tokens of rare units), rare units share one. Immutable; thread-safe.
/// Source: Chen and Goodman (1998), section 4.1.6.
class UnitModel {
 public:
  static constexpr unsigned kOrder = 4;
  /// p of a unit after 0 to 3 others.
  using Chances = std::array<double, kOrder>;

  /// The lattice must outlive it.
  UnitModel(const Lattice& lattice, unsigned threads, JobControl& control);

  /// The evidence on the gaps of a run, or a stretch of one, of `size` places; that at 0 means nothing. Asks the memory
  /// for what the `known` >= `size` places from there on will need: a run has some seven, too few to look ahead in.
  /// `room` is for its work.
  void find_evidence(const Place* places, std::size_t size, std::size_t known, GapEvidence* gaps,
                     std::vector<Chances>& room) const;

 private:
  /// In a row: of each prefix of up to kOrder units the p of its last unit, as `own`. Behind those of a shorter n-gram,
  /// what it says of a unit that it is not known before: own + lower p.
  struct Value {
    float own, lower;
  };

  void estimate_units();
  void estimate_level(unsigned order, unsigned threads, JobControl& control);
  void copy_rows(unsigned order, unsigned threads, JobControl& control);
  void find_chances(const Place* places, std::size_t size, std::size_t known, Chances* chances) const;
  [[nodiscard]] Value* row(unsigned order, std::size_t index) {
    return rows_.as<Value>() + lattice_->layout.row(order, index);
  }

  const Lattice* lattice_;
  unsigned order_;
  double missing_;  ///< c
  PageBuffer rows_;
  RawBuffer<float> lower_, own_;  ///< p of two orders while they are estimated
};

}  // namespace newword
