// Tables of n-grams and count files: from a text, to a text, and for the whole that a text is a part of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "newword/count_file/count_file.hpp"
#include "newword/door/session.hpp"
#include "newword/parts/part_counter.hpp"

namespace newword {

/// Counts all n-grams of 1..max_order units that occur min_count times and more; the table is that of the session, too.
[[nodiscard]] std::shared_ptr<NgramTable> count_ngrams(Session& session, unsigned max_order, Count min_count,
                                                       std::size_t buffer_bytes, const Watch& watch = {});

/// A count file to write to an open descriptor; `path` is for errors.
struct CountsToWrite {
  int descriptor;
  std::string path;
  unsigned order;
  std::uint64_t documents;
  Shards shards;
  std::size_t buffer_bytes = 0;  ///< 0 here and below: what is usual
  std::size_t block_bytes = 0;
};
void write_counts(Session& session, const CountsToWrite& asked, const Watch& watch = {});

/// A count file whose table is to be that of a session. With `keeps_text` it is the table for the text read so far,
/// which ends here; without, nothing may have been read, and what needs text throws std::logic_error from then on.
struct CountsToAdopt {
  std::string path;
  unsigned max_order;
  Count min_count;
  std::size_t buffer_bytes = 0;
  bool keeps_text = false;
  std::optional<Digest> expected = {};  ///< refuses any file but that of this digest
};
[[nodiscard]] std::shared_ptr<NgramTable> adopt_counts(Session& session, const CountsToAdopt& asked,
                                                       const Watch& watch = {});

/// The forms of the units of a sealed text that occur.
[[nodiscard]] FormCounts surface_counts(const Session& session);
/// Ends the text and numbers its units as those of a larger text, of which it is a part: `forms` are all its forms, by
/// bytes. Throws std::invalid_argument when this part has others.
void seal_as(Session& session, const FormCounts& forms, const Watch& watch = {});
/// Occurrences of each symbol of a session that is sealed as the whole text with these forms; index 0 = `runs`.
[[nodiscard]] std::vector<Count> unit_histogram(const Session& session, const FormCounts& forms, Count runs);

/// How a text was cut into parts of its n-grams; see WindowParts.
struct PartPlan {
  std::vector<Count> histogram;
  unsigned max_order;
  Count min_count, most;
};
/// Makes the table of parts that were counted elsewhere that of the session, which is sealed as the whole text of
/// `units`. What is counted is used up.
[[nodiscard]] std::shared_ptr<NgramTable> join_parts(Session& session, const PartPlan& plan,
                                                     std::vector<CountedPart> counted, std::uint64_t units,
                                                     const Watch& watch = {});
/// A table with room for this many n-grams by order, not yet written.
[[nodiscard]] std::shared_ptr<NgramTable> empty_table(const std::vector<std::size_t>& sizes, std::uint64_t units);

}  // namespace newword
