#include "newword/lattice/edges.hpp"

#include <algorithm>
#include <array>

#include "newword/system/prefetch.hpp"

namespace newword {

namespace {

constexpr double kUnit = 1.0 / kCertain;

}  // namespace

/// In rows: r and l of the first unit; then, when the row has two units or more, the mean of the pair as
/// base - b * share.
RawBuffer<double> pair_rows(const Lattice& lattice, const EdgeSums& sums, unsigned threads, JobControl& control) {
  const RowLayout& layout = lattice.layout;
  const NgramTable& table = lattice.ngrams();
  const UnitMeans mean = unit_means(lattice, sums);
  RawBuffer<double> rows(layout.size());
  const auto fill_unit = [&](std::size_t row, const std::uint64_t* at, double count) {
    rows[row] = (static_cast<double>(at[1]) * kUnit + 5 * mean.right) / (count + 5);
    rows[row + 1] = (static_cast<double>(at[0]) * kUnit + 5 * mean.left) / (count + 5);
  };
  fill_unit(row_of(kRarePlace), sums.rare_at(), static_cast<double>(lattice.rare_tokens));
  for (std::size_t i = 0; i < table.level(1).size(); ++i) {
    fill_unit(layout.row(1, i), sums.at(1, i), static_cast<double>(table.level(1).count[i]));
  }
  if (layout.max_order() < 2) return rows;
  const auto units = table.level(1).symbol.span();
  for_children(table, 2, threads, control, [&](std::size_t first, std::size_t pair) {
    const Symbol symbol = table.level(2).symbol[pair];
    const auto second = static_cast<std::size_t>(std::lower_bound(units.begin(), units.end(), symbol) - units.begin());
    const std::size_t row = layout.row(2, pair);
    const double others = static_cast<double>(table.level(2).count[pair]) + 1;  // - 1 for itself + 2
    std::copy_n(&rows[layout.row(1, first)], 2, &rows[row]);
    rows[row + 2] = (static_cast<double>(sums.at(2, pair)[1]) * kUnit + rows[layout.row(1, first)] +
                     rows[layout.row(1, second) + 1]) /
                    others;
    rows[row + 3] = 1 / others;
  });
  for (unsigned order = 3; order <= layout.max_order(); ++order) {
    for_children(table, order, threads, control, [&](std::size_t parent, std::size_t child) {
      std::copy_n(&rows[layout.row(order - 1, parent)], 4, &rows[layout.row(order, child)]);
    });
  }
  return rows;
}

RowSums sum_pair_edges(const Lattice& lattice, const Paged<BoundaryShare>& begins, const EdgeSums& sums,
                       unsigned threads, JobControl& control) {
  const unsigned workers = lattice.workers(threads, 2);
  const RawBuffer<double> rows = pair_rows(lattice, sums, workers, control);
  RowSums smoothed = sum_smoothed(lattice, begins, rows.data(), threads, control);
  smoothed.fold(lattice.ngrams(), kSmoothedHasOneMore, workers, control);
  return smoothed;
}

RowSums sum_smoothed(const Lattice& lattice, const Paged<BoundaryShare>& begins, const double* rows, unsigned threads,
                     JobControl& control) {
  constexpr std::size_t kPiece = 2048, kAhead = 16;
  const unsigned workers = lattice.workers(threads, 2);
  const FixedPoint fixed(kBoundaryBits);
  const Place* const places = lattice.positions.data();
  RowSums smoothed(lattice.layout, 2, workers);
  const auto smooth_piece = [&](std::size_t begin, std::size_t size, BoundaryShare* to) {
    Place before = begin > 0 ? places[begin - 1] : kBoundaryPlace;
    for (std::size_t i = 0; i < size + kLanes; ++i) {
      if (i + kAhead < size) prefetch(rows + row_of(places[begin + i + kAhead]));
      const Place here = places[begin + i];
      const double* const row = rows + row_of(before);
      double smooth = 1;
      if (before != kBoundaryPlace && here != kBoundaryPlace) {
        smooth =
            depth_of(before) >= 2 ? row[2] - begins[begin + i] * kUnit * row[3] : (row[0] + rows[row_of(here) + 1]) / 2;
      }
      to[i] = static_cast<BoundaryShare>(fixed.from(smooth));
      before = here;
    }
  };
  for_strides(lattice.positions.size(), workers, control, [&](unsigned worker, std::size_t first, std::size_t end) {
    std::array<BoundaryShare, kPiece + kLanes> piece;
    std::uint64_t* const copy = smoothed.copy(worker);
    for (std::size_t begin = first; begin < end; begin += kPiece) {
      const std::size_t size = std::min(kPiece, end - begin);
      smooth_piece(begin, size, piece.data());
      for (std::size_t i = 0; i < size; ++i) {
        if (i + kAhead < size) prefetch(copy + 2 * row_of(places[begin + i + kAhead]));
        add_edges(depth_of(places[begin + i]), &piece[i], copy + 2 * row_of(places[begin + i]));
      }
      control.advance(size);
    }
    lattice.positions.release(first, end);
    begins.release(first, end);
  });
  return smoothed;
}

EdgeMeans edge_means(const Lattice& lattice, const EdgeSums& sums, unsigned threads, JobControl& control) {
  EdgeMeans means;
  for (Columns* columns : {&means.left, &means.right, &means.both, &means.inner}) {
    columns->resize(lattice.max_order() + 1);
    for (unsigned order = 1; order <= lattice.max_order(); ++order) {
      (*columns)[order].resize(lattice.ngrams().level(order).size());
    }
  }
  for (unsigned order = 1; order <= lattice.max_order(); ++order) {
    const Level& level = lattice.ngrams().level(order);
    for_strides(level.size(), threads, control, [&](unsigned, std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        const std::uint64_t* const at = sums.at(order, i);
        const double per_occurrence = kUnit / static_cast<double>(level.count[i]);
        std::uint64_t inside = 0;
        for (unsigned k = 1; k < order; ++k) inside += at[k];
        means.left[order][i] = static_cast<double>(at[0]) * per_occurrence;
        means.right[order][i] = static_cast<double>(at[order]) * per_occurrence;
        means.both[order][i] = static_cast<double>(sums.pair(order, i)[order - 1]) * per_occurrence;
        means.inner[order][i] = order < 2 ? 0 : static_cast<double>(inside) * per_occurrence / (order - 1);
      }
    });
  }
  return means;
}

UnitMeans unit_means(const Lattice& lattice, const EdgeSums& sums) {
  std::uint64_t left = sums.rare_at()[0], right = sums.rare_at()[1], both = sums.rare_pair()[0];
  for (std::size_t i = 0; i < lattice.ngrams().level(1).size(); ++i) {
    left += sums.at(1, i)[0];
    right += sums.at(1, i)[1];
    both += sums.pair(1, i)[0];
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
