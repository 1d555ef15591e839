#include "newword/lattice/viterbi.hpp"

#include <algorithm>
#include <vector>

#include "newword/lattice/lattice_window.hpp"
#include "newword/lattice/word_model.hpp"
#include "newword/system/prefetch.hpp"

namespace newword {

namespace {

/// Sets of sums: how often an n-gram is a word, and the two of its edges.
constexpr unsigned kEdges = 1, kSets = kCutSets;

/// Length of the last word of the best path into each place after the first of a block; once the block is cut, of the
/// word that begins at each place that begins one.
using LastWords = std::vector<std::uint8_t>;

/// Best paths through one window; `state` and `lengths` = weights and last words of the best paths into
/// the next places.
void run_places(const double* weights, std::size_t begin, std::size_t end, PathState& state,
                std::array<std::uint8_t, kLanes>& lengths, std::uint8_t* last_words) {
  constexpr std::size_t kRescueEvery = 16;
  weights += begin * kLanes;
  for (std::size_t i = begin; i < end; ++i, weights += kLanes) {
    if (i % kRescueEvery == 0) {
      const double factor = rescue_factor(state);
      for (double& x : state) x *= factor;
    }
    const double here = state[0];
    for (std::size_t k = 0; k + 1 < kLanes; ++k) {
      const double path = here * weights[k];
      const bool is_better = path > state[k + 1];
      state[k] = is_better ? path : state[k + 1];
      lengths[k] = is_better ? static_cast<std::uint8_t>(k + 1) : lengths[k + 1];
    }
    state[kLanes - 1] = 0;
    last_words[i] = lengths[0];
  }
}

/// The same, with weight 1 at every boundary: what is best in a run depends on nothing around it.
void run_window(const LatticeWindow& window, PathState& state, std::array<std::uint8_t, kLanes>& lengths,
                std::uint8_t* last_words) {
  std::size_t begin = 0;
  for (const std::size_t boundary : window.boundaries()) {
    run_places(window.weights(), begin, boundary, state, lengths, last_words);
    state = kChainEnd;
    begin = boundary;
  }
  run_places(window.weights(), begin, window.size(), state, lengths, last_words);
}

/// One worker's room.
struct Cutter {
  LatticeWindow window;
  LastWords last_words;
  std::vector<BoundaryShare> begins;  ///< of a block, and kLanes more
};

/// Cuts a block.
void cut_block(const Lattice& lattice, Block block, const double* rows, Cutter& cutter, JobControl& control) {
  const Place* const places = lattice.positions.data();
  LatticeWindow& window = cutter.window;
  LastWords& last_words = cutter.last_words;
  last_words.resize(block.end - block.begin);
  cutter.begins.assign(block.end - block.begin + kLanes, kCertain);
  PathState state = kChainEnd;
  std::array<std::uint8_t, kLanes> lengths{};
  for (std::size_t begin = block.begin; begin < block.end; begin += LatticeWindow::kSize) {
    control.check();
    const std::size_t size = std::min(LatticeWindow::kSize, block.end - begin);
    window.load(places + begin, size, rows);
    run_window(window, state, lengths, &last_words[begin - block.begin]);
  }
  for (std::size_t end = block.end - block.begin; end > 0;) {
    const std::uint8_t length = last_words[end - 1];
    end -= length;
    std::fill_n(&cutter.begins[end + 1], length - 1, BoundaryShare{0});
    last_words[end] = length;
  }
}

/// Adds the words of a block that was cut to the first set of sums, and the edges of its n-grams to the others.
void add_block(const Lattice& lattice, Block block, const Cutter& cutter, std::uint64_t* sums) {
  constexpr std::size_t kAhead = 16, kLine = 64 / sizeof(std::uint64_t);
  const Place* const places = lattice.positions.data();
  for (std::size_t i = block.begin; i < block.end; ++i) {
    if (i + kAhead < block.end) {
      const std::uint64_t* const ahead = sums + kSets * row_of(places[i + kAhead]);
      prefetch(ahead);
      prefetch(ahead + kLine);
    }
    const unsigned depth = depth_of(places[i]);
    std::uint64_t* const row = sums + kSets * row_of(places[i]);
    if (cutter.begins[i - block.begin] != 0) ++row[cutter.last_words[i - block.begin] - 1];
    add_edges(depth, &cutter.begins[i - block.begin], row + kEdges * RowLayout::stride(depth));
  }
}

}  // namespace

RowSums sum_cuts(const Lattice& lattice, const Columns& probabilities, double least_unit, Paged<BoundaryShare>* begins,
                 unsigned threads, JobControl& control) {
  WordModelOptions options;
  options.least_unit = least_unit;
  WordModel model(lattice, options);
  model.assign(probabilities, threads, control);
  const std::size_t size = lattice.positions.size();
  control.expect(size);
  if (begins != nullptr) {
    *begins = make_paged<BoundaryShare>(size + kLanes, lattice.budget.part(4), lattice.budget.temp_dir);
    std::fill(begins->data() + size, begins->data() + size + kLanes, kCertain);
  }
  const unsigned workers = lattice.workers(threads, kSets);
  RowSums sums(lattice.layout, kSets, workers);
  const std::vector<Block>& blocks = lattice.positions.blocks();
  Tickets tickets(blocks.size());
  run_workers(workers, control, [&](unsigned id) {
    Cutter cutter;
    for (std::size_t t; (t = tickets.take()) < blocks.size();) {
      cut_block(lattice, blocks[t], model.rows(), cutter, control);
      add_block(lattice, blocks[t], cutter, sums.copy(id));
      if (begins != nullptr) {
        std::copy_n(cutter.begins.data(), blocks[t].end - blocks[t].begin, begins->data() + blocks[t].begin);
      }
      control.advance(blocks[t].end - blocks[t].begin);
      lattice.positions.release_blocks(t, [&](std::size_t first, std::size_t last) {
        lattice.positions.release(first, last);
        if (begins != nullptr) begins->release(first, last);
      });
    }
  });
  return sums;
}

Segmentation finish_cuts(const Lattice& lattice, RowSums& sums, unsigned threads, JobControl& control) {
  const unsigned workers = lattice.workers(threads, kSets);
  sums.fold(lattice.ngrams(), {false, true}, workers, control);
  Segmentation result;
  result.count.resize(lattice.max_order() + 1);
  result.words = sums.rare_row(0)[0];
  for (unsigned order = 1; order <= lattice.max_order(); ++order) {
    result.count[order].resize(lattice.ngrams().level(order).size());
    for (std::size_t i = 0; i < result.count[order].size(); ++i) {
      const std::uint64_t count = sums.row(0, order, i)[order - 1];
      result.count[order][i] = static_cast<double>(count);
      result.words += count;
    }
  }
  result.edges = edge_means(lattice, {sums, kEdges}, workers, control);
  return result;
}

Segmentation segment(const Lattice& lattice, const Columns& probabilities, double least_unit, bool with_begins,
                     unsigned threads, JobControl& control) {
  Paged<BoundaryShare> begins;
  RowSums sums = sum_cuts(lattice, probabilities, least_unit, with_begins ? &begins : nullptr, threads, control);
  Segmentation result = finish_cuts(lattice, sums, threads, control);
  result.begins = std::move(begins);
  return result;
}

}  // namespace newword
