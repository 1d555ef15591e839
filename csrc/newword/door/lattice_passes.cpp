#include "newword/door/lattice_passes.hpp"

#include <algorithm>
#include <stdexcept>

namespace newword {

namespace {

constexpr unsigned kSmoothedSets = 2;

/// Runs a pass of a lattice that builds it first.
template <class Pass>
auto over_lattice(Session& session, const Watch& watch, const Pass& pass) {
  return watched(watch, [&](JobControl& control) {
    const Lattice& lattice = session.build_lattice(control);
    return pass(lattice, session.threads(), control);
  });
}

}  // namespace

Sums values_of(RowSums sums, unsigned threads, JobControl& control) {
  const auto values = sums.unite(threads, control);
  return {values.begin(), values.end()};
}

RowSums sums_of(const Lattice& lattice, unsigned sets, const Sums& values) {
  RowSums sums(lattice.layout, sets, 1);
  const auto used = values.begin() + static_cast<std::ptrdiff_t>(std::min(values.size(), sums.size()));
  if (std::any_of(used, values.end(), [](std::uint64_t value) { return value != 0; })) {
    throw std::invalid_argument("sums of another table");
  }
  std::copy(values.begin(), used, sums.copy(0));
  return sums;
}

void build_lattice(Session& session, const Watch& watch) {
  if (session.lattice() != nullptr) return;
  run_watched(watch, [&](JobControl& control) { (void)session.build_lattice(control); });
}

Posteriors expect(Session& session, const ExpectationOptions& options, const Watch& watch) {
  return over_lattice(session, watch, [&](const Lattice& lattice, unsigned threads, JobControl& control) {
    return expect(lattice, options, threads, control);
  });
}

Learned learn(Session& session, const ExpectationOptions& options, bool is_sample, const Watch& watch) {
  return over_lattice(session, watch, [&](const Lattice& lattice, unsigned threads, JobControl& control) {
    return learn(lattice, options, is_sample, threads, control);
  });
}

Sums sum_posteriors(Session& session, const ExpectationOptions& options, const Columns& probabilities,
                    const Watch& watch) {
  return over_lattice(session, watch, [&](const Lattice& lattice, unsigned threads, JobControl& control) {
    return values_of(sum_posteriors(lattice, options, probabilities, nullptr, threads, control), threads, control);
  });
}

FinishedPosteriors finish_posteriors(Session& session, const ExpectationOptions& options, const Sums& sums,
                                     const Watch& watch) {
  return over_lattice(session, watch, [&](const Lattice& lattice, unsigned threads, JobControl& control) {
    RowSums rows = sums_of(lattice, posterior_sets(lattice, options, control), sums);
    RawBuffer<double> pair_rows;
    FinishedPosteriors found;
    found.posteriors = finish_posteriors(lattice, options, rows, pair_rows, threads, control);
    found.pair_rows.assign(pair_rows.data(), pair_rows.data() + pair_rows.size());
    return found;
  });
}

Sums sum_smoothed(Session& session, const ExpectationOptions& options, const Columns& probabilities,
                  const std::vector<double>& pair_rows, const Watch& watch) {
  return over_lattice(session, watch, [&](const Lattice& lattice, unsigned threads, JobControl& control) {
    if (pair_rows.size() != lattice.layout.size()) throw std::invalid_argument("pair rows of another table");
    Paged<BoundaryShare> begins;
    (void)sum_posteriors(lattice, options, probabilities, &begins, threads, control);
    return values_of(sum_smoothed(lattice, begins, pair_rows.data(), threads, control), threads, control);
  });
}

EdgeMeans finish_smoothed(Session& session, const Sums& sums, const Watch& watch) {
  return over_lattice(session, watch, [&](const Lattice& lattice, unsigned threads, JobControl& control) {
    RowSums rows = sums_of(lattice, kSmoothedSets, sums);
    rows.fold(lattice.ngrams(), kSmoothedHasOneMore, threads, control);
    return edge_means(lattice, {rows, 0}, threads, control);
  });
}

Segmentation segment(Session& session, const Columns& probabilities, double least_unit, bool with_begins,
                     const Watch& watch) {
  return over_lattice(session, watch, [&](const Lattice& lattice, unsigned threads, JobControl& control) {
    return segment(lattice, probabilities, least_unit, with_begins, threads, control);
  });
}

Sums sum_cuts(Session& session, const Columns& probabilities, double least_unit, const Watch& watch) {
  return over_lattice(session, watch, [&](const Lattice& lattice, unsigned threads, JobControl& control) {
    return values_of(sum_cuts(lattice, probabilities, least_unit, nullptr, threads, control), threads, control);
  });
}

Segmentation finish_cuts(Session& session, const Sums& sums, const Watch& watch) {
  return over_lattice(session, watch, [&](const Lattice& lattice, unsigned threads, JobControl& control) {
    RowSums rows = sums_of(lattice, kCutSets, sums);
    return finish_cuts(lattice, rows, threads, control);
  });
}

TagPosteriors find_tag_posteriors(Session& session, const TagWeights& weights, const Watch& watch) {
  return over_lattice(session, watch, [&](const Lattice& lattice, unsigned threads, JobControl& control) {
    return find_tag_posteriors(lattice, weights, threads, control);
  });
}

Sums sum_tags(Session& session, const TagWeights& weights, const Watch& watch) {
  return over_lattice(session, watch, [&](const Lattice& lattice, unsigned threads, JobControl& control) {
    return values_of(sum_tags(lattice, weights, threads, control), threads, control);
  });
}

TagPosteriors finish_tags(Session& session, const Sums& sums, const Watch& watch) {
  return over_lattice(session, watch, [&](const Lattice& lattice, unsigned threads, JobControl& control) {
    RowSums rows = sums_of(lattice, kTagSets, sums);
    return finish_tags(lattice, rows, threads, control);
  });
}

TextGaps find_text_gaps(Session& session, const Watch& watch) {
  return over_lattice(session, watch, [&](const Lattice& lattice, unsigned threads, JobControl& control) {
    return find_text_gaps(lattice, threads, control);
  });
}

std::vector<Sums> count_tagged(Session& session, const NgramModel& model, const TagWeights& weights,
                               const Watch& watch) {
  session.require_text();
  if (session.table() == nullptr) throw std::logic_error("nothing was counted");
  return watched(watch, [&](JobControl& control) {
    return count_tagged(session.text(), *session.table(), model, weights, session.threads(), control);
  });
}

}  // namespace newword
