// Threads of one job: how they share work, stop, and report progress.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "newword/system/errors.hpp"

namespace newword {

/// Shared by the caller and the workers of a job. Every member may be used from any thread.
class JobControl {
 public:
  void cancel() noexcept { cancelled_.store(true, std::memory_order_relaxed); }
  /// Throws Cancelled once the caller has asked to stop. Workers call it at least every ~20 ms.
  void check() const {
    if (cancelled_.load(std::memory_order_relaxed)) throw Cancelled();
  }

  void expect(std::uint64_t total) noexcept { total_.store(total, std::memory_order_relaxed); }
  void advance(std::uint64_t amount) noexcept { done_.fetch_add(amount, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t total() const noexcept { return total_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t done() const noexcept { return done_.load(std::memory_order_relaxed); }

 private:
  std::atomic<bool> cancelled_{false};
  std::atomic<std::uint64_t> total_{0}, done_{0};
};

/// Runs `work(worker)` for worker 0..threads-1 and waits for all of them. The first exception stops
/// the others at their next check and is thrown again here. One thread runs in the caller's own; if
/// the system gives fewer than wanted, it works for the missing ones too, so no worker may wait for
/// another to begin.
void run_workers(unsigned threads, JobControl& control, const std::function<void(unsigned)>& work);

/// Hands out 0, 1, ... `count`-1 to the workers that ask, in order. Thread-safe.
class Tickets {
 public:
  explicit Tickets(std::size_t count) : count_(count) {}
  /// The next number, or `count` when none is left.
  [[nodiscard]] std::size_t take() {
    const std::size_t mine = next_.fetch_add(1, std::memory_order_relaxed);
    return mine < count_ ? mine : count_;
  }

 private:
  std::atomic<std::size_t> next_{0};
  std::size_t count_;
};

}  // namespace newword
