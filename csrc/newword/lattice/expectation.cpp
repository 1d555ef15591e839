#include "newword/lattice/expectation.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <span>
#include <stdexcept>
#include <vector>

#include "newword/lattice/lattice_window.hpp"
#include "newword/system/prefetch.hpp"

namespace newword {

namespace {

/// Which sums a pass makes beside the expected counts, which are the first set.
struct Sums {
  bool has_surprises = false;  ///< one more set
  bool has_edges = false;      ///< then the two sets of EdgeSums

  [[nodiscard]] unsigned first_of_edges() const { return has_surprises ? 2 : 1; }
  [[nodiscard]] unsigned sets() const { return first_of_edges() + (has_edges ? 2 : 0); }
};

/// One worker's room and its share of the sums.
class ExpectationWorker {
 public:
  ExpectationWorker(const FixedPoint& counts, const FixedPoint& surprises, Sums sums)
      : counts_(&counts),
        surprises_(&surprises),
        sums_(sums),
        dense_(LatticeWindow::kSize * kLanes + kLanes),
        begins_(LatticeWindow::kSize + kLanes) {}

  LatticeWindow window;
  std::vector<PathState> states;

  /// Adds what stands at each place of the window. Of a block, the last window comes first.
  void add(const Place* places, bool is_last, std::uint64_t* sums) {
    if (sums_.has_surprises) compute_surprises(places);
    if (sums_.has_edges) compute_begins(is_last);
    constexpr std::size_t kAhead = 16, kLine = 64 / sizeof(std::uint64_t);
    const unsigned sets = sums_.sets(), first_of_edges = sums_.first_of_edges();
    const double* share = window.shares();
    const double* surprise = dense_.data();
    for (std::size_t i = 0; i < window.size(); ++i, share += kLanes) {
      if (i + kAhead < window.size()) {
        const std::uint64_t* const ahead = sums + sets * row_of(places[i + kAhead]);
        prefetch(ahead);
        if (sums_.has_edges) prefetch(ahead + kLine);
      }
      const unsigned depth = depth_of(places[i]);
      std::uint64_t* const row = sums + sets * row_of(places[i]);
      const std::size_t lanes = depth <= kLanes / 2 ? kLanes / 2 : kLanes;
      for (std::size_t k = 0; k < lanes; k += kLanes / 2) {
        for (std::size_t j = k; j < k + kLanes / 2; ++j) row[j] += counts_->from(share[j]);
      }
      if (sums_.has_surprises) {
        std::uint64_t* const second = row + RowLayout::stride(depth);
        for (unsigned k = 0; k < depth; ++k) second[k] += surprises_->from(surprise[k]);
        surprise += depth;
      }
      if (sums_.has_edges) add_edges(depth, &begins_[i], row + first_of_edges * RowLayout::stride(depth));
    }
  }

  /// The posteriors of a beginning, after add() with edges.
  [[nodiscard]] std::span<const BoundaryShare> begins() const { return {begins_.data(), window.size()}; }

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

  /// What follows the window is the beginning of the one before it in time, or the boundary of the block.
  void compute_begins(bool is_last) {
    BoundaryShare* const after = &begins_[window.size()];
    if (is_last) {
      std::fill_n(after, kLanes, kCertain);
    } else {
      std::copy_n(begins_.data(), kLanes, after);
    }
    const FixedPoint fixed(kBoundaryBits);
    for (std::size_t i = 0; i < window.size(); ++i) {
      begins_[i] = static_cast<BoundaryShare>(fixed.from(window.begins()[i]));
    }
  }

  const FixedPoint* counts_;
  const FixedPoint* surprises_;
  Sums sums_;
  std::vector<double> dense_;
  std::vector<BoundaryShare> begins_;
};

class Expectation {
 public:
  Expectation(const Lattice& lattice, const ExpectationOptions& options, unsigned threads, JobControl& control)
      : lattice_(lattice),
        options_(options),
        control_(control),
        last_sums_{options.with_significance, options.with_edges || options.with_pair_edges},
        workers_(lattice.workers(threads, last_sums_.sets())),
        counts_(count_bits(lattice)),
        surprises_(count_bits(lattice) - 4) {}

