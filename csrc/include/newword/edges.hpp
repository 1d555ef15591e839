// How often word boundaries stand at the edges of n-grams and inside them.
#pragma once

#include <cstdint>
#include <vector>

#include "newword/fixed_point.hpp"
#include "newword/lattice.hpp"
#include "newword/paged.hpp"

namespace newword {

/// Means over the occurrences of every n-gram of the boundary posterior b at its left edge, at its right
/// edge, of the product of both, and of the places inside (0 for single units).
struct EdgeMeans {
  Columns left, right, both, inner;
};

/// Sums over the occurrences of every n-gram of d units: value k <= d of its row in the set kAt = sum of b at
/// k units from its beginning; value k - 1 in the set kPair = sum of b at 0 times b at k.
using EdgeSums = RowSums;
inline constexpr unsigned kAt = 0, kPair = 1;

/// Sums the boundary posteriors `begins` (one for each place of the text; kLanes more are readable).
[[nodiscard]] EdgeSums sum_edges(const Lattice& lattice, const Paged<BoundaryShare>& begins, unsigned threads,
                                 JobControl& control);

/// The same for posteriors smoothed by pairs of adjacent units: at the boundary between a and b stands
/// the mean of the posterior over the other occurrences of ab, with 2 more observations of (r(a) + l(b)) / 2; ab
/// below the table's count has no other occurrences. l and r = mean posterior left and right of a unit with
/// 5 more observations of the mean over all units; the rare units share one l and one r. `sums` =
/// sum_edges() of the same posteriors.
[[nodiscard]] EdgeSums sum_pair_edges(const Lattice& lattice, const Paged<BoundaryShare>& begins,
                                      const EdgeSums& sums, unsigned threads, JobControl& control);

[[nodiscard]] EdgeMeans edge_means(const Lattice& lattice, const EdgeSums& sums);

/// Means of b over all units of the text: left of a unit, right of it, and of the product.
struct UnitMeans {
  double left = 0, right = 0, both = 0;
};
[[nodiscard]] UnitMeans unit_means(const Lattice& lattice, const EdgeSums& sums);

}  // namespace newword
