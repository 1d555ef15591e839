#include "newword/door/searching.hpp"

#include <stdexcept>
#include <utility>

#include "newword/count_file/count_lookup.hpp"
#include "newword/count_file/count_reader.hpp"
#include "newword/system/errors.hpp"

namespace newword {

namespace {

Matcher matcher_of(const Session& session, const KeptNgrams& kept) {
  return {*session.table(), kept, session.text().alphabet().size()};
}

FlatNeighbours flat(const std::vector<NeighbourCounts>& found) {
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
  return flat;
}

}  // namespace

std::vector<Piece> connect(Session& session, const KeptNgrams& kept, Count min_count, const Watch& watch) {
  session.require_text();
  return watched(watch, [&](JobControl& control) {
    return connect(session.text(), *session.table(), matcher_of(session, kept), min_count, session.threads(), control);
  });
}

PieceCounts count_pieces(Session& session, const KeptNgrams& kept, const Watch& watch) {
  return watched(watch, [&](JobControl& control) {
    return count_pieces(session.text(), matcher_of(session, kept), session.threads(), control);
  });
}

std::vector<Piece> pieces_of_parts(const Session& session, const KeptNgrams& kept, const PieceCounts& counts,
                                   Count min_count) {
  return frequent_pieces(*session.table(), matcher_of(session, kept), counts, min_count);
}

FoundStrings find_strings(Session& session, const std::vector<std::string>& strings, std::size_t sample_size,
                          const Watch& watch) {
  session.require_text();
  return watched(watch, [&](JobControl& control) {
    session.seal(control);
    FoundStrings found;
    found.strings = session.symbols_of(strings);
    found.occurrences = find_occurrences(session.text(), found.strings, sample_size, control);
    return found;
  });
}

FlatNeighbours count_neighbours(Session& session, const std::vector<std::string>& strings, const Watch& watch) {
  return watched(watch, [&](JobControl& control) {
    return flat(count_neighbours(session.text(), session.symbols_of(strings), control));
  });
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

std::vector<Dispersion> find_dispersion(Session& session, const std::vector<std::string>& strings,
                                        const std::vector<Count>& counts, const std::vector<std::int64_t>& times,
                                        const Watch& watch) {
  session.require_text();
  if (counts.size() != strings.size()) throw std::invalid_argument("every string needs its count");
  return watched(watch, [&](JobControl& control) {
    session.seal(control);
    if (!times.empty() && times.size() != session.documents()) {
      throw std::invalid_argument("every document needs its time");
    }
    return find_dispersion(session.text(), session.document_ends(), session.symbols_of(strings), counts, times,
                           session.threads(), session.free_budget(), control);
  });
}

std::vector<SpreadTally> tally_spread(Session& session, const std::vector<std::string>& strings,
                                      const std::vector<Count>& counts, PartPlace part, const Watch& watch) {
  return watched(watch, [&](JobControl& control) {
    return tally_spread(session.text(), session.document_ends(), session.symbols_of(strings), counts, part.places,
                        part.offset, control);
  });
}

std::vector<SpreadTally> join_spread(const std::vector<std::uint32_t>& numbers,
                                     const std::vector<SpreadTally>& tallies) {
  std::vector<SpreadTally> sums;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i > 0 && numbers[i] == numbers[i - 1]) {
      sums.back().append(tallies[i], false);
    } else {
      sums.push_back(tallies[i]);
    }
  }
  return sums;
}

SliceCounts find_slice_counts(Session& session, const std::vector<std::string>& strings,
                              const std::vector<std::uint32_t>& slices, std::size_t slice_count, const Watch& watch) {
  session.require_text();
  return watched(watch, [&](JobControl& control) {
    session.seal(control);
    if (slices.size() != session.documents()) throw std::invalid_argument("every document needs its slice");
    return find_slice_counts(session.text(), session.document_ends(), session.symbols_of(strings), slices, slice_count,
                             session.threads(), session.free_budget(), control);
  });
}

LookedUp look_up(const Session& session, const std::string& path, const std::vector<std::string>& strings,
                 const Watch& watch) {
  return watched(watch, [&](JobControl& control) {
    const CountFileReader file(path);
    const std::vector<std::vector<Symbol>> symbols = session.symbols_of(strings, alphabet_of(file.header().symbols));
    LookedUp found;
    found.counts = look_up(file, symbols, session.threads(), control);
    for (const auto& string : symbols) found.units.push_back(narrow<std::uint32_t>(string.size()));
    return found;
  });
}

}  // namespace newword
