#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "newword/door/spelling.hpp"
#include "tests/digest.hpp"

namespace newword::test {

namespace {

using std::chrono::milliseconds;

/// What somebody who looks at work throws to stop it.
struct Interruption : std::exception {};

/// A directory of files, large and small, that goes with the object.
class Corpus {
 public:
  /// An empty directory.
  Corpus()
      : folder_(std::filesystem::temp_directory_path() /
                ("newword-core-tests-" + std::to_string(std::random_device()()))) {
    std::filesystem::create_directory(folder_);
  }
  ~Corpus() { std::filesystem::remove_all(folder_); }
  Corpus(const Corpus&) = delete;
  Corpus& operator=(const Corpus&) = delete;

  void fill() {
    Chance chance(9);
    for (int i = 0; i < 600; ++i) {
      write(nasty_text(chance, chance.below(30)) + (i % 9 == 0 ? "" : "机器学习机器学习机器学习"));
    }
    std::string large;
    while (large.size() < (std::size_t{9} << 20)) {
      const std::string text = nasty_text(chance, 50);
      for (int i = 0; i < 300; ++i) large += text + "机器学习";
    }
    write(large);
  }
  void write(const std::string& content) {
    const std::filesystem::path path = folder_ / std::to_string(files_.size());
    std::ofstream(path, std::ios::binary) << content;
    files_.push_back({path.string(), true});
  }
  [[nodiscard]] const std::vector<FileToRead>& files() const { return files_; }

 private:
  std::filesystem::path folder_;
  std::vector<FileToRead> files_;
};

Numbers read_and_digest(const Corpus& corpus, unsigned threads, const MemoryBudget& budget = {}) {
  Session session(threads, {true}, budget);
  const FilesRead read = session.read_files(corpus.files(), kWatched);
  Numbers found = digest(session);
  for (const FileOutcome& one : read.outcomes) {
    for (const std::uint64_t value : {std::uint64_t{one.index}, std::uint64_t(one.code), one.offset, one.total}) {
      found.push_back(static_cast<double>(value));
    }
  }
  return found;
}

void any_number_of_threads_finds_the_same(const Corpus& corpus, const Numbers& alone) {
  for (const unsigned threads : {2u, 3u, 8u}) CHECK(read_and_digest(corpus, threads) == alone);
}

/// The text alone is larger than its part of the budget.
void a_small_budget_finds_the_same(const Corpus& corpus, const Numbers& alone) {
  MemoryBudget budget;
  budget.temp_dir = std::filesystem::temp_directory_path().string();
  std::uint64_t refusals = 0;
  for (budget.bytes = std::size_t{1} << 20; refusals < 100; budget.bytes += std::size_t{1} << 20) {
    try {
      CHECK(read_and_digest(corpus, 2, budget) == alone);
      break;
    } catch (const BudgetError&) {
      ++refusals;
    }
  }
  CHECK(refusals > 10 && refusals < 30);
}

void sessions_side_by_side_find_the_same(const Corpus& corpus, const Numbers& alone) {
  std::vector<Numbers> found(3);
  std::vector<std::thread> threads;
  for (auto& one : found) threads.emplace_back([&] { one = read_and_digest(corpus, 2); });
  for (std::thread& thread : threads) thread.join();
  for (const auto& one : found) CHECK(one == alone);
}

void a_session_goes_on_after_any_interruption(const Corpus& corpus) {
  Session reference(1, {true});
  (void)reference.read_files(corpus.files());
  const Numbers expected = digest(reference);
  Session session(2, {true});
  (void)session.read_files(corpus.files(), kWatched);
  int interrupted = 0;
  for (int round = 0; round < 20; ++round) {
    const Watch watch = {[](std::uint64_t, std::uint64_t) { throw Interruption(); }, milliseconds(round)};
    interrupted += throws<Interruption>([&] { (void)count_ngrams(session, 4, 2, 1 << 16, watch); });
  }
  CHECK(interrupted > 0);
  CHECK(digest(session) == expected);
}

void what_was_read_before_an_interruption_joins_nothing() {
  Corpus corpus;
  std::string endless;  // a single run, shared by the workers
  while (endless.size() < (std::size_t{24} << 20)) endless += "山高月小水落石出";
  corpus.write(endless);
  const std::string word = "新新";
  int halfway = 0;
  for (int round = 0; halfway < 3 && round < 50; ++round) {
    Session session(2, {true});
    const Watch watch = {[&](std::uint64_t done, std::uint64_t) {
                           if (done >= (std::size_t{1} << 20) * static_cast<std::size_t>(round)) throw Interruption();
                         },
                         milliseconds(1)};
    (void)throws<Interruption>([&] { (void)session.read_files(corpus.files(), watch); });
    session.feed(reinterpret_cast<const std::uint8_t*>(word.data()), word.size());
    session.end_document();
    const Occurrences found = find_strings(session, {word}, 1).occurrences[0];
    halfway += session.units() > 2 && session.units() < endless.size() / 3;
    CHECK(found.count == 1);
    CHECK(found.left_variety == 1 && found.left_entropy == 0);
    const Context context = context_of(session, found.sample[0], 2, 10);
    CHECK(context.utf8 == word && context.offset == 0);
  }
  CHECK(halfway == 3);
}

}  // namespace

void test_sessions() {
  Corpus corpus;
  corpus.fill();
  const Numbers alone = read_and_digest(corpus, 1);
  CHECK(alone.size() > 1000);
  any_number_of_threads_finds_the_same(corpus, alone);
  a_small_budget_finds_the_same(corpus, alone);
  sessions_side_by_side_find_the_same(corpus, alone);
  a_session_goes_on_after_any_interruption(corpus);
  what_was_read_before_an_interruption_joins_nothing();
}

}  // namespace newword::test
