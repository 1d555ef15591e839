#include "newword/expectation.hpp"

#include <algorithm>
#include <bit>
#include <optional>
#include <stdexcept>
#include <vector>

#include "newword/lattice_window.hpp"
#include "newword/prefetch.hpp"

namespace newword {

namespace {

/// One worker's room and its share of the sums.
class ExpectationWorker {
 public:
  ExpectationWorker(const FixedPoint& counts, const FixedPoint& surprises)
      : counts_(&counts), surprises_(&surprises), dense_(LatticeWindow::kSize * kLanes + kLanes) {}

  LatticeWindow window;
  std::vector<PathState> states;

  /// Adds the shares of the words at each place, and their surprises if there is a set for them.
  void add(const Place* places, std::uint64_t* sums, unsigned sets) {
    const bool with_surprises = sets > 1;
    if (with_surprises) compute_surprises(places);
    constexpr std::size_t kAhead = 16;
    const double* share = window.shares();
    const double* surprise = dense_.data();
    for (std::size_t i = 0; i < window.size(); ++i, share += kLanes) {
      if (i + kAhead < window.size()) prefetch(sums + sets * row_of(places[i + kAhead]));
      const unsigned depth = depth_of(places[i]);
      std::uint64_t* const row = sums + sets * row_of(places[i]);
      const std::size_t lanes = depth <= kLanes / 2 ? kLanes / 2 : kLanes;
      for (std::size_t k = 0; k < lanes; k += kLanes / 2) {
        for (std::size_t j = k; j < k + kLanes / 2; ++j) row[j] += counts_->from(share[j]);
      }
      if (!with_surprises) continue;
      std::uint64_t* const second = row + RowLayout::stride(depth);
      for (unsigned k = 0; k < depth; ++k) second[k] += surprises_->from(surprise[k]);
      surprise += depth;
    }
  }

  void write_begins(BoundaryShare* to) const {
    const FixedPoint fixed(kBoundaryBits);
    for (std::size_t i = 0; i < window.size(); ++i) {
      to[i] = static_cast<BoundaryShare>(fixed.from(window.begins()[i]));
    }
  }

 private:
  /// The surprises of real words only, one after the other: most lanes are empty and a logarithm is dear.
  void compute_surprises(const Place* places) {
    const double* share = window.shares();
    std::size_t n = 0;
    for (std::size_t i = 0; i < window.size(); ++i, share += kLanes) {
      std::copy_n(share, kLanes, &dense_[n]);
      n += depth_of(places[i]);
    }
    take_surprises(dense_.data(), n);
  }

  const FixedPoint* counts_;
  const FixedPoint* surprises_;
  std::vector<double> dense_;
};

class Expectation {
 public:
  Expectation(const Lattice& lattice, const ExpectationOptions& options, unsigned threads, JobControl& control)
      : lattice_(lattice), options_(options), control_(control),
        workers_(lattice.workers(threads, options.with_significance ? 2 : 1)),
        counts_(count_bits(lattice)), surprises_(count_bits(lattice) - 4) {}

  Posteriors run() {
    const bool is_sampled = options_.passes > 1 && options_.sample_of_2_32 < std::uint64_t{1} << 32;
    std::optional<Positions> sample;
    if (is_sampled) sample = lattice_.positions.sample(options_.sample_of_2_32, lattice_.budget, control_);
    const Positions& learned = sample ? *sample : lattice_.positions;
    const std::size_t passes_over = learned.size() * (options_.passes - 1) + lattice_.positions.size();
    control_.expect(passes_over + lattice_.positions.size() * (options_.with_pair_edges ? 2 : 1));

    WordModel model(lattice_, options_.model);
    model.start(workers_, control_);
    Columns sampled_counts;
    if (sample) sampled_counts = count_in(*sample);
    for (unsigned pass = 1; pass < options_.passes; ++pass) {
      Columns expected = columns(sum_expected(learned, model, 1, nullptr), 0, counts_);
      if (sample) scale_up(sampled_counts, expected);
      model.update(expected, workers_, control_);
    }
    Posteriors result;
    result.sampled_units = count_units(learned);
    last_pass(model, result);
    model.update(result.expected, workers_, control_);
    result.probability = model.probabilities();
    return result;
  }

 private:
  /// Bits after the point that leave room for the commonest unit's expected count.
  static unsigned count_bits(const Lattice& lattice) {
    const auto counts = lattice.ngrams().level(1).count.span();
    const Count most = counts.empty() ? 1 : *std::max_element(counts.begin(), counts.end());
    return std::min(38u, 63u - static_cast<unsigned>(std::bit_width(most + lattice.rare_tokens)));
  }

