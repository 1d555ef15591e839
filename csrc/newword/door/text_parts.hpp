// Work on a session that holds a part of a larger text, or stands for the whole of it without its text.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "newword/door/session.hpp"
#include "newword/lattice/expectation.hpp"
#include "newword/lattice/viterbi.hpp"
#include "newword/parts/part_counter.hpp"
#include "newword/search/connection.hpp"
#include "newword/search/dispersion.hpp"
#include "newword/search/occurrences.hpp"
#include "newword/tagger/tag_posteriors.hpp"

namespace newword {

/// Makes the table of parts that were counted elsewhere that of the session; see join_parts(). `histogram`, `min_count`
/// and `most` are what the parts were cut by.
void start_joining(Session& session, std::vector<Count> histogram, Count min_count, Count most,
                   std::vector<CountedPart> counted, unsigned max_order, std::uint64_t units);

/// A table with room for this many n-grams by order, not yet written.
[[nodiscard]] std::shared_ptr<NgramTable> empty_table(const std::vector<std::size_t>& sizes, std::uint64_t units);

/// Occurrences of each symbol of a session that is sealed as the whole text with these forms; index 0 = `runs`.
[[nodiscard]] std::vector<Count> unit_histogram(const Session& session,
                                                const std::vector<std::pair<std::string, Count>>& surfaces, Count runs);

/// Neighbours of strings, one after the other.
struct FlatNeighbours {
  std::vector<std::uint32_t> strings, symbols;
  std::vector<std::uint8_t> sides;  ///< 0 left, 1 right
  std::vector<Count> counts;
};

/// The values of sums over a part of a text, which add up to those of the whole; and sums again.
[[nodiscard]] std::vector<std::uint64_t> values_of(RowSums sums, unsigned threads, JobControl& control);
[[nodiscard]] RowSums sums_of(const Lattice& lattice, unsigned sets, const std::vector<std::uint64_t>& values);

/// The passes of the methods over the part of a text that a session holds. The results are there when wait() says so;
/// those of all parts add up to what the whole text would give.
struct PartResults {
  PieceCounts pieces;
  FlatNeighbours neighbours;
  std::vector<SpreadTally> spread;
  std::vector<std::uint64_t> sums;  ///< RowSums, not folded
  Learned learned;
  Posteriors posteriors;
  std::vector<double> pair_rows;
  EdgeMeans edges;
  Segmentation segmentation;
  TagPosteriors tags;
};
void start_counting_pieces(Session& session, KeptNgrams kept, PartResults& results);
void start_counting_neighbours(Session& session, std::vector<std::string> strings, PartResults& results);
void start_tallying_spread(Session& session, std::vector<std::string> strings, std::vector<Count> counts,
                           std::uint64_t places, std::uint64_t offset, PartResults& results);

/// The sums of the last pass of expectation-maximisation, of its smoothing by pairs, and of the most probable cut.
void start_summing_posteriors(Session& session, ExpectationOptions options, Columns probabilities,
                              PartResults& results);
void start_summing_smoothed(Session& session, ExpectationOptions options, Columns probabilities,
                            std::vector<double> pair_rows, PartResults& results);
void start_summing_cuts(Session& session, Columns probabilities, double least_unit, PartResults& results);

/// The runs of the sample of the whole text (Positions::sample()) that are in a part, which has `runs_before` runs
/// before it; as Session::spell_text() has them, without ends of documents.
[[nodiscard]] std::string spell_sample(const Session& session, std::uint64_t of_2_32, std::uint64_t runs_before);

/// On a session that has the sample: what expectation-maximisation learns from it.
void start_learning(Session& session, ExpectationOptions options, bool is_sample, PartResults& results);
/// On a session without text, from sums of all parts, which may have zeros behind them.
void start_finishing_posteriors(Session& session, ExpectationOptions options, std::vector<std::uint64_t> sums,
                                PartResults& results);
void start_finishing_smoothed(Session& session, std::vector<std::uint64_t> sums, PartResults& results);
void start_summing_tags(Session& session, TagWeights weights, PartResults& results);
void start_finishing_tags(Session& session, std::vector<std::uint64_t> sums, PartResults& results);
void start_finishing_cuts(Session& session, std::vector<std::uint64_t> sums, PartResults& results);

/// The pieces of the whole text from the sums of all parts; sets results of the session.
[[nodiscard]] std::vector<Piece> pieces_of_parts(const Session& session, const KeptNgrams& kept,
                                                 const PieceCounts& counts, Count min_count);
[[nodiscard]] std::vector<Occurrences> occurrences_of_parts(const Session& session, std::size_t strings,
                                                            const FlatNeighbours& neighbours);

}  // namespace newword
