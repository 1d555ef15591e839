// Work on a session that holds a part of a larger text, or stands for the whole of it without its text.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "newword/connection.hpp"
#include "newword/dispersion.hpp"
#include "newword/occurrences.hpp"
#include "newword/part_counter.hpp"
#include "newword/session.hpp"

namespace newword {

/// Makes the table of parts that were counted elsewhere that of the session; see join_parts(). `histogram`, `min_count`
/// and `most` are what the parts were cut by.
void start_joining(Session& session, std::vector<Count> histogram, Count min_count, Count most,
                   std::vector<CountedPart> counted, unsigned max_order, std::uint64_t units);

/// A table of so many unwritten n-grams by order.
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

/// The passes of the methods over the part of a text that a session holds. The results are there when wait() says so;
/// those of all parts add up to what the whole text would give.
struct PartResults {
  PieceCounts pieces;
  FlatNeighbours neighbours;
  std::vector<SpreadTally> spread;
};
void start_counting_pieces(Session& session, KeptNgrams kept, PartResults& results);
void start_counting_neighbours(Session& session, std::vector<std::string> strings, PartResults& results);
void start_tallying_spread(Session& session, std::vector<std::string> strings, std::vector<Count> counts,
                           std::uint64_t places, std::uint64_t offset, PartResults& results);

/// The pieces of the whole text from the sums of all parts; sets results of the session.
[[nodiscard]] std::vector<Piece> pieces_of_parts(const Session& session, const KeptNgrams& kept, const PieceCounts& counts,
                                                 Count min_count);
[[nodiscard]] std::vector<Occurrences> occurrences_of_parts(std::size_t strings, const FlatNeighbours& neighbours);

}  // namespace newword
