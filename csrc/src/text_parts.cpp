#include "newword/text_parts.hpp"

#include <utility>

#include "newword/char_class.hpp"
#include "newword/matcher.hpp"
#include "newword/score.hpp"

namespace newword {

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
  session.start_job([=, &session, &results, strings = std::move(strings), counts = std::move(counts)](JobControl& control) {
    results.spread = tally_spread(session.text(), session.document_ends(), session.symbols_of(strings), counts, places,
                                  offset, control);
  });
}

std::vector<Piece> pieces_of_parts(const Session& session, const KeptNgrams& kept, const PieceCounts& counts,
                                   Count min_count) {
  const Matcher matcher(*session.table(), kept, session.text().alphabet().size());
  return frequent_pieces(*session.table(), matcher, counts, min_count);
}

std::vector<Occurrences> occurrences_of_parts(std::size_t strings, const FlatNeighbours& flat) {
  std::vector<NeighbourCounts> counts(strings);
  for (std::size_t i = 0; i < flat.strings.size(); ++i) {
    NeighbourCounts& of_string = counts.at(flat.strings[i]);
    Count& sum = (flat.sides[i] == 0 ? of_string.left : of_string.right)[flat.symbols[i]];
    sum = checked_add(sum, flat.counts[i]);
  }
  return summarize(counts);
}

}  // namespace newword