  RowSums sum_expected(const Positions& positions, const WordModel& model, unsigned sets,
                       Paged<BoundaryShare>* begins) {
    RowSums sums(lattice_.layout, sets, workers_);
    const Place* const places = positions.data();
    Tickets tickets(positions.blocks().size());
    run_workers(workers_, control_, [&](unsigned id) {
      ExpectationWorker worker(counts_, surprises_);
      for (std::size_t t; (t = tickets.take()) < positions.blocks().size();) {
        const Block block = positions.blocks()[t];
        for_posteriors(places, block, model.rows(), worker.window, worker.states, control_,
                       [&](const LatticeWindow&, std::size_t begin) {
                         worker.add(places + begin, sums.copy(id), sets);
                         if (begins != nullptr) worker.write_begins(begins->data() + begin);
                       });
        control_.advance(block.end - block.begin);
        positions.release_blocks(t, [&](std::size_t first, std::size_t last) {
          positions.release(first, last);
          if (begins != nullptr) begins->release(first, last);
        });
      }
    });
    sums.fold(lattice_.ngrams(), {false, false}, workers_, control_);
    return sums;
  }

  void last_pass(const WordModel& model, Posteriors& result) {
    const std::size_t size = lattice_.positions.size();
    result.begins = make_paged<BoundaryShare>(size + kLanes, lattice_.budget.part(4), lattice_.budget.temp_dir);
    std::fill(result.begins.data() + size, result.begins.data() + size + kLanes, kCertain);
    {
      const unsigned sets = options_.with_significance ? 2 : 1;
      const RowSums sums = sum_expected(lattice_.positions, model, sets, &result.begins);
      result.expected = columns(sums, 0, counts_);
      if (options_.with_significance) result.significance = columns(sums, 1, surprises_);
    }
    const EdgeSums sums = sum_edges(lattice_, result.begins, workers_, control_);
    result.edges = edge_means(lattice_, sums);
    result.unit_edges = unit_means(lattice_, sums);
    if (options_.with_pair_edges) {
      result.pair_edges =
          edge_means(lattice_, sum_pair_edges(lattice_, result.begins, sums, workers_, control_));
    }
  }

  Columns columns(const RowSums& sums, unsigned set, const FixedPoint& fixed) const {
    Columns values(lattice_.max_order() + 1);
    for (unsigned order = 1; order <= lattice_.max_order(); ++order) {
      values[order].resize(lattice_.ngrams().level(order).size());
      for_strides(values[order].size(), workers_, control_, [&](unsigned, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
          values[order][i] = fixed.to_double(sums.row(set, order, i)[order - 1]);
        }
      });
    }
    return values;
  }

  /// Occurrences of every n-gram in a sample of the text.
  Columns count_in(const Positions& sample) {
    RowSums sums(lattice_.layout, 1, 1);
    std::uint64_t* const to = sums.copy(0);
    for (const Block& block : sample.blocks()) {
      control_.check();
      for (std::size_t i = block.begin; i < block.end; ++i) {
        const unsigned depth = depth_of(sample.data()[i]);
        for (unsigned k = 0; k < depth; ++k) ++to[row_of(sample.data()[i]) + k];
      }
    }
    sums.fold(lattice_.ngrams(), {false, false}, workers_, control_);
    return columns(sums, 0, FixedPoint(0));
  }

  void scale_up(const Columns& sampled, Columns& expected) const {
    for (unsigned order = 1; order <= lattice_.max_order(); ++order) {
      double expected_sum = 0, sampled_sum = 0;
      for (std::size_t i = 0; i < expected[order].size(); ++i) {
        expected_sum += expected[order][i];
        sampled_sum += sampled[order][i];
      }
      const double mean = sampled_sum > 0 ? expected_sum / sampled_sum : 1;
      for (std::size_t i = 0; i < expected[order].size(); ++i) {
        const auto count = static_cast<double>(lattice_.ngrams().level(order).count[i]);
        const double unseen = 1 - sampled[order][i] / count;
        expected[order][i] = count * (expected[order][i] + unseen * mean) / (sampled[order][i] + unseen);
      }
    }
  }

  static std::uint64_t count_units(const Positions& positions) {
    const Place* const places = positions.data();
    return static_cast<std::uint64_t>(
        std::count_if(places, places + positions.size(), [](Place p) { return p != kBoundaryPlace; }));
  }

  const Lattice& lattice_;
  const ExpectationOptions& options_;
  JobControl& control_;
  unsigned workers_;
  FixedPoint counts_, surprises_;
};

}  // namespace

Posteriors expect(const Lattice& lattice, const ExpectationOptions& options, unsigned threads, JobControl& control) {
  if (options.passes < 1) throw std::invalid_argument("at least one pass is needed");
  return Expectation(lattice, options, threads, control).run();
}

}  // namespace newword
