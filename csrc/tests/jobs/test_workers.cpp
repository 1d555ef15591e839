#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "newword/jobs/watched.hpp"
#include "newword/jobs/workers.hpp"
#include "newword/text/text.hpp"
#include "tests/check.hpp"

#ifdef __unix__
#include <sys/resource.h>
#endif

namespace newword::test {

namespace {

using std::chrono::milliseconds;

void tickets_are_each_taken_once() {
  constexpr std::size_t kCount = 100'000;
  std::vector<std::atomic<int>> taken(kCount);
  Tickets tickets(kCount);
  JobControl control;
  run_workers(8, control, [&](unsigned) {
    for (std::size_t t; (t = tickets.take()) < kCount;) taken[t].fetch_add(1, std::memory_order_relaxed);
  });
  bool once = true;
  for (const auto& times : taken) once = once && times == 1;
  CHECK(once);
  CHECK(tickets.take() == kCount && tickets.take() == kCount);
}

void progress_is_what_was_told_of_it() {
  JobControl control;
  CHECK(control.total() == 0 && control.done() == 0);
  control.expect(1000);
  run_workers(4, control, [&](unsigned) {
    for (int i = 0; i < 10; ++i) control.advance(25);
  });
  CHECK(control.total() == 1000 && control.done() == 1000);
}

void shares_cover_everything_once() {
  for (std::size_t size = 0; size < 70; ++size) {
    for (unsigned workers = 1; workers < 20; ++workers) {
      CHECK(share_begin(size, 0, workers) == 0);
      CHECK(share_begin(size, workers, workers) == size);
      for (unsigned w = 0; w < workers; ++w) {
        CHECK(share_begin(size, w, workers) <= share_begin(size, w + 1, workers));
      }
    }
  }
  CHECK(share_begin(SIZE_MAX, 3, 3) == SIZE_MAX);
}

void the_first_exception_stops_the_others_and_comes_back() {
  for (unsigned thrower = 0; thrower < 4; ++thrower) {
    JobControl control;
    std::atomic<int> stopped{0};
    const bool thrown = throws<std::out_of_range>([&] {
      run_workers(4, control, [&](unsigned worker) {
        if (worker == thrower) throw std::out_of_range("of the thrower");
        try {
          for (;; std::this_thread::sleep_for(milliseconds(1))) control.check();
        } catch (const Cancelled&) {
          ++stopped;
          throw;
        }
      });
    });
    CHECK(thrown);
    CHECK(stopped == 3);
  }
}

void watched_work_is_looked_at_throws_and_stops() {
  std::uint64_t seen = 0;
  std::thread::id worker;
  std::atomic<bool> was_seen{false};
  const Watch watch = {[&](std::uint64_t done, std::uint64_t total) {
                         if (total == 9) seen = done;
                         was_seen = total == 9;
                       },
                       milliseconds(1)};
  const int found = watched(watch, [&](JobControl& control) {
    worker = std::this_thread::get_id();
    control.expect(9);
    control.advance(7);
    while (!was_seen) std::this_thread::sleep_for(milliseconds(1));
    return 5;
  });
  CHECK(found == 5 && seen == 7 && worker != std::this_thread::get_id());
  CHECK(throws<std::domain_error>([&] { run_watched(watch, [](JobControl&) { throw std::domain_error("work"); }); }));

  std::atomic<bool> was_cancelled{false};
  const Watch impatient = {[](std::uint64_t, std::uint64_t) { throw std::range_error("enough"); }, milliseconds(1)};
  CHECK(throws<std::range_error>([&] {
    run_watched(impatient, [&](JobControl& control) {
      try {
        for (;; std::this_thread::sleep_for(milliseconds(1))) control.check();
      } catch (const Cancelled&) {
        was_cancelled = true;
        throw;
      }
    });
  }));
  CHECK(was_cancelled);
}

void work_that_nobody_watches_is_done_on_the_spot() {
  CHECK(watched({}, [](JobControl&) { return std::this_thread::get_id(); }) == std::this_thread::get_id());
}

#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
/// Threads want stacks; with no address space for them the caller must do the work alone.
void work_is_done_without_threads_too() {
  rlimit old{};
  getrlimit(RLIMIT_AS, &old);
  rlimit little = old;
  little.rlim_cur = std::size_t{1} << 22;  // less than is already in use
  setrlimit(RLIMIT_AS, &little);
  constexpr unsigned kWorkers = 60;  // more than the stacks that earlier threads have left
  std::vector<int> done(kWorkers);
  JobControl control;
  std::vector<std::thread::id> ids(kWorkers);
  bool failed = false;
  try {
    run_workers(kWorkers, control, [&](unsigned worker) {
      ++done[worker];
      ids[worker] = std::this_thread::get_id();
    });
  } catch (const std::exception&) {
    failed = true;
  }
  setrlimit(RLIMIT_AS, &old);
  CHECK(!failed);
  CHECK(done == std::vector<int>(kWorkers, 1));
  CHECK(ids[0] == ids[kWorkers - 1]);
}
#else
void work_is_done_without_threads_too() {}
#endif

}  // namespace

void test_workers() {
  tickets_are_each_taken_once();
  progress_is_what_was_told_of_it();
  shares_cover_everything_once();
  the_first_exception_stops_the_others_and_comes_back();
  watched_work_is_looked_at_throws_and_stops();
  work_that_nobody_watches_is_done_on_the_spot();
  work_is_done_without_threads_too();
}

}  // namespace newword::test
