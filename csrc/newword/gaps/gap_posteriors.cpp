#include "newword/gaps/gap_posteriors.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "newword/base/fixed_point.hpp"
#include "newword/system/prefetch.hpp"
#include "newword/tagger/tagged_runs.hpp"
#include "newword/tagger/unit_model.hpp"
#include "newword/text/utf8.hpp"

namespace newword {

namespace {

GapUnit unit_of(const std::string& form, const GapCharacters& characters) {
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(form.data());
  return characters.of_character(decode_utf8(bytes, form.size()).code_point);
}

/// Sets of sums: cuts at 0, 1 ... units from the beginning of an n-gram; products with that at 0; e; its squares;
/// words.
constexpr unsigned kCuts = 0, kBoth = 1, kExpected = 2, kSquares = 3, kWords = 4;
constexpr std::size_t kAhead = 16;

/// What is the same for all runs of a text.
class GapSource {
 public:
  GapSource(const GapTask& task, unsigned threads, JobControl& control)
      : task_(task), model_(task.lattice, threads, control) {
    take_units();
    take_levels(threads, control);
  }

  /// One thread's room, and a run in it.
  struct Room {
    std::vector<GapUnit> units;
    std::vector<GapEvidence> evidence;
    std::vector<GapColumns> levels, known;
    std::vector<UnitModel::Chances> chances;
  };

  /// Takes the run of `size` places that begins at a place of the text; `known` >= `size` places from there on may be
  /// read.
  void take(std::size_t begin, std::size_t size, std::size_t known, Room& room) const {
    room.units.resize(size);
    task_.text.visit([&](auto symbols) {
      for (std::size_t i = 0; i < size; ++i) room.units[i] = units_[symbols[begin + i]];
    });
    const Place* const places = task_.lattice.positions.data() + begin;
    room.evidence.resize(size);
    model_.find_evidence(places, size, known, room.evidence.data(), room.chances);
    room.levels.assign(size + 1, GapColumns{});
    room.known.assign(size + 1, GapColumns{});
    note_own(places, size, known, room);
    if (!task_.strings.is_empty()) note_strings(task_.strings, room.units, room.levels.data(), room.known.data());
  }

 private:
  void take_units() {
    const Alphabet& alphabet = task_.text.alphabet();
    units_.push_back(GapCharacters::alphanumeric());  // the boundary, which is in no run
    for (std::size_t s = 0; s < alphabet.size(); ++s) {
      const std::string& form = alphabet.folded[s];
      units_.push_back(alphabet.is_script[s] ? unit_of(form, task_.characters) : GapCharacters::alphanumeric());
    }
  }

  /// Every row has the levels of all prefixes of its n-gram.
  void take_levels(unsigned threads, JobControl& control) {
    const RowLayout& layout = task_.lattice.layout;
    const NgramTable& table = task_.lattice.ngrams();
    if (task_.levels.size() <= layout.max_order()) throw std::invalid_argument("levels are needed for every order");
    rows_.ensure(layout.size());
    GapLevel* const rows = rows_.as<GapLevel>();
    std::fill_n(rows, layout.size(), GapLevel{0});
    for (unsigned order = 2; order <= layout.max_order(); ++order) {
      const std::vector<GapLevel>& levels = task_.levels[order];
      if (levels.size() != table.level(order).size()) throw std::invalid_argument("a level is needed for every n-gram");
      for_children(table, order, threads, control, [&](std::size_t parent, std::size_t child) {
        GapLevel* const row = rows + layout.row(order, child);
        std::copy_n(rows + layout.row(order - 1, parent), order - 1, row);
        row[order - 1] = levels[child];
      });
    }
  }

  void note_own(const Place* places, std::size_t size, std::size_t known, Room& room) const {
    const GapLevel* const rows = rows_.as<GapLevel>();
    for (std::size_t i = 0; i < size; ++i) {
      if (i + kAhead < known) prefetch(rows + row_of(places[i + kAhead]));
      const GapLevel* const row = rows + row_of(places[i]);
      for (std::size_t k = 2; k <= depth_of(places[i]); ++k) {
        if (row[k - 1] > 0) note_string(&room.levels[i], k, row[k - 1]);
      }
    }
  }

  const GapTask& task_;
  UnitModel model_;
  std::vector<GapUnit> units_;  ///< by symbol
  PageBuffer rows_;
};

/// Adds what the cuts of a run say of its n-grams to sums by row. `cuts` = the probability of one before each of `size`
/// places, and that behind them; `known` >= `size` places may be read.
class GapAdder {
 public:
  void add(const Place* places, std::span<const BoundaryShare> cuts, std::size_t size, std::size_t known,
           std::uint64_t* sums) {
    constexpr double kUnit = 1.0 / kCertain;
    constexpr std::size_t kLine = 64 / sizeof(std::uint64_t);
    chances_.resize(size + 1);
    for (std::size_t i = 0; i <= size; ++i) chances_[i] = static_cast<double>(cuts[i]) * kUnit;
    for (std::size_t i = 0; i < size; ++i) {
      if (i + kAhead < known) {
        const std::uint64_t* const ahead = sums + kGapSets * row_of(places[i + kAhead]);
        for (std::size_t line = 0; line < 3; ++line) prefetch(ahead + line * kLine);
      }
      add_place(places[i], i, cuts, sums);
    }
  }

