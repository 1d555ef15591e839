#include "newword/tagger/tag_posteriors.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "newword/base/fixed_point.hpp"
#include "newword/base/logistic.hpp"
#include "newword/system/prefetch.hpp"
#include "newword/tagger/tagged_runs.hpp"
#include "newword/tagger/unit_model.hpp"

namespace newword {

namespace {

constexpr std::size_t kRows = std::tuple_size_v<JoinOdds>;
/// Sets of sums: cuts at 0, 1 ... units from the beginning of an n-gram; expected words; words of the best cut.
constexpr unsigned kCuts = 0, kExpected = 1, kWords = 2, kSets = kTagSets;

void take_logistics(const double* x, std::size_t size, double* to) {
  for (std::size_t i = 0; i < size; ++i) to[i] = logistic(x[i]);
}

/// One worker's room.
class Tagger {
 public:
  Tagger(const UnitModel& model, const TagWeights& weights) : model_(model), weights_(weights) {}

  /// Adds what is known of the n-grams of a run, one and more places, to sums by row. From its first place on, `known`
  /// places may be read.
  void add(std::span<const Place> run, std::size_t known, std::uint64_t* sums) {
    gaps_.resize(run.size());
    model_.find_evidence(run.data(), run.size(), known, gaps_.data(), room_);
    odds_.resize(run.size());
    for (std::size_t i = 0; i < run.size(); ++i) odds_[i] = weigh(gaps_[i], weights_);
    find_cuts();
    add_posteriors(run, known, sums);
    std::size_t begin = 0;
    for (const std::size_t end : best_.find_ends(odds_)) {
      const unsigned depth = depth_of(run[begin]);
      if (end - begin <= depth) {
        ++sums[kSets * row_of(run[begin]) + kWords * RowLayout::stride(depth) + end - begin - 1];
      }
      begin = end;
    }
  }

 private:
  /// Forward over the tags.
  void find_cuts() {
    const std::size_t size = odds_.size();
    joins_.assign(size + kLanes, JoinOdds{});  // behind the run nothing joins
    take_logistics(odds_.data()->data(), size * kRows, joins_.data()->data());
    cut_.assign(size + kLanes, 1.0);
    shares_.assign(size + kLanes, kCertain);
    const FixedPoint fixed(kBoundaryBits);
    std::array<double, kTags> tags = {1};
    for (std::size_t i = 1; i < size; ++i) {
      const JoinOdds& join = joins_[i];
      const std::array<double, kTags> next = {0, tags[0] * join[0], tags[1] * join[1], tags[2] * join[2],
                                              (tags[3] + tags[4]) * join[3]};
      tags = next;
      tags[0] = std::max(0.0, 1 - (tags[1] + tags[2] + tags[3] + tags[4]));
      cut_[i] = tags[0];
      shares_[i] = static_cast<BoundaryShare>(fixed.from(tags[0]));
    }
  }

  void add_posteriors(std::span<const Place> run, std::size_t known, std::uint64_t* sums) {
    constexpr std::size_t kAhead = 16, kLine = 64 / sizeof(std::uint64_t);
    const FixedPoint fixed(kBoundaryBits);
    for (std::size_t i = 0; i < run.size(); ++i) {
      if (i + kAhead < known) {
        const std::uint64_t* const ahead = sums + kSets * row_of(run.data()[i + kAhead]);
        prefetch(ahead);
        prefetch(ahead + kLine);
      }
      const unsigned depth = depth_of(run[i]);
      std::uint64_t* const cuts = sums + kSets * row_of(run[i]);
      std::uint64_t* const expected = cuts + kExpected * RowLayout::stride(depth);
      double path = cut_[i];
      cuts[0] += shares_[i];
      for (unsigned k = 1; k <= depth; ++k) {
        const double join = joins_[i + k][std::min<std::size_t>(k, kTags - 1) - 1];
        cuts[k] += shares_[i + k];
        expected[k - 1] += fixed.from(path * (1 - join));
        path *= join;
      }
    }
  }

