// Counting in parts and adding up against counting at once; the table of the file against that of the text.
#include <memory>

#include "corpus_text.hpp"
#include "newword/count_file/count_merge.hpp"

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

void check_sum(std::string_view text, unsigned order, const std::string& whole) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\x1e', at), text.size());
    if (parts.size() == 4) return;
    parts.push_back(fuzz::count_file_of(text.substr(at, end - at), order, 1, 32));
    at = end + 1;
  }
  FUZZ_CHECK(sum_of(parts) == whole);
}

void check_table(Session& session, unsigned order, unsigned min_count, const std::string& whole) {
  const std::shared_ptr<NgramTable> counted = count_ngrams(session, order, min_count, 1 << 12);
  const fuzz::MemoryFile file;
  file.replace(whole);
  Session later(1, {});
  FUZZ_CHECK(fuzz::same_tables(*counted, *adopt_counts(later, {file.path(), order, min_count, 1 << 12})));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const unsigned order = 1 + input.below(6), choice = input.byte(), min_count = 1 + input.below(3);
  const std::string_view text = input.rest();
  Session session(fuzz::uses_threads(data, size) ? 3 : 1, {});
  fuzz::feed(session, text);
  const std::string whole = fuzz::count_file_of(session, order);
  if (choice & 1) {
    check_sum(text, order, whole);
  } else {
    check_table(session, order, min_count, whole);
  }
  return 0;
}

namespace newword::fuzz {
std::vector<std::string> seeds() {
  return {"\2\1\1机器学习，机器\x1e学习机器，C++\x1e机", "\2\2\1机器学习，机器\x1e学习机器，C++\x1e机",
          "\5\2\1aB ab AB\x1e\x1e"
          "ab"};
}
std::vector<std::string> tokens() {
  std::vector<std::string> all = text_tokens();
  all.insert(all.end(), 8, "\x1e");
  return all;
}
}  // namespace newword::fuzz
