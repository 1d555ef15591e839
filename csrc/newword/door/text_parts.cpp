#include "newword/door/text_parts.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "newword/ngrams/score.hpp"
#include "newword/search/matcher.hpp"
#include "newword/text/char_class.hpp"

namespace newword {

namespace {

constexpr unsigned kSmoothedSets = 2;

}  // namespace

std::vector<std::uint64_t> values_of(RowSums sums, unsigned threads, JobControl& control) {
  const auto values = sums.unite(threads, control);
  return {values.begin(), values.end()};
}

RowSums sums_of(const Lattice& lattice, unsigned sets, const std::vector<std::uint64_t>& values) {
  RowSums sums(lattice.layout, sets, 1);
  const auto used = values.begin() + static_cast<std::ptrdiff_t>(std::min(values.size(), sums.size()));
  if (std::any_of(used, values.end(), [](std::uint64_t value) { return value != 0; })) {
    throw std::invalid_argument("sums of another table");
  }
  std::copy(values.begin(), used, sums.copy(0));
  return sums;
}

void start_joining(Session& session, std::vector<Count> histogram, Count min_count, Count most,
                   std::vector<CountedPart> counted, unsigned max_order, std::uint64_t units) {
  auto parts = std::make_shared<std::vector<CountedPart>>(std::move(counted));
  session.start_job([=, &session, histogram = std::move(histogram)](JobControl& control) {
    const WindowParts plan(histogram, min_count, most);
    const MemoryBudget budget = session.free_budget();
    auto table = std::make_shared<NgramTable>(join_parts(plan.all(), std::move(*parts), histogram.size() - 1, max_order,
                                                         units, session.threads(), budget, control));
    add_cohesion(*table, session.threads(), budget, control);
    session.adopt_table(std::move(table));
  });
}

std::shared_ptr<NgramTable> empty_table(const std::vector<std::size_t>& sizes, std::uint64_t units) {
  std::vector<Level> levels(sizes.size());
  for (std::size_t d = 0; d < sizes.size(); ++d) levels[d].resize(sizes[d]);
  return std::make_shared<NgramTable>(std::move(levels), units);
}

std::vector<Count> unit_histogram(const Session& session, const std::vector<std::pair<std::string, Count>>& surfaces,
                                  Count runs) {
  const Alphabet& alphabet = session.text().alphabet();
  std::vector<Count> histogram(alphabet.size() + 1);
  for (const auto& [surface, count] : surfaces) {
    Count& sum = histogram[alphabet.find(fold_case(surface))];
    sum = checked_add(sum, count);
  }
  histogram[kBoundary] = runs;
  return histogram;
}

void start_counting_pieces(Session& session, KeptNgrams kept, PartResults& results) {
  session.start_job([&session, &results, kept = std::move(kept)](JobControl& control) {
    const Matcher matcher(*session.table(), kept, session.text().alphabet().size());
    results.pieces = count_pieces(session.text(), matcher, session.threads(), control);
  });
}

void start_counting_neighbours(Session& session, std::vector<std::string> strings, PartResults& results) {
  session.start_job([&session, &results, strings = std::move(strings)](JobControl& control) {
    const std::vector<NeighbourCounts> found = count_neighbours(session.text(), session.symbols_of(strings), control);
    FlatNeighbours flat;
    for (std::uint32_t s = 0; s < found.size(); ++s) {
      for (const std::uint8_t side : {0, 1}) {
        for (const auto& [symbol, count] : side == 0 ? found[s].left : found[s].right) {
          flat.strings.push_back(s);
          flat.sides.push_back(side);
          flat.symbols.push_back(symbol);
          flat.counts.push_back(count);
        }
      }
    }
    results.neighbours = std::move(flat);
  });
}

void start_tallying_spread(Session& session, std::vector<std::string> strings, std::vector<Count> counts,
                           std::uint64_t places, std::uint64_t offset, PartResults& results) {
  session.start_job(
      [=, &session, &results, strings = std::move(strings), counts = std::move(counts)](JobControl& control) {
        results.spread = tally_spread(session.text(), session.document_ends(), session.symbols_of(strings), counts,
                                      places, offset, control);
      });
}

std::vector<Piece> pieces_of_parts(const Session& session, const KeptNgrams& kept, const PieceCounts& counts,
                                   Count min_count) {
  const Matcher matcher(*session.table(), kept, session.text().alphabet().size());
  return frequent_pieces(*session.table(), matcher, counts, min_count);
}

std::vector<Occurrences> occurrences_of_parts(const Session& session, std::size_t strings, const FlatNeighbours& flat) {
  std::vector<NeighbourCounts> counts(strings);
  for (std::size_t i = 0; i < flat.strings.size(); ++i) {
    NeighbourCounts& of_string = counts.at(flat.strings[i]);
    Count& sum = (flat.sides[i] == 0 ? of_string.left : of_string.right)[flat.symbols[i]];
    sum = checked_add(sum, flat.counts[i]);
  }
  return summarize(counts, session.text().alphabet());
}

void start_summing_posteriors(Session& session, ExpectationOptions options, Columns probabilities,
                              PartResults& results) {
  session.start_job([=, &session, &results, probabilities = std::move(probabilities)](JobControl& control) {
    const Lattice& lattice = session.build_lattice(control);
    results.sums = values_of(sum_posteriors(lattice, options, probabilities, nullptr, session.threads(), control),
                             session.threads(), control);
  });
}

void start_summing_smoothed(Session& session, ExpectationOptions options, Columns probabilities,
                            std::vector<double> pair_rows, PartResults& results) {
  session.start_job([=, &session, &results, probabilities = std::move(probabilities),
                     pair_rows = std::move(pair_rows)](JobControl& control) {
    const Lattice& lattice = session.build_lattice(control);
    if (pair_rows.size() != lattice.layout.size()) throw std::invalid_argument("pair rows of another table");
    Paged<BoundaryShare> begins;
    (void)sum_posteriors(lattice, options, probabilities, &begins, session.threads(), control);
    results.sums = values_of(sum_smoothed(lattice, begins, pair_rows.data(), session.threads(), control),
                             session.threads(), control);
  });
}

void start_summing_cuts(Session& session, Columns probabilities, double least_unit, PartResults& results) {
  session.start_job([=, &session, &results, probabilities = std::move(probabilities)](JobControl& control) {
    const Lattice& lattice = session.build_lattice(control);
    results.sums = values_of(sum_cuts(lattice, probabilities, least_unit, nullptr, session.threads(), control),
                             session.threads(), control);
  });
}

std::string spell_sample(const Session& session, std::uint64_t of_2_32, std::uint64_t runs_before) {
  const Text& text = session.text();
  const std::vector<std::string>& shown = text.alphabet().shown;
  std::string utf8;
  text.visit([&](auto symbols) {
    std::uint64_t run = runs_before;
    for (std::size_t i = 1; i < symbols.size(); ++run) {
      const bool is_taken = is_in_sample(run, of_2_32);
      for (; symbols[i] != kBoundary; ++i) {
        if (is_taken) utf8 += shown[symbols[i] - 1];
      }
      if (is_taken) utf8 += '\n';
      ++i;
    }
  });
  return utf8;
}

void start_learning(Session& session, ExpectationOptions options, bool is_sample, PartResults& results) {
  session.start_job([=, &session, &results](JobControl& control) {
    results.learned = learn(session.build_lattice(control), options, is_sample, session.threads(), control);
  });
}

void start_finishing_posteriors(Session& session, ExpectationOptions options, std::vector<std::uint64_t> values,
                                PartResults& results) {
  session.start_job([=, &session, &results, values = std::move(values)](JobControl& control) {
    const Lattice& lattice = session.build_lattice(control);
    RowSums sums = sums_of(lattice, posterior_sets(lattice, options, control), values);
    RawBuffer<double> rows;
    results.posteriors = finish_posteriors(lattice, options, sums, rows, session.threads(), control);
    results.pair_rows.assign(rows.data(), rows.data() + rows.size());
  });
}

void start_finishing_smoothed(Session& session, std::vector<std::uint64_t> values, PartResults& results) {
  session.start_job([=, &session, &results, values = std::move(values)](JobControl& control) {
    const Lattice& lattice = session.build_lattice(control);
    RowSums sums = sums_of(lattice, kSmoothedSets, values);
    sums.fold(lattice.ngrams(), kSmoothedHasOneMore, session.threads(), control);
    results.edges = edge_means(lattice, {sums, 0}, session.threads(), control);
  });
}

void start_finishing_cuts(Session& session, std::vector<std::uint64_t> values, PartResults& results) {
  session.start_job([=, &session, &results, values = std::move(values)](JobControl& control) {
    const Lattice& lattice = session.build_lattice(control);
    RowSums sums = sums_of(lattice, kCutSets, values);
    results.segmentation = finish_cuts(lattice, sums, session.threads(), control);
  });
}

void start_summing_tags(Session& session, TagWeights weights, PartResults& results) {
  session.start_job([=, &session, &results](JobControl& control) {
    const Lattice& lattice = session.build_lattice(control);
    results.sums = values_of(sum_tags(lattice, weights, session.threads(), control), session.threads(), control);
  });
}

void start_finishing_tags(Session& session, std::vector<std::uint64_t> values, PartResults& results) {
  session.start_job([=, &session, &results, values = std::move(values)](JobControl& control) {
    const Lattice& lattice = session.build_lattice(control);
    RowSums sums = sums_of(lattice, kTagSets, values);
    results.tags = finish_tags(lattice, sums, session.threads(), control);
  });
}

}  // namespace newword