  const UnitModel& model_;
  const TagWeights& weights_;
  BestTags best_;
  std::vector<GapEvidence> gaps_;
  std::vector<UnitModel::Chances> room_;
  std::vector<JoinOdds> odds_, joins_;  ///< of the gap before each unit: log-odds, probabilities
  std::vector<double> cut_;             ///< probability of a cut before each unit
  std::vector<BoundaryShare> shares_;   ///< the same
};

TagPosteriors take_columns(const Lattice& lattice, const RowSums& sums, unsigned threads, JobControl& control) {
  constexpr double kUnit = 1.0 / kCertain;
  TagPosteriors found;
  for (Columns* columns : {&found.words, &found.expected, &found.left, &found.right, &found.joined}) {
    columns->resize(lattice.max_order() + 1);
    for (unsigned order = 1; order <= lattice.max_order(); ++order) {
      (*columns)[order].resize(lattice.ngrams().level(order).size());
    }
  }
  for (unsigned order = 1; order <= lattice.max_order(); ++order) {
    const Level& level = lattice.ngrams().level(order);
    for_strides(level.size(), threads, control, [&](unsigned, std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        const std::uint64_t* const cuts = sums.row(kCuts, order, i);
        const double per_occurrence = kUnit / static_cast<double>(level.count[i]);
        const std::uint64_t most = *std::max_element(cuts + 1, cuts + std::max(order, 2u));
        found.words[order][i] = static_cast<double>(sums.row(kWords, order, i)[order - 1]);
        found.expected[order][i] = static_cast<double>(sums.row(kExpected, order, i)[order - 1]) * kUnit;
        found.left[order][i] = static_cast<double>(cuts[0]) * per_occurrence;
        found.right[order][i] = static_cast<double>(cuts[order]) * per_occurrence;
        found.joined[order][i] = order < 2 ? 1 : 1 - static_cast<double>(most) * per_occurrence;
      }
    });
  }
  return found;
}

}  // namespace

RowSums sum_tags(const Lattice& lattice, const TagWeights& weights, unsigned threads, JobControl& control) {
  const Positions& positions = lattice.positions;
  control.expect(positions.size());
  const unsigned workers = lattice.workers(threads, kSets);
  const UnitModel model(lattice, workers, control);
  RowSums sums(lattice.layout, kSets, workers);
  Tickets tickets(positions.blocks().size());
  run_workers(workers, control, [&](unsigned id) {
    Tagger tagger(model, weights);
    for (std::size_t t; (t = tickets.take()) < positions.blocks().size();) {
      const Block block = positions.blocks()[t];
      for_tagged(positions.data(), block, [&](std::size_t begin, std::size_t size) {
        control.check();
        tagger.add({positions.data() + begin, size}, block.end - begin, sums.copy(id));
      });
      control.advance(block.end - block.begin);
      positions.release_blocks(t, [&](std::size_t first, std::size_t last) { positions.release(first, last); });
    }
  });
  return sums;
}

TagPosteriors finish_tags(const Lattice& lattice, RowSums& sums, unsigned threads, JobControl& control) {
  sums.fold(lattice.ngrams(), {true}, threads, control);
  return take_columns(lattice, sums, threads, control);
}

TagPosteriors find_tag_posteriors(const Lattice& lattice, const TagWeights& weights, unsigned threads,
                                  JobControl& control) {
  RowSums sums = sum_tags(lattice, weights, threads, control);
  return finish_tags(lattice, sums, lattice.workers(threads, kSets), control);
}

TextGaps find_text_gaps(const Lattice& lattice, unsigned threads, JobControl& control) {
  const Positions& positions = lattice.positions;
  const UnitModel model(lattice, threads, control);
  TextGaps found;
  std::vector<UnitModel::Chances> room;
  for (const Block& block : positions.blocks()) {
    for_tagged(positions.data(), block, [&](std::size_t begin, std::size_t size) {
      control.check();
      const std::size_t first = found.gaps.size();
      found.gaps.resize(first + size);
      found.are_first.resize(first + size);
      found.are_first[first] = 1;
      model.find_evidence(positions.data() + begin, size, block.end - begin, &found.gaps[first], room);
    });
  }
  return found;
}

}  // namespace newword
