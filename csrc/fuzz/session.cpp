// All passes of a session over a text: one thread against three, memory against files, counts against counting.
#include <cmath>
#include <map>

#include "../tests/digest.hpp"
#include "corpus_text.hpp"

namespace {

using namespace newword;

/// Every result of a session, or nothing when the budget does not do.
test::Numbers results(std::string_view text, unsigned threads, bool join_lines) {
  Session session(threads, join_lines);
  fuzz::feed(session, text);
  test::Numbers found = test::digest(session);
  const std::vector<std::string> strings = {"机器", "学习", "ab"};
  session.start_dispersing(strings, {9, 1, 2}, {});
  fuzz::finish(session);
  for (const Dispersion& one : session.dispersions()) {
    found.push_back(static_cast<double>(one.documents));
    found.push_back(one.evenness);
  }
  return found;
}

/// The counts of pairs by looking at the spelled text.
void check_pairs(Session& session) {
  session.start_counting(2, 1, 0);
  fuzz::finish(session);
  std::size_t place = 0;
  std::map<std::string, Count> pairs;
  std::string text;
  for (std::string part; !(part = session.spell_text(place)).empty();) text += part;
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

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const bool join_lines = input.byte() & 1;
  const std::string_view text = input.rest();
  const test::Numbers alone = results(text, 1, join_lines);
  const test::Numbers together = results(text, 3, join_lines);
  FUZZ_CHECK(alone.size() == together.size());
  for (std::size_t i = 0; i < alone.size(); ++i) {
    FUZZ_CHECK(alone[i] == together[i]);  // no NaN either: it equals nothing
    FUZZ_CHECK(std::isfinite(alone[i]));
  }
  Session session(1, join_lines);
  fuzz::feed(session, text);
  check_pairs(session);
  return 0;
}

namespace newword::fuzz {
std::vector<std::string> seeds() {
  std::string all(1, '\0');
  for (const std::string& token : text_tokens()) all += token;
  return {std::string(1, '\0') + "机器学习，机器学习机器学A习\x1e机器学习，学A习，机器", "\1机\n器\r\n学习" + all, all + all};
}
std::vector<std::string> tokens() {
  std::vector<std::string> all = text_tokens();
  for (const char* token : {"机器", "机器学习", "学A习", "\x1e"}) all.insert(all.end(), 3, token);
  return all;
}
}  // namespace newword::fuzz
