// What does not fit the memory allowed goes to files and into many passes, and changes no number.
#include <filesystem>
#include <numeric>

#include "newword/count/buckets.hpp"
#include "newword/door/language_trainer.hpp"
#include "tests/digest.hpp"
#include "tests/scratch.hpp"

namespace newword::test {

namespace {

constexpr std::size_t kMiB = std::size_t{1} << 20;

const std::string& here() {
  static const std::string path = std::filesystem::temp_directory_path().string();
  return path;
}

std::string utf8_of(char32_t c) {
  return {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 0x3F)),
          static_cast<char>(0x80 | (c & 0x3F))};
}

/// Han of very different frequencies, the second half phrases of the first, and stretches of one unit, of which there
/// are more than a bucket holds.
const std::string& sample() {
  static const std::string text = [] {
    Chance chance(14);
    std::vector<std::string> units;
    for (int i = 0; i < 100'000; ++i) {
      const std::size_t rank = chance.below(2500) * chance.below(2500) / 2500 * chance.below(2500) / 2500;
      units.push_back(chance.below(25) == 0 ? "，" : utf8_of(0x4E00 + static_cast<char32_t>(rank)));
    }
    std::string all = std::accumulate(units.begin(), units.end(), std::string());
    for (int i = 0; i < 10'000; ++i) {
      for (std::size_t at = chance.below(units.size() / 10), k = 0; k < 8; ++k) all += units[at + k];
    }
    for (int i = 0; i < 20'000; ++i) all += "哈";
    return all;
  }();
  return text;
}

/// A session that has read the sample.
struct Reading {
  Reading(unsigned threads, const MemoryBudget& budget) : session(threads, {true}, budget) {
    session.feed(reinterpret_cast<const std::uint8_t*>(sample().data()), sample().size());
    session.end_document();
  }
  Session session;
};

/// Holds so much of files in memory that every look at it says there is too much: all that can be is released.
class Crowd {
 public:
  Crowd() : pages_(64 * kMiB, here()) {
    for (std::size_t i = 0; i < pages_.size(); i += 4096) pages_[i] = 1;
  }

 private:
  Paged<char> pages_;
};

void the_passes_of_a_small_buffer_are_put_by_and_count_the_same() {
  const struct {
    unsigned order;
    Count min_count;
    std::size_t buffer_bytes;
  } counts[] = {{4, 2, 1 << 14}, {16, 9, 1 << 16}, {1, 2, 1 << 12}, {5, 1, 1 << 16}};
  const Crowd crowd;
  for (const auto& one : counts) {
    Reading reference(2, {});
    Numbers expected;
    add_table(expected, *count_ngrams(reference.session, one.order, one.min_count, 0));
    for (const unsigned threads : {1u, 3u}) {
      Reading tight(threads, {20 * kMiB, 0, here()});
      Numbers found;
      add_table(found, *count_ngrams(tight.session, one.order, one.min_count, one.buffer_bytes));
      CHECK(found == expected);
    }
  }
}

/// Units whose continuations branch after one, two, three ... units: at every depth another bucket needs much room.
void room_for_records_is_given_back() {
  Chance chance(18);
  std::string text;
  for (int i = 0; i < 4000; ++i) {
    for (std::size_t depth = 6 - chance.below(6); depth > 0; --depth)
      text += utf8_of(0x5000 + static_cast<char32_t>(depth));
    for (int k = 0; k < 3; ++k) text += utf8_of(0x6000 + static_cast<char32_t>(chance.below(10)));
    text += "。";
  }
  Numbers found[2];
  for (const std::size_t buffer_bytes : {std::size_t{0}, std::size_t{200'000}}) {
    Session session(1, {true});
    session.feed(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    add_table(found[buffer_bytes > 0], *count_ngrams(session, 7, 2, buffer_bytes));
  }
  CHECK(found[0] == found[1]);
}

void everything_is_the_same_in_the_least_memory() {
  Reading reference(2, {});
  const Numbers expected = digest(reference.session);
  const Crowd crowd;
  bool passed = false;
  for (std::size_t bytes = 14 * kMiB; !passed && bytes < 60 * kMiB; bytes += 2 * kMiB) {
    try {
      Reading tight(2, {bytes, 0, here()});
      CHECK(digest(tight.session) == expected);
      passed = true;
    } catch (const BudgetError&) {
    }
  }
  CHECK(passed);
}

#ifdef __unix__

std::string counts_of(unsigned threads, std::size_t buffer_bytes, const Scratch& to) {
  Reading reading(threads, {});
  write_counts(reading.session, {to.descriptor(), to.path(), 4, 1, {}, buffer_bytes, 1 << 12});
  return to.content();
}

void no_byte_of_a_count_file_depends_on_the_buffer() {
  const Scratch file;
  const std::string expected = counts_of(2, 0, file);
  CHECK(expected.size() > 100'000);
  CHECK(counts_of(1, 1 << 13, file) == expected);
  CHECK(counts_of(3, 1 << 14, file) == expected);
  CHECK(counts_of(2, 1 << 17, file) == expected);
}

Numbers scores_of(const Scratch& counts, unsigned threads, const MemoryBudget& budget, std::size_t buffer_bytes) {
  Session session(threads, {true}, budget);
  Numbers found;
  add_table(found, *adopt_counts(session, {counts.path(), 4, 2, buffer_bytes}));
  return found;
}

std::string model_of(const Scratch& counts, unsigned threads, const MemoryBudget& budget) {
  const Scratch out;
  LanguageTrainer trainer(threads, budget);
  trainer.train(counts.path(), {4, {0, 0, 1, 1}, {0.5, 1, 1.5}});
  trainer.write(out.descriptor(), out.path());
  return out.content();
}

void scores_and_models_of_a_count_file_are_the_same_in_little_memory() {
  const Scratch counts;
  (void)counts_of(2, 0, counts);
  const Numbers scores = scores_of(counts, 1, {}, 0);
  const std::string model = model_of(counts, 1, {});
  CHECK(model.size() > 100'000);
  const Crowd crowd;
  for (const unsigned threads : {1u, 3u}) {
    CHECK(scores_of(counts, threads, {20 * kMiB, 0, here()}, 1 << 14) == scores);
    CHECK(model_of(counts, threads, {20 * kMiB, 0, here()}) == model);
  }
}

/// Models of fewer than two units, n-grams and models of more than the counts have.
void an_order_that_the_counts_do_not_hold_is_refused() {
  const Scratch counts;
  (void)counts_of(1, 0, counts);
  for (const unsigned order : {1u, 6u}) {
    LanguageTrainer trainer(1, {});
    const TrainingOptions options = {order, std::vector<Count>(order), {0.5, 1, 1.5}};
    CHECK(throws<std::invalid_argument>([&] { trainer.train(counts.path(), options); }));
  }
  for (const unsigned order : {0u, 5u}) {
    Session session(1, {true});
    CHECK(throws<std::invalid_argument>([&] { (void)adopt_counts(session, {counts.path(), order, 1}); }));
  }
}

#endif

void codes_of_a_large_alphabet_are_those_of_a_small_one() {
  Chance chance(15);
  for (const std::size_t symbols :
       {std::size_t{1000}, std::size_t{1} << 16, (std::size_t{1} << 16) + 1, std::size_t{200'000}}) {
    FollowerCodes codes(symbols);
    std::vector<std::uint32_t> twin(symbols, FollowerCodes::kNone);
    CHECK(codes.is_made() && !FollowerCodes().is_made());
    for (std::size_t s = 0; s < symbols; ++s) {
      if (chance.below(10) != 0) continue;
      twin[s] = static_cast<std::uint32_t>(chance.below(1000));
      codes.add(static_cast<Symbol>(s), twin[s]);
    }
    const auto add_one = [](std::uint32_t code) { return code + 1; };
    codes.change_all(add_one);
    for (std::size_t s = 0; s < symbols; ++s) {
      CHECK(codes[static_cast<Symbol>(s)] == (twin[s] == FollowerCodes::kNone ? twin[s] : twin[s] + 1));
    }
  }
}

}  // namespace

void test_small_budgets() {
  codes_of_a_large_alphabet_are_those_of_a_small_one();
  the_passes_of_a_small_buffer_are_put_by_and_count_the_same();
  room_for_records_is_given_back();
#ifdef __unix__
  no_byte_of_a_count_file_depends_on_the_buffer();
  scores_and_models_of_a_count_file_are_the_same_in_little_memory();
  an_order_that_the_counts_do_not_hold_is_refused();
#endif
  everything_is_the_same_in_the_least_memory();
}

}  // namespace newword::test
