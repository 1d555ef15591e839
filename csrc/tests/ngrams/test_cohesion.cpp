// Cohesion against n-grams counted one by one, in memory and in files, and where the budget divides the two.
#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <numeric>
#include <utility>

#include "newword/ngrams/score.hpp"
#include "newword/system/errors.hpp"
#include "tests/check.hpp"

namespace newword::test {

namespace {

using Ngram = std::vector<Symbol>;
using Counts = std::map<Ngram, Count>;  ///< in the order of a table

/// Every n-gram of a text that occurs often enough; 0 is a run's edge.
Counts count_all(const std::vector<Symbol>& text, unsigned max_order, Count min_count) {
  Counts counts;
  for (std::size_t i = 0; i < text.size(); ++i) {
    Ngram ngram;
    for (std::size_t k = i; k < text.size() && text[k] != kBoundary && ngram.size() < max_order; ++k) {
      ngram.push_back(text[k]);
      ++counts[ngram];
    }
  }
  std::erase_if(counts, [&](const auto& one) { return one.second < min_count; });
  return counts;
}

std::vector<Symbol> random_text(std::uint32_t seed, std::size_t size, std::size_t alphabet) {
  Chance chance(seed);
  std::vector<Symbol> text;
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t drawn = chance.below(alphabet + 1);
    text.push_back(static_cast<Symbol>(drawn * chance.below(alphabet + 1) / alphabet));  // some much more often
  }
  return text;
}

/// The table of counted n-grams; in files of `temp_dir` if it is given.
NgramTable make_table(const Counts& counts, unsigned max_order, std::uint64_t units,
                      const std::string* temp_dir = nullptr) {
  std::vector<std::size_t> sizes(max_order + 2);
  for (const auto& [ngram, count] : counts) ++sizes[ngram.size()];
  std::vector<Level> levels(max_order);
  for (unsigned order = 1; order <= max_order; ++order) levels[order - 1].resize(sizes[order], temp_dir);
  std::vector<std::size_t> done(max_order + 2);
  // A prefix comes before what it begins, and its children before the next of its order.
  for (const auto& [ngram, count] : counts) {
    const std::size_t order = ngram.size(), at = done[order]++;
    Level& level = levels[order - 1];
    level.symbol[at] = ngram.back();
    level.count[at] = count;
    level.cohesion[at] = -1;
    level.first_child[at] = static_cast<NodeIndex>(done[order + 1]);
    level.first_child[at + 1] = static_cast<NodeIndex>(sizes[order + 1]);
  }
  return {std::move(levels), units};
}

/// As the definition says: the smallest over all splits, the earliest of equal ones.
struct Weakest {
  double cohesion = 0;
  unsigned split = 0;
};

Weakest weakest(const Counts& counts, const Ngram& ngram, std::uint64_t units) {
  Weakest found;
  long double least = 0;
  for (unsigned k = 1; k < ngram.size(); ++k) {
    const auto middle = ngram.begin() + k;
    const auto x = static_cast<long double>(counts.at({ngram.begin(), middle}));
    const auto y = static_cast<long double>(counts.at({middle, ngram.end()}));
    const long double pmi =
        std::log(static_cast<long double>(counts.at(ngram)) * static_cast<long double>(units) / (x * y));
    if (k == 1 || pmi < least) {
      least = pmi;
      found = {static_cast<double>(pmi), k};
    }
  }
  return found;
}

std::vector<double> cohesions(const NgramTable& table) {
  std::vector<double> all;
  for (unsigned order = 2; order <= table.max_order(); ++order) {
    const auto column = table.level(order).cohesion.span();
    all.insert(all.end(), column.begin(), column.end());
  }
  return all;
}

std::size_t bytes_of(std::size_t numbers) { return numbers * sizeof(std::uint32_t); }

MemoryBudget unlimited() { return {MemoryBudget::kUnlimited, 0, "/no/such/directory"}; }

std::vector<double> score(NgramTable& table, unsigned threads, const MemoryBudget& budget) {
  JobControl control;
  add_cohesion(table, threads, budget, control);
  return cohesions(table);
}

void check_against_definition(const Counts& counts, const NgramTable& table) {
  std::vector<std::size_t> done(table.max_order() + 1);
  for (const auto& [ngram, count] : counts) {
    const auto order = static_cast<unsigned>(ngram.size());
    const NgramRef ref{order, static_cast<NodeIndex>(done[order]++)};
    if (order == 1) continue;
    const Weakest expected = weakest(counts, ngram, table.units());
    const double found = table.level(order).cohesion[ref.index];
    CHECK(std::abs(found - expected.cohesion) <= 1e-14 * (1 + std::abs(expected.cohesion)));
    CHECK(weakest_split(table, ref) == expected.split);
  }
}

void cohesion_is_the_least_mutual_information_over_all_splits() {
  const struct {
    std::size_t size, alphabet;
    unsigned max_order;
    Count min_count;
  } texts[] = {{300, 2, 16, 1}, {2'000, 3, 16, 2}, {3'000, 30, 4, 1}, {500, 5, 2, 1}, {500, 5, 3, 3}, {60, 4, 1, 1}};
  std::uint32_t seed = 0;
  for (const auto& one : texts) {
    const std::vector<Symbol> text = random_text(++seed, one.size, one.alphabet);
    const Counts counts = count_all(text, one.max_order, one.min_count);
    NgramTable table = make_table(counts, one.max_order, one.size);
    score(table, 1, unlimited());
    check_against_definition(counts, table);
  }
}

/// Several stretches of every order begin among n-grams of one parent, of the first and of none.
void a_large_table_has_the_same_with_threads_and_in_files() {
  const std::string here = std::filesystem::temp_directory_path().string();
  const std::vector<Symbol> text = random_text(7, 150'000, 30);
  for (const Count min_count : {Count{1}, Count{2}}) {
    const Counts counts = count_all(text, 4, min_count);
    NgramTable table = make_table(counts, 4, text.size());
    const std::vector<double> expected = score(table, 1, unlimited());
    check_against_definition(counts, table);
    for (const unsigned threads : {1u, 3u}) {
      NgramTable again = make_table(counts, 4, text.size());
      CHECK(score(again, threads, unlimited()) == expected);
      for (const std::size_t bytes : {MemoryBudget::kUnlimited, std::size_t{1} << 18, std::size_t{4}}) {
        NgramTable mapped = make_table(counts, 4, text.size(), &here);
        CHECK(mapped.is_mapped());
        CHECK(score(mapped, threads, {bytes, 0, here}) == expected);
      }
    }
  }
}

/// As many n-grams as a worker takes at a time, one fewer and one more.
void the_last_of_a_stretch_are_scored() {
  const std::string here = std::filesystem::temp_directory_path().string();
  for (const std::size_t stretch : {std::size_t{1} << 10, std::size_t{1} << 14}) {
    for (const std::size_t parents : {stretch - 1, stretch, stretch + 1}) {
      Counts counts;  // every unit is followed by the next one, the last by the first
      for (Symbol i = 1; i <= parents; ++i) counts[{i}] = counts[{i, static_cast<Symbol>(i % parents + 1)}] = 1 + i % 7;
      NgramTable table = make_table(counts, 2, 100'000, stretch == 1 << 10 ? &here : nullptr);
      score(table, 1, unlimited());
      check_against_definition(counts, table);
    }
  }
}

/// Products of 128 bits that differ in the last, which no floating-point number holds.
void splits_are_compared_exactly() {
  const Count big = Count{1} << 40;
  const struct {
    Count a, bc, ab, c;
    unsigned split;
  } cases[] = {
      {big, big, big + 1, big - 1, 1},                              // 2^80 and 2^80 - 1
      {big + 1, big - 1, big, big, 2},                              //
      {big, big, big * 2, big / 2, 1},                              // equal: the earliest
      {big * 2, big / 2, big, big, 1},                              //
      {big, big, Count{1} << 63, Count{1} << 62, 2},                // the high half decides
      {Count{1} << 63, Count{1} << 62, big, big, 1},                //
      {Count{1} << 32, Count{1} << 32, UINT32_MAX, UINT32_MAX, 1},  // 2^64 has nothing in its low half
      {UINT32_MAX, UINT32_MAX, Count{1} << 32, Count{1} << 32, 2},  //
      {3, 5, 4, 4, 2},
      {4, 4, 3, 5, 1},
      {1, 1, 1, 1, 1},
  };
  for (const auto& one : cases) {
    const Count units = Count{1} << 63, whole = 1;
    const Counts counts = {{{1}, one.a}, {{1, 2}, one.ab}, {{1, 2, 3}, whole},
                           {{2}, units}, {{2, 3}, one.bc}, {{3}, one.c}};
    NgramTable table = make_table(counts, 3, units);
    score(table, 1, unlimited());
    const NgramRef abc{3, 0};
    CHECK(weakest_split(table, abc) == one.split);
    const auto [x, y] = one.split == 1 ? std::pair(one.a, one.bc) : std::pair(one.ab, one.c);
    const double pmi = std::log(static_cast<double>(units) / (static_cast<double>(x) * static_cast<double>(y)));
    CHECK(table.level(3).cohesion[0] == pmi);
  }
}

void parts_that_meet_by_chance_have_exactly_0() {
  // f(xy) N = f(x) f(y), where each division alone would be rounded.
  for (const auto& [units, whole, x, y] :
       std::vector<std::array<Count, 4>>{{4, 1, 2, 2}, {46, 5, 23, 10}, {473, 15, 55, 129}, {2'993, 38, 73, 1'558}}) {
    NgramTable table = make_table({{{1}, x}, {{1, 2}, whole}, {{2}, y}}, 2, units);
    CHECK(score(table, 1, unlimited()) == std::vector<double>{0});
  }
}

/// n-grams of consecutive symbols, as many of each order as `sizes` says, which must be fewer than of the order before.
Counts consecutive(const std::vector<std::size_t>& sizes) {
  Counts counts;
  for (std::size_t order = 1; order <= sizes.size(); ++order) {
    for (std::size_t i = 1; i <= sizes[order - 1]; ++i) {
      Ngram ngram(order);
      std::iota(ngram.begin(), ngram.end(), static_cast<Symbol>(i));
      counts[ngram] = 1 + i * i % 7;
    }
  }
  return counts;
}

/// The table of consecutive n-grams that is scored in so much memory, where no file can be made.
struct Tight {
  std::vector<std::size_t> sizes;
  bool is_mapped = false;
  std::uint64_t units = 1000;

  /// False when files were wanted.
  [[nodiscard]] bool fits(std::size_t bytes) const {
    const std::string here = std::filesystem::temp_directory_path().string();
    const auto order = static_cast<unsigned>(sizes.size());
    const Counts counts = consecutive(sizes);
    NgramTable table = make_table(counts, order, units, is_mapped ? &here : nullptr);
    if (throws<IoError>([&] { score(table, 1, {bytes, 0, "/no/such/directory"}); })) return false;
    check_against_definition(counts, table);
    return true;
  }
  /// `numbers` of four bytes, a multiple of 3, are three quarters of the least budget in which it fits.
  [[nodiscard]] bool needs(std::size_t numbers) const {
    const std::size_t bytes = numbers / 3 * 16;
    return fits(bytes) && !fits(bytes - 1) && fits(bytes + 1000);
  }
};

void three_quarters_of_the_budget_are_held_in_memory() {
  // Suffixes of every order but the first and the last.
  CHECK(Tight{{100, 90, 75, 60}}.needs(90 + 75));
  CHECK(Tight{{100, 90}}.fits(0));
  CHECK(Tight{{100}}.fits(0));
  CHECK(Tight{{100, 90, 75}}.needs(90));
  // Of a table in files also the counts, as far as they fit, of every order but the last.
  CHECK(Tight{{102, 99, 75}, true}.needs(99));
  CHECK(!Tight{{99, 90, 75}, true}.fits(bytes_of(99) / 3 * 4));
  CHECK(Tight{{100, 89, 75}, true}.fits(bytes_of(100 + 89) / 3 * 4));
  CHECK(Tight{{100, 89, 75}, true}.fits(bytes_of(100 + 89 + 90) / 3 * 4));
  CHECK(!Tight{{100, 89, 75}, true}.fits(bytes_of(100 + 89 - 3) / 3 * 4));
  CHECK(Tight{{100, 90, 75, 60}, true}.fits(bytes_of(100 + 90 + 75 + 2) / 3 * 4));
  // Counts of more than 32 bits stay where they are.
  CHECK(!Tight{{100, 89, 75}, true, UINT32_MAX}.fits(bytes_of(100 + 89 - 3) / 3 * 4));
  CHECK(Tight{{100, 89, 75}, true, std::uint64_t{UINT32_MAX} + 1}.fits(bytes_of(100 + 89 - 3) / 3 * 4));
}

void large_counts_of_a_table_in_files_are_not_shortened() {
  const std::string here = std::filesystem::temp_directory_path().string();
  Counts counts = consecutive({9, 8, 7, 5});
  for (auto& [ngram, count] : counts) count <<= 40;
  NgramTable table = make_table(counts, 4, std::uint64_t{1} << 48, &here);
  score(table, 2, {std::size_t{1} << 20, 0, here});
  check_against_definition(counts, table);
}

/// Bytes of mapped files that the process holds in memory, or 0 where nothing tells.
std::size_t mapped_bytes() {
  std::ifstream file("/proc/self/statm");
  std::size_t size = 0, resident = 0, shared = 0;
  file >> size >> resident >> shared;
  return shared * 4096;
}

/// A table of two orders in files, all of whose pages are in memory: some 60 MB.
NgramTable large_table(const std::string& temp_dir) {
  constexpr std::size_t kSize = 500'000;
  std::vector<Level> levels(2);
  for (Level& level : levels) {
    level.resize(kSize, &temp_dir);
    for (std::size_t i = 0; i < kSize; ++i) {
      level.symbol[i] = static_cast<Symbol>(i + 1);
      level.first_child[i] = static_cast<NodeIndex>(i);
      level.count[i] = level.left_variety[i] = level.right_variety[i] = 4;
      level.left_entropy[i] = level.right_entropy[i] = level.cohesion[i] = 1;
    }
    level.first_child[kSize] = kSize;
  }
  return {std::move(levels), 16};
}

void pages_of_a_table_in_files_are_given_back_as_the_budget_wants_it() {
  if (mapped_bytes() == 0) return;
  const std::string here = std::filesystem::temp_directory_path().string();
  constexpr std::size_t kMiB = std::size_t{1} << 20;
  for (const bool is_tight : {true, false}) {
    NgramTable table = large_table(here);
    const std::size_t before = mapped_bytes();
    CHECK(before > 52 * kMiB);
    const std::vector<double> found = score(table, 1, {is_tight ? 4096 : 1024 * kMiB, 0, here});
    const std::size_t after = mapped_bytes();
    if (is_tight) {
      CHECK(after <= 34 * kMiB);  // 32 are for libraries
    } else {                      // of everything else only the counts that were copied go
      CHECK(after <= before - 3 * kMiB);
      CHECK(after >= before - 5 * kMiB);
    }
    CHECK(std::all_of(found.begin(), found.end(), [](double cohesion) { return cohesion == std::log(4.0); }));
  }
}

void a_job_that_is_cancelled_ends() {
  NgramTable table = make_table(consecutive({9, 8}), 2, 100);
  JobControl control;
  control.cancel();
  CHECK(throws<Cancelled>([&] { add_cohesion(table, 1, unlimited(), control); }));
  CHECK(cohesions(table)[0] == -1);
}

}  // namespace

void test_cohesion() {
  cohesion_is_the_least_mutual_information_over_all_splits();
  a_large_table_has_the_same_with_threads_and_in_files();
  the_last_of_a_stretch_are_scored();
  splits_are_compared_exactly();
  parts_that_meet_by_chance_have_exactly_0();
  three_quarters_of_the_budget_are_held_in_memory();
  large_counts_of_a_table_in_files_are_not_shortened();
  pages_of_a_table_in_files_are_given_back_as_the_budget_wants_it();
  a_job_that_is_cancelled_ends();
}

}  // namespace newword::test
