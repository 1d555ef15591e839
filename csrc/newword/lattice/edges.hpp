// How often word boundaries stand at the edges of n-grams and inside them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "newword/base/fixed_point.hpp"
#include "newword/base/paged.hpp"
#include "newword/base/raw_buffer.hpp"
#include "newword/lattice/lattice.hpp"

namespace newword {

/// Means over the occurrences of every n-gram of the boundary posterior b at its left edge, at its right
/// edge, of the product of both, and of the places inside (0 for single units).
struct EdgeMeans {
  Columns left, right, both, inner;
};

/// Two neighbouring sets of sums over the occurrences of every n-gram of d units: value k <= d of its row in the
/// first = sum of b at k units from its beginning; value k - 1 in the second = sum of b at 0 times b at k.
/// After folding, the first has one value more than its n-gram has units.
struct EdgeSums {
  const RowSums& sums;
  unsigned first_set;

  [[nodiscard]] const std::uint64_t* at(unsigned order, std::size_t index) const {
    return sums.row(first_set, order, index);
  }
  [[nodiscard]] const std::uint64_t* pair(unsigned order, std::size_t index) const {
    return sums.row(first_set + 1, order, index);
  }
  [[nodiscard]] const std::uint64_t* rare_at() const { return sums.rare_row(first_set); }
  [[nodiscard]] const std::uint64_t* rare_pair() const { return sums.rare_row(first_set + 1); }
};

/// Adds the boundaries at and in the n-gram at one place to its rows of the two sets. `at` = its row of the
/// first; `begins` = b from its beginning on, of which kLanes are read: where the text ends, any value will do.
inline void add_edges(unsigned depth, const BoundaryShare* begins, std::uint64_t* at);

/// Sums of the posteriors smoothed by pairs of adjacent units: at the boundary between a and b stands
/// the mean of the posterior over the other occurrences of ab, with 2 more observations of (r(a) + l(b)) / 2; ab
/// below the table's count has no other occurrences. l and r = mean posterior left and right of a unit with
/// 5 more observations of the mean over all units; the rare units share one l and one r. `begins` = b at each
/// place of the text (kLanes more are readable), `sums` = its edges. The result has the two sets of EdgeSums alone.
[[nodiscard]] RowSums sum_pair_edges(const Lattice& lattice, const Paged<BoundaryShare>& begins, const EdgeSums& sums,
                                     unsigned threads, JobControl& control);

/// The two steps of it: what the smoothing needs of the sums of the whole text, by row of the layout; and the sums of
/// the text that the lattice has, which are to be folded when those of all parts of a text are added up.
[[nodiscard]] RawBuffer<double> pair_rows(const Lattice& lattice, const EdgeSums& sums, unsigned threads,
                                          JobControl& control);
[[nodiscard]] RowSums sum_smoothed(const Lattice& lattice, const Paged<BoundaryShare>& begins, const double* pair_rows,
                                   unsigned threads, JobControl& control);
inline constexpr std::array<bool, RowSums::kMaxSets> kSmoothedHasOneMore = {true};

[[nodiscard]] EdgeMeans edge_means(const Lattice& lattice, const EdgeSums& sums, unsigned threads, JobControl& control);

/// Means of b over all units of the text: left of a unit, right of it, and of the product.
struct UnitMeans {
  double left = 0, right = 0, both = 0;
};
[[nodiscard]] UnitMeans unit_means(const Lattice& lattice, const EdgeSums& sums);

namespace edges_detail {

using LaneMasks = std::array<std::array<std::uint64_t, kLanes>, kLanes + 1>;
/// Lanes below a number.
inline constexpr LaneMasks kLanesBelow = [] {
  LaneMasks masks{};
  for (std::size_t n = 0; n <= kLanes; ++n) {
    for (std::size_t k = 0; k < kLanes; ++k) masks[n][k] = k < n ? ~std::uint64_t{0} : 0;
  }
  return masks;
}();

template <std::size_t kCount>
void add_lanes(unsigned depth, const BoundaryShare* begins, std::uint64_t* at) {
  std::uint64_t* const pair = at + RowLayout::stride(depth);
  const std::uint64_t first = begins[0];
  const auto& own = kLanesBelow[depth];
  const auto& own_and_next = kLanesBelow[depth + 1];
  for (std::size_t k = 0; k < kCount; ++k) at[k] += begins[k] & own_and_next[k];
  for (std::size_t k = 0; k < kCount; ++k) {
    pair[k] += ((first * begins[k + 1] + kCertain / 2) >> kBoundaryBits) & own[k];
  }
}

}  // namespace edges_detail

inline void add_edges(unsigned depth, const BoundaryShare* begins, std::uint64_t* at) {
  if (depth < kLanes / 2) {
    edges_detail::add_lanes<kLanes / 2>(depth, begins, at);
  } else {
    edges_detail::add_lanes<kLanes>(depth, begins, at);
  }
}

}  // namespace newword
