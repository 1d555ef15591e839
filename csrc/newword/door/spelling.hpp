// The text of a session and its strings, spelled as they are shown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "newword/door/session.hpp"
#include "newword/search/connection.hpp"

namespace newword {

/// Words of a result.
struct Spelled {
  std::string utf8;                 ///< all words one after the other
  std::vector<std::uint64_t> ends;  ///< end of each word, in code points
};

/// Strings with their units as they are written most often; empty for those without symbols.
[[nodiscard]] Spelled spell_strings(const Session& session, const std::vector<std::vector<Symbol>>& strings);
[[nodiscard]] Spelled spell_pieces(const Session& session, const std::vector<Piece>& pieces);
/// N-grams of the session's table or of another of its text.
[[nodiscard]] Spelled spell_ngrams(const Session& session, const NgramTable& table, unsigned order,
                                   const std::vector<NodeIndex>& indices);
/// True for n-grams with at least one unit of an unsegmented script.
[[nodiscard]] std::vector<std::uint8_t> holds_script(const Session& session, const NgramTable& table, unsigned order);

/// The runs of the sealed text from a place on, some 2^18 symbols of it; \n ends a run, \f the last one of a document.
/// Moves `place`, 0 for the beginning, on; nothing is the end.
[[nodiscard]] std::string spell_text(const Session& session, std::size_t& place);
/// The runs of the sample of the whole text (Positions::sample()) that are in a part, which has `runs_before` runs
/// before it; as spell_text() has them, without ends of documents.
[[nodiscard]] std::string spell_sample(const Session& session, std::uint64_t of_2_32, std::uint64_t runs_before);

/// The text around middle dots between Han or kana, once for several dots of one name: `around` units on both sides,
/// with a line feed where the run begins or ends sooner; and the numbers of the documents.
[[nodiscard]] Spelled name_passages(const Session& session, std::size_t around, std::vector<std::uint32_t>& documents);

/// A string in the text around it.
struct Context {
  std::string utf8;
  std::uint32_t offset = 0;  ///< where the string begins, in code points
};
/// The text `around` units to both sides of the `size` units from `begin` on, cut at the run's edges.
[[nodiscard]] Context context_of(const Session& session, std::size_t begin, std::size_t size, std::size_t around);

}  // namespace newword