  Posteriors run() {
    const bool is_sampled = options_.passes > 1 && options_.sample_of_2_32 < std::uint64_t{1} << 32;
    std::optional<Positions> sample;
    if (is_sampled) sample = lattice_.positions.sample(options_.sample_of_2_32, lattice_.budget, control_);
    const Positions& learned = sample ? *sample : lattice_.positions;
    control_.expect(learned.size() * (options_.passes - 1) +
                    lattice_.positions.size() * (options_.with_pair_edges ? 2 : 1));
    WordModel model(lattice_, options_.model);
    learn(learned, is_sampled, model);
    Posteriors result;
    result.sampled_units = count_units(learned);
    last_pass(model, result);
    result.probability = model.probabilities_after(result.expected, workers_, control_);
    return result;
  }

  /// All passes but the last; `positions` are those of a sample of the text, or of all.
  void learn(const Positions& positions, bool is_sample, WordModel& model) {
    model.start(workers_, control_);
    Columns sampled_counts;
    if (is_sample) sampled_counts = count_in(positions);
    for (unsigned pass = 1; pass < options_.passes; ++pass) {
      RowSums sums = sum_expected(positions, model, Sums(), nullptr);
      fold(sums, Sums());
      Columns expected = columns(sums, 0, counts_);
      if (is_sample) scale_up(sampled_counts, expected);
      model.update(expected, workers_, control_);
    }
  }

  /// The sums of the last pass, not folded.
  RowSums sum_last(const WordModel& model, Paged<BoundaryShare>* begins) {
    return sum_expected(lattice_.positions, model, last_sums_, begins);
  }

  /// Everything but the probabilities and pair edges, from sums of the last pass.
  void take_sums(RowSums& sums, Posteriors& result) {
    fold(sums, last_sums_);
    result.expected = columns(sums, 0, counts_);
    if (options_.with_significance) result.significance = columns(sums, 1, surprises_);
    if (!last_sums_.has_edges) return;
    const EdgeSums edges = edges_of(sums);
    result.edges = edge_means(lattice_, edges, workers_, control_);
    result.unit_edges = unit_means(lattice_, edges);
  }
  [[nodiscard]] EdgeSums edges_of(const RowSums& sums) const { return {sums, last_sums_.first_of_edges()}; }
  [[nodiscard]] unsigned sets() const { return last_sums_.sets(); }

  static std::uint64_t count_units(const Positions& positions) {
    const Place* const places = positions.data();
    return static_cast<std::uint64_t>(
        std::count_if(places, places + positions.size(), [](Place p) { return p != kBoundaryPlace; }));
  }

  Paged<BoundaryShare> room_for_begins() const {
    const std::size_t size = lattice_.positions.size();
    auto begins = make_paged<BoundaryShare>(size + kLanes, lattice_.budget.part(4), lattice_.budget.temp_dir);
    std::fill(begins.data() + size, begins.data() + size + kLanes, kCertain);
    return begins;
  }

 private:
  /// Bits after the point that leave room for the commonest unit's expected count.
  static unsigned count_bits(const Lattice& lattice) {
    const auto counts = lattice.ngrams().level(1).count.span();
    const Count most = counts.empty() ? 1 : *std::max_element(counts.begin(), counts.end());
    return std::min(38u, 63u - static_cast<unsigned>(std::bit_width(most + lattice.rare_tokens)));
  }

