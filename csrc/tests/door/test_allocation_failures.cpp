#include <atomic>
#include <functional>
#include <new>

#include "newword/cutter/word_cutter.hpp"
#include "newword/door/count_files.hpp"
#include "newword/door/language_trainer.hpp"
#include "newword/lm/arpa_reader.hpp"
#include "newword/tagger/tag_cutter.hpp"
#include "tests/digest.hpp"
#include "tests/scratch.hpp"

namespace {

/// Allocations until one fails; below zero none does. Sticky: all after it fail as well.
std::atomic<long long> allocations_left{-1};
std::atomic<bool> is_sticky{false};

bool must_fail() {
  if (allocations_left.load() < 0) return false;
  const long long left = allocations_left.fetch_sub(1);
  if (left > 0) return false;
  if (is_sticky) allocations_left = 0;
  return true;
}

void* allocate_or_null(std::size_t size) { return must_fail() ? nullptr : std::malloc(size == 0 ? 1 : size); }

void* allocate(std::size_t size) {
  void* const memory = allocate_or_null(size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
// std::stable_sort asks for its memory so, and gives it back to the others: a sanitizer's own would not match.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocate_or_null(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return allocate_or_null(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

#ifdef WRAPS_SYSTEM
// RawBuffer and PageBuffer allocate by these. The linker puts ours in their place.
extern "C" {
void* __real_realloc(void* memory, std::size_t size);
void* __real_aligned_alloc(std::size_t alignment, std::size_t size);
void* __wrap_realloc(void* memory, std::size_t size) { return must_fail() ? nullptr : __real_realloc(memory, size); }
void* __wrap_aligned_alloc(std::size_t alignment, std::size_t size) {
  return must_fail() ? nullptr : __real_aligned_alloc(alignment, size);
}
}
#endif

namespace newword::test {

namespace {

/// Arms the n-th allocation from now; disarms when it goes.
class FailAt {
 public:
  FailAt(long long n, bool sticky) {
    is_sticky = sticky;
    allocations_left = n;
  }
  ~FailAt() { allocations_left = -1; }
};

void feed(Session& session) {
  Chance chance(12);
  const std::string text = nasty_text(chance, 300) + "机器学习，学A习，机器学习";
  session.feed(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  session.end_document();
}

std::uint64_t failed_allocations = 0;

/// Calls `attempt(n, sticky)` with the 1st, 2nd, ... allocation failing until it passes clean.
template <class Attempt>
void sweep(const Attempt& attempt) {
  static const bool is_thorough = [] {
    const char* const every = std::getenv("NEWWORD_EVERY_ALLOCATION");
    return every != nullptr && *every != '\0';
  }();
  for (const bool sticky : {false, true}) {
    for (long long n = 0;; n += is_thorough ? 1 : 1 + n / 60) {
      if (!attempt(n, sticky)) break;
      ++failed_allocations;
    }
  }
}

void a_session_that_cannot_be_fed_goes_without_a_trace() {
  sweep([](long long n, bool sticky) {
    const FailAt fail(n, sticky);
    try {
      Session session(2, {true});
      feed(session);
    } catch (const std::bad_alloc&) {
      return true;
    }
    return false;
  });
}

void a_job_that_lacks_memory_fails_and_can_be_done_again() {
  Session reference(2, {true});
  feed(reference);
  const Numbers expected = digest(reference);
  sweep([&](long long n, bool sticky) {
    Session session(2, {true});
    feed(session);
    bool failed = false;
    try {
      const FailAt fail(n, sticky);
      CHECK(digest(session) == expected);
    } catch (const std::bad_alloc&) {
      failed = true;
    }
    CHECK(!failed || digest(session) == expected);
    return failed;
  });
}

#ifdef __unix__

void write_counts(const Scratch& to) {
  Session session(2, {true});
  feed(session);
  newword::write_counts(session, {to.descriptor(), to.path(), 3, 1, {}, 1 << 14, 64}, kWatched);
}

void merge(const Scratch& from, const Scratch& to) {
  (void)check_count_file(from.path(), true, 2, kWatched);
  merge_count_files({from.path(), from.path()}, to.descriptor(), to.path(), 64, kWatched);
}

void train(const Scratch& from, const Scratch& to) {
  LanguageTrainer trainer(2, {});
  trainer.train(from.path(), {3, {0, 0, 1}, {0.5, 1, 1.5}}, kWatched);
  trainer.write(to.descriptor(), to.path(), kWatched);
}

void adopt(const Scratch& from) {
  Session session(2, {true});
  (void)adopt_counts(session, {from.path(), 3, 1, 1 << 14}, kWatched);
}

void cut(const std::string& arpa) {
  const std::string text = "机器学习，学A习 1,000 机器";
  ArpaReader reader(arpa.size());
  reader.feed(arpa);
  const TagCutter tags(reader.finish(), TagWeights{});
  std::vector<CutPiece> pieces;
  tags.cut(text, pieces);
  WordCutter words({"机器", "学习", "学A"});
  words.add_units(text);
  words.cut(text, std::vector<double>(words.size(), -2.0), pieces);
}

/// Every piece of work ends in bad_alloc or in what it gives with memory enough.
void work_on_files_that_lacks_memory_fails_and_leaves_nothing_behind() {
  const Scratch counts, out;
  write_counts(counts);
  const std::string expected = counts.content();
  train(counts, out);
  const std::string arpa = out.content();
  merge(counts, out);
  const std::string sum = out.content();
  const std::function<void()> works[] = {[&] { write_counts(counts); }, [&] { merge(counts, out); },
                                         [&] { adopt(counts); }, [&] { train(counts, out); }, [&] { cut(arpa); }};
  for (const auto& work : works) {
    sweep([&](long long n, bool sticky) {
      try {
        const FailAt fail(n, sticky);
        work();
      } catch (const std::bad_alloc&) {
        return true;
      }
      return false;
    });
    CHECK(counts.content() == expected);
  }
  CHECK(out.content() == arpa);
  merge(counts, out);
  CHECK(out.content() == sum);
}

#else
void work_on_files_that_lacks_memory_fails_and_leaves_nothing_behind() {}
#endif

}  // namespace

void test_allocation_failures() {
  work_on_files_that_lacks_memory_fails_and_leaves_nothing_behind();
  a_session_that_cannot_be_fed_goes_without_a_trace();
  a_job_that_lacks_memory_fails_and_can_be_done_again();
  std::printf("%llu allocations failed\n", static_cast<unsigned long long>(failed_allocations));
}

}  // namespace newword::test
