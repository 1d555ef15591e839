#include "newword/edges.hpp"

#include <algorithm>
#include <array>
#include <type_traits>

#include "newword/prefetch.hpp"

namespace newword {

namespace {

constexpr double kUnit = 1.0 / kCertain;

using LaneMasks = std::array<std::array<std::uint64_t, kLanes>, kLanes + 1>;
/// Lanes below a number.
constexpr LaneMasks kLanesBelow = [] {
  LaneMasks masks{};
  for (std::size_t n = 0; n <= kLanes; ++n) {
    for (std::size_t k = 0; k < kLanes; ++k) masks[n][k] = k < n ? ~std::uint64_t{0} : 0;
  }
  return masks;
}();

/// Adds the edges of the n-grams at `size` places; `begins` belongs to the first of them.
void add_edges(const Place* places, std::size_t size, const BoundaryShare* begins, std::uint64_t* sums) {
  constexpr std::size_t kAhead = 16;
  const auto add = [](const BoundaryShare* b, unsigned depth, std::uint64_t* at, auto lanes) {
    std::uint64_t* const pair = at + RowLayout::stride(depth);
    const std::uint64_t first = b[0];
    const auto& own = kLanesBelow[depth];
    const auto& own_and_next = kLanesBelow[depth + 1];
    for (std::size_t k = 0; k < lanes; ++k) at[k] += b[k] & own_and_next[k];
    for (std::size_t k = 0; k < lanes; ++k) {
      pair[k] += ((first * b[k + 1] + kCertain / 2) >> kBoundaryBits) & own[k];
    }
  };
  for (std::size_t i = 0; i < size; ++i) {
    if (i + kAhead < size) prefetch(sums + 2 * row_of(places[i + kAhead]));
    std::uint64_t* const row = sums + 2 * row_of(places[i]);
    const unsigned depth = depth_of(places[i]);
    if (depth < kLanes / 2) {
      add(begins + i, depth, row, std::integral_constant<std::size_t, kLanes / 2>{});
    } else {
      add(begins + i, depth, row, std::integral_constant<std::size_t, kLanes>{});
    }
  }
}

/// Runs over the text in pieces: edges_of(begin, size, buffer) gives the posteriors of a piece and kLanes more.
template <class EdgesOf>
EdgeSums sum_over_text(const Lattice& lattice, const Paged<BoundaryShare>& begins, unsigned threads,
                       JobControl& control, const EdgesOf& edges_of) {
  constexpr std::size_t kPiece = 2048;
  const unsigned workers = lattice.workers(threads, 2);
  EdgeSums sums(lattice.layout, 2, workers);
  const Place* const places = lattice.positions.data();
  for_strides(lattice.positions.size(), workers, control, [&](unsigned worker, std::size_t first, std::size_t end) {
    std::size_t begin = first;
    std::array<BoundaryShare, kPiece + kLanes> buffer;
    for (; begin < end; begin += kPiece) {
      const std::size_t size = std::min(kPiece, end - begin);
      add_edges(places + begin, size, edges_of(begin, size, buffer.data()), sums.copy(worker));
      control.advance(size);
    }
    lattice.positions.release(first, end);
    begins.release(first, end);
  });
  sums.fold(lattice.ngrams(), {true, false}, workers, control);
  return sums;
}

/// What the smoothing needs beside a place, in rows: r and l of the first unit; then, when the row has
/// two units or more, the mean of the pair as base - b * share.
RawBuffer<double> pair_rows(const Lattice& lattice, const EdgeSums& sums, unsigned threads, JobControl& control) {
  const RowLayout& layout = lattice.layout;
  const NgramTable& table = lattice.ngrams();
  const UnitMeans mean = unit_means(lattice, sums);
  RawBuffer<double> rows(layout.size());
  const auto fill_unit = [&](std::size_t row, const std::uint64_t* at, double count) {
    rows[row] = (static_cast<double>(at[1]) * kUnit + 5 * mean.right) / (count + 5);
    rows[row + 1] = (static_cast<double>(at[0]) * kUnit + 5 * mean.left) / (count + 5);
  };
  fill_unit(row_of(kRarePlace), sums.rare_row(kAt), static_cast<double>(lattice.rare_tokens));
  for (std::size_t i = 0; i < table.level(1).size(); ++i) {
    fill_unit(layout.row(1, i), sums.row(kAt, 1, i), static_cast<double>(table.level(1).count[i]));
  }
  if (layout.max_order() < 2) return rows;
  const auto units = table.level(1).symbol.span();
  for_children(table, 2, threads, control, [&](std::size_t first, std::size_t pair) {
    const Symbol symbol = table.level(2).symbol[pair];
    const auto second = static_cast<std::size_t>(std::lower_bound(units.begin(), units.end(), symbol) - units.begin());
    const std::size_t row = layout.row(2, pair);
    const double others = static_cast<double>(table.level(2).count[pair]) + 1;  // - 1 for itself + 2
    std::copy_n(&rows[layout.row(1, first)], 2, &rows[row]);
    rows[row + 2] = (static_cast<double>(sums.row(kAt, 2, pair)[1]) * kUnit + rows[layout.row(1, first)] +
                     rows[layout.row(1, second) + 1]) / others;
    rows[row + 3] = 1 / others;
  });
  for (unsigned order = 3; order <= layout.max_order(); ++order) {
    for_children(table, order, threads, control, [&](std::size_t parent, std::size_t child) {
      std::copy_n(&rows[layout.row(order - 1, parent)], 4, &rows[layout.row(order, child)]);
    });
  }
  return rows;
}

}  // namespace

EdgeSums sum_edges(const Lattice& lattice, const Paged<BoundaryShare>& begins, unsigned threads,
                   JobControl& control) {
  return sum_over_text(lattice, begins, threads, control,
                       [&](std::size_t begin, std::size_t, BoundaryShare*) { return begins.data() + begin; });
}

EdgeSums sum_pair_edges(const Lattice& lattice, const Paged<BoundaryShare>& begins, const EdgeSums& sums,
                        unsigned threads, JobControl& control) {
  const RawBuffer<double> rows = pair_rows(lattice, sums, threads, control);
  const FixedPoint fixed(kBoundaryBits);
  const Place* const places = lattice.positions.data();
  return sum_over_text(lattice, begins, threads, control, [&](std::size_t begin, std::size_t size, BoundaryShare* to) {
    Place before = begin > 0 ? places[begin - 1] : kBoundaryPlace;
    for (std::size_t i = 0; i < size + kLanes; ++i) {
      const Place here = places[begin + i];
      const double* const row = rows.data() + row_of(before);
      double smooth = 1;
      if (before != kBoundaryPlace && here != kBoundaryPlace) {
        smooth = depth_of(before) >= 2 ? row[2] - begins[begin + i] * kUnit * row[3]
                                       : (row[0] + rows[row_of(here) + 1]) / 2;
      }
      to[i] = static_cast<BoundaryShare>(fixed.from(smooth));
      before = here;
    }
    return static_cast<const BoundaryShare*>(to);
  });
}

EdgeMeans edge_means(const Lattice& lattice, const EdgeSums& sums) {
  EdgeMeans means;
  for (Columns* columns : {&means.left, &means.right, &means.both, &means.inner}) {
    columns->resize(lattice.max_order() + 1);
  }
  for (unsigned order = 1; order <= lattice.max_order(); ++order) {
    const Level& level = lattice.ngrams().level(order);
    for (Columns* columns : {&means.left, &means.right, &means.both, &means.inner}) {
      (*columns)[order].resize(level.size());
    }
    for (std::size_t i = 0; i < level.size(); ++i) {
      const std::uint64_t* const at = sums.row(kAt, order, i);
      const std::uint64_t* const pair = sums.row(kPair, order, i);
      const double per_occurrence = kUnit / static_cast<double>(level.count[i]);
      std::uint64_t inside = 0;
      for (unsigned k = 1; k < order; ++k) inside += at[k];
      means.left[order][i] = static_cast<double>(at[0]) * per_occurrence;
      means.right[order][i] = static_cast<double>(at[order]) * per_occurrence;
      means.both[order][i] = static_cast<double>(pair[order - 1]) * per_occurrence;
      means.inner[order][i] = order < 2 ? 0 : static_cast<double>(inside) * per_occurrence / (order - 1);
    }
  }
  return means;
}

UnitMeans unit_means(const Lattice& lattice, const EdgeSums& sums) {
  std::uint64_t left = sums.rare_row(kAt)[0], right = sums.rare_row(kAt)[1], both = sums.rare_row(kPair)[0];
  for (std::size_t i = 0; i < lattice.ngrams().level(1).size(); ++i) {
    left += sums.row(kAt, 1, i)[0];
    right += sums.row(kAt, 1, i)[1];
    both += sums.row(kPair, 1, i)[0];
  }
  UnitMeans means;
  if (const std::uint64_t units = lattice.ngrams().units(); units > 0) {
    const double per_unit = kUnit / static_cast<double>(units);
    means = {static_cast<double>(left) * per_unit, static_cast<double>(right) * per_unit,
             static_cast<double>(both) * per_unit};
  }
  return means;
}

}  // namespace newword