  RowSums sum_expected(const Positions& positions, const WordModel& model, Sums kind, Paged<BoundaryShare>* begins) {
    // A copy of the sums for each worker costs more than a small sample.
    const unsigned workers = positions.size() < lattice_.layout.size() ? 1 : workers_;
    RowSums sums(lattice_.layout, kind.sets(), workers);
    const Place* const places = positions.data();
    Tickets tickets(positions.blocks().size());
    run_workers(workers, control_, [&](unsigned id) {
      ExpectationWorker worker(counts_, surprises_, kind);
      for (std::size_t t; (t = tickets.take()) < positions.blocks().size();) {
        const Block block = positions.blocks()[t];
        for_posteriors(places, block, model.rows(), worker.window, worker.states, control_,
                       [&](const LatticeWindow& window, std::size_t begin) {
                         worker.add(places + begin, begin + window.size() == block.end, sums.copy(id));
                         if (begins != nullptr) std::ranges::copy(worker.begins(), begins->data() + begin);
                       });
        control_.advance(block.end - block.begin);
        positions.release_blocks(t, [&](std::size_t first, std::size_t last) {
          positions.release(first, last);
          if (begins != nullptr) begins->release(first, last);
        });
      }
    });
    return sums;
  }

  void fold(RowSums& sums, Sums kind) {
    std::array<bool, RowSums::kMaxSets> has_one_more{};
    has_one_more[kind.first_of_edges()] = kind.has_edges;
    sums.fold(lattice_.ngrams(), has_one_more, workers_, control_);
  }

  void last_pass(const WordModel& model, Posteriors& result) {
    const bool keeps_begins = options_.with_pair_edges || options_.with_begins;
    if (keeps_begins) result.begins = room_for_begins();
    RowSums sums = sum_last(model, keeps_begins ? &result.begins : nullptr);
    take_sums(sums, result);
    if (options_.with_pair_edges) {
      const RowSums smoothed = sum_pair_edges(lattice_, result.begins, edges_of(sums), workers_, control_);
      result.pair_edges = edge_means(lattice_, {smoothed, 0}, workers_, control_);
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

  const Lattice& lattice_;
  const ExpectationOptions& options_;
  JobControl& control_;
  Sums last_sums_;
  unsigned workers_;
  FixedPoint counts_, surprises_;
};

}  // namespace

Posteriors expect(const Lattice& lattice, const ExpectationOptions& options, unsigned threads, JobControl& control) {
  if (options.passes < 1) throw std::invalid_argument("at least one pass is needed");
  return Expectation(lattice, options, threads, control).run();
}

Learned learn(const Lattice& lattice, const ExpectationOptions& options, bool is_sample, unsigned threads,
              JobControl& control) {
  if (options.passes < 1) throw std::invalid_argument("at least one pass is needed");
  control.expect(lattice.positions.size() * (options.passes - 1));
  WordModel model(lattice, options.model);
  Expectation(lattice, options, threads, control).learn(lattice.positions, is_sample, model);
  return {model.probabilities(), Expectation::count_units(lattice.positions)};
}

RowSums sum_posteriors(const Lattice& lattice, const ExpectationOptions& options, const Columns& probabilities,
                       Paged<BoundaryShare>* begins, unsigned threads, JobControl& control) {
  control.expect(lattice.positions.size());
  WordModel model(lattice, options.model);
  model.assign(probabilities, threads, control);
  Expectation expectation(lattice, options, threads, control);
  if (begins != nullptr) *begins = expectation.room_for_begins();
  return expectation.sum_last(model, begins);
}

unsigned posterior_sets(const Lattice& lattice, const ExpectationOptions& options, JobControl& control) {
  return Expectation(lattice, options, 1, control).sets();
}

Posteriors finish_posteriors(const Lattice& lattice, const ExpectationOptions& options, RowSums& sums,
                             RawBuffer<double>& pair_rows_of_sums, unsigned threads, JobControl& control) {
  Expectation expectation(lattice, options, threads, control);
  Posteriors result;
  expectation.take_sums(sums, result);
  if (options.with_pair_edges) {
    pair_rows_of_sums = pair_rows(lattice, expectation.edges_of(sums), threads, control);
  }
  WordModel model(lattice, options.model);
  result.probability = model.probabilities_after(result.expected, threads, control);
  return result;
}

}  // namespace newword
