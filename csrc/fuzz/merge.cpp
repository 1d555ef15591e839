// Counting in parts and adding up against counting at once; the table of the file against that of the text.
#include <memory>

#include "corpus_text.hpp"
#include "newword/count_merge.hpp"
#include "newword/ngram_table.hpp"

namespace {

using namespace newword;

std::string sum_of(const std::vector<std::string>& parts) {
  std::vector<std::unique_ptr<fuzz::MemoryFile>> places;
  std::vector<std::unique_ptr<CountFileReader>> files;
  for (const std::string& part : parts) {
    places.push_back(std::make_unique<fuzz::MemoryFile>());
    places.back()->replace(part);
    files.push_back(std::make_unique<CountFileReader>(places.back()->path()));
  }
  const fuzz::MemoryFile sum;
  Output output(sum.descriptor(), "sum");
  JobControl control;
  merge_counts(files, output, control);
  return sum.content();
}

bool same_tables(const NgramTable& a, const NgramTable& b) {
  if (a.max_order() != b.max_order() || a.units() != b.units()) return false;
  for (unsigned order = 1; order <= a.max_order(); ++order) {
    const Level &x = a.level(order), &y = b.level(order);
    if (x.size() != y.size()) return false;
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (x.symbol[i] != y.symbol[i] || x.count[i] != y.count[i] || x.left_variety[i] != y.left_variety[i] ||
          x.right_variety[i] != y.right_variety[i] || x.left_entropy[i] != y.left_entropy[i] ||
          x.right_entropy[i] != y.right_entropy[i] || x.cohesion[i] != y.cohesion[i]) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const unsigned order = 1 + input.below(6), threads = 1 + input.below(3), min_count = 1 + input.below(3);
  const std::string_view text = input.rest();
  Session session(threads, false);
  fuzz::feed(session, text);
  const std::string whole = fuzz::count_file_of(session, order);
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\x1e', at), text.size());
    parts.push_back(fuzz::count_file_of(text.substr(at, end - at), order, 1, 32));
    at = end + 1;
    if (parts.size() == 4) break;
  }
  std::size_t ends = 0;
  for (const char c : text) ends += c == '\x1e';
  if (ends < 4) FUZZ_CHECK(sum_of(parts) == whole);

  session.start_counting(order, min_count, 1 << 12);
  fuzz::finish(session);
  const std::shared_ptr<NgramTable> counted = session.table();
  const fuzz::MemoryFile file;
  file.replace(whole);
  Session later(1, false);
  later.start_adopting(file.path(), order, min_count, 1 << 12, false);
  fuzz::finish(later);
  FUZZ_CHECK(same_tables(*counted, *later.table()));
  return 0;
}

namespace newword::fuzz {
std::vector<std::string> seeds() {
  return {"\2\1\1机器学习，机器\x1e学习机器，C++\x1e机", "\5\2\1aB ab AB\x1e\x1e" "ab"};
}
std::vector<std::string> tokens() {
  std::vector<std::string> all = text_tokens();
  all.insert(all.end(), 8, "\x1e");
  return all;
}
}  // namespace newword::fuzz