 private:
  void add_place(Place place, std::size_t i, std::span<const BoundaryShare> cuts, std::uint64_t* sums) const {
    const FixedPoint fixed(kBoundaryBits);
    const unsigned depth = depth_of(place);
    const std::size_t stride = RowLayout::stride(depth);
    std::uint64_t* const row = sums + kGapSets * row_of(place);
    row[kCuts * stride] += cuts[i];
    const double left = chances_[i];
    double path = left;
    bool is_whole = cuts[i] > kCertain / 2;
    for (unsigned k = 1; k <= depth; ++k) {
      const double right = chances_[i + k];
      const double weight = path * right;
      row[kCuts * stride + k] += cuts[i + k];
      row[kBoth * stride + k - 1] += fixed.from(left * right);
      row[kExpected * stride + k - 1] += fixed.from(weight);
      row[kSquares * stride + k - 1] += fixed.from(weight * weight);
      if (cuts[i + k] > kCertain / 2) {
        row[kWords * stride + k - 1] += is_whole;
        is_whole = false;
      }
      path *= 1 - right;
    }
  }

  std::vector<double> chances_;
};

}  // namespace

RowSums sum_gaps(const GapTask& task, const GapNetwork& network, unsigned threads, JobControl& control) {
  const Positions& positions = task.lattice.positions;
  control.expect(positions.size());
  const unsigned workers = task.lattice.workers(threads, kGapSets);
  const GapSource source(task, workers, control);
  RowSums sums(task.lattice.layout, kGapSets, workers);
  Tickets tickets(positions.blocks().size());
  run_workers(workers, control, [&](unsigned id) {
    GapSource::Room room;
    GapRun run(network);
    GapAdder adder;
    for (std::size_t t; (t = tickets.take()) < positions.blocks().size();) {
      const Block block = positions.blocks()[t];
      for_tagged(positions.data(), block, [&](std::size_t begin, std::size_t size) {
        control.check();
        source.take(begin, size, block.end - begin, room);
        const auto cuts = run.find_cuts(room.units, room.evidence.data(), room.levels.data(), room.known.data());
        adder.add(positions.data() + begin, cuts, size, block.end - begin, sums.copy(id));
      });
      control.advance(block.end - block.begin);
      positions.release_blocks(t, [&](std::size_t first, std::size_t last) {
        positions.release(first, last);
        task.text.release(first, last);
      });
    }
  });
  return sums;
}

GapPosteriors finish_gaps(const Lattice& lattice, RowSums& sums, unsigned threads, JobControl& control) {
  constexpr double kUnit = 1.0 / kCertain;
  sums.fold(lattice.ngrams(), {true}, threads, control);
  GapPosteriors found;
  for (Columns* columns :
       {&found.words, &found.expected, &found.squares, &found.left, &found.right, &found.both, &found.joined}) {
    columns->resize(lattice.max_order() + 1);
    for (unsigned order = 1; order <= lattice.max_order(); ++order) {
      (*columns)[order].resize(lattice.ngrams().level(order).size());
    }
  }
  for (unsigned order = 1; order <= lattice.max_order(); ++order) {
    const Level& level = lattice.ngrams().level(order);
    for_strides(level.size(), threads, control, [&](unsigned, std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        const auto sum = [&](unsigned set, std::size_t k) { return static_cast<double>(sums.row(set, order, i)[k]); };
        const std::uint64_t* const cuts = sums.row(kCuts, order, i);
        const double per_occurrence = kUnit / static_cast<double>(level.count[i]);
        const std::uint64_t most = *std::max_element(cuts + 1, cuts + std::max(order, 2u));
        found.words[order][i] = sum(kWords, order - 1);
        found.expected[order][i] = sum(kExpected, order - 1) * kUnit;
        found.squares[order][i] = sum(kSquares, order - 1) * kUnit;
        found.left[order][i] = sum(kCuts, 0) * per_occurrence;
        found.right[order][i] = sum(kCuts, order) * per_occurrence;
        found.both[order][i] = sum(kBoth, order - 1) * per_occurrence;
        found.joined[order][i] = order < 2 ? 1 : 1 - static_cast<double>(most) * per_occurrence;
      }
    });
  }
  return found;
}

GapPosteriors find_gap_posteriors(const GapTask& task, const GapNetwork& network, unsigned threads,
                                  JobControl& control) {
  RowSums sums = sum_gaps(task, network, threads, control);
  return finish_gaps(task.lattice, sums, task.lattice.workers(threads, kGapSets), control);
}

GapInputs find_gap_inputs(const GapTask& task, unsigned threads, JobControl& control) {
  const GapSource source(task, threads, control);
  GapInputs found;
  GapSource::Room room;
  for (const Block& block : task.lattice.positions.blocks()) {
    control.check();
    for_tagged(task.lattice.positions.data(), block, [&](std::size_t begin, std::size_t size) {
      source.take(begin, size, block.end - begin, room);
      for (const GapUnit& unit : room.units) found.codes.push_back(unit.code);
      found.evidence.insert(found.evidence.end(), room.evidence.begin(), room.evidence.end());
      found.levels.insert(found.levels.end(), room.levels.begin(), room.levels.end() - 1);
      found.known.insert(found.known.end(), room.known.begin(), room.known.end() - 1);
      found.are_first.resize(found.codes.size());
      found.are_first[found.codes.size() - size] = 1;
    });
  }
  return found;
}

}  // namespace newword
