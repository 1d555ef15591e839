// Files read by a session against the same bytes fed to one; files that are refused are no text.
#include <algorithm>
#include <array>
#include <map>

#include "corpus_text.hpp"

namespace {

using namespace newword;

bool is_read(Outcome code) { return code == Outcome::kInvalidBytes; }

/// What a reading said of a file, or nothing.
const FileOutcome* outcome_of(const std::vector<FileOutcome>& outcomes, std::size_t file) {
  const auto place =
      std::find_if(outcomes.begin(), outcomes.end(), [&](const FileOutcome& one) { return one.index == file; });
  return place == outcomes.end() ? nullptr : &*place;
}

/// The forms of the units, in an order that does not tell which was met first.
std::map<std::string, Count> forms_of(const Session& session) {
  const auto counts = surface_counts(session);
  return {counts.begin(), counts.end()};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::array<fuzz::MemoryFile, 4> places;
  fuzz::Input input(data, size);
  const unsigned choice = input.byte();
  const Joining joining{(choice & 1) != 0, (choice & 8) != 0};
  const bool knows_sources = choice & 2;
  std::vector<std::string_view> contents;
  while (!input.empty() && contents.size() < places.size()) {
    const unsigned length = input.byte();
    contents.push_back(contents.size() + 1 == places.size() ? input.rest() : input.take(length));
  }
  std::vector<FileToRead> files;
  for (std::size_t i = 0; i < contents.size(); ++i) {
    places[i].replace(contents[i]);
    files.push_back({places[i].path(), (choice >> (4 + i) & 1) != 0});
  }
  Session read(fuzz::uses_threads(data, size) ? 3 : 1, joining);
  if (knows_sources) read.ledger().enable({});
  const std::vector<FileOutcome> outcomes = read.read_files(files).outcomes;

  Session fed(1, joining);
  std::uint64_t bad = 0;
  for (const FileOutcome& outcome : outcomes) FUZZ_CHECK(outcome.index < files.size());
  for (std::size_t i = 0; i < contents.size(); ++i) {
    const FileOutcome* const outcome = outcome_of(outcomes, i);
    if (outcome != nullptr && !is_read(outcome->code)) {
      const bool is_twin = std::find(contents.begin(), contents.begin() + static_cast<std::ptrdiff_t>(i),
                                     contents[i]) != contents.begin() + static_cast<std::ptrdiff_t>(i);
      FUZZ_CHECK(outcome->code != Outcome::kCounted || (knows_sources && is_twin));
      FUZZ_CHECK(outcome->code != Outcome::kBinary || contents[i].find('\0') != std::string_view::npos);
      FUZZ_CHECK(outcome->code <= Outcome::kUtf32 || outcome->code >= Outcome::kPacked);  // the file is there
      continue;
    }
    if (!contents[i].empty()) fed.feed(fuzz::bytes_of(contents[i]), contents[i].size());
    fed.end_document();
    if (outcome != nullptr) bad += outcome->total;
    FUZZ_CHECK(fed.bad_bytes().total == bad);
  }
  FUZZ_CHECK(read.documents() == fed.documents());
  for (Session* session : {&read, &fed}) (void)count_ngrams(*session, 2, 1, 1 << 12);
  FUZZ_CHECK(forms_of(read) == forms_of(fed) && fuzz::same_tables(*read.table(), *fed.table()));
  return 0;
}

namespace newword::fuzz {
std::vector<std::string> seeds() {
  const std::string text =
      "\x09机器学"
      "\x0c习机器学习"
      "\x09机器学";
  std::vector<std::string> all;
  for (const char choice : {0, 3, -1}) all.push_back(std::string(1, choice) + text);
  for (const char* head : {"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff", "\x1f\x8b\x08", "PK\3\4", "BZh9",
                           "\xfd"
                           "7zXZ",
                           "\x28\xb5\x2f\xfd", "WARC/1.0"}) {
    all.push_back(std::string(1, '\0') + '\x0a' + head + "机器学习机器\n");
  }
  all.push_back(std::string("\0\x05机\0器", 8));
  return all;
}
std::vector<std::string> tokens() {
  std::vector<std::string> all = text_tokens();
  for (const char* head : {"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff", "\x1f\x8b\x08", "\x09", "\x20"})
    all.emplace_back(head);
  return all;
}
}  // namespace newword::fuzz
