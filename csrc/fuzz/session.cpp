// All passes of a session over a text: one thread against three, slices against the whole, counts against the text.
#include <cmath>

#include "../tests/digest.hpp"
#include "corpus_text.hpp"
#include "newword/door/spelling.hpp"

namespace {

using namespace newword;

const std::vector<std::string> kStrings = {"机器", "学习", "ab"};

/// The passes of an execution: not all of them each time, as every further one makes it slower.
enum Choice : unsigned {
  kJoinLines = 1,
  kPieces = 2,
  kOccurrences = 4,
  kWords = 8,
  kTags = 16,
  kSpread = 32,
  kSlices = 64,
  kPairs = 128
};

void add_spread(test::Numbers& found, Session& session) {
  for (const Dispersion& one : find_dispersion(session, kStrings, {9, 1, 2}, {})) {
    found.push_back(static_cast<double>(one.documents));
    found.push_back(one.evenness);
  }
}

test::Numbers results(Session& session, std::string_view text, unsigned choice) {
  fuzz::feed(session, text);
  test::Numbers found;
  test::add_counts(found, session, {});
  if (choice & kPieces) test::add_pieces(found, session, {});
  if (choice & kOccurrences) test::add_occurrences(found, session, {});
  if (choice & kWords) test::add_words(found, session, {});
  if (choice & kTags) test::add_tags(found, session, {});
  if (choice & kSpread) add_spread(found, session);
  return found;
}

/// The counts of pairs by looking at the spelled text.
void check_pairs(Session& session) {
  (void)count_ngrams(session, 2, 1, 0);
  std::size_t place = 0;
  std::string text;
  for (std::string part; !(part = spell_text(session, place)).empty();) text += part;
  const NgramTable& table = *session.table();
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < table.level(1).size(); ++i) total += table.level(1).count[i];
  FUZZ_CHECK(total == session.units() && total == table.units());
  std::uint64_t right = 0;
  for (std::size_t i = 0; i < table.level(2).size(); ++i) right += table.level(2).count[i];
  std::uint64_t runs = 0;
  for (const char c : text) runs += c == '\n' || c == '\f';
  FUZZ_CHECK(right + runs == total);
}

/// What is found of strings, slice by slice, adds up to what is found of them in the whole text.
void check_slices(Session& session) {
  const std::vector<Occurrences> found = find_strings(session, kStrings, 0).occurrences;
  std::vector<std::uint32_t> slices(session.documents());
  for (std::size_t d = 0; d < slices.size(); ++d) slices[d] = static_cast<std::uint32_t>(d % 3);
  const SliceCounts counts = find_slice_counts(session, kStrings, slices, 3);
  std::uint64_t units = 0, documents = 0;
  for (const Count n : counts.units) units += n;
  for (const Count n : counts.slice_documents) documents += n;
  FUZZ_CHECK(units == session.units() && documents == session.documents());
  for (std::size_t s = 0; s < kStrings.size(); ++s) {
    Count sum = 0;
    for (std::size_t slice = 0; slice < 3; ++slice) {
      sum += counts.occurrences[s * 3 + slice];
      FUZZ_CHECK(counts.documents[s * 3 + slice] <= counts.occurrences[s * 3 + slice]);
    }
    FUZZ_CHECK(sum == found[s].count);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const unsigned choice = input.byte();
  const std::string_view text = input.rest();
  Session session(1, Joining{(choice & kJoinLines) != 0, false});
  const test::Numbers alone = results(session, text, choice);
  for (const double x : alone) FUZZ_CHECK(std::isfinite(x));
  if (fuzz::uses_threads(data, size)) {
    Session other(3, Joining{(choice & kJoinLines) != 0, false});
    FUZZ_CHECK(results(other, text, choice) == alone);
  }
  if (choice & kSlices) check_slices(session);
  if (choice & kPairs) check_pairs(session);
  return 0;
}

namespace newword::fuzz {
std::vector<std::string> seeds() {
  std::string all(1, '\0');
  for (const std::string& token : text_tokens()) all += token;
  return {
      "\x5a"
      "机器学习，机器学习机器学A习\x1e机器学习，学A习，机器",
      "\xa5机\n器\r\n学习" + all, "\x10" + all,
      "\xff"
      "机器学习，机器\x1e学习机器"};
}
std::vector<std::string> tokens() {
  std::vector<std::string> all = text_tokens();
  for (const char* token : {"机器", "机器学习", "学A习", "\x1e"}) all.insert(all.end(), 3, token);
  return all;
}
}  // namespace newword::fuzz
