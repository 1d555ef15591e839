// Strings in the text of a session, and the pieces that it falls into: of the whole text, or of a part of it, whose
// results add up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "newword/door/session.hpp"
#include "newword/search/connection.hpp"
#include "newword/search/dispersion.hpp"
#include "newword/search/matcher.hpp"
#include "newword/search/occurrences.hpp"

namespace newword {

/// The longest connection over the session's table; `kept` are flags by order, then by index.
[[nodiscard]] std::vector<Piece> connect(Session& session, const KeptNgrams& kept, Count min_count,
                                         const Watch& watch = {});
/// The same in steps: the pieces of a part, and what follows from those of all parts.
[[nodiscard]] PieceCounts count_pieces(Session& session, const KeptNgrams& kept, const Watch& watch = {});
[[nodiscard]] std::vector<Piece> pieces_of_parts(const Session& session, const KeptNgrams& kept,
                                                 const PieceCounts& counts, Count min_count);

/// Strings and where they are, in the same order.
struct FoundStrings {
  std::vector<std::vector<Symbol>> strings;
  std::vector<Occurrences> occurrences;
};
[[nodiscard]] FoundStrings find_strings(Session& session, const std::vector<std::string>& strings,
                                        std::size_t sample_size, const Watch& watch = {});

/// Neighbours of strings, one after the other.
struct FlatNeighbours {
  std::vector<std::uint32_t> strings, symbols;
  std::vector<std::uint8_t> sides;  ///< 0 left, 1 right
  std::vector<Count> counts;
};
/// The same in steps, without samples.
[[nodiscard]] FlatNeighbours count_neighbours(Session& session, const std::vector<std::string>& strings,
                                              const Watch& watch = {});
[[nodiscard]] std::vector<Occurrences> occurrences_of_parts(const Session& session, std::size_t strings,
                                                            const FlatNeighbours& neighbours);

/// Strings of fewer than two units find nothing; see find_dispersion().
[[nodiscard]] std::vector<Dispersion> find_dispersion(Session& session, const std::vector<std::string>& strings,
                                                      const std::vector<Count>& counts,
                                                      const std::vector<std::int64_t>& times, const Watch& watch = {});
/// Where a part lies in the whole text.
struct PartPlace {
  std::uint64_t places;  ///< of the whole text
  std::uint64_t offset;  ///< places before the part
};
/// The same in steps: a tally of each string in a part. `counts` are those of the whole text.
[[nodiscard]] std::vector<SpreadTally> tally_spread(Session& session, const std::vector<std::string>& strings,
                                                    const std::vector<Count>& counts, PartPlace part,
                                                    const Watch& watch = {});
/// Adds up the tallies of equal numbers that follow one another, those of one in the order of the parts.
[[nodiscard]] std::vector<SpreadTally> join_spread(const std::vector<std::uint32_t>& numbers,
                                                   const std::vector<SpreadTally>& tallies);

/// Occurrences of strings by slice; `slices` has that of each document, those of `slice_count` and above are left out.
[[nodiscard]] SliceCounts find_slice_counts(Session& session, const std::vector<std::string>& strings,
                                            const std::vector<std::uint32_t>& slices, std::size_t slice_count,
                                            const Watch& watch = {});

/// Strings in a count file, by string; see look_up().
struct LookedUp {
  std::vector<Count> counts;
  std::vector<std::uint32_t> units;  ///< 0 if the file lacks one of them
};
/// Uses nothing of the session's text, only how its strings are read.
[[nodiscard]] LookedUp look_up(const Session& session, const std::string& path, const std::vector<std::string>& strings,
                               const Watch& watch = {});

}  // namespace newword
